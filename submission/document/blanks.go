package document

import "github.com/certwiz/certwiz/checks/prose"

// Blank is a place that is still to be written.
type Blank struct {
	Section int    // its index, see Parse
	Title   string // the section's title
	Line    int    // from 1
	Column  int    // in characters, from 1
	Text    string // "[Insert …]", or the line that holds what is left of the template
}

// Blanks lists what is still to be written, in the document's order: what a
// draft left open, and whatever else the rules of prose take for a blank.
func Blanks(text []byte) []Blank {
	found := prose.Blanks(text)
	if len(found) == 0 {
		return nil
	}
	d := Parse(text)
	out := make([]Blank, len(found))
	k := 0
	for i, b := range found {
		for k+1 < len(d.Sections) && d.Sections[k+1].Line <= b.Line {
			k++
		}
		out[i] = Blank{k, d.Sections[k].Title, b.Line, b.Column, b.Text}
	}
	return out
}
