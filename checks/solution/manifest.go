package solution

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// Solution is an exported solution.
type Solution struct {
	Archive *Archive
	Root    string // the folder that its files lie in, "" as it should be

	Manifest       document // solution.xml
	Customizations document // customizations.xml

	UniqueName, Version, Prefix string
	Managed                     string // "0", "1", "" when not stated
	Components                  []Component
	Missing                     []Dependency
	Connectors                  []*Connector
	Flows                       []*Flow
	References                  []Reference

	connectors *Element // the first <Connector>
	workflows  *Element // <Workflows>, nil when it is empty
	plugin     *Element // <aicopilot_aiplugin>
}

// Types of components that have a name here.
const (
	typeFlow      = 29
	typeConnector = 372
)

// Component is a root component of a solution.
type Component struct {
	Type         int
	ID           string
	SchemaName   string
	Line, Column int
}

// Dependency is something that a solution needs and does not hold.
type Dependency struct {
	Type                    int
	SchemaName, DisplayName string
	Line, Column            int
}

// Reference is a connection reference of a solution.
type Reference struct {
	Name        string // its logical name
	API         string // "shared_phub-5fparcelhub-5f331a…"
	ConnectorID string // of a connector of one's own
}

// solutionRoot is the folder in which an archive holds a solution: its root, or
// the one folder of an export that was unzipped and zipped again.
func solutionRoot(a *Archive) (root string, is bool) {
	if a.byLow[customizationsName] != nil || a.byLow[manifestName] != nil || a.byLow[strings.ToLower(contentTypesName)] != nil && a.hasFolder("Connector") {
		return "", true
	}
	for _, folder := range a.folders() {
		low := strings.ToLower(folder)
		if !macMade(folder) && (a.byLow[low+"/"+customizationsName] != nil || a.byLow[low+"/"+manifestName] != nil) {
			return folder, true
		}
	}
	return "", false
}

// in is a file of the solution by its name from the solution's own root.
func (s *Solution) in(name string) *Entry {
	name = strings.TrimLeft(name, `/\`)
	if s.Root != "" {
		name = s.Root + "/" + name
	}
	return s.Archive.find(name)
}

// folder tells whether the solution has a folder.
func (s *Solution) folder(name string) bool {
	for _, f := range s.Archive.foldersIn(s.Root) {
		if strings.EqualFold(f, name) {
			return true
		}
	}
	return false
}

// filesOf are the files in a folder of the solution.
func (s *Solution) filesOf(folder string) []*Entry {
	if s.Root != "" {
		folder = s.Root + "/" + folder
	}
	return s.Archive.filesIn(folder)
}

// at is the place of the solution's archive.
func (s *Solution) at() checks.Place { return s.Archive.at() }

// name is how the solution is called in a sentence: its file.
func (s *Solution) name() string { return shown(base(s.Archive.entry)) }

// solution takes an exported solution apart.
func (r *reader) solution(a *Archive, root string) *Solution {
	s := &Solution{Archive: a, Root: root}
	s.Manifest = r.xml(s, manifestName)
	s.Customizations = r.xml(s, customizationsName)
	s.manifest(s.Manifest.root.Child("SolutionManifest"))
	top := s.Customizations.root
	s.connectors = top.Child("Connectors").Child("Connector")
	if w := top.Child("Workflows"); w.filled() {
		s.workflows = w
	}
	s.plugin = top.find("aicopilot_aiplugin")
	for _, e := range top.Child("Connectors").All("Connector") {
		s.Connectors = append(s.Connectors, r.connector(s, e))
	}
	s.references(top.Child("connectionreferences"))
	for _, e := range s.workflows.All("Workflow") {
		s.Flows = append(s.Flows, r.flow(s, e))
	}
	return s
}

// xml reads one of the solution's XML files.
func (r *reader) xml(s *Solution, name string) document {
	e := s.in(name)
	if e == nil {
		return document{problem: "is not there"}
	}
	f := r.file(s.Archive, e)
	if why := r.spend(f); why != "" {
		return document{file: f, problem: why}
	}
	return readXML(f)
}

// spend takes a file's size from what may still be parsed, and says why the
// file is not parsed.
func (r *reader) spend(f *checks.File) string {
	if f.Err != "" {
		return f.Err
	}
	if r.parse -= int64(len(f.Data)); r.parse < 0 {
		r.fault(checks.Place{File: f.Name}, "%s is not looked into: the package holds more than %d MB of JSON and XML", shown(base(f.Name)), maxParsed>>20)
		return "is not looked into, the package holds too much"
	}
	return ""
}

func (s *Solution) manifest(m *Element) {
	s.UniqueName, s.Version, s.Managed = m.Value("UniqueName"), m.Value("Version"), m.Value("Managed")
	s.Prefix = m.Child("Publisher").Value("CustomizationPrefix")
	for _, c := range m.Child("RootComponents").All("RootComponent") {
		s.Components = append(s.Components, Component{number(c.Attr("type")), guid(c.Attr("id")), c.Attr("schemaName"), c.Line, c.Column})
	}
	for _, d := range m.Child("MissingDependencies").All("MissingDependency") {
		q := d.Child("Required")
		s.Missing = append(s.Missing, Dependency{number(q.Attr("type")), q.Attr("schemaName"), q.Attr("displayName"), d.Line, d.Column})
	}
}

func (s *Solution) references(list *Element) {
	for _, e := range list.All("connectionreference") {
		api := e.Value("connectorid")
		s.References = append(s.References, Reference{
			Name: e.Attr("connectionreferencelogicalname"), API: api[strings.LastIndex(api, "/")+1:],
			ConnectorID: guid(e.Child("customconnectorid").Value("connectorid")),
		})
	}
}

// number is a whole number, -1 for what is none.
func number(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		return -1
	}
	return n
}

// guid is an ID in one form: small letters, no braces.
func guid(s string) string { return strings.ToLower(strings.Trim(s, "{} ")) }

// unescaped is a name without percent signs.
func unescaped(name string) string {
	if plain, err := url.PathUnescape(name); err == nil {
		return strings.ToLower(plain)
	}
	return name
}
