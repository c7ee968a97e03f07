package command

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/store"
)

// TestSecondPortalByCommand: check --gate and handoff read what another portal
// asks for under IDs of its own.
func TestSecondPortalByCommand(t *testing.T) {
	d := newDesktop(t)
	sha := strings.Repeat("c3", 20)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	if _, err := w.Create("__MACOSX/._apiDefinition.swagger.json"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(d.dir, "mac.zip"), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	d.gone(t, "intro.md")
	d.Portals = portal.List{sittings.Packages()} // the one for new drafts
	d.Wizard = func(ctx context.Context, s Sitting) error {
		for id, value := range map[string]string{"sender": "Contoso", "merged": sha, "package.zip": "mac.zip", "request": "3401"} {
			s.Session.Set(id, value)
		}
		s.Session.Do(ctx, s.Session.Begin(), s.Session.Save())
		return nil
	}
	if code := d.run(t, "--offline", d.dir); code != 0 {
		t.Fatalf("exit %d: %s", code, d.err.String())
	}

	d.Portals = portal.List{portal.ISVStudio(), sittings.Packages()} // the draft keeps its own
	code := d.run(t, "check", "--gate", "--offline", d.dir)
	said := d.out.String() + d.err.String()
	if code != codeBlocked {
		t.Errorf("exit %d", code)
	}
	for _, want := range []string{"__MACOSX", "there is no intro.md", "CommitIsPullRequestHead", "GitHub is not asked offline"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q was not said in:\n%s", want, said)
		}
	}
	if code := d.run(t, "handoff", d.dir); code != codeBlocked {
		t.Errorf("handed over what is not frozen: exit %d: %s", code, d.err.String())
	}

	d.Portals = portal.List{portal.ISVStudio()}
	if code := d.run(t, "check", "--gate", "--offline", d.dir); code != codeFailed || !strings.Contains(d.err.String(), `a portal "packages"`) {
		t.Errorf("a portal that is not known: exit %d: %s", code, d.err.String())
	}
}

// TestSecondPortalHandedOff: the sheet copies the answers of another portal's
// own fields, and the commit by its SHA.
func TestSecondPortalHandedOff(t *testing.T) {
	d := newDesktop(t)
	d.Portals = portal.List{sittings.Packages()}
	d.Wizard = func(ctx context.Context, s Sitting) error {
		s.Session.Set("sender", "Contoso")
		s.Session.Set("merged", "3401")
		s.Session.Do(ctx, s.Session.Begin(), s.Session.Save())
		return nil
	}
	if code := d.run(t, "--offline", d.dir); code != 0 {
		t.Fatalf("exit %d: %s", code, d.err.String())
	}
	st, err := store.Open(d.env["CERTWIZ_HOME"])
	if err != nil {
		t.Fatal(err)
	}
	slug, _ := st.FindDraft(d.dir)
	sha := strings.Repeat("c3", 20)
	pkg := store.Package{Slug: slug, Version: 1, Submission: []byte(`{"format":1,"commit":{"SHA":"` + sha + `"}}`)}
	if _, err := st.Freeze(pkg); err != nil {
		t.Fatal(err)
	}
	if err := st.Append(slug, submission.Event{Kind: submission.Frozen, At: d.Now(), Version: 1}); err != nil {
		t.Fatal(err)
	}
	d.Portals = portal.List{portal.ISVStudio(), sittings.Packages()}
	if code := d.run(t, "handoff", "--offline", d.dir); code != 0 {
		t.Fatalf("exit %d: %s", code, d.err.String())
	}
	for _, want := range []string{"to Package Desk", "Sent by: Contoso", "Commit of the package: " + sha, "Upload the package", "Upload the introduction"} {
		if !strings.Contains(d.out.String(), want) {
			t.Errorf("%q is not on the sheet:\n%s", want, d.out.String())
		}
	}
}
