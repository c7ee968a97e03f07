package form

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/text"
)

// Beside is another answer of the same kind, to hold one against.
type Beside struct {
	Label string
	Value string
}

// nameLimit is a limit of habit: nobody has published Partner Center's.
const nameLimit = 50

var offerName = linkRule("OfferNameLength", "P71", checks.Warning,
	"The offer's name has 50 characters or fewer.", "Shorten it: it only tells the offer apart in Partner Center.",
	"a sentence of 80 characters", "Contoso Invoices connector")

func (in Input) offerName(r *checks.Reporter) {
	if n := utf8.RuneCountInString(strings.TrimSpace(in.Value)); n > nameLimit {
		r.ReportField(in.Field, "%s has %d characters; %d are sure to fit", in.label(), n, nameLimit)
	}
}

var offerTitle = linkRule("OfferNameTitle", "P71", checks.Warning,
	"The offer's name holds the connector's title, so that it is found again.", "Put the connector's title into it.",
	"Offer 2", "Contoso Invoices connector")

func (in Input) offerTitle(r *checks.Reporter) {
	title := strings.TrimSpace(in.Connector.Title)
	if title == "" {
		r.Skip("the connector's title is not known")
		return
	}
	if !strings.Contains(strings.ToLower(in.Value), strings.ToLower(title)) {
		r.ReportField(in.Field, "%s does not hold the connector's title, %s", in.label(), text.Cut(title, maxShown))
	}
}

// mostCategories is how many categories an offer has at most.
const mostCategories = 3

var offerCategories = linkRule("OfferCategories", "P72", checks.Error,
	"The offer has one to three categories.", "Choose the three that fit best, one a line.",
	"Finance, Sales, Data, Communication", "Finance")

func (in Input) offerCategories(r *checks.Reporter) {
	seen := map[string]bool{}
	for _, c := range listed(in.Value) {
		if small := strings.ToLower(c); seen[small] {
			r.ReportField(in.Field, "%s: one stands there twice", in.label())
		} else {
			seen[small] = true
		}
	}
	if len(seen) == 0 || len(seen) > mostCategories {
		r.ReportField(in.Field, "%s: there are %d; one to %d can be chosen", in.label(), len(seen), mostCategories)
	}
}

var categoriesDiffer = linkRule("OfferCategoriesDiffer", "P72", checks.Warning,
	"The offer's categories are those of x-ms-connector-metadata.", "Choose the same here and in the definition.",
	"Sales, where the definition says Finance", "Finance, where the definition says Finance")

func (in Input) categoriesDiffer(r *checks.Reporter) {
	if len(in.Connector.Categories) == 0 {
		r.Skip("the definition names no categories")
		return
	}
	for _, c := range listed(in.Value) {
		if !slices.ContainsFunc(in.Connector.Categories, func(have string) bool { return strings.EqualFold(have, c) }) {
			r.ReportField(in.Field, "%s: one is not among those of the definition, %s", in.label(), text.Cut(strings.Join(in.Connector.Categories, ", "), 2*maxShown))
			return
		}
	}
}

// listed are the parts of an answer that lists something, by lines or commas.
func listed(value string) []string {
	var parts []string
	for _, p := range strings.FieldsFunc(value, func(r rune) bool { return r == '\n' || r == ',' || r == ';' }) {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

var webLink = linkRule("OfferLinkShape", "P73; 5000.3.1.3, 5000.3.1.6", checks.Error,
	"A link in the offer is one public https address.", "Copy the page's address from the browser.",
	"www.contoso.example/privacy", "https://contoso.example/privacy")

func (in Input) webLink(r *checks.Reporter) {
	u, err := url.Parse(in.Value)
	switch {
	case strings.ContainsAny(in.Value, " \t\r\n"):
		r.ReportField(in.Field, "%s has a space or line break in it", in.label())
	case err != nil || u.Host == "" || u.Scheme != "https":
		r.ReportField(in.Field, "%s is no address that begins with https://", in.label())
	case u.User != nil:
		r.ReportField(in.Field, "%s holds a user name or password", in.label())
	case isIP(u.Hostname()) || !strings.Contains(u.Hostname(), "."):
		r.ReportField(in.Field, "%s leads to a host that nobody outside reaches", in.label())
	}
}

var linkTwice = linkRule("OfferLinkTwice", "P73; 5000.3.1.5", checks.Error,
	"Terms, privacy policy and support are three pages.", "Give each link's own page; the privacy policy is not the terms page.",
	"the same address for the terms and for the privacy policy", "https://contoso.example/terms and https://contoso.example/privacy")

func (in Input) linkTwice(r *checks.Reporter) {
	for _, other := range in.Beside {
		if other.Value != "" && sameAddress(other.Value, in.Value) {
			r.ReportField(in.Field, "%s is the same page as %s", in.label(), other.Label)
			return
		}
	}
}

func sameAddress(a, b string) bool {
	plain := func(s string) string { return strings.TrimRight(strings.ToLower(strings.TrimSpace(s)), "/") }
	return plain(a) == plain(b)
}

var oauthBox = linkRule("OAuthBox", "P75", checks.Error,
	"The check box for OAuth is ticked exactly when users sign in with OAuth.", "Answer as the connector's files say, or mend the files.",
	"ticked for a connector with an API key: \"Looks like this is not an OAuth connector\"", "ticked for a connector with OAuth 2.0")

func (in Input) oauthBox(r *checks.Reporter) {
	uses := in.Connector.Uses("oauth2")
	switch {
	case !in.Connector.AuthKnown:
		r.Skip("how users sign in is not known")
	case uses && in.Value != "yes":
		r.ReportField(in.Field, "users sign in with OAuth, so the box is ticked")
	case !uses && in.Value == "yes":
		r.ReportField(in.Field, "users do not sign in with OAuth: Partner Center answers \"Looks like this is not an OAuth connector\"")
	}
}

var hideKey = linkRule("HideKeyGiven", "P77", checks.Warning,
	"HideKey is empty: a key also holds back the connector's documentation page.", "Leave it empty unless the connector must stay hidden.",
	"a key, and the page is missed after publication", "nothing")

func (in Input) hideKey(r *checks.Reporter) {
	if strings.TrimSpace(in.Value) != "" {
		r.ReportField(in.Field, "with a key the connector's documentation page does not appear")
	}
}

var notesShort = linkRule("NotesTooShort", "P78", checks.Warning,
	"The notes for certification say what the connector does, what changed and how it is tested.", "Write what the engineer needs: what changed, which policy codes were addressed, the test account, the way through MFA.",
	"see docs", "New connector. 1. Sign in as the test account … 2. Create an invoice … 3. …")

// fewNotes is how many characters are too few to test by.
const fewNotes = 80

func (in Input) notesShort(r *checks.Reporter) {
	if n := utf8.RuneCountInString(strings.TrimSpace(in.Value)); n < fewNotes {
		r.ReportField(in.Field, "%s: %d characters tell an engineer little", in.label(), n)
	}
}

var emailList = linkRule("EmailList", "P79", checks.Error,
	"Each address that is told about the offer can be written to.", "Give one address a line.",
	"ines@contoso", "ines@contoso.example")

func (in Input) emailList(r *checks.Reporter) {
	for i, address := range listed(in.Value) {
		one := checks.NewReporter(&emailSyntax)
		Input{Field: in.Field, Label: fmt.Sprintf("address %d", i+1), Value: address}.emailSyntax(&one)
		if f := one.Last(); f != nil {
			r.ReportField(in.Field, "%s", f.Message)
		}
	}
}
