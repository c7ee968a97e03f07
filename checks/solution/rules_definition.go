package solution

import (
	"net/netip"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/change"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/swagger"
	"github.com/certwiz/certwiz/checks/text"
)

// needsDefinition ends a rule where the definition could not be read.
func (s *subject) needsDefinition(say *say) *swagger.Document {
	if !s.needsConnector(say) {
		return nil
	}
	doc := s.main.document()
	if doc == nil || doc.Tree.Damaged() {
		say.unknown("the definition could not be read, see SolutionDefinition")
		return nil
	}
	return doc
}

// node is a place in the main connector's definition.
func (s *subject) node(n jsontree.Node) checks.Place { return s.main.Definition.placed(n) }

// placed is at for a node of any tree made of the part's bytes.
func (p Part) placed(n jsontree.Node) checks.Place {
	if p.Tree == nil || !n.OK() {
		return p.at(jsontree.Node{})
	}
	place := checks.Place{File: p.File.Name, Pointer: n.Pointer()}
	place.Line, place.Column = p.Tree.Position(n.KeyOffset())
	return place
}

// taken are findings of the swagger room that a rule here makes its own.
type taken struct{ rule, pointer string }

var ownTitle = []taken{{"FieldLengthExceeded", "/info/title"}, {"ValueContainsRestrictedWords", "/info/title"}, {"TitleContainsProductName", "/info/title"}, {"ValueMustEndWithAlphanumeric", "/info/title"}}
var ownDescription = []taken{{"FieldLengthNotInRange", "/info/description"}, {"FieldLengthExceeded", "/info/description"}, {"ValueContainsRestrictedWords", "/info/description"}}
var ownHost = []taken{{"HostNotProduction", "/host"}}

// takes tells whether a finding of the engine is said by a rule of this room.
func takes(f checks.Finding, all []taken) bool {
	for _, t := range all {
		if f.Rule == t.rule && f.Place.Pointer == t.pointer {
			return true
		}
	}
	return false
}

// from reports what the engine says as the rule's own.
func (s *subject) from(say *say, all []taken) {
	for _, f := range s.engine.Findings {
		if takes(f, all) {
			say.at(f.Place, "%s", f.Message)
			say.fix(f.Fix)
		}
	}
}

var metadata = rule{"P44", stop, stop, checks.Rule{
	ID: "PackageMetadata", Origin: checks.Validator, Evidence: checks.Printed,
	Meaning: "The definition in the package has x-ms-connector-metadata with Website, Privacy policy and Categories.",
	Wording: "The required property 'x-ms-connector-metadata' is missing in 'Connector/<name>_openapidefinition.json'. Please validate.",
	Fix:     "Add it to the connector's definition in the portal (it is not enough in the repository), then export again.",
	Source:  "5000.3.1.3, 5000.3.1.5; PR 4202", Link: policyPage,
	Bad: `{"swagger": "2.0"}`, Good: `{"x-ms-connector-metadata": [{"propertyName": "Website", "propertyValue": "https://contoso.example"}, {"propertyName": "Privacy policy", "propertyValue": "https://contoso.example/privacy"}, {"propertyName": "Categories", "propertyValue": "Data"}]}`,
}, func(s *subject, say *say) {
	doc := s.needsDefinition(say)
	if doc == nil {
		return
	}
	list := doc.Root.Get("x-ms-connector-metadata")
	if list.Len() == 0 {
		say.at(s.main.Definition.at(jsontree.Node{}), "the definition in the package has no x-ms-connector-metadata")
		return
	}
	for _, want := range []string{"Website", "Privacy policy", "Categories"} {
		found := false
		for m := range list.Children() {
			found = found || strings.EqualFold(strings.TrimSpace(m.Get("propertyName").Str()), want) && strings.TrimSpace(m.Get("propertyValue").Text()) != ""
		}
		if !found {
			say.at(s.node(list), "x-ms-connector-metadata has no %s", want)
		}
	}
}}

var host = rule{"P45", stop, stop, checks.Rule{
	ID: "PackageHost", Origin: checks.Documentation, Evidence: checks.Policy,
	Meaning: "The host is the production host: not this computer, no IP address, no tunnel, no name with dev, test, staging or sandbox. A host of azurewebsites.net is a warning; with a dynamichosturl policy the host may be a placeholder.",
	Fix:     "Give the production host in the connector, then export again.",
	Source:  "5000.2.6.4", Link: policyPage,
	Bad: `{"host": "api-dev.contoso.example"}`, Good: `{"host": "api.contoso.example"}`,
}, func(s *subject, say *say) {
	doc := s.needsDefinition(say)
	if doc == nil {
		return
	}
	n := doc.Root.Get("host")
	name, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(n.Str())), ":")
	switch {
	case s.main.dynamicHost():
		say.skip("a policy sets the host at run time")
	case testHost(name) != "":
		say.at(s.node(n), "host %s %s", jsontree.Quote(n.Text()), testHost(name))
	case strings.HasSuffix(name, ".azurewebsites.net"):
		say.as(warn, s.node(n), "host %s is a default name of Azure's; reviewers ask for one of your own", jsontree.Quote(n.Text()))
	}
}}

// testHost says why a host is none of production, "" when it may be. The name
// that is registered itself may be anything, as in dev.to.
func testHost(name string) string {
	if name == "localhost" {
		return "is this computer"
	}
	if _, err := netip.ParseAddr(name); err == nil {
		return "is an IP address"
	}
	if strings.Contains(name, "ngrok") {
		return "is a tunnel"
	}
	labels := strings.Split(name, ".")
	for _, label := range labels[:max(0, len(labels)-2)] {
		for word := range strings.SplitSeq(label, "-") {
			if oneOf(word, "dev", "test", "staging", "sandbox") {
				return "looks like a test system (" + word + ")"
			}
		}
	}
	return ""
}

// connectionParameters are the main connector's, with those of its sets.
func (s *subject) connectionParameters(visit func(Part, jsontree.Node)) {
	for p := range s.main.Parameters.root().Children() {
		visit(s.main.Parameters, p)
	}
	for set := range s.main.Sets.root().Get("values").Children() {
		for p := range set.Get("parameters").Children() {
			visit(s.main.Sets, p)
		}
	}
}

var constraints = rule{"P46", stop, stop, checks.Rule{
	ID: "PackageConstraintNotText", Origin: checks.Engineers, Evidence: checks.Policy,
	Meaning: "In uiDefinition.constraints, required and hidden are the texts \"true\" and \"false\"; clearText is true or false.",
	Fix:     "Write it in quotes in the connector, then export again.",
	Source:  "5000.2.6.2", Link: policyPage,
	Bad: `"constraints": {"hidden": false}`, Good: `"constraints": {"hidden": "false"}`,
}, func(s *subject, say *say) {
	if !s.needsConnector(say) {
		return
	}
	s.connectionParameters(func(part Part, p jsontree.Node) {
		for _, name := range []string{"required", "hidden"} {
			if v := p.Get("uiDefinition").Get("constraints").Get(name); v.Is(jsontree.Bool) {
				say.at(part.at(v), "%s is %s; the service wants %q", name, v.Text(), v.Text())
			}
		}
	})
}}

const independentSuffix = " (Independent Publisher)"

var title = rule{"P47", stop, stop, checks.Rule{
	ID: "PackageTitle", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "The title in the package has at most 30 characters, none of the reserved words, and ends in a letter or digit. \" (Independent Publisher)\" is not counted.",
	Wording: "Title cannot contain the reserved words (API,Connector, Power Apps, etc)",
	Fix:     "Change the title in the connector's definition, then export again.",
	Source:  "5000.2.2.1, 5000.2.2.2, 5000.2.2.3; PR 4202", Link: policyPage,
	Bad: `{"info": {"title": "Contoso Invoices API"}}`, Good: `{"info": {"title": "Contoso Invoices"}}`,
}, func(s *subject, say *say) {
	doc := s.needsDefinition(say)
	if doc == nil {
		return
	}
	list := ownTitle
	if t := doc.Root.Get("info").Get("title").Str(); strings.HasSuffix(t, independentSuffix) && len([]rune(strings.TrimSuffix(t, independentSuffix))) <= 30 {
		list = list[1:]
	}
	s.from(say, list)
}}

var description = rule{"P48", stop, stop, checks.Rule{
	ID: "PackageDescription", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "The description in the package has 30 to 500 characters and names no product of Microsoft's. A web address in it or in an operation's description is a warning.",
	Fix:     "Change the description in the connector's definition, then export again.",
	Source:  "5000.2.3.4, 5000.2.3.5, 5000.2.3.6", Link: policyPage,
	Bad: `{"info": {"description": "Invoices."}}`, Good: `{"info": {"description": "Reads and writes the invoices of a Contoso account."}}`,
}, func(s *subject, say *say) {
	doc := s.needsDefinition(say)
	if doc == nil {
		return
	}
	s.from(say, ownDescription)
	for _, f := range s.engine.Findings {
		if f.Rule == "DescriptionContainsUrl" {
			say.as(warn, f.Place, "%s", f.Message)
			say.fix(f.Fix)
		}
	}
}}

var contact = rule{"P49", stop, warn, checks.Rule{
	ID: "PackageContact", Origin: checks.Documentation, Evidence: checks.Policy,
	Meaning: "The definition in the package names an e-mail address for support (info.contact.email).",
	Fix:     "Add it to the connector's definition, then export again.",
	Source:  "5000.3.1.4", Link: policyPage,
	Bad: `{"info": {"contact": {"name": "Contoso"}}}`, Good: `{"info": {"contact": {"name": "Contoso", "email": "support@contoso.example"}}}`,
}, func(s *subject, say *say) {
	doc := s.needsDefinition(say)
	if doc == nil {
		return
	}
	mail := strings.TrimSpace(doc.Root.Get("info").Get("contact").Get("email").Str())
	name, domain, _ := strings.Cut(mail, "@")
	place := s.node(doc.Root.Get("info"))
	switch {
	case mail == "":
		say.at(place, "the definition in the package names no support e-mail (info.contact.email)")
	case name == "" || !strings.Contains(domain, ".") || strings.ContainsAny(mail, " <>"):
		say.at(place, "the support e-mail %s is no address", jsontree.Quote(mail))
	case oneOf(domain, "gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com"):
		say.as(inform, place, "the support e-mail is a personal address")
	}
}}

var parameterTexts = rule{"P50", stop, stop, checks.Rule{
	ID: "PackageParameterTexts", Origin: checks.Documentation, Evidence: checks.Policy,
	Meaning: "Every connection parameter that users see has a uiDefinition with a description. The one that signs in with OAuth does without.",
	Fix:     "Add the description in the connector, then export again.",
	Source:  "5000.2.6.9, 5000.2.6.10", Link: policyPage,
	Bad: `{"api_key": {"type": "securestring"}}`, Good: `{"api_key": {"type": "securestring", "uiDefinition": {"displayName": "API key", "description": "The key of your account."}}}`,
}, func(s *subject, say *say) {
	if !s.needsConnector(say) {
		return
	}
	oauth := s.main.OAuth()
	s.connectionParameters(func(part Part, p jsontree.Node) {
		ui := p.Get("uiDefinition")
		switch {
		case !p.Is(jsontree.Object), strings.EqualFold(p.Get("type").Str(), "oauthSetting"), oauth && strings.HasPrefix(p.Key(), "token:"), ui.Get("constraints").Get("hidden").Text() == "true":
		case ui.Len() == 0:
			say.at(part.at(p), "the connection parameter %s has no uiDefinition", jsontree.Quote(p.Key()))
		case strings.TrimSpace(ui.Get("description").Str()) == "":
			say.at(part.at(ui), "the uiDefinition of %s has no description", jsontree.Quote(p.Key()))
		}
	})
}}

var plainHTTP = rule{"P51", stop, stop, checks.Rule{
	ID: "PackageHttp", Origin: checks.Documentation, Evidence: checks.Policy,
	Meaning: "The connector speaks HTTPS only: its schemes, its sign-in and its metadata hold no http:// address. One elsewhere, in a text or an example, is a warning.",
	Fix:     "Write https:// in the connector, then export again.",
	Source:  "5000.3.1.6", Link: policyPage,
	Bad: `{"schemes": ["http"]}`, Good: `{"schemes": ["https"]}`,
}, func(s *subject, say *say) {
	doc := s.needsDefinition(say)
	if doc == nil {
		return
	}
	schemes := doc.Root.Get("schemes")
	for n := range schemes.Children() {
		if strings.EqualFold(n.Str(), "http") {
			l := warn // certified connectors offer http beside https
			if schemes.Len() == 1 {
				l = stop
			}
			say.as(l, s.node(n), "the connector's schemes hold http")
		}
	}
	var walk func(n jsontree.Node, place func(jsontree.Node) checks.Place, l level, depth int)
	walk = func(n jsontree.Node, place func(jsontree.Node) checks.Place, l level, depth int) {
		for c := range n.Children() {
			switch {
			case c.Key() == "$schema" || c.Key() == "namespace" || depth > jsontree.MaxDepth:
			case c.Is(jsontree.String) && strings.Contains(strings.ToLower(c.Str()), "http://"):
				say.as(l, place(c), "holds an address with http://: %s", jsontree.Quote(c.Text()))
			case c.Len() > 0:
				walk(c, place, l, depth+1)
			}
		}
	}
	walk(doc.Root.Get("securityDefinitions"), s.node, stop, 0)
	s.connectionParameters(func(part Part, p jsontree.Node) {
		walk(p.Get("oAuthSettings"), part.at, stop, 0)
	})
	for _, member := range []string{"info", "paths", "definitions", "parameters", "responses", "x-ms-connector-metadata"} {
		walk(doc.Root.Get(member), s.node, warn, 0)
	}
}}

var stale = rule{"P52", warn, warn, checks.Rule{
	ID: "PackageDefinitionStale", Origin: checks.Practice,
	Meaning: "The definition in the package is the folder's and the merged commit's; what the portal adds is not counted.",
	Fix:     "Update the connector from apiDefinition.swagger.json, publish all customizations, then export again.",
	Source:  "13 of 20 certified packages", Link: filesPage,
	Bad: "GetParcel in apiDefinition.swagger.json, not in the package", Good: "the same operations in both",
}, func(s *subject, say *say) {
	if len(s.others()) == 0 {
		say.skip("the connector's folder is not at hand")
		return
	}
	doc := s.needsDefinition(say)
	if doc == nil {
		return
	}
	for _, a := range s.others() {
		if a.Swagger == nil || a.Swagger.Err != "" {
			continue
		}
		file := swagger.Read(a.Swagger.Name, a.Swagger.Data)
		if file.Tree.Damaged() {
			continue
		}
		changed, info := differences(doc, file)
		where := "your file"
		if a == s.Merged {
			where = "the merged commit"
		}
		switch {
		case len(changed) > 0:
			list := strings.Join(changed[:min(5, len(changed))], ", ")
			say.at(s.main.Definition.at(jsontree.Node{}), "the export is not %s: %s: %s", where, text.Count(len(changed), "operation differs", "operations differ"), clean(list))
		case info:
			say.at(s.main.Definition.at(jsontree.Node{}), "the export is not %s: the operations are the same, other parts differ", where)
		}
	}
}}

var settingsDiffer = rule{"P53", warn, warn, checks.Rule{
	ID: "PackageSettingsDiffer", Origin: checks.Practice, Evidence: checks.Policy,
	Meaning: "The connection parameters and policies in the package are those of apiProperties.json.",
	Fix:     "Update the connector from apiProperties.json, publish all customizations, then export again.",
	Source:  "5000.1.1.16", Link: policyPage,
	Bad: "api_key in apiProperties.json, {} in the package", Good: "the same parameters in both",
}, func(s *subject, say *say) {
	if len(s.others()) == 0 {
		say.skip("the connector's folder is not at hand")
		return
	}
	if !s.needsConnector(say) {
		return
	}
	for _, d := range s.settings() {
		for _, pair := range []struct {
			member, what string
			part         Part
		}{{"connectionParameters", "connection parameters", s.main.Parameters}, {"policyTemplateInstances", "policies", s.main.Policies}} {
			theirs := d.Properties.Get(pair.member)
			same := nothing(theirs) && nothing(pair.part.root()) || !theirs.OK() && nothing(pair.part.root())
			if pair.part.Tree != nil && !same && canonical(theirs) != canonical(pair.part.root()) {
				say.at(pair.part.at(jsontree.Node{}), "the %s in the package are not those of %s", pair.what, clean(d.Name))
			}
		}
	}
}}

// version is the connector as a version to be compared.
func (c *Connector) version() change.Version {
	return connector.Read(connector.Artifacts{Swagger: c.Definition.File, Properties: c.properties()}).Version()
}

// properties are the connector's settings in the form of apiProperties.json.
func (c *Connector) properties() *checks.File {
	text := `{"properties": {"connectionParameters": ` + orNothing(c.Parameters, "{}") + `, "policyTemplateInstances": ` + orNothing(c.Policies, "[]") + `}}`
	return &checks.File{Name: c.Solution.name(), Data: []byte(text)}
}

func orNothing(p Part, nothing string) string {
	if p.Tree == nil || p.Tree.Damaged() || p.root().Is(jsontree.Null) {
		return nothing
	}
	return string(p.File.Data)
}

// signInRules are rules of the room change about ways to sign in.
var signInRules = []string{"AuthenticationMethodRemoved", "ConnectionParametersRemoved", "ConnectionParameterChanged", "SecurityDefinitionRemoved"}

// otherSignIn are those of them that make another connector of it.
var otherSignIn = []string{"AuthenticationMethodRemoved", "ConnectionParametersRemoved"}

// changes reports what the room change says, of these rules or of all others.
func (s *subject) changes(say *say, signIn bool) {
	if s.Earlier == nil {
		say.skip("no certified version is at hand to compare with")
		return
	}
	if s.needsDefinition(say) == nil {
		return
	}
	for _, f := range change.Judge(*s.Earlier, s.main.version()).Findings {
		if oneOf(f.Rule, signInRules...) != signIn {
			continue
		}
		l := warn
		if f.Severity >= checks.Warning && (change.Printed(f) || oneOf(f.Rule, otherSignIn...)) {
			l = stop
		}
		place := f.Place
		if place.File == "" || place.File == s.main.Solution.name() {
			place = s.main.Parameters.at(jsontree.Node{})
		}
		say.as(l, place, "%s", f.Message)
		say.fix(f.Fix)
	}
}

var signInChanged = rule{"P54", stop, stop, checks.Rule{
	ID: "PackageSignInChanged", Origin: checks.Documentation,
	Meaning: "An update signs in as the last certified version does.",
	Fix:     "Keep the way to sign in; another one is another connector.",
	Source:  "update of a certified connector", Link: filesPage,
	Bad: "an API key before, OAuth now", Good: "an API key before and now",
}, func(s *subject, say *say) { s.changes(say, true) }}

var breaks = rule{"P55", stop, stop, checks.Rule{
	ID: "PackageBreaks", Origin: checks.Documentation,
	Meaning: "An update breaks no flow that uses the last certified version.",
	Fix:     "Keep the operation and add a new version of it.",
	Source:  "update of a certified connector", Link: filesPage,
	Bad: "GetParcel before, gone now", Good: "GetParcel before and now, GetParcel_V2 beside it",
}, func(s *subject, say *say) { s.changes(say, false) }}

var redirect = rule{"P56", stop, warn, checks.Rule{
	ID: "PackageRedirect", Origin: checks.Engineers,
	Meaning: "An OAuth connector has the redirect mode GlobalPerConnector, and its redirect URL ends in the connector's own name. Another mode is a warning.",
	Fix:     "Set redirectMode to GlobalPerConnector, register the redirect URL with the service, then export again.",
	Source:  "reviews; a publisher's export", Link: filesPage,
	Bad: `"redirectMode": "Global"`, Good: `"redirectMode": "GlobalPerConnector"`,
}, func(s *subject, say *say) {
	if !s.needsConnector(say) {
		return
	}
	part, p := s.main.oAuth()
	if !p.OK() {
		say.skip("the connector does not sign in with OAuth")
		return
	}
	settings := p.Get("oAuthSettings")
	mode := settings.Get("redirectMode")
	if !strings.EqualFold(mode.Str(), "GlobalPerConnector") {
		say.as(warn, part.at(settings), "redirectMode is %s, GlobalPerConnector is asked for", jsontree.Quote(mode.Text()))
		return
	}
	url := settings.Get("redirectUrl")
	if at := strings.Index(url.Str(), "/redirect/"); at >= 0 {
		suffix := "shared_" + url.Str()[at+len("/redirect/"):]
		if s.main.Name != "" && !strings.HasPrefix(strings.ToLower(suffix), apiName(s.main.Name)) {
			say.at(part.at(url), "the redirect URL ends in the name of another connector: %s", jsontree.Quote(url.Text()))
		}
	}
}}

var oAuthIndependent = rule{"P57", off, stop, checks.Rule{
	ID: "PackageOAuthIndependent", Origin: checks.Engineers,
	Meaning: "An independent publisher's connector does not sign in with OAuth: it is not supported now. Where each user brings an application of their own it is a warning: such a connector was certified in April 2026.",
	Wording: "Please provide the Client ID and Secret for this connector",
	Fix:     "Sign in with an API key, or let the owner of the service submit the connector.",
	Source:  "PR 3835, 3965", Link: filesPage,
	Bad: `"type": "oauthSetting"`, Good: `"type": "securestring"`,
}, func(s *subject, say *say) {
	if !s.needsConnector(say) {
		return
	}
	part, p := s.main.oAuth()
	switch {
	case !p.OK():
	case ownApplications(p):
		say.as(warn, part.at(p), "OAuth with an application of each user's own: OAuth is not supported for independent publishers now, yet one such connector was certified")
	default:
		say.at(part.at(p), "OAuth is not supported for independent publishers now")
	}
}}

// ownApplications tells whether users give the client ID of an application of
// their own, so that nobody has to hand over the publisher's.
func ownApplications(oAuth jsontree.Node) bool {
	prefix := strings.ToLower(oAuth.Key()) + ":"
	for c := range oAuth.Parent().Children() {
		if low := strings.ToLower(c.Key()); strings.HasPrefix(low, prefix) && strings.Contains(low, "client") {
			return true
		}
	}
	return false
}

var mcp = rule{"P60", inform, inform, checks.Rule{
	ID: "PackageMcp", Origin: checks.Documentation,
	Meaning: "An MCP server goes into another offer since 31 October 2026.",
	Fix:     "Submit it as Microsoft 365 and Copilot App or Agent; intro.md, icon, privacy and support links can be kept. Updates of a certified MCP connector: ask Microsoft.",
	Source:  "page mcp-certification of 25 September 2026", Link: "https://learn.microsoft.com/en-us/connectors/custom-connectors/mcp-certification",
	Bad: `"x-ms-agentic-protocol": "mcp-streamable-1.0"`, Good: "operations of a REST service",
}, func(s *subject, say *say) {
	doc := s.needsDefinition(say)
	if doc == nil {
		return
	}
	for _, o := range doc.Operations {
		if protocol := o.Get("x-ms-agentic-protocol"); protocol.OK() {
			say.at(s.node(protocol), "%s is an MCP server: since 31 October 2026 it goes into the other offer", jsontree.Quote(o.ID))
		}
	}
}}
