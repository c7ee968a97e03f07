package swagger

import (
	"strconv"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/text"
)

// measure is the size of a schema with all that its $ref name put in.
type measure struct {
	schemas int // capped at schemasCap
	depth   int
	urls    int // properties marked as a notification's address, capped too
}

const (
	schemasCap = 1 << 30
	depthCap   = 1000 // schemas in each other, $ref followed
)

// measures remembers the sizes of what $ref name.
type measures struct {
	doc   *Document
	known map[node]measure
	open  map[node]bool // being measured: a loop ends there
}

// measured is the size of a schema.
func (d *Document) measured(n node) measure {
	d.measureOnce.Do(func() {
		d.measures = &measures{doc: d, known: map[node]measure{}, open: map[node]bool{}}
	})
	if known, ok := d.measures.known[n]; ok {
		return known
	}
	// Shared responses and parameters are asked for by each operation.
	m := d.measures.of(n, 0)
	d.measures.known[n] = m
	return m
}

func (m *measures) of(n node, depth int) measure {
	if !n.Is(jsontree.Object) || depth > depthCap {
		return measure{}
	}
	sum := measure{schemas: 1, depth: 1}
	for c := range n.Children() {
		switch c.Key() {
		case "$ref":
			return m.named(c.Str(), depth)
		case "x-ms-notification-url":
			if c.True() {
				sum.urls++
			}
		case "items", "additionalProperties":
			sum.add(m.of(c, depth+1))
		case "properties", "allOf":
			for p := c.First(); p.OK(); p = p.Next() {
				sum.add(m.of(p, depth+1))
			}
		}
	}
	return sum
}

func (m *measure) add(other measure) {
	m.schemas = min(m.schemas+other.schemas, schemasCap)
	m.urls = min(m.urls+other.urls, schemasCap)
	m.depth = max(m.depth, other.depth+1)
}

// named is the size of what a $ref names, measured once.
func (m *measures) named(ref string, depth int) measure {
	n := m.doc.target(ref)
	if !n.OK() || m.open[n] {
		return measure{schemas: 1, depth: 1}
	}
	if known, ok := m.known[n]; ok {
		return known
	}
	m.open[n] = true
	sum := m.of(n, depth+1)
	delete(m.open, n)
	m.known[n] = sum
	return sum
}

// maxBodySchemas is from a message of 2021 about a body, printed as critical.
// The largest body of a published connector has 449 schemas, counted this way.
const maxBodySchemas = 512

var bodySchemaCount = rule{
	Rule: checks.Rule{
		ID: "BodySchemaCountExceedsMaxAllowed", Severity: checks.Error, Evidence: checks.Printed,
		Meaning: "A body has at most 512 schemas, each property and item counted, with all that $ref put in.",
		Wording: "The total number of schemas in the object exceeds the max schema count allowed value of '{0}'. Please remove any unnecessary property or item definitions.",
		Fix:     "Leave out properties that users do not need.",
		Bad:     "a body with 600 properties",
		Good:    "a body with 40 properties",
	},
	parameter: func(pass *pass, p *Parameter) {
		if p.In != "body" || p.Def != p.Node {
			return
		}
		if n := pass.doc.measured(p.Def.Get("schema")).schemas; n > maxBodySchemas {
			pass.report(pass.whole(p.Def.Get("schema")), "", values{"512"}, "There are %s schemas.", text.Thousands(n))
		}
	},
}

// whole is what a $ref names, as the message of 2021 points there, or the
// schema itself.
func (pass *pass) whole(n node) node {
	if target := pass.doc.Resolve(n); target.OK() {
		return target
	}
	return n
}

// maxOperationSchemas is from the custom-connector FAQ.
const maxOperationSchemas = 16384

var operationSchemaCount = rule{
	Rule: checks.Rule{
		ID: "OperationSchemaCountExceedsMaxAllowed", Severity: checks.Error,
		Meaning: "An operation has at most 16,384 schemas, each property and item counted, with all that $ref put in.",
		Wording: "The total number of schemas in the operation has exceeded the maximum allowed value of '{0}'. Please remove any unnecessary property or item definitions.",
		Fix:     "Leave out properties that users do not need.",
		Bad:     "a response with 20 lists of a definition of 1,000 properties",
		Good:    "a response with a list of a definition of 40 properties",
	},
	operation: func(pass *pass, o *Operation) {
		n := 0
		for _, list := range [][]*Parameter{o.Item.Parameters, o.Parameters} {
			for _, p := range list {
				n += max(1, pass.doc.measured(p.Def.Get("schema")).schemas)
			}
		}
		for _, r := range o.Responses {
			n = min(n+pass.doc.measured(r.Schema).schemas, schemasCap)
		}
		if n > maxOperationSchemas {
			pass.report(o.Node, "", values{"16384"}, "There are %s schemas.", text.Thousands(n))
		}
	},
}

// The threshold is not published; this is the one of an operation. The largest
// of 667 published connectors has 6,044, so more is a risk and not known to be
// refused.
const largestTotal = 16384

var totalSchemaCount = rule{
	Rule: checks.Rule{
		ID: "TotalSchemaCountExceedsMaxAllowed", Severity: checks.Warning,
		Meaning: "A definition holds no more than 16,384 schemas, each property and item counted where it stands; Microsoft does not publish the limit.",
		Wording: "The maximum allowed number of schemas in the swagger is '{0}'. Please remove any unnecessary property or item definitions.",
		Fix:     "Leave out operations and properties that users do not need.",
		Bad:     "20,000 properties in all",
		Good:    "500 properties in all",
	},
	schema: func(pass *pass, s *Schema) {
		if pass.schemas++; pass.schemas == largestTotal+1 {
			pass.report(pass.doc.Root, "", values{"16384"}, "Microsoft does not publish the number; the largest published connector has 6,044.")
		}
	},
}

// The threshold is not published. The deepest of 667 published connectors has 14.
const deepest = 20

var schemaTooDeep = rule{
	Rule: checks.Rule{
		ID: "SchemaTooDeep", Severity: checks.Warning,
		Meaning: "Schemas are nested at most 20 deep, with all that $ref put in; Microsoft does not publish the limit.",
		Wording: "The schema exceeds the maximum allowed depth. Schemas must not exceed a depth of '{0}', including referenced ('$ref') schemas.",
		Fix:     "Flatten the schema, or end it with an object that has no properties.",
		Bad:     "an object in an object, and so on 30 times",
		Good:    "an object in an object",
	},
	parameter: func(pass *pass, p *Parameter) {
		if p.In == "body" {
			pass.deep(p.Def.Get("schema"))
		}
	},
	response: func(pass *pass, r *Response) { pass.deep(r.Schema) },
}

func (pass *pass) deep(n node) {
	if depth := pass.doc.measured(n).depth; depth > deepest {
		pass.report(n, "", values{strconv.Itoa(deepest)}, "Microsoft does not publish the number; the depth is %d here, in published connectors it is 14 at most.", depth)
	}
}
