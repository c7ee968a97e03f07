package terminal

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// query notes that the program asked something of the terminal, and answers
// where the terminal does. A program that asks a silent terminal waits.
func (s *screen) query(name, answer string) {
	s.queries = append(s.queries, name)
	if s.answer == nil || answer == "" {
		return
	}
	s.answer(answer)
}

// queryCSI handles the control sequences that ask something; it is silent
// about those that do not.
func (s *screen) queryCSI(name string, params ansi.Params) {
	first := argument(params, 0, 0)
	switch name {
	case "c":
		s.query("DA1", "\x1b[?62;22c")
	case ">c":
		s.query("DA2", "\x1b[>1;10;0c")
	case "=c":
		s.query("DA3", "")
	case "n":
		s.queryStatus(first)
	case "?n":
		s.query(fmt.Sprintf("CSI ?%dn", first), "")
	case "?u":
		s.query("kitty keyboard", "")
	case ">q":
		s.query("XTVERSION", "\x1bP>|certwiz test terminal\x1b\\")
	case "?$p":
		s.query(fmt.Sprintf("DECRQM %d", first), fmt.Sprintf("\x1b[?%d;%d$y", first, s.modeState(first)))
	case "t":
		s.queryWindow(first)
	}
}

func (s *screen) queryStatus(kind int) {
	switch kind {
	case 5:
		s.query("CSI 5n", "\x1b[0n")
	case 6:
		s.query("CSI 6n", fmt.Sprintf("\x1b[%d;%dR", s.cursor.y+1, s.cursor.x+1))
	}
}

func (s *screen) modeState(mode int) int {
	if s.modes[mode] {
		return 1
	}
	return 2
}

// queryWindow tells questions about the window from orders to it.
func (s *screen) queryWindow(kind int) {
	switch kind {
	case 11, 13, 14, 15, 16, 19, 20, 21:
		s.query(fmt.Sprintf("CSI %dt", kind), "")
	case 18:
		s.query("CSI 18t", fmt.Sprintf("\x1b[8;%d;%dt", s.rows, s.cols))
	}
}

// queryColour answers as a dark terminal does.
func (s *screen) queryColour(cmd int, value string) {
	if !strings.HasSuffix(value, "?") {
		return
	}
	answer := map[int]string{10: "ffff/ffff/ffff", 11: "0000/0000/0000", 12: "ffff/ffff/ffff"}[cmd]
	if answer != "" {
		answer = fmt.Sprintf("\x1b]%d;rgb:%s\x1b\\", cmd, answer)
	}
	s.query(fmt.Sprintf("OSC %d", cmd), answer)
}

// dcs handles a device control string: only those that ask matter here.
func (s *screen) dcs(cmd ansi.Cmd, _ ansi.Params, _ []byte) {
	switch s.csiName(cmd) {
	case "$q":
		s.query("DECRQSS", "")
	case "+q":
		s.query("XTGETTCAP", "")
	}
}
