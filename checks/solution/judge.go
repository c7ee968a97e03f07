package solution

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/change"
	"github.com/certwiz/certwiz/checks/connector"
)

// Options is what a package is judged by.
type Options struct {
	// Independent says that the publisher does not own the service: the package
	// goes into the pull request, and other levels apply.
	Independent bool
	// Plugin says that the connector is one with an AI plugin. A package that
	// holds a plugin's solution is taken for one anyway.
	Plugin bool
	// Folder and Merged are the connector's files as they lie on disk and as
	// they were merged, to be compared with those inside; nil when not at hand.
	Folder, Merged *connector.Artifacts
	// Earlier is the last certified version, nil when there is none at hand.
	Earlier *change.Version
	// EarlierVersions are the versions of the last package's solutions by their
	// unique names.
	EarlierVersions map[string]string
}

// level is how much a rule's findings weigh for one kind of publisher.
type level int

const (
	off level = iota // the rule does not apply
	inform
	warn
	stop
)

func (l level) severity() checks.Severity {
	switch l {
	case stop:
		return checks.Error
	case warn:
		return checks.Warning
	default:
		return checks.Advice
	}
}

// rule is a check of a package.
type rule struct {
	number                string // "P01"
	verified, independent level
	checks.Rule
	judge func(*subject, *say)
}

// subject is a package that is judged.
type subject struct {
	*Package
	Options
	// main is the connector that is submitted: that of the solution without a
	// flow, or the first there is.
	main *Connector
	// engine is what the rules about a connector's files say of it.
	engine checks.Report
}

// say reports one rule's findings at the level of the publisher.
type say struct {
	r     *checks.Reporter
	level level
}

// at reports a finding.
func (s *say) at(p checks.Place, format string, args ...any) { s.as(s.level, p, format, args...) }

// as reports a finding that weighs less than the rule's others.
func (s *say) as(l level, p checks.Place, format string, args ...any) {
	s.r.Single(func() checks.Place { return p }, func() string { return fmt.Sprintf(format, args...) })
	s.r.Last().Severity = min(l, s.level).severity()
}

// fix replaces the remedy of the last finding.
func (s *say) fix(text string) { s.r.Last().Fix = text }

// skip and unknown end a rule that has nothing to judge, or nothing to see.
func (s *say) skip(why string)    { s.r.Skip(why) }
func (s *say) unknown(why string) { s.r.Unknown(why) }

// Judge judges a package by all rules.
func Judge(p *Package, o Options) checks.Report {
	s := &subject{Package: p, Options: o}
	s.main = p.Connector()
	s.Plugin = s.Plugin || s.plugin() != nil
	s.engine = s.judgeConnector()
	report := checks.Run(s.table())
	report.Add(s.rest())
	report.Sort()
	return report
}

// table is the rules as the engine takes them.
func (s *subject) table() []checks.Check {
	var all []checks.Check
	for _, r := range rules() {
		all = append(all, checks.Check{Rule: r.described(), Judge: func(reporter *checks.Reporter) {
			say := &say{reporter, r.verified}
			who := "an independent publisher's"
			if s.Independent {
				say.level, who = r.independent, "a verified publisher's"
			}
			if say.level == off {
				reporter.Skip("only for " + who + " package")
				return
			}
			r.judge(s, say)
		}})
	}
	return all
}

// Rules lists the descriptions of all rules of this room.
func Rules() []checks.Rule {
	var all []checks.Rule
	for _, r := range rules() {
		all = append(all, r.described())
	}
	return append(all, scriptRule)
}

// described is the rule with its number, its subject and both its levels.
func (r rule) described() checks.Rule {
	d := r.Rule
	d.Subject = checks.SubjectPackage
	d.Severity = max(r.verified, r.independent).severity()
	d.Source = strings.TrimSuffix(r.number+"; "+d.Source, "; ")
	switch {
	case r.verified == r.independent:
	case r.independent == off:
		d.Meaning += " Only for verified publishers."
	case r.verified == off:
		d.Meaning += " Only for independent publishers."
	default:
		d.Meaning += fmt.Sprintf(" For a verified publisher: %s; for an independent one: %s.", r.verified.severity(), r.independent.severity())
	}
	return d
}

// rules are all rules in the order of their numbers.
func rules() []rule {
	return []rule{
		unreadable, outerName, outerFolder, oneIntro, oneInner, outerExtra, custom, // P01 to P07
		assetsMissing, assetsAlone, assetsNamed, assetsFolder, solutionCount, assetsExtra, notSolution, // to P14
		filesMissing, xmlNotValid, filesDisagree, noConnector, noFlow, connectorFolder, workflowsFolder, flowFiles, // to P22
		definition, parameters, policies, customCode, connectorName, iconFile, iconTransparent, iconDefault, brandColor, twoConnectors, // to P32
		flowAlone, flowOther, flowOperations, flowOff, copiesDiffer, // to P37
		components, managed, plugin, dependencies, versions, secret, // to P43
		metadata, host, constraints, title, description, contact, parameterTexts, plainHTTP, // to P51
		stale, settingsDiffer, signInChanged, breaks, redirect, oAuthIndependent, introText, introDiffers, mcp, // to P60
	}
}

// Connector is the connector that a package submits: that of a solution that
// holds nothing else, or the first there is; nil when there is none.
func (p *Package) Connector() *Connector {
	var first *Connector
	for _, s := range p.Solutions {
		if len(s.Connectors) == 0 {
			continue
		}
		if s.workflows == nil && s.plugin == nil {
			return s.Connectors[0]
		}
		if first == nil {
			first = s.Connectors[0]
		}
	}
	return first
}

// flows are the solutions with a flow.
func (s *subject) flows() []*Solution {
	var all []*Solution
	for _, one := range s.Solutions {
		if one.workflows != nil {
			all = append(all, one)
		}
	}
	return all
}

// plugin is the solution with an AI plugin, nil when there is none.
func (p *Package) plugin() *Solution {
	for _, s := range p.Solutions {
		if s.plugin != nil {
			return s
		}
	}
	return nil
}

// needsSolutions ends a rule where no solution could be looked into.
func (s *subject) needsSolutions(say *say) bool {
	if len(s.Solutions) == 0 {
		say.unknown("no solution was found, see PackageUnreadable to SolutionFileMissing")
		return false
	}
	return true
}

// needsXML is the same where customizations.xml is asked.
func (s *subject) needsXML(say *say) bool {
	if !s.needsSolutions(say) {
		return false
	}
	for _, one := range s.Solutions {
		if one.Customizations.root != nil {
			return true
		}
	}
	say.unknown("no customizations.xml could be read, see SolutionFileMissing and SolutionXmlNotValid")
	return false
}

// needsConnector is the same where the connector itself is asked.
func (s *subject) needsConnector(say *say) bool {
	if !s.needsXML(say) {
		return false
	}
	if s.main == nil {
		say.unknown("there is no connector in it, see SolutionConnectorMissing")
		return false
	}
	return true
}

// broken tells whether an XML of some solution could not be read, so that what
// is not found may be there all the same.
func (s *subject) broken() bool {
	for _, one := range s.Solutions {
		if one.Customizations.root == nil {
			return true
		}
	}
	return false
}
