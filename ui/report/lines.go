package report

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
)

// longestShown is how many bytes of a line are kept.
const longestShown = 400

// longestRead is how many are looked through for secrets: one that begins in what
// is kept does not end within it.
const longestRead = 10 * longestShown

// lineAt is a line of a file, counted from 1.
type lineAt struct {
	file string
	line int
}

// shownLine is the beginning of a line, without its end.
type shownLine struct{ text string }

// end is the column behind the word, text or number that begins at a column.
func (l shownLine) end(column int) int {
	if column < 1 {
		return 0
	}
	rest := []rune(l.text)
	if column > len(rest) {
		return column
	}
	rest = rest[column-1:]
	if rest[0] == '"' {
		for i := 1; i < len(rest); i++ {
			switch rest[i] {
			case '\\':
				i++
			case '"':
				return column + i + 1
			}
		}
		return column + len(rest)
	}
	n := strings.IndexAny(string(rest), " \t,;:{}[]()\"")
	switch {
	case n < 0:
		return column + len(rest)
	case n == 0:
		return column + 1
	default:
		return column + utf8.RuneCountInString(string(rest)[:n])
	}
}

// LinesOf are the lines that the findings on a connector point at, without its
// secrets: what a report says goes to places where anybody may read it.
func LinesOf(c *connector.Connector) map[lineAt]shownLine {
	files, findings := c.Artifacts, c.Report().Findings
	wanted := map[string]map[int]bool{}
	for _, f := range findings {
		if f.Place.File == "" || f.Place.Line < 1 {
			continue
		}
		if wanted[f.Place.File] == nil {
			wanted[f.Place.File] = map[int]bool{}
		}
		wanted[f.Place.File][f.Place.Line] = true
	}
	lines, secrets := map[lineAt]shownLine{}, c.Hidden()
	for _, f := range []*checks.File{files.Swagger, files.Properties, files.Script, files.Readme, files.Intro} {
		if f == nil || len(wanted[f.Name]) == 0 {
			continue
		}
		data, ok := secrets.Text(f.Name, f.Data)
		if !ok {
			continue
		}
		for n, line := range wantedLines(data, wanted[f.Name]) {
			lines[lineAt{f.Name, n}] = shownLine{firstOf(secrets.Line(line))}
		}
	}
	return lines
}

// wantedLines reads a file once and keeps the lines that are asked for.
func wantedLines(data []byte, wanted map[int]bool) map[int]string {
	lines := make(map[int]string, len(wanted))
	for n := 1; len(data) > 0 && len(lines) < len(wanted); n++ {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		data = rest
		if !wanted[n] {
			continue
		}
		line = bytes.TrimRight(line, "\r")
		if len(line) > longestRead {
			line = line[:longestRead]
		}
		lines[n] = strings.ToValidUTF8(string(line), "\uFFFD")
	}
	return lines
}

// firstOf is the beginning of a line.
func firstOf(line string) string {
	if len(line) <= longestShown {
		return line
	}
	return strings.ToValidUTF8(line[:longestShown], "")
}
