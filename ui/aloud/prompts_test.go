package aloud

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/gate"
)

func TestWholeSubmission(t *testing.T) {
	s := newSitting(t)
	said, _, err := s.answer(sittings.Script{submit: {"submit"}, "Open the Connector certification tab.": {"o"}, "Email address.": {"c"},
		"Testing information.": {"c"}, ": API key. A secret": {"c"}, receipt: {"1"}, "Attach intro.md": {"c"}})
	if err != nil {
		t.Fatalf("%v in:\n%s", err, said)
	}
	says(t, said,
		"Connector: API key. 1 action, 0 triggers.",
		"Step 2 of 5: Source.",
		"Built: ", "In it: apiDefinition.swagger.json, apiProperties.json, icon.png; 3 entries in all.",
		"Kept for this session only.",
		"apiDefinition.swagger.json: parcels@contoso.example",
		"Submit for review is open: nothing holds it.",
		"This freezes version 1:",
		"steps: 3 lines for the engineer",
		"Version 1 is frozen.",
		"Hand-off of version 1 to ISV Studio.",
		": Press Submit for review in the portal.",
		"Did the portal show its confirmation?",
		"Recorded: the portal confirmed version 1.",
		"Attach intro.md in Activity Control",
		"Version 1: in review.",
		"within 1 to 2 weeks",
		"by 25 Nov",
	)
	s.nowhere(apiKey)
	if strings.Contains(said, apiKey) {
		t.Error("the API key was said")
	}
	s.checkDraft()
	s.checkLedger()
}

// checkDraft looks at what the whole submission left on the disk.
func (s *sitting) checkDraft() {
	s.t.Helper()
	d := s.draft()
	for field, want := range map[string]string{
		"publisher": "verified", "route": "exception", "exception.granted": "yes", "testing.valid": "yes",
		"email.submitter": "ines@contoso.example", "email.support": "parcels@contoso.example",
	} {
		if got := d.Value(field); got != want {
			s.t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
	if got := d.Value("testing.steps"); strings.Count(got, "\n") != 2 || !strings.HasPrefix(got, "1. Sign in") {
		s.t.Errorf("testing.steps is %q", got)
	}
	if got := d.Value("testing.apiKey"); !strings.HasSuffix(got, "/testing.apiKey") {
		s.t.Errorf("testing.apiKey is no reference: %q", got)
	}
	if got := d.Answers["email.support"].From; !strings.Contains(got, "apiDefinition.swagger.json") {
		s.t.Errorf("the support address is said to be from %q", got)
	}
}

// checkLedger looks at what was recorded.
func (s *sitting) checkLedger() {
	s.t.Helper()
	var kinds []submission.EventKind
	for _, e := range s.open().Ledger {
		if e.Kind != submission.Copied {
			kinds = append(kinds, e.Kind)
		}
	}
	want := []submission.EventKind{submission.Started, submission.Frozen, submission.Confirmed, submission.IntroAttached}
	if !slices.Equal(kinds, want) {
		s.t.Errorf("recorded %v, want %v", kinds, want)
	}
	if !slices.Contains(s.board.all, apiKey) || s.board.text == apiKey {
		s.t.Errorf("the API key was to be copied and taken off again: %d texts were copied", len(s.board.all))
	}
	if !slices.Contains(s.browser.opened, "https://isvstudio.powerapps.com/ep/connector") {
		s.t.Errorf("opened were %v", s.browser.opened)
	}
}

func TestInputEnds(t *testing.T) {
	s := newSitting(t)
	for field, typed := range map[string]string{"folder": "", "publisher": "", "zip": "", "testing.steps": "1. Sign in\n2. Look", "testing.apiKey": "", "intro": ""} {
		t.Run(field, func(t *testing.T) {
			said, after, err := s.answer(sittings.Script{field: {typed + sittings.End}})
			if !errors.Is(err, ErrEnded) {
				t.Fatalf("got %v in:\n%s", err, said)
			}
			for _, e := range after.Ledger {
				if e.Kind == submission.Frozen {
					t.Fatal("a version was frozen")
				}
			}
			if got := after.Draft.Value("testing.steps"); typed != "" && got != typed {
				t.Errorf("of the lines %q is kept", got)
			}
		})
		_ = os.RemoveAll(s.home)
	}
	said, after, err := s.answer(sittings.Script{submit: {sittings.End}})
	if !errors.Is(err, ErrEnded) || !after.Verdict.Open {
		t.Fatalf("got %v, want an open gate and the input's end in:\n%s", err, said)
	}
	if d := s.draft(); d.Value("email.submitter") != "ines@contoso.example" {
		t.Errorf("the answers are not on the disk: %v", d.Answers)
	}
}

func TestResumesOnTheSameField(t *testing.T) {
	s := newSitting(t)
	if _, _, err := s.answer(sittings.Script{"exception.contact": {"save"}}); err != nil {
		t.Fatal(err)
	}
	said, _, _ := s.answer(sittings.Script{"exception.contact": {"Maria Schmidt"}, "exception.directed": {"save"}})
	says(t, said, "Step 1 of 5: Connector.", ": Microsoft contact who directed us", "Everything is kept.")
	if strings.Contains(said, "You publish as") {
		t.Error("an earlier question was asked again")
	}
	if got := s.draft().Value("exception.contact"); got != "Maria Schmidt" {
		t.Errorf("the contact is %q", got)
	}
}

func TestCommands(t *testing.T) {
	s := newSitting(t)
	said, _, err := s.answer(sittings.Script{"publisher": {"?", "3", "verified", "problems"}, "route": {"<", "save"},
		"A number goes there, Enter goes back": {"99", "1"}})
	if err != nil {
		t.Fatal(err)
	}
	says(t, said,
		"You publish as", "Do you own the service behind the connector?", "The rule behind it: S01, S02", "Who is eligible", "https://",
		"That is no answer here; it was not taken.",
		": The files go to Microsoft through",
		": You publish as", "Your answer so far: verified publisher",
		"Submit for review is locked:", "That is no answer here; it was not taken.",
		"Everything is kept.")
}

func TestClear(t *testing.T) {
	s := newSitting(t)
	_, after, _ := s.answer(nil)
	after.MoveTo("testing", "testing.apiKey")
	after.Do(t.Context(), after.Save())
	said, after, err := s.answer(sittings.Script{"testing.apiKey": {"problems", "clear"}, "testing.mfa": {"save"}})
	if err != nil {
		t.Fatal(err)
	}
	says(t, said, "Submit for review is open")
	says(t, said, "Your answer so far: kept for this session only", "Taken out.", "Left open: API key is empty.")
	if after.Draft.Value("testing.apiKey") != "" || after.Verdict.Open {
		t.Error("the key is still there")
	}
	ref := after.Draft.Slug + "/testing.apiKey"
	if _, err := s.vault.Get(t.Context(), ref); !errors.Is(err, secrets.ErrNotFound) {
		t.Errorf("the vault says %v", err)
	}
}

// TestWrongAnswers are said at once, asked for again, and never block.
func TestWrongAnswers(t *testing.T) {
	s := newSitting(t)
	_, after, _ := s.answer(nil)
	after.MoveTo("support", "email.submitter")
	after.Do(t.Context(), after.Save())
	said, _, err := s.answer(sittings.Script{"email.submitter": {"TODO", ""}, "email.active": {"maybe", "yes"}, "intro": {"save"}})
	if err != nil {
		t.Fatal(err)
	}
	says(t, said, "Your email address", "error: ", "Answer again, or Enter to go on:",
		"That address is active", "That is no answer here; it was not taken.", "Support email")
	if got := s.draft().Value("email.submitter"); got != "TODO" {
		t.Errorf("the answer is %q", got)
	}
}

func TestGateGoesThere(t *testing.T) {
	s := newSitting(t)
	said, after, err := s.answer(sittings.Script{"exception.contact": {"", "Maria Schmidt"}, "a with a number vouches": {"nonsense", "?", "1"}})
	if err != nil {
		t.Fatal(err)
	}
	says(t, said, "Submit for review is locked: 1 thing holds it.", "1. Connector: Microsoft contact who directed us is empty.",
		"That is no answer here; it was not taken.", "Everything in the list has to be",
		": Microsoft contact who directed us", "Submit for review is open: nothing holds it.")
	if !after.Verdict.Open {
		t.Error("the gate is shut")
	}
	for _, e := range after.Ledger {
		if e.Kind == submission.Frozen {
			t.Error("a version was frozen without the word")
		}
	}
}

func TestWaive(t *testing.T) {
	s := newSitting(t)
	s.edited("apiDefinition.swagger.json", `"Contoso Parcels"`, `"Contoso Parcels, Letters and Vans"`)
	said, after, err := s.answer(sittings.Script{"a with a number vouches": {"a 1", "w 1", "w 1"}, "Your reason": {"", "agreed with our contact"}})
	if err != nil {
		t.Fatal(err)
	}
	says(t, said, "is locked", "Nobody can vouch for this", "Your reason", "is locked", "Your reason",
		`: waived, `, `"agreed with our contact"`)
	if len(after.Draft.Waivers) != 1 || !after.Verdict.Open {
		t.Errorf("%d waivers, open %v: %v", len(after.Draft.Waivers), after.Verdict.Open, after.Verdict.Holds)
	}
	said, _, err = s.answer(nil)
	if err != nil {
		t.Fatal(err)
	}
	says(t, said, "Everything is kept.")
}

// edited changes a file of the connector.
func (s *sitting) edited(name, from, to string) {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	data, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	changed := strings.Replace(string(data), from, to, 1)
	if changed == string(data) {
		s.t.Fatalf("%q is not in %s", from, name)
	}
	if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// TestVouch gives a commit where no clone can say anything about it.
func TestVouch(t *testing.T) {
	s := newSitting(t)
	s.variant = parcels.With(sittings.Answers{"route": "open-source", "commit": "#3473"})
	said, after, err := s.answer(nil)
	if err != nil {
		t.Fatalf("%v in:\n%s", err, said)
	}
	says(t, said, "The clone can't help: ", "Looking up the commit", "not checked: ")
	vouched := 0
	for range 10 {
		i := slices.IndexFunc(after.Verdict.Holds, func(h gate.Hold) bool { return h.Attest != "" })
		if i < 0 {
			break
		}
		if said, after, err = s.answer(sittings.Script{"a with a number vouches": {fmt.Sprintf("a %d", i+1)}, "Is that your word?": {"yes"}}); err != nil {
			t.Fatalf("%v in:\n%s", err, said)
		}
		vouched++
	}
	if vouched == 0 || len(after.Draft.Attested) != vouched {
		t.Errorf("vouched %d times, %d words are kept: %v", vouched, len(after.Draft.Attested), after.Verdict.Holds)
	}
}
