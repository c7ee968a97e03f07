package store

import (
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/certwiz/certwiz/submission"
)

func TestDraftComesBackAsItWas(t *testing.T) {
	s := openStore(t)
	want := sampleDraft()
	mustSave(t, s, want)
	got, err := s.LoadDraft(slug)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
}

// TestDraftFormat1 holds the format: what a certwiz wrote, every later one reads.
func TestDraftFormat1(t *testing.T) {
	s := openStore(t)
	mustSave(t, s, sampleDraft())
	compare(t, "draft-format-1.json", []byte(readFile(t, filepath.Join(s.submissions(), slug, draftFile))))
	got, err := decodeDraft("draft.json", []byte(readFile(t, "testdata/draft-format-1.json")))
	if err != nil || !reflect.DeepEqual(got, sampleDraft()) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestSaveFillsInFormatAndTime(t *testing.T) {
	s := openStore(t)
	mustSave(t, s, submission.Draft{Slug: slug})
	got, err := s.LoadDraft(slug)
	if err != nil || got.Format != submission.DraftFormat || !got.Saved.Equal(noon) || got.Answers == nil {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestLoadWithoutDraft(t *testing.T) {
	_, err := openStore(t).LoadDraft(slug)
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), slug) {
		t.Errorf("got %v", err)
	}
}

func TestLoadSaysWhatIsWrong(t *testing.T) {
	tests := []struct {
		name, content string
		want          error
		says          string
	}{
		{"empty", "", ErrDamaged, "unexpected end"},
		{"cut off", `{"format":1,"slug":"x`, ErrDamaged, "unexpected end"},
		{"zeros", strings.Repeat("\x00", 512), ErrDamaged, "invalid character"},
		{"two drafts", `{"format":1}{"format":1}`, ErrDamaged, "after top-level"},
		{"list", `[]`, ErrDamaged, "array"},
		{"null", `null`, ErrDamaged, "no format"},
		{"no format", `{"slug":"x"}`, ErrDamaged, "no format"},
		{"negative format", `{"format":-1}`, ErrDamaged, "no format"},
		{"text for a format", `{"format":"1"}`, ErrDamaged, "format"},
		{"answers of another shape", `{"format":1,"answers":["x"]}`, ErrDamaged, "answers"},
		{"deep", strings.Repeat("[", 200_000), ErrDamaged, "depth"},
		{"newer", `{"format":2}`, ErrNewer, "format 2, this one knows 1"},
		{"newer and of another shape", `{"format":7,"answers":[1],"at":3}`, ErrNewer, "format 7"},
		{"too large", `{"format":1,"title":"` + strings.Repeat("x", maxDraft) + `"}`, ErrDamaged, "4 MB"},
		{"unknown members", `{"format":1,"extra":{"a":[1]}}`, nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := openStore(t)
			path := filepath.Join(s.submissions(), slug, draftFile)
			writeFile(t, path, tt.content)
			_, err := s.LoadDraft(slug)
			if !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			if readFile(t, path) != tt.content {
				t.Error("reading changed the file")
			}
			if tt.want == nil {
				return
			}
			var file *fileError
			if !errors.As(err, &file) || file.Path != path || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want it to say %q", err, tt.says)
			}
		})
	}
}

func TestNewerDraftIsNeverChanged(t *testing.T) {
	s := openStore(t)
	path := filepath.Join(s.submissions(), slug, draftFile)
	content := `{"format":2,"answers":"of another shape"}`
	writeFile(t, path, content)
	if err := s.SaveDraft(sampleDraft()); !errors.Is(err, ErrNewer) {
		t.Error(err)
	}
	if readFile(t, path) != content || names(t, filepath.Dir(path)) != draftFile {
		t.Error("the newer draft was changed")
	}
	d := sampleDraft()
	d.Format = 2
	d.Slug = "other-00000000"
	if err := s.SaveDraft(d); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer draft was saved: %v", err)
	}
}

func TestDamagedDraftIsKeptAside(t *testing.T) {
	s := openStore(t)
	dir := filepath.Join(s.submissions(), slug)
	path := filepath.Join(dir, draftFile)
	for i, content := range []string{"first {", "second {"} {
		writeFile(t, path, content)
		if _, err := s.LoadDraft(slug); !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
		if got := strings.Count(names(t, dir), "damaged"); got != i {
			t.Fatalf("reading made %d copies", got-i)
		}
		mustSave(t, s, sampleDraft())
		mustSave(t, s, sampleDraft())
	}
	want := "draft.json draft.json.damaged-20260302T120000Z draft.json.damaged-20260302T120000Z-2"
	if got := names(t, dir); got != want {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
	if readFile(t, path+".damaged-20260302T120000Z") != "first {" || readFile(t, path+".damaged-20260302T120000Z-2") != "second {" {
		t.Error("a damaged draft was not kept as it was")
	}
	if _, err := s.LoadDraft(slug); err != nil {
		t.Error(err)
	}
}

func TestDraftThatIsNoFile(t *testing.T) {
	s := openStore(t)
	path := filepath.Join(s.submissions(), slug, draftFile)
	if err := os.MkdirAll(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := s.LoadDraft(slug); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
	mustSave(t, s, sampleDraft())
}

func TestUnreadableDraftIsNotOverwritten(t *testing.T) {
	if os.Getuid() <= 0 {
		t.Skip("permissions don't hold this user back")
	}
	s := openStore(t)
	mustSave(t, s, sampleDraft())
	path := filepath.Join(s.submissions(), slug, draftFile)
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveDraft(sampleDraft()); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v", err)
	}
}

func TestDraftTooLargeToBeReadBackIsNotSaved(t *testing.T) {
	s := openStore(t)
	mustSave(t, s, sampleDraft())
	d := sampleDraft()
	d.Title = strings.Repeat("x", maxDraft)
	if err := s.SaveDraft(d); err == nil || !strings.Contains(err.Error(), "4.0 MB, 4 MB allowed") {
		t.Errorf("got %v", err)
	}
	if got, err := s.LoadDraft(slug); err != nil || got.Title != "Contoso Invoices" {
		t.Errorf("the earlier draft is gone: %v", err)
	}
}

func TestSaveThatCanNotBeWrittenDown(t *testing.T) {
	s := openStore(t)
	d := sampleDraft()
	d.Saved = time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC) // no year of RFC 3339
	if err := s.SaveDraft(d); err == nil {
		t.Error("it was saved")
	}
}

func TestSweepTakesOnlyTemporaryFiles(t *testing.T) {
	s := openStore(t)
	dir := filepath.Join(s.submissions(), slug)
	for _, name := range []string{"draft.json.123.tmp", "draft.json.damaged-1", "other.tmp", "draft.json.tmp.txt"} {
		writeFile(t, filepath.Join(dir, name), "x")
	}
	mustSave(t, s, sampleDraft())
	if got := names(t, dir); got != "draft.json draft.json.damaged-1 draft.json.tmp.txt other.tmp" {
		t.Errorf("left: %s", got)
	}
}

func TestSaveThatCanNotBeMovedIntoPlace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, draftFile)
	writeFile(t, filepath.Join(path, "in the way"), "x")
	if err := openStore(t).putDraft(path, []byte("{}"), ""); err == nil {
		t.Error("a folder was replaced")
	}
	if got := names(t, dir); got != draftFile {
		t.Errorf("left: %s", got)
	}
}

func TestFolderWithBracketsInItsName(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "a[b-"))
	if err != nil {
		t.Fatal(err)
	}
	mustSave(t, s, sampleDraft())
	writeFile(t, filepath.Join(s.submissions(), slug, "draft.json.1.tmp"), "x")
	mustSave(t, s, sampleDraft())
	if got := names(t, filepath.Join(s.submissions(), slug)); got != draftFile {
		t.Errorf("left: %s", got)
	}
}

func draftGen() *rapid.Generator[submission.Draft] {
	text := rapid.String()
	answer := rapid.Custom(func(t *rapid.T) submission.Answer {
		return submission.Answer{Value: text.Draw(t, "value"), From: text.Draw(t, "from"), Carried: rapid.Bool().Draw(t, "carried")}
	})
	return rapid.Custom(func(t *rapid.T) submission.Draft {
		return submission.Draft{
			Format:  submission.DraftFormat,
			Slug:    slug,
			Folder:  text.Draw(t, "folder"),
			Title:   text.Draw(t, "title"),
			Version: rapid.IntRange(0, math.MaxInt32).Draw(t, "version"),
			Answers: rapid.MapOfN(text, answer, 0, 5).Draw(t, "answers"),
			At:      submission.Cursor{Step: text.Draw(t, "step")},
			Saved:   time.Unix(rapid.Int64Range(0, 1<<35).Draw(t, "saved"), 0).UTC(),
		}
	})
}

// TestSavesLeaveOneDraftAndNothingElse saves drafts of every kind, over whatever a
// crash may have left, and looks for what is there afterwards.
func TestSavesLeaveOneDraftAndNothingElse(t *testing.T) {
	s := openStore(t)
	dir := filepath.Join(s.submissions(), slug)
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		if left := rapid.SampledFrom([]string{"", "draft.json.77.tmp", "draft.json.abc.tmp"}).Draw(rt, "left over"); left != "" {
			writeFile(t, filepath.Join(dir, left), "{")
		}
		want := draftGen().Draw(rt, "draft")
		if err := s.SaveDraft(want); err != nil {
			rt.Fatal(err)
		}
		got, err := s.LoadDraft(slug)
		if err != nil || !sameJSON(got, want) {
			rt.Fatalf("saved %+v\nloaded %+v, %v", want, got, err)
		}
		if got := names(t, dir); got != draftFile {
			rt.Fatalf("left: %s", got)
		}
	})
}

func sameJSON(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

func FuzzLoadDraft(f *testing.F) {
	f.Add([]byte(readFile(f, "testdata/draft-format-1.json")))
	for _, seed := range []string{"", "null", "{", `{"format":1}`, `{"format":2}`, `{"format":1,"answers":{"a":{"value":"x"}}}`, `{"format":1,"saved":"2026-03-02T12:00:00+23:59"}`, "\x00"} {
		f.Add([]byte(seed))
	}
	s := openStore(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := decodeDraft("draft.json", data)
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
				t.Fatalf("an error of no kind: %v", err)
			}
			return
		}
		again, err := s.encodeDraft(d)
		if err != nil {
			t.Fatalf("what was read can't be saved: %v", err)
		}
		back, err := decodeDraft("draft.json", again)
		if err != nil || !sameJSON(back, d) && !d.Saved.IsZero() {
			t.Fatalf("read %+v\nthen %+v, %v", d, back, err)
		}
	})
}

// benchDraft has the size of a finished draft: 40 answers, about 20 kB.
func benchDraft() submission.Draft {
	d := sampleDraft()
	for _, a := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN" {
		d.Answers[string(a)] = submission.Answer{Value: strings.Repeat("An answer of some length. ", 15), From: "apiProperties.json"}
	}
	return d
}

func BenchmarkSaveDraft(b *testing.B) {
	s, d := openStore(b), benchDraft()
	for b.Loop() {
		if err := s.SaveDraft(d); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadDraft(b *testing.B) {
	s := openStore(b)
	mustSave(b, s, benchDraft())
	for b.Loop() {
		if _, err := s.LoadDraft(slug); err != nil {
			b.Fatal(err)
		}
	}
}
