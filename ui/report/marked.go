package report

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/ui/theme"
)

// A marked line is cut to this many columns, with some of what is before the place.
const (
	widestMarked = 76
	beforeMark   = 24
)

// marked is the line that a finding points at, from where it says something, and
// under it the sign of the place; nil where there is no such line.
func (t Text) marked(one Result, f checks.Finding) []string {
	line, ok := one.Lines[lineAt{f.Place.File, f.Place.Line}]
	runes := []rune(line.text)
	from := f.Place.Column - 1
	if !ok || from < 0 || from >= len(runes) {
		return nil
	}
	end := min(line.end(f.Place.Column)-1, len(runes))
	start := len(runes) - len([]rune(strings.TrimLeft(line.text, " \t")))
	start = max(min(start, from), from-beforeMark)
	before := t.Theme.Safe(string(runes[start:from]))
	place := t.Theme.Safe(string(runes[from:end]))
	shown := t.Theme.Cut(before+place+t.Theme.Safe(string(runes[end:])), widestMarked)
	at := theme.Width(before)
	long := min(theme.Width(place), widestMarked-at)
	if long < 1 {
		return nil
	}
	return []string{shown, strings.Repeat(" ", at) + "^" + strings.Repeat("~", long-1)}
}
