package source

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
)

func file(name, text string) *checks.File {
	return &checks.File{Name: name, Data: []byte(text)}
}

func TestDifferencesInJSON(t *testing.T) {
	const name = "apiDefinition.swagger.json"
	many := func(value string) string {
		var items []string
		for i := range 25 {
			items = append(items, fmt.Sprintf(`"k%02d":%s`, i, value))
		}
		return "{" + strings.Join(items, ",") + "}"
	}
	for _, tt := range []struct {
		what, a, b string
		want       []string
	}{
		{"same", `{"a":1}`, `{"a":1}`, nil},
		{"line endings", "{\r\n\"a\":1\r\n}\r\n", "{\n\"a\":1\n}\n", nil},
		{"old Mac line endings", "{\r\"a\":1\r}", "{\n\"a\":1\n}", nil},
		{"one value", `{"info":{"description":"a","title":"t"}}`, `{"info":{"description":"b","title":"t"}}`, []string{"/info/description"}},
		{"added and removed", `{"a":1,"b":2}`, `{"b":2,"c":3}`, []string{"/a", "/c"}},
		{"null is not missing", `{"a":null}`, `{}`, []string{"/a"}},
		{"kinds", `{"a":[1],"b":{"x":1},"c":"1","d":true}`, `{"a":{"0":1},"b":[1],"c":1,"d":null}`, []string{"/a", "/b", "/c", "/d"}},
		{"lists", `{"a":[1,2,3]}`, `{"a":[1,9]}`, []string{"/a/1", "/a/2"}},
		{"numbers as written", `{"a":1.0}`, `{"a":1}`, []string{"/a"}},
		{"escapes", `{"paths":{"/a/{b~}":{"x":1}}}`, `{"paths":{"/a/{b~}":{"x":2}}}`, []string{"/paths/~1a~1{b~0}/x"}},
		{"the top", `[]`, `{}`, []string{"the whole file"}},
		{"layout", `{"a":1, "b":2}`, `{"b":2,"a":1}`, []string{"spacing or the order of keys only"}},
		{"mark at the beginning", "\ufeff{}", `{}`, []string{"spacing or the order of keys only"}},
		{"a comma too many", `{"a":1,}`, `{"a":1}`, []string{"spacing, the order of keys, commas or comments only"}},
		{"not JSON", `{"a" 1}`, `{"a":1}`, []string{""}},
		{"more after the end", `{"a":1}{}`, `{"a":1}`, []string{""}},
		{"a long pointer", `{"` + strings.Repeat("k", 400) + `":1}`, `{}`, []string{"/" + strings.Repeat("k", 298) + "…"}},
	} {
		got := Differences(connector.Artifacts{Swagger: file(name, tt.a)}, connector.Artifacts{Swagger: file("APIDEFINITION.swagger.json", tt.b)})
		var want []string
		for _, w := range tt.want {
			want = append(want, strings.TrimSpace(name+"  "+w))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", tt.what, got, want)
		}
	}
	got := Differences(connector.Artifacts{Swagger: file(name, many("1"))}, connector.Artifacts{Swagger: file(name, many("2"))})
	if len(got) != 21 || got[19] != name+"  /k19" || got[20] != "and 5 more" {
		t.Errorf("many: %q", got)
	}
}

func TestDifferencesOfFiles(t *testing.T) {
	full := connector.Artifacts{
		Swagger: file("apiDefinition.swagger.json", "{}"), Properties: file("apiProperties.json", "{}"), Script: file("script.csx", "a\r\n"),
		Readme: file("readme.md", "a\n"), Intro: file("intro.md", "a"), Icon: file("icon.png", "\r\n"),
	}
	if got := Differences(full, full); got != nil {
		t.Errorf("the same: %q", got)
	}
	other := connector.Artifacts{
		Swagger: file("apiDefinition.swagger.json", "{}"), Properties: &checks.File{Name: "apiProperties.json", Err: "is 5 MB, 4 MB allowed"},
		Script: file("Script.csx", "a\n"), Readme: file("README.md", "b\n"), Intro: file("intro.md", "b"), Icon: file("icon.png", "\n"),
	}
	want := []string{"apiProperties.json  not compared: the one in the commit is 5 MB, 4 MB allowed", "readme.md", "icon.png", "intro.md"}
	if got := Differences(full, other); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	want = []string{"apiProperties.json  not compared: the one in your folder is 5 MB, 4 MB allowed", "readme.md  not in the commit"}
	if got := Differences(connector.Artifacts{Swagger: full.Swagger, Properties: other.Properties, Readme: full.Readme, Intro: full.Intro, Icon: full.Icon},
		connector.Artifacts{Swagger: full.Swagger, Properties: full.Properties}); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	want = []string{"apiDefinition.swagger.json  not in your folder", "icon.png  not in your folder"}
	if got := Differences(connector.Artifacts{}, connector.Artifacts{Swagger: full.Swagger, Icon: full.Icon}); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
