package connector

import (
	"bufio"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/corpus"

	"github.com/certwiz/certwiz/checks"
)

// implemented maps what the oracle calls a rule of the validators to ours. The
// names of published rules are Microsoft's own.
var implemented = map[string]string{
	"swagger-json-valid":                                         "SwaggerJsonNotValid",
	"swagger-info-required":                                      "RequiredPropertyMissing",
	"swagger-info-description-required":                          "RequiredPropertyMissing",
	"swagger-contact-required":                                   "RequiredPropertyMissing",
	"swagger-connector-metadata-required":                        "RequiredPropertyMissing",
	"swagger-operation-summary-required":                         "RequiredPropertyMissing",
	"swagger-operation-description-required":                     "RequiredPropertyMissing",
	"swagger-parameter-x-ms-summary-required":                    "RequiredPropertyMissing",
	"swagger-parameter-description-required":                     "RequiredPropertyMissing",
	"swagger-title-length":                                       "FieldLengthExceeded",
	"swagger-title-restricted-words":                             "ValueContainsRestrictedWords",
	"swagger-title-end-alphanumeric":                             "ValueMustEndWithAlphanumeric",
	"swagger-summary-end-alphanumeric":                           "ValueMustEndWithAlphanumeric",
	"swagger-info-description-length":                            "FieldLengthNotInRange",
	"swagger-info-description-english":                           "ValueMustBeInEnglish",
	"swagger-info-description-restricted-words":                  "ValueContainsRestrictedWords",
	"swagger-invalid-connector-category":                         "InvalidConnectorCategory",
	"swagger-connector-metadata-properties-missing":              "ConnectorMetadataPropertiesMissing",
	"swagger-host-name-not-valid":                                "HostNameNotValid",
	"swagger-path-redefined":                                     "PathRedefined",
	"swagger-restricted-characters-in-summary":                   "RestrictedCharactersInSummary",
	"swagger-default-response-has-schema":                        "DefaultResponseHasSchema",
	"swagger-operation-has-many-responses-with-schema":           "OperationHasManyResponsesWithSchema",
	"swagger-operation-id-not-found":                             "OperationIdNotFound",
	"swagger-operation-parameter-name-not-found":                 "OperationParameterNameNotFound",
	"swagger-operation-must-have-notification-content-extension": "OperationMustHaveNotificationContentExtension",
	"swagger-extension-name-not-valid":                           "ExtensionNameNotValid",
	"swagger-property-must-be-required":                          "PropertyMustBeRequired",
	"swagger-default-value-must-match-type":                      "DefaultValueMustMatchType",
	"swagger-json-type-incorrect":                                "JsonTypeIncorrect",
	"swagger-body-schema-count-exceeds-max-allowed":              "BodySchemaCountExceedsMaxAllowed",
	"swagger-dataverse-length":                                   "SwaggerTooLargeForSolution",
}

// printedLine is one line that a validator printed.
type printedLine struct {
	Level, Message string
	ValuePath      string `json:"value_path"`
	RuleID         string `json:"rule_id"`
	Truncated      bool
}

// swagger tells whether the line is of the Swagger validator.
func (l printedLine) swagger() bool { return strings.HasPrefix(l.RuleID, "swagger-") }

// cut tells whether what was quoted is not the whole line.
func (l printedLine) cut() bool { return l.Truncated || strings.HasSuffix(l.ValuePath, "...") }

type expected struct {
	Kind   string
	Folder string
	Files  []string `json:"files_in_folder"`
	Lines  []printedLine
}

// oracle calls a function for every case, with what we say about its files.
func oracle(t *testing.T, do func(name string, e expected, r checks.Report)) {
	files, err := filepath.Glob(filepath.Join(corpus.Folder(t, "oracle"), "*", "expected.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		e := readExpected(t, file)
		a := load(t, filepath.Dir(file))
		a.Independent = strings.Contains(e.Folder, "independent-publisher")
		a.Others = e.Files
		do(filepath.Base(filepath.Dir(file)), e, Parse(a).Report())
	}
}

// TestOracle compares with what Microsoft's Swagger validator printed about
// real pull requests: each line must be found by the same rule, of the same
// severity, at the same place.
func TestOracle(t *testing.T) {
	type count struct{ quoted, found int }
	counts := map[string]*count{}
	var quoted, found int
	oracle(t, func(name string, e expected, r checks.Report) {
		for _, l := range e.Lines {
			if !l.swagger() {
				continue
			}
			rule := implemented[l.RuleID]
			if rule == "" {
				t.Errorf("%s: no rule of ours is known for %s", name, l.RuleID)
			}
			if counts[l.RuleID] == nil {
				counts[l.RuleID] = &count{}
			}
			c := counts[l.RuleID]
			c.quoted, quoted = c.quoted+1, quoted+1
			switch f := hit(r, rule, pointer(l.ValuePath)); {
			case f == nil:
				t.Logf("line not found: %s %s at %q: %s", name, rule, l.ValuePath, l.Message)
			case !strings.EqualFold(f.Severity.String(), l.Level):
				t.Errorf("%s: %s is %s at %q, Microsoft says %s", name, rule, f.Severity, l.ValuePath, l.Level)
			default:
				c.found, found = c.found+1, found+1
			}
		}
	})
	for _, id := range slices.Sorted(maps.Keys(counts)) {
		t.Logf("%-52s %3d of %3d lines found", id, counts[id].found, counts[id].quoted)
	}
	share := 100 * float64(found) / float64(quoted)
	t.Logf("lines of the Swagger validator: %d of %d found at the same place (%.1f %%)", found, quoted, share)
	if share < 100 {
		t.Errorf("%.1f %% of the lines found, all are needed", share)
	}
}

// partial are cases whose lines are whole and yet not all that was printed.
var partial = map[string]string{
	"2637-1": "two screens of a longer list: of two parameters that lack both members only one line each is quoted, and none of their neighbours",
}

// TestOracleSilence counts the errors that we have and Microsoft's validator
// did not print. Most cases quote a part of what was printed; a case whose
// lines were all quoted whole is taken as a complete log, and the lines of
// other validators about a pull request as a witness that this one was silent.
func TestOracleSilence(t *testing.T) {
	var errors, extra, logs int
	rules := map[string]checks.Rule{}
	for _, r := range Rules() {
		rules[r.ID] = r
	}
	oracle(t, func(name string, e expected, r checks.Report) {
		if e.Kind != "validator" || partial[name] != "" || slices.ContainsFunc(e.Lines, printedLine.cut) {
			return
		}
		logs++
		known := map[string]bool{}
		for _, l := range e.Lines {
			known[implemented[l.RuleID]+" "+pointer(l.ValuePath)] = true
		}
		for _, f := range r.Findings {
			if f.Severity != checks.Error || rules[f.Rule].Subject != checks.SubjectSwagger {
				continue
			}
			for _, p := range append([]checks.Place{f.Place}, f.More...) {
				errors++
				if !known[f.Rule+" "+p.Pointer] {
					extra++
					t.Logf("not printed: %s %s at %q: %s", name, f.Rule, p.Pointer, f.Message)
				}
			}
		}
	})
	t.Logf("%d complete logs: %d errors of ours about the definition, %d of them not printed", logs, errors, extra)
	if errors == 0 || extra > 0 {
		t.Errorf("%d of %d errors are not in complete logs, none allowed", extra, errors)
	}
}

// TestOracleWording holds that our rules carry the sentences that the Swagger
// validator printed, from all cases, those without files too.
func TestOracleWording(t *testing.T) {
	rules := map[string]checks.Rule{}
	for _, r := range Rules() {
		rules[r.ID] = r
	}
	n := 0
	for _, l := range append(quotedLines(t), lonelyLines(t)...) {
		rule := implemented[l.RuleID]
		if !l.swagger() || rule == "" || l.Truncated {
			continue
		}
		n++
		if !regexp.MustCompile(wordingPattern(rules[rule].Wording)).MatchString(l.Message) {
			t.Errorf("%s: our wording is %q, Microsoft wrote %q", rule, rules[rule].Wording, l.Message)
		}
	}
	t.Logf("%d lines have the wording of our rules", n)
	if n < 80 {
		t.Errorf("only %d lines compared", n)
	}
}

// TestPublishedRules holds that every rule of Microsoft's page is there under
// its name and with its wording.
func TestPublishedRules(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(corpus.Folder(t, "rules"), "microsoft-swagger-rules.tsv"))
	if err != nil {
		t.Skip("the list of published rules is not there")
	}
	rules := map[string]checks.Rule{}
	for _, r := range Rules() {
		rules[r.ID] = r
	}
	n := 0
	for row := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimRight(row, "\r\n"), "\t")
		if len(cells) != 3 {
			continue
		}
		n++
		if r, ok := rules[cells[1]]; !ok || r.Wording != cells[2] {
			t.Errorf("%s has the wording %q, Microsoft's is %q", cells[1], r.Wording, cells[2])
		}
	}
	t.Logf("%d published rules", n)
	if n < 170 {
		t.Errorf("%d rules are in the list, 174 expected", n)
	}
}

// wordingPattern matches a wording with any values in it, anywhere in a line:
// some validators print a prefix.
func wordingPattern(wording string) string {
	p := regexp.QuoteMeta(strings.NewReplacer("{{", "{", "}}", "}").Replace(wording))
	for i := range 4 {
		p = strings.ReplaceAll(p, regexp.QuoteMeta("{"+strconv.Itoa(i)+"}"), ".*")
	}
	return p
}

func quotedLines(t *testing.T) (all []printedLine) {
	oracle(t, func(_ string, e expected, _ checks.Report) { all = append(all, e.Lines...) })
	return all
}

// lonelyLines are those of cases without files.
func lonelyLines(t *testing.T) (all []printedLine) {
	f, err := os.Open(filepath.Join(corpus.Folder(t, "oracle"), "lines-only.jsonl"))
	if err != nil {
		t.Skip("there are no lines without files")
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		var e expected
		if err := json.Unmarshal(s.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		all = append(all, e.Lines...)
	}
	return all
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

// hits tells whether a rule has a finding at a place.
func hits(r checks.Report, rule, pointer string) bool { return hit(r, rule, pointer) != nil }

// hit is a rule's finding at a place, or nil; a pointer that was cut ends in
// "...".
func hit(r checks.Report, rule, pointer string) *checks.Finding {
	start, cut := strings.CutSuffix(pointer, "...")
	for i, f := range r.Findings {
		if f.Rule != rule {
			continue
		}
		for _, p := range append([]checks.Place{f.Place}, f.More...) {
			if p.Pointer == pointer || cut && strings.HasPrefix(p.Pointer, start) {
				return &r.Findings[i]
			}
		}
	}
	return nil
}

func says(r checks.Report, rule string) bool {
	return slices.ContainsFunc(r.Findings, func(f checks.Finding) bool { return f.Rule == rule })
}
