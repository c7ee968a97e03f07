package swagger

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// info is a text of the info object; "" skips the rule.
func (pass *pass) info(name string) node {
	n := pass.doc.Root.Get("info").Get(name)
	if strings.TrimSpace(n.Str()) == "" {
		pass.skip("there is no " + name)
		return node{}
	}
	return n
}

const (
	maxTitle       = 30
	maxSummary     = 80
	minDescription = 30
	maxDescription = 500
)

// The older page speaks of 120 for summaries; published ones end at exactly 80.
var fieldLengthExceeded = rule{
	Rule: checks.Rule{
		ID: "FieldLengthExceeded", Severity: checks.Error, Evidence: checks.Printed, Origin: checks.Validator,
		Meaning: "The title has at most 30 characters; an operation's summary and a parameter's x-ms-summary at most 80.",
		Wording: "The '{0}' value goes over the character limit '{1}'",
		Fix:     "Shorten the text.",
		Source:  "5000.2.2.1; Fix Swagger Validator errors; Certification submission", Link: submissionPage,
		Bad:  infoExample("Contoso Invoices and Billing Pro", goodDescription),
		Good: infoExample("Contoso Invoices", goodDescription),
	},
	document:  func(pass *pass) { pass.title() },
	operation: func(pass *pass, o *Operation) { pass.longer(o.Get("summary"), maxSummary) },
	parameter: func(pass *pass, p *Parameter) { pass.longer(p.Get("x-ms-summary"), maxSummary) },
}

// publisherSuffix ends the titles of independent publishers: asked for by the
// page and not counted, 8 of 12 merged in 2025 are longer with it.
const publisherSuffix = "(Independent Publisher)"

func (pass *pass) title() {
	n := pass.doc.Root.Get("info").Get("title")
	own, _ := strings.CutSuffix(strings.TrimSpace(n.Str()), publisherSuffix)
	if count := length(strings.TrimSpace(own)); count > maxTitle {
		pass.longer(n, maxTitle)
	}
}

func (pass *pass) longer(n node, limit int) {
	if count := length(n.Str()); count > limit {
		pass.report(n, n.Text(), values{n.Key(), strconv.Itoa(limit)}, "%s has %d characters.", quote(n.Text()), count)
	}
}

var fieldLengthNotInRange = rule{
	Rule: checks.Rule{
		ID: "FieldLengthNotInRange", Severity: checks.Error, Evidence: checks.Printed, Origin: checks.Validator,
		Meaning: "The connector's description has 30 to 500 characters.",
		Wording: "The '{0}' value must be between '{1}' and '{2}' characters.",
		Fix:     "Say what the connector is for and what value it offers, in 30 to 500 characters.",
		Source:  "5000.2.3.4; Certification submission", Link: submissionPage,
		Bad:  infoExample("Contoso Invoices", "Handles invoices."),
		Good: infoExample("Contoso Invoices", goodDescription),
	},
	document: func(pass *pass) {
		n := pass.info("description")
		if !n.OK() {
			return
		}
		if count := length(n.Text()); count < minDescription || count > maxDescription {
			pass.report(n, "", values{"description", strconv.Itoa(minDescription), strconv.Itoa(maxDescription)}, "%s has %d characters.", quote(n.Text()), count)
		}
	},
}

var restrictedWords = rule{
	Rule: checks.Rule{
		ID: "ValueContainsRestrictedWords", Severity: checks.Error, Evidence: checks.Printed, Origin: checks.Validator,
		Meaning: "The title does not hold the words api or connector, the description not Power Apps, Power Automate or Logic Apps.",
		Wording: "The value '{0}' contains at least one of the restricted words: '{1}'.",
		Fix:     "Leave the word out.",
		Source:  "5000.2.2.2, 5000.2.3.5; Certification submission", Link: submissionPage,
		Bad:  infoExample("Contoso Invoices API", goodDescription),
		Good: infoExample("Contoso Invoices", goodDescription),
	},
	document: func(pass *pass) {
		info := pass.doc.Root.Get("info")
		pass.words(info.Get("title"), "api", "connector")
		pass.words(info.Get("description"), "power apps", "power automate", "logic apps")
	},
}

func (pass *pass) words(n node, words ...string) {
	if found := wordsIn(n.Str(), words...); len(found) > 0 {
		pass.report(n, n.Key(), values{n.Key(), strings.Join(words, ", ")}, "%s holds %s.", quote(n.Text()), list(found))
	}
}

var endAlphanumeric = rule{
	Rule: checks.Rule{
		ID: "ValueMustEndWithAlphanumeric", Severity: checks.Error, Evidence: checks.Printed, Origin: checks.Validator,
		Meaning: "The title and every summary end in a letter, a digit or a closing parenthesis.",
		Wording: "The '{0}' value must end with alphanumeric character.",
		Fix:     "Remove the full stop, blank or other character at the end.",
		Source:  "5000.2.2.3; Fix Swagger Validator errors", Link: validatorPage,
		Bad:  infoExample("Contoso Invoices!", goodDescription),
		Good: infoExample("Contoso Invoices", goodDescription),
	},
	document:  func(pass *pass) { pass.ends(pass.doc.Root.Get("info").Get("title")) },
	operation: func(pass *pass, o *Operation) { pass.ends(o.Get("summary")) },
}

func (pass *pass) ends(n node) {
	if s := n.Str(); strings.TrimSpace(s) != "" && !endsWell(s) {
		last, _ := utf8.DecodeLastRuneInString(s)
		pass.report(n, s, values{n.Key()}, "%s ends in %s.", quote(s), quote(string(last)))
	}
}

var inEnglish = rule{
	Rule: checks.Rule{
		ID: "ValueMustBeInEnglish", Severity: checks.Error, Evidence: checks.Printed, Origin: checks.Validator,
		Meaning: "Title and description are in English: no letters but A to Z.",
		Wording: "The '{0}' value must be written in English.",
		Fix:     "Write it in English, with the letters A to Z only.",
		Source:  "5000.2.3.1; Fix Swagger Validator errors", Link: validatorPage,
		Bad:  infoExample("Contoso Faktúra", goodDescription),
		Good: infoExample("Contoso Invoices", goodDescription),
	},
	document: func(pass *pass) {
		for _, name := range []string{"title", "description"} {
			n := pass.doc.Root.Get("info").Get(name)
			if r, ok := foreignLetter(n.Str()); ok {
				pass.report(n, name, values{name}, "%s holds the letter %s.", quote(n.Text()), quote(string(r)))
			}
		}
	},
}

var productNames = []string{"power apps", "power automate", "power bi", "power pages", "power virtual agents", "power platform",
	"copilot studio", "logic apps", "dataverse", "microsoft flow"}

// Three published titles hold one; they are Microsoft's own connectors.
var titleProductName = rule{
	Rule: checks.Rule{
		ID: "TitleContainsProductName", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation,
		Meaning: "The title names no Power Platform product.",
		Wording: "Title cannot contain the reserved words (API,Connector, Power Apps, etc)",
		Fix:     "Name the service only.",
		Source:  "5000.2.2.2; Certification submission", Link: submissionPage,
		Bad:  infoExample("Contoso for Power Automate", goodDescription),
		Good: infoExample("Contoso Invoices", goodDescription),
	},
	document: func(pass *pass) {
		n := pass.info("title")
		if found := wordsIn(n.Str(), productNames...); len(found) > 0 {
			pass.report(n, "", nil, "%s names the product %s.", quote(n.Text()), list(found))
		}
	},
}

var titleConnectorWord = rule{
	Rule: checks.Rule{
		ID: "TitleContainsConnectorWord", Severity: checks.Warning, Evidence: checks.AskedOften, Origin: checks.Engineers,
		Meaning: "The title does not hold \"Connector\" or \"API\" as part of a longer word either.",
		Fix:     "Use the service's own name.",
		Source:  "asked for in reviews; 17 published titles have it",
		Bad:     infoExample("ContosoConnector", goodDescription),
		Good:    infoExample("Contoso Invoices", goodDescription),
	},
	document: func(pass *pass) {
		n := pass.info("title")
		s := n.Str()
		if len(wordsIn(s, "api", "connector")) > 0 {
			return // ValueContainsRestrictedWords says it
		}
		if strings.Contains(strings.ToLower(s), "connector") || strings.Contains(s, "API") || endsWord(s, "Api") {
			pass.reportf(n, "title holds `Connector` or `API` within a word: %s", quote(s))
		}
	},
}

// endsWord reports whether a text holds a part after which no small letter
// goes on: "Api" of "ContosoApi", not of "Apiora".
func endsWord(s, part string) bool {
	for rest := s; ; {
		_, after, ok := strings.Cut(rest, part)
		if !ok {
			return false
		}
		if after == "" || after[0] < 'a' || after[0] > 'z' {
			return true
		}
		rest = after
	}
}

var placeholderTitles = set("title swagger petstore openapi connector test untitled")

var titlePlaceholder = rule{
	Rule: checks.Rule{
		ID: "TitleIsPlaceholder", Severity: checks.Error, Evidence: checks.AskedOften, Origin: checks.Engineers,
		Meaning: "The title is the connector's name and no text left over from a template.",
		Fix:     "Write the name under which users know the service.",
		Source:  "asked for in 4 reviews",
		Bad:     infoExample("Default title", goodDescription),
		Good:    infoExample("Contoso Invoices", goodDescription),
	},
	document: func(pass *pass) {
		n := pass.info("title")
		low := strings.ToLower(strings.TrimSpace(n.Str()))
		switch {
		case low == "":
		case placeholderTitles[low], low == "default title", low == "my connector", low == "connector name", low == "api title",
			low == "sample api", low == "my api", strings.HasPrefix(low, "swagger "):
			pass.reportf(n, "title is a template's text: %s", quote(n.Text()))
		}
	},
}

var titleVersion = rule{
	Rule: checks.Rule{
		ID: "TitleEndsWithVersion", Severity: checks.Advice, Origin: checks.Engineers,
		Meaning: "The title carries no version; info.version does.",
		Fix:     "Leave the version out of the title.",
		Source:  "asked for in a review",
		Bad:     infoExample("Contoso Invoices V2", goodDescription),
		Good:    infoExample("Contoso Invoices", goodDescription),
	},
	document: func(pass *pass) {
		n := pass.info("title")
		if s := strings.TrimSpace(n.Str()); endsInVersion(s) {
			pass.reportf(n, "title ends in a version: %s", quote(s))
		}
	},
}

// endsInVersion knows "V2", "(v1.0)" and the like as a last word.
func endsInVersion(s string) bool {
	last := s[strings.LastIndexByte(s, ' ')+1:]
	if last == s {
		return false
	}
	last = strings.TrimSuffix(strings.TrimPrefix(strings.ToLower(last), "("), ")")
	number, ok := strings.CutPrefix(last, "v")
	return ok && number != "" && strings.Trim(number, "0123456789.") == ""
}

var descriptionProductName = rule{
	Rule: checks.Rule{
		ID: "DescriptionContainsProductName", Severity: checks.Warning, Evidence: checks.Policy, Origin: checks.Engineers,
		Meaning: "The connector's description names no Power Platform product, in whatever spelling.",
		Fix:     "Say what the service does, without the product's name.",
		Source:  "5000.2.3.5; asked for in 2 reviews; 17 published descriptions have it",
		Bad:     infoExample("Contoso Invoices", "Create, send and follow invoices from PowerApps."),
		Good:    infoExample("Contoso Invoices", goodDescription),
	},
	document: func(pass *pass) {
		n := pass.info("description")
		found := wordsIn(n.Str(), "powerapps", "powerautomate", "logicapps", "microsoft flow", "ms flow", "ms automate", "power bi", "powerbi", "copilot studio")
		if len(found) > 0 {
			pass.reportf(n, "description names the product %s", list(found))
		}
	},
}

var descriptionAPIWord = rule{
	Rule: checks.Rule{
		ID: "DescriptionContainsApiWord", Severity: checks.Advice, Evidence: checks.AskedOften, Origin: checks.Engineers,
		Meaning: "The connector's description does without the word API; it speaks to people who use the service.",
		Fix:     "Speak of what the service does for its users.",
		Source:  "String guidance; asked for in 3 reviews", Link: stringsPage,
		Bad:  infoExample("Contoso Invoices", "This API creates, sends and follows invoices."),
		Good: infoExample("Contoso Invoices", goodDescription),
	},
	document: func(pass *pass) {
		n := pass.info("description")
		if found := wordsIn(n.Str(), "api", "apis"); len(found) > 0 {
			pass.reportf(n, "description holds the word %s", list(found))
		}
	},
}

var textLineBreak = rule{
	Rule: checks.Rule{
		ID: "DescriptionContainsLineBreak", Severity: checks.Warning, Origin: checks.Engineers,
		Meaning: "Descriptions are one line: line breaks and tabs are not shown.",
		Fix:     "Write it as one line.",
		Source:  "asked for in 2 reviews",
		Bad:     infoExample("Contoso Invoices", `Create and send invoices.\nFollow their payment.`),
		Good:    infoExample("Contoso Invoices", goodDescription),
	},
	document:  func(pass *pass) { pass.oneLine(pass.doc.Root.Get("info").Get("description")) },
	operation: func(pass *pass, o *Operation) { pass.oneLine(o.Get("description")) },
	parameter: func(pass *pass, p *Parameter) { pass.oneLine(p.Get("description")) },
}

func (pass *pass) oneLine(n node) {
	if strings.ContainsAny(n.Str(), "\r\n\t") {
		pass.reportMany(n, "%d descriptions hold line breaks or tabs", "description holds a line break or tab: %s", quote(n.Text()))
	}
}

var versionFormat = rule{
	Rule: checks.Rule{
		ID: "VersionIsNotNumeric", Severity: checks.Advice, Origin: checks.Engineers,
		Meaning: "info.version is one to four numbers with dots: 1.0.0.",
		Fix:     "Write a version such as 1.0.0.",
		Source:  "asked for in a review",
		Bad:     strings.Replace(infoExample("Contoso Invoices", goodDescription), `"1.0"`, `"v1"`, 1),
		Good:    infoExample("Contoso Invoices", goodDescription),
	},
	document: func(pass *pass) {
		n := pass.info("version")
		if n.Is(jsontree.String) && !numericVersion(n.Text()) {
			pass.reportf(n, "version is %s, numbers such as `1.0.0` are usual", quote(n.Text()))
		}
	},
}

func numericVersion(s string) bool {
	parts := strings.Split(s, ".")
	for _, p := range parts {
		if p == "" || strings.Trim(p, "0123456789") != "" {
			return false
		}
	}
	return len(parts) <= 4
}

const goodDescription = "Create, send and follow the invoices of a company, and see which ones are due."

// infoExample is the info of an example, with that title and description.
func infoExample(title, description string) string {
	return `{"info": {
  "title": "` + title + `",
  "description": "` + description + `",
  "version": "1.0",
  "contact": {"name": "Contoso Support", "url": "https://contoso.example/support", "email": "support@contoso.example"}
}}`
}
