package change

import "github.com/certwiz/certwiz/checks"

var outputDeleted = checks.Rule{
	ID: "OutputFieldDeleted", Severity: checks.Warning, Origin: checks.Validator,
	Meaning: "Every field of a response is still there.",
	Fix:     "Bring the field back; flows that use it fail.",
	Source:  "OutputFieldDeleted, certification policy errors", Link: policyPage,
	Bad:  response(`"properties": {"total": {"type": "number"}}`) + " → " + response(`"properties": {}`),
	Good: response(`"properties": {}`) + " → " + response(`"properties": {"total": {"type": "number"}}`),
}

var outputTypeChanged = checks.Rule{
	ID: "OutputFieldTypeChanged", Severity: checks.Warning, Evidence: checks.Printed, Origin: checks.Validator,
	Meaning: "Every field of a response keeps its type.",
	Wording: "The type has been changed for the output field. Existing flows may be broken if they are using this field and actual payload has been changed.",
	Fix:     "Keep the type, or confirm to the engineer that only the description was wrong and the payload is as before.",
	Source:  "ValidateChange; PR 2649, 4168", Link: updatesPage,
	Bad:  response(`"properties": {"total": {"type": "number"}}`) + " → " + response(`"properties": {"total": {"type": "string"}}`),
	Good: response(`"properties": {"total": {"type": "number"}}`) + " → " + response(`"properties": {"total": {"type": "number", "title": "Total"}}`),
}

var outputFormatChanged = checks.Rule{
	ID: "OutputFieldFormatChanged", Severity: checks.Warning, Evidence: checks.Printed, Origin: checks.Validator,
	Meaning: "Every field of a response keeps its format.",
	Wording: "The type format has been changed for the output field. Existing flows may be broken if they are using this field and actual payload has been changed.",
	Fix:     "Keep the format, or confirm to the engineer that the payload is as before.",
	Source:  "ValidateChange; PR 807", Link: updatesPage,
	Bad:  response(`"properties": {"due": {"type": "string", "format": "date"}}`) + " → " + response(`"properties": {"due": {"type": "string", "format": "date-time"}}`),
	Good: outputTypeChanged.Good,
}

var authenticationRemoved = checks.Rule{
	ID: "AuthenticationMethodRemoved", Severity: checks.Warning, Origin: checks.Documentation,
	Meaning: "Every way to sign in of the earlier version is still there.",
	Wording: "AuthenticationMethodRemoved",
	Fix:     "Keep the authentication type; an update can't change it. A further one goes into connectionParameterSets.",
	Source:  "Update your certified connector; certification policy errors", Link: updatesPage,
	Bad:  connection(`"api_key": {"type": "securestring"}`) + " → " + connection(`"token": {"type": "oauthSetting", "oAuthSettings": {"identityProvider": "oauth2"}}`),
	Good: connection(`"api_key": {"type": "securestring"}`) + " → " + connection(`"api_key": {"type": "securestring", "uiDefinition": {"displayName": "API key"}}`),
}

var connectionRemoved = checks.Rule{
	ID: "ConnectionParametersRemoved", Severity: checks.Warning, Origin: checks.Documentation,
	Meaning: "Every connection parameter of the earlier version is still there.",
	Wording: "ConnectionParametersRemoved",
	Fix:     "Bring the connection parameter back; existing connections have a value for it.",
	Source:  "Certification policy errors", Link: policyPage,
	Bad:  connection(`"api_key": {"type": "securestring"}, "region": {"type": "string"}`) + " → " + connection(`"api_key": {"type": "securestring"}`),
	Good: connection(`"api_key": {"type": "securestring"}`) + " → " + connection(`"api_key": {"type": "securestring"}, "region": {"type": "string"}`),
}

var connectionChanged = checks.Rule{
	ID: "ConnectionParameterChanged", Severity: checks.Warning, Origin: checks.Practice,
	Meaning: "Connection parameters keep their type, and none that is required was added.",
	Fix:     "Keep the type and make new parameters optional; existing connections have no value for them.",
	Source:  "Update your certified connector", Link: updatesPage,
	Bad:  connection(`"api_key": {"type": "securestring"}`) + " → " + connection(`"api_key": {"type": "securestring"}, "region": {"type": "string", "uiDefinition": {"constraints": {"required": "true"}}}`),
	Good: connectionRemoved.Good,
}

// signInRemoved is a warning: connections go by apiProperties.json, and many
// definitions say nothing about signing in.
var signInRemoved = checks.Rule{
	ID: "SecurityDefinitionRemoved", Severity: checks.Warning, Origin: checks.Practice,
	Meaning: "Every way to sign in of securityDefinitions is still there.",
	Fix:     "Keep the definition, or see that apiProperties.json signs in as before.",
	Source:  "Update your certified connector", Link: updatesPage,
	Bad:  `{"securityDefinitions": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}} → {"securityDefinitions": {"key": {"type": "basic"}}}`,
	Good: `{"securityDefinitions": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}} → {"securityDefinitions": {"api": {"type": "apiKey", "in": "header", "name": "X-Key"}}}`,
}

var titleChanged = checks.Rule{
	ID: "ConnectorTitleChanged", Severity: checks.Warning, Origin: checks.Practice,
	Meaning: "The connector keeps the title that its users know it by.",
	Fix:     "Keep the title, or tell the engineer that the product was renamed.",
	Source:  "Update your certified connector", Link: updatesPage,
	Bad:  `{"info": {"title": "Contoso Invoices"}} → {"info": {"title": "Contoso Bills"}}`,
	Good: `{"info": {"title": "Contoso Invoices", "version": "1.0"}} → {"info": {"title": "Contoso Invoices", "version": "1.1"}}`,
}

var hostChanged = checks.Rule{
	ID: "ConnectorHostChanged", Severity: checks.Warning, Origin: checks.Practice,
	Meaning: "The service stays at its host and basePath, or what moved there answers as before.",
	Fix:     "See that the new address answers every operation as the old one did.",
	Source:  "Update your certified connector", Link: updatesPage,
	Bad:  `{"host": "api.contoso.example"} → {"host": "api2.contoso.example"}`,
	Good: `{"host": "api.contoso.example"} → {"host": "api.contoso.example", "schemes": ["https"]}`,
}

var folderRenamed = checks.Rule{
	ID: "ConnectorFolderRenamed", Severity: checks.Warning, Origin: checks.Engineers,
	Meaning: "The connector stays in its folder: its name there is fixed for good.",
	Fix:     "Use the folder's earlier name; a new title needs no new folder.",
	Source:  "Certification submission", Link: updatesPage,
	Bad:  "Contoso Invoices → Contoso Bills",
	Good: "Contoso Invoices → Contoso Invoices",
}

func response(schema string) string {
	return describe(`"responses": {"200": {"description": "OK", "schema": {"type": "object", ` + schema + `}}}`)
}

func connection(parameters string) string {
	return `{"properties": {"connectionParameters": {` + parameters + `}}}`
}
