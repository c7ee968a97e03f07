package swagger

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
)

// validatorPlaces lists the rules of Microsoft's validator with the places
// they point at, in order, so that two documents can be compared.
func validatorPlaces(data []byte, places bool) []string {
	ofValidator := map[string]bool{}
	for _, r := range table() {
		// What a rule of the text sees does change with the text.
		ofValidator[r.ID] = r.Origin == checks.Validator && !r.raw
	}
	var all []string
	for _, f := range judge(data).Findings {
		if !ofValidator[f.Rule] {
			continue
		}
		all = append(all, f.Rule)
		for _, p := range append([]checks.Place{f.Place}, f.More...) {
			if places {
				all = append(all, f.Rule+" "+p.Pointer)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// variants are documents that say the same as another.
var variants = []struct {
	name   string
	places bool // whether the places stay too
	make   func(t *testing.T, data []byte) []byte
}{
	{"without white space", true, func(t *testing.T, data []byte) []byte {
		var b bytes.Buffer
		if err := json.Compact(&b, data); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}},
	{"indented with tabs", true, func(t *testing.T, data []byte) []byte {
		var b bytes.Buffer
		if err := json.Indent(&b, data, "", "\t"); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}},
	// Of two operations with one name the second is reported, whichever it is.
	{"members sorted by name", false, func(t *testing.T, data []byte) []byte {
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			t.Fatal(err)
		}
		sorted, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return sorted
	}},
	{"with an unrelated operation", true, func(t *testing.T, data []byte) []byte {
		other := strings.Replace(goodOperation, "ListInvoices", "ListCustomers", 1)
		return bytes.Replace(data, []byte(`"paths": {`), []byte(`"paths": {"/customers": {"get": `+other+`},`), 1)
	}},
}

// TestFindingsStay holds that a finding does not go, come or move when the
// document is written in another way.
func TestFindingsStay(t *testing.T) {
	for _, r := range Rules() {
		data := example(t, r.Bad)
		if !json.Valid(data) || large[r.ID] != nil {
			continue
		}
		for _, v := range variants {
			// A path that is not an object makes no sense with more operations.
			other := v.make(t, data)
			if !json.Valid(other) {
				continue
			}
			want, got := validatorPlaces(data, v.places), validatorPlaces(other, v.places)
			if !slices.Equal(want, got) {
				t.Errorf("%s %s: %q, before %q", r.ID, v.name, got, want)
			}
		}
	}
}
