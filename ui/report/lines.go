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

// LinesOf are the lines that findings point at.
func LinesOf(files connector.Artifacts, findings []checks.Finding) map[lineAt]shownLine {
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
	lines := map[lineAt]shownLine{}
	for _, f := range []*checks.File{files.Swagger, files.Properties, files.Script, files.Readme, files.Intro} {
		if f == nil || len(wanted[f.Name]) == 0 {
			continue
		}
		for n, line := range wantedLines(f.Data, wanted[f.Name]) {
			lines[lineAt{f.Name, n}] = shownLine{line}
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
		if len(line) > longestShown {
			line = line[:longestShown]
		}
		lines[n] = strings.ToValidUTF8(string(line), "\uFFFD")
	}
	return lines
}
