package leaks

import (
	"iter"
	"strings"
)

// format is the shape of a token that means nothing else: a sign, cheap to
// look for, and what must follow it.
type format struct {
	name, sign string
	// follows is the length of what follows the sign and belongs to the
	// token, -1 when the text is no such token.
	follows func(rest string) int
	inWord  bool // the sign may stand behind other letters
}

var formats = []format{
	{name: "a private key", sign: "-----BEGIN ", follows: privateKey, inWord: true},
	{name: "a JSON Web Token", sign: "eyJ", follows: webToken},
	{name: "an AWS access key", sign: "AKIA", follows: exactly(16, upperOrDigit)},
	{name: "a GitHub token", sign: "ghp_", follows: atLeast(30, letterOrDigit)},
	{name: "a GitHub token", sign: "gho_", follows: atLeast(30, letterOrDigit)},
	{name: "a GitHub token", sign: "ghs_", follows: atLeast(30, letterOrDigit)},
	{name: "a GitHub token", sign: "github_pat_", follows: atLeast(40, wordLetter)},
	{name: "a Slack token", sign: "xox", follows: slackToken},
	{name: "a Google API key", sign: "AIza", follows: exactly(35, keyLetter)},
	{name: "a Stripe key", sign: "sk_live_", follows: atLeast(16, letterOrDigit)},
	{name: "a Stripe key", sign: "rk_live_", follows: atLeast(16, letterOrDigit)},
	{name: "a storage account key", sign: "AccountKey=", follows: atLeast(40, base64Letter)},
	{name: "a shared access signature", sign: "sig=", follows: atLeast(30, urlLetter)},
}

// shortestToken is the length of the shortest token.
const shortestToken = 20

// marks are the letters that tell the signs from other text: each sign holds
// one, and they are rare elsewhere.
var marks = [256]bool{'J': true, 'K': true, 'z': true, '_': true, '=': true, 'B': true, 'x': true}

// hasSign reports whether one of the signs is in a text. Hardly any text holds
// one, so this is what nearly all the time goes into.
func hasSign(text string) bool {
	if len(text) < shortestToken {
		return false
	}
	for i := range len(text) {
		if marks[text[i]] && signAround(text[:i], text[i:]) {
			return true
		}
	}
	return false
}

// signAround reports whether a sign lies around a mark.
func signAround(before, from string) bool {
	switch from[0] {
	case 'J':
		return strings.HasSuffix(before, "ey")
	case 'K':
		return strings.HasSuffix(before, "A") && strings.HasPrefix(from, "KIA")
	case 'z':
		return strings.HasSuffix(before, "AI")
	case '=':
		return strings.HasSuffix(before, "sig") || strings.HasSuffix(before, "AccountKey")
	case 'B':
		return strings.HasSuffix(before, "-") && strings.HasPrefix(from, "BEGIN ")
	case 'x':
		return strings.HasPrefix(from, "xox")
	default:
		n := len(before)
		return n > 2 && before[n-3] == 'g' && before[n-2] == 'h' || strings.HasSuffix(before, "_pat") || strings.HasSuffix(before, "k_live")
	}
}

// found is a token and what it is.
type found struct{ name, value string }

// tokensIn ranges over the tokens in a text with their offsets.
func tokensIn(text string) iter.Seq2[int, found] {
	return func(yield func(int, found) bool) {
		if !hasSign(text) {
			return
		}
		for _, f := range formats {
			for at, value := range f.all(text) {
				if !yield(at, found{f.name, value}) {
					return
				}
			}
		}
	}
}

// HasToken tells whether a text holds a secret of a known format: a token, a
// key, the client secret of an Entra app.
func HasToken(text string) bool {
	for range tokensIn(text) {
		return true
	}
	return false
}

// all ranges over the tokens in a text with their offsets, samples left out.
func (f format) all(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for from := 0; ; {
			i := strings.Index(text[from:], f.sign)
			if i < 0 {
				return
			}
			at := from + i
			from = at + len(f.sign)
			n := f.follows(text[from:])
			if n < 0 || !f.inWord && at > 0 && letterOrDigit(text[at-1]) {
				continue
			}
			token := text[at : from+n]
			from += n
			if !sampleToken(token) && !yield(at, token) {
				return
			}
		}
	}
}

// samples are what the tokens of manuals have in them.
var samples = []string{"EXAMPLE", "example", "xxxx", "XXXX", "****", "....", "your", "YOUR", "0000000000", "1234567890", "abcdefgh", "ABCDEFGH",
	"eyJzdWIiOiIxMjM0NTY3ODkw"} // the token that every manual shows

func sampleToken(token string) bool {
	for _, s := range samples {
		if strings.Contains(token, s) {
			return true
		}
	}
	return false
}

// leadingRun is the number of leading bytes that are of the kind.
func leadingRun(s string, of func(byte) bool) int {
	n := 0
	for n < len(s) && of(s[n]) {
		n++
	}
	return n
}

func atLeast(least int, of func(byte) bool) func(string) int {
	return func(rest string) int {
		if n := leadingRun(rest, of); n >= least {
			return n
		}
		return -1
	}
}

func exactly(want int, of func(byte) bool) func(string) int {
	return func(rest string) int {
		if leadingRun(rest, of) == want {
			return want
		}
		return -1
	}
}

// webToken is two parts and a dot before the signature, each of some length.
func webToken(rest string) int {
	head := leadingRun(rest, keyLetter)
	if head < 10 || head == len(rest) || rest[head] != '.' {
		return -1
	}
	body := leadingRun(rest[head+1:], keyLetter)
	end := head + 1 + body
	if body < 10 || end == len(rest) || rest[end] != '.' {
		return -1
	}
	signature := leadingRun(rest[end+1:], keyLetter)
	if signature < 10 {
		return -1
	}
	return end + 1 + signature
}

// privateKey is "RSA PRIVATE KEY-----" and the beginning of the key.
func privateKey(rest string) int {
	kind := leadingRun(rest, func(c byte) bool { return c == ' ' || c >= 'A' && c <= 'Z' })
	if !strings.HasSuffix(rest[:kind], "PRIVATE KEY") || !strings.HasPrefix(rest[kind:], "-----") {
		return -1
	}
	from := kind + len("-----")
	blank := leadingRun(rest[from:], func(c byte) bool { return c == '\n' || c == '\r' || c == ' ' })
	body := leadingRun(rest[from+blank:], base64Letter)
	if body < 20 {
		return -1
	}
	return from + blank + body
}

func slackToken(rest string) int {
	if len(rest) < 2 || !strings.ContainsRune("abprs", rune(rest[0])) || rest[1] != '-' {
		return -1
	}
	if n := leadingRun(rest[2:], func(c byte) bool { return c == '-' || letterOrDigit(c) }); n >= 20 {
		return n + 2
	}
	return -1
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func letterOrDigit(c byte) bool {
	return digit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func upperOrDigit(c byte) bool { return digit(c) || c >= 'A' && c <= 'Z' }
func wordLetter(c byte) bool   { return c == '_' || letterOrDigit(c) }
func keyLetter(c byte) bool    { return c == '_' || c == '-' || letterOrDigit(c) }
func base64Letter(c byte) bool { return c == '+' || c == '/' || c == '=' || letterOrDigit(c) }
func urlLetter(c byte) bool    { return c == '%' || base64Letter(c) || c == '-' || c == '_' }
