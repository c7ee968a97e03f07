package properties

import (
	"strings"
	"unicode"

	"github.com/certwiz/certwiz/checks"
)

var colorMissing = checks.Rule{
	ID: "IconBrandColorMissing", Severity: checks.Error, Origin: checks.Validator,
	Meaning: "iconBrandColor is there.",
	Wording: "Required properties are missing from object: iconBrandColor.",
	Fix:     "Add the background colour of the icon, such as \"#1f6feb\"; independent publishers write \"#da3b01\".",
	Source:  "apiProperties schema; 5000.2.1.1", Link: submissionPage,
	Bad:  `{"properties": {"iconBrandColor": ""}}`,
	Good: `{"properties": {"iconBrandColor": "#1f6feb"}}`,
}

func (j judge) colorMissing(r *checks.Reporter) {
	if j.BrandColor == "" {
		j.lacks(r, j.Properties, "Required properties are missing from object: iconBrandColor. It is missing or empty")
	}
}

var colorNotHex = checks.Rule{
	ID: "IconBrandColorNotHex", Severity: checks.Error, Origin: checks.Validator,
	Meaning: "iconBrandColor is # and six hexadecimal digits.",
	Wording: "connector-validate-hexadecimalbrandcolor",
	Fix:     "Write the colour as \"#1f6feb\".",
	Source:  "5000.2.1.1", Link: policyPage,
	Bad:  `{"properties": {"iconBrandColor": "blue"}}`,
	Good: `{"properties": {"iconBrandColor": "#1f6feb"}}`,
}

func (j judge) colorNotHex(r *checks.Reporter) {
	n := j.color(r)
	if n.OK() && !isColor(n.Str()) {
		r.Report(j.place(n), "invalid brand color (5000.2.1.1): %s is no colour such as `#1f6feb`", quote(n.Text()))
	}
}

// isColor reports whether a text is # and six hexadecimal digits.
func isColor(s string) bool {
	if len(s) != 7 || s[0] != '#' {
		return false
	}
	return strings.Trim(s[1:], "0123456789abcdefABCDEF") == ""
}

// color is the colour's node; one that is missing skips the rule.
func (j judge) color(r *checks.Reporter) node {
	if j.BrandColor == "" {
		r.Skip("there is no iconBrandColor")
		return node{}
	}
	return j.Properties.Get("iconBrandColor")
}

// independentColor is the brand colour of all independent publishers.
const independentColor = "#da3b01"

// Four published connectors have one of the two.
var colorForbidden = checks.Rule{
	ID: "IconBrandColorForbidden", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation,
	Meaning: "A verified publisher's iconBrandColor is neither white (#ffffff) nor the default blue (#007ee5).",
	Wording: "Invalid brand colors are #007ee5 and #ffffff",
	Fix:     "Use the background colour of the icon.",
	Source:  "Certification submission; 5000.2.1.1", Link: submissionPage,
	Bad:  `{"properties": {"iconBrandColor": "#FFFFFF"}}`,
	Good: `{"properties": {"iconBrandColor": "#1f6feb"}}`,
}

func (j judge) colorForbidden(r *checks.Reporter) {
	n := j.color(r)
	if j.Independent {
		r.Skip("an independent publisher's colour is " + independentColor)
		return
	}
	switch strings.ToLower(j.BrandColor) {
	case "#ffffff":
		r.Report(j.place(n), "Invalid brand colors are #007ee5 and #ffffff; iconBrandColor is white: %s", quote(j.BrandColor))
	case "#007ee5":
		r.Report(j.place(n), "Invalid brand colors are #007ee5 and #ffffff; iconBrandColor is the default blue: %s", quote(j.BrandColor))
	}
}

var colorIndependent = checks.Rule{
	ID: "IconBrandColorNotIndependent", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation,
	Meaning: "An independent publisher's iconBrandColor is #da3b01.",
	Wording: "the iconBrandColor for independent connectors must be `#da3b01`",
	Fix:     "Write \"iconBrandColor\": \"#da3b01\".",
	Source:  "Certification submission; 5000.2.1.1; asked for in 3 reviews", Link: submissionPage,
	Bad:  `{"properties": {"iconBrandColor": "#1f6feb"}}`,
	Good: `{"properties": {"iconBrandColor": "#da3b01"}}`,
}

func (j judge) colorIndependent(r *checks.Reporter) {
	n := j.color(r)
	if !j.Independent {
		r.Skip("the publisher is verified")
		return
	}
	if n.OK() && !strings.EqualFold(j.BrandColor, independentColor) {
		r.Report(j.place(n), "iconBrandColor is %s, independent publishers use `%s`", quote(j.BrandColor), independentColor)
	}
}

var colorReserved = checks.Rule{
	ID: "IconBrandColorReserved", Severity: checks.Warning, Origin: checks.Documentation,
	Meaning: "A verified publisher does not use #da3b01, the colour of independent publishers.",
	Fix:     "Use the background colour of the icon.",
	Source:  "Certification submission", Link: submissionPage,
	Bad:  `{"properties": {"iconBrandColor": "#da3b01"}}`,
	Good: `{"properties": {"iconBrandColor": "#1f6feb"}}`,
}

func (j judge) colorReserved(r *checks.Reporter) {
	n := j.color(r)
	if j.Independent {
		r.Skip("the publisher is independent")
		return
	}
	if n.OK() && strings.EqualFold(j.BrandColor, independentColor) {
		r.Report(j.place(n), "iconBrandColor %s is the colour of independent publishers", quote(j.BrandColor))
	}
}

var capabilitiesMissing = checks.Rule{
	ID: "CapabilitiesMissing", Severity: checks.Advice, Origin: checks.Documentation,
	Meaning: "capabilities is there, if only as an empty list.",
	Fix:     "Add \"capabilities\": [].",
	Source:  "connector template", Link: submissionPage,
	Bad:  `{"properties": {"capabilities": null}}`,
	Good: `{"properties": {"capabilities": []}}`,
}

func (j judge) capabilitiesMissing(r *checks.Reporter) {
	if n := j.Properties.Get("capabilities"); !n.OK() || n.Text() == "null" {
		j.lacks(r, j.Properties, "capabilities is missing")
	}
}

// Documented as required, but 54 of 1,014 published connectors lack it, so it
// does not hold anybody up.
var publisherMissing = checks.Rule{
	ID: "PublisherMissing", Severity: checks.Warning, Origin: checks.Documentation,
	Meaning: "publisher names who publishes the connector.",
	Wording: "Please add `publisher` and `stackOwner` properties",
	Fix:     "Add \"publisher\" with the organisation's name.",
	Source:  "Certification submission", Link: submissionPage,
	Bad:  `{"properties": {"publisher": ""}}`,
	Good: `{"properties": {"publisher": "Contoso Ltd"}}`,
}

func (j judge) publisherMissing(r *checks.Reporter) {
	if j.Publisher == "" {
		j.lacks(r, j.Properties, "publisher is missing or empty")
	}
}

// Documented as required and asked for in 10 reviews, but 77 of 1,014
// published connectors lack it, 23 of the 509 changed since 2023.
var stackOwnerMissing = checks.Rule{
	ID: "StackOwnerMissing", Severity: checks.Warning, Origin: checks.Documentation,
	Meaning: "stackOwner names who owns the service behind the connector.",
	Wording: "The stackOwner property is missing which is a required property",
	Fix:     "Add \"stackOwner\"; it may be the same as publisher.",
	Source:  "Certification submission; asked for in 10 reviews", Link: submissionPage,
	Bad:  `{"properties": {"stackOwner": ""}}`,
	Good: `{"properties": {"stackOwner": "Contoso Ltd"}}`,
}

func (j judge) stackOwnerMissing(r *checks.Reporter) {
	if j.StackOwner == "" {
		j.lacks(r, j.Properties, "The stackOwner property is missing which is a required property (it is absent or empty)")
	}
}

var publisherPlaceholder = checks.Rule{
	ID: "PublisherIsPlaceholder", Severity: checks.Error, Origin: checks.Engineers,
	Meaning: "publisher and stackOwner are names and no text left over from the template.",
	Fix:     "Write the organisation's name.",
	Source:  "connector template", Link: submissionPage,
	Bad:  `{"properties": {"publisher": "Full name or name of company or organization."}}`,
	Good: `{"properties": {"publisher": "Contoso Ltd"}}`,
}

func (j judge) publisherPlaceholder(r *checks.Reporter) {
	for _, name := range []string{"publisher", "stackOwner"} {
		n := j.Properties.Get(name)
		low := strings.ToLower(n.Str())
		if strings.Contains(low, "name of company") || low == "your name" || low == "publisher name" || low == "your company" {
			r.Report(j.place(n), "%s is the template's text: %s", name, quote(n.Text()))
		}
	}
}

// 38 of 1,014 published connectors, nearly all of independent publishers whose
// own name has such a letter.
var publisherCharacters = checks.Rule{
	ID: "PublisherCharacters", Severity: checks.Warning, Origin: checks.Engineers,
	Meaning: "publisher and stackOwner are written in ASCII: letters, digits and plain punctuation. A person's name, of an independent publisher, has its own letters.",
	Wording: "we don't allow any special characters",
	Fix:     "Write the name without accents and symbols, as \"Contoso Sarl\".",
	Source:  "Certification submission; PR 2266", Link: submissionPage,
	Bad:  `{"properties": {"publisher": "Contoso Sàrl"}}`,
	Good: `{"properties": {"publisher": "Contoso Sarl"}}`,
}

func (j judge) publisherCharacters(r *checks.Reporter) {
	for _, name := range []string{"publisher", "stackOwner"} {
		n := j.Properties.Get(name)
		for _, letter := range n.Str() {
			if letter > '~' && !(j.Independent && (unicode.IsLetter(letter) || unicode.IsMark(letter))) {
				r.Report(j.place(n), "%s holds the special character %s: %s", name, quote(string(letter)), quote(n.Text()))
				break
			}
		}
	}
}
