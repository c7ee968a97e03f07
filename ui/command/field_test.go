package command

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/internal/corpus"
)

// fieldCase is what a small connector, rebuilt from a public complaint, must
// make certwiz say, or not say.
type fieldCase struct {
	Args     []string
	Rule     any // a name, several of which any will do, or "*"
	Pointer  *string
	Severity checks.Severity
	Present  bool
	Why      string
	NotExit  *int `json:"exit_must_not_be"`
}

func (c fieldCase) is(rule string) bool {
	switch want := c.Rule.(type) {
	case string:
		return want == "*" || want == rule
	case []any:
		return slices.Contains(want, any(rule))
	default:
		return false
	}
}

// TestField runs certwiz over connectors of the kinds that it was wrong about.
func TestField(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpus.Folder(t, "field"), "*", "expected.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var c fieldCase
			if err := json.Unmarshal(data, &c); err != nil {
				t.Fatal(err)
			}
			runField(t, filepath.Dir(file), c)
		})
	}
}

func runField(t *testing.T, folder string, c fieldCase) {
	d := newDesktop(t)
	t.Chdir(folder)
	code := d.run(t, append(c.Args, "--format", "json")...)
	if c.NotExit != nil {
		if code == *c.NotExit {
			t.Errorf("%s: exit code %d", c.Why, code)
		}
		return
	}
	var said []struct {
		Rule, Pointer, Message string
		Severity               checks.Severity
	}
	if err := json.Unmarshal(d.out.Bytes(), &said); err != nil {
		t.Fatalf("%v: %s %s", err, d.out.String(), d.err.String())
	}
	found := false
	var all []string
	for _, f := range said {
		all = append(all, f.Severity.String()+" "+f.Rule+" "+f.Pointer+" "+f.Message)
		if c.is(f.Rule) && (c.Pointer == nil || *c.Pointer == f.Pointer) && f.Severity >= c.Severity {
			found = true
		}
	}
	if found != c.Present {
		t.Errorf("%s: %v at %v, said:\n%s", c.Why, c.Rule, c.Pointer, strings.Join(all, "\n"))
	}
}
