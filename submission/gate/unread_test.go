package gate_test

import (
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
)

// packages is a complete case of a portal with IDs of its own.
func packages() gate.Case {
	read := checks.Report{Outcomes: []checks.Outcome{{Rule: "Any", Result: checks.Passed}}}
	p := sittings.Packages()
	d := submission.Draft{Version: 1, Answers: map[string]submission.Answer{"sender": {Value: "Contoso"}, "merged": {Value: "3401"},
		"request": {Value: "3401"}, "package.zip": {Value: "contoso.zip"}}}
	return gate.Case{Portal: p, Today: today, Files: read, Values: submission.Values{Portal: p, Draft: d},
		Read: map[portal.Role]checks.Report{portal.RoleCommit: read, portal.RolePullRequest: read, portal.RoleArchive: read}}
}

// asking is the case with one field of the portal changed.
func asking(c gate.Case, id string, change func(*portal.Field)) gate.Case {
	for _, s := range c.Portal.Steps {
		for i := range s.Fields {
			if s.Fields[i].ID == id {
				change(&s.Fields[i])
			}
		}
	}
	c.Values.Portal = c.Portal
	return c
}

// TestUnreadHolds: what a portal asks and nothing has read is not checked, and
// holds the gate at its field.
func TestUnreadHolds(t *testing.T) {
	if err := sittings.Packages().Validate(); err != nil {
		t.Fatal(err)
	}
	if v := gate.Judge(packages()); !v.Open {
		t.Fatalf("the gate of a complete case is shut: %+v", v.Holds)
	}
	unread := func(role portal.Role) gate.Case {
		c := packages()
		delete(c.Read, role)
		return c
	}
	field := func(id string, change func(*portal.Field)) gate.Case { return asking(packages(), id, change) }
	noFiles := packages()
	noFiles.Files = checks.Report{}
	for name, tt := range map[string]struct {
		c          gate.Case
		field, why string
	}{
		"an archive":         {unread(portal.RoleArchive), "package.zip", "the archive was not read"},
		"a commit":           {unread(portal.RoleCommit), "merged", "the commit was not read"},
		"a pull request":     {unread(portal.RolePullRequest), "request", "the pull request was not read"},
		"a document":         {noFiles, "docs.intro", "the files were not read"},
		"the folder":         {noFiles, "artifacts", "the files were not read"},
		"an unknown kind":    {field("sender", func(f *portal.Field) { f.Kind = "video" }), "sender", `no field of the kind "video"`},
		"an unknown role":    {field("sender", func(f *portal.Field) { f.Role = "mascot" }), "sender", `no role "mascot"`},
		"an archive as text": {field("package.zip", func(f *portal.Field) { f.Kind = portal.Line }), "package.zip", "is read from a field of the kind"},
		"no role":            {field("package.zip", func(f *portal.Field) { f.Role = "" }), "package.zip", "does not say what the archive is"},
		"an unknown check":   {field("sender", func(f *portal.Field) { f.Check = "horoscope" }), "sender", `no check "horoscope"`},
		"an unknown list":    {field("sender", func(f *portal.Field) { f.Lists = "planets" }), "sender", "no list of planets"},
		"a role twice": {field("sender", func(f *portal.Field) {
			f.ID, f.Kind, f.Role = "package.second", portal.Archive, portal.RoleArchive
		}), "package.zip", "twice"},
	} {
		v := gate.Judge(tt.c)
		found := false
		for _, h := range v.Holds {
			if h.Field == tt.field && h.Finding.Rule == "AnswerRead" && strings.Contains(h.Finding.Message, tt.why) {
				found = h.Kind == gate.Unchecked && h.Attest == ""
			}
		}
		if v.Open || !found {
			t.Errorf("%s: open %v, no hold at %s says %q in %+v", name, v.Open, tt.field, tt.why, v.Holds)
		}
	}
}

// TestLabelIsFilled: what holds is named with the answers in it, as the page
// names it.
func TestLabelIsFilled(t *testing.T) {
	c := asking(packages(), "package.zip", func(f *portal.Field) { f.Label = "Type go live {sender}" })
	v := gate.Judge(without(c, "package.zip"))
	if v.Open || v.Holds[0].Finding.Message != "Type go live Contoso is empty" {
		t.Errorf("got %+v", v.Holds)
	}
}
