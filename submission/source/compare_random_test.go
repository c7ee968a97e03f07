package source

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
)

// maker makes JSON values that look a little like a connector's.
type maker struct{ *rand.Rand }

func (m *maker) value(depth int) any {
	switch m.IntN(9) {
	case 0:
		return m.IntN(4)
	case 1:
		return m.IntN(2) == 0
	case 2:
		return nil
	case 3, 4:
		return fmt.Sprintf("text %d", m.IntN(5))
	case 5, 6:
		if depth == 0 {
			return "deep"
		}
		return m.list(depth - 1)
	default:
		if depth == 0 {
			return "deep"
		}
		return m.object(depth - 1)
	}
}

func (m *maker) object(depth int) map[string]any {
	o := map[string]any{}
	for range m.IntN(6) {
		o[fmt.Sprintf("k%d", m.IntN(8))] = m.value(depth)
	}
	return o
}

// list makes one of the kinds of lists that are compared in different ways.
func (m *maker) list(depth int) []any {
	l := []any{}
	kind := m.IntN(4)
	for i := range m.IntN(7) {
		switch kind {
		case 0:
			l = append(l, fmt.Sprintf("value %d", i))
		case 1:
			o := m.object(depth)
			o["name"], o["in"] = fmt.Sprintf("p%d", i), "query"
			l = append(l, o)
		case 2:
			l = append(l, m.object(depth))
		default:
			l = append(l, m.value(depth))
		}
	}
	return l
}

// change changes about one value in ten.
func (m *maker) change(v any) any {
	if m.IntN(12) == 0 {
		return m.value(1)
	}
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if m.IntN(15) == 0 {
				delete(v, k)
				continue
			}
			v[k] = m.change(v[k])
		}
	case []any:
		for i := range v {
			v[i] = m.change(v[i])
		}
		if m.IntN(5) == 0 {
			m.Shuffle(len(v), func(i, j int) { v[i], v[j] = v[j], v[i] })
		}
		if m.IntN(5) == 0 && len(v) > 0 {
			return slices.Delete(v, 0, 1)
		}
	}
	return v
}

func encoded(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func decoded(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// mirrored is a comparison as it is seen from the other side. Pointers are
// left out: an element of a list may have another position there.
func mirrored(d Diff) []string { return summed(d, true) }

func summed(d Diff, swap bool) []string {
	var all []string
	for _, x := range d.Differences {
		if swap {
			x.Here, x.There = x.There, x.Here
			switch x.Kind {
			case OnlyHere:
				x.Kind = OnlyThere
			case OnlyThere:
				x.Kind = OnlyHere
			}
		}
		all = append(all, fmt.Sprintf("%s %s: %s → %s %s", x.File, x.Kind, x.There, x.Here, x.Note))
	}
	slices.Sort(all)
	return append(all, fmt.Sprint(d.More))
}

func TestCompareRandomFiles(t *testing.T) {
	const rounds = 1000
	m := &maker{Rand: rand.New(rand.NewPCG(1, 2))}
	differ := 0
	for range rounds {
		a := encoded(t, m.object(5))
		if d := Compare(definition(a), definition(a)); len(d.Differences) != 0 {
			t.Fatalf("%s differs from itself: %q", a, lines(d))
		}
		b := encoded(t, m.change(decoded(t, a)))
		there, back := Compare(definition(a), definition(b)), Compare(definition(b), definition(a))
		if (a == b) != (len(there.Differences) == 0) {
			t.Fatalf("%s\n%s: %q", a, b, lines(there))
		}
		if got, want := mirrored(there), summed(back, false); !slices.Equal(got, want) {
			t.Fatalf("%s\n%s\n%s\nand from the other side\n%s", a, b, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if a != b {
			differ++
		}
	}
	if differ < rounds/2 {
		t.Errorf("only %d of %d changed", differ, rounds)
	}
}

// TestPointersLead holds that a pointer leads to the value that is shown.
func TestPointersLead(t *testing.T) {
	m := &maker{Rand: rand.New(rand.NewPCG(3, 4))}
	for range 500 {
		a := encoded(t, m.object(5))
		b := encoded(t, m.change(decoded(t, a)))
		here, there := newSide("a", []byte(a), false), newSide("b", []byte(b), false)
		for _, d := range Compare(definition(a), definition(b)).Differences {
			s, want := here, d.Here
			if d.Kind == OnlyThere {
				s, want = there, d.There
			}
			n := s.tree.Find(d.Pointer)
			if !n.OK() {
				t.Fatalf("%s leads nowhere in %s", d.Pointer, a)
			}
			if got := excerptOf(s, n, 0); d.Note != "another order" && got != want {
				t.Errorf("%s leads to %s, shown is %s", d.Pointer, got, want)
			}
		}
	}
}

func FuzzCompare(f *testing.F) {
	for _, s := range [][2]string{
		{`{"a":[1,{"b":null}]}`, `{"a":[1,{"b":0}],"c":""}`}, {`{"a":1,"a":2}`, "{\r\n\"a\":2}"}, {`{"a":1,}`, `{"a":1}`},
		{`[1,2,2,[3]]`, `[2,1,[3],2]`}, {`{"parameters":[{"name":"a","in":"path"}]}`, `{"parameters":[{"name":"b"}]}`}, {`{"a"`, ``}, {"\ufeff{}", "{}"},
		{`[{"a":1},{"a":2}]`, `[{"a":2},{"b":{}},{"a":1}]`}, {`{"clientId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301"}`, `{"clientId":"<>"}`},
	} {
		f.Add([]byte(s[0]), []byte(s[1]))
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		all := func(data []byte) connector.Artifacts {
			x := &checks.File{Name: "x", Data: data}
			return connector.Artifacts{Swagger: x, Properties: x, Readme: x}
		}
		there, back := Compare(all(a), all(b)), Compare(all(b), all(a))
		if len(there.Differences) > maxDifferences {
			t.Errorf("%d differences", len(there.Differences))
		}
		if same := Compare(all(a), all(a)); len(same.Differences) != 0 {
			t.Errorf("differs from itself: %q", lines(same))
		}
		// A placeholder for a secret is no difference on one side only.
		scrubbed := strings.Contains(fmt.Sprint(lines(back), lines(there)), "looks like a secret")
		if got, want := mirrored(there), summed(back, false); !scrubbed && there.More == 0 && !slices.Equal(got, want) {
			t.Errorf("%q one way, %q the other", got, want)
		}
		if string(a) != string(b) && len(there.Differences) == 0 {
			t.Error("a difference was not told") // the readme's at least
		}
		for _, d := range there.Differences {
			for _, line := range Text(d) {
				if strings.ContainsAny(line, "\n\r") && !strings.ContainsAny(d.Place, "\n\r") {
					t.Errorf("%q is no line", line)
				}
			}
		}
	})
}
