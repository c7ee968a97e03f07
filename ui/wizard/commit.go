package wizard

import (
	"fmt"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/theme"
)

// commitField offers the newest commits of the connector's folder and takes a
// commit, a pull request's number or a link. Below stands what is known about
// the one that was given.
type commitField struct {
	m    *Model
	f    portal.Field
	at   int // row: a candidate, or the line to type in, which is the last
	line *lineField
}

func newCommitField(m *Model, f portal.Field) *commitField {
	f.Hint = "type a commit, a PR number or a link"
	return &commitField{m: m, f: f, line: newLineField(m, f)}
}

func (c *commitField) focus() tea.Cmd {
	c.at = len(c.m.s.Candidates)
	for i, candidate := range c.m.s.Candidates {
		if candidate.SHA == c.m.s.Draft.Value("commit") {
			c.at = i
		}
	}
	if c.m.s.Draft.Value("commit") == "" {
		c.at = 0
	}
	if c.onLine() {
		return c.line.focus()
	}
	return nil
}

func (c *commitField) blur() tea.Cmd { return c.line.blur() }
func (c *commitField) typing() bool  { return c.onLine() }
func (c *commitField) onLine() bool  { return c.at >= len(c.m.s.Candidates) }

func (c *commitField) bindings() []key.Binding {
	pick := c.m.keys.Pick
	pick.SetHelp("↑ ↓ enter", "choose")
	return []key.Binding{pick, c.m.keys.Again}
}

func (c *commitField) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	switch {
	case matches(k, c.m.keys.Up):
		if c.at == 0 {
			return c.m.nextField(-1)
		}
		return c.moveTo(min(c.at, len(c.m.s.Candidates)) - 1)
	case matches(k, c.m.keys.Down):
		if c.onLine() {
			return c.m.nextField(+1)
		}
		return c.moveTo(c.at + 1)
	case k.Type == tea.KeyEnter && !c.onLine(), k.String() == " " && !c.onLine():
		c.m.s.Set("commit", c.m.s.Candidates[c.at].SHA)
		c.m.s.Confirm("commit")
		return nil
	case k.Type == tea.KeyRunes && !c.onLine():
		c.moveTo(len(c.m.s.Candidates)) // typing goes into the line
	}
	if !c.onLine() {
		return nil
	}
	return c.line.update(msg)
}

// click chooses a candidate; each takes two lines below the label.
func (c *commitField) click(line int) tea.Cmd {
	row := (line - 1) / 2
	if line < 1 || row > len(c.m.s.Candidates) {
		return nil
	}
	if row < len(c.m.s.Candidates) {
		c.m.s.Set("commit", c.m.s.Candidates[row].SHA)
		c.m.s.Confirm("commit")
	}
	return c.moveTo(row)
}

func (c *commitField) moveTo(row int) tea.Cmd {
	c.at = row
	if c.onLine() {
		return c.line.focus()
	}
	return c.line.blur()
}

func (c *commitField) lines(width int, focused bool) []string {
	var lines []string
	given := c.m.s.Draft.Value("commit")
	for i, candidate := range c.m.s.Candidates {
		mark := "  "
		if focused && i == c.at {
			mark = c.m.th.Accent.Render(c.m.th.Glyphs.Pick) + " "
		}
		radio := c.m.th.Glyphs.Off + " "
		if candidate.SHA == given {
			radio = c.m.th.Accent.Render(c.m.th.Glyphs.On) + " "
		}
		lines = append(lines, c.candidate(mark+radio, i, width)...)
	}
	if focused && c.onLine() {
		lines = append(lines, c.line.lines(width, true)...)
	} else {
		lines = append(lines, c.line.still(width))
	}
	return append(append(lines, ""), c.known(width)...)
}

func (c *commitField) candidate(mark string, i, width int) []string {
	candidate := c.m.s.Candidates[i]
	what := candidate.SHA[:min(7, len(candidate.SHA))]
	if candidate.PR > 0 {
		what = fmt.Sprintf("PR %d", candidate.PR)
	}
	date := candidate.Date.Format("2 Jan 2006")
	subject := theme.Cut(c.m.th.Safe(candidate.Subject), max(8, width-theme.Width(mark)-theme.Width(what)-theme.Width(date)-4))
	first := mark + what + "  " + subject
	first += spaces(max(1, width-theme.Width(first)-theme.Width(date))) + c.m.th.Faint.Render(date)
	note := candidate.SHA[:min(7, len(candidate.SHA))] + "  on dev, newest for this folder"
	if !candidate.Newest {
		note = candidate.SHA[:min(7, len(candidate.SHA))] + "  older than the newest"
	}
	return []string{theme.Cut(first, width), "      " + c.m.th.Faint.Render(theme.Cut(note, width-6))}
}

// known says what was established about the commit, and how.
func (c *commitField) known(width int) []string {
	s := c.m.s
	var lines []string
	if s.RepoErr != nil {
		lines = append(lines, hang(c.m.th.Warn.Render(c.m.th.Glyphs.Unknown)+" ", c.m.th.Safe(s.RepoErr.Error()), width)...)
	}
	if s.Draft.Value("commit") == "" {
		return lines
	}
	if s.Commit == nil || s.Commit.Typed != s.Draft.Value("commit") {
		return append(lines, "  "+c.m.th.Faint.Render("looking it up"))
	}
	if s.AtCommit != nil {
		lines = append(lines, "  "+c.m.th.Faint.Render("judged from now on: the commit's files, not your folder's"))
	}
	for _, line := range established(*s.Commit) {
		text := c.m.th.Done.Render(c.m.th.Glyphs.Done) + " " + c.m.th.Safe(line.text)
		when := "  " + c.m.th.Faint.Render(line.when)
		lines = append(lines, theme.Pad(theme.Cut(text, width-theme.Width(when)), width-theme.Width(when))+when)
	}
	for _, h := range c.m.holdsOf("commit") {
		lines = append(lines, c.m.findingLines(h, width)...)
		if h.Kind == submission.Unchecked && h.Attest != "" {
			lines = append(lines, "  "+c.m.th.Faint.Render("ctrl+r look again · ctrl+g, then a: say it yourself"))
		}
	}
	return lines
}

// fact is one thing that was established.
type fact struct{ text, when string }

// established lists what is known to be right about a commit.
func established(c origin.Commit) []fact {
	var facts []fact
	add := func(a origin.Answer, want bool, text string) {
		if a.Known && a.Yes == want {
			facts = append(facts, fact{text, a.By + ", " + a.At.Format("15:04")})
		}
	}
	name := "merged by Microsoft into " + c.Branch
	if c.PR > 0 {
		name = fmt.Sprintf("PR %d merged into %s", c.PR, c.Branch)
	}
	add(c.Merged, true, name)
	if len(c.Others) == 0 {
		add(c.Touches, true, "touches this connector only")
	}
	add(c.Newest, true, "the newest commit for this folder")
	return facts
}
