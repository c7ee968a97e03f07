package icon

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"
	"strconv"
	"strings"
)

// MaxSide is the longest side, in pixels, of a picture that is decoded. A PNG
// of a few hundred bytes can claim any size; memory is spent up to this one.
const MaxSide = 2048

// Tolerances, as the largest difference in one of the channels (0–255).
const (
	exactTolerance = 2  // "is white": what a rounding in an image editor makes of it
	brandTolerance = 10 // "is the brand colour": what colour profiles make of it
	logoTolerance  = 24 // "belongs to the background": soft gradients and dithering
)

// transparent is the Background of a picture whose corners can be seen through.
const transparent = "transparent"

// opaque is the alpha from which on a pixel counts as not transparent.
const opaque = 250

// Measures is what an icon measures.
type Measures struct {
	Width, Height int    // pixels
	Bytes         int    // of the file
	Background    string // "#rrggbb" or "transparent", from the corners
}

// Measure measures a PNG. When the picture can't be decoded the error says
// why in a phrase that follows the file's name ("is cut off"), and the
// measures hold what is known all the same.
func Measure(data []byte) (Measures, error) {
	s := inspect(data)
	return s.Measures, s.err
}

// errTooLarge is the error of a picture that is measured but not decoded.
var errTooLarge = fmt.Errorf("is larger than %d×%d pixels", MaxSide, MaxSide)

// sight is a picture once it has been looked at.
type sight struct {
	Measures
	pixels *image.RGBA
	err    error
}

func (s sight) tooLarge() bool { return errors.Is(s.err, errTooLarge) }

func inspect(data []byte) sight {
	s := sight{Measures: Measures{Bytes: len(data)}}
	config, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		s.err = plain(err)
		return s
	}
	s.Width, s.Height = config.Width, config.Height
	if s.Width > MaxSide || s.Height > MaxSide {
		s.err = errTooLarge
		return s
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		s.err = plain(err)
		return s
	}
	s.pixels = image.NewRGBA(image.Rect(0, 0, s.Width, s.Height))
	draw.Draw(s.pixels, s.pixels.Bounds(), picture, picture.Bounds().Min, draw.Src)
	s.Background = backgroundOf(s.pixels)
	return s
}

// plain says in a publisher's words what the decoder found.
func plain(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || strings.Contains(err.Error(), "not enough pixel data") {
		return errors.New("is cut off before its end")
	}
	return errors.New("is damaged: no decoder can read its picture")
}

// backgroundOf is the colour most corners share; one see-through corner makes
// the background transparent, since rounded edges are not wanted either.
func backgroundOf(p *image.RGBA) string {
	right, bottom := p.Rect.Max.X-1, p.Rect.Max.Y-1
	var corners []string
	for _, at := range []image.Point{{0, 0}, {right, 0}, {0, bottom}, {right, bottom}} {
		c := p.RGBAAt(at.X, at.Y)
		if c.A < opaque {
			return transparent
		}
		corners = append(corners, fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B))
	}
	best, votes := "", 0
	for _, candidate := range corners {
		n := 0
		for _, other := range corners {
			if distance(candidate, other) <= exactTolerance {
				n++
			}
		}
		if n > votes {
			best, votes = candidate, n
		}
	}
	return best
}

// logo is the width and height, in pixels, of what stands on the background.
func logo(p *image.RGBA, background string) (w, h int) {
	bg, _ := channels(background)
	left, right, top, bottom := p.Rect.Max.X, -1, p.Rect.Max.Y, -1
	for y := range p.Rect.Max.Y {
		row := p.Pix[y*p.Stride : y*p.Stride+4*p.Rect.Max.X]
		for x := 0; x < len(row); x += 4 {
			if far(row[x:x+3], bg) {
				left, right = min(left, x/4), max(right, x/4)
				top, bottom = min(top, y), y
			}
		}
	}
	if right < 0 {
		return 0, 0
	}
	return right - left + 1, bottom - top + 1
}

func far(pixel []byte, bg [3]int) bool {
	for i, v := range pixel {
		if d := int(v) - bg[i]; d > logoTolerance || d < -logoTolerance {
			return true
		}
	}
	return false
}

// distance is the largest difference in one channel between two colours, or
// 256 when one of them is no colour.
func distance(a, b string) int {
	x, okX := channels(a)
	y, okY := channels(b)
	if !okX || !okY {
		return 256
	}
	most := 0
	for i := range x {
		most = max(most, x[i]-y[i], y[i]-x[i])
	}
	return most
}

func isColor(s string) bool { _, ok := channels(s); return ok }

// channels splits "#rrggbb" into red, green and blue.
func channels(s string) (rgb [3]int, ok bool) {
	if len(s) != 7 || s[0] != '#' {
		return rgb, false
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return rgb, false
	}
	return [3]int{int(n >> 16), int(n >> 8 & 255), int(n & 255)}, true
}

// kindOf names what a file is by its first bytes.
func kindOf(data []byte) string {
	head := string(data[:min(len(data), 512)])
	for _, k := range []struct{ prefix, kind string }{
		{"\x89PNG\r\n\x1a\n", "PNG"},
		{"\xff\xd8\xff", "a JPEG picture"},
		{"GIF8", "a GIF picture"},
		{"BM", "a BMP picture"},
		{"\x00\x00\x01\x00", "a Windows icon (ICO)"},
		{"II*\x00", "a TIFF picture"},
		{"MM\x00*", "a TIFF picture"},
		{"%PDF", "a PDF document"},
		{"version https://git-lfs", "a Git LFS pointer, not the picture itself"},
	} {
		if strings.HasPrefix(head, k.prefix) {
			return k.kind
		}
	}
	switch {
	case strings.HasPrefix(head, "RIFF") && strings.Contains(head[:min(len(head), 16)], "WEBP"):
		return "a WebP picture"
	case len(head) > 12 && head[4:8] == "ftyp":
		return "an AVIF or HEIC picture"
	case strings.Contains(head, "<svg") || strings.HasPrefix(head, "<?xml"):
		return "an SVG drawing"
	case strings.HasPrefix(strings.TrimSpace(strings.ToLower(head)), "<!doctype html") || strings.Contains(head, "<html"):
		return "a web page"
	}
	return "something else"
}

// SeeThrough is the share, 0 to 1, of a PNG's pixels that are not opaque. The
// error is that of Measure.
func SeeThrough(data []byte) (float64, error) {
	s := inspect(data)
	if s.err != nil {
		return 0, s.err
	}
	n := 0
	for i := 3; i < len(s.pixels.Pix); i += 4 {
		if s.pixels.Pix[i] < 255 {
			n++
		}
	}
	return float64(n) / float64(max(1, len(s.pixels.Pix)/4)), nil
}

// Color splits "#rrggbb" into red, green and blue; it is false for anything else.
func Color(s string) (rgb [3]int, ok bool) { return channels(s) }

// Distance is the largest difference in one channel between two colours, or 256
// when one of them is no colour.
func Distance(a, b string) int { return distance(a, b) }
