package sittings

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/certwiz/certwiz/example"
)

// Folder is the example's connector, copied for one test.
type Folder struct {
	Faulty bool // with its faults
	Clone  bool // in a clone of its own, which takes git to look at
}

// made is the example, made once for the tests of a package.
var made struct {
	once sync.Once
	dir  string
	err  error
}

// Main runs the tests of a package with nothing of the person's git settings,
// and takes away what Make has made.
func Main(run func() int) int {
	for _, name := range []string{"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"} {
		_ = os.Setenv(name, os.DevNull)
	}
	defer func() { _ = os.RemoveAll(made.dir) }()
	return run()
}

// Make copies the connector and returns its folder. fetched is when its clone
// was last fetched.
func (f Folder) Make(t testing.TB, fetched time.Time) string {
	t.Helper()
	made.once.Do(func() {
		made.dir, made.err = os.MkdirTemp("", "certwiz-example-")
		if made.err == nil {
			_, made.err = example.Make(context.Background(), filepath.Join(made.dir, "example"))
		}
	})
	if made.err != nil {
		t.Fatal(made.err)
	}
	const clone, below = "PowerPlatformConnectors", "certified-connectors/Contoso Invoices"
	from, root := filepath.Join(made.dir, "example"), filepath.Join(t.TempDir(), "example")
	dir := filepath.Join(root, clone, filepath.FromSlash(below))
	if !f.Clone {
		from, root = filepath.Join(from, clone, filepath.FromSlash(below)), dir
	}
	if err := os.CopyFS(root, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	if f.Clone {
		for _, name := range []string{"FETCH_HEAD", "logs/refs/remotes/upstream/dev", "refs/remotes/upstream/dev"} {
			if err := os.Chtimes(filepath.Join(root, clone, ".git", filepath.FromSlash(name)), fetched, fetched); err != nil {
				t.Fatal(err)
			}
		}
	}
	if !f.Faulty {
		if err := example.Mend(dir); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
