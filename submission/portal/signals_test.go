package portal

import (
	"regexp"
	"strings"
	"testing"
)

var seenDate = regexp.MustCompile(`^20\d\d(-\d\d(-\d\d)?)?$`)

func TestSignalsAreSourced(t *testing.T) {
	p := ISVStudio()
	if len(p.Signals) == 0 {
		t.Fatal("there are no signals")
	}
	for _, s := range p.Signals {
		name := strings.Join(s.Says, "/") + s.Label
		if (len(s.Says) > 0) == (s.Label != "") {
			t.Errorf("%s has words and a label, or none", name)
		}
		if s.Source == "" || !seenDate.MatchString(s.Seen) || s.Stage == "" || s.Next == "" || strings.ContainsAny(s.Next, "!") {
			t.Errorf("%s: source %q, seen %q, stage %q, next %q", name, s.Source, s.Seen, s.Stage, s.Next)
		}
		if s.Whose != "yours" && s.Whose != "Microsoft" && s.Whose != "" {
			t.Errorf("%s: whose %q", name, s.Whose)
		}
		if w, ok := p.Window(s.Window); s.Window != "" && (!ok || w.Whose != s.Whose) {
			t.Errorf("%s: the window %q is %+v", name, s.Window, w)
		}
		for _, says := range s.Says {
			if spokenWords(says) != says {
				t.Errorf("%q is not written as it is compared: %q", says, spokenWords(says))
			}
		}
	}
	for _, id := range []string{"pull request", "pull request again"} {
		if _, ok := p.Window(id); !ok {
			t.Errorf("there is no window %q", id)
		}
	}
}

func TestHeard(t *testing.T) {
	p := ISVStudio()
	for _, c := range []struct {
		name, author string
		microsoft    bool
		text, stage  string
	}{
		{"the bot", "certificationteam", false, "Certification Validations Failed. Please fix below issues", "certification failed on validation"},
		{"its name in other letters", "CertificationTeam", false, "Certification Validations Failed", "certification failed on validation"},
		{"an engineer in its place", "engineer", true, "certification validations failed", "certification failed on validation"},
		{"somebody else", "contoso-dev", false, "Certification Validations Failed", ""},
		{"white space and emphasis", "engineer", true, "\r\n**Publisher**   `Mismatch`\tDetected", "publisher mismatch"},
		{"a dash of another kind", "engineer", true, "Your certification request has been approved, 3–4 weeks", "approved, being deployed"},
		{"only one of two", "engineer", true, "It takes 3-4 weeks", ""},
		{"what is quoted", "engineer", true, "> Publisher Mismatch Detected\n  > Certification Validations Failed\nNo.", ""},
		{"the most final counts", "engineer", true, "Your certification request has been approved. The deployment of your connector and documentation page was already completed.", "deployed"},
		{"alone", "engineer", true, " certify-connector\n", "certification begun"},
		{"alone below a quote", "engineer", true, "> done\n\ncertify-connector", "certification begun"},
		{"not alone", "engineer", true, "we write certify-connector then", ""},
		{"nothing", "engineer", true, "", ""},
		{"at the end of much else", "engineer", true, strings.Repeat("a ", lookedAt) + "publisher mismatch detected", ""},
	} {
		s, ok := p.Signal(c.author, c.microsoft, c.text)
		if s.Stage != c.stage || ok != (c.stage != "") {
			t.Errorf("%s: %q, %v; want %q", c.name, s.Stage, ok, c.stage)
		}
	}
}

func TestLabelled(t *testing.T) {
	p := ISVStudio()
	for _, c := range []struct {
		labels []string
		stage  string
	}{
		{nil, ""},
		{[]string{"", "New", "certified-connector"}, ""},
		{[]string{"validation Phase"}, "certification begun"},
		{[]string{"Validation phase", "Needs:Partner-Attention"}, "changes requested on the pull request"},
		{[]string{"needs:partner-attention", "deployed"}, "deployed"},
	} {
		s, ok := p.Labelled(c.labels)
		if s.Stage != c.stage || ok != (c.stage != "") {
			t.Errorf("%q: %q, %v", c.labels, s.Stage, ok)
		}
	}
}

func TestSpeaksForMicrosoft(t *testing.T) {
	p := ISVStudio()
	if !p.SpeaksForMicrosoft("CERTIFICATIONTEAM") || p.SpeaksForMicrosoft("contoso-dev") || p.SpeaksForMicrosoft("") {
		t.Error("somebody else speaks for Microsoft")
	}
}

func FuzzHeard(f *testing.F) {
	f.Add("certificationteam", "> a\n**Certification** Validations\tFailed –")
	p := ISVStudio()
	f.Fuzz(func(t *testing.T, author, text string) {
		if _, ok := p.Signal(author, false, text); ok && !strings.EqualFold(author, certificationTeam) {
			t.Errorf("%q is heard", author)
		}
		if s, ok := p.Signal(author, true, "> "+strings.ReplaceAll(text, "\n", "\n> ")); ok {
			t.Errorf("a quote says %v", s.Says)
		}
	})
}
