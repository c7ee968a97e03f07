package portal

import "github.com/certwiz/certwiz/checks/form"

// Short names for the conditions used below.
var (
	verified    = Match{"publisher", []string{string(Verified)}}
	independent = Match{"publisher", []string{string(Independent)}}
	openSource  = Match{"route", []string{string(OpenSource)}}
	exception   = Match{"route", []string{string(Exception)}}
	byCommit    = Match{"way", []string{string(ByCommit)}}
	byZip       = Match{"way", []string{string(ByArchive)}}
	oauth       = Match{"auth.oauth", []string{"yes"}}
	apiKey      = Match{"auth.apiKey", []string{"yes"}}
	account     = Match{"auth.account", []string{"yes"}}
	updating    = Match{"update", []string{"yes"}}
	withMFA     = Match{"testing.mfa", []string{"yes"}}
	unseenPull  = Match{"pr.seen", []string{""}} // GitHub said nothing about the pull request yet
)

// ISVStudio is the process of the founding document (2022), whose form stood
// on the Connector certification tab of ISV Studio.
func ISVStudio() Portal {
	return Portal{
		ID:    "isv-studio",
		Name:  "ISV Studio",
		Short: "Microsoft closed ISV Studio on 31 May 2024; today it is Partner Center (f1)",
		Notice: "Microsoft closed ISV Studio on 31 May 2024. Today's portal is Partner Center, " +
			"offer type \"Connectors & Agents in Microsoft Copilot Studio\".",
		Steps: []Step{
			isvConnector(), isvSource(), isvTesting(), isvOAuth(), isvSupport(), isvDocuments(),
		},
		Update:  []Step{isvUpdate()},
		Finals:  []Final{isvPullRequest(), isvUpdated(), isvSubmit()},
		Windows: isvWindows(),
		Links:   isvLinks(),
		Facts:   isvFacts(),
		Signals: pullSignals(),
	}
}

func isvConnector() Step {
	return Step{
		ID: "connector", Title: "Connector",
		Fields: []Field{
			{ID: "folder", Label: "Folder", Kind: Files, Role: RoleFiles, Optional: true,
				Why:    "Every rule that Microsoft's validators and engineers apply to the files is applied here first.",
				Where:  "The folder that holds apiDefinition.swagger.json and apiProperties.json. Saving a file in your editor checks it again.",
				Source: "S21, S23, S43"},
			{ID: "publisher", Label: "You publish as", Kind: Choice, Role: RolePublisher, Prefill: PrefillPublisher,
				Options: []Option{
					{Value: string(Verified), Label: "verified publisher", Note: "we own the service"},
					{Value: string(Independent), Label: "independent publisher", Note: "someone else's service"},
				},
				Why:    "Verified publishers go through the repository and then the portal. Independent publishers stop after the pull request: the portal part is not for them.",
				Where:  "Do you own the service behind the connector? Then you are a verified publisher.",
				Source: "S01, S02, S05, S36, S86", Link: "eligible"},
			{ID: "route", Label: "The files go to Microsoft through", Kind: Choice, Role: RoleRoute, Prefill: PrefillRoute, Shown: When{verified},
				Options: []Option{
					{Value: string(OpenSource), Label: "the open-source repository", Note: "the usual way"},
					{Value: string(Exception), Label: "a .zip", Note: "we were granted an exception"},
				},
				Why: "Open-sourcing is the general rule. You keep ownership and may accept or reject any change; functions are easily added, " +
					"the community can mend and extend, users can ask for features, changes keep their history and several developers can work together. " +
					"Only the connector's files are opened, never the API behind them, and what they show is already reachable through the public Power Platform APIs.",
				Where:  "Concerns about open-sourcing go to your Microsoft contact: it is the only road to an exception.",
				Source: "S03, S04, S13, S16–S23, S27, S28", Link: "repository"},
			{ID: "exception.granted", Label: "Microsoft granted us an exception from open-sourcing", Kind: Tick,
				Shown: When{verified, exception},
				Why:   "The .zip route exists only for a publisher who has been granted an exception.", Where: "Your Microsoft contact grants it.", Source: "S27"},
			{ID: "exception.contact", Label: "Microsoft contact who directed us", Kind: Line, Check: form.Text,
				Shown: When{verified, exception},
				Why:   "Without the contact's direction a submission by .zip is not reviewed.", Where: "A name or an address you can write to again.", Source: "S04, S41"},
			{ID: "exception.directed", Label: "That contact has directed us to submit now", Kind: Tick,
				Shown: When{verified, exception}, Why: "With an exception, submit only once the Microsoft contact says so.", Source: "S41"},
			{ID: "exception.process", Label: "We followed every step of the Certification process page", Kind: Tick,
				Shown: When{verified, exception}, Why: "The steps of that page are a condition for submitting by .zip.", Source: "S42", Link: "process"},
			{ID: "repository.clean", Label: "The files hold no personal data and no intellectual property", Kind: Tick,
				Shown: When{openSource},
				Why:   "The artifacts are stored publicly on GitHub. certwiz looks for secrets and addresses; only you can say what is intellectual property.",
				Where: "Look at examples, defaults and descriptions.", Source: "S23, S24", Link: "repository"},
			portalChoice(),
		},
	}
}

func isvSource() Step {
	return Step{
		ID: "source", Title: "Source",
		Texts: []Text{
			{Text: "The pull request is where an independent publisher's way ends: the portal part is for verified publishers only.", When: When{independent}, Source: "S02, S36"},
		},
		Fields: []Field{
			{ID: "source", Label: "The portal gets the files as", Kind: Choice, Role: RoleWay, Prefill: PrefillWay, Shown: When{verified, openSource},
				Options: []Option{
					{Value: string(ByCommit), Label: "a commit", Note: "the one Microsoft merged"},
					{Value: string(ByArchive), Label: "a .zip", Note: "only when the portal or an engineer refused the commit"},
				},
				Why:    "Exactly one of the two is given. With a .zip the files must still be the ones that were merged.",
				Source: "S46, S47, S49"},
			{ID: "commit", Label: "Which commit did Microsoft merge?", Kind: Commit, Role: RoleCommit, Prefill: PrefillPull, Shown: When{verified, openSource},
				Hint: "a commit, a pull request's number or link",
				Why: "The connector must be merged into the repository before it is given to the portal, and the portal's files must be the repository's. " +
					"The right commit is the one Microsoft made on dev when it merged your pull request, never the pull request's own head.",
				Where:  "Give the pull request's number: certwiz finds the commit. An engineer answers a pull request within 1 to 2 weeks, and within 1 to 2 more after each round of changes in that same pull request. Microsoft, not you, merges it, and adds you to CODEOWNERS. First time on GitHub: look up the session \"Power Platform Samples - First Time Contributor\".",
				Source: "S06–S15, S25, S26, S47, S48", Link: "repository"},
			{ID: "zip", Label: "The .zip with the artifacts", Kind: Archive, Role: RoleArchive, Shown: When{verified, byZip},
				Hint:   "path of a .zip, or build one",
				Why:    "The archive holds exactly apiDefinition.swagger.json, apiProperties.json and the icon. macOS adds other folders and files by itself.",
				Where:  "One key builds a clean archive from the folder.",
				Source: "S29–S35, S49"},
			{ID: "changes", Label: "What changed since the last version", Kind: Changes, Role: RoleChanges, Optional: true, Shown: When{updating},
				Why: "The new files must differ from the last version's; breaking changes come first.", Source: "S97"},
			{ID: "pr.url", Label: "Your pull request", Kind: PullRequest, Role: RolePullRequest, Prefill: PrefillPull, Optional: true, Shown: When{independent},
				Why:   "An engineer gives feedback within 1 to 2 weeks; change that same pull request, each round takes 1 to 2 weeks more.",
				Where: "Leave it empty until the pull request is open: certwiz pr prepares and opens it.", Source: "S09–S12", Link: "repository"},
			{ID: "pr.base", Label: "The pull request goes, or will go, to dev and holds this one connector", Kind: Tick, Shown: When{independent, unseenPull}, Source: "S09",
				Why: "The branch is dev, the folder independent-publisher-connectors/<Name>/."},
			{ID: "pr.new", Label: "No published connector does the same", Kind: Tick, Shown: When{independent}, Source: "S05", Link: "repository",
				Why: "The pull request's own checklist asks for it."},
			{ID: "pr.tested", Label: "Three operations were tried in a flow, with screenshots", Kind: Tick, Shown: When{independent}, Source: "S05", Link: "repository",
				Why: "The pull request's own checklist asks for it: screenshots of three unique operations that succeed in a flow, and of the test page."},
			{ID: "pr.credentials", Label: "readme.md says how to make the OAuth app", Kind: Tick, Shown: When{independent, oauth}, Source: "S05", Link: "repository",
				Why: "The pull request's own checklist asks for it."},
		},
	}
}

func isvTesting() Step {
	return Step{
		ID: "testing", Title: "Testing", When: When{verified},
		Fields: []Field{
			{ID: "testing.steps", Label: "Steps for the certification engineer", Kind: Lines, Check: form.TestSteps,
				Hint:   "1. Sign in at … 2. Create … 3. …",
				Why:    "The engineer follows these steps. The more detailed they are, the smoother the test.",
				Where:  "One step a line: where to sign in, what exists there, which action does what. No password here: it has a field of its own.",
				Source: "S50, S51"},
			{ID: "testing.account", Label: "User name", Kind: Line, Check: form.Account, Required: When{account},
				Why: "The engineer signs in to your service with this account.", Where: "An account made for the test, with data in it.", Source: "S50"},
			{ID: "testing.password", Label: "Password", Kind: Secret, Check: form.Password, Required: When{account},
				Why: "Kept in your vault, shown only as dots, copied to the portal's form at the end.", Source: "S50"},
			{ID: "testing.apiKey", Label: "API key", Kind: Secret, Role: RoleAPIKey, Check: form.APIKey, Shown: When{apiKey},
				Why: "The connector asks for an API key: the engineer needs one to connect.", Source: "S50"},
			{ID: "testing.mfa", Label: "Does the account use multifactor authentication?", Kind: Choice, Required: When{account},
				Options: []Option{
					{Value: "no", Label: "no", Note: "as Microsoft asks"},
					{Value: "yes", Label: "yes", Note: "steps through it are needed"},
				},
				Why: "The test account should not use multifactor authentication; if it does, the engineer needs the way through it.", Source: "S59"},
			{ID: "testing.mfaSteps", Label: "The way through multifactor authentication", Kind: Lines, Check: form.MFASteps,
				Shown: When{withMFA}, Why: "Without these steps the engineer can't sign in.", Where: "Which method, where the code comes from, whom to ask for it.", Source: "S60"},
			{ID: "testing.valid", Label: "I tried these steps and credentials: they work", Kind: Tick,
				Why: "Testing information must be valid. certwiz can't sign in for you.", Source: "S52"},
		},
	}
}

func isvOAuth() Step {
	return Step{
		ID: "oauth", Title: "OAuth", When: When{verified, oauth},
		Texts: []Text{{Text: "Microsoft stores these in Azure Key Vault. They can't be altered after you submit; later changes go through your Microsoft contact.", Source: "S55–S57"}},
		Fields: []Field{
			{ID: "oauth.clientId", Label: "Client ID", Kind: Line, Role: RoleClientID, Prefill: PrefillClientID, Check: form.ClientID,
				Why: "The production app that every customer of the connector will use.", Where: "Entra: App registrations, your app, Overview, Application (client) ID.", Source: "S53"},
			{ID: "oauth.clientSecret", Label: "Client secret", Kind: Secret, Check: form.ClientSecret,
				Why: "The secret's value, not its ID. Microsoft stores it for all users of the connector.", Where: "Entra shows the value once, when the secret is made. Make a new one if it is lost.", Source: "S54"},
			{ID: "oauth.expires", Label: "Expires", Kind: Date, Role: RoleSecretExpiry, Check: form.Expiry, Optional: true, Hint: "year-month-day, 2027-11-30",
				Why: "When the secret ends, the connector ends for everyone. The desk warns 60 days before.", Where: "Beside the secret in Entra. Leave it empty when it never expires.", Source: "S55, S57"},
			{ID: "oauth.redirects", Label: "Registered in your app as redirect URLs:", Kind: Note, Optional: true, Source: "S58"},
			redirect("oauth.redirect.global", "https://global.consent.azure-apim.net/redirect", nil),
			redirect("oauth.redirect.globalTest", "https://global-test.consent.azure-apim.net/redirect", nil),
			{ID: "oauth.connectorName", Label: "Connector's name in its own redirect URL", Kind: Line, Check: form.ConnectorName,
				Shown: When{perConnector}, Hint: "the last part of redirectUrl after paconn download",
				Why: "With redirectMode GlobalPerConnector the URLs end in a name that the platform generates.", Where: "Download the created connector with paconn or pac: redirectUrl in apiProperties.json ends in it.", Source: "S58"},
			{ID: "oauth.redirectsOwn", Label: "And, for this connector:", Kind: Note, Optional: true, Shown: When{perConnector}, Source: "S58"},
			redirect("oauth.redirect.own", "https://global.consent.azure-apim.net/redirect/{oauth.connectorName}", When{perConnector}),
			redirect("oauth.redirect.ownTest", "https://global-test.consent.azure-apim.net/redirect/{oauth.connectorName}", When{perConnector}),
		},
	}
}

var perConnector = Match{"oauth.mode", []string{"GlobalPerConnector"}}

func redirect(id, url string, shown When) Field {
	return Field{ID: id, Label: url, Kind: Tick, Shown: shown, Copy: url,
		Why:    "Without this redirect URL in your app's registration nobody can sign in to the connector.",
		Where:  "Add it in your app as a redirect URL of type Web, then tick it here.",
		Source: "S58"}
}

func isvSupport() Step {
	return Step{
		ID: "support", Title: "Support", When: When{verified},
		Fields: []Field{
			{ID: "email.submitter", Label: "Your email address", Kind: Line, Role: RoleSubmitter, Prefill: PrefillGitEmail, Check: form.SubmitterEmail,
				Why: "The submission is created with it, and Microsoft answers to it.", Where: "An address that you read: an answer comes within 1 to 2 weeks.", Source: "S45"},
			{ID: "email.active", Label: "That address is active: I read what arrives there", Kind: Tick,
				Why: "Answers that nobody reads cost a fortnight each.", Source: "S45"},
			{ID: "email.support", Label: "Support email", Kind: Line, Check: form.SupportEmail, Prefill: PrefillContact,
				Why: "Microsoft writes to it when the connector has issues.", Where: "A mailbox that outlives a person's job.", Source: "S61"},
		},
	}
}

func isvDocuments() Step {
	return Step{
		ID: "documents", Title: "Documents",
		Fields: []Field{
			{ID: "intro", Label: "intro.md", Kind: Document, Role: RoleIntro, Shown: When{verified},
				Why:    "Becomes the connector's public documentation. It is attached separately, after the artifacts are submitted.",
				Where:  "Written from Microsoft's template: an opening of at most eight sentences and six sections. Actions and triggers are left out: their documentation is generated.",
				Source: "S63–S84", Link: "form"},
			{ID: "readme", Label: "readme.md", Kind: Document, Role: RoleReadme, Optional: true, Shown: When{openSource},
				Why: "For the repository; a different text from intro.md.", Where: "It lies beside the connector in the repository.", Source: "S66", Link: "repository"},
			{ID: "intro.useCases", Label: "intro.md shows common uses: popular triggers and actions, and how they help", Kind: Tick, Optional: true, Shown: When{verified},
				Why: "\"Get started with your connector\" highlights common use cases.", Source: "S79"},
			{ID: "intro.workarounds", Label: "intro.md names the workarounds that are known", Kind: Tick, Optional: true, Shown: When{verified},
				Why: "Known workarounds belong into \"Known issues and limitations\".", Source: "S82"},
		},
	}
}

func isvUpdate() Step {
	return Step{
		ID: "update", Title: "Update",
		Texts: []Text{{Text: "An update of a submission under review starts the review again: {waiting}", Source: "S90, S95"}},
		Fields: []Field{
			{ID: "update.certified", Label: "Is the connector certified already?", Kind: Choice,
				Options: []Option{{Value: "no", Label: "no", Note: "it is in certification"}, {Value: "yes", Label: "yes", Note: "it is published"}},
				Refuse: []Refusal{{Value: "yes", Message: "a certified connector is not updated this way",
					Fix: "Follow \"Update your certified connector\": there you select Submit a new version."}},
				Why: "Only a connector that is in certification and not yet certified is updated here.", Source: "S87, S101", Link: "certified"},
			{ID: "update.version", Label: "Which version is updated?", Kind: Choice, Role: RoleBaseVersion, Prefill: PrefillBase, Lists: Versions,
				Why: "In the pane on the right of the portal the most recent version is selected.", Source: "S92, S93"},
			{ID: "update.reason", Label: "Why is it needed?", Kind: Choice, Prefill: PrefillReason,
				Options: []Option{
					{Value: Requested, Label: "Microsoft asked for changes"},
					{Value: "critical", Label: "a critical issue that must be mended before certification", Short: "a critical issue"},
				},
				Why: "No other reason is accepted; everything else waits until the connector is certified.", Source: "S88, S89"},
			{ID: "update.what", Label: "What was asked for, or what is critical", Kind: Lines, Prefill: PrefillRequest, Check: form.Text,
				Why: "Kept in the record, so that the next reader knows.", Source: "S39, S88, S89"},
			{ID: "update.confirm", Label: "Type \"Confirm Edit\" to go on", Kind: Line, Expect: "Confirm Edit",
				Why: "The portal asks the same in its Confirm Edit prompt. Any update during certification resets the process.", Source: "S90, S95"},
			{ID: "update.removed", Label: "The old archive will be taken out with Remove", Kind: Tick,
				Why: "In the portal the existing archive is removed before new artifacts are given.", Source: "S96"},
		},
	}
}
