package preview

import (
	"net/url"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/certwiz/certwiz/checks/markdown"
)

// image is a picture of the document.
type image struct {
	alt     string // safe to show
	address string // as written
	at      int
}

// alone are the pictures of a paragraph in which nothing else stands.
func (d *drawer) alone(n ast.Node) []image {
	var all []image
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Image:
			all = append(all, image{d.plain(c), string(c.Destination), c.Pos()})
		case *ast.Text:
			if strings.TrimSpace(string(c.Segment.Value(d.source))) != "" {
				return nil
			}
		default:
			return nil
		}
	}
	return all
}

// edges are the lines of a picture's box.
type edges struct{ topLeft, topRight, side, bottomLeft, bottomRight string }

func (d *drawer) edges() edges {
	if d.th.Options.ASCII {
		return edges{"+", "+", "|", "+", "+"}
	}
	return edges{"┌", "┐", "│", "└", "┘"}
}

// box draws a picture as a box: its text inside, its file on the edge.
//
//	┌ picture ────────────────┐
//	│ The form for an invoice │
//	│ ! not in the folder     │
//	└ images/form.png ────────┘
func (d *drawer) box(i image) {
	f := &flow{}
	f.add(i.alt, 0, i.at)
	if note := d.folder.missing(i.address); note != "" {
		f.end()
		f.add(d.th.Glyphs.Warn+" "+d.th.Safe(note), warn, i.at)
	}
	inner := d.room() - 4
	text := f.set(d.paint, inner)
	address := d.th.Cut(d.safe(markdown.Decode(i.address)), inner)
	width := max(len("picture"), columns(address))
	for _, l := range text {
		width = max(width, l.width)
	}
	e := d.edges()
	edge := func(left, text, right string) {
		line := strings.Repeat(d.th.Glyphs.Rule, width-columns(text))
		d.row(d.paint.text(left+" "+text+" "+line+right, faint), i.at)
	}
	edge(e.topLeft, "picture", e.topRight)
	side := d.paint.text(e.side, faint)
	for _, l := range text {
		d.row(side+" "+l.text+strings.Repeat(" ", width-l.width)+" "+side, i.at)
	}
	edge(e.bottomLeft, address, e.bottomRight)
}

// picture adds a picture that stands in a text.
func (d *drawer) picture(f *flow, i image) {
	f.add(strings.TrimSpace("[picture: "+i.alt)+"]", faint, i.at)
	f.open = false
	if address := d.safe(markdown.Decode(i.address)); address != "" {
		f.add("<"+strings.ReplaceAll(d.th.Cut(address, longestPath), " ", "%20")+">", faint, i.at)
	}
	if note := d.folder.missing(i.address); note != "" {
		f.open = false
		f.add("("+d.th.Safe(note)+")", warn, i.at)
	}
}

// longestPath is how much is shown of the address of a picture in a text:
// pictures can stand in their own address.
const longestPath = 200

// folder is what lies beside the document.
type folder struct {
	known map[string]bool // names of files, and of folders with a slash at their end; nil: not known
	small map[string]string
}

func listing(files []string) folder {
	if files == nil {
		return folder{}
	}
	f := folder{map[string]bool{}, map[string]string{}}
	for _, name := range files {
		name = strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "./")
		f.known[name], f.small[strings.ToLower(name)] = true, name
	}
	return f
}

// missing says what is wrong with the file of an address, "" when it is there,
// when it lies elsewhere, and when nobody can tell.
func (f folder) missing(address string) string {
	name := localName(address)
	if name == "" || f.known == nil || f.known[name] {
		return ""
	}
	for i := range len(name) {
		if name[i] == '/' && f.known[name[:i+1]] {
			return ""
		}
	}
	if is := f.small[strings.ToLower(name)]; is != "" {
		return "in the folder as " + is
	}
	return "not in the folder"
}

// localName is the file in the document's folder that an address names, "" for an
// address that leads elsewhere.
func localName(address string) string {
	a := strings.TrimSpace(markdown.Decode(address))
	if i := strings.IndexAny(a, "?#"); i >= 0 {
		a = a[:i]
	}
	if a == "" || strings.HasPrefix(a, "/") || strings.ContainsAny(a, ":{}<>*|\\") {
		return ""
	}
	if plain, err := url.PathUnescape(a); err == nil {
		a = plain
	}
	a = path.Clean(a)
	if a == "." || a == ".." || strings.HasPrefix(a, "../") {
		return ""
	}
	return a
}
