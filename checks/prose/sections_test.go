package prose

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestNearMisses holds that what was meant as a section is named, with what
// keeps it from being one, and where.
func TestNearMisses(t *testing.T) {
	const faq, known = "## FAQ\n", "## Known issues and limitations"
	near := func(line, column int, rule, heading, shown, why string) string {
		return fmt.Sprintf(`%d:%d %s: the section %q is missing; %q %s > Write %q in place of %q.`, line, column, rule, heading, shown, why, heading, shown)
	}
	tests := []struct{ old, new, want string }{
		{faq, "## Frequently Asked Questions (FAQ)\n", near(30, 4, "IntroFaq", "## FAQ", "Frequently Asked Questions (FAQ)", "comes close to it")},
		{faq, "##   FQA\n", near(30, 6, "IntroFaq", "## FAQ", "FQA", "comes close to it")},
		{faq, "## 6. FAQ\n", near(30, 4, "IntroFaq", "## FAQ", "6. FAQ", "comes close to it")},
		{faq, "##FAQ\n", near(30, 1, "IntroFaq", "## FAQ", "##FAQ", "has no space after its marks, and is no heading")},
		{faq, "##\u00a0FAQ\n", near(30, 1, "IntroFaq", "## FAQ", "##\u00a0FAQ", "has a no-break space after its marks, and is no heading")},
		{faq, "Text.\n\n    ## FAQ\n", near(32, 5, "IntroFaq", "## FAQ", "## FAQ", "is indented by four spaces or more, and is no heading")},
		{faq, "\\## FAQ\n", near(30, 1, "IntroFaq", "## FAQ", `\## FAQ`, "has a backslash before its marks and is shown as plain text")},
		{faq, "> ## FAQ\n", near(30, 1, "IntroFaq", "## FAQ", "> ## FAQ", "stands in a quote")},
		{faq, "**FAQ:**\n", near(30, 1, "IntroFaq", "## FAQ", "**FAQ:**", "is bold text, not a heading")},
		{faq, "__FAQ__\n", near(30, 1, "IntroFaq", "## FAQ", "__FAQ__", "is bold text, not a heading")},
		{faq, "<h2>FAQ</h2>\n", near(30, 1, "IntroFaq", "## FAQ", "<h2>FAQ</h2>", "is an HTML tag, not a heading of Markdown")},
		{"## Get started with your connector", "Get started with a trial today.", `0:0 IntroGetStarted: the section "## Get started with your connector" is missing > Add ## Get started with your connector with steps for a common use case.`},
		{faq, "FAQ:\n", near(30, 1, "IntroFaq", "## FAQ", "FAQ:", "is plain text, not a heading")},
		{faq, "```\n## FAQ\n```\n", `0:0 IntroFaq: the section "## FAQ" is missing > Add ## FAQ with questions and answers about the service or the connector.`},
		{faq, "## Questions\n", `0:0 IntroFaq: the section "## FAQ" is missing > Add ## FAQ with questions and answers about the service or the connector.`},
		{known, "## Know issues & limitation", near(21, 4, "IntroKnownIssues", known, "Know issues & limitation", "comes close to it")},
		{known, "## Limitations and Known Issues", near(21, 4, "IntroKnownIssues", known, "Limitations and Known Issues", "comes close to it")},
		{known, "## Known issues and limitations of the connector", near(21, 4, "IntroKnownIssues", known, "Known issues and limitations of the connector", "comes close to it")},
		{known, "## KNOWN ISSUES & LIMITATIONS:", ""},
		{"## How to get credentials", "## How to obtain credentials", near(7, 4, "IntroCredentials", "## How to get credentials", "How to obtain credentials", "comes close to it")},
		{"## Get started with your connector", "## Getting Started", near(13, 4, "IntroGetStarted", "## Get started with your connector", "Getting Started", "comes close to it")},
		{"## Prerequisites", "## Pre-Requisites", near(3, 4, "IntroPrerequisites", "## Prerequisites", "Pre-Requisites", "comes close to it")},
		{"## Common errors and remedies", "## Troubleshooting", near(25, 4, "IntroCommonErrors", "## Common errors and remedies", "Troubleshooting", "comes close to it")},
	}
	for _, tt := range tests {
		s := good(t)
		s.Intro.Data = []byte(strings.Replace(string(s.Intro.Data), tt.old, tt.new, 1))
		var got []string
		for _, f := range Judge(s).Findings {
			if strings.HasPrefix(f.Message, "the section") {
				got = append(got, fmt.Sprintf("%d:%d %s: %s > %s", f.Place.Line, f.Place.Column, f.Rule, f.Message, f.Fix))
			}
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%q:\n got %s\nwant %s", tt.new, strings.Join(got, "|"), tt.want)
		}
	}
}

// TestIntroSections judges changes to a good intro.md, with places and fixes.
func TestIntroSections(t *testing.T) {
	tests := []struct {
		name, old, new string
		want           []string
	}{
		{"underlined with =", "## FAQ\n", "FAQ\n===\n", []string{`30:1 IntroSectionLevel: "FAQ" is a heading of level 1, the template has level 2 > Write "## FAQ" on one line, without the line of = below it.`}},
		{"level 3", "## FAQ\n", "### FAQ\n", []string{`30:1 IntroSectionLevel: "FAQ" is a heading of level 3, the template has level 2 > Write "## FAQ".`}},
		{"only n/a", "- `401 Unauthorized`: the key was revoked. Make a new one.\n- `429 Too Many Requests`: wait a minute.", "N/A",
			[]string{`27:1 IntroSectionEmpty: the section "Common errors and remedies" only says "N/A" > Add ## Common errors and remedies with likely errors, such as HTTP status codes, and what to do.`}},
		{"none known", "- At most 100 lines fit on a document. Split longer ones.", "None.", nil},
		{"twice", "Yes, for 30 days.", "Yes, for 30 days.\n\n## FAQ\n\nNo.", []string{`36:1 IntroSectionRepeated: the section "FAQ" stands here again; it began on line 30 > Join the two sections under the first heading.`}},
		{"bullets for steps", "1. Sign in at [Contoso Invoices](https://app.contoso.example).\n2. Open **Settings**, then **API keys**.\n3. Copy", "* Sign in at https://app.contoso.example.\n* Copy",
			[]string{`7:1 IntroCredentialsSteps: "How to get credentials" has 2 bullets and no numbered steps > Number the bullets that are steps: 1., 2., 3. in place of - or *.`}},
		{"numbers without a space", "1. Sign in at [Contoso Invoices](https://app.contoso.example).\n2. Open", "1.Sign in at [Contoso Invoices](https://app.contoso.example).\n2.Open",
			[]string{`9:1 IntroCredentialsSteps: "1.Sign in at [Contoso Invoices](https://app.contoso.example…" has no space after its number and is shown as plain text > Put a space after the number's full stop, and each step on a line of its own.`}},
		{"a link in code only", "[Contoso Invoices](https://app.contoso.example)", "`https://app.contoso.example`", []string{`7:1 IntroCredentialsLink: "How to get credentials" links to no page > Link the page where users find their credentials.`}},
		{"a picture in code only", "![The finished flow](https://contoso.example/flow.png)", "`![The finished flow](https://contoso.example/flow.png)`",
			[]string{`13:1 IntroGetStartedImages: "Get started with your connector" shows no picture > Add a screenshot of the flow, or leave it.`}},
		{"glued heading", "## FAQ", "###Limits\n\nNone.\n\n## FAQ", []string{`30:1 IntroHeadingMarks: "###Limits" has no space after its marks and is shown as plain text > Write "### Limits".`}},
		{"steps that bear an action's name", "2. Add *Create invoice* and fill in the customer.\n3. Save the flow", "2. Create invoice\n3. Delete invoice\n4. When an invoice is paid: save the flow", nil},
		{"a sentence with all of them", "Yes, for 30 days.", "Most use Create invoice, Delete invoice and When an invoice is paid.", nil},
		{"headings of operations", "Yes, for 30 days.", "### Creates an invoice\n### DeleteInvoice\n### When invoices are paid\n### When an invoice is paid\nx",
			[]string{`34:5 IntroListsOperations: 3 of the connector's actions and triggers are listed: Creates an invoice, DeleteInvoice, When an invoice is paid > Remove the list; tell how the popular ones help under ## Get started with your connector.`}},
		{"paragraph made a heading", "Yes, for 30 days.", "Yes, for 30 days, with every function that the service has, for all of those who have never had an account.\n---\n\nx",
			[]string{`34:1 IntroHeadingMarks: the line of marks below makes a heading of this paragraph > Put a blank line below the paragraph, or remove the marks.`}},
		{"two placeholders in a line", "Yes, for 30 days.", "<!-- x --> é [Insert the answer] and {insert more}", []string{
			`34:14 IntroTemplateText: template text is left: [Insert the answer] > Replace it with your own text, or remove it.`,
			`34:38 IntroTemplateText: template text is left: {insert more} > Replace it with your own text, or remove it.`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := good(t)
			text := string(s.Intro.Data)
			if !strings.Contains(text, tt.old) {
				t.Fatalf("the document does not hold %q", tt.old)
			}
			s.Intro.Data = []byte(strings.Replace(text, tt.old, tt.new, 1))
			var got []string
			for _, f := range Judge(s).Findings {
				got = append(got, fmt.Sprintf("%d:%d %s: %s > %s", f.Place.Line, f.Place.Column, f.Rule, f.Message, f.Fix))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}

// TestOpening holds that the opening's findings point at the word where it goes wrong.
func TestOpening(t *testing.T) {
	tests := []struct{ opening, want string }{
		{"One. Two. Three. Four. Five.\nSix. Seven, e.g. of Contoso Inc. and v1.2. Eight.", ""},
		{"One. Two. Three. Four. Five.\nSix. Seven. Eight. Nine. Ten.", "2:20 the opening has 10 sentences, 8 allowed; the ninth begins here"},
		{"# Contoso\n\nOne. Two. Three. Four. Five. Six. Seven. Eight. See [the docs](https://contoso.example) now.", "3:49 the opening has 9 sentences, 8 allowed; the ninth begins here"},
		{"<!-- a note --> One.\n\n<!-- another -->\n\n  Two.", "5:3 the opening has 2 paragraphs, 1 allowed; the second begins here"},
		{"One.\n\n![A picture](https://contoso.example/a.png)\n\n---\n\n<br>", ""},
		{"One.\n\n| a | b |\n|---|---|\n| c | d |", "3:1 the opening has 2 paragraphs, 1 allowed; the second begins here"},
		{"Contoso takes the paperwork out of getting paid, whatever begins an order.\n---", `1:1 the line of marks below the opening makes a heading of it: "Contoso takes the paperwork out of getting paid, whatever b…"`},
	}
	for _, tt := range tests {
		s := good(t)
		text := string(s.Intro.Data)
		s.Intro.Data = []byte(tt.opening + "\n\n" + text[strings.Index(text, "## Pre"):])
		var got []string
		for _, f := range Judge(s).Findings {
			if strings.HasPrefix(f.Rule, introOpening) {
				got = append(got, fmt.Sprintf("%d:%d %s", f.Place.Line, f.Place.Column, f.Message))
			}
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%q:\n got %s\nwant %s", tt.opening, strings.Join(got, "|"), tt.want)
		}
	}
}
