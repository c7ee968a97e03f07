package prose

import "slices"

// readmePart is a section of the readme's template.
type readmePart struct {
	SectionGuide
	fix string // how to add it, "" for one that is optional
}

// readmeTemplate are the sections of readme.md in the template's order, without
// the text at the top. They are recognised loosely, by their roles: merged
// readmes name them in many ways.
var readmeTemplate = []readmePart{
	{
		SectionGuide: SectionGuide{
			Title: "Publisher", Level: 2, Role: Publisher,
			For:     "Who publishes the connector: your company, as in apiProperties.json. It stands in the heading itself.",
			Example: "## Publisher: Contoso Ltd",
			wants: []want{{"the publisher's name", func(x section) bool {
				return x.d.words(max(0, x.first-1), x.next) > 1
			}}},
		},
		fix: "Add \"## Publisher: \" and your company's name below the description.",
	},
	{
		SectionGuide: SectionGuide{
			Title: "Prerequisites", Level: 2, Role: Prerequisites,
			For:     "What is needed to use the connector or to work on it: plans, licenses, accounts, tools.",
			Example: "- An account of Contoso Invoices on the plan Team or above\n- An administrator who registers the app once",
			wants:   []want{mentioned("an account, a plan or a tool", "account", "plan", "licen", "subscri", "right", "permission", "admin", "tenant", "tool", "key", "nothing", "no ", "none")},
		},
		fix: "Add \"## Prerequisites\" with what is needed: an account, a plan, a licence; or that nothing is.",
	},
	{
		SectionGuide: SectionGuide{
			Title: "Supported Operations", Level: 2, Role: Operations,
			For:     "Each action and trigger with a sentence on what it does and returns.",
			Example: "### Create invoice\n\nWrites a new invoice for a customer, as a draft, and returns its number.",
			wants:   []want{everyOperation()},
		},
		fix: "Add \"## Supported Operations\" with a heading and a sentence for each action and trigger.",
	},
	{
		SectionGuide: SectionGuide{
			Title: "Obtaining Credentials", Level: 2, Role: Credentials, SignIn: true,
			For:     "How the connector signs in, and where the key, account or app comes from.",
			Example: "The connector signs in with an API key. Sign in at [Contoso Invoices](https://app.contoso.example), open **Settings**, then **API keys**, and copy it.",
			wants:   []want{atLeast(5, "how to get credentials")},
		},
		fix: "Add \"## Obtaining Credentials\" and say how the connector signs in and where the key or account comes from.",
	},
	{
		SectionGuide: SectionGuide{
			Title: "Getting Started", Level: 2, Role: GetStarted, Optional: true,
			For:     "How to begin with the connector.",
			Example: "Create a flow that starts when a form is answered, and add *Create invoice*.",
		},
	},
	{
		SectionGuide: SectionGuide{
			Title: "Known Issues and Limitations", Level: 2, Role: KnownIssues,
			For:     "What does not work or only up to a limit; or that nothing is known.",
			Example: "- At most 200 invoices are listed at once.",
			wants:   []want{atLeast(1, "what is known, or that nothing is")},
		},
		fix: "Add \"## Known Issues and Limitations\" with what does not work; or that nothing is known.",
	},
	{
		SectionGuide: SectionGuide{
			Title: "Frequently Asked Questions", Level: 2, Role: Questions, Optional: true,
			For:     "Questions that users or contributors ask, with their answers.",
			Example: "### Is there a trial?\n\nYes, for 30 days.",
			wants:   []want{{"a question", func(x section) bool { return x.asks() }}},
		},
	},
	{
		SectionGuide: SectionGuide{
			Title: "Deployment Instructions", Level: 2, Role: Deployment, Optional: true,
			For: "How to deploy the connector as a custom connector.",
			Example: "Use [these instructions](https://learn.microsoft.com/connectors/custom-connectors/paconn-cli) to deploy this connector as a custom connector " +
				"in Power Automate and Power Apps.",
		},
	},
}

// readmeParts are the sections that the template requires.
var readmeParts = slices.DeleteFunc(slices.Clone(readmeTemplate), func(p readmePart) bool { return p.Optional })

// readmeGuide is the template of readme.md. Certified and independent connectors
// have the same sections; an independent publisher is a person, and says that
// the service is another's.
func readmeGuide(independent bool) []SectionGuide {
	about := "Contoso Invoices is a service with which small companies write, send and follow up their invoices. " +
		"With this connector a flow or an app writes invoices, sends them to customers and finds out which ones are still open."
	if independent {
		about += " The service is Contoso's; this connector is not made by them."
	}
	guide := []SectionGuide{{
		Level:   1,
		For:     "The connector's name as a heading of level 1, and below it what the service is and what the connector does, so that everybody can understand it.",
		Example: "# Contoso Invoices\n\n" + about,
		wants:   []want{atLeast(minDescription, "a description of the service and the connector")},
		find:    func(page) int { return -1 },
	}}
	for _, part := range readmeTemplate {
		g := part.SectionGuide
		g.find = part.find
		if independent && g.Role == Publisher {
			g.For = "Who publishes the connector: your name, with your company if you like. It stands in the heading itself."
			g.Example = "## Publisher: Ines Example"
		}
		guide = append(guide, g)
	}
	for i := range guide {
		guide[i].Source = "template of microsoft/PowerPlatformConnectors"
	}
	return guide
}
