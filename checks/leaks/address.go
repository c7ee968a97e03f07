package leaks

import (
	"iter"
	"net/netip"
	"net/url"
	"strings"
)

// maxURL bounds what is read as one web address, in bytes.
const maxURL = 4000

// urlsIn ranges over the web addresses in a text with their offsets.
func urlsIn(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for from := 0; ; {
			i := strings.Index(text[from:], "://")
			if i < 0 {
				return
			}
			at := from + i
			start := at
			for start > from && letterOrDigit(text[start-1]) {
				start--
			}
			end := at + 3
			for end < len(text) && end-start < maxURL && !strings.ContainsRune(" \t\r\n\"'<>`|,;)", rune(text[end])) {
				end++
			}
			from = end
			if start < at && !yield(start, text[start:end]) {
				return
			}
		}
	}
}

// authority is the part of an address between :// and the path.
func authority(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	if i := strings.IndexAny(rest, "/?#\\"); i >= 0 {
		rest = rest[:i]
	}
	return rest
}

// hostOf is the host of an address in lower case, without port.
func hostOf(address string) string {
	host := authority(address)
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		host = host[i+1:]
	}
	host, _, _ = strings.Cut(host, ":")
	return strings.ToLower(host)
}

// urlSecrets lists the secrets that a web address carries, with where in it
// they stand; a password's stretch goes on to the last @ before the host.
func urlSecrets(address string) []secretPart {
	var all []secretPart
	login := authority(address)
	before, _, there := strings.Cut(login, "@")
	user, password, both := strings.Cut(before, ":")
	if there && both && password != "" && user != password && !Placeholder(password) && !wordPassword(password) {
		start := strings.Index(address, "://") + len("://")
		at := start + len(user) + len(":")
		all = append(all, secretPart{found{urlPassword, password}, stretch{at, start + strings.LastIndexByte(login, '@') - at}})
	}
	_, query, _ := strings.Cut(address, "?")
	for query != "" {
		start := len(address) - len(query)
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		name, value, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(value); err == nil && SecretName(name) && !Placeholder(plain) && random(plain, 16) {
			all = append(all, secretPart{found{"a secret in a web address", plain}, stretch{start + len(name) + len("="), len(value)}})
		}
	}
	return all
}

// urlPassword is what a password in an address is called.
const urlPassword = "a password in a web address"

// wordPassword reports whether a password stands for one: "password", "pwd", "PASS".
func wordPassword(s string) bool {
	s = strings.ToLower(s)
	return strings.HasPrefix(s, "pass") || strings.HasPrefix(s, "pw") || s == "secret" || s == "x" || strings.ContainsAny(s, "$%*@")
}

// privateEndings are names that no public name server knows.
var privateEndings = []string{".local", ".internal", ".intranet", ".corp", ".lan", ".localdomain", ".home.arpa"}

// private reports whether a host can't be reached from outside.
func private(host string) bool {
	if isLocalHost(host) {
		return true
	}
	for _, e := range privateEndings {
		if strings.HasSuffix(host, e) && host != "cluster"+e && !strings.Contains(host, "{") {
			return true
		}
	}
	if host == "" || !digit(host[0]) {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && (ip.IsPrivate() || ip.IsLinkLocalUnicast())
}

// isLocalHost reports whether a host is the machine itself.
func isLocalHost(host string) bool {
	return host == "localhost" || strings.HasPrefix(host, "127.") || host == "0.0.0.0"
}
