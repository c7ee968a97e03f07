package origin

import (
	"slices"
	"strings"
	"testing"
)

// checklist is what readChecklist finds, by whether it is ticked.
func checklist(body string) (done, open []string, malformed int) {
	items, malformed := readChecklist(body)
	for _, i := range items {
		if i.done {
			done = append(done, i.text)
		} else {
			open = append(open, i.text)
		}
	}
	return done, open, malformed
}

func TestChecklist(t *testing.T) {
	tests := []struct {
		name       string
		body       string
		done, open []string
		malformed  int
	}{
		{"nothing", "", nil, nil, 0},
		{"prose", "Adds a connector.\n- with a list\n", nil, nil, 0},
		{"both", "- [x] one\n- [ ] two\n* [X] three\n+ [ ] four\n1. [x] five\n2) [ ] six", []string{"one", "three", "five"}, []string{"two", "four", "six"}, 0},
		{"Windows lines", "- [x] one\r\n- [ ] two\r\n", []string{"one"}, []string{"two"}, 0},
		{"nested, quoted, spread", "- [x] one\n  - [ ] two\n> - [x]   three  of\tfour ", []string{"one", "three of four"}, []string{"two"}, 0},
		{"code in an item", "- [x] run `paconn validate`", []string{"run `paconn validate`"}, nil, 0},
		{"empty brackets", "- [] one", nil, nil, 1},
		{"no space before", "-[x] one\n-[ ] two", nil, nil, 2},
		{"no space after", "- [x]one", nil, nil, 1},
		{"spaces inside", "- [ x] one\n- [x ] two\n- [  ] three", nil, nil, 3},
		{"another tick", "- [✓] one\n- [✔️] two\n- [yes] three\n- [v] four", nil, nil, 4},
		{"escaped", `- \[x\] one`, nil, nil, 1},
		{"no marker", "[x] one\n[ ] two", nil, nil, 2},
		{"links", "- [x](https://example.com) one\n- [docs] two\n[x]: https://example.com\n- [x]: three\n- [1] four\n[docs] five", nil, nil, 0},
		{"a box without text", "- [ ]\n- [x]   ", nil, nil, 0},
		{"commented out", "<!-- - [ ] one -->\n<!--\n- [ ] two\n-->\n- [x] three <!-- four -->", []string{"three"}, nil, 0},
		{"comment without end", "- [x] one\n<!--\n- [ ] two", []string{"one"}, nil, 0},
		{"in code", "```\n- [ ] one\n```\n~~~md\n- [ ] two\n```\n~~~\n- [x] three", []string{"three"}, nil, 0},
		{"longer fence", "````\n```\n- [ ] one\n````\n- [x] two", []string{"two"}, nil, 0},
		{"code on one line", "```- [ ] one```\n- [x] two", []string{"two"}, nil, 0},
		{"a comment's mark in code", "- [x] write `<!--`\n- [ ] two", []string{"write `<!--`"}, []string{"two"}, 0},
		{"fence that ends with its item", "- [x] one\n  ```\n- [ ] two", []string{"one"}, []string{"two"}, 0},
		{"code without end", "- [x] one\n```\n- [ ] two", []string{"one"}, nil, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			done, open, malformed := checklist(tt.body)
			if !slices.Equal(done, tt.done) || !slices.Equal(open, tt.open) || malformed != tt.malformed {
				t.Errorf("done %q, open %q, %d malformed; want %q, %q, %d", done, open, malformed, tt.done, tt.open, tt.malformed)
			}
		})
	}
}

// FuzzChecklist holds that each item is one line with text, that a line is at
// most one item, and that a list written anew reads the same.
func FuzzChecklist(f *testing.F) {
	f.Add(filled)
	f.Add("- [] a\n-[x]b\n<!-- - [ ] -->\n~~~\n- [ ] c")
	f.Add("- [x] a <!<!---->-- - [ ] b\r\n> - [X] \u00a0c")
	f.Fuzz(func(t *testing.T, body string) {
		done, open, malformed := checklist(body)
		if n := strings.Count(body, "\n") + 1; len(done)+len(open)+malformed > n || malformed < 0 {
			t.Errorf("%d done, %d open and %d malformed items in %d lines", len(done), len(open), malformed, n)
		}
		var b strings.Builder
		for _, text := range done {
			b.WriteString("- [x] " + text + "\n")
		}
		for _, text := range open {
			b.WriteString("- [ ] " + text + "\n")
		}
		for _, text := range append(slices.Clone(done), open...) {
			if text == "" || strings.ContainsAny(text, "\r\n") {
				t.Errorf("an item reads %q", text)
			}
		}
		again, left, none := checklist(b.String())
		if !slices.Equal(again, done) || !slices.Equal(left, open) || none != 0 {
			t.Errorf("%q written anew reads %q, %q and %d malformed; were %q, %q", b.String(), again, left, none, done, open)
		}
	})
}

func BenchmarkJudgePull(b *testing.B) {
	p, about := independent()
	p.Body = strings.Repeat(filled, 100)
	for b.Loop() {
		JudgePull(p, about)
	}
}
