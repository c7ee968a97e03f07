package source

import (
	"slices"

	"github.com/certwiz/certwiz/checks/jsontree"
)

// maxKeyed is how many elements a list may have for being compared by key. No
// connector's has a thousand.
const maxKeyed = 50_000

// lists compares two lists. Elements with a key (a parameter's name and place,
// an operation's ID, a plain value itself) belong together wherever they are;
// without one they are compared by position.
func (c *jsonDiff) lists(here, there jsontree.Node, depth int) {
	a, b := slices.Collect(here.Children()), slices.Collect(there.Children())
	key := keyOf(a, b)
	if key == nil || max(len(a), len(b)) > maxKeyed {
		c.byPosition(a, b, depth)
		return
	}
	if c.byKey(a, b, key, depth) {
		c.order(here, there, key)
	}
}

// byPosition compares elements with the same index, and those at the end that
// are equal with each other: one element more is one difference.
func (c *jsonDiff) byPosition(a, b []jsontree.Node, depth int) {
	for depth < shallow && len(a) > 0 && len(b) > 0 && sameSource(a[len(a)-1], b[len(b)-1]) {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	common := min(len(a), len(b))
	for i := range common {
		c.values(a[i], b[i], depth)
	}
	for _, n := range a[common:] {
		c.only(OnlyHere, n)
	}
	for _, n := range b[common:] {
		c.only(OnlyThere, n)
	}
}

// byKey compares elements with the same key, and tells whether those of both
// lists are in another order.
func (c *jsonDiff) byKey(a, b []jsontree.Node, key keyFunc, depth int) (moved bool) {
	indexA, indexB := indexByKey(a, key), indexByKey(b, key)
	missing := func(index map[string]int, n jsontree.Node) bool { _, ok := index[key(n)]; return !ok }
	// A plain value in another's place is one change, not two differences.
	replaced := func(i int) bool {
		return i < min(len(a), len(b)) && isPlain(a[i]) && missing(indexB, a[i]) && missing(indexA, b[i])
	}
	last := 0
	for i, n := range a {
		j, ok := indexB[key(n)]
		switch {
		case ok:
			c.values(n, b[j], depth)
			moved, last = moved || j < last, j
		case replaced(i):
			c.change(n, b[i])
		default:
			c.only(OnlyHere, n)
		}
	}
	for j, n := range b {
		if missing(indexA, n) && !replaced(j) {
			c.only(OnlyThere, n)
		}
	}
	return moved
}

func sameSource(a, b jsontree.Node) bool { return a.Kind() == b.Kind() && a.Source() == b.Source() }

func indexByKey(list []jsontree.Node, key keyFunc) map[string]int {
	index := make(map[string]int, len(list))
	for i, n := range list {
		index[key(n)] = i
	}
	return index
}

// keyFunc gives an element's key, "" for none.
type keyFunc func(jsontree.Node) string

// keyOf is the first kind of key that is unique in both lists, nil when none is.
func keyOf(a, b []jsontree.Node) keyFunc {
	for _, key := range []keyFunc{plainKey, parameterKey, memberKey("operationId"), memberKey("propertyName"), memberKey("name"), memberKey("id")} {
		if unique(a, key) && unique(b, key) {
			return key
		}
	}
	return nil
}

func unique(list []jsontree.Node, key keyFunc) bool {
	seen := make(map[string]bool, len(list))
	for _, n := range list {
		k := key(n)
		if k == "" || seen[k] {
			return false
		}
		seen[k] = true
	}
	return true
}

func isPlain(n jsontree.Node) bool { return !n.Is(jsontree.Object) && !n.Is(jsontree.Array) }

// plainKey is a plain value as JSON, so that "1" is not 1.
func plainKey(n jsontree.Node) string {
	switch {
	case !isPlain(n):
		return ""
	case n.Is(jsontree.String):
		return `"` + n.Text()
	}
	return n.Text()
}

func parameterKey(n jsontree.Node) string {
	if ref := member(n, "$ref"); ref != "" {
		return ref
	}
	in, name := member(n, "in"), member(n, "name")
	if in == "" || name == "" {
		return ""
	}
	return name + " in " + in
}

func memberKey(name string) keyFunc {
	return func(n jsontree.Node) string { return member(n, name) }
}

// member is a text member's value, "" when there is none. Unlike Get it makes no
// index of a large object: each is asked only a few times.
func member(n jsontree.Node, key string) string {
	if !n.Is(jsontree.Object) {
		return ""
	}
	value := ""
	for c := n.First(); c.OK(); c = c.Next() {
		if c.Key() == key {
			value = c.Str()
		}
	}
	return value
}
