package store

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// What every entry of an archive says, so that the same files always make the
// same bytes: 1980-01-01 00:00 is the first moment a zip can name.
const (
	zipDate    = 1<<5 | 1       // MS-DOS: year 0 since 1980, month 1, day 1
	zipVersion = 20             // PKZIP 2.0: deflate
	zipMadeBy  = 3<<8 | 20      // Unix, whose permissions follow
	zipMode    = 0o100644 << 16 // an ordinary file, rw-r--r--
	zipUTF8    = 1 << 11        // names are UTF-8
)

// WriteZip writes files, by name, as a zip that depends on nothing but their
// names and bytes: sorted names, one fixed time and mode, no extra fields and
// no data descriptors. A name is a relative path with slashes (fs.ValidPath).
func WriteZip(w io.Writer, files map[string][]byte) error {
	z := zip.NewWriter(w)
	total := 0
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !fs.ValidPath(name) || name == "." || strings.ContainsFunc(name, badInName) {
			return fmt.Errorf("%q can't be the name of a file in an archive. Rename the file", name)
		}
		total += len(files[name])
		if total > maxVersion {
			return fmt.Errorf("the files are larger than the %d MB allowed together", maxVersion>>20)
		}
		if err := writeEntry(z, name, files[name]); err != nil {
			return fmt.Errorf("%s could not be put into the archive: %w", name, err)
		}
	}
	return z.Close()
}

func writeEntry(z *zip.Writer, name string, data []byte) error {
	packed, err := deflate(data)
	if err != nil {
		return err
	}
	h := &zip.FileHeader{
		Name:               name,
		Method:             zip.Deflate,
		Flags:              zipUTF8,
		CreatorVersion:     zipMadeBy,
		ReaderVersion:      zipVersion,
		ExternalAttrs:      zipMode,
		CRC32:              crc32.ChecksumIEEE(data),
		CompressedSize64:   uint64(len(packed)),
		UncompressedSize64: uint64(len(data)),
	}
	//lint:ignore SA1019 Modified would add an extra field with the same time
	h.ModifiedDate = zipDate
	out, err := z.CreateRaw(h)
	if err != nil {
		return err
	}
	_, err = out.Write(packed)
	return err
}

func deflate(data []byte) ([]byte, error) {
	var b bytes.Buffer
	f, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := f.Write(data); err != nil {
		return nil, err
	}
	err = f.Close()
	return b.Bytes(), err
}

func badInName(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }
