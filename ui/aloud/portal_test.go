package aloud

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
)

// TestSecondPortalAloud: the plain questions ask what another portal asks, say
// what was found in it, and name what nothing reads.
func TestSecondPortalAloud(t *testing.T) {
	s := newSitting(t)
	if err := os.Remove(filepath.Join(s.dir, "intro.md")); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(s.dir, "mac.zip"))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	if _, err := w.Create("__MACOSX/._icon.png"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f.Close()
	p := sittings.Packages()
	p.Steps[0].Fields = append(p.Steps[0].Fields, portal.Field{ID: "film", Label: "Film of the package", Kind: "video"})
	n := session.New(session.Ports{Now: func() time.Time { return today }, Vault: s.vault}, p, s.dir, "Contoso Parcels")
	for id, value := range map[string]string{"sender": "Contoso", "merged": strings.Repeat("c3", 20), "package.zip": "mac.zip"} {
		n.Set(id, value)
	}
	talk := &sittings.Talk{Person: &sittings.Person{Portal: p, Right: sittings.Answers{}, Script: sittings.Script{}}}
	if err := Run(t.Context(), Options{Session: n, Console: NewConsole(talk, talk, false, nil)}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Merged commit", "Package file", "Introduction", "not checked: Film of the package",
		"__MACOSX/._icon.png is added by macOS", "there is no intro.md", "not the head of the pull request"} {
		if !strings.Contains(strings.Join(strings.Fields(talk.Said()), " "), want) {
			t.Errorf("%q was not said in:\n%s", want, talk.Said())
		}
	}
	if n.Verdict.Open {
		t.Error("the gate is open")
	}
}
