package review

import (
	"iter"
	"strings"

	"github.com/certwiz/certwiz/checks/text"
)

// row is one line of a comment, taken out of its Markdown. A line with <br> in
// it is several rows; a row without text ends what stands above it.
type row struct {
	text    string // without any markup
	said    string // without quote, list and heading marks
	raw     string // as written
	at      int    // line of the comment, from 1
	start   bool   // begins something of its own: an item, a heading, a cell, what follows a <br>
	item    bool   // of a list
	heading bool
	quoted  bool // of somebody else's words
	fenced  bool // in a block of code
}

// reader makes rows of lines.
type reader struct {
	out     []row
	fenced  bool
	comment bool     // inside <!-- -->
	cells   []string // of the table row before, which may turn out to be the head
	head    []string // labels of a table's columns, "" for others
}

func rows(comment string) []row {
	var r reader
	at := 0
	for line := range physical(text.Prefix(comment, maxText)) {
		at++
		r.line(at, line)
	}
	return r.out
}

// physical lists the lines of a text, whatever they end in.
func physical(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for text != "" {
			end := strings.IndexAny(text, "\r\n")
			if end < 0 {
				yield(text)
				return
			}
			next := end + 1
			if strings.HasPrefix(text[end:], "\r\n") {
				next++
			}
			if !yield(text[:end]) {
				return
			}
			text = text[next:]
		}
	}
}

// odd are characters that mail programs and browsers write for others.
var odd = strings.NewReplacer(
	"\u00a0", " ", "\t", " ", "\u200b", "", "\ufeff", "",
	"\u2018", "'", "\u2019", "'", "\u201c", `"`, "\u201d", `"`,
)

// entities are the ones that stand in copied logs.
var entities = strings.NewReplacer(
	"&quot;", `"`, "&#34;", `"`, "&#39;", "'", "&#x27;", "'", "&apos;", "'", "&#47;", "/", "&#x2F;", "/",
	"&#91;", "[", "&#93;", "]", "&#123;", "{", "&#125;", "}", "&lt;", "<", "&gt;", ">", "&nbsp;", " ", "&amp;", "&",
)

func (r *reader) line(at int, raw string) {
	s := r.withoutComments(odd.Replace(raw))
	s, quoted := unquoted(strings.TrimSpace(s))
	base := row{raw: strings.TrimSpace(raw), at: at, quoted: quoted}
	s, blank := r.fence(s)
	if blank || s == "" {
		r.end(base)
		return
	}
	if r.fenced || strings.Contains(raw, "```") {
		base.fenced = true
		s, base.item = unlisted(s)
		base.start = base.item
		base.text, base.said = entities.Replace(s), s
		r.out = append(r.out, base)
		return
	}
	for i, part := range strings.Split(tags(s), "\n") {
		base.start = i > 0
		r.part(base, strings.TrimSpace(part))
	}
}

// end marks the end of a paragraph.
func (r *reader) end(base row) {
	r.cells, r.head = nil, nil
	base.text, base.said = "", ""
	r.out = append(r.out, base)
}

// part adds a row of ordinary Markdown.
func (r *reader) part(base row, s string) {
	if s == "" {
		return
	}
	if strings.HasPrefix(s, "|") && strings.Count(s, "|") > 2 {
		r.table(base, s)
		return
	}
	r.cells, r.head = nil, nil
	if rest := strings.TrimLeft(s, "#"); rest != s && strings.HasPrefix(rest, " ") {
		s, base.start, base.heading = strings.TrimSpace(rest), true, true
	}
	s, base.item = unlisted(s)
	base.item = base.item && !base.heading
	base.start = base.start || base.item
	base.said, base.text = s, clean(s)
	if base.text != "" {
		r.out = append(r.out, base)
	}
}

// withoutComments takes out what GitHub does not show.
func (r *reader) withoutComments(s string) string {
	if r.fenced || !r.comment && !strings.Contains(s, "<!--") {
		return s
	}
	var b strings.Builder
	for s != "" {
		mark := "<!--"
		if r.comment {
			mark = "-->"
		}
		before, after, found := strings.Cut(s, mark)
		if !r.comment {
			b.WriteString(before)
		}
		if !found {
			break
		}
		r.comment = !r.comment
		s = after
	}
	return b.String()
}

// unquoted takes off the marks of a quotation.
func unquoted(s string) (string, bool) {
	rest := s
	for strings.HasPrefix(rest, ">") {
		rest = strings.TrimLeft(rest[1:], " ")
	}
	return rest, rest != s
}

// fence follows the blocks of code. What stands on the line of the fence
// itself belongs to the block unless it is the block's language.
func (r *reader) fence(s string) (rest string, blank bool) {
	mark := "```"
	if strings.HasPrefix(s, "~~~") {
		mark = "~~~"
	}
	n := strings.Count(s, mark)
	if n == 0 {
		return s, false
	}
	opens := n%2 == 1 && !r.fenced
	s = strings.TrimSpace(strings.ReplaceAll(s, mark, " "))
	if n%2 == 1 {
		r.fenced = !r.fenced
	}
	if opens && !strings.ContainsAny(s, " #[:") {
		return "", true
	}
	return s, s == ""
}

// unlisted takes off the marks of a list: bullet, number, letter, check box.
func unlisted(s string) (string, bool) {
	item := false
	for range 3 {
		rest, ok := marker(s)
		if !ok {
			break
		}
		s, item = rest, true
	}
	return s, item
}

func marker(s string) (string, bool) {
	for _, m := range []string{"- ", "* ", "+ ", "• ", "· ", "– ", "[ ] ", "[x] ", "[X] "} {
		if rest, ok := strings.CutPrefix(s, m); ok {
			return strings.TrimSpace(rest), true
		}
	}
	t := strings.TrimPrefix(s, "(")
	n := 0
	for n < len(t) && n < 3 && t[n] >= '0' && t[n] <= '9' {
		n++
	}
	letter := n == 0 && len(t) > 1 && t[0] >= 'a' && t[0] <= 'z' && t[1] == ')'
	if letter {
		n = 1
	}
	if n == 0 || n+1 >= len(t) || t[n] != ')' && (t[n] != '.' || letter) || t[n+1] != ' ' {
		return s, false
	}
	return strings.TrimSpace(t[n+1:]), true
}

// table makes text of a table's row: with the labels of its head, where the
// head names a message and its place.
func (r *reader) table(base row, s string) {
	cells := strings.Split(strings.Trim(s, "| "), "|")
	if strings.Trim(s, "|-: ") == "" {
		if r.head = labels(r.cells); len(r.out) > 0 && r.head != nil {
			r.out[len(r.out)-1].text = "" // the head is no text
		}
		return
	}
	r.cells = cells
	var b strings.Builder
	for i, cell := range cells {
		switch cell = strings.TrimSpace(cell); {
		case r.head == nil:
			b.WriteString(cell + " | ")
		case i < len(r.head) && r.head[i] != "" && cell != "":
			b.WriteString(r.head[i] + ": " + cell + " ")
		}
	}
	base.start = true
	base.said = strings.Trim(b.String(), "| ")
	base.text = clean(base.said)
	r.out = append(r.out, base)
}

// labels names the columns of a table by its head, or says nil when it is
// about something else.
func labels(cells []string) []string {
	out := make([]string, len(cells))
	var message, place bool
	for i, cell := range cells {
		switch name := strings.ToLower(clean(strings.TrimSpace(cell))); name {
		case "level", "severity", "type":
			out[i] = "Level"
		case "message", "error", "description", "issue", "details":
			if !message {
				out[i], message = "Message", true
			}
		case "valuepath", "value path", "path", "location":
			if !place {
				out[i], place = "ValuePath", true
			}
		case "source":
			out[i] = "Source"
		case "code", "policy", "policy code", "rule":
			out[i] = "Code"
		}
	}
	if !message || !place {
		return nil
	}
	return out
}

// tags turns the HTML tags that end a line into line ends, and takes out the
// others that Markdown knows. Anything else in angle brackets is text.
func tags(s string) string {
	if !strings.Contains(s, "<") {
		return s
	}
	var b strings.Builder
	for s != "" {
		before, rest, found := strings.Cut(s, "<")
		b.WriteString(before)
		if !found {
			break
		}
		end := strings.IndexByte(text.Prefix(rest, 200), '>')
		if end < 0 {
			b.WriteByte('<')
			s = rest
			continue
		}
		as, known := tag(rest[:end])
		if !known {
			b.WriteByte('<')
			s = rest
			continue
		}
		b.WriteString(as)
		s = rest[end+1:]
	}
	return b.String()
}

// tag is what stands for an HTML tag.
func tag(inside string) (as string, known bool) {
	closing := strings.HasPrefix(inside, "/")
	name, _, _ := strings.Cut(strings.ToLower(strings.Trim(inside, "/ ")), " ")
	switch name {
	case "br", "p", "div", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "pre", "details":
		return "\n", true
	case "li":
		if closing {
			return "\n", true
		}
		return "\n- ", true
	case "td", "th":
		return "  ", true
	case "b", "strong", "i", "em", "code", "span", "font", "tt", "samp", "kbd", "u", "s", "del", "sub", "sup", "a", "img", "tbody", "thead", "summary":
		return "", true
	}
	return "", false
}

// clean takes inline Markdown out of a line: escapes, bold, code. A backslash
// before other characters stays: one of Microsoft's sentences lists "[/\<>*%&?]".
func clean(s string) string {
	s = strings.TrimPrefix(strings.TrimSuffix(s, "~~"), "~~")
	s = outer(outer(s, '*'), '_')
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\' && i+1 < len(s) && strings.IndexByte("#[]_*~{}().!+|-`", s[i+1]) >= 0:
			i++
			b.WriteByte(s[i])
		case c == '`':
		case c == '*' && strings.HasPrefix(s[i:], "**"):
			i++
		case c == '_' && strings.HasPrefix(s[i:], "__") && (i == 0 || s[i-1] == ' ' || i+2 == len(s) || strings.IndexByte(" :.,;)", s[i+2]) >= 0):
			i++
		default:
			b.WriteByte(c)
		}
	}
	return strings.TrimSpace(entities.Replace(b.String()))
}

// outer takes off a pair of marks around the whole line.
func outer(s string, mark byte) string {
	if len(s) > 2 && s[0] == mark && s[len(s)-1] == mark && s[1] != mark && s[1] != ' ' && strings.IndexByte(s[1:len(s)-1], mark) < 0 {
		return s[1 : len(s)-1]
	}
	return s
}
