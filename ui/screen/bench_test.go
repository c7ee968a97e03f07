package screen

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// big is the example with a definition of about 1.1 MB.
func big(b *testing.B) string {
	b.Helper()
	dir := mended(b)
	var s bytes.Buffer
	s.WriteString(`{"swagger":"2.0","info":{"title":"Contoso Invoices","description":"Writes and finds the invoices of a company.","version":"1.0"},"host":"api.contoso.com","basePath":"/","schemes":["https"],"paths":{`)
	for i := 0; s.Len() < 1_100_000; i++ {
		if i > 0 {
			s.WriteString(",")
		}
		fmt.Fprintf(&s, `"/invoices/%[1]d": {"get": {"operationId": "GetInvoice%[1]d", "summary": "Get invoice %[1]d", "description": "Gets an invoice of the kind %[1]d.",
  "parameters": [{"name": "state", "in": "query", "type": "string", "x-ms-summary": "State", "description": "Only invoices in this state."}],
  "responses": {"200": {"description": "The invoice", "schema": {"type": "object", "properties": {
    "number": {"type": "string", "x-ms-summary": "Number", "description": "The number on it."}, "amount": {"type": "number", "x-ms-summary": "Amount", "description": "What is to be paid."}}}}}}}
`, i)
	}
	s.WriteString(`}}`)
	if err := os.WriteFile(filepath.Join(dir, "apiDefinition.swagger.json"), s.Bytes(), 0o644); err != nil {
		b.Fatal(err)
	}
	return dir
}

// nowhere is a terminal that nobody looks at.
type nowhere struct{}

func (nowhere) Write(b []byte) (int, error) { return len(b), nil }

func report(b *testing.B, all []time.Duration) {
	b.Helper()
	slices.Sort(all)
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	b.ReportMetric(ms(all[len(all)/2]), "ms-median")
	b.ReportMetric(ms(all[min(len(all)-1, len(all)*99/100)]), "ms-p99")
}

// BenchmarkKey is a key through Update to the painted frame, with a definition
// of 1.1 MB, on the pages that cost the most and the least.
func BenchmarkKey(b *testing.B) {
	dir := big(b)
	for _, at := range []struct {
		name, step, field string
		keys              []string
	}{
		{"line", "testing", "testing.account", []string{"a", "b", "backspace", "backspace"}},
		{"lines", "testing", "testing.steps", []string{"a", "b", "backspace", "backspace"}},
		{"connector", "connector", "folder", []string{"down", "up"}},
		{"documents", "documents", "intro", []string{"down", "up"}},
		{"problems", stepSubmit, "", []string{"down", "up"}},
	} {
		b.Run(at.name, func(b *testing.B) {
			d := sit(b, table{dir: dir})
			d.at(at.step, at.field)
			d.a.out = &painter{out: nowhere{}}
			d.a.session.out = d.a.out
			var keys []tea.KeyMsg
			for _, k := range at.keys {
				keys = append(keys, keyMsg(k))
			}
			var all []time.Duration
			i := 0
			b.ReportAllocs()
			for b.Loop() {
				start := time.Now()
				d.a.Update(keys[i%len(keys)])
				all = append(all, time.Since(start))
				i++
			}
			report(b, all)
		})
	}
}

// BenchmarkFirstFrame is from the session to its first painted frame, which
// has read and judged the folder.
func BenchmarkFirstFrame(b *testing.B) {
	for _, f := range []struct {
		name string
		dir  string
	}{{"example", mended(b)}, {"1.1MB", big(b)}} {
		b.Run(f.name, func(b *testing.B) {
			var all []time.Duration
			for b.Loop() {
				tb := table{dir: f.dir, lost: true}
				d := sit(b, tb) // for its options only
				o := d.a.o
				o.Session = newSession(b, table{dir: f.dir, portal: d.s().Portal}, d.s().Ports.Vault)
				start := time.Now()
				a := newApp(context.Background(), o, &painter{out: nowhere{}})
				a.resize(80, 24)
				a.session.paint()
				all = append(all, time.Since(start))
			}
			report(b, all)
			b.ReportMetric(0, "ns/op")
		})
	}
}
