package swagger

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/shape"
)

// walk goes once over a document and calls every rule on its way.
type walk struct {
	doc    *Document
	passes []pass
	// The rules that want to see a kind of thing.
	documents, faults, paths, operations, parameters, responses, schemas, dynamics []*pass

	// watch are the rules that want to see a member of a schema, by its name.
	watch   map[string][]*pass
	visited int       // schemas
	levels  []*Schema // see level
}

func newWalk(d *Document, c Context, rules []rule) *walk {
	w := &walk{doc: d, passes: make([]pass, len(rules)), watch: map[string][]*pass{}}
	for i := range rules {
		r, p := &rules[i], &w.passes[i]
		*p = pass{Reporter: checks.NewReporter(&r.Rule), rule: r, doc: d, context: c}
		if !r.raw && !d.usable() {
			continue
		}
		w.documents = put(w.documents, p, r.document != nil)
		w.faults = put(w.faults, p, r.fault != nil)
		w.paths = put(w.paths, p, r.path != nil)
		w.operations = put(w.operations, p, r.operation != nil)
		w.parameters = put(w.parameters, p, r.parameter != nil)
		w.responses = put(w.responses, p, r.response != nil)
		w.schemas = put(w.schemas, p, r.schema != nil)
		w.dynamics = put(w.dynamics, p, r.dynamic != nil)
		for name := range strings.FieldsSeq(r.members) {
			w.watch[name] = append(w.watch[name], p)
		}
	}
	return w
}

func put(list []*pass, p *pass, wants bool) []*pass {
	if !wants {
		return list
	}
	return append(list, p)
}

// usable reports whether there is anything a definition could be read from.
func (d *Document) usable() bool { return d.Root.Is(jsontree.Object) }

func (w *walk) run() {
	ask(w.documents, func(pass *pass) { pass.document(pass) })
	w.shapes()
	for _, item := range w.doc.Paths {
		w.path(item)
	}
	for _, section := range []string{"parameters", "responses", "definitions"} {
		w.shared(w.doc.Root.Get(section), section)
	}
}

// shapes tells the rules about the file's shape. An OpenAPI 3 file has another,
// see SpecificationVersionIncorrect.
func (w *walk) shapes() {
	if w.doc.usable() && !w.doc.Root.Get("openapi").OK() {
		for _, pass := range w.faults {
			pass.seen++
		}
		definitionShape().Judge(w.doc.Root, func(f shape.Fault) {
			ask(w.faults, func(pass *pass) { pass.fault(pass, f) })
		})
	}
}

func (w *walk) path(item *PathItem) {
	ask(w.paths, func(pass *pass) { pass.path(pass, item) })
	w.parameterList(item.Parameters)
	for _, o := range item.Operations {
		ask(w.operations, func(pass *pass) { pass.operation(pass, o) })
		w.parameterList(o.Parameters)
		for _, r := range o.Responses {
			ask(w.responses, func(pass *pass) { pass.response(pass, r) })
			w.schema(r.Node.Get("schema"), InResponse, o)
		}
	}
	w.schema(item.Get("x-ms-notification-content").Get("schema"), InResponse, nil)
}

func (w *walk) parameterList(list []*Parameter) {
	for _, p := range list {
		ask(w.parameters, func(pass *pass) { pass.parameter(pass, p) })
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
	for i := range w.passes {
		pass := &w.passes[i]
		if pass.member != nil || pass.dynamic != nil {
			pass.seen += w.visited
		}
		pass.conclude()
		r.Take(&pass.Reporter)
	}
	return r
}

// ask calls each of the rules. One that panicked is out for the rest of the walk.
func ask(passes []*pass, call func(*pass)) {
	checks.Contain(len(passes), func(i int) {
		if pass := passes[i]; !pass.Failed() {
			pass.seen++
			call(pass)
		}
	}, func(i int, why any) { passes[i].Fail(why) })
}
