package portal

func pcPublish() Final {
	return Final{
		ID: "publish", Button: "Ready to publish", When: When{verified},
		Open:    "Everything is valid. This freezes version {version}, to be carried into Partner Center:",
		Summary: pcSummary(),
		Cannot:  pcCannot(),
		Receipt: "Does Partner Center say that the offer is published?",
		Window:  "certification",
		Items: append(append([]Item{
			{ID: "open", Label: "Open Partner Center, Marketplace offers", Kind: Open, Link: "portal", Note: "tab Microsoft 365 and Copilot; missing means not enrolled", Source: "Q3"},
			{ID: "new", Label: "New offer: choose the connector's tile", Kind: Press, Note: "Microsoft Copilot Studio Connector or Agent", Source: "Q3"},
			{ID: "name", Label: "New offer: Name", Kind: Paste, Field: "offer.name", Source: "P71"},
			{ID: "setup", Label: "Product setup: nothing to enter", Kind: Press, Note: "its status is Complete by itself", Source: "V4"},
		}, pcTabs()...), pcAfter()...),
	}
}

func pcUpdated() Final {
	return Final{
		ID: "update", Button: "Ready to publish", When: When{verified, updating},
		Open:    "Everything is valid. This freezes version {version}, to be carried into the same offer:",
		Summary: append([]Brief{{Field: "update.reason", Label: "reason", Text: "{choice}"}}, pcSummary()...),
		Cannot:  append([]Text{{Text: "Certification starts again: {waiting}", Source: "V5"}}, pcCannot()...),
		Receipt: "Does Partner Center say that the offer is published?",
		Window:  "certification",
		Items: append(append([]Item{
			{ID: "open", Label: "Open Partner Center, Marketplace offers", Kind: Open, Link: "portal", Source: "Q3"},
			{ID: "same", Label: "Product overview of the same offer: Update or Resubmit", Kind: Press, Note: "never a new offer", Source: "V5"},
		}, pcTabs()...), pcAfter()...),
	}
}

func pcSummary() []Brief {
	return []Brief{
		{Field: "commit", Label: "merged"},
		{Field: "package", Label: "package"},
		{Field: "package.linkEnds", Label: "link", Text: "kept {vault}, ends {value}"},
		{Field: "offer.name", Label: "offer"},
		{Field: "oauth.clientId", Label: "OAuth", Text: "client {value}, secret kept {vault}"},
		{Field: "offer.notes", Label: "notes", Text: "{lines} lines for the tester"},
		{Field: "email.submitter", Label: "your address"},
		{Field: "intro", Label: "intro.md"},
	}
}

func pcCannot() []Text {
	return []Text{
		{Text: "The Standard Contract can likely not be taken back once the offer is published.", When: When{{"offer.terms", []string{"standard"}}}, Source: "P74"},
		{Text: "After Go live there is no way back to the version before.", Source: "V7"},
	}
}

// pcTabs is the offer, tab by tab, in Partner Center's order.
func pcTabs() []Item {
	return []Item{
		{ID: "blob", Label: "Packages: see that the blob is this package", Kind: Upload, File: FilePackage, Note: "upload it again if you built it since", Source: "P70"},
		{ID: "link", Label: "Packages: SAS URI", Kind: Paste, Field: "package.link", Source: "P61"},
		{ID: "oauth", Label: "Packages: tick the box for OAuth", Kind: Press, When: When{{"package.oauth", []string{"yes"}}}, Source: "P75"},
		{ID: "clientId", Label: "Packages: Client ID", Kind: Paste, Field: "oauth.clientId", When: When{oauth}, Source: "P76"},
		{ID: "clientSecret", Label: "Packages: Client Secret", Kind: Paste, Field: "oauth.clientSecret", When: When{oauth}, Source: "P76"},
		{ID: "savePackage", Label: "Packages: Save draft", Kind: Press, Note: "Complete means the structure is right; a red banner says what is not; 41601 is a space in the link", Source: "V4"},
		{ID: "categories", Label: "Properties, General info: Categories", Kind: Paste, Field: "offer.categories", Source: "P72"},
		{ID: "standard", Label: "Properties, Legal: tick Standard Contract", Kind: Press, When: When{{"offer.terms", []string{"standard"}}}, Source: "P74"},
		{ID: "eula", Label: "Properties, Legal: EULA link", Kind: Paste, Field: "offer.eula", When: When{{"offer.terms", []string{"link"}}}, Source: "P74"},
		{ID: "privacy", Label: "Properties, Legal: Privacy policy link", Kind: Paste, Field: "offer.privacy", Source: "P73"},
		{ID: "support", Label: "Properties, Legal: Support document link", Kind: Paste, Field: "offer.support", Source: "P73"},
		{ID: "hideKey", Label: "Availability: HideKey", Kind: Paste, Field: "offer.hideKey", When: When{{"offer.hideKey", nil}}, Source: "P77"},
		{ID: "notify", Label: "Review and publish: notification audience", Kind: Paste, Field: "offer.notify", When: When{{"offer.notify", nil}}, Source: "P79"},
		{ID: "notes", Label: "Review and publish: notes for certification", Kind: Paste, Field: "offer.notes", Source: "P78"},
		{ID: "account", Label: "In the notes: test account", Kind: Paste, Field: "testing.account", When: When{{"testing.account", nil}}, Source: "P78"},
		{ID: "password", Label: "In the notes: its password", Kind: Paste, Field: "testing.password", When: When{{"testing.password", nil}}, Source: "P78"},
		{ID: "apiKey", Label: "In the notes: API key", Kind: Paste, Field: "testing.apiKey", When: When{apiKey}, Source: "P78"},
		{ID: "press", Label: "Review and publish: all tabs Complete, then Publish", Kind: Press, Note: "it says Payload processing status: Completed", Source: "V5"},
	}
}

func pcAfter() []Item {
	return []Item{
		{ID: "testing", Label: "Prepare for the preview: two business days to test and to Go live", Kind: Open, Link: "testing", After: true, Source: "V6"},
		{ID: "policy", Label: "If the report names a policy code", Kind: Open, Link: "policy", After: true, Note: "certwiz explain 5000.1.1.16 tells what is known", Source: "V5"},
	}
}

func pcPullRequest() Final {
	return Final{
		ID: "pull request", ByPull: true, Button: "Ready for review", When: When{independent},
		Open:    "Everything is valid: files and package are ready for a pull request. This freezes version {version}:",
		Summary: []Brief{{Field: "pr.url", Label: "pull request"}, {Field: "package", Label: "package"}, {Field: "readme", Label: "readme.md"}},
		Receipt: "Is the pull request open?",
		Window:  "pull request",
		Items: []Item{
			{ID: "open", Label: "Open the repository", Kind: Open, Link: "repository", Source: "P82"},
			{ID: "title", Label: "Title of the pull request", Kind: Paste, Field: "pr.title", Note: "begins with Proposal - until the reviewer says go", Source: "P86"},
			{ID: "package", Label: "Put the package into the connector's folder", Kind: Upload, File: FilePackage, Note: "in the same pull request", Source: "P83"},
			{ID: "press", Label: "Create the pull request to dev", Kind: Press, Note: "no draft; from the same GitHub account as last time", Source: "P86, P87"},
			{ID: "form", Label: "Fill in the registration form with your mail address", Kind: Press, Note: "the one in the connector; a wrong one costs weeks", After: true, Source: "I3"},
			{ID: "onevet", Label: "OneVet: ID, selfie, Authenticator, then share the credential", Kind: Press, Note: "without sharing it stays in progress; 30 days to do it", After: true, Source: "I4"},
		},
	}
}

func pcWindows() []Window {
	return []Window{
		{ID: "certification", Text: "Microsoft reports within 24 to 48 hours.", Whose: "Microsoft", Days: 2, Source: "V5"},
		{ID: "preview", Text: "The preview lasts two business days; Microsoft's holidays are not published, so this counts Monday to Friday.", Whose: "yours", Days: 2, Business: true, Source: "V6"},
		{ID: "rollout", Text: "Production starts on a Friday, Pacific time; 2 to 6 weeks were seen until the connector is live.", Whose: "Microsoft", Days: 42, Source: "V7"},
		{ID: "pull request", Text: "A reviewer looks at the proposal within 1 to 2 weeks.", Whose: "Microsoft", Days: 14, Source: "I0"},
		{ID: "pull request again", Text: "Each round of changes takes 1 to 2 weeks more.", Whose: "Microsoft", Days: 14, Source: "I6"},
		deployment(),
	}
}

// pcTurns are the states after Publish, V5 to V10.
func pcTurns() []Turn {
	return []Turn{
		{Event: "changes requested", Name: "changes-requested", Label: "the report names errors", NeedsText: true, Stage: "changes requested", Whose: "yours", Source: "V5",
			Next: "Mend what the report names, build the package anew, and resubmit the same offer."},
		{Event: "approved", Name: "preview", Label: "passed: the preview is ready (Publisher signoff)", Stage: "preview", Whose: "yours", Window: "preview", Source: "V6",
			Next: "Sign in with the mailed user and one-time password, take the trial licence, run a flow for each operation and trigger in the certified connector, then press Go live."},
		{Event: "went live", Name: "go-live", Label: "I pressed Go live", Stage: "going live", Whose: "Microsoft", Window: "rollout", Source: "V7",
			Next: "There is no way back to the version before."},
		{Event: "preview missed", Name: "preview-missed", Label: "the two days of the preview went by", Stage: "preview missed", Whose: "yours", Source: "V6",
			Next: "Resubmit the same offer: certification runs again."},
		{Event: "certified", Name: "live", Label: "the connector is live", Stage: "certified", Source: "V8",
			Next: "It carries the tag preview. An update goes into the same offer; general availability can be asked for about a month later."},
		{Event: "generally available", Name: "available", Label: "generally available", Stage: "available", Source: "V9",
			Next: "An update goes into the same offer. To retire it, mark each operation deprecated and send that as an update."},
	}
}

func pcLinks() []Link {
	const docs = "https://learn.microsoft.com/connectors/custom-connectors/"
	return []Link{
		{ID: "portal", Title: "Partner Center", URL: "https://partner.microsoft.com/dashboard/home", Seen: "2026-09-21"},
		{ID: "repository", Title: "The open-source repository", URL: "https://github.com/microsoft/PowerPlatformConnectors", Seen: "2026-09-18"},
		{ID: "form", Title: "Submit your connector for certification", URL: docs + "submit-for-certification", Seen: "2026-09-18"},
		{ID: "process", Title: "Prepare the files", URL: docs + "certification-submission", Seen: "2026-09-18"},
		{ID: "testing", Title: "Test your connector after certification", URL: docs + "certification-testing", Seen: "2026-09-18"},
		{ID: "policy", Title: "Policy codes and what they mean", URL: docs + "certification-policy-errors", Seen: "2026-09-18"},
		{ID: "certified", Title: "Update your certified connector", URL: docs + "certification-updates", Seen: "2026-09-18"},
	}
}

func pcFacts() []Fact {
	return []Fact{
		{Text: "Connectors are open-sourced first, then an offer in Partner Center names the package.", Source: "learn.microsoft.com, submit-for-certification", Seen: "2026-07-23"},
		{Text: "The tile reads Microsoft Copilot Studio Connector or Agent.", Source: "a publisher's notes", Seen: "2026-09-21"},
		{Text: "The report comes within 24 to 48 hours.", Source: "Microsoft, Publish a template", Seen: "2024-11-15"},
		{Text: "The preview must be tested within two business days.", Source: "learn.microsoft.com, certification-testing", Seen: "2026-08-05"},
		{Text: "MCP servers go into another offer since 31 October 2026.", Source: "learn.microsoft.com, mcp-certification", Seen: "2026-09-25"},
		{Text: "No interface for connector offers is documented.", Source: "learn.microsoft.com, submission-api-overview", Seen: partnerCenterAsOf},
	}
}
