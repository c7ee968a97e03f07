package connector

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/corpus"
	"github.com/certwiz/certwiz/internal/golden"

	"github.com/certwiz/certwiz/checks"
)

// TestCalibration holds docs/calibration.md against what the rules say today
// about the lines, requests and connectors beside the repository. What a
// person has to say to it stands in the tables of calibration_why_test.go and
// oracle_excuses_test.go.
func TestCalibration(t *testing.T) {
	want := calibration(t)
	for line := range bytes.Lines(want) {
		if bytes.Contains(line, []byte(unsaid)) {
			t.Errorf("to be explained in calibration_why_test.go: %s", line)
		}
	}
	golden.Compare(t, filepath.Join("..", "..", "docs", "calibration.md"), string(want))
}

func calibration(t *testing.T) []byte {
	var b bytes.Buffer
	b.WriteString(preface)
	lines, extras := oracleLines(t)
	writeLines(&b, lines)
	writeExtras(&b, extras)
	writeWordings(&b, sentences(t))
	writeRequests(&b, requests(t))
	writeCorpus(&b, corpusCounts(t))
	writeLeftOut(&b)
	return b.Bytes()
}

// line is one line of a validator and what became of it.
type line struct {
	id    string // case, rule and pointer
	rule  string // as the oracle calls it
	found bool
}

// extraCount is the places of our errors about the definition in logs that are
// complete, and those of them that were not printed.
type extraCount struct {
	all, logs int
	more      []string // case, rule and pointer
}

// oracleLines compares every quoted line with the findings at its place, and
// counts the errors in complete logs that were not printed (see
// TestOracleSilence).
func oracleLines(t *testing.T) ([]line, extraCount) {
	files, err := filepath.Glob(filepath.Join(corpus.Folder(t, "oracle"), "*", "expected.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	var all []line
	var extras extraCount
	for _, file := range files {
		e := readExpected(t, file)
		if len(e.Lines) == 0 {
			continue
		}
		folder := filepath.Dir(file)
		a := load(t, folder)
		a.Independent = strings.Contains(e.Folder, "independent-publisher")
		a.Others = e.Files
		report := Parse(a).Report()
		report.Add(changes(t, folder, a))
		quoted := map[string]bool{} // rule and pointer
		for _, l := range e.Lines {
			q := line{id: strings.Join([]string{filepath.Base(folder), l.RuleID, l.ValuePath}, " "), rule: l.RuleID}
			for _, rule := range printedAs[l.RuleID] {
				q.found = q.found || l.ValuePath == "" && says(report, rule) || hits(report, rule, pointer(l.ValuePath))
				quoted[rule+" "+pointer(l.ValuePath)] = true
			}
			all = append(all, q)
		}
		if name := filepath.Base(folder); e.Kind == "validator" && partial[name] == "" && !slices.ContainsFunc(e.Lines, printedLine.cut) {
			extras.add(name, report, quoted)
		}
	}
	return all, extras
}

func (x *extraCount) add(name string, report checks.Report, quoted map[string]bool) {
	subjects := map[string]checks.Subject{}
	for _, r := range Rules() {
		subjects[r.ID] = r.Subject
	}
	x.logs++
	for _, f := range report.Findings {
		if f.Severity != checks.Error || subjects[f.Rule] != checks.SubjectSwagger {
			continue
		}
		for _, p := range append([]checks.Place{f.Place}, f.More...) {
			x.all++
			if !quoted[f.Rule+" "+p.Pointer] {
				x.more = append(x.more, strings.Join([]string{name, f.Rule, p.Pointer}, " "))
			}
		}
	}
}

func writeLines(b *bytes.Buffer, lines []line) {
	found, total := map[string]int{}, map[string]int{}
	n := 0
	for _, l := range lines {
		total[l.rule]++
		if l.found {
			found[l.rule]++
			n++
		}
	}
	fmt.Fprintf(b, "\n## Lines of Microsoft's validators\n\n%s: **%d of %d found at the same place (%.1f %%).**\n\n| line | rule here | quoted | found |\n|---|---|---|---|\n",
		linesAbout, n, len(lines), percent(n, len(lines)))
	for _, rule := range slices.Sorted(maps.Keys(total)) {
		ours := strings.Join(printedAs[rule], ", ")
		if ours == "" {
			ours = "none"
		}
		fmt.Fprintf(b, "| %s | %s | %d | %d |\n", rule, ours, total[rule], found[rule])
	}
	b.WriteString("\nNot found, and why:\n\n")
	for _, l := range lines {
		if !l.found {
			fmt.Fprintf(b, "- `%s`: %s\n", l.id, orUnsaid(missedLines, l.id))
		}
	}
}

func writeExtras(b *bytes.Buffer, x extraCount) {
	fmt.Fprintf(b, "\n## Errors that nobody quoted\n\n%s **%d of %d errors in %d logs (%.1f %%).**\n\n",
		extrasAbout, len(x.more), x.all, x.logs, percent(len(x.more), x.all))
	for _, e := range x.more {
		fmt.Fprintf(b, "- `%s`: %s\n", e, orUnsaid(extraErrors, strings.Join(strings.Fields(e)[:2], " ")))
	}
	for _, name := range slices.Sorted(maps.Keys(partial)) {
		fmt.Fprintf(b, "- `%s` is left out: %s\n", name, partial[name])
	}
}

func writeWordings(b *bytes.Buffer, all []sentence) {
	known := 0
	var others []string
	for _, s := range all {
		if s.known {
			known++
			continue
		}
		others = append(others, fmt.Sprintf("- `%s`: %s\n", s.message, orUnsaid(otherWording, s.rule)))
	}
	fmt.Fprintf(b, "\n## Microsoft's sentences\n\n%s **%d of %d (%.1f %%).**\n\n", wordingsAbout, known, len(all), percent(known, len(all)))
	b.WriteString(strings.Join(others, ""))
}

func writeRequests(b *bytes.Buffer, all []request) {
	classes := map[string][]request{}
	for _, r := range all {
		classes[r.class] = append(classes[r.class], r)
	}
	found, missed := len(classes["found"]), len(classes["not found"])
	fmt.Fprintf(b, "\n## Requests of engineers\n\n%s **%d of %d machine-checkable requests found (%.1f %%).** Of all %d requests %d more were met before the files were saved (with them it is %d of %d), %d are matters of taste, %d are not about the files.\n",
		requestsAbout, found, found+missed, percent(found, found+missed), len(all), len(classes["mended"]), found, found+missed+len(classes["mended"]), len(classes["taste"]), len(classes["beyond"]))
	for _, section := range []struct{ class, title string }{
		{"not found", "Could be found and are not"}, {"taste", "Matters of taste"}, {"beyond", "Not about the files"}, {"mended", "Met before the files were saved: what is quoted stands in them no more"},
	} {
		fmt.Fprintf(b, "\n%s:\n\n", section.title)
		for _, r := range classes[section.class] {
			fmt.Fprintf(b, "- `%s`: %s\n", r.id, r.why)
		}
	}
}

func writeCorpus(b *bytes.Buffer, c corpusCount) {
	fmt.Fprintf(b, "\n## Published connectors\n\n"+corpusAbout, c.connectors, limit)
	b.WriteString("\n| rule | about | asked for by | errors | warnings | advice | share |\n|---|---|---|---|---|---|---|\n")
	var over []string
	for _, r := range Rules() {
		n := c.fires[r.ID]
		total := n[checks.Error] + n[checks.Warning] + n[checks.Advice]
		if total == 0 {
			continue
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %.1f %% |\n", r.ID, r.Subject, r.Origin,
			dash(n[checks.Error]), dash(n[checks.Warning]), dash(n[checks.Advice]), percent(c.any[r.ID], c.connectors))
		if percent(n[checks.Error], c.connectors) > limit {
			over = append(over, r.ID)
		}
	}
	fmt.Fprintf(b, "\nThe other %d rules fire on none.\n\nErrors on more than %.0f %%, and why they stay errors:\n\n", len(Rules())-len(c.any), limit)
	for _, rule := range over {
		fmt.Fprintf(b, "- %s (%d): %s\n", rule, c.fires[rule][checks.Error], orUnsaid(overLimit, rule))
	}
}

func writeLeftOut(b *bytes.Buffer) {
	b.WriteString("\n## Documents, read by hand\n\n" + readByHand)
	b.WriteString("\n## Asked for or advised, and left out\n\n")
	for _, l := range leftOut {
		fmt.Fprintf(b, "- %s\n", l)
	}
}

func percent(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}

func dash(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

const unsaid = "nobody has said why"

func orUnsaid(table map[string]string, key string) string {
	if why := table[key]; why != "" {
		return why
	}
	return unsaid
}

type corpusCount struct {
	connectors int
	fires      map[string]map[checks.Severity]int // connectors with a finding of that weight
	any        map[string]int                     // connectors with a finding
}
