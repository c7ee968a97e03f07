package handoff

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/golden"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/store"
)

// compare compares a screen with the one that is kept.
func compare(t *testing.T, name, got string) {
	t.Helper()
	golden.Compare(t, filepath.Join("testdata", name), trimmed(got))
}

// trimmed is a screen without spaces at the ends of its lines.
func trimmed(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestTheSheetAsItOpens(t *testing.T) {
	d := drive(t, nil)
	for _, size := range []struct{ width, height int }{{78, 22}, {58, 14}} { // 80×24 and 60×16 without the frame
		screen := d.at(size.width, size.height)
		compare(t, fmt.Sprintf("open-%dx%d.txt", size.width+2, size.height+2), screen)
		d.lacks(strings.ToLower(screen), "submitted")
	}
	if got := d.sheet.Title(); got != "certwiz · Contoso Invoices · version 1" {
		t.Errorf("title %q", got)
	}
}

func TestTheItemsFitTheSubmission(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*session.Session)
		has    string
		lacks  string
	}{
		{"by zip", func(s *session.Session) { s.Draft.Answers["source"] = submission.Answer{Value: "zip"} }, "Upload the .zip", "GitHub commit"},
		{"without sign-in", func(s *session.Session) { s.Folder = &connector.Connector{Facts: connector.Facts{AuthKnown: true}} }, "Support email", "OAuth"},
		{"files not read yet", func(s *session.Session) { s.Folder = nil }, "OAuth Client Secret", "API key"},
		{"with MFA", func(s *session.Session) { s.Draft.Answers["testing.mfa"] = submission.Answer{Value: "yes"} }, "Steps through MFA", "API key"},
		{"an update", func(s *session.Session) { s.Draft.Update = true }, "Select Remove on the existing archive", "Press Submit for review"},
		{"independent", func(s *session.Session) { s.Draft.Answers["publisher"] = submission.Answer{Value: "independent"} }, "Contoso Invoices (Independent Publisher)", "ISV Studio"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := drive(t, c.change)
			all := d.at(100, 60)
			d.wants(all, c.has)
			if c.lacks != "Press Submit for review" { // the update's button is named alike
				d.lacks(all, c.lacks)
			}
		})
	}
}

func TestCopying(t *testing.T) {
	d := drive(t, nil)
	d.press("down", "c")
	if d.board.text != "ines@contoso.example" {
		t.Errorf("copied %q", d.board.text)
	}
	d.wants(d.screen(), "   2 ✓ Email address", "Email address: copied to the clipboard", "›  3 ○ GitHub commit")
	d.press("enter") // the next one
	if d.board.text != sha {
		t.Errorf("copied %q, want the full SHA", d.board.text)
	}
	d.press("enter")
	if d.board.text != "1. Sign in at https://app.contoso.example\n2. Create an invoice" {
		t.Errorf("copied %q, want every line", d.board.text)
	}
	d.recorded("copied email", "copied commit", "copied steps")

	d.to("email")
	d.press("c")
	d.recorded("copied email", "copied commit", "copied steps") // once is enough
}

func TestWhatWasDoneIsStillDoneNextTime(t *testing.T) {
	d := drive(t, nil)
	d.press("o", "c", "c")
	d.open()
	d.wants(d.screen(), "   1 ✓ Open", "   2 ✓ Email", "   3 ✓ GitHub commit", "›  4 ○ Testing information")
}

func TestCopyingThatFails(t *testing.T) {
	d := drive(t, nil)
	d.board.err = errors.New("nothing was copied: no clipboard program was found. Install xclip")
	d.to("email")
	d.press("c")
	d.wants(d.screen(), "! Email address: nothing was copied", "›  2 ○ Email address")
	d.recorded()
}

func TestAnAnswerThatIsMissing(t *testing.T) {
	d := drive(t, func(s *session.Session) { delete(s.Draft.Answers, "email.support") })
	d.to("support")
	d.press("c")
	d.wants(d.screen(), "not answered", "Support email: not answered, so there is nothing to copy")
	d.recorded()
}

// In a later sitting the commit has not been looked up again: the frozen
// version knows it.
func TestTheCommitOfTheFrozenVersion(t *testing.T) {
	d := drive(t, nil)
	d.s.Commit = nil
	d.to("commit")
	d.press("c")
	if d.board.text != "" {
		t.Errorf("copied %q", d.board.text)
	}
	d.wants(d.screen(), "GitHub commit 3473 (its SHA has not been looked u…", "GitHub commit: its SHA has not been looked up yet, so nothing was copied.")
	d.wants(Text(d.s), "GitHub commit: 3473 (its SHA has not been looked up yet)")

	text, err := json.Marshal(session.Frozen{Format: 1, Version: 1, Commit: &origin.Commit{Typed: "3473", SHA: sha}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.s.Ports.Store.Freeze(store.Package{Slug: d.s.Draft.Slug, Version: 1, Submission: text}); err != nil {
		t.Fatal(err)
	}
	d.apply(d.s.ReadFrozenCommit())
	d.wants(Text(d.s), "GitHub commit: "+sha)
	d.press("c")
	if d.board.text != sha {
		t.Errorf("copied %q", d.board.text)
	}
	d.recorded("copied commit")
}

func TestOpening(t *testing.T) {
	d := drive(t, nil)
	d.press("o")
	if len(d.browser.opened) != 1 || d.browser.opened[0] != "https://isvstudio.powerapps.com/ep/connector" {
		t.Errorf("opened %q", d.browser.opened)
	}
	d.wants(d.screen(), "   1 ✓ Open the Connector", "opened in your browser")
	d.recorded("copied open")
}

func TestOpeningWithoutABrowser(t *testing.T) {
	d := drive(t, nil)
	d.browser.err = errors.New("no browser can be opened from here: certwiz runs over SSH")
	d.board.how = "sent to your terminal's clipboard (OSC 52)"
	d.press("enter")
	if d.board.text != "https://isvstudio.powerapps.com/ep/connector" {
		t.Errorf("copied %q", d.board.text)
	}
	d.wants(d.screen(), "certwiz runs over SSH. The address is sent to your terminal's clipboard (OSC 52): https://isvstudio.powerapps.com/ep/connector")
	d.recorded("copied open")
}

func TestShowingAFile(t *testing.T) {
	d := drive(t, func(s *session.Session) { s.Draft.Answers["source"] = submission.Answer{Value: "zip"} })
	d.to("zip")
	d.press("f")
	if len(d.files.shown) != 1 || d.files.shown[0] != d.s.FrozenPath(session.ArchiveName) || d.board.text != d.files.shown[0] {
		t.Errorf("shown %q, copied %q", d.files.shown, d.board.text)
	}
	d.wants(d.screen(), "The file is shown, its path is copied to the clipboard.", "›  3 ○ Upload the .zip")
	d.recorded() // showing it is not yet giving it
	d.press("space")
	d.recorded("copied zip")
}

func TestShowingAFileWithoutAFileManager(t *testing.T) {
	d := drive(t, func(s *session.Session) { s.Draft.Answers["source"] = submission.Answer{Value: "zip"} })
	d.files.err = errors.New("no file manager can be opened from here: there is no display")
	d.to("zip")
	d.press("f")
	d.wants(d.screen(), "there is no display; its path is copied to the clipboard:")
}

func TestPressing(t *testing.T) {
	d := drive(t, nil)
	d.to("press")
	d.wants(d.screen(), "trouble with submitting goes to your Microsoft contact")
	d.press("space", "space")
	d.recorded("copied press")
	d.wants(d.screen(), "10 ✓ Press Submit for review")
}

func TestSmallScreen(t *testing.T) {
	d := drive(t, nil)
	for _, id := range []string{"open", "clientSecret", "press"} {
		d.to(id)
		screen := d.at(58, 14)
		d.wants(screen, "› ", "Did the portal show its confirmation?", "y yes")
		if it, _ := d.sheet.chosen(); !strings.Contains(screen, it.Label[:10]) {
			t.Errorf("the chosen item %s is not in sight:\n%s", id, screen)
		}
	}
	d.wants(d.at(58, 14), "↑ ", "more")
	d.press("e", "It said \"no\".", "enter")
	d.to("clientSecret")
	d.wants(d.at(58, 14), "› 8", "The portal showed an error on 24 Nov", "y yes")
	d.at(80, 24)
	d.at(60, 16)
	d.at(200, 60)
	d.at(1, 1)
	d.at(0, 0)
}

func TestTextFromElsewhereIsShownSafely(t *testing.T) {
	d := drive(t, func(s *session.Session) {
		s.Draft.Title = "Contoso\x1b[2J"
		s.Draft.Answers["testing.account"] = submission.Answer{Value: "tester\x1b]0;x\x07"}
	})
	for _, text := range []string{d.screen(), d.sheet.Title(), Text(d.s)} {
		if strings.ContainsAny(text, "\x1b\x07") {
			t.Errorf("a control character is sent: %q", text)
		}
	}
	d.to("account")
	d.press("c")
	if d.board.text != "tester\x1b]0;x\x07" {
		t.Error("what is copied is not what was answered")
	}
}

func TestKeys(t *testing.T) {
	d := drive(t, nil)
	keys := func() string {
		var names []string
		for _, b := range d.sheet.Keys() {
			names = append(names, b.Help().Key+" "+b.Help().Desc)
		}
		return strings.Join(names, ", ")
	}
	for _, c := range []struct {
		does []string
		want string
	}{
		{nil, "↑↓ choose, o open, space done, esc close, y yes, n not yet, e it showed an error"},
		{[]string{"o"}, "↑↓ choose, c copy, space done, esc close, y yes, n not yet, e it showed an error"},
		{[]string{"end"}, "↑↓ choose, space done, esc close, y yes, n not yet, e it showed an error"},
		{[]string{"e"}, "enter record, esc back"},
		{[]string{"esc", "y", "y"}, "↑↓ choose, f show file, space done, esc close"},
	} {
		d.press(c.does...)
		if got := keys(); got != c.want {
			t.Errorf("after %q: %s\nwant %s", c.does, got, c.want)
		}
	}
}

func TestText(t *testing.T) {
	d := drive(t, nil)
	d.press("o")
	text := Text(d.s)
	d.noSecrets(text)
	d.wants(text,
		"Hand-off of version 1 of Contoso Invoices to ISV Studio\n",
		" 1. [x] Open the Connector certification tab (closed on 31 May 2024; for today's form see Partner Center, whose fields differ): https://isvstudio.powerapps.com/ep/connector\n",
		" 3. [ ] GitHub commit: "+sha+"\n",
		" 4. [ ] Testing information:\n        1. Sign in at https://app.contoso.example\n        2. Create an invoice\n",
		" 8. [ ] OAuth Client Secret: kept for this session only; copied by certwiz handoff --copy oauth.clientSecret\n",
		"After the portal's confirmation\n",
		"intro.md\n",
		"Did the portal show its confirmation? It is not confirmed here yet.\n")
	d.lacks(strings.ToLower(text), "submitted")
	d.press("y", "y")
	d.wants(Text(d.s), "You confirmed that the portal took it on 24 Nov.\n", "Microsoft states an answer by 8 Dec")
}
