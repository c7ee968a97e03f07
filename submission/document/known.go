package document

import (
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/properties"
	"github.com/certwiz/certwiz/checks/prose"
	"github.com/certwiz/certwiz/checks/swagger"
)

// Known is what a connector's files say and a draft is filled with. Texts are as
// written, not yet safe; a field is empty where the files are silent.
type Known struct {
	connector.Facts
	Website, Privacy, Terms, Docs string    // addresses
	Asked                         []Asked   // what a connection asks its user for
	Limits                        []string  // sentences of the definition that state a limit, once each
	Failures                      []Failure // HTTP statuses from 400 on that the definition names, ascending
}

// Asked is something that users fill in when they make a connection.
type Asked struct{ Name, Hint string }

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
func From(c *connector.Connector) Known {
	k := Known{Facts: c.Facts}
	k.Auth = k.signIns()
	if c.Settings != nil {
		k.fromSettings(c.Settings)
	}
	if c.Definition != nil {
		k.fromDefinition(c.Definition)
	}
	return k
}

// signIns are the ways to sign in that users can tell apart, not too many.
func (k *Known) signIns() []connector.Auth {
	var all []connector.Auth
	for _, a := range k.Auth {
		same := func(b connector.Auth) bool {
			return a.Kind == b.Kind && a.IdentityProvider == b.IdentityProvider && a.Label == b.Label
		}
		if len(all) < maxSignIns && !slices.ContainsFunc(all, same) {
			all = append(all, a)
		}
	}
	return all
}

// fromSettings reads what connections ask for.
func (k *Known) fromSettings(d *properties.Document) {
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
	for _, o := range k.Operations {
		k.limits(o.Description)
		for _, r := range o.Responses {
			recordStatus(said, r.Code, r.Def.Get("description").Str())
		}
	}
	for status, says := range said {
		k.Failures = append(k.Failures, Failure{status, says})
	}
	slices.SortFunc(k.Failures, func(a, b Failure) int { return a.Status - b.Status })
	k.Failures = k.Failures[:min(len(k.Failures), maxFailures)]
}

// recordStatus notes what is said about a status; nothing when it is said differently.
func recordStatus(said map[int]string, key, says string) {
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
	small := " " + prose.Words(s) + " "
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
