// Package mend makes the changes to a connector's files for which there is exactly
// one right answer: Microsoft's own sentence names it, or nothing but a stray
// blank is taken away. It changes bytes where they stand; every other byte stays.
package mend

import (
	"bytes"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// Change is one change to a file.
type Change struct {
	Rule   string
	Line   int    // in the file before, from 1
	Before string // the lines that change, without the last line's end
	After  string
}

// edit replaces the bytes from start to end.
type edit struct {
	rule       string
	start, end int
	text       string
}

// mender makes the edit that mends a finding at a value; false where it is not of
// the kind that has one right answer.
type mender func(n jsontree.Node) (edit, bool)

// menders are the rules that can be mended at a place of a JSON file.
func menders() map[string]mender {
	return map[string]mender{
		"PathParameterMissingEncoding":       encodeOnce,
		"QueryParameterEncodingNotSupported": without,
		"DefaultResponseHasEmptySchema":      without,
		"ConstraintNotText":                  quoted,
		"TextHasExtraBlanks":                 singleBlanks,
		"DescriptionContainsLineBreak":       oneLine,
		"IconBrandColorNotIndependent":       func(n jsontree.Node) (edit, bool) { return replaced(n, "#da3b01") },
		"ValueMustEndWithAlphanumeric":       withoutStop,
	}
}

// Rules are the IDs of the rules whose findings can be mended, some of them only
// in some places.
func Rules() []string {
	ids := []string{"SwaggerTrailingWhitespace"}
	for id := range menders() {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// File mends what of the findings about a JSON file can be mended. Without any the
// file comes back as it is.
func File(f checks.File, findings []checks.Finding) ([]byte, []Change) {
	tree := jsontree.Parse(f.Data)
	if f.Err != "" || tree.Damaged() || tree.Text() != string(f.Data) {
		return f.Data, nil
	}
	var edits []edit
	known := menders()
	for _, finding := range findings {
		if finding.Rule == "SwaggerTrailingWhitespace" && finding.Place.File == f.Name {
			edits = append(edits, lineEnds(tree.Text())...)
			continue
		}
		mend, ok := known[finding.Rule]
		if !ok {
			continue
		}
		for _, p := range append([]checks.Place{finding.Place}, finding.More...) {
			if n := tree.Find(p.Pointer); p.File == f.Name && p.Pointer != "" && n.OK() {
				if e, ok := mend(n); ok {
					e.rule = finding.Rule
					edits = append(edits, e)
				}
			}
		}
	}
	return apply(f.Data, edits)
}

// apply makes the edits; of two that touch the first one is made.
func apply(data []byte, edits []edit) ([]byte, []Change) {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.start - b.start })
	var out bytes.Buffer
	var changes []Change
	at := 0
	for _, e := range edits {
		if e.start < at || e.end > len(data) || string(data[e.start:e.end]) == e.text {
			continue
		}
		out.Write(data[at:e.start])
		out.WriteString(e.text)
		changes = append(changes, change(data, e))
		at = e.end
	}
	if len(changes) == 0 {
		return data, nil
	}
	out.Write(data[at:])
	return out.Bytes(), changes
}

// change is an edit as a person looks at it: the lines before and after.
func change(data []byte, e edit) Change {
	start := bytes.LastIndexByte(data[:e.start], '\n') + 1
	end := len(data)
	if i := bytes.IndexByte(data[e.end:], '\n'); i >= 0 {
		end = e.end + i
	}
	trim := func(s string) string { return strings.TrimSuffix(s, "\r") }
	return Change{Rule: e.rule, Line: bytes.Count(data[:start], []byte("\n")) + 1,
		Before: trim(string(data[start:end])), After: trim(string(data[start:e.start]) + e.text + string(data[e.end:end]))}
}

// value is where a value begins and ends, with its quotes.
func value(n jsontree.Node) (start, end int) {
	start = n.Offset()
	end = start + len(n.Source())
	if n.Is(jsontree.String) {
		end += 2
	}
	return start, end
}

// text is where a text stands between its quotes.
func text(n jsontree.Node) (start, end int, source string, ok bool) {
	if !n.Is(jsontree.String) {
		return 0, 0, "", false
	}
	source = n.Source()
	start = n.Offset() + 1
	return start, start + len(source), source, true
}

func retext(n jsontree.Node, change func(string) string) (edit, bool) {
	start, end, source, ok := text(n)
	if !ok {
		return edit{}, false
	}
	after := change(source)
	return edit{start: start, end: end, text: after}, after != source && strings.TrimSpace(after) != ""
}

// singleBlanks has one blank where there are several, and none around the text.
func singleBlanks(n jsontree.Node) (edit, bool) {
	return retext(n, func(s string) string {
		for strings.Contains(s, "  ") {
			s = strings.ReplaceAll(s, "  ", " ")
		}
		return strings.Trim(s, " ")
	})
}

// oneLine has a blank in place of a line break or a tab.
func oneLine(n jsontree.Node) (edit, bool) {
	return retext(n, func(s string) string {
		var b strings.Builder
		for i := 0; i < len(s); i++ {
			if s[i] != '\\' || i+1 == len(s) {
				b.WriteByte(s[i])
				continue
			}
			i++
			if strings.IndexByte("nrt", s[i]) >= 0 {
				b.WriteByte(' ')
				continue
			}
			b.WriteByte('\\')
			b.WriteByte(s[i])
		}
		after := b.String()
		for strings.Contains(after, "  ") {
			after = strings.ReplaceAll(after, "  ", " ")
		}
		return strings.Trim(after, " ")
	})
}

// withoutStop has no full stop, colon, comma or semicolon at the end. Whether a
// bracket there says something only its author knows.
func withoutStop(n jsontree.Node) (edit, bool) {
	return retext(n, func(s string) string {
		after := strings.TrimRight(s, ".:,; ")
		if after == "" || strings.HasSuffix(after, `\`) {
			return s
		}
		return after
	})
}

// quoted is true or false as a text.
func quoted(n jsontree.Node) (edit, bool) {
	start, end := value(n)
	return edit{start: start, end: end, text: `"` + n.Source() + `"`}, n.Is(jsontree.Bool)
}

func replaced(n jsontree.Node, with string) (edit, bool) {
	start, end, _, ok := text(n)
	return edit{start: start, end: end, text: with}, ok
}

// encodeOnce gives a path parameter the encoding that Microsoft's sentence names.
func encodeOnce(n jsontree.Node) (edit, bool) {
	const member = "x-ms-url-encoding"
	first := n.First()
	if !n.Is(jsontree.Object) || !first.OK() || n.Get(member).OK() || n.Get("in").Str() != "path" {
		return edit{}, false
	}
	last := first
	for c := range n.Children() {
		last = c
	}
	_, end := value(last)
	open, _ := value(n)
	space := n.Source()[1:]
	space = space[:first.KeyOffset()-open-1]
	if strings.TrimSpace(space) != "" {
		return edit{}, false // a comment
	}
	colon := ": "
	if space == "" {
		colon = ":"
	}
	return edit{start: end, end: end, text: "," + space + `"` + member + `"` + colon + `"single"`}, true
}

// without takes a member out, with the comma that it needs no more.
func without(n jsontree.Node) (edit, bool) {
	if n.Parent().Kind() != jsontree.Object {
		return edit{}, false
	}
	_, end := value(n)
	if next := n.Next(); next.OK() {
		return edit{start: n.KeyOffset(), end: next.KeyOffset()}, true
	}
	if n.Index() == 0 {
		return edit{start: n.KeyOffset(), end: end}, true
	}
	var before jsontree.Node
	for c := range n.Parent().Children() {
		if c.Index() == n.Index()-1 {
			before = c
		}
	}
	_, start := value(before)
	return edit{start: start, end: end}, true
}

// lineEnds takes blanks from the ends of lines. In a file that is JSON they stand
// in no text.
func lineEnds(text string) (edits []edit) {
	at := 0
	for line := range strings.Lines(text) {
		body := strings.TrimRight(line, "\r\n")
		if kept := strings.TrimRight(body, " \t"); kept != body {
			edits = append(edits, edit{rule: "SwaggerTrailingWhitespace", start: at + len(kept), end: at + len(body)})
		}
		at += len(line)
	}
	return edits
}
