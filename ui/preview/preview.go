// Package preview draws a Markdown document as the documentation site will show
// it: from the tree that goldmark makes of it, in certwiz's own theme. Each row
// knows the line of the source that it comes from, so that an editor can keep
// the preview where the cursor is. Text of the document is made safe to show,
// and however it is made, drawing it takes time in proportion to its length.
package preview

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks/markdown"
	"github.com/certwiz/certwiz/ui/theme"
)

// The bounds of a preview.
const (
	LeastWidth = 24      // columns; less counts as this many
	MostSource = 1 << 20 // bytes; what is beyond is counted, not drawn
)

// Options are what a document is drawn for.
type Options struct {
	Theme theme.Theme
	Width int // columns that a row may take
	// Files names what lies in the document's folder, relative to it and with
	// slashes; "images/" stands for whatever is in that folder. Nil means not
	// known: a picture is then never said to be missing.
	Files []string
}

// Page is a document, drawn.
type Page struct {
	Lines []string // rows for the terminal, with styles; each ends unstyled
	// Source is for each row the line of the document, from 1, that its first
	// word stands on; 0 for a row that stands for none, as between paragraphs.
	Source []int
}

// Render draws a document. It never fails: what is no Markdown is text.
func Render(source []byte, o Options) Page {
	d := newDrawer(o)
	shown := source
	if len(shown) > MostSource {
		shown = shown[:MostSource]
		shown = shown[:bytes.LastIndexByte(shown, '\n')+1]
	}
	d.doc = markdown.Parse(shown)
	d.source = shown
	d.blocks(d.doc.Root, false)
	if rest := len(source) - len(shown); rest > 0 {
		d.remark(fmt.Sprintf("%d kB more are not shown", (rest+999)/1000))
	}
	return d.page
}

// Row is the index of the row that shows a line of the source, from 1: the last
// that begins on it or above. 0 when there is none.
func (p Page) Row(line int) int {
	found := 0
	for i, at := range p.Source {
		if at > line {
			break
		}
		if at > 0 {
			found = i
		}
	}
	return found
}

// drawer draws the blocks of a document one below the other.
type drawer struct {
	th     theme.Theme
	paint  *paint
	width  int
	folder folder

	doc    *markdown.Document
	source []byte // what is drawn

	page   Page
	levels []level // what the blocks are in, outermost first
	gap    int     // a blank row is due, and so many levels go on in it; -1 for none
	cell   bool    // in a table, where a bar is written "\|"

	scratch flow
}

func newDrawer(o Options) *drawer {
	return &drawer{th: o.Theme, paint: &paint{th: o.Theme}, width: max(o.Width, LeastWidth), folder: listing(o.Files), gap: -1}
}

// line is the document's line that a place in the source stands on, 0 for a
// place that is not known.
func (d *drawer) line(at int) int {
	if at < 0 {
		return 0
	}
	return d.doc.Line(at) + 1
}

// level is a list's item or a quote that blocks stand in.
type level struct {
	first string // before the first row, "" once it is drawn
	rest  string // before the others
	width int    // of either, in columns
}

// least is how many columns are left for text however deep it stands.
const least = 16

// room is how many columns there are for text.
func (d *drawer) room() int {
	room := d.width
	for _, l := range d.levels {
		room -= l.width
	}
	return room
}

// in draws blocks inside a level. Where it stands too deep to be set in, its
// sign has a row of its own.
func (d *drawer) in(l level, at int, inner func()) {
	if d.room()-l.width < least {
		if sign := strings.TrimRight(l.first, " "); sign != "" {
			d.row(sign, at)
		}
		l = level{}
	}
	d.levels = append(d.levels, l)
	inner()
	last := d.levels[len(d.levels)-1]
	if last.first != "" && last.first != last.rest {
		d.row("", at)
	}
	d.levels = d.levels[:len(d.levels)-1]
	d.gap = min(d.gap, len(d.levels))
}

// row adds a row inside all levels; at is where it stands in the source, -1 when
// that is not known.
func (d *drawer) row(text string, at int) {
	if d.gap >= 0 {
		d.add(d.before(d.levels[:d.gap]), 0)
		d.gap = -1
	}
	var b strings.Builder
	for i := range d.levels {
		l := &d.levels[i]
		if l.first != "" {
			b.WriteString(l.first)
			l.first = ""
			continue
		}
		b.WriteString(l.rest)
	}
	if b.Len() > 0 {
		text = b.String() + text
	}
	d.add(text, d.line(at))
}

func (d *drawer) before(levels []level) string {
	var b strings.Builder
	for _, l := range levels {
		b.WriteString(l.rest)
	}
	return b.String()
}

func (d *drawer) add(row string, line int) {
	d.page.Lines = append(d.page.Lines, strings.TrimRight(row, " "))
	d.page.Source = append(d.page.Source, line)
}

// apart asks for a blank row before the next one, but not before the first of
// the document, of an item or of a quote.
func (d *drawer) apart() {
	if n := len(d.levels); len(d.page.Lines) > 0 && (n == 0 || d.levels[n-1].first == "") {
		d.gap = n
	}
}

// fresh is an empty text, good until the next call.
func (d *drawer) fresh() *flow {
	d.scratch = flow{spans: d.scratch.spans[:0], words: d.scratch.words[:0]}
	return &d.scratch
}

// flow adds a text set to the room there is.
func (d *drawer) flow(f *flow) {
	for _, l := range f.set(d.paint, d.room()) {
		d.row(l.text, l.at)
	}
}

// remark adds a sentence of ours.
func (d *drawer) remark(what string) {
	d.apart()
	f := d.fresh()
	f.add(d.th.Glyphs.More+" "+what, faint, -1)
	d.flow(f)
}
