package report

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"strings"
)

// markdown prints a page for a pull request's comment or a build's summary.
type markdown struct{ o Options }

func (m markdown) Write(w io.Writer, r Report) error {
	out := bufio.NewWriter(w)
	e := m.o.envelope(r)
	fmt.Fprintf(out, "### certwiz: %s\n", m.safe(r.summary()))
	for _, j := range e.Judged {
		m.connector(out, e, j)
	}
	for _, why := range e.Unreadable {
		fmt.Fprintf(out, "\nNot read: %s\n", m.safe(why))
	}
	return out.Flush()
}

func (m markdown) connector(out io.Writer, e Envelope, j Judged) {
	rows := 0
	for _, i := range e.Findings {
		if i.Connector != j.Path && (i.Connector != "" || len(e.Judged) > 1) {
			continue
		}
		if rows++; rows == 1 {
			fmt.Fprintf(out, "\n**%s**\n\n| | where | what | rule |\n|---|---|---|---|\n", m.safe(j.Path))
		}
		at := strings.TrimPrefix(strings.TrimPrefix(i.File, i.Connector), "/")
		if at == "" {
			at = i.Field
		}
		if i.Start.Line > 0 {
			at = fmt.Sprintf("%s:%d", at, i.Start.Line)
		}
		fmt.Fprintf(out, "| %s | %s | %s | %s |\n", i.Severity, m.safe(at), m.safe(withFix(i.Message, i.Fix)), m.safe(i.Rule))
	}
	for _, n := range e.NotChecked {
		if n.Connector == j.Path || n.Connector == "" && len(e.Judged) == 1 {
			fmt.Fprintf(out, "\nNot checked: %s (%s)\n", m.safe(n.Reason), m.safe(n.Rule))
		}
	}
}

// safe is a text that stays text in a table of Markdown.
func (m markdown) safe(s string) string {
	var b strings.Builder
	for _, r := range m.o.Theme.Safe(s) {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case strings.ContainsRune("\\`*_{}[]()#!|~@>", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// page prints one HTML file that needs no other, for a person or a build's
// artifacts.
type page struct{ o Options }

const pageHead = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>certwiz</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em; color: #1b1b1b; background: #fff }
h2 { font-size: 1.1em; margin: 2em 0 .5em }
li { margin: .8em 0 } .at, pre { font-family: ui-monospace, monospace; font-size: .9em }
pre { background: #f4f4f4; padding: .4em .6em; margin: .3em 0; overflow-x: auto }
.error { color: #b00020 } .warning { color: #7a4f00 } .advice { color: #555 }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #1b1b1b } pre { background: #2a2a2a } .error { color: #ff8a8a } .warning { color: #ffd479 } .advice { color: #bbb } }
</style>
`

func (p page) Write(w io.Writer, r Report) error {
	out := bufio.NewWriter(w)
	e := p.o.envelope(r)
	fmt.Fprintf(out, "%s<h1>certwiz</h1>\n<p>%s</p>\n", pageHead, p.safe(r.summary()))
	for _, j := range e.Judged {
		p.connector(out, e, j)
	}
	for _, why := range e.Unreadable {
		fmt.Fprintf(out, "<p class=\"error\">Not read: %s</p>\n", p.safe(why))
	}
	fmt.Fprintf(out, "</html>\n")
	return out.Flush()
}

func (p page) connector(out io.Writer, e Envelope, j Judged) {
	fmt.Fprintf(out, "<h2>%s</h2>\n<ul>\n", p.safe(j.Path))
	for _, i := range e.Findings {
		if i.Connector != j.Path && (i.Connector != "" || len(e.Judged) > 1) {
			continue
		}
		at := i.File
		if at == "" {
			at = i.Field
		}
		if i.Start.Line > 0 {
			at = fmt.Sprintf("%s:%d:%d", at, i.Start.Line, i.Start.Column)
		}
		fmt.Fprintf(out, "<li><span class=\"%s\">%s</span> %s <small>%s</small><br><span class=\"at\">%s</span>", i.Severity, i.Severity, p.safe(i.Message), p.safe(i.Rule), p.safe(at))
		if i.Text != "" {
			fmt.Fprintf(out, "<pre>%s</pre>", p.safe(i.Text))
		}
		if i.Fix != "" {
			fmt.Fprintf(out, "<br>%s", p.safe(i.Fix))
		}
		fmt.Fprintf(out, "</li>\n")
	}
	for _, n := range e.NotChecked {
		if n.Connector == j.Path || n.Connector == "" && len(e.Judged) == 1 {
			fmt.Fprintf(out, "<li class=\"warning\">not checked: %s <small>%s</small></li>\n", p.safe(n.Reason), p.safe(n.Rule))
		}
	}
	fmt.Fprintf(out, "</ul>\n")
}

func (p page) safe(s string) string { return html.EscapeString(p.o.Theme.Safe(s)) }
