package review

import (
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/text"
)

// parser makes records of rows.
type parser struct {
	out  []record
	cur  *record
	prev *record // the one before, until a paragraph ends
	lead []row   // text right above that may be a message
	list list    // the bot's list of errors
}

func parse(all []row) []record {
	p := &parser{}
	for _, r := range all {
		if len(p.out) >= maxLines {
			break
		}
		p.row(r)
	}
	p.flush()
	return p.out
}

func (p *parser) row(r row) {
	if strings.Trim(r.text, "{}[](), ;|-_=") == "" {
		p.flush()
		p.prev, p.lead = nil, nil
		p.list.gap = p.list.items > 0
		return
	}
	found := levelTags(r.text)
	if len(found) == 0 {
		p.plain(r)
		return
	}
	if before := strings.TrimSpace(r.text[:found[0].from]); !stamp(before) {
		if after := trimMessage(r.text[found[0].to:]); after != "" && after[0] >= 'a' && after[0] <= 'z' {
			p.plain(r) // a sentence that names the tag
			return
		}
		p.plain(r.with(before))
	}
	for i, t := range found {
		end := len(r.text)
		if i+1 < len(found) {
			end = found[i+1].from
		}
		p.flush()
		p.lead, p.list.on = nil, false
		if t.level != "" {
			p.begin(r, record{Line: Line{Level: t.level}, tagged: true})
			p.take(r, strings.TrimSpace(r.text[t.to:end]))
		}
	}
}

// with is the row with another text.
func (r row) with(text string) row {
	r.text = text
	return r
}

// stamp reports whether what stands before a tag is a time, a number or a mark.
func stamp(s string) bool {
	return strings.IndexFunc(strings.TrimSuffix(strings.Replace(s, "T", "", 1), "Z"), func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c > 0x7f
	}) < 0
}

// begin opens a record at a row.
func (p *parser) begin(r row, c record) {
	p.flush()
	c.At = r.at
	p.cur = &c
	p.grow(r)
}

// grow takes a row into the open record.
func (p *parser) grow(r row) {
	c := p.cur
	c.length = len(r.text)
	if c.last == r.at {
		return
	}
	c.last = r.at
	c.lines++
	if len(c.Raw) < maxRaw {
		c.Raw = text.Prefix(join(c.Raw, r.raw, "\n"), maxRaw)
	}
}

// take reads a text into the open record: a message, labels and their values.
func (p *parser) take(r row, text string) {
	all := marks(text)
	if !p.context(all) && !codeLabel(text, all) {
		all = nil
	}
	end := len(text)
	if len(all) > 0 {
		end = all[0].from
	}
	p.appendMessage(r, text[:end])
	for i, m := range all {
		end := len(text)
		if i+1 < len(all) {
			end = all[i+1].from
		}
		p.set(r, m, strings.TrimSpace(text[m.to:end]), i+1 == len(all) || all[i+1].field == fieldSource)
	}
}

// context reports whether labels are those of a validator: a place is among
// them, a level, or they go on with a record that has some.
func (p *parser) context(all []mark) bool {
	if len(all) == 0 {
		return false
	}
	if p.cur != nil && (p.cur.labelled || p.cur.placed || p.cur.tagged) {
		return true
	}
	return slices.ContainsFunc(all, func(m mark) bool { return m.field == fieldPath || m.field == fieldLevel })
}

// appendMessage adds to the message. After a place, another line begins.
func (p *parser) appendMessage(r row, words string) {
	if trimMessage(words) == "" {
		return
	}
	if p.cur.placed && p.cur.Message != "" {
		p.begin(r, record{Line: Line{Level: p.cur.Level}, tagged: p.cur.tagged})
	}
	p.cur.Message = text.Prefix(join(p.cur.Message, strings.TrimSpace(words), " "), maxMessage)
}

// set gives a labelled value to the open record, or to a new one when it has
// such a value already.
func (p *parser) set(r row, m mark, value string, alone bool) {
	c := p.cur
	switch m.field {
	case fieldPath:
		if c.placed {
			p.begin(r, record{Line: Line{Level: c.Level, Code: c.Code, Message: c.Message}, tagged: c.tagged, inherited: true})
			c = p.cur
		}
		if rest := c.putPlace(value, alone && (c.tagged || r.fenced)); !alone {
			p.appendMessage(r, rest)
		}
	case fieldMessage:
		if c.Message != "" && !c.inherited && (c.placed || c.labelled) {
			p.begin(r, record{})
			c = p.cur
		}
		c.Message, c.inherited, c.labelled = messageValue(value), false, true
	case fieldLevel:
		if c.tagged {
			return
		}
		if c.Level != "" && (c.placed || c.Message != "") && !c.inherited {
			p.begin(r, record{})
			c = p.cur
		}
		c.Level, c.labelled = levelOf(word(value)), true
	case fieldCode:
		value = strings.TrimLeft(value, `"' `)
		if c.Code = policyCode(value); c.Code == "" {
			c.Code = word(value)
			return
		}
		c.labelled = true
		p.appendMessage(r, strings.Trim(value[len(c.Code):], `"', `))
	}
}

// messageValue is the value of a message's label.
func messageValue(s string) string {
	if s == "" {
		return ""
	}
	if value, _, ok := quotedValue(s); ok && s[0] == '"' {
		s = value
	}
	return text.Prefix(trimMessage(s), maxMessage)
}

// plain reads a row without a tag.
func (p *parser) plain(r row) {
	all := marks(r.text)
	switch {
	case p.listed(r):
	case p.coded(r):
	case p.place(r):
	case p.context(all), codeLabel(r.text, all):
		p.labels(r, all)
	case p.cur != nil && p.continues(r):
		p.grow(r)
		p.appendMessage(r, r.text)
	case p.bare(r):
	default:
		p.flush()
		p.prev = nil
		p.lead = append(p.lead, r)
	}
}

// place reads the rest of a place that was wrapped: all of it, when its label
// ended the row above; what is behind a slash; the end of a position.
func (p *parser) place(r row) bool {
	c := p.cur
	if c == nil || !c.placed || r.start || c.lines >= maxWrapped || closing(r.text) {
		return false
	}
	text, between := r.text, ""
	one := !strings.Contains(text, " ")
	switch {
	case c.place == "":
		if !c.open || !isPlace(text) && !(one && (strings.Contains(text, "/") || isMember(text))) {
			return false
		}
	case strings.HasPrefix(c.place, "line:") && !strings.Contains(c.place, "'"):
		between = " "
	case !one || !strings.Contains(text, "/"):
		return false
	case strings.IndexByte("/~-", c.place[len(c.place)-1]) < 0 && (text[0] != '/' || isPlace(text)):
		return false
	}
	p.grow(r)
	c.putPlace(c.place+between+text, true)
	return true
}

// labels reads a row with a place or other labels. What stands before them is
// the message, and the rows above where it was wrapped.
func (p *parser) labels(r row, all []mark) {
	head := trimMessage(r.text[:all[0].from])
	c := p.cur
	switch {
	case c != nil && !c.placed && (head == "" && (all[0].field != fieldCode || c.Code == "") || head != "" && p.joins(r, head)), c != nil && c.placed && head == "" && all[0].field != fieldPath:
		p.grow(r)
	case head == "" && all[0].field == fieldPath && (c != nil && c.placed || p.prev != nil):
		if c == nil {
			c = p.prev
		}
		// One sentence, several places below it.
		p.begin(r, record{Line: Line{Level: c.Level, Code: c.Code, Message: c.Message}, tagged: c.tagged, inherited: true})
	default:
		p.begin(r, record{})
		if all[0].field == fieldPath || head != "" {
			p.above(r, head)
		}
	}
	p.take(r, r.text)
}

// above takes the rows above into the message, as far as they are one
// sentence with it.
func (p *parser) above(r row, head string) {
	if r.start && head != "" {
		return
	}
	whole, from := head, len(p.lead)
	for from > 0 && len(p.lead)-from < 4 {
		over := p.lead[from-1]
		if whole != "" && !wrapped(over.text, whole) {
			break
		}
		whole = join(over.text, whole, " ")
		from--
		if over.start {
			break
		}
	}
	taken := p.lead[from:]
	if len(taken) == 0 {
		return
	}
	p.lead = nil
	p.cur.At, p.cur.Raw, p.cur.lines = taken[0].at, "", 0
	for _, over := range append(slices.Clone(taken), r) {
		p.cur.last = 0
		p.grow(over)
	}
	above := strings.TrimSpace(strings.TrimSuffix(whole, head))
	if all := marks(above); len(all) > 0 && all[0].field == fieldMessage && all[0].from == 0 {
		p.cur.Message, p.cur.labelled = messageValue(strings.TrimSpace(above[all[0].to:])), true
		return
	}
	p.cur.Message = text.Prefix(trimMessage(above), maxMessage)
}

// wrapped reports whether a line goes on in the one below.
func wrapped(over, below string) bool {
	if over == "" || strings.IndexByte(".!?:;", over[len(over)-1]) >= 0 {
		return false
	}
	return len(over) >= 40 || below[0] >= 'a' && below[0] <= 'z'
}

// joins reports whether a row with a place goes on with the open record, which
// has none, or is a line of its own.
func (p *parser) joins(r row, head string) bool {
	c := p.cur
	if r.start || c.lines >= maxWrapped {
		return false
	}
	if c.Message == "" || c.labelled || wrapped(c.Message, head) {
		return true
	}
	return c.length >= 40 && !opening(head)
}

// continues reports whether a row without labels goes on with the open record.
func (p *parser) continues(r row) bool {
	c := p.cur
	switch {
	case r.start || c.lines >= maxWrapped || c.placed || closing(r.text) || !c.tagged && c.Code == "" && !c.listed && !c.labelled:
		return false
	case c.Message == "":
		return true
	case wrapped(c.Message, r.text):
		return !c.listed || p.list.marked || r.text[0] >= 'a' && r.text[0] <= 'z'
	default:
		return !c.listed && c.length >= 40 && !opening(r.text) && c.tagged
	}
}

// flush closes the open record and keeps it when it is a validator's line.
func (p *parser) flush() {
	c := p.cur
	p.cur = nil
	if c == nil {
		return
	}
	c.finish()
	p.prev = c
	if c.is() && len(p.out) < maxLines {
		p.out = append(p.out, *c)
	}
}

// bare reads a row that has neither tag nor label and still is a validator's:
// its sentence with a place.
func (p *parser) bare(r row) bool {
	_, text := levelPrefix(r.text)
	message, path := tail(text)
	if path == "" || !opening(message) {
		return false
	}
	p.begin(r, record{Line: Line{Message: r.text}})
	return true
}
