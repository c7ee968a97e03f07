package secrets

import (
	"bytes"
	"encoding"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"text/template"

	"pgregory.net/rapid"
)

// holder and hider hold a secret where methods are called, and where they are
// not: printers read unexported fields by reflection.
type holder struct {
	Name   string
	Secret Secret
}

type hider struct {
	name   string
	secret Secret
	list   []Secret
	inner  *hider
	any    any
}

func hide(s Secret) hider {
	return hider{"hider", s, []Secret{s}, &hider{secret: s}, s}
}

// exposures are ways in which a value of this package, or something that
// holds it, comes to be printed. The outcome must not depend on the value.
var exposures = map[string]func(s Secret) any{
	"secret":     func(s Secret) any { return s },
	"pointer":    func(s Secret) any { return &s },
	"slice":      func(s Secret) any { return []Secret{s, s} },
	"array":      func(s Secret) any { return [1]Secret{s} },
	"map":        func(s Secret) any { return map[string]Secret{"key": s} },
	"struct":     func(s Secret) any { return holder{"holder", s} },
	"unexported": func(s Secret) any { h := hide(s); h.inner = nil; return h },
}

var verbs = []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%#x", "%d", "%t", "%f", "%c", "%U", "%b", "%o", "%e", "%20v", "%-20s", "%.3s", "%!"}

func TestSecretPrintsDots(t *testing.T) {
	for _, value := range []string{"", "x", "correct horse", strings.Repeat("long", 100), "\x00\xff"} {
		s := New(value)
		for _, verb := range verbs[:len(verbs)-1] {
			if got := fmt.Sprintf(verb, s); got != dots {
				t.Errorf("%s of %d bytes prints %q", verb, len(value), got)
			}
			if got := fmt.Sprintf(verb, &s); got != dots {
				t.Errorf("%s of a pointer prints %q", verb, got)
			}
		}
		for name, got := range map[string]string{
			"String":   s.String(),
			"GoString": s.GoString(),
			"Sprint":   fmt.Sprint(s),
			"Errorf":   fmt.Errorf("%v", s).Error(),
			"template": execute(t, "{{.}}", s),
			"LogValue": s.LogValue().String(),
		} {
			if got != dots {
				t.Errorf("%s prints %q", name, got)
			}
		}
	}
}

func TestSecretInsideOthersPrintsDots(t *testing.T) {
	s := New("correct horse")
	tests := map[string]struct{ got, want string }{
		"struct":    {fmt.Sprintf("%v", holder{"x", s}), "{x " + dots + "}"},
		"field":     {fmt.Sprintf("%+v", holder{"x", s}), "{Name:x Secret:" + dots + "}"},
		"Go syntax": {fmt.Sprintf("%#v", holder{"x", s}), `secrets.holder{Name:"x", Secret:` + dots + "}"},
		"pointer":   {fmt.Sprintf("%v", &holder{"x", s}), "&{x " + dots + "}"},
		"slice":     {fmt.Sprintf("%s", []Secret{s, s}), "[" + dots + " " + dots + "]"},
		"map":       {fmt.Sprintf("%v", map[string]Secret{"k": s}), "map[k:" + dots + "]"},
	}
	for name, test := range tests {
		if test.got != test.want {
			t.Errorf("%s prints %q, want %q", name, test.got, test.want)
		}
	}
}

func TestSecretInLogs(t *testing.T) {
	s := New("correct horse")
	var text, jsonText, plain bytes.Buffer
	slog.New(slog.NewTextHandler(&text, nil)).Info("m", "secret", s, "group", slog.GroupValue(slog.Any("s", s)))
	slog.New(slog.NewJSONHandler(&jsonText, nil)).Info("m", "secret", s)
	log.New(&plain, "", 0).Printf("%v", s)
	for name, out := range map[string]string{"slog text": text.String(), "slog JSON": jsonText.String(), "log": plain.String()} {
		if !strings.Contains(out, dots) || strings.Contains(out, "horse") {
			t.Errorf("%s writes %q", name, out)
		}
	}
	// A struct goes through the encoders, which refuse.
	jsonText.Reset()
	slog.New(slog.NewJSONHandler(&jsonText, nil)).Info("m", "holder", holder{"x", s})
	if out := jsonText.String(); strings.Contains(out, "horse") || !strings.Contains(out, "never written out") {
		t.Errorf("slog JSON writes %q for a struct", out)
	}
}

func TestSecretRefusesEncoders(t *testing.T) {
	encoders := map[string]func(any) error{
		"json": func(v any) error { _, err := json.Marshal(v); return err },
		"xml":  func(v any) error { _, err := xml.Marshal(v); return err },
		"gob":  func(v any) error { return gob.NewEncoder(&bytes.Buffer{}).Encode(v) },
	}
	for name, encode := range encoders {
		s, empty := New("correct horse"), Secret{}
		for _, v := range []any{s, &s, holder{"x", s}, []Secret{s}, empty, &empty, []Secret{empty}} {
			if encode(v) == nil {
				t.Errorf("%s encodes %T", name, v)
			}
		}
	}
	if _, err := New("x").MarshalBinary(); err == nil {
		t.Error("MarshalBinary gives bytes")
	}
	if _, err := (encoding.TextMarshaler)(New("x")).MarshalText(); err == nil {
		t.Error("MarshalText gives bytes")
	}
}

func TestSecretRefusesDecoders(t *testing.T) {
	var h holder
	if json.Unmarshal([]byte(`{"Name": "x", "Secret": "correct horse"}`), &h) == nil || !h.Secret.Empty() {
		t.Error("JSON is decoded")
	}
	if xml.Unmarshal([]byte(`<holder><Secret>correct horse</Secret></holder>`), &h) == nil || !h.Secret.Empty() {
		t.Error("XML is decoded")
	}
	var s Secret
	for name, err := range map[string]error{
		"text":   s.UnmarshalText([]byte("x")),
		"binary": s.UnmarshalBinary([]byte("x")),
		"gob":    s.GobDecode([]byte("x")),
	} {
		if err == nil || !s.Empty() {
			t.Errorf("%s is decoded", name)
		}
	}
}

func TestSecretOpenAndWipe(t *testing.T) {
	s := New("correct horse")
	copied := s
	if s.Empty() || s.Open() != "correct horse" || copied.Open() != "correct horse" {
		t.Fatal("Open does not give the value")
	}
	s.Wipe()
	for _, s := range []Secret{s, copied, {}, New("")} {
		s.Wipe()
		if !s.Empty() || s.Open() != "" {
			t.Error("a wiped or empty secret has a value")
		}
	}
}

func TestSecretIsSafeForGoroutines(t *testing.T) {
	s := New("correct horse")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got := s.Open(); got != "" && got != "correct horse" {
				t.Errorf("Open gave a part of the value")
			}
			s.Wipe()
		})
	}
	wg.Wait()
}

// Nothing that can be printed depends on the value: whatever the verb and
// whatever the secret is in, two secrets print the same.
func TestSecretNeverShows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.StringN(1, 64, -1), rapid.Map(rapid.SliceOfN(rapid.Byte(), 1, 64), func(b []byte) string { return string(b) }))
		var pair [2]Secret
		for i := range pair { // in a loop: the place of a call to New shows as an address in unexported fields
			pair[i] = New(value.Draw(t, "value"))
		}
		one, two := pair[0], pair[1]
		for name, expose := range exposures {
			for _, verb := range verbs {
				if a, b := fmt.Sprintf(verb, expose(one)), fmt.Sprintf(verb, expose(two)); a != b {
					t.Fatalf("%s under %s tells two secrets apart", name, verb)
				}
			}
			if a, b := encoded(expose(one)), encoded(expose(two)); a != b {
				t.Fatalf("an encoder tells two secrets in a %s apart", name)
			}
		}
		// Pointers print as addresses, so here the value itself is looked for.
		v := one.Open()
		for _, verb := range verbs {
			text := fmt.Sprintf(verb, hide(one))
			if len(v) >= 6 && (strings.Contains(text, v) || strings.Contains(text, fmt.Sprintf("%x", v))) {
				t.Fatalf("a struct printed with %s shows a secret", verb)
			}
		}
	})
}

// What holds secrets does not show them either.
func TestHoldersDoNotShow(t *testing.T) {
	const value = "correct horse"
	s := New(value)
	memory := NewMemory()
	sealed := newSealed(t, filepath.Join(t.TempDir(), "vault.age"), value)
	for _, vault := range []Vault{memory, sealed} {
		if err := vault.Set(t.Context(), "contoso/x", s); err != nil {
			t.Fatal(err)
		}
	}
	decimal := strings.Trim(fmt.Sprint([]byte(value)), "[]")
	for _, v := range []any{memory, sealed, NewKeyring()} {
		for _, verb := range verbs {
			text := fmt.Sprintf(verb, v)
			for _, form := range []string{value, fmt.Sprintf("%x", value), decimal} {
				if strings.Contains(text, form) {
					t.Errorf("%T printed with %s shows what it holds", v, verb)
				}
			}
		}
	}
}

// encoded is everything the encoders and loggers write for v, and their errors.
func encoded(v any) string {
	var out bytes.Buffer
	j, err := json.Marshal(v)
	fmt.Fprintln(&out, string(j), err)
	x, err := xml.Marshal(v)
	fmt.Fprintln(&out, string(x), err)
	fmt.Fprintln(&out, gob.NewEncoder(&out).Encode(v))
	noTime := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}
	slog.New(slog.NewTextHandler(&out, noTime)).Info("m", "v", v)
	slog.New(slog.NewJSONHandler(&out, noTime)).Info("m", "v", v)
	return out.String()
}

func execute(t *testing.T, text string, v any) string {
	t.Helper()
	var out strings.Builder
	if err := template.Must(template.New("").Parse(text)).Execute(&out, v); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestRef(t *testing.T) {
	tests := []struct{ slug, field, want string }{
		{"contoso-invoices", "oauth.clientSecret", "contoso-invoices/oauth.clientSecret"},
		{"github.com", "token", "github.com/token"},
		{"Søk", "api_key", "Søk/api_key"},
		{"e\u0301te", "x", "e\u0301te/x"}, // a letter and its mark
		{"7", "7", "7/7"},
		{strings.Repeat("a", 128), strings.Repeat("b", 64), strings.Repeat("a", 128) + "/" + strings.Repeat("b", 64)},
		{strings.Repeat("a", 129), "x", ""},
		{"x", strings.Repeat("b", 65), ""},
		{"", "x", ""},
		{"x", "", ""},
		{"..", "x", ""},
		{".hidden", "x", ""},
		{"-rf", "x", ""},
		{"a/b", "x", ""},
		{"a", "x/y", ""},
		{"a b", "x", ""},
		{"a\nb", "x", ""},
		{"a\x1b", "x", ""},
		{"a'b", "x", ""},
		{"a\xff", "x", ""},
	}
	for _, test := range tests {
		got := Ref(test.slug, test.field)
		if got != test.want {
			t.Errorf("Ref(%q, %q) = %q, want %q", test.slug, test.field, got, test.want)
		}
		if validRef(test.slug+"/"+test.field) != (test.want != "") {
			t.Errorf("validRef of %q and %q does not agree with Ref", test.slug, test.field)
		}
	}
	if validRef("") || validRef("contoso") {
		t.Error("validRef takes what is not slug/field")
	}
}

func TestPlaces(t *testing.T) {
	sealed, err := NewSealedFile("x", New("four words of it"), quick)
	if err != nil {
		t.Fatal(err)
	}
	for want, vault := range map[string]Vault{
		"kept in your keyring":                       NewKeyring(),
		"kept in a file sealed with your passphrase": sealed,
		"kept for this session only":                 NewMemory(),
	} {
		if got := "kept " + vault.Place(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// What a person reads is two sentences without a control character.
func TestProblemsSayWhatToDo(t *testing.T) {
	for _, p := range []*Problem{
		ErrNotFound, ErrNoKeyring, ErrLocked, ErrTimeout, ErrKeyring, ErrEmpty,
		ErrRef, ErrPassphrase, ErrNoPassphrase, ErrDamaged, ErrNewer,
		ErrNotAFile, ErrFile, ErrBusy, ErrFull,
	} {
		for _, sentence := range []string{p.What, p.Next} {
			if !strings.HasSuffix(sentence, ".") || strings.ContainsAny(sentence, "!\n") {
				t.Errorf("%q is not a calm sentence", sentence)
			}
		}
	}
	want := "The secret is too long: at most 2,560 bytes can be kept here. " +
		"Check that only the secret was pasted, or keep it in a file sealed with a passphrase."
	tooBig := error(ErrTooBig{Limit: 2560})
	var p *Problem
	if !errors.As(tooBig, &p) || p.Error() != want || tooBig.Error() != want {
		t.Errorf("%q, want %q", tooBig, want)
	}
}
