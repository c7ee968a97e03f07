package contribution

import (
	"strings"
	"testing"
)

func TestRedact(t *testing.T) {
	var h hidden
	h.add("SecretInFile", apiKey+strings.Repeat("aB3", 30))
	h.add("TokenInFile", strings.ReplaceAll(pem, `\n`, "\n"))
	h.add("ClientIdInFile", guid)
	h.add("SecretInUrl", "hT6-qPw2")
	h.add("SecretInUrl", "contosopass") // a word: nothing is known by it
	h.add("ClientSecretPresent", "a1")  // too short
	for in, want := range map[string]string{
		"":                                          "",
		"title `" + apiKey + "aB3aB3…` is":          "title `[[DUMMY]]…` is",
		"key " + pem + " there":                     "key [[DUMMY]] there",
		"id " + guid + " and " + guid:               "id [[DUMMY]] and [[DUMMY]]",
		"https://a:hT6-qPw2@b.example":              "https://a:[[DUMMY]]@b.example",
		"contosopass a1 3f25 k7Qp":                  "contosopass a1 3f25 k7Qp",
		"a new one: ghp_" + apiKey + "aB3aB3aB3aB3": "a new one: [[DUMMY]]",
	} {
		if got := h.redact(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestQuotedSecret holds that a rule that quotes the beginning of a secret does
// not bring it into the problems.
func TestQuotedSecret(t *testing.T) {
	secret := "ghp_" + strings.Repeat(apiKey, 6)
	c := Plan(input(folder(strings.Replace(definition, "Contoso Invoices", secret, 1), settings, readme+secret), false))
	if len(c.Problems) == 0 || strings.Contains(shown(c), secret[:12]) {
		t.Errorf("%s", shown(c))
	}
}
