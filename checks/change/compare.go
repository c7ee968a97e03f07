package change

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/swagger"
)

// event is one difference between two definitions.
type event struct {
	rule string        // the rule it is a finding of, "" when it is only noted
	text string        // what changed, one line
	path string        // as the validator prints it: operation/ListInvoices/parameter/page
	at   jsontree.Node // where it stands in the new file, or nearest to it; missing when it is gone
}

// withoutOperation is the text without the operation's name, so that a
// definition that several operations share is one cause.
func (e event) withoutOperation() string {
	id, _, _ := strings.Cut(strings.TrimPrefix(e.path, "operation/"), "/")
	return strings.Replace(e.text, " of "+id+" ", " ", 1)
}

// maxEvents bounds what is said about two files; beyond it they are two
// different connectors.
const maxEvents = 5000

// comparison collects what differs between two definitions.
type comparison struct {
	old, now version
	events   []event
	same     map[pair]bool // schemas without a difference, see schema
	active   map[pair]bool // schemas that are being compared, against circles
	skips    int           // schemas that were left out as being compared already
	fieldsOf int           // fields compared of one operation
	fields   int           // fields compared in all
	cut      bool          // a limit was reached, not all was compared
	renamed  bool          // the operation has another ID: the validator does not compare it
}

// compare compares two definitions. The error says which of the two can't be
// trusted, and why.
func compare(before, after *swagger.Document) (*comparison, error) {
	const name = "apiDefinition.swagger.json"
	if err := cmp.Or(readable("the earlier", name, before.Tree), readable("the new", name, after.Tree)); err != nil {
		return nil, err
	}
	c := &comparison{old: newVersion(before), now: newVersion(after), same: map[pair]bool{}, active: map[pair]bool{}}
	c.document()
	c.operations()
	return c, nil
}

// report adds an event of a rule.
func (c *comparison) report(rule, path string, at jsontree.Node, format string, args ...any) {
	if c.renamed {
		rule = ""
	}
	if len(c.events) >= maxEvents {
		c.cut = true
		return
	}
	c.events = append(c.events, event{rule: rule, text: fmt.Sprintf(format, args...), path: path, at: at})
}

// note adds a change that no rule is about.
func (c *comparison) note(format string, args ...any) {
	c.report("", "", jsontree.Node{}, format, args...)
}

// place is where an event points in the new file; without a line when the
// thing is gone.
func (c *comparison) place(e event) checks.Place {
	p := checks.Place{File: c.now.Name, Pointer: e.path}
	if e.at.OK() {
		p.Line, p.Column = c.now.Tree.Position(e.at.KeyOffset())
	}
	return p
}

// document compares what concerns the connector as a whole.
func (c *comparison) document() {
	for _, d := range []struct{ pointer, rule string }{
		{"/info/title", titleChanged.ID}, {"/info/description", ""}, {"/info/version", ""}, {"/host", hostChanged.ID}, {"/basePath", hostChanged.ID},
	} {
		node := c.now.Tree.Find(d.pointer)
		if was, is := c.old.Tree.Find(d.pointer).Text(), node.Text(); was != is {
			c.report(d.rule, d.pointer, node, "%s changed from %s to %s", path.Base(d.pointer), quote(was), quote(is))
		}
	}
	const definitions = "/securityDefinitions"
	was, is := c.old.signIns(), c.now.signIns()
	for _, way := range was {
		if !slices.Contains(is, way) {
			c.report(signInRemoved.ID, definitions, c.now.Tree.Find(definitions), "the way to sign in %s was removed; connections made with it stop working", way)
		}
	}
	for _, way := range is {
		if !slices.Contains(was, way) {
			c.note("the way to sign in %s was added", way)
		}
	}
}
