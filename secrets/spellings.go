package secrets

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// spellings are the ways in which a value is usually written, without
// repeats. All have at least minRedacted characters when value has.
func spellings(value string) []string {
	var forms []string
	for _, v := range []string{value, strings.TrimSpace(value)} {
		if utf8.RuneCountInString(v) < minRedacted {
			continue
		}
		forms = append(forms, v)
		forms = append(forms, inURL(v)...)
		forms = append(forms, inJSON(v)...)
		forms = append(forms, inHTML(v)...)
		forms = append(forms, inBase64(v)...)
		forms = append(forms, inner(strconv.Quote(v)), inner(strconv.QuoteToASCII(v)))
		forms = append(forms, hex.EncodeToString([]byte(v)), fmt.Sprintf("%X", v))
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}

func inner(quoted string) string { return quoted[1 : len(quoted)-1] }

// keptInURL are the characters beside letters and digits that the usual
// functions leave as they are.
var keptInURL = []string{
	"-_.~",                  // Go's QueryEscape, .NET's EscapeDataString
	"-_.",                   // .NET's UrlEncode, which also keeps !()*
	"-_.!()*",               // the same, in full
	"-_.~!*'()",             // JavaScript's encodeURIComponent
	"-_.~!*'();/?:@&=+$,#",  // JavaScript's encodeURI
	"-_.~$&+:=@",            // Go's PathEscape
	"-_.~$&+,/:;=@",         // a path in Go
	"-_.~$&+,;=",            // a user name or password in Go
	"-_.~$&+,/:;=?@!()*",    // a fragment in Go
	"-_.~!$&'()*+,;=:@/?[]", // all that RFC 3986 allows in a query
}

func inURL(v string) []string {
	var forms []string
	for _, keep := range keptInURL {
		upper := percent(v, keep, "%%%02X")
		lower := percent(v, keep, "%%%02x")
		forms = append(forms, upper, lower)
		if strings.Contains(v, " ") {
			forms = append(forms, strings.ReplaceAll(upper, "%20", "+"), strings.ReplaceAll(lower, "%20", "+"))
		}
	}
	return forms
}

func percent(v, keep, format string) string {
	var b strings.Builder
	for _, c := range []byte(v) {
		if isAlphanumeric(c) || strings.IndexByte(keep, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, format, c)
	}
	return b.String()
}

func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// inJSON is how JavaScript, Go, Python, PHP and .NET write v in a JSON string.
func inJSON(v string) []string {
	return []string{
		jsonEscape(v, jsonStyle{}),
		jsonEscape(v, jsonStyle{unicode: "<>&"}),
		jsonEscape(v, jsonStyle{ascii: true}),
		strings.ReplaceAll(jsonEscape(v, jsonStyle{ascii: true}), "/", `\/`),
		jsonEscape(v, jsonStyle{unicode: "<>&'\"+`", ascii: true, upper: true}),
	}
}

type jsonStyle struct {
	unicode string // characters written as \u00XX for safety in HTML
	ascii   bool   // all beyond ASCII is written as \uXXXX
	upper   bool   // in upper-case hexadecimal
}

var jsonShort = map[rune]string{
	'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`,
}

func jsonEscape(v string, style jsonStyle) string {
	format := `\u%04x`
	if style.upper {
		format = `\u%04X`
	}
	var b strings.Builder
	for _, r := range v {
		short, isShort := jsonShort[r]
		switch {
		case strings.ContainsRune(style.unicode, r):
			fmt.Fprintf(&b, format, r)
		case isShort:
			b.WriteString(short)
		case r > 0xFFFF && style.ascii:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, format+format, high, low)
		case r < ' ' || r > '~' && style.ascii:
			fmt.Fprintf(&b, format, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func inHTML(v string) []string {
	return []string{
		strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;").Replace(v),
		strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;").Replace(v),
		strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#x27;").Replace(v),
	}
}

// inBase64 is v by itself in both alphabets, and what is left of it when
// something stands before and after it. Base64 turns 3 bytes into 4 letters,
// so there are three ways for v to begin; letters that share bits with a
// neighbour are not part of the form.
func inBase64(v string) []string {
	var forms []string
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		forms = append(forms, encoding.EncodeToString([]byte(v)))
		for before, shared := range []int{0, 2, 3} {
			padded := strings.Repeat("\x00", before) + v
			whole := len(padded) * 8 / 6
			forms = append(forms, encoding.EncodeToString([]byte(padded))[shared:whole])
		}
	}
	return forms
}
