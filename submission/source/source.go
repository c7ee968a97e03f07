// Package source fetches a connector's artifacts, from its folder on disk or
// from a .zip, and says in what two sets of artifacts differ. The rooms below
// do the same for a git clone (git) and for GitHub (github); what they report
// about a commit is judged here, in Commit.
//
// Everything read here comes from people the publisher may not know: every
// read has a limit, links are not followed out of a connector's folder, an
// archive is never unpacked to disk, and texts are handed on as they are
// written, not yet safe for a terminal.
package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// The repository that connectors are open-sourced in, and its branch (S06).
const (
	Owner      = "microsoft"
	Repository = "PowerPlatformConnectors"
	Branch     = "dev"
)

// The limits on what is read, in bytes.
const (
	MaxSwagger = 16 << 20 // the API definition
	MaxFile    = 4 << 20  // every other artifact, of which there are at most three

	// MaxDocument is for readme.md and intro.md. The longest published one has
	// 33 kB, and where all of a text is headings, judging it costs 500 times its
	// size in memory.
	MaxDocument = 256 << 10
	MaxArchive  = 100 << 20 // a .zip; only the artifacts in it are unpacked
)

// Allowed tells in one line that something is larger than it may be.
func Allowed(size, limit int64) string {
	return fmt.Sprintf("is %s, %s allowed", megabytes(size), megabytes(limit))
}

// megabytes rounds up to a tenth, so that one byte too many is seen.
func megabytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d kB", (n+1023)>>10)
	}
	tenths := (n*10 + 1<<20 - 1) >> 20
	if tenths%10 == 0 {
		return fmt.Sprintf("%d MB", tenths/10)
	}
	return fmt.Sprintf("%d.%d MB", tenths/10, tenths%10)
}

// reason is a system's error without the call and the path that it repeats.
func reason(err error) string {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "permission denied"
	case errors.Is(err, fs.ErrNotExist):
		return "it does not exist"
	case errors.As(err, &path):
		return path.Err.Error()
	case errors.As(err, &link):
		return link.Err.Error()
	default:
		return err.Error()
	}
}

// certified tells the same of verified publishers.
func certified(path string) bool { return parent(path) == "certified-connectors" }

// independent tells from the path whether the connector stands among those of
// independent publishers, as the repository sorts them.
func independent(path string) bool {
	return parent(path) == "independent-publisher-connectors"
}

// parent is the name of the folder around a path, in small letters.
func parent(path string) string {
	parts := strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == '\\' })
	if len(parts) < 2 {
		return ""
	}
	return strings.ToLower(parts[len(parts)-2])
}
