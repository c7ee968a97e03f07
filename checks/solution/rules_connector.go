package solution

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"

	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/icon"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/text"
)

// connectors are all connectors in the package, those of both solutions.
func (s *subject) connectors() []*Connector {
	var all []*Connector
	for _, one := range s.Solutions {
		all = append(all, one.Connectors...)
	}
	return all
}

// each runs a rule on every connector in the package.
func (s *subject) each(say *say, judge func(*Connector)) {
	if !s.needsConnector(say) {
		return
	}
	for _, c := range s.connectors() {
		judge(c)
	}
}

// missing tells whether a part has no file; that of one that is named is the
// matter of SolutionFilesDisagree.
func (c *Connector) missing(say *say, p Part, element string) bool {
	switch {
	case p.Element == nil || p.Path == "":
		say.at(c.at(), "the connector %s names no %s file", jsontree.Quote(c.Name), element)
		return true
	case p.File == nil:
		say.unknown(element + " is not in the solution, see SolutionFilesDisagree")
		return true
	}
	return false
}

var definition = rule{"P23", stop, stop, checks.Rule{
	ID: "SolutionDefinition", Origin: checks.Documentation, Evidence: checks.Policy,
	Meaning: "The connector has one definition, which is JSON and says swagger: \"2.0\".",
	Fix:     "Mend the connector's definition in the portal, then export again.",
	Source:  "5000.1.1.3, 5000.2.6.3", Link: policyPage,
	Bad: `{"openapi": "3.0.1"}`, Good: `{"swagger": "2.0"}`,
}, func(s *subject, say *say) {
	s.each(say, func(c *Connector) {
		p := c.Definition
		if c.missing(say, p, definitionElement) || !p.wellFormed(say, jsontree.Object) {
			return
		}
		if v := p.root().Get("swagger"); v.Str() != "2.0" {
			say.at(p.at(v), "the definition is not OpenAPI 2.0: swagger is %s", jsontree.Quote(v.Text()))
		}
	})
}}

var parameters = rule{"P24", stop, stop, checks.Rule{
	ID: "SolutionConnectionParameters", Origin: checks.Practice, Evidence: checks.Policy,
	Meaning: "The connector has a file of connection parameters, a JSON object; {} means no authentication.",
	Fix:     exportAgain,
	Source:  "5000.1.1.10", Link: policyPage,
	Bad: `[]`, Good: `{}`,
}, func(s *subject, say *say) {
	s.each(say, func(c *Connector) {
		if c.Sets.Element != nil && c.Parameters.Path == "" {
			return // several ways to sign in stand in a file of their own
		}
		if !c.missing(say, c.Parameters, parametersElement) {
			c.Parameters.wellFormed(say, jsontree.Object)
		}
	})
}}

var policies = rule{"P25", warn, warn, checks.Rule{
	ID: "SolutionPolicies", Origin: checks.Practice, Evidence: checks.Policy,
	Meaning: "The connector has a file of policy templates: null, [] or a list. Empty is fine.",
	Fix:     exportAgain,
	Source:  "5000.1.1.17", Link: policyPage,
	Bad: `""`, Good: `null`,
}, func(s *subject, say *say) {
	s.each(say, func(c *Connector) {
		if !c.missing(say, c.Policies, policiesElement) {
			c.Policies.wellFormed(say, jsontree.Array, jsontree.Null)
		}
	})
}}

var scriptClass = text.Pattern(`class\s+Script\s*:\s*(\w+\s*\.\s*)*ScriptBase`)

var customCode = rule{"P26", stop, stop, checks.Rule{
	ID: "SolutionScript", Origin: checks.Practice, Evidence: checks.Policy,
	Meaning: "Custom code is named whole or not at all: scriptoperations, customcodeblobcontent and the .csx file belong together. A class that is not Script : ScriptBase is a warning.",
	Fix:     exportAgain,
	Source:  "5000.1.1.17", Link: policyPage,
	Bad: "Connector/phub_parcelhub_customcodeblobcontent.csx, and no <customcodeblobcontent>", Good: "the file, <customcodeblobcontent> and <scriptoperations>",
}, func(s *subject, say *say) {
	s.each(say, func(c *Connector) {
		operations := c.Operations.Element != nil && !oneOf(c.Operations.Element.Text, "", "[]", "null")
		switch p := c.Script; {
		case p.Path == "" && c.unnamedScript() != nil:
			say.at(c.Solution.Archive.inside(c.unnamedScript().Name), "custom code is in %s, and the XML does not name it (customcodeblobcontent)", c.Solution.name())
		case p.Path == "" && operations:
			say.at(c.Solution.Customizations.at(c.Operations.Element), "scriptoperations names operations, and there is no custom code (customcodeblobcontent)")
		case p.Path == "":
		case c.Operations.Element == nil:
			say.at(c.Solution.Customizations.at(p.Element), "there is custom code, and no scriptoperations beside it")
		case p.ok() && !scriptClass().Match(p.File.Data):
			say.as(warn, checks.Place{File: p.File.Name}, "the custom code has no class Script : ScriptBase")
			say.fix("Call the class Script and let it inherit from ScriptBase.")
		}
	})
}}

// unnamedScript is a .csx file that belongs to the connector by its name.
func (c *Connector) unnamedScript() *Entry {
	for _, e := range c.Solution.filesOf("Connector") {
		if hasExt(e.Name, ".csx") && strings.HasPrefix(strings.ToLower(base(e.Name)), strings.ToLower(c.Name)) {
			return e
		}
	}
	return nil
}

func oneOf(s string, all ...string) bool {
	for _, a := range all {
		if strings.EqualFold(strings.TrimSpace(s), a) {
			return true
		}
	}
	return false
}

var connectorName = rule{"P27", warn, warn, checks.Rule{
	ID: "SolutionConnectorName", Origin: checks.Practice,
	Meaning: "The connector's name begins with the publisher's prefix, and its files with its name. A default publisher's prefix (new, cr…) works and cannot be changed later.",
	Fix:     "Make the connector inside a solution of your own publisher, then export again.",
	Source:  "22 certified packages", Link: filesPage,
	Bad: "new_parcelhub", Good: "phub_parcelhub",
}, func(s *subject, say *say) {
	s.each(say, func(c *Connector) {
		place := c.Solution.Customizations.at(c.element.Child("name"))
		prefix, _, ok := Decoded(c.Name)
		own := c.Solution.Prefix
		switch {
		case !ok:
			say.at(place, "the connector's name, %s, is not a prefix and an encoded name", jsontree.Quote(c.Name))
		case own != "" && !strings.EqualFold(prefix, own):
			say.at(place, "the connector's prefix is %s, the publisher's %s", jsontree.Quote(prefix), jsontree.Quote(own))
		case defaultPrefix(prefix):
			say.as(inform, place, "%s was made under the default publisher; works, looks unfinished, cannot be renamed later", jsontree.Quote(c.Name))
		}
		for _, p := range []Part{c.Definition, c.Parameters, c.Policies, c.Script, c.Icon} {
			if name := base(p.Path); p.Path != "" && !strings.HasPrefix(strings.ToLower(name), strings.ToLower(c.Name)+"_") {
				say.at(c.Solution.Customizations.at(p.Element), "%s does not begin with %s_", clean(name), clean(c.Name))
			}
		}
	})
}}

// defaultPrefix tells whether a prefix is one that an environment makes: new, or
// cr and three to five letters and digits with a digit among them.
func defaultPrefix(prefix string) bool {
	low := strings.ToLower(prefix)
	return low == "new" || strings.HasPrefix(low, "cr") && len(low) >= 5 && len(low) <= 7 && strings.ContainsAny(low, "0123456789")
}

// Sizes that policies state.
const (
	minSide = 100
	maxSide = 230
	maxIcon = 1 << 20
)

// picture ends a rule where there is no icon to be looked at.
func (s *subject) picture(say *say) (*Connector, *checks.File) {
	if !s.needsConnector(say) {
		return nil, nil
	}
	if !s.main.Icon.ok() {
		say.unknown("there is no icon in the solution, see SolutionIcon")
		return nil, nil
	}
	return s.main, s.main.Icon.File
}

var iconFile = rule{"P28", stop, warn, checks.Rule{
	ID: "SolutionIcon", Origin: checks.Documentation, Evidence: checks.Policy,
	Meaning: "The solution holds the connector's icon: a PNG, square, 100 to 230 pixels, at most 1 MB.",
	Wording: "package should contain an icon",
	Fix:     "Upload the icon on the connector's General tab, then export again.",
	Source:  "5000.1.1.1, 5000.2.1.2, 5000.2.1.3, 5000.2.1.4", Link: policyPage,
	Bad: "512×512 pixels", Good: "230×230 pixels",
}, func(s *subject, say *say) {
	if !s.needsConnector(say) || s.main.missing(say, s.main.Icon, iconElement) {
		return
	}
	f := s.main.Icon.File
	place := checks.Place{File: f.Name}
	if f.Err != "" {
		say.at(place, "the icon %s", f.Err)
		return
	}
	m, err := icon.Measure(f.Data)
	switch {
	case !bytes.HasPrefix(f.Data, []byte("\x89PNG\r\n\x1a\n")):
		say.at(place, "the icon is not a PNG")
	case m.Width == 0:
		say.at(place, "the icon %s", err)
	case m.Width != m.Height:
		say.at(place, "the icon is %d×%d pixels, not square", m.Width, m.Height)
	case m.Width < minSide || m.Width > maxSide:
		say.at(place, "the icon is %d×%d pixels; %d to %d square is the rule", m.Width, m.Height, minSide, maxSide)
	case err != nil:
		say.at(place, "the icon %s", err)
	}
	if len(f.Data) > maxIcon {
		say.at(place, "the icon weighs %d bytes, %d (1 MB) allowed", len(f.Data), maxIcon)
	}
}}

var iconTransparent = rule{"P29", stop, off, checks.Rule{
	ID: "SolutionIconTransparent", Origin: checks.Documentation, Evidence: checks.Policy,
	Meaning: "No pixel of the icon can be seen through.",
	Fix:     "Lay the icon on the brand colour, upload it on the General tab, then export again.",
	Source:  "5000.2.1.5", Link: policyPage,
	Bad: "a logo on a transparent background", Good: "a logo on the brand colour",
}, func(s *subject, say *say) {
	_, f := s.picture(say)
	if f == nil {
		return
	}
	if part, err := icon.SeeThrough(f.Data); err == nil && part > 0 {
		say.at(checks.Place{File: f.Name}, "%d %% of the icon is see-through", max(1, int(part*100+0.5)))
	}
}}

// mark tells a picture by its size and the ends of its SHA-256.
type mark struct {
	bytes       int
	first, last string
}

// portalIcon is the icon that the portal gives to connectors without one.
var portalIcon = mark{2895, "c7f7acddc510", "65c244"}

func (m mark) is(data []byte) bool {
	if len(data) != m.bytes {
		return false
	}
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	return strings.HasPrefix(hash, m.first) && strings.HasSuffix(hash, m.last)
}

var iconDefault = rule{"P30", stop, inform, checks.Rule{
	ID: "SolutionIconDefault", Origin: checks.Practice, Evidence: checks.Policy,
	Meaning: "The icon is not the one that Power Apps gives to every connector. Most independent publishers' packages hold it.",
	Wording: "package should contain an icon",
	Fix:     "Upload your icon on the connector's General tab, then export again.",
	Source:  "5000.1.1.1", Link: policyPage,
	Bad: "Power Apps' own icon, 2,895 bytes", Good: "the product's logo on its brand colour",
}, func(s *subject, say *say) {
	if _, f := s.picture(say); f != nil && portalIcon.is(f.Data) {
		say.at(checks.Place{File: f.Name}, "the solution still holds Power Apps' default icon")
	}
}}

// cornerTolerance is how far the icon's corners may be from the brand colour.
const cornerTolerance = 8

var brandColor = rule{"P31", stop, inform, checks.Rule{
	ID: "SolutionBrandColor", Origin: checks.Documentation, Evidence: checks.Policy,
	Meaning: "The brand colour in the solution is #rrggbb, neither white nor the default #007ee5. One that is nearly white, that is not the icon's background or not that of apiProperties.json is a warning.",
	Fix:     "Set the icon background colour on the connector's General tab, then export again.",
	Source:  "5000.2.1.1", Link: policyPage,
	Bad: "<iconbrandcolor>#007ee5</iconbrandcolor>", Good: "<iconbrandcolor>#0b5fa5</iconbrandcolor>",
}, func(s *subject, say *say) {
	if !s.needsConnector(say) {
		return
	}
	color := strings.ToLower(strings.TrimSpace(s.main.Color))
	place := s.main.Solution.Customizations.at(s.main.element.Child("iconbrandcolor"))
	if place.Line == 0 {
		place = s.main.at()
	}
	rgb, ok := icon.Color(color)
	switch {
	case color == "":
		say.at(place, "there is no brand colour (iconbrandcolor)")
	case !ok:
		say.at(place, "brand colour %s is not of the form #rrggbb", jsontree.Quote(s.main.Color))
	case color == "#ffffff":
		say.at(place, "brand colour is white, #ffffff")
	case color == "#007ee5":
		say.at(place, "brand colour is the default #007ee5")
	case min(rgb[0], rgb[1], rgb[2]) >= 0xf0:
		say.as(warn, place, "brand colour %s is nearly white", color)
	}
	if !ok {
		return
	}
	s.otherColors(say, place, color)
}}

// otherColors holds the brand colour against the icon's and the folder's.
func (s *subject) otherColors(say *say, place checks.Place, color string) {
	if s.main.Icon.ok() {
		m, err := icon.Measure(s.main.Icon.File.Data)
		if err == nil && icon.Distance(m.Background, color) <= 255 && icon.Distance(m.Background, color) > cornerTolerance {
			say.as(warn, place, "brand colour is %s, the icon's corners are %s", color, m.Background)
		}
	}
	for _, f := range s.settings() {
		if theirs := strings.ToLower(f.BrandColor); theirs != "" && icon.Distance(theirs, color) > 0 {
			say.as(warn, place, "brand colour is %s here and %s in %s", color, clean(theirs), clean(f.Name))
		}
	}
}

var twoConnectors = rule{"P32", stop, stop, checks.Rule{
	ID: "SolutionConnectorTwice", Origin: checks.Practice, Evidence: checks.Policy,
	Meaning: "Each solution holds one connector: Partner Center reads the first by name. Two in the connector's solution are an error, in another one a warning.",
	Wording: "Looks like this is not an OAuth connector. Kindly uncheck the box to proceed further.",
	Fix:     "Remove the stray connector from the solution, then export again.",
	Source:  "5000.1.1.8", Link: policyPage,
	Bad: "new_parcelhub, new_parcelhub-20-2D-201", Good: "phub_parcelhub",
}, func(s *subject, say *say) {
	if !s.needsXML(say) {
		return
	}
	for _, one := range s.Solutions {
		if len(one.Connectors) < 2 {
			continue
		}
		l := warn
		if one.workflows == nil {
			l = stop
		}
		first, list := one.Connectors[0].Name, []string{}
		for _, c := range one.Connectors {
			first = min(first, c.Name)
			list = append(list, c.Name)
		}
		say.as(l, one.Connectors[1].at(), "%d connectors (%s); Partner Center reads %s first", len(list), clean(strings.Join(list, ", ")), jsontree.Quote(first))
	}
}}
