package properties

import (
	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// Pages that state the rules.
const (
	submissionPage = "https://learn.microsoft.com/en-us/connectors/custom-connectors/certification-submission"
	policyPage     = "https://learn.microsoft.com/en-us/connectors/custom-connectors/certification-policy-errors"
	codePage       = "https://learn.microsoft.com/en-us/connectors/custom-connectors/write-code"
	templatesPage  = "https://learn.microsoft.com/en-us/connectors/custom-connectors/policy-templates"
)

var jsonNotValid = checks.Rule{
	ID: "PropertiesJsonNotValid", Severity: checks.Error, Origin: checks.Validator,
	Meaning: "The file is JSON, whole and well-formed.",
	Wording: "Invalid JSON",
	Fix:     "Mend the JSON at this place; everything after it may be read wrongly until then.",
	Source:  "apiProperties validator", Link: submissionPage,
	Bad:  "{\"properties\": {\n  \"publisher\": \"Contoso\"\n  \"stackOwner\": \"Contoso\"\n}}",
	Good: "{\"properties\": {\n  \"publisher\": \"Contoso Ltd\",\n  \"stackOwner\": \"Contoso Ltd\"\n}}",
}

func (j judge) jsonNotValid(r *checks.Reporter) {
	for _, f := range j.Tree.Faults() {
		if f.Breaks() {
			r.Report(j.placeAt(f.Offset), "not valid JSON: %s", f.Message)
		}
	}
	if n := j.Tree.Unlisted(); n > 0 {
		r.Report(checks.Place{File: j.Name}, "not valid JSON: %d more faults are not listed", n)
	}
}

var jsonNotStrict = checks.Rule{
	ID: "PropertiesJsonNotStrict", Severity: checks.Warning, Origin: checks.Practice,
	Meaning: "The file uses nothing that only lenient readers accept: no comments, trailing commas, byte order mark, raw control characters, single quotes or bytes that are not UTF-8.",
	Fix:     "Write it as plain JSON in UTF-8 without a byte order mark.",
	Source:  "published connectors", Link: submissionPage,
	Bad:  "{\"properties\": {\n  \"publisher\": \"Contoso Ltd\", // us\n  \"stackOwner\": \"Contoso Ltd\"\n}}",
	Good: "{\"properties\": {\n  \"publisher\": \"Contoso Ltd\",\n  \"stackOwner\": \"Contoso Ltd\"\n}}",
}

func (j judge) jsonNotStrict(r *checks.Reporter) {
	for _, f := range j.Tree.Faults() {
		if !f.Breaks() && f.Kind != jsontree.Duplicate {
			r.Report(j.placeAt(f.Offset), "not strict JSON: %s", f.Message)
		}
	}
}

var jsonDuplicateKey = checks.Rule{
	ID: "PropertiesJsonDuplicateKey", Severity: checks.Warning, Origin: checks.Practice,
	Meaning: "No object has two members of the same name; readers keep only one of them, usually the last.",
	Fix:     "Remove or rename one of the two.",
	Source:  "published connectors", Link: submissionPage,
	Bad:  "{\"properties\": {\n  \"publisher\": \"Contoso\",\n  \"publisher\": \"Contoso Ltd\",\n  \"stackOwner\": \"Contoso Ltd\"\n}}",
	Good: "{\"properties\": {\n  \"publisher\": \"Contoso Ltd\",\n  \"stackOwner\": \"Contoso Ltd\"\n}}",
}

func (j judge) jsonDuplicateKey(r *checks.Reporter) {
	for _, f := range j.Tree.Faults() {
		if f.Kind == jsontree.Duplicate {
			r.Report(j.placeAt(f.Offset), "%s", f.Message)
		}
	}
}

var propertiesMissing = checks.Rule{
	ID: "PropertiesObjectMissing", Severity: checks.Error, Origin: checks.Validator,
	Meaning: "The file is an object with one member, properties, that is an object.",
	Wording: "Required properties are missing from object: properties.",
	Fix:     "Put everything into \"properties\": { ... }.",
	Source:  "apiProperties schema", Link: submissionPage,
	Bad:  `{"swagger": "2.0", "paths": {}}`,
	Good: `{"properties": {"publisher": "Contoso Ltd", "stackOwner": "Contoso Ltd"}}`,
}

func (j judge) propertiesMissing(r *checks.Reporter) {
	if j.Properties.OK() {
		return
	}
	root := j.Tree.Root()
	switch {
	case root.Get("swagger").OK():
		r.Report(j.place(root), "the file is a Swagger definition under the wrong name")
	case root.Get("properties").OK():
		r.Report(j.place(root.Get("properties")), "properties is %s, an object is expected", root.Get("properties").Kind())
	case j.Tree.Damaged():
		r.Unknown("only part of the file could be read")
	default:
		r.Report(j.place(root), "Required properties are missing from object: properties.")
	}
}

var outsideProperties = checks.Rule{
	ID: "PropertiesOutside", Severity: checks.Error, Origin: checks.Engineers,
	Meaning: "Everything stands inside properties: no contact section, publisher or other member beside it.",
	Wording: "The contact section is not required in the apiProperties.json file",
	Fix:     "Move it into properties when it belongs there; the contact stands in info.contact of apiDefinition.swagger.json.",
	Source:  "PR 1312", Link: submissionPage,
	Bad:  `{"contact": {"name": "Contoso Support"}, "properties": {"iconBrandColor": "#1f6feb", "publisher": "Contoso Ltd", "stackOwner": "Contoso Ltd"}}`,
	Good: `{"properties": {"iconBrandColor": "#1f6feb", "publisher": "Contoso Ltd", "stackOwner": "Contoso Ltd"}}`,
}

func (j judge) outsideProperties(r *checks.Reporter) {
	for c := range j.Tree.Root().Children() {
		switch name := c.Key(); name {
		case "properties", "$schema":
		case "contact":
			r.Report(j.place(c), "The contact section is not required in the apiProperties.json file")
		default:
			j.printed(r, c, notDefined(name), "%s stands beside properties", quote(name))
		}
	}
}

// typeName is a type as the schema validator names it.
func typeName(k jsontree.Kind) string {
	switch k {
	case jsontree.Bool:
		return "Boolean"
	case jsontree.Number:
		return "Number"
	case jsontree.String:
		return "String"
	case jsontree.Array:
		return "Array"
	case jsontree.Object:
		return "Object"
	default:
		return "Null"
	}
}
