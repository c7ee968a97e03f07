package origin

import (
	"strings"

	"github.com/certwiz/certwiz/checks/text"
)

// Checklist reads the task list in the text of a pull request: what each item
// says, by whether its box is ticked, in their order, and how many lines are
// meant for items but miswritten, so that GitHub shows no box for them ("- []",
// "-[x]"). What is in code or comments is not read.
func Checklist(body string) (done, open []string, malformed int) {
	items, malformed := readChecklist(body)
	for _, i := range items {
		if i.done {
			done = append(done, i.text)
			continue
		}
		open = append(open, i.text)
	}
	return done, open, malformed
}

// item is one task of a checklist.
type item struct {
	text  string // one line, not empty
	done  bool
	under string // the line of prose above the list it is in
}

var (
	// task is what GitHub shows as a box: a list's marker, a space, one
	// character in brackets, a space, text.
	task = text.Pattern(`^[\s>]*(?:[-*+]|\d{1,9}[.)])\s+\[([ \txX])\]\s+(\S.*)$`)
	// nearTask is what was meant for one. A link's text, "[x](…)" or "[x]: …",
	// is not.
	nearTask = text.Pattern(`^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s*\\?\[\s*(?:[xX]{1,3}|[vVyY✓✔✅☑]\x{FE0F}?|yes|done)?\s*\\?\]|\\?\[\s*[xX]?\s*\\?\])\s*[^\s(\[:]`)
	// bullet is any other item of a list.
	bullet = text.Pattern(`^[\s>]*(?:[-*+]|\d{1,9}[.)])\s`)
)

func readChecklist(body string) (items []item, malformed int) {
	under := ""
	for _, line := range proseLines(body) {
		i, miswritten := readItem(line)
		indented := strings.TrimLeft(line, " \t") != line
		switch {
		case miswritten:
			malformed++
		case i.text != "":
			i.under = under
			items = append(items, i)
		case indented, strings.TrimSpace(line) == "", bullet().MatchString(line):
		default:
			under = strings.TrimSpace(line)
		}
	}
	return items, malformed
}

// readItem reads one line: a task, what was meant for one, or neither.
func readItem(line string) (i item, miswritten bool) {
	if !strings.Contains(line, "[") { // the patterns are slow
		return item{}, false
	}
	m := task().FindStringSubmatch(line)
	if m == nil {
		return item{}, nearTask().MatchString(line)
	}
	return item{text: strings.Join(strings.Fields(m[2]), " "), done: m[1] == "x" || m[1] == "X"}, false
}

// proseLines are the lines of a text in Markdown without fenced code and
// without comments. As on GitHub, one that does not end goes to the end.
func proseLines(body string) []string {
	var lines []string
	fence, comment := "", false
	for line := range strings.Lines(body) {
		line = strings.TrimRight(line, "\r\n")
		if fence != "" {
			if mark := fenceOf(line); strings.HasPrefix(mark, fence) && strings.Trim(line, " "+fence[:1]) == "" {
				fence = ""
			}
			continue
		}
		line, comment = uncomment(line, comment)
		if fence = fenceOf(line); fence != "" {
			continue
		}
		lines = append(lines, line)
	}
	return lines
}

// uncomment leaves a space for each comment in a line; inside tells whether
// one is open before and after it.
func uncomment(line string, inside bool) (string, bool) {
	var b strings.Builder
	for {
		if inside {
			_, rest, ended := strings.Cut(line, "-->")
			if !ended {
				return b.String(), true
			}
			b.WriteByte(' ')
			line, inside = rest, false
			continue
		}
		before, rest, begins := strings.Cut(line, "<!--")
		b.WriteString(before)
		if !begins {
			return b.String(), false
		}
		line, inside = rest, true
	}
}

// fenceOf is the run of three or more backticks or tildes that begins or ends
// a block of code, "" for any other line.
func fenceOf(line string) string {
	line = strings.TrimLeft(line, " \t")
	for _, mark := range []string{"`", "~"} {
		rest := strings.TrimLeft(line, mark)
		if n := len(line) - len(rest); n >= 3 && !(mark == "`" && strings.Contains(rest, mark)) {
			return line[:n]
		}
	}
	return ""
}
