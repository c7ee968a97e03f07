package icon

import (
	"errors"
	"fmt"
	"image"
	"image/color"
)

// Cell is one character cell of a picture in half blocks: the colour of its
// upper and of its lower half. Colours are premultiplied by their alpha, so
// that a see-through one is laid over a colour bg channel by channel as
// c + bg*(255-c.A)/255.
type Cell struct {
	Top, Bottom color.RGBA
}

// maxCells bounds the columns and rows of a small picture.
const maxCells = 256

// HalfBlocks scales a PNG down to rows of cols cells. A cell is about twice as
// high as it is wide, so a square picture wants twice as many columns as rows.
// Each half is the mean of the pixels it covers. The error is that of Measure.
func HalfBlocks(data []byte, cols, rows int) ([][]Cell, error) {
	if cols < 1 || rows < 1 || cols > maxCells || rows > maxCells {
		return nil, fmt.Errorf("a picture of %d×%d cells can't be drawn, 1 to %d each", cols, rows, maxCells)
	}
	s := inspect(data)
	if s.err != nil {
		return nil, s.err
	}
	if s.Width == 0 || s.Height == 0 {
		return nil, errors.New("has no pixels")
	}
	out := make([][]Cell, rows)
	for y := range out {
		out[y] = make([]Cell, cols)
		for x := range out[y] {
			out[y][x].Top = mean(s.pixels, tile(s.pixels.Rect, x, 2*y, cols, 2*rows))
			out[y][x].Bottom = mean(s.pixels, tile(s.pixels.Rect, x, 2*y+1, cols, 2*rows))
		}
	}
	return out, nil
}

// tile is the part of r that column x of cols and row y of rows covers, at
// least one pixel.
func tile(r image.Rectangle, x, y, cols, rows int) image.Rectangle {
	x0, y0 := x*r.Max.X/cols, y*r.Max.Y/rows
	return image.Rect(x0, y0, max(x0+1, (x+1)*r.Max.X/cols), max(y0+1, (y+1)*r.Max.Y/rows))
}

func mean(p *image.RGBA, r image.Rectangle) color.RGBA {
	var sum [4]int
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := p.Pix[p.PixOffset(r.Min.X, y):p.PixOffset(r.Max.X, y)]
		for i, v := range row {
			sum[i%4] += int(v)
		}
	}
	n := r.Dx() * r.Dy()
	return color.RGBA{R: uint8(sum[0] / n), G: uint8(sum[1] / n), B: uint8(sum[2] / n), A: uint8(sum[3] / n)}
}
