package secrets

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
)

// readFile reads the sealed file, at most maxSealed bytes. A link, a folder or
// a device in its place is refused before it is opened, and again once it is,
// so that nobody can put one there in between.
func readFile(path string) ([]byte, error) {
	named, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !named.Mode().IsRegular() {
		return nil, ErrNotAFile
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	opened, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !os.SameFile(named, opened) {
		return nil, ErrNotAFile
	}
	data, err := io.ReadAll(io.LimitReader(file, maxSealed+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxSealed {
		return nil, ErrDamaged
	}
	return data, nil
}

// replaceFile puts sealed data in the file's place in one step, readable by
// its owner alone. Its contents are on the disk before it takes that place.
func replaceFile(path string, sealed []byte) (err error) {
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(temp.Name())
		}
	}()
	_, err = temp.Write(sealed)
	if err == nil {
		err = temp.Sync()
	}
	if err := errors.Join(err, temp.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return err
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// syncFolder makes a rename last through a power cut. It is best effort: not
// every file system can do it, and the file is in its place by then.
func syncFolder(path string) {
	if runtime.GOOS == "windows" {
		return
	}
	folder, err := os.Open(path)
	if err != nil {
		return
	}
	defer folder.Close()
	folder.Sync()
}
