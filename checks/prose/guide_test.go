package prose

import (
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
)

// guided holds what every answer of Guide keeps to.
func guided(t *testing.T, states []SectionState) {
	t.Helper()
	if len(states) == 0 || states[len(states)-1].Part != PartWhole {
		t.Fatalf("the last state is not about the whole: %+v", states)
	}
	for _, x := range states {
		if x.Present && (x.Line < 1 || x.End < x.Line) {
			t.Errorf("%q stands on lines %d to %d", x.Guide.Title, x.Line, x.End)
		}
		if !x.Present && (x.Line != 0 || x.Words != 0) {
			t.Errorf("%q is missing and stands on line %d", x.Guide.Title, x.Line)
		}
	}
}

// TestGuides holds that the guide has the template's sections, and that an
// example is one: put together they leave nothing to be found.
func TestGuides(t *testing.T) {
	tests := []struct {
		kind Kind
		want string // headings
	}{
		{KindIntro, "|## Prerequisites|## How to get credentials|## Get started with your connector|## Known issues and limitations|## Common errors and remedies|## FAQ"},
		{KindReadme, "|## Publisher|## Prerequisites|## Supported Operations|## Obtaining Credentials|## Getting Started|## Known Issues and Limitations|## Frequently Asked Questions|## Deployment Instructions"},
		{KindIndependentReadme, "|## Publisher|## Prerequisites|## Supported Operations|## Obtaining Credentials|## Getting Started|## Known Issues and Limitations|## Frequently Asked Questions|## Deployment Instructions"},
	}
	for _, tt := range tests {
		var headings []string
		var b strings.Builder
		for _, g := range Sections(tt.kind) {
			headings = append(headings, g.Heading())
			if g.For == "" || g.Example == "" || g.Source == "" {
				t.Errorf("%q lacks something: %+v", g.Title, g)
			}
			if g.Heading() != "" && !strings.HasPrefix(g.Example, "#"+strings.Repeat("#", g.Level-1)+" ") {
				b.WriteString(g.Heading() + "\n\n")
			}
			b.WriteString(g.Example + "\n\n")
		}
		if got := strings.Join(headings, "|"); got != tt.want {
			t.Errorf("headings are %s", got)
		}
		s := good(t)
		s.Operations = operations[:1]
		doc := &checks.File{Name: map[Kind]string{KindIntro: "intro.md"}[tt.kind], Data: []byte(b.String())}
		if doc.Name == "" {
			doc.Name = "readme.md"
		}
		for _, x := range Guide(tt.kind, doc, s) {
			if len(x.Findings) > 0 || len(x.Missing) > 0 || !x.Present {
				t.Errorf("the example of %q: present %v, missing %q, %+v", x.Guide.Title, x.Present, x.Missing, x.Findings)
			}
		}
	}
}

// told is what a guide says, in a line for each section.
func told(states []SectionState) []string {
	var out []string
	for _, x := range states {
		if len(x.Missing)+len(x.Findings)+len(x.Blanks) == 0 && x.Present {
			continue
		}
		line := x.Guide.Heading()
		switch {
		case x.Part == PartWhole:
			line = "whole"
		case line == "":
			line = "top"
		}
		if !x.Present && x.Part != PartWhole {
			line += ", not there"
		}
		if !x.Needed {
			line += ", not needed"
		}
		if len(x.Missing) > 0 {
			line += ": " + strings.Join(x.Missing, ", ")
		}
		for _, f := range x.Findings {
			line += "; " + f.Rule
		}
		for _, b := range x.Blanks {
			line += "; " + b.Text
		}
		out = append(out, line)
	}
	return out
}

func TestGuide(t *testing.T) {
	tests := []struct {
		name   string
		kind   Kind
		change func(text string, s *Subject) string // "" for no document
		want   []string
	}{
		{"good intro", KindIntro, func(text string, s *Subject) string { return text }, nil},
		{"good readme", KindReadme, func(_ string, s *Subject) string { return string(s.Readme.Data) },
			[]string{"## Getting Started, not there, not needed", "## Frequently Asked Questions, not there, not needed: a question"}},
		{"no document", KindIntro, func(string, *Subject) string { return "" },
			[]string{"top, not there: a detailed description, at most 8 sentences", "## Prerequisites, not there: an account, a plan or a right",
				"## How to get credentials, not there: numbered steps, a link to your site", "## Get started with your connector, not there: numbered steps, a popular action or trigger, a picture",
				"## Known issues and limitations, not there: a way around what does not work", "## Common errors and remedies, not there: an error as users see it, such as 401 or 429",
				"## FAQ, not there: a question", "whole; IntroMissing"}},
		{"a section missing", KindIntro, func(text string, s *Subject) string { return strings.Replace(text, "## FAQ", "## Questions", 1) },
			[]string{"## FAQ, not there: a question; IntroFaq"}},
		{"no sign-in", KindIntro, func(text string, s *Subject) string {
			s.NeedsAuth = false
			return text[:strings.Index(text, "## How")] + text[strings.Index(text, "## Get"):]
		}, []string{"## How to get credentials, not there, not needed: numbered steps, a link to your site"}},
		{"opening missing", KindIntro, func(text string, s *Subject) string { return text[strings.Index(text, "## Pre"):] },
			[]string{"top, not there: a detailed description, at most 8 sentences; IntroOpening"}},
		{"a blank", KindIntro, func(text string, s *Subject) string { return strings.Replace(text, "Yes, for", "[Insert it], for", 1) },
			[]string{"## FAQ; IntroTemplateText; [Insert it]"}},
		{"another section", KindIntro, func(text string, s *Subject) string {
			return strings.Replace(text, "## FAQ", "## Support\n\nSee [] (https://contoso.example).\n\n## FAQ", 1)
		}, []string{"## Support, not needed; IntroLinkBroken"}},
		{"readme of level 2 without operations", KindReadme, func(_ string, s *Subject) string { return "## Contoso\n\nInvoices.\n\n## Publisher\n\n" },
			[]string{"top: a description of the service and the connector; ReadmeTitle; ReadmeDescription", "## Publisher: the publisher's name; ReadmeEmptySection",
				"## Prerequisites, not there: an account, a plan or a tool; ReadmeSections", "## Supported Operations, not there: every action and trigger; ReadmeSections",
				"## Obtaining Credentials, not there: how to get credentials; ReadmeSections", "## Getting Started, not there, not needed",
				"## Known Issues and Limitations, not there: what is known, or that nothing is; ReadmeSections",
				"## Frequently Asked Questions, not there, not needed: a question", "## Deployment Instructions, not there, not needed; ReadmeDeployment", "whole; ReadmeLength"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := good(t)
			text := tt.change(read(t, "intro.md"), &s)
			var doc *checks.File
			if text != "" {
				doc = &checks.File{Name: map[Kind]string{KindIntro: "intro.md", KindReadme: "readme.md"}[tt.kind], Data: []byte(text)}
			}
			states := Guide(tt.kind, doc, s)
			guided(t, states)
			if got := told(states); !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}

// TestGuideLosesNoFinding holds that every finding about the document is in one
// section's state.
func TestGuideLosesNoFinding(t *testing.T) {
	s := good(t)
	s.Intro.Data = []byte("# Contoso\n\n[Insert it]\n\n[a] (https://contoso.example)\n\n##FAQ\n\n## Supported Operations\n\n- Create invoice\n\n# Prerequisites\n\n![](a.png)\n")
	n := 0
	for _, x := range Guide(KindIntro, s.Intro, s) {
		n += len(x.Findings)
	}
	want := 0
	for _, f := range Judge(s).Findings {
		if f.Place.File == "intro.md" {
			want++
		}
	}
	if n != want || want < 10 {
		t.Errorf("%d of %d findings", n, want)
	}
}
