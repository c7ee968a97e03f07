package jsontree

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTree(t *testing.T) {
	tree := Parse([]byte(`{"a": [1, true, null, "x\u00e9\n"], "b/c~d": {"e": -1.5e3}}`))
	if len(tree.Faults()) != 0 {
		t.Fatalf("faults: %v", tree.Faults())
	}
	root := tree.Root()
	if root.Len() != 2 || root.Get("a").Len() != 4 {
		t.Fatalf("lengths: %d, %d", root.Len(), root.Get("a").Len())
	}
	if got := root.Get("a").At(3).Text(); got != "xé\n" {
		t.Errorf("text %q", got)
	}
	e := root.Get("b/c~d").Get("e")
	if e.Text() != "-1.5e3" || e.Kind() != Number || e.Str() != "" {
		t.Errorf("number %q %v", e.Text(), e.Kind())
	}
	if e.Pointer() != "/b~1c~0d/e" || tree.Find(e.Pointer()) != e {
		t.Errorf("pointer %q", e.Pointer())
	}
	if root.Get("a").At(1).Pointer() != "/a/1" || !tree.Find("/a/1").True() {
		t.Errorf("pointer into a list")
	}
}

func TestNothingIsSafe(t *testing.T) {
	var n Node
	if n.Get("a").At(3).First().Next().Parent().OK() || n.Text() != "" || n.Key() != "" || n.Pointer() != "" ||
		n.Offset() != 0 || n.KeyOffset() != 0 || n.Len() != 0 || n.Index() != 0 || n.True() || n.Kind() != Missing {
		t.Error("the zero Node says something")
	}
	for range n.Children() {
		t.Error("the zero Node has children")
	}
	var none *Tree
	if none.Root().OK() {
		t.Error("no tree has a root")
	}
	tree := Parse([]byte(`{"a": [1]}`))
	for _, pointer := range []string{"a", "/b", "/a/1", "/a/x", "/a/-1", "/a/0/c"} {
		if tree.Find(pointer).OK() {
			t.Errorf("Find(%q) found something", pointer)
		}
	}
}

func TestFaults(t *testing.T) {
	tests := []struct {
		name, in string
		kinds    []FaultKind
		where    string            // line:column of the first fault
		holds    map[string]string // pointer → text that must be readable all the same
	}{
		{"byte order mark", "\ufeff{\"a\": \"1\"}", []FaultKind{BOM}, "1:1", map[string]string{"/a": "1"}},
		{"comments", "{ // one\n \"a\": /* two */ \"1\"}", []FaultKind{Comment, Comment}, "1:3", map[string]string{"/a": "1"}},
		{"trailing comma", `{"a": [1, 2,], "b": "2",}`, []FaultKind{ExtraComma, ExtraComma}, "1:12", map[string]string{"/b": "2"}},
		{"two commas", `[1,,2]`, []FaultKind{ExtraComma}, "1:4", map[string]string{"/1": "2"}},
		{"leading comma", `[,2]`, []FaultKind{ExtraComma}, "1:2", map[string]string{"/0": "2"}},
		{"missing comma", "{\"a\": \"1\"\n \"b\": \"2\"}", []FaultKind{Structure}, "2:2", map[string]string{"/a": "1", "/b": "2"}},
		{"missing comma in a list", `["1" "2"]`, []FaultKind{Structure}, "1:6", map[string]string{"/1": "2"}},
		{"duplicate", "{\"a\": 1,\r\n\"b\": 2,\r\n\"a\": 3}", []FaultKind{Duplicate}, "3:1", map[string]string{"/a": "3"}},
		{"duplicate by escape", `{"a": 1, "\u0061": 2}`, []FaultKind{Duplicate}, "1:10", map[string]string{"/a": "2"}},
		{"raw control character", "{\"a\": \"x\ty\"}", []FaultKind{Control}, "1:9", map[string]string{"/a": "x\ty"}},
		{"line break in a text", "{\"a\": \"x\ny\", \"b\": 1}", []FaultKind{Control}, "1:9", map[string]string{"/a": "x\ny", "/b": "1"}},
		{"forgotten quote", "{\"a\": \"x,\n  \"b\": \"2\"}", []FaultKind{Structure}, "1:7", map[string]string{"/a": "x", "/b": "2"}},
		{"forgotten quote at the end", "{\"a\": \"x\n}", []FaultKind{Structure}, "1:7", map[string]string{"/a": "x"}},
		{"data after the end", "{\"a\": 1}\n}", []FaultKind{Trailing}, "2:1", map[string]string{"/a": "1"}},
		{"truncated", `{"a": {"b": "2", "c": [1`, []FaultKind{Truncated}, "1:25", map[string]string{"/a/b": "2", "/a/c/0": "1"}},
		{"truncated text", `{"a": "b`, []FaultKind{Truncated}, "1:7", map[string]string{"/a": "b"}},
		{"truncated name", `{"a": 1, "b`, []FaultKind{Truncated}, "1:10", map[string]string{"/a": "1"}},
		{"not UTF-8", "{\"a\": \"\xff\xfe\", \"b\": 1}", []FaultKind{NotUTF8}, "1:8", map[string]string{"/b": "1"}},
		{"single quotes", `{'a': '1'}`, []FaultKind{SingleQuote, SingleQuote}, "1:2", map[string]string{"/a": "1"}},
		{"unquoted", `{a: b, "c": 1}`, []FaultKind{Structure, Structure}, "1:2", map[string]string{"/a": "b", "/c": "1"}},
		{"bad escape", `{"a": "\x"}`, []FaultKind{Form}, "1:8", map[string]string{"/a": `\x`}},
		{"short escape", `{"a": "\u12"}`, []FaultKind{Form}, "1:8", map[string]string{"/a": `\u12`}},
		{"number", `[01, +1, .5, 1., -]`, []FaultKind{Form, Form, Form, Form, Structure}, "1:2", map[string]string{"/0": "01"}},
		{"missing colon", `{"a" 1, "b" = 2}`, []FaultKind{Structure, Structure}, "1:6", map[string]string{"/a": "1", "/b": "2"}},
		{"missing value", `{"a": , "b": 2}`, []FaultKind{Structure}, "1:7", map[string]string{"/b": "2"}},
		{"missing ]", `{"a": [1, 2}`, []FaultKind{Structure}, "1:12", map[string]string{"/a/1": "2"}},
		{"missing }", `[{"a": {"b": 1 ], 2]`, []FaultKind{Structure, Structure, Trailing}, "1:16", map[string]string{"/0/a/b": "1"}},
		{"stray", `{"a": 1 ], "b": 2, {"c": 1}, "d": 4}`, []FaultKind{Structure, Structure}, "1:9", map[string]string{"/b": "2", "/d": "4"}},
		{"stray colon", `[1, : 2]`, []FaultKind{Structure}, "1:5", map[string]string{"/1": "2"}},
		{"invisible", "{\u00a0\"a\": 1}", []FaultKind{Form}, "1:2", map[string]string{"/a": "1"}},
		{"empty", " \n", []FaultKind{Truncated}, "2:1", nil},
		{"UTF-16", "\xff\xfe{\x00}\x00", []FaultKind{Structure}, "1:1", nil},
		{"no value", `}`, []FaultKind{Structure}, "1:1", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tree := Parse([]byte(tt.in))
			var kinds []FaultKind
			for _, f := range tree.Faults() {
				kinds = append(kinds, f.Kind)
			}
			if !reflect.DeepEqual(kinds, tt.kinds) {
				t.Fatalf("faults %v, want kinds %v", tree.Faults(), tt.kinds)
			}
			line, column := tree.Position(tree.Faults()[0].Offset)
			if where := fmt.Sprintf("%d:%d", line, column); where != tt.where {
				t.Errorf("at %s, want %s", where, tt.where)
			}
			for pointer, want := range tt.holds {
				if got := tree.Find(pointer); !got.OK() || got.Text() != want {
					t.Errorf("%s holds %q, want %q", pointer, got.Text(), want)
				}
			}
		})
	}
}

func TestDamaged(t *testing.T) {
	for in, want := range map[string]bool{
		`{"a": 1,}`: false, `{"a": 1, "a": 2}`: false, "\ufeff{}": false, `{} // x`: false,
		`{"a" 1}`: true, `{"a": 1`: true, `{}}`: true, ``: true,
	} {
		if got := Parse([]byte(in)).Damaged(); got != want {
			t.Errorf("%q: damaged %v, want %v", in, got, want)
		}
	}
}

func TestPosition(t *testing.T) {
	text := "ab\r\ncdé→x\rf\n\ng"
	tree := Parse([]byte(text))
	for needle, want := range map[string]string{"a": "1:1", "b": "1:2", "c": "2:1", "é": "2:3", "→": "2:4", "x": "2:5", "f": "3:1", "g": "5:1"} {
		line, column := tree.Position(strings.Index(text, needle))
		if got := fmt.Sprintf("%d:%d", line, column); got != want {
			t.Errorf("%s at %s, want %s", needle, got, want)
		}
	}
	for _, offset := range []int{-5, len(text), len(text) + 5} {
		if line, column := tree.Position(offset); line < 1 || column < 1 {
			t.Errorf("offset %d: %d:%d", offset, line, column)
		}
	}
}

func TestPositionInALongLine(t *testing.T) {
	text := strings.Repeat("é", 3000) + "!"
	if line, column := Parse([]byte(text)).Position(len(text) - 1); line != 1 || column != 3001 {
		t.Errorf("%d:%d, want 1:3001", line, column)
	}
	exact := strings.Repeat("x", markStep)
	if _, column := Parse([]byte(exact)).Position(markStep); column != markStep+1 {
		t.Errorf("column %d at the end, want %d", column, markStep+1)
	}
}

func TestLargeObject(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"twice": 0`)
	for i := range 500 {
		fmt.Fprintf(&b, `, "k%d": %d`, i, i)
	}
	b.WriteString(`, "twice": 1}`)
	tree := Parse([]byte(b.String()))
	if f := tree.Faults(); len(f) != 1 || f[0].Kind != Duplicate {
		t.Fatalf("faults %v", f)
	}
	if got := tree.Root().Get("k321").Text(); got != "321" {
		t.Errorf("k321 is %q", got)
	}
	if got := tree.Root().Get("twice").Text(); got != "1" {
		t.Errorf("of two members the last counts, got %q", got)
	}
	if tree.Root().Get("none").OK() {
		t.Error("found what is not there")
	}
}

func TestLimits(t *testing.T) {
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	tree := Parse([]byte(`{"a": ` + deep + `, "b": "2"}`))
	if f := tree.Faults(); len(f) != 1 || f[0].Kind != Limit {
		t.Fatalf("deep: %v", f)
	}
	if tree.Root().Get("b").Text() != "2" {
		t.Error("what follows the deep part is lost")
	}
	if Parse([]byte(strings.Repeat(`{"a":`, 100_000))).Root().Len() != 1 {
		t.Error("deep and truncated")
	}
	many := Parse([]byte("[" + strings.Repeat("1,", MaxNodes+10) + "1]"))
	if f := many.Faults(); len(f) != 1 || f[0].Kind != Limit || many.Root().Len() >= MaxNodes {
		t.Errorf("many: %v", f)
	}
	faulty := Parse([]byte("[" + strings.Repeat("x ", 1000) + "]"))
	if len(faulty.Faults()) != MaxFaults || faulty.Unlisted() == 0 {
		t.Errorf("%d faults listed, %d not", len(faulty.Faults()), faulty.Unlisted())
	}
}

func TestLargeList(t *testing.T) {
	tree := Parse([]byte("[0" + strings.Repeat(", 1", 40) + ", 2]"))
	if got := tree.Root().At(41).Text() + tree.Root().At(0).Text(); got != "20" || tree.Root().At(42).OK() {
		t.Errorf("last and first are %q", got)
	}
}

func TestLongNamesAreCutInPointers(t *testing.T) {
	tree := Parse([]byte(`{"` + strings.Repeat("é", 5000) + `": {"a": 1}}`))
	got := tree.Root().First().First().Pointer()
	if len(got) > maxStep+10 || !strings.HasSuffix(got, "é…/a") {
		t.Errorf("%d bytes, ends in %q", len(got), got[len(got)-10:])
	}
}

func TestBlank(t *testing.T) {
	if got := Parse([]byte("{ \"a b\" : // c\n 1 }")).Blank(); got != len("  ")+len(" // c\n ")+len(" ") {
		t.Errorf("blank %d", got)
	}
}

func TestQuote(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                  "`plain`",
		"a\nb\x1b[31m\u202e":     "`a\\nb\\u001b[31m\\u202e`",
		strings.Repeat("é", 100): "`" + strings.Repeat("é", 60) + "…`",
	} {
		if got := Quote(in); got != want {
			t.Errorf("Quote(%q) = %s, want %s", in, got, want)
		}
	}
}

// FuzzParse holds that no bytes panic, that positions and pointers are sound,
// and that what is valid JSON means the same as for encoding/json.
func FuzzParse(f *testing.F) {
	for _, s := range []string{`{"a": [1, "x\u00e9", null]}`, `{'a': b,}`, "\ufeff// c\n{\"a\": \"x\n\"}", `[[[{"a":`, `{"a" 1 "b"}`, `[{"a": 1], "\ud83d\ude00"]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tree := Parse(data)
		for _, fault := range tree.Faults() {
			if line, column := tree.Position(fault.Offset); line < 1 || column < 1 {
				t.Errorf("position %d:%d", line, column)
			}
		}
		walk(t, tree, tree.Root())
		if !utf8.Valid(data) || !json.Valid(data) {
			return
		}
		var want any
		if json.Unmarshal(data, &want) != nil || tree.limited() {
			return
		}
		if tree.Damaged() {
			t.Errorf("valid JSON is called damaged: %v", tree.Faults())
		}
		if got := tree.Root().plain(); !reflect.DeepEqual(got, want) {
			t.Errorf("read as %#v, want %#v", got, want)
		}
	})
}

func walk(t *testing.T, tree *Tree, n Node) {
	if !n.OK() {
		return
	}
	if n.Offset() < 0 || n.Offset() > len(tree.Text()) || n.KeyOffset() > n.Offset() {
		t.Errorf("offset %d, key %d", n.Offset(), n.KeyOffset())
	}
	if len(n.Key()) > maxStep {
		return // its pointer is cut
	}
	if found := tree.Find(n.Pointer()); found != n {
		t.Errorf("something else at its own pointer %q", n.Pointer())
	}
	for c := range n.Children() {
		if n.Kind() == Object && n.Get(c.Key()) != c {
			continue // of two members of one name only the last has a pointer
		}
		walk(t, tree, c)
	}
}

func (t *Tree) limited() bool {
	for _, f := range t.faults {
		if f.Kind == Limit {
			return true
		}
	}
	return false
}

// plain is the value as encoding/json would make it.
func (n Node) plain() any {
	switch n.Kind() {
	case Object:
		m := map[string]any{}
		for c := range n.Children() {
			m[c.Key()] = c.plain()
		}
		return m
	case Array:
		list := []any{}
		for c := range n.Children() {
			list = append(list, c.plain())
		}
		return list
	case String:
		return n.Text()
	case Bool:
		return n.True()
	case Number:
		var v float64
		_ = json.Unmarshal([]byte(n.Text()), &v)
		return v
	default:
		return nil
	}
}

func BenchmarkParse(b *testing.B) {
	var s strings.Builder
	s.WriteString("{\n  \"paths\": {")
	for i := range 3000 {
		if i > 0 {
			s.WriteString(",")
		}
		fmt.Fprintf(&s, "\n    \"/invoices/%d\": {\n      \"get\": {\n        \"operationId\": \"GetInvoice%d\",\n        \"summary\": \"Get an invoice\",\n        \"required\": true,\n        \"tags\": [\"a\", \"b\"],\n        \"description\": \"Returns one invoice of the customer that is given by its number.\"\n      }\n    }", i, i)
	}
	s.WriteString("\n  }\n}\n")
	data := []byte(s.String())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		Parse(data)
	}
}

func TestShownTexts(t *testing.T) {
	tree := Parse([]byte(`{"a": [1, "x\u0041"], "b": "tab	"}`))
	if got := tree.Root().Get("a").Source(); got != `[1, "x\u0041"]` {
		t.Errorf("the source of a list is %q", got)
	}
	if got := tree.Root().Get("a").At(1).Source(); got != `x\u0041` {
		t.Errorf("the source of a text is %q", got)
	}
	if got := (Node{}).Source(); got != "" {
		t.Errorf("the source of nothing is %q", got)
	}
	long := strings.Repeat("a", 300)
	if got := Quote("a\n\x1b"); got != "`a\\n\\u001b`" {
		t.Errorf("quoted %q", got)
	}
	if got := Plain("a\n" + long); got != `a\n`+strings.Repeat("a", 198)+"…" {
		t.Errorf("plain %q", got)
	}
}
