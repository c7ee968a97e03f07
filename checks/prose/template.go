package prose

import (
	"fmt"
	"strings"
)

// Known is what a connector's files say and a draft can be filled with.
type Known struct {
	Title, Description string
	NeedsAuth          bool
	SignIn             string // "OAuth 2.0 with Microsoft Entra ID", "" when unknown
	Contact            string // a support address or page, "" when unknown
}

// Template is a first draft of intro.md: Microsoft's template filled with what
// is known. Whatever is left to write is an "[Insert …]", which Judge finds.
func Template(k Known) string {
	var b strings.Builder
	title := k.title()
	fmt.Fprintf(&b, "[Insert one paragraph of at most %d sentences: what %s is worth to its users and what they can do with it, in other words than the connector's description]\n\n", MaxSentences, title)
	fmt.Fprintf(&b, "## Prerequisites\n\n- An account for %s [Insert where to get one and which plan is needed]\n\n", title)
	if k.NeedsAuth {
		fmt.Fprintf(&b, "## How to get credentials\n\n%s1. [Insert the first step, with a link to your site]\n2. [Insert the next step]\n\n", k.signIn())
	}
	fmt.Fprintf(&b, "## Get started with your connector\n\n1. Create a flow and add a step of %s.\n2. [Insert the next step of a common use case, and how it helps]\n\n", title)
	b.WriteString("## Known issues and limitations\n\n- [Insert a known issue or limitation, and its workaround]\n\n")
	b.WriteString("## Common errors and remedies\n\n")
	if k.NeedsAuth {
		b.WriteString("- **401 Unauthorized**: [Insert what to do]\n")
	}
	fmt.Fprintf(&b, "- **429 Too Many Requests**: [Insert the limit of calls and what to do]\n\n")
	fmt.Fprintf(&b, "## FAQ\n\n### [Insert a question]\n\n[Insert the answer]\n%s", k.help())
	return b.String()
}

// ReadmeTemplate is a first draft of readme.md by the open-source repository's
// template, with a heading for every action and trigger.
func ReadmeTemplate(k Known, operations []Operation) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", k.title())
	if d := oneLine(k.Description); d != "" {
		fmt.Fprintf(&b, "%s ", d)
	}
	b.WriteString("[Insert what the service is and what the connector does, for those who will work on it]\n\n")
	b.WriteString("## Publisher: [Insert the publisher's name]\n\n")
	fmt.Fprintf(&b, "## Prerequisites\n\n- An account for %s [Insert where to get one and which plan is needed]\n\n", k.title())
	b.WriteString("## Supported Operations\n\n")
	for _, o := range operations {
		name := oneLine(o.Summary)
		if name == "" {
			name = oneLine(o.ID)
		}
		fmt.Fprintf(&b, "### %s\n\n[Insert what it does and what it returns]\n\n", name)
	}
	if len(operations) == 0 {
		b.WriteString("[Insert the connector's actions and triggers]\n\n")
	}
	if k.NeedsAuth {
		fmt.Fprintf(&b, "## Obtaining Credentials\n\n%s[Insert how to get credentials]\n\n", k.signIn())
	}
	b.WriteString("## Known Issues and Limitations\n\n[Insert known issues and limitations]\n\n")
	fmt.Fprintf(&b, "## Deployment Instructions\n\n[Insert how to deploy this connector as a custom connector]\n%s", k.help())
	return b.String()
}

func (k Known) title() string {
	if t := oneLine(k.Title); t != "" {
		return t
	}
	return "[Insert the connector's name]"
}

func (k Known) signIn() string {
	if s := oneLine(k.SignIn); s != "" {
		return fmt.Sprintf("The connector signs in with %s.\n\n", s)
	}
	return ""
}

func (k Known) help() string {
	if c := oneLine(k.Contact); c != "" {
		return fmt.Sprintf("\nFor further help: %s\n", c)
	}
	return ""
}

// oneLine keeps a text from the connector's files inside its line: a line
// break would end the heading or sentence it is put into.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
