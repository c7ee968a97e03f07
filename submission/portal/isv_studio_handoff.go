package portal

// today says what has become of the address.
const today = "closed on 31 May 2024; for today's form see Partner Center, whose fields differ"

func isvSubmit() Final {
	return Final{
		ID: "submit", Button: "Submit for review", When: When{verified},
		Open:    "Everything is valid. This freezes version {version}:",
		Summary: isvSummary(),
		Cannot:  isvCannot(),
		Receipt: "Did the portal show its confirmation?",
		Window:  "review",
		Items: append(append([]Item{
			{ID: "open", Label: "Open the Connector certification tab", Kind: Open, Link: "portal", Note: today, Source: "S37"},
			{ID: "email", Label: "Email address", Kind: Paste, Field: "email.submitter", Source: "S45"},
		}, isvForm()...), isvAfter()...),
	}
}

func isvUpdated() Final {
	return Final{
		ID: "update", Button: "Submit for Review", When: When{verified, updating},
		Open:    "Everything is valid. This freezes version {version}:",
		Summary: append([]Brief{{Field: "update.reason", Label: "reason", Text: "{choice}"}}, isvSummary()...),
		Cannot: append([]Text{
			{Text: "The review starts again: {waiting}", Source: "S90"},
			{Text: "Submit an update must not be selected again afterwards: it resets the progress once more.", Source: "S100"},
		}, isvCannot()...),
		Receipt: "Did the portal show its confirmation?",
		Window:  "review again",
		Items: append(append([]Item{
			{ID: "open", Label: "Open the Connector certification tab", Kind: Open, Link: "portal", Note: today, Source: "S37"},
			{ID: "select", Label: "Select the existing submission; make no new one", Kind: Press, Source: "S92"},
			{ID: "version", Label: "Select the most recent version in the pane on the right", Kind: Press, Source: "S93"},
			{ID: "update", Label: "Select Submit an update at the lower left", Kind: Press, Source: "S94"},
			{ID: "confirm", Label: "Select Confirm in the Confirm Edit prompt", Kind: Press, Note: "this resets the process", Source: "S95"},
			{ID: "remove", Label: "Select Remove on the existing archive", Kind: Press, Source: "S96"},
			{ID: "email", Label: "Email address", Kind: Paste, Field: "email.submitter", Source: "S45, S98"},
		}, isvForm()...), append(isvAfter(),
			Item{ID: "pull request", Label: "Open a pull request with the updated artifacts", Kind: Open, Link: "repository", After: true, Pull: true,
				Note: "with a commit it is merged already; with a .zip it follows now, by certwiz pr", Source: "S91"})...),
	}
}

func isvSummary() []Brief {
	return []Brief{
		{Field: "commit", Label: "commit"},
		{Field: "zip", Label: "archive"},
		{Field: "testing.steps", Label: "steps", Text: "{lines} lines for the engineer"},
		{Field: "testing.account", Label: "account"},
		{Field: "oauth.clientId", Label: "OAuth", Text: "client {value}, secret {vault}", Secret: "oauth.clientSecret"},
		{Field: "email.submitter", Label: "your address"},
		{Field: "email.support", Label: "support"},
		{Field: "intro", Label: "intro.md"},
	}
}

func isvCannot() []Text {
	return []Text{{Text: "Client ID and secret can't be altered afterwards.", When: When{oauth}, Source: "S55"}}
}

// isvForm is the form itself, in the portal's order.
func isvForm() []Item {
	return []Item{
		{ID: "commit", Label: "GitHub commit", Kind: Paste, Field: "commit", When: When{byCommit}, Source: "S47"},
		{ID: "zip", Label: "Upload the .zip", Kind: Upload, File: "archive", When: When{byZip}, Source: "S49"},
		{ID: "steps", Label: "Testing information", Kind: Paste, Field: "testing.steps", Source: "S50"},
		{ID: "account", Label: "Test account", Kind: Paste, Field: "testing.account", When: When{{"testing.account", nil}}, Source: "S50"},
		{ID: "password", Label: "Password", Kind: Paste, Field: "testing.password", When: When{{"testing.password", nil}}, Source: "S50"},
		{ID: "apiKey", Label: "API key", Kind: Paste, Field: "testing.apiKey", When: When{apiKey}, Source: "S50"},
		{ID: "mfa", Label: "Steps through MFA", Kind: Paste, Field: "testing.mfaSteps", When: When{withMFA}, Source: "S60"},
		{ID: "clientId", Label: "OAuth Client ID", Kind: Paste, Field: "oauth.clientId", When: When{oauth}, Source: "S53"},
		{ID: "clientSecret", Label: "OAuth Client Secret", Kind: Paste, Field: "oauth.clientSecret", When: When{oauth}, Source: "S54"},
		{ID: "support", Label: "Support email", Kind: Paste, Field: "email.support", Source: "S61"},
		{ID: "press", Label: "Press Submit for review in the portal", Kind: Press, Note: "trouble with submitting goes to your Microsoft contact", Source: "S44, S62"},
	}
}

func isvAfter() []Item {
	return []Item{
		{ID: "intro", Label: "Attach intro.md in Activity Control or Functional Documentation", Kind: Attach, File: "intro.md", After: true, Source: "S63, S64"},
		{ID: "testing", Label: "Prepare for Test your connector in certification", Kind: Open, Link: "testing", After: true, Source: "S85, S102"},
		{ID: "feedback", Label: "Feedback on the platform: Submit issues or get help with connectors", Kind: Open, Link: "feedback", After: true, Source: "S103"},
	}
}

func isvPullRequest() Final {
	return Final{
		ID: "pull request", ByPull: true, Button: "Ready for review", When: When{independent},
		Open:    "Everything is valid: the files are ready for a pull request. This freezes version {version}:",
		Summary: []Brief{{Field: "pr.url", Label: "pull request"}, {Field: "readme", Label: "readme.md"}},
		Receipt: "Is the pull request open?",
		Window:  "pull request",
		Items: []Item{
			{ID: "open", Label: "Open the repository", Kind: Open, Link: "repository", Source: "S09"},
			{ID: "title", Label: "Title of the pull request", Kind: Paste, Field: "pr.title", Source: "S09"},
			{ID: "press", Label: "Create the pull request to dev", Kind: Press, Note: "certwiz pr prepares and opens it; Microsoft approves and merges it", Source: "S09, S14"},
			{ID: "feedback", Label: "Feedback on the platform: Submit issues or get help with connectors", Kind: Open, Link: "feedback", After: true, Source: "S103"},
		},
	}
}

func isvWindows() []Window {
	return []Window{
		{ID: "pull request", Text: "A certification engineer gives feedback on the pull request within 1 to 2 weeks.", Whose: "Microsoft", Days: 14, Source: "S10"},
		{ID: "pull request again", Text: "Each round of changes takes 1 to 2 weeks more.", Whose: "Microsoft", Days: 14, Source: "S12"},
		{ID: "review", Text: "A certification engineer replies within 1 to 2 weeks.", Whose: "Microsoft", Days: 14, Source: "S38"},
		{ID: "review again", Text: "After an update the engineer needs 1 to 2 weeks more.", Whose: "Microsoft", Days: 14, Source: "S40"},
		deployment(),
	}
}

func isvLinks() []Link {
	const docs = "https://learn.microsoft.com/connectors/custom-connectors/"
	return []Link{
		{ID: "portal", Title: "Connector certification tab of ISV Studio", URL: "https://isvstudio.powerapps.com/ep/connector", Seen: "2022-06-08"},
		{ID: "repository", Title: "The open-source repository", URL: "https://github.com/microsoft/PowerPlatformConnectors", Seen: "2024-10-23"},
		{ID: "form", Title: "Submit your connector for Microsoft certification", URL: docs + "submit-for-certification", Seen: "2022-06-08"},
		{ID: "eligible", Title: "Who is eligible", URL: docs + "submit-certification", Seen: "2022-06-08"},
		{ID: "process", Title: "Certification process", URL: docs + "certification-submission", Seen: "2022-06-08"},
		{ID: "testing", Title: "Test your connector in certification", URL: docs + "certification-testing", Seen: "2022-06-08"},
		{ID: "certified", Title: "Update your certified connector", URL: docs + "certification-updates", Seen: "2022-06-08"},
		{ID: "feedback", Title: "Submit issues or get help with connectors", URL: docs + "provide-feedback", Seen: "2022-06-08"},
	}
}

func isvFacts() []Fact {
	return []Fact{
		{Text: "ISV Studio was deprecated on 1 April 2024 and removed on 31 May 2024.", Source: "Microsoft, Important changes (deprecations)", Seen: "2024-05-31"},
		{Text: "Since 31 May 2024 connectors are submitted in Partner Center.", Source: "learn.microsoft.com, submit-for-certification", Seen: "2024-05-31"},
		{Text: "The offer type is called Connectors & Agents in Microsoft Copilot Studio.", Source: "Microsoft, Publish a template", Seen: "2024-11-15"},
		{Text: "An engineer replies within 1 to 2 weeks.", Source: "S38", Seen: "2022-06-08"},
		{Text: "The form's fields and their order.", Source: "S45–S61", Seen: "2022-06-08"},
	}
}
