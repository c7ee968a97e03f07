package document

import (
	"bytes"
	"slices"
	"strings"
)

// text puts the sections that were taken one below the other: as they stand in
// theirs, or in mine when only mine moved some, with what only the other has
// below the section it stands below there.
func (g *merge) text() []byte {
	first, second := g.theirs, g.mine
	if g.moved(g.mine) && !g.moved(g.theirs) {
		first, second = second, first
	}
	keys := g.kept(first.keys)
	have := map[key]bool{}
	for _, k := range keys {
		have[k] = true
	}
	below := map[key][]key{} // what is to stand below a section
	above := key{}           // the opening, which all have
	for _, k := range g.kept(second.keys) {
		if !have[k] {
			below[above] = append(below[above], k)
			continue
		}
		above = k
	}
	var all []key
	for _, k := range keys {
		all = append(append(all, k), below[k]...)
	}
	return []byte(g.joined(all))
}

// kept are the keys of sections that are to stay.
func (g *merge) kept(keys []key) []key {
	var out []key
	for _, k := range keys {
		if _, ok := g.taken[k]; ok {
			out = append(out, k)
		}
	}
	return out
}

// moved tells whether a side has the sections of base in another order.
func (g *merge) moved(p parts) bool {
	return !slices.Equal(common(p, g.base), common(g.base, p))
}

func (g *merge) bothMoved() bool {
	return g.moved(g.mine) && g.moved(g.theirs) && !slices.Equal(common(g.mine, g.theirs), common(g.theirs, g.mine))
}

// common are the keys of p that q has too, in the order of p.
func common(p, q parts) []key {
	var out []key
	for _, k := range p.keys {
		if _, ok := q.at[k]; ok {
			out = append(out, k)
		}
	}
	return out
}

// joined is the text of sections one below the other. Neighbours that were
// neighbours in theirs stay as close as they were; others stand apart. The end
// of the file stays as theirs has it.
func (g *merge) joined(keys []key) string {
	var b strings.Builder
	last := ""
	for i, k := range keys {
		piece := string(g.taken[k])
		if i > 0 && !g.neighbours(keys[i-1], k) {
			b.WriteString(separator(last, g.end))
		}
		if piece == "" {
			continue
		}
		b.WriteString(piece)
		last = piece
	}
	text := b.String()
	theirs := string(g.theirs.doc.Text)
	switch whole := strings.HasSuffix(theirs, "\n") || theirs == ""; {
	case whole && text != "" && !strings.HasSuffix(text, "\n"):
		return text + g.end
	case whole || len(keys) == 0 || keys[len(keys)-1] == g.theirs.keys[len(g.theirs.keys)-1]:
		return text
	}
	return strings.TrimRight(text, "\r\n")
}

// neighbours tells whether a section may stay as close below another as it is in
// theirs: a heading that is underlined would join new text above it.
func (g *merge) neighbours(above, below key) bool {
	i, ok := g.theirs.at[above]
	if !ok || i+1 == len(g.theirs.keys) || g.theirs.keys[i+1] != below {
		return false
	}
	unchanged := func(k key) bool {
		theirs, _ := g.theirs.section(k)
		return bytes.Equal(g.taken[k], theirs)
	}
	return unchanged(above) && unchanged(below) || isHeading(firstLine(g.taken[below]))
}
