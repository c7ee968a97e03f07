package contribution

import (
	"strings"
	"testing"
)

func TestTitle(t *testing.T) {
	tests := []struct {
		title       string // in the definition
		independent bool
		only        string // "readme" for an idea without a connector
		existing    string // title of the pull request that is updated
		want        string
	}{
		{"Contoso Invoices", false, "", "", "Contoso Invoices"},
		{"Contoso Invoices", true, "", "", "Contoso Invoices (Independent Publisher)"},
		{"Contoso Invoices (Independent Publisher)", true, "", "", "Contoso Invoices (Independent Publisher)"},
		{"Contoso (independent publisher)", false, "", "", "Contoso"},
		{"", true, "", "", "Folder (Independent Publisher)"},
		{"Contoso", true, "readme", "", "Proposal - Contoso (Independent Publisher)"},
		{"  Contoso\n\x1b[31m\u202eInvoices ", false, "", "", "Contoso [31mInvoices"},
		{strings.Repeat("ä", 400), false, "", "", strings.Repeat("ä", 164) + "…"},
		{"Contoso", false, "", "Add  Contoso to the gallery", "Add  Contoso to the gallery"},
		{"Contoso", false, "", "Contoso (Independent Publisher)", "Contoso"},
		{"Contoso", true, "", "Contoso: invoices (Independent Publisher)", "Contoso: invoices (Independent Publisher)"},
		{"Contoso", true, "", "My connector", "Contoso (Independent Publisher)"},
		{"Contoso", true, "", "(Independent Publisher)", "Contoso (Independent Publisher)"},
		{"Contoso", true, "", "Proposal - Contoso 2 (Independent Publisher)", "Contoso 2 (Independent Publisher)"},
		{"Contoso", true, "", "[Proposal] Contoso 2 (independent publisher)", "Contoso 2 (independent publisher)"},
		{"Contoso", true, "", "Proposal - ", "Contoso (Independent Publisher)"},
		{"Contoso", true, "", "Proposals (Independent Publisher)", "Proposals (Independent Publisher)"},
		{"Contoso", true, "readme", "Proposal: Contoso (Independent Publisher)", "Proposal: Contoso (Independent Publisher)"},
		{"Contoso", false, "", "Contoso\x00\x1b", "Contoso"},
		{"Contoso", false, "", " ", "Contoso"},
	}
	for _, tt := range tests {
		in := good()
		in.Facts.Title, in.Independent, in.FolderName = tt.title, tt.independent, "Folder"
		if tt.only != "" {
			in.Artifacts = folder("", "", readme)
		}
		if tt.existing != "" {
			in.Existing = pull(tt.existing, "text")
		}
		if got := Plan(in).Title; got != tt.want {
			t.Errorf("%q, updating %q: %q, want %q", tt.title, tt.existing, got, tt.want)
		}
	}
}

func TestMessage(t *testing.T) {
	in := good()
	if got := Plan(in).Message; got != "Add Contoso Invoices" {
		t.Errorf("%q", got)
	}
	in.Independent, in.Facts.Title = true, "Contoso\r\n\r\nSigned-off-by: x"
	if got := Plan(in).Message; got != "Add Contoso Signed-off-by: x (Independent Publisher)" {
		t.Errorf("%q", got)
	}
	in.Existing = pull("Contoso", "text")
	in.Facts.Title = strings.Repeat("word ", 30)
	if got := Plan(in).Message; len(got) > 100 || !strings.HasPrefix(got, "Update word") {
		t.Errorf("%q", got)
	}
}
