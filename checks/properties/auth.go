package properties

import "strings"

// Auth is one way to sign in that the file declares.
type Auth struct {
	Kind             string // "basic", "apiKey", "oauth2", "other" (gateway, certificate, ...)
	Set              string // name of the connectionParameterSets entry, "" without sets
	Label            string // what that set is called, ""
	Parameter        string // name of the connection parameter
	IdentityProvider string // oauth2 only, as are the following
	ClientID         string
	RedirectMode     string
	RedirectURL      string
}

// auth reads the ways to sign in from the connection parameters: one for each
// OAuth setting, gateway or identity, and one for the secure texts of a set,
// which is basic when a user name stands beside a password.
func (d *Document) auth() []Auth {
	var all []Auth
	basic := d.basicSets()
	secure := map[string]bool{} // sets whose secure texts are counted
	for _, p := range d.Parameters {
		switch strings.ToLower(p.Type) {
		case "oauthsetting":
			all = append(all, p.oauth())
		case "gatewaysetting", "managedidentity":
			all = append(all, Auth{Kind: "other", Set: p.Set, Parameter: p.Name})
		case "securestring":
			if p.ofOAuth() || secure[p.Set] {
				continue
			}
			secure[p.Set] = true
			kind := "apiKey"
			if basic[p.Set] {
				kind = "basic"
			}
			all = append(all, Auth{Kind: kind, Set: p.Set, Parameter: p.Name})
		}
	}
	labels := map[string]string{}
	for set := range d.sets().Children() {
		labels[set.Get("name").Str()] = set.Get("uiDefinition").Get("displayName").Str()
	}
	for i := range all {
		all[i].Label = labels[all[i].Set]
	}
	return all
}

// String names the way to sign in: "OAuth 2 (aad)". It is as written in the
// file, not yet safe for a terminal.
func (a Auth) String() string {
	switch {
	case a.Kind == "oauth2" && a.IdentityProvider == "":
		return "OAuth 2"
	case a.Kind == "oauth2":
		return "OAuth 2 (" + a.IdentityProvider + ")"
	case a.Kind == "apiKey":
		return "API key"
	case a.Kind == "basic":
		return "user name and password"
	default:
		return "another way"
	}
}

func (p Parameter) oauth() Auth {
	o := p.Get("oAuthSettings")
	a := Auth{
		Kind: "oauth2", Set: p.Set, Parameter: p.Name,
		IdentityProvider: o.Get("identityProvider").Str(), ClientID: o.Get("clientId").Str(),
		RedirectMode: o.Get("redirectMode").Str(), RedirectURL: o.Get("redirectUrl").Str(),
	}
	if strings.EqualFold(a.IdentityProvider, "aadcertificate") {
		a.Kind = "other"
	}
	return a
}

// ofOAuth reports whether a parameter is a detail of the OAuth parameter "token":
// "token:clientSecret".
func (p Parameter) ofOAuth() bool { return strings.Contains(p.Name, ":") }

// basicSets are the sets that hold a user name and a password.
func (d *Document) basicSets() map[string]bool {
	user, password, both := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, p := range d.Parameters {
		if p.ofOAuth() {
			continue
		}
		name := strings.ToLower(p.Name)
		if strings.Contains(name, "user") || name == "email" || name == "login" {
			user[p.Set] = true
		}
		if strings.Contains(name, "password") || strings.Contains(strings.ToLower(p.UI.Get("displayName").Str()), "password") {
			password[p.Set] = true
		}
		both[p.Set] = user[p.Set] && password[p.Set]
	}
	return both
}
