package session

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/certwiz/certwiz/submission/source"
)

// target is the file that a document's path leads to: a link stays a link, and
// one that leads out of the folder is not followed.
func target(folder, path string) (string, error) {
	if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return path, nil
	}
	file, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", err
	}
	if folder, err = filepath.EvalSymlinks(folder); err != nil {
		return "", err
	}
	if within, err := filepath.Rel(folder, file); err != nil || !filepath.IsLocal(within) {
		return "", errors.New("it is a link to a place outside the folder")
	}
	return file, nil
}

// readDocument reads a document that is a file and not too large.
func readDocument(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, source.MaxFile+1))
	if err == nil && len(data) > source.MaxFile {
		err = errors.New("it " + source.Allowed(int64(len(data)), source.MaxFile))
	}
	return data, err
}

// ReplaceFile writes a file of the connector's anew, whole or not at all. A link
// in the folder stays one, and mode and owner are kept.
func ReplaceFile(folder, name string, data []byte) error {
	path, err := target(folder, filepath.Join(folder, name))
	if err != nil {
		return err
	}
	return replaceFile(path, data, publicFile)
}

// replaceFile writes a file beside the old one and then takes its place, so
// that a full disk never costs the old text. The new one has the old one's mode
// and owner; fresh is the mode where there is none. A file that has other names too, or whose owner can't be given on,
// is written in place, after the new text was safely beside it.
func replaceFile(path string, data []byte, fresh fs.FileMode) error {
	mode := fresh
	old, err := os.Lstat(path)
	if err == nil && old.Mode().IsRegular() {
		mode = old.Mode().Perm()
	} else {
		old = nil
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".certwiz-*")
	if err != nil {
		return err
	}
	beside := f.Name()
	alike := old == nil || sameOwner(f, old)
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(mode)
	}
	if synced := f.Sync(); err == nil {
		err = synced
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return errors.Join(err, os.Remove(beside))
	}
	if alike {
		if err := os.Rename(beside, path); err != nil {
			return errors.Join(err, os.Remove(beside))
		}
		return nil
	}
	if err := overwrite(path, data); err != nil {
		return fmt.Errorf("%w; the whole text is in %s", err, filepath.Base(beside))
	}
	return os.Remove(beside)
}

// overwrite writes into a file as it is.
func overwrite(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Truncate(int64(len(data)))
	}
	if synced := f.Sync(); err == nil {
		err = synced
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}
