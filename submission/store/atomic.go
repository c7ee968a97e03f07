package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// writeTemp writes a file's next content next to it, synced, and returns the
// path it has until replace moves it into place. What a killed process left of
// the same kind, and is as old as given, is swept away first: it may be what
// fills the disk.
func writeTemp(path string, data []byte, old time.Duration) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp") // made with 0600
	if err != nil {
		return "", err
	}
	if info, err := f.Stat(); err == nil {
		sweep(filepath.Dir(path), filepath.Base(path)+".", ".tmp", info, old)
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// put writes a file whole or not at all, and synced. Several processes may do
// so at once; the last one's stays.
func put(path string, data []byte) error {
	temp, err := writeTemp(path, data, abandoned)
	if err != nil {
		return err
	}
	if err := replace(temp, path); err != nil {
		_ = os.Remove(temp)
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// abandoned is how old something unfinished is when nobody is at work on it any
// more: no write takes as long.
const abandoned = 15 * time.Minute

// anyAge is for what only the holder of a submission's Lock writes: nobody else
// is at work on it.
const anyAge = -100 * 365 * 24 * time.Hour

// sweep removes what killed processes left unfinished in a folder, by the
// beginning and the end of its name. What is younger than old may be another
// process's, at work right now; mine is what this one has just made, by the
// file system's clock.
func sweep(dir, begins, ends string, mine os.FileInfo, old time.Duration) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if e.Name() == mine.Name() || !strings.HasPrefix(e.Name(), begins) || !strings.HasSuffix(e.Name(), ends) {
			continue
		}
		if info, err := e.Info(); err == nil && mine.ModTime().Sub(info.ModTime()) >= old {
			_ = os.RemoveAll(filepath.Join(dir, e.Name()))
		}
	}
}
