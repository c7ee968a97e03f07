package store

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/certwiz/certwiz/submission"
)

func TestReadable(t *testing.T) {
	tests := []struct{ title, want string }{
		{"Contoso Invoices", "contoso-invoices"},
		{"  Contoso — Invoices & Billing (Pro)! ", "contoso-invoices-billing-pro"},
		{"Smørrebrød Größe", "smorrebrod-grosse"},
		{"請求書", "connector"},
		{"", "connector"},
		{"..", "connector"},
		{"CON", "con"},
		{"a\x00b\nc/d\\e", "a-b-c-d-e"},
		{strings.Repeat("long ", 30), "long-long-long-long-long-long-long-long"},
	}
	for _, tt := range tests {
		if got := readable(tt.title); got != tt.want {
			t.Errorf("readable(%q) = %q, want %q", tt.title, got, tt.want)
		}
	}
}

func TestSlug(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	got := Slug(a, "Contoso Invoices")
	if !regexp.MustCompile(`^contoso-invoices-[0-9a-f]{8}$`).MatchString(got) {
		t.Errorf("got %q", got)
	}
	if got == Slug(b, "Contoso Invoices") {
		t.Error("two folders share a slug")
	}
	if got != Slug(filepath.Join(a, "x", ".."), "Contoso Invoices") {
		t.Error("one folder has two slugs")
	}
}

func TestSlugIsAlwaysASafeName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slug := Slug("/"+rapid.String().Draw(t, "folder"), rapid.String().Draw(t, "title"))
		if !validSlug(slug) || !validSlug(slug+"-99") {
			t.Fatalf("%q is not safe", slug)
		}
	})
}

func TestReservedName(t *testing.T) {
	for _, name := range []string{"con", "CON", "Aux.json", "nul.tar.gz", "com1", "LPT9.txt", "com¹", "prn ", "conin$", "con .x"} {
		if !reservedName(name) {
			t.Errorf("%q is taken for an ordinary name", name)
		}
	}
	for _, name := range []string{"contoso", "com", "com10", "icon.png", "lpt", "con-1a2b3c4d", "", "."} {
		if reservedName(name) {
			t.Errorf("%q is taken for a device", name)
		}
	}
}

func TestHasHash(t *testing.T) {
	tests := []struct {
		slug string
		want bool
	}{
		{"a-1a2b3c4d", true},
		{"a-1a2b3c4d-2", true},
		{"a-1a2b3c4d-12", true},
		{"1a2b3c4d-1a2b3c4d", true},
		{"a-1a2b3c4d-1a2b3c4d", true},
		{"a-1a2b3c4d-1", false},
		{"a-1a2b3c4d-02", false},
		{"a-1a2b3c4d-x", false},
		{"a-1a2b3c4d2", false},
		{"a-1a2b3c4e", false},
		{"1a2b3c4d", false},
	}
	for _, tt := range tests {
		if got := hasHash(tt.slug, "1a2b3c4d"); got != tt.want {
			t.Errorf("hasHash(%q) = %v", tt.slug, got)
		}
	}
}

// begin saves a draft for a folder as a session would.
func begin(t *testing.T, s *Store, folder, title string) string {
	t.Helper()
	slug := s.SlugFor(folder, title)
	mustSave(t, s, submission.Draft{Slug: slug, Folder: folder, Title: title, Saved: noon})
	return slug
}

func TestFindDraft(t *testing.T) {
	s := openStore(t)
	a, b, c := t.TempDir(), t.TempDir(), t.TempDir()
	slugA, slugB := begin(t, s, a, "Contoso"), begin(t, s, b, "Contoso")
	for folder, want := range map[string]string{a: slugA, b: slugB, a + string(filepath.Separator): slugA, c: ""} {
		got, ok := s.FindDraft(folder)
		if got != want || ok != (want != "") {
			t.Errorf("FindDraft(%q) = %q, %v; want %q", folder, got, ok, want)
		}
	}
	if got := s.SlugFor(a, "Another title"); got != slugA {
		t.Errorf("a new title makes a new submission %q", got)
	}
}

func TestFindDraftThroughALink(t *testing.T) {
	s := openStore(t)
	real := t.TempDir()
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(real, link); err != nil {
		t.Skip("links can't be made here: ", err)
	}
	want := begin(t, s, link, "Contoso")
	for _, folder := range []string{link, real} {
		if got, _ := s.FindDraft(folder); got != want {
			t.Errorf("FindDraft(%q) = %q, want %q", folder, got, want)
		}
	}
}

func TestFindDraftThatCanNotBeRead(t *testing.T) {
	s := openStore(t)
	folder := t.TempDir()
	want := begin(t, s, folder, "Contoso")
	for _, content := range []string{"", "{", `{"format":99}`} {
		writeFile(t, filepath.Join(s.submissions(), want, draftFile), content)
		if got, ok := s.FindDraft(folder); !ok || got != want {
			t.Errorf("%q: got %q, %v", content, got, ok)
		}
	}
}

func TestConnectorMoves(t *testing.T) {
	s := openStore(t)
	old, new := t.TempDir(), t.TempDir()
	moved := begin(t, s, old, "Contoso")

	d, err := s.LoadDraft(moved)
	if err != nil {
		t.Fatal(err)
	}
	d.Folder = new
	mustSave(t, s, d)

	if got, _ := s.FindDraft(new); got != moved {
		t.Errorf("in its new folder it is %q, want %q", got, moved)
	}
	if got, ok := s.FindDraft(old); ok {
		t.Errorf("its old folder still has %q", got)
	}
	other := begin(t, s, old, "Contoso")
	if other != moved+"-2" {
		t.Errorf("the connector that took its place is %q", other)
	}
	if got, _ := s.FindDraft(old); got != other {
		t.Errorf("the old folder has %q, want %q", got, other)
	}
	if got, _ := s.FindDraft(new); got != moved {
		t.Errorf("the new folder has %q, want %q", got, moved)
	}
}

func TestMovedTwiceTakesTheLatest(t *testing.T) {
	s := openStore(t)
	folder := t.TempDir()
	for i, slug := range []string{"a-00000001", "b-00000002", "c-00000003"} {
		d := submission.Draft{Slug: slug, Folder: folder, Saved: noon.AddDate(0, 0, []int{1, 3, 2}[i])}
		mustSave(t, s, d)
	}
	if got, _ := s.FindDraft(folder); got != "b-00000002" {
		t.Errorf("got %q", got)
	}
}

func TestRemovedDraftKeepsItsSlug(t *testing.T) {
	s := openStore(t)
	folder := t.TempDir()
	want := begin(t, s, folder, "Contoso")
	if err := os.Remove(filepath.Join(s.submissions(), want, draftFile)); err != nil {
		t.Fatal(err)
	}
	if got, ok := s.FindDraft(folder); ok {
		t.Errorf("found %q", got)
	}
	if got := s.SlugFor(folder, "Renamed since"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFolderNamedInBytesThatAreNoText(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux allows such names")
	}
	s := openStore(t)
	folder := filepath.Join(t.TempDir(), "caf\xe9\xff")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Skip("such a folder can't be made here: ", err)
	}
	want := begin(t, s, folder, "Contoso")
	if got, _ := s.FindDraft(folder); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func BenchmarkFindDraft(b *testing.B) {
	for _, others := range []int{1, 100} {
		b.Run(fmt.Sprint(others), func(b *testing.B) {
			s := openStore(b)
			for i := range others {
				d := sampleDraft()
				d.Slug = fmt.Sprintf("contoso-%08d", i)
				mustSave(b, s, d)
			}
			folder := b.TempDir()
			for b.Loop() {
				s.FindDraft(folder)
			}
		})
	}
}
