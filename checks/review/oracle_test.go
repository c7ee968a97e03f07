package review

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/corpus"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/change"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/swagger"
)

// quoted is a line as it was quoted on a real pull request.
type quoted struct {
	Level, Message string
	ValuePath      string `json:"value_path"`
	Source         string
}

// want is what Parse must make of it: a critical line is an error, and where a
// policy code was printed in the place of a path it is a code.
func (q quoted) want() Line {
	l := Line{Level: levelOf(q.Level), Message: q.Message, ValuePath: q.ValuePath}
	if code := policyCode(q.ValuePath); code != "" {
		l.ValuePath, l.Code = "", code
	}
	return l
}

type quotedCase struct {
	name   string // folder, or "" for lines without files
	Folder string
	Files  []string `json:"files_in_folder"`
	Lines  []quoted
	// Requests are what engineers asked for in free words.
	Requests []struct {
		Text string
		Cut  bool `json:"inferred_or_cut"`
	}
}

// quotedCases reads what Microsoft said on real pull requests.
func quotedCases(t testing.TB) []quotedCase {
	t.Helper()
	root := corpus.Folder(t, "oracle")
	files, _ := filepath.Glob(filepath.Join(root, "*", "expected.json"))
	if len(files) == 0 {
		t.Skip("there are no real lines beside the repository")
	}
	var all []quotedCase
	add := func(name string, data []byte) {
		c := quotedCase{name: name}
		if err := json.Unmarshal(data, &c); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all = append(all, c)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		add(filepath.Dir(file), data)
	}
	data, err := os.ReadFile(filepath.Join(root, "lines-only.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for s := bufio.NewScanner(bytes.NewReader(data)); s.Scan(); {
		add("", s.Bytes())
	}
	return all
}

// form is a way in which lines are printed and quoted.
type form struct {
	name  string
	print func([]Line) string
	level bool // it says the level
	bare  bool // it can print a line that has no place
}

// each prints one line after the other.
func each(between string, one func(i int, l Line) string) func([]Line) string {
	return func(all []Line) string {
		var out []string
		for i, l := range all {
			out = append(out, one(i, l))
		}
		return strings.Join(out, between)
	}
}

// tagged is a line as the pipeline prints it.
func tagged(l Line) string {
	s := "##[" + l.Level + "]"
	if l.Code != "" {
		s += l.Code + " "
	}
	return s + l.Message + " ValuePath: " + l.ValuePath
}

func escaped(s string) string {
	return strings.NewReplacer("#", `\#`, "[", `\[`, "]", `\]`, "_", `\_`, "*", `\*`, "~", `\~`, "{", `\{`, "}", `\}`, "-", `\-`, ".", `\.`, "(", `\(`, ")", `\)`).Replace(s)
}

// folded breaks lines at blanks, as mail programs do.
func folded(s string, width int) string {
	var b strings.Builder
	column := 0
	for i, w := range strings.Split(s, " ") {
		switch {
		case i == 0:
		case column+len(w) >= width:
			b.WriteByte('\n')
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(w)
		column += len(w)
	}
	return b.String()
}

func forms() []form {
	tag := func(_ int, l Line) string { return tagged(l) }
	return []form{
		{"as printed", each("\n", tag), true, true},
		{"with times, CRLF", each("\r\n", func(i int, l Line) string { return fmt.Sprintf("2025-01-02T03:04:%02d.5678901Z %s", i, tagged(l)) }), true, true},
		{"in a block of code", func(all []Line) string {
			return "Please fix:\n```\n" + each("\n", tag)(all) + "\n```\nThanks"
		}, true, true},
		{"quoted", each("\n", func(_ int, l Line) string { return "> " + tagged(l) }), true, true},
		{"in bullets", each("\n", func(_ int, l Line) string { return "* " + tagged(l) }), true, true},
		{"numbered, as code", each("\n", func(i int, l Line) string { return fmt.Sprintf("%d. `%s`", i+1, tagged(l)) }), true, true},
		{"with HTML breaks", each("<br>", tag), true, true},
		{"HTML list, entities", each("", func(_ int, l Line) string {
			return "<li>" + strings.NewReplacer("'", "&#39;", `"`, "&quot;").Replace(tagged(l)) + "</li>"
		}), true, true},
		{"escaped", each("\n", func(_ int, l Line) string { return escaped(tagged(l)) }), true, true},
		{"bold", each("\n\n", func(_ int, l Line) string {
			return "**##[" + l.Level + "]** " + l.Code + " " + l.Message + " **ValuePath:** `" + l.ValuePath + "`"
		}), true, true},
		{"all on one line", each(" ", tag), true, true},
		{"folded at 72", each("\n", func(_ int, l Line) string { return folded(tagged(l), 72) }), true, true},
		{"folded at 100, quoted", each("\n", func(_ int, l Line) string {
			return "> " + strings.ReplaceAll(folded(tagged(l), 100), "\n", "\n> ")
		}), true, true},
		{"with the source", each("\n", func(_ int, l Line) string { return tagged(l) + " Source: NewSwagger" }), true, true},
		{"commands of the log", each("\n", func(_ int, l Line) string {
			return "##vso[task.logissue type=" + l.Level + "]" + strings.TrimPrefix(tagged(l), "##["+l.Level+"]")
		}), true, true},
		{"with a word", each("\n", func(_ int, l Line) string {
			return strings.ToUpper(l.Level[:1]) + l.Level[1:] + ": " + strings.TrimPrefix(tagged(l), "##["+l.Level+"]")
		}), true, true},
		{"labels in rows", each("\n\n", func(_ int, l Line) string {
			return "Level     : " + l.Level + "\nCode      : " + l.Code + "\nMessage   : " + l.Message + "\nValuePath : " + l.ValuePath
		}), true, true},
		{"JSON", func(all []Line) string {
			var list []map[string]string
			for _, l := range all {
				list = append(list, map[string]string{"level": l.Level, "message": l.Message, "valuePath": l.ValuePath, "code": l.Code})
			}
			data, _ := json.MarshalIndent(list, "", "  ")
			return "```json\n" + string(data) + "\n```"
		}, true, true},
		{"the bot's list", func(all []Line) string {
			return "Certification Validations Failed. Error(s) are:\n\n" + each("\n", func(_ int, l Line) string {
				return "- " + strings.TrimPrefix(tagged(l), "##["+l.Level+"]")
			})(all) + "\n\nPlease fix them and comment here."
		}, false, true},
		{"table", func(all []Line) string {
			return "| Level | Code | Message | ValuePath |\n|:--|--|--|--|\n" + each("\n", func(_ int, l Line) string {
				return "| " + l.Level + " | " + l.Code + " | " + l.Message + " | `" + l.ValuePath + "` |"
			})(all)
		}, true, true},
		{"no prefix", each("\n", func(_ int, l Line) string {
			return strings.TrimSpace(l.Code + " " + l.Message + " ValuePath: " + l.ValuePath)
		}), false, false},
		{"no label", each("\n", func(_ int, l Line) string {
			return strings.TrimSpace("##[" + l.Level + "]" + l.Code + " " + l.Message + " " + l.ValuePath)
		}), true, true},
	}
}

// TestOracleLinesParse holds that every line that was really quoted parses
// back, alone and with the others of its comment, in every form.
func TestOracleLinesParse(t *testing.T) {
	cases := quotedCases(t)
	total := 0
	for _, f := range forms() {
		lines := 0
		for _, c := range cases {
			var want []Line
			for _, q := range c.Lines {
				if l := q.want(); f.bare || l.ValuePath != "" || l.Code != "" {
					want = append(want, l)
				}
			}
			if lines += len(want); len(want) > 0 {
				compare(t, f, f.print(want), want)
			}
			for _, l := range want {
				compare(t, f, f.print([]Line{l}), []Line{l})
			}
		}
		t.Logf("%-24s %d lines, each alone and with its neighbours", f.name, lines)
		total += lines
	}
	t.Logf("%d lines printed", total)
	if total < 2500 {
		t.Errorf("only %d lines were tried", total)
	}
}

func compare(t *testing.T, f form, text string, want []Line) {
	t.Helper()
	got := Parse(text)
	same := slices.EqualFunc(got, want, func(g, w Line) bool {
		return g.Message == w.Message && g.ValuePath == w.ValuePath && g.Code == w.Code && (!f.level && (g.Level == "" || g.Level == levelError) || g.Level == w.Level)
	})
	if same {
		return
	}
	for i := range max(len(got), len(want)) {
		var g, w string
		if i < len(got) {
			g = short(got[i])
		}
		if i < len(want) {
			w = short(want[i])
		}
		if g != w {
			t.Errorf("%s:\n got %s\nwant %s\nin %.200q", f.name, g, w, text)
			return
		}
	}
}

// TestOracleMatch holds the lines against the files they were printed about:
// none was mended yet. It reports how many are recognised, of those without
// files too.
func TestOracleMatch(t *testing.T) {
	rules := append(connector.Rules(), change.Rules()...)
	var with, without Counts
	for _, c := range quotedCases(t) {
		var lines []Line
		for _, q := range c.Lines {
			lines = append(lines, q.want())
		}
		if len(lines) == 0 {
			continue
		}
		var report checks.Report
		sum := &without
		if c.name != "" {
			report, sum = judge(t, c), &with
		}
		matched := Match(lines, report, rules)
		for _, m := range matched {
			if m.Status != Still && c.name != "" || m.Status == Unknown {
				t.Logf("%s %s %s (%s): %.100s at %s", filepath.Base(c.name), m.Status, m.Rule, m.Reason, m.Message, m.ValuePath)
			}
		}
		n := Summary(matched)
		sum.Fixed, sum.Still, sum.Unknown, sum.NotChecked = sum.Fixed+n.Fixed, sum.Still+n.Still, sum.Unknown+n.Unknown, sum.NotChecked+n.NotChecked
	}
	all := with.sum() + without.sum()
	t.Logf("lines with files: %+v, %.1f %% recognised", with, share(with))
	t.Logf("lines without files: %+v, %.1f %% recognised", without, share(without))
	if share(with) < 98 || share(without) < 96 {
		t.Error("too few lines are recognised: 98 % of those with files and 96 % of those without are needed")
	}
	if with.Fixed > 0 || with.Still < 54 {
		t.Errorf("%d lines are fixed and %d are still there; nothing was mended, and 54 were found before", with.Fixed, with.Still)
	}
	if all < 120 {
		t.Errorf("only %d lines were matched", all)
	}
}

func (c Counts) sum() int { return c.Fixed + c.Still + c.Unknown + c.NotChecked }

func share(c Counts) float64 { return 100 * float64(c.sum()-c.Unknown) / float64(c.sum()) }

// TestOracleRequests holds that what engineers really asked for stays one
// request or more, and is not taken for a validator's line.
func TestOracleRequests(t *testing.T) {
	rules := append(connector.Rules(), change.Rules()...)
	n, sentences := 0, 0
	for _, c := range quotedCases(t) {
		for _, r := range c.Requests {
			if r.Cut {
				continue
			}
			n++
			if len(Requests(r.Text)) == 0 {
				t.Errorf("no request in %q", r.Text)
			}
			if lines := Parse(r.Text); len(lines) > 0 {
				t.Errorf("%q gives the line %s", r.Text, short(lines[0]))
			}
			sentences += len(Sentences(r.Text, rules))
		}
	}
	t.Logf("%d requests, %d of them in Microsoft's own words", n, sentences)
	if n < 100 {
		t.Errorf("only %d requests were read", n)
	}
}

// TestReadmesHoldNoLines holds that none of what publishers wrote about their
// connectors is taken for a validator's line.
func TestReadmesHoldNoLines(t *testing.T) {
	files := corpus.Files(t, "*.[mM][dD]")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range Parse(string(data)) {
			t.Errorf("%s:%d gives %s", file, l.At, short(l))
		}
	}
	t.Logf("%d files", len(files))
}

// judge reads the files of a case and says what certwiz finds, in the step
// from the published version too where there is one.
func judge(t *testing.T, c quotedCase) checks.Report {
	t.Helper()
	a := connector.Artifacts{Name: filepath.Base(c.name), Independent: strings.Contains(c.Folder, "independent-publisher"), Others: c.Files}
	slots := map[string]**checks.File{
		"apidefinition.swagger.json": &a.Swagger, "apiproperties.json": &a.Properties, "icon.png": &a.Icon, "script.csx": &a.Script, "readme.md": &a.Readme,
	}
	entries, err := os.ReadDir(c.name)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if slot, ok := slots[strings.ToLower(e.Name())]; ok {
			data, err := os.ReadFile(filepath.Join(c.name, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			*slot = &checks.File{Name: e.Name(), Data: data}
		}
	}
	now := connector.Parse(a)
	report := now.Report()
	before := change.Version{Folder: a.Name}
	if data, err := os.ReadFile(filepath.Join(c.name, "previous", "apiDefinition.swagger.json")); err == nil {
		before.Definition = swagger.Read("apiDefinition.swagger.json", data)
	}
	report.Add(change.Judge(before, change.Version{Folder: a.Name, Definition: now.Definition}))
	return report
}
