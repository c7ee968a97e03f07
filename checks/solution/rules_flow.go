package solution

import (
	"bytes"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/leaks"
)

// needsFlow ends a rule where there is no flow to be looked at.
func (s *subject) needsFlow(say *say) bool {
	if !s.needsConnector(say) {
		return false
	}
	if len(s.flows()) == 0 {
		say.unknown("there is no flow solution, see SolutionFlowMissing")
		return false
	}
	return true
}

var flowAlone = rule{"P33", stop, warn, checks.Rule{
	ID: "FlowWithoutConnector", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "The flow's solution holds the connector too.",
	Wording: "Flow solution is invalid. Flow solution should contain both 'Connector' and 'Workflows' folders.",
	Fix:     "Add the connector to the flow's solution, then export again.",
	Source:  "5000.1.1.7", Link: policyPage,
	Bad: `Workflows/ alone, and <Required type="372" …/>`, Good: "Connector/, Workflows/",
}, func(s *subject, say *say) {
	if !s.needsXML(say) {
		return
	}
	for _, one := range s.flows() {
		if one.connectors == nil {
			say.at(one.at(), "%s leaves the connector out. Microsoft's script refuses this; its service has accepted it from independent publishers", one.name())
		}
	}
}}

var flowOther = rule{"P34", stop, stop, checks.Rule{
	ID: "FlowOtherConnector", Origin: checks.Documentation, Evidence: checks.Policy,
	Meaning: "A flow's connection is for the connector of the package, not for a copy of it.",
	Fix:     "Make the flow anew on this connector, then export again.",
	Source:  "5000.1.1.7", Link: policyPage,
	Bad: `"logicalName": "phub_parcelhub1"`, Good: `"logicalName": "phub_parcelhub"`,
}, func(s *subject, say *say) {
	if !s.needsFlow(say) {
		return
	}
	var used []string
	var first *Flow
	read := false
	for _, one := range s.flows() {
		for _, f := range one.Flows {
			if _, ok := f.reference(s.main); ok {
				return
			}
			read = read || f.File.Tree != nil
			if first == nil {
				first = f
			}
			for _, ref := range f.References {
				if ref.Logical != "" {
					used = append(used, ref.Logical)
				}
			}
		}
	}
	switch {
	case first == nil || !read:
		say.unknown("no flow could be read, see SolutionFlowFiles")
	case len(used) == 0:
		say.at(first.File.at(jsontree.Node{}), "no flow uses a custom connector; the package's is %s", jsontree.Quote(s.main.Name))
	default:
		say.at(first.File.at(jsontree.Node{}), "the flow uses %s, the package's connector is %s", jsontree.Quote(strings.Join(used, ", ")), jsontree.Quote(s.main.Name))
	}
}}

var flowOperations = rule{"P35", stop, stop, checks.Rule{
	ID: "FlowOperations", Origin: checks.Documentation, Evidence: checks.Policy,
	Meaning: "Every operation that a flow calls is in the definition. Fewer than three operations tried is a warning.",
	Fix:     "Make the flow anew with the operations of this definition, then export again.",
	Source:  "5000.1.1.9", Link: policyPage,
	Bad: "a flow that calls GetOld, a definition with GetParcel", Good: "a flow that calls GetParcel",
}, func(s *subject, say *say) {
	if !s.needsFlow(say) {
		return
	}
	doc := s.main.document()
	if doc == nil || doc.Tree.Damaged() {
		say.unknown("the definition could not be read, see SolutionDefinition")
		return
	}
	known, tried := map[string]bool{}, map[string]bool{}
	for _, o := range doc.Operations {
		known[strings.ToLower(o.ID)] = true
	}
	var place checks.Place
	for _, one := range s.flows() {
		for _, f := range one.Flows {
			if place.File == "" && f.File.File != nil {
				place = f.File.at(jsontree.Node{})
			}
			for _, u := range f.usesOf(s.main) {
				tried[strings.ToLower(u.Operation)] = true
				if !known[strings.ToLower(u.Operation)] {
					say.at(f.File.at(u.node), "the flow calls %s, which the definition does not have", jsontree.Quote(u.Operation))
				}
			}
		}
	}
	// The reviewers' pictures show three operations; a connector may have fewer.
	if len(tried) < min(3, len(known)) && place.File != "" {
		say.as(warn, place, "the flows try %d of %d operations; reviewers want to see three", len(tried), len(known))
		say.fix("Add more of the connector's operations to the flow, then export again.")
		return
	}
	if left := len(known) - len(tried); left > 0 && place.File != "" {
		say.as(inform, place, "%d of %d operations are in no flow", left, len(known))
		say.fix("Nothing has to be done; a flow with every operation makes the review shorter.")
	}
}}

var flowOff = rule{"P36", warn, warn, checks.Rule{
	ID: "FlowOff", Origin: checks.Practice,
	Meaning: "The flow is a cloud flow that is switched on, best with the manual trigger.",
	Fix:     "Turn the flow on, then export again.",
	Source:  "22 certified packages", Link: filesPage,
	Bad: "<StateCode>0</StateCode>", Good: "<StateCode>1</StateCode>",
}, func(s *subject, say *say) {
	if !s.needsFlow(say) {
		return
	}
	for _, one := range s.flows() {
		for _, f := range one.Flows {
			switch {
			case f.State == 0:
				say.at(f.at(), "the flow %s was exported switched off", jsontree.Quote(f.Name))
			case f.Category != 5 && f.Category >= 0:
				say.at(f.at(), "%s is no cloud flow (Category %d, 5 is one)", jsontree.Quote(f.Name), f.Category)
			case f.Trigger != "" && !strings.EqualFold(f.Trigger, "Request"):
				say.as(inform, f.at(), "the flow %s is not started by hand (%s)", jsontree.Quote(f.Name), clean(f.Trigger))
				say.fix("Nothing has to be done; a manual trigger is easier to try.")
			}
		}
	}
}}

var copiesDiffer = rule{"P37", warn, warn, checks.Rule{
	ID: "SolutionCopiesDiffer", Origin: checks.Practice,
	Meaning: "The connector in the flow's solution is the same as in its own.",
	Fix:     "Publish all customizations, then export both solutions again.",
	Source:  "a publisher's report", Link: filesPage,
	Bad: "14 operations in one solution, 12 in the other", Good: "the same files in both",
}, func(s *subject, say *say) {
	if !s.needsConnector(say) {
		return
	}
	for _, c := range s.connectors() {
		if c == s.main || c.Solution == s.main.Solution || !strings.EqualFold(c.Name, s.main.Name) {
			continue
		}
		for _, pair := range []struct {
			what      string
			one, twin Part
		}{
			{"definition", s.main.Definition, c.Definition}, {"connection parameters", s.main.Parameters, c.Parameters},
			{"policies", s.main.Policies, c.Policies}, {"custom code", s.main.Script, c.Script}, {"icon", s.main.Icon, c.Icon},
		} {
			if !pair.one.ok() || !pair.twin.ok() || bytes.Equal(pair.one.File.Data, pair.twin.File.Data) || sameJSON(pair.one, pair.twin) {
				continue
			}
			more := ""
			if a, b := s.main.document(), c.document(); pair.what == "definition" && a != nil && b != nil && len(a.Operations) != len(b.Operations) {
				more = " (" + operations(len(b.Operations)) + ", not " + operations(len(a.Operations)) + ")"
			}
			say.at(pair.twin.at(jsontree.Node{}), "%s holds another %s than %s%s", c.Solution.name(), pair.what, s.main.Solution.name(), more)
		}
	}
}}

var secret = rule{"P43", stop, stop, checks.Rule{
	ID: "PackageSecret", Origin: checks.Practice,
	Meaning: "No file of the package holds a secret: no client secret, no token or key, no signed link. A client ID may stand there.",
	Fix:     "Remove it from the connector or flow and export again. If it was ever sent, make a new one.",
	Source:  "a publisher's export", Link: filesPage,
	Bad: `"oAuthSettings": {"clientSecret": "…"}`, Good: `"oAuthSettings": {"clientId": "…"}`,
}, func(s *subject, say *say) {
	for _, f := range s.texts() {
		for _, span := range leaks.Find(leaks.Subject{Files: []leaks.File{f}}) {
			switch span.Rule {
			case "TokenInFile":
				say.at(span.Place, "holds what looks like %s; it must not leave your machine", span.What)
			case leaks.ClientSecretRule:
				say.at(span.Place, "a client secret is in the package; it goes into Partner Center only")
			case leaks.ClientIDRule:
				say.as(inform, span.Place, "a client ID is in the package, as in every verified publisher's export")
				say.fix("Nothing to do; give the client ID in Partner Center too.")
			}
		}
	}
}}

// texts are all files of the package in which a secret may stand.
func (s *subject) texts() []leaks.File {
	var all []leaks.File
	text := func(f *checks.File) {
		if f != nil && f.Err == "" {
			all = append(all, leaks.File{Name: f.Name, Text: string(f.Data)})
		}
	}
	tree := func(p Part, settings bool) {
		if p.ok() && p.Tree != nil {
			all = append(all, leaks.File{Name: p.File.Name, Tree: p.Tree, Settings: settings})
		}
	}
	text(s.Intro)
	text(s.Custom)
	for _, one := range s.Solutions {
		text(one.Customizations.file)
		text(one.Manifest.file)
		for _, c := range one.Connectors {
			tree(c.Definition, false)
			tree(c.Parameters, true)
			tree(c.Sets, true)
			tree(c.Policies, false)
			text(c.Script.File)
		}
		for _, f := range one.Flows {
			tree(f.File, false)
		}
	}
	return all
}
