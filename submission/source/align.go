package source

import (
	"slices"

	"github.com/certwiz/certwiz/checks/jsontree"
)

// The bounds of aligning lists. Beyond them what is between the equal
// beginning and end is paired by position.
const (
	maxEdits = 500       // elements that one list has more than the other
	maxSteps = 4_000_000 // comparisons in one file
	maxAlike = 1000      // pairs of elements that are looked at for being alike, in one place
)

// align pairs elements of two lists in the order they stand in: as many equal
// ones as can be, and of the others those that have most in common. x and y
// are the elements' hashes.
func (c *trees) align(a, b []jsontree.Node, x, y []uint64) [][2]int {
	start, end := 0, 0
	for start < len(x) && start < len(y) && x[start] == y[start] {
		start++
	}
	for end < min(len(x), len(y))-start && x[len(x)-1-end] == y[len(y)-1-end] {
		end++
	}
	var pairs [][2]int
	for i := range start {
		pairs = append(pairs, [2]int{i, i})
	}
	for _, p := range c.between(a[start:len(a)-end], b[start:len(b)-end], x[start:len(x)-end], y[start:len(y)-end]) {
		pairs = append(pairs, [2]int{start + p[0], start + p[1]})
	}
	for ; end > 0; end-- {
		pairs = append(pairs, [2]int{len(a) - end, len(b) - end})
	}
	return pairs
}

// between pairs what is left of two lists: all at once where they are short,
// else the equal elements first and then what is between those.
func (c *trees) between(a, b []jsontree.Node, x, y []uint64) [][2]int {
	if len(a)*len(b) <= maxAlike {
		return c.alike(a, b)
	}
	var pairs [][2]int
	i, j := 0, 0
	for _, p := range append(subsequence(x, y, &c.steps), [2]int{len(a), len(b)}) {
		for _, q := range c.alike(a[i:p[0]], b[j:p[1]]) {
			pairs = append(pairs, [2]int{i + q[0], j + q[1]})
		}
		if p[0] < len(a) {
			pairs = append(pairs, p)
		}
		i, j = p[0]+1, p[1]+1
	}
	return pairs
}

// subsequence finds the longest common subsequence by the fewest insertions
// and deletions (Myers), nil when there are too many of them.
func subsequence(a, b []uint64, steps *int) [][2]int {
	n, m := len(a), len(b)
	if n == 0 || m == 0 {
		return nil
	}
	most := min(n+m, maxEdits)
	// reach[most+k] is how far into a the best way on diagonal k leads.
	reach := make([]int, 2*most+3)
	var trace [][]int
	for d := 0; d <= most; d++ {
		trace = append(trace, slices.Clone(reach[most-d:most+d+3]))
		for k := -d; k <= d; k += 2 {
			x := reach[most+1+k-1] + 1
			if k == -d || k != d && reach[most+1+k-1] < reach[most+1+k+1] {
				x = reach[most+1+k+1]
			}
			y := x - k
			for x < n && y < m && a[x] == b[y] {
				x, y = x+1, y+1
				*steps--
			}
			reach[most+1+k] = x
			*steps--
			if x >= n && y >= m {
				return back(trace, n, m)
			}
		}
		if *steps < 0 {
			return nil
		}
	}
	return nil
}

// back follows the way from the ends of both lists to their beginnings.
// trace[d] is how far ways of d-1 steps led, on the diagonals -d-1 to d+1.
func back(trace [][]int, x, y int) [][2]int {
	var pairs [][2]int
	for d := len(trace) - 1; d >= 0; d-- {
		at := func(k int) int { return trace[d][d+1+k] }
		k := x - y
		from := k - 1
		if k == -d || k != d && at(k-1) < at(k+1) {
			from = k + 1
		}
		fromX := at(from)
		if d == 0 {
			fromX = 0
		}
		startX := fromX
		if from == k-1 && d > 0 {
			startX = fromX + 1
		}
		for x > startX && x > 0 && x-k > 0 {
			x, y = x-1, y-1
			pairs = append(pairs, [2]int{x, y})
		}
		x, y = fromX, fromX-from
	}
	slices.Reverse(pairs)
	return pairs
}

// alike pairs elements so that the sum of what they have in common is as large
// as can be, by position where there are too many.
func (c *trees) alike(a, b []jsontree.Node) [][2]int {
	var pairs [][2]int
	n, m := len(a), len(b)
	if n*m > maxAlike || c.steps <= 0 {
		for i := range min(n, m) {
			pairs = append(pairs, [2]int{i, i})
		}
		return pairs
	}
	// best[i][j] is what a[i:] and b[j:] have in common.
	best, score := table(n+1, m+1), table(n+1, m+1)
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			score[i][j] = c.likeness(a[i], b[j])
			best[i][j] = max(best[i+1][j], best[i][j+1], best[i+1][j+1]+score[i][j])
		}
	}
	for i, j := 0, 0; i < n && j < m; {
		switch best[i][j] {
		case best[i+1][j+1] + score[i][j]:
			if score[i][j] > 0 {
				pairs = append(pairs, [2]int{i, j})
			}
			i, j = i+1, j+1
		case best[i+1][j]:
			i++
		default:
			j++
		}
	}
	return pairs
}

func table(rows, columns int) [][]int {
	all := make([]int, rows*columns)
	t := make([][]int, rows)
	for i := range t {
		t[i] = all[i*columns : (i+1)*columns]
	}
	return t
}

// equal is more than unequal values can have in common.
const equal = 1 << 24

// likeness is how much two values have in common: one for a member of the same
// name, three when it is the same.
func (c *trees) likeness(a, b jsontree.Node) int {
	c.steps -= 1 + a.Len() + b.Len()
	if a.Kind() != b.Kind() {
		return 0
	}
	if c.hash(a) == c.hash(b) {
		return equal
	}
	switch a.Kind() {
	case jsontree.Object:
		n := 0
		if a.Len() == 0 || b.Len() == 0 {
			n = 1
		}
		for member := range a.Children() {
			if other := b.Get(member.Key()); other.OK() {
				n += c.worth(member, other)
			}
		}
		return n
	case jsontree.Array:
		n := 1
		for x, y := a.First(), b.First(); x.OK() && y.OK(); x, y = x.Next(), y.Next() {
			n += c.worth(x, y)
		}
		return n
	default:
		return 1
	}
}

func (c *trees) worth(a, b jsontree.Node) int {
	if c.hash(a) == c.hash(b) {
		return 3
	}
	return 1
}
