package connector

import (
	"strings"

	"github.com/certwiz/certwiz/checks/icon"
	"github.com/certwiz/certwiz/checks/properties"
	"github.com/certwiz/certwiz/checks/swagger"
)

// Auth is one way a connector signs in, as apiProperties.json declares it. A
// connector may have several.
type Auth = properties.Auth

// Facts is what the files say about a connector, for prefilling answers and
// for deciding which of them are asked. Fields are empty where the files are
// silent; texts are as written, not yet safe for a terminal.
type Facts struct {
	Title, Description, Version, Host     string
	ContactName, ContactEmail, ContactURL string
	Actions, Triggers                     int
	Operations                            []*swagger.Operation // the actions and triggers that users see
	Auth                                  []Auth               // empty: no authentication
	AuthKnown                             bool                 // false when apiProperties.json is missing or unreadable
	BrandColor, Publisher, StackOwner     string
	Categories                            []string // of x-ms-connector-metadata
	Privacy                               string   // the address of the privacy policy, from there too
	HasScript                             bool
	MCP                                   bool // an operation speaks the Model Context Protocol
	IconWidth, IconHeight, IconBytes      int
}

// Uses tells whether one of the ways to sign in is of the given kind.
func (f Facts) Uses(kind string) bool {
	for _, a := range f.Auth {
		if a.Kind == kind {
			return true
		}
	}
	return false
}

// SignIn names the ways to sign in: "OAuth 2 (aad) + API key".
func (f Facts) SignIn() string {
	switch {
	case !f.AuthKnown:
		return "authentication not known"
	case len(f.Auth) == 0:
		return "no authentication"
	}
	var ways []string
	for _, a := range f.Auth {
		ways = append(ways, a.String())
	}
	return strings.Join(ways, " + ")
}

// facts gathers what the files say. A document that is nil says nothing.
func facts(a Artifacts, definition *swagger.Document, settings *properties.Document) Facts {
	f := Facts{HasScript: a.Script != nil}
	f.fromDefinition(definition)
	f.fromSettings(settings)
	if a.Icon != nil && a.Icon.Err == "" {
		f.IconBytes = len(a.Icon.Data)
		if m, err := icon.Measure(a.Icon.Data); err == nil {
			f.IconWidth, f.IconHeight = m.Width, m.Height
		}
	}
	return f
}

// mostCategories is how many categories are kept: more than any connector has.
const mostCategories = 30

func (f *Facts) fromDefinition(d *swagger.Document) {
	if d == nil {
		return
	}
	info := d.Root.Get("info")
	f.Title, f.Description, f.Version = info.Get("title").Str(), info.Get("description").Str(), info.Get("version").Str()
	f.Host = d.Root.Get("host").Str()
	contact := info.Get("contact")
	f.ContactName, f.ContactEmail, f.ContactURL = contact.Get("name").Str(), contact.Get("email").Str(), contact.Get("url").Str()
	f.Privacy = d.Metadata("Privacy policy")
	for c := range strings.FieldsFuncSeq(d.Metadata("Categories"), func(r rune) bool { return r == ';' || r == ',' }) {
		if c = strings.TrimSpace(c); c != "" && len(f.Categories) < mostCategories {
			f.Categories = append(f.Categories, c)
		}
	}
	for _, o := range d.Operations {
		if o.Internal {
			continue
		}
		f.Operations = append(f.Operations, o)
		f.MCP = f.MCP || o.Get("x-ms-agentic-protocol").OK()
		if o.Trigger {
			f.Triggers++
		} else {
			f.Actions++
		}
	}
}

func (f *Facts) fromSettings(d *properties.Document) {
	if d == nil {
		return
	}
	f.BrandColor, f.Publisher, f.StackOwner = d.BrandColor, d.Publisher, d.StackOwner
	f.Auth, f.AuthKnown = d.Auth, d.AuthKnown
}
