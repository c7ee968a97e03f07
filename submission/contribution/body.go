package contribution

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks/text"
)

// The bounds on the texts of others, in bytes. A pull request's text is read up
// to 64 kB; one as long as that may go on.
const (
	maxTemplate = 32 << 10
	wholeBody   = 64<<10 - utf8.UTFMax
)

// writeBody writes the pull request's text and answers its checklist.
func (p *plan) writeBody() {
	if e := p.in.Existing; e != nil && (strings.TrimSpace(e.Body) != "" || !e.Asked.Pull.Known) {
		p.update(e.Body)
		return
	}
	text, list := p.fill(p.template(), false)
	p.Items = list
	newline := "\n"
	if strings.Contains(text, "\r\n") {
		newline = "\r\n"
	}
	p.Body = text
	for _, more := range []string{p.pasteHere(newline), p.checked()} {
		if more == "" {
			continue
		}
		if longer := strings.TrimRight(p.Body, "\r\n") + newline + newline + more + newline; utf8.RuneCountInString(longer) <= maxBody {
			p.Body = longer
		}
	}
}

// template is the text to fill in: the repository's own, or Microsoft's as it
// was last seen.
func (p *plan) template() string {
	switch {
	case strings.TrimSpace(string(p.in.Template[:min(len(p.in.Template), maxTemplate)])) == "":
	case len(p.in.Template) > maxTemplate:
		p.doubt("the repository's template is too long to be filled in; Microsoft's text of " + microsofts.Seen + " is used")
	default:
		return string(p.in.Template)
	}
	return microsofts.built()
}

// fill answers the boxes of a text and ticks those that hold. Where it is new,
// nothing of it is kept that can't be sent.
func (p *plan) fill(text string, onGitHub bool) (string, []Item) {
	text = p.sendable(text)
	var (
		list []Item
		at   []int
	)
	for _, b := range boxes(text) {
		i := p.item(b, onGitHub)
		if i.Ticked && !b.ticked {
			at = append(at, b.at)
		}
		list = append(list, i)
	}
	return tick(text, at), list
}

// sendable is a text without control characters and secrets. One that has
// neither stays as it is, to the byte.
func (p *plan) sendable(text string) string {
	return block(p.hidden.redact(block(text)))
}

// update keeps an existing text and ticks boxes in it.
func (p *plan) update(body string) {
	e := p.in.Existing
	if !e.Asked.Pull.Known || len(body) >= wholeBody {
		p.KeepBody = true
		p.doubt(fmt.Sprintf("the text of pull request %d is not known whole and stays as it is", e.Number))
	}
	shown := block(body)
	if p.hidden.redact(shown) != shown {
		p.problem(fmt.Sprintf("the text of pull request %d holds what looks like a secret; it is public already: take it out and make a new one", e.Number))
	}
	p.Body, p.Items = p.fill(body, true)
	if len(p.Items) == 0 {
		p.doubt(fmt.Sprintf("the text of pull request %d has no checklist", e.Number))
		p.listTemplateItems()
	}
	for _, i := range p.Items {
		if i.State == Open && i.Answer == "ticked on GitHub" {
			p.problem(fmt.Sprintf("ticked on pull request %d, but %s: %s", e.Number, i.By, text.Cut(i.Text, 100)))
		}
	}
	p.recheck(e.Number)
}

// recheck brings certwiz's own sentence up to date, or says that it no longer
// holds.
func (p *plan) recheck(number int) {
	at := strings.Index(p.Body, checkedWith)
	checked := p.checked()
	if at < 0 || checked != "" && strings.Contains(p.Body, checked) {
		return
	}
	if checked == "" {
		p.problem(fmt.Sprintf("pull request %d says %q, which no longer holds; take the line out", number, checkedWith))
		return
	}
	end := len(p.Body)
	if i := strings.IndexAny(p.Body[at:], "\r\n"); i >= 0 {
		end = at + i
	}
	p.Body = p.Body[:at] + checked + p.Body[end:]
}

// listTemplateItems lists the template's questions for a text that has none of them.
func (p *plan) listTemplateItems() {
	_, p.Items = p.fill(p.template(), false)
	for i := range p.Items {
		p.Items[i].Ticked = false
	}
}

// pasteHere marks the place for screenshots. It is a comment, so that nobody
// sees it until it is filled.
func (p *plan) pasteHere(newline string) string {
	var lines []string
	for _, i := range p.Items {
		lines = append(lines, i.Places...)
	}
	if len(lines) == 0 {
		return ""
	}
	lines = slices.Clone(lines)
	for n := range lines {
		lines[n] = fmt.Sprintf("%d. %s", n+1, strings.NewReplacer("-->", "", "--", "-").Replace(lines[n]))
	}
	return "<!-- Screenshots to paste here:" + newline + strings.Join(lines, newline) + newline + "-->"
}
