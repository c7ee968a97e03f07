package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/submission"
)

func sampleEvents() submission.Ledger {
	return submission.Ledger{
		{Format: 1, Kind: submission.Started, At: noon, Version: 1},
		{Format: 1, Kind: submission.Waived, At: noon.Add(time.Hour), Version: 1, By: "casey@contoso.example", Text: "agreed\nwith <us> & \"them\"", Rule: "R1"},
		{Format: 1, Kind: submission.Confirmed, At: noon.AddDate(0, 0, 1), Version: 1},
	}
}

func mustAppend(t testing.TB, s *Store, events ...submission.Event) {
	t.Helper()
	for _, e := range events {
		if err := s.Append(slug, e); err != nil {
			t.Fatal(err)
		}
	}
}

func mustLedger(t testing.TB, s *Store) submission.Ledger {
	t.Helper()
	events, errs := s.Ledger(slug)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return events
}

func ledgerPath(s *Store) string { return filepath.Join(s.submissions(), slug, ledgerFile) }

// TestLedgerFormat1 holds the format: what a certwiz wrote, every later one reads.
func TestLedgerFormat1(t *testing.T) {
	s := openStore(t)
	if got := mustLedger(t, s); got != nil {
		t.Errorf("an empty ledger holds %v", got)
	}
	mustAppend(t, s, sampleEvents()...)
	if got := mustLedger(t, s); !reflect.DeepEqual(got, sampleEvents()) {
		t.Errorf("got %+v", got)
	}
	compare(t, "ledger-format-1.jsonl", []byte(readFile(t, ledgerPath(s))))
	got, problems := parseLedger("", []byte(readFile(t, "testdata/ledger-format-1.jsonl")))
	if len(problems) > 0 || !reflect.DeepEqual(got, sampleEvents()) {
		t.Errorf("got %+v, %v", got, problems)
	}
}

func TestAppendFillsInTheFormat(t *testing.T) {
	s := openStore(t)
	mustAppend(t, s, submission.Event{Kind: submission.Started, At: noon})
	if got := mustLedger(t, s); got[0].Format != ledgerFormat {
		t.Errorf("got %+v", got)
	}
}

func TestAppendRefuses(t *testing.T) {
	s := openStore(t)
	for name, e := range map[string]submission.Event{
		"a newer format": {Format: 2, Kind: submission.Started},
		"no kind":        {Text: "x"},
		"a long text":    {Kind: submission.Refused, Text: strings.Repeat("x", maxEvent)},
		"no such year":   {Kind: submission.Started, At: time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		if err := s.Append(slug, e); err == nil {
			t.Errorf("%s was recorded", name)
		}
	}
	if exists(ledgerPath(s)) {
		t.Error("something was written")
	}
}

func TestTornLine(t *testing.T) {
	s := openStore(t)
	events := sampleEvents()
	mustAppend(t, s, events[0], events[1])
	whole := readFile(t, ledgerPath(s))
	first := strings.IndexByte(whole, '\n') + 1
	for cut := first; cut < len(whole); cut++ {
		writeFile(t, ledgerPath(s), whole[:cut])
		got, errs := s.Ledger(slug)
		complete := cut == first || cut == len(whole)-1 // no second line, or all but its end
		if want := 1 - b2i(complete); len(errs) != want || want == 1 && !errors.Is(errs[0], errTorn) {
			t.Fatalf("cut at %d: %v", cut, errs)
		}
		if len(got) < 1 || got[0] != events[0] {
			t.Fatalf("cut at %d: the first event is lost", cut)
		}
		mustAppend(t, s, events[2])
		after := mustLedger(t, s) // the torn line is not reported again
		if after[0] != events[0] || after[len(after)-1] != events[2] {
			t.Fatalf("cut at %d: got %+v", cut, after)
		}
		if !strings.HasPrefix(readFile(t, ledgerPath(s)), whole[:cut]) {
			t.Fatalf("cut at %d: earlier bytes were changed", cut)
		}
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestTornLineIsReportedWithItsPlace(t *testing.T) {
	_, errs := parseLedger("/x/ledger.jsonl", []byte("{\"format\":1,\"kind\":\"started\"}\n\n{\"form"))
	if len(errs) != 1 {
		t.Fatal(errs)
	}
	var line *lineError
	if !errors.As(errs[0], &line) || line.Line != 3 || !strings.HasPrefix(line.Error(), "/x/ledger.jsonl, line 3: the last event was cut off") {
		t.Errorf("got %v", errs[0])
	}
}

func TestDamagedLinesHideNoOthers(t *testing.T) {
	good := `{"format":1,"kind":"started","at":"2026-03-02T12:00:00Z","version":1}`
	tests := []struct {
		name, line string
		want       error
	}{
		{"no JSON", "garbage", ErrDamaged},
		{"zeros", "\x00\x00\x00", ErrDamaged},
		{"a list", "[]", ErrDamaged},
		{"no format", `{"kind":"started"}`, ErrDamaged},
		{"no kind", `{"format":1}`, ErrDamaged},
		{"another shape", `{"format":1,"kind":"started","version":"x"}`, ErrDamaged},
		{"two on one line", good + good, ErrDamaged},
		{"newer", `{"format":2,"kind":"started"}`, ErrNewer},
		{"newer of another shape", `{"format":2,"kind":["started"]}`, ErrNewer},
		{"torn and followed", `{"format":1,"ki`, nil},
		{"empty", "", nil},
		{"blank", " \r", nil},
		{"from Windows", good + "\r", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			events, errs := parseLedger("l", []byte(good+"\n"+tt.line+"\n"+good+"\n"))
			if len(events) < 2 {
				t.Errorf("only %d events are left", len(events))
			}
			if tt.want == nil && len(errs) == 0 {
				return
			}
			if len(errs) != 1 || !errors.Is(errs[0], tt.want) || !strings.Contains(errs[0].Error(), "line 2") {
				t.Errorf("got %v, want %v", errs, tt.want)
			}
		})
	}
}

func TestManyDamagedLinesAreCounted(t *testing.T) {
	_, errs := parseLedger("l", bytes.Repeat([]byte("x\n"), 1000))
	if len(errs) != maxProblems+1 || !strings.Contains(errs[maxProblems].Error(), "990 more") {
		t.Errorf("%d problems, the last %v", len(errs), errs[len(errs)-1])
	}
}

func TestLedgerIsBounded(t *testing.T) {
	s := openStore(t)
	mustAppend(t, s, sampleEvents()[0])
	if err := os.Truncate(ledgerPath(s), maxLedger-20); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(slug, sampleEvents()[1]); err == nil || !strings.Contains(err.Error(), "16 MB") {
		t.Errorf("got %v", err)
	}
	if err := os.Truncate(ledgerPath(s), maxLedger+1); err != nil {
		t.Fatal(err)
	}
	events, errs := s.Ledger(slug)
	if len(events) != 1 || !errors.Is(errors.Join(errs...), errTooLarge) {
		t.Errorf("got %d events, %v", len(events), errs)
	}
}

func TestLedgerThatIsNoFile(t *testing.T) {
	s := openStore(t)
	if err := os.MkdirAll(ledgerPath(s), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, errs := s.Ledger(slug); len(errs) != 1 || !errors.Is(errs[0], errNotRegular) {
		t.Errorf("got %v", errs)
	}
	if err := s.Append(slug, sampleEvents()[0]); !errors.Is(err, errNotRegular) {
		t.Errorf("got %v", err)
	}
}

func TestAppendsOfManyGoroutines(t *testing.T) {
	s := openStore(t)
	const each = 20
	done := make(chan error)
	for g := range 4 {
		go func() {
			var err error
			for i := range each {
				err = errors.Join(err, s.Append(slug, submission.Event{Kind: submission.Copied, At: noon, Text: fmt.Sprint(g, i)}))
				err = errors.Join(err, s.SaveDraft(sampleDraft()))
			}
			done <- err
		}()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if got := mustLedger(t, s); len(got) != 4*each {
		t.Errorf("%d events of %d", len(got), 4*each)
	}
}

func FuzzLedger(f *testing.F) {
	f.Add([]byte(readFile(f, "testdata/ledger-format-1.jsonl")))
	for _, seed := range []string{"", "\n", "{", "{}\n{", "\x00\n", `{"format":2}`, "{\"format\":1,\"kind\":\"x\"}\n{\"format\":1,\"ki"} {
		f.Add([]byte(seed))
	}
	s := openStore(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		writeFile(t, ledgerPath(s), string(data))
		before, errs := s.Ledger(slug)
		for _, err := range errs {
			if !errors.Is(err, errTorn) && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
				t.Fatalf("an error of no kind: %v", err)
			}
		}
		line, err := encodeEvent(sampleEvents()[1])
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(ledgerPath(s), os.O_RDWR|os.O_APPEND, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := appendTo(f, line); err != nil {
			t.Fatal(err)
		}
		after, errs := s.Ledger(slug)
		if len(after) != len(before)+1 || after[len(before)] != sampleEvents()[1] {
			t.Fatalf("before %+v\nafter %+v", before, after)
		}
		for _, err := range errs {
			if errors.Is(err, errTorn) {
				t.Fatalf("reported again: %v", err)
			}
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	s := openStore(b)
	for b.Loop() {
		if err := s.Append(slug, sampleEvents()[1]); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLedger(b *testing.B) { // 1,000 events
	line, err := encodeEvent(sampleEvents()[1])
	if err != nil {
		b.Fatal(err)
	}
	s := openStore(b)
	writeFile(b, ledgerPath(s), strings.Repeat(string(line), 1000))
	for b.Loop() {
		s.Ledger(slug)
	}
}
