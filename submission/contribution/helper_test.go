package contribution

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
)

// Values made up for the tests; they open nothing.
const (
	aws    = "AKIA" + "QX7RT2MWPLKZ5VBN"
	apiKey = "k7Qp2Xv9Lm4Rt8Zs1Wd6"
	guid   = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
	pem    = `-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAuX2Jc9vT3kq\nZk8Qp2Xv9Lm4Rt8Zs1Wd6aa==\n-----END RSA PRIVATE KEY-----`
)

const definition = `{
  "swagger": "2.0",
  "info": {"title": "Contoso Invoices", "description": "Create, send and follow the invoices of a company.", "version": "1.0",
    "contact": {"name": "Contoso Support", "url": "https://contoso.example/support", "email": "support@contoso.example"}},
  "host": "api.contoso.example",
  "schemes": ["https"],
  "paths": {"/invoices": {"get": {
    "operationId": "ListInvoices", "summary": "List invoices", "description": "Lists all invoices of a customer.",
    "parameters": [{"name": "customer", "in": "query", "type": "string", "x-ms-summary": "Customer", "description": "The customer's number."}],
    "responses": {"200": {"description": "The invoices", "schema": {"type": "object"}}}}}},
  "x-ms-connector-metadata": [
    {"propertyName": "Website", "propertyValue": "https://contoso.example"},
    {"propertyName": "Privacy policy", "propertyValue": "https://contoso.example/privacy"},
    {"propertyName": "Categories", "propertyValue": "Finance"}]
}`

const settings = `{"properties": {"iconBrandColor": "#1f6feb", "capabilities": [], "publisher": "Contoso", "stackOwner": "Contoso",
  "connectionParameters": {"api_key": {"type": "securestring", "uiDefinition": {"displayName": "API key", "description": "The key of your account", "tooltip": "Find it in your account", "constraints": {"required": "true"}}}}}}`

const readme = "# Contoso Invoices\n\nCreate, send and follow invoices.\n"

// folder is a connector of these files; "" leaves one out.
func folder(definition, settings, readme string) connector.Artifacts {
	a := connector.Artifacts{Name: "Contoso Invoices"}
	file := func(name, text string) *checks.File {
		if text == "" {
			return nil
		}
		return &checks.File{Name: name, Data: []byte(text)}
	}
	a.Swagger = file("apiDefinition.swagger.json", definition)
	a.Properties = file("apiProperties.json", settings)
	a.Readme = file("README.md", readme)
	return a
}

// input is what a session would hand over for these files.
func input(a connector.Artifacts, independent bool) Input {
	a.Independent = independent
	c := connector.Parse(a)
	return Input{Artifacts: a, Facts: c.Facts, Report: c.Report(), Independent: independent, FolderName: a.Name, Answers: map[string]string{}}
}

func good() Input { return input(folder(definition, settings, readme), false) }

// pull is an open pull request that changes these files.
func pull(title, body string, files ...string) *origin.Pull {
	known := origin.Answer{Known: true}
	return &origin.Pull{Number: 2446, Title: title, Body: body, Files: files, Asked: origin.Asked{Pull: known, Files: known}}
}

// with puts a member into the definition's info.
func with(member string) string {
	return strings.Replace(definition, `"version": "1.0",`, `"version": "1.0", `+member+",", 1)
}

func file(t *testing.T, c Contribution, name string) File {
	t.Helper()
	for _, f := range c.Files {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("%s is not among the files: %+v", name, c.Problems)
	return File{}
}

func item(t *testing.T, c Contribution, id string) Item {
	t.Helper()
	for _, i := range c.Items {
		if i.ID == id {
			return i
		}
	}
	t.Fatalf("%s is not in the checklist", id)
	return Item{}
}

func holdsLine(lines []string, part string) bool {
	return strings.Contains(strings.Join(lines, "\n"), part)
}

// shown is every text of a contribution that a person sees.
func shown(c Contribution) string {
	var b strings.Builder
	for _, s := range slices.Concat(c.Problems, c.Doubts, []string{c.Folder, c.Message, c.Title, c.Body}) {
		b.WriteString(s + "\n")
	}
	for _, f := range c.Files {
		fmt.Fprintf(&b, "%s, from %s\n", f.Name, f.From)
	}
	for _, f := range slices.Concat(c.Removed, c.LeftOut) {
		fmt.Fprintf(&b, "%s: %s\n", f.Name, f.Why)
	}
	for _, s := range c.Scrubbed {
		fmt.Fprintf(&b, "%s %s %s: %s → %s\n", s.File, s.Pointer, s.What, s.Before, s.After)
	}
	for _, i := range c.Items {
		fmt.Fprintf(&b, "%s, %s, %s, %q\n", i.Text, i.By, i.Answer, i.Places)
	}
	return b.String()
}
