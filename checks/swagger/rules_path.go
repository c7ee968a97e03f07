package swagger

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
)

var pathWildcard = rule{
	Rule: checks.Rule{
		ID: "OperationPathContainsUnsupportedCharacters", Severity: checks.Error,
		Meaning: "A path holds no asterisk.",
		Wording: "The operation path cannot contain wildcard character '*'.",
		Fix:     "Write a parameter in braces instead.",
		Bad:     operationExample("/invoices/*", `"operationId": "ListInvoices", "summary": "List invoices"`),
		Good:    operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices"`),
	},
	path: func(pass *pass, p *PathItem) {
		if strings.Contains(p.Path, "*") {
			pass.report(p.Node, "", nil, "The path is %s.", quote(p.Path))
		}
	},
}

var pathQuery = rule{
	Rule: checks.Rule{
		ID: "OperationPathMayNotContainQueryOrFragment", Severity: checks.Error,
		Meaning: "A path holds no ? and no #.",
		Wording: "The path is not valid, it must not contain a query part or fragment identifier. To include '?' or '#' characters in the path, they must be URL encoded.",
		Fix:     "Write what follows the ? as query parameters.",
		Bad:     operationExample("/invoices?open=true", `"operationId": "ListInvoices", "summary": "List invoices"`),
		Good:    operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices"`),
	},
	path: func(pass *pass, p *PathItem) {
		if strings.ContainsAny(p.Path, "?#") {
			pass.report(p.Node, "", nil, "The path is %s.", quote(p.Path))
		}
	},
}

var pathTemplate = rule{
	Rule: checks.Rule{
		ID: "OperationPathTemplateNotValid", Severity: checks.Error,
		Meaning: "Each brace in a path has its counterpart before the next slash.",
		Wording: "The path is not valid, each path template variable enclosed by '{{' and '}}' characters must be contained within a single URL segment. Individual '{{' or '}}' characters which are not enclosing a path template variable must be URL encoded.",
		Fix:     "Close the brace, or write %7B and %7D for braces that are meant as themselves.",
		Bad:     operationExample("/invoices/{id", `"operationId": "GetInvoice", "summary": "Get an invoice"`),
		Good:    operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices"`),
	},
	path: func(pass *pass, p *PathItem) {
		if !balanced(p.Path) {
			pass.report(p.Node, "", nil, "The path is %s.", quote(p.Path))
		}
	},
}

// balanced reports whether braces open and close in turn within each segment.
func balanced(path string) bool {
	open := false
	for i := range len(path) {
		switch path[i] {
		case '{':
			if open {
				return false
			}
			open = true
		case '}':
			if !open {
				return false
			}
			open = false
		case '/':
			if open {
				return false
			}
		}
	}
	return !open
}

var pathDefaults = rule{
	Rule: checks.Rule{
		ID: "OperationPathVariablesContainDefaults", Severity: checks.Error,
		Meaning: "A variable in a path has no default there.",
		Wording: "The operation path template variables cannot set default values with character '='.",
		Fix:     "Write the name only; the default goes into the parameter.",
		Bad:     operationExample("/invoices/{id=1}", `"operationId": "GetInvoice", "summary": "Get an invoice"`),
		Good:    operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices"`),
	},
	path: func(pass *pass, p *PathItem) {
		for _, name := range p.Variables {
			if strings.Contains(name, "=") {
				pass.report(p.Node, "", nil, "The path is %s.", quote(p.Path))
				return
			}
		}
	},
}

var pathItemRef = rule{
	Rule: checks.Rule{
		ID: "PathItemRefNotSuppored", Severity: checks.Error,
		Meaning: "A path is written where it stands, without $ref.",
		Wording: "The '$ref' property in a path is not supported.",
		Fix:     "Write the operations under the path itself.",
		Bad:     `{"paths": {"/invoices": {"$ref": "#/x-paths/invoices", "get": ` + goodOperation + `}}}`,
		Good:    `{"paths": {"/invoices": {"get": ` + goodOperation + `}}}`,
	},
	path: func(pass *pass, p *PathItem) {
		if ref := p.Get("$ref"); ref.OK() {
			pass.report(ref, "", nil, "The path %s is only a $ref.", quote(p.Path))
		}
	},
}

// template is a path with its variables as "{}", in lower case.
func template(path string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(path, "{")
		b.WriteString(strings.ToLower(before))
		if !ok {
			return b.String()
		}
		b.WriteString("{}")
		_, path, ok = strings.Cut(rest, "}")
		if !ok {
			return b.String()
		}
	}
}

var duplicatePath = rule{
	Rule: checks.Rule{
		ID: "DuplicateOperationPath", Severity: checks.Error,
		Meaning: "No two operations of one method have paths that differ in the names of variables only.",
		Wording: "The operations '{0}' and '{1}' have the path templates '{2}' and '{3}' which are duplicate and indistinguishable. They need to have a difference in static path segments for a deterministic routing.",
		Fix:     "Put both under one path, or change a fixed part of one of them.",
		Bad: `{"paths": {"/invoices/{id}/lines": {"get": ` + pathOperation("ListLines", "id") + `},
"/invoices/{number}/lines": {"get": ` + pathOperation("ListLinesByNumber", "number") + `}}}`,
		Good: `{"paths": {"/invoices/{id}/lines": {"get": ` + pathOperation("ListLines", "id") + `}}}`,
	},
	document: func(pass *pass) {
		first := map[string]*Operation{}
		for _, o := range pass.doc.Operations {
			key := o.Method + " " + o.Item.template
			twin := first[key]
			if twin == nil {
				first[key] = o
				continue
			}
			// Those that differ in case only are PathRedefined.
			if !strings.EqualFold(twin.Item.Path, o.Item.Path) {
				pass.report(o.Node, o.Item.Path, values{twin.name(), o.name(), twin.Item.Path, o.Item.Path}, "Only the names in braces differ.")
			}
		}
	},
}

// maxSimilar bounds the paths that are compared with each other; more
// operations than this are not allowed anyway.
const maxSimilar = 300

// 112 published connectors, 58 of them recent.
var similarPath = rule{
	Rule: checks.Rule{
		ID: "PartialDuplicateOperationPath", Severity: checks.Warning,
		Meaning: "No path has a variable where another of the same form has a fixed text, so that a value may lead to the wrong operation.",
		Wording: "The operation '{0}' has the path template '{1}' which is similar to other operation path templates, this can lead to an unexpected routing to a different operation in case an input path parameter value matches to a static value segment. It is better to have unconditional routing in all cases. Partially duplicated paths are: {2}",
		Fix:     "Change a fixed part of one of the paths where the service allows it; otherwise leave it as it is.",
		Bad: `{"paths": {"/invoices/{id}": {"get": ` + pathOperation("GetInvoice", "id") + `},
"/invoices/open": {"get": ` + goodOperation + `}}}`,
		Good: `{"paths": {"/invoices/{id}": {"get": ` + pathOperation("GetInvoice", "id") + `}, "/open-invoices": {"get": ` + goodOperation + `}}}`,
	},
	document: func(pass *pass) {
		for _, alike := range pass.doc.alike() {
			for _, a := range alike {
				if others := a.similar(alike); len(others) > 0 {
					pass.report(a.operation.Item.Node, "", values{a.operation.name(), a.operation.Item.Path, strings.Join(others, ", ")},
						"A value of a variable may be the other path's text.")
				}
			}
		}
	},
}

// segments is an operation's path cut at slashes, each text as a number, 0 for
// one that is a variable.
type segments struct {
	operation *Operation
	ids       []int
}

// alike groups operations by method and number of segments.
func (d *Document) alike() [][]segments {
	type form struct {
		method string
		length int
	}
	numbers := map[string]int{}
	at := map[form]int{}
	var groups [][]segments
	for _, o := range d.Operations {
		s := segments{operation: o}
		for part := range strings.SplitSeq(o.Item.template, "/") {
			if part != "{}" && numbers[part] == 0 {
				numbers[part] = len(numbers) + 1
			}
			s.ids = append(s.ids, numbers[part])
		}
		f := form{o.Method, len(s.ids)}
		i, ok := at[f]
		if !ok {
			i, at[f] = len(groups), len(groups)
			groups = append(groups, nil)
		}
		if len(groups[i]) < maxSimilar {
			groups[i] = append(groups[i], s)
		}
	}
	return groups
}

// similar lists the paths that a value of a variable could lead to.
func (a segments) similar(all []segments) []string {
	if len(a.operation.Item.Variables) == 0 {
		return nil
	}
	var found []string
	for _, b := range all {
		if a.catches(b) {
			found = append(found, "'"+b.operation.Item.Path+"'")
		}
	}
	return found
}

// catches reports whether a has variables where b has texts, and is the same
// everywhere else.
func (a segments) catches(b segments) bool {
	wider := false
	// From the end: most paths of a document begin in the same way.
	for i := len(a.ids) - 1; i >= 0; i-- {
		if a.ids[i] != b.ids[i] {
			if a.ids[i] != 0 {
				return false
			}
			wider = true
		}
	}
	return wider
}

// pathOperation is an operation with one parameter in its path.
func pathOperation(id, parameter string) string {
	return `{"operationId": "` + id + `", "summary": "Read from an invoice", "description": "Reads what belongs to an invoice.",
  "parameters": [{"name": "` + parameter + `", "in": "path", "required": true, "type": "string", "x-ms-url-encoding": "single", "x-ms-summary": "Invoice", "description": "The invoice's number."}],
  "responses": {"200": {"description": "OK", "schema": {"type": "object"}}}}`
}
