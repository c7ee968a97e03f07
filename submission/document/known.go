package document

import (
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/properties"
	"github.com/certwiz/certwiz/checks/swagger"
)

// Known is what a connector's files say and a draft is filled with. Texts are as
// written, not yet safe; a field is empty where the files are silent.
type Known struct {
	Title, Description, Host              string
	Publisher, StackOwner                 string
	ContactName, ContactEmail, ContactURL string
	Website, Privacy, Terms, Docs         string // addresses
	AuthKnown                             bool   // false: nothing is known about signing in
	SignIns                               []SignIn
	Asked                                 []Asked // what a connection asks its user for
	Operations                            []Operation
	Limits                                []string  // sentences of the definition that state a limit, once each
	Failures                              []Failure // HTTP statuses from 400 on that the definition names, ascending
}

// SignIn is one way to sign in.
type SignIn struct {
	Kind     string // as connector.Auth has it: "oauth2", "apiKey", "basic", "other"
	Provider string // oauth2: "aad", "github", …
	Name     string // what the connector calls it, when there are several
}

// Asked is something that users fill in when they make a connection.
type Asked struct{ Name, Hint string }

// Operation is an action or trigger that users see.
type Operation struct {
	ID, Summary, Description string
	Trigger                  bool
}

// Failure is an HTTP status that operations answer with. Says is what the
// definition says about it, "" when it says different things.
type Failure struct {
	Status int
	Says   string
}

// Bounds of what is taken from the files: whatever they hold, a draft stays one
// that people can read. Lengths are in characters.
const (
	maxOperations = 2000
	maxFailures   = 10
	maxLimits     = 5
	maxAsked      = 20
	maxSignIns    = 10
)

// From gathers what is known from a connector's files.
func From(f connector.Facts, a connector.Artifacts) Known {
	k := Known{
		Title: f.Title, Description: f.Description, Host: f.Host,
		Publisher: f.Publisher, StackOwner: f.StackOwner,
		ContactName: f.ContactName, ContactEmail: f.ContactEmail, ContactURL: f.ContactURL,
		AuthKnown: f.AuthKnown,
	}
	for _, o := range f.Operations {
		if !o.Internal {
			k.Operations = append(k.Operations, Operation{o.ID, o.Summary, o.Description, o.Trigger})
		}
	}
	names := map[string]string{} // of the ways to sign in
	if readable(a.Properties) {
		names = k.fromSettings(properties.Read(a.Properties.Name, a.Properties.Data))
	}
	for _, w := range f.Auth {
		k.signIn(SignIn{w.Kind, w.IdentityProvider, names[w.Set]})
	}
	if readable(a.Swagger) {
		k.fromDefinition(swagger.Read(a.Swagger.Name, a.Swagger.Data))
	}
	return k
}

func readable(f *connector.File) bool { return f != nil && f.Err == "" }

func (k *Known) signIn(s SignIn) {
	if len(k.SignIns) < maxSignIns && !slices.Contains(k.SignIns, s) {
		k.SignIns = append(k.SignIns, s)
	}
}

// fromSettings reads what connections ask for, and the names of their sets.
func (k *Known) fromSettings(d *properties.Document) map[string]string {
	for _, p := range d.Parameters {
		kind := strings.ToLower(p.Type)
		ask := Asked{p.UI.Get("displayName").Str(), p.UI.Get("description").Str()}
		if kind != "string" && kind != "securestring" && kind != "int" && kind != "bool" || strings.Contains(p.Name, ":") || hidden(p.UI) || ask.Name == "" {
			continue
		}
		if ask.Hint == "" {
			ask.Hint = p.UI.Get("tooltip").Str()
		}
		if len(k.Asked) < maxAsked && !slices.ContainsFunc(k.Asked, func(a Asked) bool { return a.Name == ask.Name }) {
			k.Asked = append(k.Asked, ask)
		}
	}
	names := map[string]string{}
	for set := range d.Properties.Get("connectionParameterSets").Get("values").Children() {
		names[set.Get("name").Str()] = set.Get("uiDefinition").Get("displayName").Str()
	}
	return names
}

func hidden(ui jsontree.Node) bool {
	h := ui.Get("constraints").Get("hidden")
	return h.True() || strings.EqualFold(h.Str(), "true")
}

func (k *Known) fromDefinition(d *swagger.Document) {
	k.Docs = d.Root.Get("externalDocs").Get("url").Str()
	k.Terms = d.Root.Get("info").Get("termsOfService").Str()
	for entry := range d.Root.Get("x-ms-connector-metadata").Children() {
		value := strings.TrimSpace(entry.Get("propertyValue").Str())
		switch strings.ToLower(strings.TrimSpace(entry.Get("propertyName").Str())) {
		case "website":
			k.Website = value
		case "privacy policy":
			k.Privacy = value
		case "terms", "terms of service":
			k.Terms = value
		}
	}
	k.limits(k.Description)
	said := map[int]string{}
	for _, o := range d.Operations {
		if o.Internal {
			continue
		}
		k.limits(o.Description)
		for _, r := range o.Responses {
			note(said, r.Code, r.Def.Get("description").Str())
		}
	}
	for status, says := range said {
		k.Failures = append(k.Failures, Failure{status, says})
	}
	slices.SortFunc(k.Failures, func(a, b Failure) int { return a.Status - b.Status })
	k.Failures = k.Failures[:min(len(k.Failures), maxFailures)]
}

// note notes what is said about a status; nothing when it is said differently.
func note(said map[int]string, key, says string) {
	if len(key) != 3 || key[0] != '4' && key[0] != '5' || strings.Trim(key, "0123456789") != "" {
		return
	}
	status := int(key[0]-'0')*100 + int(key[1]-'0')*10 + int(key[2]-'0')
	says = strings.TrimSpace(says)
	if before, known := said[status]; known && before != says {
		says = ""
	}
	said[status] = says
}

// limits adds the sentences of a text that state a limit: they have a number and
// a word for it.
func (k *Known) limits(text string) {
	if len(k.Limits) >= maxLimits || len(text) > 20000 || !strings.ContainsAny(text, "0123456789") {
		return
	}
	for _, s := range sentences(text) {
		s = strings.TrimLeft(s, "-*• ")
		if len(k.Limits) < maxLimits && statesLimit(s) && !slices.Contains(k.Limits, s) {
			k.Limits = append(k.Limits, s)
		}
	}
}

// sentences takes a text apart at full stops and line breaks.
func sentences(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		for {
			i := strings.Index(line, ". ")
			if i < 0 {
				break
			}
			out = append(out, strings.TrimSpace(line[:i+1]))
			line = line[i+2:]
		}
		out = append(out, strings.TrimSpace(line))
	}
	return out
}

// statesLimit tells whether a sentence states a limit: it has a number, and words
// for a limit, some of which mean one only right before the number.
func statesLimit(s string) bool {
	if len(s) < 20 || len(s) > 300 || !strings.ContainsAny(s, "0123456789") {
		return false
	}
	small := " " + words(s) + " "
	for _, w := range []string{" maximum ", " per minute ", " per hour ", " per day ", " per month "} {
		if strings.Contains(small, w) {
			return true
		}
	}
	for _, w := range []string{" at most ", " up to ", " limited to ", " limit of ", " limit is ", " no more than "} {
		if _, after, ok := strings.Cut(small, w); ok && strings.IndexAny(after, "0123456789") == 0 {
			return true
		}
	}
	return false
}
