package swagger

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
)

var titleIdentifier = rule{
	Rule: checks.Rule{
		ID: "TitleLooksLikeIdentifier", Severity: checks.Advice, Origin: checks.Engineers,
		Meaning: "The title is a name as users write it, no identifier such as contoso_invoices or Contoso.Invoices.Web.",
		Fix:     "Write the service's name in words, with blanks and capitals.",
		Source:  "asked for in a review", Link: stringsPage,
		Bad:  infoExample("contoso_invoices", goodDescription),
		Good: infoExample("Contoso Invoices", goodDescription),
	},
	document: func(pass *pass) {
		n := pass.info("title")
		if s := strings.TrimSpace(n.Str()); technicalName(s) {
			pass.reportf(n, "title reads like an identifier: %s", quote(s))
		}
	},
}

// technicalName recognises a single word with an underscore or two full stops in
// it, or in lower case and long enough to be several words. Brand names such as
// "monday.com" or "dox42" pass.
func technicalName(s string) bool {
	if s == "" || strings.ContainsAny(s, " \t") {
		return false
	}
	if strings.Contains(s, "_") || strings.Count(s, ".") > 1 {
		return true
	}
	return utf8.RuneCountInString(s) > 12 && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLower(r) }) < 0
}

// fewCharacters is where engineers begin to ask for more: 5 of the 7 texts that
// they found too short are below it, and 6 % of the published ones.
const fewCharacters = 60

var descriptionUninformative = rule{
	Rule: checks.Rule{
		ID: "DescriptionUninformative", Severity: checks.Advice, Evidence: checks.AskedOften, Origin: checks.Engineers,
		Meaning: "The connector's description says what the service is, what the connector does with it and what that is good for.",
		Wording: "Could the description please be expanded to discuss the main purpose and value that the connector offers?",
		Fix:     "Write two sentences for somebody who has never heard of the service: what it is, and what one does with it here. Up to 500 characters are allowed.",
		Source:  "asked for in 9 reviews; Certification submission", Link: submissionPage,
		Bad:  infoExample("Contoso Invoices", "Easily make a Contoso Invoices call."),
		Good: infoExample("Contoso Invoices", "Contoso Invoices is an accounting service. Create, send and follow invoices."),
	},
	document: func(pass *pass) {
		n := pass.info("description")
		s := strings.TrimSpace(n.Str())
		switch count := length(s); {
		case s == "":
		case count < fewCharacters:
			pass.reportf(n, "description says little, in %d characters: %s", count, quote(s))
		case interfaceSpeech(s):
			pass.reportf(n, "description speaks of the interface, not of what users do with it: %s", quote(s))
		}
	},
}

// interfaceSpeech knows texts that were written for developers and taken over.
func interfaceSpeech(s string) bool {
	if len(wordsIn(s, "swagger", "this documentation")) > 0 {
		return true
	}
	return len(wordsIn(s, "endpoint", "endpoints", "rest api")) > 0 && !twoSentences(s)
}

func twoSentences(s string) bool {
	_, rest, found := strings.Cut(s, ". ")
	return found && len(rest) > 20
}

var descriptionGluedSentences = rule{
	Rule: checks.Rule{
		ID: "DescriptionLacksBlank", Severity: checks.Advice, Evidence: checks.Policy, Origin: checks.Engineers,
		Meaning: "In the connector's description a blank follows every full stop and comma.",
		Wording: "There is a missing space after the first sentence's period",
		Fix:     "Put a blank between the sentences.",
		Source:  "5000.2.3.2; asked for in 2 reviews", Link: policyPage,
		Bad:  infoExample("Contoso Invoices", "Create and send the invoices of a company.Follow their payment."),
		Good: infoExample("Contoso Invoices", "Create and send the invoices of a company. Follow their payment."),
	},
	document: func(pass *pass) {
		n := pass.info("description")
		if at := gluedSentence(n.Str()); at != "" {
			pass.reportf(n, "a blank is missing in description: %s", quote(at))
		}
	},
}

// gluedSentence is where a sentence begins right after the full stop of
// another, "CRM.This": a word of more than one letter on both sides that is
// not part of a name such as "ASP.NET" or "Node.js".
func gluedSentence(s string) string {
	for _, word := range strings.Fields(s) {
		before, after, found := strings.Cut(word, ".")
		if !found || strings.ContainsAny(word, "/@:") || strings.Contains(after, ".") && !strings.HasSuffix(after, ".") {
			continue
		}
		first, size := utf8.DecodeRuneInString(after)
		second, _ := utf8.DecodeRuneInString(after[size:])
		last, _ := utf8.DecodeLastRuneInString(before)
		if len(before) > 1 && unicode.IsUpper(first) && unicode.IsLower(second) && (unicode.IsLetter(last) || last == ')') {
			return word
		}
	}
	return ""
}

// descriptionURL: addresses of the service stand in contact and metadata.
var descriptionURL = rule{
	Rule: checks.Rule{
		ID: "DescriptionContainsUrl", Severity: checks.Warning, Evidence: checks.Policy, Origin: checks.Documentation,
		Meaning: "The connector's description holds no web address.",
		Fix:     "Leave it out; x-ms-connector-metadata and contact hold the addresses.",
		Source:  "5000.2.3.6", Link: policyPage,
		Bad:  infoExample("Contoso Invoices", "Create, send and follow the invoices of a company. More at https://contoso.example."),
		Good: infoExample("Contoso Invoices", goodDescription),
	},
	document: func(pass *pass) {
		n := pass.info("description")
		for word := range strings.FieldsSeq(n.Str()) {
			if strings.Contains(word, "://") || strings.HasPrefix(word, "www.") {
				pass.reportf(n, "description holds the address %s", quote(strings.Trim(word, ".,;()[]")))
				return
			}
		}
	},
}

// unnamed are what tools call a security definition that nobody named.
var unnamed = set("undefined null untitled default string")

// securityDefinitionUnnamed: 13 of 667 published connectors.
var securityDefinitionUnnamed = rule{
	Rule: checks.Rule{
		ID: "SecurityDefinitionUnnamed", Severity: checks.Warning, Origin: checks.Engineers,
		Meaning: "A security definition has a name that says what it is.",
		Wording: "Please fix this from undefined to something meaningful.",
		Fix:     "Name it in securityDefinitions and in security, such as api_key or oauth2.",
		Source:  "asked for in a review; 13 of 667 published connectors have one",
		Bad:     `{"securityDefinitions": {"undefined": {"type": "apiKey", "name": "X-Key", "in": "header"}}, "security": [{"undefined": []}]}`,
		Good:    `{"securityDefinitions": {"api_key": {"type": "apiKey", "name": "X-Key", "in": "header"}}, "security": [{"api_key": []}]}`,
	},
	document: func(pass *pass) {
		for n := range pass.doc.Root.Get("securityDefinitions").Children() {
			if key := strings.ToLower(strings.TrimSpace(n.Key())); key == "" || unnamed[key] {
				pass.reportf(n, "a security definition is named %s", quote(n.Key()))
			}
		}
	},
}

// hostingNames are what cloud services call an application that has no domain
// of its own.
var hostingNames = []string{".azurewebsites.net", ".azure-api.net", ".cloudapp.azure.com", ".cloudapp.net", ".herokuapp.com",
	".execute-api.us-east-1.amazonaws.com", ".elasticbeanstalk.com", ".run.app", ".appspot.com", ".vercel.app"}

// hostingDefault: 40 of 667 published connectors, so it is a question more than
// a fault.
var hostingDefault = rule{
	Rule: checks.Rule{
		ID: "HostIsHostingDefault", Severity: checks.Advice, Origin: checks.Practice,
		Meaning: "The host is a domain of the service, not the name that its hosting gave it.",
		Fix:     "Name the production host under the service's own domain, or tell the reviewer that this is the production host.",
		Source:  "from the rule that a host is for production; 40 of 667 published connectors have one",
		Bad:     `{"host": "contoso-invoices.azurewebsites.net"}`,
		Good:    `{"host": "invoices.contoso.example"}`,
	},
	document: func(pass *pass) {
		n := pass.doc.Root.Get("host")
		host := strings.ToLower(n.Str())
		for _, end := range hostingNames {
			if strings.HasSuffix(host, end) {
				pass.reportf(n, "host is the default name of its hosting, reviewers ask whether it is a test: %s", quote(n.Text()))
				return
			}
		}
	},
}
