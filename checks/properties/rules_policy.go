package properties

import (
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// templates are the published policy templates with the parameters each takes,
// after "x-ms-apimTemplateParameter.".
var templates = map[string][]string{
	"convertarraytoobject":                 {"propertyParentPath", "propertySubPath", "keyWithinCollectionPath", "newPropertyPath", "retainKey"},
	"convertobjecttoarray":                 {"propertyParentPath", "propertySubPath", "newPropertyPath", "keyName", "valueName"},
	"dynamichosturl":                       {"urlTemplate"},
	"encodepropertyvalue":                  {"propertyParentPath", "propertySubPath", "newPropertyPath"},
	"pollingtrigger":                       {"triggerConfig", "triggerDataPath"},
	"routerequesttoendpoint":               {"newPath", "httpMethod"},
	"setheader":                            {"name", "value", "existsAction"},
	"setproperty":                          {"newPropertyParentPathTemplate", "newPropertySubPathTemplate", "propertyValuePathTemplate"},
	"setqueryparameter":                    {"name", "value", "existsAction"},
	"setvaluefromurl":                      {"parameterTemplate", "httpMethod", "parameterValueUrl", "parameterValuePathTemplate"},
	"stringreplace":                        {"propertyParentPath", "propertySubPath", "sourceString", "replacementString", "newPropertyPath"},
	"stringtoarray":                        {"propertyParentPath", "propertySubPath", "delimiterList", "childPropertyName", "newPropertyPath"},
	"updatenextlink":                       {"nextLinkPropertyName", "nextLinkParentPropertyPath"},
	"setconnectionstatustounauthenticated": {"statusCode"},
}

var policyTemplate = checks.Rule{
	ID: "PolicyTemplateUnknown", Severity: checks.Error, Origin: checks.Validator,
	Meaning: "A policy's templateId is one of Microsoft's policy templates.",
	Wording: "JSON does not match schema from 'oneOf'",
	Fix:     "Name a published policy template.",
	Source:  "apiProperties schema", Link: templatesPage,
	Bad:  `{"properties": {"policyTemplateInstances": [{"templateId": "sethost", "parameters": {}}]}}`,
	Good: `{"properties": {"policyTemplateInstances": [{"templateId": "dynamichosturl", "parameters": {"x-ms-apimTemplateParameter.urlTemplate": "https://contoso.example"}}]}}`,
}

func (j judge) policyTemplate(r *checks.Reporter) {
	if j.policies().Len() == 0 {
		r.Skip("there are no policies")
	}
	for p := range j.policies().Children() {
		if id := p.Get("templateId"); id.OK() && templates[strings.ToLower(id.Str())] == nil {
			j.printed(r, id, "JSON does not match schema from 'oneOf'.", "There is no policy template %s", quote(id.Text()))
		}
	}
}

var policyOperation = checks.Rule{
	ID: "PolicyOperationNotFound", Severity: checks.Warning, Origin: checks.Documentation,
	Meaning: "The operations a policy names are in apiDefinition.swagger.json.",
	Fix:     "Name an operationId of the definition.",
	Source:  "Policy templates", Link: templatesPage,
	Bad:  `{"properties": {"policyTemplateInstances": [{"templateId": "setheader", "parameters": {"x-ms-apimTemplate-operationName": ["PayBill"]}}]}}`,
	Good: `{"properties": {"policyTemplateInstances": [{"templateId": "setheader", "parameters": {"x-ms-apimTemplate-operationName": ["ListInvoices"], "x-ms-apimTemplateParameter.name": "X-Account", "x-ms-apimTemplateParameter.value": "contoso"}}]}}`,
}

func (j judge) policyOperation(r *checks.Reporter) {
	if j.policies().Len() == 0 {
		r.Skip("there are no policies")
		return
	}
	for p := range j.policies().Children() {
		j.operations(r, p.Get("parameters").Get("x-ms-apimTemplate-operationName"))
	}
}

// operations reports the names in a list that are no operations.
func (j judge) operations(r *checks.Reporter, list node) {
	if list.Len() > 0 && j.Operation == nil {
		r.Unknown("the definition could not be read")
		return
	}
	for c := range list.Children() {
		if c.Is(jsontree.String) && !j.Operation(c.Text()) {
			r.Report(j.place(c), "there is no operation %s", quote(c.Text()))
		}
	}
}

var policyParameter = checks.Rule{
	ID: "PolicyParameterUnknown", Severity: checks.Error, Origin: checks.Validator,
	Meaning: "A policy has the parameters of its template and no others.",
	Wording: "Property '{0}' has not been defined and the schema does not allow additional properties.",
	Fix:     "Remove the parameter, or mend its spelling.",
	Source:  "apiProperties schema; issue 2881", Link: templatesPage,
	Bad:  `{"properties": {"policyTemplateInstances": [{"templateId": "updatenextlink", "parameters": {"x-ms-apimTemplateParameter.nextLink": "next"}}]}}`,
	Good: `{"properties": {"policyTemplateInstances": [{"templateId": "updatenextlink", "parameters": {"x-ms-apimTemplateParameter.nextLinkPropertyName": "next"}}]}}`,
}

func (j judge) policyParameter(r *checks.Reporter) {
	if j.policies().Len() == 0 {
		r.Skip("there are no policies")
		return
	}
	for p := range j.policies().Children() {
		id := strings.ToLower(p.Get("templateId").Str())
		takes := templates[id]
		for c := range p.Get("parameters").Children() {
			name, own := strings.CutPrefix(c.Key(), "x-ms-apimTemplateParameter.")
			if takes == nil || commonParameters[c.Key()] || own && slices.Contains(takes, name) {
				continue
			}
			j.printed(r, c, notDefined(c.Key()), "The template %s takes no such parameter", id)
		}
	}
}

// commonParameters are those that every template takes.
var commonParameters = map[string]bool{"x-ms-apimTemplate-operationName": true, "x-ms-apimTemplate-policySection": true}

// notDefined is the schema validator's sentence about a name it does not know.
func notDefined(name string) string {
	return "Property '" + shorten(name) + "' has not been defined and the schema does not allow additional properties."
}

// policyConnection: 8 of 1,014 published connectors, all changed since 2023.
var policyConnection = checks.Rule{
	ID: "PolicyConnectionParameterNotFound", Severity: checks.Warning, Origin: checks.Documentation,
	Meaning: "The connection parameters that a policy reads are declared.",
	Fix:     "Name a connection parameter of this file; the policy reads nothing otherwise.",
	Source:  "Policy templates", Link: templatesPage,
	Bad:  `{"properties": {"policyTemplateInstances": [{"templateId": "dynamichosturl", "parameters": {"x-ms-apimTemplateParameter.urlTemplate": "https://@connectionParameters('region')"}}]}}`,
	Good: `{"properties": {"policyTemplateInstances": [{"templateId": "dynamichosturl", "parameters": {"x-ms-apimTemplateParameter.urlTemplate": "https://@connectionParameters('api_key')"}}]}}`,
}

func (j judge) policyConnection(r *checks.Reporter) {
	if j.policies().Len() == 0 {
		r.Skip("there are no policies")
		return
	}
	for p := range j.policies().Children() {
		for c := range p.Get("parameters").Children() {
			for _, name := range connectionNames(c.Str()) {
				if !j.declares(name) {
					r.Report(j.place(c), "the policy reads the connection parameter %s, which is not declared", quote(name))
				}
			}
		}
	}
}

// connectionNames lists the names that a template's expressions read:
// @connectionParameters('name', 'default').
func connectionNames(text string) []string {
	var names []string
	for {
		_, rest, ok := strings.Cut(text, "@connectionParameters(")
		if !ok {
			return names
		}
		text = rest
		rest = strings.TrimLeft(rest, " ")
		if rest == "" || rest[0] != '\'' && rest[0] != '"' {
			continue
		}
		if name, _, ok := strings.Cut(rest[1:], rest[:1]); ok {
			names = append(names, name)
		}
	}
}

// declares reports whether there is a connection parameter of that name, in any
// set. "token:" names of an OAuth parameter are the service's own.
func (j judge) declares(name string) bool {
	before, _, _ := strings.Cut(name, ":")
	return slices.ContainsFunc(j.Parameters, func(p Parameter) bool {
		return strings.EqualFold(p.Name, name) || p.Name == before
	})
}
