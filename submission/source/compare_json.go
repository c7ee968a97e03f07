package source

import (
	"bytes"
	"strconv"

	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/text"
)

// compareJSON compares two JSON files as certwiz reads them: commas too many and
// comments are passed over, of a name that stands twice the last counts. What
// can't be parsed without guessing is compared by lines. settings says that
// they are apiProperties.json.
func compareJSON(settings bool) comparing {
	return func(name string, here, there []byte) list {
		a, b := plainLines(here), plainLines(there)
		if bytes.Equal(a, b) {
			return list{kept: []Difference{{File: name, Kind: FormOnly, Note: lineEndings}}}
		}
		c := jsonDiff{file: name, here: newSide(name, a, settings), there: newSide(name, b, settings)}
		if c.here.tree.Damaged() || c.there.tree.Damaged() {
			l := compareText(name, a, b)
			l.kept[0].Note = joined("not valid JSON, compared by lines", l.kept[0].Note)
			return l
		}
		c.values(c.here.tree.Root(), c.there.tree.Root(), 0)
		if len(c.kept) == 0 && c.scrubbed == 0 {
			c.kept = append(c.kept, Difference{File: name, Kind: FormOnly, Note: c.form()})
		}
		return c.list
	}
}

// jsonDiff compares two parsed files.
type jsonDiff struct {
	file        string
	here, there *side
	list
	scrubbed int // placeholders there for secrets here
}

// form says in what two files differ that hold the same values.
func (c *jsonDiff) form() string {
	for _, s := range []*side{c.here, c.there} {
		for _, f := range s.tree.Faults() {
			if f.Kind != jsontree.BOM {
				return leniently
			}
		}
	}
	return spacingOnly
}

// shallow is the depth up to which equal bytes are looked for first; doing it
// at every depth would read a deep file over and over.
const shallow = 8

func (c *jsonDiff) values(here, there jsontree.Node, depth int) {
	if here.Kind() != there.Kind() {
		c.change(here, there)
		return
	}
	switch here.Kind() {
	case jsontree.Object, jsontree.Array:
		if depth < shallow && here.Source() == there.Source() {
			return
		}
		if here.Is(jsontree.Object) {
			c.objects(here, there, depth+1)
			return
		}
		c.lists(here, there, depth+1)
	default:
		if here.Text() != there.Text() {
			c.change(here, there)
		}
	}
}

// objects compares members by their names, in the order of the file here.
func (c *jsonDiff) objects(here, there jsontree.Node, depth int) {
	next, common := there.First(), 0
	for h := here.First(); h.OK(); h = h.Next() {
		if c.here.duplicates && here.Get(h.Key()) != h {
			continue
		}
		t := next // nearly always the same names follow each other
		if !t.OK() || c.there.duplicates || t.Key() != h.Key() {
			t = there.Get(h.Key())
		}
		if !t.OK() {
			c.only(OnlyHere, h)
			continue
		}
		next = t.Next()
		common++
		c.values(h, t, depth)
	}
	if common == there.Len() {
		return
	}
	for t := range there.Children() {
		if !here.Get(t.Key()).OK() && (!c.there.duplicates || there.Get(t.Key()) == t) {
			c.only(OnlyThere, t)
		}
	}
}

// full tells whether a difference is only counted.
func (c *jsonDiff) full() bool {
	if len(c.kept) < maxDifferences {
		return false
	}
	c.more++
	return true
}

// change reports two values, unless one stands for the other.
func (c *jsonDiff) change(here, there jsontree.Node) {
	if c.here.scrubbed(here, there) {
		c.scrubbed++
		return
	}
	if c.full() {
		return
	}
	d := c.difference(Changed, c.here, here)
	mask, hidden := c.here.hide(here)
	other, too := c.there.hide(there)
	from := 0
	switch {
	case hidden || too:
		d.Note = "looks like a secret or something private, not shown whole"
	case here.Is(jsontree.String) && there.Is(jsontree.String):
		from = showFrom(here.Text(), there.Text())
		d.Note = textNote(here.Text(), there.Text())
	case here.Is(jsontree.Number) && there.Is(jsontree.Number) && sameNumber(here.Text(), there.Text()):
		d.Note = "the same number"
	}
	d.Here, d.There = mask, other
	if !hidden {
		d.Here = excerptOf(c.here, here, from)
	}
	if !too {
		d.There = excerptOf(c.there, there, from)
	}
	c.kept = append(c.kept, d)
}

// sameNumber tells whether two numbers are but written in two ways: 1 and 1.0.
func sameNumber(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return errX == nil && errY == nil && x == y && len(a) < 16 && len(b) < 16 // longer ones lose digits
}

// excerptOf is a value as it may be shown, a text from a byte on.
func excerptOf(s *side, n jsontree.Node, from int) string {
	var e excerpt
	if from > 0 {
		e.quoted(n.Text(), from)
	} else {
		e.value(n, s.hide)
	}
	return e.String()
}

// only reports a value that one side lacks, however much it holds, as one
// difference.
func (c *jsonDiff) only(kind Kind, n jsontree.Node) {
	if c.full() {
		return
	}
	s := c.here
	if kind == OnlyThere {
		s = c.there
	}
	d := c.difference(kind, s, n)
	switch n.Kind() {
	case jsontree.Object:
		d.Note = "an object with " + text.Count(n.Len(), "member", "members")
	case jsontree.Array:
		d.Note = "a list with " + text.Count(n.Len(), "element", "elements")
	}
	if kind == OnlyHere {
		d.Here = excerptOf(s, n, 0)
	} else {
		d.There = excerptOf(s, n, 0)
	}
	c.kept = append(c.kept, d)
}

// order reports that elements with a key are in another order.
func (c *jsonDiff) order(here, there jsontree.Node, key keyFunc) {
	if c.full() {
		return
	}
	d := c.difference(Changed, c.here, here)
	d.Note = "another order"
	if isPlain(here.First()) {
		d.Here, d.There = excerptOf(c.here, here, 0), excerptOf(c.there, there, 0)
	} else {
		d.Here, d.There = keys(here, key), keys(there, key)
	}
	c.kept = append(c.kept, d)
}

// keys lists the keys of a list's elements.
func keys(list jsontree.Node, key keyFunc) string {
	var e excerpt
	e.write("[")
	for n := list.First(); n.OK() && !e.full; n = n.Next() {
		if n != list.First() {
			e.write(",")
		}
		e.quoted(key(n), 0)
	}
	e.write("]")
	return e.String()
}

// maxPointer bounds a pointer, in bytes; member names can be huge.
const maxPointer = 4 << 10

func (c *jsonDiff) difference(kind Kind, s *side, n jsontree.Node) Difference {
	pointer := n.Pointer()
	place := Place(pointer, s.tree)
	if len(pointer) > maxPointer {
		pointer = text.Prefix(pointer, maxPointer) + "…"
	}
	return Difference{File: c.file, Pointer: pointer, Place: place, Kind: kind}
}
