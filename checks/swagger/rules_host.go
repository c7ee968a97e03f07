package swagger

import (
	"net/netip"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// host is the document's host in lower case; "" skips the rule.
func (pass *pass) host() (string, node) {
	n := pass.doc.Root.Get("host")
	host := strings.ToLower(strings.TrimSpace(n.Str()))
	if host == "" {
		pass.skip("there is no host")
	}
	return host, n
}

var hostNameNotValid = rule{
	Rule: checks.Rule{
		ID: "HostNameNotValid", Severity: checks.Error, Evidence: checks.Printed, Origin: checks.Validator,
		Meaning: "host is a host name, perhaps with a port, without scheme or path.",
		Wording: "The 'host' property, if present, must be a valid URI host without a scheme or path.",
		Fix:     "Write the bare name; the scheme goes into schemes, the path into basePath.",
		Source:  "5000.2.6.4; Fix Swagger Validator errors", Link: validatorPage,
		Bad:  `{"host": "https://invoices.contoso.example/v1"}`,
		Good: `{"host": "invoices.contoso.example"}`,
	},
	document: func(pass *pass) {
		if host, n := pass.host(); host != "" && strings.ContainsAny(n.Text(), `{}/\ `) {
			pass.report(n, "", nil, "%s has a scheme, a path, braces or blanks.", quote(n.Text()))
		}
	},
}

// testLabels are names of stages. A sandbox or demo host is right for a
// connector that is for it, and 28 published connectors have such hosts.
var testLabels = set("dev test tst stage staging stg uat qa sandbox preview preprod demo beta int")

var tunnels = []string{"ngrok", ".devtunnels.ms", ".trycloudflare.com", ".loca.lt", ".serveo.net"}

var hostNotProduction = rule{
	Rule: checks.Rule{
		ID: "HostNotProduction", Severity: checks.Warning, Origin: checks.Engineers,
		Meaning: "host is the production host: not localhost, no IP address, no tunnel, no test or staging name.",
		Wording: "the host must be a valid URI for production environment. Test or staging environments are not allowed.",
		Fix:     "Give the production host.",
		Source:  "asked for in 2 reviews",
		Bad:     `{"host": "staging.contoso.example"}`,
		Good:    `{"host": "invoices.contoso.example"}`,
	},
	document: func(pass *pass) {
		host, n := pass.host()
		if why := notProduction(host); why != "" {
			pass.reportf(n, "host %s: %s", why, quote(n.Text()))
		}
	},
}

func notProduction(host string) string {
	host = strings.TrimPrefix(strings.TrimPrefix(host, "https://"), "http://")
	name, port, _ := strings.Cut(host, ":")
	if strings.HasPrefix(host, "[") { // an IPv6 address
		name, port, _ = strings.Cut(host[1:], "]")
		port = strings.TrimPrefix(port, ":")
	}
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return "is this computer"
	}
	if _, err := netip.ParseAddr(name); err == nil {
		return "is an IP address"
	}
	for _, t := range tunnels {
		if strings.Contains(name, t) {
			return "is a tunnel"
		}
	}
	for label := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == '.' || r == '-' }) {
		if testLabels[label] {
			return "looks like a test system (" + label + ")"
		}
	}
	if port != "" && port != "443" {
		return "names a port"
	}
	return ""
}

// placeholderHosts are parts of hosts that belong to nobody's service. Names
// under .example are for documentation and pass.
var placeholderHosts = []string{"yourcompany", "your-company", "yourdomain", "your-domain", "yourinstance", "your-instance",
	"companyname", "example.com", "example.org", "example.net", "contoso.com", "fabrikam.com", "changeme"}

var hostPlaceholder = rule{
	Rule: checks.Rule{
		ID: "HostIsPlaceholder", Severity: checks.Warning, Origin: checks.Engineers,
		Meaning: "host is a real host, unless a policy sets the host at run time.",
		Fix:     "Give the production host, or set it from the connection with the policy template \"Set host URL\" (dynamichosturl) in apiProperties.json.",
		Source:  "asked for in 2 reviews",
		Bad:     `{"host": "yourcompany.contoso.example"}`,
		Good:    `{"host": "invoices.contoso.example"}`,
	},
	document: func(pass *pass) {
		host, n := pass.host()
		if pass.context.DynamicHost {
			pass.skip("a policy in apiProperties.json sets the host")
			return
		}
		for _, part := range placeholderHosts {
			if strings.Contains(host, part) {
				pass.reportf(n, "host is a placeholder: %s", quote(n.Text()))
				return
			}
		}
	},
}

var basePathNotValid = rule{
	Rule: checks.Rule{
		ID: "BasePathNotValid", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "basePath begins with a slash.",
		Wording: "The 'basePath' property, if present, must start with a '/' character.",
		Fix:     "Put a / before it.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  `{"basePath": "v1"}`,
		Good: `{"basePath": "/v1"}`,
	},
	document: func(pass *pass) {
		n := pass.doc.Root.Get("basePath")
		if !n.Is(jsontree.String) {
			pass.skip("there is no basePath")
			return
		}
		if !strings.HasPrefix(n.Text(), "/") {
			pass.report(n, "", nil, "It is %s here.", quote(n.Text()))
		}
	},
}

// schemes is the document's list; one that is not there skips the rule.
func (pass *pass) schemes() node {
	n := pass.doc.Root.Get("schemes")
	if !n.Is(jsontree.Array) {
		pass.skip("there are no schemes")
		return node{}
	}
	return n
}

var schemesArrayEmpty = rule{
	Rule: checks.Rule{
		ID: "SchemesArrayEmpty", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "schemes, if it is there, names a protocol.",
		Wording: "The 'schemes' array requires at least one value.",
		Fix:     `Write "schemes": ["https"].`,
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  `{"schemes": []}`,
		Good: `{"schemes": ["https"]}`,
	},
	document: func(pass *pass) {
		if n := pass.schemes(); n.OK() && n.Len() == 0 {
			pass.report(n, "", nil, "The list is empty here.")
		}
	},
}

var schemeNotValid = rule{
	Rule: checks.Rule{
		ID: "SchemeNotValid", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "schemes holds only https or http.",
		Wording: "The 'schemes' property must only contain transfer protocols from the list: {0}.",
		Fix:     `Write "schemes": ["https"].`,
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  `{"schemes": ["https", "ftp"]}`,
		Good: `{"schemes": ["https"]}`,
	},
	document: func(pass *pass) {
		for c := range pass.schemes().Children() {
			switch c.Str() {
			case "https", "http", "ws", "wss":
			default:
				pass.report(c, c.Text(), values{"http, https"}, "%s is not in the list.", quote(c.Text()))
			}
		}
	},
}

var schemeNotSupported = rule{
	Rule: checks.Rule{
		ID: "SchemeNotSupported", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "schemes names no WebSocket protocol.",
		Wording: "The WebSocket transfer protocol schemes are not supported.",
		Fix:     `Write "schemes": ["https"].`,
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  `{"schemes": ["https", "wss"]}`,
		Good: `{"schemes": ["https"]}`,
	},
	document: func(pass *pass) {
		for c := range pass.schemes().Children() {
			if c.Str() == "ws" || c.Str() == "wss" {
				pass.report(c, c.Text(), nil, "%s is one.", quote(c.Text()))
			}
		}
	},
}

// schemesWithoutHTTPS: 18 published connectors, so no error.
var schemesWithoutHTTPS = rule{
	Rule: checks.Rule{
		ID: "SchemesNotOnlyHttps", Severity: checks.Warning, Evidence: checks.Policy, Origin: checks.Documentation,
		Meaning: "The connector speaks https and nothing else.",
		Fix:     `Write "schemes": ["https"].`,
		Source:  "5000.3.1.6; Certification submission", Link: submissionPage,
		Bad:  `{"schemes": ["http", "https"]}`,
		Good: `{"schemes": ["https"]}`,
	},
	document: func(pass *pass) {
		for c := range pass.schemes().Children() {
			if c.Str() == "http" {
				pass.reportf(c, "http is not encrypted, use https only")
			}
		}
	},
}
