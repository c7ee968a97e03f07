package preview

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	table "github.com/yuin/goldmark/extension/ast"
)

const (
	columnGap   = 2  // blanks between columns
	longestWord = 16 // a column need not be wider for a word's sake
	leastColumn = 12 // a column of text that wraps is not narrower
)

// grid is a table before it is drawn.
type grid struct {
	aligned []table.Alignment
	head    []*flow
	rows    []gridRow
}

type gridRow struct {
	cells []*flow // may be fewer than there are columns
	at    int     // in the source
}

// table draws a table in columns where they fit, else row by row.
func (d *drawer) table(n *table.Table) {
	d.cell = true
	g := grid{aligned: n.Alignments}
	headAt := n.Pos()
	for r := n.FirstChild(); r != nil; r = r.NextSibling() {
		row := d.cells(r)
		if r == n.FirstChild() {
			g.head, headAt = row.cells, row.at
			continue
		}
		g.rows = append(g.rows, row)
	}
	d.cell = false
	if widths := g.fit(d.room()); widths != nil {
		d.columns(g, widths, headAt)
		return
	}
	d.records(g, headAt)
}

func (d *drawer) cells(row ast.Node) gridRow {
	g := gridRow{at: -1}
	l := look(0)
	if _, head := row.(*table.TableHeader); head {
		l = bold
	}
	for c := row.FirstChild(); c != nil; c = c.NextSibling() {
		f := &flow{}
		d.inline(f, c, l)
		g.cells = append(g.cells, f)
		if g.at < 0 && c.Lines().Len() > 0 {
			g.at = c.Lines().At(0).Start
		}
	}
	return g
}

// fit is how wide each column is, nil when they do not fit. Where there is not
// room for all, those columns give way that want most.
func (g grid) fit(room int) []int {
	n := len(g.head)
	if n > room/columnGap {
		return nil
	}
	wanted, needed := slices.Repeat([]int{1}, n), slices.Repeat([]int{1}, n)
	measure := func(cells []*flow) {
		for i, f := range cells {
			whole, longest := f.measure()
			wanted[i], needed[i] = max(wanted[i], whole), max(needed[i], min(longest, longestWord), min(whole, leastColumn))
		}
	}
	measure(g.head)
	for _, r := range g.rows {
		measure(r.cells)
	}
	left := room - columnGap*(n-1)
	for i := range n {
		left -= needed[i]
	}
	if left < 0 {
		return nil
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return (wanted[a] - needed[a]) - (wanted[b] - needed[b]) })
	widths := needed
	for k, i := range order {
		more := min(wanted[i]-needed[i], left/(n-k))
		widths[i] += more
		left -= more
	}
	return widths
}

// columns draws a table in columns. Where a cell takes several rows, blank ones
// keep the table's rows apart.
func (d *drawer) columns(g grid, widths []int, headAt int) {
	d.cellRows(g, d.set(g.head, widths), widths, headAt)
	rules := make([]string, len(widths))
	for i, w := range widths {
		rules[i] = strings.Repeat(d.th.Glyphs.Rule, w)
	}
	d.row(d.paint.text(strings.Join(rules, strings.Repeat(" ", columnGap)), faint), headAt)
	apart := slices.ContainsFunc(g.rows, func(r gridRow) bool { return wraps(r.cells, widths) })
	for _, r := range g.rows {
		d.cellRows(g, d.set(r.cells, widths), widths, r.at)
		if apart {
			d.apart()
		}
	}
}

// wraps tells whether a cell needs more than one row.
func wraps(cells []*flow, widths []int) bool {
	for i, f := range cells {
		if whole, _ := f.measure(); whole > widths[i] || slices.ContainsFunc(f.words, func(w word) bool { return w.breaks }) {
			return true
		}
	}
	return false
}

func (d *drawer) set(cells []*flow, widths []int) [][]line {
	all := make([][]line, len(cells))
	for i, f := range cells {
		all[i] = f.set(d.paint, widths[i])
	}
	return all
}

// cellRows draws one row of a table, which may take several on the screen.
func (d *drawer) cellRows(g grid, cells [][]line, widths []int, at int) {
	height := 1
	for _, c := range cells {
		height = max(height, len(c))
	}
	for y := range height {
		var b strings.Builder
		for i, c := range cells {
			var l line
			if y < len(c) {
				l = c[y]
			}
			free := max(0, widths[i]-l.width)
			left := 0
			switch g.aligned[i] {
			case table.AlignRight:
				left = free
			case table.AlignCenter:
				left = free / 2
			}
			b.WriteString(strings.Repeat(" ", left) + l.text + strings.Repeat(" ", free-left+columnGap))
		}
		d.row(strings.TrimRight(b.String(), " "), at)
	}
}

// records draws a table that does not fit in columns: each row with the heads
// before its cells.
func (d *drawer) records(g grid, headAt int) {
	if len(g.rows) == 0 {
		for _, f := range g.head {
			d.flow(f)
		}
	}
	for _, r := range g.rows {
		for i, f := range r.cells {
			if len(f.words) == 0 {
				continue
			}
			for k, l := range joined(g.head[i], f, r.at).set(d.paint, d.room()-columnGap) {
				d.row(strings.Repeat(" ", min(k, 1)*columnGap)+l.text, l.at)
			}
		}
		d.apart()
	}
}

// joined is a head, a colon and a cell in one text.
func joined(head, cell *flow, at int) *flow {
	f := &flow{}
	if len(head.words) > 0 {
		f.append(head)
		f.open = true
		f.add(":", bold, at)
		f.open = false
	}
	f.append(cell)
	return f
}
