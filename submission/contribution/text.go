package contribution

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks/text"
)

// Step is one thing that is about to be done, told before it is done.
type Step struct {
	Title string
	Lines []string
}

// How many lines of one step are shown, the rest is counted, and how many
// characters of a checklist's line, which stands whole in the text.
const (
	maxShown  = 40
	shownItem = 100
)

// Steps tells what the pull request consists of, in the order in which it is
// made. Steps that have nothing to say are left out. Texts are one line each,
// but for the pull request's own text, whose lines are as they will be.
func Steps(c Contribution) []Step {
	all := []Step{
		{"Problems", c.Problems},
		{"Files for " + c.Folder, filesText(c.Files)},
		{"Removed from that folder", leftOutText(c.Removed, 0)},
		{"Left out", leftOutText(c.LeftOut, c.MoreLeftOut)},
		{"Replaced in what goes out, your own files stay as they are", scrubText(c.Scrubbed)},
		{"To look at", c.Doubts},
		{"Checklist", checklistText(c.Items)},
		{"Commit", []string{c.Message}},
		{"Title", []string{c.Title}},
	}
	var told []Step
	for _, s := range all {
		if len(s.Lines) > maxShown {
			more := fmt.Sprintf("and %d more", len(s.Lines)-maxShown)
			s.Lines = append(s.Lines[:maxShown:maxShown], more)
		}
		if len(s.Lines) > 0 {
			told = append(told, s)
		}
	}
	if c.KeepBody {
		return append(told, Step{"Text", []string{"stays as it is on GitHub"}})
	}
	return append(told, Step{"Text", strings.Split(strings.ReplaceAll(strings.TrimRight(c.Body, "\r\n"), "\r\n", "\n"), "\n")})
}

// Text is Steps as plain text.
func Text(c Contribution) string {
	var b strings.Builder
	for i, s := range Steps(c) {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(s.Title + "\n")
		for _, line := range s.Lines {
			b.WriteString(strings.TrimRight("  "+line, " ") + "\n")
		}
	}
	return b.String()
}

func filesText(files []File) []string {
	var lines []string
	for _, f := range files {
		line := fmt.Sprintf("%-26s  %9s  %s", f.Name, text.Size(int64(len(f.Data))), f.Change)
		if f.From != f.Name {
			line += ", from " + f.From
		}
		lines = append(lines, line)
	}
	return lines
}

func leftOutText(files []LeftOut, more int) []string {
	var lines []string
	for _, f := range files {
		lines = append(lines, f.Name+"  "+f.Why)
	}
	if more > 0 {
		lines = append(lines, text.Count(more, "file", "files")+" more")
	}
	return lines
}

func scrubText(scrubs []Scrub) []string {
	var lines []string
	for _, s := range scrubs {
		lines = append(lines, fmt.Sprintf("%s:%d %s  %s: %s → %s", s.File, s.Line, s.Pointer, s.What, s.Before, s.After))
	}
	return lines
}

func checklistText(items []Item) []string {
	var lines []string
	for _, i := range items {
		box := "[ ]"
		if i.Ticked {
			box = "[x]"
		}
		how := i.By
		if i.State == Asked || i.State == Open {
			how = strings.TrimPrefix(how+"; needs your word", "; ")
			if i.Answer != "" {
				how = "your word: " + i.Answer
			}
		}
		lines = append(lines, fmt.Sprintf("%s %s (%s)", box, text.Cut(i.Text, shownItem), how))
		for _, place := range i.Places {
			lines = append(lines, "    screenshot: "+place)
		}
	}
	return lines
}
