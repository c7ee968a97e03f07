package store

import (
	"bytes"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/submission"
)

// TestFreezingAtEachSystemCall kills a process that freezes, and fails what it
// does, at one system call after the other. Afterwards the version and its event
// are both there or neither is, and the next version can be frozen.
func TestFreezingAtEachSystemCall(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	if out, err := exec.Command(strace, "-f", "-o", "/dev/null", "true").CombinedOutput(); err != nil {
		t.Skipf("strace may not trace here: %s", out)
	}
	for _, fault := range []string{
		"fsync:signal=KILL", "write:signal=KILL", "/^rename:signal=KILL", "/^mkdir:signal=KILL", "/^unlink:signal=KILL",
		"fsync:error=EIO", "write:error=ENOSPC", "/^rename:error=EIO", "/^mkdir:error=ENOSPC",
	} {
		t.Run(strings.Trim(fault, "/^"), func(t *testing.T) {
			t.Parallel()
			s := openStore(t)
			mustSave(t, s, sampleDraft())
			call, _, _ := strings.Cut(fault, ":")
			for n := 1; n <= 60; n++ {
				cmd := child(t, "step", s.Dir())
				cmd.Args = append([]string{strace, "-f", "-o", "/dev/null", "-e", "trace=" + call, "-e", "inject=" + fault + fmt.Sprintf(":when=%d", n)}, cmd.Path)
				cmd.Path = strace
				var out bytes.Buffer
				cmd.Stdout, cmd.Stderr = &out, nil
				_ = cmd.Run() // killed, or not
				whole(t, s, fmt.Sprintf("%s at call %d", fault, n), strings.Contains(out.String(), "frozen"))
				if n > 8 && strings.Contains(out.String(), "frozen") || testing.Short() && n > 12 {
					break // no call was left to be hit
				}
			}
		})
	}
}

// whole fails unless versions and ledger agree, for a reader and on the disk
// after the next start.
func whole(t *testing.T, s *Store, when string, said bool) {
	t.Helper()
	before, _ := s.Ledger(slug)
	if _, err := s.Adopt(slug); err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	after, _, err := s.readLedger(slug)
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	versions, err := s.Versions(slug)
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	if kinds(before) != kinds(after) {
		t.Errorf("%s: a reader sees %s, the disk has %s", when, kinds(before), kinds(after))
	}
	if want := strings.Repeat("frozen ", len(versions)); kinds(after) != want {
		t.Errorf("%s: %d versions, and the ledger has %s", when, len(versions), kinds(after))
	}
	for _, n := range versions {
		if _, err := s.Version(slug, n); err != nil {
			t.Errorf("%s: version %d: %v", when, n, err)
		}
	}
	if said && len(versions) == 0 {
		t.Errorf("%s: it said frozen, and nothing is", when)
	}
}

func kinds(l submission.Ledger) string {
	var b strings.Builder
	for _, e := range l {
		b.WriteString(string(e.Kind) + " ")
	}
	return b.String()
}

// TestAdoptTakesItsPlace puts an event that is missing where it happened.
func TestAdoptTakesItsPlace(t *testing.T) {
	s := openStore(t)
	p := samplePackage()
	p.Version, p.Submission = 1, []byte(`{"at": "2026-03-02T12:00:00Z"}`)
	if _, err := s.Freeze(p); err != nil {
		t.Fatal(err)
	}
	for _, e := range []submission.Event{
		{Kind: submission.Started, Version: 1, At: noon.AddDate(0, 0, -1)},
		{Kind: submission.Confirmed, Version: 1, At: noon.AddDate(0, 0, 1)},
	} {
		if err := s.Append(slug, e); err != nil {
			t.Fatal(err)
		}
	}
	got, errs := s.Ledger(slug)
	if len(errs) > 0 || kinds(got) != "started frozen confirmed " {
		t.Errorf("%s, %v", kinds(got), errs)
	}
}
