package review

import (
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// Status says what became of a line since it was printed.
type Status string

// The statuses of a line. NotChecked is never the same as Fixed.
const (
	Fixed      Status = "fixed"                // certwiz knows the rule, it ran, and finds nothing there any more
	Still      Status = "still there"          // a finding of the rule stands at that place
	Unknown    Status = "not known to certwiz" // no rule has that sentence or code
	NotChecked Status = "not checked"          // the rule is known, but did not run to the end
)

// Matched is a line with what certwiz says of it.
type Matched struct {
	Line
	Status  Status          `json:"status"`
	Rule    string          `json:"rule,omitempty"`    // ID of the rule that it was recognised as
	Finding *checks.Finding `json:"finding,omitempty"` // what still stands there, a copy
	Reason  string          `json:"reason,omitempty"`  // why it was not checked
}

// Counts is how many lines have each status.
type Counts struct{ Fixed, Still, Unknown, NotChecked int }

// Summary counts the statuses.
func Summary(matched []Matched) Counts {
	var c Counts
	for _, m := range matched {
		switch m.Status {
		case Fixed:
			c.Fixed++
		case Still:
			c.Still++
		case NotChecked:
			c.NotChecked++
		default:
			c.Unknown++
		}
	}
	return c
}

// Match holds lines against a report. Rules are all that certwiz has, those of
// change too; the report should hold their outcomes: a rule without one did
// not run. A line without a level gets that of its rule.
func Match(lines []Line, report checks.Report, rules []checks.Rule) []Matched {
	if len(lines) == 0 {
		return nil
	}
	m := newMatcher(report, rules)
	out := make([]Matched, len(lines))
	for i, l := range lines {
		out[i] = m.match(l)
	}
	return out
}

// matcher knows a report by its rules.
type matcher struct {
	*book
	findings map[string][]stand
	outcomes map[string]checks.Outcome
	part     map[checks.Subject]string // why a subject was not read whole
	whole    map[checks.Subject]bool   // subjects of which a rule ran
}

// stand is a finding with its places taken apart, the first one first.
type stand struct {
	finding *checks.Finding
	places  [][]string
	member  string // what its message names: a member that is missing, say
	named   bool   // whether it names one
}

func newMatcher(report checks.Report, rules []checks.Rule) *matcher {
	m := &matcher{book: newBook(rules), findings: map[string][]stand{}, outcomes: map[string]checks.Outcome{}, part: map[checks.Subject]string{}, whole: map[checks.Subject]bool{}}
	for i := range report.Findings {
		f := &report.Findings[i]
		s := stand{finding: f, places: [][]string{steps(f.Place.Pointer)}}
		for _, p := range f.More {
			s.places = append(s.places, steps(p.Pointer))
		}
		s.member, s.named = m.member(f)
		m.findings[f.Rule] = append(m.findings[f.Rule], s)
	}
	for _, o := range report.Outcomes {
		if was, twice := m.outcomes[o.Rule]; !twice || was.Result == checks.NotApplicable || was.Result == checks.NotChecked {
			m.outcomes[o.Rule] = o
		}
		i, known := m.byID[o.Rule]
		if !known {
			continue
		}
		switch subject := m.rules[i].Subject; o.Result {
		case checks.NotChecked:
			m.part[subject] = o.Reason
		case checks.Passed, checks.Found:
			m.whole[subject] = true
		}
	}
	return m
}

func (m *matcher) match(l Line) Matched {
	found := m.read(l)
	if len(found) == 0 {
		return Matched{Line: l, Status: Unknown}
	}
	out := Matched{Line: l, Status: Fixed, Rule: m.rules[found[0].rule].ID}
	for _, near := range []int{0, 1, 2} {
		for _, r := range found {
			if f := m.standing(l, r, near); f != nil {
				out.Status, out.Rule = Still, f.Rule
				out.Finding = copyOf(f)
				return out.level(m.rules[r.rule])
			}
		}
	}
	for _, r := range found {
		if why := m.whyUnproven(m.rules[r.rule]); why != "" {
			out.Status, out.Rule, out.Reason = NotChecked, m.rules[r.rule].ID, why
			break
		}
	}
	return out.level(m.rules[found[0].rule])
}

// copyOf keeps a finding apart from the report.
func copyOf(f *checks.Finding) *checks.Finding {
	c := *f
	return &c
}

// level takes a rule's severity for a level that was not printed.
func (m Matched) level(r checks.Rule) Matched {
	switch {
	case m.Level != "":
	case r.Severity == checks.Error:
		m.Level = levelError
	default:
		m.Level = levelWarning
	}
	return m
}

// standing is a finding of the rule at the line's place, or as many steps
// above or below it. A line without a place means the rule anywhere.
func (m *matcher) standing(l Line, r reading, near int) *checks.Finding {
	at := l.ValuePath
	if at == "" {
		at = r.at
	}
	if r.member != "" && near > 1 {
		return nil // two steps below, a member of that name is another one
	}
	line := steps(at)
	for _, s := range m.findings[m.rules[r.rule].ID] {
		if r.member != "" && s.named && s.member != r.member {
			continue
		}
		if at == "" && (near > 0 || len(s.places[0]) == 0) {
			return s.finding
		}
		for _, p := range s.places {
			if apart(line, p) == near {
				return s.finding
			}
		}
	}
	return nil
}

// member is what a finding's message names, if its rule's sentence does.
func (b *book) member(f *checks.Finding) (string, bool) {
	i, known := b.byID[f.Rule]
	if !known || b.wordingOf[i] == 0 {
		return "", false
	}
	w := b.wordings[b.wordingOf[i]-1]
	if !w.member {
		return "", false
	}
	return w.fits(plain(f.Message), false)
}

// apart is how many steps one place is above or below another; -1 when they
// are beside each other. The last step of a place that was cut need only begin
// alike.
func apart(line, finding []string) int {
	n := min(len(line), len(finding))
	for i := range n {
		if line[i] == finding[i] {
			continue
		}
		start, wasCut := strings.CutSuffix(line[i], "...")
		if !wasCut || i+1 < len(line) || !strings.HasPrefix(finding[i], start) {
			return -1
		}
		return 0
	}
	return max(len(line), len(finding)) - n
}

// listed is how many places of one cause the rules of the definition list;
// what is beyond is only counted.
const listed = 200

// whyUnproven says why a rule without a finding at a place is no proof that nothing
// is wrong there, or "".
func (m *matcher) whyUnproven(r checks.Rule) string {
	o, ran := m.outcomes[r.ID]
	switch {
	case !ran:
		return "this check did not run"
	case o.Result == checks.NotChecked:
		return o.Reason
	case o.Result == checks.NotApplicable && !m.isRemoved(r, o):
		return o.Reason
	case ofSchema(r):
		return "the sentence is one of the JSON schema's, of which certwiz checks a part"
	case o.Result == checks.Found && m.part[r.Subject] != "" && jsonFile(r.Subject):
		return m.part[r.Subject]
	}
	if slices.ContainsFunc(m.findings[r.ID], func(s stand) bool { return len(s.places) >= listed }) {
		return "the rule finds more places than certwiz lists"
	}
	return ""
}

// isRemoved reports whether a rule that does not apply says so because its file was
// read and what it looks at is not there any more. Of other subjects it may
// as well mean that the file is not at hand.
func (m *matcher) isRemoved(r checks.Rule, o checks.Outcome) bool {
	return jsonFile(r.Subject) && m.whole[r.Subject] && !strings.HasPrefix(o.Reason, "only Microsoft can tell")
}

// ofSchema reports whether a rule's sentence is one that the validator of
// apiProperties.json prints about any part of its schema.
func ofSchema(r checks.Rule) bool {
	return begins(r.Wording, []string{"Invalid type.", "Value \"{0}\"", "JSON does not match"})
}

func jsonFile(s checks.Subject) bool {
	return s == checks.SubjectSwagger || s == checks.SubjectProperties
}
