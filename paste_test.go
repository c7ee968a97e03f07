//go:build linux

package main

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// TestHugePastes pastes 8 MB into a field, and types 1 MB into it as fast as it
// is read: what the field takes is kept and said, and the next key works.
func TestHugePastes(t *testing.T) {
	if testing.Short() {
		t.Skip("8 MB through a terminal take seconds")
	}
	t.Parallel()
	tests := map[string]func(s *sitting){
		"pasted": func(s *sitting) { s.Paste(strings.Repeat("word and ", 8<<20/9)) },
		"typed": func(s *sitting) {
			for range 16 {
				s.Burst(strings.Repeat("word and ", 1<<16/9))
			}
		},
	}
	for name, give := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newPlainSitting(t)
			s.sit("--offline", "--vault", "memory")
			s.WaitFor("Submit for review")
			s.page("Testing")
			s.ClickOn("Steps for the certification engineer")
			begun := time.Now()
			give(s)
			s.WaitFor("kept at most")
			t.Logf("taken in %v", time.Since(begun).Round(time.Millisecond))
			s.Key("tab")
			s.Type("cert-tester@contoso.example")
			s.WaitFor("cert-tester@contoso.example")
			s.leave()
			if n := utf8.RuneCountInString(s.onDisk("testing.steps")); n < 60_000 || n > 64<<10 {
				t.Errorf("%d characters are kept", n)
			}
			s.answered("testing.account", "cert-tester@contoso.example")
		})
	}
}
