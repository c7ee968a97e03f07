package solution

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

const exportAgain = "Export the solution again and leave the .zip as it is."

var filesMissing = rule{"P15", stop, stop, checks.Rule{
	ID: "SolutionFileMissing", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "A solution has [Content_Types].xml, customizations.xml and solution.xml at its root.",
	Wording: "should contain three files namely '[Content_Types].xml', 'customizations.xml', 'solution.xml'.",
	Fix:     exportAgain,
	Source:  "5000.1.1.10, 5000.1.1.16", Link: policyPage,
	Bad: "Conn/[Content_Types].xml, Conn/customizations.xml, Conn/solution.xml", Good: "[Content_Types].xml, customizations.xml, solution.xml",
}, func(s *subject, say *say) {
	if !s.needsSolutions(say) {
		return
	}
	for _, one := range s.Solutions {
		if one.Root != "" {
			say.at(one.Archive.inside(one.Root), "the three files lie in %q: the export was unzipped and zipped again with its folder", shown(one.Root))
		}
		for _, name := range []string{contentTypesName, customizationsName, manifestName} {
			e := one.in(name)
			switch {
			case e == nil:
				say.at(one.at(), "%s has no %s", one.name(), name)
			case base(e.Name) != name:
				say.as(warn, one.Archive.inside(e.Name), "the file is called %s, %s is expected", shown(base(e.Name)), name)
			}
		}
	}
}}

var xmlNotValid = rule{"P16", stop, stop, checks.Rule{
	ID: "SolutionXmlNotValid", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "customizations.xml and solution.xml are well-formed XML with the root ImportExportXml, in UTF-8 and without a document type.",
	Fix:     exportAgain,
	Source:  "5000.1.1.16", Link: policyPage,
	Bad: "<!DOCTYPE x><ImportExportXml/>", Good: "<ImportExportXml/>",
}, func(s *subject, say *say) {
	if !s.needsSolutions(say) {
		return
	}
	for _, one := range s.Solutions {
		for _, d := range []document{one.Customizations, one.Manifest} {
			if d.file == nil {
				continue // SolutionFileMissing says so
			}
			place := d.at(nil)
			place.Line, place.Column = d.line, min(d.line, 1)
			name := base(d.file.Name[strings.LastIndex(d.file.Name, between)+1:])
			switch {
			case d.root == nil && d.line > 0:
				say.at(place, "%s %s (line %d)", clean(name), clean(d.problem), d.line)
			case d.root == nil:
				say.at(place, "%s %s", clean(name), clean(d.problem))
			case !strings.EqualFold(d.root.Name, "ImportExportXml"):
				say.at(d.at(d.root), "the root element is %s, ImportExportXml is expected", jsontree.Quote(d.root.Name))
			case d.utf16:
				say.as(warn, place, "%s is UTF-16; exports are UTF-8", clean(name))
			}
		}
	}
}}

// clean is a text from a file in one line of a message.
func clean(s string) string { return jsontree.Plain(strings.TrimSpace(strings.TrimPrefix(s, "▸"))) }

// paths are the places of the XML that name a file of the solution, by folder.
func (s *Solution) paths() []*Element {
	var all []*Element
	s.Customizations.root.walk(func(e *Element) {
		if len(e.Children) == 0 && (inFolder(e.Text, "Connector") || inFolder(e.Text, "Workflows")) {
			all = append(all, e)
		}
	})
	return all
}

func inFolder(path, folder string) bool {
	path = strings.TrimLeft(strings.ReplaceAll(path, `\`, "/"), "/")
	rest, in := under(path, folder)
	return in && rest != "" && !strings.ContainsAny(path, "\n\r")
}

// isFlowFile tells whether a path is a flow's, which SolutionFlowFiles judges.
func isFlowFile(path string) bool { return inFolder(path, "Workflows") && hasExt(path, ".json") }

var filesDisagree = rule{"P17", stop, stop, checks.Rule{
	ID: "SolutionFilesDisagree", Origin: checks.Documentation, Evidence: checks.Policy,
	Meaning: "Every file that customizations.xml names is in the solution, and every file in Connector/ and Workflows/ is named there.",
	Wording: "Invalid package. Solution not present at correct path or is invalid solution.",
	Fix:     "Never edit an export: change the connector, then export again.",
	Source:  "5000.1.1.16", Link: policyPage,
	Bad: "<iconblob>/Connector/phub_parcelhub_iconblob.Png</iconblob>, and no such file", Good: "<iconblob>/Connector/phub_parcelhub_iconblob.Png</iconblob>, and the file",
}, func(s *subject, say *say) {
	if !s.needsXML(say) {
		return
	}
	for _, one := range s.Solutions {
		one.disagreements(say, func(path string) bool { return !isFlowFile(path) })
	}
}}

// disagreements reports what is named and not there, and what is there and not
// named, of the paths that are wanted.
func (s *Solution) disagreements(say *say, wanted func(path string) bool) {
	if s.Customizations.root == nil {
		return
	}
	named := map[*Entry]bool{}
	for _, e := range s.paths() {
		entry := s.in(e.Text)
		named[entry] = true
		if entry == nil && wanted(e.Text) {
			say.at(s.Customizations.at(e), "names %s, which is not in %s", clean(e.Text), s.name())
		}
	}
	for _, folder := range []string{"Connector", "Workflows"} {
		for _, e := range s.filesOf(folder) {
			if path := folder + "/" + base(e.Name); !named[e] && wanted(path) && !systemFile(base(e.Name)) {
				say.at(s.Archive.inside(e.Name), "%s is in the solution, and %s does not name it", shown(path), customizationsName)
			}
		}
	}
}

var noConnector = rule{"P18", stop, stop, checks.Rule{
	ID: "SolutionConnectorMissing", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "One solution holds the connector and no flow.",
	Wording: "Connector solution is invalid. Connector solution should only contain 'Connector' folder.",
	Fix:     "Make a solution with only the connector and export it.",
	Source:  "5000.1.1.8", Link: policyPage,
	Bad: "two solutions, each with a flow", Good: "a solution with the connector, one with connector and flow",
}, func(s *subject, say *say) {
	if !s.needsXML(say) || s.connectorOnly() != nil {
		return
	}
	if s.broken() {
		say.unknown("not every customizations.xml could be read, see SolutionXmlNotValid")
		return
	}
	say.at(s.container(), "no solution holds the connector and nothing else")
}}

// container is the place of the solutions together.
func (s *subject) container() checks.Place {
	if s.Inner != nil {
		return s.Inner.at()
	}
	return s.Outer.at()
}

var noFlow = rule{"P19", stop, stop, checks.Rule{
	ID: "SolutionFlowMissing", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "One solution holds a flow that uses the connector.",
	Wording: "Package should contain a flow package",
	Fix:     "Make a cloud flow that uses the connector, put it into a solution with the connector, and export that.",
	Source:  "5000.1.1.6", Link: policyPage,
	Bad: "two solutions with the connector, none with a flow", Good: "a solution with the connector, one with connector and flow",
}, func(s *subject, say *say) {
	if !s.needsXML(say) || len(s.flows()) > 0 {
		return
	}
	if s.broken() {
		say.unknown("not every customizations.xml could be read, see SolutionXmlNotValid")
		return
	}
	say.at(s.container(), "there is no flow solution: Microsoft answers \"Package should contain a flow package\"")
}}

var connectorFolder = rule{"P20", stop, stop, checks.Rule{
	ID: "SolutionConnectorFolder", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "A solution whose XML holds a <Connector> has the folder Connector.",
	Wording: "should contain one folder namely 'Connector.",
	Fix:     exportAgain,
	Source:  "5000.1.1.17", Link: policyPage,
	Bad: "<Connectors><Connector>…, and no folder Connector/", Good: "<Connectors><Connector>…, and the folder Connector/",
}, func(s *subject, say *say) {
	if !s.needsXML(say) {
		return
	}
	for _, one := range s.Solutions {
		if one.connectors != nil && !one.folder("Connector") {
			say.at(one.Customizations.at(one.connectors), "holds a connector, and %s has no folder Connector", one.name())
		}
	}
}}

var workflowsFolder = rule{"P21", stop, stop, checks.Rule{
	ID: "SolutionWorkflowsFolder", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "A solution whose XML holds a flow has the folder Workflows. An empty <Workflows> element is in every export and means nothing.",
	Wording: "should contain 'folder namely 'Workflows''",
	Fix:     exportAgain,
	Source:  "5000.1.1.14", Link: policyPage,
	Bad: "<Workflows><Workflow>…, and no folder Workflows/", Good: "<Workflows><Workflow>…, and the folder Workflows/",
}, func(s *subject, say *say) {
	if !s.needsXML(say) {
		return
	}
	for _, one := range s.flows() {
		if !one.folder("Workflows") {
			say.at(one.Customizations.at(one.workflows), "holds a flow, and %s has no folder Workflows", one.name())
		}
	}
}}

var flowFiles = rule{"P22", stop, stop, checks.Rule{
	ID: "SolutionFlowFiles", Origin: checks.Documentation, Evidence: checks.Policy,
	Meaning: "Every flow's JSON file is in the solution and can be read, and every one in Workflows/ is named in customizations.xml.",
	Fix:     exportAgain,
	Source:  "5000.1.1.15", Link: policyPage,
	Bad: "<JsonFileName>/Workflows/Test-2C7D.json</JsonFileName>, and no such file", Good: "<JsonFileName>/Workflows/Test-2C7D.json</JsonFileName>, and the file",
}, func(s *subject, say *say) {
	if !s.needsXML(say) {
		return
	}
	for _, one := range s.Solutions {
		one.disagreements(say, isFlowFile)
		for _, f := range one.Flows {
			if f.File.File != nil {
				f.File.wellFormed(say, jsontree.Object)
			}
		}
	}
}}

// wellFormed reports a JSON file that can't be read or is of another kind, and
// tells whether it is right.
func (p Part) wellFormed(say *say, kinds ...jsontree.Kind) bool {
	name := clean(base(p.Path))
	if p.File.Err != "" || p.Tree == nil {
		say.at(p.at(jsontree.Node{}), "%s %s", name, cmp.Or(p.File.Err, "is not looked into"))
		return false
	}
	for _, f := range p.Tree.Faults() {
		if f.Breaks() {
			place := p.at(jsontree.Node{})
			place.Line, place.Column = p.Tree.Position(f.Offset)
			say.at(place, "%s is not JSON: %s", name, f.Message)
			return false
		}
	}
	for _, k := range kinds {
		if p.root().Is(k) {
			return true
		}
	}
	say.at(p.at(p.root()), "%s is %s, %s is expected", name, p.root().Kind(), kinds[0])
	return false
}

var components = rule{"P38", warn, warn, checks.Rule{
	ID: "SolutionComponents", Origin: checks.Documentation,
	Meaning: "The connector's solution holds the connector only, the flow's the flow and the connector.",
	Fix:     "Take the component out of the solution, then export again.",
	Source:  "5000.1.1.6", Link: policyPage,
	Bad: `<RootComponent type="380" …/>`, Good: `<RootComponent type="372" …/>`,
}, func(s *subject, say *say) {
	if !s.needsXML(say) {
		return
	}
	for _, one := range s.Solutions {
		if one.plugin != nil {
			continue
		}
		for _, c := range one.Components {
			if c.Type == typeConnector || c.Type == typeFlow {
				continue
			}
			place := one.Manifest.at(nil)
			place.Line, place.Column = c.Line, c.Column
			what := "connector"
			if one.workflows != nil {
				what = "flow"
			}
			say.at(place, "the %s solution also holds %s%s", what, componentName(c.Type), named(c.SchemaName))
		}
	}
}}

func named(name string) string {
	if name == "" {
		return ""
	}
	return " (" + clean(name) + ")"
}

// componentName is what a component type stands for.
func componentName(t int) string {
	for _, known := range []struct {
		t    int
		name string
	}{
		{1, "a table"}, {2, "a column"}, {20, "a security role"}, {26, "a view"}, {29, "a process"}, {60, "a form"}, {61, "a web resource"},
		{62, "a site map"}, {66, "a custom control"}, {80, "a model-driven app"}, {90, "a plug-in type"}, {91, "a plug-in assembly"},
		{300, "a canvas app"}, {371, "a connector of another kind"}, {372, "a connector"}, {380, "an environment variable"}, {381, "an environment variable's value"},
	} {
		if known.t == t {
			return known.name
		}
	}
	return fmt.Sprintf("a component of type %d", t)
}

var managed = rule{"P39", warn, inform, checks.Rule{
	ID: "SolutionManaged", Origin: checks.Practice,
	Meaning: "Both solutions are exported as unmanaged. Managed ones were certified too; one publisher reports that they were refused.",
	Fix:     "Export both as unmanaged.",
	Source:  "22 certified packages, 5 of them managed", Link: filesPage,
	Bad: "<Managed>1</Managed>", Good: "<Managed>0</Managed>",
}, func(s *subject, say *say) {
	if !s.needsSolutions(say) {
		return
	}
	kinds := map[string]bool{}
	for _, one := range s.Solutions {
		kinds[one.Managed] = true
	}
	for _, one := range s.Solutions {
		place := one.Manifest.at(one.Manifest.root.find("Managed"))
		switch {
		case one.Managed == "1" && kinds["0"]:
			say.at(place, "%s is managed and another solution is not; no certified package mixes them", one.name())
		case one.Managed == "1":
			say.at(place, "%s was exported as managed; unmanaged is the safe choice for Partner Center", one.name())
		}
	}
}}

var plugin = rule{"P40", stop, stop, checks.Rule{
	ID: "SolutionPlugin", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "The solution of an AI plugin has the folders Connector, aiplugins and aipluginoperations and no flow. It is not sure that plugins are still taken.",
	Wording: "Plugin solution should contain 'Connector', 'aiplugins' and 'aipluginoperations' folders.",
	Fix:     "Export the plugin's solution again, without a flow.",
	Source:  "5000.1.1.6, 5000.4", Link: policyPage,
	Bad: "Connector/, aiplugins/", Good: "Connector/, aiplugins/, aipluginoperations/",
}, func(s *subject, say *say) {
	if !s.Plugin {
		say.skip("the package holds no AI plugin")
		return
	}
	if !s.needsXML(say) {
		return
	}
	one := s.plugin()
	if one == nil {
		say.at(s.container(), "there is no plugin solution: none has a node aicopilot_aiplugin")
		return
	}
	for _, folder := range []string{"Connector", "aiplugins", "aipluginoperations"} {
		if !one.folder(folder) {
			say.at(one.at(), "the plugin solution %s has no folder %s", one.name(), folder)
		}
	}
	if one.workflows != nil {
		say.at(one.Customizations.at(one.workflows), "the plugin solution %s holds a flow", one.name())
	}
}}

var dependencies = rule{"P41", warn, warn, checks.Rule{
	ID: "SolutionDependency", Origin: checks.Practice,
	Meaning: "A solution needs nothing that is not in the package.",
	Fix:     "Add what is missing to the solution, or take out what needs it, then export again.",
	Source:  "5000.1.1.16", Link: policyPage,
	Bad: `<MissingDependency><Required type="380" schemaName="phub_key" …/>`, Good: "<MissingDependencies />",
}, func(s *subject, say *say) {
	if !s.needsSolutions(say) {
		return
	}
	for _, one := range s.Solutions {
		for _, d := range one.Missing {
			if d.Type == typeConnector {
				continue // FlowWithoutConnector says so
			}
			place := one.Manifest.at(nil)
			place.Line, place.Column = d.Line, d.Column
			say.at(place, "%s needs %s%s, which is not in it", one.name(), componentName(d.Type), named(cmp.Or(d.DisplayName, d.SchemaName)))
		}
	}
}}

var versions = rule{"P42", warn, warn, checks.Rule{
	ID: "SolutionVersion", Origin: checks.Practice,
	Meaning: "The two solutions have names of their own, and a version higher than the last package's.",
	Fix:     "Raise the solution's version, or name the solutions apart, then export again.",
	Source:  "certified packages", Link: filesPage,
	Bad: "<UniqueName>Parcelhub</UniqueName> in both solutions", Good: "ParcelhubConnector, ParcelhubFlow",
}, func(s *subject, say *say) {
	if !s.needsSolutions(say) {
		return
	}
	known := map[string]*Solution{}
	for _, one := range s.Solutions {
		low := strings.ToLower(one.UniqueName)
		if first := known[low]; low != "" && first != nil {
			say.at(one.Manifest.at(one.Manifest.root.find("UniqueName")), "%s and %s have the same unique name, %s", first.name(), one.name(), jsontree.Quote(one.UniqueName))
		}
		known[low] = one
		before, has := s.EarlierVersions[low]
		if has && !higher(one.Version, before) {
			say.at(one.Manifest.at(one.Manifest.root.find("Version")), "%s has version %s, the last package had %s", one.name(), clean(one.Version), clean(before))
		}
	}
}}

// Versions are the versions of a package's solutions by their unique names.
func (p *Package) Versions() map[string]string {
	all := map[string]string{}
	for _, s := range p.Solutions {
		all[strings.ToLower(s.UniqueName)] = s.Version
	}
	return all
}

// higher compares versions such as 1.0.0.10, part by part.
func higher(a, b string) bool {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(x), len(y)) {
		var m, n int
		if i < len(x) {
			m = number(x[i])
		}
		if i < len(y) {
			n = number(y[i])
		}
		if m != n {
			return m > n
		}
	}
	return false
}
