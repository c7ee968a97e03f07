package screen

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

func TestQuestionMarkIsTypedInATextAndHelpElsewhere(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	for _, at := range []struct{ step, field string }{{"testing", "testing.account"}, {"testing", "testing.steps"}} {
		d.at(at.step, at.field)
		d.press("?")
		if d.m().overlay != nil || d.value(at.field) != "?" {
			t.Errorf("%s: a question mark gives %q and the overlay %T", at.field, d.value(at.field), d.m().overlay)
		}
	}
	d.at("testing", "testing.password")
	d.press("?")
	if d.m().overlay != nil {
		t.Error("a question mark in a secret opens the help")
	}
	d.at("connector", "publisher")
	d.press("?")
	d.wants("Help", "Why it is asked")
	d.press("?")
	if d.m().overlay != nil {
		t.Error("a question mark does not close the help")
	}
}

func TestLineTakesPasteAsOneLine(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.at("testing", "testing.account")
	d.paste("  cert-tester@\ncontoso.example \t x ")
	if got := d.value("testing.account"); got != "cert-tester@ contoso.example x" {
		t.Errorf("the answer is %q", got)
	}
}

func TestLongAnswersAreBounded(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.at("testing", "testing.account")
	d.paste(strings.Repeat("漢", 3000))
	got := d.value("testing.account")
	if len(got) > longestLine || strings.ToValidUTF8(got, "") != got || len(got) < longestLine-3 {
		t.Errorf("%d bytes were taken, %d allowed; valid: %v", len(got), longestLine, strings.ToValidUTF8(got, "") == got)
	}
	d.at("testing", "testing.steps")
	d.paste(strings.Repeat("a line\n", 20_000))
	if n := len(d.value("testing.steps")); n > longestLines {
		t.Errorf("%d bytes were taken, %d allowed", n, longestLines)
	}
}

// TestFieldsCanAlwaysBeLeft types something wrong into every field: tab and
// shift+tab go on all the same (huh's own validation would not let go).
func TestFieldsCanAlwaysBeLeft(t *testing.T) {
	d := sit(t, table{dir: faulty(t)})
	d.give(map[string]string{"testing.mfa": "yes", "route": "open-source", "source": "commit"})
	for _, step := range d.m().path() {
		fields := d.m().page(step.ID).answerable()
		for i, f := range fields {
			d.at(step.ID, f.ID)
			d.press("!")
			d.press("tab")
			if d.m().at == step.ID && d.m().page(step.ID).at == f.ID {
				t.Errorf("tab does not leave %s", f.ID)
			}
			d.at(step.ID, f.ID)
			d.press("shift+tab")
			if d.m().at == step.ID && d.m().page(step.ID).at == f.ID && (i > 0 || step.ID != d.m().path()[0].ID) {
				t.Errorf("shift+tab does not leave %s", f.ID)
			}
		}
	}
}

// TestTabGoesThroughEverythingAndBack walks all fields to Submit for review
// and back to the first one.
func TestTabGoesThroughEverythingAndBack(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.page("connector")
	where := func() string { return d.m().at + "/" + d.s().Draft.At.Field }
	var there []string
	for range 100 {
		there = append(there, where())
		if d.m().at == stepSubmit {
			break
		}
		d.press("tab")
	}
	if d.m().at != stepSubmit {
		t.Fatalf("tab never comes to the end: %v", there)
	}
	for i := len(there) - 2; i >= 0; i-- {
		d.press("shift+tab")
		if where() != there[i] {
			t.Fatalf("shift+tab goes to %s, not %s", where(), there[i])
		}
	}
	d.press("shift+tab")
	if where() != there[0] {
		t.Errorf("shift+tab on the first field goes to %s", where())
	}
}

func TestChoiceIsChosenByKeyAndMouse(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.at("testing", "testing.mfa")
	d.press("down", "space")
	if d.value("testing.mfa") != "yes" {
		t.Errorf("the answer is %q", d.value("testing.mfa"))
	}
	d.wants("The way through multifactor authentication")
	d.clickOn("( ) no")
	if d.value("testing.mfa") != "no" {
		t.Errorf("after a click the answer is %q", d.value("testing.mfa"))
	}
	d.lacks("The way through multifactor authentication")
}

func TestTickIsTickedAndTakenBack(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.at("support", "email.active")
	d.press("space")
	d.wants("[x] That address is active")
	d.press("space")
	d.wants("[ ] That address is active")
	d.press("enter")
	d.clickOn("That address is active")
	d.wants("[ ] That address is active")
}

func TestCopyOfARedirectURL(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.at("oauth", "oauth.redirect.global")
	d.press("c")
	if d.board.text != "https://global.consent.azure-apim.net/redirect" {
		t.Errorf("the clipboard holds %q", d.board.text)
	}
	d.wants("copied to the clipboard")
	d.press("space")
	d.lacks("copied to the clipboard")
}

func TestRailByKeyAndMouse(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.page("testing")
	d.press("esc", "down", "enter")
	if d.m().at != "oauth" {
		t.Errorf("the rail opens %s", d.m().at)
	}
	d.press("esc")
	for range 20 {
		d.press("down")
	}
	d.press("enter")
	if d.m().at != stepSubmit {
		t.Errorf("the rail's end opens %s", d.m().at)
	}
	for _, s := range d.m().path() {
		d.clickOn(" " + s.Title)
		if d.m().at != s.ID {
			t.Errorf("a click on %s opens %s", s.Title, d.m().at)
		}
	}
	d.clickOn("locked")
	if d.m().at != stepSubmit {
		t.Errorf("a click on the rail's end opens %s", d.m().at)
	}
}

func TestWheelAndOtherButtonsDoNoHarm(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.page("testing")
	d.send(tea.MouseMsg{Button: tea.MouseButtonWheelDown, Action: tea.MouseActionPress})
	if at := d.s().Draft.At.Field; at != "testing.account" {
		t.Errorf("the wheel goes to %s", at)
	}
	before := d.screen()
	for _, b := range []tea.MouseButton{tea.MouseButtonRight, tea.MouseButtonMiddle, tea.MouseButtonNone, tea.MouseButtonBackward} {
		d.send(tea.MouseMsg{X: 3, Y: 4, Button: b, Action: tea.MouseActionPress})
	}
	d.send(tea.MouseMsg{X: 3, Y: 4, Button: tea.MouseButtonLeft, Action: tea.MouseActionRelease})
	if d.screen() != before {
		t.Errorf("another button does something:\n%s", d.screen())
	}
}

// TestResumeOnTheSameField leaves in the middle and comes back.
func TestResumeOnTheSameField(t *testing.T) {
	st, dir := newStore(t), mended(t)
	d := sit(t, table{dir: dir, store: st})
	d.at("oauth", "oauth.expires")
	d.typed("2027-11-30")
	d.press("ctrl+s")
	if !d.quit {
		t.Fatal("ctrl+s does not leave")
	}
	d = sit(t, table{dir: dir, store: st})
	d.typed("x")
	if got := d.value("oauth.expires"); got != "2027-11-30x" {
		t.Errorf("the session resumed on %s, the answer is %q", d.s().Draft.At.Field, got)
	}
	if got := d.kinds(); got != "started" {
		t.Errorf("the ledger holds %s", got)
	}
}

// TestTypingIsSavedWhileTyping counts on no pause at the end of the text.
func TestTypingIsSavedWhileTyping(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.at("testing", "testing.account")
	for i := range 5 {
		d.send(keyMsg(fmt.Sprint(i)))
		if !d.m().saveSoon && !d.m().saving {
			t.Fatalf("nothing will be saved after key %d", i)
		}
		d.send(saveTick{})
		draft, err := d.s().Ports.Store.LoadDraft(d.s().Draft.Slug)
		if err != nil {
			t.Fatal(err)
		}
		if got := draft.Value("testing.account"); got != "01234"[:i+1] {
			t.Errorf("after key %d the draft on the disk has %q", i, got)
		}
	}
}

func TestSaveFailureIsSaidAndTriedAgain(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.at("testing", "testing.account")
	home := d.s().Ports.Store.Dir()
	folder := filepath.Join(home, "submissions", d.s().Draft.Slug)
	if err := errors.Join(os.RemoveAll(folder), os.WriteFile(folder, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	d.send(keyMsg("x"))
	d.send(saveTick{})
	if d.s().SaveErr == nil || !d.m().saveSoon {
		t.Fatalf("the error is %v, another try is due: %v", d.s().SaveErr, d.m().saveSoon)
	}
	d.wants(d.m().th.Glyphs.Bad + " ")
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	d.send(saveTick{})
	draft, err := d.s().Ports.Store.LoadDraft(d.s().Draft.Slug)
	if err != nil || draft.Value("testing.account") != "x" || d.s().SaveErr != nil {
		t.Errorf("the second try: %q, %v, %v", draft.Value("testing.account"), err, d.s().SaveErr)
	}
}

func TestSeveralConnectorsKeepApart(t *testing.T) {
	st := newStore(t)
	one, two := sit(t, table{dir: mended(t), store: st}), sit(t, table{dir: faulty(t), store: st})
	one.at("testing", "testing.account")
	one.typed("one@contoso.example")
	two.at("testing", "testing.account")
	two.typed("two@contoso.example")
	if one.s().Draft.Slug == two.s().Draft.Slug {
		t.Fatalf("both are kept under %s", one.s().Draft.Slug)
	}
	for d, want := range map[*sitting]string{one: "one@contoso.example", two: "two@contoso.example"} {
		draft, err := st.LoadDraft(d.s().Draft.Slug)
		if err != nil || draft.Value("testing.account") != want {
			t.Errorf("%s: %q, %v", d.s().Draft.Slug, draft.Value("testing.account"), err)
		}
	}
}
