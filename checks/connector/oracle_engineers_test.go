package connector

import (
	"encoding/json"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/corpus"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/change"
)

// answers maps what engineers asked for (rules.json) to the rules that say it;
// where there are several, one of them is enough.
var answers = map[string][]string{
	"swagger-json-valid":                         {"SwaggerJsonNotValid", "SwaggerJsonNotStrict", "SwaggerJsonDuplicateKey"},
	"swagger-contact-required":                   {"RequiredPropertyMissing"},
	"swagger-connector-metadata-required":        {"RequiredPropertyMissing"},
	"swagger-invalid-connector-category":         {"InvalidConnectorCategory", "TooManyConnectorCategories"},
	"swagger-title-restricted-words":             {"ValueContainsRestrictedWords"},
	"swagger-title-placeholder":                  {"TitleIsPlaceholder"},
	"swagger-title-identifier-like":              {"TitleLooksLikeIdentifier"},
	"swagger-info-description-uninformative":     {"DescriptionUninformative", "FieldLengthNotInRange"},
	"swagger-info-description-api-word":          {"DescriptionContainsApiWord"},
	"swagger-info-description-newline":           {"DescriptionContainsLineBreak"},
	"swagger-info-description-product-names":     {"ValueContainsRestrictedWords", "DescriptionContainsProductName"},
	"swagger-info-description-grammar":           {"TextHasExtraBlanks", "DescriptionLacksBlank", "TextMisspelled"},
	"swagger-summary-end-alphanumeric":           {"ValueMustEndWithAlphanumeric"},
	"swagger-summary-not-operationid":            {"SummaryIsOperationId"},
	"swagger-trigger-summary-when":               {"TriggerSummaryStartsWithWhen"},
	"swagger-operationid-pascal-case":            {"OperationIdSanitized", "OperationIdNotPascalCase"},
	"swagger-response-default-only":              {"ResponseDefaultOnly", "ResponseDescriptionPlaceholder"},
	"swagger-response-default-empty-schema":      {"DefaultResponseHasEmptySchema"},
	"swagger-response-empty-schema":              {"ResponseSchemaEmpty", "DefaultResponseHasEmptySchema", "SchemaDefinitionSetIncorrectly"},
	"swagger-response-description-placeholder":   {"ResponseDescriptionPlaceholder"},
	"swagger-property-description-equals-name":   {"PropertyDescriptionIsName"},
	"swagger-property-non-translatable":          {"PropertyDescriptionIsName", "DisplayTextIsIdentifier"},
	"swagger-empty-property-values":              {"TextIsEmpty"},
	"swagger-text-unicode-symbols":               {"TextHasTypographicSymbol"},
	"swagger-text-spelling":                      {"TextMisspelled", "PropertyDescriptionIsName"},
	"swagger-security-definition-undefined":      {"SecurityDefinitionUnnamed"},
	"swagger-security-extra-requirement":         {"SecurityRequirementMustBeDefined"},
	"swagger-host-production":                    {"HostNotProduction", "HostNameNotValid"},
	"swagger-formatting-indentation":             {"SwaggerIndentationMixed", "SwaggerIndentationUneven"},
	"apiproperties-client-id-dummy":              {"ClientIdNotPlaceholder"},
	"apiproperties-stackowner-required":          {"StackOwnerMissing"},
	"apiproperties-icon-brand-color-independent": {"IconBrandColorNotIndependent", "IconBrandColorForbidden"},
	"apiproperties-contact-not-here":             {"PropertiesOutside", "PropertiesUnknownProperty"},
	"apiproperties-custom-parameters-empty":      {"CustomParameterEmpty"},
	"readme-title":                               {"ReadmeTitle"},
	"readme-description":                         {"ReadmeDescription"},
	"readme-required-sections":                   {"ReadmeSections"},
	"readme-section-order":                       {"ReadmeSectionOrder"},
	"readme-template-text":                       {"ReadmeTemplateText", "ReadmeTitle"},
	"readme-empty-section":                       {"ReadmeEmptySection"},
	"readme-spelling":                            {"ReadmeBlankLines"},
	"process-extra-files":                        {"ConnectorFileExtra"},
	"breaking-input-optional-to-required":        {"InputFieldBecameRequired", "RequiredInputFieldAdded", "RequiredParameterAdded"},
	"process-file-names":                         {"ConnectorFileName"},
}

// request is one request of an engineer and what became of it.
type request struct {
	id, rule, text string // id is "case rule"
	class          string // "found", "not found", "mended", "taste", "beyond"
	why            string
}

// requests puts every request of the oracle before the rules.
func requests(t testing.TB) []request {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(corpus.Folder(t, "oracle"), "*", "expected.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	var all []request
	for _, file := range files {
		e := readRequests(t, file)
		if len(e.Requests) == 0 {
			continue
		}
		folder := filepath.Dir(file)
		a := load(t, folder)
		a.Independent = strings.Contains(e.Folder, "independent-publisher")
		a.Others = e.Files
		report := Parse(a).Report()
		report.Add(changes(t, folder, a))
		text := squeezed(a)
		for _, q := range e.Requests {
			r := request{id: filepath.Base(folder) + " " + q.RuleID, rule: q.RuleID, text: q.Text}
			r.judge(t, report, q, text)
			all = append(all, r)
		}
	}
	return all
}

// changes is what was said about the step from the published version, where
// the case holds one.
func changes(t testing.TB, folder string, a Artifacts) checks.Report {
	previous := filepath.Join(folder, "previous")
	if _, err := os.Stat(previous); err != nil {
		return checks.Report{}
	}
	return change.Judge(Read(load(t, previous)).Version(), Read(a).Version())
}

func (r *request) judge(t testing.TB, report checks.Report, q asked, text string) {
	switch {
	case beyond[r.rule] != "":
		r.class, r.why = "beyond", beyond[r.rule]
	case answered(report, answers[r.rule], path.Base(strings.Split(q.Location, ":")[0])):
		r.class = "found"
	case taste[r.id] != "":
		r.class, r.why = "taste", taste[r.id]
	case mended[r.id] != "":
		r.class, r.why = "mended", mended[r.id]
		if !quoteStays[r.id] && q.Before != "" && shows(text, q.Before) {
			t.Errorf("%s is excused as mended, and what was quoted is there: %.80s", r.id, q.Before)
		}
	default:
		r.class, r.why = "not found", unanswered[r.id]
		if r.why == "" {
			t.Errorf("%s is not found and nobody says why: %.150s", r.id, r.text)
		}
	}
}

// TestOracleEngineers counts what engineers asked for in reviews and what the
// rules say about the same files. What was mended before the files were saved
// cannot be found in them and is counted apart.
func TestOracleEngineers(t *testing.T) {
	n := map[string]int{}
	used := map[string]bool{}
	for _, r := range requests(t) {
		n[r.class]++
		used[r.id] = used[r.id] || r.class != "found"
		if r.class != "found" && r.class != "beyond" {
			t.Logf("%s: %s (%s): %.100s", r.class, r.id, r.why, r.text)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(excuses())) {
		if !used[id] {
			t.Errorf("%s is excused and found", id)
		}
	}
	checkable := n["found"] + n["not found"]
	share := 100 * float64(n["found"]) / float64(checkable)
	t.Logf("machine-checkable requests: %d of %d found (%.1f %%); %d more mended before the files were saved; %d matters of taste; %d not about the files",
		n["found"], checkable, share, n["mended"], n["taste"], n["beyond"])
	if share < 90 {
		t.Errorf("%.1f %% of the machine-checkable requests found, 90 %% needed", share)
	}
}

type asked struct {
	Location, Text string
	Before         string `json:"before_snippet"`
	RuleID         string `json:"rule_id"`
}

type askedFor struct {
	Folder   string
	Files    []string `json:"files_in_folder"`
	Requests []asked
}

func readRequests(t testing.TB, file string) askedFor {
	t.Helper()
	var e askedFor
	readJSON(t, file, &e)
	return e
}

// answered tells whether one of the rules has a finding in that file; a
// request without a place is answered by any.
func answered(report checks.Report, rules []string, file string) bool {
	for _, f := range report.Findings {
		for _, rule := range rules {
			if f.Rule == rule && (file == "." || !strings.Contains(file, ".") || f.Place.File == "" || strings.EqualFold(path.Base(f.Place.File), file) || rule == "ConnectorFileName" || rule == "ConnectorFileExtra") {
				return true
			}
		}
	}
	return false
}

var blanks = regexp.MustCompile(`\s+`)

// squeezed is the text of a connector's files without any white space.
func squeezed(a Artifacts) string {
	var b strings.Builder
	for _, f := range []*checks.File{a.Swagger, a.Properties, a.Readme, a.Intro} {
		if f != nil {
			b.WriteString(blanks.ReplaceAllString(string(f.Data), ""))
		}
	}
	return b.String()
}

// shows tells whether everything that was quoted stands in the files. "..."
// stands for what was left out.
func shows(text, quoted string) bool {
	for _, part := range strings.Split(quoted, "...") {
		if part = blanks.ReplaceAllString(part, ""); len(part) > 3 && !strings.Contains(text, part) {
			return false
		}
	}
	return true
}

func readJSON(t testing.TB, file string, into any) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}
