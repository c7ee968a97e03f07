package prose

import (
	"slices"
	"sort"
	"strings"
)

// plain is a passage as it reads: pictures and tags gone, links as their words,
// addresses and code as one word, so that their dots end no sentence. It
// remembers where its words stood.
type plain struct {
	text   string
	pieces []piece
}

// piece says that the text from byte at on was written from byte from on.
type piece struct{ at, from int }

// written is where byte i of the plain text stood in the passage.
func (p plain) written(i int) int {
	n := sort.Search(len(p.pieces), func(n int) bool { return p.pieces[n].at > i })
	if n == 0 {
		return i
	}
	last := p.pieces[n-1]
	return last.from + i - last.at
}

// swap is a piece of a passage that reads as something else.
type swap struct {
	start, end int
	as         string
}

// read is the passage as it reads.
func (p passage) read() plain {
	if len(p.spans) == 0 {
		return plain{text: p.text}
	}
	swaps := make([]swap, 0, len(p.spans)+8)
	for _, s := range p.spans {
		swaps = s.swaps(swaps)
	}
	slices.SortStableFunc(swaps, func(a, b swap) int { return a.start - b.start })
	var b strings.Builder
	var pieces []piece
	at := 0
	for _, s := range swaps {
		if s.start < at {
			continue // inside a picture
		}
		b.WriteString(p.text[at:s.start])
		pieces = append(pieces, piece{b.Len(), s.start})
		b.WriteString(s.as)
		at = s.end
		pieces = append(pieces, piece{b.Len(), at})
	}
	b.WriteString(p.text[at:])
	return plain{b.String(), pieces}
}

// swaps adds what a span reads as.
func (s span) swaps(to []swap) []swap {
	switch s.kind {
	case codeSpan:
		return append(to, swap{s.start, s.end, "Code"})
	case addressSpan:
		return append(to, swap{s.start, s.end, "Link"})
	case imageSpan, tagSpan:
		return append(to, swap{s.start, s.end, " "})
	case slipSpan:
		if s.slip == nested {
			return to
		}
	}
	return append(to, swap{s.start, s.from, ""}, swap{s.to, s.end, ""})
}

// plainText is a text as it reads, its words one space apart.
func plainText(s string) string {
	if !strings.ContainsAny(s, "`<[!hwHW") {
		return strings.Join(strings.Fields(s), " ")
	}
	sc := scanner{text: s}
	p := passage{text: s, spans: sc.scan()}
	return strings.Join(strings.Fields(p.read().text), " ")
}
