package form

import (
	"slices"
	"strings"
	"unicode"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/text"
)

var controlCharacters = checks.Rule{
	ID: "AnswerControlCharacters", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectForm,
	Meaning: "No answer holds control characters.",
	Fix:     "Type the answer anew, or paste it as plain text.",
	Source:  "S44", Link: page,
	Bad: "Sign in\x1b[2J", Good: "Sign in",
}

func (in Input) controlCharacters(r *checks.Reporter) {
	hidden := func(c rune) bool {
		return unicode.IsControl(c) && c != '\n' && c != '\r' && c != '\t' || unicode.Is(unicode.Bidi_Control, c) || c == unicode.ReplacementChar
	}
	if strings.ContainsFunc(in.Value, hidden) {
		r.ReportField(in.Field, "%s holds characters that can't be seen", in.label())
	}
}

func (in Input) label() string {
	if in.Label == "" {
		return "the answer"
	}
	return in.Label
}

var placeholderLeft = checks.Rule{
	ID: "AnswerPlaceholder", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectForm,
	Meaning: "No answer is a placeholder or an example.",
	Fix:     "Put your own in its place.",
	Source:  "S44, S45, S52, S61", Link: page,
	Bad: "support@example.com", Good: "support@contoso.example",
}

func (in Input) placeholderLeft(r *checks.Reporter) {
	if found := placeholder(in.Value); found != "" {
		r.ReportField(in.Field, "%s holds a placeholder: %s", in.label(), text.Cut(found, maxShown))
	}
}

// domains are those that documentation uses: nobody reads mail or signs in
// there. Other names below .example stand for a real one in certwiz's own
// example.
var domains = []string{"example.com", "example.org", "example.net", "contoso.com", "fabrikam.com", "yourcompany.com", "yourdomain.com", "domain.com", "company.com", "test.com"}

// wholes are answers that are nothing but a placeholder.
var wholes = []string{"todo", "tbd", "tba", "n/a", "none", "placeholder", "dummy", "test", "example", "foo", "bar", "asdf", "changeme",
	"client id", "clientid", "client_id", "client-id", "guid", "null", "secret", "client secret", "client_secret", "clientsecret", "password", "api key", "apikey", "required"}

// starts begin a placeholder of a few words.
var starts = []string{"your-", "your_", "your ", "yourclient", "enter your", "enter client", "please enter", "please add", "replace_", "replace-", "replace with",
	"insert your", "put-", "placeholder_", "placeholder-", "placeholder ", "dummy_", "dummy-", "dummy ", "test@test"}

// insides are placeholders within a longer text.
var insides = []string{"<your", "[your", "<insert", "[insert", "<enter your", "[enter your", "<todo", "[todo", "todo:", "tbd:", "lorem ipsum"}

// placeholder is the placeholder in a text, "" for none.
func placeholder(text string) string {
	small := strings.ToLower(strings.TrimSpace(text))
	if small == "" {
		return ""
	}
	if wholePlaceholder(small) {
		return strings.TrimSpace(text)
	}
	for _, mark := range insides {
		if strings.Contains(small, mark) {
			return mark
		}
	}
	for _, d := range domains {
		if mentionsDomain(small, d) {
			return d
		}
	}
	return ""
}

// wholePlaceholder reports whether a text, in small letters, is a placeholder
// from end to end.
func wholePlaceholder(small string) bool {
	if strings.Contains(small, "\n") || len(strings.Fields(small)) > 6 {
		return false
	}
	return slices.Contains(wholes, small) || bracketed(small) || repeated(small) ||
		slices.ContainsFunc(starts, func(s string) bool { return strings.HasPrefix(small, s) })
}

// bracketed reports whether a text is in brackets from end to end: "<client id>",
// "[[DUMMY]]", "{{clientId}}".
func bracketed(s string) bool {
	pairs := map[byte]byte{'<': '>', '[': ']', '{': '}'}
	return len(s) > 1 && pairs[s[0]] == s[len(s)-1]
}

// repeated reports whether a text is one character again and again, dashes
// aside: "xxxx", "********", "00000000-0000-0000-0000-000000000000".
func repeated(s string) bool {
	s = strings.ReplaceAll(s, "-", "")
	return len(s) > 2 && strings.Trim(s, s[:1]) == ""
}

// mentionsDomain reports whether a text names a domain or one below it, in an
// address of mail or of a page, but not one that only ends alike.
func mentionsDomain(text, domain string) bool {
	for {
		before, after, found := strings.Cut(text, domain)
		if !found {
			return false
		}
		part := strings.HasSuffix(before, "-") || endsInWord(before)
		longer := strings.HasPrefix(after, "-") || beginsWithWord(after) || strings.HasPrefix(after, ".") && beginsWithWord(after[1:])
		if !part && !longer {
			return true
		}
		text = after
	}
}

func endsInWord(s string) bool { return s != "" && wordByte(s[len(s)-1]) }

func beginsWithWord(s string) bool { return s != "" && wordByte(s[0]) }

func wordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b >= 0x80
}

var emailSyntax = checks.Rule{
	ID: "EmailSyntax", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectForm,
	Meaning: "An email address is one that a mail can be sent to.",
	Fix:     "Give one address alone: name@contoso.example",
	Source:  "S45, S61, 5000.3.1.4", Link: page,
	Bad: "Contoso Support <support@contoso>", Good: "support@contoso.example",
}

func (in Input) emailSyntax(r *checks.Reporter) {
	if fault := emailFault(in.Value); fault != "" {
		r.ReportField(in.Field, "%s %s", in.label(), fault)
	}
}

// emailFault says in a phrase what is wrong with an address, "" for nothing.
// It knows the mistakes of pasting, not every corner of RFC 5321.
func emailFault(s string) string {
	local, domain, ok := strings.Cut(s, "@")
	switch {
	case s != strings.TrimSpace(s):
		return "has a space or line break before or after the address"
	case strings.HasPrefix(strings.ToLower(s), "mailto:"):
		return "begins with mailto:"
	case strings.ContainsAny(s, "<>"):
		return "holds more than the address: a name or brackets"
	case strings.ContainsAny(s, ",;") || strings.Count(s, "@") > 1:
		return "holds more than one address"
	case strings.ContainsFunc(s, unicode.IsSpace):
		return "has a space or line break inside the address"
	case !ok:
		return "has no @"
	case local == "" || domain == "":
		return "lacks the part before or after the @"
	case len(local) > 64 || len(s) > 254:
		return "is longer than an address can be"
	case strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(s, ".."):
		return "has a full stop too many"
	case strings.ContainsAny(local, `"()[]:\`):
		return "holds characters that no address has"
	}
	return domainFault(domain)
}

func domainFault(domain string) string {
	labels := strings.Split(domain, ".")
	if len(labels) < 2 {
		return "lacks the ending of the domain, such as .com"
	}
	for _, l := range labels {
		if l == "" || len(l) > 63 || strings.HasPrefix(l, "-") || strings.HasSuffix(l, "-") || strings.ContainsFunc(l, notInDomain) {
			return "has a domain that can't exist"
		}
	}
	if last := labels[len(labels)-1]; len(last) < 2 || strings.Trim(last, "0123456789") == "" {
		return "has a domain that can't exist"
	}
	return ""
}

func notInDomain(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '-'
}

var noReply = checks.Rule{
	ID: "EmailNoReply", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectForm,
	Meaning: "Somebody reads what arrives at the address.",
	Fix:     "Give an address whose mail is read: Microsoft answers to it.",
	Source:  "S45, S61", Link: page,
	Bad: "noreply@contoso.example", Good: "support@contoso.example",
}

func (in Input) noReply(r *checks.Reporter) {
	local, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(in.Value)), "@")
	bare := strings.NewReplacer("-", "", "_", "", ".", "").Replace(local)
	for _, name := range []string{"noreply", "donotreply", "dontreply", "nepasrepondre", "nichtantworten"} {
		if strings.HasPrefix(bare, name) || strings.HasSuffix(bare, name) {
			r.ReportField(in.Field, "%s is an address that nobody reads: %s", in.label(), local)
			return
		}
	}
}
