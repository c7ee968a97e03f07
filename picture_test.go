package main

import (
	"fmt"
	"html"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/golden"

	"github.com/certwiz/certwiz/internal/terminal"
)

// TestPicture holds that the README's picture is what the program shows: the
// page OAuth of the built-in example, with a secret's ID pasted in place of
// the secret.
func TestPicture(t *testing.T) {
	s := newSitting(t)
	s.mend()
	s.sit("--vault", "memory")
	s.page("Source")
	s.WaitFor("PR 3473")
	s.Keys("tab", "enter")
	s.WaitFor("PR 3473 merged into dev")
	s.page("OAuth")
	s.ClickOn("Client ID")
	s.Type(clientID)
	s.Key("tab")
	s.Type("5f0c9be1-53b1-4b6f-9a57-0c3f6f2e77ac")
	s.Key("tab")
	s.WaitFor("this is a secret's ID")
	s.Type(secretEnds())
	s.Keys("tab", "space")
	s.WaitFor("[x] https://global.consent")
	s.WaitStable()
	picture := strings.ReplaceAll(drawSVG(s.Styled()), secretEnds(), "2027-11-30")
	golden.Compare(t, filepath.FromSlash("docs/session.svg"), picture)
}

// The picture's measures, in pixels.
const (
	cellWidth  = 8.4
	cellHeight = 18
	margin     = 14
)

// drawSVG draws a screen as text, so that it stays sharp and small.
func drawSVG(rows [][]terminal.Cell) string {
	var b strings.Builder
	width := float64(len(rows[0]))*cellWidth + 2*margin
	height := len(rows)*cellHeight + 2*margin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="14">`+"\n", width, height)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="#1b1e24"/>`+"\n")
	for y, row := range rows {
		for x := 0; x < len(row); {
			end := x + 1
			for end < len(row) && row[end].Style == row[x].Style {
				end++
			}
			drawRun(&b, row[x:end], x, y)
			x = end
		}
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// drawRun draws cells of one style.
func drawRun(b *strings.Builder, run []terminal.Cell, x, y int) {
	var text strings.Builder
	for _, c := range run {
		text.WriteString(c.Text)
	}
	left := margin + float64(x)*cellWidth
	fill, back := colour(run[0].Fg, "#d7dae0"), colour(run[0].Bg, "")
	if run[0].Reverse {
		fill, back = "#1b1e24", "#d7dae0"
	}
	if back != "" {
		fmt.Fprintf(b, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", left, margin+y*cellHeight, float64(len(run))*cellWidth, cellHeight, back)
	}
	if strings.TrimSpace(text.String()) == "" {
		return
	}
	style := ""
	if run[0].Bold {
		style += ` font-weight="bold"`
	}
	if run[0].Faint {
		style += ` opacity="0.6"`
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%d" textLength="%.1f" xml:space="preserve" fill="%s"%s>%s</text>`+"\n",
		left, margin+y*cellHeight+13, float64(len(run))*cellWidth, fill, style, html.EscapeString(text.String()))
}

// colour is a palette colour on the dark ground that the picture has.
func colour(c, none string) string {
	palette := []string{"#1b1e24", "#f07178", "#8fd18a", "#e5c76b", "#7aa2f7", "#c792ea", "#5fd3e0", "#d7dae0"}
	n, err := strconv.Atoi(c)
	switch {
	case strings.HasPrefix(c, "#"):
		return c
	case err != nil:
		return none
	case n < 16:
		return palette[n%8]
	case n < 232:
		n -= 16
		return fmt.Sprintf("#%02x%02x%02x", n/36*51, n/6%6*51, n%6*51)
	default:
		grey := 8 + (n-232)*10
		return fmt.Sprintf("#%02x%02x%02x", grey, grey, grey)
	}
}
