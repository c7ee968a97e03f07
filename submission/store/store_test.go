package store

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/golden"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/submission"
)

// TestMain is also the other process of the tests that need one.
func TestMain(m *testing.M) {
	if mode := os.Getenv("CERTWIZ_STORE_CHILD"); mode != "" {
		run, ok := children[mode]
		if !ok {
			run = diskChildren[mode]
		}
		if err := run(os.Getenv("CERTWIZ_STORE_DIR")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	flag.Parse()
	os.Exit(m.Run())
}

const slug = "contoso-invoices-1a2b3c4d"

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func openStore(t testing.TB) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "certwiz"))
	if err != nil {
		t.Fatal(err)
	}
	s.Now = func() time.Time { return noon }
	return s
}

// sampleDraft has something in every member.
func sampleDraft() submission.Draft {
	return submission.Draft{
		Format:  submission.DraftFormat,
		Slug:    slug,
		Portal:  "isv-studio",
		Folder:  "/home/casey/contoso",
		Title:   "Contoso Invoices",
		Version: 2,
		Update:  true,
		Answers: map[string]submission.Answer{
			"support.email":  {Value: "support@contoso.example", From: "apiDefinition.swagger.json", Carried: true},
			"testing.steps":  {Value: "1. Sign in at <https://app.contoso.example/test> & wait\n2. Größe wählen"},
			"oauth.clientId": {Value: "ref", Faults: []checks.Finding{{Rule: "SecretLooksLikeID", Severity: checks.Error, Message: "looks like an ID", Fix: "Paste the value", Field: "oauth.clientSecret", Place: checks.Place{File: "a.json", Pointer: "/x", Line: 3, Column: 4}, More: []checks.Place{{File: "b.json"}}}}},
		},
		Waivers:   []submission.Waiver{{Rule: "R1", File: "apiDefinition.swagger.json", Pointer: "/paths", Reason: "agreed", By: "casey@contoso.example", At: noon}},
		Attested:  []submission.Attestation{{Rule: "S24", About: "abc", Saying: "I have looked", Because: "no network", At: noon}},
		At:        submission.Cursor{Step: "testing", Field: "testing.steps"},
		Saved:     noon,
		Throwaway: true,
	}
}

func mustSave(t testing.TB, s *Store, d submission.Draft) {
	t.Helper()
	if err := s.SaveDraft(d); err != nil {
		t.Fatal(err)
	}
}

func writeFile(t testing.TB, path string, data string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

func readFile(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func compare(t *testing.T, name string, got []byte) {
	t.Helper()
	golden.Compare(t, filepath.Join("testdata", name), string(got))
}

func names(t testing.TB, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return strings.Join(list, " ")
}

func TestEverythingIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps the user's folder private by itself")
	}
	s := openStore(t)
	mustSave(t, s, sampleDraft())
	if err := s.Append(slug, submission.Event{Kind: submission.Started, At: noon}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Freeze(samplePackage()); err != nil {
		t.Fatal(err)
	}
	release, err := s.Lock(slug)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	count := 0
	err = filepath.WalkDir(s.Dir(), func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		count++
		want := fs.FileMode(0o600)
		switch {
		case e.IsDir():
			want = 0o700
		case strings.Contains(path, "versions"):
			want = 0o400
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", path, info.Mode().Perm(), want)
		}
		return nil
	})
	if err != nil || count < 12 {
		t.Fatalf("looked at %d things: %v", count, err)
	}
}

func TestOpenClosesAFolderThatWasOpenToOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows knows no such permissions")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "submissions"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]fs.FileMode{dir: 0o755, filepath.Join(dir, "submissions"): 0o700} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %o (%v)", path, info.Mode(), want, err)
		}
	}
}

func TestOpenLeavesNothingButTheFolder(t *testing.T) {
	s := openStore(t)
	if got := names(t, s.submissions()); got != "" {
		t.Errorf("submissions holds %q", got)
	}
}

func TestOpenSaysWhichFolderAndWhatToDo(t *testing.T) {
	inTheWay := filepath.Join(t.TempDir(), "file")
	writeFile(t, inTheWay, "")
	_, err := Open(inTheWay)
	if err == nil {
		t.Fatal("a file was opened as a folder")
	}
	for _, want := range []string{inTheWay, "CERTWIZ_HOME", "Make that folder writable"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q says nothing of %q", err, want)
		}
	}
}

func TestOpenRefusesAnUnwritableFolder(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("permissions don't hold this user back; see TestReadOnlyDisk")
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "submissions"), 0o500); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v", err)
	}
}

func TestReadOnlyStoreReadsAndNeverWrites(t *testing.T) {
	s := openStore(t)
	mustSave(t, s, sampleDraft())
	before := names(t, filepath.Join(s.submissions(), slug))
	r := OpenReadOnly(s.Dir())
	if !r.ReadOnly() || s.ReadOnly() {
		t.Error("ReadOnly is the wrong way round")
	}
	if d, err := r.LoadDraft(slug); err != nil || d.Title != "Contoso Invoices" {
		t.Errorf("the draft can't be read: %v", err)
	}
	_, freeze := r.Freeze(samplePackage())
	for what, err := range map[string]error{
		"SaveDraft": r.SaveDraft(sampleDraft()),
		"Append":    r.Append(slug, submission.Event{Kind: submission.Started}),
		"Freeze":    freeze,
	} {
		if !errors.Is(err, errReadOnly) || !strings.Contains(err.Error(), s.Dir()) {
			t.Errorf("%s: %v", what, err)
		}
	}
	release, err := r.Lock(slug)
	if err != nil {
		t.Fatal(err)
	}
	release()
	if after := names(t, filepath.Join(s.submissions(), slug)); after != before {
		t.Errorf("the folder held %q and now holds %q", before, after)
	}
}

func TestReadOnlyStoreOfNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	r := OpenReadOnly(dir)
	if list, err := r.Submissions(); err != nil || len(list) != 0 {
		t.Errorf("got %v, %v", list, err)
	}
	if _, ok := r.FindDraft(dir); ok {
		t.Error("found a draft in nothing")
	}
	if exists(dir) {
		t.Error("the folder was made")
	}
}

func TestNamesThatLeadElsewhere(t *testing.T) {
	s := openStore(t)
	for _, bad := range []string{"", ".", "..", "../x", "a/b", `a\b`, "A", "con", "com1", "-a", "a.b", "a b", "ä", strings.Repeat("a", 65)} {
		d := sampleDraft()
		d.Slug = bad
		_, load := s.LoadDraft(bad)
		_, errs := s.Ledger(bad)
		_, lock := s.Lock(bad)
		_, versions := s.Versions(bad)
		_, version := s.Version(bad, 1)
		p := samplePackage()
		p.Slug = bad
		_, freeze := s.Freeze(p)
		all := []error{s.SaveDraft(d), load, lock, versions, version, freeze, s.Append(bad, submission.Event{Kind: submission.Started}), errors.Join(errs...)}
		for i, err := range all {
			if err == nil {
				t.Errorf("%q was taken for a submission by call %d", bad, i)
			}
		}
	}
	if got := names(t, s.Dir()) + "/" + names(t, s.submissions()); got != "submissions/" {
		t.Errorf("something was written: %s", got)
	}
}

func TestTheFolderIsMadeAgainWhenItWasRemoved(t *testing.T) {
	s := openStore(t)
	mustSave(t, s, sampleDraft())
	if err := os.RemoveAll(s.Dir()); err != nil {
		t.Fatal(err)
	}
	mustSave(t, s, sampleDraft())
	if _, err := s.LoadDraft(slug); err != nil {
		t.Error(err)
	}
}
