package review

import (
	"strings"

	"github.com/certwiz/certwiz/checks/text"
)

// This file reads what the certification bot writes: policy codes and its list
// of errors.

// list is where the parser is in the bot's "Error(s) are:".
type list struct {
	on     bool
	items  int
	gap    bool // a blank row since the last item
	marked bool // the items have list marks
}

// codeLabels are the words before a policy code.
var codeLabels = []string{"error", "code", "policy", "violation", "number", "rule"}

// codes lists where policy codes begin in a row: one at its beginning, perhaps
// after a label, and those that follow.
func codes(s string) []int {
	i := strings.Index(s, "5000.")
	if i < 0 || i > 40 {
		return nil
	}
	for _, w := range strings.Fields(strings.ToLower(s[:i])) {
		if w = strings.Trim(w, "[]():#-.'\""); w != "" && !begins(w, codeLabels) {
			return nil
		}
	}
	var out []int
	for from := i; ; {
		if policyCode(s[from:]) != "" && (from == 0 || strings.IndexByte(" ([,;:#'\"", s[from-1]) >= 0) {
			out = append(out, from)
		}
		next := strings.Index(s[from+5:], "5000.")
		if next < 0 {
			return out
		}
		from += 5 + next
	}
}

// coded reads a row that begins with a policy code.
func (p *parser) coded(r row) bool {
	found := codes(r.text)
	if len(found) == 0 || codeLabel(r.text, marks(r.text)) {
		return false
	}
	if rest := strings.TrimSpace(r.text[found[0]+len(policyCode(r.text[found[0]:])):]); rest != "" && rest[0] >= 'a' && rest[0] <= 'z' && !p.list.on {
		return false // "5000.2.2.1 is what we were told": talk
	}
	for i, from := range found {
		end := len(r.text)
		if i+1 < len(found) {
			end = found[i+1]
		}
		code := policyCode(r.text[from:])
		p.begin(r, record{Line: Line{Level: levelError, Code: code}, listed: p.list.on})
		p.take(r, trimMessage(r.text[from+len(code):end]))
		if p.list.on {
			p.list.items++
		}
	}
	p.list.gap = false
	return true
}

// codeLabel reports whether a row begins with the label of a policy code.
func codeLabel(s string, all []mark) bool {
	return len(all) > 0 && all[0].field == fieldCode && all[0].from < 3 && policyCode(strings.TrimLeft(s[all[0].to:], `"' `)) != ""
}

// codeAtEnd splits off a policy code behind a message.
func codeAtEnd(s string) (message, code string) {
	i := strings.LastIndex(s, "5000.")
	if i <= 0 {
		return s, ""
	}
	code = policyCode(s[i:])
	if code == "" || strings.Trim(s[i+len(code):], ")]. ") != "" {
		return s, ""
	}
	return trimMessage(s[:i]), code
}

// heads are the words of the bot before its errors.
var heads = []string{"error(s) are", "certification validations failed"}

// listed reads a row of the bot's list of errors, or its head.
func (p *parser) listed(r row) bool {
	low := text.Lower(r.text)
	for _, head := range heads {
		i := strings.Index(low, head)
		if i < 0 {
			continue
		}
		p.flush()
		p.lead, p.list = nil, list{on: true}
		p.items(r.with(trimMessage(r.text[i+len(head):])))
		return true
	}
	p.list.on = p.list.on && !r.heading
	if !p.list.on {
		return false
	}
	switch one := r.item || len(codes(r.text)) > 0; {
	case p.list.items == 0 && !one && len(marks(r.text)) == 0 && (closing(r.text) || strings.HasSuffix(r.text, ":")):
		return true // "Please fix below issues"
	case p.list.gap && !one, !r.item && closing(r.text), p.list.marked && !one && !p.isContinuation(r):
		p.flush()
		p.list.on = false
		return false
	case p.cur != nil && !r.item && p.isContinuation(r), len(marks(r.text)) > 0 && p.cur != nil && !r.item:
		return false
	}
	p.list.marked = p.list.marked || r.item
	p.items(r)
	return true
}

func (p *parser) isContinuation(r row) bool { return p.cur != nil && p.continues(r) }

// items reads the errors of one row: one, or several with numbers or codes.
func (p *parser) items(r row) {
	if r.text == "" || p.list.items == 0 && closing(r.text) || p.coded(r) {
		return
	}
	for _, text := range numbered(r.text) {
		p.begin(r, record{Line: Line{Level: levelError}, listed: true})
		p.take(r, text)
		p.list.items++
	}
	p.list.gap = false
}

// numbered splits "1. One error. 2. Another." at its numbers.
func numbered(s string) []string {
	var out []string
	for n := 1; n < 100; n++ {
		i, to := number(s, n)
		if i < 0 || n == 1 && i > 0 {
			break
		}
		if n > 1 {
			out = append(out, strings.TrimSpace(s[:i]))
		}
		s = s[to:]
	}
	return append(out, strings.TrimSpace(s))
}

// number finds "2. " or "2) " at the beginning or after a blank.
func number(s string, n int) (from, to int) {
	digits := string(rune('0' + n%10))
	if n > 9 {
		digits = string(rune('0'+n/10)) + digits
	}
	for at := 0; ; {
		i := strings.Index(s[at:], digits)
		if i < 0 {
			return -1, 0
		}
		i += at
		end := i + len(digits)
		if (i == 0 || s[i-1] == ' ') && end+1 < len(s) && (s[end] == '.' || s[end] == ')') && s[end+1] == ' ' {
			return i, end + 2
		}
		at = end
	}
}
