package leaks

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// area is where in a file the walk is.
type area struct {
	example  bool   // below an example
	standard bool   // below a default, which flows do send
	name     string // the property or parameter that the example is of
}

// below is the area of a member. What is inside an example stays one.
func (a area) below(n node, key string) area {
	if a.example {
		return a
	}
	switch key {
	case "example", "examples", "x-example", "x-examples", "x-ms-examples":
		return area{example: true, name: nameOf(n)}
	case "default", "defaultValue":
		return area{standard: true, name: nameOf(n)}
	}
	return a
}

// nameOf is what an example or default belongs to: the name of its parameter,
// or the property that it is described in.
func nameOf(n node) string {
	up := n.Parent()
	if name := up.Get("name").Str(); name != "" {
		return name
	}
	return up.Key()
}

// prose are members that hold text for people, where addresses are wanted.
var prose = map[string]bool{"description": true, "summary": true, "title": true, "x-ms-summary": true, "displayName": true, "tooltip": true, "pattern": true, "termsOfService": true}

func (f *finder) walk(n node, a area) {
	list := n.Is(jsontree.Array)
	for c := n.First(); c.OK(); c = c.Next() {
		key := ""
		if !list {
			key = c.Key()
		}
		switch c.Kind() {
		case jsontree.Object, jsontree.Array:
			f.walk(c, a.below(c, key))
		case jsontree.String:
			f.value(c, key, a)
		case jsontree.Number:
			if a.example || a.standard {
				f.person(c, c.Text(), a.named(key))
			}
		}
	}
}

// named is what a value in the area is called.
func (a area) named(key string) string {
	switch key {
	case "", "example", "examples", "x-example", "default", "defaultValue":
		return a.name
	}
	return key
}

// shortest is the length from which a text can hold anything that is looked for.
const shortest = 6

func (f *finder) value(n node, key string, a area) {
	text := n.Text()
	if len(text) < shortest {
		return
	}
	for at, t := range tokensIn(text) {
		f.found(token.ID, n, t.name, t.value, tokenStretch(text, at, t.value))
	}
	if prose[key] && !a.example {
		return
	}
	a = a.below(n, key)
	if f.urls && strings.Contains(text, "://") {
		f.addresses(n, text, a.example)
	}
	if !a.example && !a.standard && !f.file.Settings {
		if SecretName(key) && !Placeholder(text) && random(text, 16) { // a member of somebody's own
			f.found(secretValue.ID, n, "a secret", text, atEnd(n, text))
		}
		return
	}
	name := a.named(key)
	if f.file.Settings {
		name, text = setting(n, key, text)
	}
	f.secret(n, text, name, key, a)
	if a.example || a.standard {
		f.person(n, text, name)
	}
}

// found takes a value and where in the node's text it stands.
func (f *finder) found(rule string, n node, what, value string, s stretch) {
	if f.spans != nil {
		f.spans.inTree(f.file, n, rule, what, s)
		return
	}
	f.add(rule, hit{what: what, value: value, name: n.Key()}, func() checks.Place {
		line, column := f.file.Tree.Position(n.Offset())
		return checks.Place{File: f.file.Name, Pointer: n.Pointer(), Line: line, Column: column}
	})
}

// addresses looks at the web addresses in a text. This machine's own address
// is a usual example.
func (f *finder) addresses(n node, text string, example bool) {
	for at, url := range urlsIn(text) {
		for _, s := range f.secretsIn(url) {
			f.found(urlSecret.ID, n, s.name, s.value, s.shifted(at))
		}
		if host := hostOf(url); private(host) && !(example && isLocalHost(host)) {
			f.found(privateHost.ID, n, "the address of a private machine", host, hostStretch(url, host).shifted(at))
		}
	}
}

// secret looks at a value by the name it has.
func (f *finder) secret(n node, text, name, key string, a area) {
	if key == "clientId" || key == "clientSecret" { // rules of their own in properties
		return
	}
	switch {
	case SecretName(name) && !Placeholder(text) && random(text, 16):
		f.found(secretValue.ID, n, "a secret", text, atEnd(n, text))
	case !a.example && idName(name) && guid(strings.TrimSpace(text)) && !Placeholder(text):
		f.found(clientID.ID, n, "a real client ID", text, atEnd(n, text))
	}
}

// setting is the name and value of a member of apiProperties.json: of a
// "value" the name it belongs to, of a header that a policy sets its name.
func setting(n node, key, text string) (name, value string) {
	switch key {
	case "value", "default", "defaultValue":
		return nameOf(n), text
	case policyParameter + "value":
		name = n.Parent().Get(policyParameter + "name").Str()
		if kind, value, ok := strings.Cut(text, " "); ok && (kind == "Bearer" || kind == "Basic") {
			return "token", value
		}
		return name, text
	}
	return key, text
}

const policyParameter = "x-ms-apimTemplateParameter."

// person looks for what belongs to a person.
func (f *finder) person(n node, text, name string) {
	if strings.IndexByte(text, '@') > 0 {
		for _, address := range emailsIn(text) {
			f.found(email.ID, n, "the e-mail address of a person", address, stretchOf(n, address))
		}
		return
	}
	if realPhone(text) && phoneName(name) {
		f.found(phone.ID, n, "a phone number in use", text, atEnd(n, text))
	}
}
