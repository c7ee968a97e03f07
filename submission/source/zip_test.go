package source

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/archive"
)

// pack makes an archive of names and texts, in that order.
func pack(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		f, err := w.Create(pairs[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func save(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "contoso.zip")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpenZip(t *testing.T) {
	data := pack(t, "apiDefinition.swagger.json", contoso, "ApiProperties.json", "{}", "icon.png", "png",
		"__MACOSX/", "", "__MACOSX/._icon.png", "x", "script.csx", "class Script {}", "sub/apiProperties.json", "no")
	listing, a, sum, err := OpenZip(context.Background(), save(t, data))
	if err != nil || listing.Problem != "" {
		t.Fatalf("%v %q", err, listing.Problem)
	}
	if sum != fmt.Sprintf("%x", sha256.Sum256(data)) {
		t.Errorf("sum %s", sum)
	}
	if listing.Name != "contoso.zip" || listing.Size != int64(len(data)) || len(listing.Entries) != 7 || !listing.HasScript {
		t.Errorf("%+v", listing)
	}
	e := listing.Entries[0]
	if e.Name != "apiDefinition.swagger.json" || e.Size != uint64(len(contoso)) || e.Packed == 0 || e.Encrypted || !e.Mode.IsRegular() {
		t.Errorf("%+v", e)
	}
	if a.Name != "contoso" || string(a.Swagger.Data) != contoso || string(a.Properties.Data) != "{}" || string(a.Icon.Data) != "png" || a.Script == nil {
		t.Errorf("%+v", a)
	}
}

func TestOpenZipFolders(t *testing.T) {
	for _, tt := range []struct {
		name  string
		pairs []string
		want  string // text of the properties
		named string
	}{
		{"one folder", []string{"Contoso/apiProperties.json", "in", "Contoso/icon.png", "x", "readme.txt", "y"}, "in", "Contoso"},
		{"a folder made on Windows", []string{`a\Contoso\apiProperties.json`, "in"}, "in", "Contoso"},
		{"a dot", []string{"./apiProperties.json", "in"}, "in", "contoso"},
		{"the root wins", []string{"x/apiProperties.json", "in", "apiProperties.json", "root"}, "root", "contoso"},
		{"two folders", []string{"a/apiProperties.json", "a", "b/apiProperties.json", "b"}, "", "contoso"},
		{"macOS's shadow", []string{"__MACOSX/apiProperties.json", "no"}, "", "contoso"},
		{"twice the same", []string{"apiProperties.json", "first", "apiProperties.json", "second"}, "first", "contoso"},
		{"upwards", []string{"../apiProperties.json", "up"}, "up", ".."},
		{"nothing", nil, "", "contoso"},
	} {
		listing, a, _, err := OpenZip(context.Background(), save(t, pack(t, tt.pairs...)))
		if err != nil || listing.Problem != "" || len(listing.Entries) != len(tt.pairs)/2 {
			t.Errorf("%s: %v, %+v", tt.name, err, listing)
		}
		got := ""
		if a.Properties != nil {
			got = string(a.Properties.Data)
		}
		if got != tt.want || a.Name != tt.named {
			t.Errorf("%s: %q in %q, want %q in %q", tt.name, got, a.Name, tt.want, tt.named)
		}
	}
}

func TestOpenZipBroken(t *testing.T) {
	whole := pack(t, "apiProperties.json", strings.Repeat("{}", 1000))
	many := pack(t, "a", strings.Repeat("PK\x01\x02", archive.MaxListed+1))
	stored := bytes.Repeat([]byte("PK\x01\x02"), archive.MaxListed+1)
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "is empty"},
		{"text", []byte("this is no archive"), "is not a .zip archive"},
		{"cut off", whole[:len(whole)-30], "is cut off or damaged: its table of contents is missing"},
		{"crowded", stored, "holds more than 20000 entries"},
		{"packed, so not crowded", many, ""},
	} {
		listing, a, sum, err := OpenZip(context.Background(), save(t, tt.data))
		if err != nil || listing.Problem != tt.want || sum == "" {
			t.Errorf("%s: problem %q, sum %q, %v, want %q", tt.name, listing.Problem, sum, err, tt.want)
		}
		if tt.want != "" && (a.Properties != nil || listing.Entries != nil) {
			t.Errorf("%s: %+v", tt.name, a)
		}
	}
	if _, _, _, err := OpenZip(context.Background(), filepath.Join(t.TempDir(), "none.zip")); err == nil || !strings.Contains(err.Error(), "it does not exist") {
		t.Errorf("none: %v", err)
	}
	if _, _, _, err := OpenZip(context.Background(), t.TempDir()); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Errorf("folder: %v", err)
	}
	big := save(t, nil)
	if err := os.Truncate(big, MaxArchive+1); err != nil {
		t.Fatal(err)
	}
	if listing, _, _, err := OpenZip(context.Background(), big); err != nil || listing.Problem != "is 100.1 MB, 100 MB allowed" || listing.Size != MaxArchive+1 {
		t.Errorf("big: %+v, %v", listing, err)
	}
}

func TestOpenZipEntries(t *testing.T) {
	open := func(t *testing.T, data []byte) (archive.Listing, string, int) {
		t.Helper()
		listing, a, _, err := OpenZip(context.Background(), save(t, data))
		if err != nil || a.Properties == nil {
			t.Fatalf("%+v, %+v, %v", listing, a, err)
		}
		return listing, a.Properties.Err, len(a.Properties.Data)
	}
	t.Run("bomb", func(t *testing.T) {
		data := pack(t, "apiProperties.json", strings.Repeat("0", 8<<20))
		if len(data) > 100<<10 {
			t.Fatal("that is no bomb")
		}
		if _, problem, n := open(t, data); problem != "is larger than 4 MB when unpacked" || n != 0 {
			t.Errorf("%q, %d bytes", problem, n)
		}
	})
	t.Run("bomb whose header lies", func(t *testing.T) {
		data := pack(t, "apiProperties.json", strings.Repeat("0", 8<<20))
		// The central directory's unpacked size, at offset 24 of its record.
		at := bytes.LastIndex(data, []byte("PK\x01\x02"))
		binary.LittleEndian.PutUint32(data[at+24:], 2)
		listing, problem, n := open(t, data)
		if listing.Entries[0].Size != 2 || problem == "" || n != 0 {
			t.Errorf("%+v %q, %d bytes", listing.Entries, problem, n)
		}
	})
	t.Run("encrypted", func(t *testing.T) {
		data := pack(t, "apiProperties.json", "{}")
		at := bytes.LastIndex(data, []byte("PK\x01\x02"))
		data[at+8] |= 1
		if listing, problem, _ := open(t, data); problem != "is encrypted" || !listing.Entries[0].Encrypted {
			t.Errorf("%q %+v", problem, listing.Entries)
		}
	})
	t.Run("unknown method", func(t *testing.T) {
		data := pack(t, "apiProperties.json", "{}")
		at := bytes.LastIndex(data, []byte("PK\x01\x02"))
		data[at+10] = 99
		if _, problem, _ := open(t, data); problem != "is packed in a way that is not supported" {
			t.Errorf("%q", problem)
		}
	})
	t.Run("wrong checksum", func(t *testing.T) {
		data := pack(t, "apiProperties.json", "{}")
		at := bytes.LastIndex(data, []byte("PK\x01\x02"))
		data[at+16] ^= 0xff
		if _, problem, n := open(t, data); problem != "is damaged: its checksum is wrong" || n != 0 {
			t.Errorf("%q", problem)
		}
	})
	t.Run("link", func(t *testing.T) {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		h := &zip.FileHeader{Name: "apiProperties.json"}
		h.SetMode(fs.ModeSymlink | 0o777)
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, "/etc/passwd")
		w.Close()
		if _, problem, _ := open(t, b.Bytes()); problem != "is not a plain file (a link or device)" {
			t.Errorf("%q", problem)
		}
	})
}

func TestFindZips(t *testing.T) {
	dir := tree(t, map[string]string{"c/old.zip": "", "c/NEW.ZIP": "", "above.zip": "", "c/sub/deep.zip": "", "c/x.txt": "", "c/folder.zip/": ""})
	base := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i, name := range []string{"c/old.zip", "above.zip", "c/NEW.ZIP"} {
		at := base.AddDate(0, 0, i)
		if err := os.Chtimes(filepath.Join(dir, filepath.FromSlash(name)), at, at); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, path := range FindZips(filepath.Join(dir, "c")) {
		got = append(got, filepath.Base(path))
	}
	if strings.Join(got, " ") != "NEW.ZIP above.zip old.zip" {
		t.Errorf("FindZips = %q", got)
	}
	if zips := FindZips(filepath.Join(dir, "x", "y")); len(zips) != 0 {
		t.Errorf("FindZips of nothing = %q", zips)
	}
}

func FuzzOpenZip(f *testing.F) {
	f.Add(pack(f, "apiDefinition.swagger.json", contoso, "__MACOSX/._icon.png", "x"))
	f.Add(pack(f, `a\apiProperties.json`, "{}", `a\apiProperties.json`, "{}"))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		listing := archive.Listing{Name: "x.zip"}
		a := takeApart(context.Background(), &listing, data)
		if listing.Problem != "" && listing.Entries != nil {
			t.Error("entries in spite of a problem")
		}
		if a.Swagger != nil && int64(len(a.Swagger.Data)) > MaxSwagger || a.Icon != nil && int64(len(a.Icon.Data)) > MaxFile {
			t.Error("read more than allowed")
		}
	})
}
