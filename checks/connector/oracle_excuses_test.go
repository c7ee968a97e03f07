package connector

import "maps"

// The tables of this file say for every request of an engineer that no rule
// finds why that is so. Cases are named here and in no rule. Keys are the case
// and what the oracle calls the rule.

// beyond are requests that no rule about a connector's files can answer.
var beyond = map[string]string{
	"process-folder-certified":                    "about the place of the folder in the repository, which its files do not tell",
	"process-same-files-as-portal":                "about a package that was uploaded elsewhere",
	"process-screenshots":                         "about pictures that belong into the pull request",
	"process-title-pattern":                       "about the title of the pull request",
	"process-root-files-untouched":                "about files outside the connector's folder",
	"apiproperties-icon-brand-color-matches-icon": "about a picture that is not in the repository; where there is one the icon rules compare the two",
	"apiproperties-multi-auth-not-supported":      "an answer to an author, no request",
	"apiproperties-schema":                        "points at what the validator printed, which is counted among its lines",
}

// taste are requests for something better where nothing is wrong that a rule
// could name.
var taste = map[string]string{
	"0404-1 readme-title":                           "a heading that could be left out; the readme has its title",
	"0709-1 swagger-title-identifier-like":          "an abbreviation that the engineer found too general; it is the product's name",
	"0850-1 swagger-info-description-uninformative": "a whole sentence of 92 characters that the engineer found vague",
	"0880-1 readme-description":                     "a description in a long sentence; the engineer wanted one for contributors",
}

// mended are requests whose files were saved after they had been met: what the
// engineer quotes stands in them no more, which the test holds.
var mended = map[string]string{
	"0316-1 swagger-contact-required":                 "contact is there",
	"0316-1 swagger-connector-metadata-required":      "x-ms-connector-metadata is there",
	"0503-1 swagger-response-default-only":            "no operation has a default response",
	"0524-1 swagger-formatting-indentation":           "the case holds no files",
	"0530-1 swagger-response-default-only":            "no operation has a default response",
	"0567-1 swagger-response-default-only":            "no operation has a default response",
	"0570-1 swagger-invalid-connector-category":       "the categories are Data and Website",
	"0587-1 swagger-response-description-placeholder": "the descriptions are OK and Created",
	"0600-1 swagger-info-description-uninformative":   "the description is three sentences",
	"0611-1 apiproperties-client-id-dummy":            "the client ID is [[DummyValue]]",
	"0654-1 apiproperties-client-id-dummy":            "the client ID is a placeholder",
	"0700-1 swagger-response-default-only":            "no operation has a default response",
	"0700-1 swagger-response-default-empty-schema":    "no operation has a default response",
	"0713-1 apiproperties-client-id-dummy":            "the client ID is <clientId>",
	"0774-1 process-extra-files":                      "icon.png and settings.json are not in the folder",
	"0798-1 swagger-property-description-equals-name": "the descriptions are sentences",
	"0798-1 swagger-security-definition-undefined":    "there are no security definitions",
	"0893-1 readme-empty-section":                     "the section is gone",
	"0942-1 swagger-response-description-placeholder": "the descriptions are OK",
	"1149-1 readme-section-order":                     "the section stands below Prerequisites",
	"1583-1 process-file-names":                       "the file is named apiDefinition.swagger.json",
	"1620-1 swagger-response-default-only":            "no response is described as default",
	"2133-1 readme-template-text":                     "the case holds no readme; it lay at the root of the repository",
}

// quoteStays are mended requests whose quote is too short to be gone.
var quoteStays = map[string]bool{
	"0316-1 swagger-connector-metadata-required": true, // the end of the file
	"0774-1 process-extra-files":                 true, // a brace
	"1149-1 readme-section-order":                true, // a heading that was moved
}

// unanswered are requests that a rule could find and none does.
var unanswered = map[string]string{
	"1312-1 apiproperties-client-id-dummy": "the client ID is a plain word that no rule tells from a placeholder",
	"1337-1 swagger-response-empty-schema": "a webhook's 201 has no schema; 43 of 121 published connectors with webhooks are like it",
}

// excuses are all of them.
func excuses() map[string]string {
	all := map[string]string{}
	for _, table := range []map[string]string{taste, mended, unanswered} {
		maps.Copy(all, table)
	}
	return all
}
