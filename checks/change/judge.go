package change

import (
	"strings"
	"sync"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/properties"
)

// File is one artifact as it was read.
type File struct {
	Name string // as on disk
	Data []byte
}

// Files is one version of a connector. A nil file is not there.
type Files struct {
	Folder              string // the name of the connector's folder, "" when it is not known
	Swagger, Properties *File
}

// Judge says what Microsoft's validator says of the step from one version to
// the next, with its paths as pointers; lines and columns are those of the new
// files. A file that can't be read leaves its rules NotChecked; one that is
// not in both versions is nothing to compare.
func Judge(before, after Files) checks.Report { return checks.Run(table(before, after)) }

// Rules lists the descriptions of all rules of this room.
func Rules() []checks.Rule { return checks.Rules(table(Files{}, Files{})) }

func table(before, after Files) []checks.Check {
	j := judge{before: before, after: after}
	compared := sync.OnceValues(func() (*comparison, error) { return compare(before.Swagger.Data, after.Swagger.Data) })
	var all []checks.Check
	for _, rule := range []checks.Rule{
		operationDeleted, operationHidden, pathChanged, requiredParameterAdded, parameterDeleted, parameterTypeChanged,
		requiredFieldAdded, inputRequired, enumAdded, enumValueRemoved, inputDeleted, inputHidden, inputTypeChanged,
		outputDeleted, outputTypeChanged, outputFormatChanged, signInRemoved, titleChanged, hostChanged,
	} {
		all = append(all, checks.Check{Rule: rule, Judge: func(r *checks.Reporter) { j.definition(r, rule, compared) }})
	}
	all = append(all,
		checks.Check{Rule: authenticationRemoved, Judge: j.settings(j.authentication)},
		checks.Check{Rule: connectionRemoved, Judge: j.settings(j.removed)},
		checks.Check{Rule: connectionChanged, Judge: j.settings(j.changed)},
		checks.Check{Rule: folderRenamed, Judge: j.folder},
	)
	for i := range all {
		all[i].Rule.Subject = "change"
	}
	return all
}

type judge struct{ before, after Files }

// definition reports the events of one rule, one finding for each thing in the
// new file that changed, whatever the number of operations that use it.
func (j judge) definition(r *checks.Reporter, rule checks.Rule, compared func() (*comparison, error)) {
	if j.before.Swagger == nil || j.after.Swagger == nil {
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
		what   string
	}
	var events []event
	places := map[cause][]checks.Place{}
	for _, e := range c.events {
		if e.rule != rule.ID {
			continue
		}
		key := cause{e.at.KeyOffset(), e.what()}
		if places[key] == nil || !e.at.OK() {
			events = append(events, e)
		}
		places[key] = append(places[key], j.place(c, e))
	}
	for _, e := range events {
		r.At(j.place(c, e), "%s", sentence(rule.Wording, e.Text))
		if e.at.OK() {
			r.Last().More = places[cause{e.at.KeyOffset(), e.what()}][1:]
		}
	}
	if c.cut && len(events) == 0 {
		r.Unknown("the definitions are too large, or differ too much, to be compared whole")
	}
}

// what is the text without the operation, so that a definition that several
// operations share is one thing.
func (e event) what() string {
	id, _, _ := strings.Cut(strings.TrimPrefix(e.path, "operation/"), "/")
	return strings.Replace(e.Text, " of "+id+" ", " ", 1)
}

// sentence is Microsoft's sentence with what it is about.
func sentence(wording, text string) string {
	if wording == "" {
		return text
	}
	return wording + " (" + text + ")"
}

// place is where an event points in the new file; without a line when the
// thing is gone.
func (j judge) place(c *comparison, e event) checks.Place {
	p := checks.Place{File: j.after.Swagger.Name, Pointer: e.path}
	if e.at.OK() {
		p.Line, p.Column = c.now.tree.Position(e.at.KeyOffset())
	}
	return p
}

// settings runs a rule that compares the two apiProperties.json.
func (j judge) settings(rule func(r *checks.Reporter, before, after *properties.Document)) func(*checks.Reporter) {
	return func(r *checks.Reporter) {
		if j.before.Properties == nil || j.after.Properties == nil {
			r.Skip("apiProperties.json is not in both versions")
			return
		}
		for _, v := range []struct {
			which string
			*File
		}{{"the earlier", j.before.Properties}, {"the new", j.after.Properties}} {
			if _, err := parse(v.which, "apiProperties.json", v.Data); err != nil {
				r.Unknown(err.Error())
				return
			}
		}
		rule(r, properties.Read(j.before.Properties.Name, j.before.Properties.Data), properties.Read(j.after.Properties.Name, j.after.Properties.Data))
	}
}

func (j judge) folder(r *checks.Reporter) {
	switch was, is := j.before.Folder, j.after.Folder; {
	case was == "" || is == "":
		r.Skip("the names of the folders are not known")
	case was != is:
		r.At(checks.Place{}, "the folder was %s, it is %s", quote(was), quote(is))
	}
}
