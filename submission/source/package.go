package source

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/certwiz/certwiz/checks"
)

// ReadFile reads a file whole, an archive or a document, never more than
// MaxArchive of it. The error is a sentence that names the file.
func ReadFile(ctx context.Context, file string) (checks.File, error) {
	data, size, err := readZipFile(ctx, file)
	switch {
	case err != nil:
		return checks.File{}, fmt.Errorf("%s can't be read: %s", file, reason(err))
	case data == nil && size > MaxArchive:
		return checks.File{}, fmt.Errorf("%s can't be read: it %s", file, Allowed(size, MaxArchive))
	}
	return checks.File{Name: filepath.Base(file), Data: data}, nil
}
