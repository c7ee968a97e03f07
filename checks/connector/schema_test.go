package connector

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/properties"
	"github.com/certwiz/certwiz/checks/swagger"
	"github.com/certwiz/certwiz/internal/corpus"
)

// mutants is how many changed files of each kind are judged, and share how
// many of those that Microsoft's schema rejects must be errors here, in percent.
const (
	mutants = 1500
	share   = 99.0
)

// TestSchemas changes published files in one place each, and holds that what
// Microsoft's own JSON schemas reject is an error here.
func TestSchemas(t *testing.T) {
	for _, kind := range []struct {
		file, schema string
		judge        func([]byte) checks.Report
	}{
		{"*.swagger.json", "apiDefinition.swagger.schema.json", func(data []byte) checks.Report { return swagger.Read("a.json", data).Judge(swagger.Context{}) }},
		{"apiProperties.json", "paconn-apiProperties.schema.json", func(data []byte) checks.Report {
			return properties.Read("a.json", data).Judge(properties.Context{})
		}},
	} {
		t.Run(kind.schema, func(t *testing.T) {
			schema := compile(t, filepath.Join(corpus.Folder(t, "schemas"), kind.schema))
			bases := accepted(t, schema, corpus.Files(t, kind.file))
			random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same mutants every time
			rejected, missed := 0, map[string]int{}
			for range mutants {
				base := bases[random.IntN(len(bases))]
				changed, what := mutate(random, base)
				if schema.Validate(changed) == nil {
					continue
				}
				rejected++
				before := errors(kind.judge(write(t, base)))
				after := errors(kind.judge(write(t, changed)))
				if !slices.ContainsFunc(slices.Collect(maps.Keys(after)), func(e string) bool { return after[e] > before[e] }) {
					missed[what]++
				}
			}
			n := 0
			for _, what := range slices.Sorted(maps.Keys(missed)) {
				n += missed[what]
				t.Logf("no error: %s (%d)", what, missed[what])
			}
			found := 100 * float64(rejected-n) / float64(rejected)
			t.Logf("%d of %d rejected mutants are errors (%.1f %%), of %d files that the schema accepts", rejected-n, rejected, found, len(bases))
			if found < share {
				t.Errorf("%.1f %% found, %.0f %% wanted", found, share)
			}
		})
	}
}

// errors are the errors of a report by rule and place.
func errors(r checks.Report) map[string]int {
	all := map[string]int{}
	for _, f := range r.Findings {
		for _, p := range append(f.More, f.Place) {
			if f.Severity == checks.Error {
				all[f.Rule+p.Pointer]++
			}
		}
	}
	return all
}

func write(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// accepted are the files that a schema accepts, at most 40 kB each.
func accepted(t *testing.T, schema *jsonschema.Schema, files []string) []any {
	t.Helper()
	var all []any
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) > 40_000 {
			continue
		}
		if v := value(jsontree.Parse(data).Root()); schema.Validate(v) == nil {
			all = append(all, v)
		}
	}
	if len(all) == 0 {
		t.Fatal("the schema accepts no file")
	}
	return all
}

// mutate changes a copy of a file in one place.
func mutate(random *rand.Rand, base any) (any, string) {
	v := clone(base)
	var objects []map[string]any
	var paths []string
	var gather func(v any, path string)
	gather = func(v any, path string) {
		switch v := v.(type) {
		case map[string]any:
			if len(v) > 0 {
				objects, paths = append(objects, v), append(paths, path)
			}
			for _, k := range slices.Sorted(maps.Keys(v)) {
				gather(v[k], path+"/"+k)
			}
		case []any:
			for _, c := range v {
				gather(c, path+"/#")
			}
		}
	}
	gather(v, "")
	i := random.IntN(len(objects))
	o, path := objects[i], paths[i]
	keys := slices.Sorted(maps.Keys(o))
	key := keys[random.IntN(len(keys))]
	others := []any{"text", 7.5, true, nil, []any{"text"}, map[string]any{"text": "text"}}
	switch random.IntN(5) {
	case 0:
		delete(o, key)
		return v, "removed " + path + "/" + key
	case 1:
		o[key+"s"] = o[key]
		delete(o, key)
		return v, "renamed " + path + "/" + key
	case 2:
		o["anything"] = "text"
		return v, "added to " + path
	case 3:
		if s, ok := o[key].(string); ok {
			o[key] = strings.ToUpper(s) + "x"
			return v, "another value of " + path + "/" + key
		}
		fallthrough
	default:
		to := others[random.IntN(len(others))]
		o[key] = to
		return v, fmt.Sprintf("%T for %s/%s", to, path, key)
	}
}

func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		c := map[string]any{}
		for k, x := range v {
			c[k] = clone(x)
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, x := range v {
			c[i] = clone(x)
		}
		return c
	default:
		return v
	}
}

// value is a tree as encoding/json gives it: Microsoft's schemas and many files
// have comments and trailing commas, which that refuses.
func value(n jsontree.Node) any {
	switch n.Kind() {
	case jsontree.Object:
		m := map[string]any{}
		for c := range n.Children() {
			m[c.Key()] = value(c)
		}
		return m
	case jsontree.Array:
		list := []any{}
		for c := range n.Children() {
			list = append(list, value(c))
		}
		return list
	case jsontree.Bool:
		return n.True()
	case jsontree.Number:
		f, err := strconv.ParseFloat(n.Text(), 64)
		if err != nil {
			return nil
		}
		return f
	case jsontree.String:
		return n.Text()
	default:
		return nil
	}
}

func compile(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc := value(jsontree.Parse(data).Root())
	c := jsonschema.NewCompiler()
	c.UseRegexpEngine(ahead)
	if err := c.AddResource("file:///schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("file:///schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// lookahead is a pattern with one (?!…), which Go's regular expressions lack.
type lookahead struct {
	text      string
	yes, none *regexp.Regexp
}

func (l lookahead) String() string { return l.text }

func (l lookahead) MatchString(s string) bool { return l.yes.MatchString(s) && !l.none.MatchString(s) }

func ahead(text string) (jsonschema.Regexp, error) {
	before, rest, ok := strings.Cut(text, "(?!")
	if !ok {
		return regexp.Compile(text)
	}
	not, after, _ := strings.Cut(rest, ")")
	yes, err := regexp.Compile(before + after)
	if err != nil {
		return nil, err
	}
	none, err := regexp.Compile(before + not)
	return lookahead{text, yes, none}, err
}
