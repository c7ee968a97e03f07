//go:build unix

package source

import (
	"context"
	"path/filepath"
	"syscall"
	"testing"
)

// Opening a FIFO for reading waits for a writer; nothing here may.
func TestFIFOs(t *testing.T) {
	dir := tree(t, map[string]string{"apiProperties.json": "{}"})
	for _, name := range []string{"apiDefinition.swagger.json", "x.zip"} {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o644); err != nil {
			t.Skip("FIFOs can't be made here")
		}
	}
	const want = "is not a plain file (a pipe, socket or device)"
	a, err := Load(context.Background(), dir)
	if err != nil || a.Swagger.Err != want {
		t.Errorf("%+v, %v", a.Swagger, err)
	}
	if found, err := Find(context.Background(), dir); err != nil || len(found) != 1 {
		t.Errorf("%v, %v", found, err)
	}
	if _, _, _, err := OpenZip(context.Background(), filepath.Join(dir, "x.zip")); err == nil {
		t.Error("a FIFO was taken for an archive")
	}
	if zips := FindZips(dir); len(zips) != 0 {
		t.Errorf("FindZips = %q", zips)
	}
}
