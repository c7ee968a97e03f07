// Package properties judges apiProperties.json: the connector's brand colour,
// who publishes it, and how its users sign in. It also says how they do, which
// decides what the certification form asks for. Secrets that were left in the
// file are found by the room leaks, but for the client ID and client secret,
// for which engineers ask by name.
package properties

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/shape"
)

type node = jsontree.Node

// Document is a file as it was read. Fields are empty where the file is silent.
type Document struct {
	Name       string // the file's name, for places
	Tree       *jsontree.Tree
	Properties jsontree.Node // the member "properties"

	BrandColor, Publisher, StackOwner string
	Parameters                        []Parameter
	Auth                              []Auth
	// AuthKnown is false when the file says nothing reliable about signing in.
	AuthKnown bool
	// DynamicHost says a policy sets the host at run time.
	DynamicHost bool
}

// Context is what the rest of the connector says about the file.
type Context struct {
	Independent bool
	HasScript   bool // there is a script.csx
	// Operation tells whether the definition has an operation of that ID; nil
	// when the definition could not be read.
	Operation func(id string) bool
}

// Parameter is one connection parameter.
type Parameter struct {
	jsontree.Node
	Set  string // the connectionParameterSets entry it belongs to, "" without sets
	Name string
	Type string        // "securestring", "oauthSetting", ...
	UI   jsontree.Node // its uiDefinition
}

// Read parses a file. It never fails: Judge says what is wrong with it.
func Read(name string, data []byte) *Document {
	d := &Document{Name: name, Tree: jsontree.Parse(data)}
	d.Properties = d.Tree.Root().Get("properties")
	if !d.Properties.Is(jsontree.Object) {
		d.Properties = node{}
		return d
	}
	d.BrandColor = strings.TrimSpace(d.Properties.Get("iconBrandColor").Str())
	d.Publisher = strings.TrimSpace(d.Properties.Get("publisher").Str())
	d.StackOwner = strings.TrimSpace(d.Properties.Get("stackOwner").Str())
	d.parameters("", d.Properties.Get("connectionParameters"))
	for set := range d.sets().Children() {
		d.parameters(set.Get("name").Str(), set.Get("parameters"))
	}
	for p := range d.policies().Children() {
		if strings.EqualFold(p.Get("templateId").Str(), "dynamichosturl") {
			d.DynamicHost = true
		}
	}
	d.Auth = d.auth()
	d.AuthKnown = !d.Tree.Damaged()
	return d
}

func (d *Document) sets() node { return d.Properties.Get("connectionParameterSets").Get("values") }

func (d *Document) policies() node { return d.Properties.Get("policyTemplateInstances") }

func (d *Document) parameters(set string, list node) {
	for c := range list.Children() {
		if list.Is(jsontree.Object) && c.Is(jsontree.Object) {
			d.Parameters = append(d.Parameters, Parameter{Node: c, Set: set, Name: c.Key(), Type: c.Get("type").Str(), UI: c.Get("uiDefinition")})
		}
	}
}

// Judge runs all rules.
func (d *Document) Judge(c Context) checks.Report { return checks.Run(d.table(c)) }

// Rules lists the descriptions of all rules.
func Rules() []checks.Rule { return checks.Rules(Read("", nil).table(Context{})) }

func (d *Document) table(c Context) []checks.Check {
	j := judge{Document: d, Context: c}
	faults := d.faults()
	all := []checks.Check{
		{Rule: jsonNotValid, Judge: j.jsonNotValid},
		{Rule: jsonNotStrict, Judge: j.jsonNotStrict},
		{Rule: jsonDuplicateKey, Judge: j.jsonDuplicateKey},
		{Rule: propertiesMissing, Judge: j.propertiesMissing},
		{Rule: outsideProperties, Judge: j.ifPresent(j.outsideProperties)},
		{Rule: unknownProperty, Judge: j.shaped(faults, shape.Unknown, j.unknown)},
		{Rule: typeNotValid, Judge: j.shaped(faults, shape.Mistyped, j.mistyped)},
		{Rule: valueNotInEnum, Judge: j.shaped(faults, shape.NotInEnum, j.notInEnum)},
		{Rule: requiredMissing, Judge: j.shaped(faults, shape.Lacking, j.lacking)},
		{Rule: colorMissing, Judge: j.ifPresent(j.colorMissing)},
		{Rule: colorNotHex, Judge: j.ifPresent(j.colorNotHex)},
		{Rule: colorForbidden, Judge: j.ifPresent(j.colorForbidden)},
		{Rule: colorIndependent, Judge: j.ifPresent(j.colorIndependent)},
		{Rule: colorReserved, Judge: j.ifPresent(j.colorReserved)},
		{Rule: capabilitiesMissing, Judge: j.ifPresent(j.capabilitiesMissing)},
		{Rule: publisherMissing, Judge: j.ifPresent(j.publisherMissing)},
		{Rule: publisherPlaceholder, Judge: j.ifPresent(j.publisherPlaceholder)},
		{Rule: publisherCharacters, Judge: j.ifPresent(j.publisherCharacters)},
		{Rule: stackOwnerMissing, Judge: j.ifPresent(j.stackOwnerMissing)},
		{Rule: noAuthentication, Judge: j.ifPresent(j.noAuthentication)},
		{Rule: parameterName, Judge: j.ifPresent(j.parameterName)},
		{Rule: parameterType, Judge: j.ifPresent(j.parameterType)},
		{Rule: parameterTexts, Judge: j.ifPresent(j.parameterTexts)},
		{Rule: constraintType, Judge: j.ifPresent(j.constraintType)},
		{Rule: tenantTexts, Judge: j.ifPresent(j.tenantTexts)},
		{Rule: notSecure, Judge: j.ifPresent(j.notSecure)},
		{Rule: clientID, Judge: j.ifPresent(j.clientID)},
		{Rule: clientSecret, Judge: j.ifPresent(j.clientSecret)},
		{Rule: identityProvider, Judge: j.ifPresent(j.identityProvider)},
		{Rule: independentOAuth, Judge: j.ifPresent(j.independentOAuth)},
		{Rule: scopesEmpty, Judge: j.ifPresent(j.scopesEmpty)},
		{Rule: customParameterEmpty, Judge: j.ifPresent(j.customParameterEmpty)},
		{Rule: redirectMode, Judge: j.ifPresent(j.redirectMode)},
		{Rule: redirectURL, Judge: j.ifPresent(j.redirectURL)},
		{Rule: policyTemplate, Judge: j.ifPresent(j.policyTemplate)},
		{Rule: policyParameter, Judge: j.ifPresent(j.policyParameter)},
		{Rule: policyOperation, Judge: j.ifPresent(j.policyOperation)},
		{Rule: policyConnection, Judge: j.ifPresent(j.policyConnection)},
		{Rule: scriptOperation, Judge: j.ifPresent(j.scriptOperation)},
		{Rule: scriptMissing, Judge: j.ifPresent(j.scriptMissing)},
		{Rule: scriptEverywhere, Judge: j.ifPresent(j.scriptEverywhere)},
		{Rule: setsInSchema, Judge: j.ifPresent(j.setsInSchema)},
		{Rule: setIncomplete, Judge: j.ifPresent(j.setIncomplete)},
	}
	for i := range all {
		all[i].Rule.Subject = checks.SubjectProperties
	}
	return all
}

// judge is a document with what is known around it; its methods are the rules.
type judge struct {
	*Document
	Context
}

// ifPresent runs a rule that needs the file's properties. On a damaged file it
// reports what it finds and never says that it passed.
func (j judge) ifPresent(rule func(*checks.Reporter)) func(*checks.Reporter) {
	return func(r *checks.Reporter) {
		if !j.Properties.OK() {
			r.Unknown("the file has no readable properties")
			return
		}
		rule(r)
		if j.Tree.Damaged() && r.Last() == nil {
			r.Unknown("only part of the file could be read")
		}
	}
}

// lacks reports something that is not there; in a damaged file it may be there
// all the same, so nothing is claimed.
func (j judge) lacks(r *checks.Reporter, n node, format string, args ...any) {
	if !j.Tree.Damaged() {
		r.Report(j.place(n), format, args...)
	}
}

// place is where a finding about a node points: at the name of an object or
// list, at the value of anything else.
func (d *Document) place(n node) checks.Place {
	offset := n.Offset()
	if n.Is(jsontree.Object) || n.Is(jsontree.Array) {
		offset = n.KeyOffset()
	}
	p := d.placeAt(offset)
	p.Pointer = n.Pointer()
	return p
}

func (d *Document) placeAt(offset int) checks.Place {
	line, column := d.Tree.Position(offset)
	return checks.Place{File: d.Name, Line: line, Column: column}
}

// printed reports what Microsoft's validator prints: its sentence, what it is
// about, and the path in the validator's own writing, so that its line can be
// searched for.
func (j judge) printed(r *checks.Reporter, n node, sentence, format string, args ...any) {
	r.Report(j.place(n), "%s %s; path: '%s'", sentence, fmt.Sprintf(format, args...), valuePath(n))
}

// valuePath is a node's path as the pipeline prints it. The pipeline hands the
// file to its validator in a list, hence the [0].
func valuePath(n node) string {
	up := n.Parent()
	switch key := n.Key(); {
	case !up.OK():
		return "[0]"
	case up.Is(jsontree.Array):
		return fmt.Sprintf("%s[%d]", valuePath(up), n.Index())
	case strings.ContainsAny(key, ". '/\"[]()\t\r\n"):
		return fmt.Sprintf("%s[%s]", valuePath(up), "'"+shorten(key)+"'")
	default:
		return valuePath(up) + "." + shorten(key)
	}
}

// shorten is a member name for a message, without the backticks of quote.
func shorten(key string) string { return strings.Trim(quote(key), "`") }

func quote(s string) string { return jsontree.Quote(s) }
