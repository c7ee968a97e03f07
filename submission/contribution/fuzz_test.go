package contribution

import (
	"reflect"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
)

// FuzzPlan holds for any bytes that Plan ends, says the same each time, leaks
// nothing and lets nothing out that is not clean.
func FuzzPlan(f *testing.F) {
	f.Add([]byte(definition), []byte(settings), readme, "Contoso", "title", "- [ ] a\n", true)
	f.Add([]byte(with(`"x-a": {"example": {"token": "`+apiKey+`"}}`)), []byte(`{"properties": {"clientSecret": "`+aws+`"}}`), "https://a:hT6-qPw2@b.example", aws, guid, apiKey, false)
	f.Add([]byte("\ufeff// ghp_"+apiKey+apiKey+"\n{'"+aws+"': \"\\u0041KIA"+aws[4:]+"\"}"), []byte(`{"a": "`+pem+`"}`), pem, "a/b", "\x1b", "```", true)
	f.Fuzz(func(t *testing.T, definition, settings []byte, readme, folder, title, text string, update bool) {
		a := connector.Artifacts{
			Name: folder, Swagger: &checks.File{Name: "x.swagger.json", Data: definition}, Properties: &checks.File{Name: "apiProperties.json", Data: settings},
			Readme: &checks.File{Name: "readme.md", Data: []byte(readme)}, Script: &checks.File{Name: title, Data: []byte(text)}, Others: []string{folder, text},
		}
		in := input(a, !update)
		in.FolderName, in.Template = folder, []byte(text)
		if update {
			in.Existing = pull(title, text, folder, "certified-connectors/"+title+"/"+folder)
			in.HasBefore, in.Before = true, a
		}
		c := Plan(in)
		clean(t, in, c)
		if again := Plan(in); !reflect.DeepEqual(c, again) {
			t.Fatal("the same input gives another contribution")
		}
		if text := strings.ReplaceAll(shown(c), "\r\n", "\n"); strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' }) {
			t.Fatalf("%q", text)
		}
	})
}

// TestPlanIsBounded holds that files made for it give lists within their bounds.
func TestPlanIsBounded(t *testing.T) {
	deep := strings.Repeat(`{"`+strings.Repeat("k", 1000)+`":`, 60)
	many := strings.TrimSuffix(strings.Repeat(`"`+aws+`",`, 20_000), ",")
	for name, text := range map[string]string{
		"the same secret": `{"a": [` + many + `]}`,
		"deep":            deep + "[" + many + "]" + strings.Repeat("}", 60),
		"addresses":       `{"example": "` + strings.Repeat("https://a:b1c2d3e4@", 20_000) + `"}`,
		"signs":           `{"a": "` + strings.Repeat("sig=eyJ.AKIA", 100_000) + `"}`,
	} {
		in := good()
		in.Artifacts.Swagger = &checks.File{Name: "a.swagger.json", Data: []byte(text)}

		c := Plan(in)
		if len(c.Problems) > maxProblems+1 || len(c.Doubts) > maxDoubts+1 || len(c.Scrubbed) > 2000 || len(c.Body) > 60_000 {
			t.Errorf("%s: %d problems, %d doubts, %d replaced, %d bytes of text", name, len(c.Problems), len(c.Doubts), len(c.Scrubbed), len(c.Body))
		}
	}
}
