package source

import (
	"slices"

	"github.com/certwiz/certwiz/checks/jsontree"
)

// lists compares two lists. Plain values are compared as a set with an order.
// Objects are matched by what names them: a parameter by name and place, a tag
// by its name, an operation by its ID. Everything else is matched so that as
// much as possible stays the same: one element more is one difference.
func (c *trees) lists(here, there jsontree.Node, depth int) {
	if max(here.Len(), there.Len()) > maxMatched {
		c.byPosition(here, there, depth)
		return
	}
	a, b := slices.Collect(here.Children()), slices.Collect(there.Children())
	if plain(a) && plain(b) {
		c.sets(here, there, a, b)
		return
	}
	if name := naming(a, b); name != nil {
		c.named(here, there, name, a, b, depth)
		return
	}
	c.aligned(a, b, depth)
}

// maxMatched is how many elements a list may have for being looked through.
// No connector's has a thousand.
const maxMatched = 50_000

func (c *trees) byPosition(here, there jsontree.Node, depth int) {
	h, t := here.First(), there.First()
	for ; h.OK() && t.OK(); h, t = h.Next(), t.Next() {
		c.values(h, t, depth)
	}
	for ; h.OK(); h = h.Next() {
		c.only(OnlyHere, h)
	}
	for ; t.OK(); t = t.Next() {
		c.only(OnlyThere, t)
	}
}

// plain tells whether no element holds others.
func plain(list []jsontree.Node) bool {
	return !slices.ContainsFunc(list, func(n jsontree.Node) bool { return n.Is(jsontree.Object) || n.Is(jsontree.Array) })
}

// scalar is a plain value.
type scalar struct {
	kind jsontree.Kind
	text string
}

func scalarOf(n jsontree.Node) scalar { return scalar{n.Kind(), n.Text()} }

// sets compares lists of plain values. Two at the same position that the other
// side has nowhere are one changed value.
func (c *trees) sets(here, there jsontree.Node, a, b []jsontree.Node) {
	for len(a) > 0 && len(b) > 0 && scalarOf(a[0]) == scalarOf(b[0]) {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && scalarOf(a[len(a)-1]) == scalarOf(b[len(b)-1]) {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if twice(a) || twice(b) {
		c.aligned(a, b, 0)
		return
	}
	m := match(a, b, scalarOf)
	for len(m.onlyHere) > 0 || len(m.onlyThere) > 0 {
		switch h, t := first(m.onlyHere), first(m.onlyThere); {
		case h.OK() && t.OK() && h.Index() == t.Index():
			c.change(h, t)
			m.onlyHere, m.onlyThere = m.onlyHere[1:], m.onlyThere[1:]
		case !t.OK() || h.OK() && h.Index() < t.Index():
			c.only(OnlyHere, h)
			m.onlyHere = m.onlyHere[1:]
		default:
			c.only(OnlyThere, t)
			m.onlyThere = m.onlyThere[1:]
		}
	}
	if m.moved {
		c.order(here, there, nil)
	}
}

// twice tells whether a value stands twice in a list.
func twice(list []jsontree.Node) bool {
	known := make(map[scalar]bool, len(list))
	for _, n := range list {
		known[scalarOf(n)] = true
	}
	return len(known) < len(list)
}

func first(list []jsontree.Node) jsontree.Node {
	if len(list) == 0 {
		return jsontree.Node{}
	}
	return list[0]
}

// matching is which elements of two lists belong together.
type matching struct {
	pairs               [][2]jsontree.Node
	onlyHere, onlyThere []jsontree.Node
	moved               bool // the pairs stand in another order
}

// match pairs elements with the same key, the first with the first.
func match[K comparable](a, b []jsontree.Node, key func(jsontree.Node) K) matching {
	head := make(map[K]int, len(b)) // the first in b that is free, counted from 1
	next := make([]int, len(b)+1)
	for j := len(b); j > 0; j-- {
		k := key(b[j-1])
		next[j], head[k] = head[k], j
	}
	var m matching
	taken, last := make([]bool, len(b)), 0
	for _, n := range a {
		k := key(n)
		j := head[k]
		if j == 0 {
			m.onlyHere = append(m.onlyHere, n)
			continue
		}
		head[k], taken[j-1] = next[j], true
		m.moved, last = m.moved || j < last, j
		m.pairs = append(m.pairs, [2]jsontree.Node{n, b[j-1]})
	}
	for j, n := range b {
		if !taken[j] {
			m.onlyThere = append(m.onlyThere, n)
		}
	}
	return m
}

// naming is what tells the objects of both lists apart, nil when nothing does.
func naming(a, b []jsontree.Node) func(jsontree.Node) string {
	for _, name := range []func(jsontree.Node) string{parameterName, memberText("operationId"), memberText("propertyName"), memberText("name"), memberText("id")} {
		if tellsApart(a, name) && tellsApart(b, name) {
			return name
		}
	}
	return nil
}

func tellsApart(list []jsontree.Node, name func(jsontree.Node) string) bool {
	known := make(map[string]bool, len(list))
	for _, n := range list {
		s := name(n)
		if s == "" || known[s] {
			return false
		}
		known[s] = true
	}
	return true
}

// parameterName names a parameter: by name and place, or by where it is
// defined.
func parameterName(n jsontree.Node) string {
	if ref := member(n, "$ref"); ref != "" {
		return ref
	}
	in, name := member(n, "in"), member(n, "name")
	if in == "" || name == "" {
		return ""
	}
	return name + " in " + in
}

func memberText(key string) func(jsontree.Node) string {
	return func(n jsontree.Node) string { return member(n, key) }
}

// member is the text under a key, "" when there is none. It makes no index,
// as Get does for large objects: each is asked but a few times.
func member(n jsontree.Node, key string) string {
	if !n.Is(jsontree.Object) {
		return ""
	}
	text := ""
	for c := n.First(); c.OK(); c = c.Next() {
		if c.Key() == key {
			text = c.Str()
		}
	}
	return text
}

// named compares lists of objects that have names.
func (c *trees) named(here, there jsontree.Node, name func(jsontree.Node) string, a, b []jsontree.Node, depth int) {
	m := match(a, b, name)
	only := m.onlyHere
	for _, pair := range m.pairs {
		for len(only) > 0 && only[0].Index() < pair[0].Index() {
			c.only(OnlyHere, only[0])
			only = only[1:]
		}
		c.values(pair[0], pair[1], depth)
	}
	for _, n := range only {
		c.only(OnlyHere, n)
	}
	for _, n := range m.onlyThere {
		c.only(OnlyThere, n)
	}
	if m.moved {
		c.order(here, there, name)
	}
}

// aligned compares lists whose elements nothing names, see align.
func (c *trees) aligned(a, b []jsontree.Node, depth int) {
	x, y := c.hashAll(a), c.hashAll(b)
	flip := slices.Compare(x, y) > 0 // seen from the other side the same pairs are to be found
	if flip {
		x, y, a, b = y, x, b, a
	}
	only := func(n jsontree.Node, ofB bool) {
		if ofB == flip {
			c.only(OnlyHere, n)
			return
		}
		c.only(OnlyThere, n)
	}
	i, j := 0, 0
	for _, p := range append(c.align(a, b, x, y), [2]int{len(a), len(b)}) {
		for _, n := range a[i:p[0]] {
			only(n, false)
		}
		for _, n := range b[j:p[1]] {
			only(n, true)
		}
		i, j = p[0]+1, p[1]+1
		switch {
		case p[0] == len(a):
		case flip:
			c.values(b[p[1]], a[p[0]], depth)
		default:
			c.values(a[p[0]], b[p[1]], depth) // equal hashes alone prove nothing
		}
	}
}

func (c *trees) hashAll(list []jsontree.Node) []uint64 {
	all := make([]uint64, len(list))
	for i, n := range list {
		all[i] = c.hash(n)
	}
	return all
}

// hash is the same for equal values, whatever the order of an object's
// members. It is remembered for what holds others, since lists stand in lists.
func (c *trees) hash(n jsontree.Node) uint64 {
	if !n.Is(jsontree.Object) && !n.Is(jsontree.Array) {
		return mixed(hashText(n.Text()) + uint64(n.Kind()))
	}
	if h, ok := c.hashes[n]; ok {
		return h
	}
	h := uint64(n.Kind())
	for child := n.First(); child.OK(); child = child.Next() {
		if n.Is(jsontree.Object) {
			h += mixed(hashText(child.Key()) ^ c.hash(child)<<1)
		} else {
			h = mixed(h ^ c.hash(child))
		}
	}
	h = mixed(h + uint64(n.Len()))
	if c.hashes == nil {
		c.hashes = map[jsontree.Node]uint64{}
	}
	c.hashes[n] = h
	return h
}

// hashText is FNV-1a. It needs no seed: two values of the same hash are
// compared all the same, and the same files are to give the same differences.
func hashText(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

func mixed(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
