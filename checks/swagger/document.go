package swagger

import (
	"net/url"
	"strings"
	"sync"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

type node = jsontree.Node

// Document is a definition as it was read. What is missing or of the wrong
// type is left out of the lists; the rules say so.
type Document struct {
	Name       string // the file's name, for places
	Size       int    // bytes
	Tree       *jsontree.Tree
	Root       jsontree.Node
	Paths      []*PathItem
	Operations []*Operation // in the order of the file

	byID map[string]*Operation // the first of each operationId

	takenOnce   sync.Once // see inputs
	taken       map[node]bool
	measureOnce sync.Once // see measured
	measures    *measures
}

// PathItem is one entry of "paths".
type PathItem struct {
	jsontree.Node
	Path       string
	Parameters []*Parameter // those of the path itself
	Operations []*Operation
	Variables  []string // the names in braces in the path, each once
	Webhook    bool     // has x-ms-notification-content
	template   string   // see template

	names map[string]bool // the variables
}

// Operation is one action or trigger.
type Operation struct {
	jsontree.Node
	Item                     *PathItem
	Method                   string // "get"
	ID, Summary, Description string
	Internal, Trigger        bool
	Parameters               []*Parameter // its own, without the path's
	bodyParameter            *Parameter   // the first that is the body, its path's included
	annotation               node         // x-ms-api-annotation
	notification             node         // x-ms-notification
	security                 node
	every                    []*Parameter // see all
	Responses                []*Response

	named   sync.Once // see takes
	names   map[string]bool
	open    bool
	indexed sync.Once // see parameter
	byName  map[string]*Parameter
}

// Parameter is one parameter of a path or an operation.
type Parameter struct {
	jsontree.Node               // where it stands, also when it is a $ref
	Def           jsontree.Node // what it is, the $ref followed; missing when that leads nowhere
	Item          *PathItem
	Operation     *Operation // nil for a path's parameter
	In, Name      string
	Internal      bool // itself or all operations that have it are x-ms-visibility internal
}

// Response is one response of an operation.
type Response struct {
	jsontree.Node
	Def       jsontree.Node // the $ref followed
	Operation *Operation
	Code      string // "200", "default"
	Schema    jsontree.Node
}

// methods are the operations a path item can have in Swagger 2.0.
var methods = map[string]bool{"get": true, "put": true, "post": true, "delete": true, "options": true, "head": true, "patch": true}

// Read parses a definition. It never fails: Judge says what is wrong with it.
func Read(name string, data []byte) *Document {
	d := &Document{Name: name, Size: len(data), Tree: jsontree.Parse(data), byID: map[string]*Operation{}}
	d.Root = d.Tree.Root()
	paths := d.Root.Get("paths")
	if !paths.Is(jsontree.Object) {
		return d
	}
	for n := range paths.Children() {
		if n.Is(jsontree.Object) && !strings.HasPrefix(n.Key(), "x-") {
			d.Paths = append(d.Paths, d.pathItem(n))
		}
	}
	return d
}

func (d *Document) pathItem(n node) *PathItem {
	item := &PathItem{Node: n, Path: n.Key(), Webhook: n.Get("x-ms-notification-content").OK()}
	item.Variables, item.names = variables(item.Path)
	item.template = template(item.Path)
	for c := range n.Children() {
		// Of two members of one name only the last counts.
		if c.Is(jsontree.Object) && methods[c.Key()] && n.Get(c.Key()) == c {
			item.Operations = append(item.Operations, d.operation(item, c))
		}
	}
	item.Parameters = d.parameters(item, nil, n.Get("parameters"))
	for _, o := range item.Operations {
		o.gather()
	}
	d.Operations = append(d.Operations, item.Operations...)
	return item
}

// gather puts an operation's parameters and its path's into one list.
func (o *Operation) gather() {
	o.every = o.Parameters
	if len(o.Item.Parameters) > 0 {
		o.every = append(o.Parameters[:len(o.Parameters):len(o.Parameters)], o.Item.Parameters...)
	}
	for _, p := range o.every {
		if p.In == "body" && o.bodyParameter == nil {
			o.bodyParameter = p
		}
	}
}

// all lists an operation's parameters and its path's.
func (o *Operation) all() []*Parameter { return o.every }

// variables lists the names in braces in a path, each once.
func variables(path string) (names []string, known map[string]bool) {
	for {
		_, rest, ok := strings.Cut(path, "{")
		if !ok {
			return names, known
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			return names, known
		}
		if !known[name] {
			if known == nil {
				known = map[string]bool{}
			}
			known[name] = true
			names = append(names, name)
		}
		path = after
	}
}

func (d *Document) operation(item *PathItem, n node) *Operation {
	o := &Operation{
		Node: n, Item: item, Method: n.Key(),
		ID:          n.Get("operationId").Str(),
		Summary:     n.Get("summary").Str(),
		Description: n.Get("description").Str(),
		Internal:    internal(n),
		Trigger:     n.Get("x-ms-trigger").OK(),
	}
	if o.ID != "" && d.byID[o.ID] == nil {
		d.byID[o.ID] = o
	}
	o.annotation, o.notification, o.security = n.Get("x-ms-api-annotation"), n.Get("x-ms-notification"), n.Get("security")
	o.Parameters = d.parameters(item, o, n.Get("parameters"))
	for c := range n.Get("responses").Children() {
		if strings.HasPrefix(c.Key(), "x-") {
			continue
		}
		r := &Response{Node: c, Def: d.Resolve(c), Operation: o, Code: c.Key()}
		r.Schema = r.Def.Get("schema")
		o.Responses = append(o.Responses, r)
	}
	return o
}

func (d *Document) parameters(item *PathItem, o *Operation, list node) []*Parameter {
	if !list.Is(jsontree.Array) {
		return nil
	}
	hidden := o != nil && o.Internal || o == nil && item.internal()
	all := make([]*Parameter, 0, list.Len())
	for c := range list.Children() {
		def := d.Resolve(c)
		all = append(all, &Parameter{
			Node: c, Def: def, Item: item, Operation: o,
			In: def.Get("in").Str(), Name: def.Get("name").Str(),
			Internal: hidden || internal(def),
		})
	}
	return all
}

// internal reports whether all operations of a path are hidden from users.
func (p *PathItem) internal() bool {
	for _, o := range p.Operations {
		if !o.Internal {
			return false
		}
	}
	return len(p.Operations) > 0
}

func internal(n node) bool { return n.Get("x-ms-visibility").Str() == "internal" }

// refSteps is how many $ref in a row are followed; more is a loop.
const refSteps = 20

// Resolve follows a node's $ref within the document, if it has one. The
// result is missing when the $ref leads nowhere, elsewhere or in a circle.
func (d *Document) Resolve(n jsontree.Node) jsontree.Node {
	for range refSteps {
		ref := n.Get("$ref")
		if !ref.Is(jsontree.String) {
			return n
		}
		n = d.target(ref.Text())
	}
	return node{}
}

// target is the node a local reference names.
func (d *Document) target(ref string) node {
	pointer, ok := strings.CutPrefix(ref, "#")
	if !ok {
		return node{}
	}
	if strings.Contains(pointer, "%") {
		if plain, err := url.PathUnescape(pointer); err == nil {
			pointer = plain
		}
	}
	return d.Tree.Find(pointer)
}

// place is where a finding about a node points: at the name of an object or
// list, at the value of anything else.
func (d *Document) place(n node) checks.Place {
	offset := n.Offset()
	if n.Is(jsontree.Object) || n.Is(jsontree.Array) {
		offset = n.KeyOffset()
	}
	line, column := d.Tree.Position(offset)
	return checks.Place{File: d.Name, Pointer: n.Pointer(), Line: line, Column: column}
}

// HasOperation reports whether there is an operation of that ID.
func (d *Document) HasOperation(id string) bool { return d.byID[id] != nil }
