package swagger

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
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
	// dynamic is called for schemas with an extension x-ms-dynamic-*.
	dynamic func(*look, *Schema)
	// member is called for those members of a schema that members names, and
	// schemas without them cost nothing. Not every name can be one, see plain.
	member  func(*look, *Schema, node)
	members string
	// closed says why nobody but Microsoft can judge this; there is no function
	// then.
	closed string
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
	schemas  int    // see totalSchemaCount
	skipped  string // why the rule does not apply
	doubt    bool   // something is missing, perhaps only because the file is damaged
	failed   any    // what the rule panicked with
}

// group is a finding with several places and the message it has then.
type group struct {
	cause   string
	many    string // "" where the sentence of the first place stands for all
	finding int
	more    int // further places
}

// What is kept of one rule, so that a file made for it cannot fill the memory.
// What is beyond is counted in the message.
const (
	maxFindings = 100 // causes told apart
	maxPlaces   = 200 // of one cause
)

// beyond is the cause of all findings after maxFindings.
const beyond = "\x00beyond"

// at reports a finding at a node.
func (l *look) at(n node, format string, args ...any) {
	if len(l.findings) >= maxFindings {
		l.join(n, beyond, "", func() string { return fmt.Sprintf(format, args...) })
		return
	}
	l.add(l.doc.place(n), fmt.Sprintf(format, args...))
}

func (l *look) add(p checks.Place, message string) {
	l.findings = append(l.findings, checks.Finding{
		Rule: l.ID, Severity: l.Severity, Fix: l.Fix, Message: message, Place: p,
	})
}

// values fill {0}, {1} of a wording.
type values []string

// say reports what the validator says: its sentence with the values in it, so
// that it can be searched, and after it what it means here. Places of the same
// cause become one finding, with the sentence of the first.
func (l *look) say(n node, cause string, v values, format string, args ...any) {
	l.join(n, cause, "", func() string { return sentence(l.Wording, v) + fmt.Sprintf(format, args...) })
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

// sure tells whether what was not found is not there: in a damaged file it may
// be there all the same, so nothing is claimed.
func (l *look) sure() bool {
	if l.doc.Tree.Damaged() {
		l.doubt = true
		return false
	}
	return true
}

// join adds a place to the finding of a cause, or makes one. After maxFindings
// all new causes are one.
func (l *look) join(n node, cause, many string, message func() string) {
	g := l.group(cause)
	if g == nil && len(l.findings) >= maxFindings {
		cause, many = beyond, ""
		g = l.group(cause)
	}
	if g == nil {
		l.groups = append(l.groups, group{cause: cause, many: many, finding: len(l.findings)})
		l.add(l.doc.place(n), message())
		return
	}
	if g.more++; g.more < maxPlaces {
		f := &l.findings[g.finding]
		f.More = append(f.More, l.doc.place(n))
	}
}

func (l *look) group(cause string) *group {
	for i := range l.groups {
		if l.groups[i].cause == cause {
			return &l.groups[i]
		}
	}
	return nil
}

// each reports a cause that may stand at many places: one finding, with many
// (holding %d) as its message when there is more than one place. The text of
// many also tells causes of one rule apart.
func (l *look) each(n node, many, format string, args ...any) {
	l.join(n, many, many, func() string { return fmt.Sprintf(format, args...) })
}

// skip says the rule's document function had nothing to look at, and why.
func (l *look) skip(why string) {
	l.skipped = why
	l.seen--
}

// finish writes the messages of groups and says what became of the rule.
func (l *look) finish() checks.Outcome {
	for _, g := range l.groups {
		g.write(&l.findings[g.finding])
	}
	o := checks.Outcome{Rule: l.ID}
	switch {
	case l.closed != "":
		o.Result, o.Reason = checks.NotApplicable, "only Microsoft can tell: "+l.closed
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

// write puts the number of places into the message of a finding.
func (g group) write(f *checks.Finding) {
	switch {
	case g.more == 0:
		return
	case g.many != "":
		f.Message = fmt.Sprintf(g.many, g.more+1)
	case g.cause == beyond:
		f.Message += fmt.Sprintf(" %d more places are at fault in other ways.", g.more)
	case g.more == 1:
		f.Message += " The same at 1 more place."
	default:
		f.Message += fmt.Sprintf(" The same at %d more places.", g.more)
	}
	if g.more >= maxPlaces {
		f.Message += fmt.Sprintf(" (%d of them are listed.)", maxPlaces)
	}
}

func (l *look) why() string {
	switch {
	case l.skipped != "":
		return l.skipped
	case l.parameter != nil:
		return "there are no parameters"
	case l.response != nil:
		return "there are no responses"
	case l.schema != nil, l.member != nil, l.dynamic != nil:
		return "there are no schemas"
	case l.operation != nil:
		return "there are no operations"
	default:
		return "there are no paths"
	}
}
