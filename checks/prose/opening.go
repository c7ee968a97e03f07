package prose

// block is a paragraph, a list, a table or a quote.
type block []passage

// opening is the text above the first section. One heading of level 1 may stand
// above it, unless it is one of the template's. What shows only pictures, tags
// or a rule is no part of it.
func (d page) opening() []block {
	var out []block
	titled := false
	for _, s := range d.sections {
		if s.Level > 1 || s.Level == 1 && (titled || wantedTitle(s.words)) {
			break
		}
		titled = titled || s.Level == 1
		out = append(out, blocks(d.within(s.first, s.next))...)
	}
	return out
}

// blocks puts the passages of one block together: a list has many.
func blocks(all []passage) []block {
	var out []block
	last := -1
	for _, p := range all {
		if !worded(p.plain.text) {
			continue
		}
		if p.Block != last {
			out = append(out, nil)
		}
		last = p.Block
		out[len(out)-1] = append(out[len(out)-1], p)
	}
	return out
}

// sentence is where a sentence begins: byte at of the passage.
type sentence struct {
	passage passage
	at      int
}

// sentences are a block's sentences; every list item, row and passage ends one.
func (b block) sentences() []sentence {
	var out []sentence
	for _, p := range b {
		text := p.plain
		for _, at := range text.sentences() {
			out = append(out, sentence{p, text.written(at)})
		}
	}
	return out
}
