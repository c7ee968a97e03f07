package prose

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/markdown"
	"github.com/certwiz/certwiz/checks/swagger"
	"github.com/certwiz/certwiz/checks/text"
)

var introOperations = checks.Rule{
	ID: "IntroListsOperations", Severity: checks.Warning, Origin: checks.Documentation, Subject: checks.SubjectProse,
	Meaning: "intro.md holds no list of the connector's actions and triggers; Microsoft generates it.",
	Fix:     "Remove the list; tell how the popular ones help under ## Get started with your connector.",
	Source:  "S67, S68", Link: templatePage,
	Bad:  "## Supported Operations\n- Create invoice\n- Delete invoice\n- List invoices",
	Good: "## Get started with your connector\n1. Add the action Create invoice to a flow.",
}

// introOperations looks at headings, list items and rows. A sentence that names
// an action tells of a use case (S79), and so does a step to get started.
func (p subject) introOperations(d page, r *checks.Reporter) {
	for _, s := range d.sections {
		if operationsTitle(s.words) {
			r.Report(d.titleAt(s), "the section %q lists what Microsoft generates by itself", clip(s.Title))
			return
		}
	}
	names := p.operationNames()
	if len(names) == 0 {
		return
	}
	var listed []string
	var places []checks.Place
	seen := map[int]bool{}
	inSteps := d.steps()
	for i, l := range d.lines {
		text, at := leading(l)
		if text == "" || inSteps(i) && numbered(l.Text) {
			continue
		}
		o, ok := names[stems(text)]
		if !ok || seen[o] {
			continue
		}
		seen[o] = true
		listed = append(listed, clip(strings.Trim(text, " *_`")))
		places = append(places, d.byteAt(i, at))
	}
	if len(listed) < min(3, max(2, len(p.Operations))) {
		return
	}
	r.Report(places[0], "%d of the connector's actions and triggers are listed: %s", len(listed), few(listed))
	r.Last().More = places[1:]
}

// few names the first of a list.
func few(all []string) string {
	const most = 3
	if len(all) > most {
		return strings.Join(all[:most], ", ") + ", …"
	}
	return strings.Join(all, ", ")
}

// steps says of lines whether they stand under Get started or How to get
// credentials, where numbered items are steps.
func (d page) steps() func(line int) bool {
	type lines struct{ first, next int }
	var all []lines
	for _, role := range []Role{GetStarted, Credentials} {
		if i := d.find(introSectionOf(role)); i >= 0 {
			all = append(all, lines{d.sections[i].first, d.end(i)})
		}
	}
	return func(line int) bool {
		for _, x := range all {
			if x.first <= line && line < x.next {
				return true
			}
		}
		return false
	}
}

// operationNames maps IDs and summaries, by their stems, to the operation.
func (p subject) operationNames() map[string]int {
	names := make(map[string]int, 3*len(p.Operations))
	for i, o := range p.Operations {
		for _, name := range []string{o.ID, o.Summary, unbracketed(o.Summary)} {
			if key := stems(name); key != "" {
				names[key] = i
			}
		}
	}
	return names
}

// unbracketed is a summary without "(V2)", "(Preview)" or "[Deprecated]" at its end.
func unbracketed(s string) string {
	s, _, _ = strings.Cut(s, " (")
	s, _, _ = strings.Cut(s, " [")
	return s
}

// stems is a name reduced to what stays the same when people write it: small
// letters, no articles, no plural or third person.
func stems(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for w := range strings.FieldsSeq(normal(s)) {
		if w == "a" || w == "an" || w == "the" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(stem(w))
	}
	return b.String()
}

func stem(w string) string {
	switch {
	case len(w) > 4 && strings.HasSuffix(w, "ies"):
		return w[:len(w)-3] + "y"
	case len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
		return w[:len(w)-1]
	}
	return w
}

// leading is what a heading, list item or table row is about, and where it
// begins: the words before its first colon, dash, bracket or bar. Other lines
// are about nothing.
func leading(l markdown.Line) (text string, at int) {
	if l.Code {
		return "", 0
	}
	switch {
	case l.Heading > 0:
		text = strings.Trim(l.Text, "# \t")
	case l.Row:
		text = strings.TrimLeft(l.Text, " \t|")
	case listed(l):
		text = unlisted(l.Text)
	}
	text = strings.TrimLeft(text, "*_`[ ")
	if text == "" {
		return "", 0
	}
	at = strings.Index(l.Text, text)
	for _, end := range []string{"|", ":", " - ", " – ", " — ", "(", "]", ". ", "**"} {
		text, _, _ = strings.Cut(text, end)
	}
	return text, max(0, at)
}

// operationsTitle tells whether a heading, in normal form, announces a list of operations:
// "Supported Operations", "Actions and triggers", "List of actions".
func operationsTitle(words string) bool {
	announces := false
	for w := range strings.FieldsSeq(words) {
		switch w {
		case "operation", "operations", "action", "actions", "trigger", "triggers":
			announces = true
		case "supported", "available", "list", "of", "the", "all", "our", "and", "or", "connector", "connectors":
		default:
			return false
		}
	}
	return announces
}

var readmeOperations = checks.Rule{
	ID: "ReadmeOperations", Severity: checks.Advice, Origin: checks.Documentation, Subject: checks.SubjectProse,
	Meaning: "readme.md describes every action and trigger that users see.",
	Fix:     "Describe it under ## Supported Operations.",
	Source:  "template of microsoft/PowerPlatformConnectors", Link: readmePage,
	Bad: "## Supported Operations\nSee our site.", Good: "### Create invoice\nCreates an invoice and returns its number.",
}

// readmeOperations is silent where as many entries are listed as there are
// operations: they may go by other names there. Where no section lists any, a
// rule of its own asks for it.
func (p subject) readmeOperations(d page, r *checks.Reporter) {
	var all []*swagger.Operation
	for _, o := range p.Operations {
		if !strings.Contains(strings.ToLower(o.Summary), "deprecated") {
			all = append(all, o)
		}
	}
	if len(all) == 0 {
		r.Skip("the connector has no actions or triggers that users see")
		return
	}
	i := readmePart{SectionGuide: SectionGuide{Role: Operations}}.find(d)
	if i < 0 {
		r.Skip("there is no section for the actions and triggers")
		return
	}
	told := tells(d.lines)
	var missing []string
	for _, o := range all {
		if !told.about(o) {
			missing = append(missing, clip(o.Summary))
		}
	}
	if len(missing) == 0 || summed(d.entries(), len(all)) || len(all) <= 2 && d.says(i) {
		return
	}
	at := d.titleAt(d.sections[i])
	switch n := len(missing); {
	case n == len(all):
		r.Report(at, "none of the connector's %s is named here: %s", text.Count(n, "operation", "operations"), few(missing))
	case n == 1:
		r.Report(at, "one of the connector's %d operations is not named here: %s", len(all), few(missing))
	default:
		r.Report(at, "%d of the connector's %d operations are not named here: %s", n, len(all), few(missing))
	}
	r.Last().Fix = fmt.Sprintf("Add \"### %s\" and say what it does and returns.", missing[0])
}

// summed tells whether so many entries can stand for all operations: one for
// each, or groups of them where there are many.
func summed(entries, operations int) bool {
	return entries >= operations || operations > 30 && entries*5 >= operations
}

// entries counts what the sections about operations list: headings below them,
// list items and rows.
func (d page) entries() int {
	n, done := 0, 0
	for i, s := range d.sections {
		if s.Level == 0 || s.Line-1 < done || !Operations.announced(s.words) || i == 0 && s.Level == 1 {
			continue
		}
		done = d.end(i)
		for _, l := range d.lines[s.first:done] {
			if l.Heading > 0 || l.Row || listed(l) {
				n++
			}
		}
	}
	return n
}

// telling knows which words a document says on which lines.
type telling struct {
	all   string           // in stems, a space at either end
	close string           // the same without spaces
	lines map[string][]int // by word, in stems, ascending
}

func tells(lines []markdown.Line) telling {
	t := telling{lines: map[string][]int{}}
	var all strings.Builder
	all.Grow(40 * len(lines))
	all.WriteByte(' ')
	for i, l := range lines {
		words := stems(l.Text)
		if words == "" {
			continue
		}
		all.WriteString(words)
		all.WriteByte(' ')
		for w := range strings.FieldsSeq(words) {
			if on := t.lines[w]; len(on) == 0 || on[len(on)-1] != i {
				t.lines[w] = append(on, i)
			}
		}
	}
	t.all = all.String()
	t.close = strings.ReplaceAll(t.all, " ", "")
	return t
}

// about tells whether the document names an operation: by its ID, by its
// summary, or with the summary's words on one line in whatever order.
func (t telling) about(o *swagger.Operation) bool {
	id, summary := stems(o.ID), stems(unbracketed(o.Summary))
	if summary == "" {
		return true // a rule of its own asks for a summary
	}
	if id != "" && len(t.lines[id]) > 0 {
		return true
	}
	words := strings.Fields(summary)
	for _, w := range words {
		if len(t.lines[w]) == 0 && !small[w] { // "Orders@Contoso" for "OrdersContoso", or not at all
			return len(summary) >= 8 && strings.Contains(t.close, strings.ReplaceAll(summary, " ", ""))
		}
	}
	if strings.Contains(t.all, " "+summary+" ") {
		return true
	}
	on := t.lines[words[0]]
	for _, w := range words[1:] {
		if small[w] {
			continue
		}
		on = both(on, t.lines[w])
	}
	return len(on) > 0
}

// small are words that people leave out of a name.
var small = map[string]bool{"of": true, "for": true, "by": true, "to": true, "in": true, "from": true, "with": true, "new": true, "and": true, "all": true, "it": true, "on": true, "or": true}

// both are the numbers that two ascending lists share.
func both(a, b []int) []int {
	var out []int
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			out = append(out, a[0])
			a, b = a[1:], b[1:]
		}
	}
	return out
}
