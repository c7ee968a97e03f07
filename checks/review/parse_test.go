package review

import (
	"slices"
	"strings"
	"testing"
)

// short is a line in one string, for tables: "error|message|path|code".
func short(l Line) string {
	return strings.Join([]string{l.Level, l.Message, l.ValuePath, l.Code}, "|")
}

func TestParse(t *testing.T) {
	const (
		summary = "The 'x-ms-summary' property is required."
		place   = "/paths/~1invoices/get/parameters/1"
		one     = "error|" + summary + "|" + place + "|"
		deleted = "The operation has been deleted. This change breaks existing flows."
		schema  = "The 'default' response should not have schema definition. Schemas should be defined on expected responses only."
	)
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"tagged", "##[error]" + summary + " ValuePath: " + place, []string{one}},
		{"warning", "##[warning]" + summary + " ValuePath: " + place, []string{"warning" + one[5:]}},
		{"with a time", "2025-03-04T10:11:12.1234567Z ##[error]" + summary + " ValuePath: " + place, []string{one}},
		{"of the log itself", "##vso[task.logissue type=error;code=1]" + summary + " ValuePath: " + place, []string{one}},
		{"of GitHub's log", "::error file=a.json,line=1::" + summary + " ValuePath: " + place, []string{one}},
		{"critical", "##[Critical]" + summary + " ValuePath: " + place, []string{one}},
		{"brackets alone", "[Error] " + summary + " ValuePath: " + place, []string{one}},
		{"a word", "Error: " + summary + " ValuePath: " + place, []string{one}},
		{"no prefix", summary + " ValuePath: " + place, []string{"|" + summary + "|" + place + "|"}},
		{"no prefix, in parentheses", summary + " (ValuePath: " + place + ")", []string{"|" + summary + "|" + place + "|"}},
		{"equals sign", summary + ", ValuePath = " + place + ".", []string{"|" + summary + "|" + place + "|"}},
		{"all labels", "Level: Error, Message: " + summary + ", ValuePath: " + place + ", Source: NewSwagger", []string{one}},
		{"labels in rows", "Level     : Error\nMessage   : " + summary + "\nValuePath : " + place + "\nSource    : NewSwagger\n\nLevel : Warning\nMessage : " + deleted + "\nValuePath : operation/A",
			[]string{one, "warning|" + deleted + "|operation/A|"}},
		{"labels in rows without a blank one", "Level: Error\nMessage: " + summary + "\nValuePath: " + place + "\nLevel: Warning\nMessage: " + deleted + "\nValuePath: operation/A",
			[]string{one, "warning|" + deleted + "|operation/A|"}},
		{"place first", "ValuePath: " + place + "\nMessage: " + summary + "\nLevel: Error", []string{one}},
		{"JSON", `{"level": "Error", "message": "The property 'a' is not valid. If this property is an extension, its name must begin with \"x-\".", "valuePath": "/info/a"}`,
			[]string{`error|The property 'a' is not valid. If this property is an extension, its name must begin with "x-".|/info/a|`}},
		{"JSON in rows", "```json\n[\n  {\n    \"message\": \"" + summary + "\",\n    \"valuePath\": \"" + place + "\",\n    \"level\": \"Error\"\n  },\n  {\n    \"message\": \"" + deleted + "\",\n    \"valuePath\": \"operation/A\",\n    \"level\": \"Warning\"\n  }\n]\n```",
			[]string{one, "warning|" + deleted + "|operation/A|"}},
		{"block of code", "Fix these:\n```\n##[error]" + summary + " ValuePath: " + place + "\n```\nThanks", []string{one}},
		{"block of code on one line", "```##[error]" + summary + " ValuePath: " + place + "```", []string{one}},
		{"code in a line", "`##[error]" + summary + " ValuePath: " + place + "`", []string{one}},
		{"quotation", "> > ##[error]" + summary + " ValuePath: " + place + "\n\nDone.", []string{one}},
		{"bullets", "- ##[error]" + summary + " ValuePath: " + place + "\n* ##[warning]" + deleted + " ValuePath: operation/A",
			[]string{one, "warning|" + deleted + "|operation/A|"}},
		{"numbers", "1. " + summary + " ValuePath: " + place + "\n2) " + deleted + " ValuePath: operation/A",
			[]string{one[5:], "|" + deleted + "|operation/A|"}},
		{"check boxes", "- [ ] ##[error]" + summary + " ValuePath: " + place, []string{one}},
		{"HTML breaks", "##[error]" + summary + " ValuePath: " + place + "<br>##[error]" + deleted + " ValuePath: operation/A<br/>Thanks",
			[]string{one, "error|" + deleted + "|operation/A|"}},
		{"HTML list", "<ul><li>##[error]" + summary + " ValuePath: " + place + "</li><li><b>##[error]</b>" + deleted + " ValuePath: operation/A</li></ul>",
			[]string{one, "error|" + deleted + "|operation/A|"}},
		{"entities", "##[error]The &#39;x-ms-summary&#39; property is required.&nbsp;ValuePath: " + place, []string{one}},
		{"escapes", `\#\#\[error\]The 'x\-ms\-summary' property is required\. ValuePath: /paths/\~1invoices/get/parameters/1`, []string{one}},
		{"escaped underscore", `##[error]` + summary + ` ValuePath: /paths/\~1a\_b/get`, []string{"error|" + summary + "|/paths/~1a_b/get|"}},
		{"bold", "**##[error]** **" + summary + "** **ValuePath:** `" + place + "`", []string{one}},
		{"typographic quotes", "##[error]The \u2018x-ms-summary\u2019 property is required. ValuePath: " + place, []string{one}},
		{"several on one line", "##[error]" + summary + " ValuePath: " + place + " ##[error]" + deleted + " ValuePath: operation/A",
			[]string{one, "error|" + deleted + "|operation/A|"}},
		{"several on one line, one tag", "##[error]" + summary + " ValuePath: " + place + " " + deleted + " ValuePath: operation/A",
			[]string{one, "error|" + deleted + "|operation/A|"}},
		{"wrapped message", "##[error]The 'default' response should not have schema definition. Schemas should\nbe defined on expected responses only. ValuePath: /paths/~1a/get/responses/default",
			[]string{"error|" + schema + "|/paths/~1a/get/responses/default|"}},
		{"wrapped between sentences", "##[error]The 'default' response should not have schema definition.\nSchemas should be defined on expected responses only.\nValuePath: /paths/~1a/get/responses/default",
			[]string{"error|" + schema + "|/paths/~1a/get/responses/default|"}},
		{"wrapped without a tag", "Hello,\nThe 'default' response should not have schema definition. Schemas should\nbe defined on expected responses only.\nValuePath: /paths/~1a/get/responses/default",
			[]string{"|" + schema + "|/paths/~1a/get/responses/default|"}},
		{"wrapped place", "##[error]" + summary + " ValuePath:\n" + place, []string{one}},
		{"wrapped in the place", "##[error]" + summary + " ValuePath: /paths/~1invoices/get/\nparameters/1\nPlease fix.", []string{one}},
		{"CRLF", "##[error]" + summary + " ValuePath: " + place + "\r\n##[error]" + deleted + " ValuePath: operation/A\r\n",
			[]string{one, "error|" + deleted + "|operation/A|"}},
		{"old Mac", "Hi\r##[error]" + summary + " ValuePath: " + place, []string{one}},
		{"empty place", "##[error]The 'info' property is required. ValuePath: \n##[error]" + summary + " ValuePath: " + place,
			[]string{"error|The 'info' property is required.||", one}},
		{"no place", "##[error]The 'info' property is required.\nPlease fix this.", []string{"error|The 'info' property is required.||"}},
		{"breaking, no label", deleted + " operation/ListInvoices", []string{"|" + deleted + "|operation/ListInvoices|"}},
		{"breaking, tagged, no label", "##[error]" + deleted + " operation/ListInvoices", []string{"error|" + deleted + "|operation/ListInvoices|"}},
		{"breaking, place first", "- operation/ListInvoices: " + deleted, []string{"|" + deleted + "|operation/ListInvoices|"}},
		{"breaking, with source", "##[error]" + deleted + " ValuePath: operation/ListInvoices Source: OldSwagger", []string{"error|" + deleted + "|operation/ListInvoices|"}},
		{"position", "##[error]Invalid type. Expected Boolean but got String. line: 3 position: 7 path: '[0].properties['a b'].c'",
			[]string{"error|Invalid type. Expected Boolean but got String.|line: 3 position: 7 path: '[0].properties['a b'].c'|"}},
		{"position with a label", "##[error]Invalid JSON. ValuePath: line: 3 position: 7 path: '' and more", []string{"error|Invalid JSON.|line: 3 position: 7 path: ''|"}},
		{"cut place", "##[error]" + summary + " ValuePath: /paths/~1invoices/get/para...", []string{"error|" + summary + "|/paths/~1invoices/get/para...|"}},
		{"blank in a place", "##[error]" + summary + " ValuePath: /definitions/Sales Line", []string{"error|" + summary + "|/definitions/Sales Line|"}},
		{"blank and slash in a place", summary + " ValuePath: /definitions/Sales Line/properties/a", []string{"|" + summary + "|/definitions/Sales Line/properties/a|"}},
		{"talk behind a place", "##[error]" + summary + " ValuePath: " + place + " please fix", []string{one}},
		{"parentheses in a place", "##[error]" + summary + " ValuePath: /paths/~1Items(1)/get", []string{"error|" + summary + "|/paths/~1Items(1)/get|"}},
		{"several places of one sentence", summary + "\nValuePath: /paths/~1a/get/parameters/0\nValuePath: /paths/~1b/get/parameters/0",
			[]string{"|" + summary + "|/paths/~1a/get/parameters/0|", "|" + summary + "|/paths/~1b/get/parameters/0|"}},
		{"name of the rule", "##[error]HostNameNotValid: The 'host' property, if present, must be a valid URI host without a scheme or path. ValuePath: /host",
			[]string{"error|The 'host' property, if present, must be a valid URI host without a scheme or path.|/host|HostNameNotValid"}},
		{"table", "| Level | Message | ValuePath |\n|---|---|---|\n| Error | " + summary + " | `" + place + "` |\n| Warning | " + deleted + " | operation/A |",
			[]string{one, "warning|" + deleted + "|operation/A|"}},
		{"hidden", "<!-- ##[error]" + summary + " ValuePath: /a\n##[error]b -->\n##[error]" + summary + " ValuePath: " + place, []string{one}},
		{"noise of the log", "##[section]Starting: validate\n##[error]" + summary + " ValuePath: " + place + "\n##[error]PowerShell exited with code '1'.\n##[debug]x", []string{one}},
	} {
		var got []string
		for _, l := range Parse(test.text) {
			got = append(got, short(l))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %s\nwant %s", test.name, strings.Join(got, "\n     "), strings.Join(test.want, "\n     "))
		}
	}
}

func TestParseBot(t *testing.T) {
	const title = "Maximum of 30 characters allowed in the connector title"
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"code", "5000.2.2.1 " + title, []string{"error|" + title + "||5000.2.2.1"}},
		{"code with signs", "- **5000.2.2.1**: " + title + ".", []string{"error|" + title + ".||5000.2.2.1"}},
		{"code with a word", "Policy 5000.2.2.1 - " + title, []string{"error|" + title + "||5000.2.2.1"}},
		{"code in brackets", "[5000.2.2.1] " + title, []string{"error|" + title + "||5000.2.2.1"}},
		{"message below", "5000.2.2.1\n" + title, []string{"error|" + title + "||5000.2.2.1"}},
		{"two on a row", "5000.2.2.1 Title too long. 5000.2.1.5 Icon is transparent.", []string{"error|Title too long.||5000.2.2.1", "error|Icon is transparent.||5000.2.1.5"}},
		{"with a place", "5000.2.4.2 No schema here. ValuePath: /paths/~1a/get/responses/default", []string{"error|No schema here.|/paths/~1a/get/responses/default|5000.2.4.2"}},
		{"the bot's list", "Hi @contoso,\n\nWe reviewed your submission and identified some changes. Error(s) are:\n\n1. " + title + "\n2. Icon background color is invalid. Update the icon.\n\nPlease resubmit.\nThanks",
			[]string{"error|" + title + "||", "error|Icon background color is invalid. Update the icon.||"}},
		{"the bot's list without marks", "Error(s) are:\n" + title + "\nThe connector title 'Contoso' is not unique\n\nOnce done, comment here.",
			[]string{"error|" + title + "||", "error|The connector title 'Contoso' is not unique||"}},
		{"the bot's list on one line", "Error(s) are: 1. " + title + " 2. Icon is invalid.", []string{"error|" + title + "||", "error|Icon is invalid.||"}},
		{"one error on the line", "Error(s) are: The connector title 'Contoso' is not unique", []string{"error|The connector title 'Contoso' is not unique||"}},
		{"codes on the line", "Error(s) are: 5000.2.2.1 Title too long 5000.1.1.2 No readme", []string{"error|Title too long||5000.2.2.1", "error|No readme||5000.1.1.2"}},
		{"code behind", "Error(s) are:\n- No readme (5000.1.1.2)\n", []string{"error|No readme||5000.1.1.2"}},
		{"wrapped item", "Error(s) are:\n- Icon background color is invalid and is not what\n  the brand color says.\n- No readme", []string{"error|Icon background color is invalid and is not what the brand color says.||", "error|No readme||"}},
		{"the other head", "**Certification Validations Failed.** Please fix below issues\n\n- No readme\n- No icon\n\nThanks", []string{"error|No readme||", "error|No icon||"}},
		{"a heading ends it", "Error(s) are:\n- No readme\n\n## 2. Next steps\n- resubmit", []string{"error|No readme||"}},
		{"code with a label", "Policy code: 5000.1.1.2\nMessage: No readme", []string{"error|No readme||5000.1.1.2"}},
		{"codes with labels", "Policy: 5000.1.1.2 - No readme\nPolicy: 5000.1.1.1 - No icon", []string{"error|No readme||5000.1.1.2", "error|No icon||5000.1.1.1"}},
		{"nothing follows", "Error(s) are:", nil},
	} {
		var got []string
		for _, l := range Parse(test.text) {
			got = append(got, short(l))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %s\nwant %s", test.name, strings.Join(got, "\n     "), strings.Join(test.want, "\n     "))
		}
	}
}

// TestProse holds that talk is not taken for a validator's.
func TestProse(t *testing.T) {
	for _, text := range []string{
		"",
		"Hi @contoso, please fix the errors below and let us know.",
		"The operation is fine. The path /paths/invoices is not.",
		"What does ValuePath mean, and where do I see it?",
		"I don't understand the ValuePath: what is it?",
		"At ValuePath: /info/title you need a shorter title.",
		"Error: I could not sign in to the portal.",
		"Warning, this takes three weeks.",
		"We raised the level: it was too low. The source: our own service.",
		"Message: we are back on Monday.",
		"Please see policy 5000.2.2.1 and shorten the title.",
		"5000.2.2.1 is what the portal told us.",
		"The service costs 5000.50 a year; version 5000.1 is out.",
		"There are errors in the swagger:\n- the title is too long\n- the icon is missing",
		"See https://contoso.example/operation/list for the operation.",
		"# Title\n## Publisher: Contoso\n### Supported operations",
		"```json\n{\"paths\": {\"/invoices\": {\"get\": {\"summary\": \"List\"}}}}\n```",
		"```suggestion\n\"x-ms-dynamic-values\": {\"operationId\": \"A\", \"value-path\": \"id\"}\n```",
		"| File | Change |\n|---|---|\n| readme.md | the title |",
		"1. Publish\n2. Test\n3. Submit",
		"This change breaks existing flows. Can you confirm?",
		"operation/ListInvoices is gone, was that meant?",
		"The pipeline prints it as ##[warning] in the log.",
		"Our build says ##[error] and stops.",
		"Code: see below. Rule: none. Path: /invoices",
	} {
		if got := Parse(text); len(got) > 0 {
			t.Errorf("%q gives %q", text, short(got[0]))
		}
	}
}

func TestParseAt(t *testing.T) {
	text := "Hello,\r\n\r\nThe 'x-ms-summary' property\r\nis required.\r\nValuePath: /a/b\r\n\r\n##[error]The 'info' property is required. ValuePath: <br>##[error]Two. ValuePath: /c/d\r\n"
	lines := Parse(text)
	if len(lines) != 3 {
		t.Fatalf("%d lines: %+v", len(lines), lines)
	}
	if l := lines[0]; l.At != 3 || l.Raw != "The 'x-ms-summary' property\nis required.\nValuePath: /a/b" {
		t.Errorf("the first is at %d: %q", l.At, l.Raw)
	}
	if lines[1].At != 7 || lines[2].At != 7 {
		t.Errorf("the others are at %d and %d, want 7", lines[1].At, lines[2].At)
	}
}

// TestBounds holds that nothing made to be large gets large or slow.
func TestBounds(t *testing.T) {
	many := strings.Repeat("##[error]The 'a' property is required. ValuePath: /a/b\n", maxLines+50)
	if n := len(Parse(many)); n != maxLines {
		t.Errorf("%d lines kept, want %d", n, maxLines)
	}
	long := Parse("##[error]" + strings.Repeat("word ", 5000) + ". ValuePath: /" + strings.Repeat("a/", 5000))
	if len(long) != 1 || len(long[0].Message) > maxMessage || len(long[0].ValuePath) > maxMessage || len(long[0].Raw) > maxRaw {
		t.Errorf("a long line is not cut: %d", len(long))
	}
	for _, piece := range []string{"#", "##[", "<", "<!--", "`", "```\n", "> ", "- ", "|", "ValuePath:", "5000.", "5000.1.1.1 ", "Error(s) are: ", "(", ")", "'", `"`, "a.b. ", "@", "1. ", "line: position '", "\\", "**", "message:", "&amp;", "/", "operation/ "} {
		text := strings.Repeat(piece, maxText/len(piece))
		for _, l := range Parse(text) {
			if len(l.Message) > maxMessage+4 || len(l.ValuePath) > maxMessage || len(l.Raw) > maxRaw {
				t.Errorf("%q: a line is not cut", piece)
			}
		}
		Requests(text)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"##[error]The 'x-ms-summary' property is required. ValuePath: /paths/~1invoices/get/parameters/1",
		"> - **5000.2.2.1**: Title\n```\n##[warning]A. ValuePath: line: 1 position: 2 path: '[0].a'\n```",
		"Error(s) are:\n1. One 2. Two\n\nThanks", "| Message | Path |\n|--|--|\n| A. | /info |", `{"level":"Error","message":"a","valuePath":"/b"}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Count(text, "\n") + strings.Count(text, "\r") + 1
		last := 0
		for _, l := range Parse(text) {
			if l.Level != "" && l.Level != levelError && l.Level != levelWarning {
				t.Errorf("level %q", l.Level)
			}
			if l.Message == "" && l.Code == "" {
				t.Error("a line without message and code")
			}
			if l.At < last || l.At > lines {
				t.Errorf("at %d after %d of %d lines", l.At, last, lines)
			}
			last = l.At
			Readable(l.ValuePath)
		}
	})
}
