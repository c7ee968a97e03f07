package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// MaxListed is how many entries an archive may have to be listed at all.
const MaxListed = 20000

// Open reads an archive's table of contents. What keeps it from being read is
// the problem, a phrase that follows the archive's name ("is cut off").
func Open(data []byte) (entries []*zip.File, problem string) {
	// Each entry costs memory before anything is known of it.
	if bytes.Count(data, []byte("PK\x01\x02")) > MaxListed {
		return nil, fmt.Sprintf("holds more than %d entries", MaxListed)
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, openProblem(data, err)
	}
	return r.File, ""
}

func openProblem(data []byte, err error) string {
	switch {
	case len(data) == 0:
		return "is empty"
	case !errors.Is(err, zip.ErrFormat):
		return "is damaged: " + strings.TrimPrefix(err.Error(), "zip: ")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return "is cut off or damaged: its table of contents is missing"
	default:
		return "is not a .zip archive"
	}
}

// Listed is an entry as the central directory states it.
func Listed(f *zip.File) Entry {
	return Entry{
		Name: f.Name, Size: f.UncompressedSize64, Packed: f.CompressedSize64,
		Mode: f.Mode(), Encrypted: f.Flags&1 != 0,
	}
}

// Unpack reads an entry into memory. The header's size is only a hint: what
// counts is how many bytes come out. The problem is a phrase that follows the
// entry's name.
func Unpack(f *zip.File, limit int64) (data []byte, problem string) {
	if f.Flags&1 != 0 {
		return nil, "is encrypted"
	}
	if !f.Mode().IsRegular() {
		return nil, "is not a plain file (a link or device)"
	}
	r, err := f.Open()
	if err != nil {
		return nil, unpackProblem(err)
	}
	defer r.Close()
	data, err = io.ReadAll(io.LimitReader(r, limit+1))
	if int64(len(data)) > limit {
		return nil, fmt.Sprintf("is larger than %d MB when unpacked", (limit+1<<20-1)>>20)
	}
	if err != nil {
		return nil, unpackProblem(err)
	}
	return data, ""
}

func unpackProblem(err error) string {
	switch {
	case errors.Is(err, zip.ErrAlgorithm):
		return "is packed in a way that is not supported"
	case errors.Is(err, zip.ErrChecksum):
		return "is damaged: its checksum is wrong"
	default:
		return "is damaged and can't be unpacked"
	}
}
