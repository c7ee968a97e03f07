package prose

// readmeGuide is the template of readme.md. Certified and independent connectors
// have the same sections; an independent publisher is a person, and says that
// the service is another's.
func readmeGuide(independent bool) []SectionGuide {
	const source = "template of microsoft/PowerPlatformConnectors"
	publisher := SectionGuide{
		Title: "Publisher", Level: 2,
		For:     "Who publishes the connector: your company, as in apiProperties.json. It stands in the heading itself.",
		Example: "## Publisher: Contoso Ltd",
	}
	about := "Contoso Invoices is a service with which small companies write, send and follow up their invoices. " +
		"With this connector a flow or an app writes invoices, sends them to customers and finds out which ones are still open."
	if independent {
		publisher.For = "Who publishes the connector: your name, with your company if you like. It stands in the heading itself."
		publisher.Example = "## Publisher: Ines Example"
		about += " The service is Contoso's; this connector is not made by them."
	}
	publisher.wants = []want{{"the publisher's name", func(x section) bool {
		return x.d.words(max(0, x.first-1), x.next) > 1
	}}}
	guide := []SectionGuide{
		{
			Level:   1,
			For:     "The connector's name as a heading of level 1, and below it what the service is and what the connector does, so that everybody can understand it.",
			Example: "# Contoso Invoices\n\n" + about,
			wants:   []want{atLeast(minDescription, "a description of the service and the connector")},
		},
		publisher,
		{
			Title: "Prerequisites", Level: 2,
			For:     "What is needed to use the connector or to work on it: plans, licenses, accounts, tools.",
			Example: "- An account of Contoso Invoices on the plan Team or above\n- An administrator who registers the app once",
			wants:   []want{mentioned("an account, a plan or a tool", "account", "plan", "licen", "subscri", "right", "permission", "admin", "tenant", "tool", "key", "nothing", "no ", "none")},
		},
		{
			Title: operationsPart.title, Level: 2,
			For:     "Each action and trigger with a sentence on what it does and returns.",
			Example: "### Create invoice\n\nWrites a new invoice for a customer, as a draft, and returns its number.",
			wants:   []want{everyOperation()},
		},
		{
			Title: credentialsPart, Level: 2, SignIn: true,
			For:     "How the connector signs in, and where the key, account or app comes from.",
			Example: "The connector signs in with an API key. Sign in at [Contoso Invoices](https://app.contoso.example), open **Settings**, then **API keys**, and copy it.",
			wants:   []want{atLeast(5, "how to get credentials")},
		},
		{
			Title: "Getting Started", Level: 2, Optional: true,
			For:     "How to begin with the connector.",
			Example: "Create a flow that starts when a form is answered, and add *Create invoice*.",
		},
		{
			Title: "Known Issues and Limitations", Level: 2,
			For:     "What does not work or only up to a limit; or that nothing is known.",
			Example: "- At most 200 invoices are listed at once.",
			wants:   []want{atLeast(1, "what is known, or that nothing is")},
		},
		{
			Title: "Frequently Asked Questions", Level: 2, Optional: true,
			For:     "Questions that users or contributors ask, with their answers.",
			Example: "### Is there a trial?\n\nYes, for 30 days.",
			wants:   []want{{"a question", func(x section) bool { return x.asks() }}},
		},
		{
			Title: "Deployment Instructions", Level: 2, Optional: true,
			For: "How to deploy the connector as a custom connector.",
			Example: "Use [these instructions](https://learn.microsoft.com/connectors/custom-connectors/paconn-cli) to deploy this connector as a custom connector " +
				"in Power Automate and Power Apps.",
		},
	}
	optional := map[string]readmePart{
		"Getting Started":            {is: has("getting started", "get started")},
		"Frequently Asked Questions": {is: has("frequently asked", "faq")},
		"Deployment Instructions":    {is: has("deploy")},
	}
	for i := range guide {
		guide[i].Source = source
		part, known := optional[guide[i].Title]
		for _, p := range readmeParts {
			if p.title == guide[i].Title {
				part, known = p, true
			}
		}
		guide[i].find = func(d page) int {
			if !known {
				return -1
			}
			return part.find(d)
		}
	}
	return guide
}
