package solution

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"github.com/certwiz/certwiz/checks"
)

// Limits of an XML file.
const (
	maxElements = 200_000
	maxNesting  = 100
)

// Element is one element of an XML file, its names without their namespaces.
// The nil Element stands for "not there" and every method is safe on it.
type Element struct {
	Name     string
	Text     string // its own text, trimmed
	Attrs    []xml.Attr
	Children []*Element
	Line     int
	Column   int
}

// document is an XML file that was read.
type document struct {
	file *checks.File // nil: not there
	root *Element     // nil when it could not be read
	// why it could not be read, and where.
	problem string
	line    int
	utf16   bool
}

// at is the place of an element.
func (d document) at(e *Element) checks.Place {
	p := checks.Place{}
	if d.file != nil {
		p.File = d.file.Name
	}
	if e != nil {
		p.Line, p.Column = e.Line, e.Column
	}
	return p
}

// Child is the first child of that name, whatever its case.
func (e *Element) Child(name string) *Element {
	if e == nil {
		return nil
	}
	for _, c := range e.Children {
		if strings.EqualFold(c.Name, name) {
			return c
		}
	}
	return nil
}

// All are the children of that name.
func (e *Element) All(name string) []*Element {
	if e == nil {
		return nil
	}
	var all []*Element
	for _, c := range e.Children {
		if strings.EqualFold(c.Name, name) {
			all = append(all, c)
		}
	}
	return all
}

// Value is the text of the child of that name.
func (e *Element) Value(name string) string {
	if c := e.Child(name); c != nil {
		return c.Text
	}
	return ""
}

// Attr is the attribute of that name.
func (e *Element) Attr(name string) string {
	if e == nil {
		return ""
	}
	for _, a := range e.Attrs {
		if strings.EqualFold(a.Name.Local, name) {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// filled tells whether there is anything in the element: exports hold an empty
// <Workflows></Workflows> that means nothing.
func (e *Element) filled() bool {
	return e != nil && (len(e.Children) > 0 || len(e.Attrs) > 0 || e.Text != "")
}

// walk calls visit for the element and all below it.
func (e *Element) walk(visit func(*Element)) {
	if e == nil {
		return
	}
	visit(e)
	for _, c := range e.Children {
		c.walk(visit)
	}
}

// find is the first element of that name at or below this one.
func (e *Element) find(name string) (found *Element) {
	e.walk(func(c *Element) {
		if found == nil && strings.EqualFold(c.Name, name) {
			found = c
		}
	})
	return found
}

// readXML takes an XML file apart.
func readXML(f *checks.File) document {
	d := document{file: f}
	if f.Err != "" {
		d.problem = f.Err
		return d
	}
	data, wide, err := asUTF8(f.Data)
	d.utf16 = wide
	if err != nil {
		d.problem = err.Error()
		return d
	}
	p := parser{Decoder: xml.NewDecoder(bytes.NewReader(data))}
	p.CharsetReader = charset
	d.root, err = p.parse()
	if err != nil {
		d.problem, d.root = plainXML(err), nil
		d.line, _ = p.InputPos()
	}
	return d
}

// asUTF8 drops a byte order mark and turns UTF-16 into UTF-8.
func asUTF8(data []byte) (utf8 []byte, wide bool, err error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return data[3:], false, nil
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return fromUTF16(data[2:], func(b []byte) uint16 { return uint16(b[0]) | uint16(b[1])<<8 })
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return fromUTF16(data[2:], func(b []byte) uint16 { return uint16(b[1]) | uint16(b[0])<<8 })
	}
	return data, false, nil
}

func fromUTF16(data []byte, unit func([]byte) uint16) ([]byte, bool, error) {
	if len(data)%2 != 0 {
		return nil, true, errors.New("is UTF-16 and cut off in a character")
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = unit(data[2*i:])
	}
	return []byte(string(utf16.Decode(units))), true, nil
}

// charset reads encodings that a declaration may name beside UTF-8.
func charset(name string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(name) {
	case "utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "unicode", "us-ascii", "ascii":
		return in, nil
	case "iso-8859-1", "latin1", "windows-1252":
		data, err := io.ReadAll(in)
		if err != nil {
			return nil, err
		}
		runes := make([]rune, len(data))
		for i, b := range data {
			runes[i] = rune(b)
		}
		return strings.NewReader(string(runes)), nil
	}
	return nil, fmt.Errorf("has the encoding %q, which is not read", name)
}

// parser builds the tree.
type parser struct {
	*xml.Decoder
	elements int
	open     []frame
	root     *Element
}

// frame is an element that is still open, and its text so far.
type frame struct {
	*Element
	text []byte
}

func (p *parser) parse() (*Element, error) {
	for {
		line, column := p.InputPos()
		token, err := p.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if err := p.take(token, line, column); err != nil {
			return nil, err
		}
	}
	if p.root == nil {
		return nil, errors.New("holds no element")
	}
	return p.root, nil
}

func (p *parser) take(token xml.Token, line, column int) error {
	switch t := token.(type) {
	case xml.Directive:
		return errors.New("has a document type (<!DOCTYPE>), which is refused")
	case xml.StartElement:
		return p.begin(t, line, column)
	case xml.EndElement:
		last := p.open[len(p.open)-1]
		last.Text = string(bytes.TrimSpace(last.text))
		p.open = p.open[:len(p.open)-1]
	case xml.CharData:
		if len(p.open) == 0 {
			if strings.Trim(string(t), " \t\r\n\x00\ufeff") != "" {
				return errors.New("has text outside its root element")
			}
			return nil
		}
		if len(bytes.TrimSpace(t)) > 0 {
			last := &p.open[len(p.open)-1]
			last.text = append(last.text, t...)
		}
	}
	return nil
}

func (p *parser) begin(t xml.StartElement, line, column int) error {
	if p.elements++; p.elements > maxElements {
		return fmt.Errorf("holds more than %d elements", maxElements)
	}
	if len(p.open) >= maxNesting {
		return fmt.Errorf("is nested deeper than %d elements", maxNesting)
	}
	e := &Element{Name: t.Name.Local, Line: line, Column: column}
	for _, a := range t.Attr {
		if a.Name.Local != "xmlns" && a.Name.Space != "xmlns" {
			e.Attrs = append(e.Attrs, xml.Attr{Name: a.Name, Value: a.Value})
		}
	}
	switch {
	case len(p.open) > 0:
		up := p.open[len(p.open)-1]
		up.Children = append(up.Children, e)
	case p.root != nil:
		return errors.New("has a second root element")
	default:
		p.root = e
	}
	p.open = append(p.open, frame{Element: e})
	return nil
}

// plainXML is an error of the decoder in plain words.
func plainXML(err error) string {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return "is not XML: " + syntax.Msg
	}
	return strings.TrimPrefix(err.Error(), "xml: ")
}
