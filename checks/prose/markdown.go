package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is one line of a document as a reader sees it.
type line struct {
	text   string // without HTML comments and line end
	raw    string // as written, without line end and byte order mark
	cuts   []cut  // the comments left out of text
	code   bool   // inside fenced or indented code, or a fence itself
	fenced bool   // inside fenced code, or a fence itself
	names  bool   // "[name]: address", which shows nothing
}

// cut is a comment that was left out of a line: so many bytes before byte at
// of its text.
type cut struct{ at, bytes int }

// column is the column of byte i of the line's text, in characters from 1, in
// the line as written.
func (l line) column(i int) int {
	for _, c := range l.cuts {
		if c.at <= i {
			i += c.bytes
		}
	}
	return utf8.RuneCountInString(l.raw[:min(i, len(l.raw))]) + 1
}

// scan splits a text into lines, blanks out HTML comments and YAML front
// matter, and marks code. Line numbers stay as they are.
func scan(text []byte) []line {
	raw := strings.Split(strings.TrimPrefix(string(text), "\ufeff"), "\n")
	lines := make([]line, len(raw))
	front := frontMatter(raw)
	for i := range front {
		lines[i].raw = strings.TrimSuffix(raw[i], "\r")
	}
	var fence string // the open fence, "" outside
	comment := false
	in := indentation{blank: true}
	for i := front; i < len(raw); i++ {
		l := line{raw: strings.TrimSuffix(raw[i], "\r")}
		if fence != "" {
			l.text, l.code, l.fenced = l.raw, true, true
			if closes(l.raw, fence) {
				fence = ""
			}
			lines[i] = l
			continue
		}
		l.text, l.cuts, comment = uncomment(l.raw, comment)
		if in.code(l.text) {
			l.code = true
			lines[i] = l
			continue
		}
		fence = opens(l.text)
		l.code, l.fenced = fence != "", fence != ""
		l.names = !l.code && defines(l.text)
		lines[i] = l
	}
	return lines
}

// indentation follows the lines of a document to tell indented code from the
// text of a list's item, which is indented too.
type indentation struct {
	list  bool // a list is open
	blank bool // the line before was blank, or indented code
}

// code tells whether the next line is indented code.
func (in *indentation) code(s string) bool {
	if blank(s) {
		in.blank = true
		return false
	}
	switch indented := strings.HasPrefix(s, "    ") || strings.HasPrefix(s, "\t"); {
	case indented && in.blank && !in.list:
		return true
	case listItem(s) != "":
		in.list = true
	case in.blank && s[0] != ' ' && s[0] != '\t':
		in.list = false
	}
	if _, _, heading := atx(s); heading {
		in.list = false
		in.blank = true // what follows a heading begins anew
		return false
	}
	in.blank = false
	return false
}

// frontMatter is the number of lines of YAML front matter at the top.
func frontMatter(raw []string) int {
	if strings.TrimRight(raw[0], " \r") != "---" {
		return 0
	}
	for i, s := range raw[1:] {
		if strings.TrimRight(s, " \r") == "---" {
			return i + 2
		}
		if blank(s) {
			return 0
		}
	}
	return 0
}

// uncomment removes HTML comments from a line; open says whether one was open
// before the line, and the last result whether one is after it.
func uncomment(s string, open bool) (string, []cut, bool) {
	if !open && !strings.Contains(s, "<!--") {
		return s, nil, false
	}
	var b strings.Builder
	var cuts []cut
	for {
		if open {
			skipped, rest, ok := strings.Cut(s, "-->")
			if !ok {
				return b.String(), cuts, true
			}
			cuts = append(cuts, cut{b.Len(), len(skipped) + len("-->")})
			s, open = rest, false
			continue
		}
		before, rest, ok := strings.Cut(s, "<!--")
		b.WriteString(before)
		if !ok {
			return b.String(), cuts, false
		}
		cuts = append(cuts, cut{b.Len(), len("<!--")})
		s, open = rest, true
	}
}

// opens returns the fence that a line opens, "" for none. Fences are accepted
// at any depth, since they also stand inside list items.
func opens(s string) string {
	s = strings.TrimLeft(s, " \t")
	if !strings.HasPrefix(s, "```") && !strings.HasPrefix(s, "~~~") {
		return ""
	}
	n := len(s) - len(strings.TrimLeft(s, s[:1]))
	if s[0] == '`' && strings.Contains(s[n:], "`") {
		return ""
	}
	return s[:n]
}

func closes(s, fence string) bool {
	s = strings.TrimSpace(s)
	return len(s) >= len(fence) && strings.Trim(s, fence[:1]) == ""
}

// defines tells whether a line names an address for links: "[docs]: https://…".
func defines(s string) bool {
	t := strings.TrimLeft(s, " ")
	if len(s)-len(t) > 3 || !strings.HasPrefix(t, "[") {
		return false
	}
	name, address, ok := strings.Cut(t[1:], "]:")
	return ok && name != "" && !strings.ContainsAny(name, "[]") && strings.TrimSpace(address) != ""
}

// atx reads "## Title ##": up to three spaces, one to six marks, a space.
func atx(s string) (title string, level int, ok bool) {
	indent := len(s) - len(strings.TrimLeft(s, " "))
	if indent > 3 || indent == len(s) || s[indent] != '#' {
		return "", 0, false
	}
	s = strings.TrimRight(s[indent:], " \t")
	level = len(s) - len(strings.TrimLeft(s, "#"))
	if level > 6 {
		return "", 0, false
	}
	s = s[level:]
	if s != "" && s[0] != ' ' && s[0] != '\t' {
		return "", 0, false
	}
	if bare := strings.TrimRight(s, "#"); bare == "" || strings.HasSuffix(bare, " ") || strings.HasSuffix(bare, "\t") {
		s = bare
	}
	return strings.TrimSpace(s), level, true
}

// underline is the level of the heading above a line of = or -, 0 for none.
func underline(s string) int {
	t := strings.TrimSpace(s)
	switch {
	case strings.HasPrefix(s, "    ") || t == "":
		return 0
	case strings.Trim(t, "=") == "":
		return 1
	case strings.Trim(t, "-") == "":
		return 2
	}
	return 0
}

// paragraphStart tells whether a line begins plain text: no list, quote,
// table, HTML block, thematic break or indented code.
func paragraphStart(s string) bool {
	if strings.HasPrefix(s, "    ") || strings.HasPrefix(s, "\t") || listItem(s) != "" {
		return false
	}
	t := strings.TrimSpace(s)
	return !strings.ContainsRune(">|<", rune(t[0])) && underline(s) == 0 && strings.Trim(t, "*_ ") != ""
}

// listItem is the text of a list item without its marker, "" for none.
func listItem(s string) string {
	s = strings.TrimLeft(s, " \t")
	if s == "" {
		return ""
	}
	switch c := s[0]; {
	case c == '-' || c == '*' || c == '+':
		s = s[1:]
	case '0' <= c && c <= '9':
		digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
		if digits > 9 || digits == len(s) || s[digits] != '.' && s[digits] != ')' {
			return ""
		}
		s = s[digits+1:]
	case strings.HasPrefix(s, "•"), strings.HasPrefix(s, "–"):
		s = " " + strings.TrimLeft(s, "•–")
	default:
		return ""
	}
	if s == "" || s[0] != ' ' && s[0] != '\t' {
		return ""
	}
	return strings.TrimSpace(s)
}

// row tells whether a line is a table's row: it begins with a bar.
func row(s string) bool { return strings.HasPrefix(strings.TrimLeft(s, " \t"), "|") }

// firstText is the number of the first line of body that is not blank, when
// the body begins on line first.
func firstText(body string, first int) int {
	for s := range strings.SplitSeq(body, "\n") {
		if !blank(s) {
			break
		}
		first++
	}
	return first
}

// invisible are the zero-width characters that editors and web pages leave behind.
const invisible = "\u200b\u200c\u200d\u2060\ufeff"

// blank tells whether a text shows nothing: white space and zero-width characters.
func blank(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ' || '\t' <= c && c <= '\r':
		case c >= utf8.RuneSelf:
			return strings.IndexFunc(s[i:], shown) < 0
		default:
			return false
		}
	}
	return true
}

func shown(r rune) bool { return !unicode.IsSpace(r) && !strings.ContainsRune(invisible, r) }
