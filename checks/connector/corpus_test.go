package connector

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/certwiz/certwiz/internal/corpus"

	"github.com/certwiz/certwiz/checks"
)

// Published connectors passed Microsoft's validator when they were merged, so
// an error that fires on more than 1 % of them is no error.
const limit = 1.0 // percent

// Excused are causes that the validator prints as errors today, and that
// connectors were merged with before it did.
var excused = []struct{ rule, message, evidence string }{
	{"IndependentPublisherOAuth", "", "refused in reviews since September 2025; all with it are older"},
	{"ConstraintNotText", "Invalid type", "refused at certification in August 2026; all 11 of 1,082 with it are older"},
	{"RequiredPropertyMissing", "The 'contact' property is required", "printed in PR 683; of 499 connectors changed since 2023 2 lack it"},
	{"RequiredPropertyMissing", "The 'x-ms-connector-metadata' property is required", "printed in PR 683 and in 2026; of 499 connectors changed since 2023 2 lack it"},
	{"DefaultResponseHasSchema", "The 'default' response", "printed in 2025, 15 lines; of 499 connectors changed since 2023 4 have it"},
}

func isExcused(f checks.Finding) bool {
	return slices.ContainsFunc(excused, func(e struct{ rule, message, evidence string }) bool {
		return e.rule == f.Rule && strings.Contains(f.Message, e.message)
	})
}

// plainScript is one that no rule objects to.
var plainScript = &checks.File{Name: "script.csx", Data: []byte("public class Script : ScriptBase\n{\n    public override async Task<HttpResponseMessage> ExecuteAsync()\n    {\n        return await this.Context.SendAsync(this.Context.Request, this.CancellationToken);\n    }\n}\n")}

func TestCorpus(t *testing.T) {
	folders := corpus.Connectors(t)
	var mu sync.Mutex
	fires := map[string]map[checks.Severity]int{} // connectors a rule fires on
	samples := map[string][]string{}
	sources := map[string]checks.Subject{}
	for _, r := range Rules() {
		sources[r.ID] = r.Subject
	}
	each(folders, func(folder string) {
		a := load(t, folder)
		a.Independent = independent(folder)
		if a.Properties != nil && strings.Contains(string(a.Properties.Data), "scriptOperations") {
			a.Script = plainScript // the corpus leaves the scripts out
		}
		report := Parse(a).Report()
		mu.Lock()
		defer mu.Unlock()
		seen := map[string]checks.Severity{}
		for _, f := range report.Findings {
			if isExcused(f) {
				continue
			}
			if s, ok := seen[f.Rule]; !ok || s < f.Severity {
				seen[f.Rule] = f.Severity
			}
			if len(samples[f.Rule]) < 3 && f.Severity == checks.Error {
				samples[f.Rule] = append(samples[f.Rule], a.Name+": "+f.Place.Pointer+" "+f.Message)
			}
		}
		for rule, s := range seen {
			if fires[rule] == nil {
				fires[rule] = map[checks.Severity]int{}
			}
			fires[rule][s]++
		}
		for _, o := range report.Outcomes {
			if strings.Contains(o.Reason, "failed on this input") {
				t.Errorf("%s: %s %s", a.Name, o.Rule, o.Reason)
			}
		}
	})
	for _, rule := range slices.Sorted(maps.Keys(fires)) {
		n := fires[rule]
		share := 100 * float64(n[checks.Error]) / float64(len(folders))
		t.Logf("%-50s %4d errors %4d warnings %4d advice", rule, n[checks.Error], n[checks.Warning], n[checks.Advice])
		if share > limit && mine(sources[rule]) {
			t.Errorf("%s is an error on %.1f %% of %d published connectors, %.1f %% allowed:\n%s",
				rule, share, len(folders), limit, strings.Join(samples[rule], "\n"))
		}
	}
}

// mine leaves out the rooms that hold their own measure.
func mine(subject checks.Subject) bool {
	return subject == "swagger" || subject == "properties" || subject == "connector"
}

// each calls a function for every folder on two goroutines.
func each(folders []string, do func(string)) {
	var wg sync.WaitGroup
	for part := range 2 {
		wg.Go(func() {
			for i := part; i < len(folders); i += 2 {
				do(folders[i])
			}
		})
	}
	wg.Wait()
}

// BenchmarkCorpus reads and judges all published connectors once.
func BenchmarkCorpus(b *testing.B) {
	folders := corpus.Connectors(b)
	for b.Loop() {
		each(folders, func(folder string) {
			a := load(b, folder)
			a.Independent = independent(folder)
			Parse(a)
		})
	}
}

// BenchmarkParse judges a generated connector of the median size and one of
// the largest.
func BenchmarkParse(b *testing.B) {
	for _, size := range []struct {
		name       string
		operations int
	}{{"36kB", 33}, {"1100kB", 1010}} {
		a := Artifacts{
			Swagger:    &checks.File{Name: swaggerName, Data: definition(size.operations)},
			Properties: &checks.File{Name: propertiesName, Data: []byte(`{"properties": {"iconBrandColor": "#1f6feb", "publisher": "Contoso Ltd", "stackOwner": "Contoso Ltd", "capabilities": [], "connectionParameters": {}}}`)},
		}
		b.Run(size.name, func(b *testing.B) {
			b.SetBytes(int64(len(a.Swagger.Data)))
			b.ReportAllocs()
			for b.Loop() {
				Parse(a)
			}
		})
	}
}

// definition generates a definition with so many operations, with the faults
// that real ones have.
func definition(operations int) []byte {
	var b strings.Builder
	b.WriteString(`{
  "swagger": "2.0",
  "info": {"title": "Contoso Invoices", "description": "Create, send and follow the invoices of a company.", "version": "1.0",
    "contact": {"name": "Contoso Support", "url": "https://contoso.example/support", "email": "support@contoso.example"}},
  "host": "invoices.contoso.example", "basePath": "/v1", "schemes": ["https"],
  "paths": {`)
	for i := range operations {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `
    "/customers/{customer}/invoices%[1]d": {
      "get": {
        "operationId": "ListInvoices%[1]d",
        "summary": "List invoices",
        "description": "Lists the invoices of a customer, the newest first.",
        "parameters": [
          {"name": "customer", "in": "path", "required": true, "type": "string", "x-ms-summary": "Customer", "description": "The customer's number."},
          {"name": "page", "in": "query", "type": "integer", "description": "The page to read."}
        ],
        "responses": {
          "200": {"description": "OK", "schema": {"type": "array", "items": {"$ref": "#/definitions/Invoice%[1]d"}}},
          "default": {"description": "Error"}
        }
      }
    }`, i)
	}
	b.WriteString("\n  },\n  \"definitions\": {")
	for i := range operations {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `
    "Invoice%d": {
      "type": "object",
      "properties": {
        "number": {"type": "string", "description": "number"},
        "amount": {"type": "number", "format": "double", "description": "The amount that is due, tax included."},
        "lines": {"type": "array", "items": {"type": "object", "properties": {"text": {"type": "string", "title": "Text"}}}}
      }
    }`, i)
	}
	b.WriteString("\n  }\n}\n")
	return []byte(b.String())
}
