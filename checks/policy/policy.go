// Package policy knows the codes of Microsoft's certification policy for
// connectors, and the sentences that Partner Center and the certification
// service answer with. What is not known is said to be not known.
package policy

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// AsOf is the day of the newest source.
const AsOf = "2026-09-30"

// Page is where Microsoft lists the codes.
const Page = "https://learn.microsoft.com/connectors/custom-connectors/certification-policy-errors"

// Code is one entry of the policy.
type Code struct {
	ID       string // "5000.1.1.16"
	Name     string // "" when its text is not known
	Expected string // what the policy expects
	Checks   string // the rows of docs/requirements.md that look for it, "" for none
	Mend     string // the page of the session on which it is mended
}

// Sentence is an answer of Microsoft's and what it means.
type Sentence struct {
	Text   string // as it is written
	Where  string // where it stands: "Save draft", "the report", "the pull request"
	Cause  string
	Remedy string
	Code   string // the policy's code, "" where none is known
	Mend   string // as for Code
}

var shape = regexp.MustCompile(`\b5000(?:\.\d{1,3}){2,3}\b`)

// IsCode tells whether a text has the shape of a code.
func IsCode(text string) bool { return shape.FindString(text) == text && text != "" }

// Find is the entry of a code. One that has the shape and is not in the list
// has no name.
func Find(id string) (Code, bool) {
	for _, c := range codes() {
		if c.ID == id {
			return c, true
		}
	}
	return Code{ID: id}, IsCode(id)
}

// Codes lists the codes that are known, in their order.
func Codes() []Code { return codes() }

// Hit is something that a report says and that is known.
type Hit struct {
	At       int // where in the report, in bytes
	Code     Code
	Sentence Sentence // empty where only a code was found
}

// longest is how much of a report is read, in bytes.
const longest = 256 << 10

// Read finds codes and known sentences in a report that was pasted, in the
// order in which they stand; each once.
func Read(report string) []Hit {
	report = report[:min(len(report), longest)]
	var hits []Hit
	seen := map[string]bool{}
	for _, at := range shape.FindAllStringIndex(report, -1) {
		id := report[at[0]:at[1]]
		if c, ok := Find(id); ok && !seen[id] {
			seen[id] = true
			hits = append(hits, Hit{At: at[0], Code: c})
		}
	}
	flat, from := flatten(report)
	for _, s := range sentences() {
		if i := strings.Index(flat, key(s.Text)); i >= 0 {
			code, _ := Find(s.Code)
			hits = append(hits, Hit{At: from[i], Code: code, Sentence: s})
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(a.At, b.At) })
	return hits
}

// flatten writes a text in small letters and digits only, with the place of
// each in the text: quotation marks, line breaks and spaces differ from one
// report to the next.
func flatten(text string) (flat string, from []int) {
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteByte(c)
			from = append(from, i)
		}
	}
	return b.String(), from
}

func key(text string) string {
	flat, _ := flatten(text)
	return flat
}
