package gate_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
)

// offerRow is one row of Partner Center's process and what shows that it is met.
type offerRow struct {
	id, what, where string
	check           func(c offerCase) string // what is wrong, "" for nothing
}

// offerCase is the portal with the complete cases of both kinds of publishers.
type offerCase struct {
	t                     *testing.T
	id                    string
	p                     portal.Portal
	verified, independent gate.Case
}

// offerIDs reads "P61–P68, Q3" as the IDs it names.
func offerIDs(source string) []string {
	var ids []string
	for _, m := range regexp.MustCompile(`([QPVI])(\d+)(?:\s*–\s*[QPVI](\d+))?`).FindAllStringSubmatch(source, -1) {
		from, _ := strconv.Atoi(m[2])
		to, err := strconv.Atoi(m[3])
		if err != nil {
			to = from
		}
		for n := from; n <= to; n++ {
			ids = append(ids, fmt.Sprintf("%s%d", m[1], n))
		}
	}
	return ids
}

// needed: the field names the row as its source, and without its answer the gate
// is shut.
func needed(fields ...string) func(offerCase) string {
	return func(c offerCase) string {
		for _, id := range fields {
			f, _, ok := c.p.Field(id)
			if !ok || !contains(offerIDs(f.Source), c.id) {
				return fmt.Sprintf("%s names %q as its source", id, f.Source)
			}
			if f.Optional {
				continue
			}
			in := c.verified
			if _, there := in.Values.Draft.Answers[id]; !there {
				in = c.independent
			}
			if v := gate.Judge(without(in, id)); v.Open || !names(v, id) {
				return fmt.Sprintf("without %s the gate is open", id)
			}
		}
		return ""
	}
}

// ruled: a rule names the row as its source.
func ruled(ids ...string) func(offerCase) string {
	return func(c offerCase) string {
		for _, id := range ids {
			if r := gate.RuleOf(id); r.ID == "" || !contains(offerIDs(r.Source), c.id) {
				return fmt.Sprintf("rule %s names %q", id, r.Source)
			}
		}
		return ""
	}
}

// told: the portal says the words in what names the row.
func told(words ...string) func(offerCase) string {
	return func(c offerCase) string {
		said := offerTexts(c.p, c.id)
		for _, w := range words {
			if !strings.Contains(said, w) {
				return fmt.Sprintf("nothing says %q", w)
			}
		}
		return ""
	}
}

// offerTexts are all sentences of the portal that name a row.
func offerTexts(p portal.Portal, id string) string {
	var b strings.Builder
	add := func(source string, texts ...string) {
		if contains(offerIDs(source), id) {
			b.WriteString(strings.Join(texts, "\n") + "\n")
		}
	}
	for _, s := range p.AllSteps() {
		for _, x := range s.Texts {
			add(x.Source, x.Text)
		}
		for _, f := range s.Fields {
			add(f.Source, f.Label, f.Why, f.Where)
		}
	}
	for _, f := range p.Finals {
		for _, x := range f.Cannot {
			add(x.Source, x.Text)
		}
		for _, i := range f.Items {
			add(i.Source, i.Label, i.Note)
		}
	}
	for _, w := range p.Windows {
		add(w.Source, w.Text)
	}
	for _, x := range p.Turns {
		add(x.Source, x.Label, x.Next)
	}
	return b.String()
}

func both(checks ...func(offerCase) string) func(offerCase) string {
	return func(c offerCase) string {
		for _, check := range checks {
			if wrong := check(c); wrong != "" {
				return wrong
			}
		}
		return ""
	}
}

func offerRows() []offerRow {
	rows := []offerRow{
		{"Q1", "a Partner Center account", "page Account, remembered", needed("ready.account")},
		{"Q2", "its verification is finished", "page Account, remembered", both(needed("ready.verified"), told("3 to 5 business days"))},
		{"Q3", "enrolled in Microsoft 365 and Copilot", "page Account, remembered; New offer names the tile", both(needed("ready.program"), told("Connector or Agent"))},
		{"Q4", "the submitting user has an email address in Entra", "page Account", needed("email.submitter")},
		{"Q5", "the user belongs to the seller's tenant", "page Account, remembered", needed("ready.tenant")},
		{"Q6", "the files are merged first", "page Source, rules of the commit", needed("commit", "repository.clean")},
		{"Q7", "each operation was called 10 times", "page Account, a tick", needed("ready.called")},
		{"Q8", "Solution Checker finds nothing critical or high", "page Account, a tick", needed("ready.checker")},
		{"Q9", "own or control the service, production host", "page Account, a tick", needed("ready.owner", "publisher")},
	}
	rows = append(rows, packageRows()...)
	return append(rows, []offerRow{
		{"P57", "no OAuth for independent publishers", "page Source, held until Microsoft's word is told", needed("pr.oauth")},
		{"P60", "an MCP server goes into another offer", "page New offer", told("since 31 October 2026")},
		{"P61", "the link is one https address on blob storage", "rules SasLinkShape, SasLinkHost", both(needed("package.link"), ruled("SasLinkShape", "SasLinkHost"))},
		{"P62", "signed, readable, with an end", "rules SasLinkSigned, SasLinkStoredPolicy", ruled("SasLinkSigned", "SasLinkStoredPolicy")},
		{"P63", "15 days at submission, 4 at review", "rule SasLinkEnds; the desk's warning and calendar (TestLinkEnd)", both(needed("package.linkEnds"), ruled("SasLinkEnds"))},
		{"P64", "the link opens the package alone", "rule SasLinkScope", ruled("SasLinkScope")},
		{"P65", "the link allows reading alone", "rule SasLinkRights", ruled("SasLinkRights")},
		{"P66", "opens now, for everybody, over https", "rules SasLinkNotOpen, SasLinkPlain", ruled("SasLinkNotOpen", "SasLinkPlain")},
		{"P67", "no user-delegation link", "rule SasLinkDelegated", ruled("SasLinkDelegated")},
		{"P68", "the link names the package", "rule SasLinkName", ruled("SasLinkName")},
		{"P70", "the blob is the package that was checked", "hand-off: the frozen package beside the link", told("the blob is this package")},
		{"P71", "the offer's name", "rules OfferNameLength, OfferNameTitle", both(needed("offer.name"), ruled("OfferNameLength", "OfferNameTitle"))},
		{"P72", "1 to 3 categories", "rule OfferCategories", both(needed("offer.categories"), ruled("OfferCategories"))},
		{"P73", "terms, privacy and support are three https pages", "rules OfferLinkShape, OfferLinkTwice", both(needed("offer.privacy", "offer.support"), ruled("OfferLinkShape", "OfferLinkTwice"))},
		{"P74", "EULA link or Standard Contract", "page Properties; the confirmation", both(needed("offer.terms"), told("can likely not be taken back"))},
		{"P75", "the OAuth box agrees with the package", "rule OAuthBox", both(needed("package.oauth"), ruled("OAuthBox"))},
		{"P76", "client ID and secret with OAuth", "page Package; hand-off", told("Client Secret")},
		{"P77", "HideKey is empty", "rule HideKeyGiven", both(needed("offer.hideKey"), ruled("HideKeyGiven"))},
		{"P78", "notes for certification", "page Review, drafted (TestNotesAreDrafted); rule NotesTooShort", both(needed("offer.notes"), ruled("NotesTooShort"))},
		{"P79", "notification addresses", "rule EmailList", both(needed("offer.notify"), ruled("EmailList"))},
		{"P80", "Q1 to Q9 are ticked", "page Account: each holds the gate, see Q1 to Q9", func(c offerCase) string {
			if v := gate.Judge(without(c.verified, "ready.account")); v.Open {
				return "the gate is open"
			}
			return ""
		}},
		{"P81", "somebody is there for the preview", "page Review, a tick", needed("offer.days")},
		{"P82", "one connector folder in the pull request", "page Source of an independent publisher", needed("pr.package")},
		{"P83", "the package lies in that folder", "page Source; hand-off of an independent publisher", both(needed("pr.package"), told("Put the package into the connector's folder"))},
		{"P84", "no icon in the folder: a warning, since one was merged with it", "page Source, a tick; rule IconNotInPullRequest", both(needed("pr.folder"), ruled("IconNotInPullRequest"))},
		{"P85", "brand colour #da3b01", "page Source; rules of checks/properties", needed("pr.folder")},
		{"P86", "the title, and no draft", "hand-off of an independent publisher", told("begins with Proposal", "no draft")},
		{"P87", "the same GitHub account as last time", "page Source, a tick", needed("pr.account")},
		{"P88", "readme by the template", "page Documents", needed("readme")},
		{"P89", "one name and address everywhere", "page Source, a tick", needed("pr.identity")},
		{"P90", "nothing else in the folder but the package", "page Source, a tick; rule ConnectorFileExtra", both(needed("pr.folder"), ruled("ConnectorFileExtra"))},
		{"V4", "the offer is a draft, tab by tab", "hand-off", told("Complete means the structure is right")},
		{"V5", "certification, and a failed one", "certwiz record report; the desk's clock (TestOffer)", told("24 to 48 hours", "resubmit the same offer")},
		{"V6", "the preview lasts two business days", "certwiz record preview, preview-missed; the desk, loud (TestOffer)", told("two business days", "one-time password")},
		{"V7", "going live, no way back", "certwiz record go-live; the desk's clock", told("no way back", "Friday")},
		{"V8", "live", "certwiz record live", told("tag preview")},
		{"V9", "generally available; deprecation", "certwiz record available", told("deprecated")},
		{"I0", "the proposal", "the desk's clock", told("proposal")},
		{"I3", "the registration form", "hand-off of an independent publisher", told("registration form")},
		{"I4", "OneVet, up to sharing", "hand-off of an independent publisher", told("share the credential")},
		{"I6", "errors are mended in the same pull request", "the desk's clock", told("round of changes")},
	}...)
}

// offerTable is Partner Center's part of docs/requirements.md.
func offerTable() string {
	var b strings.Builder
	b.WriteString("\n## Partner Center\n\nThe process since 31 May 2024, known as of 2026-09-30: Q is what must be true before, P a check, V and I the states of an offer\n" +
		"and of an independent publisher's pull request. `go test ./submission/gate -run TestOfferRequirements` tries every row.\n\n" +
		"| | what the process says | shown by |\n|---|---|---|\n")
	for _, r := range offerRows() {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", r.id, r.what, r.where)
	}
	return b.String()
}

// TestOfferRequirements tries every row.
func TestOfferRequirements(t *testing.T) {
	p := portal.PartnerCenter()
	c := offerCase{t: t, p: p, verified: completeAt(t, p, sittings.ByCommit())}
	for _, v := range sittings.Variants() {
		if v.Name == "independent, OAuth" {
			c.independent = completeAt(t, p, v)
		}
	}
	seen := map[string]bool{}
	for _, r := range offerRows() {
		if seen[r.id] {
			t.Errorf("%s stands twice", r.id)
		}
		seen[r.id] = true
		c.id = r.id
		if wrong := r.check(c); wrong != "" {
			t.Errorf("%s: %s", r.id, wrong)
		}
	}
}
