package terminal

import (
	"bytes"
	"encoding/base64"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// The modes that the emulator acts on; it remembers all others. DEC's private
// modes have their own numbers, and insert is ANSI mode 4.
const (
	insert           = -4
	applicationKeys  = 1
	originMode       = 6
	autoWrap         = 7
	showCursor       = 25
	mouseClicks      = 1000
	mouseDrags       = 1002
	mouseMoves       = 1003
	mouseSGR         = 1006
	alternateOld     = 47
	alternateClear   = 1047
	alternateScreen  = 1049
	bracketedPaste   = 2004
	synchronized     = 2026
	mostOfAnArgument = 9999 // bounds repetitions that a program asks for
)

// control handles a C0 character.
func (s *screen) control(c byte) {
	switch c {
	case '\b':
		s.moveTo(s.cursor.x-1, s.cursor.y)
	case '\t':
		s.moveTo((s.cursor.x/8+1)*8, s.cursor.y)
	case '\n', '\v', '\f':
		s.lineFeed()
	case '\r':
		s.moveTo(0, s.cursor.y)
	}
}

// esc handles a sequence that starts with ESC and has no parameters.
func (s *screen) esc(cmd ansi.Cmd) {
	if cmd.Intermediate() == '(' {
		s.drawing = cmd.Final() == '0'
		return
	}
	if cmd.Intermediate() != 0 {
		return
	}
	switch cmd.Final() {
	case '7':
		s.saved = s.cursor
	case '8':
		s.restore(s.saved)
	case 'D':
		s.lineFeed()
	case 'E':
		s.moveTo(0, s.cursor.y)
		s.lineFeed()
	case 'M':
		s.reverseLineFeed()
	case 'Z':
		s.query("DA1", "\x1b[?62;22c")
	case 'c':
		s.reset()
	}
}

func (s *screen) restore(c cursor) {
	s.cursor.style = c.style
	s.moveTo(c.x, c.y)
}

// csi handles a control sequence.
func (s *screen) csi(cmd ansi.Cmd, params ansi.Params) {
	if cmd.Prefix() == 0 && cmd.Intermediate() == 0 {
		s.plainCSI(cmd.Final(), params)
		return
	}
	switch s.csiName(cmd) {
	case "?h":
		s.setModes(params, true)
	case "?l":
		s.setModes(params, false)
	case "?J":
		s.eraseDisplay(argument(params, 0, 0))
	case "?K":
		s.eraseLine(argument(params, 0, 0))
	default:
		s.queryCSI(s.csiName(cmd), params)
	}
}

func (s *screen) csiName(cmd ansi.Cmd) string {
	return strings.ReplaceAll(string([]byte{cmd.Prefix(), cmd.Intermediate(), cmd.Final()}), "\x00", "")
}

func (s *screen) plainCSI(final byte, params ansi.Params) {
	n := max(argument(params, 0, 1), 1) // a count; terminals read 0 as 1
	x, y := s.cursor.x, s.cursor.y
	switch final {
	case 'A':
		s.moveTo(x, y-n)
	case 'B', 'e':
		s.moveTo(x, y+n)
	case 'C', 'a':
		s.moveTo(x+n, y)
	case 'D':
		s.moveTo(x-n, y)
	case 'E':
		s.moveTo(0, y+n)
	case 'F':
		s.moveTo(0, y-n)
	case 'G', '`':
		s.moveTo(n-1, y)
	case 'd':
		s.moveTo(x, n-1)
	case 'H', 'f':
		s.moveToOrigin(max(argument(params, 1, 1), 1)-1, n-1)
	case 'I':
		s.moveTo((x/8+n)*8, y)
	case 'Z':
		s.moveTo(((x+7)/8-n)*8, y)
	case 'r':
		s.setRegion(n-1, max(argument(params, 1, s.rows), 1)-1)
	case 's':
		s.saved = s.cursor
	case 'u':
		s.restore(s.saved)
	case 'm':
		s.setStyle(params)
	case 'h':
		s.modes[insert] = argument(params, 0, 0) == 4 || s.modes[insert]
	case 'l':
		s.modes[insert] = argument(params, 0, 0) != 4 && s.modes[insert]
	case 'c', 'n', 't':
		s.queryCSI(string(final), params)
	default:
		s.edit(final, n, argument(params, 0, 0))
	}
}

// edit handles the sequences that change cells. Erasing counts from 0, all
// others from 1.
func (s *screen) edit(final byte, n, kind int) {
	x, y := s.cursor.x, s.cursor.y
	s.moved()
	inRegion := y >= s.top && y <= s.bottom
	switch final {
	case 'J':
		s.eraseDisplay(kind)
	case 'K':
		s.eraseLine(kind)
	case 'L':
		if inRegion {
			s.scrollDown(y, n)
		}
	case 'M':
		if inRegion {
			s.scrollUp(y, n)
		}
	case 'P':
		s.deleteCells(n)
	case '@':
		s.insertCells(n)
	case 'X':
		s.eraseCells(y, x, x+n)
	case 'S':
		s.scrollUp(s.top, n)
	case 'T':
		s.scrollDown(s.top, n)
	case 'b':
		s.repeat(x, n)
	}
}

// repeat prints the character before the cursor n times more.
func (s *screen) repeat(x, n int) {
	if x == 0 {
		return
	}
	text := s.lines[s.cursor.y][x-1].Text
	for range n {
		for _, r := range text {
			s.print(r)
		}
	}
}

func (s *screen) eraseDisplay(kind int) {
	x, y := s.cursor.x, s.cursor.y
	s.moved()
	switch kind {
	case 0:
		s.eraseCells(y, x, s.cols)
		s.eraseLines(y+1, s.rows)
	case 1:
		s.eraseLines(0, y)
		s.eraseCells(y, 0, x+1)
	case 2:
		s.eraseLines(0, s.rows)
	}
}

func (s *screen) eraseLine(kind int) {
	x, y := s.cursor.x, s.cursor.y
	s.moved()
	switch kind {
	case 0:
		s.eraseCells(y, x, s.cols)
	case 1:
		s.eraseCells(y, 0, x+1)
	case 2:
		s.eraseCells(y, 0, s.cols)
	}
}

func (s *screen) setRegion(top, bottom int) {
	bottom = min(bottom, s.rows-1)
	if top >= bottom {
		return
	}
	s.top, s.bottom = top, bottom
	s.moveToOrigin(0, 0)
}

func (s *screen) moveToOrigin(x, y int) {
	if s.modes[originMode] {
		y = min(y+s.top, s.bottom)
	}
	s.moveTo(x, y)
}

func (s *screen) setModes(params ansi.Params, on bool) {
	for i := range params {
		mode := argument(params, i, 0)
		switch mode {
		case alternateOld, alternateClear, alternateScreen:
			s.switchScreen(mode, on)
		case synchronized:
			s.synchronize(on)
		case originMode:
			s.modes[mode] = on
			s.moveToOrigin(0, 0)
		}
		s.modes[mode] = on
	}
}

func (s *screen) switchScreen(mode int, alternate bool) {
	if alternate == s.alternate {
		return
	}
	if alternate && mode == alternateScreen {
		s.savedMain = s.cursor
	}
	s.alternate = alternate
	s.lines, s.other = s.other, s.lines
	if alternate {
		s.eraseLines(0, s.rows)
	}
	if !alternate && mode == alternateScreen {
		s.restore(s.savedMain)
	}
	s.moved()
}

// synchronize holds the frame that is on screen until the update is complete.
func (s *screen) synchronize(on bool) {
	s.frozen = nil
	if on {
		s.frozen = copyLines(s.lines)
	}
}

// osc handles an operating system command.
func (s *screen) osc(cmd int, data []byte) {
	_, value, _ := bytes.Cut(data, []byte(";"))
	switch cmd {
	case 0, 2:
		s.title = string(value)
	case 4, 10, 11, 12:
		s.queryColour(cmd, string(value))
	case 52:
		s.copy(value)
	}
}

// copy takes what a program puts on the clipboard with OSC 52.
func (s *screen) copy(value []byte) {
	_, encoded, _ := bytes.Cut(value, []byte(";"))
	if string(encoded) == "?" {
		s.query("OSC 52", "")
		return
	}
	text, err := base64.StdEncoding.DecodeString(string(encoded))
	if err != nil {
		return
	}
	s.clipboard = append(s.clipboard, string(text))
}

// argument is a parameter within bounds that no program needs to exceed.
func argument(params ansi.Params, i, def int) int {
	n, _, ok := params.Param(i, def)
	if !ok {
		return def
	}
	return min(max(n, 0), mostOfAnArgument)
}
