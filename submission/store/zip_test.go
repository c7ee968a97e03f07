package store

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func zipOf(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteZip(&b, files); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sampleFiles() map[string][]byte {
	return map[string][]byte{
		"icon.png":                   bytes.Repeat([]byte{0x89, 'P', 'N', 'G', 0, 255}, 100),
		"apiProperties.json":         []byte(`{"properties":{}}`),
		"apiDefinition.swagger.json": []byte(strings.Repeat(`{"swagger":"2.0","info":{"title":"Contoso"}}`, 500)),
		"größe/ø.txt":                {},
	}
}

// TestZipIsAlwaysTheSame compares two runs, and both with the hash of an
// earlier one. The hash may only change with the Go release whose deflate
// packs differently: then write it anew with -update.
func TestZipIsAlwaysTheSame(t *testing.T) {
	first := zipOf(t, sampleFiles())
	for range 20 { // the order of a map differs from run to run
		if !bytes.Equal(zipOf(t, sampleFiles()), first) {
			t.Fatal("the same files made other bytes")
		}
	}
	compare(t, "sample.zip.sha256", []byte(digest(first)+"\n"))
}

func TestZipEntries(t *testing.T) {
	data := zipOf(t, sampleFiles())
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, f := range r.File {
		order = append(order, f.Name)
		if f.Mode() != 0o644 || f.Method != zip.Deflate || f.Flags != zipUTF8 || len(f.Extra) != 0 || f.Comment != "" {
			t.Errorf("%s: mode %v, method %d, flags %x, extra %x, comment %q", f.Name, f.Mode(), f.Method, f.Flags, f.Extra, f.Comment)
		}
		if got := f.Modified.Format("2006-01-02 15:04:05"); got != "1980-01-01 00:00:00" {
			t.Errorf("%s is of %s", f.Name, got)
		}
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil || !bytes.Equal(content, sampleFiles()[f.Name]) {
			t.Errorf("%s came back as %d bytes: %v", f.Name, len(content), err)
		}
	}
	want := []string{"apiDefinition.swagger.json", "apiProperties.json", "größe/ø.txt", "icon.png"}
	if !slices.Equal(order, want) {
		t.Errorf("order %q", order)
	}
}

// TestZipLocalHeaders looks at the headers that a reader of a stream relies on.
func TestZipLocalHeaders(t *testing.T) {
	data := zipOf(t, map[string][]byte{"a.txt": []byte("hello")})
	le := binary.LittleEndian
	if le.Uint32(data) != 0x04034b50 || le.Uint16(data[6:]) != zipUTF8 || le.Uint16(data[10:]) != 0 || le.Uint16(data[12:]) != zipDate {
		t.Errorf("header % x", data[:30])
	}
	if le.Uint32(data[14:]) != 0x3610a686 || le.Uint32(data[22:]) != 5 || le.Uint16(data[28:]) != 0 {
		t.Errorf("CRC, size or extra length: % x", data[:30])
	}
}

func TestEmptyZip(t *testing.T) {
	if data := zipOf(t, nil); len(data) != 22 {
		t.Errorf("got % x", data)
	}
}

func TestZipRefusesNames(t *testing.T) {
	for _, name := range []string{"", ".", "..", "../x", "/x", "a//b", "a/", `a\b`, "a\x00", "a\nb", "a\xff", "./a"} {
		if err := WriteZip(io.Discard, map[string][]byte{name: nil}); err == nil || !strings.Contains(err.Error(), "Rename") {
			t.Errorf("%q: got %v", name, err)
		}
	}
	if err := WriteZip(io.Discard, map[string][]byte{"a": make([]byte, maxVersion+1)}); err == nil || !strings.Contains(err.Error(), "64 MB") {
		t.Errorf("got %v", err)
	}
}

type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.left {
		return 0, errors.New("full")
	}
	f.left -= len(p)
	return len(p), nil
}

func TestZipToAFullDisk(t *testing.T) {
	whole := len(zipOf(t, sampleFiles()))
	for _, room := range []int{0, 10, whole / 2, whole - 1} {
		if err := WriteZip(&full{left: room}, sampleFiles()); err == nil {
			t.Errorf("%d of %d bytes were enough", room, whole)
		}
	}
}

func TestZipHoldsAnyFiles(t *testing.T) {
	name := rapid.StringMatching(`[a-zA-Z0-9._ äø-]{1,20}x`)
	rapid.Check(t, func(t *rapid.T) {
		files := rapid.MapOfN(name, rapid.SliceOf(rapid.Byte()), 0, 5).Draw(t, "files")
		var b bytes.Buffer
		if err := WriteZip(&b, files); err != nil {
			t.Fatal(err)
		}
		r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil || len(r.File) != len(files) {
			t.Fatalf("%d files of %d: %v", len(r.File), len(files), err)
		}
		for _, f := range r.File {
			in, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(in); err != nil || !bytes.Equal(got, files[f.Name]) {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	})
}

// TestOtherToolsReadTheZip asks whichever of the usual tools is installed.
func TestOtherToolsReadTheZip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sample.zip")
	writeFile(t, path, string(zipOf(t, sampleFiles())))
	tools := [][]string{{"unzip", "-t", path}, {"python3", "-m", "zipfile", "-t", path}}
	asked := false
	for _, tool := range tools {
		if _, err := exec.LookPath(tool[0]); err != nil {
			continue
		}
		asked = true
		if out, err := exec.Command(tool[0], tool[1:]...).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", tool[0], err, out)
		}
	}
	if !asked {
		t.Skip("neither unzip nor python3 is installed")
	}
}

func BenchmarkWriteZip(b *testing.B) {
	files := sampleFiles()
	for b.Loop() {
		if err := WriteZip(io.Discard, files); err != nil {
			b.Fatal(err)
		}
	}
}
