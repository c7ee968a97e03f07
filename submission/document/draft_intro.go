package document

import (
	"strings"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/prose"
)

// introOpening is a blank, never the connector's description: the opening has to
// be distinct from it (S71).
func (d *draft) introOpening() {
	d.blank("one paragraph of at most %d sentences on what %s is worth to its users and what they can do with it, in other words than the connector's description: "+
		"who it is for, what it saves them, which apps and services it brings together", prose.MaxSentences, d.nameInBlank())
}

// credentials says how users get what the connector asks for.
func (d *draft) credentials() {
	switch len(d.Auth) {
	case 0:
		d.blank("how users get credentials; or remove this section if nobody has to sign in")
	case 1:
		d.line("%s signs in with %s.", d.name(), describeSignIn(d.Auth[0]))
	default:
		d.line("%s offers several ways to sign in:", d.name())
		for _, s := range d.Auth {
			name := plain(s.Label, maxName, false)
			if name != "" {
				name = "**" + name + "**: "
			}
			d.item("- %s%s", name, describeSignIn(s))
		}
		d.done()
	}
	d.connectionParameters()
	site := webLink(d.Website)
	if site != "" {
		site = "; the website is " + site
	}
	d.item("1. %s", placeholder("where users sign in and as whom, with a link to the page%s", site))
	for i, step := range d.steps() {
		d.item("%d. %s", i+2, placeholder("%s", step))
	}
	d.done()
}

// steps are what is left to say after the first, by the kind of sign-in.
func (d *draft) steps() []string {
	kind := "" // when there are several
	if len(d.Auth) > 0 {
		kind = d.Auth[0].Kind
		for _, s := range d.Auth {
			if s.Kind != kind {
				kind = ""
			}
		}
	}
	switch {
	case kind == "oauth2" && d.kind != Intro:
		return []string{"where the OAuth app is registered, with its redirect URL and scopes", "which client ID and client secret the connector needs, and where they are found"}
	case kind == "oauth2":
		return []string{"what users or their administrator allow when they sign in for the first time"}
	case kind == "apiKey":
		return []string{"where the key is found or made", "what to copy, and what to know about it: its rights, how long it is valid"}
	case kind == "basic":
		return []string{"where the user name and the password are found or made"}
	case kind == "other":
		return []string{"where users or their administrator get what the connection asks for, and how it is set up"}
	}
	return []string{"how users get what the connection asks for, for each way to sign in"}
}

// describeSignIn says to users how a connector signs in.
func describeSignIn(s connector.Auth) string {
	switch s.Kind {
	case "oauth2":
		if p := provider(s.IdentityProvider); p != "" {
			return "OAuth 2.0 and an account of " + p
		}
		return "OAuth 2.0"
	case "apiKey":
		return "an API key or another secret"
	case "basic":
		return "a user name and a password"
	}
	return placeholder("how the connector signs in")
}

// provider is the name of an identity provider that users know, "" for those
// that say nothing.
func provider(id string) string {
	switch id := strings.ToLower(id); id {
	case "aad", "aadcertificate":
		return "Microsoft Entra ID"
	case "github":
		return "GitHub"
	case "google", "facebook", "dropbox", "box", "slack", "salesforce":
		return strings.ToUpper(id[:1]) + id[1:]
	}
	return ""
}

// getStarted leaves the use case open: which operations are popular the files
// don't say. Two are named as examples.
func (d *draft) getStarted() {
	if d.kind != Intro {
		d.blank("how to begin with the connector")
		return
	}
	d.item("1. %s", placeholder("what starts the flow or app of a common use case%s", d.exampleOperation(true)))
	d.item("2. %s", placeholder("the step of %s that most users add, and what they fill in%s", d.nameInBlank(), d.exampleOperation(false)))
	d.item("3. %s", placeholder("what users gain by it"))
	d.done()
	d.blank("a picture of the finished flow, where possible")
}

// exampleOperation names a trigger or an action as an example, "" when there is none.
func (d *draft) exampleOperation(trigger bool) string {
	for _, o := range d.Operations {
		if s := quoted(o.Summary, 80); o.Trigger == trigger && s != "" {
			return ", such as " + s
		}
	}
	return ""
}
