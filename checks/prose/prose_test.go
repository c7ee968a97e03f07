package prose

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/swagger"
)

func read(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

var operations = []*swagger.Operation{
	{ID: "CreateInvoice", Summary: "Create invoice"},
	{ID: "DeleteInvoice", Summary: "Delete invoice"},
	{ID: "InvoicePaid", Summary: "When an invoice is paid"},
}

// good is a connector with two documents in which nothing is to be found.
func good(t testing.TB) Subject {
	return Subject{
		Intro:       &checks.File{Name: "intro.md", Data: []byte(read(t, "intro.md"))},
		Readme:      &checks.File{Name: "readme.md", Data: []byte(read(t, "readme.md"))},
		Description: "Create and send invoices with Contoso, the service for small companies that sell things.",
		NeedsAuth:   true, AuthKnown: true,
		Operations: operations,
	}
}

// lines prints findings as "line severity Rule: message".
func lines(r checks.Report) []string {
	r.Sort()
	var out []string
	for _, f := range r.Findings {
		out = append(out, fmt.Sprintf("%d %s %s: %s", f.Place.Line, f.Severity, f.Rule, f.Message))
	}
	return out
}

func TestGoodDocumentsAreSilent(t *testing.T) {
	report := Judge(good(t))
	if got := lines(report); got != nil {
		t.Errorf("findings:\n  %s", strings.Join(got, "\n  "))
	}
	for _, o := range report.Outcomes {
		if o.Result != checks.Passed {
			t.Errorf("%s is %s: %s", o.Rule, o.Result, o.Reason)
		}
	}
}

// edit is one change to a good document.
type edit struct {
	name     string
	old, new string
	want     []string
}

func TestIntro(t *testing.T) {
	tests := []edit{
		{"title above the opening", "Contoso Invoices is where", "# Contoso Invoices\n\nContoso Invoices is where", nil},
		{"trailing marks, case and spacing", "## Prerequisites", "##   PREREQUISITES:  ##", nil},
		{"question mark", "## How to get credentials", "## How to get credentials?", nil},
		{"setext", "## Prerequisites\n", "Prerequisites\n-------------\n", nil},
		{"connector's name in the heading", "with your connector", "with Contoso Invoices", nil},
		{"heading in a comment", "## FAQ", "<!--\n## FAQ\n-->\n## FAQ", nil},
		{"CRLF", "\n", "\r\n", nil},
		{"comment between", "## FAQ", "<!-- reviewed -->\n\n## FAQ", nil},
		{"no opening", read(t, "intro.md")[:strings.Index(read(t, "intro.md"), "## Pre")], "",
			[]string{`1 error IntroOpening: no paragraph stands above the first section "Prerequisites"`}},
		{"two paragraphs", "With it you", "\n\nWith it you", []string{"3 error IntroOpeningParagraph: the opening has 2 paragraphs, 1 allowed; the second begins here"}},
		{"paragraph and list", "## Prereq", "- fast\n- safe\n\n## Prereq", []string{"3 error IntroOpeningParagraph: the opening has 2 paragraphs, 1 allowed; the second begins here"}},
		{"nine sentences", "Nothing else", "A. lot: One! Two? Three. Four. Five. Nothing else",
			[]string{"1 error IntroOpeningSentences: the opening has 9 sentences, 8 allowed; the ninth begins here"}},
		{"section missing", "## FAQ\n", "", []string{`0 error IntroFaq: the section "## FAQ" is missing`}},
		{"section by another name", "## FAQ\n", "## Frequently Asked Questions\n",
			[]string{`30 error IntroFaq: the section "## FAQ" is missing; "Frequently Asked Questions" comes close to it`}},
		{"no space after the marks", "## FAQ\n", "##FAQ\n",
			[]string{`30 error IntroFaq: the section "## FAQ" is missing; "##FAQ" has no space after its marks, and is no heading`}},
		{"section in fenced code", "## FAQ\n", "```\n## FAQ\n```\n", []string{`0 error IntroFaq: the section "## FAQ" is missing`}},
		{"level 1", "## Prerequisites", "# Prerequisites",
			[]string{`3 error IntroSectionLevel: "Prerequisites" is a heading of level 1, the template has level 2`}},
		{"empty section", "You need an account of Contoso Invoices with the plan *Business* or higher.", "\u200b",
			[]string{`3 error IntroSectionEmpty: the section "Prerequisites" is empty`}},
		{"only a comment in the section", "You need an account of Contoso Invoices with the plan *Business* or higher.", "<!-- later -->",
			[]string{`3 error IntroSectionEmpty: the section "Prerequisites" is empty`}},
		{"no numbered steps for credentials", "1. Sign in at [Contoso Invoices](https://app.contoso.example).\n2. Open **Settings**, then **API keys**.\n3. Copy the key.", "See https://contoso.example.",
			[]string{`7 warning IntroCredentialsSteps: "How to get credentials" has no numbered steps`}},
		{"no link for credentials", "[Contoso Invoices](https://app.contoso.example)", "our site",
			[]string{`7 warning IntroCredentialsLink: "How to get credentials" links to no page`}},
		{"no picture", "![The finished flow](https://contoso.example/flow.png)", "",
			[]string{`13 advice IntroGetStartedImages: "Get started with your connector" shows no picture`}},
		{"steps as headings", "1. Create a flow that starts when a form is answered.\n2. Add *Create invoice* and fill in the customer.\n3. Save", "### Step 1: Create\nA flow.\n### Step 2: Save\nSave", nil},
		{"no steps to get started", "1. Create a flow that starts when a form is answered.\n2. Add *Create invoice* and fill in the customer.\n3. Save", "Save",
			[]string{`13 warning IntroGetStartedSteps: "Get started with your connector" has no numbered steps`}},
		{"operations heading", "## Known issues", "## Supported Operations\n\nMany.\n\n## Known issues",
			[]string{`21 warning IntroListsOperations: the section "Supported Operations" lists what Microsoft generates by itself`}},
		{"list of operations", "- At most", "- **Create invoice**: makes one\n- `DeleteInvoice` - deletes\n- When an invoice is paid\n- At most",
			[]string{"23 warning IntroListsOperations: 3 of the connector's actions and triggers are listed: Create invoice, DeleteInvoice, When an invoice is paid"}},
		{"two operations are no list", "- At most", "- **Create invoice**: slow\n- Delete invoice (drafts only)\n- At most", nil},
		{"table of operations", "- At most", "| Action | Use |\n|---|---|\n| Create invoice | a |\n| Delete invoice | b |\n| When an invoice is paid | c |\n\n- At most",
			[]string{"25 warning IntroListsOperations: 3 of the connector's actions and triggers are listed: Create invoice, Delete invoice, When an invoice is paid"}},
		{"placeholder", "Yes, for 30 days.", "[Insert the answer]", []string{"34 error IntroTemplateText: template text is left: [Insert the answer]"}},
		{"placeholder is a link", "Yes, for 30 days.", "See [insert a document](https://contoso.example/insert).", nil},
		{"TODO", "Yes, for 30 days.", "TODO: ask Ines", []string{"34 error IntroTemplateText: template text is left: TODO: ask Ines"}},
		{"TODO in code", "Yes, for 30 days.", "```\nTODO\n```", nil},
		{"TODO in a word", "Yes, for 30 days.", "See TODOIST and https://contoso.example/TODO.", nil},
		{"template sentence", "Yes, for 30 days.", "Provide a breakdown of frequently asked questions and their respective answers.",
			[]string{"34 error IntroTemplateText: template text is left: Provide a breakdown of frequently asked questions and their…"}},
		{"bare template sentence", "You need an account of Contoso Invoices with the plan *Business* or higher.", "You will need the following to proceed:",
			[]string{"5 error IntroTemplateText: only the template's sentence is here: You will need the following to proceed:"}},
		{"kept template sentence with a list", "You need an account of", "You will need the following to proceed:\n\n- an account of", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := good(t)
			s.Intro.Data = []byte(replace(t, read(t, "intro.md"), tt))
			if got := lines(Judge(s)); !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}

func replace(t *testing.T, text string, e edit) string {
	t.Helper()
	if !strings.Contains(text, e.old) {
		t.Fatalf("the document does not hold %q", e.old)
	}
	n := 1
	if e.old == "\n" {
		n = -1
	}
	return strings.Replace(text, e.old, e.new, n)
}

func TestIntroOrder(t *testing.T) {
	s := good(t)
	text := string(s.Intro.Data)
	faq := strings.Index(text, "## FAQ")
	prerequisites := strings.Index(text, "## Prereq")
	s.Intro.Data = []byte(text[:prerequisites] + text[faq:] + "\n" + text[prerequisites:faq])
	want := []string{`3 error IntroSectionOrder: "FAQ" stands above "Common errors and remedies", the template has it below`}
	if got := lines(Judge(s)); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReadme(t *testing.T) {
	tests := []edit{
		{"level 2 title", "# Contoso", "## Contoso", []string{`1 warning ReadmeTitle: the first heading "Contoso Invoices" is of level 2, not 1`}},
		{"glued title", "# Contoso Invoices\n", "#Contoso Invoices\n", []string{`1 warning ReadmeTitle: "#Contoso Invoices" has no space after its marks and is shown as plain text`}},
		{"no description", "Contoso Invoices is a service with which small companies write and send invoices. This connector wraps its REST interface, version 2.", "Invoices.",
			[]string{"1 warning ReadmeDescription: the description under the title has 1 word; say in a few sentences what the connector does"}},
		{"no publisher", "## Publisher: Contoso\n", "", []string{`0 warning ReadmeSections: the section "## Publisher" is missing`}},
		{"template's publisher", "Publisher: Contoso", "Publisher: Publisher's Name", []string{"5 warning ReadmeTemplateText: template text is left: ## Publisher: Publisher's Name"}},
		{"template's title", "# Contoso Invoices\n", "# Title\n", []string{`1 warning ReadmeTemplateText: the heading "Title" is the template's`}},
		{"sections by other names", "## Obtaining Credentials", "## How to authenticate", []string{`25 advice ReadmeHeadingWording: "## How to authenticate" is "## Obtaining Credentials" in the template`}},
		{"order", "## Known Issues and Limitations\n\nNone known.\n", "", []string{`0 warning ReadmeSections: the section "## Known Issues and Limitations" is missing`}},
		{"two empty sections", "None known.", "## Frequently Asked Questions", []string{`29 advice ReadmeEmptySection: the section "Known Issues and Limitations" is empty`}},
		{"operation not described", "### Delete invoice\n\nDeletes a draft.\n", "", []string{"11 advice ReadmeOperations: one of the connector's 3 operations is not named here: Delete invoice"}},
		{"blank lines", "None known.", "None known.\n\n\n\n\nNone at all.\n\n\n\n\n\n", []string{`32 advice ReadmeBlankLines: 4 blank lines in a row`}},
		{"three blank lines", "None known.", "None known.\n\n\n\nNone at all.\n\n", nil},
		{"old product names", "None known.", "In Microsoft Flow only. See https://flow.microsoft.com/PowerApps.", []string{`31 advice ReadmeProductNames: "Microsoft Flow" is called "Power Automate" today`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := good(t)
			s.Readme.Data = []byte(replace(t, read(t, "readme.md"), tt))
			if got := lines(Judge(s)); !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}

func TestSubject(t *testing.T) {
	intro := read(t, "intro.md")
	first, _, _ := strings.Cut(intro, "\n")
	withoutCredentials := []byte(intro[:strings.Index(intro, "## How")] + intro[strings.Index(intro, "## Get"):])
	tests := []struct {
		name   string
		change func(*Subject)
		want   []string
	}{
		{"no documents", func(s *Subject) { s.Intro, s.Readme = nil, nil },
			[]string{"0 error IntroMissing: there is no intro.md", "0 error ReadmeMissing: there is no readme.md"}},
		{"independent without intro.md", func(s *Subject) { s.Intro, s.Independent = nil, true }, nil},
		{"intro is the readme", func(s *Subject) { s.Intro.Data = s.Readme.Data },
			[]string{"0 error IntroIsReadme: intro.md and readme.md are the same text"}},
		{"intro is the readme but for a word", func(s *Subject) { s.Readme.Data = []byte(strings.Replace(intro, "trial", "test", 1)) },
			[]string{"0 error IntroIsReadme: intro.md and readme.md are the same text: 99 % of its words are the readme's"}},
		{"opening is the description", func(s *Subject) { s.Description = strings.ToUpper(first) },
			[]string{"1 error IntroOpeningDistinct: the opening is the connector's description again"}},
		{"opening is nearly the description", func(s *Subject) { s.Description = first[:strings.Index(first, "It works")] },
			[]string{"1 warning IntroOpeningDistinct: 64 % of the opening's words are the description's"}},
		{"opening repeats the description", func(s *Subject) { s.Description = first[:strings.Index(first, "With it")] },
			[]string{"1 warning IntroOpeningDistinct: the opening holds 100 % of the connector's description word for word"}},
		{"no sign-in, no credentials", func(s *Subject) { s.NeedsAuth = false; s.Intro.Data = withoutCredentials }, nil},
		{"sign-in, no credentials", func(s *Subject) { s.Intro.Data = withoutCredentials },
			[]string{`0 error IntroCredentials: the section "## How to get credentials" is missing`}},
		{"UTF-16", func(s *Subject) { s.Intro.Data = []byte("\xff\xfeh\x00i\x00") },
			[]string{"0 error IntroEncoding: intro.md is UTF-16, not UTF-8"}},
		{"Windows-1252", func(s *Subject) { s.Readme.Data = append(s.Readme.Data, "caf\xe9\n"...) },
			[]string{"36 warning ReadmeEncoding: readme.md is not UTF-8 from this line on"}},
		{"NUL", func(s *Subject) { s.Readme.Data = append(s.Readme.Data, 0) },
			[]string{"36 warning ReadmeEncoding: readme.md holds a NUL byte: it is not a text"}},
		{"readme by another name", func(s *Subject) { s.Readme.Name = "Readme.md.txt" },
			[]string{"0 warning ReadmeName: the readme is called Readme.md.txt, not readme.md"}},
		{"readme in another case", func(s *Subject) { s.Readme.Name = "README.MD" }, nil},
		{"empty readme", func(s *Subject) { s.Readme.Data = nil; s.Operations = nil },
			[]string{"0 warning ReadmeTitle: readme.md is empty"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := good(t)
			tt.change(&s)
			got := lines(Judge(s))
			if (tt.name == "UTF-16" || tt.name == "NUL") && len(got) > 1 {
				t.Errorf("a file that is no text has more than one finding: %q", got)
			}
			for _, w := range tt.want {
				if !slices.Contains(got, w) {
					t.Errorf("lacks %s; got\n  %s", w, strings.Join(got, "\n  "))
				}
			}
			if tt.want == nil && got != nil {
				t.Errorf("got\n  %s\nwant nothing", strings.Join(got, "\n  "))
			}
		})
	}
}

func TestCredentialsNotCheckedWithoutProperties(t *testing.T) {
	s := good(t)
	s.AuthKnown = false
	s.Intro.Data = []byte("Opening.\n")
	for _, o := range Judge(s).Outcomes {
		if o.Rule == "IntroCredentials" && o.Result != checks.NotChecked {
			t.Errorf("IntroCredentials is %s, want not checked", o.Result)
		}
	}
}

// TestExamples runs the examples of every rule: the bad one is found, the good
// one is not. Those about other files than a document are listed here.
func TestExamples(t *testing.T) {
	apart := []string{"IntroMissing", "IntroEncoding", "IntroOpeningDistinct", "IntroIsReadme", "ReadmeMissing", "ReadmeName", "ReadmeEncoding"}
	for _, rule := range Rules() {
		if slices.Contains(apart, rule.ID) {
			continue
		}
		if !finds(rule, rule.Bad) {
			t.Errorf("%s does not find its bad example", rule.ID)
		}
		if finds(rule, rule.Good) {
			t.Errorf("%s finds its good example", rule.ID)
		}
	}
}

func finds(rule checks.Rule, text string) bool {
	s := Subject{AuthKnown: true, NeedsAuth: true, Operations: operations, Files: []string{"readme.md"}}
	if strings.HasPrefix(rule.ID, "Readme") {
		s.Readme = &checks.File{Name: "readme.md", Data: []byte(text)}
	} else {
		s.Intro = &checks.File{Name: "intro.md", Data: []byte(text)}
	}
	return slices.ContainsFunc(Judge(s).Findings, func(f checks.Finding) bool { return f.Rule == rule.ID })
}

func TestRulesAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if r.ID == "" || r.Subject != checks.SubjectProse || r.Origin == "" || r.Meaning == "" || r.Fix == "" || r.Source == "" || r.Link == "" || r.Bad == "" || r.Good == "" {
			t.Errorf("%+v lacks something", r)
		}
		if seen[r.ID] {
			t.Errorf("%s stands twice", r.ID)
		}
		seen[r.ID] = true
	}
}

func FuzzJudge(f *testing.F) {
	f.Add([]byte(read(f, "intro.md")), []byte(read(f, "readme.md")), "A description.")
	f.Add([]byte("---\na: b\n---\n# <!-- x"), []byte("``` \n#\n=\n[![a](b)](c)"), "")
	for name, made := range pathological() {
		f.Add([]byte("Opening.\n\n"+made(60)), []byte("# Contoso\n\n"+made(60)), name)
	}
	f.Add([]byte("a <!-- b --> [insert c] <!-- d\n e --> TODO ![](é.png)"), []byte("# Ünï `[a](b)` [a] (http://b)\n##Support\n"), "images/ É.png")
	f.Add([]byte("<img src= > [a] (http://b \"c\") (a)[http://b] - x\n\n  ##FAQ\n"), []byte("> [a\n> b] (http://c)\n\n-\t[a\n\t](b)\n"), "`<!--`")
	f.Add([]byte("\xef\xbb\xbf[insert K"), []byte("\xff\xfe\x00"), "\u212a")
	f.Fuzz(func(t *testing.T, intro, readme []byte, description string) {
		s := Subject{
			Intro: &checks.File{Name: "intro.md", Data: intro}, Readme: &checks.File{Name: "readme.md", Data: readme},
			Description: description, AuthKnown: true, NeedsAuth: true, Operations: operations, Files: strings.Fields(description),
		}
		report := Judge(s)
		for _, o := range report.Outcomes {
			if strings.HasPrefix(o.Reason, "the rule failed") {
				t.Errorf("%s: %s", o.Rule, o.Reason)
			}
		}
		for _, f := range report.Findings {
			pointed(t, s, f)
		}
		for k, d := range map[Kind]*checks.File{KindIntro: s.Intro, KindReadme: s.Readme, KindIndependentReadme: s.Readme} {
			guided(t, Guide(k, d, s))
		}
		for _, b := range Blanks(intro) {
			if b.Line < 1 || b.Column < 1 || b.Text == "" {
				t.Errorf("a blank at %d:%d: %q", b.Line, b.Column, b.Text)
			}
		}
		last := 0
		for _, section := range Outline(intro) {
			if section.Line < last {
				t.Errorf("section %q of line %d comes after line %d", section.Title, section.Line, last)
			}
			last = section.Line
		}
	})
}

// pointed holds that a finding says one line and points into its document.
func pointed(t *testing.T, s Subject, f checks.Finding) {
	t.Helper()
	if strings.ContainsAny(f.Message+f.Fix, "\n\r") || f.Message == "" || f.Fix == "" {
		t.Errorf("%s does not say one line: %q, %q", f.Rule, f.Message, f.Fix)
	}
	d := s.Intro
	if f.Place.File == s.Readme.Name {
		d = s.Readme
	}
	lines := strings.Split(strings.TrimPrefix(string(d.Data), "\ufeff"), "\n")
	for _, p := range append([]checks.Place{f.Place}, f.More...) {
		if p.Line > len(lines) {
			t.Errorf("%s points at line %d of %d", f.Rule, p.Line, len(lines))
			continue
		}
		if p.Line > 0 && (p.Column < 1 || p.Column > len([]rune(lines[p.Line-1]))+1) {
			t.Errorf("%s points at column %d of %q", f.Rule, p.Column, lines[p.Line-1])
		}
	}
}

func BenchmarkJudge(b *testing.B) {
	s := good(b)
	for b.Loop() {
		Judge(s)
	}
}

// BenchmarkJudge20kB judges two documents of 20 kB each, as after a key press in
// one of them, for a connector with 60 operations.
func BenchmarkJudge20kB(b *testing.B) {
	s := long(b)
	b.SetBytes(int64(len(s.Intro.Data) + len(s.Readme.Data)))
	for b.Loop() {
		Judge(s)
	}
}

func BenchmarkGuide20kB(b *testing.B) {
	s := long(b)
	b.SetBytes(int64(len(s.Intro.Data)))
	for b.Loop() {
		Guide(KindIntro, s.Intro, s)
	}
}

// long is a connector with documents of 20 kB each.
func long(t testing.TB) Subject {
	s := good(t)
	filler := "Invoices are sent to [customers](https://contoso.example/a) in the morning, e.g. at 9 a.m., and `booked` when they are **paid**.\n\n- A point of a list, with a link to https://contoso.example/b.\n\n"
	for _, d := range []*checks.File{s.Intro, s.Readme} {
		for len(d.Data) < 20_000 {
			d.Data = append(d.Data, filler...)
		}
	}
	for i := range 60 {
		s.Operations = append(s.Operations, &swagger.Operation{ID: fmt.Sprintf("GetThing%d", i), Summary: fmt.Sprintf("Get thing number %d of a customer", i)})
	}
	return s
}
