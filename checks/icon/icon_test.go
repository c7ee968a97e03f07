package icon

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/corpus"

	"github.com/certwiz/certwiz/checks"
)

var blue = color.NRGBA{0x1f, 0x6f, 0xeb, 0xff}

// canvas is a w×h picture of bg with a white logo of share percent in the middle.
func canvas(w, h int, bg color.Color, share int) *image.NRGBA {
	p := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			p.Set(x, y, bg)
		}
	}
	for y := h * (100 - share) / 200; y < h*(100+share)/200; y++ {
		for x := w * (100 - share) / 200; x < w*(100+share)/200; x++ {
			p.Set(x, y, color.NRGBA{0xff, 0xee, 0xdd, 0xff})
		}
	}
	return p
}

func encode(t testing.TB, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func good(t testing.TB) []byte { return encode(t, canvas(230, 230, blue, 60)) }

func jpegBytes(t *testing.T) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, canvas(230, 230, blue, 60), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gifBytes(t *testing.T) []byte {
	var b bytes.Buffer
	if err := gif.Encode(&b, canvas(20, 20, blue, 60), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// claiming is a PNG whose header states a size its data do not have.
func claiming(t *testing.T, w, h uint32) []byte {
	data := slices.Clone(good(t))
	binary.BigEndian.PutUint32(data[16:], w)
	binary.BigEndian.PutUint32(data[20:], h)
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

func flip(data []byte, at int) []byte {
	data = slices.Clone(data)
	data[at] ^= 0xff
	return data
}

func rounded(t *testing.T) []byte {
	p := canvas(230, 230, blue, 60)
	p.Set(229, 229, color.NRGBA{})
	return encode(t, p)
}

func oneOddCorner(t *testing.T) []byte {
	p := canvas(230, 230, blue, 60)
	p.Set(0, 0, color.NRGBA{1, 2, 3, 255})
	return encode(t, p)
}

func lines(r checks.Report) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, fmt.Sprintf("%s %s: %s", f.Severity, f.Rule, f.Message))
	}
	slices.Sort(out)
	return out
}

func TestJudge(t *testing.T) {
	tests := []struct {
		name    string
		subject Subject
		want    []string
	}{
		{"right", Subject{File: checks.File{Name: "icon.png", Data: good(t)}, BrandColor: "#1F6FEB"}, nil},
		{"one odd corner is outvoted", Subject{File: checks.File{Name: "icon.png", Data: oneOddCorner(t)}, BrandColor: "#1f6feb"},
			[]string{"warning IconLogoShare: the logo on icon.png measures 184×184 of 230×230 pixels, 70 % of each side allowed"}},
		{"a shade off", Subject{File: checks.File{Name: "icon.png", Data: good(t)}, BrandColor: "#2371e6"}, nil},
		{"no icon", Subject{}, nil},
		{"in a folder", Subject{File: checks.File{Name: "a/icon.png", Data: good(t)}, BrandColor: "#1f6feb"}, nil},
		{"in a Windows folder", Subject{File: checks.File{Name: `a\icon.png`, Data: good(t)}, BrandColor: "#1f6feb"}, nil},
		{"empty", Subject{File: checks.File{Name: "icon.png"}, BrandColor: "#1f6feb"}, []string{"error IconDecodes: icon.png is empty"}},
		{"renamed JPEG", Subject{File: checks.File{Name: "icon.png", Data: jpegBytes(t)}}, []string{"error IconIsPng: icon.png is not a PNG: its content is a JPEG picture"}},
		{"renamed GIF", Subject{File: checks.File{Name: "icon.png", Data: gifBytes(t)}}, []string{"error IconIsPng: icon.png is not a PNG: its content is a GIF picture"}},
		{"renamed SVG", Subject{File: checks.File{Name: "icon.png", Data: []byte("<svg xmlns='x'/>")}}, []string{"error IconIsPng: icon.png is not a PNG: its content is an SVG drawing"}},
		{"LFS pointer", Subject{File: checks.File{Name: "icon.png", Data: []byte("version https://git-lfs.github.com/spec/v1\n")}},
			[]string{"error IconIsPng: icon.png is not a PNG: its content is a Git LFS pointer, not the picture itself"}},
		{"truncated", Subject{File: checks.File{Name: "icon.png", Data: good(t)[:300]}, BrandColor: "#1f6feb"}, []string{"error IconDecodes: icon.png is cut off before its end"}},
		{"only the signature", Subject{File: checks.File{Name: "icon.png", Data: good(t)[:8]}}, []string{"error IconDecodes: icon.png is cut off before its end"}},
		{"damaged", Subject{File: checks.File{Name: "icon.png", Data: flip(good(t), 60)}}, []string{"error IconDecodes: icon.png is damaged: no decoder can read its picture"}},
		{"claims to be huge", Subject{File: checks.File{Name: "icon.png", Data: claiming(t, 60000, 60000)}},
			[]string{"error IconSize: icon.png is 60000×60000 pixels, 100×100 to 230×230 allowed"}},
		{"too heavy", Subject{File: checks.File{Name: "icon.png", Data: append(good(t), make([]byte, 1<<20)...)}, BrandColor: "#1f6feb"},
			[]string{fmt.Sprintf("error IconWeight: icon.png weighs %d bytes, 1048576 (1 MB) allowed", len(good(t))+1<<20)}},
		{"not square", Subject{File: checks.File{Name: "icon.png", Data: encode(t, canvas(230, 120, blue, 60))}, BrandColor: "#1f6feb"},
			[]string{"error IconSquare: icon.png is 230×120 pixels, not square"}},
		{"too large", Subject{File: checks.File{Name: "icon.png", Data: encode(t, canvas(400, 400, blue, 60))}, BrandColor: "#1f6feb"},
			[]string{"error IconSize: icon.png is 400×400 pixels, 100×100 to 230×230 allowed"}},
		{"too small", Subject{File: checks.File{Name: "icon.png", Data: encode(t, canvas(99, 99, blue, 60))}, BrandColor: "#1f6feb"},
			[]string{"error IconSize: icon.png is 99×99 pixels, 100×100 to 230×230 allowed"}},
		{"allowed, not 230", Subject{File: checks.File{Name: "icon.png", Data: encode(t, canvas(100, 100, blue, 60))}, BrandColor: "#1f6feb"},
			[]string{"warning IconSize230: icon.png is 100×100 pixels; ISV Studio's page asks for about 230×230"}},
		{"white", Subject{File: checks.File{Name: "icon.png", Data: encode(t, canvas(230, 230, color.White, 60))}, BrandColor: "#ffffff"},
			[]string{"error IconBackground: " + backgroundWording + " (the background of icon.png is white, #ffffff)"}},
		{"default colour", Subject{File: checks.File{Name: "icon.png", Data: encode(t, canvas(230, 230, color.NRGBA{0, 0x7e, 0xe5, 255}, 60))}, BrandColor: "#007ee5"},
			[]string{"error IconBackground: " + backgroundWording + " (the background of icon.png is the default colour, #007ee5)"}},
		{"rounded edges", Subject{File: checks.File{Name: "icon.png", Data: rounded(t)}, BrandColor: "#1f6feb"},
			[]string{"error IconBackground: " + backgroundWording + " (the background of icon.png is transparent at its corners)"}},
		{"another brand colour", Subject{File: checks.File{Name: "icon.png", Data: good(t)}, BrandColor: "#da3b01"},
			[]string{"error IconMatchesBrandColor: " + backgroundWording + " (the background of icon.png is #1f6feb, iconBrandColor is #da3b01)"}},
		{"logo too large", Subject{File: checks.File{Name: "icon.png", Data: encode(t, canvas(230, 230, blue, 90))}, BrandColor: "#1f6feb"},
			[]string{"warning IconLogoShare: the logo on icon.png measures 207×207 of 230×230 pixels, 70 % of each side allowed"}},
		{"another name", Subject{File: checks.File{Name: "Logo.PNG", Data: good(t)}, BrandColor: "#1f6feb"},
			[]string{"warning IconName: the icon is called Logo.PNG, Microsoft's page names it icon.png"}},
		{"independent", Subject{File: checks.File{Name: "icon.png", Data: jpegBytes(t)}, Independent: true},
			[]string{"warning IconNotInPullRequest: icon.png is in the folder; an independent publisher's pull request holds no icon"}},
		{"independent, none", Subject{Independent: true}, nil},
	}
	found := map[string]bool{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report := Judge(tt.subject)
			if got := lines(report); !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
			for _, f := range report.Findings {
				found[f.Rule] = true
			}
		})
	}
	for _, rule := range Rules() {
		if !found[rule.ID] {
			t.Errorf("no case finds %s", rule.ID)
		}
	}
}

func TestUnreadablePictureIsNotChecked(t *testing.T) {
	report := Judge(Subject{File: checks.File{Name: "icon.png", Data: good(t)[:20]}, BrandColor: "#1f6feb"})
	for _, o := range report.Unchecked() {
		if o.Reason == "" {
			t.Errorf("%s gives no reason", o.Rule)
		}
	}
	if n := len(report.Unchecked()); n != 3 {
		t.Errorf("%d rules not checked, want size, background and brand colour", n)
	}
	for _, o := range report.Outcomes {
		if o.Result == checks.Passed && o.Rule != "IconName" && o.Rule != "IconIsPng" && o.Rule != "IconWeight" {
			t.Errorf("%s passed a picture that cannot be read", o.Rule)
		}
	}
}

func TestMeasure(t *testing.T) {
	data := good(t)
	m, err := Measure(data)
	if want := (Measures{230, 230, len(data), "#1f6feb"}); m != want || err != nil {
		t.Errorf("Measure = %+v, %v, want %+v", m, err, want)
	}
	m, err = Measure(data[:300])
	if m.Width != 230 || m.Background != "" || err == nil {
		t.Errorf("Measure of a cut picture = %+v, %v, want its width and an error", m, err)
	}
	m, err = Measure(claiming(t, 60000, 60000))
	if m.Width != 60000 || err == nil || err.Error() != "is larger than 2048×2048 pixels" {
		t.Errorf("Measure of a huge picture = %+v, %v", m, err)
	}
}

func TestHalfBlocks(t *testing.T) {
	p := image.NewNRGBA(image.Rect(0, 0, 4, 4))
	for y := range 4 {
		for x := range 4 {
			p.Set(x, y, color.NRGBA{uint8(10 * y), uint8(10 * x), 0, 255})
		}
	}
	got, err := HalfBlocks(encode(t, p), 2, 1)
	want := [][]Cell{{
		{Top: color.RGBA{5, 5, 0, 255}, Bottom: color.RGBA{25, 5, 0, 255}},
		{Top: color.RGBA{5, 25, 0, 255}, Bottom: color.RGBA{25, 25, 0, 255}},
	}}
	if err != nil || !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("HalfBlocks = %v, %v, want %v", got, err, want)
	}
	got, err = HalfBlocks(encode(t, p), 40, 20) // more cells than pixels
	if err != nil || len(got) != 20 || len(got[19]) != 40 || got[19][39].Bottom.A != 255 {
		t.Errorf("HalfBlocks of a tiny picture: %v", err)
	}
	for _, size := range [][2]int{{0, 1}, {1, 0}, {-1, 5}, {maxCells + 1, 1}} {
		if _, err := HalfBlocks(encode(t, p), size[0], size[1]); err == nil {
			t.Errorf("HalfBlocks accepts %v cells", size)
		}
	}
	if _, err := HalfBlocks([]byte("no picture"), 4, 4); err == nil {
		t.Error("HalfBlocks accepts what is no picture")
	}
}

func TestKindOf(t *testing.T) {
	for head, want := range map[string]string{
		"RIFF\x00\x00\x00\x00WEBPVP8 ":     "a WebP picture",
		"\x00\x00\x00\x1cftypavif\x00\x00": "an AVIF or HEIC picture",
		"BM\x00":                           "a BMP picture",
		"\x00\x00\x01\x00\x01":             "a Windows icon (ICO)",
		"%PDF-1.7":                         "a PDF document",
		"\n<!DOCTYPE html><html>":          "a web page",
		"hello":                            "something else",
		"":                                 "something else",
	} {
		if got := kindOf([]byte(head)); got != want {
			t.Errorf("kindOf(%q) = %q, want %q", head, got, want)
		}
	}
}

func TestRulesAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if r.ID == "" || r.Subject != checks.SubjectIcon || r.Origin == "" || r.Meaning == "" || r.Fix == "" || r.Source == "" || r.Bad == "" || r.Good == "" {
			t.Errorf("%+v lacks something", r)
		}
		if seen[r.ID] {
			t.Errorf("%s stands twice", r.ID)
		}
		seen[r.ID] = true
	}
}

// TestPublishedIcons looks at real icons: each of them decodes and is measured.
func TestPublishedIcons(t *testing.T) {
	for _, file := range corpus.Files(t, "icon.png") {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if m, err := Measure(data); err != nil || m.Width < 100 || m.Background == "" {
			t.Errorf("%s: %+v, %v", filepath.Base(filepath.Dir(file)), m, err)
		}
	}
}

func FuzzJudge(f *testing.F) {
	f.Add(good(f), "#1f6feb", false)
	f.Add(good(f)[:200], "", false)
	f.Add([]byte{}, "#", true)
	f.Fuzz(func(t *testing.T, data []byte, brand string, independent bool) {
		report := Judge(Subject{File: checks.File{Name: "icon.png", Data: data}, BrandColor: brand, Independent: independent})
		for _, o := range report.Outcomes {
			if strings.HasPrefix(o.Reason, "the rule failed") {
				t.Errorf("%s: %s", o.Rule, o.Reason)
			}
		}
		_, errMeasure := Measure(data)
		if _, err := HalfBlocks(data, 8, 4); (err == nil) != (errMeasure == nil) {
			t.Errorf("HalfBlocks says %v, Measure says %v", err, errMeasure)
		}
	})
}

func BenchmarkJudge(b *testing.B) {
	s := Subject{File: checks.File{Name: "icon.png", Data: good(b)}, BrandColor: "#1f6feb"}
	for b.Loop() {
		Judge(s)
	}
}
