package screen

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/theme"
	"github.com/certwiz/certwiz/ui/view"
)

// commitField asks for the commit that Microsoft merged, or for the pull
// request where the way ends with it. It offers what the clone and GitHub
// know, and takes a commit, a pull request's number or a link. Below stands
// what is known about the one that was given.
type commitField struct {
	m    *Model
	f    portal.Field
	at   int // row: an offer, or lineRow
	line *lineField
}

// lineRow is the line to type in. It comes last, however many offers come in
// while a person types.
const lineRow = 1 << 20

func newCommitField(m *Model, f portal.Field) *commitField {
	f.Hint = "type a commit, a PR number or a link"
	if f.Kind == portal.PullRequest {
		f.Hint = "type a PR number or a link"
	}
	return &commitField{m: m, f: f, line: newLineField(m, f)}
}

func (c *commitField) focus() tea.Cmd {
	offers := c.offers()
	c.at = lineRow
	for i, o := range offers {
		if c.m.s.Chosen(c.f.Role, o) {
			c.at = i
		}
	}
	if c.m.s.Draft.Value(c.f.ID) == "" && len(offers) > 0 {
		c.at = 0
	}
	if c.onLine() {
		return c.line.focus()
	}
	return nil
}

func (c *commitField) blur() tea.Cmd { return c.line.blur() }
func (c *commitField) typing() bool  { return c.onLine() }
func (c *commitField) onLine() bool  { return c.at >= len(c.offers()) }

func (c *commitField) bindings() []key.Binding {
	pick := c.m.keys.Pick
	pick.SetHelp("↑ ↓ enter", "choose")
	bindings := []key.Binding{pick, c.m.keys.Again}
	if c.m.s.PullNow() != nil || c.m.s.Diff != nil {
		bindings = append(bindings, c.m.keys.All)
	}
	if c.m.mayPropose() {
		p := c.m.keys.Propose
		p.SetHelp("ctrl+p", "pull request")
		bindings = append(bindings, p)
	}
	if use := c.m.s.Offered(); use != "" && !c.pulls() {
		take := c.m.keys.Confirm
		take.SetHelp("ctrl+y", "use "+text.ShortSHA(use))
		return append([]key.Binding{take}, bindings...)
	}
	return bindings
}

// takes tells whether the field itself answers a key that otherwise means the
// same on every page.
func (c *commitField) takes(k tea.KeyMsg) bool {
	return matches(k, c.m.keys.Confirm) && !c.pulls() && c.m.s.Offered() != ""
}

func (c *commitField) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	switch {
	case c.takes(k):
		c.m.s.UseOffered()
		return nil
	case matches(k, c.m.keys.All):
		c.m.overlay = newPullSheet(c.m)
		return nil
	case matches(k, c.m.keys.Propose) && c.m.mayPropose():
		return c.m.propose()
	case matches(k, c.m.keys.Up):
		at := min(c.at, len(c.offers()))
		if at == 0 {
			return c.m.nextField(-1)
		}
		return c.moveTo(at - 1)
	case matches(k, c.m.keys.Down):
		if c.onLine() {
			return c.m.nextField(+1)
		}
		return c.moveTo(c.at + 1)
	case k.Type == tea.KeyEnter && !c.onLine(), k.String() == " " && !c.onLine():
		c.choose(c.offers()[c.at])
		return nil
	case k.Type == tea.KeyRunes && !c.onLine():
		c.moveTo(lineRow) // typing goes into the line, in place of what was chosen
		c.m.s.Set(c.f.ID, "")
	}
	if !c.onLine() {
		return nil
	}
	return c.line.update(msg)
}

func (c *commitField) choose(o session.Offer) {
	c.m.s.Set(c.f.ID, o.Value)
	c.m.s.Confirm(c.f.ID)
	for i, now := range c.offers() { // the row may have moved
		if c.m.s.Chosen(c.f.Role, now) {
			c.at = i
		}
	}
}

// click chooses an offer; each takes two lines below the label.
func (c *commitField) click(line int) tea.Cmd {
	row, offers := (line-1)/2, c.offers()
	if line < 1 || row > len(offers) {
		return nil
	}
	if row < len(offers) {
		c.at = row
		c.choose(offers[row])
		return c.moveTo(c.at)
	}
	return c.moveTo(row)
}

func (c *commitField) moveTo(row int) tea.Cmd {
	c.at = row
	if row >= len(c.offers()) {
		c.at = lineRow
		return c.line.focus()
	}
	return c.line.blur()
}

func (c *commitField) lines(width int, focused bool) []string {
	var lines []string
	for i, o := range c.offers() {
		lines = append(lines, c.drawn(o, focused && i == c.at, width)...)
	}
	if focused && c.onLine() {
		lines = append(lines, c.line.lines(width, true)...)
	} else {
		lines = append(lines, c.line.still(width))
	}
	if known := c.known(width); len(known) > 0 {
		lines = append(append(lines, ""), known...)
	}
	return lines
}

// known says what was established, by whom and when, and what is wrong.
func (c *commitField) known(width int) []string {
	s, th := c.m.s, c.m.th
	var lines []string
	if s.RepoErr != nil && s.Ports.GitHub == nil {
		lines = append(lines, hang(th.Warn.Render(th.Glyphs.Unknown)+" ", th.Safe(s.RepoErr.Error()), width)...)
	}
	if s.PullsErr != nil {
		lines = append(lines, hang(th.Warn.Render(th.Glyphs.Unknown)+" ", "your pull requests were not all looked for: "+th.Safe(s.PullsErr.Error()), width)...)
	}
	if s.Draft.Value(c.f.ID) == "" {
		if len(c.offers()) == 0 && c.m.mayPropose() {
			lines = append(lines, hang("  ", "No pull request yet? "+th.Faint.Render("ctrl+p prepares one from your folder, each step shown before it is done."), width)...)
		}
		return lines
	}
	if !c.pulls() && (s.Commit == nil || s.Commit.Typed != s.Draft.Value(c.f.ID)) {
		return append(lines, "  "+th.Faint.Render("looking it up"))
	}
	if !c.pulls() && s.AtCommit != nil {
		lines = append(lines, "  "+th.Faint.Render("judged from now on: the commit's files, not your folder's"))
	}
	for _, f := range c.facts() {
		text := th.Done.Render(th.Glyphs.Done) + " " + th.Safe(f.Text)
		when := "  " + th.Faint.Render(f.Source(c.m.o.Now()))
		lines = append(lines, theme.Pad(theme.Cut(text, width-theme.Width(when)), width-theme.Width(when))+when)
	}
	lines = append(lines, c.m.pullLines(width)...)
	pending := c.m.s.AskingGitHub()
	if pending {
		lines = append(lines, "  "+th.Faint.Render("asking GitHub"))
	}
	for _, f := range view.Findings(s, c.f.ID) {
		if f.Mark == view.MarkAdvice || pending && f.Mark == view.MarkUnchecked {
			continue // on the sheet, or known in a moment
		}
		lines = append(lines, c.m.findingLines(f, width)...)
		if f.Mark == view.MarkUnchecked && f.Attest != "" {
			lines = append(lines, "  "+th.Faint.Render("ctrl+r look again · ctrl+g, then a: say it yourself"))
		}
	}
	if d := s.Diff; !c.pulls() && d != nil && len(d.Differences) > 0 {
		lines = append(lines, "  "+th.Faint.Render("ctrl+o shows what differs"))
	}
	return lines
}

// facts are what was established about the commit and the pull request.
func (c *commitField) facts() []view.Fact {
	var facts []view.Fact
	if !c.pulls() {
		facts = view.CommitFacts(*c.m.s.Commit)
	}
	if p := c.m.s.PullNow(); p != nil {
		facts = append(facts, view.PullFacts(*p, c.m.s.RepoFolder())...)
	}
	return facts
}
