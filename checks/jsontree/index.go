package jsontree

import (
	"hash/maphash"
	"slices"
	"sync"
)

// indexFrom is the number of children above which an object or list gets an
// index: "definitions" and "paths" may hold thousands and are asked for each
// $ref.
const indexFrom = 16

// index remembers the children of large objects and lists, made when first
// asked for.
type index struct {
	mu      sync.Mutex
	objects map[int32]map[string]int32
	lists   map[int32][]int32
}

func (x *index) get(n Node, key string) Node {
	x.mu.Lock()
	defer x.mu.Unlock()
	members, ok := x.objects[n.i]
	if !ok {
		members = make(map[string]int32, n.Len())
		for c := range n.Children() {
			members[c.Key()] = c.i
		}
		if x.objects == nil {
			x.objects = make(map[int32]map[string]int32)
		}
		x.objects[n.i] = members
	}
	if i, ok := members[key]; ok {
		return Node{n.tree, i}
	}
	return Node{}
}

func (x *index) at(n Node, position int) Node {
	x.mu.Lock()
	defer x.mu.Unlock()
	elements, ok := x.lists[n.i]
	if !ok {
		elements = make([]int32, 0, n.Len())
		for c := range n.Children() {
			elements = append(elements, c.i)
		}
		if x.lists == nil {
			x.lists = make(map[int32][]int32)
		}
		x.lists[n.i] = elements
	}
	return Node{n.tree, elements[position]}
}

// twins finds members that stand twice under the same name. Small objects are
// compared pair by pair; large ones by sorted hashes, with a seed of their own
// so that no file can be made to collide.
type twins struct {
	seed   maphash.Seed
	hashes []uint64
}

const pairwiseUpTo = 12

func (w *twins) each(n Node, report func(first, again Node)) {
	if n.Len() < 2 {
		return
	}
	if n.Len() <= pairwiseUpTo {
		for c := n.First().Next(); c.OK(); c = c.Next() {
			w.compare(n.First(), c, report)
		}
		return
	}
	w.hashes = w.hashes[:0]
	for c := n.First(); c.OK(); c = c.Next() {
		h := maphash.String(w.seed, c.Key())
		w.hashes = append(w.hashes, h&^uint64(1<<32-1)|uint64(uint32(c.i)))
	}
	slices.Sort(w.hashes)
	for i := 1; i < len(w.hashes); i++ {
		if w.hashes[i]>>32 != w.hashes[i-1]>>32 {
			continue
		}
		a := Node{n.tree, int32(uint32(w.hashes[i-1]))}
		b := Node{n.tree, int32(uint32(w.hashes[i]))}
		if a.Key() == b.Key() {
			report(a, b)
		}
	}
}

func (w *twins) compare(from, n Node, report func(first, again Node)) {
	for c := from; c.i != n.i; c = c.Next() {
		if sameKey(c, n) {
			report(c, n)
			return
		}
	}
}

func sameKey(a, b Node) bool {
	x, y := a.raw(), b.raw()
	if (x.flags|y.flags)&keyEscaped != 0 {
		return a.Key() == b.Key()
	}
	return a.tree.text[x.keyStart:x.keyEnd] == b.tree.text[y.keyStart:y.keyEnd]
}
