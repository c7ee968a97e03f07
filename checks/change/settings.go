package change

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/properties"
)

// settings runs a rule that compares the two apiProperties.json.
func (s step) settings(rule func(r *checks.Reporter, before, after *properties.Document)) func(*checks.Reporter) {
	return func(r *checks.Reporter) {
		before, after := s.before.Settings, s.after.Settings
		if before == nil || after == nil {
			r.Skip("apiProperties.json is not in both versions")
			return
		}
		const name = "apiProperties.json"
		if err := cmp.Or(readable("the earlier", name, before.Tree), readable("the new", name, after.Tree)); err != nil {
			r.Unknown(err.Error())
			return
		}
		rule(r, before, after)
	}
}

// authentication reports ways to sign in that are gone.
func (s step) authentication(r *checks.Reporter, before, after *properties.Document) {
	now, kinds := map[string]bool{}, map[string]bool{}
	for _, a := range after.Auth {
		now[signInName(a)] = true
		kinds[a.Kind] = true
	}
	said := map[string]bool{}
	for _, a := range before.Auth {
		w := signInName(a)
		if now[w] || said[w] {
			continue
		}
		said[w] = true
		r.Report(s.parameters(after), "AuthenticationMethodRemoved: the authentication type cannot be changed in an update; %s is gone", w)
		if a.Kind == "oauth2" && kinds[a.Kind] {
			f := r.Last() // OAuth 2.0 before and after: only the provider's name is another
			f.Severity, f.Message = checks.Advice, w+" is gone; the authentication type is OAuth 2.0 as before"
		}
	}
}

// signInName is a way to sign in as people call it.
func signInName(a properties.Auth) string {
	switch {
	case a.IdentityProvider != "":
		return "OAuth by " + strings.ToLower(a.IdentityProvider)
	case a.Kind == "apiKey":
		return "the API key"
	case a.Kind == "basic":
		return "user name and password"
	default:
		return "the sign-in by " + quote(a.Parameter)
	}
}

// removed reports connection parameters that are gone. One that moved into a
// set is still there.
func (s step) removed(r *checks.Reporter, before, after *properties.Document) {
	now := byParameter(after)
	said := map[string]bool{}
	for _, p := range before.Parameters {
		if _, found := now[p.Name]; found || said[p.Name] {
			continue
		}
		said[p.Name] = true
		place := s.parameters(after)
		place.Pointer = p.Pointer()
		r.Report(place, "ConnectionParametersRemoved: the connection parameter %s is gone", quote(p.Name))
	}
}

// changed reports connection parameters of another type, and new ones that are
// required.
func (s step) changed(r *checks.Reporter, before, after *properties.Document) {
	was := byParameter(before)
	for _, p := range after.Parameters {
		place := s.parameters(after)
		place.Pointer = p.Pointer()
		place.Line, place.Column = after.Tree.Position(p.KeyOffset())
		o, found := was[p.Name]
		switch required := p.UI.Get("constraints").Get("required"); {
		case found && !strings.EqualFold(o.Type, p.Type):
			r.Report(place, "the connection parameter %s changed its type from %s to %s", quote(p.Name), quote(o.Type), quote(p.Type))
		case !found && p.Set == "" && (required.True() || strings.EqualFold(required.Str(), "true")):
			r.Report(place, "the connection parameter %s was added and is required", quote(p.Name))
		}
	}
}

func byParameter(d *properties.Document) map[string]properties.Parameter {
	m := map[string]properties.Parameter{}
	for _, p := range d.Parameters {
		m[p.Name] = p
	}
	return m
}

// parameters is the place of the connection parameters in a file.
func (s step) parameters(d *properties.Document) checks.Place {
	for _, name := range []string{"connectionParameters", "connectionParameterSets"} {
		if n := d.Properties.Get(name); n.OK() {
			p := checks.Place{File: d.Name, Pointer: fmt.Sprintf("/properties/%s", name)}
			p.Line, p.Column = d.Tree.Position(n.KeyOffset())
			return p
		}
	}
	return checks.Place{File: d.Name, Pointer: "/properties"}
}
