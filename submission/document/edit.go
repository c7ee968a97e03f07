package document

import (
	"bytes"
	"slices"
	"strings"
)

// TextLines is a piece of a document as an editor shows it: line first, from 1,
// up to the one before next, as prose.SectionState counts them; ended with \n,
// without blank lines at the end.
func TextLines(text []byte, first, next int) string {
	from, to := Parse(text).Range(first, next)
	return shown(string(text[from:to]))
}

// ReplaceLines gives such a piece a new text, a section's heading included;
// every byte outside stays. Lines of the piece that are not changed keep their
// line breaks, new ones get those that most of the file's lines have; the blank
// lines or the missing line break at its end stay. An empty text removes it.
func ReplaceLines(text []byte, first, next int, section string) ([]byte, error) {
	if err := Readable(text); err != nil {
		return nil, err
	}
	d := Parse(text)
	if first < 1 || first > len(d.lines) || next < first {
		return nil, errGone
	}
	from, to := d.Range(first, next)
	return d.replace(from, to, section), nil
}

func (d Doc) replace(from, to int, section string) []byte {
	p := piece{end: ending(d.Text), above: lastLine(d.Text[:from]), below: firstLine(d.Text[to:]), last: to == len(d.Text)}
	return slices.Concat(d.Text[:from], []byte(p.with(string(d.Text[from:to]), section)), d.Text[to:])
}

// piece is the context needed to replace a piece of a document.
type piece struct {
	end          string // the line break of new lines
	above, below string // the lines beside it
	last         bool   // nothing follows
}

func firstLine(text []byte) string {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return string(line)
}

// lastLine is the last whole line of a text.
func lastLine(text []byte) string {
	text = bytes.TrimSuffix(text, []byte("\n"))
	return string(text[bytes.LastIndexByte(text, '\n')+1:])
}

// with is the piece old with the text of a person, see ReplaceLines.
func (p piece) with(old, text string) string {
	text = shown(text)
	if text == shown(old) {
		return old
	}
	bare := strings.TrimLeft(old, bom)
	mark := old[:len(old)-len(bare)]
	old = bare
	if text == "" {
		return mark
	}
	was := lines(old)
	tail := len(was) // the first of the blank lines at the end
	for tail > 0 && blank(was[tail-1].text) {
		tail--
	}
	now := strings.Split(text, "\n")
	var b strings.Builder
	b.WriteString(mark)
	if p.joinsAbove(was, now[0]) {
		b.WriteString(p.end)
	}
	for i, end := range lineBreaks(was[:tail], now, p.end) {
		b.WriteString(now[i])
		if i+1 < len(now) {
			b.WriteString(end)
		}
	}
	if tail == 0 {
		b.WriteString(p.after(old))
		return b.String()
	}
	for i, l := range was[tail-1:] {
		if i > 0 {
			b.WriteString(l.text)
		}
		b.WriteString(l.end)
	}
	if tail == len(was) && !p.last && !isHeading(p.below) && was[tail-1].text != now[len(now)-1] {
		b.WriteString(p.end) // the heading below is underlined and would take the last line into it
	}
	return b.String()
}

// joinsAbove tells whether a new first line would join the paragraph above.
func (p piece) joinsAbove(was []line, first string) bool {
	return !blank(p.above) && !isHeading(first) && len(was) > 0 && was[0].text != first
}

// isHeading tells whether a line is a heading by its marks, and so is one whatever
// stands above it.
func isHeading(line string) bool { return strings.HasPrefix(strings.TrimLeft(line, " "), "#") }

// after is what follows the first text in a piece that was blank.
func (p piece) after(old string) string {
	switch {
	case p.last:
		return p.end
	case old == "":
		return p.end + p.end
	}
	return p.end + old
}

// lineBreaks chooses a line break for each line of a new text: a line that was
// there before, in the same order, keeps its own.
func lineBreaks(was []line, now []string, usual string) []string {
	out := make([]string, len(now))
	for i := range out {
		out[i] = usual
	}
	keep := func(i, j int) {
		if was[j].end != "" && j+1 < len(was) {
			out[i] = was[j].end
		}
	}
	head, foot := 0, 0
	for head < len(was) && head < len(now) && was[head].text == now[head] {
		keep(head, head)
		head++
	}
	for foot < len(was)-head && foot < len(now)-head && was[len(was)-1-foot].text == now[len(now)-1-foot] {
		keep(len(now)-1-foot, len(was)-1-foot)
		foot++
	}
	at := map[string][]int{} // where a line stood, between the two
	for j := head; j < len(was)-foot; j++ {
		at[was[j].text] = append(at[was[j].text], j)
	}
	next := head
	for i := head; i < len(now)-foot; i++ {
		found := at[now[i]]
		for len(found) > 0 && found[0] < next {
			found = found[1:]
		}
		at[now[i]] = found
		if len(found) > 0 {
			keep(i, found[0])
			next = found[0] + 1
		}
	}
	return out
}

// sameText tells whether two pieces say the same, whatever their line breaks
// and the blank lines at their ends.
func sameText(a, b []byte) bool {
	return bytes.Equal(a, b) || shown(string(a)) == shown(string(b))
}
