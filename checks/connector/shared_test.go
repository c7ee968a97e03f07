package connector

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shared is the folder of that name beside the repository, where real
// connectors and what Microsoft said about them lie; tests of them are skipped
// where it is not.
func shared(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Skip("there is no repository around this package")
		}
		dir = filepath.Dir(dir)
	}
	folder := filepath.Join(filepath.Dir(dir), "shared", name)
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("there is no shared/%s beside the repository", name)
	}
	return folder
}

// load reads a connector's folder.
func load(t testing.TB, folder string) Artifacts {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	a := Artifacts{Name: filepath.Base(folder)}
	known := map[string]**File{
		"apidefinition.swagger.json": &a.Swagger, "apiproperties.json": &a.Properties,
		"icon.png": &a.Icon, "script.csx": &a.Script, "readme.md": &a.Readme, "intro.md": &a.Intro,
	}
	for _, e := range entries {
		slot, ok := known[strings.ToLower(e.Name())]
		if !ok || e.IsDir() {
			a.Others = append(a.Others, e.Name())
			continue
		}
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		*slot = &File{Name: e.Name(), Data: data}
	}
	return a
}

// corpus lists the folders of all published connectors.
func corpus(t testing.TB) []string {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(shared(t, "corpus"), "*", "*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no connectors: %v", err)
	}
	return folders
}

func independent(folder string) bool {
	return strings.Contains(filepath.Base(filepath.Dir(folder)), "independent")
}
