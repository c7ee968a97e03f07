package properties

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
)

var scriptOperation = checks.Rule{
	ID: "ScriptOperationNotFound", Severity: checks.Warning, Origin: checks.Documentation,
	Meaning: "The operations in scriptOperations are in apiDefinition.swagger.json.",
	Fix:     "Name an operationId of the definition.",
	Source:  "Write code in a custom connector", Link: codePage,
	Bad:  `{"properties": {"scriptOperations": ["PayBill"]}}`,
	Good: `{"properties": {"scriptOperations": ["ListInvoices"]}}`,
}

func (j judge) scriptOperation(r *checks.Reporter) {
	list := j.Properties.Get("scriptOperations")
	if list.Len() == 0 {
		r.Skip("there are no scriptOperations")
		return
	}
	j.operations(r, list)
}

// scriptMissing: 6 of 1,014 published connectors.
var scriptMissing = checks.Rule{
	ID: "ScriptFileMissing", Severity: checks.Warning, Origin: checks.Documentation,
	Meaning: "A connector with scriptOperations has a script.csx.",
	Fix:     "Add script.csx, or remove scriptOperations.",
	Source:  "Write code in a custom connector", Link: codePage,
	Bad:  `{"properties": {"scriptOperations": ["ListInvoices"]}}`,
	Good: `{"properties": {"scriptOperations": ["ListInvoices"]}}`,
}

func (j judge) scriptMissing(r *checks.Reporter) {
	list := j.Properties.Get("scriptOperations")
	if list.Len() == 0 {
		r.Skip("there are no scriptOperations")
		return
	}
	if !j.HasScript {
		r.Report(j.place(list), "scriptOperations is there and script.csx is not")
	}
}

// scriptEverywhere: 25 of 1,014 published connectors.
var scriptEverywhere = checks.Rule{
	ID: "ScriptOperationsMissing", Severity: checks.Warning, Origin: checks.Documentation,
	Meaning: "A connector with a script.csx says in scriptOperations which operations it is for.",
	Fix:     "List the operationIds under scriptOperations; without them the code runs for every operation.",
	Source:  "Write code in a custom connector", Link: codePage,
	Bad:  `{"properties": {"scriptOperations": []}}`,
	Good: `{"properties": {"scriptOperations": ["ListInvoices"]}}`,
}

func (j judge) scriptEverywhere(r *checks.Reporter) {
	if !j.HasScript {
		r.Skip("there is no script.csx")
		return
	}
	if list := j.Properties.Get("scriptOperations"); list.OK() && list.Len() == 0 {
		r.Report(j.place(list), "script.csx is there and scriptOperations is empty: the code runs for every operation")
		r.Last().Severity = checks.Advice // an empty list is a decision; 5 of 23 connectors merged with a script in 2025
	} else if !list.OK() {
		j.lacks(r, j.Properties, "script.csx is there and scriptOperations is not: the code runs for every operation")
	}
}

const setsPage = "https://learn.microsoft.com/en-us/connectors/custom-connectors/multi-auth"

// setsInSchema is advice, so that nobody hunts for what the validator says.
var setsInSchema = checks.Rule{
	ID: "MultiAuthNotInSchema", Severity: checks.Advice, Evidence: checks.Policy, Origin: checks.Engineers,
	Meaning: "Microsoft's apiProperties validator does not know connectionParameterSets; what it says of them is to be ignored.",
	Wording: "The apiProperties.json validator doesn't support the multi authentication. So, please ignore all the reported error messages by the APIProperties validator.",
	Fix:     "Leave the sets; ignore the validator's lines about them, and add customProperties.json to the package for Partner Center.",
	Source:  "5000.1.1.5; PR 2036", Link: setsPage,
	Bad: `{"properties": {"connectionParameterSets": {"uiDefinition": {"displayName": "Authentication", "description": "How you sign in."}, "values": [
  {"name": "key", "uiDefinition": {"displayName": "API key", "description": "Sign in with a key."}, "parameters": {"api_key": {"type": "securestring"}}}]}}}`,
	Good: `{"properties": {"connectionParameters": {"api_key": {"type": "securestring", "uiDefinition": {"displayName": "API key", "description": "The key of your account.", "tooltip": "Your key"}}}}}`,
}

func (j judge) setsInSchema(r *checks.Reporter) {
	if n := j.Properties.Get("connectionParameterSets"); n.OK() {
		r.Report(j.place(n), "The apiProperties.json validator doesn't support the multi authentication; its lines about connectionParameterSets can be ignored")
	}
}

var setIncomplete = checks.Rule{
	ID: "ConnectionParameterSetIncomplete", Severity: checks.Warning, Origin: checks.Documentation,
	Meaning: "Every entry of connectionParameterSets has a name of its own, a uiDefinition with displayName and description, and parameters.",
	Fix:     "Add what is missing; users choose between the entries by these texts.",
	Source:  "Multiple authentication types", Link: setsPage,
	Bad:  `{"properties": {"connectionParameterSets": {"values": [{"name": "key", "parameters": {"api_key": {"type": "securestring"}}}]}}}`,
	Good: setsInSchema.Bad,
}

func (j judge) setIncomplete(r *checks.Reporter) {
	all := j.Properties.Get("connectionParameterSets")
	if !all.OK() {
		r.Skip("there are no connectionParameterSets")
		return
	}
	if j.sets().Len() == 0 {
		j.lacks(r, all, "connectionParameterSets has no values")
	}
	seen := map[string]bool{}
	for set := range j.sets().Children() {
		name := set.Get("name").Str()
		var missing []string
		if strings.TrimSpace(name) == "" {
			missing = append(missing, "name")
		}
		for _, text := range []string{"displayName", "description"} {
			ui := set.Get("uiDefinition")
			if strings.TrimSpace(ui.Get(text).Str()+ui.Get(strings.ToLower(text)).Str()) == "" {
				missing = append(missing, text)
			}
		}
		if !set.Get("parameters").OK() {
			missing = append(missing, "parameters")
		}
		if len(missing) > 0 {
			j.lacks(r, set, "the connection parameter set %s has no %s", quote(name), strings.Join(missing, ", no "))
		}
		if seen[name] {
			r.Report(j.place(set), "two connection parameter sets have the name %s", quote(name))
		}
		seen[name] = true
	}
}
