package form

import (
	"slices"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/text"
)

var clientIDSpace = checks.Rule{
	ID: "ClientIdSpace", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectForm,
	Meaning: "The client ID stands alone, without spaces, line breaks or quotation marks.",
	Fix:     "Paste it again without what stands around it.",
	Source:  "S53", Link: page,
	Bad: "\"6f1c2a4e-53b1-4b6f-9a57-0c3f6f2e77ab\" ", Good: "6f1c2a4e-53b1-4b6f-9a57-0c3f6f2e77ab",
}

func (in Input) clientIDSpace(r *checks.Reporter) {
	switch {
	case strings.TrimSpace(in.Value) != in.Value || strings.ContainsAny(in.Value, "\r\n\t"):
		r.ReportField(in.Field, "%s has a space or line break around it", in.label())
	case strings.ContainsAny(in.Value, "\"'`“”"):
		r.ReportField(in.Field, "%s stands in quotation marks", in.label())
	}
}

var clientIDNotGUID = checks.Rule{
	ID: "ClientIdNotGuid", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectForm,
	Meaning: "The client ID of an app in Microsoft Entra ID is a GUID.",
	Fix:     "Copy the Application (client) ID from the app's overview in Entra.",
	Source:  "S53", Link: page,
	Bad: "contoso-invoices", Good: "6f1c2a4e-53b1-4b6f-9a57-0c3f6f2e77ab",
}

func (in Input) clientIDNotGUID(r *checks.Reporter) {
	switch {
	case !in.Connector.AuthKnown, !in.Connector.Uses("oauth2"), !in.entra():
		r.Skip("the connector does not sign in through Microsoft Entra ID")
	case placeholder(in.Value) == "" && !isGUID(in.Value):
		r.ReportField(in.Field, "%s is not a GUID, as Entra's client IDs are", in.label())
	}
}

var clientIDDiffers = checks.Rule{
	ID: "ClientIdDiffers", Severity: checks.Warning, Origin: checks.Practice, Subject: checks.SubjectForm,
	Meaning: "The client ID is the one in apiProperties.json, where that one is real.",
	Fix:     "Give the production app's ID in both, or put a placeholder into apiProperties.json.",
	Source:  "S07, S53", Link: page,
	Bad: "one app's ID here, another's in apiProperties.json", Good: "the same ID, or a placeholder in apiProperties.json",
}

func (in Input) clientIDDiffers(r *checks.Reporter) {
	var stated []string
	for _, a := range in.Connector.Auth {
		if a.ClientID != "" && placeholder(a.ClientID) == "" && fileID(a.ClientID) {
			stated = append(stated, a.ClientID)
		}
	}
	value := strings.TrimSpace(in.Value)
	if len(stated) == 0 || slices.ContainsFunc(stated, func(id string) bool { return strings.EqualFold(id, value) }) {
		return
	}
	r.ReportField(in.Field, "%s is not the one in apiProperties.json, %s", in.label(), stated[0])
}

// fileID reports whether a client ID in apiProperties.json is one that a service
// gave out. Placeholders there come in every shape ("PLACEHOLDER_CLIENTID",
// "Value-From-Your-App-Registration"); what a service gives out is full of
// digits.
func fileID(s string) bool {
	digits := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	return isGUID(s) || len(s) >= 12 && digits >= 3 && !strings.ContainsAny(s, " <>[]{}_")
}

var expiryDate = checks.Rule{
	ID: "ExpiryNotADate", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectForm,
	Meaning: "The day a secret ends is written as year, month, day.",
	Fix:     "Write it like 2027-11-30.",
	Source:  "S55, S57", Link: page,
	Bad: "30.11.2027", Good: "2027-11-30",
}

func (in Input) expiryDate(r *checks.Reporter) {
	if _, ok := in.expiry(); !ok {
		r.ReportField(in.Field, "%s is not a date as it is written here", in.label())
	}
}

// expiry is the answer as a day.
func (in Input) expiry() (time.Time, bool) {
	day, err := time.Parse(time.DateOnly, strings.TrimSpace(in.Value))
	return day, err == nil
}

// soon is how many days before its end a secret is warned about.
const soon = 60

var expiryPast = checks.Rule{
	ID: "ExpiryPast", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectForm,
	Meaning: "The secret has not ended.",
	Fix:     "Make a new secret in your app, and give its value and its end here.",
	Source:  "S52, S54", Link: page,
	Bad: "a day of last year", Good: "a day two years ahead",
}

func (in Input) expiryPast(r *checks.Reporter) {
	in.onDay(r, func(day, today time.Time) {
		if !day.After(today) {
			r.ReportField(in.Field, "the secret ended on %s", day.Format("2 January 2006"))
		}
	})
}

var expirySoon = checks.Rule{
	ID: "ExpirySoon", Severity: checks.Warning, Origin: checks.Practice, Subject: checks.SubjectForm,
	Meaning: "The secret lasts for 60 days or more: certification takes weeks, and it can't be altered after submission.",
	Fix:     "Make a secret that lasts longer before you submit.",
	Source:  "S55, S57", Link: page,
	Bad: "a day in three weeks", Good: "a day two years ahead",
}

func (in Input) expirySoon(r *checks.Reporter) {
	in.onDay(r, func(day, today time.Time) {
		days := int(day.Sub(today).Hours() / 24)
		if days > 0 && days < soon {
			r.ReportField(in.Field, "the secret ends in %s, on %s", text.Count(days, "day", "days"), day.Format("2 January 2006"))
		}
	})
}

// entraMonths is how long a secret of Entra lasts at most.
const entraMonths = 24

var expiryFar = checks.Rule{
	ID: "ExpiryFar", Severity: checks.Advice, Origin: checks.Practice, Subject: checks.SubjectForm,
	Meaning: "A secret of Microsoft Entra ID lasts for 24 months at most.",
	Fix:     "Look at the end that Entra shows beside the secret.",
	Source:  "S55", Link: "https://learn.microsoft.com/entra/identity-platform/how-to-add-credentials",
	Bad: "a day in five years", Good: "a day in 24 months",
}

func (in Input) expiryFar(r *checks.Reporter) {
	if !in.Connector.AuthKnown || !in.entra() {
		r.Skip("the connector does not sign in through Microsoft Entra ID")
		return
	}
	in.onDay(r, func(day, today time.Time) {
		if day.After(today.AddDate(0, entraMonths, 0)) {
			r.ReportField(in.Field, "%s is more than %d months ahead, longer than a secret of Entra lasts", day.Format("2 January 2006"), entraMonths)
		}
	})
}

// onDay judges the answer as a day against today.
func (in Input) onDay(r *checks.Reporter, judge func(day, today time.Time)) {
	day, ok := in.expiry()
	switch {
	case !ok:
		r.Skip("it is not a date")
	case in.Today.IsZero():
		r.Unknown("today's date is not known")
	default:
		y, m, d := in.Today.Date()
		judge(day, time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
	}
}

var connectorName = checks.Rule{
	ID: "ConnectorNameShape", Severity: checks.Error, Origin: checks.Engineers, Subject: checks.SubjectForm,
	Meaning: "The connector's name in its redirect URL is small letters, digits and dashes.",
	Fix:     "Give the last part of redirectUrl in the apiProperties.json that paconn download or pac connector download brings.",
	Source:  "S58; PR 3035", Link: page,
	Bad: "https://global.consent.azure-apim.net/redirect/contosoinvoices", Good: "contosoinvoices",
}

func (in Input) connectorName(r *checks.Reporter) {
	v := in.Value
	switch {
	case strings.Contains(v, "/"):
		r.ReportField(in.Field, "%s is a whole address; only its last part is asked for", in.label())
	case strings.Trim(v, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || strings.Trim(v, "-") == "":
		r.ReportField(in.Field, "%s has other characters than small letters, digits and dashes", in.label())
	}
}
