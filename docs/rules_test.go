package docs

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/golden"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/submission/gate"
)

// room is a section of rules.md.
type room struct {
	subject      checks.Subject
	title, about string
}

// rooms are the sections of rules.md in their order, by the subject of a rule.
var rooms = []room{
	{checks.SubjectConnector, "The connector's folder", "Which files there are, and how they are named."},
	{checks.SubjectSwagger, "apiDefinition.swagger.json", "What Microsoft's swagger validator prints, under its own names, and what certification engineers ask for beside it."},
	{checks.SubjectProperties, "apiProperties.json", "Authentication, policies, publisher and colour."},
	{checks.SubjectScript, "script.csx", "The connector's own code."},
	{checks.SubjectIcon, "icon.png", "Size, shape and background."},
	{checks.SubjectProse, "intro.md and readme.md", "The two pages that people read."},
	{checks.SubjectLeaks, "Secrets and private data", "What must not be in files that everybody can read."},
	{checks.SubjectChange, "Changes against the version before", "What would break flows that use the connector already."},
	{checks.SubjectArchive, "The .zip archive", "What is handed in."},
	{checks.SubjectPackage, "The package for Partner Center", "The nested archives, the solutions in them, and the connector inside (P01 to P60)."},
	{checks.SubjectOrigin, "The commit", "Where the files come from."},
	{checks.SubjectPull, "The pull request", "Where it goes, what it changes, and what keeps it from being merged."},
	{checks.SubjectForm, "The answers", "What the submission asks."},
}

// TestRules holds docs/rules.md against the tables. A rule that is not
// described whole cannot be explained to anybody.
func TestRules(t *testing.T) {
	all := gate.Rules()
	described(t, all)
	want := rulesPage(all)
	golden.Compare(t, "rules.md", string(want))
}

func described(t *testing.T, all []checks.Rule) {
	seen := map[string]bool{}
	for _, r := range all {
		if seen[r.ID] {
			t.Errorf("%s stands in two tables", r.ID)
		}
		seen[r.ID] = true
		for name, text := range map[string]string{"meaning": r.Meaning, "fix": r.Fix, "source": r.Source, "bad example": r.Bad, "good example": r.Good} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s has no %s", r.ID, name)
			}
		}
		if !slices.ContainsFunc(rooms, func(s room) bool { return s.subject == r.Subject }) {
			t.Errorf("%s is about %q, which has no section", r.ID, r.Subject)
		}
	}
}

func rulesPage(all []checks.Rule) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `# Rules

What certwiz checks: %d rules. This page is made from their tables by
`+"`go test ./docs -run TestRules -update`"+`; `+"`certwiz explain RULE`"+` prints one of them.

Only an **error** holds a submission up. A **warning** is what reviewers or validators object to
without always stopping for it; **advice** is what makes a review shorter.
"Asked for by" says who wants it, "how sure" on what evidence.
S-numbers name lines of [requirements.md](requirements.md), 5000-numbers Microsoft's certification policies.
How often each rule agrees with Microsoft is in [calibration.md](calibration.md).

| about | rules | errors | warnings | advice |
|---|---|---|---|---|
`, len(all))
	for _, room := range rooms {
		rules := about(all, room.subject)
		if len(rules) == 0 {
			continue
		}
		var n [3]int
		for _, r := range rules {
			n[r.Severity]++
		}
		fmt.Fprintf(&b, "| [%s](#%s) | %d | %d | %d | %d |\n", room.title, anchor(room.title), len(rules), n[checks.Error], n[checks.Warning], n[checks.Advice])
	}
	for _, room := range rooms {
		rules := about(all, room.subject)
		if len(rules) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", room.title, room.about)
		for _, r := range rules {
			writeRule(&b, r)
		}
	}
	return b.Bytes()
}

func about(all []checks.Rule, subject checks.Subject) []checks.Rule {
	var rules []checks.Rule
	for _, r := range all {
		if r.Subject == subject {
			rules = append(rules, r)
		}
	}
	return rules
}

// anchor is the name that a page's reader gives a heading.
func anchor(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-', r == '_':
			b.WriteRune(r)
		}
	}
	return b.String()
}

var askedBy = map[checks.Origin]string{
	checks.Validator:     "Microsoft's validator",
	checks.Documentation: "Microsoft's pages",
	checks.Engineers:     "certification engineers",
	checks.Practice:      "certwiz",
}

func writeRule(b *bytes.Buffer, r checks.Rule) {
	level, why := r.Certainty()
	fmt.Fprintf(b, "\n### %s\n\n%s\n\n", r.ID, escape(r.Meaning))
	fmt.Fprintf(b, "- **%s**, asked for by %s\n", r.Severity, askedBy[r.Origin])
	if r.Wording != "" {
		who := "Microsoft writes"
		if r.Origin == checks.Validator {
			who = "Microsoft prints"
		}
		fmt.Fprintf(b, "- %s: %s\n", who, code(r.Wording))
	}
	fmt.Fprintf(b, "- To mend it: %s\n", escape(r.Fix))
	source := escape(r.Source)
	if r.Link != "" {
		source = fmt.Sprintf("[%s](%s)", source, r.Link)
	}
	fmt.Fprintf(b, "- Source: %s\n- How sure: %s; %s\n", source, level, why)
	if r.Attest != "" {
		fmt.Fprintf(b, "- Where it could not be checked, you may say: %s\n", escape(r.Attest))
	}
	example(b, "Found", r.Bad)
	example(b, "Mended", r.Good)
}

func example(b *bytes.Buffer, title, text string) {
	if text == "" {
		return
	}
	// Two versions stand one above the other.
	text = strings.ReplaceAll(text, " → ", "\n→ ")
	language := "text"
	if strings.HasPrefix(strings.TrimSpace(text), "{") && !strings.Contains(text, "\n→ ") {
		language = "json"
	}
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	fmt.Fprintf(b, "\n%s:\n\n%s%s\n%s\n%s\n", title, fence, language, strings.TrimRight(text, "\n"), fence)
}

// escape keeps signs that Markdown would take for its own.
var escape = strings.NewReplacer("*", `\*`, "_", `\_`, "<", "&lt;", "[", `\[`, "]", `\]`, "|", `\|`).Replace

// code shows a text as it is.
func code(s string) string {
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}
