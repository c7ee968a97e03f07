package leaks

import "strings"

// placeholderWords mark a text that stands for a value.
var placeholderWords = []string{"dummy", "placeholder", "your", "enter", "replace", "add ", "todo", "example", "sample", "test",
	"client id", "clientid", "client_id", "client-id", "cliendid", "application_id", "application id", "secret here", "changeme",
	"required", "null", "none", "secret>", "xxx", "***", "insert", "put-", "value", "redacted", "removed", "hidden", "n/a", "12345", "abcde"}

// Placeholder reports whether a text stands for a value that somebody else fills
// in. Any sign of it counts.
func Placeholder(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s))
	if strings.Trim(s, "0-") == "" {
		return true
	}
	if strings.HasPrefix(s, "@") { // an expression: @connectionParameters('key')
		return true
	}
	if guid(s) {
		return sampleGUID(s)
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

// sampleGUID reports whether a GUID was typed by hand: a run of five equal or
// counting characters, which chance gives to one in a thousand.
func sampleGUID(s string) bool {
	equal, counting := 1, 1
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '-' || s[i-1] == '-':
			continue
		case s[i] == s[i-1]:
			equal, counting = equal+1, 1
		case s[i] == s[i-1]+1:
			equal, counting = 1, counting+1
		default:
			equal, counting = 1, 1
		}
		if equal >= 5 || counting >= 5 {
			return true
		}
	}
	return false
}

// RealID reports whether a client ID is one that a service gave out: a GUID, or
// a long text without a word in it. Short names such as "flow" pass.
func RealID(s string) bool {
	s = strings.TrimSpace(s)
	return !Placeholder(s) && (guid(s) || random(s, 20))
}

// guid reports whether a text is a GUID, in braces or not.
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

// random reports whether a text is at least that many characters of what keys are made
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
	return digits >= 3 && digits < len(s) && changes*5 >= len(s)
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

var secretNames = []string{"secret", "password", "passwd", "apikey", "api_key", "api-key", "accesskey", "access_key", "privatekey", "private_key", "token"}

// pageTokens are tokens that open nothing: places in a list, marks of a state.
var pageTokens = []string{"page", "next", "continu", "skip", "sync", "cursor", "delta", "previous", "csrf", "xsrf", "device"}

// SecretName reports whether a member of this name holds a secret.
func SecretName(name string) bool {
	low := strings.ToLower(name)
	for _, w := range secretNames {
		if !strings.HasSuffix(low, w) {
			continue
		}
		for _, p := range pageTokens {
			if w == "token" && strings.Contains(low, p) {
				return false
			}
		}
		return true
	}
	return false
}

// idName reports whether a member of this name holds the ID of an application.
func idName(name string) bool {
	switch strings.ToLower(name) {
	case "clientid", "client_id", "client-id", "appid", "app_id", "applicationid", "application_id":
		return true
	}
	return false
}
