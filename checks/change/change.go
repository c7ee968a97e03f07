// Package change tells what differs between two versions of a connector,
// breaking changes first: what an existing flow would stumble over. Compare
// lists every difference of the definition for people to read; Judge says what
// Microsoft's validator of changes says, in its words and with its paths, and
// looks at apiProperties.json and the folder's name as well. Both read files
// only; whether a change is agreed with Microsoft is for people to know.
package change

import (
	"cmp"
	"fmt"
	"path"
	"slices"

	"github.com/certwiz/certwiz/checks/jsontree"
)

// Change is one difference.
type Change struct {
	Breaking bool   // existing flows may fail or lose data
	Path     string // JSON pointer, into the new file where the thing is still there
	Text     string // what changed, one line
}

// Compare lists the differences from one swagger to another, breaking ones
// first, then by path. The error says which of the two can't be read and why.
func Compare(before, after []byte) ([]Change, error) {
	c, err := compare(before, after)
	if err != nil {
		return nil, err
	}
	changes := make([]Change, len(c.events))
	for i, e := range c.events {
		changes[i] = e.Change
	}
	slices.SortStableFunc(changes, func(a, b Change) int {
		if a.Breaking != b.Breaking {
			if a.Breaking {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Text, b.Text))
	})
	return slices.Compact(changes), nil
}

func compare(before, after []byte) (*comparison, error) {
	old, err := read("the earlier", before)
	if err != nil {
		return nil, err
	}
	now, err := read("the new", after)
	if err != nil {
		return nil, err
	}
	c := &comparison{old: old, now: now, same: map[pair]bool{}, active: map[pair]bool{}}
	c.document()
	c.operations()
	return c, nil
}

func read(which string, data []byte) (swagger, error) {
	tree, err := parse(which, "apiDefinition.swagger.json", data)
	if err != nil {
		return swagger{}, err
	}
	return newSwagger(tree), nil
}

// parse reads a file, and says why when it holds no object that can be trusted.
func parse(which, name string, data []byte) (*jsontree.Tree, error) {
	tree := jsontree.Parse(data)
	for _, f := range tree.Faults() {
		if f.Breaks() {
			line, column := tree.Position(f.Offset)
			return nil, fmt.Errorf("%s %s can't be compared: line %d, column %d: %s", which, name, line, column, f.Message)
		}
	}
	if !tree.Root().Is(jsontree.Object) {
		return nil, fmt.Errorf("%s %s can't be compared: it holds no object", which, name)
	}
	return tree, nil
}

// event is one difference with what Microsoft's validator would say of it.
type event struct {
	Change
	rule string        // the rule it is a finding of, "" for none
	path string        // as the validator prints it: operation/ListInvoices/parameter/page
	at   jsontree.Node // where it stands in the new file, or nearest to it
}

// maxEvents bounds what is said about two files; beyond it they are two
// different connectors.
const maxEvents = 5000

// comparison collects what differs.
type comparison struct {
	old, now swagger
	events   []event
	same     map[pair]bool // schemas without a difference, see fields
	active   map[pair]bool // schemas that are being compared, against circles
	skips    int           // schemas that were left out as being compared already
	fieldsOf int           // fields compared of one operation
	fields   int           // fields compared in all
	cut      bool          // a limit was reached, not all was compared
	renamed  bool          // the operation has another ID: the validator does not compare it
}

func (c *comparison) add(e event) {
	if c.renamed {
		e.rule = ""
	}
	if len(c.events) >= maxEvents {
		c.cut = true
		return
	}
	c.events = append(c.events, e)
}

// breaks reports a breaking change under a rule.
func (c *comparison) breaks(rule, path string, at jsontree.Node, format string, args ...any) {
	c.add(event{Change: Change{Breaking: true, Path: at.Pointer(), Text: fmt.Sprintf(format, args...)}, rule: rule, path: path, at: at})
}

// note reports a change that no flow stumbles over.
func (c *comparison) note(pointer, format string, args ...any) {
	c.add(event{Change: Change{Path: pointer, Text: fmt.Sprintf(format, args...)}})
}

// document compares what concerns the connector as a whole.
func (c *comparison) document() {
	for _, d := range []struct{ pointer, rule string }{
		{"/info/title", titleChanged.ID}, {"/info/description", ""}, {"/info/version", ""}, {"/host", hostChanged.ID}, {"/basePath", hostChanged.ID},
	} {
		node := c.now.tree.Find(d.pointer)
		was, is := c.old.tree.Find(d.pointer).Text(), node.Text()
		if was != is {
			c.add(event{
				Change: Change{Path: d.pointer, Text: fmt.Sprintf("%s changed from %s to %s", path.Base(d.pointer), quote(was), quote(is))},
				rule:   d.rule, path: d.pointer, at: node,
			})
		}
	}
	const definitions = "/securityDefinitions"
	was, is := c.old.signIns(), c.now.signIns()
	for _, way := range was {
		if !slices.Contains(is, way) {
			c.add(event{
				Change: Change{Breaking: true, Path: definitions, Text: fmt.Sprintf("the way to sign in %s was removed; connections made with it stop working", way)},
				rule:   signInRemoved.ID, path: definitions, at: c.now.tree.Find(definitions),
			})
		}
	}
	for _, way := range is {
		if !slices.Contains(was, way) {
			c.note(definitions, "the way to sign in %s was added", way)
		}
	}
}

// quote is a value in a message, shortened.
func quote(s string) string {
	const most = 60
	if s == "" {
		return "nothing"
	}
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most-1]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
