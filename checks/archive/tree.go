package archive

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// Line is one line of an archive drawn as a tree.
type Line struct {
	Depth    int
	Name     string // the last part of the entry's raw name; a folder ends in "/"
	Size     uint64 // unpacked bytes; 0 for a folder and for what is missing
	Verdict  string // why the entry is not right, "" when it is
	Severity checks.Severity
	OK       bool // nothing to say, or nothing that holds the archive back
}

// Bounds of a drawn tree; what lies beyond is counted in a last line.
const (
	maxLines = 500
	maxDepth = 8
)

// Tree draws an archive: first what belongs in it, then the rest, each in the
// archive's order with folders drawn once, then what is missing.
func Tree(l Listing) []Line {
	if l.Problem != "" {
		return []Line{{Name: l.Name, Verdict: l.problem(), Severity: checks.Error}}
	}
	root := &node{}
	for _, e := range classify(l) {
		root.add(e)
	}
	slices.SortStableFunc(root.children, func(a, b *node) int { return rank(a) - rank(b) })
	var lines []Line
	for _, n := range root.children {
		lines = n.draw(lines, 0)
	}
	if n := len(lines) - maxLines + max(0, len(l.Entries)-maxSorted); n > 0 {
		lines = append(lines[:min(len(lines), maxLines)], Line{Name: fmt.Sprintf("… and %d more", n), Severity: checks.Error})
	}
	return append(lines, missingLines(l)...)
}

// missingLines are the required files that are nowhere in the archive.
func missingLines(l Listing) []Line {
	var lines []Line
	for _, c := range table(l) {
		switch c.Rule.ID {
		case swaggerMissing.ID, propertiesMissing.ID, iconMissing.ID, scriptMissing.ID:
			for _, f := range checks.Run([]checks.Check{c}).Findings {
				lines = append(lines, Line{Name: f.Place.Pointer, Verdict: "missing", Severity: checks.Error})
			}
		}
	}
	return lines
}

// node is a folder or an entry. An entry of a name that is there already (a
// duplicate) is a node of its own.
type node struct {
	name     string
	folder   bool
	entry    *entry // nil for a folder that has no entry itself
	twice    bool
	children []*node
}

func (n *node) add(e entry) {
	parts := []string{e.Name}
	if e.kind != unsafe {
		parts = strings.Split(strings.TrimSuffix(e.Name, "/"), "/")
	}
	if len(parts) > maxDepth {
		parts = append(parts[:maxDepth-1:maxDepth-1], strings.Join(parts[maxDepth-1:], "/"))
	}
	at := n
	for _, p := range parts[:len(parts)-1] {
		at = at.child(p)
	}
	last := parts[len(parts)-1]
	if e.kind != unsafe && (strings.HasSuffix(e.Name, "/") || e.Mode.IsDir()) {
		f := at.child(last)
		f.twice = f.entry != nil
		f.entry = &e
		return
	}
	twice := slices.ContainsFunc(at.children, func(c *node) bool { return strings.EqualFold(c.name, last) })
	at.children = append(at.children, &node{name: last, entry: &e, twice: twice})
}

// child is the folder of that name, made when it is not there.
func (n *node) child(name string) *node {
	i := slices.IndexFunc(n.children, func(c *node) bool { return c.folder && c.name == name })
	if i >= 0 {
		return n.children[i]
	}
	c := &node{name: name, folder: true}
	n.children = append(n.children, c)
	return c
}

func (n *node) draw(lines []Line, depth int) []Line {
	line := Line{Depth: depth, Name: n.name}
	if n.folder {
		line.Name += "/"
	} else {
		line.Size = n.entry.Size
	}
	line.Verdict, line.Severity = n.verdict()
	line.OK = line.Severity != checks.Error
	lines = append(lines, line)
	for _, c := range n.children {
		lines = c.draw(lines, depth+1)
	}
	return lines
}

// verdict is what is wrong with a node, the worst first.
func (n *node) verdict() (string, checks.Severity) {
	if n.entry == nil {
		if macFault(n.name) != "" {
			return "is added by macOS", checks.Error
		}
		return "is a folder", checks.Error
	}
	e := n.entry
	switch {
	case e.kind == introFile && !e.Encrypted && !n.twice && e.Size > 0:
		return e.why, checks.Warning
	case e.kind != artifact && e.kind != introFile:
		return e.why, checks.Error
	case e.Encrypted:
		return "is protected by a password", checks.Error
	case n.twice:
		return "is in the archive twice", checks.Error
	case e.Size == 0:
		return "is empty", checks.Error
	case e.Size > ratioFrom && e.Size/maxRatio > e.Packed:
		return "unpacks to far more than it weighs", checks.Error
	}
	return "", checks.Advice
}

func rank(n *node) int {
	if _, severity := n.verdict(); severity == checks.Error {
		return 1
	}
	return 0
}
