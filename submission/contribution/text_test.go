package contribution

import (
	"fmt"
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
	if len(c.Problems) == 0 || strings.Contains(Text(c), secret[:12]) {
		t.Errorf("%s", Text(c))
	}
}

func TestText(t *testing.T) {
	in := input(folder(with(`"x-a": {"example": {"token": "`+apiKey+`", "mail": "w.oates@gmail.com"}}`), settings, readme), true)
	in.Artifacts.Others = []string{"settings.json"}
	got := Text(Plan(in))
	for _, want := range []string{
		"Files for independent-publisher-connectors/Contoso Invoices\n  apiDefinition.swagger.json     1.1 kB  new\n",
		"  readme.md                        54 B  new, from README.md\n",
		"Left out\n  settings.json  settings.json is paconn's own\n",
		"  apiDefinition.swagger.json:3 /info/x-a/example/token  a secret: `k7Qp…` (20 characters) → [[DUMMY]]\n",
		"To look at\n  apiDefinition.swagger.json:3 /info/x-a/example/mail holds what looks like the e-mail address of a person: `w.oa…` (17 characters)\n",
		"  [ ] I validated the swagger file, `apiDefinition.swagger.json`, by running `paconn validate` command. (needs your word)\n",
		"    screenshot: a flow with the operation List invoices\n",
		"Commit\n  Add Contoso Invoices (Independent Publisher)\n\nTitle\n  Contoso Invoices (Independent Publisher)\n\nText\n  When submitting",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%s", want, got)
		}
	}
	in.Existing = pull("Contoso", "")
	in.Existing.Asked.Pull.Known = false
	if got = Text(Plan(in)); !strings.HasSuffix(got, "Text\n  stays as it is on GitHub\n") {
		t.Errorf("%s", got)
	}
}

func TestStepsAreBounded(t *testing.T) {
	in := good()
	for i := range 100 {
		in.Artifacts.Others = append(in.Artifacts.Others, fmt.Sprint(i, ".txt"))
	}
	for _, s := range Steps(Plan(in)) {
		if s.Title == "Left out" && (len(s.Lines) != maxShown+1 || s.Lines[maxShown] != "and 60 more") {
			t.Errorf("%d lines, the last %q", len(s.Lines), s.Lines[len(s.Lines)-1])
		}
	}
}
