package screen

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/form"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/standing"
)

// offers is another portal: other steps, fields, labels, windows and hand-off
// than ISV Studio's, and nothing else than this value.
func offers() portal.Portal {
	paid := portal.Match{Key: "offer.plan", Values: []string{"paid"}}
	return portal.Portal{
		ID: "offers", Name: "Offer Desk", Short: "Offers are reviewed on weekdays", Notice: "The Offer Desk is open on weekdays.",
		Steps: []portal.Step{
			{ID: "offer", Title: "Offer", Texts: []portal.Text{{Text: "What customers see in the store.", Source: "O1"}, {Text: "A paid offer needs a bank account.", When: portal.When{paid}, Source: "O2"}}, Fields: []portal.Field{
				{ID: "offer.alias", Label: "Alias of the offer", Kind: portal.Line, Check: form.Text, Hint: "letters-and-hyphens", Why: "It can't be changed later.", Source: "O3", Link: "help"},
				{ID: "offer.plan", Label: "Plan", Kind: portal.Choice, Options: []portal.Option{{Value: "free", Label: "free"}, {Value: "paid", Label: "paid", Note: "monthly"}, {Value: "trial", Label: "trial"}},
					Refuse: []portal.Refusal{{Value: "trial", Message: "trials are closed", Fix: "Choose another plan."}}, Source: "O4"},
				{ID: "offer.bank", Label: "Bank account", Kind: portal.Secret, Shown: portal.When{paid}, Source: "O5"},
				{ID: "offer.terms", Label: "The terms were read", Kind: portal.Tick, Source: "O6"},
			}},
			{ID: "files", Title: "Package", Fields: []portal.Field{
				{ID: "folder", Label: "Package folder", Kind: portal.Files, Role: portal.RoleFiles, Optional: true, Source: "O7"},
				{ID: "package.date", Label: "Go live", Kind: portal.Date, Source: "O8"},
				{ID: "package.word", Label: "Type go live {offer.alias}", Kind: portal.Line, Expect: "go live {offer.alias}", Source: "O9"},
			}},
			{ID: "billing", Title: "Billing", When: portal.When{paid}, Fields: []portal.Field{{ID: "billing.notes", Label: "Notes for billing", Kind: portal.Lines, Source: "O10"}}},
		},
		Finals: []portal.Final{{ID: "publish", Button: "Publish", Open: "Ready: this publishes version {version} of {offer.alias}.", Summary: []portal.Brief{{Field: "offer.alias", Label: "alias"}, {Field: "offer.plan", Label: "plan"}},
			Cannot: []portal.Text{{Text: "The alias stays for ever.", Source: "O3"}}, Receipt: "Is it published?", Window: "offer review",
			Items: []portal.Item{
				{ID: "open", Label: "Open the Offer Desk", Kind: portal.Open, Link: "desk", Source: "O1"},
				{ID: "alias", Label: "Offer alias", Kind: portal.Paste, Field: "offer.alias", Source: "O3"},
				{ID: "bank", Label: "Account", Kind: portal.Paste, Field: "offer.bank", When: portal.When{paid}, Source: "O5"},
				{ID: "go", Label: "Press Go live", Kind: portal.Press, Source: "O8"},
			}}},
		Windows: []portal.Window{{ID: "offer review", Text: "Answered within 3 days.", Whose: "Microsoft", Days: 3, Source: "O11"}},
		Links:   []portal.Link{{ID: "desk", Title: "Offer Desk", URL: "https://offers.contoso.example"}, {ID: "help", Title: "Help with offers", URL: "https://help.contoso.example"}},
		Facts:   []portal.Fact{{Text: "Offers are answered within 3 days.", Source: "O11", Seen: "2026-11-01"}},
	}
}

// TestSecondPortal walks another portal through pages, gate, hand-off and
// clock. No page knows of it: a portal is a value.
func TestSecondPortal(t *testing.T) {
	const bank = "DE00-1234-secret-account"
	d := sit(t, table{dir: mended(t), portal: offers()})
	d.hidden = append(d.hidden, bank)
	d.wants("new submission · Offer Desk", "Offers are reviewed on weekdays", "Offer", "Package", "Publish", "What customers see in the store.",
		"Alias of the offer", "letters-and-hyphens")
	d.lacks("Testing", "OAuth", "ISV Studio", "Bank account", "Billing", "Submit for review")
	holds := len(d.s().Verdict.Holds)

	d.press("f1")
	d.wants("It can't be changed later.", "O3", "https://help.contoso.example")
	d.press("esc")
	d.typed("contoso-invoices")
	d.press("tab", "down", "down", "space")
	d.wants("trials are closed", "Choose another plan.")
	d.press("up", "space")
	d.lacks("trials are closed")
	d.wants("A paid offer needs a bank account.", "Billing", "Bank account")
	d.press("tab")
	d.typed(bank)
	d.press("tab", "space")
	d.wants("[x] The terms were read")

	d.page("files")
	d.wants("Package folder", "1 finding on the files", "Go live", "Type go live contoso-invoices")
	d.at("files", "package.date")
	d.typed("2027-01-31")
	d.press("tab")
	d.typed("go live")
	d.wants(`type "go live contoso-invoices" exactly`)
	d.typed(" contoso-invoices")
	d.lacks("exactly")
	if d.s().Verdict.Open {
		t.Fatal("the gate is open without the notes for billing")
	}
	d.press("tab")
	d.typed("Monthly, by invoice.")
	if v := d.s().Verdict; !v.Open || holds == 0 {
		t.Fatalf("at first %d things held it, now %+v", holds, v.Holds)
	}

	d.toSubmit()
	d.wants("● Publish", "open", "Ready: this publishes version 1 of contoso-invoices.", "The alias stays for ever.", "alias contoso-invoices", "plan paid")
	d.press("enter")
	d.wants("Publish?")
	d.press("y")
	d.wants("hand-off · Offer Desk", "1 ○ Open the Offer Desk", "2 ○ Offer alias contoso-invoices", "3 ○ Account ••••", "4 ○ Press Go live", "Is it published?")
	d.lacks("OAuth Client ID", "intro.md")
	d.press("down", "down", "c")
	if d.board.text != bank {
		t.Errorf("%d characters were copied", len(d.board.text))
	}
	d.press("y", "y")
	if s := d.s().Standing(); s.Stage != standing.InReview || s.Window.Days != 3 {
		t.Errorf("it stands at %s, for %d days", s.Stage, s.Window.Days)
	}

	pkg, err := d.s().Ports.Store.Version(d.s().Draft.Slug, 1)
	if err != nil {
		t.Fatal(err)
	}
	var frozen session.Frozen
	if err := json.Unmarshal(pkg.Submission, &frozen); err != nil {
		t.Fatal(err)
	}
	if frozen.Portal != "offers" || frozen.Answers["offer.alias"].Value != "contoso-invoices" || strings.Contains(string(pkg.Submission), bank) {
		t.Errorf("frozen was %s", pkg.Submission)
	}
	for _, s := range sizes {
		d.resize(s.width, s.height)
	}
}
