package policy

import (
	"strings"
	"testing"
)

// TestCodes: each code has the shape, stands once, and says what it expects.
func TestCodes(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range Codes() {
		if !IsCode(c.ID) || seen[c.ID] || c.Name == "" || c.Expected == "" || c.Mend == "" {
			t.Errorf("%+v", c)
		}
		seen[c.ID] = true
	}
	if c, ok := Find("5000.2.4.3"); !ok || c.Name != "" {
		t.Errorf("a code whose text is not known: %+v, %v", c, ok)
	}
	for _, none := range []string{"", "FieldLengthExceeded", "5000", "15000.1.1.1", "5000.1.1.1x", "50001.1.1"} {
		if _, ok := Find(none); ok {
			t.Errorf("%q is a code", none)
		}
	}
}

// TestEverySentenceIsFound: pasted with other quotation marks, line breaks and
// capitals, each sentence is found and explained, with a code that is known.
func TestEverySentenceIsFound(t *testing.T) {
	for _, s := range sentences() {
		pasted := "Report of today:\n• " + strings.ToUpper(strings.NewReplacer("'", "’", " ", " \n ").Replace(s.Text)) + "\nRegards"
		found := false
		for _, h := range Read(pasted) {
			found = found || h.Sentence.Text == s.Text
		}
		if !found || s.Cause == "" || s.Remedy == "" || s.Where == "" {
			t.Errorf("%q: found %v, %+v", s.Text, found, s)
		}
		if c, ok := Find(s.Code); s.Code != "" && (!ok || c.Name == "") {
			t.Errorf("%q names %s, which is not in the list", s.Text, s.Code)
		}
	}
}

func TestRead(t *testing.T) {
	hits := Read("Policy Code: 5000.2.4.3 (see 5000.1.1.16)\nInvalid package. Solution not present at correct path or is invalid solution.\n5000.1.1.16 again")
	var got []string
	for _, h := range hits {
		got = append(got, h.Code.ID+"|"+h.Sentence.Where)
	}
	if want := "5000.2.4.3| 5000.1.1.16| 5000.1.1.16|the certification report"; strings.Join(got, " ") != want {
		t.Errorf("got %q", got)
	}
	if hits := Read("All is well."); len(hits) != 0 {
		t.Errorf("found %+v", hits)
	}
}

// FuzzRead holds that no report makes it fail, and that each place lies in it.
func FuzzRead(f *testing.F) {
	f.Add("5000.1.1.16")
	f.Add("\xff'PkgAssets' folder missing")
	f.Fuzz(func(t *testing.T, report string) {
		for _, h := range Read(report) {
			if h.At < 0 || h.At >= len(report) {
				t.Errorf("found at %d of %d", h.At, len(report))
			}
		}
	})
}
