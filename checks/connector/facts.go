package connector

// Auth is one way a connector signs in, as apiProperties.json declares it. A
// connector may have several.
type Auth struct {
	Kind             string // "basic", "apiKey", "oauth2", "other" (gateway, certificate, ...)
	Set              string // name of the connectionParameterSets entry, "" when there are no sets
	Parameter        string // name of the connection parameter
	IdentityProvider string // oauth2: "aad", "github", "oauth2generic", ...
	ClientID         string // oauth2: as written in the file, placeholder or not
	RedirectMode     string // oauth2: "Global", "GlobalPerConnector", "Direct", ""
	RedirectURL      string // oauth2: as written, ""
}

// Facts is what the files say about a connector, for prefilling answers and
// for deciding which of them are asked. Fields are empty where the files are
// silent; texts are as written, not yet safe for a terminal.
type Facts struct {
	Title, Description, Version, Host     string
	ContactName, ContactEmail, ContactURL string
	Actions, Triggers                     int
	Operations                            []Operation
	Auth                                  []Auth // empty: no authentication
	AuthKnown                             bool   // false when apiProperties.json is missing or unreadable
	BrandColor, Publisher, StackOwner     string
	HasScript                             bool
	IconWidth, IconHeight, IconBytes      int
}

// Operation is an action or trigger as a user sees it.
type Operation struct {
	ID, Summary, Description string
	Trigger, Internal        bool
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
