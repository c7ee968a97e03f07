package solution

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/internal/corpus"
	"github.com/certwiz/certwiz/internal/packages"
)

// Definitions that were certified for independent publishers, put into a package,
// are without errors, but for a few that are older than the rules. OAuth is
// counted apart: it was supported once.
func TestPublishedDefinitions(t *testing.T) {
	if testing.Short() {
		t.Skip("judges 263 definitions")
	}
	good := packages.Good()
	all, faulty := 0, 0
	for _, dir := range corpus.Connectors(t) {
		definition, err := os.ReadFile(filepath.Join(dir, "apiDefinition.swagger.json"))
		if err != nil || !strings.Contains(filepath.ToSlash(dir), "/independent-publisher-connectors/") {
			continue
		}
		all++
		name := filepath.Base(dir)
		parameters, policies := settings(t, dir)
		l := *good
		l.Connector = replaced(replaced(replaced(l.Connector, definitionFile, definition), parametersFile, parameters), policiesFile, policies)
		l.Flow = replaced(replaced(replaced(l.Flow, definitionFile, definition), parametersFile, parameters), policiesFile, policies)
		for _, f := range Judge(Read("package.zip", l.Pack(t)), Options{Independent: true}).Findings {
			if f.Severity != checks.Error || f.Rule == "FlowOperations" { // the flow is another connector's
				continue
			}
			if name == "Coupa" {
				t.Errorf("%s, whose package was certified in 2026: %s %s", name, f.Rule, f.Message)
			}
			if f.Rule != "PackageOAuthIndependent" {
				t.Logf("%s: %s %s", name, f.Rule, f.Message)
				faulty++
				break
			}
		}
	}
	if faulty*15 > all {
		t.Errorf("%d of %d have errors", faulty, all)
	}
}

// settings are a folder's connection parameters and policies.
func settings(t *testing.T, dir string) (parameters, policies []byte) {
	t.Helper()
	parameters, policies = []byte("{}"), []byte("null")
	data, err := os.ReadFile(filepath.Join(dir, "apiProperties.json"))
	if err != nil {
		return parameters, policies
	}
	var file struct{ Properties map[string]json.RawMessage }
	if err := json.Unmarshal([]byte(strings.TrimPrefix(string(data), "\ufeff")), &file); err != nil {
		return parameters, policies
	}
	if p := file.Properties["connectionParameters"]; p != nil {
		parameters = p
	}
	if p := file.Properties["policyTemplateInstances"]; p != nil {
		policies = p
	}
	return parameters, policies
}
