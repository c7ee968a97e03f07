package screen

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/review"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/ui/theme"
	"github.com/certwiz/certwiz/ui/view"
)

// pullLines say whose turn it is on the pull request, and what became of what
// Microsoft said.
func (m *Model) pullLines(width int) []string {
	p := m.s.PullNow()
	if p == nil {
		return nil
	}
	var lines []string
	if why := p.Asked.Pull.Why; why != "" {
		text := "nothing is known from GitHub: " + why
		if p.Asked.Pull.Known {
			text = fmt.Sprintf("no answer from GitHub now (%s); what it said at %s stands", why, view.At(p.Asked.Pull.At, m.o.Now()))
		}
		lines = append(lines, hang(m.th.Warn.Render(m.th.Glyphs.Unknown)+" ", m.th.Safe(text), width)...)
	}
	if !p.Closed && p.Asked.Pull.Known {
		lines = append(lines, hang("  ", m.s.TurnLine(), width)...)
	}
	if said := m.s.SaidLine(); said != "" {
		lines = append(lines, hang("  ", said+m.th.Faint.Render("   ctrl+o reads it"), width)...)
	}
	return lines
}

// pullSheet is everything about the pull request on one sheet to be read.
type pullSheet struct{ reading }

func newPullSheet(m *Model) overlay {
	width := min(m.width-6, theme.TextWidth)
	b := sheetText{m: m, width: width}
	title := "The commit"
	if p := m.s.PullNow(); p != nil {
		title = fmt.Sprintf("PR %d  %s", p.Number, m.th.Safe(p.Title))
		b.pull(*p)
	}
	b.said()
	b.diff("Your folder differs from the commit", m.s.Diff)
	b.diff("Your folder differs from the pull request", m.s.PullDiff)
	b.diff("The archive differs from the commit", m.s.ZipDiff())
	b.findings()
	if len(b.lines) == 0 {
		b.add("Nothing is known about it yet. ctrl+r asks GitHub.")
	}
	return &pullSheet{reading{m: m, title: theme.Cut(title, width), body: b.lines}}
}

func (p *pullSheet) update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyMsg); ok && matches(k, p.m.keys.Again) {
		return tea.Batch(p.m.close(), p.m.again())
	}
	return p.reading.update(msg)
}

func (p *pullSheet) bindings() []key.Binding {
	return append([]key.Binding{p.m.keys.Again}, p.reading.bindings()...)
}

// sheetText writes a sheet.
type sheetText struct {
	m     *Model
	width int
	lines []string
}

func (b *sheetText) head(s string) {
	if len(b.lines) > 0 {
		b.lines = append(b.lines, "")
	}
	b.lines = append(b.lines, b.m.th.Title.Render(s))
}

func (b *sheetText) add(s string) { b.lines = append(b.lines, theme.Wrap(s, b.width)...) }

func (b *sheetText) under(mark, s string) { b.lines = append(b.lines, hang(mark, s, b.width)...) }

// pull says where the pull request stands.
func (b *sheetText) pull(p origin.Pull) {
	safe := b.m.th.Safe
	if !p.Asked.Pull.Known {
		b.add("Nothing is known from GitHub: " + safe(p.Asked.Pull.Why))
		return
	}
	b.add(b.m.th.Link.Render(safe(p.URL)))
	b.add(b.m.s.TurnLine() + ".")
	b.add(b.m.th.Faint.Render("opened " + p.Opened.Format("2 Jan 2006") + " by " + safe(p.Author) + ", into " + safe(p.Base)))
	for _, c := range p.Checks {
		if c.State != origin.CheckPassed {
			b.under("  ", safe(c.Name)+": "+string(c.State)+"  "+safe(c.Title))
		}
	}
	if p.Merged && p.Asked.Owners.Known {
		owners := "nobody yet; Microsoft adds you"
		if len(p.Owners) > 0 {
			owners = safe(strings.Join(p.Owners, " "))
		}
		b.add("CODEOWNERS for this folder: " + owners)
	}
}

// findings is all that the rules say about it: a small screen has no room for
// them below the field.
func (b *sheetText) findings() {
	for i, f := range view.Findings(b.m.s, b.m.s.PullField()) {
		if i == 0 {
			b.head("What there is to say about it")
		}
		b.lines = append(b.lines, b.m.findingLines(f, b.width)...)
	}
}

// said is what Microsoft wrote, newest first.
func (b *sheetText) said() {
	heard := b.m.s.Messages
	if len(heard) == 0 {
		return
	}
	b.head("What Microsoft said")
	for _, h := range heard {
		st := h.Statement
		who := b.m.th.Safe(st.Author) + ", " + st.At.Format("2 Jan 2006")
		if st.Verdict != "" {
			who += ", " + string(st.Verdict)
		}
		b.lines = append(b.lines, "", b.m.th.Faint.Render(who))
		b.matched(h.Lines)
		b.requests(st, h.Requests)
		if len(h.Lines)+len(h.Requests) == 0 {
			b.under("  ", b.m.th.Safe(firstWords(st.Text)))
		}
	}
}

func (b *sheetText) matched(lines []review.Matched) {
	for _, l := range lines {
		b.under(b.glyph(l.Status)+" ", fmt.Sprintf("%s: %s", l.Status, b.m.th.Safe(l.Message)))
		if l.ValuePath != "" {
			b.under("    ", b.m.th.Faint.Render(b.m.th.Safe(review.Readable(l.ValuePath))))
		}
	}
}

func (b *sheetText) requests(st origin.Statement, requests []string) {
	if st.File != "" {
		b.under("  ", b.m.th.Faint.Render(b.m.th.Safe(fmt.Sprintf("%s:%d", st.File, st.Line))))
	}
	for _, r := range requests {
		b.under(b.m.th.Glyphs.Dot+" ", b.m.th.Safe(r))
	}
}

// longestWords is how much of a comment is shown that asks for nothing.
const longestWords = 400

func firstWords(s string) string { return text.Cut(text.OneLine(s), longestWords) }

// glyph marks what became of a line; the word beside it says the same.
func (b *sheetText) glyph(s review.Status) string {
	th := b.m.th
	switch s {
	case review.Fixed:
		return th.Done.Render(th.Glyphs.Done)
	case review.Still:
		return th.Block.Render(th.Glyphs.Bad)
	default:
		return th.Warn.Render(th.Glyphs.Unknown)
	}
}

// diff lists differences by place, not by line.
func (b *sheetText) diff(title string, d *source.Diff) {
	if d == nil || len(d.Differences) == 0 {
		return
	}
	b.head(title)
	for _, one := range d.Differences {
		for i, l := range source.Text(one) {
			l = b.m.th.Safe(l)
			if i == 0 {
				b.lines = append(b.lines, "")
				b.add(l)
				continue
			}
			b.under("  ", b.m.th.Faint.Render(l))
		}
	}
	if d.More > 0 {
		b.lines = append(b.lines, "", fmt.Sprintf("and %d more", d.More))
	}
}
