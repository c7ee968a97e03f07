// Package change judges the step from one version of a connector to the next:
// what existing flows and connections would stumble over, in the words and with
// the paths of Microsoft's validator of changes, and what else changed in the
// definition, for people to read. It compares what was read; whether a change
// is agreed with Microsoft is for people to know.
package change

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/properties"
	"github.com/certwiz/certwiz/checks/swagger"
	"github.com/certwiz/certwiz/checks/text"
)

// Version is one version of a connector, read. A document is nil when it is
// not there or could not be read.
type Version struct {
	Folder     string // the name of the connector's folder, "" when it is not known
	Definition *swagger.Document
	Settings   *properties.Document
}

// Judge says what Microsoft's validator says of the step from one version to
// the next, with its paths as pointers; lines and columns are those of the new
// files. A damaged file leaves its rules NotChecked; one that is not in both
// versions is nothing to compare. No finding is an error: a breaking change needs
// an engineer's word, and most get it (71 of 89 on pull requests). Breaking tells which findings are breaking
// changes, whatever their severity, and Summary shortens one to a line.
func Judge(before, after Version) checks.Report { return checks.Run(table(before, after)) }

// Rules lists the descriptions of all rules of this room.
func Rules() []checks.Rule { return checks.Rules(table(Version{}, Version{})) }

// Breaking tells whether a finding of Judge is a change that existing flows or
// connections would stumble over.
func Breaking(f checks.Finding) bool {
	switch f.Rule {
	case titleChanged.ID, hostChanged.ID, folderRenamed.ID: // people notice these, flows do not
		return false
	}
	return ruleOf(f).ID != ""
}

// Printed tells whether Microsoft's validator was seen to print a finding of Judge.
func Printed(f checks.Finding) bool { return ruleOf(f).Evidence == checks.Printed }

// Summary is what a finding of Judge says about this connector, without the
// validator's sentence in front.
func Summary(f checks.Finding) string {
	text := strings.TrimPrefix(f.Message, ruleOf(f).Wording)
	if inner, ok := strings.CutPrefix(text, " ("); ok {
		return strings.TrimSuffix(inner, ")")
	}
	return strings.TrimPrefix(text, ": ")
}

// ruleOf is the rule of this room that a finding is of, or the empty rule.
func ruleOf(f checks.Finding) checks.Rule { return rulesByID()[f.Rule] }

var rulesByID = sync.OnceValue(func() map[string]checks.Rule {
	byID := map[string]checks.Rule{}
	for _, r := range Rules() {
		byID[r.ID] = r
	}
	return byID
})

// Notes lists the changes of the definition that are no findings: operations,
// parameters and fields that were added, texts that changed. It is nil when
// the definitions can't be compared; Judge then says why.
func Notes(before, after Version) []string {
	if before.Definition == nil || after.Definition == nil {
		return nil
	}
	c, err := compare(before.Definition, after.Definition)
	if err != nil {
		return nil
	}
	var notes []string
	for _, e := range c.events {
		if e.rule == "" && !slices.Contains(notes, e.text) {
			notes = append(notes, e.text)
		}
	}
	return notes
}

func table(before, after Version) []checks.Check {
	s := step{before: before, after: after}
	compared := sync.OnceValues(func() (*comparison, error) { return compare(before.Definition, after.Definition) })
	var all []checks.Check
	for _, rule := range []checks.Rule{
		operationDeleted, operationHidden, pathChanged, requiredParameterAdded, parameterDeleted, parameterTypeChanged,
		requiredFieldAdded, inputRequired, enumAdded, enumValueRemoved, inputDeleted, inputHidden, inputTypeChanged,
		outputDeleted, outputTypeChanged, outputFormatChanged, signInRemoved, titleChanged, hostChanged,
	} {
		all = append(all, checks.Check{Rule: rule, Judge: func(r *checks.Reporter) { s.definition(r, rule, compared) }})
	}
	all = append(all,
		checks.Check{Rule: authenticationRemoved, Judge: s.settings(s.authentication)},
		checks.Check{Rule: connectionRemoved, Judge: s.settings(s.removed)},
		checks.Check{Rule: connectionChanged, Judge: s.settings(s.changed)},
		checks.Check{Rule: folderRenamed, Judge: s.folder},
	)
	for i := range all {
		all[i].Rule.Subject = checks.SubjectChange
	}
	return all
}

// step is what the rules judge.
type step struct{ before, after Version }

// definition reports the events of one rule, one finding for each thing in the
// new file that changed, whatever the number of operations that use it.
func (s step) definition(r *checks.Reporter, rule checks.Rule, compared func() (*comparison, error)) {
	if s.before.Definition == nil || s.after.Definition == nil {
		r.Skip("apiDefinition.swagger.json is not in both versions")
		return
	}
	c, err := compared()
	if err != nil {
		r.Unknown(err.Error())
		return
	}
	type cause struct {
		offset int
		text   string
	}
	var events []event
	places := map[cause][]checks.Place{}
	for _, e := range c.events {
		if e.rule != rule.ID {
			continue
		}
		key := cause{e.at.KeyOffset(), e.withoutOperation()}
		if places[key] == nil || !e.at.OK() {
			events = append(events, e)
		}
		places[key] = append(places[key], c.place(e))
	}
	for _, e := range events {
		message := e.text
		if rule.Wording != "" {
			message = rule.Wording + " (" + e.text + ")"
		}
		r.Report(c.place(e), "%s", message)
		if e.at.OK() {
			r.Last().More = places[cause{e.at.KeyOffset(), e.withoutOperation()}][1:]
		}
	}
	if c.cut && len(events) == 0 {
		r.Unknown("the definitions are too large, or differ too much, to be compared whole")
	}
}

func (s step) folder(r *checks.Reporter) {
	switch was, is := s.before.Folder, s.after.Folder; {
	case was == "" || is == "":
		r.Skip("the names of the folders are not known")
	case was != is:
		r.Report(checks.Place{}, "the folder was %s, it is %s", quote(was), quote(is))
	}
}

// readable says why a file can't be compared: it must hold an object that
// can be trusted.
func readable(which, name string, tree *jsontree.Tree) error {
	for _, f := range tree.Faults() {
		if f.Breaks() {
			line, column := tree.Position(f.Offset)
			return fmt.Errorf("%s %s can't be compared: line %d, column %d: %s", which, name, line, column, f.Message)
		}
	}
	if !tree.Root().Is(jsontree.Object) {
		return fmt.Errorf("%s %s can't be compared: it holds no object", which, name)
	}
	return nil
}

// quote is a value in a message, shortened.
func quote(s string) string {
	const most = 60
	if s == "" {
		return "nothing"
	}
	return fmt.Sprintf("%q", text.Cut(s, most))
}
