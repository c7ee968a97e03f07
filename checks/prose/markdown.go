package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Section is a heading and the text under it, up to the next heading.
type Section struct {
	Title string // as written, without its marks
	Level int    // 1 to 6; 0 for the text before the first heading
	Line  int    // of the heading, from 1; of the first text at level 0
	Body  string // HTML comments left out, everything else as written
	first int    // line of the first line of Body
	words string // Title in normal form
}

// Outline lists the sections of a Markdown text in their order: ATX ("## FAQ")
// and setext (underlined) headings, none inside fenced code or HTML comments.
// Text before the first heading comes first, at level 0.
func Outline(text []byte) []Section { return outline(scan(text)) }

// line is one line of a document as a reader sees it.
type line struct {
	text string // without HTML comments and line end
	code bool   // inside fenced code, or a fence itself
}

// scan splits a text into lines, blanks out HTML comments and YAML front
// matter, and marks fenced code. Line numbers stay as they are.
func scan(text []byte) []line {
	raw := strings.Split(strings.TrimPrefix(string(text), "\ufeff"), "\n")
	lines := make([]line, len(raw))
	var fence string // the open fence, "" outside
	comment := false
	for i := frontMatter(raw); i < len(raw); i++ {
		s := strings.TrimSuffix(raw[i], "\r")
		if fence != "" {
			lines[i] = line{text: s, code: true}
			if closes(s, fence) {
				fence = ""
			}
			continue
		}
		s, comment = uncomment(s, comment)
		fence = opens(s)
		lines[i] = line{text: s, code: fence != ""}
	}
	return lines
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
// before the line, and the result whether one is after it.
func uncomment(s string, open bool) (string, bool) {
	if !open && !strings.Contains(s, "<!--") {
		return s, false
	}
	var b strings.Builder
	for {
		if open {
			_, rest, ok := strings.Cut(s, "-->")
			if !ok {
				return b.String(), true
			}
			s, open = rest, false
			continue
		}
		before, rest, ok := strings.Cut(s, "<!--")
		b.WriteString(before)
		if !ok {
			return b.String(), false
		}
		s, open = rest, true
	}
}

// opens returns the fence that a line opens, "" for none. Fences are accepted
// at any depth, since they also stand inside list items.
func opens(s string) string {
	s = strings.TrimLeft(s, " \t")
	for _, mark := range []string{"`", "~"} {
		n := len(s) - len(strings.TrimLeft(s, mark))
		if n >= 3 && !(mark == "`" && strings.Contains(s[n:], "`")) {
			return s[:n]
		}
	}
	return ""
}

func closes(s, fence string) bool {
	s = strings.TrimSpace(s)
	return len(s) >= len(fence) && strings.Trim(s, fence[:1]) == ""
}

// heading is one heading and the lines it takes up: lines[start:next].
type heading struct {
	title       string
	level       int
	start, next int
}

func outline(lines []line) []Section {
	heads := headings(lines)
	end := len(lines)
	if len(heads) > 0 {
		end = heads[0].start
	}
	var out []Section
	if body := join(lines[:end]); !blank(body) {
		out = append(out, Section{Line: firstText(body, 1), Body: body, first: 1})
	}
	for i, h := range heads {
		end := len(lines)
		if i+1 < len(heads) {
			end = heads[i+1].start
		}
		out = append(out, Section{
			Title: h.title, Level: h.level, Line: h.start + 1,
			Body: join(lines[h.next:end]), first: h.next + 1, words: normal(h.title),
		})
	}
	return out
}

func headings(lines []line) []heading {
	var out []heading
	start := -1      // where the paragraph that may become a setext heading begins
	blocked := false // inside a list, quote or table, where none can
	for i, l := range lines {
		if l.code || blank(l.text) {
			start, blocked = -1, false
			continue
		}
		if title, level, ok := atx(l.text); ok {
			out = append(out, heading{title, level, i, i + 1})
			start, blocked = -1, false
			continue
		}
		if level := underline(l.text); level > 0 && start >= 0 {
			title := strings.Join(strings.Fields(join(lines[start:i])), " ")
			out = append(out, heading{title, level, start, i + 1})
			start = -1
			continue
		}
		blocked = blocked || start < 0 && !paragraphStart(l.text)
		if start < 0 && !blocked {
			start = i
		}
		if start >= 0 && listItem(l.text) != "" {
			start, blocked = -1, true
		}
	}
	return out
}

// atx reads "## Title ##": up to three spaces, one to six marks, a space.
func atx(s string) (title string, level int, ok bool) {
	s = strings.TrimRight(s, " \t")
	indent := len(s) - len(strings.TrimLeft(s, " "))
	s = s[indent:]
	level = len(s) - len(strings.TrimLeft(s, "#"))
	if indent > 3 || level < 1 || level > 6 {
		return "", 0, false
	}
	s = s[level:]
	if s != "" && s[0] != ' ' && s[0] != '\t' && !strings.HasPrefix(s, "\u00a0") {
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
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	switch {
	case digits > 0 && digits <= 9 && digits < len(s) && (s[digits] == '.' || s[digits] == ')'):
		s = s[digits+1:]
	case strings.HasPrefix(s, "-"), strings.HasPrefix(s, "*"), strings.HasPrefix(s, "+"):
		s = s[1:]
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

// numbered tells whether a line is a step: "1. Sign in", "Step 2: …".
func numbered(s string) bool {
	s = strings.TrimLeft(s, " \t#*_>-")
	if rest, ok := strings.CutPrefix(strings.ToLower(s), "step "); ok {
		s = rest
	}
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	return digits > 0 && digits < len(s) && strings.ContainsRune(".):-", rune(s[digits]))
}

func join(lines []line) string {
	parts := make([]string, len(lines))
	for i, l := range lines {
		parts[i] = l.text
	}
	return strings.Join(parts, "\n")
}

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

// blank tells whether a text shows nothing: white space and the zero-width
// characters that editors and web pages leave behind.
func blank(s string) bool {
	for _, r := range s {
		if !unicode.IsSpace(r) && !strings.ContainsRune("\u200b\u200c\u200d\u2060\ufeff", r) {
			return false
		}
	}
	return true
}

// normal is a text reduced to its words, for comparing: lower case, one space
// between words, punctuation and marks gone, "&" as "and".
func normal(s string) string {
	out := make([]byte, 0, len(s))
	gap := false
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
		case 'A' <= r && r <= 'Z':
			r += 'a' - 'A'
		case r == '\'' || r == '’':
			continue // "publisher's" and "publishers" read the same
		case r == '&':
			out = append(out, " and"...)
			gap = true
			continue
		case r >= utf8.RuneSelf && letterOrDigit(r):
			r = unicode.ToLower(r)
		default:
			gap = true
			continue
		}
		if gap && len(out) > 0 {
			out = append(out, ' ')
		}
		gap = false
		out = utf8.AppendRune(out, r)
	}
	return strings.TrimPrefix(string(out), " ")
}
