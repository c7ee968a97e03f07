package swagger

import (
	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/text"
)

// notificationURLs counts the properties of an operation's body that are
// marked as the address of a notification, $ref followed.
func (d *Document) notificationURLs(o *Operation) int {
	if o.bodyParameter == nil {
		return 0
	}
	return d.measured(o.bodyParameter.Def.Get("schema")).urls
}

var notificationContent = rule{
	Rule: checks.Rule{
		ID: "OperationMustHaveNotificationContentExtension", Severity: checks.Error, Evidence: checks.Printed,
		Meaning: "The path of a webhook trigger says with x-ms-notification-content what is sent; within the operation it does not count.",
		Wording: "The operation '{0}' is missing notification content extension as it has '{1}' properties marked as notification URL.",
		Fix:     "Add x-ms-notification-content with a schema to the path, beside the method.",
		Bad:     webhookExample("", webhookURL),
		Good:    webhookExample(webhookContent, webhookURL),
	},
	operation: func(pass *pass, o *Operation) {
		if o.Item.Webhook {
			return
		}
		if n := pass.doc.notificationURLs(o); n > 0 && pass.intact() {
			pass.report(o.Item.Node, o.name(), values{o.name(), text.Thousands(n)}, "x-ms-notification-content belongs to the path %s.", quote(o.Item.Path))
		}
	},
}

var notificationURLMissing = rule{
	Rule: checks.Rule{
		ID: "WebhookOperationsMissingNotificationUrlProperty", Severity: checks.Error,
		Meaning: "A webhook trigger hands the service an address in its body.",
		Wording: "The webhook operation '{0}' is missing notification URL property.",
		Fix:     `Mark the property for the address with "x-ms-notification-url": true.`,
		Bad:     webhookExample(webhookContent, `"type": "string", "x-ms-visibility": "internal"`),
		Good:    webhookExample(webhookContent, webhookURL),
	},
	operation: func(pass *pass, o *Operation) {
		if o.Trigger && o.Item.Webhook && o.Method != "get" && pass.doc.notificationURLs(o) == 0 && pass.intact() {
			pass.report(o.Node, "", values{o.name()}, "No property of its body has x-ms-notification-url.")
		}
	},
}

var notificationURLPosition = rule{
	Rule: checks.Rule{
		ID: "NotificationUrlNotAllowedInThisPosition", Severity: checks.Error,
		Meaning: "The address of a notification is part of a body.",
		Wording: "The notification URL property is not allowed in this position. It is allowed only in input body.",
		Fix:     "Remove x-ms-notification-url here.",
		Bad:     schemaExample(`"type": "object", "properties": {"url": {"type": "string", "x-ms-notification-url": true}}`),
		Good:    webhookExample(webhookContent, webhookURL),
	},
	members: "x-ms-notification-url",
	member: func(pass *pass, s *Schema, n node) {
		// A definition that nobody uses is neither.
		if n.True() && (s.Where == InResponse || s.Where == InParameter) {
			pass.report(n, "", nil, "%s is not part of a body.", quote(s.name()))
		}
	},
}

var notificationURLInternal = rule{
	Rule: checks.Rule{
		ID: "NotificationUrlNotInternal", Severity: checks.Error,
		Meaning: "Users don't see the address of a notification.",
		Wording: "The notification URL property itself or at least one of its parents must be internal.",
		Fix:     `Add "x-ms-visibility": "internal".`,
		Bad:     webhookExample(webhookContent, `"type": "string", "x-ms-notification-url": true`),
		Good:    webhookExample(webhookContent, webhookURL),
	},
	members: "x-ms-notification-url",
	member: func(pass *pass, s *Schema, n node) {
		if !n.True() || s.Where != InBody || s.withheld() {
			return // of a definition the parents are not known
		}
		// The outermost schema may be that of an internal parameter.
		if internal(s.top().Node.Parent()) {
			return
		}
		pass.report(n, "", nil, "%s is visible.", quote(s.name()))
	},
}

// Whether the parents count too was seen nowhere; only the property itself and
// the objects around it within the body are looked at.
var notificationURLRequired = rule{
	Rule: checks.Rule{
		ID: "NotificationUrlNotRequired", Severity: checks.Warning,
		Meaning: "The address of a notification is required, and so is everything around it.",
		Wording: "The notification URL property must be required all the way through the schema chain.",
		Fix:     "List the property under required of the schema around it.",
		Bad:     webhookBody(webhookContent, webhookURL, ``),
		Good:    webhookExample(webhookContent, webhookURL),
	},
	members: "x-ms-notification-url",
	member: func(pass *pass, s *Schema, n node) {
		if !n.True() || !s.input(pass.doc) {
			return
		}
		for at := s; at != nil; at = at.Parent {
			if at.Property != "" && !at.needed() {
				pass.report(n, "", nil, "%s is not listed under required.", quote(at.Property))
				return
			}
		}
	},
}

var notificationURLString = rule{
	Rule: checks.Rule{
		ID: "NotificationUrlNotString", Severity: checks.Error,
		Meaning: "The address of a notification is text.",
		Wording: "The notification URL property must be of type string.",
		Fix:     `Write "type": "string".`,
		Bad:     webhookExample(webhookContent, `"type": "integer", "x-ms-notification-url": true, "x-ms-visibility": "internal"`),
		Good:    webhookExample(webhookContent, webhookURL),
	},
	members: "x-ms-notification-url",
	member: func(pass *pass, s *Schema, n node) {
		if n.True() && s.Type != "string" && !s.Ref.OK() {
			pass.report(n, s.Type, nil, "%s is %s.", quote(s.name()), s.kind())
		}
	},
}

// notification is the operation that an operation's x-ms-notification names.
func (pass *pass) notification(o *Operation) (n node, target *Operation) {
	if !o.notification.OK() {
		return node{}, nil
	}
	return o.notification, pass.doc.byID[o.notification.Get("operationId").Str()]
}

var notificationTrigger = rule{
	Rule: checks.Rule{
		ID: "NotificationExtensionSupportedForTriggerOnly", Severity: checks.Error,
		Meaning: "x-ms-notification stands on triggers only.",
		Wording: "The 'x-ms-notification' is supported for trigger operations only.",
		Fix:     "Remove x-ms-notification, or add x-ms-trigger.",
		Bad:     fetchExample(``, ``),
		Good:    fetchExample(`"x-ms-trigger": "batch", `, ``),
	},
	operation: func(pass *pass, o *Operation) {
		if n, _ := pass.notification(o); n.OK() && !o.Trigger && pass.intact() {
			pass.report(n, "", nil, "%s is no trigger.", quote(o.name()))
		}
	},
}

var notificationOnWebhook = rule{
	Rule: checks.Rule{
		ID: "NotificationExtensionNotSupportedInWebhookOperation", Severity: checks.Error,
		Meaning: "A webhook trigger does not point at another one.",
		Wording: "The 'x-ms-notification' extension must not be defined in a webhook operation.",
		Fix:     "Remove x-ms-notification here; it belongs to the operation that fetches.",
		Bad:     webhookNotified,
		Good:    fetchExample(`"x-ms-trigger": "batch", `, ``),
	},
	operation: func(pass *pass, o *Operation) {
		if n, _ := pass.notification(o); n.OK() && o.Item.Webhook && pass.doc.notificationURLs(o) > 0 {
			pass.report(n, "", nil, "%s is a webhook operation.", quote(o.name()))
		}
	},
}

var notificationTarget = rule{
	Rule: checks.Rule{
		ID: "NotificationOperationMustBeWebhook", Severity: checks.Error,
		Meaning: "x-ms-notification names a webhook operation.",
		Wording: "The 'operationId' property in 'x-ms-notification' extension must be for a webhook operation.",
		Fix:     "Name the operation that subscribes, whose path has x-ms-notification-content.",
		Bad:     fetchExample(`"x-ms-trigger": "batch", `, `ListInvoices`),
		Good:    fetchExample(`"x-ms-trigger": "batch", `, ``),
	},
	operation: func(pass *pass, o *Operation) {
		n, target := pass.notification(o)
		if target != nil && !target.Item.Webhook && pass.doc.notificationURLs(target) == 0 && pass.intact() {
			pass.report(n.Get("operationId"), "", nil, "%s is none.", quote(target.ID))
		}
	},
}

// Published connectors have GET operations with bodies, so only the operation
// that an x-ms-notification stands on is one that fetches.
var fetchBody = rule{
	Rule: checks.Rule{
		ID: "BodyOrFormDataParameterInFetchOperationNotAllowed", Severity: checks.Warning,
		Meaning: "A trigger that fetches has no body and no form data.",
		Wording: "Body or form data parameters are not supported in a fetch operation.",
		Fix:     "Hand over the values in the query.",
		Bad:     fetchExample(`"x-ms-trigger": "batch", "parameters": [{"name": "body", "in": "body", "schema": {"type": "object"}}], `, ``),
		Good:    fetchExample(`"x-ms-trigger": "batch", `, ``),
	},
	operation: func(pass *pass, o *Operation) {
		n, _ := pass.notification(o)
		if n.OK() && (located(o.Parameters, "body") > 0 || located(o.Parameters, "formData") > 0) {
			pass.report(o.Get("parameters"), "", nil, "%s is the trigger.", quote(o.name()))
		}
	},
}

var sameNameParameters = rule{
	Rule: checks.Rule{
		ID: "ParamtersWithSameNameMustHaveSameTypeAndVisibility", Severity: checks.Error,
		Meaning: "A parameter that both operations of a trigger have is the same in both.",
		Wording: "Parameters of the same name in fetch and subscribe operations must be of the same type and visibility.",
		Fix:     "Give both the same type and x-ms-visibility, or another name to one of them.",
		Bad:     fetchExample(`"x-ms-trigger": "batch", "parameters": [{"name": "tenant", "in": "query", "type": "integer", "x-ms-summary": "Tenant", "description": "The tenant."}], `, ``),
		Good:    fetchExample(`"x-ms-trigger": "batch", "parameters": [{"name": "tenant", "in": "query", "type": "string", "x-ms-summary": "Tenant", "description": "The tenant."}], `, ``),
	},
	operation: func(pass *pass, o *Operation) {
		_, target := pass.notification(o)
		if target == nil {
			return
		}
		for _, p := range o.all() {
			if q := target.parameter(p.Name); q != nil && p.In != "body" && p.differs(q) {
				pass.report(p.Node, "", nil, "%s is another parameter in %s.", quote(p.Name), quote(target.name()))
			}
		}
	},
}

func (p *Parameter) differs(q *Parameter) bool {
	return p.Def.Get("type").Str() != q.Def.Get("type").Str() || p.Def.Get("x-ms-visibility").Str() != q.Def.Get("x-ms-visibility").Str()
}

const (
	webhookContent = `"x-ms-notification-content": {"schema": {"type": "object", "properties": {"id": {"type": "string"}}}}, `
	webhookURL     = `"type": "string", "x-ms-notification-url": true, "x-ms-visibility": "internal"`
)

// webhookExample is a trigger that subscribes, with what stands beside the
// method and the members of the property for the address.
func webhookExample(beside, url string) string {
	return webhookBody(beside, url, `"required": ["url"], `)
}

func webhookBody(beside, url, required string) string {
	return `{"paths": {` + webhookPath(beside, url, required, "") + `}}`
}

func webhookPath(beside, url, required, members string) string {
	return `"/hooks": {` + beside + `"post": {"operationId": "OnInvoice", "summary": "When an invoice is created", "description": "Triggers when an invoice is created.", "x-ms-trigger": "single", ` + members + `
  "parameters": [{"name": "body", "in": "body", "required": true, "schema": {"type": "object", ` + required + `"properties": {"url": {` + url + `}}}},
    {"name": "tenant", "in": "query", "type": "string", "x-ms-summary": "Tenant", "description": "The tenant."}],
  "responses": {"201": {"description": "Created", "schema": {"type": "object"}}}}}`
}

// webhookNotified is a webhook operation that points at itself.
var webhookNotified = `{"paths": {` + webhookPath(webhookContent, webhookURL, `"required": ["url"], `, `"x-ms-notification": {"operationId": "OnInvoice"}, `) + `}}`

// fetchExample is a webhook operation and a trigger that fetches, begins with
// these members and points at the operation of that ID, "" for the webhook.
func fetchExample(members, target string) string {
	if target == "" {
		target = "OnInvoice"
	}
	return `{"paths": {` + webhookPath(webhookContent, webhookURL, `"required": ["url"], `, "") + `,
"/invoices": {"get": {"operationId": "ListInvoices", "summary": "When invoices are created", "description": "Triggers when invoices are created.", ` + members + `
  "x-ms-notification": {"operationId": "` + target + `"},
  "responses": {"200": {"description": "OK", "schema": {"type": "object"}}}}}}}`
}
