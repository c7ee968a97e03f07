package prose

import (
	"slices"
	"sort"
	"strings"

	"github.com/certwiz/certwiz/checks/markdown"
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
		return plain{text: p.Text}
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
		b.WriteString(p.Text[at:s.start])
		pieces = append(pieces, piece{b.Len(), s.start})
		b.WriteString(s.as)
		at = s.end
		pieces = append(pieces, piece{b.Len(), at})
	}
	b.WriteString(p.Text[at:])
	return plain{b.String(), pieces}
}

// swaps adds what a span reads as.
func (s span) swaps(to []swap) []swap {
	switch {
	case s.slip == nested:
		return to
	case s.is(markdown.Code):
		return append(to, swap{s.Start, s.End, "Code"})
	case s.is(markdown.Address):
		return append(to, swap{s.Start, s.End, "Link"})
	case s.is(markdown.Comment):
		return append(to, swap{s.Start, s.End, ""})
	case s.is(markdown.Image), s.is(markdown.Tag):
		return append(to, swap{s.Start, s.End, " "})
	}
	return append(to, swap{s.Start, s.From, ""}, swap{s.To, s.End, ""})
}

// plainText is a text as it reads, its words one space apart.
func plainText(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if !strings.ContainsAny(s, "`<[!:") && !strings.Contains(s, "www.") {
		return s
	}
	var words []string
	for _, p := range passages(markdown.Read([]byte(s))) {
		words = append(words, strings.Fields(p.plain.text)...)
	}
	return strings.Join(words, " ")
}
