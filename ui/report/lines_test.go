package report

import (
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
)

// TestNoSecretIsShown: lines are printed with what must not be public masked, in
// its own member, under another name, on one long line and in a damaged file.
func TestNoSecretIsShown(t *testing.T) {
	const secret, token = "Tr0ub4dor+3xyzQ9", "ghp_R7kLm2Qx9ZtVb4NcPw8HsJd3FyGa6UeTo1Xi"
	settings := `{"properties":{"connectionParameters":{"token":{"type":"oauthSetting","oAuthSettings":{"clientId":"x","clientSecret":"` + secret + `"}}}}}`
	definition := "{\n \"swagger\": \"2.0\",\n \"info\": {\"title\": \"API " + secret + "\", \"description\": \"" + token + "\"},\n \"paths\": {}\n}"
	for name, files := range map[string][2]string{
		"one line": {definition, settings},
		"lines":    {definition, strings.ReplaceAll(settings, ",", ",\n")},
		"damaged":  {definition[:len(definition)-1], settings[:len(settings)-3]},
		"long":     {strings.ReplaceAll(definition, "API ", strings.Repeat("API ", 88)), settings},
	} {
		t.Run(name, func(t *testing.T) {
			c := connector.Parse(connector.Artifacts{
				Swagger:    &checks.File{Name: "apiDefinition.swagger.json", Data: []byte(files[0])},
				Properties: &checks.File{Name: "apiProperties.json", Data: []byte(files[1])},
			})
			r := Report{Results: []Result{{Report: c.Report(), Lines: LinesOf(c)}}}
			if name != "damaged" && len(r.Results[0].Lines) == 0 {
				t.Error("no line is shown")
			}
			for _, format := range Formats() {
				got := string(printed(t, format, r))
				for _, s := range []string{secret, secret[:8], token, token[:12]} {
					if strings.Contains(got, s) {
						t.Errorf("%s shows %q", format, s)
					}
				}
			}
		})
	}
}

// TestMaskedLinesKeepTheirPlaces: what is masked takes as many columns.
func TestMaskedLinesKeepTheirPlaces(t *testing.T) {
	settings := `{"properties":{"connectionParameters":{"token":{"type":"oauthSetting","oAuthSettings":{"clientSecret":"geheimniß99","clientId":"x"}}}}}`
	c := connector.Parse(connector.Artifacts{Properties: &checks.File{Name: "apiProperties.json", Data: []byte(settings)}})
	got := LinesOf(c)[lineAt{"apiProperties.json", 1}].text
	if want := strings.Replace(settings, "geheimniß99", strings.Repeat("•", 11), 1); got != want {
		t.Errorf("shown is\n%s, want\n%s", got, want)
	}
}
