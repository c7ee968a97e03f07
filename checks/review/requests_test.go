package review

import (
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
)

func TestRequests(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", nil},
		{"one", "Please add the `stackOwner` property.", []string{"Please add the `stackOwner` property."}},
		{"two paragraphs", "Please add a contact.\n\nPlease fix\nthe indentation.", []string{"Please add a contact.", "Please fix the indentation."}},
		{"greeting and thanks", "Hi @contoso-dev,\n\nThank you for your contribution! Please add a contact. Thanks!\n\nBest regards,\nSomebody", []string{"Please add a contact."}},
		{"greeting in the line", "Hello team please add a contact", []string{"please add a contact"}},
		{"greeting with a name", "Hi Robin Smith, could you add a contact?", []string{"could you add a contact?"}},
		{"no greeting", "Hints belong into the description. Highly recommended.", []string{"Hints belong into the description. Highly recommended."}},
		{"account", "@contoso-dev @fabrikam: can you rename it?", []string{"can you rename it?"}},
		{"account alone", "@contoso-dev", nil},
		{"thanks with a request", "Thanks for the update, but please remove the icon.", []string{"Thanks for the update, but please remove the icon."}},
		{"courtesy alone", "LGTM\n\nThank you.\n\nLet me know if you have questions.", nil},
		{"list", "Please make the following changes:\n- add a contact\n- fix the\n  indentation\n\n1. remove the icon\n\nThanks in advance.", []string{"add a contact", "fix the indentation", "remove the icon"}},
		{"list with a subject", "In apiProperties.json:\n\n* add publisher\n* add stackOwner\n\nThe readme is empty.", []string{"In apiProperties.json: add publisher", "In apiProperties.json: add stackOwner", "The readme is empty."}},
		{"colon without a list", "Please change the title to this:\n```\nContoso\n```\nand the icon too", []string{"Please change the title to this:", "and the icon too"}},
		{"heading", "## Readme\nPlease add a title.", []string{"Readme Please add a title."}},
		{"quotation", "> We think the icon is fine.\n> It was made by us.\n\nIt is transparent, please change it.", []string{"It is transparent, please change it."}},
		{"validator's lines", "Please fix these errors:\n##[error]The 'info' property is required. ValuePath: \n##[error]The 'title' value goes over the character limit '30'. ValuePath: /info/title\n\nAnd rename the folder.", []string{"And rename the folder."}},
		{"code", "Use this.\n```json\n{\"a\": 1}\n```", []string{"Use this."}},
		{"suggestion", "```suggestion\n\"title\": \"Contoso\"\n```", nil},
		{"picture", "![image](https://contoso.example/a.png)\n\nThere is an error (see above).", []string{"There is an error (see above)."}},
		{"hidden", "<!-- template -->\nAdd a contact.", []string{"Add a contact."}},
		{"answer by mail", "Please add a contact.\n\nOn Mon, 3 Feb 2025 at 10:00, Somebody wrote:\n> text\nmore", []string{"Please add a contact."}},
		{"CRLF", "Add a.\r\n\r\nAdd b.\r\n", []string{"Add a.", "Add b."}},
		{"rule", "Add a.\n\n---\n\nAdd b.", []string{"Add a.", "Add b."}},
	} {
		if got := Requests(test.text); !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %q\nwant %q", test.name, got, test.want)
		}
	}
}

func TestRequestsAreBounded(t *testing.T) {
	got := Requests(strings.Repeat("- Please add this.\n", 500))
	if len(got) != maxRequests {
		t.Errorf("%d requests", len(got))
	}
	got = Requests(strings.Repeat("Please add é ", 500))
	if len(got) != 1 || len(got[0]) > maxRequest || !strings.HasSuffix(got[0], "…") {
		t.Errorf("%d requests, the first of %d bytes", len(got), len(got[0]))
	}
}

func TestSentences(t *testing.T) {
	rules := []checks.Rule{
		{ID: "RequiredPropertyMissing", Severity: checks.Error, Wording: "The '{0}' property is required."},
		{ID: "OperationIdTooLong", Severity: checks.Warning, Wording: "The operationId length must be less than '{0}'."},
	}
	got := Sentences("Hi,\n\nThe `'contact'` property is required.\n\nThe title is too long.\n\n- the operationId length must be less than '80'", rules)
	want := []string{"error|The `'contact'` property is required.||", "warning|the operationId length must be less than '80'||"}
	if len(got) != 2 || short(got[0]) != want[0] || short(got[1]) != want[1] || got[0].At != 3 || got[1].At != 7 {
		t.Errorf("got %+v", got)
	}
	if got := Match(got, checks.Report{}, rules); got[0].Rule != "RequiredPropertyMissing" || got[1].Rule != "OperationIdTooLong" {
		t.Errorf("matched %+v", got)
	}
}

func FuzzRequests(f *testing.F) {
	for _, seed := range []string{"Hi @a, please fix:\n- one\n- two\n\nThanks", "> a\n\n```\nb\n```\nIn c:\n\n1. d", "On x wrote:", "Error(s) are:\n- a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		all := Requests(text)
		if len(all) > maxRequests {
			t.Errorf("%d requests", len(all))
		}
		for _, r := range all {
			if strings.TrimSpace(r) == "" || len(r) > maxRequest {
				t.Errorf("a request of %d bytes", len(r))
			}
		}
	})
}
