package shape

import (
	"fmt"
	"slices"
	"testing"

	"github.com/certwiz/certwiz/checks/jsontree"
)

const invoices = `
file x- ref=reference
  name!       text
  kind        text=paid|open
  amount      int
  lines       some:line
  extra       map:text
  flag        bool/text
  pay         payment
  old         text soft
reference
  $ref        text
line any=id|number
  id          text
  number      natural
shared
  by!         text
payment byFolded=by
payment.card
  + shared
  digits!     text
payment.cash open caseless
  + shared
  Currency!   text
`

func TestJudge(t *testing.T) {
	file := Table(invoices)["file"]
	for _, tt := range []struct {
		text string
		want []string
	}{
		{`{"name": "a", "kind": "paid", "amount": 1.0, "x-note": 1, "flag": true}`, nil},
		{`{}`, []string{"0 file name"}},
		{`{"name": 1}`, []string{"1 text name String"}},
		{`{"name": "a", "kind": "Paid"}`, []string{"2 text=paid|open kind paid, open"}},
		{`{"name": "a", "amount": 1.5}`, []string{"1 int amount Integer"}},
		{`{"name": "a", "nmae": 1, "x-ms-a": 1}`, []string{"3 file nmae", "3 file x-ms-a"}},
		{`{"name": "a", "lines": []}`, []string{"5 some:line lines"}},
		{`{"name": "a", "lines": [{"id": "a"}, {"number": -1}, {}]}`, []string{"1 natural number Integer", "0 line id"}},
		{`{"name": "a", "extra": {"a": 1}}`, []string{"1 text a String"}},
		{`{"name": "a", "flag": 1}`, []string{"1 bool/text flag String, Boolean"}},
		{`{"$ref": "#/a", "name": "a"}`, []string{"3 reference name"}},
		{`{"name": "a", "pay": {}}`, []string{"0 payment by"}},
		{`{"name": "a", "pay": {"by": "bill"}}`, []string{"2 payment by card, cash"}},
		{`{"name": "a", "pay": {"by": "Card"}}`, []string{"0 payment.card digits"}},
		{`{"name": "a", "pay": {"by": "cash", "currency": "EUR", "more": 1}}`, nil},
		{`{"name": "a", "old": 1}`, []string{"1 text old String soft"}},
		{`["a"]`, []string{"1 file  Object"}},
	} {
		var got []string
		file.Judge(jsontree.Parse([]byte(tt.text)).Root(), func(f Fault) {
			line := fmt.Sprint(int(f.Kind), " ", f.In, " ", f.Name)
			if f.Want != "" {
				line += " " + f.Want
			}
			if f.Soft {
				line += " soft"
			}
			got = append(got, line)
		})
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.text, got, tt.want)
		}
	}
}
