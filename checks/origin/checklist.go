package origin

import (
	"strings"

	"github.com/certwiz/certwiz/checks/markdown"
	"github.com/certwiz/certwiz/checks/text"
)

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

// readChecklist reads the task list in the text of a pull request: its items in
// their order, and how many lines are meant for items but miswritten, so that
// GitHub shows no box for them ("- []", "-[x]"). What is in code or comments is not
// read.
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

// proseLines are the lines of a text in Markdown without code and comments.
func proseLines(body string) []string {
	var lines []string
	for _, l := range markdown.Read([]byte(body)).Lines {
		if !l.Code {
			lines = append(lines, l.Text)
		}
	}
	return lines
}
