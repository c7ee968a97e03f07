package prose

// introSections are the sections of the template of intro.md in its order (S69),
// without the text at the top: what each is for, the rule that asks for it, and
// what else it is called.
var introSections = []introSection{
	{
		SectionGuide: SectionGuide{
			Title: "Prerequisites", Level: 2, Role: Prerequisites,
			For: "What users need before they begin: an account, a paid plan, a right that an administrator gives, a license of Microsoft's.",
			Example: "- An account of Contoso Invoices on the plan Team or above\n" +
				"- The right to write invoices, which an administrator gives under **Settings**, **People**",
			Source: "S74",
			wants:  []want{mentioned("an account, a plan or a right", "account", "plan", "licen", "subscri", "right", "permission", "admin", "tenant", "role", "nothing", "no ")},
		},
		rule: sectionRule("IntroPrerequisites", "Prerequisites", "S74",
			"Add ## Prerequisites with what users need: an account, a paid plan, a licence."),
		near:      []string{"pre requisites", "pre requisite", "requirements", "requirement", "before you begin", "before you start", "what you need", "what you will need"},
		mayBeNone: true,
	},
	{
		SectionGuide: SectionGuide{
			Title: "How to get credentials", Level: 2, Role: Credentials,
			For: "How users get what the connector asks for when they make a connection, step by step and with links to your site. Only a connector without sign-in may leave it out.",
			Example: "1. Sign in at [Contoso Invoices](https://app.contoso.example) as an administrator.\n" +
				"2. Open **Settings**, then **API keys**, and select **New key**.\n" +
				"3. Copy the key: it is shown only once.",
			Source: "S75, S76, S77", SignIn: true,
			wants: []want{steps(2), linked("a link to your site")},
		},
		rule: attested(sectionRule("IntroCredentials", "How to get credentials", "S75, S77",
			"Add ## How to get credentials with numbered steps and links to your site; only a connector without sign-in may leave it out."),
			"Users of the connector need no credentials."),
		near: []string{"obtaining credentials", "how to get your credentials", "get credentials", "getting credentials", "credentials", "authentication", "authorization", "how to obtain credentials", "get your credentials", "api key", "how to get an api key", "obtain credentials"},
	},
	{
		SectionGuide: SectionGuide{
			Title: "Get started with your connector", Level: 2, Role: GetStarted,
			For: "A common use case, step by step: which triggers and actions most people use, and how they help. Pictures where possible.",
			Example: "1. Create a flow that starts when an order form is answered.\n" +
				"2. Add the action *Create invoice* and fill in the customer and the amount from the form.\n" +
				"3. Add *Send invoice*. The customer has it a minute after the order.\n\n" +
				"![A flow that turns an answered form into an invoice](https://www.contoso.example/flow.png)",
			Source: "S78, S79, S80",
			wants:  []want{steps(2), operationNamed(), pictured()},
		},
		rule: sectionRule("IntroGetStarted", "Get started with your connector", "S78, S79",
			"Add ## Get started with your connector with steps for a common use case."),
		near: []string{"get started", "getting started", "getting started with your connector", "getting started with the connector", "how to get started", "quick start", "quickstart", "how to use", "usage", "how to use this connector"},
	},
	{
		SectionGuide: SectionGuide{
			Title: "Known issues and limitations", Level: 2, Role: KnownIssues,
			For: "What does not work or only up to a limit, as full as possible, and a way around each where there is one.",
			Example: "- At most 200 invoices are listed at once. Ask for one state at a time to stay below that.\n" +
				"- Invoices in more than one currency are not supported. Use one account for each currency.",
			Source: "S81, S82",
			wants:  []want{mentioned("a way around what does not work", "workaround", "instead", "use", "ask", "split", "avoid", "wait", "try", "contact", "none", "no ")},
		},
		rule: sectionRule("IntroKnownIssues", "Known issues and limitations", "S81, S82",
			"Add ## Known issues and limitations, as full as possible, with known workarounds."),
		near:      []string{"known issues", "limitations", "known limitations", "issues and limitations", "known limitations and issues", "restrictions", "known problems"},
		mayBeNone: true,
	},
	{
		SectionGuide: SectionGuide{
			Title: "Common errors and remedies", Level: 2, Role: CommonErrors,
			For: "Errors that users are likely to see, such as HTTP status codes, and what to do about each.",
			Example: "- **401 Unauthorized**: the key was revoked. Make a new one and change the connection.\n" +
				"- **429 Too Many Requests**: more than 100 calls came in a minute. Wait a minute and go on.",
			Source: "S83",
			wants:  []want{statusCode()},
		},
		rule: sectionRule("IntroCommonErrors", "Common errors and remedies", "S83",
			"Add ## Common errors and remedies with likely errors, such as HTTP status codes, and what to do."),
		near: []string{"common errors", "errors and remedies", "errors", "troubleshooting", "error handling", "common issues", "error codes", "common errors and remedy", "common problems", "common errors and solutions"},
	},
	{
		SectionGuide: SectionGuide{
			Title: "FAQ", Level: 2, Role: Questions,
			For:     "Questions that users ask about the service or the connector, with their answers.",
			Example: "### Is there a trial?\n\nYes, for 30 days, with every function.",
			Source:  "S84",
			wants:   []want{{"a question", func(x section) bool { return x.asks() }}},
		},
		rule: sectionRule("IntroFaq", "FAQ", "S84",
			"Add ## FAQ with questions and answers about the service or the connector."),
		near: []string{"faqs", "frequently asked questions", "frequently asked questions faq", "frequently asked questions faqs", "questions and answers"},
	},
}

// introGuide is the template of intro.md.
func introGuide() []SectionGuide {
	guide := []SectionGuide{{
		For: "What the connector is worth to its users and what they can do with it, in one paragraph of at most eight sentences and in other words than the connector's description. " +
			"Readers see it first on the connector's page.",
		Example: "Contoso Invoices takes the paperwork out of getting paid. Whatever starts an order in your company, be it a form, a mail or a closed deal, can end in an invoice that nobody has typed. " +
			"Amounts and due dates go to accounting as they were agreed, and open invoices are found before they are forgotten.",
		Source: "S70, S71, S72, S73",
		wants:  []want{atLeast(shortOpening, "a detailed description"), sentencesAtMost(MaxSentences)},
		find:   func(page) int { return -1 },
	}}
	for _, w := range introSections {
		g := w.SectionGuide
		g.find = func(d page) int { return d.find(w) }
		guide = append(guide, g)
	}
	return guide
}

// asks tells whether a section holds a question.
func (x section) asks() bool {
	for _, l := range x.d.lines[x.first:x.next] {
		for _, r := range l.Text {
			if r == '?' || r == '？' {
				return true
			}
		}
	}
	return false
}
