package swagger

import (
	"fmt"

	"github.com/certwiz/certwiz/checks"
)

// rule is one entry of the table: a description and the functions that judge.
// Each function is called for every thing of its kind, in the file's order.
type rule struct {
	checks.Rule
	document  func(*look)
	path      func(*look, *PathItem)
	operation func(*look, *Operation)
	parameter func(*look, *Parameter)
	response  func(*look, *Response)
	schema    func(*look, *Schema)
	// raw says the rule looks at the file as it is, so that it runs on a file
	// that is no object and passes on a damaged one.
	raw bool
}

// look is one rule at work on one document.
type look struct {
	*rule
	doc     *Document
	context Context

	findings []checks.Finding
	groups   []group
	seen     int    // things looked at
	skipped  string // why the rule does not apply
	doubt    bool   // something is missing, perhaps only because the file is damaged
	failed   any    // what the rule panicked with
}

// group is a finding with several places and the message it has then.
type group struct {
	many    string
	finding int
}

// at reports a finding at a node.
func (l *look) at(n node, format string, args ...any) {
	l.add(l.doc.place(n), fmt.Sprintf(format, args...))
}

func (l *look) add(p checks.Place, message string) {
	l.findings = append(l.findings, checks.Finding{
		Rule: l.ID, Severity: l.Severity, Fix: l.Fix, Message: message, Place: p,
	})
}

// each reports a cause that may stand at many places: one finding, with many
// (holding %d) as its message when there is more than one place. The text of
// many also tells causes of one rule apart.
func (l *look) each(n node, many, format string, args ...any) {
	for _, g := range l.groups {
		if g.many == many {
			f := &l.findings[g.finding]
			f.More = append(f.More, l.doc.place(n))
			return
		}
	}
	l.groups = append(l.groups, group{many, len(l.findings)})
	l.at(n, format, args...)
}

// absent is each for something that is not there. In a damaged file it may be
// there all the same, so nothing is claimed.
func (l *look) absent(n node, many, format string, args ...any) {
	if l.doc.Tree.Damaged() {
		l.doubt = true
		return
	}
	l.each(n, many, format, args...)
}

// lacks is absent for what can be missing at one place only.
func (l *look) lacks(n node, format string, args ...any) {
	if l.doc.Tree.Damaged() {
		l.doubt = true
		return
	}
	l.at(n, format, args...)
}

// skip says the rule's document function had nothing to look at, and why.
func (l *look) skip(why string) {
	l.skipped = why
	l.seen--
}

// finish writes the messages of groups and says what became of the rule.
func (l *look) finish() checks.Outcome {
	for _, g := range l.groups {
		f := &l.findings[g.finding]
		if len(f.More) > 0 {
			f.Message = fmt.Sprintf(g.many, len(f.More)+1)
		}
	}
	o := checks.Outcome{Rule: l.ID}
	switch {
	case l.failed != nil:
		l.findings = nil
		o.Result, o.Reason = checks.NotChecked, fmt.Sprintf("the rule failed on this input (%v)", l.failed)
	case len(l.findings) > 0:
		o.Result = checks.Found
	case !l.raw && !l.doc.usable():
		o.Result, o.Reason = checks.NotChecked, "the file could not be read as JSON"
	case l.doubt, !l.raw && l.doc.Tree.Damaged():
		o.Result, o.Reason = checks.NotChecked, "only part of the file could be read"
	case l.seen == 0:
		o.Result, o.Reason = checks.NotApplicable, l.why()
	default:
		o.Result = checks.Passed
	}
	return o
}

func (l *look) why() string {
	switch {
	case l.skipped != "":
		return l.skipped
	case l.parameter != nil:
		return "there are no parameters"
	case l.response != nil:
		return "there are no responses"
	case l.schema != nil:
		return "there are no schemas"
	case l.operation != nil:
		return "there are no operations"
	default:
		return "there are no paths"
	}
}
