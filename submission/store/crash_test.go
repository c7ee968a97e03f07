package store

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// rounds is how often a process is killed: fewer times with -short.
func rounds(n int) int {
	if testing.Short() {
		return n / 10
	}
	return n
}

// killAtRandom starts a child, lets it work for a moment and kills it (kill -9).
func killAtRandom(t *testing.T, mode, dir string) (acknowledged int) {
	t.Helper()
	c := start(t, mode, dir)
	time.Sleep(rand.N(25 * time.Millisecond))
	return c.kill(t)
}

func TestKilledWhileSaving(t *testing.T) {
	s := openStore(t)
	for range rounds(50) {
		acknowledged := killAtRandom(t, "save", s.Dir())
		d, err := s.LoadDraft(slug)
		if err != nil {
			t.Fatalf("after a kill the draft can't be read: %v", err)
		}
		if seqOf(d) < acknowledged {
			t.Fatalf("draft %d was saved, %d is there", acknowledged, seqOf(d))
		}
		if d.Value("padding") != padding(seqOf(d)) {
			t.Fatalf("draft %d is mixed with another one", seqOf(d))
		}
	}
	mustSave(t, s, sampleDraft())
	if got := names(t, submissionFolder(s.Dir())); got != draftFile {
		t.Errorf("after the next save there is still: %s", got)
	}
}

func TestKilledWhileRecording(t *testing.T) {
	s := openStore(t)
	for range rounds(20) {
		acknowledged := killAtRandom(t, "append", s.Dir())
		events, errs := s.Ledger(slug)
		if len(errs) > 1 || len(errs) == 1 && !errors.Is(errs[0], errTorn) {
			t.Fatal(errs)
		}
		if len(events) < acknowledged {
			t.Fatalf("%d events were recorded, %d are there", acknowledged, len(events))
		}
		for i, e := range events {
			if want := padding(i + 1); e.Version != i+1 || e.Text != want[:len(want)/100] {
				t.Fatalf("event %d is %d", i+1, e.Version)
			}
		}
	}
}

func TestKilledWhileFreezing(t *testing.T) {
	s := openStore(t)
	for range rounds(20) {
		acknowledged := killAtRandom(t, "freeze", s.Dir())
		versions, err := s.Versions(slug)
		if err != nil || len(versions) < acknowledged {
			t.Fatalf("%d versions were frozen, there are %v (%v)", acknowledged, versions, err)
		}
		for _, n := range versions[max(0, len(versions)-5):] {
			if _, err := s.Version(slug, n); err != nil {
				t.Fatalf("version %d is there, but: %v", n, err)
			}
		}
	}
	versions, err := s.Versions(slug)
	if err != nil {
		t.Fatal(err)
	}
	p := samplePackage()
	p.Version = slices.Max(versions) + 1
	dir, err := s.Freeze(p)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(versions) + 1; countEntries(t, dir) != got {
		t.Errorf("after the next version there are %d entries, want %d", countEntries(t, dir), got)
	}
}
