package screen

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/certwiz/certwiz/internal/golden"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/aloud"
	"github.com/certwiz/certwiz/ui/view"
)

// TestFacesSayTheSame: what the screen draws and what the prompts read comes from
// the same view. Every label, note and finding of every page is held against
// both; the golden file shows one page and the gate as each of them has it.
func TestFacesSayTheSame(t *testing.T) {
	d := sit(t, table{dir: faulty(t), portal: sittings.Drawn(portal.ISVStudio())})
	d.give(map[string]string{"publisher": "verified", "route": "exception", "testing.mfa": "yes",
		"email.submitter": "ines@contoso.example", "email.support": "no address"})
	s := d.s()
	drawn := map[string]string{}
	for _, step := range s.Portal.Path(s.Values().Get) {
		lines, _ := d.m().page(step.ID).lines(200, 1000)
		drawn[step.ID] = plainText(lines)
	}
	list, _ := newSubmitPage(d.m()).lines(200, 1000)
	drawn["gate"] = plainText(list)

	s.MoveTo("connector", "folder")
	var out bytes.Buffer
	console := aloud.NewConsole(strings.NewReader(strings.Repeat("\n", 200)), &out, false, nil)
	_ = aloud.Run(t.Context(), aloud.Options{Session: s, Console: console}) // it ends with its input
	read := out.String()

	for _, step := range s.Portal.Path(s.Values().Get) {
		v := view.StepOf(s, step)
		for _, f := range v.Fields {
			for _, text := range spoken(view.FieldOf(s, f), view.Findings(s, f.ID)) {
				if !strings.Contains(spaced(drawn[step.ID]), spaced(text)) {
					t.Errorf("%s: %q is not drawn", f.ID, text)
				}
				if view.Answerable(f) && !strings.Contains(spaced(read), spaced(text)) {
					t.Errorf("%s: %q is not read", f.ID, text)
				}
			}
		}
	}
	for _, f := range view.GateOf(s).Holds {
		if !strings.Contains(spaced(drawn["gate"]), spaced(f.Message)) || !strings.Contains(spaced(read), spaced(f.Sentence())) {
			t.Errorf("%q is not drawn, or %q is not read", f.Message, f.Sentence())
		}
	}
	from := strings.Index(read, "\nSupport, question 1")
	to := strings.Index(read, "\nDocuments, question 1")
	gate := strings.LastIndex(read, view.GateOf(s).Button+" is locked")
	if from < 0 || to < from || gate < to {
		t.Fatalf("the prompts did not come to the end:\n%s", read)
	}
	golden.Compare(t, filepath.Join("testdata", "faces.txt"), fmt.Sprintf("── drawn: support\n%s\n\n── read aloud: support\n%s\n\n── drawn: the gate\n%s\n\n── read aloud: the gate\n%s\n",
		drawn["support"], strings.TrimSpace(read[from:to]), drawn["gate"], strings.TrimSpace(read[gate:])))
}

// plainText is what lines say, without colours and what pads them.
func plainText(lines []string) string {
	var plain []string
	for _, l := range lines {
		plain = append(plain, strings.TrimRight(ansi.Strip(l), " "))
	}
	return strings.Join(plain, "\n")
}

// spoken is what both faces say of a field.
func spoken(f view.Field, findings []view.Finding) []string {
	texts := []string{f.Label}
	for _, finding := range findings[:min(3, len(findings))] {
		texts = append(texts, finding.Message)
	}
	if f.Kind == portal.Choice {
		for _, o := range f.Options {
			texts = append(texts, o.Label)
		}
	}
	return texts
}
