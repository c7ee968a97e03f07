// Package document knows intro.md and readme.md as texts that people write: it
// takes them apart by section, puts an edited section back, merges what was
// changed outside meanwhile, and drafts both from what the connector's files
// say. It is pure; bytes that were not meant stay as they are.
package document

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks/prose"
)

// Doc is a document taken apart. Its sections, one after the other, are the
// text, byte for byte.
type Doc struct {
	Text     []byte
	Sections []Section // never empty: the opening is the first

	lines []int // where each line begins, in bytes
}

// Section is a heading and everything up to the next that is no deeper. The
// opening is what stands above the first heading of level 2 or deeper, with
// the document's title if it has one, and with a byte order mark and front matter.
type Section struct {
	Title    string // as written, without its marks; of the opening the document's title
	Level    int    // 1 to 6; 0 for an opening without a title
	Line     int    // of its first line, from 1: its heading
	End      int    // the line after its last
	From, To int    // Text[From:To], in bytes
}

// Parse takes a document apart, whatever is in it. Headings are those of
// prose.Outline, so that whatever a rule speaks of can be edited: like it,
// Parse ends a line at \n only, takes comments out before it looks for headings,
// and finds headings inside a block of HTML, where CommonMark has none.
func Parse(text []byte) Doc {
	d := Doc{Text: text, lines: lineStarts(text)}
	d.Sections = []Section{{Line: 1}}
	top := topLevel(text)
	current := 0 // level of the section's heading, 0 in the opening
	for i, h := range top.headings {
		switch {
		case i == 0 && top.titled:
			d.Sections[0].Title, d.Sections[0].Level = h.Title, h.Level
			continue
		case current > 0 && h.Level > max(top.level, current):
			continue
		}
		current = h.Level
		d.Sections = append(d.Sections, Section{Title: h.Title, Level: h.Level, Line: h.Line})
	}
	for i := range d.Sections {
		s := &d.Sections[i]
		s.End = len(d.lines) + 1
		if i+1 < len(d.Sections) {
			s.End = d.Sections[i+1].Line
		}
		s.From, s.To = d.Range(s.Line, s.End)
	}
	return d
}

// headings are a document's, and how they are used.
type headings struct {
	headings []prose.Section
	titled   bool // the first is the document's title
	level    int  // of the headings that begin a section, whatever they stand in
}

func topLevel(text []byte) headings {
	t := headings{level: 2}
	above := false
	counts := [7]int{}
	for _, h := range prose.Outline(text) {
		if h.Level == 0 {
			above = true
			continue
		}
		t.headings = append(t.headings, h)
		counts[h.Level]++
	}
	if len(t.headings) == 0 {
		return t
	}
	first := t.headings[0]
	t.titled = first.Level == 1 && !(above && prose.RoleOf(first.Title) != prose.NoRole)
	if t.titled {
		counts[1]--
	}
	if counts[1] > counts[2] {
		t.level = 1 // everything is a heading of level 1, as in some readmes
	}
	return t
}

// Range is where lines, from 1, stand in the text: from the beginning of the
// first to that of the line next.
func (d Doc) Range(line, next int) (from, to int) {
	from = d.start(line)
	return from, max(from, d.start(next))
}

func (d Doc) start(line int) int {
	switch {
	case line <= 1:
		return 0
	case line > len(d.lines):
		return len(d.Text)
	}
	return d.lines[line-1]
}

// lineStarts are the offsets at which the lines of a text begin.
func lineStarts(text []byte) []int {
	starts := make([]int, 1, 2+bytes.Count(text, []byte("\n")))
	for i, c := range text {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

const bom = "\ufeff"

// errGone is what an edit of a section says that is not there.
var errGone = errors.New("the section is not there any more: open it again")

// Readable says in a line why a file is not a text that can be edited here; nil
// when it is.
func Readable(text []byte) error {
	const remedy = "save it as UTF-8 in your editor, then it can be edited here"
	switch {
	case bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")):
		return fmt.Errorf("the file is UTF-16, not UTF-8: %s", remedy)
	case bytes.IndexByte(text, 0) >= 0:
		return fmt.Errorf("the file holds a NUL byte on line %d and is not a text: %s", lineOf(text, bytes.IndexByte(text, 0)), remedy)
	case !utf8.Valid(text):
		return fmt.Errorf("the file is not UTF-8 on line %d: %s", lineOf(text, invalid(text)), remedy)
	}
	return nil
}

func lineOf(text []byte, offset int) int { return 1 + bytes.Count(text[:offset], []byte("\n")) }

// invalid is the offset of the first byte that is no UTF-8.
func invalid(text []byte) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(text)
}
