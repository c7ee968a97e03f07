package prose

import (
	"slices"
	"strings"
)

// Role is what a section is for, whatever it is called.
type Role int

// The roles of sections.
const (
	NoRole Role = iota
	Publisher
	Prerequisites
	Credentials
	Operations
	GetStarted
	KnownIssues
	CommonErrors
	Questions
	Deployment
)

// roleWords begin a word of such a section's heading, in normal form; the first
// role that fits counts.
var roleWords = []struct {
	role  Role
	words []string
}{
	{GetStarted, []string{"get started", "getting started"}},
	{Questions, []string{"frequently asked", "faq", "questions and answers"}},
	{CommonErrors, []string{"common error", "error", "troubleshoot"}},
	{KnownIssues, []string{"known issue", "limitation", "known limit"}},
	{Deployment, []string{"deploy"}},
	{Prerequisites, []string{"prerequisite", "pre requisite", "requirement"}},
	{Operations, []string{"operation", "action", "trigger"}},
	{Credentials, []string{"credential", "authenticat", "authoriz", "api key"}},
}

// RoleOf tells what a heading announces.
func RoleOf(title string) Role {
	words := normal(title)
	if Publisher.announced(words) {
		return Publisher
	}
	for _, r := range roleWords {
		if r.role.announced(words) {
			return r.role
		}
	}
	return NoRole
}

// announced tells whether a heading, in normal form, may announce this role. It
// may announce others as well: "Actions and limitations".
func (r Role) announced(words string) bool {
	publisher := strings.HasPrefix(words, "publisher")
	switch r {
	case Publisher:
		return publisher
	case Operations:
		return !publisher && r.named(words) // a publisher may be called "Contoso Operations"
	default:
		return r.named(words)
	}
}

func (r Role) named(words string) bool {
	for _, known := range roleWords {
		if known.role == r {
			return wordBegins(words, known.words...)
		}
	}
	return false
}

// wordBegins tells whether a word of a text, in normal form, begins so.
func wordBegins(words string, beginnings ...string) bool {
	words = " " + words
	return slices.ContainsFunc(beginnings, func(b string) bool { return strings.Contains(words, " "+b) })
}

// Words is a title reduced to its words, for comparing: lower case, one space
// between words, punctuation and marks gone, "&" as "and".
func Words(title string) string { return normal(title) }
