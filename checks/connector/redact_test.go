package connector

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
)

// tokens are invented secrets of known formats, made here so that no scanner of
// repositories takes one for real.
func tokens() map[string]string {
	return map[string]string{
		"GitHub": "ghp" + "_" + strings.Repeat("aB3dE5", 6),
		"AWS":    "AKIA" + strings.Repeat("Q7XZ", 4),
		"Stripe": "sk_live" + "_" + strings.Repeat("x9Y8", 6),
		"JWT":    "eyJ" + strings.Repeat("hbGci9", 5) + ".eyJ" + strings.Repeat("zdWIi8", 5) + "." + strings.Repeat("Qx7Zk3", 8),
	}
}

var jsonText = regexp.MustCompile(`: "[^"]*"`)

// TestNoMessageHoldsASecret puts a token into every text of a connector, one
// after the other and into all at once: no rule of any room repeats it.
func TestNoMessageHoldsASecret(t *testing.T) {
	for name, token := range tokens() {
		for _, form := range []string{token, "The " + token + " connector", token + strings.Repeat(" and more", 30), "<b>" + token + "</b>", token + " " + token} {
			swagger := []byte(jsonText.ReplaceAllString(goodSwagger, fmt.Sprintf(`: %q`, form)))
			settings := []byte(jsonText.ReplaceAllString(goodProperties, fmt.Sprintf(`: %q`, form)))
			document := []byte("## " + form + "\n\n" + form + "\n\n## " + form + "\n\n[" + form + "](" + form + ")\n")
			a := good()
			a.Intro, a.Readme = &checks.File{Name: "intro.md", Data: document}, &checks.File{Name: "readme.md", Data: document}
			a.Script = &checks.File{Name: "script.csx", Data: []byte("// " + form + "\nvar x = \"" + form + "\";\n")}
			secretless(t, name+" in the documents", Parse(a), token)
			a.Swagger = &checks.File{Name: swaggerName, Data: swagger}
			secretless(t, name+" in the definition", Parse(a), token)
			a.Properties = &checks.File{Name: propertiesName, Data: settings}
			secretless(t, name+" everywhere", Parse(a), token)
			at := jsonText.FindAllStringIndex(goodSwagger, -1)
			for i, span := range at {
				one := goodSwagger[:span[0]] + fmt.Sprintf(`: %q`, form) + goodSwagger[span[1]:]
				a.Swagger = &checks.File{Name: swaggerName, Data: []byte(one)}
				secretless(t, fmt.Sprintf("%s in text %d", name, i), Parse(a), token)
			}
		}
	}
}

func secretless(t *testing.T, where string, c *Connector, token string) {
	t.Helper()
	r := c.Report()
	if len(r.Findings) == 0 {
		t.Errorf("%s: no findings at all", where)
	}
	for _, f := range r.Findings {
		said := []string{f.Message, f.Fix, f.Place.Pointer}
		for _, p := range f.More {
			said = append(said, p.Pointer)
		}
		for _, said := range said {
			if strings.Contains(said, token) || strings.Contains(said, token[:16]) {
				t.Errorf("%s: %s repeats it: %s", where, f.Rule, said)
			}
		}
	}
}
