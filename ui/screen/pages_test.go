package screen

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/golden"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/theme"
)

var sizes = []struct{ width, height int }{{60, 16}, {80, 24}, {120, 40}, {200, 50}}

// clockTime is when something was looked up, which the golden files leave out.
var clockTime = regexp.MustCompile(`\b\d\d:\d\d\b`)

// compare compares a frame with the one that is kept.
func compare(t *testing.T, name, got string) {
	t.Helper()
	golden.Compare(t, filepath.Join("testdata", "pages", name+".txt"), got)
}

// allSizes is the frame in every size.
func (d *sitting) allSizes() string {
	var b strings.Builder
	for _, s := range sizes {
		d.resize(s.width, s.height)
		fmt.Fprintf(&b, "── %d×%d\n%s\n", s.width, s.height, clockTime.ReplaceAllString(d.screen(), "10:42"))
	}
	d.resize(80, 24)
	return b.String()
}

// pages are the places that a person can be at, and how to get there.
var pages = []struct {
	name string
	dir  func(testing.TB) string
	at   func(d *sitting)
}{
	{"connector", faultyClone, func(d *sitting) { d.page("connector") }},
	{"connector-exception", faultyClone, func(d *sitting) {
		d.give(map[string]string{"route": "exception"})
		d.at("connector", "exception.contact")
		d.typed("R. Case at Contoso")
	}},
	{"connector-mended", mendedClone, func(d *sitting) { d.page("connector") }},
	{"source-commit", mendedClone, func(d *sitting) {
		d.give(map[string]string{"commit": "3473"})
		d.at("source", "commit")
	}},
	{"source-commit-empty", mendedClone, func(d *sitting) { d.at("source", "commit") }},
	{"source-zip", mendedClone, func(d *sitting) {
		badZip(d)
		d.at("source", "zip")
	}},
	{"source-independent", mendedClone, func(d *sitting) {
		d.give(map[string]string{"publisher": "independent"})
		d.page("source")
	}},
	{"testing", mendedClone, func(d *sitting) {
		d.at("testing", "testing.steps")
		d.typed("1. Sign in\n2. Look around")
		d.press("tab")
		d.typed("cert-tester@contoso.example")
		d.press("tab")
		d.typed(password)
	}},
	{"testing-mfa", mendedClone, func(d *sitting) {
		d.give(map[string]string{"testing.mfa": "yes"})
		d.at("testing", "testing.mfa")
	}},
	{"oauth", mendedClone, func(d *sitting) {
		d.give(map[string]string{"oauth.clientId": clientID, "oauth.expires": "2026-12-01"})
		d.at("oauth", "oauth.clientSecret")
		d.typed("5f0c9be1-53b1-4b6f-9a57-0c3f6f2e77ac")
	}},
	{"support", mendedClone, func(d *sitting) { d.at("support", "email.active") }},
	{"documents", faultyClone, func(d *sitting) { d.at("documents", "intro") }},
	{"submit-locked", faultyClone, func(d *sitting) { d.toSubmit() }},
	{"submit-open", mendedClone, func(d *sitting) { d.open(); d.toSubmit() }},
	{"submit-confirm", mendedClone, func(d *sitting) { d.open(); d.toSubmit(); d.press("enter") }},
	{"handoff", mendedClone, func(d *sitting) { d.open(); d.freeze() }},
	{"update", mendedClone, func(d *sitting) { d.open(); d.freeze(); d.updating() }},
	{"rail", mendedClone, func(d *sitting) { d.page("oauth"); d.press("esc", "down") }},
	{"problems", faultyClone, func(d *sitting) { d.press("ctrl+g", "down", "down") }},
	{"finding", faultyClone, func(d *sitting) { d.at("connector", "folder"); d.press("enter") }},
	{"waive", faultyClone, func(d *sitting) {
		d.at("connector", "folder")
		d.press("enter", "w")
		d.typed("agreed with our contact")
	}},
	{"vouch", faultyClone, func(d *sitting) { unknownCommit(d); d.press("ctrl+g"); d.toHold("attest"); d.press("a") }},
	{"help", mendedClone, func(d *sitting) { d.page("oauth"); d.press("f1") }},
	{"preview", mendedClone, func(d *sitting) { d.at("documents", "intro"); d.press("enter") }},
	{"section", mendedClone, func(d *sitting) { d.at("documents", "intro"); d.openSection("Prerequisites") }},
	{"vault", mendedClone, func(d *sitting) {
		d.send(probed{errors.New("no keyring answers on this computer")})
		d.at("testing", "testing.password")
		d.typed(password)
		d.press("tab")
	}},
}

// toSubmit opens Submit for review.
func (d *sitting) toSubmit() {
	d.t.Helper()
	d.at(stepSubmit, "")
}

// freeze presses Submit for review.
func (d *sitting) freeze() {
	d.t.Helper()
	d.toSubmit()
	d.press("up", "enter", "y")
	if d.m().sheet == nil {
		d.t.Fatalf("no hand-off came:\n%s", d.screen())
	}
}

// updating confirms the submission and begins an update of it.
func (d *sitting) updating() {
	d.t.Helper()
	d.run(d.m().run("", d.s().Record(submission.Confirmed, "review")))
	job, err := d.s().BeginUpdate(false)
	if err != nil {
		d.t.Fatal(err)
	}
	d.m().sheet = nil
	d.run(d.m().run("", job))
	d.page("update")
}

// badZip gives an archive that macOS made.
func badZip(d *sitting) {
	d.t.Helper()
	dir := d.s().Draft.Folder
	f, err := os.Create(filepath.Join(dir, "..", "contoso.zip"))
	if err != nil {
		d.t.Fatal(err)
	}
	files := session.Packed(d.s().Folder.Artifacts)
	files["__MACOSX/._icon.png"] = []byte("x")
	files["settings.json"] = []byte("{}")
	if err := errors.Join(store.WriteZip(f, files), f.Close()); err != nil {
		d.t.Fatal(err)
	}
	d.give(map[string]string{"route": "exception", "zip": "../contoso.zip"})
}

// unknownCommit gives a commit that no clone can say anything about.
func unknownCommit(d *sitting) {
	d.t.Helper()
	d.s().Repo = nil
	d.s().RepoErr = errors.New("this folder is in no git clone")
	d.give(map[string]string{"commit": "a4a8a7a4f0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5"})
}

// toHold goes down the list of problems to one that can be vouched for, or
// waived.
func (d *sitting) toHold(what string) {
	d.t.Helper()
	for range 60 {
		list := &d.m().submit.list
		if p, ok := d.m().overlay.(*problems); ok {
			list = &p.list
		}
		e := list.entries()[list.at]
		if what == "attest" && e.found.Attest != "" || what == "waive" && e.waiver == nil && e.found.Waivable || what == "waiver" && e.waiver != nil {
			return
		}
		d.press("down")
	}
	d.t.Fatalf("nothing to %s:\n%s", what, d.screen())
}

// openSection opens a section of the document that has the focus.
func (d *sitting) openSection(title string) {
	d.t.Helper()
	for range 30 {
		for _, row := range d.rows() {
			if strings.Contains(row, d.m().th.Glyphs.Pick+" ") && strings.Contains(row, title) {
				d.press("enter")
				return
			}
		}
		d.press("down")
	}
	d.t.Fatalf("no section %q:\n%s", title, d.screen())
}

func TestPages(t *testing.T) {
	for _, p := range pages {
		t.Run(p.name, func(t *testing.T) {
			d := sit(t, table{dir: p.dir(t), portal: sittings.Drawn(portal.ISVStudio()), theme: theme.Options{Colours: 16}})
			p.at(d)
			d.send(spinTick{})
			compare(t, p.name, d.allSizes())
		})
	}
}

// TestWholePortal draws the portal with every field that it has: the one frame
// that a new field changes.
func TestWholePortal(t *testing.T) {
	d := sit(t, table{dir: faultyClone(t), theme: theme.Options{Colours: 16}})
	d.page("oauth")
	compare(t, "portal", d.allSizes())
}

// escapes shows sequences instead of sending them.
func (d *sitting) escapes() string {
	rows := make([]string, d.a.height)
	for i := range rows {
		rows[i] = strings.ReplaceAll(d.out.rows[i], "\x1b", "␛")
	}
	return clockTime.ReplaceAllString(strings.Join(rows, "\n"), "10:42") + "\n"
}

func TestPlainTerminals(t *testing.T) {
	for name, o := range map[string]theme.Options{
		"ascii": {ASCII: true, NoColor: true}, "seven-bit": {SevenBit: true, Plain: true}, "no-color": {NoColor: true},
	} {
		t.Run(name, func(t *testing.T) {
			d := sit(t, table{dir: faultyClone(t), portal: sittings.Drawn(portal.ISVStudio()), theme: o})
			d.page("connector")
			compare(t, "connector-"+name, d.escapes())
			raw := d.escapes()
			if o.NoColor && regexp.MustCompile(`␛\[[0-9;]*[34]\d`).MatchString(raw) {
				t.Error("a colour is sent in spite of NO_COLOR")
			}
			if o.Plain && strings.Contains(raw, "␛") {
				t.Error("a sequence is sent to a terminal that knows none")
			}
			if o.ASCII || o.SevenBit {
				for _, r := range strings.ReplaceAll(raw, "␛", "") {
					if r > 0x7e {
						t.Fatalf("%q is not ASCII:\n%s", r, raw)
					}
				}
			}
		})
	}
}

func TestTooSmall(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	for _, s := range []struct{ width, height int }{{59, 24}, {80, 15}, {20, 3}, {1, 1}} {
		d.resize(s.width, s.height)
		d.look()
	}
	d.resize(59, 24)
	d.wants("certwiz needs 60 columns and 16 rows", "this terminal has 59 and 24")
	d.resize(60, 16)
	d.wants("Connector")
	d.resize(59, 24)
	d.press("ctrl+s")
	if !d.quit {
		t.Error("a screen that is too small can't be left")
	}
}

// TestFieldFocusInSight goes through every field of every page in the smallest
// frame: what the keys act on is always in sight.
func TestFieldFocusInSight(t *testing.T) {
	d := sit(t, table{dir: faulty(t), width: 60, height: 16})
	d.s().Folder.Facts.Auth = append(d.s().Folder.Facts.Auth, connector.Auth{Kind: "apiKey"})
	d.give(map[string]string{"publisher": "verified", "route": "open-source", "source": "commit", "testing.mfa": "yes"})
	for _, step := range d.m().path() {
		d.run(d.m().goTo(step.ID, ""))
		for _, f := range d.m().page(step.ID).answerable() {
			d.at(step.ID, f.ID)
			d.wantsFocusInSight()
		}
	}
}
