package jsontree

// array reads the elements after "[" up to and with "]".
func (p *parser) array(i int32) {
	var last int32
	opened := p.pos - 1
	for comma := -1; ; {
		p.blanks()
		if p.over(opened, "list") {
			return
		}
		switch p.text[p.pos] {
		case ']':
			p.close(comma)
			return
		case '}':
			// A "}" here closes an object around this list: its own "]" is missing.
			p.fault(Structure, p.pos, "%s", "`]` is missing before this `}`")
			return
		case ',':
			p.comma(&comma, last != 0)
			continue
		case ':':
			p.fault(Structure, p.pos, "a `:` that belongs to no name")
			p.pos++
			continue
		}
		if last != 0 && comma < 0 {
			p.fault(Structure, p.pos, "a comma is missing before this value")
		}
		comma = -1
		if n := p.value(i, last, key{}); n != 0 {
			last = n
		}
	}
}

// object reads the members after "{" up to and with "}".
func (p *parser) object(i int32) {
	var last int32
	opened := p.pos - 1
	for comma := -1; ; {
		p.blanks()
		if p.over(opened, "object") {
			break
		}
		c := p.text[p.pos]
		if c == '}' {
			p.close(comma)
			break
		}
		if c == ']' && p.inList(i) {
			p.fault(Structure, p.pos, "`}` is missing before this `]`")
			break
		}
		if c == ',' {
			p.comma(&comma, last != 0)
			continue
		}
		if c == ']' || c == ':' || c == '[' || c == '{' {
			p.stray(c)
			comma = -1
			continue
		}
		if last != 0 && comma < 0 {
			p.fault(Structure, p.pos, "a comma is missing before this name")
		}
		comma = -1
		if n := p.member(i, last); n != 0 {
			last = n
		}
	}
	p.twins.each(Node{p.tree, i}, func(first, again Node) {
		line, _ := p.tree.Position(first.KeyOffset())
		p.fault(Duplicate, again.KeyOffset(), "%s stands twice in this object, first in line %d", Quote(again.Key()), line)
	})
}

// inList reports whether the object stands in a list, at any depth.
func (p *parser) inList(i int32) bool {
	for up := p.tree.nodes[i].parent; up != 0; up = p.tree.nodes[up].parent {
		if p.tree.nodes[up].kind == Array {
			return true
		}
	}
	return false
}

// stray passes over something that cannot stand where a name is expected.
func (p *parser) stray(c byte) {
	if c == '[' || c == '{' {
		p.fault(Structure, p.pos, "a value without a name")
		p.skip()
		return
	}
	p.fault(Structure, p.pos, "a `%c` that belongs to nothing", c)
	p.pos++
}

// member reads name, colon and value.
func (p *parser) member(object, last int32) int32 {
	k := p.name()
	p.blanks()
	if p.pos >= len(p.text) {
		return 0
	}
	if c := p.text[p.pos]; c != ':' {
		p.fault(Structure, p.pos, "a `:` is missing after the name %s", Quote(p.text[k.start:k.end]))
		if c == '=' {
			p.pos++
		}
	} else {
		p.pos++
	}
	p.blanks()
	if p.pos >= len(p.text) {
		return 0
	}
	n := p.value(object, last, k)
	if n == 0 {
		p.fault(Structure, p.pos, "the value of %s is missing", Quote(p.text[k.start:k.end]))
		at := uint32(p.pos)
		n = p.add(node{kind: Invalid, start: at, end: at, keyStart: k.start, keyEnd: k.end, flags: k.flags | valueUnquoted}, object, last)
	}
	return n
}

func (p *parser) name() key {
	if c := p.text[p.pos]; c == '"' || c == '\'' {
		start, end, escaped := p.str()
		k := key{uint32(start), uint32(end), hasKey}
		if escaped {
			k.flags |= keyEscaped
		}
		return k
	}
	start := p.pos
	p.passWord()
	p.fault(Structure, start, "the name %s is not in double quotes", Quote(p.text[start:p.pos]))
	return key{uint32(start), uint32(p.pos), hasKey | keyUnquoted}
}

// over reports whether the file ended inside a list or object.
func (p *parser) over(opened int, what string) bool {
	if p.pos < len(p.text) {
		return false
	}
	if !p.full {
		line, column := p.tree.Position(opened)
		p.fault(Truncated, p.pos, "the file ends inside the %s that begins in line %d, column %d", what, line, column)
		p.full = true // one report is enough for all that are open
	}
	return true
}

// close consumes the closing bracket; comma is the offset of one before it.
func (p *parser) close(comma int) {
	if comma >= 0 {
		p.fault(ExtraComma, comma, "a comma before the closing `%c`", p.text[p.pos])
	}
	p.pos++
}

// comma consumes one; after says whether a value stands before it.
func (p *parser) comma(at *int, after bool) {
	if *at >= 0 || !after {
		p.fault(ExtraComma, p.pos, "a comma too many")
	}
	*at = p.pos
	p.pos++
}
