package leaks

import (
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/internal/corpus"
)

const (
	aws = "AKIA" + "QX7RT2MWPLKZ5VBN"
	pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAuX2Jc9vT3kq\nZk8Qp2Xv9Lm4Rt8Zs1Wd6aa==\n-----END RSA PRIVATE KEY-----"
)

// TestFind holds that what Find points at is the value, as it is written.
func TestFind(t *testing.T) {
	guidText := "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
	tests := []struct {
		name string
		in   Subject
		want []string // rule and what the bytes are
	}{
		{"nothing", definition(`{"a": "AKIA is no key"}`), nil},
		{"all of a text", definition(`{"parameters": {"key": {"name": "api_key", "default": "k7Qp2Xv9Lm4Rt8Zs1Wd6"}}}`), []string{"SecretInFile k7Qp2Xv9Lm4Rt8Zs1Wd6"}},
		{"part of a text", definition(`{"description": "Send ` + aws + `, or nothing."}`), []string{"TokenInFile " + aws}},
		{"twice in a text", definition(`{"description": "` + aws + ` and ` + aws + `"}`), []string{"TokenInFile " + aws, "TokenInFile " + aws}},
		{"the same value twice", definition(`{"a": "` + aws + `", "b": "` + aws + `"}`), []string{"TokenInFile " + aws, "TokenInFile " + aws}},
		{"a byte order mark", definition("\ufeff{\"a\": \"" + aws + "\"}"), []string{"TokenInFile " + aws}},
		{"behind escapes", definition(`{"a": "\u00e9\n\"\ud83d\ude00\/ ` + aws + ` \u00e9"}`), []string{"TokenInFile " + aws}},
		{"inside escapes", definition(`{"a": "x \u0041KIA` + aws[4:19] + `\u004E"}`), []string{`TokenInFile \u0041KIA` + aws[4:19] + `\u004E`}},
		{"a signature keeps its name", definition(`{"a": "https://x.contoso.example/?sv=1&sig=` + strings.Repeat("aB3", 12) + `"}`), []string{"TokenInFile " + strings.Repeat("aB3", 12)}},
		{"all lines of a key", definition(`{"a": "x ` + strings.ReplaceAll(pem, "\n", `\n`) + ` y"}`), []string{"TokenInFile " + strings.ReplaceAll(pem, "\n", `\n`)}},
		{"a key without its end", definition(`{"a": "` + strings.ReplaceAll(pem[:len(pem)-30], "\n", `\n`) + ` and more"}`), []string{"TokenInFile " + strings.ReplaceAll(pem[:len(pem)-30], "\n", `\n`)}},
		{"a member of somebody's own", definition(`{"info": {"x-client": {"client_secret": "k7Qp2Xv9Lm4Rt8Zs1Wd6", "client_secret_hint": "in the vault of the team", "password": "[[DUMMY]]"}}}`), []string{"SecretInFile k7Qp2Xv9Lm4Rt8Zs1Wd6"}},
		{"a bearer", settings(`{"policyTemplateInstances": [{"parameters": {"x-ms-apimTemplateParameter.name": "Authorization", "x-ms-apimTemplateParameter.value": "Bearer k7Qp2Xv9Lm4Rt8Zs1Wd6"}}]}`), []string{"SecretInFile k7Qp2Xv9Lm4Rt8Zs1Wd6"}},
		{"all secrets of an address", definition(`{"example": "see https://anna:hT6-q@Pw2@files.contoso.example/?api_key=k7Qp2Xv9Lm4Rt8Zs1Wd6&access_token=Qp2Xv9Lm4%52t8Zs1Wd6k7 there"}`),
			[]string{"SecretInUrl hT6-q@Pw2", "SecretInUrl k7Qp2Xv9Lm4Rt8Zs1Wd6", "SecretInUrl Qp2Xv9Lm4%52t8Zs1Wd6k7"}},
		{"client ID and secret", settings(`{"oAuthSettings": {"clientId": "` + guidText + `", "clientSecret": "abc"}}`), []string{"ClientIdNotPlaceholder " + guidText, "ClientSecretPresent abc"}},
		{"placeholders for both", settings(`{"oAuthSettings": {"clientId": "[[DUMMY]]", "clientSecret": ""}}`), nil},
		{"client ID in a definition", definition(`{"parameters": {"id": {"name": "client_id", "default": " ` + guidText + `"}}}`), []string{"ClientIdInFile  " + guidText}},
		{"private machine", definition(`{"a": {"example": "https://anna@Build07.contoso.corp:80/a"}}`), []string{"PrivateHostInFile Build07.contoso.corp"}},
		{"person", definition(`{"a": {"example": "mail w.oates@gmail.com now"}, "b": {"example": {"mobilePhone": 999319204763}}}`), []string{"EmailInExample w.oates@gmail.com", "PhoneInExample 999319204763"}},
		{"a text", Subject{Files: []File{{Name: "readme.md", Text: "# é\n" + pem + "\nhttps://anna:hT6-qPw2@files.contoso.example"}}}, []string{"TokenInFile " + pem, "SecretInUrl hT6-qPw2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			text := tt.in.Files[0].Text
			if tree := tt.in.Files[0].Tree; tree != nil {
				text = tree.Text()
			}
			for _, s := range Find(tt.in) {
				got = append(got, s.Rule+" "+text[s.From:s.To])
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestFindSaysWhere(t *testing.T) {
	s := Find(definition("{\n \"a\": {\"example\": \"https://anna:hT6-qPw2@files.contoso.example\"}}"))
	if len(s) != 1 || s[0].Place != (checks.Place{File: "apiDefinition.swagger.json", Pointer: "/a/example", Line: 2, Column: 19}) || s[0].Whole || !s[0].InLogin {
		t.Errorf("%+v", s)
	}
	s = Find(Subject{Files: []File{{Name: "readme.md", Text: "# Häuser\né " + aws}}})
	if len(s) != 1 || s[0].Place != (checks.Place{File: "readme.md", Line: 2, Column: 3}) {
		t.Errorf("%+v", s)
	}
	if s = Find(definition(`{"a": "` + aws + `"}`)); len(s) != 1 || !s[0].Whole {
		t.Errorf("%+v", s)
	}
}

func TestFindValues(t *testing.T) {
	in := Subject{Files: []File{
		{Name: "a.json", Tree: jsontree.Parse([]byte(`{"one": "x one\/two y", "one/two": 1, "b": ["one/twoone/two"]}`))},
		{Name: "b.md", Text: "one/two and One/Two"},
	}}
	var got []string
	for _, s := range FindValues(in, []string{"", "one/two"}) {
		got = append(got, s.Place.File+s.Place.Pointer)
	}
	if want := []string{"a.json/one", "a.json/b/0", "a.json/b/0", "b.md"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestFindIsBounded(t *testing.T) {
	in := definition(`["` + strings.Repeat(aws+`","`, maxSpans+5) + `"]`)
	if n := len(Find(in)); n != maxSpans {
		t.Errorf("%d places, want %d", n, maxSpans)
	}
	if n := len(FindValues(in, []string{aws})); n != maxSpans {
		t.Errorf("%d values, want %d", n, maxSpans)
	}
}

// agree holds that Find sees at least the places that Judge reports.
func agree(t *testing.T, s Subject) {
	t.Helper()
	type place struct{ rule, file, pointer string }
	seen := map[place]bool{}
	all := Find(s)
	for _, span := range all {
		seen[place{span.Rule, span.Place.File, span.Place.Pointer}] = true
	}
	if len(all) == maxSpans {
		return
	}
	for _, f := range Judge(s).Findings {
		for _, p := range append(f.More, f.Place) {
			if !seen[place{f.Rule, p.File, p.Pointer}] {
				t.Errorf("%s at %s %s is not found", f.Rule, p, p.Pointer)
			}
		}
	}
}

func TestFindAgreesOnCorpus(t *testing.T) {
	for _, folder := range corpus.Connectors(t) {
		agree(t, subject(t, folder))
	}
}

// FuzzFind holds that ranges lie in their files, that they begin and end where
// the value that they mean does, and that Find and Judge agree.
func FuzzFind(f *testing.F) {
	for _, r := range Rules() {
		f.Add([]byte(r.Bad), pem)
	}
	f.Add([]byte(`{"a": "\u00e9\ud83d\ude00\ud83d \q\/ `+aws+`\"", 'b': 'ghp_`+tail+`'}`), aws)
	f.Add([]byte("\ufeff{\"clientSecret\": \"\\u0000x\", \"clientId\": \"a1b2c3d4e5f6a7b8c9d0e1f2\"}"), "é"+aws)
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		tree := jsontree.Parse(data)
		s := Subject{Files: []File{{Name: "a", Tree: tree}, {Name: "b", Tree: tree, Settings: true}, {Name: "c", Text: text}}}
		agree(t, s)
		for _, span := range append(Find(s), FindValues(s, []string{"AKIA", "a", "é"})...) {
			whole := text
			if span.Place.File != "c" {
				whole = tree.Text()
			}
			if span.From < 0 || span.To > len(whole) || span.From >= span.To {
				t.Fatalf("%+v of %d bytes", span, len(whole))
			}
		}
	})
}

// FuzzWritten holds that a stretch of a text as it is meant and the stretch of
// it as it is written are the same.
func FuzzWritten(f *testing.F) {
	f.Add(`a\u00e9\n\q\/\ud83d\ude00\ud83dx\\\u12`, uint16(3), uint16(9))
	f.Add(`\u0041\udc00\ud800\u0041`, uint16(1), uint16(2))
	f.Fuzz(func(t *testing.T, source string, a, b uint16) {
		node := jsontree.Parse([]byte(`"` + source + `"`)).Root()
		if !node.Is(jsontree.String) || node.Source() != source {
			return
		}
		text := node.Text()
		from, to := min(int(a), len(text)), min(int(b), len(text))
		if from > to {
			from, to = to, from
		}
		start, end := written(source, from, to)
		if start < 0 || end < start || end > len(source) {
			t.Fatalf("%q %d-%d: %d-%d", source, from, to, start, end)
		}
		// What lies before, in and behind the stretch means the text together.
		means := func(s string) int {
			n := 0
			for i := 0; i < len(s); {
				size, m := unit(s[i:])
				i, n = i+size, n+m
			}
			return n
		}
		if got := means(source); got != len(text) {
			t.Fatalf("%q means %d bytes, want %d", source, got, len(text))
		}
		if means(source[:start]) > from || means(source[:end]) < to {
			t.Fatalf("%q %d-%d: %d-%d", source, from, to, start, end)
		}
	})
}
