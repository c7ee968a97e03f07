package prose

import (
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/swagger"
)

func TestReadmeOperations(t *testing.T) {
	const section = "## Supported Operations\n\n"
	for text, want := range map[string]string{
		section + "### Creates an invoice\nx\n### Delete invoices\nx\n### When invoices are paid\nx": "",
		section + "- `CreateInvoice`: x\n- delete_invoice\n":                                         `3:4 one of the connector's 3 operations is not named here: When an invoice is paid > Add "### When an invoice is paid" and say what it does and returns.`,
		section + "- Create a new draft of an invoice\n- Delete one invoice\n- Invoice paid":         "",
		section + "- Making\n- Removing\n- Payment":                                                  "",
		section + "They are many.":                                                                   "3:4 none of the connector's 3 operations is named here: Create invoice, Delete invoice, When an invoice is paid > Add \"### Create invoice\" and say what it does and returns.",
		section + "```\nCreate invoice\n```\n\nDelete invoice\n":                                     "3:4 one of the connector's 3 operations is not named here: When an invoice is paid > Add \"### When an invoice is paid\" and say what it does and returns.",
		"Nothing.": "",
	} {
		if got := strings.Join(found("ReadmeOperations", text, nil), "|"); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
	deprecated := func(s *Subject) {
		s.Operations = []*swagger.Operation{{ID: "A", Summary: "Get thing (deprecated)"}, {ID: "B", Summary: "OrdersContoso"}}
	}
	if got := found("ReadmeOperations", section+"- Orders@Contoso", deprecated); got != nil {
		t.Errorf("got %q", got)
	}
}

func TestStems(t *testing.T) {
	for in, want := range map[string]string{
		"Creates an Invoice": "create invoice", "List the entries": "list entry", "Get status": "get statu", "Pass": "pass", "": "", "Is it?": "is it",
	} {
		if got := stems(in); got != want {
			t.Errorf("stems(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestReadmeSectionsNearMisses(t *testing.T) {
	text := "Text.\n\n##Publisher: Contoso\n\n**Prerequisites**\n\n    ## Known Issues\n\n## Traction\n"
	want := `5:1 the section "## Publisher" is missing; "##Publisher: Contoso" has no space after its marks, and is no heading > Write "## Publisher" in place of "##Publisher: Contoso".|` +
		`7:1 the section "## Prerequisites" is missing; "**Prerequisites**" is bold text, not a heading > Write "## Prerequisites" in place of "**Prerequisites**".|` +
		`0:0 the section "## Supported Operations" is missing > Add "## Supported Operations" with a heading and a sentence for each action and trigger.|` +
		`0:0 the section "## Obtaining Credentials" is missing > Add "## Obtaining Credentials" and say how the connector signs in and where the key or account comes from.|` +
		`9:5 the section "## Known Issues and Limitations" is missing; "## Known Issues" is indented by four spaces or more, and is no heading > Write "## Known Issues and Limitations" in place of "## Known Issues".`
	if got := strings.Join(found("ReadmeSections", text, nil), "|"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestReadmeProducts(t *testing.T) {
	for text, want := range map[string]string{
		"Power Automate (formerly Microsoft Flow)": "",
		"It is called \"Microsoft Flow\" there.":   "",
		"é Microsoft Flow":                         `3:3 "Microsoft Flow" is called "Power Automate" today > Write "Power Automate".`,
		"https://powerapps.com/PowerApps `x`":      "",
	} {
		if got := strings.Join(found("ReadmeProductNames", text, nil), "|"); got != want {
			t.Errorf("%q: got %s", text, got)
		}
	}
}
