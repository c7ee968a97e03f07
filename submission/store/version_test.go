package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/submission"
)

func samplePackage() Package {
	d := sampleDraft()
	return Package{
		Slug:       slug,
		Version:    1,
		Submission: []byte(`{"format":1,"answers":{}}` + "\n"),
		Files: map[string][]byte{
			"apiDefinition.swagger.json": []byte(`{"swagger":"2.0"}`),
			"apiProperties.json":         []byte(`{"properties":{}}`),
			"Contoso Icon.png":           {0x89, 'P', 'N', 'G', 0, 255},
			"intro.md":                   []byte("Contoso Invoices\n"),
		},
		Findings: []checks.Finding{{Rule: "R1", Severity: checks.Warning, Message: "too long", Place: checks.Place{File: "apiProperties.json", Line: 1}}},
		Waivers:  d.Waivers,
	}
}

func mustFreeze(t testing.TB, s *Store, p Package) string {
	t.Helper()
	dir, err := s.Freeze(p)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// countEntries counts what lies beside a version's folder.
func countEntries(t testing.TB, versionDir string) int {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(versionDir))
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

func TestVersionComesBackAsItWas(t *testing.T) {
	s := openStore(t)
	dir := mustFreeze(t, s, samplePackage())
	if want, err := s.VersionDir(slug, 1); dir != want || err != nil {
		t.Errorf("it is in %s, want %s (%v)", dir, want, err)
	}
	got, err := s.Version(slug, 1)
	if err != nil || !reflect.DeepEqual(got, samplePackage()) {
		t.Errorf("got %+v, %v", got, err)
	}
	want := "Contoso Icon.png apiDefinition.swagger.json apiProperties.json findings.json intro.md manifest.json submission.json waivers.json"
	if got := names(t, dir); got != want {
		t.Errorf("the folder holds\n%s\nwant\n%s", got, want)
	}
	compare(t, "manifest-format-1.json", []byte(readFile(t, filepath.Join(dir, manifestFile))))
}

func TestVersionOfNearlyNothing(t *testing.T) {
	s := openStore(t)
	mustFreeze(t, s, Package{Slug: slug, Version: 3, Submission: []byte("{}")})
	got, err := s.Version(slug, 3)
	if err != nil || len(got.Files)+len(got.Findings)+len(got.Waivers) != 0 || string(got.Submission) != "{}" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestFrozenVersionIsNeverReplaced(t *testing.T) {
	s := openStore(t)
	dir := mustFreeze(t, s, samplePackage())
	p := samplePackage()
	p.Submission = []byte("another")
	_, err := s.Freeze(p)
	if !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), dir) {
		t.Errorf("got %v", err)
	}
	if got, err := s.Version(slug, 1); err != nil || !reflect.DeepEqual(got, samplePackage()) {
		t.Errorf("got %+v, %v", got, err)
	}
	if n := countEntries(t, dir); n != 1 {
		t.Errorf("%d entries beside it", n)
	}
}

func TestFrozenFilesCanNotBeWritten(t *testing.T) {
	s := openStore(t)
	dir := mustFreeze(t, s, samplePackage())
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || info.Mode().Perm()&0o222 != 0 {
			t.Errorf("%s has mode %v (%v)", e.Name(), info.Mode(), err)
		}
	}
}

func TestFreezeRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Package)
		says   string
	}{
		{"version 0", func(p *Package) { p.Version = 0 }, "no number"},
		{"version -1", func(p *Package) { p.Version = -1 }, "no number"},
		{"no answers", func(p *Package) { p.Submission = nil }, "no answers"},
		{"a manifest of its own", func(p *Package) { p.Files["Manifest.JSON"] = nil }, "another file"},
		{"a submission.json of its own", func(p *Package) { p.Files["submission.json"] = nil }, "another file"},
		{"two that differ in case", func(p *Package) { p.Files["INTRO.md"] = nil }, "intro.md"},
		{"too much", func(p *Package) { p.Files["a.zip"] = make([]byte, maxVersion) }, "64 MB allowed"},
	}
	for _, name := range []string{"", ".", "..", "../x", "a/b", `a\b`, "a:b", "con", "NUL.json", "a\nb", "a.", "a ", " ", "a\xff", "a\x7f", "a?", strings.Repeat("a", 201)} {
		tests = append(tests, struct {
			name   string
			change func(*Package)
			says   string
		}{fmt.Sprintf("name %q", name), func(p *Package) { p.Files[name] = []byte("x") }, "Rename the file"})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := openStore(t)
			p := samplePackage()
			tt.change(&p)
			_, err := s.Freeze(p)
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want it to say %q", err, tt.says)
			}
			if got := names(t, s.submissions()); got != "" {
				t.Errorf("left: %s", got)
			}
		})
	}
}

func TestFreezeSweepsWhatAKilledProcessLeft(t *testing.T) {
	s := openStore(t)
	versions := filepath.Join(submissionFolder(s.Dir()), "versions")
	writeFile(t, filepath.Join(versions, newVersion+"123", "submission.json"), "{")
	dir := mustFreeze(t, s, samplePackage())
	if got := names(t, versions); got != "1" || dir != filepath.Join(versions, "1") {
		t.Errorf("versions holds %q", got)
	}
}

// alter writes to a frozen file as nobody should.
func alter(t *testing.T, path, content string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	writeFile(t, path, content)
}

func TestVersionSaysWhichFileWasChanged(t *testing.T) {
	s := openStore(t)
	dir := mustFreeze(t, s, samplePackage())
	alter(t, filepath.Join(dir, "apiProperties.json"), `{"properties":[]}`) // as long as before
	alter(t, filepath.Join(dir, "intro.md"), "longer than it was before\n")
	alter(t, filepath.Join(dir, "waivers.json"), "")
	if err := os.Remove(filepath.Join(dir, "submission.json")); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, ".DS_Store"), "not ours")
	_, err := s.Version(slug, 1)
	var changed *changedError
	if !errors.As(err, &changed) {
		t.Fatalf("got %v", err)
	}
	if got := strings.Join(changed.Changed, " ") + " - " + strings.Join(changed.Missing, " "); got != "apiProperties.json intro.md waivers.json - submission.json" {
		t.Errorf("got %s", got)
	}
	for _, want := range []string{dir, "changed since: apiProperties.json, intro.md, waivers.json", "gone: submission.json"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q says nothing of %q", err, want)
		}
	}
}

func TestVersionFollowsNoLink(t *testing.T) {
	s := openStore(t)
	dir := mustFreeze(t, s, samplePackage())
	elsewhere := filepath.Join(t.TempDir(), "intro.md")
	writeFile(t, elsewhere, "Contoso Invoices\n")
	path := filepath.Join(dir, "intro.md")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, path); err != nil {
		t.Skip("links can't be made here: ", err)
	}
	var changed *changedError
	if _, err := s.Version(slug, 1); !errors.As(err, &changed) || len(changed.Changed) != 1 {
		t.Errorf("got %v", err)
	}
}

func TestManifestThatCanNotBeUsed(t *testing.T) {
	const file = `{"name":"%s","size":0,"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}`
	head := `{"format":1,"slug":"` + slug + `","version":1`
	tests := []struct {
		name, manifest string
		want           error
	}{
		{"empty", "", ErrDamaged},
		{"cut off", `{"format":1,`, ErrDamaged},
		{"no format", `{"files":[]}`, ErrDamaged},
		{"newer", `{"format":2,"files":"?"}`, ErrNewer},
		{"no files", head + `}`, ErrDamaged},
		{"another version's", `{"format":1,"slug":"` + slug + `","version":2}`, ErrDamaged},
		{"another submission's", `{"format":1,"slug":"x","version":1}`, ErrDamaged},
		{"leads out", head + `,"files":[` + fmt.Sprintf(file, "../../draft.json") + `]}`, ErrDamaged},
		{"absolute", head + `,"files":[` + fmt.Sprintf(file, "/etc/passwd") + `]}`, ErrDamaged},
		{"too large", `{"x":"` + strings.Repeat("x", maxManifest) + `"}`, ErrDamaged},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := openStore(t)
			dir := mustFreeze(t, s, samplePackage())
			alter(t, filepath.Join(dir, manifestFile), tt.manifest)
			if _, err := s.Version(slug, 1); !errors.Is(err, tt.want) || !strings.Contains(err.Error(), manifestFile) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestManifestWithHugeOrNegativeSizes(t *testing.T) {
	s := openStore(t)
	dir := mustFreeze(t, s, samplePackage())
	path := filepath.Join(dir, manifestFile)
	for _, size := range []string{"-1", "9223372036854775807"} {
		alter(t, path, strings.ReplaceAll(readFile(t, filepath.Join("testdata", "manifest-format-1.json")), `"size": 17`, `"size": `+size))
		var changed *changedError
		if _, err := s.Version(slug, 1); !errors.As(err, &changed) {
			t.Errorf("%s: got %v", size, err)
		}
	}
}

func TestVersionThatIsNotThere(t *testing.T) {
	s := openStore(t)
	dir := mustFreeze(t, s, samplePackage())
	if _, err := s.Version(slug, 2); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if err := os.Remove(filepath.Join(dir, manifestFile)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Version(slug, 1); !errors.Is(err, ErrDamaged) {
		t.Errorf("without its manifest: %v", err)
	}
}

func TestVersions(t *testing.T) {
	s := openStore(t)
	if list, err := s.Versions(slug); err != nil || list != nil {
		t.Errorf("got %v, %v", list, err)
	}
	versions := filepath.Join(submissionFolder(s.Dir()), "versions")
	for _, name := range []string{"10", "2", "01", "0", "-1", "x", ".new-1"} {
		if err := os.MkdirAll(filepath.Join(versions, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	writeFile(t, filepath.Join(versions, "3"), "a file")
	if list, err := s.Versions(slug); err != nil || !reflect.DeepEqual(list, []int{2, 10}) {
		t.Errorf("got %v, %v", list, err)
	}
}

func TestUnreadableFrozenFile(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("permissions don't hold this user back")
	}
	s := openStore(t)
	dir := mustFreeze(t, s, samplePackage())
	if err := os.Chmod(filepath.Join(dir, "intro.md"), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Version(slug, 1); !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "intro.md") {
		t.Errorf("got %v", err)
	}
}

func TestFindingsAndWaiversOfAVersionAreForPeopleToo(t *testing.T) {
	s := openStore(t)
	dir := mustFreeze(t, s, Package{Slug: slug, Version: 1, Submission: []byte("{}"), Waivers: []submission.Waiver{}})
	for _, name := range []string{findingsFile, waiversFile} {
		if got := readFile(t, filepath.Join(dir, name)); got != "[]\n" {
			t.Errorf("%s holds %q", name, got)
		}
	}
}

func FuzzManifest(f *testing.F) {
	f.Add([]byte(readFile(f, "testdata/manifest-format-1.json")))
	f.Add([]byte(`{"format":1,"slug":"contoso-invoices-1a2b3c4d","version":1,"files":[{"name":"submission.json","size":-1}]}`))
	s := openStore(f)
	dir := mustFreeze(f, s, samplePackage())
	if err := os.Chmod(filepath.Join(dir, manifestFile), 0o600); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		writeFile(t, filepath.Join(dir, manifestFile), string(data))
		p, err := s.Version(slug, 1)
		var changed *changedError
		if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) && !errors.As(err, &changed) {
			t.Fatalf("an error of no kind: %v", err)
		}
		want := samplePackage()
		for name, data := range p.Files {
			if string(want.Files[name]) != string(data) && name != manifestFile {
				t.Fatalf("%s is %q", name, data)
			}
		}
	})
}

func BenchmarkFreeze(b *testing.B) {
	s, p := openStore(b), samplePackage()
	for b.Loop() {
		if _, err := s.Freeze(p); err != nil {
			b.Fatal(err)
		}
		p.Version++
	}
}
