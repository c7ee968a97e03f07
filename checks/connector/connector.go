// Package connector judges a connector as a whole: it parses the files once,
// hands them to the rooms that know each kind, and says what they state.
package connector

import (
	"bytes"
	"fmt"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/change"
	"github.com/certwiz/certwiz/checks/icon"
	"github.com/certwiz/certwiz/checks/leaks"
	"github.com/certwiz/certwiz/checks/properties"
	"github.com/certwiz/certwiz/checks/prose"
	"github.com/certwiz/certwiz/checks/script"
	"github.com/certwiz/certwiz/checks/swagger"
)

// Artifacts is a connector's folder, read. A nil file is not there.
type Artifacts struct {
	Name       string // the folder's name
	Swagger    *checks.File
	Properties *checks.File
	Icon       *checks.File
	Script     *checks.File
	Readme     *checks.File
	Intro      *checks.File
	Others     []string // names of other entries in the folder
	// Siblings are the names of all files and folders beside the documents; nil
	// when that is not known.
	Siblings []string
	// Packed says that the files are those of an archive for the portal, which
	// holds no documents (S34).
	Packed bool
	// Repository says that the files are judged as a folder of the repository,
	// which does without what only the submission asks for: intro.md and icon.
	Repository bool
	// Independent says the publisher does not own the service; other rules
	// apply (no icon, brand colour #da3b01).
	Independent bool
}

// independentColor is the brand colour that independent publishers have.
const independentColor = "#da3b01"

// SaysIndependent reports whether the files say themselves that their publisher
// does not own the service: by two of title, readme and brand colour. It looks
// at the text of the files and reads none of them.
func (a Artifacts) SaysIndependent() bool {
	signs := 0
	for _, s := range []struct {
		file *checks.File
		says string
	}{{a.Swagger, "(independent publisher)"}, {a.Readme, "independent publisher"}, {a.Properties, independentColor}} {
		if s.file != nil && bytes.Contains(bytes.ToLower(s.file.Data[:min(len(s.file.Data), 4096)]), []byte(s.says)) {
			signs++
		}
	}
	return signs > 1
}

// Connector is the parsed form of a connector's files.
type Connector struct {
	Artifacts  Artifacts
	Definition *swagger.Document    // nil when it is not there or could not be read
	Settings   *properties.Document // the same of apiProperties.json
	Facts      Facts
	report     checks.Report
}

// Read parses a connector's files, each once, without judging them: its report
// is empty. It never fails, as Parse.
func Read(a Artifacts) *Connector {
	c := &Connector{Artifacts: a}
	if f := a.Swagger; reason(f, "") == "" {
		c.Definition = swagger.Read(f.Name, f.Data)
	}
	if f := a.Properties; reason(f, "") == "" {
		c.Settings = properties.Read(f.Name, f.Data)
	}
	c.Facts = facts(a, c.Definition, c.Settings)
	return c
}

// Parse reads a connector's files and judges them. It never fails: whatever is
// wrong, missing or unreadable is in the report.
func Parse(a Artifacts) *Connector {
	c := Read(a)
	c.report.Add(checks.Run(table(a)))
	c.report.Add(room(swagger.Rules, reason(a.Swagger, swaggerName), c.judgeDefinition))
	c.report.Add(room(properties.Rules, reason(a.Properties, propertiesName), c.judgeSettings))
	c.report.Add(room(icon.Rules, unreadable(a.Icon), c.judgeIcon))
	c.report.Add(room(script.Rules, unreadable(a.Script), c.judgeScript))
	if !a.Packed {
		c.report.Add(room(prose.Rules, unreadable(a.Intro, a.Readme), c.judgeProse))
	}
	searched := c.searched()
	c.report.Add(room(leaks.Rules, "", func() checks.Report { return leaks.Judge(searched) }))
	leaks.Redact(&c.report, searched)
	c.report.Sort()
	return c
}

// Version is what is compared of a connector, see change.Judge. The folder's
// name is left out: an earlier version may be kept anywhere.
func (c *Connector) Version() change.Version {
	return change.Version{Definition: c.Definition, Settings: c.Settings}
}

// Report is what the rules said, in the order of files and lines.
func (c *Connector) Report() checks.Report { return c.report }

// Hidden masks secrets in lines that are shown beside the report.
func (c *Connector) Hidden() leaks.Hidden { return leaks.Hide(&c.report, c.searched()) }

// Rules lists every rule about a connector's files.
func Rules() []checks.Rule {
	all := checks.Rules(table(Artifacts{}))
	for _, rules := range []func() []checks.Rule{swagger.Rules, properties.Rules, icon.Rules, script.Rules, prose.Rules, leaks.Rules} {
		all = append(all, rules()...)
	}
	return all
}

// hasOperation is the question whether the definition has an operation, nil
// when it could not be read whole.
func (c *Connector) hasOperation() func(id string) bool {
	if c.Definition == nil || c.Definition.Tree.Damaged() {
		return nil
	}
	return c.Definition.HasOperation
}

// reason says why a file's rules cannot be checked, "" when they can.
func reason(f *checks.File, name string) string {
	if f == nil {
		return name + " is not there"
	}
	return unreadable(f)
}

// unreadable says which of the files is there and could not be read.
func unreadable(files ...*checks.File) string {
	for _, f := range files {
		if f != nil && f.Err != "" {
			return f.Name + " could not be read: " + f.Err
		}
	}
	return ""
}

// room lets one room judge. Its rules are NotChecked when its file cannot be
// read, and when the room itself fails on these bytes.
func room(rules func() []checks.Rule, why string, judge func() checks.Report) (r checks.Report) {
	if why != "" {
		return unchecked(rules(), why)
	}
	defer func() {
		if p := recover(); p != nil {
			r = unchecked(rules(), fmt.Sprintf("the check failed on this input (%v)", p))
		}
	}()
	return judge()
}

func unchecked(rules []checks.Rule, why string) checks.Report {
	var r checks.Report
	for _, rule := range rules {
		r.Outcomes = append(r.Outcomes, checks.Outcome{Rule: rule.ID, Result: checks.NotChecked, Reason: why})
	}
	return r
}

func (c *Connector) judgeDefinition() checks.Report {
	return c.Definition.Judge(swagger.Context{DynamicHost: c.Settings != nil && c.Settings.DynamicHost})
}

func (c *Connector) judgeSettings() checks.Report {
	return c.Settings.Judge(properties.Context{
		Independent: c.Artifacts.Independent, HasScript: c.Artifacts.Script != nil, Operation: c.hasOperation(),
	})
}

func (c *Connector) judgeIcon() checks.Report {
	s := icon.Subject{BrandColor: c.Facts.BrandColor, Independent: c.Artifacts.Independent}
	if f := c.Artifacts.Icon; f != nil {
		s.File = *f
	}
	report := icon.Judge(s)
	if c.Artifacts.Repository {
		// The icon that counts is the package's: engineers merge without a look at
		// the repository's.
		for i := range report.Findings {
			if f := &report.Findings[i]; !icon.Unreadable(*f) {
				f.Severity = min(f.Severity, checks.Warning)
			}
		}
	}
	return report
}

func (c *Connector) judgeScript() checks.Report {
	s := script.Subject{Others: c.Artifacts.Others, Operation: c.hasOperation()}
	if f := c.Artifacts.Script; f != nil {
		s.File = *f
	}
	return script.Judge(s)
}

// searched is every file that could be read, for what must not be public.
func (c *Connector) searched() leaks.Subject {
	a := c.Artifacts
	s := leaks.Subject{Unread: unreadable(a.Swagger, a.Properties, a.Script, a.Readme, a.Intro)}
	if c.Definition != nil {
		s.Files = append(s.Files, leaks.File{Name: c.Definition.Name, Tree: c.Definition.Tree})
	}
	if c.Settings != nil {
		s.Files = append(s.Files, leaks.File{Name: c.Settings.Name, Tree: c.Settings.Tree, Settings: true})
	}
	for _, f := range []*checks.File{a.Script, a.Readme, a.Intro} {
		if f != nil && f.Err == "" {
			s.Files = append(s.Files, leaks.File{Name: f.Name, Text: string(f.Data)})
		}
	}
	return s
}

// Prose is what the documents are judged by.
func (c *Connector) Prose() prose.Subject {
	return prose.Subject{
		Intro: c.Artifacts.Intro, Readme: c.Artifacts.Readme, Files: c.Artifacts.Siblings,
		Description: c.Facts.Description, Operations: c.Facts.Operations,
		NeedsAuth: len(c.Facts.Auth) > 0, AuthKnown: c.Facts.AuthKnown,
		Independent: c.Artifacts.Independent, Repository: c.Artifacts.Repository,
	}
}

func (c *Connector) judgeProse() checks.Report { return prose.Judge(c.Prose()) }
