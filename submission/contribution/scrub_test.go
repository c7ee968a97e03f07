package contribution

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/leaks"
)

// TestScrub holds that only the value's bytes change, each case in one file.
func TestScrub(t *testing.T) {
	sign := strings.Repeat("aB3", 12)
	tests := []struct {
		name     string
		settings bool
		in, out  string
		what     []string
	}{
		{"nothing", false, `{"a": "b"}`, `{"a": "b"}`, nil},
		{"a default", false, `{"parameters": {"k": {"name": "api_key", "default": "` + apiKey + `"}}}`, `{"parameters": {"k": {"name": "api_key", "default": "[[DUMMY]]"}}}`, []string{"a secret: `k7Qp…` (20 characters) → [[DUMMY]]"}},
		{"part of a description", false, `{"description": "Send ` + aws + `, then wait."}`, `{"description": "Send [[DUMMY]], then wait."}`, []string{"an AWS access key: `AKIA…` (20 characters) → [[DUMMY]]"}},
		{"in an address", false, `{"example": "https://x.contoso.example/?api_key=` + apiKey + `&v=1"}`, `{"example": "https://x.contoso.example/?api_key=[[DUMMY]]&v=1"}`, []string{"a secret in a web address: `k7Qp…` (20 characters) → [[DUMMY]]"}},
		{"before a host", false, `{"example": "https://anna:hT6-qPw2@files.contoso.example"}`, `{"example": "https://anna:DUMMY@files.contoso.example"}`, []string{"a password in a web address: 8 characters → DUMMY"}},
		{"a signature", false, `{"a": "https://x.contoso.example/?sig=` + sign + `&se=1"}`, `{"a": "https://x.contoso.example/?sig=[[DUMMY]]&se=1"}`, []string{"a shared access signature: `aB3a…` (36 characters) → [[DUMMY]]"}},
		{"all lines of a key", false, `{"a": "x ` + pem + ` y"}`, `{"a": "x [[DUMMY]] y"}`, []string{"a private key: `----…` (115 characters) → [[DUMMY]]"}},
		{"bytes around it", false, "\ufeff{\r\n\t\"a\" :\t\"\\u00e9 " + aws + "\\n\", 'b': 1.0e5,\r\n}\r\n", "\ufeff{\r\n\t\"a\" :\t\"\\u00e9 [[DUMMY]]\\n\", 'b': 1.0e5,\r\n}\r\n", []string{"an AWS access key: `AKIA…` (20 characters) → [[DUMMY]]"}},
		{"written with escapes", false, `{"a": "\u0041KIA` + aws[4:] + `"}`, `{"a": "[[DUMMY]]"}`, []string{"an AWS access key: `AKIA…` (20 characters) → [[DUMMY]]"}},
		{"two rules at once", false, `{"parameters": {"k": {"name": "api_key", "default": "` + aws + `"}}}`, `{"parameters": {"k": {"name": "api_key", "default": "[[DUMMY]]"}}}`, []string{"an AWS access key: `AKIA…` (20 characters) → [[DUMMY]]"}},
		{"the same elsewhere", false, `{"parameters": {"k": {"name": "api_key", "default": "` + apiKey + `"}}, "info": {"description": "Such as ` + apiKey + `."}}`,
			`{"parameters": {"k": {"name": "api_key", "default": "[[DUMMY]]"}}, "info": {"description": "Such as [[DUMMY]]."}}`,
			[]string{"a secret: `k7Qp…` (20 characters) → [[DUMMY]]", "a secret that was found elsewhere: `k7Qp…` (20 characters) → [[DUMMY]]"}},
		{"a client ID", true, `{"properties": {"connectionParameters": {"token": {"oAuthSettings": {"clientId": "` + guid + `", "clientSecret": "abc"}}}}}`,
			`{"properties": {"connectionParameters": {"token": {"oAuthSettings": {"clientId": "[[DUMMY]]", "clientSecret": "[[DUMMY]]"}}}}}`,
			[]string{"a real client ID: `3f25…` (36 characters) → [[DUMMY]]", "a client secret: 3 characters → [[DUMMY]]"}},
		{"a client ID in a definition", false, `{"parameters": {"id": {"name": "client_id", "default": "` + guid + `"}}}`, `{"parameters": {"id": {"name": "client_id", "default": "[[DUMMY]]"}}}`, []string{"a real client ID: `3f25…` (36 characters) → [[DUMMY]]"}},
		{"a policy's header", true, `{"policyTemplateInstances": [{"parameters": {"x-ms-apimTemplateParameter.name": "Authorization", "x-ms-apimTemplateParameter.value": "Bearer ` + apiKey + `"}}]}`,
			`{"policyTemplateInstances": [{"parameters": {"x-ms-apimTemplateParameter.name": "Authorization", "x-ms-apimTemplateParameter.value": "Bearer [[DUMMY]]"}}]}`, []string{"a secret: `k7Qp…` (20 characters) → [[DUMMY]]"}},
		{"placeholders stay", true, `{"oAuthSettings": {"clientId": "<<your client ID>>", "clientSecret": ""}}`, `{"oAuthSettings": {"clientId": "<<your client ID>>", "clientSecret": ""}}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, name := folder(tt.in, "", readme), swaggerName
			if tt.settings {
				a, name = folder("", tt.in, readme), propertiesName
			}
			c := Plan(input(a, false))
			if c.Blocked {
				t.Fatalf("blocked: %q", c.Blocking)
			}
			if got := string(file(t, c, name).Data); got != tt.out {
				t.Errorf("got  %q\nwant %q", got, tt.out)
			}
			var what []string
			for _, s := range c.Scrubbed {
				what = append(what, fmt.Sprintf("%s: %s → %s", s.What, s.Before, s.After))
			}
			if !slices.Equal(what, tt.what) {
				t.Errorf("got  %q\nwant %q", what, tt.what)
			}
		})
	}
}

func TestScrubSaysWhere(t *testing.T) {
	c := Plan(input(folder("{\n \"a\": {\"example\": \"x "+aws+"\"}}", settings, readme), false))
	want := Scrub{File: "apiDefinition.swagger.json", Pointer: "/a/example", Line: 2, What: "an AWS access key", Before: "`AKIA…` (20 characters)", After: "[[DUMMY]]"}
	if len(c.Scrubbed) != 1 || c.Scrubbed[0] != want {
		t.Errorf("%+v", c.Scrubbed)
	}
}

// TestBlocked holds that what can't be cleaned does not go out, and says why.
func TestBlocked(t *testing.T) {
	tests := []struct {
		name string
		a    connector.Artifacts
		held string // the file that is held
		why  string
	}{
		{"a token in prose", folder(definition, settings, readme+"\nSend "+aws), readmeName, "README.md:5 holds what looks like an AWS access key"},
		{"a password in prose", folder(definition, settings, "https://anna:hT6-qPw2@files.contoso.example"), readmeName, "README.md:1 holds what looks like a password in a web address"},
		{"a secret of the definition in prose", folder(with(`"x-a": {"example": {"token": "`+apiKey+`"}}`), settings, "# A\n"+apiKey), readmeName, "README.md:2 holds what looks like a secret that was found elsewhere"},
		{"no JSON", folder("{\n \"a\": "+apiKey+"}", settings, readme), swaggerName, "apiDefinition.swagger.json:2: this is not JSON"},
		{"cut off", folder(definition, `{"a": {`, readme), propertiesName, "apiProperties.json:1: this is not JSON"},
		{"in a name", folder(with(`"`+aws+`": 1`), settings, readme), swaggerName, "in a name or a comment"},
		{"in a comment", folder("// "+aws+"\n"+definition, settings, readme), swaggerName, "apiDefinition.swagger.json:1 holds a secret in a name or a comment"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := Plan(input(tt.a, false))
			if !c.Blocked || !holdsLine(c.Blocking, tt.why) || c.Problems[0] != c.Blocking[0] {
				t.Errorf("%q, want %q", c.Problems, tt.why)
			}
			for _, f := range c.Files {
				if f.Name == tt.held {
					t.Errorf("%s goes out", f.Name)
				}
			}
			if len(c.LeftOut) != 1 || strings.Contains(shown(c), aws) || strings.Contains(shown(c), apiKey) {
				t.Errorf("%s", shown(c))
			}
		})
	}
	script := folder(definition, settings, readme)
	script.Script = &checks.File{Name: "script.csx", Data: []byte("\nvar key = \"" + aws + "\";")}
	if c := Plan(input(script, false)); !c.Blocked || !holdsLine(c.Blocking, "script.csx:2 holds") {
		t.Errorf("%q", c.Blocking)
	}
}

// TestDoubts holds that what may be meant as it is stays, and is told.
func TestDoubts(t *testing.T) {
	text := with(`"x-a": {"example": {"mail": "w.oates@gmail.com", "mobilePhone": "+999 31 920 47 63", "at": "http://10.20.1.7/a"}}`)
	c := Plan(input(folder(text, settings, readme), false))
	if string(file(t, c, swaggerName).Data) != text || c.Blocked || len(c.Scrubbed) != 0 {
		t.Errorf("%+v", c)
	}
	for _, what := range []string{"a person: `w.oa…`", "a phone number in use: `+999…`", "a private machine: 9 characters"} {
		if !holdsLine(c.Doubts, what) {
			t.Errorf("%q does not say %q", c.Doubts, what)
		}
	}
}

// TestClientIDElsewhere holds that a client ID is replaced where it is one, and
// told where it may be needed.
func TestClientIDElsewhere(t *testing.T) {
	text := `{"properties": {"connectionParameters": {"token": {"oAuthSettings": {"clientId": "` + guid + `", "customParameters": {"resourceUri": {"value": "api://` + guid + `"}}}}}}}`
	c := Plan(input(folder(definition, text, readme+guid), false))
	if got := string(file(t, c, propertiesName).Data); strings.Count(got, guid) != 1 || !strings.Contains(got, "api://"+guid) {
		t.Errorf("%s", got)
	}
	if !holdsLine(c.Doubts, "resourceUri/value holds the same text as a client ID that was replaced elsewhere") || !holdsLine(c.Doubts, "README.md:4 holds the same text as a client ID") {
		t.Errorf("%q", c.Doubts)
	}
}

// TestReportIsOfWhatGoesOut holds that an error that scrubbing mends is none
// any more, and that the files are judged again as they go out.
func TestReportIsOfWhatGoesOut(t *testing.T) {
	in := input(folder(with(`"x-note": "`+aws+`"`), settings, readme), false)
	if in.Report.Count(2) == 0 {
		t.Fatal("the report has no error to mend")
	}
	c := Plan(in)
	if len(c.Problems) != 0 {
		t.Errorf("%q", c.Problems)
	}
	if !strings.Contains(c.Body, "Checked with certwiz: ") {
		t.Errorf("%s", c.Body)
	}
}

func TestTooManySecrets(t *testing.T) {
	var all []string
	for i := range maxHidden + 1 {
		all = append(all, fmt.Sprintf(`"AKIA%016d"`, 7_300_519_268_401_733+i*104_729))
	}
	c := Plan(input(folder(`{"a": [`+strings.Join(all, ",")+`]}`, settings, readme), false))
	if !c.Blocked || !holdsLine(c.Blocking, "more different secrets than can be followed") {
		t.Errorf("%q", c.Blocking)
	}
}

// values are secrets as they are planted by the test below.
var values = []string{aws, apiKey, "ghp_" + apiKey + apiKey, "Qm7Rk2Xw9Lz4Tt8Ys1Vd6Pq3"}

// plant builds a definition with secrets in places drawn by chance.
func plant(r *rand.Rand) (text string, planted []string) {
	forms := []string{
		`{"example": {"token": "%s"}}`, `{"name": "api_key", "default": "%s"}`, `{"description": "see AKIAQX7RT2MWPLKZ5VBN and %s"}`, `{"summary": "%s"}`,
		`{"example": "https://contoso.example/?access_token=%s&a=1"}`, `{"enum": ["a", "%s"]}`, `{"example": "https://u:%s@contoso.example/"}`, `{"default": {"clientSecret": "x", "password": "%s"}}`,
		`{"operationId": "%s", "parameters": [{"description": ""}]}`, `{"title": "\u0009%s\u0000\ud83d\ude00"}`,
	}
	var parts []string
	for i := range 1 + r.IntN(6) {
		v := values[r.IntN(len(values))]
		parts = append(parts, fmt.Sprintf(`"k%d": `+forms[r.IntN(len(forms))], i, v))
		planted = append(planted, v)
	}
	info := fmt.Sprintf(`"info": {"title": "Contoso %s"}`, values[r.IntN(len(values))])
	return "{" + info + ", " + strings.Join(parts, ", ") + "}", planted
}

// TestNothingLeaks holds for connectors drawn by chance that no value that was
// found comes out anywhere, and that what goes out is clean.
func TestNothingLeaks(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 9))
	blocked := 0
	for range 400 {
		text, _ := plant(r)
		props := strings.Replace(settings, `"stackOwner": "Contoso"`, `"stackOwner": "`+values[r.IntN(len(values))]+`"`, 1)
		a := folder(text, props, readme)
		if r.IntN(4) == 0 {
			a.Readme.Data = []byte("see " + values[r.IntN(len(values))])
		}
		in := input(a, r.IntN(2) == 0)
		in.FolderName = "Contoso " + values[r.IntN(len(values))]
		if r.IntN(3) > 0 {
			in.FolderName = "Contoso"
		}
		in.Artifacts.Others = []string{values[0] + ".txt"}
		in.Template = []byte("- [ ] is " + values[r.IntN(len(values))] + " right?\n")
		if r.IntN(3) == 0 {
			in.Existing = pull("Contoso "+values[1], "- [ ] "+values[0]+"\n\x1b", "certified-connectors/Contoso/"+values[0])
		}
		c := Plan(in)
		clean(t, in, c)
		if c.Blocked {
			blocked++
		}
	}
	if blocked == 0 || blocked == 400 {
		t.Errorf("%d of 400 are blocked: the test looks at one side only", blocked)
	}
}

// clean holds what must hold of every contribution.
func clean(t *testing.T, in Input, c Contribution) {
	t.Helper()
	secrets := secretsOf(in)
	for _, text := range texts(reflect.ValueOf(c)) {
		for _, s := range secrets {
			if strings.Contains(text, s) {
				t.Fatalf("%q is in %q", s, text)
			}
		}
	}
	for _, text := range append([]string{c.Title, c.Message, c.Folder}, append(c.Problems, c.Doubts...)...) {
		if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x202e }) {
			t.Fatalf("control characters in %q", text)
		}
	}
	if strings.ContainsFunc(strings.ReplaceAll(c.Body, "\r\n", "\n"), func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }) {
		t.Fatalf("control characters in %q", c.Body)
	}
	if c.Blocked != (len(c.Blocking) > 0) || c.Blocked && len(c.Problems) == 0 {
		t.Fatal("blocked without a reason, or not blocked with one")
	}
	for _, f := range c.Files {
		s := subjectOf(f)
		for _, span := range leaks.Find(s) {
			if replaced[span.Rule] {
				t.Fatalf("%s still holds %s at %s", f.Name, span.What, span.Place.Pointer)
			}
		}
		for _, finding := range leaks.Judge(s).Findings {
			if replaced[finding.Rule] {
				t.Fatalf("%s: %s", f.Name, finding.Message)
			}
		}
	}
}

// subjectOf is a file that goes out, for the room that knows leaks.
func subjectOf(f File) leaks.Subject {
	if strings.HasSuffix(f.Name, ".json") {
		return leaks.Subject{Files: []leaks.File{{Name: f.Name, Tree: jsontree.Parse(f.Data), Settings: f.Name == propertiesName}}}
	}
	if f.Name == iconName {
		return leaks.Subject{}
	}
	return leaks.Subject{Files: []leaks.File{{Name: f.Name, Text: string(f.Data)}}}
}

// secretsOf are the values in the files that must come out nowhere: all but
// client IDs, which may be needed elsewhere, and short words.
func secretsOf(in Input) []string {
	var all []string
	a := in.Artifacts
	for name, f := range map[string]*checks.File{swaggerName: a.Swagger, propertiesName: a.Properties, readmeName: a.Readme, scriptName: a.Script} {
		if f == nil {
			continue
		}
		for _, s := range leaks.Find(subjectOf(File{Name: name, Data: f.Data})) {
			v := strings.TrimSpace(string(f.Data[s.From:s.To]))
			if (s.Rule == "TokenInFile" || s.Rule == "SecretInFile") && len(v) >= shortest {
				all = append(all, v)
			}
		}
	}
	return all
}

// texts are all texts in a value, bytes included.
func texts(v reflect.Value) []string {
	switch v.Kind() {
	case reflect.String:
		return []string{v.String()}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return []string{string(v.Bytes())}
		}
		var all []string
		for i := range v.Len() {
			all = append(all, texts(v.Index(i))...)
		}
		return all
	case reflect.Struct:
		var all []string
		for i := range v.NumField() {
			all = append(all, texts(v.Field(i))...)
		}
		return all
	}
	return nil
}

// TestOnlyRangesChange holds for connectors drawn by chance that the bytes
// outside the places that were found are the ones on disk.
func TestOnlyRangesChange(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for range 200 {
		text, _ := plant(r)
		o := outgoing{name: swaggerName, from: &checks.File{Name: swaggerName}, data: []byte(text)}
		p := &plan{}
		p.read(&o)
		found := p.look(o)
		found = append(found, leaks.FindValues(o.subject(), p.hidden.secrets)...)
		p.clean(&o, p.look(o))
		rest := string(o.data)
		last := 0
		for _, s := range merge(found) {
			kept := text[last:s.From]
			after, ok := strings.CutPrefix(rest, kept)
			if !ok {
				t.Fatalf("%q became %q", text, o.data)
			}
			if rest, ok = strings.CutPrefix(after, dummy); !ok {
				if rest, ok = strings.CutPrefix(after, dummyInLogin); !ok {
					t.Fatalf("%q has no placeholder in %q", text, o.data)
				}
			}
			last = s.To
		}
		if rest != text[last:] {
			t.Fatalf("%q became %q", text, o.data)
		}
	}
}
