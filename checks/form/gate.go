package form

import "github.com/certwiz/certwiz/checks"

const page = "https://learn.microsoft.com/connectors/custom-connectors/submit-for-certification"

// The rules that the gate applies to answers of every kind.
var (
	AnswerMissing = checks.Rule{
		ID: "AnswerMissing", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectForm,
		Meaning: "Every required answer is given.",
		Fix:     "Give the answer.",
		Source:  "S44, S50, S53, S54, S60, S61", Link: page,
		Bad: "Support email: empty", Good: "Support email: support@contoso.example",
	}
	CarriedOver = checks.Rule{
		ID: "CarriedOver", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectForm,
		Meaning: "Every answer brought over from the last version is confirmed anew.",
		Fix:     "Look at the answer and confirm it, or change it.",
		Source:  "S98", Link: page,
		Bad: "testing steps of version 1, not looked at", Good: "testing steps of version 1, confirmed for version 2",
	}
	ExpectedText = checks.Rule{
		ID: "ExpectedText", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectForm,
		Meaning: "A text that confirms something is typed out exactly.",
		Fix:     "Type the words as they stand beside the field.",
		Source:  "S90, S95, S100", Link: page,
		Bad: "confirm", Good: "Confirm Edit",
	}
)
