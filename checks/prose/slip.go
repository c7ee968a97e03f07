package prose

import (
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/markdown"
	"github.com/certwiz/certwiz/checks/text"
)

// slip is what keeps something from being a link.
type slip uint8

const (
	noSlip   slip = iota
	spaced        // [words] (address)
	unclosed      // [words](address
	gapped        // [words](address with blanks)
	swapped       // (words)[address]
	unnamed       // [words][name], and nothing has that name
	nested        // [words]([words](address))
)

// spans are those of a passage, with what was meant as a link or picture and is
// none. Addresses inside such are part of it.
func spans(p *markdown.Passage) []span {
	var slips []span
	if p.Kind != markdown.HTML {
		s := scanner{text: p.Text, spans: p.Spans}
		slips = s.scan()
	}
	if len(p.Spans)+len(slips) == 0 {
		return nil
	}
	out := make([]span, 0, len(p.Spans)+len(slips))
	out = append(out, slips...)
	for _, s := range p.Spans {
		out = append(out, span{Span: s})
	}
	if len(slips) == 0 {
		return out
	}
	slices.SortStableFunc(out, func(a, b span) int { return a.Start - b.Start })
	end := 0
	return slices.DeleteFunc(out, func(s span) bool {
		if s.slip != noSlip {
			end = max(end, s.End)
		}
		return s.Kind == markdown.Address && s.Start < end
	})
}

// scanner looks for slips in a passage, outside of what is a link, code or HTML.
// It looks at every byte a bounded number of times, whatever the passage holds.
type scanner struct {
	text  string
	spans []markdown.Span // of the passage
	steps int             // bytes looked at
	open  []int           // brackets that may begin a slip
	link  int             // where the last link begins, -1 for none
	slips []span
}

func (s *scanner) scan() []span {
	s.link = -1
	for i := 0; ; {
		next := strings.IndexAny(s.text[i:], "\\![]")
		if next < 0 {
			s.steps += len(s.text) - i
			return s.slips
		}
		s.steps += next + 1
		i += next
		if end := s.inSpan(i); end > i {
			i = end
			continue
		}
		i = min(s.at(i), len(s.text))
	}
}

// inSpan is where the span ends that byte i stands in, 0 for none.
func (s *scanner) inSpan(i int) int {
	for len(s.spans) > 0 && s.spans[0].End <= i {
		s.spans = s.spans[1:]
	}
	if len(s.spans) == 0 || s.spans[0].Start > i {
		return 0
	}
	if s.spans[0].Kind == markdown.Link {
		s.link = s.spans[0].Start
	}
	return s.spans[0].End
}

// at reads what begins at byte i and says where to go on.
func (s *scanner) at(i int) int {
	switch s.text[i] {
	case '\\':
		return i + 2
	case '!':
		if strings.HasPrefix(s.text[i:], "![") {
			s.open = append(s.open, i)
			return i + 2
		}
	case '[':
		s.open = append(s.open, i)
	case ']':
		return max(i+1, s.close(i))
	}
	return i + 1
}

// close reads what a closing bracket closes, and says where it ends; 0 when
// nothing was meant. No link has another one in its words.
func (s *scanner) close(i int) int {
	if len(s.open) == 0 {
		return 0
	}
	at := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	if s.link > at {
		return 0
	}
	x := span{Span: markdown.Span{Kind: markdown.Link, Start: at, From: at + 1, To: i, End: i + 1}}
	if s.text[at] == '!' {
		x.Kind, x.From = markdown.Image, at+2
	}
	rest := s.text[i+1:]
	words := s.text[x.From:x.To]
	switch gap := len(rest) - len(strings.TrimLeft(rest, " \t")); {
	case 0 < gap && gap < 4 && strings.HasPrefix(rest[gap:], "("):
		return s.spaced(x, rest[gap:], gap)
	case strings.HasPrefix(rest, "("):
		return s.unfinished(x, rest)
	case strings.HasPrefix(rest, "["):
		return s.unnamed(x, rest)
	case addressLike(words) && strings.HasSuffix(s.text[:x.Start], ")"):
		return s.swapped(x)
	}
	return 0
}

func (s *scanner) note(x span, kind slip, end int) int {
	x.slip, x.End = kind, end
	s.slips = append(s.slips, x)
	return end
}

// spaced reads "[words] (https://…)".
func (s *scanner) spaced(x span, rest string, gap int) int {
	n := 1 + unspaced(rest[1:])
	s.steps += n
	if !addressLike(rest[1:n]) {
		return 0
	}
	x.Address = rest[1:n]
	if title := strings.TrimLeft(rest[n:], " "); strings.HasPrefix(title, `"`) {
		end := strings.IndexAny(title[1:], "\"\n)")
		if end < 0 || title[1+end] != '"' {
			return 0
		}
		n = len(rest) - len(title) + end + 2
	}
	if n >= len(rest) || rest[n] != ')' {
		return 0
	}
	return s.note(x, spaced, x.To+1+gap+n+1)
}

// deepest is how many brackets an address may have inside each other.
const deepest = 32

// unspaced is the length of an address that ends at white space or at the
// bracket that closes it.
func unspaced(s string) int {
	depth := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c <= ' ':
			return i
		case c == '(':
			if depth++; depth > deepest {
				return i
			}
		case c == ')':
			if depth--; depth < 0 {
				return i
			}
		}
	}
	return len(s)
}

// unfinished reads "[words](https://…" and "[words](address with blanks)".
func (s *scanner) unfinished(x span, rest string) int {
	n := strings.IndexAny(rest[1:], ")[]\n")
	if n < 0 {
		n = len(rest) - 1
	}
	s.steps += n
	inside := strings.TrimSpace(rest[1 : 1+n])
	meant := addressLike(inside) || addressLike(s.text[x.From:x.To])
	switch {
	case 1+n == len(rest) || rest[1+n] == '\n':
		if addressLike(inside) {
			x.Address = strings.Fields(inside)[0]
			return s.note(x, unclosed, x.To+2+n)
		}
	case rest[1+n] == ')' && (meant || x.Kind == markdown.Image) && strings.ContainsAny(inside, " \t"):
		x.Address = inside
		return s.note(x, gapped, x.To+n+3)
	case rest[1+n] == '[' && inside == "" && strings.Contains(rest[:min(len(rest), 4*longestShown)], "]("):
		return s.note(x, nested, x.End)
	}
	return 0
}

// longestShown is about how many bytes of a link are looked at and shown.
const longestShown = 60

// unnamed reads "[words][name]" where nothing has that name. Expressions such
// as body['value'][0] look the same, and are let pass.
func (s *scanner) unnamed(x span, rest string) int {
	words := s.text[x.From:x.To]
	n := strings.IndexAny(rest[1:min(len(rest), longestShown)], "[]")
	if n <= 0 || rest[1+n] == '[' || len(words) > 4*longestShown || strings.ContainsAny(words, "'\"‘’“”$_@{}<>") || !worded(words) || digits(words) {
		return 0
	}
	if x.Start > 0 && !strings.ContainsRune(" \t\n(*", rune(s.text[x.Start-1])) {
		return 0
	}
	x.Address = rest[1 : 1+n]
	return s.note(x, unnamed, x.To+n+3)
}

// swapped reads "(words)[https://…]".
func (s *scanner) swapped(x span) int {
	before := s.text[max(0, x.Start-4*longestShown):x.Start]
	open := strings.LastIndexByte(before, '(')
	if open < 0 {
		return 0
	}
	end := x.To + 1
	x.Address = s.text[x.From:x.To]
	x.Start -= len(before) - open
	x.From, x.To = x.Start+1, x.Start+len(before)-open-1
	return s.note(x, swapped, end)
}

func digits(s string) bool { return strings.Trim(s, "0123456789 ") == "" }

// addressLike tells whether a text begins as an address does.
func addressLike(s string) bool {
	small := text.Lower(s[:min(len(s), 8)])
	for _, begin := range []string{"http://", "https://", "www.", "mailto:"} {
		if strings.HasPrefix(small, begin) {
			return true
		}
	}
	return false
}
