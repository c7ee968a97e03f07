package solution

import (
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/properties"
	"github.com/certwiz/certwiz/checks/swagger"
	"github.com/certwiz/certwiz/checks/text"
)

// portalAdds are members that the portal writes into a definition by itself.
var portalAdds = []string{"x-components", "x-authentication"}

// canonical writes a value in one form: members by name, empty lists and
// objects and what the portal adds left out.
func canonical(n jsontree.Node) string {
	var b strings.Builder
	write(&b, n, 0)
	return b.String()
}

func write(b *strings.Builder, n jsontree.Node, depth int) {
	switch {
	case depth > jsontree.MaxDepth:
	case n.Is(jsontree.Object):
		var members []jsontree.Node
		for c := range n.Children() {
			if !nothing(c) && !slices.Contains(portalAdds, c.Key()) {
				members = append(members, c)
			}
		}
		slices.SortStableFunc(members, func(x, y jsontree.Node) int { return strings.Compare(x.Key(), y.Key()) })
		b.WriteByte('{')
		for _, c := range members {
			b.WriteString(jsontree.Escape(c.Key()) + ":")
			write(b, c, depth+1)
			b.WriteByte(',')
		}
		b.WriteByte('}')
	case n.Is(jsontree.Array):
		b.WriteByte('[')
		for c := range n.Children() {
			write(b, c, depth+1)
			b.WriteByte(',')
		}
		b.WriteByte(']')
	default:
		b.WriteString(n.Kind().String() + "=" + n.Text())
	}
}

// nothing tells whether a value says nothing.
func nothing(n jsontree.Node) bool {
	return n.Is(jsontree.Null) || (n.Is(jsontree.Object) || n.Is(jsontree.Array)) && n.Len() == 0
}

func sameJSON(a, b Part) bool {
	return a.Tree != nil && b.Tree != nil && !a.Tree.Damaged() && !b.Tree.Damaged() && canonical(a.root()) == canonical(b.root())
}

// differences are the operations that are not the same in two definitions, and
// whether what is said of the connector itself is.
func differences(a, b *swagger.Document) (changed []string, info bool) {
	theirs := map[string]string{}
	for _, o := range b.Operations {
		theirs[o.Method+" "+o.Item.Path] = canonical(o.Node) + canonical(o.Item.Get("parameters"))
	}
	for _, o := range a.Operations {
		key := o.Method + " " + o.Item.Path
		other, has := theirs[key]
		if !has || other != canonical(o.Node)+canonical(o.Item.Get("parameters")) {
			changed = append(changed, called(o))
		}
		delete(theirs, key)
	}
	for _, o := range b.Operations {
		if _, left := theirs[o.Method+" "+o.Item.Path]; left {
			changed = append(changed, called(o))
		}
	}
	for _, member := range []string{"info", "host", "basePath", "definitions", "x-ms-connector-metadata"} {
		info = info || canonical(a.Root.Get(member)) != canonical(b.Root.Get(member))
	}
	return changed, info
}

func called(o *swagger.Operation) string {
	if o.ID != "" {
		return o.ID
	}
	return strings.ToUpper(o.Method) + " " + o.Item.Path
}

func operations(n int) string { return text.Count(n, "operation", "operations") }

// others are the folder and the merged commit, those that are at hand.
func (s *subject) others() []*connector.Artifacts {
	return slices.DeleteFunc([]*connector.Artifacts{s.Folder, s.Merged}, func(a *connector.Artifacts) bool { return a == nil })
}

// settings are their apiProperties.json.
func (s *subject) settings() []*properties.Document {
	var all []*properties.Document
	for _, a := range s.others() {
		if f := a.Properties; f != nil && f.Err == "" {
			if d := properties.Read(f.Name, f.Data); !d.Tree.Damaged() {
				all = append(all, d)
			}
		}
	}
	return all
}
