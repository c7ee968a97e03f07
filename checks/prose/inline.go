package prose

import (
	"slices"
	"strings"
)

// spanKind is what a piece of a passage is.
type spanKind uint8

const (
	codeSpan    spanKind = iota // `code`
	linkSpan                    // [words](address), [words][name], [name]
	imageSpan                   // ![words](address)
	addressSpan                 // https://…, www.…, <https://…>, <name@host>
	tagSpan                     // <br>
	slipSpan                    // meant to be a link, and is none: see slip
)

// span is a piece of a passage that reads otherwise than it is written.
type span struct {
	kind       spanKind
	slip       slip
	start, end int // text[start:end]
	from, to   int // its words: text[from:to]
	address    string
}

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

// scanner finds the spans of one passage. It looks at every byte a bounded
// number of times, whatever the passage holds: each search for a closing mark
// ends where the next search of its kind would begin, or is known to succeed.
type scanner struct {
	text    string
	names   map[string]string // addresses by the name of a link
	steps   int               // bytes looked at
	spans   []span
	open    []opener
	links   int         // openers below are inside a link and open no other
	runs    map[int]int // where the last run of so many backticks begins
	counted bool        // runs is filled
}

// opener is a bracket that may begin a link or picture.
type opener struct {
	at    int
	image bool
}

// scan is the spans in the order of their beginnings; a link's may lie around others.
func (s *scanner) scan() []span {
	for i := 0; i < len(s.text); {
		next := strings.IndexAny(s.text[i:], "\\`<![]hHwW")
		if next < 0 {
			s.steps += len(s.text) - i
			break
		}
		s.steps += next + 1
		i = s.at(i + next)
	}
	slices.SortStableFunc(s.spans, func(a, b span) int { return a.start - b.start })
	return outermost(s.spans)
}

// outermost leaves out addresses that are the words of a link.
func outermost(spans []span) []span {
	kept, end := spans[:0], 0
	for _, x := range spans {
		if x.kind == addressSpan && x.start < end {
			continue
		}
		if x.kind == linkSpan || x.kind == slipSpan {
			end = max(end, x.end)
		}
		kept = append(kept, x)
	}
	return kept
}

// at reads what begins at byte i and says where to go on.
func (s *scanner) at(i int) int {
	switch s.text[i] {
	case '\\':
		return i + 2
	case '`':
		return s.code(i)
	case '<':
		return s.angle(i)
	case '!':
		if strings.HasPrefix(s.text[i:], "![") {
			s.open = append(s.open, opener{i, true})
			return i + 2
		}
	case '[':
		s.open = append(s.open, opener{at: i})
	case ']':
		return s.close(i)
	default:
		return s.bare(i)
	}
	return i + 1
}

// code reads a code span: as many backticks at its end as at its beginning.
func (s *scanner) code(i int) int {
	s.countRuns()
	n := run(s.text[i:])
	s.steps += n
	if s.runs[n] <= i {
		return i + n
	}
	for j := i + n; ; {
		skipped := strings.IndexByte(s.text[j:], '`')
		j += skipped
		m := run(s.text[j:])
		s.steps += skipped + m
		if m == n {
			s.spans = append(s.spans, span{kind: codeSpan, start: i, end: j + m, from: i + n, to: j})
			return j + m
		}
		j += m
	}
}

func run(s string) int { return len(s) - len(strings.TrimLeft(s, "`")) }

// countRuns notes once where the last run of each length is, so that no search
// for one is in vain.
func (s *scanner) countRuns() {
	if s.counted {
		return
	}
	s.counted, s.runs = true, map[int]int{}
	for i := 0; i < len(s.text); {
		skipped := strings.IndexByte(s.text[i:], '`')
		if skipped < 0 {
			break
		}
		i += skipped
		n := run(s.text[i:])
		s.runs[n] = i
		i += n
	}
	s.steps += len(s.text)
}

// angle reads "<https://…>", "<name@host>" and tags.
func (s *scanner) angle(i int) int {
	n := strings.IndexAny(s.text[i+1:], "<>")
	if n < 0 {
		s.steps += len(s.text) - i
		return i + 1
	}
	s.steps += n
	inside := s.text[i+1 : i+1+n]
	if s.text[i+1+n] == '<' {
		return i + 1
	}
	end := i + n + 2
	if strings.ContainsAny(inside, ":@") && !strings.ContainsAny(inside, " \t\n") {
		s.spans = append(s.spans, span{kind: addressSpan, start: i, end: end, from: i + 1, to: end - 1, address: inside})
		return end
	}
	if !tagLike(inside) {
		return i + 1
	}
	s.tag(i, end, inside)
	return end
}

// tagLike tells whether what stands between angle brackets begins with a tag's name.
func tagLike(inside string) bool {
	inside = strings.TrimPrefix(inside, "/")
	n := strings.IndexAny(inside, " \t\n/")
	if n < 0 {
		n = len(inside)
	}
	return n > 0 && strings.Trim(inside[:n], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == ""
}

// tag notes a tag; <a href> and <img src> are links and pictures.
func (s *scanner) tag(start, end int, inside string) {
	t := span{kind: tagSpan, start: start, end: end, from: end, to: end}
	name, attributes, _ := strings.Cut(inside, " ")
	switch strings.ToLower(name) {
	case "a":
		t.address = attribute(attributes, "href")
	case "img":
		t.kind, t.address = imageSpan, attribute(attributes, "src")
	}
	s.spans = append(s.spans, t)
}

// attribute is the value of a tag's attribute, "" for none.
func attribute(attributes, name string) string {
	_, value, ok := strings.Cut(attributes, name+"=")
	if !ok || value == "" {
		return ""
	}
	if quote := value[:1]; quote == `"` || quote == "'" {
		value, _, _ = strings.Cut(value[1:], quote)
		return value
	}
	return strings.Fields(value + " ")[0]
}

// close reads what a closing bracket closes.
func (s *scanner) close(i int) int {
	if len(s.open) == 0 {
		return i + 1
	}
	o := s.open[len(s.open)-1]
	inLink := len(s.open)-1 < s.links && !o.image
	s.open = s.open[:len(s.open)-1]
	s.links = min(s.links, len(s.open))
	if inLink {
		return i + 1
	}
	link := span{kind: linkSpan, start: o.at, from: o.at + 1, to: i, end: i + 1}
	if o.image {
		link.kind, link.from = imageSpan, o.at+2
	}
	if !s.target(&link) {
		return max(i+1, s.slipped(link))
	}
	s.spans = append(s.spans, link)
	if link.kind == linkSpan {
		s.links = len(s.open)
	}
	return link.end
}

// target reads where the words of a link lead, from its closing bracket on:
// "(address)", "[name]", or the words are themselves the name.
func (s *scanner) target(link *span) bool {
	rest := s.text[link.to+1:]
	if strings.HasPrefix(rest, "(") {
		address, n := destination(rest)
		s.steps += n
		if n > 0 && rest[n-1] == ')' {
			link.address, link.end = address, link.to+1+n
			return true
		}
	}
	words := s.text[link.from:link.to]
	if name, n, ok := label(rest); ok {
		s.steps += n
		if name == "" {
			name = words
		}
		link.address, ok = s.named(name)
		link.end = link.to + 1 + n
		return ok
	}
	address, ok := s.named(words)
	link.address = address
	return ok
}

// named is the address that the document names so.
func (s *scanner) named(name string) (string, bool) {
	if len(s.names) == 0 {
		return "", false
	}
	name = clipBytes(name)
	if i := strings.IndexAny(name, "[]"); i >= 0 {
		s.steps += i
		return "", false
	}
	s.steps += len(name)
	address, ok := s.names[linkName(name)]
	return address, ok
}

// longestName is how many bytes the name of a link may have.
const longestName = 1000

func clipBytes(s string) string { return s[:min(len(s), longestName)] }

// label reads "[name]" at the beginning of a text.
func label(s string) (name string, n int, ok bool) {
	if !strings.HasPrefix(s, "[") {
		return "", 0, false
	}
	end := strings.IndexAny(clipBytes(s[1:]), "[]")
	if end < 0 || s[1+end] == '[' {
		return "", 0, false
	}
	return s[1 : 1+end], end + 2, true
}
