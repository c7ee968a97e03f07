package swagger

import (
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

var replacementNotDeprecated = rule{
	Rule: checks.Rule{
		ID: "ApiAnnotationExtensionReplacementInfoForNonDeprecatedOperations", Severity: checks.Error,
		Meaning: "Only a deprecated operation names what replaces it.",
		Wording: "The 'x-ms-api-annotation' extension for operation '{0}' is invalid. The replacement property should be specified for deprecated operations only.",
		Fix:     `Add "deprecated": true, or remove replacement.`,
		Bad:     annotated(`"replacement": {"api": "invoices", "operationId": "ListInvoicesV2"}`),
		Good:    strings.Replace(annotated(`"replacement": {"api": "invoices", "operationId": "ListInvoicesV2"}`), `"summary"`, `"deprecated": true, "summary"`, 1),
	},
	operation: func(pass *pass, o *Operation) {
		if r := o.annotation.Get("replacement"); r.OK() && !o.Get("deprecated").True() && pass.intact() {
			pass.report(r, "", values{o.name()}, "The operation is not deprecated.")
		}
	},
}

var (
	replacementAPI       = replacementHas("ApiAnnotationExtensionReplacementInfoMissingApiProperty", "api", `"replacement": {"operationId": "ListInvoicesV2"}`)
	replacementOperation = replacementHas("ApiAnnotationExtensionReplacementInfoMissingOperationIdProperty", "operationId", `"replacement": {"api": "invoices"}`)
)

// replacementHas is the rule that a replacement names one of its two parts.
func replacementHas(id, name, bad string) rule {
	return rule{
		Rule: checks.Rule{
			ID: id, Severity: checks.Error,
			Meaning: "A replacement names its " + name + ".",
			Wording: "The 'x-ms-api-annotation' extension for operation '{0}' is invalid. The replacement property must specify '" + name + "' property.",
			Fix:     "Add " + name + " to replacement.",
			Bad:     annotated(bad),
			Good:    strings.Replace(annotated(`"replacement": {"api": "invoices", "operationId": "ListInvoicesV2"}`), `"summary"`, `"deprecated": true, "summary"`, 1),
		},
		operation: func(pass *pass, o *Operation) {
			r := o.annotation.Get("replacement")
			if r.Is(jsontree.Object) && !r.Get(name).OK() && pass.intact() {
				pass.report(r, "", values{o.name()}, "%s is missing.", name)
			}
		},
	}
}

// families groups the operations by the family of their annotation, in the
// order of the file.
func (d *Document) families() (names []string, members map[string][]*Operation) {
	members = map[string][]*Operation{}
	for _, o := range d.Operations {
		family := o.annotation.Get("family").Str()
		if family == "" {
			continue
		}
		if members[family] == nil {
			names = append(names, family)
		}
		members[family] = append(members[family], o)
	}
	return names, members
}

// eachFamily calls a function for every family of the document.
func (pass *pass) eachFamily(do func(family string, members []*Operation)) {
	names, members := pass.doc.families()
	if len(names) == 0 {
		pass.skip("no operation names a family")
	}
	for _, name := range names {
		do(name, members[name])
	}
}

var familyRevisions = rule{
	Rule: checks.Rule{
		ID: "OperationFamilyHasDuplicateRevisions", Severity: checks.Error,
		Meaning: "The operations of a family have different revisions.",
		Wording: "The operation family '{0}' has operations with duplicate revision.",
		Fix:     "Number the revisions 1, 2, 3.",
		Bad:     family(`"revision": 1`, `"revision": 1`),
		Good:    family(`"revision": 1`, `"revision": 2`),
	},
	document: func(pass *pass) {
		pass.eachFamily(func(family string, members []*Operation) {
			seen := map[string]bool{}
			for _, o := range members {
				r := o.annotation.Get("revision")
				if r.OK() && seen[r.Text()] {
					pass.report(r, family, values{family}, "Revision %s stands on two operations.", value(r))
				}
				seen[r.Text()] = true
			}
		})
	},
}

// active lists the members of a family that are not deprecated.
func active(members []*Operation) []*Operation {
	var list []*Operation
	for _, o := range members {
		if !o.Get("deprecated").True() {
			list = append(list, o)
		}
	}
	return list
}

var familyActive = rule{
	Rule: checks.Rule{
		ID: "OperationFamilyHasManyActiveOperations", Severity: checks.Error,
		Meaning: "A family has at most two operations that are not deprecated.",
		Wording: "The operation family '{0}' has more than two active operations. Extra operations must be deprecated.",
		Fix:     `Add "deprecated": true to the older ones.`,
		Bad:     family(`"revision": 1, "status": "Preview"`, `"revision": 2, "status": "Preview"`, `"revision": 3, "status": "Preview"`),
		Good:    family(`"revision": 1, "status": "Preview"`, `"revision": 2, "status": "Preview"`),
	},
	document: func(pass *pass) {
		pass.eachFamily(func(family string, members []*Operation) {
			if list := active(members); len(list) > 2 {
				pass.report(list[2].annotation.Get("family"), family, values{family}, "%d are active.", len(list))
			}
		})
	},
}

var familyProduction = rule{
	Rule: checks.Rule{
		ID: "OperationFamilyHasManyActiveProductionOperations", Severity: checks.Error,
		Meaning: "A family has one operation in status Production that is not deprecated.",
		Wording: "The operation family '{0}' has several active operations in Production status. Previous revisions should be deprecated.",
		Fix:     `Add "deprecated": true to the older one.`,
		Bad:     family(`"revision": 1, "status": "Production"`, `"revision": 2, "status": "Production"`),
		Good:    family(`"revision": 1, "status": "Production"`, `"revision": 2, "status": "Preview"`),
	},
	document: func(pass *pass) {
		pass.eachFamily(func(family string, members []*Operation) {
			n := 0
			for _, o := range active(members) {
				if o.annotation.Get("status").Str() != "Production" {
					continue
				}
				if n++; n == 2 {
					pass.report(o.annotation.Get("family"), family, values{family}, "%s is the second.", quote(o.name()))
				}
			}
		})
	},
}

var familyEmptyRevisions = rule{
	Rule: checks.Rule{
		ID: "OperationFamilyHasManyEmptyRevisions", Severity: checks.Error,
		Meaning: "One operation of a family at most has no revision.",
		Wording: "The operation family '{0}' has several operations with empty revision. Only one operation can have empty revision.",
		Fix:     "Add a revision to each.",
		Bad:     family(`"status": "Preview"`, `"status": "Preview"`),
		Good:    family(`"revision": 1`, `"revision": 2`),
	},
	document: func(pass *pass) {
		pass.eachFamily(func(family string, members []*Operation) {
			n := 0
			for _, o := range members {
				if o.annotation.Get("revision").Text() != "" {
					continue
				}
				if n++; n == 2 && pass.intact() {
					pass.report(o.annotation.Get("family"), family, values{family}, "%s is the second.", quote(o.name()))
				}
			}
		})
	},
}

var revisionEmpty = rule{
	Rule: checks.Rule{
		ID: "OperationRevisionEmpty", Severity: checks.Warning,
		Meaning: "An operation of a family has a revision.",
		Wording: "The operation '{0}' does not specify a revision in api annotation.",
		Fix:     `Add "revision": 1 to x-ms-api-annotation.`,
		Bad:     annotated(`"family": "ListInvoices"`),
		Good:    annotated(`"family": "ListInvoices", "revision": 1`),
	},
	operation: func(pass *pass, o *Operation) {
		a := o.annotation
		if a.Get("family").OK() && a.Get("revision").Text() == "" && pass.intact() {
			pass.report(a, "", values{o.name()}, "It is of the family %s.", value(a.Get("family")))
		}
	},
}

// The form of the suffix is not published; V2 and _V2 are seen. 9 published
// connectors, 8 of them recent, have neither.
var revisionSuffix = rule{
	Rule: checks.Rule{
		ID: "OperationIdShouldEndWithRevision", Severity: checks.Warning,
		Meaning: "The operationId of a later revision ends in it: ListInvoicesV2.",
		Wording: "The operation Id '{0}' should end with revision suffix '{1}'.",
		Fix:     "Name new operations so; leave what is published as it is.",
		Bad:     annotated(`"family": "ListInvoices", "revision": 2`),
		Good:    strings.Replace(annotated(`"family": "ListInvoices", "revision": 2`), `"ListInvoices", "summary"`, `"ListInvoicesV2", "summary"`, 1),
	},
	operation: func(pass *pass, o *Operation) {
		r, err := strconv.Atoi(o.annotation.Get("revision").Text())
		if err != nil || r < 2 || o.ID == "" {
			return
		}
		suffix := "V" + strconv.Itoa(r)
		if !strings.HasSuffix(strings.ToUpper(o.ID), suffix) {
			pass.report(o.Get("operationId"), "", values{o.ID, suffix}, "It is revision %d.", r)
		}
	},
}

var statusAhead = rule{
	Rule: checks.Rule{
		ID: "OperationStatusAheadOfConnector", Severity: checks.Error,
		Meaning: "In a connector in preview no operation is in production.",
		Wording: "The operation '{0}' cannot be in a Production status ahead of the connector.",
		Fix:     `Write "status": "Preview" until the connector itself is in production.`,
		Bad:     previewExample("Production"),
		Good:    previewExample("Preview"),
	},
	operation: func(pass *pass, o *Operation) {
		status := o.annotation.Get("status")
		if status.Str() == "Production" && pass.doc.Root.Get("info").Get("x-ms-api-annotation").Get("status").Str() == "Preview" {
			pass.report(status, "", values{o.name()}, "info.x-ms-api-annotation says Preview.")
		}
	},
}

// annotated is a document with one operation whose x-ms-api-annotation has
// these members.
func annotated(members string) string {
	return operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices", "x-ms-api-annotation": {`+members+`}`)
}

// family is a document with operations of one family, with these members of
// their annotations.
func family(annotations ...string) string {
	var paths []string
	for i, a := range annotations {
		version := "V" + strconv.Itoa(i+1)
		o := strings.Replace(goodOperation, `"ListInvoices"`, `"ListInvoices`+version+`", "x-ms-api-annotation": {"family": "ListInvoices", `+a+`}`, 1)
		paths = append(paths, `"/`+version+`/invoices": {"get": `+o+`}`)
	}
	return `{"paths": {` + strings.Join(paths, ",\n") + `}}`
}

// previewExample is a connector in preview with an operation of that status.
func previewExample(status string) string {
	info := strings.Replace(infoExample("Contoso Invoices", goodDescription), `"version"`, `"x-ms-api-annotation": {"status": "Preview"}, "version"`, 1)
	return strings.TrimSuffix(info, "}") + `, ` + annotated(`"family": "ListInvoices", "revision": 1, "status": "` + status + `"`)[1:]
}
