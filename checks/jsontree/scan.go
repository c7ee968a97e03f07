package jsontree

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// blanks passes over white space and comments.
func (p *parser) blanks() {
	from := p.pos
	for p.pos < len(p.text) {
		switch c := p.text[p.pos]; {
		case c == ' ' || c == '\n' || c == '\r' || c == '\t':
			p.pos++
		case c == '/' && p.comment():
		case c >= utf8.RuneSelf && p.oddSpace():
		default:
			p.tree.blank += p.pos - from
			return
		}
	}
	p.tree.blank += p.pos - from
}

// comment passes over a comment and tells whether there was one.
func (p *parser) comment() bool {
	rest := p.text[p.pos:]
	var length int
	switch {
	case strings.HasPrefix(rest, "//"):
		length = strings.IndexAny(rest, "\r\n")
	case strings.HasPrefix(rest, "/*"):
		if length = strings.Index(rest[2:], "*/"); length >= 0 {
			length += 4
		}
	default:
		return false
	}
	p.fault(Comment, p.pos, "a comment")
	if length < 0 {
		length = len(rest)
	}
	p.pos += length
	return true
}

// oddSpace passes over a no-break space or a byte order mark between values.
func (p *parser) oddSpace() bool {
	for _, space := range []string{"\u00a0", "\ufeff", "\u2028", "\u200b"} {
		if strings.HasPrefix(p.text[p.pos:], space) {
			p.fault(Form, p.pos, "an invisible character %s between values", Quote(space))
			p.pos += len(space)
			return true
		}
	}
	return false
}

// str reads a quoted text and returns where its content begins and ends and
// whether it holds escapes.
func (p *parser) str() (start, end int, escaped bool) {
	quote := p.text[p.pos]
	if quote == '\'' {
		p.fault(SingleQuote, p.pos, "text in single quotes")
	}
	p.pos++
	start = p.pos
	firstLine := true
	for p.pos < len(p.text) {
		c := p.text[p.pos]
		switch {
		case c == quote:
			p.pos++
			return start, p.pos - 1, escaped
		case c == '\\':
			escaped = true
			p.escape()
		case c >= ' ':
			p.pos++
		case firstLine && (c == '\n' || c == '\r') && p.lostQuote():
			return start, p.cutText(start), escaped
		default:
			firstLine = firstLine && c == '\t'
			p.fault(Control, p.pos, "a raw control character %s in a text", Quote(string(rune(c))))
			p.pos++
		}
	}
	p.fault(Truncated, start-1, "the file ends inside this text")
	p.full = true
	return start, p.pos, escaped
}

// lookahead is how far lostQuote looks, in bytes.
const lookahead = 200

// lostQuote reports whether, at a line end inside a text, its closing quote was
// forgotten: the next line then looks like the next member or a closing bracket.
func (p *parser) lostQuote() bool {
	line := strings.TrimLeft(p.text[p.pos:min(len(p.text), p.pos+lookahead)], " \t\r\n")
	if line == "" {
		return false
	}
	if line[0] == '}' || line[0] == ']' {
		return !strings.ContainsRune(firstLine(line), '"')
	}
	if line[0] != '"' {
		return false
	}
	name, rest, ok := strings.Cut(firstLine(line)[1:], `"`)
	return ok && name != "" && strings.HasPrefix(strings.TrimLeft(rest, " \t"), ":")
}

func firstLine(s string) string {
	if i := strings.IndexAny(s, "\r\n"); i >= 0 {
		return s[:i]
	}
	return s
}

// cutText ends a text at the line end where its quote was forgotten, and leaves
// a comma at its end to be read as one.
func (p *parser) cutText(start int) (end int) {
	p.fault(Structure, start-1, "the closing quote of this text is missing")
	content := strings.TrimRight(p.text[start:p.pos], " \t")
	if cut, ok := strings.CutSuffix(content, ","); ok {
		content = cut
	}
	end = start + len(content)
	p.pos = end
	return end
}

// escape passes over a backslash and what it escapes.
func (p *parser) escape() {
	at := p.pos
	p.pos++
	if p.pos >= len(p.text) {
		return
	}
	c := p.text[p.pos]
	p.pos++
	if c == 'u' {
		if _, ok := hex4(p.text[p.pos:]); ok {
			p.pos += 4
			return
		}
		p.fault(Form, at, "`\\u` without four hexadecimal digits")
		return
	}
	if !strings.ContainsRune(`"\/bfnrt`, rune(c)) {
		p.fault(Form, at, "the escape %s is unknown", Quote(`\`+string(rune(c))))
	}
}

func hex4(s string) (rune, bool) {
	if len(s) < 4 {
		return 0, false
	}
	v, err := strconv.ParseUint(s[:4], 16, 32)
	return rune(v), err == nil && s[0] != '+'
}

var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unescape is the text that an escaped one means; what is no escape is kept.
func unescape(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for {
		i := strings.IndexByte(s, '\\')
		if i < 0 || i+1 >= len(s) {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		c := s[i+1]
		rest := s[i+2:]
		if c == 'u' {
			r, size := codePoint(rest)
			if size > 0 {
				b.WriteRune(r)
				s = rest[size:]
				continue
			}
		}
		if e := escapes[c]; e != 0 {
			b.WriteByte(e)
		} else {
			b.WriteByte('\\')
			b.WriteByte(c)
		}
		s = rest
	}
}

// codePoint reads what follows `\u`, a surrogate pair included.
func codePoint(s string) (r rune, size int) {
	r, ok := hex4(s)
	if !ok {
		return 0, 0
	}
	if utf16.IsSurrogate(r) && strings.HasPrefix(s[4:], `\u`) {
		if low, ok := hex4(s[6:]); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return pair, 10
			}
		}
	}
	return r, 4
}

// word reads what is neither text nor bracket: a number, true, false, null,
// or something that is no JSON at all.
func (p *parser) word(n *node) {
	start := p.pos
	p.passWord()
	s := p.text[start:p.pos]
	n.start, n.end = uint32(start), uint32(p.pos)
	n.flags |= valueUnquoted
	switch {
	case s == "true" || s == "false":
		n.kind = Bool
	case s == "null":
		n.kind = Null
	case isNumber(s):
		n.kind = Number
	case looseNumber(s):
		n.kind = Number
		p.fault(Form, start, "%s is not written as a JSON number", Quote(s))
	default:
		n.kind = Invalid
		p.fault(Structure, start, "%s is not in double quotes and is no JSON value", Quote(s))
	}
}

// passWord passes over everything up to the next delimiter, at least one byte.
func (p *parser) passWord() {
	for p.pos++; p.pos < len(p.text); p.pos++ {
		switch p.text[p.pos] {
		case ' ', '\t', '\n', '\r', ',', ':', '{', '}', '[', ']', '"', '/':
			return
		}
	}
}

// isNumber follows the grammar of RFC 8259.
func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole := digits(s)
	if whole == 0 || whole > 1 && s[0] == '0' {
		return false
	}
	s = s[whole:]
	if frac, ok := strings.CutPrefix(s, "."); ok {
		n := digits(frac)
		if n == 0 {
			return false
		}
		s = frac[n:]
	}
	if s == "" {
		return true
	}
	if s[0] != 'e' && s[0] != 'E' {
		return false
	}
	s = s[1:]
	if s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	return s != "" && digits(s) == len(s)
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

func looseNumber(s string) bool {
	if !strings.ContainsAny(s[:1], "+-.0123456789") {
		return false
	}
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}
