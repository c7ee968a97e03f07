package portal

import "github.com/certwiz/certwiz/checks/form"

// partnerCenterAsOf is the day of the newest source about plain connectors.
const partnerCenterAsOf = "2026-09-30"

// PartnerCenter is the process since ISV Studio closed: the connector is
// open-sourced, then an offer in Partner Center names its package by a link.
// The sources Q and P are the numbers of docs/requirements.md.
func PartnerCenter() Portal {
	return Portal{
		ID:    "partner-center",
		Name:  "Partner Center",
		Short: "Partner Center: process known as of " + partnerCenterAsOf + " (f1)",
		Notice: "Since 31 May 2024 connectors are submitted in Partner Center. The process is told here as known on " + partnerCenterAsOf +
			". No interface for connector offers is documented: you carry the answers over tab by tab.",
		Steps: []Step{
			pcConnector(), pcAccount(), pcSource(), isvTesting(), pcDocuments(), pcOffer(), pcPackages(), pcProperties(), pcAvailability(), pcReview(),
		},
		Update:  []Step{pcUpdate()},
		Finals:  []Final{pcPullRequest(), pcUpdated(), pcPublish()},
		Windows: pcWindows(),
		Links:   pcLinks(),
		Facts:   pcFacts(),
		Signals: pullSignals(),
		Turns:   pcTurns(), SameOffer: true,
	}
}

// portalChoice asks where a new submission goes. Each portal asks it first.
func portalChoice() Field {
	return Field{ID: "portal", Label: "Where it is submitted", Kind: Choice, Role: RolePortal, Optional: true, Shown: When{{KeyPortals, nil}},
		Options: []Option{
			{Value: "partner-center", Label: "Partner Center", Note: "the portal since 31 May 2024"},
			{Value: "isv-studio", Label: "ISV Studio", Note: "closed since 31 May 2024; kept for the record"},
		},
		Why: "Microsoft closed ISV Studio on 31 May 2024. In Partner Center an offer takes the place of its form: the files go as a package behind a link, " +
			"intro.md lies in that package, and a report comes within 24 to 48 hours.",
		Where:  "Choosing another portal keeps every answer: what both ask for is carried over, the rest stays in the draft.",
		Source: "S37"}
}

func pcConnector() Step {
	return Step{
		ID: "connector", Title: "Connector",
		Fields: []Field{
			portalChoice(),
			{ID: "folder", Label: "Folder", Kind: Files, Role: RoleFiles, Optional: true,
				Why:    "Every rule that Microsoft's validators and engineers apply to the files is applied here first.",
				Where:  "The folder that holds apiDefinition.swagger.json and apiProperties.json. Saving a file in your editor checks it again.",
				Source: "Q6"},
			{ID: "publisher", Label: "You publish as", Kind: Choice, Role: RolePublisher, Prefill: PrefillPublisher,
				Options: []Option{
					{Value: string(Verified), Label: "verified publisher", Note: "we own the service"},
					{Value: string(Independent), Label: "independent publisher", Note: "someone else's service"},
				},
				Why:    "Who owns the service submits an offer in Partner Center. Independent publishers put the package into the pull request: the offer is not for them.",
				Where:  "Do you own the service behind the connector? Then you are a verified publisher. Entra's blue badge is something else and not asked for.",
				Source: "Q9", Link: "form"},
			{ID: "repository.clean", Label: "The files hold no personal data and no intellectual property", Kind: Tick,
				Why:   "The artifacts are stored publicly on GitHub. certwiz looks for secrets and addresses; only you can say what is intellectual property.",
				Where: "Look at examples, defaults and descriptions.", Source: "Q6", Link: "repository"},
		},
	}
}

// pcAccount is what must be true before an offer can be published. What holds
// for every connector of a publisher is remembered.
func pcAccount() Step {
	return Step{
		ID: "account", Title: "Account", When: When{verified},
		Texts: []Text{{Text: "All of this comes before the offer. What you tick for your company is remembered for your next connector.", Source: "Q1–Q9"}},
		Fields: []Field{
			{ID: "ready.account", Label: "We have a Partner Center account", Kind: Tick, Remembered: true, Link: "portal", Source: "Q1",
				Why: "The offer lives in it. An existing developer account is used again.", Where: "Sign in at partner.microsoft.com."},
			{ID: "ready.verified", Label: "Its verification is finished: Legal info, Developer says Accepted", Kind: Tick, Remembered: true, Source: "Q2",
				Why: "Without it nothing can be published. It takes 3 to 5 business days.", Where: "Account settings, Legal info, tab Developer."},
			{ID: "ready.program", Label: "It is enrolled in Microsoft 365 and Copilot", Kind: Tick, Remembered: true, Source: "Q3",
				Why: "Without it the tab Microsoft 365 and Copilot is missing under Marketplace offers.", Where: "Settings, Account settings, Programs: accept the agreement there."},
			{ID: "ready.tenant", Label: "I sign in to the tenant that the seller account belongs to", Kind: Tick, Remembered: true, Source: "Q5",
				Why: "In another tenant the offers are not there.", Where: "The switch for tenants, at the upper right in Partner Center."},
			{ID: "email.submitter", Label: "Your email address in Entra", Kind: Line, Role: RoleSubmitter, Prefill: PrefillGitEmail, Check: form.SubmitterEmail, Source: "Q4",
				Why: "The Entra user who submits needs an email address in Entra: without one the request is rejected by itself.", Where: "Entra, Users, your user, Properties, Email."},
			{ID: "ready.called", Label: "Each operation was called with success at least 10 times", Kind: Tick, Source: "Q7",
				Why: "Microsoft asks for it before certification.", Where: "Your service's own log, or the flow runs."},
			{ID: "ready.checker", Label: "Solution Checker found nothing critical or high", Kind: Tick, Source: "Q8",
				Why: "Certification runs it too.", Where: "In the maker portal, or pac solution check."},
			{ID: "ready.owner", Label: "We own or control the service, and the host is the production one", Kind: Tick, Source: "Q9",
				Why: "The host in the definition is what customers call (5000.2.6.4).", Where: "If the service is somebody else's, the way is the independent publisher's."},
		},
	}
}

func pcSource() Step {
	s := Step{ID: "source", Title: "Source",
		Texts: []Text{
			{Text: "The pull request is where an independent publisher's way ends: the package goes into its folder, and no offer is made. OAuth is not supported there now.",
				When: When{independent}, Source: "P82, P83, P57"},
		},
		Fields: []Field{
			{ID: "commit", Label: "Which commit did Microsoft merge?", Kind: Commit, Role: RoleCommit, Prefill: PrefillPull, Shown: When{verified},
				Hint: "a commit, a pull request's number or link",
				Why: "The connector is open-sourced first: the pull request is merged on dev before the offer is published. " +
					"The files in the package should be the merged ones.",
				Where:  "Give the pull request's number: certwiz finds the commit.",
				Source: "Q6", Link: "repository"},
			{ID: "changes", Label: "What changed since the last version", Kind: Changes, Role: RoleChanges, Optional: true, Shown: When{updating},
				Why: "An update keeps the way to sign in, and breaking changes need new versions of operations.", Source: "P54, P55"},
		}}
	for _, f := range isvSource().Fields {
		if f.Shown.asksFor(independent) {
			s.Fields = append(s.Fields, f)
		}
	}
	s.Fields = append(s.Fields, pcIndependent()...)
	return s
}

// pcIndependent is what has changed for independent publishers since their
// packages go into the pull request.
func pcIndependent() []Field {
	return []Field{
		{ID: "pr.oauth", Label: "Microsoft told me that it takes this connector with OAuth", Kind: Tick, Shown: When{independent, oauth}, Source: "P57",
			Why:   "OAuth is not supported for independent publishers now: certification asks for a client ID and secret that the pull request has no place for (pull requests 3835 and 3965, 2025).",
			Where: "Use another way to sign in, let the owner of the service submit it, or ask at the Office Hours: Tuesdays 15:30 to 16:30 UTC."},
		{ID: "pr.package", Label: "The package lies, or will lie, in the connector's own folder of the pull request", Kind: Tick, Shown: When{independent}, Source: "P82, P83",
			Why: "independent-publisher-connectors/<Name>/package.zip; one connector in a pull request, and its folder's name stays."},
		{ID: "pr.folder", Label: "That folder holds no icon, no settings.json, no Thumbs.db and no pictures", Kind: Tick, Shown: When{independent}, Source: "P84, P85, P90",
			Why: "Independent connectors get Microsoft's icon and the colour #da3b01; pictures belong into the pull request's text."},
		{ID: "pr.account", Label: "I use the GitHub account of the last version, or this is the first", Kind: Tick, Shown: When{independent}, Source: "P87",
			Why: "From another account the answer is Publisher Mismatch."},
		{ID: "pr.identity", Label: "Name and mail address are the same in connector, registration form and ID", Kind: Tick, Shown: When{independent}, Source: "P89",
			Why:   "OneVet compares them. Its mail comes from maccount@microsoft.com; three pull requests waited because the form named another address.",
			Where: "info.contact in the definition. OneVet takes 15 minutes, within 30 days, and ends with sharing the credential."},
	}
}

// asksFor tells whether a condition is one of the list.
func (w When) asksFor(m Match) bool {
	for _, have := range w {
		if have.Key == m.Key && len(have.Values) == len(m.Values) && len(m.Values) > 0 && have.Values[0] == m.Values[0] {
			return true
		}
	}
	return false
}

func pcDocuments() Step {
	return Step{
		ID: "documents", Title: "Documents",
		Fields: []Field{
			{ID: "intro", Label: "intro.md", Kind: Document, Role: RoleIntro, Shown: When{verified},
				Why:    "It lies in the package and becomes the connector's public documentation.",
				Where:  "Written from Microsoft's template: an opening of at most eight sentences and six sections.",
				Source: "P58, P59", Link: "form"},
			{ID: "readme", Label: "readme.md", Kind: Document, Role: RoleReadme, Optional: true,
				Why: "For the repository; a different text from intro.md.", Where: "It lies beside the connector in the repository.", Source: "P88", Link: "repository"},
		},
	}
}

func pcOffer() Step {
	return Step{
		ID: "offer", Title: "New offer", When: When{verified},
		Texts: []Text{
			{Text: "Marketplace offers, Microsoft 365 and Copilot, New offer. The tile reads Microsoft Copilot Studio Connector or Agent (2026-09-21); docs say Connectors & Agents in Microsoft Copilot Studio.", Source: "Q3"},
			{Text: "Two look alike and are others: Microsoft 365 and Copilot App or Agent, where an MCP server goes since 31 October 2026, and AI app or agent, which is Azure's.", Source: "P60"},
			{Text: "Your definition has an MCP operation: since 31 October 2026 an MCP server goes into the offer Microsoft 365 and Copilot App or Agent, by Microsoft's page of 2026-09-25. Go on here if Microsoft told you so.",
				When: When{{KeyMCP, nil}}, Source: "P60"},
		},
		Fields: []Field{
			{ID: "offer.name", Label: "Name of the offer", Kind: Line, Check: form.OfferName, Prefill: PrefillTitle,
				Why:   "It tells the offer apart in Partner Center and must be the only one of that name in your account.",
				Where: "The connector's title, and what helps you find it. An update goes into the same offer, never into a new one.", Source: "P71", Link: "form"},
		},
	}
}

func pcPackages() Step {
	s := Step{
		ID: "packages", Title: "Package",
		Texts: []Text{
			{Text: "The package holds intro.md and an inner .zip with the solutions of connector and flow. Each save in Partner Center downloads and checks it at once.", When: When{verified}, Source: "P01–P60"},
			{Text: "The package lies in the connector's folder of the pull request, as package.zip.", When: When{independent}, Source: "P82, P83"},
		},
		Fields: []Field{
			{ID: "package", Label: "The package", Kind: Line, Role: RolePackage, Hint: "path of the .zip that goes to Microsoft",
				Why:    "It is read and judged here as Microsoft's service does, and frozen with the version.",
				Where:  "Export the solutions of connector and flow, and build the package from them.",
				Source: "P01–P60"},
			{ID: "package.link", Label: "SAS link to the package", Kind: Secret, Role: RoleSASLink, Check: form.SASLink, Shown: When{verified},
				Why: "Microsoft downloads the package from it. Whoever has the link has the package: it is kept in your vault and not shown.",
				Where: "Azure Storage, the blob, Generate SAS: account key, Read alone, HTTPS only, an end in 60 days or more. " +
					"A user-delegation link (--as-user) ends after 7 days and is refused.",
				Source: "P61–P68"},
			{ID: "package.linkEnds", Label: "The link ends", Kind: Date, Role: RoleLinkExpiry, Check: form.LinkExpiry, Shown: When{verified}, Hint: "year-month-day, 2027-02-28",
				Why:    "15 days are asked for when it is submitted, 4 when it is reviewed. The desk warns before.",
				Where:  "Read from the link by itself, unless a stored policy decides.",
				Source: "P63"},
			{ID: "package.oauth", Label: "Is an OAuth connector (check box)", Kind: Choice, Check: form.OAuthBox, Shown: When{verified},
				Options: []Option{{Value: "yes", Label: "yes", Note: "tick the box", When: When{oauth}}, {Value: "no", Label: "no", Note: "leave it empty"}},
				Why:     "The box must agree with the package; if not, saving answers \"Looks like this is not an OAuth connector\".",
				Where:   "A second connector in the solution, left over, can make it disagree.",
				Source:  "P75"},
		},
	}
	for _, f := range isvOAuth().Fields {
		f.Shown = append(When{verified, oauth}, f.Shown...)
		if f.ID == "oauth.expires" {
			f.Label, f.Why = "Client secret expires", "When the secret ends, the connector ends for everyone. A new one is sent as an update, a month before."
		}
		s.Fields = append(s.Fields, f)
	}
	return s
}

func pcProperties() Step {
	return Step{
		ID: "properties", Title: "Properties", When: When{verified},
		Fields: []Field{
			{ID: "offer.categories", Label: "Categories", Kind: Lines, Check: form.Categories, Prefill: PrefillCategory, Hint: "one a line, three at most",
				Why: "They should be the ones in x-ms-connector-metadata.", Where: "Tab General info. Microsoft's list is not published: choose what stands there.", Source: "P72"},
			{ID: "offer.terms", Label: "Terms for users", Kind: Choice, Source: "P74",
				Options: []Option{
					{Value: "standard", Label: "Standard Contract", Note: "Microsoft's own; recommended"},
					{Value: "link", Label: "a link to our own EULA"},
				},
				Why: "Exactly one of the two is given. The Standard Contract can likely not be taken back after publication.", Where: "Tab Legal and support info."},
			{ID: "offer.eula", Label: "Link to the EULA", Kind: Line, Check: form.WebLink, Shown: When{{"offer.terms", []string{"link"}}}, Source: "P73, P74",
				Why: "The terms that users accept."},
			{ID: "offer.privacy", Label: "Privacy policy link", Kind: Line, Check: form.WebLink, Prefill: PrefillPrivacy, Source: "P73",
				Why: "A page of its own, reachable without signing in; not the terms (5000.3.1.5)."},
			{ID: "offer.support", Label: "Support document link", Kind: Line, Check: form.WebLink, Source: "P73",
				Why: "Where users find help."},
			{ID: "email.support", Label: "Support email in the definition", Kind: Line, Check: form.SupportEmail, Prefill: PrefillContact, Source: "P49",
				Why: "Partner Center has no field for it: it stands in the definition's contact, and Microsoft writes to it.", Where: "info.contact.email in apiDefinition.swagger.json; a mailbox that outlives a person's job."},
		},
	}
}

func pcAvailability() Step {
	return Step{
		ID: "availability", Title: "Availability", When: When{verified},
		Fields: []Field{
			{ID: "offer.hideKey", Label: "HideKey", Kind: Line, Check: form.HideKey, Optional: true, Source: "P77",
				Why: "Empty means public. With a key the connector is hidden, and its documentation page does not appear.", Where: "Leave it empty unless Microsoft told you otherwise."},
		},
	}
}

func pcReview() Step {
	return Step{
		ID: "review", Title: "Review", When: When{verified},
		Fields: []Field{
			{ID: "offer.notify", Label: "Who is notified", Kind: Lines, Check: form.EmailList, Optional: true, Hint: "one address a line", Source: "P79",
				Why: "The notification audience hears of each state of the offer, also of the preview that lasts two business days only."},
			{ID: "offer.notes", Label: "Notes for certification", Kind: Lines, Check: form.Notes, Source: "P78",
				Drafted: []Text{
					{Text: "What changed: {update.what}", When: When{{"update.what", nil}}},
					{Text: "{testing.steps}", When: When{{"testing.steps", nil}}},
					{Text: "Test account: {testing.account}; its password follows below.", When: When{{"testing.steps", nil}, {"testing.account", nil}}},
					{Text: "Multifactor authentication: {testing.mfaSteps}", When: When{{"testing.mfaSteps", nil}}},
				},
				Why:   "The tester reads them: what changed, which policy codes were addressed, the test account, the way through MFA. No field asks for the account.",
				Where: "Drafted from your testing steps. The password is copied by itself during the hand-off and stands nowhere else."},
			{ID: "offer.days", Label: "Somebody is there on the two business days after the report", Kind: Tick, Source: "P81",
				Why: "The preview must be tested within two business days, or the offer is rejected. The report comes 24 to 48 hours after Publish."},
		},
	}
}

func pcUpdate() Step {
	return Step{
		ID: "update", Title: "Update",
		Texts: []Text{{Text: "An update or a resubmission goes into the same offer, never into a new one, and is certified from the beginning: {waiting}", Source: "V5"}},
		Fields: []Field{
			{ID: "update.version", Label: "Which version is updated?", Kind: Choice, Role: RoleBaseVersion, Prefill: PrefillBase, Lists: Versions,
				Why: "Its files are what the new ones are compared with.", Source: "P54, P55"},
			{ID: "update.reason", Label: "Why is it needed?", Kind: Choice, Prefill: PrefillReason, Source: "V5",
				Options: []Option{
					{Value: Requested, Label: "the report asked for changes", Short: "the report"},
					{Value: "window", Label: "the two days of the preview went by", Short: "preview missed"},
					{Value: "new", Label: "a new version", Short: "a new version"},
					{Value: "secret", Label: "a new client secret", Short: "a new secret"},
					{Value: "deprecate", Label: "operations are deprecated", Short: "deprecation"},
				},
				Why: "Each run is a new certification. A new secret is sent a month before the old one ends; deleting is refused, operations are deprecated."},
			{ID: "update.what", Label: "What was asked for, or what changes", Kind: Lines, Prefill: PrefillRequest, Check: form.Text, Source: "P78",
				Why: "Policy codes and changes go into the notes for certification."},
		},
	}
}
