package form

import (
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/connector"
)

// sas is a SAS link with the given parameters beside a signature.
func sas(params string) string {
	return "https://contosostore.blob.core.windows.net/packages/contoso.zip?sv=2024-11-04&" + params + "&sig=" + "made%2Bup%3D"
}

const sound = "sp=r&sr=b&spr=https&se=2027-03-01T00:00:00Z"

var (
	titled = connector.Facts{Title: "Contoso Invoices", Categories: []string{"Finance", "Data"}, AuthKnown: true, Auth: []connector.Auth{{Kind: "apiKey"}}}

	// offerCases are what Partner Center's offer asks for; today is 24 November
	// 2026, half past eleven at night.
	offerCases = []judged{
		{SASLink, sas(sound), aad, nil},
		{SASLink, " " + sas(sound), aad, []string{"error SasLinkShape: there is a space or line break before or after the link; Partner Center fails the save without saying why"}},
		{SASLink, `"` + sas(sound) + `"`, aad, []string{"error SasLinkShape: the link stands in quotation marks or brackets"}},
		{SASLink, strings.Replace(sas(sound), "contoso.zip", "conto so.zip", 1), aad, []string{"error SasLinkShape: the link holds a space or line break",
			"warning SasLinkName: the link leads to a file of another name than the package that was checked, contoso.zip"}},
		{SASLink, strings.Replace(sas(sound), "https:", "http:", 1), aad, []string{"error SasLinkShape: the link does not begin with https://"}},
		{SASLink, "contoso.zip", aad, []string{"error SasLinkShape: the link does not begin with https://"}},
		{SASLink, "https://", aad, []string{"error SasLinkShape: the link is no address that can be read"}},
		{SASLink, strings.Replace(sas(sound), "contosostore.blob.core.windows.net", "10.0.0.7", 1), aad, []string{"error SasLinkShape: the link leads to no blob storage that Microsoft can reach",
			"warning SasLinkHost: the link leads to another place than *.blob.core.windows.net"}},
		{SASLink, strings.Replace(sas(sound), "core.windows.net", "core.usgovcloudapi.net", 1), aad, []string{"warning SasLinkHost: the link leads to another place than *.blob.core.windows.net"}},
		{SASLink, strings.Replace(sas(sound), ".blob.", ".file.", 1), aad, []string{"error SasLinkHost: the link leads to a file share, not to a blob"}},
		{SASLink, "https://contosostore.blob.core.windows.net/packages/contoso.zip", aad, []string{"error SasLinkSigned: the link has no signature: it is the blob's address, not a SAS link"}},
		{SASLink, strings.Replace(sas(sound), "sv=2024-11-04&", "", 1), aad, []string{"error SasLinkSigned: the link has no version (sv): a part of it is missing"}},
		{SASLink, sas("sp=w&sr=b&spr=https&se=2027-03-01"), aad, []string{"error SasLinkSigned: the link does not let anybody read the package (sp without r)"}},
		{SASLink, sas("sp=r&sr=b&spr=https"), aad, []string{"error SasLinkSigned: the link says no end that can be read (se)"}},
		{SASLink, sas("si=review&sr=b&spr=https"), aad, []string{"warning SasLinkStoredPolicy: the link's end stands in a stored policy and can't be seen here"}},
		{SASLink, sas("sp=r&sr=c&spr=https&se=2027-03-01"), aad, []string{"warning SasLinkScope: the link opens the whole container"}},
		{SASLink, sas("sp=r&ss=b&srt=o&spr=https&se=2027-03-01"), aad, []string{"warning SasLinkScope: the link opens the whole storage account"}},
		{SASLink, sas("sp=r&sr=d&spr=https&se=2027-03-01"), aad, []string{"error SasLinkScope: the link opens a directory, not a file"}},
		{SASLink, sas("sp=racwdl&sr=b&spr=https&se=2027-03-01"), aad, []string{"warning SasLinkRights: the link allows more than reading: acwdl"}},
		{SASLink, sas(sound + "&sip=203.0.113.7"), aad, []string{"error SasLinkNotOpen: only the addresses in the link (sip) may read the package, and Microsoft's are not among them"}},
		{SASLink, sas(sound + "&st=2026-12-24T00:00:00Z"), aad, []string{"error SasLinkNotOpen: the link opens nothing before 24 December 2026"}},
		{SASLink, sas(sound + "&st=2026-11-01"), aad, nil},
		{SASLink, sas("sp=r&sr=b&se=2027-03-01T00:00Z"), aad, []string{"warning SasLinkPlain: the link may be used over http as well"}},
		{SASLink, sas(sound + "&skoid=" + otherID + "&ske=2026-12-01T00:00:00Z&sks=b"), aad, []string{"error SasLinkDelegated: this is a user-delegation link, which lives for 7 days at most; Microsoft asks for 15"}},
		{SASLink, strings.Replace(sas(sound), "contoso.zip", "contoso-old.zip", 1), aad, []string{"warning SasLinkName: the link leads to a file of another name than the package that was checked, contoso.zip"}},
		{SASLink, strings.Replace(sas(sound), "contoso.zip", "contoso", 1), aad, []string{"warning SasLinkName: the link leads to no .zip"}},
		{LinkExpiry, "2026-11-23", aad, []string{"error SasLinkEnds: the link ended on 23 November 2026"}},
		{LinkExpiry, "2026-12-08", aad, []string{"error SasLinkEnds: the link ends on 8 December 2026; Microsoft asks for 15 days"}},
		{LinkExpiry, "2026-12-09", aad, []string{"warning SasLinkEnds: the link ends on 9 December 2026: enough for one review, not for a second one"}},
		{LinkExpiry, "2026-12-24", aad, []string{"advice SasLinkEnds: the link ends on 24 December 2026; review and publication can take longer"}},
		{LinkExpiry, "2027-01-23", aad, nil},
		{LinkExpiry, "soon", aad, []string{"error ExpiryNotADate: Answer is not a date as it is written here"}},
		{OfferName, "Contoso Invoices connector", titled, nil},
		{OfferName, "Offer two", titled, []string{"warning OfferNameTitle: Answer does not hold the connector's title, Contoso Invoices"}},
		{OfferName, "Contoso Invoices " + strings.Repeat("and more ", 5), titled, []string{"warning OfferNameLength: Answer has 61 characters; 50 are sure to fit"}},
		{Categories, "Finance\nSales, Data", aad, nil},
		{Categories, "Finance, Sales, Data, Communication", aad, []string{"error OfferCategories: Answer: there are 4; one to 3 can be chosen"}},
		{Categories, "Finance, finance", aad, []string{"error OfferCategories: Answer: one stands there twice"}},
		{Categories, "finance", titled, nil},
		{Categories, "Sales", titled, []string{"warning OfferCategoriesDiffer: Answer: one is not among those of the definition, Finance, Data"}},
		{WebLink, "https://contoso.example/privacy", aad, nil},
		{WebLink, "www.contoso.example/privacy", aad, []string{"error OfferLinkShape: Answer is no address that begins with https://"}},
		{WebLink, "https://contoso.example/pri vacy", aad, []string{"error OfferLinkShape: Answer has a space or line break in it"}},
		{WebLink, "https://ines:pass@contoso.example/", aad, []string{"error OfferLinkShape: Answer holds a user name or password"}},
		{WebLink, "https://localhost/privacy", aad, []string{"error OfferLinkShape: Answer leads to a host that nobody outside reaches"}},
		{WebLink, "https://contoso.example/terms/", aad, []string{"error OfferLinkTwice: Answer is the same page as the terms"}},
		{OAuthBox, "yes", aad, nil},
		{OAuthBox, "no", titled, nil},
		{OAuthBox, "no", aad, []string{"error OAuthBox: users sign in with OAuth, so the box is ticked"}},
		{OAuthBox, "yes", titled, []string{"error OAuthBox: users do not sign in with OAuth: Partner Center answers \"Looks like this is not an OAuth connector\""}},
		{HideKey, "k-17", aad, []string{"warning HideKeyGiven: with a key the connector's documentation page does not appear"}},
		{Notes, longSteps, aad, nil},
		{Notes, "See the docs.", aad, []string{"warning NotesTooShort: Answer: 13 characters tell an engineer little"}},
		{EmailList, "ines@contoso.example\nmaria@contoso.example", aad, nil},
		{EmailList, "ines@contoso.example, maria@contoso", aad, []string{"error EmailList: address 2 lacks the ending of the domain, such as .com"}},
	}
)

// TestLinkEnd: the earlier of the link's end and its key's counts.
func TestLinkEnd(t *testing.T) {
	for link, want := range map[string]string{
		sas(sound): "2027-03-01",
		sas("se=2027-03-01&skoid=x&ske=2026-12-01T09:00:00Z"): "2026-12-01",
		sas("se=2027-03-01T09:30Z"):                           "2027-03-01",
		sas("si=review"):                                      "",
		"no link":                                             "",
	} {
		got := ""
		if end, ok := LinkEnd(link); ok {
			got = end.Format("2006-01-02")
		}
		if got != want {
			t.Errorf("the end is %q, want %q", got, want)
		}
	}
}
