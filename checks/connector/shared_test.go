package connector

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
)

// load reads a connector's folder.
func load(t testing.TB, folder string) Artifacts {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	a := Artifacts{Name: filepath.Base(folder)}
	known := map[string]**checks.File{
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
		*slot = &checks.File{Name: e.Name(), Data: data}
	}
	return a
}

func independent(folder string) bool {
	return strings.Contains(filepath.Base(filepath.Dir(folder)), "independent")
}
