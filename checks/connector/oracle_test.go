package connector

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
)

// implemented maps what the oracle calls a rule (rules.json) to ours.
var implemented = map[string]string{
	"swagger-json-valid":                               "SwaggerJsonNotValid",
	"swagger-specification-version-incorrect":          "SpecificationVersionIncorrect",
	"swagger-info-required":                            "RequiredPropertyMissing",
	"swagger-info-description-required":                "RequiredPropertyMissing",
	"swagger-contact-required":                         "RequiredPropertyMissing",
	"swagger-connector-metadata-required":              "RequiredPropertyMissing",
	"swagger-operation-summary-required":               "RequiredPropertyMissing",
	"swagger-operation-description-required":           "RequiredPropertyMissing",
	"swagger-parameter-x-ms-summary-required":          "RequiredPropertyMissing",
	"swagger-parameter-description-required":           "RequiredPropertyMissing",
	"swagger-title-length":                             "FieldLengthExceeded",
	"swagger-title-restricted-words":                   "ValueContainsRestrictedWords",
	"swagger-title-placeholder":                        "TitleIsPlaceholder",
	"swagger-title-version-suffix":                     "TitleEndsWithVersion",
	"swagger-title-glued-connector-word":               "TitleContainsConnectorWord",
	"swagger-title-end-alphanumeric":                   "ValueMustEndWithAlphanumeric",
	"swagger-summary-end-alphanumeric":                 "ValueMustEndWithAlphanumeric",
	"swagger-info-description-length":                  "FieldLengthNotInRange",
	"swagger-info-description-english":                 "ValueMustBeInEnglish",
	"swagger-info-description-restricted-words":        "ValueContainsRestrictedWords",
	"swagger-info-description-product-names":           "ValueContainsRestrictedWords",
	"swagger-info-description-api-word":                "DescriptionContainsApiWord",
	"swagger-info-description-newline":                 "DescriptionContainsLineBreak",
	"swagger-info-version-format":                      "VersionIsNotNumeric",
	"swagger-contact-fields":                           "ContactFieldMissing",
	"swagger-connector-metadata-placeholder":           "ConnectorMetadataPlaceholder",
	"swagger-invalid-connector-category":               "InvalidConnectorCategory",
	"swagger-host-name-not-valid":                      "HostNameNotValid",
	"swagger-host-production":                          "HostNotProduction",
	"swagger-host-placeholder":                         "HostIsPlaceholder",
	"swagger-empty-operation":                          "PathHasNoOperation",
	"swagger-path-redefined":                           "PathRedefined",
	"swagger-summary-not-operationid":                  "SummaryIsOperationId",
	"swagger-summary-equals-description":               "SummaryEqualsDescription",
	"swagger-trigger-summary-when":                     "TriggerSummaryStartsWithWhen",
	"swagger-restricted-characters-in-summary":         "RestrictedCharactersInSummary",
	"swagger-security-extra-requirement":               "SecurityRequirementMustBeDefined",
	"swagger-operationid-pascal-case":                  "OperationIdSanitized",
	"swagger-response-empty-schema":                    "ResponseSchemaEmpty",
	"swagger-response-missing-schema":                  "SchemaDefinitionSetIncorrectly",
	"swagger-response-default-only":                    "ResponseDefaultOnly",
	"swagger-response-default-empty-schema":            "DefaultResponseHasEmptySchema",
	"swagger-default-response-has-schema":              "DefaultResponseHasSchema",
	"swagger-response-description-placeholder":         "ResponseDescriptionPlaceholder",
	"swagger-operation-has-many-responses-with-schema": "OperationHasManyResponsesWithSchema",
	"swagger-property-description-equals-name":         "PropertyDescriptionIsName",
	"swagger-operation-id-not-found":                   "OperationIdNotFound",
	"swagger-operation-parameter-name-not-found":       "OperationParameterNameNotFound",
	"swagger-extension-name-not-valid":                 "ExtensionNameNotValid",
	"swagger-formatting-indentation":                   "SwaggerIndentationMixed",
	"apiproperties-stackowner-required":                "StackOwnerMissing",
	"apiproperties-publisher-required":                 "PublisherMissing",
	"apiproperties-client-id-dummy":                    "ClientIdNotPlaceholder",
	"apiproperties-icon-brand-color-independent":       "IconBrandColorNotIndependent",
	"apiproperties-connection-parameters-present":      "ConnectionParametersEmpty",
	"apiproperties-tenantid-ui-definition":             "TenantIdDescribed",
	"process-extra-files":                              "ConnectorFileExtra",
	"process-file-names":                               "ConnectorFileName",
}

type expected struct {
	Kind   string
	Folder string
	Files  []string `json:"files_in_folder"`
	Lines  []struct {
		Level, Message string
		ValuePath      string `json:"value_path"`
		RuleID         string `json:"rule_id"`
		Truncated      bool
	}
	Requests []struct {
		Location, Text string
		RuleID         string `json:"rule_id"`
		Cut            bool   `json:"inferred_or_cut"`
	}
}

// TestOracle compares, line by line, with what Microsoft's validator printed
// and what its engineers asked for on real pull requests.
//
// Lines it printed must be found at the same place. The one that is not is of
// the JSON schema of apiProperties.json (PR 1421, "does not match all schemas
// from 'allOf'"), printed beside the line about the same description that is.
//
// Requests of engineers are only counted. Most of those not found lie there as
// they were after the request was met (316, 503, 530, 567, 587, 611, 654, 700,
// 713, 774, 798, 942, 1086, 1583, 1971, 2594) or without the file (524). Of the
// others the client ID is a short name that no rule can tell from a placeholder
// ("swaggerui", 1312); the response is 200 and only described as "default",
// which has another rule (1425, 1620); so have an empty schema of a default
// response (2045, 2343), one that is missing (1337) and a white colour (1558).
func TestOracle(t *testing.T) {
	folders, err := filepath.Glob(filepath.Join(shared(t, "oracle"), "*", "expected.json"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	var lines, found, requests, answered int
	for _, file := range folders {
		folder := filepath.Dir(file)
		e := readExpected(t, file)
		a := load(t, folder)
		a.Independent = strings.Contains(e.Folder, "independent-publisher")
		a.Others = e.Files
		report := Parse(a).Report()
		for _, l := range e.Lines {
			rule, ok := implemented[l.RuleID]
			if !ok {
				continue
			}
			lines++
			if hits(report, rule, pointer(l.ValuePath)) {
				found++
			} else {
				t.Logf("line not found: %s %s at %q: %s", filepath.Base(folder), rule, l.ValuePath, l.Message)
			}
		}
		for _, r := range e.Requests {
			rule, ok := implemented[r.RuleID]
			if !ok || r.Cut {
				continue
			}
			requests++
			if says(report, rule) {
				answered++
			} else {
				t.Logf("request not found: %s %s at %s: %.120s", filepath.Base(folder), rule, r.Location, r.Text)
			}
		}
	}
	share := 100 * float64(found) / float64(lines)
	t.Logf("lines of the validator: %d of %d found at the same place (%.1f %%)", found, lines, share)
	t.Logf("requests of engineers: %d of %d found", answered, requests)
	if share < 95 {
		t.Errorf("%.1f %% of the validator's lines found, 95 %% needed", share)
	}
}

func readExpected(t *testing.T, file string) expected {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var e expected
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return e
}

// pointer makes a JSON pointer of the paths that the apiProperties validators
// print: "$.properties.a.b", "line: 0 position: 0 path: '[0].properties.a.b'".
func pointer(path string) string {
	path, cut := strings.CutSuffix(path, "...")
	if cut {
		return pointer(path) + "..."
	}
	if _, inner, ok := strings.Cut(path, "path: '"); ok {
		path = strings.TrimSuffix(inner, "'")
	}
	rest, dotted := strings.CutPrefix(strings.TrimPrefix(path, "[0]."), "$.")
	if strings.HasPrefix(rest, "properties.") || dotted {
		return "/" + strings.ReplaceAll(rest, ".", "/")
	}
	return path
}

// hits tells whether a rule has a finding at a place; a pointer that was cut
// ends in "...".
func hits(r checks.Report, rule, pointer string) bool {
	start, cut := strings.CutSuffix(pointer, "...")
	for _, f := range r.Findings {
		if f.Rule != rule {
			continue
		}
		for _, p := range append([]checks.Place{f.Place}, f.More...) {
			if p.Pointer == pointer || cut && strings.HasPrefix(p.Pointer, start) {
				return true
			}
		}
	}
	return false
}

func says(r checks.Report, rule string) bool {
	for _, f := range r.Findings {
		if f.Rule == rule {
			return true
		}
	}
	return false
}
