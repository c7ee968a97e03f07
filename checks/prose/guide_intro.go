package prose

// introGuide is the template of intro.md (S69).
func introGuide() []SectionGuide {
	guide := []SectionGuide{
		{
			For: "What the connector is worth to its users and what they can do with it, in one paragraph of at most eight sentences and in other words than the connector's description. " +
				"Readers see it first on the connector's page.",
			Example: "Contoso Invoices takes the paperwork out of getting paid. Whatever starts an order in your company, be it a form, a mail or a closed deal, can end in an invoice that nobody has typed. " +
				"Amounts and due dates go to accounting as they were agreed, and open invoices are found before they are forgotten.",
			Source: "S70, S71, S72, S73",
			wants:  []want{atLeast(shortOpening, "a detailed description"), sentencesAtMost(MaxSentences)},
		},
		{
			Title: "Prerequisites",
			For:   "What users need before they begin: an account, a paid plan, a right that an administrator gives, a license of Microsoft's.",
			Example: "- An account of Contoso Invoices on the plan Team or above\n" +
				"- The right to write invoices, which an administrator gives under **Settings**, **People**",
			Source: "S74",
			wants:  []want{mentioned("an account, a plan or a right", "account", "plan", "licen", "subscri", "right", "permission", "admin", "tenant", "role", "nothing", "no ")},
		},
		{
			Title: credentials,
			For:   "How users get what the connector asks for when they make a connection, step by step and with links to your site. Only a connector without sign-in may leave it out.",
			Example: "1. Sign in at [Contoso Invoices](https://app.contoso.example) as an administrator.\n" +
				"2. Open **Settings**, then **API keys**, and select **New key**.\n" +
				"3. Copy the key: it is shown only once.",
			Source: "S75, S76, S77", SignIn: true,
			wants: []want{steps(2), linked("a link to your site")},
		},
		{
			Title: started,
			For:   "A common use case, step by step: which triggers and actions most people use, and how they help. Pictures where possible.",
			Example: "1. Create a flow that starts when an order form is answered.\n" +
				"2. Add the action *Create invoice* and fill in the customer and the amount from the form.\n" +
				"3. Add *Send invoice*. The customer has it a minute after the order.\n\n" +
				"![A flow that turns an answered form into an invoice](https://www.contoso.example/flow.png)",
			Source: "S78, S79, S80",
			wants:  []want{steps(2), operationNamed(), pictured()},
		},
		{
			Title: "Known issues and limitations",
			For:   "What does not work or only up to a limit, as full as possible, and a way around each where there is one.",
			Example: "- At most 200 invoices are listed at once. Ask for one state at a time to stay below that.\n" +
				"- Invoices in more than one currency are not supported. Use one account for each currency.",
			Source: "S81, S82",
			wants:  []want{mentioned("a way around what does not work", "workaround", "instead", "use", "ask", "split", "avoid", "wait", "try", "contact", "none", "no ")},
		},
		{
			Title: "Common errors and remedies",
			For:   "Errors that users are likely to see, such as HTTP status codes, and what to do about each.",
			Example: "- **401 Unauthorized**: the key was revoked. Make a new one and change the connection.\n" +
				"- **429 Too Many Requests**: more than 100 calls came in a minute. Wait a minute and go on.",
			Source: "S83",
			wants:  []want{statusCode()},
		},
		{
			Title:   "FAQ",
			For:     "Questions that users ask about the service or the connector, with their answers.",
			Example: "### Is there a trial?\n\nYes, for 30 days, with every function.",
			Source:  "S84",
			wants:   []want{{"a question", func(x section) bool { return x.asks() }}},
		},
	}
	for i := range guide {
		guide[i].find = func(page) int { return -1 }
		if title := guide[i].Title; title != "" {
			guide[i].Level = 2
			guide[i].find = func(d page) int { return d.named(title) }
		}
	}
	return guide
}

// asks tells whether a section holds a question.
func (x section) asks() bool {
	for _, l := range x.d.lines[x.first:x.next] {
		for _, r := range l.text {
			if r == '?' || r == '？' {
				return true
			}
		}
	}
	return false
}
