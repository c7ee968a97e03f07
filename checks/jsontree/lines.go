package jsontree

import (
	"sort"
	"strings"
)

// markStep is how many bytes lie between two marks. A minified file is one
// line of a million bytes; with marks a column costs one short count.
const markStep = 256

// Position is the line and column of an offset, both from 1. A line ends at
// CRLF, CR or LF; columns count characters without a byte order mark.
func (t *Tree) Position(offset int) (line, column int) {
	t.lines.Do(t.indexLines)
	offset = max(t.bom, min(offset, len(t.text)))
	line = sort.Search(len(t.starts), func(i int) bool { return int(t.starts[i]) > offset })
	start := int(t.starts[line-1])
	if offset-start < markStep {
		return line, characters(t.text[start:offset]) + 1
	}
	t.long.Do(t.markCharacters)
	return line, t.before(offset) - t.before(start) + 1
}

func (t *Tree) indexLines() {
	t.starts = append(t.starts, uint32(t.bom))
	lonely := strings.Count(t.text, "\r") != strings.Count(t.text, "\r\n")
	for i := 0; i < len(t.text); i++ {
		if lonely {
			i = nextOf(t.text, i, "\r\n")
		} else {
			i = nextOf(t.text, i, "\n")
		}
		if i < len(t.text) && !strings.HasPrefix(t.text[i:], "\r\n") {
			t.starts = append(t.starts, uint32(i+1))
		}
	}
}

// markCharacters counts the characters up to each mark; only a file with long
// lines needs it.
func (t *Tree) markCharacters() {
	t.marks = make([]uint32, 1, len(t.text)/markStep+1)
	for i := markStep; i <= len(t.text); i += markStep {
		last := t.marks[len(t.marks)-1]
		t.marks = append(t.marks, last+uint32(characters(t.text[i-markStep:i])))
	}
}

// nextOf is where the next of the bytes stands, from i on, or the end.
func nextOf(text string, i int, bytes string) int {
	var at int
	if len(bytes) == 1 {
		at = strings.IndexByte(text[i:], bytes[0])
	} else {
		at = strings.IndexAny(text[i:], bytes)
	}
	if at < 0 {
		return len(text)
	}
	return i + at
}

// before counts the characters before an offset.
func (t *Tree) before(offset int) int {
	return int(t.marks[offset/markStep]) + characters(t.text[offset-offset%markStep:offset])
}

// characters counts the bytes that do not continue a character, which also
// holds where the bytes are not UTF-8.
func characters(s string) int {
	n := len(s)
	for i := 0; i < len(s); i++ {
		if s[i]&0xC0 == 0x80 {
			n--
		}
	}
	return n
}
