package properties

import (
	"regexp"
	"strings"
)

// A rule that fires on a good placeholder is worse than none: people then stop
// writing placeholders. So a text counts as one by any sign of it.
var placeholderWords = []string{"dummy", "placeholder", "your", "enter", "replace", "add ", "todo", "example", "sample", "test",
	"client id", "clientid", "client_id", "client-id", "cliendid", "application_id", "application id", "secret here", "changeme",
	"required", "null", "none", "secret>", "xxx", "***", "insert", "put-", "value", "redacted", "removed", "hidden", "n/a"}

// guid tells whether a text is a GUID, in braces or not.
func guid(s string) bool {
	s = strings.TrimSuffix(strings.TrimPrefix(s, "{"), "}")
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash && s[i] != '-' || !dash && !hexDigit(s[i]) {
			return false
		}
	}
	return true
}

func hexDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func placeholder(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s))
	if strings.Trim(s, "0-") == "" {
		return true
	}
	if strings.HasPrefix(s, "@") { // an expression: @connectionParameters('key')
		return true
	}
	if guid(s) {
		return false
	}
	if strings.ContainsAny(s, "<>[]{}") || strings.Trim(s, s[:1]) == "" {
		return true
	}
	for _, w := range placeholderWords {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// realID tells whether a client ID is one that a service gave out: a GUID, or
// a long text without a word in it. Short names such as "flow" pass.
func realID(s string) bool {
	s = strings.TrimSpace(s)
	return !placeholder(s) && (guid(s) || random(s, 20))
}

// random tells whether a text is at least that many characters of what keys are made
// of, with letters and digits mixed all through it.
func random(s string, least int) bool {
	if len(s) < least || len(s) > 2000 || strings.IndexFunc(s, notOfKeys) >= 0 {
		return false
	}
	digits, changes := 0, 0
	last := class(s[0])
	for i := range len(s) {
		c := class(s[i])
		if c == 'd' {
			digits++
		}
		if c != last {
			changes++
		}
		last = c
	}
	return digits >= 3 && changes*5 >= len(s)
}

func notOfKeys(r rune) bool {
	return !(r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || strings.ContainsRune("+/=_.~-", r))
}

func class(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return 'd'
	case c >= 'a' && c <= 'z':
		return 'l'
	case c >= 'A' && c <= 'Z':
		return 'u'
	default:
		return 'o'
	}
}

// format is the shape of a token that means nothing else. Every such token
// holds sign, which is cheap to look for.
type format struct {
	name, sign string
	shape      string // a regular expression
}

var formats = []format{
	{"a private key", "PRIVATE KEY", `-----BEGIN [A-Z ]*PRIVATE KEY`},
	{"a JSON Web Token", "eyJ", `\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.`},
	{"an AWS access key", "AKIA", `\bAKIA[0-9A-Z]{16}\b`},
	{"a GitHub token", "ghp_", `\bghp_[A-Za-z0-9]{30,}`},
	{"a GitHub token", "gho_", `\bgho_[A-Za-z0-9]{30,}`},
	{"a GitHub token", "ghs_", `\bghs_[A-Za-z0-9]{30,}`},
	{"a GitHub token", "github_pat_", `\bgithub_pat_[A-Za-z0-9_]{40,}`},
	{"a Slack token", "xox", `\bxox[abprs]-[A-Za-z0-9-]{10,}`},
	{"a Google API key", "AIza", `\bAIza[0-9A-Za-z_-]{35}`},
	{"a Stripe key", "k_live_", `\b[rs]k_live_[0-9A-Za-z]{16,}`},
	{"a storage account key", "AccountKey=", `AccountKey=[A-Za-z0-9+/]{40,}`},
	{"a shared access signature", "sig=", `[?&]sig=[A-Za-z0-9%+/]{30,}`},
}

// shape is a format ready to be matched.
type shape struct {
	name string
	*regexp.Regexp
}

// shapesIn are the formats that a file may hold. Hardly any file holds one, so
// nothing is compiled beforehand.
func shapesIn(text string) []shape {
	var found []shape
	for _, f := range formats {
		if strings.Contains(text, f.sign) {
			found = append(found, shape{f.name, regexp.MustCompile(f.shape)})
		}
	}
	return found
}

var secretNames = []string{"secret", "password", "passwd", "apikey", "api_key", "api-key", "accesskey", "access_key", "privatekey", "private_key", "token"}

// secretName tells whether a member of this name holds a secret.
func secretName(name string) bool {
	low := strings.ToLower(name)
	for _, w := range secretNames {
		if strings.HasSuffix(low, w) {
			return true
		}
	}
	return false
}
