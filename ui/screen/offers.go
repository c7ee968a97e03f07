package screen

import (
	"strings"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/theme"
)

// offers are the commits and pull requests that can be chosen.
func (c *commitField) offers() []session.Offer { return c.m.s.Offers(c.f.Role) }

// pulls tells whether pull requests are asked for, not commits.
func (c *commitField) pulls() bool { return c.f.Kind == portal.PullRequest }

// drawn is an offer on two lines.
func (c *commitField) drawn(o session.Offer, picked bool, width int) []string {
	th := c.m.th
	mark := "  "
	if picked {
		mark = th.Accent.Render(th.Glyphs.Pick) + " "
	}
	radio := th.Glyphs.Off + " "
	if c.m.s.Chosen(c.f.Role, o) {
		radio = th.Accent.Render(th.Glyphs.On) + " "
	}
	mark += radio
	room := width - theme.Width(mark) - theme.Width(o.Name) - theme.Width(o.Date) - 4
	first := mark + o.Name + "  " + theme.Cut(strings.TrimSpace(th.Safe(o.Title)), max(8, room))
	first += spaces(max(1, width-theme.Width(first)-theme.Width(o.Date))) + th.Faint.Render(o.Date)
	return []string{theme.Cut(first, width), "      " + th.Faint.Render(theme.Cut(th.Safe(o.Note), width-6))}
}
