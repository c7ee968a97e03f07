package swagger

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// walk goes once over a document and calls every rule on its way.
type walk struct {
	doc   *Document
	looks []look
	// The rules that want to see a kind of thing.
	documents, paths, operations, parameters, responses, schemas, dynamics []*look

	// watch are the rules that want to see a member of a schema, by its name.
	watch   map[string][]*look
	visited int       // schemas
	levels  []*Schema // see level
}

func newWalk(d *Document, c Context, rules []rule) *walk {
	w := &walk{doc: d, looks: make([]look, len(rules)), watch: map[string][]*look{}}
	for i := range rules {
		r, l := &rules[i], &w.looks[i]
		*l = look{rule: r, doc: d, context: c}
		if !r.raw && !d.usable() {
			continue
		}
		w.documents = put(w.documents, l, r.document != nil)
		w.paths = put(w.paths, l, r.path != nil)
		w.operations = put(w.operations, l, r.operation != nil)
		w.parameters = put(w.parameters, l, r.parameter != nil)
		w.responses = put(w.responses, l, r.response != nil)
		w.schemas = put(w.schemas, l, r.schema != nil)
		w.dynamics = put(w.dynamics, l, r.dynamic != nil)
		for name := range strings.FieldsSeq(r.members) {
			w.watch[name] = append(w.watch[name], l)
		}
	}
	return w
}

func put(list []*look, l *look, wants bool) []*look {
	if !wants {
		return list
	}
	return append(list, l)
}

// usable tells whether there is anything a definition could be read from.
func (d *Document) usable() bool { return d.Root.Is(jsontree.Object) }

func (w *walk) run() {
	ask(w.documents, func(l *look) { l.document(l) })
	for _, item := range w.doc.Paths {
		w.path(item)
	}
	for _, section := range []string{"parameters", "responses", "definitions"} {
		w.shared(w.doc.Root.Get(section), section)
	}
}

func (w *walk) path(item *PathItem) {
	ask(w.paths, func(l *look) { l.path(l, item) })
	w.parameterList(item.Parameters)
	for _, o := range item.Operations {
		ask(w.operations, func(l *look) { l.operation(l, o) })
		w.parameterList(o.Parameters)
		for _, r := range o.Responses {
			ask(w.responses, func(l *look) { l.response(l, r) })
			w.schema(r.Node.Get("schema"), InResponse, o)
		}
	}
	w.schema(item.Get("x-ms-notification-content").Get("schema"), InResponse, nil)
}

func (w *walk) parameterList(list []*Parameter) {
	for _, p := range list {
		ask(w.parameters, func(l *look) { l.parameter(l, p) })
		w.parameterSchema(p.Node, p.Operation)
	}
}

// parameterSchema visits what a parameter says about its type: a body's
// schema, or the parameter itself.
func (w *walk) parameterSchema(n node, o *Operation) {
	switch {
	case n.Get("schema").OK():
		w.schema(n.Get("schema"), InBody, o)
	case !n.Get("$ref").OK():
		w.schema(n, InParameter, o)
	}
}

// shared visits the schemas of the root's parameters, responses or definitions.
func (w *walk) shared(section node, name string) {
	for n := range section.Children() {
		switch name {
		case "parameters":
			w.parameterSchema(n, nil)
		case "responses":
			w.schema(n.Get("schema"), InResponse, nil)
		default:
			w.schema(n, InDefinition, nil)
		}
	}
}

func (w *walk) report() checks.Report {
	var r checks.Report
	for i := range w.looks {
		l := &w.looks[i]
		if l.member != nil || l.dynamic != nil {
			l.seen += w.visited
		}
		outcome := l.finish()
		r.Findings = append(r.Findings, l.findings...)
		r.Outcomes = append(r.Outcomes, outcome)
	}
	return r
}

// ask calls each of the rules. One that panics is out for the rest of the
// walk; the next goes on.
func ask(looks []*look, call func(*look)) {
	for i := 0; i < len(looks); {
		i = askFrom(looks, i, call)
	}
}

// askFrom calls the rules from i on and returns where to go on: one defer
// serves them all as long as none panics.
func askFrom(looks []*look, i int, call func(*look)) (next int) {
	defer func() {
		if p := recover(); p != nil {
			looks[next].failed = p
			next++
		}
	}()
	for next = i; next < len(looks); next++ {
		if l := looks[next]; l.failed == nil {
			l.seen++
			call(l)
		}
	}
	return next
}
