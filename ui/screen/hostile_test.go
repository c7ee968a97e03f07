package screen

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/source/git"
	"github.com/certwiz/certwiz/ui/theme"
	"github.com/certwiz/certwiz/ui/view"
)

// hostile holds what a terminal must never be sent, wide characters, emoji
// that are made of several, and an ordinary end.
const hostile = "A\x1b[2J\x1b]0;owned\x07\x9b31m\u202eevil\u2066\u200f\ttab\r\nnext 漢字かな 👩‍👩‍👧‍👦 e\u0301 \x00\xff end"

// hostileFolder is a connector whose every text is hostile.
func hostileFolder(t *testing.T, long string) string {
	t.Helper()
	name := "Contoso"
	if runtime.GOOS != "windows" {
		name = "Conto\x1b]0;so\u202e"
	}
	dir := filepath.Join(t.TempDir(), "certified-connectors", name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	swagger := map[string]any{
		"swagger": "2.0", "host": hostile, "basePath": hostile, "schemes": []string{hostile},
		"info": map[string]any{"title": hostile + long, "description": hostile + long, "version": hostile,
			"contact": map[string]any{"name": hostile, "email": hostile, "url": hostile}},
		"paths": map[string]any{"/" + hostile: map[string]any{"get": map[string]any{
			"operationId": hostile, "summary": hostile + long, "description": hostile,
			"parameters": []any{map[string]any{"name": hostile, "in": "query", "type": hostile}},
			"responses":  map[string]any{"200": map[string]any{"description": hostile, "schema": map[string]any{"$ref": "#/definitions/" + hostile}}},
		}}},
		"securityDefinitions": map[string]any{"k": map[string]any{"type": "apiKey", "in": "header", "name": hostile}},
	}
	properties := map[string]any{"properties": map[string]any{"iconBrandColor": hostile, "publisher": hostile, "stackOwner": hostile,
		"connectionParameters": map[string]any{"token": map[string]any{"type": "oauthSetting", "oAuthSettings": map[string]any{
			"identityProvider": hostile, "clientId": hostile, "redirectMode": hostile, "redirectUrl": hostile}}}}}
	prose := hostile + "\n\n## " + hostile + "\n\n" + hostile + long + "\n\n```\n" + hostile + "\n```\n\n- [" + hostile + "](" + hostile + ")\n\n<" + hostile + ">\n"
	for name, value := range map[string]any{"apiDefinition.swagger.json": swagger, "apiProperties.json": properties} {
		data, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), string(data))
	}
	write(t, filepath.Join(dir, "intro.md"), prose)
	write(t, filepath.Join(dir, "readme.md"), prose)
	write(t, filepath.Join(dir, "icon.png"), hostile)
	return dir
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// everywhere goes through every page, field and overlay in several sizes; look
// checks each frame.
func (d *sitting) everywhere(n int) {
	d.t.Helper()
	for _, s := range []struct{ width, height int }{{80, 24}, {60, 16}, {121, 40}}[:n] {
		d.resize(s.width, s.height)
		for _, step := range d.m().path() {
			d.run(d.m().goTo(step.ID, ""))
			for _, f := range d.m().page(step.ID).answerable() {
				d.at(step.ID, f.ID)
				for _, k := range []string{"f1", "pgdown", "pgdown", "esc", "enter", "down", "down", "esc", "esc", "esc", "esc"} {
					d.press(k)
					d.wantsFocusInSight()
				}
			}
		}
		for _, k := range []string{"preview", "opening"} {
			d.m().page("documents").widgets["intro"].(*documentField).at = 0
			d.at("documents", "intro")
			d.openSection(k)
			d.press("down", "down", "pgdown", "end", "esc")
		}
		d.toSubmit()
		d.press("down", "down", "ctrl+g")
		for range 20 {
			d.press("down")
			d.wantsFocusInSight()
		}
		d.press("esc")
	}
}

func TestHostileTextIsShownNotSent(t *testing.T) {
	for name, long := range map[string]string{"short": "", "100 kB": strings.Repeat("漢 wide ", 11_000), "one word of 100 kB": strings.Repeat("x", 100_000)} {
		t.Run(name, func(t *testing.T) {
			d := sit(t, table{dir: hostileFolder(t, long), lost: true})
			d.s().Candidates = []git.Commit{{SHA: "a4a8a7a4f0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5", Subject: hostile + long, Date: now, PR: 7, Newest: true}}
			d.s().RepoErr = errors.New(hostile)
			d.give(map[string]string{"publisher": "verified", "route": "open-source", "source": "commit", "commit": hostile,
				"testing.steps": hostile + "\n" + hostile, "testing.account": hostile, "testing.mfa": "yes", "testing.mfaSteps": hostile,
				"email.submitter": hostile, "email.support": hostile, "oauth.clientId": hostile, "oauth.connectorName": hostile, "oauth.expires": hostile})
			for i, f := range d.s().Folder.Report().Findings {
				if gate.Waivable(gate.Hold{Finding: f}) && i%2 == 0 {
					d.run(d.m().run("", d.s().Waive(f, hostile)))
				}
			}
			n := 3
			if long != "" {
				n = 1
			}
			d.everywhere(n)
			d.s().SaveErr = errors.New(hostile + long)
			d.page("connector")
			d.press("tab", "esc", "ctrl+g")
			d.s().SaveErr = nil
			d.m().notice = hostile + long
			d.send(spinTick{})
		})
	}
}

func TestHostileArchive(t *testing.T) {
	d := sit(t, table{dir: mended(t), lost: true})
	f, err := os.Create(filepath.Join(d.s().Draft.Folder, "..", "bad.zip"))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	for _, name := range []string{"apiDefinition.swagger.json", "a\x1b[2J\u202e漢.json", "__MACOSX/\x07", strings.Repeat("漢", 500)} {
		if _, err := w.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	d.give(map[string]string{"route": "exception", "zip": "../bad.zip"})
	d.at("source", "zip")
	d.wants("␛[2J")
	d.everywhere(1)
	d.at("source", "zip")
	for _, s := range sizes {
		d.resize(s.width, s.height)
	}
}

func TestHostileFinding(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	finding := checks.Finding{Rule: "FieldLengthExceeded", Severity: checks.Error, Message: hostile, Fix: hostile,
		Place: checks.Place{File: "apiDefinition.swagger.json", Pointer: hostile, Line: 1, Column: 1},
		More:  []checks.Place{{File: hostile, Pointer: hostile}}}
	hold := gate.Hold{Step: "connector", Field: "folder", Finding: finding, Attest: "I looked"}
	found := view.FindingOf(d.m().s, hold)
	for _, o := range []overlay{newDetail(d.m(), found), newReason(d.m(), hold), newVouch(d.m(), found)} {
		d.m().overlay = o
		for _, s := range sizes {
			d.resize(s.width, s.height)
		}
		d.press("down", "pgdown", "end")
	}
}

func TestHostileUpdate(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.s().Draft.Update, d.s().Draft.Version = true, 2
	for i := range 20 {
		d.s().Changes = append(d.s().Changes, session.Change{Breaking: true, Text: fmt.Sprintf("%d %s", i, hostile)})
	}
	d.at("source", "changes")
	d.wants("breaking: 0 A␛[2J", "and 8 more")
}

func TestWideTitleKeepsTheFrame(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	for _, title := range []string{strings.Repeat("漢", 50), strings.Repeat("👩‍👩‍👧‍👦", 30), "e\u0301\u0301\u0301 combining", strings.Repeat("\u0301", 200), ""} {
		d.s().Draft.Title, d.s().Folder.Facts.Title = title, title
		d.m().out.forget()
		for _, s := range sizes {
			d.resize(s.width, s.height)
		}
	}
	d.resize(80, 24)
	d.wants("a connector without a title")
}

func TestReveal(t *testing.T) {
	for in, want := range map[string]string{
		"":                          "",
		"plain":                     "plain",
		"\x1b[1mbold\x1b[0m │ 漢":    "\x1b[1mbold\x1b[0m │ 漢",
		"a\u202eb":                  "a⟨U+202E⟩b",
		"\x1b[7m\u202e\x1b[0m":      "\x1b[7m⟨U+202E⟩\x1b[0m",
		"zero\u200bwidth\u0085":     "zero⟨U+200B⟩width⟨U+0085⟩",
		"tab\tand\rreturn\nnewline": "tab␉and␍return␊newline",
	} {
		if got := reveal(in); got != want {
			t.Errorf("reveal(%q) = %q, want %q", in, got, want)
		}
	}
	if got := lastLook(theme.New(theme.Options{}), "a\u202eb", 5); theme.Width(got) != 5 {
		t.Errorf("%q is not cut to 5 columns", got)
	}
}
