package prose

import (
	"net/netip"
	"path"
	"slices"
	"strings"
)

// fault is what is wrong with the address of a link, and how to mend it.
type fault struct{ what, fix string }

// broken judges an address that a link or picture leads to; the second result
// is false for one that may well work.
func broken(address string) (fault, bool) {
	a := strings.TrimSpace(address)
	small := strings.ToLower(a)
	bare := visible(a)
	scheme, rest, _ := strings.Cut(small, ":")
	switch {
	case a == "" || a == "#":
		return fault{"leads nowhere", "Put the page's address between the round brackets."}, true
	case bare != a:
		return fault{"has an invisible character in its address", "Type the address anew: " + whole(bare)}, true
	case strings.HasPrefix(a, "["):
		return fault{"has another link for its address", "Leave only the address between the round brackets."}, true
	case strings.ContainsAny(a[:1], `'"‘“`):
		return fault{"has its address in quotation marks", "Remove the quotation marks: " + whole(strings.Trim(a, `'"‘’“”`))}, true
	case strings.HasPrefix(small, "www."):
		return fault{"has no https:// before its address and leads to a page beside this one", "Write https://" + whole(a)}, true
	case scheme == "http" || scheme == "https":
		return web(a, scheme, rest)
	case scheme == "file" || len(scheme) == 1 && len(rest) > 0 && (rest[0] == '\\' || rest[0] == '/'):
		return fault{"leads to a file of one computer", "Link a page that everybody can open."}, true
	case mistyped(small) != "":
		return fault{"has its address mistyped", "Write " + mistyped(small) + "… in place of " + whole(a)}, true
	case scheme == "mailto" && !strings.Contains(rest, "@"):
		return fault{"has no e-mail address after mailto:", "Write mailto: and the address."}, true
	case mailAddress(small):
		return fault{"leads to an e-mail address without mailto:", "Write mailto:" + whole(a)}, true
	case strings.Contains(a, `\`):
		return fault{`has \ in its address`, "Write / in place of \\: " + whole(strings.ReplaceAll(a, `\`, "/"))}, true
	case hostLike(small):
		return fault{"has no https:// before its address and leads to a page beside this one", "Write https://" + whole(a)}, true
	}
	return fault{}, false
}

// visible is a text without its invisible characters.
func visible(s string) string {
	if !strings.ContainsAny(s, invisible) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(invisible, r) {
			return -1
		}
		return r
	}, s)
}

// web judges what follows http: or https:.
func web(a, scheme, rest string) (fault, bool) {
	if !strings.HasPrefix(rest, "//") || len(rest) < 3 {
		return fault{"has its address mistyped", "Write " + scheme + "://" + whole(strings.TrimLeft(rest, "/"))}, true
	}
	if second := strings.TrimPrefix(rest, "//"); strings.HasPrefix(second, "http:") || strings.HasPrefix(second, "https:") || strings.HasPrefix(second, "http//") || strings.HasPrefix(second, "https//") {
		return fault{"has http:// twice in its address", "Remove one of them: " + whole(a[len(scheme)+3:])}, true
	}
	if private(host(rest)) {
		return fault{"leads to an address that nobody else can reach", "Link a page that everybody can open, or write the address as `code`."}, true
	}
	return fault{}, false
}

// host is the host's name in "//user@host:port/path".
func host(rest string) string {
	h := strings.TrimPrefix(rest, "//")
	if i := strings.IndexAny(h, "/?#"); i >= 0 {
		h = h[:i]
	}
	h = h[strings.LastIndexByte(h, '@')+1:]
	if strings.HasPrefix(h, "[") {
		h, _, _ = strings.Cut(h[1:], "]")
		return h
	}
	h, _, _ = strings.Cut(h, ":")
	return h
}

// private tells whether a host is reached from its own computer or network only.
func private(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".internal") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && (ip.IsLoopback() || ip.IsPrivate() || ip.IsUnspecified() || ip.IsLinkLocalUnicast())
}

// mistyped is what the beginning of an address should have been, "" when it is fine.
func mistyped(small string) string {
	for _, wrong := range []string{"https//", "https:\\", "htps://", "htpps://", "httpss://", "ttps://", "hhttps://", "https;//", "https.//", "htttps://"} {
		if strings.HasPrefix(small, wrong) {
			return "https://"
		}
	}
	for _, wrong := range []string{"http//", "http:\\", "htp://", "ttp://", "hhttp://", "http;//", "http.//", "htttp://"} {
		if strings.HasPrefix(small, wrong) {
			return "http://"
		}
	}
	if strings.HasPrefix(small, "mail to:") || strings.HasPrefix(small, "email:") {
		return "mailto:"
	}
	return ""
}

// mailAddress tells whether an address is name@host.
func mailAddress(s string) bool {
	name, host, ok := strings.Cut(s, "@")
	return ok && name != "" && !strings.ContainsAny(name, "/:?# ") && strings.Contains(host, ".") && !strings.ContainsAny(host, "/@ ")
}

// topLevels are endings of hosts that are no endings of files.
var topLevels = []string{"com", "org", "net", "io", "ai", "eu", "co", "dev", "app", "cloud", "gov", "edu", "info", "biz", "tech", "uk", "us", "de", "fr", "nl", "be", "ch", "at", "es", "it", "se",
	"no", "dk", "fi", "ie", "pt", "pl", "cz", "ca", "au", "nz", "in", "jp", "br", "za", "sg", "online", "software", "solutions", "services", "example"}

// hostLike tells whether an address begins with a host's name: "contoso.com/docs".
func hostLike(s string) bool {
	h, _, _ := strings.Cut(s, "/")
	h, _, _ = strings.Cut(h, "?")
	h, _, _ = strings.Cut(h, "#")
	h, _, _ = strings.Cut(h, ":")
	if h == "" || strings.Trim(h, "abcdefghijklmnopqrstuvwxyz0123456789-.") != "" || h[0] == '.' {
		return false
	}
	return slices.Contains(topLevels, strings.TrimPrefix(path.Ext(h), "."))
}

// relative is the file in the document's folder that an address leads to, in
// slashes; "" for an address that leads elsewhere, as "../" and "/" do.
func relative(address string) string {
	a := strings.TrimSpace(address)
	if i := strings.IndexAny(a, "?#"); i >= 0 {
		a = a[:i]
	}
	if a == "" || strings.HasPrefix(a, "/") || strings.ContainsAny(a, ":{}<>*|\\") {
		return ""
	}
	a = path.Clean(unescape(a))
	if a == "." || a == ".." || strings.HasPrefix(a, "../") {
		return ""
	}
	return a
}

// unescape reads %20 and its like.
func unescape(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if hi, lo := hex(s[i+1]), hex(s[i+2]); hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}

func hex(c byte) int { return strings.IndexByte("0123456789abcdef", c|0x20) }
