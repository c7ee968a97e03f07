package terminal

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Cell is one character cell as the program painted it.
type Cell struct {
	// Text is the character with the marks that belong to it. It is empty in
	// the second cell of a wide character.
	Text string
	Style
	width int
}

// Style is how a cell is painted. The zero Style is the terminal's default.
type Style struct {
	// Fg and Bg are "" for the default, "0" to "255" for a palette colour (the
	// 16 ANSI colours come first) and "#rrggbb" for a direct one.
	Fg, Bg string

	Bold, Faint, Italic, Underline, Reverse, Strike bool
}

// Coloured says whether the cell has a colour other than the default.
func (s Style) Coloured() bool { return s.Fg != "" || s.Bg != "" }

type cursor struct {
	x, y  int
	style Style
}

// screen is a small terminal emulator: what an xterm would show of the bytes
// that were written to it. It is not safe for concurrent use.
type screen struct {
	cols, rows  int
	lines       [][]Cell // of the screen in use
	other       [][]Cell // the main screen while the alternate one is in use
	alternate   bool
	frozen      [][]Cell // what to show during a synchronized update
	cursor      cursor
	saved       cursor // ESC 7
	savedMain   cursor // mode 1049
	wrapNext    bool   // the last column was written: the next character wraps
	top, bottom int    // scrolling region, both included
	lastX       int    // cell of the last character, for marks that join it; -1 for none
	drawing     bool   // DEC line drawing instead of ASCII
	modes       map[int]bool
	title       string
	clipboard   []string
	queries     []string
	answer      func(string) // nil: the terminal answers no query
	parser      *ansi.Parser
}

func newScreen(cols, rows int) *screen {
	s := &screen{parser: ansi.NewParser()}
	s.parser.SetDataSize(1 << 20)
	s.parser.SetHandler(ansi.Handler{
		Print:     s.print,
		Execute:   s.control,
		HandleCsi: s.csi,
		HandleEsc: s.esc,
		HandleOsc: s.osc,
		HandleDcs: s.dcs,
	})
	s.cols, s.rows = cols, rows
	s.reset()
	return s
}

// Write never fails.
func (s *screen) Write(b []byte) (int, error) {
	for _, c := range b {
		s.parser.Advance(c)
	}
	return len(b), nil
}

func (s *screen) reset() {
	s.lines, s.other = s.blank(), s.blank()
	s.alternate, s.frozen, s.drawing = false, nil, false
	s.cursor, s.saved, s.savedMain = cursor{}, cursor{}, cursor{}
	s.top, s.bottom = 0, s.rows-1
	s.modes = map[int]bool{autoWrap: true, showCursor: true}
	s.moved()
}

func (s *screen) blank() [][]Cell {
	lines := make([][]Cell, s.rows)
	for y := range lines {
		lines[y] = blankLine(s.cols, Style{})
	}
	return lines
}

func blankLine(cols int, style Style) []Cell {
	line := make([]Cell, cols)
	for x := range line {
		line[x] = blankCell(style)
	}
	return line
}

// blankCell keeps the background only, as terminals do when they erase.
func blankCell(style Style) Cell {
	return Cell{Text: " ", Style: Style{Bg: style.Bg}, width: 1}
}

// resize cuts or extends both screens at the right and at the bottom. It does
// not wrap lines anew: full-screen programs repaint by themselves.
func (s *screen) resize(cols, rows int) {
	s.cols, s.rows = cols, rows
	s.lines, s.other = s.fit(s.lines), s.fit(s.other)
	s.frozen = nil
	s.top, s.bottom = 0, rows-1
	s.moveTo(s.cursor.x, s.cursor.y)
}

func (s *screen) fit(old [][]Cell) [][]Cell {
	lines := s.blank()
	for y := range min(len(old), s.rows) {
		copy(lines[y], old[y])
		mendLine(lines[y])
	}
	return lines
}

// mendLine blanks wide characters that lost one half.
func mendLine(line []Cell) {
	for x, c := range line {
		lostLeft := c.width == 0 && (x == 0 || line[x-1].width != 2)
		lostRight := c.width == 2 && (x+1 == len(line) || line[x+1].width != 0)
		if lostLeft || lostRight {
			line[x] = blankCell(c.Style)
		}
	}
}

// shown is what a person sees: the frame before, while an update is under way.
func (s *screen) shown() [][]Cell {
	if s.frozen != nil {
		return s.frozen
	}
	return s.lines
}

// text is the screen as plain lines without trailing spaces.
func (s *screen) text() string {
	lines := make([]string, 0, s.rows)
	for _, line := range s.shown() {
		lines = append(lines, lineText(line))
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

func lineText(line []Cell) string {
	var b strings.Builder
	for _, c := range line {
		b.WriteString(c.Text)
	}
	return strings.TrimRight(b.String(), " ")
}

func (s *screen) print(r rune) {
	if s.drawing && r >= '`' && r <= '~' {
		r = lineDrawing[r-'`']
	}
	if r >= 0x80 && s.join(r) {
		return
	}
	width := ansi.StringWidth(string(r))
	if width == 0 || width > s.cols {
		return
	}
	if s.wrapNext || s.cursor.x+width > s.cols {
		s.wrap(width)
	}
	if s.modes[insert] {
		s.insertCells(width)
	}
	s.put(s.cursor.x, Cell{Text: string(r), Style: s.cursor.style, width: width})
	s.lastX = s.cursor.x
	s.advance(width)
}

// wrap makes room for a character at the end of a line.
func (s *screen) wrap(width int) {
	if !s.modes[autoWrap] {
		s.cursor.x = s.cols - width
		return
	}
	s.cursor.x = 0
	s.lineFeed()
}

func (s *screen) advance(width int) {
	s.cursor.x += width
	s.wrapNext = s.cursor.x >= s.cols
	s.cursor.x = min(s.cursor.x, s.cols-1)
}

// put writes a cell and blanks what remains of wide characters it covers.
func (s *screen) put(x int, c Cell) {
	line := s.lines[s.cursor.y]
	line[x] = c
	if c.width == 2 {
		line[x+1] = Cell{Style: c.Style}
	}
	mendLine(line)
}

// join adds a rune to the character before it where the two are one for a
// reader: a combining mark, a variation selector, the rest of an emoji.
func (s *screen) join(r rune) bool {
	if s.lastX < 0 {
		return false
	}
	cell := s.lines[s.cursor.y][s.lastX]
	whole := cell.Text + string(r)
	cluster, width := ansi.FirstGraphemeCluster(whole, ansi.GraphemeWidth)
	if len(cluster) != len(whole) {
		return false
	}
	grown := width == 2 && cell.width == 1 && s.lastX+1 < s.cols
	cell.Text = whole
	if grown {
		cell.width = 2
	}
	s.put(s.lastX, cell)
	if grown {
		s.advance(1)
	}
	return true
}

// moved is called whenever something other than a character was written.
func (s *screen) moved() { s.lastX, s.wrapNext = -1, false }

func (s *screen) moveTo(x, y int) {
	s.moved()
	s.cursor.x = min(max(x, 0), s.cols-1)
	s.cursor.y = min(max(y, 0), s.rows-1)
}

// lineFeed moves down and scrolls at the end of the scrolling region.
func (s *screen) lineFeed() {
	x, y := s.cursor.x, s.cursor.y
	if y == s.bottom {
		s.scrollUp(s.top, 1)
		y--
	}
	s.moveTo(x, y+1)
}

// reverseLineFeed moves up and scrolls at the start of the scrolling region.
func (s *screen) reverseLineFeed() {
	if s.cursor.y == s.top {
		s.scrollDown(s.top, 1)
		return
	}
	s.moveTo(s.cursor.x, s.cursor.y-1)
}

// scrollUp drops n lines at from and adds blank ones at the region's end.
func (s *screen) scrollUp(from, n int) {
	for range min(n, s.bottom-from+1) {
		copy(s.lines[from:s.bottom], s.lines[from+1:s.bottom+1])
		s.lines[s.bottom] = blankLine(s.cols, s.cursor.style)
	}
}

// scrollDown adds n blank lines at from and drops those at the region's end.
func (s *screen) scrollDown(from, n int) {
	for range min(n, s.bottom-from+1) {
		copy(s.lines[from+1:s.bottom+1], s.lines[from:s.bottom])
		s.lines[from] = blankLine(s.cols, s.cursor.style)
	}
}

func (s *screen) eraseCells(y, from, to int) {
	line := s.lines[y]
	for x := max(from, 0); x < min(to, s.cols); x++ {
		line[x] = blankCell(s.cursor.style)
	}
	mendLine(line)
}

func (s *screen) eraseLines(from, to int) {
	for y := from; y < to; y++ {
		s.eraseCells(y, 0, s.cols)
	}
}

func (s *screen) insertCells(n int) {
	line, x := s.lines[s.cursor.y], s.cursor.x
	n = min(n, s.cols-x)
	copy(line[x+n:], line[x:])
	s.eraseCells(s.cursor.y, x, x+n)
}

func (s *screen) deleteCells(n int) {
	line, x := s.lines[s.cursor.y], s.cursor.x
	n = min(n, s.cols-x)
	copy(line[x:], line[x+n:])
	s.eraseCells(s.cursor.y, s.cols-n, s.cols)
}

func copyLines(lines [][]Cell) [][]Cell {
	copied := make([][]Cell, len(lines))
	for y, line := range lines {
		copied[y] = append([]Cell(nil), line...)
	}
	return copied
}

// lineDrawing is DEC's special graphics set, from '`' to '~'.
var lineDrawing = []rune("◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·")
