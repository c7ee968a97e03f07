package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/ui/theme"
)

// github prints workflow commands, which GitHub Actions shows as annotations on
// the lines of a pull request. It writes to a runner, not through theme.Guard:
// the commands are certwiz's own, and no text can begin another one.
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
type github struct{ o Options }

func (g github) Write(w io.Writer, r Report) error {
	out := bufio.NewWriter(w)
	e := g.o.envelope(r)
	for _, i := range e.Findings {
		g.line(out, githubLevel(i.weight), withFix(i.Message, i.Fix), i)
	}
	for _, n := range e.NotChecked {
		fmt.Fprintf(out, "::warning title=%s::%s\n", g.property("not checked: "+n.Rule), g.message(n.Reason))
	}
	for _, why := range r.Unreadable {
		fmt.Fprintf(out, "::error title=not read::%s\n", g.message(why))
	}
	return out.Flush()
}

func (g github) line(out io.Writer, level, text string, i Item) {
	properties := []string{"title=" + g.property(i.Rule)}
	if i.File != "" {
		properties = append(properties, "file="+g.property(i.File))
	}
	if i.File != "" && i.Start.Line > 0 {
		properties = append(properties, fmt.Sprintf("line=%d", i.Start.Line))
		if i.Start.Column > 0 {
			properties = append(properties, fmt.Sprintf("col=%d,endColumn=%d", i.Start.Column, max(i.Start.Column, i.End.Column)))
		}
	}
	if i.File == "" && i.Field != "" {
		text = i.Field + ": " + text
	}
	fmt.Fprintf(out, "::%s %s::%s\n", level, strings.Join(properties, ","), g.message(text))
}

func githubLevel(s checks.Severity) string {
	switch s {
	case checks.Error:
		return "error"
	case checks.Warning:
		return "warning"
	default:
		return "notice"
	}
}

// message escapes a text so that it stays in its line and begins no command of
// Azure Pipelines.
func (g github) message(s string) string {
	s = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(g.o.Theme.Safe(s))
	return theme.EscapeCommands(s)
}

func (g github) property(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(g.message(s))
}
