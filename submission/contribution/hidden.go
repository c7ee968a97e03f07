package contribution

import (
	"slices"
	"strings"
	"unicode"

	"github.com/certwiz/certwiz/checks/leaks"
	"github.com/certwiz/certwiz/checks/text"
)

// hidden are the values that were found, so that no text repeats one.
type hidden struct {
	secrets []string // replaced wherever they stand
	others  []string // client IDs and short passwords: replaced in their own places
	whats   map[string]string
	full    bool
}

// The bounds on what is remembered: so many values of a kind, and none so
// short that it would be found in ordinary words.
const (
	maxHidden = 100
	shortest  = 8
)

func (h *hidden) add(rule, value string) {
	value = strings.TrimSpace(value)
	list, what := &h.others, "a password"
	switch {
	case rule == "ClientIdInFile" || rule == leaks.ClientIDRule:
		what = "a client ID"
	case rule == "TokenInFile" || rule == "SecretInFile" || leaks.RealID(value):
		list = &h.secrets
	case !distinctive(value):
		return
	}
	if len(value) < shortest || slices.Contains(*list, value) {
		return
	}
	if len(*list) >= maxHidden {
		h.full = true
		return
	}
	*list = append(*list, value)
	if h.whats == nil {
		h.whats = map[string]string{}
	}
	h.whats[value] = what
}

// distinctive tells whether a value can't be an ordinary word.
func distinctive(s string) bool {
	return strings.ContainsFunc(s, unicode.IsDigit) && strings.ContainsFunc(s, unicode.IsLetter)
}

func (h *hidden) what(value string) string {
	if what := h.whats[value]; what != "" {
		return what
	}
	return "a value"
}

// spellings are the secrets, and how code and messages write those of several lines.
func (h *hidden) spellings() []string {
	all := slices.Clone(h.secrets)
	for _, v := range h.secrets {
		if shown := quoted.Replace(v); shown != v {
			all = append(all, shown)
		}
	}
	return all
}

// beginning is how much of a value is enough to know it by: messages of rules
// quote long texts by their first characters.
const beginning = 12

// fingerprint is the beginning of a value, by which it is recognised. The first
// line of a private key is skipped: all keys share it.
func fingerprint(value string) string {
	from := 0
	if strings.HasPrefix(value, "-----BEGIN ") {
		from = len("-----BEGIN ") + strings.Index(value[len("-----BEGIN "):], "-----") + len("-----")
	}
	return value[:min(len(value), from+beginning)]
}

// redact takes out of a text whatever has the form of a token, and every value,
// the beginnings of long ones, too.
func (h *hidden) redact(s string) string {
	file := leaks.File{Text: s}
	found := merge(leaks.Find(leaks.Subject{Files: []leaks.File{file}}))
	for _, f := range slices.Backward(found) {
		s = s[:f.From] + dummy + s[f.To:]
	}
	values := append(h.spellings(), h.others...)
	for _, v := range values {
		s = replaceFrom(s, fingerprint(v), values)
	}
	return s
}

// quoted is how messages show what is no visible character.
var quoted = strings.NewReplacer("\n", `\n`, "\r", `\r`, "\t", `\t`)

// replaceFrom replaces whatever begins with a fingerprint, as far as it agrees with
// one of the values.
func replaceFrom(s, mark string, values []string) string {
	if !strings.Contains(s, mark) {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, mark)
		if i < 0 {
			b.WriteString(s)
			return strings.ToValidUTF8(b.String(), "")
		}
		n := len(mark)
		for _, v := range values {
			if strings.HasPrefix(v, mark) {
				n = max(n, commonPrefix(s[i:], v))
			}
		}
		b.WriteString(s[:i])
		b.WriteString(dummy)
		s = s[i+n:]
	}
}

// commonPrefix is the length of the common prefix of two texts.
func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// block keeps the lines of a text, and nothing that is no text.
func block(s string) string {
	s = strings.ReplaceAll(valid(s), "\r\n", "\n\x00")
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\n', '\t', '\x00':
			return r
		case '\r':
			return '\n'
		}
		if visible(r) != r {
			return -1
		}
		return r
	}, s)
	return strings.ReplaceAll(s, "\n\x00", "\r\n")
}

// valid is a text without invalid bytes, and without the one character that block
// needs for itself.
func valid(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

// visible is a space for what ends a line or can't be seen, and drops what
// turns the direction of writing.
func visible(r rune) rune {
	switch {
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0xFEFF:
		return -1
	case unicode.IsControl(r), r == 0x2028, r == 0x2029:
		return ' '
	}
	return r
}

// sanitize puts the problems in order and makes every text fit to be shown and
// sent.
func (p *plan) sanitize() {
	if p.hidden.full {
		p.block("the files hold more different secrets than can be followed; take them out by hand")
	}
	if p.hidden.redact(p.Folder) != p.Folder {
		p.block("the folder's name holds what looks like a secret; rename the folder")
		p.Folder = ""
	}
	p.Problems = append(slices.Clone(p.Blocking), p.Problems...)
	p.Problems, p.Doubts = p.lines(p.Problems, maxProblems), p.lines(p.Doubts, maxDoubts)
	p.Blocking = p.lines(p.Blocking, maxProblems)
	p.Blocked = len(p.Blocking) > 0
	for i := range p.Files {
		p.Files[i].From = p.line(p.Files[i].From)
	}
	for _, list := range [][]LeftOut{p.LeftOut, p.Removed} {
		for i := range list {
			list[i] = LeftOut{p.line(list[i].Name), p.line(list[i].Why)}
		}
	}
	for i := range p.Scrubbed {
		s := &p.Scrubbed[i]
		s.File, s.Pointer = p.line(s.File), p.line(s.Pointer)
	}
}

// line is a text of others as one line without secrets.
func (p *plan) line(s string) string {
	return text.Cut(text.OneLine(p.hidden.redact(text.Cut(s, 2*maxLine))), maxLine)
}

// lines makes a list fit, each line once; what is beyond the bound is counted.
func (p *plan) lines(list []string, most int) []string {
	var all []string
	for _, s := range list {
		if s = p.line(s); !slices.Contains(all, s) {
			all = append(all, s)
		}
		if len(all) > most {
			break
		}
	}
	if len(all) > most {
		all[most-1] = "and more like these"
		all = all[:most]
	}
	return all
}
