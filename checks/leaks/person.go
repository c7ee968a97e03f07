package leaks

import (
	"slices"
	"strings"
)

// sampleDomains are domains of examples, by one of the words in their names.
// The names of Microsoft's invented companies are among them.
var sampleDomains = []string{"example", "exemple", "ejemplo", "beispiel", "sample", "test", "demo", "domain", "company", "contoso", "fabrikam", "adventure-works", "northwind", "tailspin",
	"wingtip", "litware", "proseware", "fourthcoffee", "adatum", "woodgrove", "relecloud", "acme", "your", "email", "mail", "abc", "xyz", "foo", "bar", "somewhere", "some", "server",
	"invalid", "localhost", "dummy", "fake", "business", "organization", "organisation", "client", "customer", "user", "host", "site", "website", "provider", "work", "corp"}

// sampleNames are people who do not exist and mailboxes that are no person's.
var sampleNames = []string{"john", "jane", "joe", "doe", "smith", "alice", "bob", "user", "test", "example", "sample", "demo", "name", "email", "mail", "someone", "somebody", "anyone",
	"your", "foo", "bar", "admin", "info", "support", "help", "service", "contact", "sales", "office", "reply", "hello", "team", "account", "billing", "invoice", "customer",
	"client", "dummy", "fake", "abc", "xyz", "me", "you", "my", "first", "last", "recipient", "sender", "to", "from", "cc", "bcc", "owner", "member", "guest", "employee", "manager",
	"person", "people", "agent", "developer", "dev", "api", "bot", "system", "robot", "notification", "marketing", "security", "privacy", "jdoe", "jsmith"}

const maxAddresses = 20 // of one text

// emailsIn lists the addresses in a text that seem to be a real person's.
func emailsIn(text string) []string {
	var found []string
	for from := 0; len(found) < maxAddresses; {
		i := strings.IndexByte(text[from:], '@')
		if i < 0 {
			break
		}
		at := from + i
		start := at
		for start > from && at-start < 64 && mailLetter(text[start-1]) {
			start--
		}
		end := at + 1
		for end < len(text) && end-at < 255 && (keyLetter(text[end]) || text[end] == '.') {
			end++
		}
		from = max(end, at+1)
		mailbox, domain := text[start:at], strings.Trim(text[at+1:end], ".")
		if start > 0 && text[start-1] == ':' && strings.Contains(text[:start], "://") {
			continue // the login of a web address
		}
		if realMailbox(mailbox) && realDomain(domain) {
			found = append(found, mailbox+"@"+domain)
		}
	}
	return found
}

func mailLetter(c byte) bool { return keyLetter(c) || c == '.' || c == '+' }

// realMailbox reports whether the part before the @ may be a person's name.
func realMailbox(s string) bool {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r < 'a' || r > 'z' })
	longest := 0
	for _, w := range words {
		longest = max(longest, len(w))
		if slices.Contains(sampleNames, w) {
			return false
		}
		for _, sample := range sampleNames {
			if len(sample) >= 4 && strings.Contains(w, sample) {
				return false
			}
		}
	}
	return longest > 2
}

// realDomain reports whether the part behind the @ may be a real domain.
func realDomain(s string) bool {
	labels := strings.Split(strings.ToLower(s), ".")
	ending := labels[len(labels)-1]
	if len(labels) < 2 || len(ending) < 2 || !letters(ending) {
		return false
	}
	for _, l := range labels {
		for _, sample := range sampleDomains {
			if l == sample || len(sample) >= 4 && l != "gmail" && l != "hotmail" && strings.Contains(l, sample) {
				return false
			}
		}
	}
	return true
}

func letters(s string) bool {
	return leadingRun(s, func(c byte) bool { return c >= 'a' && c <= 'z' }) == len(s)
}

var phoneNames = []string{"phone", "mobile", "telefon", "telephone", "cellular", "whatsapp", "msisdn", "fax"}

// phoneName reports whether a member of this name holds a phone number.
func phoneName(name string) bool {
	low := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(name), "number"), "_")
	if low == "tel" || low == "cell" {
		return true
	}
	return slices.ContainsFunc(phoneNames, func(w string) bool { return strings.HasSuffix(low, w) })
}

// invented are parts of numbers that nobody has: 555 in North America, the
// ranges that Ofcom and others keep for drama, and what people type in a row.
var invented = []string{"555", "1234", "2345", "3456", "4567", "5678", "6789", "7890", "9876", "8765", "5432", "4321", "7700900", "79460", "1632960", "0000", "1111", "2222",
	"3333", "4444", "6666", "7777", "8888", "9999", "0101", "1212", "123123", "800", "888", "877", "866", "0123"}

// realPhone reports whether a text is a number that somebody may have.
func realPhone(text string) bool {
	text = strings.TrimSpace(text)
	if len(text) < 9 || len(text) > 24 || strings.Trim(text, "+0123456789 ().-/") != "" {
		return false
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
	if len(digits) < 9 || len(digits) > 15 {
		return false
	}
	return !slices.ContainsFunc(invented, func(part string) bool { return strings.Contains(digits, part) })
}
