package prose

import "strings"

// slipped notes what was meant to be a link and is none, and says where it ends;
// 0 when nothing was meant.
func (s *scanner) slipped(link span) int {
	rest := s.text[link.to+1:]
	words := s.text[link.from:link.to]
	link.kind = slipSpan
	switch gap := len(rest) - len(strings.TrimLeft(rest, " \t")); {
	case 0 < gap && gap < 4 && strings.HasPrefix(rest[gap:], "("):
		return s.spaced(link, rest[gap:], gap)
	case strings.HasPrefix(rest, "("):
		return s.unfinished(link, rest)
	case strings.HasPrefix(rest, "["):
		return s.unnamed(link, rest)
	case addressLike(words) && strings.HasSuffix(s.text[:link.start], ")"):
		return s.swapped(link)
	}
	return 0
}

func (s *scanner) note(link span, kind slip, end int) int {
	link.slip, link.end = kind, end
	s.spans = append(s.spans, link)
	return end
}

// spaced reads "[words] (https://…)".
func (s *scanner) spaced(link span, rest string, gap int) int {
	address, n := destination(rest)
	s.steps += n
	if n == 0 || rest[n-1] != ')' || !addressLike(address) {
		return 0
	}
	link.address = address
	return s.note(link, spaced, link.to+1+gap+n)
}

// unfinished reads "[words](https://…" and "[words](address with blanks)".
func (s *scanner) unfinished(link span, rest string) int {
	n := strings.IndexAny(rest[1:], ")[]\n")
	if n < 0 {
		n = len(rest) - 1
	}
	s.steps += n
	inside := strings.TrimSpace(rest[1 : 1+n])
	meant := addressLike(inside) || addressLike(s.text[link.from:link.to])
	picture := s.text[link.start] == '!'
	switch {
	case 1+n == len(rest) || rest[1+n] == '\n':
		if addressLike(inside) {
			link.address = strings.Fields(inside)[0]
			return s.note(link, unclosed, link.to+2+len(rest[1:1+n]))
		}
	case rest[1+n] == ')' && (meant || picture) && inside != "":
		link.address = inside
		return s.note(link, gapped, link.to+n+3)
	case rest[1+n] == '[' && inside == "" && strings.Contains(rest[:min(len(rest), 4*longestShown)], "]("):
		return s.note(link, nested, link.end)
	}
	return 0
}

// longestShown is about how many bytes of a link are looked at and shown.
const longestShown = 60

// unnamed reads "[words][name]" where nothing has that name. Expressions such
// as body['value'][0] look the same, and are let pass.
func (s *scanner) unnamed(link span, rest string) int {
	name, n, ok := label(rest)
	words := s.text[link.from:link.to]
	if !ok || name == "" || n > longestShown || len(words) > 4*longestShown || strings.ContainsAny(words, "'\"‘’“”$_@{}<>") || !worded(words) || digits(words) {
		return 0
	}
	if link.start > 0 && !strings.ContainsRune(" \t\n(*", rune(s.text[link.start-1])) {
		return 0
	}
	link.address = name
	return s.note(link, unnamed, link.to+1+n)
}

// swapped reads "(words)[https://…]".
func (s *scanner) swapped(link span) int {
	before := s.text[max(0, link.start-4*longestShown):link.start]
	open := strings.LastIndexByte(before, '(')
	if open < 0 {
		return 0
	}
	end := link.to + 1
	link.address = s.text[link.from:link.to]
	link.start -= len(before) - open
	link.from, link.to = link.start+1, link.start+len(before)-open-1
	return s.note(link, swapped, end)
}

func digits(s string) bool { return strings.Trim(s, "0123456789 ") == "" }

// addressLike tells whether a text begins as an address does.
func addressLike(s string) bool {
	small := strings.ToLower(s[:min(len(s), 8)])
	for _, begin := range []string{"http://", "https://", "www.", "mailto:"} {
		if strings.HasPrefix(small, begin) {
			return true
		}
	}
	return false
}
