package source

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestLoad(t *testing.T) {
	dir := tree(t, map[string]string{
		"certified-connectors/Smør & Co/ApiDefinition.swagger.json": contoso,
		"certified-connectors/Smør & Co/apiproperties.json":         "{}",
		"certified-connectors/Smør & Co/script.CSX":                 "class Script {}",
		"certified-connectors/Smør & Co/readme.md.txt":              "# Read me",
		"certified-connectors/Smør & Co/Intro.md":                   "# Intro",
		"certified-connectors/Smør & Co/logo.png":                   "png",
		"certified-connectors/Smør & Co/settings.json":              "{}",
		"certified-connectors/Smør & Co/images/a.png":               "png",
	})
	a, err := Load(context.Background(), filepath.Join(dir, "certified-connectors", "Smør & Co"))
	if err != nil {
		t.Fatal(err)
	}
	if a.Name != "Smør & Co" || a.Independent || string(a.Swagger.Data) != contoso || a.Swagger.Name != "ApiDefinition.swagger.json" {
		t.Errorf("name %q, swagger %+v", a.Name, a.Swagger)
	}
	for _, f := range []struct{ got, want string }{
		{a.Properties.Name, "apiproperties.json"}, {a.Script.Name, "script.CSX"}, {a.Readme.Name, "readme.md.txt"},
		{a.Intro.Name, "Intro.md"}, {a.Icon.Name, "logo.png"},
	} {
		if f.got != f.want {
			t.Errorf("took %q, want %q", f.got, f.want)
		}
	}
	if want := []string{"images/", "settings.json"}; !slices.Equal(a.Others, want) {
		t.Errorf("others %q, want %q", a.Others, want)
	}
}

func TestAssembleChoosesNames(t *testing.T) {
	for _, tt := range []struct {
		names                             string
		swagger, properties, readme, icon string
		others                            string
	}{
		{"apidefinition.swagger.json apiDefinition.swagger.json", "apiDefinition.swagger.json", "", "", "", "apidefinition.swagger.json"},
		{"contoso.swagger.json", "contoso.swagger.json", "", "", "", ""},
		{"a.swagger.json b.swagger.json", "", "", "", "", "a.swagger.json b.swagger.json"},
		{"a.swagger.json APIDEFINITION.SWAGGER.JSON", "APIDEFINITION.SWAGGER.JSON", "", "", "", "a.swagger.json"},
		{"README.MD readme.md", "", "", "readme.md", "", "README.MD"},
		{"readme.txt ReadMe.markdown", "", "", "ReadMe.markdown", "", "readme.txt"},
		{"a.png Icon.PNG b.png", "", "", "", "Icon.PNG", "a.png b.png"},
		{"a.png b.png", "", "", "", "", "a.png b.png"},
		{"LOGO.PNG", "", "", "", "LOGO.PNG", ""},
		{"icon.png/ apiProperties.json/ readme/", "", "", "", "", "apiProperties.json/ icon.png/ readme/"},
		{"", "", "", "", "", ""},
	} {
		a := Assemble("x", strings.Fields(tt.names), func(string, int64) ([]byte, string) { return nil, "" })
		got := []string{"", "", "", "", strings.Join(a.Others, " ")}
		if a.Swagger != nil {
			got[0] = a.Swagger.Name
		}
		if a.Properties != nil {
			got[1] = a.Properties.Name
		}
		if a.Readme != nil {
			got[2] = a.Readme.Name
		}
		if a.Icon != nil {
			got[3] = a.Icon.Name
		}
		if want := []string{tt.swagger, tt.properties, tt.readme, tt.icon, tt.others}; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", tt.names, got, want)
		}
	}
}

func TestLoadLimits(t *testing.T) {
	dir := tree(t, map[string]string{"apiDefinition.swagger.json": contoso, "apiProperties.json": "{}", "icon.png": "png"})
	for name, size := range map[string]int64{"apiDefinition.swagger.json": MaxSwagger + 1, "apiProperties.json": MaxFile, "icon.png": MaxFile + 1} {
		if err := os.Truncate(filepath.Join(dir, name), size); err != nil {
			t.Fatal(err)
		}
	}
	a, err := Load(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if a.Swagger.Err != "is 16.1 MB, 16 MB allowed" || a.Swagger.Data != nil {
		t.Errorf("swagger: %q, %d bytes", a.Swagger.Err, len(a.Swagger.Data))
	}
	if a.Properties.Err != "" || len(a.Properties.Data) != MaxFile {
		t.Errorf("properties: %q, %d bytes", a.Properties.Err, len(a.Properties.Data))
	}
	if a.Icon.Err != "is 4.1 MB, 4 MB allowed" {
		t.Errorf("icon: %q", a.Icon.Err)
	}
}

func TestLoadLinks(t *testing.T) {
	dir := tree(t, map[string]string{"secret.txt": "secret", "c/real.json": "{}", "c/folder/": ""})
	c := filepath.Join(dir, "c")
	for link, target := range map[string]string{
		"apiDefinition.swagger.json": filepath.Join(dir, "secret.txt"), "apiProperties.json": "real.json", "readme.md": "../secret.txt",
		"intro.md": "nothing", "script.csx": "folder", "icon.png": "icon.png",
	} {
		if err := os.Symlink(target, filepath.Join(c, link)); err != nil {
			t.Skip("links can't be made here")
		}
	}
	a, err := Load(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	if a.Properties.Err != "" || string(a.Properties.Data) != "{}" {
		t.Errorf("a link within the folder: %+v", a.Properties)
	}
	const outside = "is a link to a place outside the folder, which is not followed"
	for _, f := range []struct{ got, want string }{
		{a.Swagger.Err, outside}, {a.Readme.Err, outside}, {a.Intro.Err, "is a link to a file that does not exist"}, {a.Script.Err, "is a folder, not a file"},
	} {
		if f.got != f.want {
			t.Errorf("Err = %q, want %q", f.got, f.want)
		}
	}
	if a.Icon.Err == "" || a.Swagger.Data != nil || a.Readme.Data != nil {
		t.Error("something was read through a link that leads nowhere good")
	}
}

func TestLoadProblems(t *testing.T) {
	dir := tree(t, map[string]string{"file": "", "c/apiProperties.json": "{}"})
	for path, want := range map[string]string{"nothing": "it does not exist", "file": "is a file, not a connector's folder"} {
		if _, err := Load(context.Background(), filepath.Join(dir, path)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Load(%s): %v", path, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Load(ctx, filepath.Join(dir, "c")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	for i := range maxFolder + 1 {
		if err := os.Mkdir(filepath.Join(dir, "c", "x"+strings.Repeat("y", i%50)+string(rune('a'+i/50%26))+string(rune('a'+i/1300))), 0o755); err != nil && !os.IsExist(err) {
			t.Fatal(err)
		}
	}
	if _, err := Load(context.Background(), filepath.Join(dir, "c")); err == nil || !strings.Contains(err.Error(), "more than 5000 entries") {
		t.Errorf("crowded: %v", err)
	}
}

func TestLoadUnreadable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	dir := tree(t, map[string]string{"shut/apiProperties.json": "{}"})
	if err := os.Chmod(filepath.Join(dir, "shut", "apiProperties.json"), 0); err != nil {
		t.Fatal(err)
	}
	a, err := Load(context.Background(), filepath.Join(dir, "shut"))
	if err != nil || a.Properties.Err != "permission denied" {
		t.Errorf("%+v, %v", a.Properties, err)
	}
	if err := os.Chmod(filepath.Join(dir, "shut"), 0); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(filepath.Join(dir, "shut"), 0o755)
	if _, err := Load(context.Background(), filepath.Join(dir, "shut")); err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("shut: %v", err)
	}
}
