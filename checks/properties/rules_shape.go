package properties

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/shape"
)

// faults are the places where the file is not as fileShape says.
func (d *Document) faults() []shape.Fault {
	var all []shape.Fault
	if d.Properties.OK() {
		fileShape().Judge(d.Tree.Root(), func(f shape.Fault) { all = append(all, f) })
	}
	return all
}

// shaped reports the faults of one kind: errors, or warnings where published
// files have them.
func (j judge) shaped(all []shape.Fault, kind shape.Kind, say func(r *checks.Reporter, f shape.Fault)) func(*checks.Reporter) {
	return j.ifPresent(func(r *checks.Reporter) {
		for _, f := range all {
			if f.Kind != kind {
				continue
			}
			before := r.Last()
			say(r, f)
			if f.Soft && r.Last() != before {
				r.Last().Severity = checks.Warning
			}
		}
	})
}

var typeNotValid = checks.Rule{
	ID: "PropertiesTypeNotValid", Severity: checks.Error, Origin: checks.Validator,
	Meaning: "Texts, numbers, lists and objects stand where the apiProperties schema expects them.",
	Wording: "Invalid type. Expected {0} but got {1}.",
	Fix:     "Write a value of the expected type.",
	Source:  "apiProperties schema", Link: submissionPage,
	Bad:  `{"properties": {"capabilities": "actions"}}`,
	Good: `{"properties": {"capabilities": ["actions"]}}`,
}

func (j judge) mistyped(r *checks.Reporter, f shape.Fault) {
	if f.In == "parameter" && f.Name == "type" {
		return // ConnectionParameterTypeNotValid
	}
	j.printed(r, f.Node, fmt.Sprintf("Invalid type. Expected %s but got %s.", f.Want, typeName(f.Node.Kind())), "The value of %s is %s", quote(f.Name), f.Node.Kind())
}

var valueNotInEnum = checks.Rule{
	ID: "PropertiesValueNotInEnum", Severity: checks.Error, Origin: checks.Validator,
	Meaning: "Where the apiProperties schema lists values, the value is one of them, in that case: redirectMode, IsFirstParty, the sections, methods and actions of policies.",
	Wording: "Value \"{0}\" is not defined in enum.",
	Fix:     "Use one of the values that the message names.",
	Source:  "apiProperties schema", Link: submissionPage,
	Bad:  oauthExample(`"redirectMode": "globalPerConnector", "scopes": ["invoices.read"]`),
	Good: oauthExample(`"redirectMode": "GlobalPerConnector", "scopes": ["invoices.read"]`),
}

func (j judge) notInEnum(r *checks.Reporter, f shape.Fault) {
	j.printed(r, f.Node, "Value \""+shorten(f.Node.Text())+"\" is not defined in enum.", "%s is one of: %s", f.Name, f.Want)
}

var requiredMissing = checks.Rule{
	ID: "PropertiesRequiredMissing", Severity: checks.Error, Origin: checks.Validator,
	Meaning: "What the apiProperties schema requires is there: an identity provider and its addresses, the value of an allowed value, the template of a policy and its parameters.",
	Wording: "Required properties are missing from object: {0}.",
	Fix:     "Add the property.",
	Source:  "apiProperties schema", Link: templatesPage,
	Bad:  `{"properties": {"policyTemplateInstances": [{"title": "Account", "parameters": {"x-ms-apimTemplateParameter.name": "X-Account"}}]}}`,
	Good: `{"properties": {"policyTemplateInstances": [{"templateId": "setheader", "title": "Account", "parameters": {"x-ms-apimTemplateParameter.name": "X-Account", "x-ms-apimTemplateParameter.value": "contoso"}}]}}`,
}

func (j judge) lacking(r *checks.Reporter, f shape.Fault) {
	if j.Tree.Damaged() {
		return
	}
	switch kind, _, _ := strings.Cut(f.In, "."); {
	case kind == "parameter" && f.Name == "type": // ConnectionParameterTypeNotValid
	case kind == "set", kind == "sets": // ConnectionParameterSetIncomplete
	case f.In == "customGeneric":
		j.printed(r, f.Node, "Required properties are missing from object: "+f.Name+".", "oauth2generic takes authorizationUrlTemplate, tokenUrlTemplate and refreshUrlTemplate, oauth2 authorizationUrl, tokenUrl and refreshUrl")
	default:
		j.printed(r, f.Node, "Required properties are missing from object: "+f.Name+".", "%s has none", within(f))
	}
}

// within names the object that a fault is about.
func within(f shape.Fault) string {
	if key := f.Node.Key(); key != "" {
		return string(quote(key))
	}
	return "this object"
}

var unknownProperty = checks.Rule{
	ID: "PropertiesUnknownProperty", Severity: checks.Error, Origin: checks.Validator,
	Meaning: "No object of the file has members but those of the apiProperties schema; properties has iconBrandColor, publisher, stackOwner, capabilities, connectionParameters, connectionParameterSets, policyTemplateInstances and scriptOperations.",
	Wording: "Property '{0}' has not been defined and the schema does not allow additional properties.",
	Fix:     "Remove it, or mend its spelling.",
	Source:  "apiProperties schema", Link: submissionPage,
	Bad:  `{"properties": {"policyTemplates": []}}`,
	Good: `{"properties": {"policyTemplateInstances": []}}`,
}

func (j judge) unknown(r *checks.Reporter, f shape.Fault) {
	j.printed(r, f.Node, notDefined(f.Name), "%s is no property of %s%s", quote(f.Name), around(f), hint(f))
}

func around(f shape.Fault) string {
	if f.In == "properties" {
		return "this file"
	}
	if key := f.Node.Parent().Key(); key != "" {
		return string(quote(key))
	}
	return "this object"
}

// hint names the property that was meant.
func hint(f shape.Fault) string {
	if f.Meant != "" {
		return ", `" + f.Meant + "` is"
	}
	return ""
}
