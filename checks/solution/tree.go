package solution

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/text"
)

// Node is one file or folder of a package, drawn as a tree.
type Node struct {
	Name     string
	Note     string // what it is, "connector solution, unmanaged, 1.0.0.3"
	Findings []checks.Finding
	Children []*Node

	place string
	known map[string]*Node // folders by their names
}

// Worst is the heaviest finding at the node itself; it is false for none.
func (n *Node) Worst() (s checks.Severity, found bool) {
	for _, f := range n.Findings {
		s, found = max(s, f.Severity), true
	}
	return s, found
}

// Tree is the package with every layer, each finding at its node. What is at no
// node of its own is at the package.
func Tree(p *Package, report checks.Report) *Node {
	byPlace := map[string]*Node{}
	root := p.node(p.Outer, p.Name, byPlace)
	for _, f := range report.Findings {
		at := byPlace[f.Place.File]
		if at == nil {
			at = root
		}
		at.Findings = append(at.Findings, f)
	}
	return root
}

func (p *Package) node(a *Archive, name string, byPlace map[string]*Node) *Node {
	n := &Node{Name: shown(name), Note: text.Size(a.Size), place: shown(a.Path), known: map[string]*Node{}}
	byPlace[n.place] = n
	switch s := a.solution; {
	case a.Problem != "":
		n.Note = a.Problem
	case s != nil:
		n.Note += ", " + s.Kind()
	}
	for _, e := range a.Entries {
		at := n
		parts := strings.Split(e.Name, "/")
		for i, folder := range parts[:len(parts)-1] {
			at = at.folder(folder, a.inside(strings.Join(parts[:i+1], "/")).File, byPlace)
		}
		last := parts[len(parts)-1]
		switch {
		case e.Folder:
			at.folder(last, a.inside(e.Name).File, byPlace)
		case e.Inside != nil:
			at.Children = append(at.Children, p.node(e.Inside, last, byPlace))
		default:
			leaf := &Node{Name: shown(last), Note: text.Size(int64(min(e.Size, 1<<62))), place: a.inside(e.Name).File}
			byPlace[leaf.place] = leaf
			at.Children = append(at.Children, leaf)
		}
	}
	return n
}

func (n *Node) folder(name, place string, byPlace map[string]*Node) *Node {
	low := strings.ToLower(name)
	if known := n.known[low]; known != nil {
		return known
	}
	f := &Node{Name: shown(name) + "/", place: place, known: map[string]*Node{}}
	if n.known == nil {
		n.known = map[string]*Node{}
	}
	n.known[low] = f
	n.Children = append(n.Children, f)
	byPlace[place] = f
	return f
}

// Kind says what a solution is: "flow solution, unmanaged, 1.0.0.3".
func (s *Solution) Kind() string {
	kind := "solution"
	switch {
	case s.plugin != nil:
		kind = "plugin solution"
	case s.workflows != nil:
		kind = "flow solution"
	case s.connectors != nil:
		kind = "connector solution"
	}
	switch s.Managed {
	case "0":
		kind += ", unmanaged"
	case "1":
		kind += ", managed"
	}
	if s.Version != "" {
		kind += ", " + clean(s.Version)
	}
	return kind
}
