package prose

// block is a paragraph or a list: passages without a blank line between them.
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

// blocks puts passages together that no blank line keeps apart. A list is a
// block of its own.
func blocks(all []passage) []block {
	var out []block
	var current block
	end, list := -1, false
	flush := func() {
		if len(current) > 0 {
			out = append(out, current)
		}
		current, list = nil, false
	}
	for _, p := range all {
		item := listItem(p.text) != ""
		if p.first != end || item && !list {
			flush()
		}
		end = p.first + max(1, len(p.starts))
		list = list || item
		if worded(p.plain.text) {
			current = append(current, p)
		}
	}
	flush()
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
