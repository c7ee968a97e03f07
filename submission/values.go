package submission

import (
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks/connector"
)

// Values answers the questions that the portal's conditions and texts ask: the
// answers of a draft, and what the connector's files say.
type Values struct {
	Draft   Draft
	Facts   connector.Facts
	Waiting string // "day 9 of the 14 that Microsoft states are lost", for an update
	Pull    bool   // GitHub said something about the pull request
}

// Get is the value of an answer or of a fact, "" when there is none.
func (v Values) Get(key string) string {
	switch key {
	case "publisher":
		return v.Draft.Value("publisher")
	case "route":
		return v.route()
	case "way":
		return v.way()
	case "update":
		return yes(v.Draft.Update)
	case "version":
		return strconv.Itoa(v.Draft.Version)
	case "waiting":
		return v.Waiting
	case "pr.seen":
		return yes(v.Pull)
	case "title":
		return v.Facts.Title
	case "pr.title":
		return v.Facts.Title + " (Independent Publisher)"
	case "contact.email":
		return v.Facts.ContactEmail
	}
	if strings.HasPrefix(key, "auth.") {
		return yes(v.signsIn(strings.TrimPrefix(key, "auth.")))
	}
	if key == "oauth.mode" {
		return v.redirectMode()
	}
	return v.Draft.Value(key)
}

// route is how the files go to Microsoft; an independent publisher has only
// the repository (S05).
func (v Values) route() string {
	if v.Draft.Value("publisher") == "independent" {
		return "open-source"
	}
	return v.Draft.Value("route")
}

// way is what the portal is given: with an exception always a .zip (S28).
func (v Values) way() string {
	switch v.route() {
	case "exception":
		return "zip"
	case "open-source":
		return v.Draft.Value("source")
	default:
		return ""
	}
}

func (v Values) signsIn(kind string) bool {
	switch kind {
	case "known":
		return v.Facts.AuthKnown
	case "oauth":
		return v.Facts.Uses("oauth2")
	case "account":
		return v.Facts.Uses("oauth2") || v.Facts.Uses("basic")
	case "none":
		return v.Facts.AuthKnown && len(v.Facts.Auth) == 0
	default:
		return v.Facts.Uses(kind)
	}
}

// redirectMode is GlobalPerConnector when any of the ways to sign in says so:
// then the connector's own redirect URLs are needed as well.
func (v Values) redirectMode() string {
	mode := ""
	for _, a := range v.Facts.Auth {
		if a.Kind != "oauth2" {
			continue
		}
		if a.RedirectMode == "GlobalPerConnector" {
			return a.RedirectMode
		}
		mode = a.RedirectMode
	}
	return mode
}

// Fill puts values into a text's {keys}.
func (v Values) Fill(text string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		key, after, closed := strings.Cut(rest, "}")
		if !closed {
			b.WriteString("{" + rest)
			return b.String()
		}
		b.WriteString(v.orKey(key))
		text = after
	}
}

func (v Values) orKey(key string) string {
	if value := v.Get(key); value != "" {
		return value
	}
	short := key[strings.LastIndex(key, ".")+1:]
	if short == "connectorName" {
		return "<connector-name>"
	}
	return "<" + short + ">"
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
