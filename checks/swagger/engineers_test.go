package swagger

import (
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
)

// verbatim are the rules about the file's text and order. Their examples are
// judged as they stand: filled up to a whole definition they would lose both.
var verbatim = map[string]bool{"SwaggerTrailingWhitespace": true, "SwaggerIndentationUneven": true, "SwaggerRootOrder": true}

func TestExamplesAsTheyStand(t *testing.T) {
	for _, rule := range Rules() {
		if !verbatim[rule.ID] {
			continue
		}
		t.Run(rule.ID, func(t *testing.T) {
			if o := outcome(t, judge([]byte(rule.Bad)), rule.ID); o.Result != checks.Found {
				t.Errorf("the bad example is %s (%s)", o.Result, o.Reason)
			}
			if o := outcome(t, judge([]byte(rule.Good)), rule.ID); o.Result != checks.Passed {
				t.Errorf("the good example is %s (%s)", o.Result, o.Reason)
			}
		})
	}
}

func TestEngineersAskWithoutHoldingUp(t *testing.T) {
	for _, r := range engineers() {
		if r.Severity == checks.Error {
			t.Errorf("%s is an error; no validator prints it", r.ID)
		}
		if r.Origin == checks.Validator {
			t.Errorf("%s is the validator's and stands among the engineers'", r.ID)
		}
	}
}

func TestEngineersFindings(t *testing.T) {
	described := func(texts ...string) string {
		properties := make([]string, len(texts))
		for i, s := range texts {
			properties[i] = `"p` + string(rune('a'+i)) + `": {"type": "string", "description": "` + s + `"}`
		}
		return responseExample(`"200": {"description": "OK", "schema": {"type": "object", "properties": {` + strings.Join(properties, ", ") + `}}}`)
	}
	const at = "/paths/~1invoices/get/responses/200/schema/properties/"
	tests := []struct{ name, snippet, rule, want string }{
		{"two blanks", described("A  b."), "TextHasExtraBlanks", at + "pa/description description of `pa` holds two blanks in a row: `A  b.`"},
		{"two causes are two findings", described("A  b.", " a.", "b."), "TextHasExtraBlanks",
			at + "pa/description description of `pa` holds two blanks in a row: `A  b.` | " + at + "pb/description description of `pb` begins or ends with a blank: ` a.`"},
		{"one cause is one finding", described("A  b.", "C  d."), "TextHasExtraBlanks", at + "pa/description 2 texts hold two blanks in a row and " + at + "pb/description"},
		{"indented lines of a text", described(`A:\n  b.`), "TextHasExtraBlanks", ""},
		{"a closed tag", described("A <B>b</B>."), "TextHasMarkup", at + "pa/description description of `pa` holds the HTML `<B>`"},
		{"a line break in HTML", described("A<br/>b."), "TextHasMarkup", at + "pa/description description of `pa` holds the HTML `<br/>`"},
		{"a tag as a word", described("The number of <table> tags, <id> or a < b > c."), "TextHasMarkup", ""},
		{"a link", described("See [here](https://contoso.example)."), "TextHasMarkup", at + "pa/description description of `pa` holds a Markdown link: `See [here](https://contoso.example).`"},
		{"straight quotes", described(`An \"open\" invoice's number – in €.`), "TextHasTypographicSymbol", ""},
		{"an escape", described(`Contoso\u2019s number.`), "TextHasTypographicSymbol", at + "pa/description description of `pa` holds the sign `’`: `Contoso’s number.`"},
		{"an invisible character", described(`A\u200bb.`), "TextHasTypographicSymbol", at + "pa/description description of `pa` holds an invisible space: `A\\u200bb.`"},
		{"two mistakes", described("Recieve the adress.", "It was recieved."), "TextMisspelled",
			at + "pa/description description of `pa` writes `Recieve` for `receive` | " + at + "pa/description description of `pa` writes `adress` for `address` | " +
				at + "pb/description description of `pb` writes `recieved` for `received`"},
		{"an identifier is no mistake", described("See recieveAll."), "TextMisspelled", ""},
		{"an empty default is a value", responseExample(`"200": {"description": "OK", "schema": {"type": "object", "default": "", "enum": [""]}}`), "TextIsEmpty", ""},
		{"empty members by name", responseExample(`"200": {"description": "OK", "schema": {"type": "string", "title": "", "format": "", "x-ms-visibility": ""}}`), "TextIsEmpty",
			"/paths/~1invoices/get/responses/200/schema/title title is empty | /paths/~1invoices/get/responses/200/schema/format format is empty | /paths/~1invoices/get/responses/200/schema/x-ms-visibility x-ms-visibility is empty"},
		{"brand names", infoExample("monday.com", goodDescription), "TitleLooksLikeIdentifier", ""},
		{"dotted name", infoExample("Contoso.Invoices.Web", goodDescription), "TitleLooksLikeIdentifier", "/info/title title reads like an identifier: `Contoso.Invoices.Web`"},
		{"names with a full stop", infoExample("Contoso Invoices", "Runs on ASP.NET, Node.js and v1.Beta, e.g.Invoices at contoso.example."), "DescriptionLacksBlank", ""},
		{"long enough", infoExample("Contoso Invoices", strings.Repeat("Invoices ", 7)), "DescriptionUninformative", ""},
		{"for developers", infoExample("Contoso Invoices", "This documentation lists what the interface of the invoices service offers. It is long."), "DescriptionUninformative",
			"/info/description description speaks of the interface, not of what users do with it: `This documentation lists what the interface of the invoices …`"},
		{"internal operation", `{"paths": {"/a": {"get": {"operationId": "a", "x-ms-visibility": "internal", "summary": "this  is", "description": "x  y", "responses": {}}}}}`, "SummaryStyle", ""},
		{"long name", operationExample("/invoices", `"operationId": "A", "summary": "List all of the invoices that a customer of mine has"`), "SummaryStyle",
			"/paths/~1invoices/get/summary summary has 11 words, a name in few words is needed: `List all of the invoices that a customer of mine has`"},
		{"one summary thrice", `{"paths": {"/a": {"get": ` + goodOperation + `, "put": ` + goodOperation + `, "post": ` + goodOperation + `}}}`, "SummaryNotUnique",
			"/paths/~1a/get/summary 3 operations have the summary `List invoices` and /paths/~1a/put/summary and /paths/~1a/post/summary"},
		{"small letter", operationExample("/invoices", `"operationId": "A", "summary": "list invoices"`), "SummaryStyle",
			"/paths/~1invoices/get/summary summary begins with a small letter: `list invoices`"},
		{"restricted characters are another rule's", operationExample("/invoices", `"operationId": "A", "summary": "List invoices & bills"`), "SummaryHasPunctuation", ""},
		{"hyphen in an operationId is another rule's", operationExample("/invoices", `"operationId": "list-invoices", "summary": "List invoices"`), "OperationIdNotPascalCase", ""},
		{"subdomain of a hosting", `{"host": "azurewebsites.net.contoso.example"}`, "HostIsHostingDefault", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := judge(example(t, tt.snippet))
			r.Sort()
			var got []string
			for _, f := range r.Findings {
				if f.Rule != tt.rule {
					continue
				}
				line := f.Place.Pointer + " " + f.Message
				for _, p := range f.More {
					line += " and " + p.Pointer
				}
				got = append(got, line)
			}
			if all := strings.Join(got, " | "); all != tt.want {
				t.Errorf("got  %s\nwant %s", all, tt.want)
			}
		})
	}
}

func TestIndentation(t *testing.T) {
	tests := []struct {
		name, text string
		found      bool
	}{
		{"one line", `{"a": {"b": 1}}`, false},
		{"by two", "{\n  \"a\": {\n    \"b\": [\n      1\n    ]\n  }\n}\n", false},
		{"by tabs, with CRLF", "{\r\n\t\"a\": {\r\n\t\t\"b\": 1\r\n\t}\r\n}\r\n", false},
		{"brackets in texts", "{\n  \"a\": \"{[\\\"{\\\\\",\n  \"b\": \"}\"\n}", false},
		{"two brackets on a line", "{\n  \"a\": [{\n    \"b\": 1\n  }]\n}", true},
		{"more closed than opened", "{\n  \"a\": 1\n}}}\n]", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := outcome(t, judge([]byte(tt.text)), "SwaggerIndentationUneven")
			if found := o.Result == checks.Found; found != tt.found {
				t.Errorf("%s (%s)", o.Result, o.Reason)
			}
		})
	}
}
