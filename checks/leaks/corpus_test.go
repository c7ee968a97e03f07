package leaks

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/certwiz/certwiz/internal/corpus"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// TestCorpus counts the published connectors that a rule fires on. The one
// error must not fire on more than 1 % of them.
func TestCorpus(t *testing.T) {
	folders := corpus.Connectors(t)
	fires, errors := map[string]int{}, 0
	for _, folder := range folders {
		s := subject(t, folder)
		seen := map[string]bool{}
		for _, f := range Judge(s).Findings {
			t.Logf("%s %s %s %s", f.Rule, filepath.Base(folder), f.Place.Pointer, f.Message)
			if !seen[f.Rule] {
				fires[f.Rule]++
			}
			if !seen[f.Rule] && f.Severity == checks.Error {
				errors++
			}
			seen[f.Rule] = true
		}
	}
	t.Logf("of %d connectors: %v", len(folders), fires)
	if errors*100 > len(folders) {
		t.Errorf("errors on %d of %d published connectors", errors, len(folders))
	}
}

func subject(t testing.TB, folder string) (s Subject) {
	t.Helper()
	for name, settings := range map[string]bool{"apiDefinition.swagger.json": false, "apiProperties.json": true} {
		if data, err := os.ReadFile(filepath.Join(folder, name)); err == nil {
			s.Files = append(s.Files, File{Name: name, Tree: jsontree.Parse(data), Settings: settings})
		}
	}
	return s
}

// BenchmarkJudge searches one large definition, parsed before.
func BenchmarkJudge(b *testing.B) {
	one := []byte(`"ListInvoices": {"operationId": "ListInvoices", "summary": "List invoices", "description": "Lists the invoices of a customer, the newest first.",
  "parameters": [{"name": "customer", "in": "path", "required": true, "type": "string", "x-ms-summary": "Customer", "default": "C-17", "description": "See https://contoso.example/docs."}],
  "example": {"id": 17, "email": "anna@example.com", "url": "https://contoso.example/17?sig=1"}},
`)
	data := append(append([]byte("{"), bytes.Repeat(one, 2000)...), []byte(`"end": 1}`)...)
	s := Subject{Files: []File{{Name: "a.json", Tree: jsontree.Parse(data)}}}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		Judge(s)
	}
}
