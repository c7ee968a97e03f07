package swagger

import (
	"mime"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// consumes is what an operation takes: its own list or the document's.
func (d *Document) consumes(o *Operation) node {
	if n := o.Get("consumes"); n.OK() {
		return n
	}
	return d.Root.Get("consumes")
}

// formParameter is the first form field of an operation, nil when it has none.
func (o *Operation) formParameter() *Parameter {
	for _, p := range o.all() {
		if p.In == "formData" {
			return p
		}
	}
	return nil
}

var mimeNotValid = rule{
	Rule: checks.Rule{
		ID: "MimeTypeNotValid", Severity: checks.Error,
		Meaning: "consumes and produces hold MIME types, such as application/json.",
		Wording: "The MIME type '{0}' is not valid.",
		Fix:     "Write type and subtype with a slash between them.",
		Bad:     `{"produces": ["json"]}`,
		Good:    `{"produces": ["application/json"]}`,
	},
	document:  func(pass *pass) { pass.mimes(pass.doc.Root) },
	operation: func(pass *pass, o *Operation) { pass.mimes(o.Node) },
}

func (pass *pass) mimes(n node) {
	for list := range n.Children() {
		if key := list.Key(); key != "consumes" && key != "produces" || !list.Is(jsontree.Array) {
			continue
		}
		for c := range list.Children() {
			if c.Is(jsontree.String) && !isMIME(c.Text()) {
				pass.report(c, c.Text(), values{c.Text()}, "%s is no type with a subtype.", quote(c.Text()))
			}
		}
	}
}

func isMIME(s string) bool {
	kind, _, err := mime.ParseMediaType(s)
	if err != nil && kind == "" {
		return false
	}
	major, minor, ok := strings.Cut(kind, "/")
	return ok && major != "" && minor != ""
}

var supportedMIME = []string{"application/json", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded"}

// The list is inferred: 42 published connectors, 17 of them recent, take other
// types too (application/xml, application/octet-stream), so it is a warning.
var mimeNotSupported = rule{
	Rule: checks.Rule{
		ID: "MimeTypeNotSupported", Severity: checks.Warning,
		Meaning: "consumes holds types that Power Platform can send.",
		Wording: "The MIME type '{0}' is not supported. The supported mime types are: '{1}'.",
		Fix:     "Use application/json, text/plain, multipart/form-data or application/x-www-form-urlencoded where the service takes one of them.",
		Bad:     `{"consumes": ["application/xml"]}`,
		Good:    `{"consumes": ["application/json"]}`,
	},
	document:  func(pass *pass) { pass.supported(pass.doc.Root.Get("consumes")) },
	operation: func(pass *pass, o *Operation) { pass.supported(o.Get("consumes")) },
}

func (pass *pass) supported(list node) {
	if !list.Is(jsontree.Array) {
		return
	}
	for c := range list.Children() {
		kind, _, _ := strings.Cut(strings.ToLower(c.Str()), ";")
		if kind = strings.TrimSpace(kind); kind != "" && isMIME(kind) && !holdsWord(supportedMIME, kind) {
			pass.report(c, kind, values{c.Text(), strings.Join(supportedMIME, ", ")}, "Connectors with other types were published; the list is what Microsoft's pages name.")
		}
	}
}

func holdsWord(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}

// Bodies are passed over: 154 published connectors take one without consumes.
var consumesMissing = rule{
	Rule: checks.Rule{
		ID: "ConsumesMissing", Severity: checks.Warning,
		Meaning: "An operation with form data says what it consumes.",
		Wording: "At least one supported MIME type must be provided in 'consumes' for operation '{0}'.",
		Fix:     `Add "consumes": ["multipart/form-data"].`,
		Bad:     formExample(``),
		Good:    formExample(`"consumes": ["multipart/form-data"], `),
	},
	operation: func(pass *pass, o *Operation) {
		if p := o.formParameter(); p != nil && pass.doc.consumes(o).Len() == 0 && pass.intact() {
			pass.report(o.Node, "", values{o.name()}, "%s is form data.", quote(p.Name))
		}
	},
}

// Three published connectors, none of them recent.
var mimeNotCompatible = rule{
	Rule: checks.Rule{
		ID: "MimeTypeNotCompatibleWithRequestContentSchemaType", Severity: checks.Warning,
		Meaning: "Form data is sent as a form; a file as multipart/form-data.",
		Wording: "The MIME type(s) are not compatible with the request content type '{0}' for operation '{1}'.",
		Fix:     `Write "consumes": ["multipart/form-data"].`,
		Bad:     formExample(`"consumes": ["application/json"], `),
		Good:    formExample(`"consumes": ["multipart/form-data"], `),
	},
	operation: func(pass *pass, o *Operation) {
		p := o.formParameter()
		if p == nil {
			return
		}
		list := pass.doc.consumes(o)
		if list.Len() == 0 || holdsMIME(list, "multipart/form-data") || holdsMIME(list, "application/x-www-form-urlencoded") {
			return
		}
		pass.report(list, "", values{"formData", o.name()}, "%s is form data.", quote(p.Name))
	},
}

func holdsMIME(list node, kind string) bool {
	for c := range list.Children() {
		if strings.HasPrefix(strings.ToLower(strings.TrimSpace(c.Str())), kind) {
			return true
		}
	}
	return false
}

var formBinary = rule{
	Rule: checks.Rule{
		ID: "StringBinaryNotSupportedForFormUrlEncoded", Severity: checks.Error,
		Meaning: "A form that is URL-encoded holds no file.",
		Wording: "String/binary parameters are not supported for operation '{0}' with 'application/x-www-form-urlencoded' consumes type.",
		Fix:     `Write "consumes": ["multipart/form-data"].`,
		Bad:     formExample(`"consumes": ["application/x-www-form-urlencoded"], `),
		Good:    formExample(`"consumes": ["multipart/form-data"], `),
	},
	operation: func(pass *pass, o *Operation) {
		if o.formParameter() == nil {
			return
		}
		list := pass.doc.consumes(o)
		if !holdsMIME(list, "application/x-www-form-urlencoded") || holdsMIME(list, "multipart/form-data") {
			return
		}
		for _, p := range o.all() {
			if p.In == "formData" && (p.Def.Get("type").Str() == "file" || p.Def.Get("format").Str() == "binary") {
				pass.report(o.Node, "", values{o.name()}, "%s is a file.", quote(p.Name))
				return
			}
		}
	},
}

// 147 published connectors, 76 of them recent; printed as a warning.
var pathEncoding = rule{
	Rule: checks.Rule{
		ID: "PathParameterMissingEncoding", Severity: checks.Warning,
		Meaning: "A parameter in the path says how its value is encoded.",
		Wording: `Encoding for path parameter '{0}' is missing, which might lead to invalid requests. Use "x-ms-url-encoding": "single" to ensure the value is URL encoded.`,
		Fix:     `Add "x-ms-url-encoding": "single".`,
		Bad:     parameterExample("/invoices/{id}", `"name": "id", "in": "path", "required": true, "type": "string"`),
		Good:    parameterExample("/invoices/{id}", `"name": "id", "in": "path", "required": true, "type": "string", "x-ms-url-encoding": "single"`),
	},
	parameter: func(pass *pass, p *Parameter) {
		if p.In == "path" && !p.Def.Get("x-ms-url-encoding").OK() && pass.intact() {
			pass.report(p.Node, "", values{p.Name}, "A value with a slash or a blank would lead elsewhere.")
		}
	},
}

// 13 published connectors, 7 of them recent.
var queryEncoding = rule{
	Rule: checks.Rule{
		ID: "QueryParameterEncodingNotSupported", Severity: checks.Warning,
		Meaning: "A parameter in the query does not say how it is encoded.",
		Wording: "Encoding for query parameter '{0}' is not supported. All query parameters are single encoded by default.",
		Fix:     "Remove x-ms-url-encoding.",
		Bad:     parameterExample("/invoices", `"name": "page", "in": "query", "type": "string", "x-ms-url-encoding": "single"`),
		Good:    parameterExample("/invoices", `"name": "page", "in": "query", "type": "string"`),
	},
	members: "x-ms-url-encoding",
	member: func(pass *pass, s *Schema, n node) {
		if s.in() == "query" {
			pass.report(n, "", values{s.name()}, "It is %s here.", value(n))
		}
	},
}

// reserved are headers that the platform sets. The validator's list is not
// published; these names are in 169 published connectors, 87 of them recent,
// so it is no more than advice.
var reserved = set("accept authorization content-type content-length host connection cookie")

var reservedParameter = rule{
	Rule: checks.Rule{
		ID: "ReservedParameterIsUsed", Severity: checks.Advice,
		Meaning: "A header that the platform sets itself is no parameter.",
		Wording: "The parameter '{0}' is reserved and cannot be used in '{1}'.",
		Fix:     "Remove the parameter; say what is sent with consumes, produces and the connection's sign-in.",
		Bad:     parameterExample("/invoices", `"name": "Authorization", "in": "header", "type": "string"`),
		Good:    parameterExample("/invoices", `"name": "X-Tenant", "in": "header", "type": "string"`),
	},
	parameter: func(pass *pass, p *Parameter) {
		if p.In == "header" && reserved[strings.ToLower(p.Name)] {
			pass.report(p.Node, strings.ToLower(p.Name), values{p.Name, p.In}, "Microsoft does not publish which names; connectors with this one were published.")
		}
	},
}

// formExample is a document with one operation that begins with these members
// and takes a file as form data.
func formExample(members string) string {
	return `{"paths": {"/scans": {"post": {"operationId": "AddScan", "summary": "Add a scan", "description": "Adds a picture to an invoice.",
  ` + members + `"parameters": [{"name": "scan", "in": "formData", "type": "file", "x-ms-summary": "Scan", "description": "The picture."}],
  "responses": {"201": {"description": "Created", "schema": {"type": "object"}}}}}}}`
}
