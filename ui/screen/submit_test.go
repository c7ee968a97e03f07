package screen

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/standing"
)

func TestProblemsGoToTheField(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	holds := d.s().Verdict.Holds
	for i, h := range holds {
		d.page("connector")
		d.press("ctrl+g")
		for range i {
			d.press("down")
		}
		d.press("enter")
		if d.m().at != h.Step || d.s().Draft.At.Field != h.Field {
			t.Errorf("%s: enter goes to %s/%s, not %s/%s", h.Finding.Message, d.m().at, d.s().Draft.At.Field, h.Step, h.Field)
		}
	}
}

func TestLockedSubmitFreezesNothing(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.toSubmit()
	d.wants("Submit for review locked")
	for range 3 {
		d.press("enter", "y")
		d.toSubmit()
	}
	if versions, _ := d.s().Ports.Store.Versions(d.s().Draft.Slug); len(versions) > 0 {
		t.Errorf("versions %v were frozen", versions)
	}
}

func TestSubmitFreezesAndOpensTheHandOff(t *testing.T) {
	d := sit(t, table{dir: mendedClone(t)})
	d.open()
	d.toSubmit()
	d.wants("Everything is valid. This freezes version 1", "commit 7a0c5ef (PR 3473", "intro.md 6 sections, an opening of 3 sentences", "keep editing")
	d.press("enter")
	d.wants("Client ID and secret can't be altered afterwards.", "Nothing is sent by certwiz")
	d.press("n")
	d.wants("keep editing")
	if d.kinds() != "started" {
		t.Errorf("no was recorded as %s", d.kinds())
	}
	d.press("tab", "enter") // keep editing
	if d.m().at != "connector" {
		t.Errorf("keep editing goes to %s", d.m().at)
	}
	d.freeze()
	d.wants("Microsoft's form has no programming interface", "hand-off")
	if d.kinds() != "started, frozen" {
		t.Errorf("the ledger holds %s", d.kinds())
	}
	for _, name := range []string{"submission.json", "apiDefinition.swagger.json", "apiProperties.json", "icon.png", "intro.md"} {
		dir, err := d.s().Ports.Store.VersionDir(d.s().Draft.Slug, 1)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Errorf("%s was not frozen: %v", name, err)
		}
	}
	if path := d.s().FrozenPath("intro.md"); !strings.Contains(path, "versions") {
		t.Errorf("the hand-off gives %s", path)
	}
}

// TestHandOffComesBack leaves the hand-off and starts again.
func TestHandOffComesBack(t *testing.T) {
	st, dir := newStore(t), mendedClone(t)
	d := sit(t, table{dir: dir, store: st})
	d.open()
	d.freeze()
	d.press("down", "enter", "ctrl+s")
	if !d.quit {
		t.Fatal("ctrl+s does not leave the hand-off")
	}
	d = sit(t, table{dir: dir, store: st})
	if d.m().sheet == nil {
		t.Fatalf("the hand-off does not come back:\n%s", d.screen())
	}
	d.wants("2 ✓ Email address")
}

func TestTakeBackToEditing(t *testing.T) {
	d := sit(t, table{dir: mendedClone(t)})
	d.open()
	d.freeze()
	d.press("ctrl+b")
	d.wants("Go back to editing?", "The frozen version stays in the record as it is.")
	d.press("n")
	d.wants("Did the portal show its confirmation?")
	d.press("ctrl+b", "y")
	if d.m().sheet != nil || d.s().Draft.Version != 2 || d.kinds() != "started, frozen, withdrawn" {
		t.Fatalf("version %d, %s:\n%s", d.s().Draft.Version, d.kinds(), d.screen())
	}
	d.toSubmit()
	d.wants("This freezes version 2")
	d.freeze()
	if versions, _ := d.s().Ports.Store.Versions(d.s().Draft.Slug); len(versions) != 2 {
		t.Errorf("the versions are %v", versions)
	}
}

// TestPortalRefusesThenVersionTwo: the portal shows an error, the answer is
// mended, and what is handed over next is version 2.
func TestPortalRefusesThenVersionTwo(t *testing.T) {
	d := sit(t, table{dir: mendedClone(t)})
	d.open()
	d.freeze()
	d.press("e")
	d.typed("The email address is not active.")
	d.press("enter")
	if d.s().Standing().Stage != standing.RefusedBy {
		t.Fatalf("it stands at %s", d.s().Standing().Stage)
	}
	d.wants("The email address is not active.")
	d.press("ctrl+b", "y")
	d.at("support", "email.submitter")
	d.typed("x")
	d.freeze()
	d.wants("version 2")
	if d.kinds() != "started, frozen, refused, withdrawn, frozen" {
		t.Errorf("the ledger holds %s", d.kinds())
	}
	one, err := d.s().Ports.Store.Version(d.s().Draft.Slug, 1)
	if err != nil {
		t.Fatal(err)
	}
	two, err := d.s().Ports.Store.Version(d.s().Draft.Slug, 2)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(one.Submission), `"ines@contoso.example"`) || !strings.Contains(string(two.Submission), `"ines@contoso.examplex"`) {
		t.Error("a version holds the other one's answers")
	}
}

func TestConfirmedCanNotBeTakenBack(t *testing.T) {
	d := sit(t, table{dir: mendedClone(t)})
	d.open()
	d.freeze()
	d.press("y", "y")
	if d.s().Standing().Stage != standing.InReview {
		t.Fatalf("it stands at %s:\n%s", d.s().Standing().Stage, d.screen())
	}
	d.press("ctrl+b")
	if d.m().overlay != nil || d.m().mayTakeBack() {
		t.Error("what the portal confirmed can be taken back")
	}
}

func TestWaiveAndTakeTheWaiverBack(t *testing.T) {
	d := sit(t, table{dir: faulty(t)})
	n := len(d.s().Verdict.Holds)
	d.press("ctrl+g")
	d.toHold("waive")
	d.press("w")
	d.wants("Why does it not have to be mended?")
	d.press("enter") // no reason, no waiver
	d.typed("agreed with our contact")
	d.press("enter")
	if len(d.s().Verdict.Holds) != n-1 || len(d.s().Verdict.Waived) != 1 {
		t.Fatalf("%d of %d holds are left, %d waived", len(d.s().Verdict.Holds), n, len(d.s().Verdict.Waived))
	}
	if d.kinds() != "started, waived" {
		t.Errorf("the ledger holds %s", d.kinds())
	}
	d.toSubmit()
	d.toHold("waiver")
	d.wants(`waived, "agreed with our`, "enter take it back")
	d.press("enter")
	if len(d.s().Verdict.Holds) != n || len(d.s().Draft.Waivers) != 0 {
		t.Errorf("%d of %d holds are back, %d waivers are left", len(d.s().Verdict.Holds), n, len(d.s().Draft.Waivers))
	}
}

func TestStaleWaiverIsSaid(t *testing.T) {
	dir := faulty(t)
	d := sit(t, table{dir: dir})
	d.press("ctrl+g")
	d.toHold("waive")
	d.press("w")
	d.typed("agreed")
	d.press("enter")
	if err := os.CopyFS(filepath.Join(t.TempDir(), "x"), os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	whole := mended(t)
	for _, name := range []string{"apiDefinition.swagger.json", "intro.md"} {
		write(t, filepath.Join(dir, name), readFile(t, filepath.Join(whole, name)))
	}
	d.send(filesChanged{})
	d.toSubmit()
	d.toHold("waiver")
	d.wants("stale: matches nothing any more")
	d.press("enter")
	if len(d.s().Draft.Waivers) != 0 {
		t.Error("the stale waiver is still there")
	}
}

func TestRequiredAnswerCanNotBeWaived(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.press("ctrl+g")
	for range d.s().Verdict.Holds {
		d.press("w", "a")
		if _, ok := d.m().overlay.(*problems); !ok {
			t.Fatalf("an answer of the form can be waived:\n%s", d.screen())
		}
		d.press("down")
	}
}

func TestVouch(t *testing.T) {
	d := sit(t, table{dir: mendedClone(t)})
	unknownCommit(d)
	d.press("ctrl+g")
	d.toHold("attest")
	d.press("a")
	d.wants("Vouch for it", "This goes into the record as your word, not as something certwiz checked.")
	d.press("n")
	if len(d.s().Draft.Attested) != 0 {
		t.Error("no counts as a word")
	}
	d.press("ctrl+g")
	d.toHold("attest")
	d.press("a", "y")
	if len(d.s().Draft.Attested) != 1 || !strings.Contains(d.kinds(), "attested") {
		t.Errorf("%d words, the ledger holds %s", len(d.s().Draft.Attested), d.kinds())
	}
	if len(d.s().Verdict.Attested) != 1 {
		t.Errorf("the gate knows of %d words", len(d.s().Verdict.Attested))
	}
	d.give(map[string]string{"commit": "3473"})
	if len(d.s().Verdict.Attested) != 0 {
		t.Error("a word about another commit still counts")
	}
}

func TestUpdateByKeys(t *testing.T) {
	d := sit(t, table{dir: mendedClone(t)})
	d.open()
	d.freeze()
	d.updating()
	d.wants("version 1 → 2", "An update of a submission under review starts the")
	d.press("down", "space")
	d.wants("a certified connector is not updated this way")
	d.press("up", "space")
	d.lacks("a certified connector is not updated this way")
	d.at("update", "update.confirm")
	d.typed("confirm edit")
	d.wants(`type "Confirm Edit" exactly`)
	d.at("testing", "testing.steps")
	d.wants("carried over, ctrl+y still right")
	d.press("ctrl+y")
	if d.s().Draft.Answers["testing.steps"].Carried {
		t.Error("the answer is still only carried over")
	}
	if at := d.s().Draft.At.Field; at != "testing.account" {
		t.Errorf("ctrl+y moves on to %s", at)
	}
	d.typed("x") // a changed answer is the person's own
	if d.s().Draft.Answers["testing.account"].Carried {
		t.Error("a changed answer is still carried over")
	}
}

// TestPortalWithoutAnEnd: a way that has no final still can be left.
func TestPortalWithoutAnEnd(t *testing.T) {
	p := portal.ISVStudio()
	p.Finals = nil
	d := sit(t, table{dir: mended(t), portal: p})
	d.toSubmit()
	d.wants("Submit for review locked")
	d.press("ctrl+s")
	if !d.quit {
		t.Error("ctrl+s does not leave")
	}
}

func TestFreezeThatFails(t *testing.T) {
	d := sit(t, table{dir: mendedClone(t)})
	d.open()
	versions := filepath.Join(d.s().Ports.Store.Dir(), "submissions", d.s().Draft.Slug, "versions")
	if err := errors.Join(os.RemoveAll(versions), os.WriteFile(versions, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	d.toSubmit()
	d.press("enter", "y")
	if d.m().sheet != nil || d.s().SaveErr == nil {
		t.Errorf("a version that was not written is handed over: %v", d.s().SaveErr)
	}
	d.wants("✗")
}
