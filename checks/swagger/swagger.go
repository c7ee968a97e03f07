// Package swagger judges apiDefinition.swagger.json as Microsoft's validator
// and its certification engineers do. The file is read once into a Document;
// one walk over it calls the rules of one table (table.go). A rule is its
// description and one or more small functions, one for each kind of thing it
// wants to see on the way (the document, a path, an operation, a parameter, a
// response, a schema, a member of one), with an example of bad and good input
// beside it. A rule of the validator puts its sentence first in the message.
//
// Rules keep the names that Microsoft's validator prints. Where Microsoft has
// no name, the rule has one of our own in the same style.
package swagger

import "github.com/certwiz/certwiz/checks"

// Context is what the rest of the connector says about the definition.
type Context struct {
	// DynamicHost says a policy in apiProperties.json sets the host at run time.
	DynamicHost bool
}

// Judge runs all rules. Every rule has an outcome in the report; a rule that
// panics is NotChecked and the others go on.
func (d *Document) Judge(c Context) checks.Report {
	w := newWalk(d, c, table())
	w.run()
	return w.report()
}

// Rules lists the descriptions of all rules, in the order of the table.
func Rules() []checks.Rule {
	all := table()
	rules := make([]checks.Rule, len(all))
	for i, r := range all {
		rules[i] = r.Rule
	}
	return rules
}
