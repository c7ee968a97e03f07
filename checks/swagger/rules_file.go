package swagger

import (
	"strings"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/text"
)

var jsonNotValid = rule{
	Rule: checks.Rule{
		ID: "SwaggerJsonNotValid", Severity: checks.Error, Evidence: checks.Printed, Origin: checks.Validator,
		Meaning: "The file is JSON, whole and well-formed.",
		Wording: "Swagger json should be properly structured and complete, and adhere to Open API 2.0",
		Fix:     "Mend the JSON at this place; everything after it may be read wrongly until then.",
		Source:  "5000.2.6.2", Link: policyPage,
		Bad:  "{\n  \"swagger\": \"2.0\"\n  \"host\": \"invoices.contoso.example\"\n}",
		Good: "{\n  \"swagger\": \"2.0\",\n  \"host\": \"invoices.contoso.example\"\n}",
	},
	raw: true,
	document: func(pass *pass) {
		for _, f := range pass.doc.Tree.Faults() {
			if f.Breaks() {
				pass.Report(pass.doc.placeAt(f.Offset), "%sNot valid JSON: %s.", sentence(pass.Wording, nil), f.Message)
			}
		}
		if n := pass.doc.Tree.Unlisted(); n > 0 {
			pass.Report(checks.Place{File: pass.doc.Name}, "%s%d more faults are not listed.", sentence(pass.Wording, nil), n)
		}
		if pass.doc.Root.OK() && !pass.doc.usable() {
			pass.report(pass.doc.Root, "", nil, "The file holds %s, an object is expected.", pass.doc.Root.Kind())
		}
	},
}

// Of 618 published files 10 are no strict JSON, most by comments or trailing
// commas, which lenient readers pass over: a warning.
var jsonNotStrict = rule{
	Rule: checks.Rule{
		ID: "SwaggerJsonNotStrict", Severity: checks.Warning, Origin: checks.Practice,
		Meaning: "The file uses nothing that only lenient readers accept: no comments, trailing commas, byte order mark, raw control characters, single quotes or bytes that are not UTF-8.",
		Fix:     "Write it as plain JSON in UTF-8 without a byte order mark.",
		Source:  "published connectors: 4 with a byte order mark, one with raw control characters",
		Bad:     "{\n  \"swagger\": \"2.0\", // as required\n  \"host\": \"invoices.contoso.example\"\n}",
		Good:    "{\n  \"swagger\": \"2.0\",\n  \"host\": \"invoices.contoso.example\"\n}",
	},
	raw: true,
	document: func(pass *pass) {
		for _, f := range pass.doc.Tree.Faults() {
			if !f.Breaks() && f.Kind != jsontree.Duplicate {
				pass.Report(pass.doc.placeAt(f.Offset), "not strict JSON: %s", f.Message)
			}
		}
	},
}

var jsonDuplicateKey = rule{
	Rule: checks.Rule{
		ID: "SwaggerJsonDuplicateKey", Severity: checks.Warning, Origin: checks.Practice,
		Meaning: "No object has two members of the same name; readers keep only one of them, usually the last.",
		Fix:     "Remove or rename one of the two.",
		Source:  "published connectors: 3 with duplicate keys",
		Bad:     "{\n  \"swagger\": \"2.0\",\n  \"host\": \"old.contoso.example\",\n  \"host\": \"invoices.contoso.example\"\n}",
		Good:    "{\n  \"swagger\": \"2.0\",\n  \"host\": \"invoices.contoso.example\"\n}",
	},
	raw: true,
	document: func(pass *pass) {
		for _, f := range pass.doc.Tree.Faults() {
			if f.Kind == jsontree.Duplicate {
				pass.Report(pass.doc.placeAt(f.Offset), "%s", f.Message)
			}
		}
	},
}

func (d *Document) placeAt(offset int) checks.Place {
	line, column := d.Tree.Position(offset)
	return checks.Place{File: d.Name, Line: line, Column: column}
}

// maxSize is 1 MB; one published connector of 996 is larger.
const maxSize = 1 << 20

var fileTooLarge = rule{
	Rule: checks.Rule{
		ID: "SwaggerFileTooLarge", Severity: checks.Warning, Origin: checks.Documentation,
		Meaning: "The file is at most 1 MB (1,048,576 bytes).",
		Fix:     "Remove operations and properties that nobody uses, or share schemas through definitions.",
		Source:  "Certification submission: Swagger files shouldn't be greater than 1 MB", Link: submissionPage,
		Bad:  "a file of 1,300,000 bytes",
		Good: "a file of 36,000 bytes",
	},
	raw: true,
	document: func(pass *pass) {
		if pass.doc.Size > maxSize {
			pass.Report(pass.doc.placeAt(0), "the file is %s bytes, %s allowed", text.Thousands(pass.doc.Size), text.Thousands(maxSize))
		}
	},
}

// maxInSolution is the limit of the Dataverse column that holds a connector's
// definition, in characters; reported in July 2024, perhaps raised since.
const maxInSolution = 500_000

var tooLargeForSolution = rule{
	Rule: checks.Rule{
		ID: "SwaggerTooLargeForSolution", Severity: checks.Warning, Origin: checks.Documentation,
		Meaning: "Without white space the file is at most 500,000 characters, so that the connector fits into a solution.",
		Wording: "The length of the 'openapidefinition' attribute of the 'connector' entity exceeded the maximum allowed length of '500000'.",
		Fix:     "Remove what nobody uses, or share schemas through definitions.",
		Source:  "microsoft/PowerPlatformConnectors issue 3567",
		Bad:     "a file of 600,000 characters without white space",
		Good:    "a file of 36,000 characters",
	},
	document: func(pass *pass) {
		if pass.doc.Size-pass.doc.Tree.Blank() <= maxInSolution {
			return
		}
		if n := utf8.RuneCountInString(pass.doc.Tree.Text()) - pass.doc.Tree.Blank(); n > maxInSolution {
			pass.Report(pass.doc.placeAt(0), "%sWithout white space the file is %s characters.", sentence(pass.Wording, nil), text.Thousands(n))
		}
	},
}

var mixedIndentation = rule{
	Rule: checks.Rule{
		ID: "SwaggerIndentationMixed", Severity: checks.Advice, Evidence: checks.AskedOften, Origin: checks.Engineers,
		Meaning: "Lines are indented by spaces, not by tabs and spaces mixed.",
		Fix:     "Let an editor format the file with spaces.",
		Source:  "asked for in 8 reviews",
		Bad:     "{\n  \"swagger\": \"2.0\",\n\t\"host\": \"invoices.contoso.example\"\n}",
		Good:    "{\n  \"swagger\": \"2.0\",\n  \"host\": \"invoices.contoso.example\"\n}",
	},
	raw: true,
	document: func(pass *pass) {
		source := pass.doc.Tree.Text()
		if !strings.Contains(source, "\n\t") && !strings.Contains(source, " \t") {
			return
		}
		tabs, spaces, first := indentation(source)
		if tabs > 0 && spaces > 0 {
			pass.Report(pass.doc.placeAt(first), "%s lines are indented with tabs, %s with spaces", text.Thousands(tabs), text.Thousands(spaces))
		}
	},
}

// indentation counts the lines indented with tabs and with spaces only, and
// says where the first tab is.
func indentation(text string) (tabs, spaces, first int) {
	for at := 0; at < len(text); {
		line := text[at:]
		if i := strings.IndexByte(line, '\n'); i >= 0 {
			line = line[:i+1]
		}
		indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		switch tab := strings.IndexByte(indent, '\t'); {
		case tab >= 0:
			if tabs == 0 {
				first = at + tab
			}
			tabs++
		case indent != "":
			spaces++
		}
		at += len(line)
	}
	return tabs, spaces, first
}
