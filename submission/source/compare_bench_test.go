package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/connector"
)

// hard are files that make comparing slow where it is done carelessly.
func hard(n int) map[string][2]string {
	list := func(element func(i int) string) string {
		var b strings.Builder
		b.WriteString("[")
		for i := 0; b.Len() < n; i++ {
			b.WriteString(element(i) + ",")
		}
		return b.String() + "0]"
	}
	deep := strings.Repeat(`{"a":[`, 90)
	end := strings.Repeat(`]}`, 90)
	return map[string][2]string{
		"all values changed":  {list(func(int) string { return "1" }), list(func(int) string { return "2" })},
		"values moved":        {list(func(i int) string { return fmt.Sprint(i) }), list(func(i int) string { return fmt.Sprint(n - i) })},
		"objects moved":       {list(func(i int) string { return fmt.Sprintf(`{"x":%d}`, i) }), list(func(i int) string { return fmt.Sprintf(`{"x":%d}`, n-i) })},
		"few objects, moved":  {list(func(i int) string { return fmt.Sprintf(`{"x":%d}`, i*i%7) }), list(func(i int) string { return fmt.Sprintf(`{"x":%d}`, i*i%5) })},
		"lists of lists":      {list(func(i int) string { return fmt.Sprintf(`[%d,[%d,[1]]]`, i%3, i) }), list(func(i int) string { return fmt.Sprintf(`[%d,[%d,[2]]]`, i%5, i) })},
		"named, renamed":      {list(func(i int) string { return fmt.Sprintf(`{"name":"%d"}`, i) }), list(func(i int) string { return fmt.Sprintf(`{"name":"%d"}`, i+n) })},
		"deep":                {deep + list(func(i int) string { return "1" }) + end, deep + list(func(i int) string { return "1" })[1:] + end},
		"deep, changed":       {deep + list(func(i int) string { return "1" }) + end, deep + strings.Replace(list(func(i int) string { return "1" }), "0]", "2]", 1) + end},
		"gaps of small lists": {list(func(i int) string { return fmt.Sprintf(`[{"a":%d},{"b":%d},{"c":[%d]}]`, i, i, i) }), list(func(i int) string { return fmt.Sprintf(`[{"b":%d},{"c":[%d]},{"a":%d}]`, -i, -i, -i) })},
		"huge names":          {`{"` + strings.Repeat("k", n) + `":[1,2,3]}`, `{"` + strings.Repeat("k", n) + `":[3,2,1]}`},
		"huge texts":          {`{"a":"` + strings.Repeat("ä", n/2) + `"}`, `{"a":"` + strings.Repeat("ä", n/2) + `ö"}`},
		"not JSON":            {strings.Repeat("a\n", n/2), strings.Repeat("b\n", n/2)},
		"one broken line":     {`{"clientSecret" ` + strings.Repeat(`"a":"b",`, n/8), `{"clientSecret" ` + strings.Repeat(`"a":"c",`, n/8)},
	}
}

// Time that grows with the square of the size would run into the test's limit.
func TestCompareHardFiles(t *testing.T) {
	for what, pair := range hard(1 << 18) {
		if d := Compare(definition(pair[0]), definition(pair[1])); len(d.Differences) == 0 {
			t.Errorf("%s: no difference", what)
		}
	}
}

// large is a definition of about 1.1 MB: n operations with parameters and
// answers, one in every 50 of them changed by change.
func large(change func(i int) string) connector.Artifacts {
	var b strings.Builder
	b.WriteString(`{"swagger":"2.0","info":{"title":"Contoso","version":"1.0"},"host":"api.contoso.example","paths":{`)
	for i := 0; b.Len() < 1_100_000; i++ {
		text := "the customer's number"
		if i%50 == 0 {
			text = change(i)
		}
		fmt.Fprintf(&b, `"/invoices/%d/{id}":{"get":{"operationId":"GetInvoice%d","summary":"Get invoice %d","description":"Gets one invoice with its lines and payments.",
"parameters":[{"name":"id","in":"path","required":true,"type":"string","x-ms-summary":"Invoice","description":%q},{"name":"page","in":"query","type":"integer","enum":[1,2,3]}],
"responses":{"200":{"description":"OK","schema":{"type":"object","properties":{"id":{"type":"string"},"total":{"type":"number","format":"double","x-ms-summary":"Total"}}}}}}},`, i, i, i, text)
	}
	b.WriteString(`"/end":{}}}`)
	return definition(b.String())
}

func BenchmarkCompare(b *testing.B) {
	one := large(func(int) string { return "here" })
	for _, bb := range []struct {
		name  string
		other connector.Artifacts
	}{
		{"a few changed", large(func(int) string { return "there" })},
		{"spacing", definition(string(one.Swagger.Data) + " ")},
		{"the same", one},
		{"another", definition(strings.ReplaceAll(string(one.Swagger.Data), `"type":"string"`, `"type":"integer"`))},
		{"texts", definition("{" + string(one.Swagger.Data))},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(len(one.Swagger.Data) + len(bb.other.Swagger.Data)))
			for b.Loop() {
				Compare(one, bb.other)
			}
		})
	}
	for what, pair := range hard(1 << 20) {
		b.Run("hard/"+strings.ReplaceAll(what, " ", "-"), func(b *testing.B) {
			b.SetBytes(int64(len(pair[0]) + len(pair[1])))
			for b.Loop() {
				Compare(definition(pair[0]), definition(pair[1]))
			}
		})
	}
}
