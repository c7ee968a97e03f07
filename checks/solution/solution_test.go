package solution

import (
	"fmt"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/internal/packages"
)

func lines(r checks.Report) (all []string) {
	for _, f := range r.Findings {
		all = append(all, fmt.Sprintf("%s %s: %s: %s", f.Severity, f.Rule, f.Place, f.Message))
	}
	return all
}

func TestGood(t *testing.T) {
	p := Read("package.zip", packages.Good().Pack(t))
	for _, independent := range []bool{false, true} {
		r := Judge(p, Options{Independent: independent})
		if r.Count(checks.Error) > 0 || len(r.Unchecked()) > 0 {
			t.Errorf("independent %v:\n%s\n%v", independent, strings.Join(lines(r), "\n"), r.Unchecked())
		}
		t.Log(strings.Join(lines(r), "\n"))
	}
	if r := LikeMicrosoftScript(p, false); len(r.Findings) > 0 {
		t.Error(lines(r))
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{"phub_parcelhub": "shared_phub-5fparcelhub", "cr37f_5Ffdic": "shared_cr37f-5ffdic", "lci_lexware-20office": "shared_lci-5flexware-20office"} {
		if got := apiName(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if prefix, plain, ok := Decoded("tst_parcel-20hub-2D1"); prefix != "tst" || plain != "parcel hub-1" || !ok {
		t.Error(prefix, plain, ok)
	}
	if got := Encoded("Parcel hub-1"); got != "parcel-20hub-2D1" {
		t.Error(got)
	}
}
