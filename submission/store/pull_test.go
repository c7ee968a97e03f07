package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
)

// samplePull has something in every member.
func samplePull() origin.Pull {
	known := origin.Answer{Known: true, By: "GitHub", At: noon}
	return origin.Pull{
		Number: 4305, URL: "https://github.com/microsoft/PowerPlatformConnectors/pull/4305", Title: "Contoso <Invoices> & more", Body: "## When submitting\n- [x] ü",
		Author: "contoso-dev", Owner: "microsoft", Repo: "PowerPlatformConnectors", Base: "dev",
		Head: strings.Repeat("a", 40), HeadOwner: "contoso", HeadRepo: "PowerPlatformConnectors", HeadBranch: "invoices",
		Draft: true, Closed: true, Merged: true, MergeCommit: strings.Repeat("b", 40), MergedBy: "engineer",
		Opened: noon, Updated: noon, EndedAt: noon, Pushed: noon, Labels: []string{"certified-connector"},
		Files: []string{"certified-connectors/Contoso Invoices/apiProperties.json"}, FilesCut: true,
		Conflicts: origin.Answer{Why: "not worked out yet"},
		Checks:    []origin.CheckRun{{Name: "license/cla", State: origin.CheckPassed, Title: "signed", URL: "https://github.com", At: noon}},
		Said: []origin.Statement{{ID: 7, Author: "engineer", Microsoft: true, Bot: true, Verdict: origin.Approves, Text: "##[error]… \x1b[2J",
			File: "apiProperties.json", Line: 3, Commit: strings.Repeat("a", 40), At: noon, URL: "https://github.com"}},
		Owners: []string{"contoso-dev"},
		Asked:  origin.Asked{Pull: known, Files: known, Checks: known, Reviews: known, Comments: known, Owners: origin.Answer{Why: "offline", By: "", At: noon}},
	}
}

func pullPath(s *Store) string { return filepath.Join(submissionFolder(s.Dir()), pullFile) }

func TestPullIsKept(t *testing.T) {
	s := openStore(t)
	if p, err := s.LoadPull(slug); p != nil || err != nil {
		t.Fatalf("nothing was saved: %+v, %v", p, err)
	}
	want := samplePull()
	if err := s.SavePull(slug, want); err != nil {
		t.Fatal(err)
	}
	got, err := OpenReadOnly(s.Dir()).LoadPull(slug)
	if err != nil || !reflect.DeepEqual(*got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	info, err := os.Stat(pullPath(s))
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	want.Merged = false
	if err := s.SavePull(slug, want); err != nil {
		t.Fatal(err)
	}
	if got, err := s.LoadPull(slug); err != nil || got.Merged {
		t.Errorf("got %+v, %v", got, err)
	}
	entries, err := os.ReadDir(submissionFolder(s.Dir()))
	if err != nil || len(entries) != 1 {
		t.Errorf("something is left over: %v, %v", entries, err)
	}
}

// TestPullHasNoMemberThatIsForgotten: a new member of origin.Pull is bounded
// and tested, too.
func TestPullHasNoMemberThatIsForgotten(t *testing.T) {
	p := samplePull()
	for _, v := range []any{p, p.Said[0], p.Checks[0], p.Asked} {
		r := reflect.ValueOf(v)
		for i := range r.NumField() {
			if r.Field(i).IsZero() {
				t.Errorf("%s.%s is not in the sample", r.Type(), r.Type().Field(i).Name)
			}
		}
	}
}

func TestPullThatCanNotBeUsed(t *testing.T) {
	s := openStore(t)
	mustSave(t, s, sampleDraft())
	for _, c := range []struct {
		name, content string
		kind          error
		says          string
	}{
		{"garbage", "{", ErrDamaged, "Asking GitHub again replaces it"},
		{"empty", "", ErrDamaged, "is damaged"},
		{"no format", `{"pull":{"number":1}}`, ErrDamaged, "names no pull request"},
		{"no number", `{"format":1}`, ErrDamaged, "names no pull request"},
		{"other types", `{"format":1,"pull":{"number":"x"}}`, ErrDamaged, "is damaged"},
		{"newer", `{"format":2,"pull":{"number":1}}`, ErrNewer, "written by a newer certwiz (format 2"},
		{"too large", strings.Repeat(" ", maxPull+1), ErrDamaged, "more than 8 MB"},
	} {
		writeFile(t, pullPath(s), c.content)
		p, err := s.LoadPull(slug)
		if p != nil || !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), pullPath(s)) {
			t.Errorf("%s: %+v, %v", c.name, p, err)
		}
		list, _ := s.Submissions()
		if len(list) != 1 || list[0].Draft == nil || list[0].Pull != nil || len(list[0].Errs) != 1 {
			t.Errorf("%s: listed as %+v", c.name, list)
		}
		err = s.SavePull(slug, samplePull())
		if newer := c.kind == ErrNewer; newer != errors.Is(err, ErrNewer) || !newer && err != nil {
			t.Errorf("%s: saving over it: %v", c.name, err)
		}
		if data, _ := os.ReadFile(pullPath(s)); c.kind == ErrNewer && string(data) != c.content {
			t.Errorf("the newer one was overwritten")
		}
	}
}

func TestPullThatCanNotBeSaved(t *testing.T) {
	s := openStore(t)
	if err := s.SavePull("../out", samplePull()); err == nil {
		t.Error("a slug leads out of the folder")
	}
	if _, err := s.LoadPull("../out"); err == nil {
		t.Error("a slug leads out of the folder")
	}
	if err := s.SavePull(slug, origin.Pull{}); err == nil || !strings.Contains(err.Error(), "without a number") {
		t.Errorf("no number: %v", err)
	}
	if err := OpenReadOnly(s.Dir()).SavePull(slug, samplePull()); !errors.Is(err, errReadOnly) {
		t.Errorf("read-only: %v", err)
	}
	if err := os.MkdirAll(pullPath(s), 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(pullPath(s), "x"), "x")
	if err := s.SavePull(slug, samplePull()); err == nil || !strings.Contains(err.Error(), "could not be saved in") {
		t.Errorf("a folder in its place: %v", err)
	}
	if _, err := s.LoadPull(slug); !errors.Is(err, ErrDamaged) {
		t.Errorf("a folder in its place: %v", err)
	}
}

func TestPullIsBounded(t *testing.T) {
	s := openStore(t)
	p := samplePull()
	p.Title, p.Body = strings.Repeat("ü", 2000), strings.Repeat("ü", 1<<20)
	long := p.Said[0]
	long.Text, p.Said = strings.Repeat("\x00", 100<<10), nil
	for i := range 1500 {
		long.ID, long.At = int64(i), noon.Add(time.Duration(i)*time.Minute)
		p.Said = append(p.Said, long)
	}
	for range 5000 {
		p.Files = append(p.Files, strings.Repeat("a", 5000))
		p.Labels = append(p.Labels, strings.Repeat("b", 5000))
		p.Checks = append(p.Checks, origin.CheckRun{Name: strings.Repeat("c", 5000)})
	}
	p.FilesCut = false
	if err := s.SavePull(slug, p); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(pullPath(s))
	if err != nil || info.Size() > maxPull {
		t.Errorf("%d bytes, %v", info.Size(), err)
	}
	got, err := s.LoadPull(slug)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Said) != maxStatements || got.Said[maxStatements-1].ID != 1499 || len(got.Files) != maxFiles || !got.FilesCut ||
		len(got.Labels) != maxEntries || len(got.Checks) != maxEntries || len(got.Title) > maxName || strings.Contains(got.Title, "\ufffd") {
		t.Errorf("%d statements, %d files, %d labels, %d checks, a title of %d bytes", len(got.Said), len(got.Files), len(got.Labels), len(got.Checks), len(got.Title))
	}
	if len(p.Said) != 1500 || len(p.Said[0].Text) != 100<<10 {
		t.Error("what was saved was changed in the caller's hands")
	}
}

func TestASubmissionThatHasOnlyAPull(t *testing.T) {
	s := openStore(t)
	if err := s.SavePull(slug, samplePull()); err != nil {
		t.Fatal(err)
	}
	list, err := s.Submissions()
	if err != nil || len(list) != 1 || list[0].Pull == nil || list[0].Pull.Number != 4305 {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := s.LoadDraft(slug); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func FuzzLoadPull(f *testing.F) {
	f.Add([]byte(`{"format":1,"pull":{"number":1,"said":[{"at":"2026-05-01T10:00:00Z"}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := decodePull("pull.json", data)
		if (p == nil) == (err == nil) {
			t.Fatalf("%+v, %v", p, err)
		}
		if p == nil {
			return
		}
		again, err := encodePull(*p)
		if err != nil {
			return // a time beyond the year 9999
		}
		q, err := decodePull("pull.json", again)
		if err != nil || q.Number != p.Number {
			t.Errorf("%+v, %v", q, err)
		}
	})
}
