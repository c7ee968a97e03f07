package submission

import (
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/submission/portal"
)

// Values answers the questions that the portal's conditions and texts ask: the
// answers of a draft, and what the connector's files say.
type Values struct {
	Portal  portal.Portal
	Draft   Draft
	Facts   connector.Facts
	Waiting string // "day 9 of the 14 that Microsoft states are lost", for an update
	Pull    bool   // GitHub said something about the pull request
	Portals bool   // another portal may be chosen
}

// Get is the value of an answer or of a fact, "" when there is none.
func (v Values) Get(key string) string {
	switch key {
	case portal.KeyPublisher:
		return string(v.Publisher())
	case portal.KeyRoute:
		return string(v.Route())
	case portal.KeyWay:
		return string(v.Way())
	case portal.KeyPortals:
		return yes(v.Portals)
	case portal.KeyMCP:
		return yes(v.Facts.MCP)
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
	case "oauth.mode":
		return v.redirectMode()
	}
	if kind, ok := strings.CutPrefix(key, "auth."); ok {
		return yes(v.signsIn(kind))
	}
	return v.Draft.Value(key)
}

// Answer is the answer to the field of a role, "" when there is none.
func (v Values) Answer(r portal.Role) string { return v.Draft.Value(v.Portal.IDOf(r)) }

// Asked tells whether the field of a role is asked now.
func (v Values) Asked(r portal.Role) bool {
	f, ok := v.Portal.ByRole(r)
	return ok && f.Shown.Holds(v.Get)
}

// Publisher is who submits, "" until that is answered. A portal that does not
// ask is for verified publishers: the way of the others ends before it (S02).
func (v Values) Publisher() portal.Publisher {
	if v.Portal.IDOf(portal.RolePublisher) == "" {
		return portal.Verified
	}
	return portal.Publisher(v.Answer(portal.RolePublisher))
}

// Independent tells of an independent publisher.
func (v Values) Independent() bool { return v.Publisher() == portal.Independent }

// Route is how the files go to Microsoft; an independent publisher has only
// the repository (S05).
func (v Values) Route() portal.Route {
	switch {
	case v.Independent():
		return portal.OpenSource
	case v.Portal.IDOf(portal.RoleRoute) != "":
		return portal.Route(v.Answer(portal.RoleRoute))
	case v.Portal.IDOf(portal.RoleCommit) != "", v.Portal.IDOf(portal.RolePullRequest) != "":
		return portal.OpenSource
	default:
		return ""
	}
}

// Way is what the portal is given: with an exception always a .zip (S28), and
// nothing by an independent publisher.
func (v Values) Way() portal.Way {
	switch {
	case v.Independent():
		return ""
	case v.Route() == portal.Exception:
		return portal.ByArchive
	case v.Portal.IDOf(portal.RoleWay) != "" && v.Route() == portal.OpenSource:
		return portal.Way(v.Answer(portal.RoleWay))
	case v.Portal.IDOf(portal.RoleWay) != "":
		return ""
	case v.Portal.IDOf(portal.RoleArchive) != "":
		return portal.ByArchive
	case v.Portal.IDOf(portal.RoleCommit) != "":
		return portal.ByCommit
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
