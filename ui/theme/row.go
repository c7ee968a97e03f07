package theme

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Row is the last step before a row is sent to a terminal without Unicode:
// signs become one ASCII character each and, where the terminal does not read
// UTF-8, all other characters a question mark for each column, so that the row
// keeps its width. Other terminals get the row as it is.
func (t Theme) Row(row string) string {
	if !t.Options.ASCII || harmless(row) {
		return row
	}
	parser := ansi.GetParser()
	defer ansi.PutParser(parser)
	var b strings.Builder
	var state byte
	for row != "" {
		part, width, size, next := ansi.DecodeSequence(row, state, parser)
		state, row = next, row[size:]
		b.WriteString(t.rowPart(part, width))
	}
	return b.String()
}

func (t Theme) rowPart(part string, width int) string {
	if sign, ok := asciiSign[part]; ok {
		return sign
	}
	if !t.Options.SevenBit || isASCII(part) {
		return part
	}
	return strings.Repeat("?", width)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// asciiSign has a character of the same width for each sign that certwiz or a
// writer may use.
var asciiSign = map[string]string{
	"✓": "+", "●": ">", "○": ".", "✗": "x", "▸": ">", "›": ">", "‹": "<", "┃": "|",
	"╷": "|", "│": "|", "╵": "|", "─": "-", "·": "-", "•": "*", "…": "~", "×": "x",
	"→": ">", "←": "<", "↑": "^", "↓": "v", "–": "-", "—": "-",
	"“": `"`, "”": `"`, "„": `"`, "‘": "'", "’": "'", "\u00a0": " ",
}
