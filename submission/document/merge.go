package document

import (
	"bytes"

	"github.com/certwiz/certwiz/checks/prose"
)

// Merged is a document that two people edited at the same time.
type Merged struct {
	// Text has what either side changed. Where both changed a section it has
	// theirs: what lies on the disk is the truth.
	Text      []byte
	Conflicts []Conflict
	// Order says that both sides moved sections; they stand as theirs do.
	Order bool
}

// Conflict is a section that both sides changed, each in its way. Texts are as
// an editor shows them, see TextLines; "" where a side does not have the section.
type Conflict struct {
	Title              string // "" for the opening of a document without a title
	Mine, Theirs, Base string

	key, above key  // above is what it stands below in mine
	all        bool // the whole text: one side can't be read
}

// Merge merges two edits of base section by section: mine, which is being written
// here, and theirs, as it is on disk now. A section that one side changed, moved,
// added or removed is taken from that side; a change both made alike is taken
// once; where they differ, theirs stays and the conflict carries mine. Every line
// that either side wrote is in the text or in a conflict. Line breaks are theirs.
func Merge(base, mine, theirs []byte) Merged {
	switch {
	case bytes.Equal(mine, theirs), bytes.Equal(base, mine):
		return Merged{Text: theirs}
	case bytes.Equal(base, theirs):
		return Merged{Text: mine}
	case Readable(mine) != nil || Readable(theirs) != nil:
		return Merged{Text: theirs, Conflicts: []Conflict{{Mine: string(mine), Theirs: string(theirs), Base: string(base), all: true}}}
	}
	if Readable(base) != nil {
		base = nil // both sides wrote it anew
	}
	b, m, t := split(base), split(mine), split(theirs)
	m.matchRenamed(b)
	t.matchRenamed(b)
	g := merge{base: b, mine: m, theirs: t, end: ending(theirs), taken: map[key][]byte{}}
	if bytes.Count(theirs, []byte("\n")) == 0 {
		g.end = ending(mine)
	}
	for _, k := range t.keys {
		g.resolve(k)
	}
	for _, k := range m.keys {
		if _, there := t.at[k]; !there {
			g.resolve(k)
		}
	}
	return Merged{Text: g.text(), Conflicts: g.conflicts, Order: g.bothMoved()}
}

// Take resolves a conflict in favour of mine: the section replaces theirs, goes
// below the one it stood below, or is removed when mine removed it.
func Take(text []byte, c Conflict) ([]byte, error) {
	if c.all {
		return []byte(c.Mine), nil
	}
	if err := Readable(text); err != nil {
		return nil, err
	}
	d := Parse(text)
	at := split(text).at
	i, there := at[c.key]
	switch {
	case there:
		return d.replace(d.Sections[i].From, d.Sections[i].To, c.Mine), nil
	case c.Mine == "":
		return text, nil
	}
	if above, ok := at[c.above]; ok {
		return d.insert(above+1, c.Mine), nil
	}
	return d.insert(len(d.Sections), c.Mine), nil
}

// key identifies a section across versions of a document: its title and, among
// sections of one title, its number.
type key struct {
	title string
	n     int
}

// parts are a document's sections by their keys.
type parts struct {
	doc  Doc
	keys []key
	at   map[key]int // where a section stands
}

func split(text []byte) parts {
	p := parts{doc: Parse(text), at: map[key]int{}}
	seen := map[string]int{}
	for i, s := range p.doc.Sections {
		k := key{} // the opening is the opening, whatever the document's title
		if i > 0 {
			title := prose.Words(s.Title)
			seen[title]++
			k = key{title, seen[title]}
		}
		p.keys = append(p.keys, k)
		p.at[k] = i
	}
	return p
}

// section is a section's bytes, and whether it is there.
func (p parts) section(k key) ([]byte, bool) {
	i, ok := p.at[k]
	if !ok {
		return nil, false
	}
	s := p.doc.Sections[i]
	return p.doc.Text[s.From:s.To], true
}

// matchRenamed recognises sections that were given another title: a single one that
// base does not have takes the place of a single one that is gone, between two
// sections that both have.
func (p *parts) matchRenamed(base parts) {
	for i := 1; i < len(p.keys); i++ {
		if _, known := base.at[p.keys[i]]; known {
			continue
		}
		before, ok := base.at[p.keys[i-1]]
		if !ok || before+1 >= len(base.keys) {
			continue
		}
		gone := base.keys[before+1]
		if _, still := p.at[gone]; still || !p.follows(i, base, before+2) {
			continue
		}
		delete(p.at, p.keys[i])
		p.keys[i], p.at[gone] = gone, i
	}
}

// follows tells whether what stands below section i is section j of base, or
// the end of both.
func (p *parts) follows(i int, base parts, j int) bool {
	if i+1 == len(p.keys) || j == len(base.keys) {
		return i+1 == len(p.keys) && j == len(base.keys)
	}
	return p.keys[i+1] == base.keys[j]
}

// title is the title of a section, "" when it is not there.
func (p parts) title(k key) string {
	if i, ok := p.at[k]; ok {
		return p.doc.Sections[i].Title
	}
	return ""
}

// merge is the state of one Merge.
type merge struct {
	base, mine, theirs parts
	end                string // the line break of new lines
	taken              map[key][]byte
	conflicts          []Conflict
}

// resolve takes one side's version of a section, or neither when it was removed.
func (g *merge) resolve(k key) {
	b, inBase := g.base.section(k)
	m, inMine := g.mine.section(k)
	t, inTheirs := g.theirs.section(k)
	same := func(a, b []byte, inA, inB bool) bool { return inA == inB && sameText(a, b) }
	switch {
	case same(m, t, inMine, inTheirs), same(m, b, inMine, inBase):
		if inTheirs {
			g.taken[k] = t
		}
	case same(t, b, inTheirs, inBase):
		if inMine {
			g.taken[k] = g.rewritten(t, m)
		}
	default:
		if inTheirs {
			g.taken[k] = t
		}
		c := Conflict{Mine: shown(string(m)), Theirs: shown(string(t)), Base: shown(string(b)), key: k}
		if i := g.mine.at[k]; i > 0 {
			c.above = g.mine.keys[i-1]
		}
		for _, p := range []parts{g.base, g.mine, g.theirs} {
			if title := p.title(k); title != "" {
				c.Title = title
			}
		}
		g.conflicts = append(g.conflicts, c)
	}
}

// rewritten is my section with the line breaks and trailing blank lines of theirs.
func (g *merge) rewritten(theirs, mine []byte) []byte {
	if theirs != nil {
		return []byte(piece{end: g.end, below: "#", last: true}.with(string(theirs), string(mine)))
	}
	if ending(g.mine.doc.Text) == g.end {
		return mine
	}
	var b bytes.Buffer
	for _, l := range lines(string(mine)) {
		b.WriteString(l.text)
		if l.end != "" {
			b.WriteString(g.end)
		}
	}
	return b.Bytes()
}
