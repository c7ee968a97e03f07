package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/change"
	"github.com/certwiz/certwiz/checks/figures"
	"github.com/certwiz/certwiz/checks/mend"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/ui/theme"
)

// Text prints findings for people:
//
//	folder/apiDefinition.swagger.json:4:14: error: title is empty  [TitleMissing]
//	      "title": "",
//	               ^~
//	    Name the service in at most 30 characters.
//
// the most severe first, then what was not checked and why, one line that sums it
// up, and what to do next.
type Text struct {
	Theme theme.Theme                 // as New makes it
	Rules func(id string) checks.Rule // describes a rule by its ID; nil folds nothing
	All   bool                        // nothing is folded
}

// alsoAt is how many further places of one finding are named.
const alsoAt = 3

// Write prints what differs from an earlier version, then the results.
func (t Text) Write(w io.Writer, r Report) error {
	out := bufio.NewWriter(w)
	if r.Changes != nil {
		t.changes(out, *r.Changes)
	}
	for _, one := range r.Results {
		folded := map[string]int{}
		for _, f := range severest(one.Report.Findings) {
			if t.folds(f) {
				folded[f.Rule] += 1 + len(f.More)
				continue
			}
			t.finding(out, one, f)
		}
		t.folded(out, one.Folder, folded)
	}
	t.unchecked(out, r.Results)
	fmt.Fprintln(out, t.Theme.Safe(r.summary()))
	if next := r.next(); next != "" {
		fmt.Fprintln(out, next)
	}
	return out.Flush()
}

// severest are the findings with errors first, else in their order.
func severest(findings []checks.Finding) []checks.Finding {
	sorted := slices.Clone(findings)
	slices.SortStableFunc(sorted, func(a, b checks.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	return sorted
}

// next says what to do after reading, "" where nothing was found.
func (r Report) next() string {
	var rule string
	mendable := 0
	for _, one := range r.Results {
		for _, f := range severest(one.Report.Findings) {
			if rule == "" {
				rule = f.Rule
			}
			if slices.Contains(mend.Rules(), f.Rule) {
				mendable++
			}
		}
	}
	switch {
	case rule == "":
		return ""
	case mendable > 0 && r.Of == "":
		return "certwiz check --fix mends some of it, --fix --diff shows which; certwiz explain " + rule + " says why"
	default:
		return "certwiz explain " + rule + " says why"
	}
}

func (t Text) finding(out io.Writer, one Result, f checks.Finding) {
	folder, place := one.Folder, f.Place
	place.File = path(folder, place.File)
	if at := where(place, folder, f.Field); at != "" {
		fmt.Fprintf(out, "%s: ", t.Theme.Safe(at))
	}
	fmt.Fprintf(out, "%s: %s  [%s]\n", t.severity(f), t.Theme.Safe(f.Message), t.Theme.Safe(f.Rule))
	for _, line := range t.marked(one, f) {
		fmt.Fprintf(out, "      %s\n", t.Theme.Faint.Render(line))
	}
	if f.Fix != "" {
		fmt.Fprintf(out, "    %s\n", t.Theme.Safe(f.Fix))
	}
	t.more(out, folder, f.More)
}

// folds tells of a finding that hardly anybody acts on, and that no validator was
// seen to print: it is only counted.
func (t Text) folds(f checks.Finding) bool {
	if t.All || t.Rules == nil || f.Severity == checks.Error || !figures.Seldom(f.Rule) {
		return false
	}
	return t.Rules(f.Rule).Evidence != checks.Printed
}

// folded names the rules whose findings are not listed, with how many places each
// has.
func (t Text) folded(out io.Writer, folder string, places map[string]int) {
	if len(places) == 0 {
		return
	}
	var names []string
	for _, id := range slices.Sorted(maps.Keys(places)) {
		names = append(names, fmt.Sprintf("%s (%d)", id, places[id]))
	}
	if folder != "" {
		fmt.Fprintf(out, "%s: ", t.Theme.Safe(folder))
	}
	fmt.Fprintf(out, "%s that publishers seldom act on; --all lists them\n    %s\n", text.Count(len(places), "remark", "remarks"), t.Theme.Safe(strings.Join(names, ", ")))
}

// where names a finding's place; one without a file belongs to its folder or
// to an answer.
func where(p checks.Place, folder, field string) string {
	switch {
	case p.File != "":
		return p.String()
	case field != "":
		return field
	default:
		return folder
	}
}

func (t Text) more(out io.Writer, folder string, places []checks.Place) {
	for i, p := range places {
		if i == alsoAt {
			fmt.Fprintf(out, "    and at %d more\n", len(places)-alsoAt)
			return
		}
		p.File = path(folder, p.File)
		fmt.Fprintf(out, "    also at %s\n", t.Theme.Safe(p.String()))
	}
}

func (t Text) severity(f checks.Finding) string {
	name := level(f)
	switch f.Severity {
	case checks.Error:
		return t.Theme.Block.Render(name)
	case checks.Warning:
		return t.Theme.Warn.Render(name)
	default:
		return t.Theme.Faint.Render(name)
	}
}

// level is what a finding is called: a breaking change is neither an error nor a
// warning, it needs an engineer's word.
func level(f checks.Finding) string {
	if breaks(f) {
		return "breaking"
	}
	return f.Severity.String()
}

// breaks tells whether a finding is a change that flows would stumble over.
func breaks(f checks.Finding) bool { return f.Severity == checks.Warning && change.Breaking(f) }

// unchecked lists the rules that could not be checked, those with the same
// reason together.
func (t Text) unchecked(out io.Writer, results []Result) {
	for _, r := range results {
		for _, g := range reasons(r.Report.Unchecked()) {
			if r.Folder != "" {
				fmt.Fprintf(out, "%s: ", t.Theme.Safe(r.Folder))
			}
			fmt.Fprintf(out, "not checked: %s\n    %s\n", t.Theme.Safe(g.why), t.Theme.Safe(named(g.rules)))
		}
	}
}

// mostNamed is how many rules are named; two hundred help nobody.
const mostNamed = 8

func named(rules []string) string {
	if len(rules) <= mostNamed {
		return strings.Join(rules, ", ")
	}
	return fmt.Sprintf("%s and %d more rules", strings.Join(rules[:mostNamed-1], ", "), len(rules)-mostNamed+1)
}

type reason struct {
	why   string
	rules []string
}

func reasons(outcomes []checks.Outcome) []reason {
	var groups []reason
	at := map[string]int{}
	for _, o := range outcomes {
		i, known := at[o.Reason]
		if !known {
			i = len(groups)
			at[o.Reason] = i
			groups = append(groups, reason{why: o.Reason})
		}
		groups[i].rules = append(groups[i].rules, o.Rule)
	}
	return groups
}

// summary is one sentence on all results.
func (r Report) summary() string {
	var errors, warnings, advice, unchecked, breaking int
	for _, one := range r.Results {
		for _, f := range one.Report.Findings {
			if breaks(f) {
				breaking++
				warnings--
			}
		}
		errors += one.Report.Count(checks.Error)
		warnings += one.Report.Count(checks.Warning)
		advice += one.Report.Count(checks.Advice)
		unchecked += len(one.Report.Unchecked())
	}
	var parts []string
	add := func(n int, one, many string) {
		if n > 0 {
			parts = append(parts, text.Count(n, one, many))
		}
	}
	add(errors, "error", "errors")
	add(breaking, "breaking change", "breaking changes")
	add(warnings, "warning", "warnings")
	add(advice, "advice", "advice")
	said := "nothing found"
	if len(parts) > 0 {
		said = strings.Join(parts, ", ")
	}
	of := r.Of
	if of == "" {
		of = text.Count(len(r.Results), "connector", "connectors")
	}
	said += " in " + of
	if unchecked > 0 {
		said += "; " + text.Count(unchecked, "rule", "rules") + " not checked"
	}
	if r.Known > 0 {
		said += "; " + text.Count(r.Known, "known finding", "known findings") + " left out"
	}
	return said
}
