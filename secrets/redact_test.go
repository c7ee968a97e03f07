package secrets_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/certwiz/certwiz/secrets"
)

const awkward = "aZ9+/=?&<\"'\\ ~ø🔑%\n|end"

func redactor(values ...string) *secrets.Redactor {
	var r secrets.Redactor
	for _, value := range values {
		r.Add(secrets.New(value))
	}
	return &r
}

func TestRedact(t *testing.T) {
	const dots = secrets.Dots
	tests := map[string]struct {
		values     []string
		text, want string
	}{
		"no secret known":     {nil, "text", "text"},
		"not in the text":     {[]string{"correct horse"}, "text", "text"},
		"empty text":          {[]string{"correct horse"}, "", ""},
		"once":                {[]string{"correct horse"}, "pw=correct horse;", "pw=" + dots + ";"},
		"twice":               {[]string{"horse"}, "horse, horse", dots + ", " + dots},
		"one after the other": {[]string{"horse"}, "a horsehorse z", "a " + dots + " z"},
		"overlapping itself":  {[]string{"abcab"}, "xabcabcabx", "x" + dots + "x"},
		"overlapping another": {[]string{"abcdef", "defghi"}, "abcdefghi!", dots + "!"},
		"one in another":      {[]string{"horse", "correct horse battery"}, "correct horse battery", dots},
		"several":             {[]string{"horse", "staple"}, "horse staple", dots + " " + dots},
		"with spaces around":  {[]string{" horse\n"}, "[horse]", "[" + dots + "]"},
		"too short to find":   {[]string{"abc", ""}, "abc abcd", "abc abcd"},
		"short, but 4":        {[]string{"øøøø"}, "øøøø", dots},
		"not in other case":   {[]string{"horse"}, "Horse", "Horse"},
	}
	for name, test := range tests {
		if got := redactor(test.values...).Redact(test.text); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestRedactAddAndRemove(t *testing.T) {
	var r secrets.Redactor
	s := secrets.New("horse")
	if r.Add(secrets.New("abc")) || r.Add(secrets.Secret{}) {
		t.Error("Add says that a short secret is looked for")
	}
	for range 2 { // once more changes nothing
		if !r.Add(s) || r.Redact("horse") != secrets.Dots {
			t.Error("Add does not make the secret known")
		}
	}
	r.Remove(s)
	if r.Redact("horse") != "horse" {
		t.Error("Remove does not forget the secret")
	}
	r.Add(s)
	s.Wipe()
	if r.Redact("horse") != secrets.Dots {
		t.Error("a secret that its owner wiped is not looked for any more")
	}
}

// written are the ways in which libraries write a value.
func written(value string) map[string]string {
	request := http.Request{Header: http.Header{}}
	request.SetBasicAuth("client-id", value)
	basic := request.Header.Get("Authorization")
	return map[string]string{
		"as it is":          "value: " + value + ".",
		"query":             "https://contoso.example/?sig=" + url.QueryEscape(value) + "&x=1",
		"form":              url.Values{"client_secret": {value}}.Encode(),
		"path":              "https://contoso.example/" + url.PathEscape(value) + "/x",
		"URL path":          (&url.URL{Scheme: "https", Host: "contoso.example", Path: "/" + value}).String(),
		"URL user":          (&url.URL{Scheme: "https", Host: "contoso.example", User: url.UserPassword("me", value)}).String(),
		"URL fragment":      (&url.URL{Path: "x", Fragment: value}).String(),
		"lower-case escape": strings.ToLower(url.QueryEscape(value)),
		"JSON":              marshal(value),
		"JSON in JSON":      marshal(map[string]any{"a": []string{value}}),
		"%q":                fmt.Sprintf("%q", value),
		"%+q":               fmt.Sprintf("%+q", value),
		"%#v":               fmt.Sprintf("%#v", struct{ S string }{value}),
		"%x":                fmt.Sprintf("%x %X", value, value),
		"hex":               hex.EncodeToString([]byte(value)),
		"HTML":              html.EscapeString(value),
		"base64":            base64.StdEncoding.EncodeToString([]byte(value)),
		"base64url":         base64.RawURLEncoding.EncodeToString([]byte(value)),
		"basic":             basic,
		"base64, 1 before":  base64.StdEncoding.EncodeToString([]byte("x" + value + "yz")),
		"base64, 2 before":  base64.StdEncoding.EncodeToString([]byte("xy" + value + "z")),
		"base64url, 3":      base64.URLEncoding.EncodeToString([]byte("xyz" + value)),
		"error":             fmt.Errorf("Get %q: %w", "https://contoso.example/?s="+url.QueryEscape(value), errors.New("EOF")).Error(),
	}
}

func marshal(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

func TestRedactFindsWhatLibrariesWrite(t *testing.T) {
	for _, value := range []string{awkward, "Zq8~value.of-the_secret", "four", "two words", `"quoted"`, "p@ss:w/rd", "\x01\x02\x03\x04"} {
		r := redactor(value)
		for name, text := range written(value) {
			got := r.Redact(text)
			if name == "lower-case escape" && strings.ToLower(value) != value {
				continue // letters lost their case too
			}
			if got == text {
				t.Errorf("%s of %q is not found", name, value)
			}
		}
	}
	fixed := map[string]struct{ value, text string }{
		"JavaScript component": {"it's (a) b*", "it's%20(a)%20b*"},
		"JavaScript URI":       {"a/b c?d", "a/b%20c?d"},
		".NET JSON":            {"a+b<c'd\"eø", `a\u002Bb\u003Cc\u0027d\u0022e\u00F8`},
		"Python JSON":          {"key 🔑ø", `key \ud83d\udd11\u00f8`},
		"PHP JSON":             {"a/b/c", `a\/b\/c`},
		"JavaScript JSON":      {"a<b>\n\"", `a<b>\n\"`},
		"lower-case URL":       {"a/b+c=d", "a%2fb%2bc%3dd"},
		".NET HTML":            {`a"b'c<`, "a&quot;b&#39;c&lt;"},
	}
	for name, test := range fixed {
		if got := redactor(test.value).Redact("x " + test.text + " y"); got != "x "+secrets.Dots+" y" {
			t.Errorf("%s: %q is left of %q", name, got, test.text)
		}
	}
}

// What is left of a value in base64 is at most the letter at either end that
// also holds bits of its neighbour.
func TestRedactBase64LeavesNothingToReadBack(t *testing.T) {
	const value = "correct horse"
	for before := range 6 {
		text := base64.StdEncoding.EncodeToString([]byte("user:x"[:before] + value + "tail"))
		got := redactor(value).Redact(text)
		left := strings.ReplaceAll(got, secrets.Dots, "")
		hidden, most := len(text)-len(left), len(value)*8/6
		if hidden < most-1 || !strings.Contains(got, secrets.Dots) {
			t.Errorf("%d before: %q is left of %q", before, got, text)
		}
	}
}

func TestRedactWriter(t *testing.T) {
	tests := map[string]struct {
		values []string
		writes []string
		want   string
	}{
		"in one":           {[]string{"horse"}, []string{"a horse z"}, "a •••••••• z"},
		"spread over two":  {[]string{"horse"}, []string{"a hor", "se z"}, "a •••••••• z"},
		"byte by byte":     {[]string{"horse"}, strings.Split("a horse z", ""), "a •••••••• z"},
		"a false start":    {[]string{"horse"}, []string{"a hor", "n"}, "a horn"},
		"overlapping":      {[]string{"abcab"}, []string{"xabcab", "cabx"}, "x••••••••x"},
		"another begun":    {[]string{"abcdef", "defghi"}, []string{"abcdef", "ghi!"}, "••••••••!"},
		"ends early":       {[]string{"horse"}, []string{"a hors"}, "a ••••••••"},
		"ends very early":  {[]string{"horse"}, []string{"a ho"}, "a ho"},
		"nothing written":  {[]string{"horse"}, nil, ""},
		"no secrets known": {nil, []string{"a ", "b"}, "a b"},
	}
	for name, test := range tests {
		var out bytes.Buffer
		w := redactor(test.values...).Writer(&out)
		for _, text := range test.writes {
			if n, err := w.Write([]byte(text)); n != len(text) || err != nil {
				t.Errorf("%s: Write: %d, %v", name, n, err)
			}
		}
		if err := w.Close(); err != nil {
			t.Errorf("%s: Close: %v", name, err)
		}
		if out.String() != test.want {
			t.Errorf("%s: %q, want %q", name, out.String(), test.want)
		}
	}
}

func TestRedactWriterHoldsBackNoMoreThanItMust(t *testing.T) {
	var out bytes.Buffer
	w := redactor("horse").Writer(&out)
	fmt.Fprintln(w, "a whole line")
	if out.String() != "a whole line\n" {
		t.Errorf("%q was passed on", out.String())
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestRedactWriterPassesErrorsOn(t *testing.T) {
	if _, err := redactor("horse").Writer(brokenWriter{}).Write([]byte("text")); err == nil {
		t.Error("the error is lost")
	}
}

// No secret of 4 characters or more is left in any text, however the text was
// made and cut up, and the writer does what Redact does.
func TestRedactLeavesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.StringMatching(`[ -~]{4,20}`), rapid.StringN(4, 20, -1), rapid.StringMatching(`[ab]{4,8}`))
		one, two := value.Draw(t, "one"), value.Draw(t, "two")
		if strings.Contains(one+two, "•") {
			t.Skip("the dots themselves can't be taken out")
		}
		var r secrets.Redactor
		looked := r.Add(secrets.New(one))
		if looked != (utf8.RuneCountInString(one) >= 4) {
			t.Fatal("Add does not say what it does")
		}
		r.Add(secrets.New(two))

		piece := rapid.OneOf(rapid.Just(one), rapid.Just(two), rapid.Just(one[:len(one)/2]), rapid.Just(two[len(two)/2:]),
			rapid.Just(url.QueryEscape(one)), rapid.Just(strconv.Quote(two)), rapid.Just(marshal(one)),
			rapid.Just(base64.StdEncoding.EncodeToString([]byte(two))), rapid.StringMatching(`[ab ]{0,4}`))
		pieces := rapid.SliceOfN(piece, 1, 8).Draw(t, "pieces")
		text := strings.Join(pieces, "")

		got := r.Redact(text)
		for _, secret := range []string{one, two, url.QueryEscape(one), base64.StdEncoding.EncodeToString([]byte(two))} {
			if utf8.RuneCountInString(secret) >= 4 && strings.Contains(got, secret) {
				t.Fatal("a secret is left")
			}
		}
		var out bytes.Buffer
		w := r.Writer(&out)
		for _, p := range pieces {
			w.Write([]byte(p))
		}
		ended := out.Len()
		w.Close()
		// Only an end that could begin a secret may differ: it goes as dots.
		if whole := out.String(); whole != got && !strings.HasPrefix(got, strings.TrimSuffix(whole[:ended], secrets.Dots)) {
			t.Fatalf("the writer gives %q, Redact %q", whole, got)
		}
	})
}

func BenchmarkRedact(b *testing.B) {
	r := redactor("Zq8~value.of-the_secret", awkward, "a password of the test account")
	line := strings.Repeat("an ordinary line of a log ", 40)
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		r.Redact(line)
	}
}
