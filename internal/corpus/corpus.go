// Package corpus finds real connectors, and what Microsoft said about them,
// for the tests that measure the rules against them. They are no part of the
// repository: tests that need them are skipped where they are not.
//
// CERTWIZ_CORPUS names a clone of microsoft/PowerPlatformConnectors, or a
// folder with such a clone's folders in corpus/ and Microsoft's answers in
// oracle/ and rules/. Without it that is the folder shared beside the
// repository.
package corpus

import (
	"os"
	"path/filepath"
	"testing"
)

// Connectors are the folders of all published connectors.
func Connectors(t testing.TB) []string {
	t.Helper()
	root := Root(t)
	var all []string
	for _, top := range []string{"certified-connectors", "independent-publisher-connectors"} {
		folders, err := filepath.Glob(filepath.Join(root, top, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, folder := range folders {
			if info, err := os.Stat(folder); err == nil && info.IsDir() {
				all = append(all, folder)
			}
		}
	}
	if len(all) == 0 {
		t.Skipf("there are no published connectors in %s", root)
	}
	return all
}

// Files are all files of published connectors that have a name of this
// pattern, which filepath.Match explains.
func Files(t testing.TB, pattern string) []string {
	t.Helper()
	var all []string
	for _, folder := range Connectors(t) {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if ok, err := filepath.Match(pattern, e.Name()); err != nil {
				t.Fatal(err)
			} else if ok {
				all = append(all, filepath.Join(folder, e.Name()))
			}
		}
	}
	return all
}

// Root is the folder that the published connectors lie in.
func Root(t testing.TB) string {
	t.Helper()
	if _, err := os.Stat(filepath.Join(shared(t), "certified-connectors")); err == nil {
		return shared(t)
	}
	return Folder(t, "corpus")
}

// Folder is one of the folders beside the connectors: oracle, rules.
func Folder(t testing.TB, name string) string {
	t.Helper()
	folder := filepath.Join(shared(t), name)
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("there is no %s: set CERTWIZ_CORPUS (see internal/corpus) to run this test", folder)
	}
	return folder
}

// shared is the folder that CERTWIZ_CORPUS names, or the one beside the
// repository.
func shared(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("CERTWIZ_CORPUS"); dir != "" {
		return dir
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(filepath.Dir(dir), "shared")
		}
		if dir == filepath.Dir(dir) {
			t.Skip("there is no repository around this package")
		}
		dir = filepath.Dir(dir)
	}
}
