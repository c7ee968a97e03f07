package document

import (
	"bytes"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/swagger"
)

func TestTakenOver(t *testing.T) {
	const mark = "[Insert the text below in your own words and for the readers of this document: it is taken from readme.md; then remove this line]\n\n"
	tests := []struct{ name, other, want string }{
		{"a section", "# T\n## Prerequisites\nAn account.\n", mark + "An account.\n\n## How"},
		{"by another name", "# T\n## Requirements\r\n\r\n\r\n\r\nAn account.\r\n- one\r\n", mark + "An account.\n- one\n\n## How"},
		{"headings are moved down", "# T\n# Prerequisites\n## Plan\nTeam\n### Seats\n5\n# End\n# More\n", mark + "### Plan\n\nTeam\n\n#### Seats\n\n5\n\n## How"},
		{"underlined headings", "# T\n\nPrerequisites\n---\n\nx\n\n### Plan\ny\n", mark + "x\n\n### Plan\n\ny\n\n## How"},
		{"comments and invisible lines", "# T\n## Prerequisites\nAn <!-- no -->account.\n\u200b\n<!--\nnothing\n-->\n", mark + "An account.\n\n## How"},
		{"open code", "# T\n## Prerequisites\n```\ncode\n", mark + "```\ncode\n```\n\n## How"},
		{"blanks", "# T\n## Prerequisites\nAn account.\n- [Insert the plan]\nTODO\nA plan.\n", mark + "An account.\nA plan.\n\n## How"},
		{"nothing but blanks", "# T\n## Prerequisites\n\n- [Insert the plan]\n", "needed]\n\n## How"},
		{"another section inside", "# T\n## Prerequisites\nAn account.\n### Obtaining Credentials\nAsk us.\n#### More\nx\n### Plan\nTeam\n## FAQ\n", mark + "An account.\n\n### Plan\n\nTeam\n\n## How"},
		{"from inside another section", "# T\n## Overview\n### Prerequisites\nAn account.\n### Plan\n", mark + "An account.\n\n## How"},
		{"questions", "# T\n## Frequently Asked Questions\n### Is it?\nYes.\n", "## FAQ\n\n### Where do users get help?\n\nWrite to <support@contoso.example> or see <https://contoso.example/support>.\n\n" + mark + "### Is it?\n\nYes.\n"},
		{"the title is no section", "# Prerequisites of Contoso\nx\n", "needed]\n\n## How"},
		{"no text", "\xff\xfe# \x00", "needed]\n\n## How"},
	}
	k := contoso(t, settings)
	for _, tt := range tests {
		other := Parse([]byte(tt.other))
		if got := string(Draft(Intro, k, &other)); !strings.Contains(got, tt.want) {
			t.Errorf("%s:\n%s", tt.name, got)
		}
	}
	long := Parse([]byte("## Prerequisites\n" + strings.Repeat("An account.\n", 5000)))
	if got := Draft(Intro, k, &long); len(got) > 2*maxTaken || !bytes.Contains(got, []byte("[Insert the rest of this section, which is too long")) {
		t.Errorf("%d bytes of a long section were taken", len(got))
	}
	readme := Parse([]byte("Opens.\n\n## FAQ\n\n### Is it?\n\nYes.\n\n## Get started with your connector\n\n1. Go.\n"))
	got := string(Draft(Readme, k, &readme))
	if !strings.Contains(got, "## Getting Started\n\n[Insert how to begin with the connector]\n\n[Insert the text below") || !strings.Contains(got, "taken from intro.md; then remove this line]\n\n### Is it?\n\nYes.") {
		t.Errorf("the readme from the intro:\n%s", got)
	}
}

func FuzzDraft(f *testing.F) {
	f.Add("Contoso", "## Prerequisites\n```\nx\n")
	f.Add("<!--\n# x", "# FAQ\n<!-<!-- -->- x\n---\n")
	f.Fuzz(func(t *testing.T, text, other string) {
		k := Known{
			Facts: connector.Facts{
				Title: text, Description: text, ContactEmail: text,
				Operations: []*swagger.Operation{{ID: text, Summary: text, Description: other, Trigger: true}},
			},
			Website: text, Limits: []string{text},
		}
		d := Parse([]byte(other))
		for _, kind := range []Kind{Intro, Readme} {
			whole(t, kind, k, Draft(kind, k, &d))
		}
	})
}
