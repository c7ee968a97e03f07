package gate_test

// requirementRows is the table: one row for each requirement.
func requirementRows() []row {
	rows := typeRows()
	rows = append(rows, formRows()...)
	return append(rows, updateRows()...)
}

// typeRows are S01 to S35: who publishes, how, and the archive.
func typeRows() []row {
	return []row{
		{"S01", "first the repository, then the portal", "the rail: Source comes before the portal's form", steps(commitOAuth, "connector", "source", "testing", "oauth", "support", "documents")},
		{"S02", "an independent publisher never does the portal part", "the rail of an independent publisher", all(steps(indie, "connector", "source", "documents"), says("portal part is for verified publishers only"))},
		{"S03", "open-sourcing is the rule", "page Connector, the choice of the route", says("Open-sourcing is the general rule", "the usual way")},
		{"S04", "concerns go to the Microsoft contact", "page Connector, the route's help", says("Microsoft contact")},
		{"S05", "both kinds of publishers open-source", "page Source of both", all(asks("commit", commitOAuth, indie), asks("pr.base", indie, commitOAuth))},
		{"S06", "open-sourced before the portal", "page Source, rules of the commit", all(says("must be merged into the repository before"), holds(commitOAuth, "commit"))},
		{"S07", "portal and repository hold the same files", "rule CommitDiffersFromFolder, ArchiveIsNotTheCommit", says("the portal's files must be the repository's")},
		{"S08", "the session for first-time contributors", "page Source, the commit's help", says("First Time Contributor")},
		{"S09", "a pull request is opened", "page Source, hand-off of an independent publisher", all(item(indie, "press", "open"), says("pull request"))},
		{"S10", "feedback within 1 to 2 weeks", "the desk's clock", window("pull request", 14)},
		{"S11", "changes go into the same pull request", "page Source, the commit's help", says("that same pull request")},
		{"S12", "each round takes 1 to 2 weeks more", "the desk's clock", window("pull request again", 14)},
		{"S13", "the publisher keeps ownership", "guidance only: page Connector, the route's help", says("You keep ownership and may accept or reject")},
		{"S14", "Microsoft merges", "rule CommitNotMerged, page Source", says("Microsoft, not you, merges it")},
		{"S15", "portal only once it is merged", "the gate: a commit that is not merged holds it", says("merged")},
		{"S16", "functions are easily added", "guidance only: page Connector, the route's help", says("functions are easily added")},
		{"S17", "the community contributes", "guidance only: page Connector, the route's help", says("community can mend and extend")},
		{"S18", "users ask for features", "guidance only: page Connector, the route's help", says("users can ask for features")},
		{"S19", "changes keep their history", "guidance only: page Connector, the route's help", says("changes keep their history")},
		{"S20", "several developers work together", "guidance only: page Connector, the route's help", says("several developers can work together")},
		{"S21", "only the connector's files are opened", "certwiz pr: every other file stays (TestFiles)", leavesOut("settings.json", "key.pem", "src/")},
		{"S22", "it is reachable already", "guidance only: page Connector, the route's help", says("already reachable through the public Power Platform APIs")},
		{"S23", "stored publicly on GitHub", "page Connector", says("stored publicly on GitHub", "github.com/microsoft/PowerPlatformConnectors")},
		{"S24", "no personal data, no intellectual property", "page Connector, a tick; rules on secrets in the files", all(holds(commitOAuth, "repository.clean"), says("no personal data"))},
		{"S25", "Microsoft adds the publisher to CODEOWNERS", "rule PullRequestNoOwner", ownersRule()},
		{"S26", "changes are the publisher's from then on", "rule PullRequestNoOwner", ownersRule()},
		{"S27", "a .zip only with an exception", "page Connector, a tick of the exception's", all(asks("exception.granted", zipOAuth, commitOAuth), holds(zipOAuth, "exception.granted"))},
		{"S28", "with an exception always a .zip", "page Source: no choice with an exception", all(asks("zip", zipOAuth, commitOAuth), asks("source", commitOAuth, zipOAuth))},
		{"S29", "the files go into one archive", "page Source, building an archive", says("holds exactly")},
		{"S30", "only a valid archive is submitted", "the gate: findings on the archive hold it", holds(zipOAuth, "zip")},
		{"S31", "apiDefinition.swagger.json is in it", "rules of checks/archive", archiveRule("apiDefinition.swagger.json")},
		{"S32", "apiProperties.json is in it", "rules of checks/archive", archiveRule("apiProperties.json")},
		{"S33", "the icon is in it", "rules of checks/archive", archiveRule("icon.png")},
		{"S34", "exactly the three artifacts", "rules of checks/archive", foreignFile("notes.txt")},
		{"S35", "what macOS adds", "rules of checks/archive", foreignFile("__MACOSX/._icon.png")},
	}
}

// formRows are S36 to S85 and S102 to S103, but for the last two: the form,
// credentials and documents.
func formRows() []row {
	return []row{
		{"S36", "the portal part is for verified publishers", "the rail of an independent publisher", all(steps(indie, "connector", "source", "documents"), says("verified publishers only"))},
		{"S37", "on the Connector certification tab", "hand-off, first item", item(commitOAuth, "open", "")},
		{"S38", "a reply within 1 to 2 weeks", "the desk's clock", window("review", 14)},
		{"S39", "issues lead to an update", "the desk: changes requested, then u (TestStanding)", says("What was asked for")},
		{"S40", "1 to 2 weeks more after it", "the desk's clock", window("review again", 14)},
		{"S41", "the contact directs a submission by .zip", "page Connector, tick and name", all(holds(zipOAuth, "exception.directed"), holds(zipOAuth, "exception.contact"))},
		{"S42", "every step of the Certification process page", "page Connector, tick", holds(zipOAuth, "exception.process")},
		{"S43", "artifacts validated before", "the gate: findings on the files hold it (TestGateOnFiles)", says("is applied here first")},
		{"S44", "Submit for review only when all is valid", "Submit for review, locked with all reasons (TestEveryRequiredAnswerHoldsTheGate)", holds(commitOAuth, "testing.steps")},
		{"S45", "an active email address", "page Support", all(holds(commitOAuth, "email.submitter"), holds(commitOAuth, "email.active"), shut(commitOAuth, "email.submitter", "nobody"))},
		{"S46", "a commit or a .zip, exactly one", "page Source; the hand-off has one of the two", all(holds(commitOAuth, "source"), item(commitOAuth, "commit", "email"), item(zipOAuth, "zip", "email"))},
		{"S47", "the first way is the commit", "page Source", holds(commitOAuth, "commit")},
		{"S48", "the commit that was merged", "rules CommitIsPullRequestHead, CommitNotNewest", says("never the pull request's own head")},
		{"S49", "the second way is the archive", "page Source", holds(zipOAuth, "zip")},
		{"S50", "testing information and credentials", "page Testing", all(holds(commitOAuth, "testing.steps"), holds(commitOAuth, "testing.account"), holds(commitOAuth, "testing.password"), holds("verified, commit, API key", "testing.apiKey"))},
		{"S51", "as detailed as possible", "page Testing, live under the field", shut(commitOAuth, "testing.steps", "try it")},
		{"S52", "valid", "page Testing, tick", holds(commitOAuth, "testing.valid")},
		{"S53", "a valid client ID for OAuth", "page OAuth", all(holds(commitOAuth, "oauth.clientId"), asks("oauth.clientId", commitOAuth, "verified, commit, API key"))},
		{"S54", "a valid client secret for OAuth", "page OAuth", holds(commitOAuth, "oauth.clientSecret")},
		{"S55", "can't be altered after submission", "page OAuth; the confirmation", says("can't be altered")},
		{"S56", "stored in Azure Key Vault", "page OAuth", says("Azure Key Vault")},
		{"S57", "changes go through the contact", "page OAuth", says("Microsoft contact")},
		{"S58", "redirect URLs added to the app", "page OAuth, a tick each", all(holds(commitOAuth, "oauth.redirect.global"), holds(commitOAuth, "oauth.redirect.globalTest"), holds(commitOAuth, "oauth.redirect.own"),
			says("https://global.consent.azure-apim.net/redirect", "https://global-test.consent.azure-apim.net/redirect"))},
		{"S59", "no multifactor authentication", "page Testing, the question", all(holds(commitOAuth, "testing.mfa"), says("should not use multifactor authentication"))},
		{"S60", "or the way through it", "page Testing, shown when yes", all(holds("verified, commit, MFA", "testing.mfaSteps"), asks("testing.mfaSteps", "verified, commit, MFA", commitOAuth))},
		{"S61", "a support email", "page Support", holds(commitOAuth, "email.support")},
		{"S62", "trouble goes to the contact", "hand-off, the item to press", says("Microsoft contact")},
		{"S63", "intro.md is attached separately", "hand-off, after the confirmation", item(commitOAuth, "intro", "press")},
		{"S64", "in Activity Control or Functional Documentation", "hand-off", says("Activity Control or Functional Documentation")},
		{"S65", "it becomes public documentation", "page Documents, intro.md's help", says("public documentation")},
		{"S66", "it is not the readme", "rules of checks/prose", proseRule("intro and readme alike")},
		{"S67", "no actions or triggers in it", "rules of checks/prose", proseRule("operations listed")},
		{"S68", "because they are generated", "page Documents, intro.md's help", says("their documentation is generated")},
		{"S69", "it follows the template", "rules of checks/prose; page Documents writes it", says("Microsoft's template")},
		{"S70", "it opens with what it offers", "rules of checks/prose", proseRule("no opening")},
		{"S71", "the opening is not the description", "rules of checks/prose", proseRule("opening is the description")},
		{"S72", "one paragraph at most", "rules of checks/prose", proseRule("two paragraphs")},
		{"S73", "eight sentences at most", "rules of checks/prose; page Documents counts", proseRule("nine sentences")},
		{"S74", "Prerequisites", "rules of checks/prose", proseRule("no Prerequisites")},
		{"S75", "How to get credentials", "rules of checks/prose", proseRule("no How to get credentials")},
		{"S76", "step by step, with links", "rules of checks/prose", proseRule("credentials without steps")},
		{"S77", "may be left out without authentication", "rules of checks/prose", proseRule("no credentials needed")},
		{"S78", "Get started with your connector", "rules of checks/prose", proseRule("no Get started with your connector")},
		{"S79", "common use cases", "page Documents, tick", says("common use")},
		{"S80", "images where possible", "rules of checks/prose, advice", proseRule("no image")},
		{"S81", "Known issues and limitations", "rules of checks/prose", proseRule("no Known issues and limitations")},
		{"S82", "workarounds", "page Documents, tick", says("workarounds")},
		{"S83", "Common errors and remedies", "rules of checks/prose", proseRule("no Common errors and remedies")},
		{"S84", "FAQ", "rules of checks/prose", proseRule("no FAQ")},
		{"S85", "prepare for testing", "hand-off, after the confirmation", item(commitOAuth, "testing", "press")},
	}
}

// updateRows are S86 to S103: the guided update and what comes next.
func updateRows() []row {
	return []row{
		{"S86", "updates are for verified publishers", "certwiz update: the portal part has no independent publishers", steps(updated, "update", "connector", "source", "testing", "oauth", "support", "documents")},
		{"S87", "in certification and not certified", "page Update; TestStanding", shut(updated, "update.certified", "yes")},
		{"S88", "reason: Microsoft asked", "page Update", all(holds(updated, "update.reason"), says("Microsoft asked for changes"))},
		{"S89", "reason: a critical issue", "page Update", all(shut(updated, "update.reason", "because"), says("critical issue"))},
		{"S90", "an update resets the process", "page Update; the confirmation", says("starts the review again")},
		{"S91", "a pull request with the updated artifacts", "hand-off of an update", item(updated, "pull request", "press")},
		{"S92", "the existing submission is selected", "hand-off of an update", item(updated, "select", "open")},
		{"S93", "the most recent version is selected", "page Update; hand-off", all(item(updated, "version", "select"), holds(updated, "update.version"))},
		{"S94", "Submit an update", "hand-off of an update", item(updated, "update", "version")},
		{"S95", "Confirm in Confirm Edit", "page Update; hand-off", all(item(updated, "confirm", "update"), shut(updated, "update.confirm", "confirm"))},
		{"S96", "Remove the old archive", "page Update, tick; hand-off", all(item(updated, "remove", "confirm"), holds(updated, "update.removed"))},
		{"S97", "new artifacts by commit or .zip", "page Source, the differences; rule SameAsLastVersion", all(rule("SameAsLastVersion"), holds(updated, "commit"))},
		{"S98", "every field is filled in again", "carried-over answers are confirmed one by one (TestCarriedAnswersHoldTheGate)", item(updated, "email", "remove")},
		{"S99", "Submit for Review and its confirmation", "hand-off: the question of the receipt", item(updated, "press", "confirm")},
		{"S100", "not selected again", "the desk: Submit an update is locked (TestStanding)", says("must not be selected again")},
		{"S101", "certified connectors go elsewhere", "page Update", all(shut(updated, "update.certified", "yes"), says("Update your certified connector"))},
		{"S102", "test your connector", "hand-off, after the confirmation", item(commitOAuth, "testing", "press")},
		{"S103", "where feedback goes", "hand-off, after the confirmation", all(item(commitOAuth, "feedback", "press"), says("Submit issues or get help with connectors"))},
	}
}
