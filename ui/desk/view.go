package desk

import (
	"fmt"

	"github.com/certwiz/certwiz/ui/theme"
)

const emptyHint = "n begins a submission; certwiz --example has one to try things out on."

// Lines is the desk's body, at most height lines of at most width columns. The
// list scrolls so that the chosen row stays visible.
func (d *Desk) Lines(width, height int) []string {
	if len(d.rows) == 0 {
		lines := []string{"", empty, d.th.Faint.Render(d.th.Cut(emptyHint, width)), ""}
		return append(lines, d.saidLines(width)...)
	}
	below := d.below(width)
	below = below[:min(len(below), max(height-4, 0))] // header, two rows and an empty line stay
	room := max(height-1-len(below)-1, 1)
	at := max(d.at(), 0)
	d.top = max(min(d.top, at), at-room+1)
	d.top = max(min(d.top, len(d.rows)-room), 0)
	end := min(d.top+room, len(d.rows))

	t := newTable(d.rows, width, d.th)
	lines := []string{t.header()}
	for i, r := range d.rows[d.top:end] {
		lines = append(lines, t.line(r, d.top+i == at))
	}
	hidden := ""
	if n := len(d.rows) - (end - d.top); n > 0 {
		hidden = d.th.Faint.Render(fmt.Sprintf("    %d more", n))
	}
	lines = append(append(lines, hidden), below...)
	for i := range lines {
		lines[i] = d.th.Cut(lines[i], width)
	}
	return lines[:min(len(lines), max(height, 0))]
}

// below is what stands under the list: the question that is open, or more on
// the chosen submission.
func (d *Desk) below(width int) []string {
	r, _ := d.chosen()
	switch d.mode {
	case answering:
		lines := []string{d.th.Title.Render(d.th.Cut("What did Microsoft answer on "+d.th.Safe(r.Connector)+"?", width))}
		for i, r := range r.replies {
			sign, box, text := "  ", d.th.Glyphs.Off, r.Label
			if i == d.answer {
				sign, box, text = d.th.Accent.Render(d.th.Glyphs.Pick)+" ", d.th.Glyphs.On, d.th.Accent.Render(r.Label)
			}
			lines = append(lines, sign+box+" "+text)
		}
		return lines
	case telling:
		return append(d.saidLines(width), d.th.Title.Render("What did Microsoft ask for?"), d.field(width))
	case insisting:
		return append(d.saidLines(width), d.th.Title.Render(d.th.Cut("Type the connector's name to update all the same.", width)), d.field(width))
	}
	lines := details(r, width, d.th)
	if said := d.saidLines(width); len(said) > 0 {
		lines = append(append(said, ""), lines...)
	}
	return lines
}

func (d *Desk) field(width int) string {
	d.input.Width = max(width-4, 1)
	return d.input.View()
}

func (d *Desk) saidLines(width int) []string {
	if d.asking > 0 {
		return []string{d.th.Cut(fmt.Sprintf("%s asking GitHub about pull request %d", d.th.Glyphs.Here, d.asking), width)}
	}
	if d.said == "" {
		return nil
	}
	lines := theme.Wrap(d.th.Safe(d.said), max(width-2, 1))
	for i := range lines {
		if i == 0 {
			lines[i] = d.th.Mark(theme.Warning) + " " + lines[i]
			continue
		}
		lines[i] = "  " + lines[i]
	}
	return lines
}
