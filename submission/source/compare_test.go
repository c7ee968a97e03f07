package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/leaks"
	"github.com/certwiz/certwiz/checks/text"
)

const swaggerName = "apiDefinition.swagger.json"

func definition(text string) connector.Artifacts {
	return connector.Artifacts{Swagger: file(swaggerName, text)}
}

// lines writes differences as "kind pointer: there → here (note)".
func lines(d Diff) []string {
	var all []string
	for _, x := range d.Differences {
		line := fmt.Sprintf("%s %s: %s → %s", x.Kind, x.Pointer, x.There, x.Here)
		if x.Note != "" {
			line += " (" + x.Note + ")"
		}
		all = append(all, line)
	}
	if d.More > 0 {
		all = append(all, fmt.Sprintf("and %d more", d.More))
	}
	return all
}

func TestCompareJSON(t *testing.T) {
	long := strings.Repeat("word ", 100)
	for _, tt := range []struct {
		what, here, there string
		want              []string
	}{
		{"the same", `{"a":[1,{"b":null}]}`, `{"a":[1,{"b":null}]}`, nil},
		{"a value", `{"info":{"title":"Contoso"}}`, `{"info":{"title":"Fabrikam"}}`, []string{`changed /info/title: "Fabrikam" → "Contoso"`}},
		{"kinds", `{"a":{"x":1},"b":"1","c":null}`, `{"a":[1],"b":1,"c":false}`, []string{
			`changed /a: [1] → {"x":1}`, `changed /b: 1 → "1"`, `changed /c: false → null`}},
		{"a member here", `{"a":1,"b":{"c":[true,"x"]}}`, `{"a":1}`, []string{`only here /b:  → {"c":[true,"x"]} (an object with 1 member)`}},
		{"members there", `{"b":2}`, `{"a":[],"b":2,"c":""}`, []string{`only there /a: [] →  (a list with 0 elements)`, `only there /c: "" → `}},
		{"a renamed path", `{"paths":{"/b":{"get":{"x":1}}}}`, `{"paths":{"/a":{"get":{"x":1}}}}`, []string{
			`only here /paths/~1b:  → {"get":{"x":1}} (an object with 1 member)`, `only there /paths/~1a: {"get":{"x":1}} →  (an object with 1 member)`}},
		{"only the order of keys", `{"a":{"x":1,"y":2},"b":3}`, `{"b":3,"a":{"y":2,"x":1}}`, []string{`form only :  →  (spacing or the order of keys only)`}},
		{"order of keys and a value", `{"a":1,"b":2}`, `{"b":3,"a":1}`, []string{`changed /b: 3 → 2`}},
		{"escapes are form", `{"a":"\u0062"}`, `{"a":"b"}`, []string{`form only :  →  (spacing or the order of keys only)`}},
		{"a comment", "{\"a\":1} // one", `{"a":1}`, []string{`form only :  →  (spacing, the order of keys, commas or comments only)`}},
		{"line endings", "{\"a\":\r\n1}", "{\"a\":\n1}", []string{`form only :  →  (line endings only)`}},
		{"line endings and a value", "{\"a\":\r\n1}", "{\"a\":\n2}", []string{`changed /a: 2 → 1`}},
		{"a name twice", `{"a":1,"a":2,"b":{"c":1,"d":2,"c":3}}`, `{"a":2,"b":{"c":4,"d":2}}`, []string{`changed /b/c: 4 → 3`}},
		{"a name twice there only", `{"b":1}`, `{"a":1,"b":1,"a":2}`, []string{`only there /a: 2 → `}},
		{"only spaces", `{"a":"x y"}`, `{"a":"x\u00a0y "}`, []string{`changed /a: "x\u00a0y " → "x y" (only spaces differ)`}},
		{"only case", `{"a":"Contoso"}`, `{"a":"contoso"}`, []string{`changed /a: "contoso" → "Contoso" (only capital and small letters differ)`}},
		{"only written otherwise", `{"a":1.0,"b":1e2,"c":9007199254740993}`, `{"a":1,"b":100,"c":9007199254740992}`, []string{
			`changed /a: 1 → 1.0 (the same number)`, `changed /b: 100 → 1e2 (the same number)`, `changed /c: 9007199254740992 → 9007199254740993`}},
		{"far into a text", `{"a":"` + long + `here"}`, `{"a":"` + long + `there"}`, []string{
			`changed /a: "…` + strings.Repeat("word ", 8) + `there" → "…` + strings.Repeat("word ", 8) + `here"`}},
		{"not JSON", "{\n\"a\": 1\n\"b\": 2}", "{\n\"a\": 1,\n\"b\": 2}", []string{`changed : "\"a\": 1," → "\"a\": 1" (not valid JSON, compared by lines; line 2 differs)`}},
		{"empty", ``, `{}`, []string{`changed : "{}" → "" (not valid JSON, compared by lines; line 1 differs)`}},
		{"more than one value", `{"a":1}{}`, `{"a":1}`, []string{`changed : "{\"a\":1}" → "{\"a\":1}{}" (not valid JSON, compared by lines; line 1 differs)`}},

		{"a parameter more", `{"parameters":[{"name":"a","in":"query"},{"name":"c","in":"query"},{"name":"b","in":"query"}]}`,
			`{"parameters":[{"name":"a","in":"query"},{"name":"b","in":"query"}]}`,
			[]string{`only here /parameters/1:  → {"name":"c","in":"query"} (an object with 2 members)`}},
		{"a parameter changed behind an added one", `{"parameters":[{"$ref":"#/parameters/v"},{"name":"a","in":"path"},{"name":"b","in":"query","x":1}]}`,
			`{"parameters":[{"name":"a","in":"path"},{"name":"b","in":"query","x":2}]}`,
			[]string{`only here /parameters/0:  → {"$ref":"#/parameters/v"} (an object with 1 member)`, `changed /parameters/2/x: 2 → 1`}},
		{"the same name in another place", `{"parameters":[{"name":"a","in":"query"},{"name":"a","in":"header","x":1}]}`, `{"parameters":[{"name":"a","in":"header"},{"name":"a","in":"query"}]}`,
			[]string{`only here /parameters/1/x:  → 1`, `changed /parameters: ["a in header","a in query"] → ["a in query","a in header"] (another order)`}},
		{"metadata", `{"x-ms-connector-metadata":[{"propertyName":"Website","propertyValue":"https://contoso.example"},{"propertyName":"Categories","propertyValue":"AI"}]}`,
			`{"x-ms-connector-metadata":[{"propertyName":"Website","propertyValue":"https://fabrikam.example"}]}`,
			[]string{`changed /x-ms-connector-metadata/0/propertyValue: "https://fabrikam.example" → "https://contoso.example"`,
				`only here /x-ms-connector-metadata/1:  → {"propertyName":"Categories","propertyValue":"AI"} (an object with 2 members)`}},
		{"enum", `{"enum":["a","b","c","d"]}`, `{"enum":["a","x","c"]}`, []string{`changed /enum/1: "x" → "b"`, `only here /enum/3:  → "d"`}},
		{"enum, one in front", `{"enum":["z","a","b"]}`, `{"enum":["a","b"]}`, []string{`only here /enum/0:  → "z"`}},
		{"enum, order", `{"enum":["b","a","c"]}`, `{"enum":["a","b","c"]}`, []string{`changed /enum: ["a","b","c"] → ["b","a","c"] (another order)`}},
		{"values of kinds", `{"enum":["1",1,true]}`, `{"enum":[1,"true"]}`, []string{`only here /enum/0:  → "1"`, `only here /enum/2:  → true`, `only there /enum/1: "true" → `}},
		{"a value twice", `{"l":[1,2,1,2]}`, `{"l":[1,2]}`, []string{`only here /l/0:  → 1`, `only here /l/1:  → 2`}},
		{"lists without names", `{"allOf":[{"a":1,"b":2},{"n":0},{"c":3,"d":4}]}`, `{"allOf":[{"a":1,"b":9},{"c":3,"d":4}]}`,
			[]string{`changed /allOf/0/b: 9 → 2`, `only here /allOf/1:  → {"n":0} (an object with 1 member)`}},
		{"lists without names, one more", `{"allOf":[{"n":0},{"a":1,"b":2}]}`, `{"allOf":[{"a":1,"b":2}]}`,
			[]string{`only here /allOf/0:  → {"n":0} (an object with 1 member)`}},
		{"a text that looks like a number", `{"l":[[],1]}`, `{"l":[[],"1"]}`, []string{`changed /l/1: "1" → 1`}},
		{"lists in lists", `[[1,2],[3,4]]`, `[[0],[1,2],[3,4]]`, []string{`only there /0: [0] →  (a list with 1 element)`}},
	} {
		if got := lines(Compare(definition(tt.here), definition(tt.there))); !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n got %s\nwant %s", tt.what, strings.Join(got, "\n     "), strings.Join(tt.want, "\n     "))
		}
	}
}

func TestCompareTexts(t *testing.T) {
	for _, tt := range []struct{ what, here, there, want string }{
		{"the same", "a\nb\n", "a\nb\n", ""},
		{"line endings", "a\r\nb", "a\nb", `form only :  →  (line endings only)`},
		{"the end", "a\nb\n\n", "a\nb", `form only :  →  (line breaks at the end only)`},
		{"a mark", "\ufeffa\n", "a\n", `form only :  →  (a byte order mark only)`},
		{"one line", "a\nb\nc\n", "a\nx\nc\n", `changed : "x" → "b" (line 2 differs)`},
		{"a line more", "a\nb\nc\n", "a\nc\n", `changed : "c" → "b" (line 2 differs)`},
		{"lines at the end", "a\n", "a\n\nb\n", `changed : "" →  (2 lines differ, the first is line 2)`},
		{"many", "a\nb\nc\nd", "x\ny\nc", `changed : "x" → "a" (3 lines differ, the first is line 1)`},
		{"order", "a\nb\n", "b\na\n", `changed : "b" → "a" (the lines stand in another order from line 1 on)`},
		{"spaces", "a  \nb", "a\nb", `changed : "a" → "a  " (line 1 differs; only spaces differ)`},
		{"no text", "\xff\x00", "a", `changed : "a" → "\ufffd\u0000" (line 1 differs)`},
		{"nothing", "", "a\n", `changed : "a" → "" (line 1 differs)`},
	} {
		a, b := connector.Artifacts{Readme: file("readme.md", tt.here)}, connector.Artifacts{Readme: file("README.md", tt.there)}
		if got := strings.Join(lines(Compare(a, b)), "|"); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.what, got, tt.want)
		}
	}
}

func TestCompareFiles(t *testing.T) {
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	here := connector.Artifacts{
		Swagger: file(swaggerName, "{}"), Properties: &checks.File{Name: "apiProperties.json", Err: "is 5 MB, 4 MB allowed"},
		Script: file("script.csx", "x"), Icon: file("icon.png", picture.String()),
	}
	there := connector.Artifacts{
		Swagger: file(swaggerName, "{ }"), Properties: file("apiProperties.json", "{}"),
		Readme: file("readme.md", strings.Repeat("x", 1500)), Icon: file("icon.png", "no picture"),
		Intro: &checks.File{Name: "intro.md", Err: "is a link, which is not followed"},
	}
	want := []string{
		`form only :  →  (spacing or the order of keys only)`,
		`not compared :  → is 5 MB, 4 MB allowed (it can't be read whole)`,
		`only here :  → 1 B`,
		`only there : 1.5 kB → `,
		fmt.Sprintf(`changed : 10 B → 3 × 2 pixels, %d B (another picture)`, picture.Len()),
		`only there : a file that is a link, which is not followed → `,
	}
	if got := lines(Compare(here, there)); !slices.Equal(got, want) {
		t.Errorf("got %s", strings.Join(got, "\n    "))
	}
	if Compare(here, there).Same() || Compare(here, here).Same() { // what can't be read is not the same
		t.Error("Same")
	}
	crlf := Compare(connector.Artifacts{Readme: file("readme.md", "a\r\n")}, connector.Artifacts{Readme: file("readme.md", "a\n")})
	if len(crlf.Differences) != 1 || !crlf.Same() {
		t.Errorf("line endings: %+v", crlf)
	}
}

// TestCompareWithCommit holds that what goes to Microsoft outside the
// repository need not be in it, and that what is in it counts.
func TestCompareWithCommit(t *testing.T) {
	working := connector.Artifacts{Readme: file("readme.md", "a\r\n"), Icon: file("icon.png", "1"), Intro: file("intro.md", "1")}
	if d := CompareWithCommit(working, connector.Artifacts{Readme: file("readme.md", "a\n")}); len(d.Differences) != 0 || d.More != 0 {
		t.Errorf("%+v", d)
	}
	if d := CompareWithCommit(connector.Artifacts{}, connector.Artifacts{Icon: working.Icon, Intro: working.Intro}); len(d.Differences) != 2 {
		t.Errorf("%+v", d)
	}
}

func TestFirst(t *testing.T) {
	member := func(n int, value string) string {
		var b strings.Builder
		b.WriteString("{")
		for i := range n {
			fmt.Fprintf(&b, `"k%d":%s,`, i, value)
		}
		return b.String() + `"end":1}`
	}
	a := connector.Artifacts{Swagger: file(swaggerName, member(500, "1")), Properties: file("apiProperties.json", member(3, "1")), Icon: file("icon.png", "1")}
	b := connector.Artifacts{Swagger: file(swaggerName, member(500, "2")), Properties: file("apiProperties.json", member(3, "2")), Icon: file("icon.png", "2")}
	all := Compare(a, b)
	if len(all.Differences) != 200 || all.More != 304 || all.Differences[195].Pointer != "/k195" || all.Differences[199].File != "icon.png" {
		t.Errorf("%d and %d more", len(all.Differences), all.More)
	}
	first := all.First(6)
	var at []string
	for _, d := range first.Differences {
		at = append(at, d.File+d.Pointer)
	}
	if got := strings.Join(at, " "); got != swaggerName+"/k0 "+swaggerName+"/k1 "+swaggerName+"/k2 apiProperties.json/k0 apiProperties.json/k1 icon.png" &&
		got != swaggerName+"/k0 "+swaggerName+"/k1 apiProperties.json/k0 apiProperties.json/k1 apiProperties.json/k2 icon.png" || first.More != 498 {
		t.Errorf("%s and %d more", at, first.More)
	}
	if none := all.First(0); len(none.Differences) != 0 || none.More != 504 {
		t.Errorf("%+v", none)
	}
	if none := (Diff{}).First(3); len(none.Differences) != 0 || none.More != 0 {
		t.Errorf("%+v", none)
	}
}

// The secrets here are made up on the spot and open nothing.
const (
	madeUpID     = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
	madeUpSecret = "k7Qp2Xv9Lm4Rt8Zs1Wd6" //nolint:gosec // made up
)

// settings is an apiProperties.json with these values in it.
func settings(id, secret, header string) connector.Artifacts {
	text := fmt.Sprintf(`{"properties":{"connectionParameters":{"token":{"type":"oauthSetting","oAuthSettings":{"clientId":%q,"clientSecret":%q}}},
"policyTemplateInstances":[{"templateId":"setheader","title":"key","parameters":{"x-ms-apimTemplateParameter.name":"x-api-key","x-ms-apimTemplateParameter.value":%q}}]}}`, id, secret, header)
	return connector.Artifacts{Properties: file("apiProperties.json", text)}
}

func TestPlaceholdersAreNoDifference(t *testing.T) {
	const dummy = "[[DUMMY]]"
	for _, tt := range []struct {
		what        string
		here, there connector.Artifacts
		n           int
	}{
		{"all", settings(madeUpID, "hunter2-not-random", madeUpSecret), settings(dummy, dummy, dummy), 0},
		{"an ID of zeros", settings(madeUpID, dummy, dummy), settings("00000000-0000-0000-0000-000000000000", dummy, dummy), 0},
		{"two real IDs", settings(madeUpID, dummy, dummy), settings("9b2c11d7-0f7e-4ab0-8d4c-51c1e7a6f0b3", dummy, dummy), 1},
		{"a secret in the repository", settings(dummy, dummy, dummy), settings(madeUpID, dummy, madeUpSecret), 2},
		{"two placeholders", settings("<client id>", dummy, dummy), settings(dummy, dummy, dummy), 1},
		{"a placeholder and another difference", settings(madeUpID, dummy, "v1"), settings(dummy, dummy, "v2"), 1},
		{"a default", definition(`{"parameters":{"k":{"name":"api_key","default":"` + madeUpSecret + `"}}}`), definition(`{"parameters":{"k":{"name":"api_key","default":"[[DUMMY]]"}}}`), 0},
		{"no secret", definition(`{"host":"a1b2-c3d4.e5f6-g7h8.contoso.com"}`), definition(`{"host":"your.example.com"}`), 1},
		{"a token in a text", definition(`{"a":"Send AKIAQX7RT2MWPLKZ5VBN now"}`), definition(`{"a":"Send [[DUMMY]] now"}`), 0},
		{"a token in a text that is another", definition(`{"a":"Send AKIAQX7RT2MWPLKZ5VBN now"}`), definition(`{"a":"Do not send [[DUMMY]] now"}`), 1},
		{"a number", settings(madeUpID, dummy, dummy), connector.Artifacts{Properties: file("apiProperties.json", strings.Replace(string(settings("1", dummy, dummy).Properties.Data), `"1"`, `0`, 1))}, 1},
	} {
		if got := Compare(tt.here, tt.there); len(got.Differences) != tt.n {
			t.Errorf("%s: %s", tt.what, strings.Join(lines(got), "\n"))
		}
	}
	known := map[string]bool{}
	for _, r := range leaks.Rules() {
		known[r.ID] = true
	}
	for _, rules := range []map[string]bool{wholeSecrets, partSecrets} {
		for id := range rules {
			if !known[id] {
				t.Errorf("there is no rule %s", id)
			}
		}
	}
}

// TestNoSecretIsShown holds that what looks like a secret is in no difference,
// wherever it stands.
func TestNoSecretIsShown(t *testing.T) {
	const token = "AKIAQX7RT2MWPLKZ5VBN"
	key := "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAx1Yq3Zs8u2Jq\nQ0Jw9vTq3Zs8u2Jqx1Yq3Zs8u2Jq\n-----END RSA PRIVATE KEY-----\n"
	script := func(s string) connector.Artifacts { return connector.Artifacts{Script: file("script.csx", s)} }
	secret := []string{token, madeUpID, madeUpSecret, "hunter2-not-random", "Q0Jw9vTq3Zs8u2Jq", "wilhelmina.oates@vandelay-imports.zz"}
	for what, pair := range map[string][2]connector.Artifacts{
		"changed":          {settings(madeUpID, "hunter2-not-random", madeUpSecret), settings("x", "y-other-secret", "z")},
		"only here":        {settings(madeUpID, "hunter2-not-random", madeUpSecret), {Properties: file("apiProperties.json", "{}")}},
		"another kind":     {settings(madeUpID, "hunter2-not-random", madeUpSecret), {Properties: file("apiProperties.json", `{"properties":[]}`)}},
		"in a subtree":     {definition(`{"a":{"b":"` + token + `"},"p":{"name":"api_key","default":"` + madeUpSecret + `"}}`), definition(`{}`)},
		"in a list":        {definition(`{"a":["x","` + token + `"]}`), definition(`{"a":["` + token + `","x"]}`)},
		"in an example":    {definition(`{"a":{"example":"wilhelmina.oates@vandelay-imports.zz"}}`), definition(`{"a":{"example":"x"}}`)},
		"in a long text":   {definition(`{"a":"` + strings.Repeat("word ", 60) + token + `"}`), definition(`{"a":"` + strings.Repeat("word ", 60) + `"}`)},
		"in a script":      {script("a\nvar k = \"" + token + "\";\n"), script("a\nvar k = \"\";\n")},
		"in a key":         {script(key), script(strings.Replace(key, "Q0Jw", "Q1Jw", 1))},
		"in broken JSON":   {definition("{\"a\" 1,\n\"clientSecret\": \"hunter2-not-random\"}"), definition("{\"a\" 1,\n\"clientSecret\": \"\"}")},
		"in broken JSON 2": {definition("{\"a\" 1,\n\"api_key\": \"hunter2-not-random\"}"), definition("{\"a\" 1,\n\"api_key\": \"\"}")},
	} {
		for _, d := range []Diff{Compare(pair[0], pair[1]), Compare(pair[1], pair[0])} {
			if len(d.Differences) == 0 {
				t.Errorf("%s: no difference", what)
			}
			for _, s := range secret {
				if out := fmt.Sprintf("%+v", d); strings.Contains(out, s) {
					t.Errorf("%s: %s is in %s", what, s, out)
				}
			}
		}
	}
	var many strings.Builder
	for i := range 300 {
		fmt.Fprintf(&many, `"k%d":"AKIAQX7RT2MWPLKZ5%03d",`, i, i)
	}
	d := Compare(definition(`{"a":{`+strings.TrimSuffix(many.String(), ",")+`},"b":"AKIAQX7RT2MWPLKZ5VBN"}`), definition(`{"a":{}}`))
	if out := fmt.Sprintf("%+v", d); strings.Contains(out, "AKIAQX7") {
		t.Errorf("one of many secrets is shown: %s", out)
	}
}

func TestText(t *testing.T) {
	here := connector.Artifacts{
		Swagger:    file(swaggerName, `{"paths":{"/invoices":{"get":{"parameters":[{"name":"customerId","in":"query","x-ms-summary":"Customer"},{"name":"page","in":"query"}]}}},"info":{"title":"a "}}`),
		Properties: &checks.File{Name: "apiProperties.json", Err: "is 5 MB, 4 MB allowed"},
		Readme:     file("readme.md", "a\nb\n"), Script: file("script.csx", "x\r\n"),
	}
	there := connector.Artifacts{
		Swagger:    file(swaggerName, `{"paths":{"/invoices":{"get":{"parameters":[{"name":"customerId","in":"query","x-ms-summary":"Client"}]}}},"info":{"title":"a"}}`),
		Properties: file("apiProperties.json", "{}"),
		Readme:     file("readme.md", "a\nc\n"), Script: file("script.csx", "x\n"),
	}
	want := `apiDefinition.swagger.json: GET /invoices, parameter 1 (customerId), x-ms-summary
- "Client"
+ "Customer"
apiDefinition.swagger.json: GET /invoices, parameter 2 (page) (an object with 2 members)
+ {"name":"page","in":"query"}
apiDefinition.swagger.json: info, title (only spaces differ)
- "a"
+ "a "
apiProperties.json: not compared, it can't be read whole
+ is 5 MB, 4 MB allowed
script.csx: line endings only
readme.md: line 2 differs
- "c"
+ "b"`
	var got []string
	for _, d := range Compare(here, there).Differences {
		got = append(got, Text(d)...)
	}
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	data, err := json.Marshal(Compare(here, there).Differences[0])
	if want := `{"file":"apiDefinition.swagger.json","pointer":"/paths/~1invoices/get/parameters/0/x-ms-summary","place":"GET /invoices, parameter 1 (customerId), x-ms-summary","kind":"changed","here":"\"Customer\"","there":"\"Client\""}`; err != nil || string(data) != want {
		t.Errorf("%s, %v", data, err)
	}
}

func TestShorten(t *testing.T) {
	for _, tt := range []struct {
		s    string
		most int
		want string
	}{{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"äöü", 3, "äöü"}, {"äöüß", 3, "äö…"}, {"", 3, ""}} {
		if got := text.Cut(tt.s, tt.most); got != tt.want {
			t.Errorf("text.Cut(%q, %d) = %q", tt.s, tt.most, got)
		}
	}
	d := Compare(definition(`{"a":"`+strings.Repeat("ä", 1000)+`","b":{"`+strings.Repeat("k", 500)+`":1},"`+strings.Repeat("n", 9000)+`":1}`), definition(`{"a":""}`))
	for _, x := range d.Differences {
		if utf8.RuneCountInString(x.Here) > maxShown || utf8.RuneCountInString(x.Place) > maxPlace || len(x.Pointer) > maxPointer+4 {
			t.Errorf("%s: too long", text.Cut(x.Pointer, 20))
		}
	}
	if !strings.HasSuffix(d.Differences[0].Here, "ä…") {
		t.Errorf("%s", d.Differences[0].Here)
	}
}
