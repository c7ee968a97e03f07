package swagger

import (
	"net/mail"
	"net/url"
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// contactFieldMissing: url is missing in 77 published connectors, email in 22.
var contactFieldMissing = rule{
	Rule: checks.Rule{
		ID: "ContactFieldMissing", Severity: checks.Warning, Evidence: checks.Policy, Origin: checks.Documentation,
		Meaning: "info.contact gives name, url and email of who supports the connector.",
		Fix:     "Add the missing property.",
		Source:  "5000.3.1.4; Certification submission", Link: submissionPage,
		Bad:  contactExample(`{"name": "Contoso Support"}`),
		Good: contactExample(`{"name": "Contoso Support", "url": "https://contoso.example/support", "email": "support@contoso.example"}`),
	},
	document: func(pass *pass) {
		contact := pass.doc.Root.Get("info").Get("contact")
		if !contact.Is(jsontree.Object) {
			pass.skip("there is no contact")
			return
		}
		var missing []string
		for _, name := range []string{"name", "url", "email"} {
			if strings.TrimSpace(contact.Get(name).Str()) == "" {
				missing = append(missing, name)
			}
		}
		if len(missing) > 0 && pass.intact() {
			pass.reportf(contact, "contact has no %s", strings.Join(missing, ", no "))
		}
	},
}

var contactEmailNotValid = rule{
	Rule: checks.Rule{
		ID: "ContactEmailNotValid", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "The contact's email is an email address.",
		Wording: "The contact 'email' property, if present, must be a valid email address.",
		Fix:     "Write a plain address: support@contoso.example.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  contactExample(`{"name": "Contoso Support", "url": "https://contoso.example/support", "email": "support at contoso"}`),
		Good: contactExample(`{"name": "Contoso Support", "url": "https://contoso.example/support", "email": "support@contoso.example"}`),
	},
	document: func(pass *pass) {
		n := pass.doc.Root.Get("info").Get("contact").Get("email")
		if n.Str() == "" {
			pass.skip("there is no contact email")
			return
		}
		if !isEmail(n.Text()) {
			pass.report(n, "", nil, "%s is none.", quote(n.Text()))
		}
	},
}

func isEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && strings.IndexFunc(s, func(r rune) bool { return r > '~' }) < 0
}

var urlNotValid = rule{
	Rule: checks.Rule{
		ID: "UrlNotValid", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "The addresses of contact, license and externalDocs are absolute URLs.",
		Wording: "The 'url' property must be a valid absolute URL.",
		Fix:     "Write the whole address: https://contoso.example/support.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  contactExample(`{"name": "Contoso Support", "url": "contoso.example/support", "email": "support@contoso.example"}`),
		Good: contactExample(`{"name": "Contoso Support", "url": "https://contoso.example/support", "email": "support@contoso.example"}`),
	},
	document: func(pass *pass) {
		info := pass.doc.Root.Get("info")
		for _, n := range []node{info.Get("contact").Get("url"), info.Get("license").Get("url"), pass.doc.Root.Get("externalDocs").Get("url")} {
			if s := strings.TrimSpace(n.Str()); s != "" && !absoluteURL(s) {
				pass.report(n, s, nil, "%s does not begin with https:// or the like.", quote(s))
			}
		}
	},
}

func absoluteURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && (u.Host != "" || u.Opaque != "")
}

// metadata is an entry of x-ms-connector-metadata, whatever the case of its
// name: 75 published connectors write "Privacy Policy".
func (d *Document) metadata(name string) node {
	for c := range d.Root.Get("x-ms-connector-metadata").Children() {
		if strings.EqualFold(strings.TrimSpace(c.Get("propertyName").Str()), name) {
			return c
		}
	}
	return node{}
}

var metadataPropertiesMissing = rule{
	Rule: checks.Rule{
		ID: "ConnectorMetadataPropertiesMissing", Severity: checks.Error, Evidence: checks.Printed, Origin: checks.Validator,
		Meaning: "x-ms-connector-metadata names Website, Privacy policy and Categories.",
		Wording: "The connector metadata property '{0}' is required.",
		Fix:     `Add an entry {"propertyName": ..., "propertyValue": ...} for it.`,
		Source:  "5000.3.1.3, 5000.3.1.5; Fix Swagger Validator errors", Link: validatorPage,
		Bad:  `{"x-ms-connector-metadata": [{"propertyName": "Website", "propertyValue": "https://contoso.example"}]}`,
		Good: metadataExample("https://contoso.example", "Finance"),
	},
	document: func(pass *pass) {
		list := pass.doc.Root.Get("x-ms-connector-metadata")
		if !list.Is(jsontree.Array) {
			pass.skip("there is no x-ms-connector-metadata")
			return
		}
		for _, name := range []string{"Website", "Privacy policy", "Categories"} {
			if !pass.doc.metadata(name).OK() {
				if pass.intact() {
					pass.report(list, name, values{name}, "x-ms-connector-metadata has no entry with this propertyName.")
				}
			}
		}
	},
}

var categories = []string{"AI", "Business Management", "Business Intelligence", "Collaboration", "Commerce", "Communication",
	"Content and Files", "Finance", "Data", "Human Resources", "Internet of Things", "IT Operations",
	"Lifestyle and Entertainment", "Marketing", "Productivity", "Sales and CRM", "Security", "Social Media", "Website"}

// chosen lists the connector's categories, and the entry that names them.
func (d *Document) chosen() (names []string, entry node) {
	entry = d.metadata("Categories")
	for name := range strings.SplitSeq(entry.Get("propertyValue").Str(), ";") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names, entry
}

var invalidCategory = rule{
	Rule: checks.Rule{
		ID: "InvalidConnectorCategory", Severity: checks.Error, Evidence: checks.Printed, Origin: checks.Validator,
		Meaning: "The categories are from Microsoft's list of 19, separated by semicolons.",
		Wording: "The connector category is invalid. Available categories are: [{0}].",
		Fix:     "Choose from: " + strings.Join(categories, "; ") + ".",
		Source:  "Fix Swagger Validator errors; asked for in 3 reviews", Link: validatorPage,
		Bad:  metadataExample("https://contoso.example", "Chatbot"),
		Good: metadataExample("https://contoso.example", "AI;Finance"),
	},
	document: func(pass *pass) {
		names, entry := pass.doc.chosen()
		if len(names) == 0 {
			pass.skip("there are no categories")
		}
		var unknown []string
		for _, name := range names {
			if !isCategory(name) {
				unknown = append(unknown, name)
			}
		}
		if len(unknown) > 0 {
			pass.report(entry, "", values{strings.Join(categories, ", ")}, "Not in the list: %s.", list(unknown))
		}
	},
}

func isCategory(name string) bool {
	for _, c := range categories {
		if strings.EqualFold(c, name) {
			return true
		}
	}
	return false
}

const maxCategories = 2

var tooManyCategories = rule{
	Rule: checks.Rule{
		ID: "TooManyConnectorCategories", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "A connector has at most two categories.",
		Wording: "The maximum allowed number of categories for the connector is '{0}'.",
		Fix:     "Keep the two that fit best.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  metadataExample("https://contoso.example", "AI;Finance;Data"),
		Good: metadataExample("https://contoso.example", "AI;Finance"),
	},
	document: func(pass *pass) {
		names, entry := pass.doc.chosen()
		if len(names) == 0 {
			pass.skip("there are no categories")
		}
		if len(names) > maxCategories {
			pass.report(entry, "", values{strconv.Itoa(maxCategories)}, "There are %d: %s.", len(names), list(names))
		}
	},
}

// metadataPlaceholder: 8 published connectors, so no error.
var metadataPlaceholder = rule{
	Rule: checks.Rule{
		ID: "ConnectorMetadataPlaceholder", Severity: checks.Warning, Origin: checks.Engineers,
		Meaning: "Website and Privacy policy are pages of the service, with http or https.",
		Fix:     "Give the page's whole address.",
		Source:  "asked for in a review",
		Bad:     metadataExample("www.example.com", "Finance"),
		Good:    metadataExample("https://contoso.example", "Finance"),
	},
	document: func(pass *pass) {
		if !pass.doc.Root.Get("x-ms-connector-metadata").Is(jsontree.Array) {
			pass.skip("there is no x-ms-connector-metadata")
			return
		}
		for _, name := range []string{"Website", "Privacy policy"} {
			entry := pass.doc.metadata(name)
			value := strings.TrimSpace(entry.Get("propertyValue").Str())
			if entry.OK() && !webPage(value) {
				pass.reportf(entry, "%s is no page of the service: %s", name, quote(value))
			}
		}
	},
}

// webPage reports whether an address is one of the web, and no placeholder.
func webPage(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return false
	}
	host := strings.ToLower(u.Hostname())
	for _, part := range placeholderHosts {
		if strings.Contains(host, part) {
			return false
		}
	}
	return host != "localhost"
}

func contactExample(contact string) string {
	return `{"info": {
  "title": "Contoso Invoices",
  "description": "` + goodDescription + `",
  "version": "1.0",
  "contact": ` + contact + `
}}`
}

func metadataExample(website, categories string) string {
	return `{"x-ms-connector-metadata": [
  {"propertyName": "Website", "propertyValue": "` + website + `"},
  {"propertyName": "Privacy policy", "propertyValue": "https://contoso.example/privacy"},
  {"propertyName": "Categories", "propertyValue": "` + categories + `"}
]}`
}

// Metadata is the value of an entry of x-ms-connector-metadata, "" where there
// is none.
func (d *Document) Metadata(name string) string {
	return strings.TrimSpace(d.metadata(name).Get("propertyValue").Str())
}
