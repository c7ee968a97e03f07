package contribution

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
)

func TestFolder(t *testing.T) {
	tests := []struct {
		name        string
		independent bool
		existing    []string // files of the pull request that is updated
		want        string
		why         string // in a problem, doubt or what blocks
	}{
		{"Contoso Invoices", false, nil, "certified-connectors/Contoso Invoices", ""},
		{"Contoso Invoices", true, nil, "independent-publisher-connectors/Contoso Invoices", ""},
		{"Smørrebrød & Co. (US)", false, nil, "certified-connectors/Smørrebrød & Co. (US)", ""},
		{"", false, nil, "", "it is empty"},
		{"a/b", false, nil, "", "holds the character /"},
		{`a\b`, false, nil, "", `holds the character \`},
		{"Contoso: Invoices", false, nil, "", "holds the character :"},
		{"Contoso\x1b[2J", false, nil, "", "invisible character (U+001B)"},
		{"Contoso\u202eInvoices", false, nil, "", "invisible character (U+202E)"},
		{"..", false, nil, "", "full stop"},
		{".git", false, nil, "", "begins with a full stop"},
		{"Contoso ", false, nil, "", "begins or ends with a space"},
		{"Contoso.", false, nil, "", "ends with a full stop"},
		{"aux.folder", false, nil, "", "Windows keeps"},
		{"LPT1", false, nil, "", "Windows keeps"},
		{"a\xff", false, nil, "", "not UTF-8"},
		{strings.Repeat("a", 121), false, nil, "", "121 bytes"},
		{"Renamed", false, []string{"README.md", "certified-connectors/Contoso/apiProperties.json"}, "certified-connectors/Contoso", ""},
		{"Contoso", true, []string{"certified-connectors/Contoso/apiProperties.json"}, "certified-connectors/Contoso", "goes to certified-connectors, and you publish to independent-publisher-connectors"},
		{"B", false, []string{"certified-connectors/A/x", "certified-connectors/B/x"}, "certified-connectors/B", "changes 2 connectors' folders"},
		{"Contoso", false, []string{"certified-connectors/a\tb/x"}, "", "invisible character"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := good()
			in.FolderName, in.Independent = tt.name, tt.independent
			if tt.existing != nil {
				in.Existing = pull("Contoso", "text", tt.existing...)
			}
			c := Plan(in)
			if c.Folder != tt.want || c.Blocked != (tt.want == "") {
				t.Errorf("%q, blocked %t %q", c.Folder, c.Blocked, c.Blocking)
			}
			if tt.why != "" && !holdsLine(append(c.Problems, c.Doubts...), tt.why) {
				t.Errorf("%q does not say %q", c.Problems, tt.why)
			}
		})
	}
}

func TestFolderOfUnknownPull(t *testing.T) {
	in := good()
	in.Existing = pull("Contoso", "text")
	in.Existing.Asked.Files.Known = false
	c := Plan(in)
	if c.Folder != "certified-connectors/Contoso Invoices" || !holdsLine(c.Doubts, "which folder pull request 2446 changes is not known") {
		t.Errorf("%q %q", c.Folder, c.Doubts)
	}
}

func TestFiles(t *testing.T) {
	a := folder(definition, settings, readme)
	a.Swagger.Name = "apidefinition.swagger.json"
	a.Script = &checks.File{Name: "Script.csx", Data: []byte("public class Script : ScriptBase {}")}
	a.Icon = &checks.File{Name: "Icon.PNG", Data: []byte("\x89PNG")}
	a.Intro = &checks.File{Name: "intro.md", Data: []byte("text")}
	a.Others = []string{"settings.json", "package.zip", ".DS_Store", "__MACOSX/", "docs/", "notes.txt", "helper.csx", "._icon.png", "key.pem", "shot.png", "Thumbs.db", "node_modules/", "a.orig", ".gitignore"}
	names := func(c Contribution) (all []string) {
		for _, f := range c.Files {
			all = append(all, f.From+" as "+f.Name)
		}
		return all
	}
	verified := Plan(input(a, false))
	if got, want := names(verified), []string{"apidefinition.swagger.json as apiDefinition.swagger.json", "apiProperties.json as apiProperties.json", "Script.csx as script.csx", "README.md as readme.md", "Icon.PNG as icon.png"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if !holdsLine(verified.Doubts, "engineers have asked others to keep it out") {
		t.Errorf("%q", verified.Doubts)
	}
	in := input(a, false)
	in.Answers["icon"] = "no"
	if got := names(Plan(in)); len(got) != 4 {
		t.Errorf("with the icon left out: %q", got)
	}
	c := Plan(input(a, true))
	if got := names(c); len(got) != 4 || slices.Contains(got, "Icon.PNG as icon.png") {
		t.Errorf("of an independent publisher: %q", got)
	}
	whys := map[string]string{}
	for _, l := range c.LeftOut {
		whys[l.Name] = l.Why
	}
	for name, why := range map[string]string{
		"Icon.PNG": "no icon", "intro.md": "S63", "settings.json": "paconn", "package.zip": "where an engineer asks", ".DS_Store": "macOS", "__MACOSX/": "macOS", "docs/": "no folders",
		"notes.txt": "none of the connector's artifacts", "helper.csx": "only one script", "._icon.png": "macOS", "key.pem": "may hold a secret", "shot.png": "pictures", "Thumbs.db": "Windows",
		"node_modules/": "npm", "a.orig": "a tool left", ".gitignore": "git",
	} {
		if !strings.Contains(whys[name], why) {
			t.Errorf("%s: %q does not say %q", name, whys[name], why)
		}
	}
	if len(whys) != 16 {
		t.Errorf("%d left out: %v", len(whys), whys)
	}
}

func TestLeftOutIsBounded(t *testing.T) {
	in := good()
	for i := range 300 {
		in.Artifacts.Others = append(in.Artifacts.Others, fmt.Sprintf("%d.txt", i))
	}
	c := Plan(in)
	if len(c.LeftOut) != 200 || c.MoreLeftOut != 100 {
		t.Errorf("%d and %d more", len(c.LeftOut), c.MoreLeftOut)
	}
}

func TestCompareWithDev(t *testing.T) {
	in := good()
	in.Artifacts.Readme.Name = "readme.md"
	in.HasBefore = true
	in.Before = folder(definition, settings+" ", readme)
	in.Before.Script = &checks.File{Name: "script.csx", Data: []byte("x")}
	c := Plan(in)
	if file(t, c, swaggerName).Change != Same || file(t, c, propertiesName).Change != Changed || file(t, c, readmeName).Change != Changed {
		t.Errorf("%+v", c.Files)
	}
	if want := []LeftOut{{"README.md", "the file is named readme.md from now on"}, {"script.csx", "the connector no longer has a script"}}; !slices.Equal(c.Removed, want) {
		t.Errorf("%+v", c.Removed)
	}
	in.Before = folder(definition, settings, readme)
	in.Before.Readme.Name = "readme.md"
	if c = Plan(in); !holdsLine(c.Problems, "nothing to send") || c.Blocked {
		t.Errorf("%q", c.Problems)
	}
	if c.Message != "Update Contoso Invoices" {
		t.Errorf("%q", c.Message)
	}
}

// TestTidy holds that only what is known to be sent back is taken out of an
// existing pull request.
func TestTidy(t *testing.T) {
	in := input(folder(definition, settings, readme), true)
	top := "independent-publisher-connectors/Contoso Invoices/"
	in.Existing = pull("Contoso Invoices (Independent Publisher)", "text", top+"README.md", top+"apiProperties.json", top+"icon.png", top+"settings.json", top+"package.zip", top+"docs/settings.json")
	var got []string
	for _, r := range Plan(in).Removed {
		got = append(got, r.Name)
	}
	if want := []string{"README.md", "icon.png", "settings.json"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestProblems(t *testing.T) {
	in := good()
	in.Artifacts.Readme = &checks.File{Name: "readme.md", Err: "permission denied"}
	in.Artifacts.Properties = nil
	in.Artifacts.Intro = &checks.File{Name: "intro.md", Data: []byte("short")}
	in = Input{Artifacts: in.Artifacts, Facts: in.Facts, Report: connector.Parse(in.Artifacts).Report(), FolderName: "Contoso"}
	c := Plan(in)
	if c.Blocked || !holdsLine(c.Problems, "readme.md could not be read: permission denied") || !holdsLine(c.Problems, "apiProperties.json is not there") {
		t.Errorf("%t %q", c.Blocked, c.Problems)
	}
	for _, p := range c.Problems {
		if strings.Contains(p, "Intro") {
			t.Errorf("intro.md is no part of it: %s", p)
		}
	}
	in = input(folder(strings.Replace(definition, `"operationId": "ListInvoices",`, "", 1), settings, readme), false)
	if c = Plan(in); c.Blocked || !holdsLine(c.Problems, "(OperationIdRequired)") {
		t.Errorf("%q", c.Problems)
	}
	if strings.Contains(c.Body, checkedWith) {
		t.Error("certwiz claims no errors")
	}
}

func TestNothingToSend(t *testing.T) {
	c := Plan(Input{FolderName: "Contoso"})
	if !c.Blocked || len(c.Files) != 0 {
		t.Errorf("%t %+v", c.Blocked, c.Files)
	}
}

func TestEndedPull(t *testing.T) {
	for _, merged := range []bool{true, false} {
		in := good()
		in.Existing = pull("Contoso", "text")
		in.Existing.Closed, in.Existing.Merged = true, merged
		want := "pull request 2446 is closed; open a new one"
		if merged {
			want = "pull request 2446 is merged already; open a new one"
		}
		if c := Plan(in); !slices.Contains(c.Problems, want) {
			t.Errorf("%q", c.Problems)
		}
	}
}
