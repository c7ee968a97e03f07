package example

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// iconSide is the width and height of the icon in pixels.
const iconSide = 230

// icon draws the connector's icon: a sheet with three lines and a tick, white
// on the brand colour, well inside 70 % of the square.
func icon() []byte {
	brand := color.RGBA{0x1f, 0x6f, 0xeb, 0xff} // iconBrandColor in apiProperties.json
	white := color.RGBA{0xf6, 0xfa, 0xff, 0xff}
	img := image.NewPaletted(image.Rect(0, 0, iconSide, iconSide), color.Palette{brand, white})
	box(img, 70, 45, 160, 185, 1)
	for _, y := range []int{70, 92, 114} {
		box(img, 85, y, 145, y+8, 0)
	}
	for i := range 18 {
		box(img, 90+i, 146+i, 100+i, 152+i, 0)
		if i < 17 {
			box(img, 107+i*2, 163-i*2, 117+i*2, 169-i*2, 0)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil // a picture in memory always encodes
	}
	return b.Bytes()
}

func box(img *image.Paletted, x0, y0, x1, y1 int, colour uint8) {
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			img.SetColorIndex(x, y, colour)
		}
	}
}
