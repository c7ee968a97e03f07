package properties

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// parameterName: 3 of 1,014 published connectors.
var parameterName = checks.Rule{
	ID: "ConnectionParameterNameNotValid", Severity: checks.Error, Origin: checks.Validator,
	Meaning: "A connection parameter's name is letters, digits and underscores, with one colon at most.",
	Wording: "Property '{0}' has not been defined and the schema does not allow additional properties.",
	Fix:     "Rename it, as api_key.",
	Source:  "apiProperties schema", Link: submissionPage,
	Bad:  `{"properties": {"connectionParameters": {"api-key": {"type": "securestring", "uiDefinition": {"displayName": "API key", "description": "The key of your account.", "tooltip": "Your key"}}}}}`,
	Good: noAuthentication.Good,
}

func (j judge) parameterName(r *checks.Reporter) {
	if len(j.Parameters) == 0 {
		r.Skip("there are no connection parameters")
	}
	for _, p := range j.Parameters {
		if !isParameterName(p.Name) {
			j.printed(r, p.Node, notDefined(p.Name), "The name holds more than letters, digits, underscores and one colon")
		}
	}
}

func isParameterName(name string) bool {
	first, second, two := strings.Cut(name, ":")
	return isWord(first) && (!two || isWord(second))
}

func isWord(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !(c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
			return false
		}
	}
	return s != ""
}

// constraintType: the schema of October 2024 wants texts; in April 2022 the
// validator asked for booleans instead (PR 1421). 788 of 805 published values
// are texts.
var constraintType = checks.Rule{
	ID: "ConstraintNotText", Severity: checks.Error, Evidence: checks.Printed, Origin: checks.Validator,
	Meaning: "The constraints required and hidden of a uiDefinition are the texts \"true\" or \"false\".",
	Wording: "Invalid type. Expected String but got Boolean.",
	Fix:     "Write \"required\": \"true\", in quotes.",
	Source:  "apiProperties schema; the validator of 2022 asked for booleans (PR 1421)", Link: submissionPage,
	Bad:  `{"properties": {"connectionParameters": {"api_key": {"type": "securestring", "uiDefinition": {"displayName": "API key", "description": "The key of your account.", "tooltip": "Your key", "constraints": {"required": true}}}}}}`,
	Good: `{"properties": {"connectionParameters": {"api_key": {"type": "securestring", "uiDefinition": {"displayName": "API key", "description": "The key of your account.", "tooltip": "Your key", "constraints": {"required": "true"}}}}}}`,
}

func (j judge) constraintType(r *checks.Reporter) {
	if len(j.Parameters) == 0 {
		r.Skip("there are no connection parameters")
	}
	for _, p := range j.Parameters {
		for _, name := range []string{"required", "hidden"} {
			n := p.UI.Get("constraints").Get(name)
			switch {
			case !n.OK():
			case !n.Is(jsontree.String):
				j.printed(r, n, "Invalid type. Expected String but got "+typeName(n.Kind())+".", "The constraint %s of %s is not in quotes", name, quote(p.Name))
			case !strings.EqualFold(n.Text(), "true") && !strings.EqualFold(n.Text(), "false"):
				r.Report(j.place(n), "the constraint %s of %s is neither \"true\" nor \"false\": %s", name, quote(p.Name), quote(n.Text()))
			}
		}
	}
}
