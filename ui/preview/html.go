package preview

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// htmlBlock draws HTML as it is written, but for comments, which show nothing,
// and pictures.
func (d *drawer) htmlBlock(n *ast.HTMLBlock) {
	var b strings.Builder
	at := n.Pos()
	for i := range n.Lines().Len() {
		s := n.Lines().At(i)
		if i == 0 {
			at = s.Start
		}
		b.Write(s.Value(d.source))
	}
	if n.HasClosure() {
		s := n.ClosureLine
		b.Write(s.Value(d.source))
	}
	f := d.fresh()
	d.html(f, b.String(), at)
	d.flow(f)
}

// html adds HTML: the tags faint, the text between them as text.
func (d *drawer) html(f *flow, s string, at int) {
	for from := 0; from < len(s); {
		rest := s[from:]
		here := at + from
		switch {
		case strings.HasPrefix(rest, "<!--"):
			end := strings.Index(rest, "-->")
			if end < 0 {
				return
			}
			from += end + len("-->")
		case rest[0] == '<':
			end := strings.IndexByte(rest, '>') + 1
			if end == 0 {
				end = len(rest)
			}
			d.tag(f, rest[:end], here)
			from += end
		default:
			end := strings.IndexByte(rest, '<')
			if end < 0 {
				end = len(rest)
			}
			d.between(f, rest[:end], here)
			from += end
		}
	}
}

// between adds the text between tags, its lines as they are.
func (d *drawer) between(f *flow, s string, at int) {
	for s != "" {
		line, rest, more := strings.Cut(s, "\n")
		f.add(d.safe(strings.TrimSuffix(decoded(line), "\r")), 0, at)
		if more {
			f.end()
		}
		at += len(line) + 1
		s = rest
	}
}

func (d *drawer) tag(f *flow, tag string, at int) {
	switch name := strings.ToLower(tag[:min(len(tag), len("<img ")+1)]); {
	case strings.HasPrefix(name, "<br") && len(name) > 3 && !isLetter(name[3]):
		f.end()
	case strings.HasPrefix(name, "<img") && len(name) > 4 && !isLetter(name[4]) && attribute(tag, "src") != "":
		f.open = false
		d.picture(f, image{strings.TrimSpace(d.safe(decoded(attribute(tag, "alt")))), attribute(tag, "src"), at})
		f.open = false
	default:
		f.add(d.safe(tag), faint, at)
	}
}

// attribute is the value of a tag's attribute, "" when it has none.
func attribute(tag, name string) string {
	small := strings.ToLower(tag)
	if len(small) != len(tag) {
		return "" // no tag that anybody writes
	}
	for at := 0; ; {
		i := strings.Index(small[at:], name)
		if i < 0 {
			return ""
		}
		before := small[at+i-1]
		at += i + len(name)
		value := strings.TrimLeft(tag[at:], " \t\r\n")
		if !strings.ContainsRune(" \t\r\n'\"", rune(before)) || !strings.HasPrefix(value, "=") {
			continue
		}
		return unquoted(strings.TrimLeft(value[1:], " \t\r\n"))
	}
}

// unquoted is an attribute's value at the beginning of a text.
func unquoted(s string) string {
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		value, _, _ := strings.Cut(s[1:], s[:1])
		return value
	}
	end := strings.IndexAny(s, " \t\r\n>")
	if end < 0 {
		return s
	}
	return s[:end]
}
