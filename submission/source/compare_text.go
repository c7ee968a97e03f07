package source

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks/leaks"
	"github.com/certwiz/certwiz/checks/text"
)

// compareText compares two texts by lines.
func compareText(name string, here, there []byte) list {
	here, there = plainLines(here), plainLines(there)
	d := Difference{File: name, Kind: FormOnly}
	switch mark := []byte("\ufeff"); {
	case bytes.Equal(here, there):
		d.Note = lineEndings
	case bytes.Equal(bytes.TrimPrefix(here, mark), bytes.TrimPrefix(there, mark)):
		d.Note = "a byte order mark only"
	case bytes.Equal(bytes.TrimRight(here, "\n"), bytes.TrimRight(there, "\n")):
		d.Note = "line breaks at the end only"
	default:
		d.byLines(string(here), string(there))
	}
	return list{kept: []Difference{d}}
}

// byLines says how many lines differ, and shows the first.
func (d *Difference) byLines(here, there string) {
	a, b := strings.Split(strings.TrimRight(here, "\n"), "\n"), strings.Split(strings.TrimRight(there, "\n"), "\n")
	first := 0
	for first < len(a) && first < len(b) && a[first] == b[first] {
		first++
	}
	d.Kind, d.Note = Changed, fmt.Sprintf("the lines stand in another order from line %d on", first+1)
	switch n := linesDiffer(a[first:], b[first:]); {
	case n == 1:
		d.Note = fmt.Sprintf("line %d differs", first+1)
	case n > 1:
		d.Note = fmt.Sprintf("%d lines differ, the first is line %d", n, first+1)
	}
	x, y := lineAt(a, first), lineAt(b, first)
	from := 0
	if first < len(a) && first < len(b) {
		from = showFrom(x, y)
		d.Note = joined(d.Note, textNote(x, y))
	}
	if first < len(a) {
		d.Here = excerptOfLine(here, x, first, from)
	}
	if first < len(b) {
		d.There = excerptOfLine(there, y, first, from)
	}
}

// linesDiffer counts the lines that one side has more than the other, on the
// side that has more of them; 0 when only their order differs.
func linesDiffer(a, b []string) int {
	count := make(map[string]int, len(a))
	for _, line := range a {
		count[line]++
	}
	more := 0
	for _, line := range b {
		if count[line] == 0 {
			more++
			continue
		}
		count[line]--
	}
	return max(more, len(a)-(len(b)-more))
}

func lineAt(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// joined are two remarks in one.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// excerptOfLine is a line (counted from 0) of a text as it may be shown.
func excerptOfLine(text, line string, at, from int) string {
	if leaksInLine(text, line, at) {
		return leaks.Mask(line)
	}
	var e excerpt
	e.quoted(line, from)
	return e.String()
}

// memberShape is a member in a line of JSON.
var memberShape = text.Pattern(`["']([^"']{1,100})["']\s*:\s*["']([^"']*)`)

// leaksInLine tells whether a line holds what must not be shown: what the
// rules on secrets find, the inside of a private key, and in JSON that can't
// be parsed a member with the name of a secret.
func leaksInLine(text, line string, at int) bool {
	for _, f := range leaks.Judge(leaks.Subject{Files: []leaks.File{{Text: text}}}).Findings {
		if f.Place.Line == at+1 {
			return true
		}
		for _, also := range f.More {
			if also.Line == at+1 {
				return true
			}
		}
	}
	for _, m := range memberShape().FindAllStringSubmatch(line, -1) {
		if secretByName(m[1], m[2]) || leaks.SecretName(m[1]) && !leaks.Placeholder(m[2]) {
			return true
		}
	}
	return insideKey(text, at)
}

// insideKey tells whether a line stands between the marks of a private key.
func insideKey(text string, at int) bool {
	inside := false
	for line := range strings.Lines(text) {
		if at < 0 {
			break
		}
		at--
		switch {
		case strings.Contains(line, "-----BEGIN ") && strings.Contains(line, "PRIVATE KEY"):
			inside = true
		case strings.Contains(line, "-----END "):
			inside = inside && at < 0
		}
	}
	return inside
}
