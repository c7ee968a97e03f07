package contribution

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
)

// TestBuiltInKnowsItself holds that each line of the built-in text is known as
// the question it is, and that a line that says more is not.
func TestBuiltInKnowsItself(t *testing.T) {
	list := boxes(microsofts.built())
	if len(list) != len(microsofts.questions) {
		t.Fatalf("%d boxes", len(list))
	}
	for i, b := range list {
		want := microsofts.questions[i]
		got, found := microsofts.known(b.text)
		if !found || got.id != want.id || b.others != want.independent {
			t.Errorf("%q is known as %q, others %t", b.text, got.id, b.others)
		}
		more := b.text + " My lawyers have also read every licence, patent and trademark that touches this submission, and approve of all of them without reserve, for today and for whatever comes later on, in every country of this world."
		if got, found := microsofts.known(more); found && !got.pasted {
			t.Errorf("%q is known as %s", more, got.id)
		}
	}
	if microsofts.Source == "" || microsofts.Seen == "" {
		t.Error("the template has no source or date")
	}
}

func TestItems(t *testing.T) {
	tests := []struct {
		name  string
		input func() Input
		id    string
		want  State
		tick  bool
		by    string
	}{
		{"descriptions there", good, "descriptions", Checked, true, "RequiredPropertyMissing, RequiredValueEmpty and SummaryEqualsDescription find nothing in 1 action and 0 triggers"},
		{"descriptions missing", func() Input {
			return input(folder(strings.Replace(definition, `, "description": "The customer's number."`, "", 1), settings, readme), false)
		}, "descriptions", Open, false, "RequiredPropertyMissing finds 1 place"},
		{"something else missing", func() Input {
			return input(folder(strings.Replace(definition, `"host": "api.contoso.example",`, "", 1), settings, readme), false)
		}, "descriptions", Checked, true, ""},
		{"no operations", func() Input {
			return input(folder(`{"swagger": "2.0", "paths": {}}`, settings, readme), false)
		}, "descriptions", Asked, false, "there are no operations"},
		{"rules that did not run", func() Input { in := good(); in.Report = checks.Report{}; return in }, "descriptions", Asked, false, "RequiredPropertyMissing did not run"},
		{"rules that could not run", func() Input {
			in := good()
			for i := range in.Report.Outcomes {
				in.Report.Outcomes[i].Result, in.Report.Outcomes[i].Reason = checks.NotChecked, "offline"
			}
			return in
		}, "responses", Asked, false, "ResponseSchemaEmpty did not run: offline"},
		{"schemas there", good, "responses", Checked, true, "1 action"},
		{"schemas missing", func() Input {
			return input(folder(strings.Replace(definition, `, "schema": {"type": "object"}`, "", 1), settings, readme), false)
		}, "responses", Open, false, "SchemaDefinitionSetIncorrectly finds 1 place"},
		{"colour", good, "look", Checked, true, "IconBrandColorForbidden"},
		{"forbidden colour", func() Input {
			return input(folder(definition, strings.Replace(settings, "#1f6feb", "#007ee5", 1), readme), false)
		}, "look", Open, false, "IconBrandColorForbidden finds 1 place"},
		{"no icon", func() Input { return input(folder(definition, settings, readme), true) }, "look", Checked, true, "no icon among the files"},
		{"an icon that stays", func() Input {
			a := folder(definition, settings, readme)
			a.Icon = &checks.File{Name: "icon.png", Data: []byte("x")}
			return input(a, true)
		}, "look", Checked, true, "no icon among the files"},
		{"paconn is never claimed", good, "validate", Asked, false, ""},
		{"tested is never claimed", good, "tested", Asked, false, ""},
		{"newness is never claimed", good, "new", Asked, false, ""},
		{"an update is not new", func() Input { in := good(); in.HasBefore = true; return in }, "new", NotForYou, false, "this is an update"},
		{"the name of an independent one", func() Input { return input(folder(definition, settings, readme), true) }, "name", Checked, true, "follows the pattern"},
		{"the name of an idea", func() Input { return input(folder("", "", readme), true) }, "name", Asked, false, "not the final one"},
		{"the name of a verified one", good, "name", NotForYou, false, "independent publishers only"},
		{"screenshots", func() Input { return input(folder(definition, settings, readme), true) }, "flows", Asked, false, ""},
		{"no OAuth", func() Input { return input(folder(definition, settings, readme), true) }, "oauth", Checked, true, "does not use OAuth"},
		{"OAuth", func() Input {
			in := input(folder(definition, settings, readme), true)
			in.Facts.Auth = []connector.Auth{{Kind: "oauth2"}}
			return in
		}, "oauth", Asked, false, "the connector uses OAuth"},
		{"sign-in unknown", func() Input { return input(folder(definition, "", readme), true) }, "oauth", Asked, false, "not known"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := tt.input()
			c := Plan(in)
			i := item(t, c, tt.id)
			if i.State != tt.want || i.Ticked != tt.tick || !strings.Contains(i.By, tt.by) {
				t.Errorf("%+v", i)
			}
			if (i.State == Asked || i.State == Open) != (i.Question != "") {
				t.Errorf("%s and the question %q", i.State, i.Question)
			}
			if box := map[bool]string{true: "- [x] ", false: "- [ ] "}[tt.tick]; !strings.Contains(c.Body, box+i.Text) {
				t.Errorf("%q is not in the text", box+i.Text)
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	in := input(folder(strings.Replace(definition, `, "description": "The customer's number."`, "", 1), settings, readme), true)
	in.Answers = map[string]string{"tested": " Yes ", "validate": "no", "new": "perhaps", "flows": "yes", "test": "yes", "descriptions": "yes", "responses": "no"}
	c := Plan(in)
	for id, want := range map[string]struct {
		state  State
		answer string
		ticked bool
	}{
		"tested": {Asked, "yes", true}, "validate": {Asked, "no", false}, "new": {Asked, "", false},
		"flows": {Asked, "", false}, "test": {Asked, "", false}, // pictures are pasted, not said
		"descriptions": {Asked, "yes", true},
		"responses":    {Checked, "", true}, // what rules established is not asked
	} {
		if i := item(t, c, id); i.State != want.state || i.Answer != want.answer || i.Ticked != want.ticked {
			t.Errorf("%s: %+v", id, i)
		}
	}
	if places := item(t, c, "flows").Places; len(places) != 4 || places[0] != "a flow with the operation List invoices" {
		t.Errorf("%q", places)
	}
	if len(item(t, c, "test").Places) != 1 || !strings.Contains(c.Body, "<!-- Screenshots to paste here:\n1. a flow with the operation List invoices\n") {
		t.Errorf("%s", c.Body)
	}
}

func TestForeignTemplate(t *testing.T) {
	in := input(folder(definition, settings, readme), true)
	in.Template = []byte("## Before you send\r\n\r\n* [ ] I attest that I have added **detailed descriptions** for all operations\r\n  and parameters in the swagger file.\r\n1. [ ] My cat agrees.\r\n" +
		"```\r\n- [ ] code\r\n```\r\n<!--\r\n- [ ] hidden\r\n-->\r\n- [x] agreed before\r\n- [ ]\r\n- [y] none\r\n")
	in.Answers["my cat agrees"] = "yes"
	c := Plan(in)
	var got []string
	for _, i := range c.Items {
		got = append(got, i.ID+" "+string(i.State))
	}
	if want := []string{"descriptions checked", "my cat agrees asked", "agreed before asked"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	want := strings.NewReplacer("* [ ] I attest", "* [x] I attest", "1. [ ]", "1. [x]").Replace(string(in.Template))
	if !strings.HasPrefix(c.Body, want) || strings.Contains(strings.ReplaceAll(c.Body, "\r\n", ""), "\n") {
		t.Errorf("%q", c.Body)
	}
	in.Independent = false
	in.Template = []byte("If you are an Independent Publisher, you must also:\n- [ ] smile\n## All\n- [ ] sit\n")
	if c = Plan(in); item(t, c, "smile").State != NotForYou || item(t, c, "sit").State != Asked {
		t.Errorf("%+v", c.Items)
	}
}

func TestTemplateBounds(t *testing.T) {
	for name, template := range map[string]string{"empty": " \n", "large": strings.Repeat("- [ ] a line\n", 5000)} {
		in := good()
		in.Template = []byte(template)
		if c := Plan(in); len(c.Items) != len(microsofts.questions) || strings.Contains(c.Body, "a line") {
			t.Errorf("%s: %d items", name, len(c.Items))
		}
	}
	in := good()
	in.Template = []byte(strings.Repeat("- [ ] a line\n", 200) + "\x1b[2J\u202e\x00\xff")
	c := Plan(in)
	if len(c.Items) != maxBoxes || strings.ContainsAny(c.Body, "\x1b\x00\u202e") || !utf8.ValidString(c.Body) {
		t.Errorf("%d items, %q", len(c.Items), c.Body[len(c.Body)-80:])
	}
}

// TestExistingBody holds that of an existing text only boxes change.
func TestExistingBody(t *testing.T) {
	line := func(id string) string {
		for _, q := range microsofts.questions {
			if q.id == id {
				return q.text
			}
		}
		t.Fatal(id)
		return ""
	}
	body := "My  own words\t\r\n\r\n- [ ] " + line("descriptions") + "\r\n- [ ] " + line("validate") + "\r\n- [X] " + line("tested") + "\r\n- [x] " + line("responses") + "\n![shot](https://github.com/user-attachments/assets/1)  \r\n"
	in := input(folder(strings.Replace(definition, `, "schema": {"type": "object"}`, "", 1), settings, readme), false)
	in.Existing = pull("Contoso", body)
	in.Answers["tested"] = "no"
	c := Plan(in)
	if want := strings.Replace(body, "- [ ] "+line("descriptions"), "- [x] "+line("descriptions"), 1); c.Body != want || c.KeepBody {
		t.Errorf("got  %q\nwant %q", c.Body, want)
	}
	if i := item(t, c, "tested"); !i.Ticked {
		t.Errorf("%+v", i)
	}
	if !holdsLine(c.Problems, "ticked on pull request 2446, but SchemaDefinitionSetIncorrectly finds 1 place: I attest that I have added response schemas") {
		t.Errorf("%q", c.Problems)
	}
}

func TestExistingBodyOddities(t *testing.T) {
	in := good()
	in.Existing = pull("Contoso", "no list")
	c := Plan(in)
	if c.Body != "no list" || len(c.Items) != len(microsofts.questions) || c.Items[2].Ticked || !holdsLine(c.Doubts, "has no checklist") {
		t.Errorf("%q %+v", c.Body, c.Items)
	}
	in.Existing = pull("Contoso", " ")
	if c = Plan(in); !strings.Contains(c.Body, "- [x] I attest that I have added detailed") {
		t.Errorf("%q", c.Body)
	}
	in.Existing = pull("Contoso", strings.Repeat("a", 64<<10))
	if c = Plan(in); !c.KeepBody || c.Body != in.Existing.Body {
		t.Error("a text that may be cut is written back")
	}
	in.Existing = pull("Contoso", "")
	in.Existing.Asked.Pull.Known = false
	if c = Plan(in); !c.KeepBody {
		t.Error("an unknown text is overwritten")
	}
	in.Existing = pull("Contoso", "use "+aws+" here")
	if c = Plan(in); c.Body != "use [[DUMMY]] here" || !holdsLine(c.Problems, "it is public already") {
		t.Errorf("%q %q", c.Body, c.Problems)
	}
	in.Existing = pull("Contoso", "Checked with certwiz: 9 rules, no errors.")
	if c = Plan(in); holdsLine(c.Problems, checkedWith) || strings.Contains(c.Body, "certwiz: 9 rules") || !strings.HasPrefix(c.Body, checkedWith) {
		t.Errorf("an outdated sentence of certwiz's own: %q, %q", c.Body, c.Problems)
	}
}

// TestCheckedWith holds that the sentence stands only where it is true.
func TestCheckedWith(t *testing.T) {
	in := good()
	ran := 0
	for _, o := range in.Report.Outcomes {
		if !aboutIntro(o.Rule) && (o.Result == checks.Passed || o.Result == checks.Found) {
			ran++
		}
	}
	want := "\n\nChecked with certwiz: " + strconv.Itoa(ran) + " rules, no errors.\n"
	if c := Plan(in); !strings.HasSuffix(c.Body, want) {
		t.Errorf("%q, want %q", c.Body[len(c.Body)-80:], want)
	}
	for name, change := range map[string]func(*Input){
		"an error": func(in *Input) {
			in.Report.Findings = append(in.Report.Findings, checks.Finding{Rule: "X", Severity: checks.Error})
		},
		"not checked":   func(in *Input) { in.Report.Outcomes[0].Result = checks.NotChecked },
		"nothing ran":   func(in *Input) { in.Report = checks.Report{} },
		"blocked":       func(in *Input) { in.FolderName = "" },
		"a real secret": func(in *Input) { in.Artifacts.Readme.Data = []byte(aws) },
	} {
		in := good()
		change(&in)
		if c := Plan(in); strings.Contains(c.Body, checkedWith) {
			t.Errorf("%s: %q", name, c.Body[len(c.Body)-80:])
		}
	}
}

// FuzzFill holds that a text changes in its boxes only, that ticked ones stay,
// and that it can be filled again without a change.
func FuzzFill(f *testing.F) {
	f.Add(microsofts.built(), true)
	f.Add("- [ ] I validated the swagger by running paconn validate\r\n\t+ [x] a\n12) [X] b\n```\n- [ ] c\n```\n<!-- - [ ] d\n-->\n- [ ] e <!-- f\n- [ ] g", false)
	f.Add("* [ ]\ta\nb\n\n- [ ] \u202e"+aws+"\x00", true)
	report := good().Report
	f.Fuzz(func(t *testing.T, text string, independent bool) {
		in := Input{Independent: independent, Report: report, Answers: map[string]string{"validate": "yes", "tested": "yes", "new": "yes"}}
		in.Facts.Actions = 1
		p := &plan{in: in, report: report}
		p.Title = "Contoso (Independent Publisher)"
		clean := p.sendable(text)
		got, list := p.fill(text, true)
		if len(got) != len(clean) || len(list) > maxBoxes {
			t.Fatalf("%q became %q", clean, got)
		}
		for i := range len(got) {
			if got[i] != clean[i] && !(clean[i] == ' ' && got[i] == 'x' && clean[i-1] == '[' && clean[i+1] == ']') {
				t.Fatalf("%q became %q at %d", clean, got, i)
			}
		}
		ticked := 0
		for _, i := range list {
			if i.Ticked {
				ticked++
			}
			if i.ID == "flows" && i.Ticked && i.Answer == "" {
				t.Fatal("screenshots are ticked")
			}
		}
		again, after := p.fill(got, true)
		if again != got || len(after) != len(list) {
			t.Fatalf("%q became %q", got, again)
		}
		set := 0
		for _, b := range boxes(got) {
			if b.ticked {
				set++
			}
		}
		if set != ticked {
			t.Fatalf("%d ticked, %d said", set, ticked)
		}
	})
}
