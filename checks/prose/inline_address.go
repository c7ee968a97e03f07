package prose

import "strings"

// deepest is how many brackets an address may have inside each other.
const deepest = 32

// destination reads "(address)" or `(address "title")`. n is how far it got: the
// closing bracket is its last byte when it is one.
func destination(s string) (address string, n int) {
	i := 1 + spaces(s[1:])
	start := i
	if strings.HasPrefix(s[i:], "<") {
		end := strings.IndexAny(s[i+1:], "<>\n")
		if end < 0 || s[i+1+end] != '>' {
			return "", i
		}
		address, i = s[i+1:i+1+end], i+end+2
	} else {
		i += unspaced(s[i:])
		address = s[start:i]
	}
	i += spaces(s[i:])
	if i < len(s) && s[i] != ')' {
		i += title(s[i:])
		i += spaces(s[i:])
	}
	if i < len(s) && s[i] == ')' {
		return address, i + 1
	}
	return "", min(i, len(s)-1)
}

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

// title is the length of a quoted title at the beginning of a text, 0 for none.
func title(s string) int {
	closer := map[byte]string{'"': `"`, '\'': "'", '(': "()"}[s[0]]
	if closer == "" {
		return 0
	}
	end := strings.IndexAny(s[1:], closer)
	if end < 0 || s[1+end] == '(' {
		return 0
	}
	return end + 2
}

// spaces is the length of white space at the beginning of a text.
func spaces(s string) int { return len(s) - len(strings.TrimLeft(s, " \t\n")) }

// bare reads an address that stands in the text as it is.
func (s *scanner) bare(i int) int {
	t := s.text[i:]
	if len(t) < 5 || t[1]|0x20 != 't' && t[1]|0x20 != 'w' { // neither http nor www
		return i + 1
	}
	start := strings.ToLower(t[:min(len(t), 8)])
	if !strings.HasPrefix(start, "http://") && !strings.HasPrefix(start, "https://") && !strings.HasPrefix(start, "www.") {
		return i + 1
	}
	if i > 0 && letterOrDigit(rune(s.text[i-1])) {
		return i + 1
	}
	end := i + addressLength(t)
	if end <= i+len("https://") && strings.HasSuffix(s.text[i:end], "/") {
		return end // only "https://", of which the text tells
	}
	s.steps += end - i
	s.spans = append(s.spans, span{kind: addressSpan, start: i, end: end, from: i, to: end, address: s.text[i:end]})
	return end
}

// addressLength is the length of an address in running text: up to white space
// or a mark that belongs to the text around it.
func addressLength(s string) int {
	end := strings.IndexAny(s, " \t\r\n<>\"`|]")
	if end < 0 {
		end = len(s)
	}
	s = s[:end]
	if wide := strings.IndexAny(s, "。，、！？）」"); wide >= 0 {
		s = s[:wide]
	}
	surplus := strings.Count(s, ")") - strings.Count(s, "(")
	for s != "" {
		last := s[len(s)-1]
		if last == ')' && surplus > 0 {
			surplus--
		} else if !strings.ContainsRune("?!.,:;*_~'", rune(last)) {
			break
		}
		s = s[:len(s)-1]
	}
	return len(s)
}
