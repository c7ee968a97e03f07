package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	table "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// tables finds GitHub's tables: a row of heads, a row of dashes of as many cells,
// then rows up to the end of the paragraph. Rows get no cells that are not
// written, so that a wide table of short rows stays small.
type tables struct{}

func (tables) Transform(node *ast.Paragraph, reader text.Reader, _ parser.Context) {
	source := reader.Source()
	lines := node.Lines()
	for i := 1; i < lines.Len(); i++ {
		dashes := lines.At(i)
		aligned := alignments(dashes.Value(source))
		if aligned == nil {
			continue
		}
		head := cells(lines.At(i-1), source)
		if len(head) != len(aligned) {
			continue
		}
		t := table.NewTable()
		t.Alignments = aligned
		t.SetPos(lines.At(i - 1).Start)
		header := table.NewTableHeader(tableRow(head, t.Pos()))
		header.SetPos(t.Pos())
		t.AppendChild(t, header)
		for j := i + 1; j < lines.Len(); j++ {
			row := cells(lines.At(j), source)
			t.AppendChild(t, tableRow(row[:min(len(row), len(head))], lines.At(j).Start))
		}
		node.Parent().InsertAfter(node.Parent(), node, t)
		if i == 1 {
			node.Parent().RemoveChild(node.Parent(), node)
			return
		}
		lines.SetSliced(0, i-1)
		last := lines.At(i - 2)
		lines.Set(i-2, last.TrimRightSpace(source))
		return
	}
}

// alignments reads "|:---|---:|", nil for any other line.
func alignments(line []byte) []table.Alignment {
	line = bytes.TrimSpace(line)
	if bytes.IndexByte(line, '-') < 0 || bytes.IndexByte(line, '|') < 0 && bytes.IndexByte(line, ':') < 0 {
		return nil
	}
	line = bytes.TrimSuffix(bytes.TrimPrefix(line, []byte("|")), []byte("|"))
	var all []table.Alignment
	for len(line) >= 0 {
		cell, rest, more := bytes.Cut(line, []byte("|"))
		a, ok := alignment(bytes.TrimSpace(cell))
		if !ok {
			return nil
		}
		all = append(all, a)
		if !more {
			break
		}
		line = rest
	}
	return all
}

func alignment(cell []byte) (table.Alignment, bool) {
	left, right := bytes.HasPrefix(cell, []byte(":")), bytes.HasSuffix(cell, []byte(":"))
	dashes := bytes.TrimSuffix(bytes.TrimPrefix(cell, []byte(":")), []byte(":"))
	if len(dashes) == 0 || len(bytes.Trim(dashes, "-")) > 0 {
		return table.AlignNone, false
	}
	switch {
	case left && right:
		return table.AlignCenter, true
	case right:
		return table.AlignRight, true
	case left:
		return table.AlignLeft, true
	}
	return table.AlignNone, true
}

// cells are the places of a row's cells. A bar behind a backslash parts none.
func cells(row text.Segment, source []byte) []text.Segment {
	row = row.TrimLeftSpace(source)
	row = row.TrimRightSpace(source)
	line := row.Value(source)
	at, end := 0, len(line)
	if at < end && line[at] == '|' {
		at++
	}
	if at < end && line[end-1] == '|' && (end < 2 || line[end-2] != '\\') {
		end--
	}
	var all []text.Segment
	for from := at; at <= end && from <= end; at++ {
		if at < end && (line[at] != '|' || at > 0 && line[at-1] == '\\') {
			continue
		}
		if at == end && from == end && len(all) > 0 {
			break // nothing behind the last bar
		}
		s := text.NewSegment(row.Start+from, row.Start+at)
		s = s.TrimLeftSpace(source)
		all = append(all, s.TrimRightSpace(source))
		from = at + 1
	}
	return all
}

func tableRow(all []text.Segment, at int) *table.TableRow {
	row := table.NewTableRow(nil)
	row.SetPos(at)
	for _, s := range all {
		cell := table.NewTableCell()
		if s.Len() > 0 {
			cell.Lines().Append(s)
		}
		row.AppendChild(row, cell)
	}
	return row
}
