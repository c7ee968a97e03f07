package gate_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/archive"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/prose"
	"github.com/certwiz/certwiz/checks/swagger"
	"github.com/certwiz/certwiz/submission/contribution"
	"github.com/certwiz/certwiz/submission/gate"
)

// archiveRule: without the file an archive has an error that names the
// requirement.
func archiveRule(name string) func(*testing.T, string) {
	return func(t *testing.T, id string) {
		wantFinding(t, id, checks.Error, archive.Judge(listing(name, "")))
	}
}

// foreignFile: with the file an archive has an error that names the
// requirement.
func foreignFile(name string) func(*testing.T, string) {
	return func(t *testing.T, id string) {
		wantFinding(t, id, checks.Error, archive.Judge(listing("", name)))
	}
}

func listing(without, with string) archive.Listing {
	l := archive.Listing{Name: "contoso.zip", Size: 2000}
	for _, name := range []string{"apiDefinition.swagger.json", "apiProperties.json", "icon.png", with} {
		if name != "" && name != without {
			l.Entries = append(l.Entries, archive.Entry{Name: name, Size: 900, Packed: 500, Mode: 0o644})
		}
	}
	return l
}

func wantFinding(t *testing.T, id string, least checks.Severity, r checks.Report) {
	t.Helper()
	for _, f := range r.Findings {
		if f.Severity >= least && contains(expand(strings.ReplaceAll(gate.RuleOf(f.Rule).Source, "-S", "–S")), id) {
			return
		}
	}
	t.Errorf("%s: no finding of a rule that names it: %+v", id, r.Findings)
}

// ownersRule: a merged pull request has a finding that names the requirement
// when CODEOWNERS names somebody else.
func ownersRule() func(*testing.T, string) {
	return func(t *testing.T, id string) {
		known := origin.Answer{Known: true}
		pull := origin.Pull{Number: 3473, Author: "contoso-dev", Closed: true, Merged: true, Owners: []string{"@fabrikam-dev"},
			Asked: origin.Asked{Pull: known, Owners: known}}
		about := origin.About{Folder: "certified-connectors/Contoso Invoices", Author: []string{"contoso-dev"}}
		wantFinding(t, id, checks.Advice, origin.JudgePull(pull, about))
		pull.Owners = []string{"@contoso-dev"}
		for _, f := range origin.JudgePull(pull, about).Findings {
			if f.Rule == "PullRequestNoOwner" {
				t.Errorf("%s: the owner is not recognised: %s", id, f.Message)
			}
		}
	}
}

// leavesOut: what a pull request would send has none of these files.
func leavesOut(names ...string) func(*testing.T, string) {
	return func(t *testing.T, id string) {
		file := func(name, text string) *checks.File { return &checks.File{Name: name, Data: []byte(text)} }
		c := contribution.Plan(contribution.Input{FolderName: "Contoso", Artifacts: connector.Artifacts{
			Swagger: file("apiDefinition.swagger.json", `{"swagger": "2.0"}`), Properties: file("apiProperties.json", `{"properties": {}}`),
			Readme: file("readme.md", "# Contoso"), Others: names}})
		for _, f := range c.Files {
			if slices.Contains(names, f.From) {
				t.Errorf("%s: %s would be sent", id, f.From)
			}
		}
		if len(c.Files) != 3 || len(c.LeftOut) != len(names) {
			t.Errorf("%s: sent would be %+v, left out %+v", id, c.Files, c.LeftOut)
		}
	}
}

const goodIntro = `Contoso Invoices lets teams raise, send and follow invoices where they work. Finance sees the same data a moment later.

## Prerequisites

You will need a Contoso Invoices account with the plan Business or higher.

## How to get credentials

1. Sign in at https://app.contoso.example and open Settings.
2. Select Apps, then New app, and note its client ID.
3. See https://help.contoso.example/apps for the details.

## Get started with your connector

1. Make a flow that begins when a purchase order is approved.
2. Raise the invoice from it and send it to the customer.

![The finished flow](https://help.contoso.example/flow.png)

## Known issues and limitations

Drafts older than 90 days can't be sent; copy them first.

## Common errors and remedies

401 means that the sign-in has ended: sign in again. 429 means too many calls: wait a minute.

## FAQ

Can I use several companies? Yes, make one connection for each.
`

// proseRule: a good intro.md changed in one way has a finding that names the
// requirement, and the good one has none.
func proseRule(change string) func(*testing.T, string) {
	return func(t *testing.T, id string) {
		s := subject(goodIntro)
		for _, f := range prose.Judge(s).Findings {
			if f.Place.File == "intro.md" && f.Severity == checks.Error {
				t.Errorf("the good intro.md: %s: %s", f.Rule, f.Message)
			}
		}
		text := goodIntro
		switch {
		case change == "intro and readme alike":
			s.Readme = &checks.File{Name: "readme.md", Data: []byte(goodIntro)}
		case change == "operations listed":
			text += "\n## Supported Operations\n\n- Create invoice\n- List invoices\n- Send invoice\n"
		case change == "no opening":
			text = text[strings.Index(text, "## Prerequisites"):]
		case change == "opening is the description":
			text = s.Description + text[strings.Index(text, "\n\n## Prerequisites"):]
		case change == "two paragraphs":
			text = strings.Replace(text, "work. Finance", "work.\n\nFinance", 1)
		case change == "nine sentences":
			text = strings.Repeat("It sends one more invoice. ", 7) + text
		case change == "credentials without steps":
			a, b := strings.Index(text, "1. Sign in at"), strings.Index(text, "## Get started")
			text = text[:a] + "Ask your administrator.\n\n" + text[b:]
		case change == "no image":
			text = strings.Replace(text, "![The finished flow](https://help.contoso.example/flow.png)\n\n", "", 1)
		case change == "no credentials needed":
			s.NeedsAuth = false
			if r := prose.Judge(withIntro(s, dropSection(goodIntro, "How to get credentials"))); hasError(r) {
				t.Errorf("%s: the section is asked for without authentication: %+v", id, r.Findings)
			}
			s.NeedsAuth = true
			text = dropSection(text, "How to get credentials")
		default:
			text = dropSection(text, strings.TrimPrefix(change, "no "))
		}
		least := checks.Advice
		wantFinding(t, id, least, prose.Judge(withIntro(s, text)))
	}
}

func subject(intro string) prose.Subject {
	return prose.Subject{
		Intro:       &checks.File{Name: "intro.md", Data: []byte(intro)},
		Readme:      &checks.File{Name: "readme.md", Data: []byte("# Contoso Invoices\n\nRaises invoices from flows.\n")},
		Description: "Contoso Invoices creates, sends and lists the invoices of a company, and tells when one is paid.",
		NeedsAuth:   true, AuthKnown: true,
		Operations: []*swagger.Operation{{ID: "CreateInvoice", Summary: "Create invoice"}, {ID: "ListInvoices", Summary: "List invoices"}, {ID: "SendInvoice", Summary: "Send invoice"}},
	}
}

func withIntro(s prose.Subject, text string) prose.Subject {
	s.Intro = &checks.File{Name: "intro.md", Data: []byte(text)}
	return s
}

func dropSection(text, title string) string {
	a := strings.Index(text, "## "+title)
	if a < 0 {
		return text
	}
	rest := text[a+3:]
	b := strings.Index(rest, "\n## ")
	if b < 0 {
		return text[:a]
	}
	return text[:a] + rest[b+1:]
}

func hasError(r checks.Report) bool {
	for _, f := range r.Findings {
		if f.Severity == checks.Error && f.Place.File == "intro.md" {
			return true
		}
	}
	return false
}
