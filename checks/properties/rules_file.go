package properties

import (
	"fmt"
	"strings"

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
	ID: "PropertiesOutside", Severity: checks.Warning, Origin: checks.Engineers,
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

// typeNotValid: the schema's rule of types for the members it is sure of.
// Lines about other parts of the schema were waived in reviews.
var typeNotValid = checks.Rule{
	ID: "PropertiesTypeNotValid", Severity: checks.Warning, Origin: checks.Validator,
	Meaning: "Texts, lists and objects stand where the apiProperties schema expects them.",
	Wording: "Invalid type. Expected {0} but got {1}.",
	Fix:     "Write a value of the expected type.",
	Source:  "apiProperties schema", Link: submissionPage,
	Bad:  `{"properties": {"capabilities": "actions"}}`,
	Good: `{"properties": {"capabilities": ["actions"]}}`,
}

var expectedTypes = []struct {
	name string
	kind jsontree.Kind
}{
	{"iconBrandColor", jsontree.String}, {"publisher", jsontree.String}, {"stackOwner", jsontree.String},
	{"capabilities", jsontree.Array}, {"connectionParameters", jsontree.Object}, {"connectionParameterSets", jsontree.Object},
	{"policyTemplateInstances", jsontree.Array}, {"scriptOperations", jsontree.Array},
}

func (j judge) typeNotValid(r *checks.Reporter) {
	for _, e := range expectedTypes {
		j.expect(r, j.Properties.Get(e.name), e.kind)
	}
	for _, p := range j.Parameters {
		j.expect(r, p.Get("type"), jsontree.String)
		j.expect(r, p.UI, jsontree.Object)
		for _, text := range []string{"displayName", "description", "tooltip"} {
			j.expect(r, p.UI.Get(text), jsontree.String)
		}
		limits := p.UI.Get("constraints")
		j.expect(r, limits, jsontree.Object)
		j.expect(r, limits.Get("clearText"), jsontree.Bool)
		j.expect(r, limits.Get("allowedValues"), jsontree.Array)
		j.expect(r, p.Get("oAuthSettings"), jsontree.Object)
		j.expect(r, p.Get("oAuthSettings").Get("scopes"), jsontree.Array)
	}
}

// expect reports a value of another type. null stands for "not there" in many
// published files and passes.
func (j judge) expect(r *checks.Reporter, n node, kind jsontree.Kind) {
	if !n.OK() || n.Is(kind) || n.Is(jsontree.Null) || n.Is(jsontree.Invalid) {
		return
	}
	j.printed(r, n, fmt.Sprintf("Invalid type. Expected %s but got %s.", typeName(kind), typeName(n.Kind())), "The value of %s is %s", quote(n.Key()), n.Kind())
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

var allowed = map[string]bool{
	"iconBrandColor": true, "publisher": true, "stackOwner": true, "capabilities": true, "connectionParameters": true,
	"connectionParameterSets": true, "policyTemplateInstances": true, "scriptOperations": true,
}

var unknownProperty = checks.Rule{
	ID: "PropertiesUnknownProperty", Severity: checks.Error, Origin: checks.Validator,
	Meaning: "properties has no members but iconBrandColor, publisher, stackOwner, capabilities, connectionParameters, connectionParameterSets, policyTemplateInstances and scriptOperations.",
	Wording: "Property '{0}' has not been defined and the schema does not allow additional properties.",
	Fix:     "Remove it, or mend its spelling.",
	Source:  "apiProperties schema", Link: submissionPage,
	Bad:  `{"properties": {"stackowner": "Contoso Ltd"}}`,
	Good: `{"properties": {"stackOwner": "Contoso Ltd"}}`,
}

func (j judge) unknownProperty(r *checks.Reporter) {
	for c := range j.Properties.Children() {
		if name := c.Key(); !allowed[name] {
			j.printed(r, c, notDefined(name), "%s is no property of this file%s", quote(name), hint(name))
		}
	}
}

// hint names the property that differs in case only.
func hint(name string) string {
	for known := range allowed {
		if strings.EqualFold(known, name) {
			return ", `" + known + "` is"
		}
	}
	return ""
}
