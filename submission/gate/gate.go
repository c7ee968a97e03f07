// Package gate decides whether a submission may go, and says what holds it
// where it may not. It is pure: what it looks at is a Case, its answer a
// Verdict.
package gate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/form"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
)

// Case is everything the gate looks at. Nothing else decides whether a
// submission may go (S44).
type Case struct {
	Portal portal.Portal
	Values submission.Values
	// Files is the judgement of the artifacts that would be submitted: those
	// at the commit, in the archive, or in the folder until either is known.
	Files checks.Report
	// Read is the judgement of what the answers with these roles lead to: the
	// commit, the pull request, the archive, and for an update the changes
	// since the last version. What is not in it was not read.
	Read map[portal.Role]checks.Report
	// Secrets says for each secret field whether the vault still holds it; a
	// field that is missing here has not been looked up.
	Secrets map[string]SecretState
	// SameFiles says the artifacts are byte for byte the last version's.
	SameFiles bool
	Today     time.Time
}

// SecretState is what is known about a secret's place in the vault.
type SecretState struct {
	Kept bool
	Why  string // when not kept: why; "" together with !Kept means it is gone
}

// Kind says how a hold is lifted.
type Kind int

// The kinds of holds, most severe first.
const (
	Broken    Kind = iota // a finding to be mended
	Missing               // a required answer
	Carried               // an answer of the last version, to be confirmed (S98)
	Unchecked             // not checked; look again or vouch for it
)

// Hold is one thing the gate has to say, and where to go to change it.
type Hold struct {
	Kind    Kind
	Step    string // ID of the step
	Field   string // ID of the field on it
	Finding checks.Finding
	Attest  string // what a person may say instead, for Unchecked; "" when nobody may
	About   string // what that would be about; the word is void when it changes
}

// Waivable tells whether a finding may be waived: only an error about a file
// can be, never an answer of the form.
func Waivable(h Hold) bool {
	f := h.Finding
	return h.Kind == Broken && f.Severity == checks.Error && f.Field == "" && f.Place.File != ""
}

// Verdict is the gate's answer.
type Verdict struct {
	Open     bool
	Holds    []Hold // what keeps it shut, most severe first
	Warnings []Hold // said, but holding nothing
	Waived   []submission.Waiver
	Stale    []submission.Waiver // waivers that match nothing any more
	Attested []submission.Attestation
}

// Judge decides whether a submission may go. It is pure: the same case always
// gets the same verdict.
func Judge(c Case) Verdict {
	g := &judge{c: c, used: make([]bool, len(c.Values.Draft.Waivers))}
	path := c.Portal.Path(c.Values.Get)
	for _, s := range path {
		for _, f := range s.Fields {
			if f.Shown.Holds(c.Values.Get) {
				g.field(s, f)
			}
		}
	}
	g.unread(path)
	g.reports(path)
	g.finish(path)
	return g.v
}

type judge struct {
	c    Case
	v    Verdict
	used []bool // which waivers matched
	// breaks are the warnings about what an update breaks; they come first.
	breaks []Hold
}

// field judges one question.
func (g *judge) field(s portal.Step, f portal.Field) {
	if f.Kind.ShowsOnly() {
		return
	}
	answer := g.c.Values.Draft.Answers[f.ID]
	if strings.TrimSpace(answer.Value) == "" {
		if !f.Optional && f.Required.Holds(g.c.Values.Get) {
			g.missing(s, f)
		}
		return
	}
	if answer.Carried {
		g.hold(Carried, s, f, checks.Finding{Rule: form.CarriedOver.ID, Severity: checks.Error,
			Message: g.c.Values.Fill(f.Label) + ": carried over from the last version, not yet confirmed",
			Fix:     "Look at it and confirm it, or change it."})
	}
	if f.Kind == portal.Secret {
		g.secret(s, f, answer)
		return
	}
	for _, finding := range answerFindings(f, g.c.Values, g.c.Today, answer.Value) {
		g.finding(s.ID, f.ID, finding)
	}
}

func (g *judge) missing(s portal.Step, f portal.Field) {
	label := g.c.Values.Fill(f.Label)
	message := label + " is empty"
	if f.Kind == portal.Tick {
		message = "not yet ticked: " + label
	}
	if f.Kind == portal.Choice {
		message = "not yet chosen: " + label
	}
	g.hold(Missing, s, f, checks.Finding{Rule: form.AnswerMissing.ID, Severity: checks.Error, Message: message, Fix: f.Where})
}

func (g *judge) secret(s portal.Step, f portal.Field, a submission.Answer) {
	for _, finding := range a.Faults {
		g.finding(s.ID, f.ID, finding)
	}
	state, known := g.c.Secrets[f.ID]
	if state.Kept {
		return
	}
	if !known {
		state.Why = "the vault has not answered yet"
	}
	if state.Why == "" {
		g.hold(Missing, s, f, checks.Finding{Rule: "SecretGone", Severity: checks.Error,
			Message: g.c.Values.Fill(f.Label) + " is no longer kept", Fix: "Type it again."})
		return
	}
	g.hold(Unchecked, s, f, checks.Finding{Rule: "SecretGone", Severity: checks.Error,
		Message: fmt.Sprintf("not checked: is the %s still kept? (%s)", strings.ToLower(g.c.Values.Fill(f.Label)), state.Why),
		Fix:     "Look again, or type it again."})
}

// answerFindings is what there is to say about one answer that is not empty
// and no secret.
func answerFindings(f portal.Field, v submission.Values, today time.Time, value string) []checks.Finding {
	for _, r := range f.Refuse {
		if r.Value == value {
			return []checks.Finding{{Rule: "RefusedChoice", Severity: checks.Error, Field: f.ID, Message: r.Message, Fix: r.Fix}}
		}
	}
	if f.Kind == portal.Choice && !offered(f, v, value) {
		return []checks.Finding{{Rule: "UnknownChoice", Severity: checks.Error, Field: f.ID,
			Message: fmt.Sprintf("%s: %q is not one of the choices", v.Fill(f.Label), value), Fix: "Choose again."}}
	}
	if want := v.Fill(f.Expect); want != "" && value != want {
		return []checks.Finding{{Rule: form.ExpectedText.ID, Severity: checks.Error, Field: f.ID,
			Message: fmt.Sprintf("type %q exactly", want), Fix: "Type the words as they stand there."}}
	}
	if f.Check == "" {
		return nil
	}
	return form.Judge(f.Check, form.Input{Field: f.ID, Label: v.Fill(f.Label), Value: value, Today: today,
		Connector: v.Facts, ClientID: v.Answer(portal.RoleClientID), Beside: beside(f, v)}).Findings
}

// beside are the other answers that the same rules judge.
func beside(f portal.Field, v submission.Values) []form.Beside {
	var others []form.Beside
	for _, s := range v.Portal.Steps {
		for _, o := range s.Fields {
			if o.Check == f.Check && o.ID != f.ID && o.Kind != portal.Secret && o.Shown.Holds(v.Get) {
				others = append(others, form.Beside{Label: v.Fill(o.Label), Value: v.Draft.Value(o.ID)})
			}
		}
	}
	return others
}

func offered(f portal.Field, v submission.Values, value string) bool {
	if f.Lists != "" {
		return true
	}
	return slices.ContainsFunc(f.Options, func(o portal.Option) bool {
		return o.Value == value && o.When.Holds(v.Get)
	})
}

// reports brings in what was said about the files, and about what the answers
// lead to.
func (g *judge) reports(path []portal.Step) {
	for _, f := range g.c.Files.Findings {
		if role, asked := g.filesRole(f); asked {
			step, field := g.locate(path, role)
			g.file(step, field, f)
		}
	}
	g.uncheckedFiles(path, portal.RoleFiles, g.c.Files)
	if g.c.Values.Asked(portal.RolePackage) {
		g.uncheckedFiles(path, portal.RolePackage, g.c.Read[portal.RolePackage])
	}
	for _, role := range []portal.Role{portal.RoleCommit, portal.RolePullRequest, portal.RoleArchive, portal.RolePackage} {
		for _, f := range g.c.Read[role].Findings {
			step, field := g.locate(path, g.placeOf(role))
			if f.Place.File != "" {
				g.file(step, field, f)
				continue
			}
			g.finding(step, field, f)
		}
	}
	g.uncheckedPull(path)
	for _, role := range []portal.Role{portal.RoleCommit, portal.RoleArchive} {
		for _, o := range g.c.Read[role].Unchecked() {
			g.unchecked(path, role, o, g.c.Values.Answer(role))
		}
	}
	g.changes(path)
	// What goes to Microsoft as a package may be wrong or late while the files in
	// it are right.
	if g.c.Values.Draft.Update && g.c.SameFiles && g.c.Portal.IDOf(portal.RolePackage) == "" {
		step, field := g.locate(path, g.sourceRole())
		g.finding(step, field, checks.Finding{Rule: "SameAsLastVersion", Severity: checks.Error,
			Message: "the files are the last version's, byte for byte", Fix: "Give the commit or the .zip that holds the changes (S97)."})
	}
}

// changes says what an update would break for who uses the last version, and
// that nobody compared where nobody did. It warns and never holds: engineers let
// most breaking changes pass.
func (g *judge) changes(path []portal.Step) {
	step, field := g.locate(path, portal.RoleChanges)
	r := g.c.Read[portal.RoleChanges]
	for _, f := range r.Findings {
		f.Severity = min(f.Severity, checks.Warning)
		if f.Severity < checks.Warning {
			g.finding(step, field, f)
			continue
		}
		g.breaks = append(g.breaks, Hold{Kind: Broken, Step: step, Field: field, Finding: f})
	}
	said := map[string]bool{}
	for _, o := range r.Unchecked() {
		if said[o.Reason] {
			continue
		}
		said[o.Reason] = true
		g.breaks = append(g.breaks, Hold{Kind: Unchecked, Step: step, Field: field, About: o.Reason,
			Finding: checks.Finding{Rule: "ChangesCompared", Severity: checks.Warning,
				Message: fmt.Sprintf("not checked: what this update breaks (%s)", o.Reason), Fix: "Compare it by hand with the last version."}})
	}
}

// filesRole is what a finding about the files belongs to. It is not asked for
// where this way through the process has no such document: with an exception
// there is no readme.md in the repository.
func (g *judge) filesRole(f checks.Finding) (role portal.Role, asked bool) {
	name := strings.ToLower(f.Place.File)
	switch {
	case name == portal.FileIntro:
		return portal.RoleIntro, g.c.Values.Asked(portal.RoleIntro)
	case strings.HasPrefix(name, "readme"):
		return portal.RoleReadme, g.c.Values.Asked(portal.RoleReadme)
	default:
		return portal.RoleFiles, true
	}
}

// placeOf is the role of the field where findings of a role are shown. What
// GitHub says of a pull request belongs to the commit where the pull request
// itself is not asked for.
func (g *judge) placeOf(role portal.Role) portal.Role {
	if role == portal.RolePullRequest && !g.c.Values.Asked(role) {
		return portal.RoleCommit
	}
	return role
}

// sourceRole is what the files that are submitted come from.
func (g *judge) sourceRole() portal.Role {
	if g.c.Values.Way() == portal.ByArchive {
		return portal.RoleArchive
	}
	return g.placeOf(portal.RolePullRequest)
}

// file is a finding about a file, which may be waived.
func (g *judge) file(step, field string, f checks.Finding) {
	if f.Severity == checks.Error {
		for i, w := range g.c.Values.Draft.Waivers {
			if w.Matches(f) {
				g.used[i] = true
				g.v.Waived = append(g.v.Waived, w)
				return
			}
		}
	}
	g.finding(step, field, f)
}

func (g *judge) finding(step, field string, f checks.Finding) {
	h := Hold{Kind: Broken, Step: step, Field: field, Finding: f}
	if f.Severity == checks.Error {
		g.v.Holds = append(g.v.Holds, h)
		return
	}
	g.v.Warnings = append(g.v.Warnings, h)
}

func (g *judge) hold(kind Kind, s portal.Step, f portal.Field, finding checks.Finding) {
	finding.Field = f.ID
	g.v.Holds = append(g.v.Holds, Hold{Kind: kind, Step: s.ID, Field: f.ID, Finding: finding})
}

func (g *judge) finish(path []portal.Step) {
	for i, w := range g.c.Values.Draft.Waivers {
		if !g.used[i] {
			g.v.Stale = append(g.v.Stale, w)
		}
	}
	order := map[string]int{}
	for i, s := range path {
		order[s.ID] = i
	}
	slices.SortStableFunc(g.v.Holds, func(a, b Hold) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(order[a.Step], order[b.Step]))
	})
	slices.SortStableFunc(g.v.Warnings, func(a, b Hold) int {
		return cmp.Or(cmp.Compare(b.Finding.Severity, a.Finding.Severity), cmp.Compare(order[a.Step], order[b.Step]))
	})
	g.v.Warnings = append(g.breaks, g.v.Warnings...)
	g.v.Open = len(g.v.Holds) == 0
}

// locate finds the field of a role on a path; one that is not there falls to
// the first page, so that no finding is ever without a place to go to.
func (g *judge) locate(path []portal.Step, role portal.Role) (step, field string) {
	id := g.c.Portal.IDOf(role)
	for _, s := range path {
		for _, f := range s.Fields {
			if f.ID == id {
				return s.ID, f.ID
			}
		}
	}
	for _, s := range path {
		for _, f := range s.Fields {
			return s.ID, f.ID
		}
	}
	return "", ""
}

func lowerFirst(s string) string {
	if len(s) > 1 && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}
