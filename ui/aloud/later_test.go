package aloud

import (
	"context"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/example"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/ui/outside"
)

// submitted walks the whole way and leaves with the portal's confirmation.
func submitted(t *testing.T) *sitting {
	t.Helper()
	s := newSitting(t)
	if said, _, err := s.answer(sittings.Script{submit: {"submit"}, receipt: {"1"}}); err != nil {
		t.Fatalf("%v in:\n%s", err, said)
	}
	return s
}

// recorded records what Microsoft answered.
func recorded(words string) sittings.Script {
	return sittings.Script{"What do you want to do?": {"1"}, "What did Microsoft answer?": {"1"}, "Their words.": {words + "\n."}}
}

func TestNotYetThenAgain(t *testing.T) {
	s := newSitting(t)
	said, after, err := s.answer(sittings.Script{submit: {"submit"}, receipt: {"2"}})
	if err != nil {
		t.Fatal(err)
	}
	says(t, said, "Not confirmed: version 1 stays handed over, not confirmed.")
	if got := after.Standing().Stage; got != standing.HandedOver {
		t.Errorf("it is %q", got)
	}
	said, after, err = s.answer(sittings.Script{receipt: {"1"}})
	if err != nil {
		t.Fatal(err)
	}
	says(t, said, "Hand-off of version 1", ": Press Submit for review in the portal: done.", "Recorded: the portal confirmed version 1.")
	if got := after.Standing().Stage; got != standing.InReview {
		t.Errorf("it is %q", got)
	}
}

func TestHandOffKeepsWhatIsDone(t *testing.T) {
	s := newSitting(t)
	if _, _, err := s.answer(sittings.Script{submit: {"submit"}, ": Email address.": {"s", "save"}, ": Upload the .zip.": {"<"}}); err != nil {
		t.Fatal(err)
	}
	said, _, _ := s.answer(sittings.Script{": Email address.": {"save"}})
	says(t, said, ": Open the Connector certification tab: done.", ": Email address.")
	if strings.Contains(said, ": Email address: done") {
		t.Error("a skipped line counts as done")
	}
}

func TestRefused(t *testing.T) {
	s := newSitting(t)
	said, after, err := s.answer(sittings.Script{submit: {"submit"}, receipt: {"3"}, "What did it show?": {"HTTP 500\nTry again later\n."}})
	if err != nil {
		t.Fatal(err)
	}
	says(t, said, "What did it show?", "Recorded. Mend what the portal said")
	if got := after.Standing(); got.Stage != standing.RefusedBy || got.Said != "HTTP 500\nTry again later" {
		t.Errorf("it is %q: %q", got.Stage, got.Said)
	}
	said, after, err = s.answer(sittings.Script{"How do you go on?": {"1"}, "Documents, question": {"save"}})
	if err != nil {
		t.Fatal(err)
	}
	says(t, said, "The portal refused version 1: HTTP 500", "Try again later", "How do you go on?", "version 2 is made of them", "Documents, question")
	if after.Draft.Version != 2 || after.Standing().Stage != standing.Drafting {
		t.Errorf("version %d is %q", after.Draft.Version, after.Standing().Stage)
	}
}

func TestRefusedAndHandedOverAgain(t *testing.T) {
	s := newSitting(t)
	if _, _, err := s.answer(sittings.Script{submit: {"submit"}, receipt: {"3"}, "What did it show?": {"HTTP 500\n."}}); err != nil {
		t.Fatal(err)
	}
	said, after, err := s.answer(sittings.Script{"How do you go on?": {"2"}, receipt: {"1"}})
	if err != nil {
		t.Fatalf("%v in:\n%s", err, said)
	}
	if got := after.Standing(); got.Stage != standing.InReview || got.Version != 1 {
		t.Errorf("version %d is %q", got.Version, got.Stage)
	}
}

func TestChangeBeforeThePortal(t *testing.T) {
	s := newSitting(t)
	said, after, err := s.answer(sittings.Script{submit: {"submit"}, receipt: {"4"}, "version 2 is made of them": {"save"}})
	if err != nil {
		t.Fatalf("%v in:\n%s", err, said)
	}
	if after.Draft.Version != 2 || after.Standing().Stage != standing.Drafting {
		t.Errorf("version %d is %q", after.Draft.Version, after.Standing().Stage)
	}
	said, _, err = s.answer(sittings.Script{submit: {"submit"}, "Hand-off of version 2": {"save"}})
	if err != nil {
		t.Fatalf("%v in:\n%s", err, said)
	}
	says(t, said, "Version 2 is frozen.")
}

func TestRecordTheAnswer(t *testing.T) {
	s := submitted(t)
	s.now = today.AddDate(0, 0, 8)
	said, after, err := s.answer(recorded("The icon needs a margin.\n\nSay more in the steps."))
	if err != nil {
		t.Fatal(err)
	}
	says(t, said, "Version 1: in review since 11 Nov 2025, day 9 of the 14 that Microsoft states.",
		"What did Microsoft answer?", "Version 1: changes requested since 19 Nov 2025.", "The icon needs a margin.")
	if got := after.Standing(); got.Stage != standing.Requested || got.Said != "The icon needs a margin.\n\nSay more in the steps." {
		t.Errorf("it is %q: %q", got.Stage, got.Said)
	}
}

// TestUpdate walks an update: every answer that was carried over is confirmed
// one by one, and the files must be new.
func TestUpdate(t *testing.T) {
	s := submitted(t)
	s.now = today.AddDate(0, 0, 8)
	if _, _, err := s.answer(recorded("The description is too short.")); err != nil {
		t.Fatal(err)
	}
	s.update = true
	said, _, err := s.answer(sittings.Script{"update.confirm": {"confirm edit", "Confirm Edit"}, "folder": {"save"}})
	if err != nil {
		t.Fatalf("%v in:\n%s", err, said)
	}
	says(t, said, "Step 1 of 6: Update.", "starts the review again",
		"from the record: version 1",
		"Microsoft asked for changes", "The description is too short.",
		"To be typed: Confirm Edit", "error: ", "Answer again, or Enter to go on:")

	s.edited("apiDefinition.swagger.json", "and find out on which day it arrives", "find out on which day it arrives, and read who signed for it")
	said, after, err := s.answer(sittings.Script{"zip": {"save"}})
	if err != nil {
		t.Fatalf("%v in:\n%s", err, said)
	}
	says(t, said, "from version 1: verified publisher", "Carried over: look at it. Enter confirms that it still holds.", "Maria Schmidt at Contoso")
	for _, field := range []string{"publisher", "route", "exception.contact"} {
		if after.Draft.Answers[field].Carried {
			t.Errorf("%s is still carried over", field)
		}
	}
	if !after.Draft.Answers["testing.steps"].Carried {
		t.Error("testing.steps was confirmed without being asked")
	}
	said, after, err = s.answer(sittings.Script{submit: {"submit"}, "Hand-off of version 2": {"save"}})
	if err != nil {
		t.Fatalf("%v in:\n%s", err, said)
	}
	says(t, said, "apiDefinition.swagger.json", "Submit for Review is open", "Submit an update must not be selected again afterwards",
		"Type submit to freeze version 2", "Version 2 is frozen.", ": Open the Connector certification tab.")
	if got := after.Standing(); got.Version != 2 || got.Stage != standing.HandedOver {
		t.Errorf("version %d is %q", got.Version, got.Stage)
	}
	s.nowhere(apiKey)
}

func TestUpdateOfADraft(t *testing.T) {
	s := newSitting(t)
	s.update = true
	_, _, err := s.answer(nil)
	if !errors.Is(err, ErrNoUpdate) || !strings.Contains(err.Error(), "nothing was submitted yet") {
		t.Errorf("got %v", err)
	}
}

func TestIndependentPublisher(t *testing.T) {
	s := newSitting(t)
	said, _, err := s.answer(sittings.Script{"publisher": {"2", "save"}, "repository.clean": {"<"}})
	if err != nil {
		t.Fatal(err)
	}
	says(t, said, "Step 1 of 3: Connector.", "You publish as")
	if strings.Contains(said, "Testing") {
		t.Error("an independent publisher is asked for a test account")
	}
	_, after, err := s.answer(sittings.Script{"repository.clean": {"save"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range after.Portal.Path(after.Values().Get) {
		if step.ID == "testing" || step.ID == "oauth" || step.ID == "support" {
			t.Errorf("the step %s is there", step.ID)
		}
	}
}

// brokenVault can't be used, as a keyring over SSH.
type brokenVault struct{ *secrets.Memory }

func (brokenVault) Place() string { return "in your keyring" }
func (brokenVault) Set(context.Context, string, secrets.Secret) error {
	return secrets.ErrNoKeyring
}

func TestNoKeyring(t *testing.T) {
	s := newSitting(t)
	s.vault = brokenVault{secrets.NewMemory()}
	said, after, err := s.answer(sittings.Script{"Where should the secret go?": {"2", "1"}})
	if err != nil {
		t.Fatalf("%v in:\n%s", err, said)
	}
	says(t, said, "Not kept: This system offers no keyring here", "Where should the secret go?",
		"Not kept: This system", "Secrets are kept for this session only from now on.", "Kept for this session only.",
		"Submit for review is open")
	if strings.Contains(said, apiKey) {
		t.Error("the API key was said")
	}
	if !after.Secrets["testing.apiKey"].Kept {
		t.Error("the key is not kept")
	}
	s.nowhere(apiKey)
}

// TestAnotherPortal walks a portal that nobody has heard of: prompts know the
// portal's data and nothing else.
func TestAnotherPortal(t *testing.T) {
	s := newSitting(t)
	other := portal.Portal{
		ID: "other", Name: "Other Portal", Notice: "A portal for tests.",
		Steps: []portal.Step{{ID: "only", Title: "The only step", Fields: []portal.Field{
			{ID: "shape", Label: "Shape", Kind: portal.Choice, Options: []portal.Option{{Value: "round", Label: "round"}, {Value: "square", Label: "square"}}},
			{ID: "corners", Label: "Corners", Kind: portal.Line, Shown: portal.When{{Key: "shape", Values: []string{"square"}}}},
		}}},
		Finals: []portal.Final{{ID: "send", Button: "Send", Open: "Ready.", Receipt: "Did it arrive?",
			Items: []portal.Item{{ID: "corners", Label: "Corners", Kind: portal.Paste, Field: "corners"}}}},
	}
	draft := s.open()
	draft.Portal = other
	var out strings.Builder
	err := Run(t.Context(), Options{Session: draft, Out: outside.Ports{Clipboard: s.board, Browser: s.browser},
		Console: NewConsole(strings.NewReader("2\n4\nsubmit\nc\n\n1\n"), &out, false, nil)})
	if err != nil {
		t.Fatalf("%v in:\n%s", err, out.String())
	}
	says(t, out.String(), "Other Portal", "Step 1 of 1: The only step.", "question 2 of 2: Corners", "Send is open", "Did it arrive?")
	if s.board.text != "4" {
		t.Errorf("copied %q", s.board.text)
	}
}

func TestInterrupted(t *testing.T) {
	s := newSitting(t)
	ctx, cancel := context.WithCancel(t.Context())
	in := &blocked{cancel: cancel}
	var out strings.Builder
	err := Run(ctx, Options{Session: s.open(), Console: NewConsole(in, &out, false, nil)})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got := s.draft().Title; got != "Contoso Parcels" {
		t.Errorf("the draft is not on the disk: %q", got)
	}
}

// blocked is an input that is interrupted and never says anything.
type blocked struct{ cancel func() }

func (b *blocked) Read([]byte) (int, error) {
	b.cancel()
	select {}
}

// TestExampleByCommit walks the built-in example, once it is mended, the usual
// way: through the commit that was merged.
func TestExampleByCommit(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	s := newSitting(t)
	dir, err := example.Make(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := example.Mend(dir); err != nil {
		t.Fatal(err)
	}
	s.dir = dir
	s.variant = sittings.ByCommit().With(sittings.Answers{"commit": "1"})
	said, after, err := s.answer(sittings.Script{"oauth.redirect.global": {"c", "yes"}})
	if err != nil {
		t.Fatalf("%v in:\n%s", err, said)
	}
	says(t, said, "from the folder certified-connectors: verified publisher",
		"1. PR 3473, ", "newest for this folder: Contoso Invoices (#3473)",
		"Judged from now on: the files of commit ")
	if strings.Contains(said, sittings.ClientSecret) || strings.Contains(said, sittings.Password) {
		t.Error("a secret was said")
	}
	for _, h := range after.Verdict.Holds {
		if h.Kind != gate.Unchecked || h.Attest == "" {
			t.Errorf("%v holds it: %s", h.Kind, h.Finding.Message)
		}
	}
	s.nowhere(sittings.ClientSecret)
	s.nowhere(sittings.Password)
}

// TestHandOffReadAloud: the accessible hand-off has the lines of the screen's
// also when the folder is gone, and copies no commit that is not known.
func TestHandOffReadAloud(t *testing.T) {
	s := newSitting(t)
	draft := s.open()
	for id, value := range map[string]string{"publisher": "verified", "route": "open-source", "source": "commit", "commit": "3473",
		"email.submitter": "ines@contoso.example", "testing.steps": "1. Sign in", "oauth.clientId": "6f1c2a4e-3b7d-4c19-9e52-8d0f4a1b77ab"} {
		draft.Set(id, value)
	}
	const secret = sittings.ClientSecret
	draft.Do(t.Context(), draft.KeepSecret("oauth.clientSecret", secret), draft.Record(submission.Frozen, ""), draft.SaveNow())
	s.dir = s.dir + " moved"
	draft.Draft.Folder = s.dir
	talk := &sittings.Talk{Person: &sittings.Person{Portal: draft.Portal, Script: sittings.Script{": GitHub commit.": {"c"}, ": OAuth Client Secret.": {"c"}}}}
	err := Run(t.Context(), Options{Session: draft, Out: outside.Ports{Clipboard: s.board, Browser: s.browser}, Console: NewConsole(talk, talk, false, nil)})
	if err != nil {
		t.Fatalf("%v in:\n%s", err, talk.Said())
	}
	says(t, talk.Said(), ": GitHub commit.", "3473 (its SHA has not been looked up yet)", "its SHA has not been looked up yet, so nothing was copied",
		": OAuth Client ID.", "6f1c2a4e", ": OAuth Client Secret.", "copied to the clipboard, for 30 seconds.")
	if !slices.Equal(s.board.all, []string{secret}) || s.board.text != "" {
		t.Errorf("%d texts were copied, left is %q", len(s.board.all), s.board.text)
	}
}
