package connector

const preface = `# Calibration

How well the rules agree with what Microsoft's validators printed and its engineers asked for on real pull
requests, and what they say about connectors that are published. The cases and connectors lie beside the
repository and are not part of it; this page is made by

    go test ./checks/connector -run Calibration -update

and held by the same test without ` + "`-update`" + `. What is explained here stands in
checks/connector/calibration_why_test.go and oracle_excuses_test.go. The rules themselves are in [rules.md](rules.md).
No rule names a case, a connector or a pull request.
`

const linesAbout = `A line counts as found where the rule has a finding at the same place (a JSON pointer, or ` + "`operation/…`" + ` of breaking
changes); what Microsoft's validators printed and somebody quoted`

const extrasAbout = `Most cases quote a part of what was printed. A case whose lines were all quoted whole is taken as a complete log, and
the lines of other validators about a pull request as a witness that this one was silent. Errors here about
apiDefinition.swagger.json that such a log does not hold:`

const wordingsAbout = `Every line that was quoted, with files or without, is searched for among the wordings of the rules, so that somebody who
was sent a line finds the rule by it (` + "`certwiz explain`" + `, rules.md).`

const requestsAbout = `A request counts as found where one of the rules for it has a finding in the same file.`

const corpusAbout = `%d published connectors, each with its files as they stand. Published connectors passed the validator when they were merged,
many of them before a rule existed. An error that fires on more than %.0f %% of them is wrong, or newer than they are.
Counted are connectors, not places; an empty cell is none.
`

// printedAs maps what the oracle calls a line (rules.json) to the rules that
// print it here.
var printedAs = map[string][]string{
	"swagger-parameter-x-ms-summary-required":          {"RequiredPropertyMissing"},
	"swagger-parameter-description-required":           {"RequiredPropertyMissing"},
	"swagger-operation-summary-required":               {"RequiredPropertyMissing"},
	"swagger-operation-description-required":           {"RequiredPropertyMissing"},
	"swagger-contact-required":                         {"RequiredPropertyMissing"},
	"swagger-connector-metadata-required":              {"RequiredPropertyMissing"},
	"swagger-info-description-english":                 {"ValueMustBeInEnglish"},
	"swagger-operation-has-many-responses-with-schema": {"OperationHasManyResponsesWithSchema"},
	"apiproperties-tenantid-ui-definition":             {"TenantIdDescribed"},
	"apiproperties-ui-constraints-types":               {"ConstraintNotText"},
	"apiproperties-redirect-mode":                      {"RedirectModeNotPerConnector"},
	"breaking-operation-deleted":                       {"OperationDeleted"},
	"breaking-required-parameter-added":                {"RequiredParameterAdded"},
	"breaking-output-type-changed":                     {"OutputFieldTypeChanged"},
	"breaking-input-enum-added":                        {"InputEnumAdded"},
	"breaking-path-template-changed":                   {"PathTemplateChanged"},
}

// missedLines says of lines that are not found why, by case, rule and pointer.
var missedLines = map[string]string{
	boolean("clientId"):     wasBoolean,
	boolean("clientSecret"): wasBoolean,
	boolean("resourceUri"):  wasBoolean,
	boolean("grantType"):    wasBoolean,
	"3097-1 apiproperties-redirect-mode line: 10 position: 46 path: '[0].properties.connectionParameters.token.oAuthSettings.redirectMode'": "Microsoft's published schema does not know GlobalPerConnector; engineers ask for it since November 2023, and so does the rule here",
}

// wasBoolean is about one case of April 2022.
const wasBoolean = "the validator of April 2022 wanted a boolean; Microsoft's schema of today wants the text, which the rule here asks for"

func boolean(parameter string) string {
	return "1421-1 apiproperties-ui-constraints-types line: 0 position: 0 path: 'properties.connectionParameters.token:" + parameter + ".uiDefinition.constraints.hidden'"
}

// extraErrors says of errors that nobody quoted why, by case and rule.
var extraErrors = map[string]string{}

// otherWording says of sentences that no rule has why, by what the oracle calls
// their rule.
var otherWording = map[string]string{
	"swagger-title-unique":                 "only Microsoft knows the titles that are taken",
	"swagger-title-length":                 "an older sentence, cut; FieldLengthExceeded finds it",
	"swagger-dataverse-length":             "printed by Dataverse, not by a validator; SwaggerTooLargeForSolution finds it and quotes the sentence",
	"package-flow-solution":                "about a solution with flows, which is not read",
	"icon-background":                      "printed by the package's checks; the icon rules find it under other words",
	"apiproperties-tenantid-ui-definition": "a sentence of the JSON schema's that tells nobody anything; TenantIdDescribed stands at the same place",
}

// overLimit says why errors stay errors that fire on more published connectors
// than the limit.
var overLimit = map[string]string{
	"RequiredPropertyMissing":   "printed for contact and x-ms-connector-metadata in 2021 and for the metadata in 2026; these were merged before, of 499 connectors changed since 2023 2 lack contact and 2 the metadata",
	"DefaultResponseHasSchema":  "printed in 2025, 15 lines; newer than these, of 499 connectors changed since 2023 4 have it",
	"ConstraintNotText":         "refused at certification in August 2026, and by the published schema since October 2024; all published connectors with it are older",
	"IndependentPublisherOAuth": "refused in reviews since September 2025 (PR 3939, 3841, 4058); all published connectors with it are older",
	"IntroMissing":              "the submission asks for intro.md (S36) and takes it as an attachment; the repository does without it",
	"ReadmeTemplateText":        "text of the template's cannot be right, and engineers asked for its removal in 2 reviews; these were overlooked. Headings of the template are a warning: 20 more connectors have one",
}

// leftOut is what engineers asked for or pages advise and no rule says.
var leftOut = []string{
	"A response for errors (4xx, 5xx) on every operation: 506 of 652 readable definitions have none (78 %); advised by a page with little weight. It would be noise.",
	"A description on every property: 375 of 652 lack one somewhere (58 %), no engineer asked for it alone.",
	"Short operation descriptions, to fit in the text box: asked for once, without a number. Above 120 characters 216 of 652 would be told, against the other request to say more.",
	"A default response beside others: 80 of 652 have one; engineers asked for its removal until 2022 and then accepted it without a schema.",
	"\"(Independent Publisher)\" in a title: a page asks for it in the connector's name, none of 387 published titles has it. Neither to ask for it nor to mind it is safe.",
	"Abbreviations in a title, vague sentences: nothing that a rule could name.",
	"Spelling beyond 80 common mistakes, grammar: a word list of English would tell brand names and field names for mistakes.",
	"The brand colour against the icon, where the icon is not in the repository; `paconn --secret` in a readme of a connector without OAuth: asked for once.",
	"Whether a title is taken in the store, whether an icon is unique: only Microsoft can tell.",
}

// readByHand is what a person found who read a sample of what the rules say
// about published documents.
const readByHand = `Forty findings on readme.md and intro.md of published connectors, drawn with a fixed seed and spread over the rules, were read against
their files on 24 November 2026, as a certification engineer would: **39 of 40 stood (97.5 %).** The one that did not: IntroCredentialsSteps asks Bloomflow
for numbered steps, where the key is to be asked for by mail. An earlier sample held four doubtful ones, whose rules were mended, so the
share is not one of untouched rules. The corpus holds two intro.md and no document in another language: what the rules on language, near
misses and files beside the document say rests on their own examples.
`
