package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/submission"
)

func TestSubmissionsShowEveryOne(t *testing.T) {
	s := openStore(t)
	for _, name := range []string{"a-00000001", "b-00000002", "c-00000003"} {
		d := sampleDraft()
		d.Slug = name
		mustSave(t, s, d)
		if err := s.Append(name, submission.Event{Kind: submission.Started, At: noon}); err != nil {
			t.Fatal(err)
		}
	}
	p := samplePackage()
	p.Slug = "d-00000004" // has versions and no draft
	for _, p.Version = range []int{2, 10, 1} {
		if _, err := s.Freeze(p); err != nil {
			t.Fatal(err)
		}
	}
	writeFile(t, filepath.Join(s.submissions(), "b-00000002", draftFile), "{")
	writeFile(t, filepath.Join(s.submissions(), "b-00000002", ledgerFile), "garbage\n{\"format\":1,\"kind\":\"started\"}\n")
	writeFile(t, filepath.Join(s.submissions(), ".DS_Store"), "x")
	writeFile(t, filepath.Join(s.submissions(), "Not One", draftFile), "{}")

	list, err := s.Submissions()
	if err != nil || len(list) != 4 {
		t.Fatalf("got %+v, %v", list, err)
	}
	for i, want := range []string{"a-00000001", "b-00000002", "c-00000003", "d-00000004"} {
		if list[i].Slug != want {
			t.Errorf("%d is %s", i, list[i].Slug)
		}
	}
	for _, i := range []int{0, 2} {
		if sum := list[i]; sum.Draft == nil || sum.Draft.Title != "Contoso Invoices" || len(sum.Ledger) != 1 || sum.Errs != nil {
			t.Errorf("got %+v", sum)
		}
	}
	if b := list[1]; b.Draft != nil || len(b.Ledger) != 1 || len(b.Errs) != 2 || !errors.Is(b.Errs[0], ErrDamaged) {
		t.Errorf("the damaged one: %+v", b)
	}
	if d := list[3]; d.Draft != nil || len(d.Versions) != 3 || d.Versions[2] != 10 || d.Errs != nil {
		t.Errorf("the one with versions: %+v", d)
	}
}

func TestSubmissionsThatCanNotBeListed(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "submissions"), "a file")
	_, err := OpenReadOnly(dir).Submissions()
	if err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("got %v", err)
	}
}

func TestVersionsThatCanNotBeListed(t *testing.T) {
	s := openStore(t)
	mustSave(t, s, sampleDraft())
	writeFile(t, filepath.Join(submissionFolder(s.Dir()), "versions"), "a file")
	list, err := s.Submissions()
	if err != nil || len(list) != 1 || list[0].Draft == nil || len(list[0].Errs) != 1 {
		t.Errorf("got %+v, %v", list, err)
	}
	if err := os.Remove(filepath.Join(submissionFolder(s.Dir()), "versions")); err != nil {
		t.Fatal(err)
	}
}
