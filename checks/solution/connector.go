package solution

import (
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/swagger"
)

// Connector is a custom connector in a solution.
type Connector struct {
	Solution                     *Solution
	ID, Name, DisplayName, Color string

	Definition, Parameters, Policies, Script, Icon Part
	Operations                                     Part // what the script is for, no file
	Sets                                           Part // connectionparametersets

	element *Element
	read    *swagger.Document // the definition, nil when it could not be read
}

// Part is one of a connector's files, as the XML names it.
type Part struct {
	Element *Element // nil when the XML does not name it
	Path    string   // "/Connector/phub_parcelhub_openapidefinition.json"
	File    *checks.File
	Tree    *jsontree.Tree // of a JSON file that was read
}

// ok tells whether the part is there and could be read.
func (p Part) ok() bool { return p.File != nil && p.File.Err == "" }

// root is the JSON's value.
func (p Part) root() jsontree.Node { return p.Tree.Root() }

// at is a place in the part's file.
func (p Part) at(n jsontree.Node) checks.Place {
	place := checks.Place{}
	if p.File != nil {
		place.File = p.File.Name
	}
	if p.Tree != nil && n.OK() {
		place.Pointer = n.Pointer()
		place.Line, place.Column = p.Tree.Position(n.KeyOffset())
	}
	return place
}

// Names of a connector's elements; each names a file that ends in it.
const (
	definitionElement = "openapidefinition"
	parametersElement = "connectionparameters"
	setsElement       = "connectionparametersets"
	policiesElement   = "policytemplateinstances"
	scriptElement     = "customcodeblobcontent"
	iconElement       = "iconblob"
	operationsElement = "scriptoperations"
)

func (r *reader) connector(s *Solution, e *Element) *Connector {
	c := &Connector{
		Solution: s, element: e,
		ID: guid(e.Value("connectorid")), Name: e.Value("name"), DisplayName: e.Value("displayname"), Color: e.Value("iconbrandcolor"),
	}
	c.Definition = r.part(c, definitionElement)
	switch d := &c.Definition; {
	case d.ok() && len(d.File.Data) > maxDefinition:
		r.fault(checks.Place{File: d.File.Name}, "the definition has %d MB, and up to %d are looked into; a connector's may have 1", len(d.File.Data)>>20, maxDefinition>>20)
	case d.ok() && r.spend(d.File) == "":
		c.read = swagger.Read(d.File.Name, d.File.Data)
		d.Tree = c.read.Tree
	}
	c.Parameters = r.json(c, parametersElement)
	c.Sets = r.json(c, setsElement)
	c.Policies = r.json(c, policiesElement)
	c.Script = r.part(c, scriptElement)
	c.Icon = r.part(c, iconElement)
	c.Operations = Part{Element: e.Child(operationsElement)}
	return c
}

// part reads a file that a connector names.
func (r *reader) part(c *Connector, name string) Part {
	e := c.element.Child(name)
	if e == nil || e.Text == "" {
		return Part{Element: e}
	}
	p := Part{Element: e, Path: e.Text}
	if entry := c.Solution.in(p.Path); entry != nil {
		p.File = r.file(c.Solution.Archive, entry)
	}
	return p
}

func (r *reader) json(c *Connector, name string) Part {
	p := r.part(c, name)
	if p.ok() && r.spend(p.File) == "" {
		p.Tree = jsontree.Parse(p.File.Data)
	}
	return p
}

// at is the place of the connector in customizations.xml.
func (c *Connector) at() checks.Place { return c.Solution.Customizations.at(c.element) }

// document is the connector's definition, nil when it could not be read.
func (c *Connector) document() *swagger.Document {
	if c == nil {
		return nil
	}
	return c.read
}

// multiAuth tells whether the connector has several ways to sign in.
func (c *Connector) multiAuth() bool {
	if c.Sets.Element == nil || c.Sets.Element.Text == "" {
		return false
	}
	root := c.Sets.root()
	return !c.Sets.ok() || root.Kind() == jsontree.Object && root.Len() > 0 || root.Kind() == jsontree.Array && root.Len() > 0
}

// oAuth is the connection parameter by which the connector signs in with OAuth,
// the zero Node when it does not.
func (c *Connector) oAuth() (Part, jsontree.Node) {
	for p := range c.Parameters.root().Children() {
		if strings.EqualFold(p.Get("type").Str(), "oauthSetting") {
			return c.Parameters, p
		}
	}
	for set := range c.Sets.root().Get("values").Children() {
		for p := range set.Get("parameters").Children() {
			if strings.EqualFold(p.Get("type").Str(), "oauthSetting") {
				return c.Sets, p
			}
		}
	}
	return Part{}, jsontree.Node{}
}

// OAuth tells whether the connector signs in with OAuth.
func (c *Connector) OAuth() bool { _, p := c.oAuth(); return p.OK() }

// policies are the connector's policy templates.
func (c *Connector) dynamicHost() bool {
	for p := range c.Policies.root().Children() {
		if strings.EqualFold(p.Get("templateId").Str(), "dynamichosturl") {
			return true
		}
	}
	return false
}

// Decoded is a connector's name as people gave it: Dataverse writes what is no
// letter or digit as a hyphen and its code. It is false for what is no such name.
func Decoded(name string) (prefix, plain string, ok bool) {
	prefix, rest, found := strings.Cut(name, "_")
	if !found || prefix == "" || rest == "" {
		return "", "", false
	}
	var b strings.Builder
	for i := 0; i < len(rest); i++ {
		if rest[i] != '-' {
			b.WriteByte(rest[i])
			continue
		}
		if i+3 > len(rest) {
			return prefix, rest, false
		}
		code, err := strconv.ParseUint(rest[i+1:i+3], 16, 8)
		if err != nil {
			return prefix, rest, false
		}
		b.WriteByte(byte(code))
		i += 2
	}
	return prefix, b.String(), true
}

// Encoded is the reverse: "Parcelhub Pro" is "parcelhub-20pro".
func Encoded(plain string) string {
	var b strings.Builder
	for _, c := range []byte(strings.ToLower(plain)) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteByte(c)
			continue
		}
		b.WriteString("-" + strings.ToUpper(strconv.FormatUint(uint64(c)|0x100, 16)[1:]))
	}
	return b.String()
}

// apiName is the encoded name by which the runtime knows a connector, without
// what the environment adds at its end. Some names write the underscore after
// their prefix as _5F.
func apiName(name string) string {
	low := strings.ReplaceAll(strings.ToLower(name), "_5f", "_")
	return "shared_" + strings.ReplaceAll(low, "_", "-5f")
}
