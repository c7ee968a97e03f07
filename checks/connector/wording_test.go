package connector

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/corpus"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/change"
)

// sentence is a line of a validator, with or without its files.
type sentence struct {
	id, rule, message string // rule as the oracle calls it
	known             bool   // one of our rules has that wording
}

// sentences compares every quoted line, those without files too, with the
// wordings of the rules: what Microsoft prints must be found by searching for it.
func sentences(t *testing.T) []sentence {
	t.Helper()
	wordings := knownWordings()
	var all []sentence
	for _, c := range quotedCases(t) {
		for _, l := range c.Lines {
			s := sentence{id: c.name, rule: l.RuleID, message: strings.TrimSpace(l.Message)}
			for _, w := range wordings {
				s.known = s.known || w.is(s.message, l.Truncated)
			}
			all = append(all, s)
		}
	}
	return all
}

// wording is what a rule prints, as it is described and as a pattern with
// anything where a value stands.
type wording struct {
	text    string
	pattern *regexp.Regexp
}

// is tells whether a line has this wording; of a line that was cut only the
// beginning is compared.
func (w wording) is(message string, cut bool) bool {
	return w.pattern.MatchString(message) || cut && strings.HasPrefix(w.text, strings.TrimRight(message, ". "))
}

var hole = regexp.MustCompile(`\\\{[0-9]\\\}`)

// knownWordings are those of all rules that validators print.
func knownWordings() []wording {
	var all []wording
	for _, r := range append(Rules(), change.Rules()...) {
		if r.Wording == "" || r.Origin != checks.Validator {
			continue
		}
		text := strings.NewReplacer("{{", "{", "}}", "}").Replace(strings.TrimRight(r.Wording, "."))
		all = append(all, wording{text, regexp.MustCompile("(?is)^" + hole.ReplaceAllString(regexp.QuoteMeta(text), ".*"))})
	}
	return all
}

type quotedCase struct {
	name string
	expected
}

// quotedCases are the cases with files, then those without.
func quotedCases(t *testing.T) []quotedCase {
	t.Helper()
	root := corpus.Folder(t, "oracle")
	files, err := filepath.Glob(filepath.Join(root, "*", "expected.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	var all []quotedCase
	for _, file := range files {
		all = append(all, quotedCase{name: filepath.Base(filepath.Dir(file)), expected: readExpected(t, file)})
	}
	data, err := os.ReadFile(filepath.Join(root, "lines-only.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c quotedCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		c.name = "without files"
		all = append(all, c)
	}
	return all
}

// TestWordings holds that Microsoft's own sentences lead to our rules.
func TestWordings(t *testing.T) {
	all := sentences(t)
	known := 0
	for _, s := range all {
		if s.known {
			known++
		} else if otherWording[s.rule] == "" {
			t.Errorf("no rule has the wording of %s, and nobody says why: %s %.160s", s.id, s.rule, s.message)
		}
	}
	if share := percent(known, len(all)); share < 90 {
		t.Errorf("%.1f %% of %d quoted lines have a wording here, 90 %% needed", share, len(all))
	}
}
