//go:build unix

package session

import (
	"io/fs"
	"os"
	"syscall"
)

// sameOwner gives a new file the owner of an old one. False means that it can't
// stand for it: another name leads to the old one, or its owner is another's.
func sameOwner(f *os.File, old fs.FileInfo) bool {
	info, err := f.Stat()
	if err != nil {
		return false
	}
	was, known := old.Sys().(*syscall.Stat_t)
	is, also := info.Sys().(*syscall.Stat_t)
	if !known || !also || was.Nlink > 1 {
		return false
	}
	return was.Uid == is.Uid && was.Gid == is.Gid || f.Chown(int(was.Uid), int(was.Gid)) == nil
}
