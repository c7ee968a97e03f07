package swagger

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// fewWords is how many words a summary has at most: it is the name of an action.
const fewWords = 10

var summaryStyle = rule{
	Rule: checks.Rule{
		ID: "SummaryStyle", Severity: checks.Advice, Origin: checks.Engineers,
		Meaning: "A summary is the name of the action: a short phrase that begins with a capital, not \"This operation …\".",
		Wording: "The summary value is like a title of the action",
		Fix:     "Write a phrase with a verb, such as \"List invoices\"; the description has room for the rest.",
		Source:  "asked for in 2 reviews; string guidance", Link: stringsPage,
		Bad:  operationExample("/invoices", `"operationId": "ListInvoices", "summary": "This operation lists invoices"`),
		Good: operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices"`),
	},
	operation: func(pass *pass, o *Operation) {
		s := strings.TrimSpace(o.Summary)
		if s == "" || o.Internal || identifier(s) {
			return // SummaryIsOperationId says it
		}
		first, _ := utf8.DecodeRuneInString(s)
		switch words := 1 + strings.Count(s, " "); {
		case beginsWith(s, "this "), beginsWith(s, "the operation"):
			pass.reportMany(o.Get("summary"), "%d summaries describe the operation instead of naming it", "summary describes the operation instead of naming it: %s", quote(s))
		case words > fewWords:
			pass.reportMany(o.Get("summary"), "%d summaries are sentences, a name in few words is needed", "summary has %d words, a name in few words is needed: %s", words, quote(s))
		case unicode.IsLower(first):
			pass.reportMany(o.Get("summary"), "%d summaries begin with a small letter", "summary begins with a small letter: %s", quote(s))
		}
	},
}

// beginsWith compares the beginning of a text whatever its case.
func beginsWith(s, low string) bool {
	return len(s) >= len(low) && strings.EqualFold(s[:len(low)], low)
}

// summaryCharacters: 123 of 667 published connectors; the page asks for it, nobody
// holds a connector up for it.
var summaryCharacters = rule{
	Rule: checks.Rule{
		ID: "SummaryHasPunctuation", Severity: checks.Advice, Origin: checks.Documentation,
		Meaning: "A summary holds letters, digits, blanks and parentheses only.",
		Wording: "summaries should be phrases of 80 characters or shorter, and contain only alphanumeric characters or parentheses.",
		Fix:     "Write it without hyphens, commas, quotes and colons.",
		Source:  "Certification submission; 123 of 667 published connectors have other characters", Link: submissionPage,
		Bad:  operationExample("/invoices", `"operationId": "ListInvoices", "summary": "Invoices: list"`),
		Good: operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices (all)"`),
	},
	operation: func(pass *pass, o *Operation) {
		if o.Internal {
			return
		}
		for _, r := range o.Summary {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || r == ' ' || r == '(' || r == ')' || strings.ContainsRune(restrictedInSummary, r) {
				continue
			}
			pass.reportMany(o.Get("summary"), "%d summaries hold other characters than letters, digits and parentheses",
				"summary holds %s: %s", quote(string(r)), quote(o.Summary))
			return
		}
	},
}

// summaryNotUnique: 12 of 667 published connectors.
var summaryNotUnique = rule{
	Rule: checks.Rule{
		ID: "SummaryNotUnique", Severity: checks.Advice, Origin: checks.Documentation,
		Meaning: "No two operations that users see have the same summary.",
		Fix:     "Say in the summary what tells them apart.",
		Source:  "the summary is the title of the operation; 12 of 667 published connectors have two alike", Link: stringsPage,
		Bad: `{"paths": {"/invoices": {"get": ` + goodOperation + `}, "/bills": {"get": {
  "operationId": "ListBills", "summary": "List invoices", "description": "Lists all bills of a customer.", "responses": {"200": {"description": "OK", "schema": {"type": "object"}}}}}}}`,
		Good: `{"paths": {"/invoices": {"get": ` + goodOperation + `}, "/bills": {"get": {
  "operationId": "ListBills", "summary": "List bills", "description": "Lists all bills of a customer.", "responses": {"200": {"description": "OK", "schema": {"type": "object"}}}}}}}`,
	},
	document: func(pass *pass) {
		if len(pass.doc.Operations) == 0 {
			pass.skip("there are no operations")
			return
		}
		same := make(map[string]int, len(pass.doc.Operations))
		for _, o := range pass.doc.Operations {
			same[summaryKey(o)]++
		}
		many := map[string]string{}
		for _, o := range pass.doc.Operations {
			key := summaryKey(o)
			if key == "" || same[key] < 2 {
				continue
			}
			if many[key] == "" {
				many[key] = "%d operations have the summary " + strings.ReplaceAll(jsontree.Quote(key), "%", "%%")
			}
			pass.reportMany(o.Get("summary"), many[key], "%s is the summary of several operations", quote(key))
		}
	},
}

// summaryKey is what users tell an operation by, "" for one they don't see.
func summaryKey(o *Operation) string {
	if o.Internal || o.Get("deprecated").True() {
		return ""
	}
	return strings.TrimSpace(o.Summary)
}

// operationDescriptionFullStop: 302 of 667 published connectors; the
// page asks for it.
var operationDescriptionFullStop = rule{
	Rule: checks.Rule{
		ID: "OperationDescriptionIsNoSentence", Severity: checks.Advice, Origin: checks.Documentation,
		Meaning: "An operation's description is a full sentence that ends in a full stop.",
		Wording: "Operation and parameter descriptions should be full, descriptive sentences, and end in punctuation.",
		Fix:     "End it with a full stop.",
		Source:  "Certification submission", Link: submissionPage,
		Bad:  describedExample("Lists all invoices of a customer"),
		Good: describedExample("Lists all invoices of a customer."),
	},
	operation: func(pass *pass, o *Operation) {
		s := strings.TrimSpace(o.Description)
		if s == "" || o.Internal || strings.ContainsAny(s[len(s)-1:], ".!?)") || strings.EqualFold(s, strings.TrimSpace(o.Summary)) {
			return
		}
		pass.reportMany(o.Get("description"), "the descriptions of %d operations do not end in a full stop", "description does not end in a full stop: %s", quote(s))
	},
}

var operationDescriptionOneWord = rule{
	Rule: checks.Rule{
		ID: "OperationDescriptionOneWord", Severity: checks.Advice, Origin: checks.Documentation,
		Meaning: "An operation's description is a sentence, not one word.",
		Fix:     "Say in a sentence what the operation does and returns.",
		Source:  "Certification submission; 6 of 667 published connectors have one", Link: submissionPage,
		Bad:  describedExample("Invoices"),
		Good: describedExample("Lists all invoices of a customer."),
	},
	operation: func(pass *pass, o *Operation) {
		if s := strings.TrimSpace(o.Description); s != "" && !o.Internal && !strings.ContainsAny(s, " \t\n") && !strings.EqualFold(bare(s), bare(o.Summary)) {
			pass.reportMany(o.Get("description"), "the descriptions of %d operations are one word", "description is one word: %s", quote(s))
		}
	},
}

// operationProducts are the products as they were called or are misspelt.
var operationProducts = []string{"microsoft flow", "ms flow", "powerapps", "powerautomate", "ms automate", "power apps", "power automate", "logic apps", "copilot studio"}

var operationProductName = rule{
	Rule: checks.Rule{
		ID: "OperationNamesProduct", Severity: checks.Warning, Origin: checks.Documentation,
		Meaning: "Summaries and descriptions of operations name no Power Platform product: the connector works in all of them.",
		Fix:     "Say what the operation does, without the product's name.",
		Source:  "Certification submission; 3 of 667 published connectors have one", Link: submissionPage,
		Bad:  describedExample("Starts a Microsoft Flow when an invoice is paid."),
		Good: describedExample("Lists all invoices of a customer."),
	},
	operation: func(pass *pass, o *Operation) {
		if o.Internal || !maybeProduct(o.Summary) && !maybeProduct(o.Description) {
			return
		}
		for _, name := range []string{"summary", "description"} {
			n := o.Get(name)
			if found := wordsIn(n.Str(), operationProducts...); len(found) > 0 {
				pass.reportMany(n, "%d texts of operations name "+list(found), "%s names the product %s: %s", name, list(found), quote(n.Text()))
			}
		}
	},
}

// maybeProduct is a cheap look before the exact one: a piece of every name.
func maybeProduct(s string) bool {
	for _, piece := range []string{"low", "ower", "utomate", "ogic", "opilot", "LOW", "OWER"} {
		if strings.Contains(s, piece) {
			return true
		}
	}
	return false
}

// operationIDCase: 27 of 667 published connectors beside those that hold hyphens or
// underscores, which OperationIdSanitized says.
var operationIDCase = rule{
	Rule: checks.Rule{
		ID: "OperationIdNotPascalCase", Severity: checks.Advice, Origin: checks.Documentation,
		Meaning: "An operationId is in PascalCase.",
		Wording: "all operationIds should be in Camel Case.",
		Fix:     "Begin every word of it with a capital; leave operations that are published already as they are.",
		Source:  "Coding standards; asked for in a review", Link: stringsPage,
		Bad:  operationExample("/invoices", `"operationId": "listInvoices", "summary": "List invoices"`),
		Good: operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices"`),
	},
	operation: func(pass *pass, o *Operation) {
		if o.ID != "" && o.ID[0] >= 'a' && o.ID[0] <= 'z' && strings.IndexFunc(o.ID, notAlphanumeric) < 0 {
			pass.reportMany(o.Get("operationId"), "%d operationIds begin with a small letter", "operationId begins with a small letter: %s", quote(o.ID))
		}
	},
}

// parameterSummaryRepeated: 152 of 667 published connectors.
var parameterSummaryRepeated = rule{
	Rule: checks.Rule{
		ID: "ParameterSummaryEqualsDescription", Severity: checks.Advice, Origin: checks.Documentation,
		Meaning: "A parameter's description says more than its x-ms-summary.",
		Wording: "Summary and description text shouldn't be the same.",
		Fix:     "Say in a sentence what is to be given, with an example or the format.",
		Source:  "String guidance; 152 of 667 published connectors have it", Link: stringsPage,
		Bad:  namedExample("Customer", "Customer"),
		Good: namedExample("Customer", "The customer's number."),
	},
	parameter: func(pass *pass, p *Parameter) {
		s, d := bare(p.Get("x-ms-summary").Str()), bare(p.Get("description").Str())
		if s != "" && !p.Internal && strings.EqualFold(s, d) {
			pass.reportMany(p.Get("description"), "x-ms-summary and description are the same on %d parameters", "x-ms-summary and description of parameter %s are the same: %s", quote(p.Name), quote(s))
		}
	},
}

var parameterSummaryLowerCase = rule{
	Rule: checks.Rule{
		ID: "ParameterSummaryNotTitleCase", Severity: checks.Advice, Origin: checks.Documentation,
		Meaning: "An x-ms-summary is in title case, as it is the name of a field.",
		Wording: "Recommended: Use title case for x-ms-summary.",
		Fix:     "Begin it with a capital: \"Customer Number\".",
		Source:  "String guidance; 51 of 667 published connectors begin one with a small letter", Link: stringsPage,
		Bad:  namedExample("customer number", "The customer's number."),
		Good: namedExample("Customer Number", "The customer's number."),
	},
	parameter: func(pass *pass, p *Parameter) { pass.smallLetter(p.Get("x-ms-summary"), p.Internal) },
}

func (pass *pass) smallLetter(n node, hidden bool) {
	s := strings.TrimSpace(n.Str())
	first, _ := utf8.DecodeRuneInString(s)
	if hidden || !unicode.IsLower(first) || identifier(s) {
		return // DisplayTextIsIdentifier says it
	}
	pass.reportMany(n, "%d x-ms-summaries begin with a small letter", "x-ms-summary begins with a small letter: %s", quote(s))
}

// describedExample is a document's paths with one operation of that description.
func describedExample(description string) string {
	return `{"paths": {"/invoices": {"get": {
  "operationId": "ListInvoices", "summary": "List invoices",
  "description": "` + description + `",
  "responses": {"200": {"description": "OK", "schema": {"type": "object"}}}
}}}}`
}

// namedExample is a document's paths with one parameter of these texts.
func namedExample(summary, description string) string {
	return `{"paths": {"/invoices": {"get": {
  "operationId": "ListInvoices", "summary": "List invoices", "description": "Lists all invoices of a customer.",
  "parameters": [{"name": "customer", "in": "query", "type": "string", "x-ms-summary": "` + summary + `", "description": "` + description + `"}],
  "responses": {"200": {"description": "OK", "schema": {"type": "object"}}}
}}}}`
}
