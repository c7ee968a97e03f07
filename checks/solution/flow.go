package solution

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// Flow is a cloud flow in a solution.
type Flow struct {
	Solution *Solution
	Name     string
	File     Part
	Category int
	State    int // 1: switched on
	Trigger  string
	Uses     []Use
	// References are the connectors that the flow's connections are for.
	References []FlowReference

	element *Element
}

// FlowReference is a connection of a flow.
type FlowReference struct {
	Key       string
	Logical   string // the connector's name in its solution, "" for Microsoft's own
	API       string // "shared_phub-5fparcelhub-5f331a…"
	Reference string // the logical name of the connection reference
	node      jsontree.Node
}

// Use is one action or trigger of a flow that calls an operation.
type Use struct {
	Operation string
	Key       string // of the connection that it uses
	API       string
	node      jsontree.Node
}

func (r *reader) flow(s *Solution, e *Element) *Flow {
	f := &Flow{Solution: s, Name: e.Attr("Name"), element: e, Category: number(e.Value("Category")), State: number(e.Value("StateCode"))}
	f.File = Part{Element: e.Child("JsonFileName"), Path: e.Value("JsonFileName")}
	entry := s.in(f.File.Path)
	if f.File.Path == "" || entry == nil {
		return f
	}
	f.File.File = r.file(s.Archive, entry)
	if r.spend(f.File.File) != "" {
		return f
	}
	f.File.Tree = jsontree.Parse(f.File.File.Data)
	root := f.File.root().Get("properties")
	for n := range root.Get("connectionReferences").Children() {
		api := n.Get("api")
		f.References = append(f.References, FlowReference{
			Key: n.Key(), Logical: api.Get("logicalName").Str(), API: api.Get("name").Str(),
			Reference: n.Get("connection").Get("connectionReferenceLogicalName").Str(), node: n,
		})
	}
	definition := root.Get("definition")
	for t := range definition.Get("triggers").Children() {
		f.Trigger = t.Get("type").Str()
	}
	f.collect(definition, 0)
	return f
}

// collect lists what calls an operation, however deep in conditions and loops.
func (f *Flow) collect(n jsontree.Node, depth int) {
	if depth > jsontree.MaxDepth {
		return
	}
	if strings.HasPrefix(n.Get("type").Str(), "OpenApiConnection") {
		host := n.Get("inputs").Get("host")
		key := host.Get("connectionName").Str()
		if key == "" {
			key = host.Get("connection").Get("name").Str()
		}
		if id := host.Get("operationId"); id.Str() != "" && len(f.Uses) < maxEntries {
			f.Uses = append(f.Uses, Use{Operation: id.Str(), Key: key, API: base(host.Get("apiId").Str()), node: id})
		}
	}
	for c := range n.Children() {
		if c.Len() > 0 {
			f.collect(c, depth+1)
		}
	}
}

// reference is the flow's connection that is for a connector, found by the
// connector's name, or by its ID where the solution has a connection reference.
func (f *Flow) reference(c *Connector) (FlowReference, bool) {
	for _, ref := range f.References {
		if strings.EqualFold(ref.Logical, c.Name) && c.Name != "" {
			return ref, true
		}
	}
	for _, ref := range f.References {
		for _, own := range f.Solution.References {
			same := ref.Reference != "" && strings.EqualFold(own.Name, ref.Reference)
			if same && own.ConnectorID != "" && own.ConnectorID == c.ID {
				return ref, true
			}
		}
	}
	return FlowReference{}, false
}

// usesOf are the flow's calls of a connector.
func (f *Flow) usesOf(c *Connector) []Use {
	var uses []Use
	for _, u := range f.Uses {
		if f.isOf(u, c) {
			uses = append(uses, u)
		}
	}
	return uses
}

func (f *Flow) isOf(u Use, c *Connector) bool {
	for _, ref := range f.References {
		if u.Key == ref.Key {
			known, ok := f.reference(c)
			return ok && known.Key == ref.Key || strings.EqualFold(ref.Logical, c.Name)
		}
	}
	return strings.HasPrefix(strings.ToLower(u.API), apiName(c.Name))
}

// at is the place of the flow in customizations.xml.
func (f *Flow) at() checks.Place { return f.Solution.Customizations.at(f.element) }
