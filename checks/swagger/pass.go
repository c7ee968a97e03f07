package swagger

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/shape"
)

// rule is one entry of the table: a description and the functions that judge.
// Each function is called for every thing of its kind, in the file's order.
type rule struct {
	checks.Rule
	document func(*pass)
	// fault is called for every place where the file is not as definitionShape
	// says.
	fault     func(*pass, shape.Fault)
	path      func(*pass, *PathItem)
	operation func(*pass, *Operation)
	parameter func(*pass, *Parameter)
	response  func(*pass, *Response)
	schema    func(*pass, *Schema)
	// dynamic is called for schemas with an extension x-ms-dynamic-*.
	dynamic func(*pass, *Schema)
	// member is called for those members of a schema that members names, and
	// schemas without them cost nothing. Not every name can be one, see plain.
	member  func(*pass, *Schema, node)
	members string
	// closed says why only Microsoft can judge this; the rule then has no
	// function.
	closed string
	// raw says the rule looks at the file as it is, so that it runs on a file
	// that is no object and passes on a damaged one.
	raw bool
}

// pass is one rule at work on one document.
type pass struct {
	checks.Reporter
	*rule
	doc     *Document
	context Context

	seen    int    // things that the rule was called for
	schemas int    // see totalSchemaCount
	skipped string // why the rule does not apply
	doubt   bool   // something is missing, perhaps only because the file is damaged
}

// values fill {0}, {1} of a wording.
type values []string

// softly reports a fault in the file's shape: an error, or a warning where
// published connectors have it.
func (pass *pass) softly(f shape.Fault, v values, format string, args ...any) {
	cause := f.Name + "\x00" + f.Want + f.In
	found := pass.Group(cause, "", pass.at(f.Node), func() string { return sentence(pass.Wording, v) + fmt.Sprintf(format, args...) })
	if f.Soft {
		found.Severity = checks.Warning
	}
}

// report reports what the validator says: its sentence with the values in it, so
// that it can be searched, and after it what it means here. Places of the same
// cause become one finding, with the sentence of the first.
func (pass *pass) report(n node, cause string, v values, format string, args ...any) {
	pass.Group(cause, "", pass.at(n), func() string { return sentence(pass.Wording, v) + fmt.Sprintf(format, args...) })
}

// reportf reports a finding of its own.
func (pass *pass) reportf(n node, format string, args ...any) {
	pass.Single(pass.at(n), func() string { return fmt.Sprintf(format, args...) })
}

// reportMany reports a cause that may stand at many places: one finding, with
// many (holding %d) as its message when there is more than one place. The text of
// many also tells causes of one rule apart.
func (pass *pass) reportMany(n node, many, format string, args ...any) {
	pass.Group(many, many, pass.at(n), func() string { return fmt.Sprintf(format, args...) })
}

func (pass *pass) at(n node) func() checks.Place {
	return func() checks.Place { return pass.doc.place(n) }
}

// sentence is a wording with its values in it, ready for more text after it.
func sentence(wording string, v values) string {
	pairs := []string{"{{", "{", "}}", "}"}
	for i, s := range v {
		pairs = append(pairs, "{"+strconv.Itoa(i)+"}", jsontree.Plain(s))
	}
	s := strings.NewReplacer(pairs...).Replace(wording)
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return s + " "
}

// intact reports whether the file was read whole. In a damaged one, what was not
// found may be there all the same, so the rule is not checked.
func (pass *pass) intact() bool {
	if pass.doc.Tree.Damaged() {
		pass.doubt = true
		return false
	}
	return true
}

// skip says the rule's document function had nothing to look at, and why.
func (pass *pass) skip(why string) {
	pass.skipped = why
	pass.seen--
}

// conclude says why a rule that found nothing did not pass.
func (pass *pass) conclude() {
	switch {
	case pass.Failed():
	case pass.closed != "":
		pass.Skip("only Microsoft can tell: " + pass.closed)
	case !pass.raw && !pass.doc.usable():
		pass.Unknown("the file could not be read as JSON")
	case pass.doubt, !pass.raw && pass.doc.Tree.Damaged():
		pass.Unknown("only part of the file could be read")
	case pass.seen == 0:
		pass.Skip(pass.absent())
	}
}

// absent says what a rule found nothing of.
func (pass *pass) absent() string {
	switch {
	case pass.skipped != "":
		return pass.skipped
	case pass.fault != nil:
		return "the file has no shape to compare"
	case pass.parameter != nil:
		return "there are no parameters"
	case pass.response != nil:
		return "there are no responses"
	case pass.schema != nil, pass.member != nil, pass.dynamic != nil:
		return "there are no schemas"
	case pass.operation != nil:
		return "there are no operations"
	default:
		return "there are no paths"
	}
}
