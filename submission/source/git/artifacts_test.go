package git

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestArtifactsAt(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	dir := filepath.Join(w.maker, filepath.FromSlash(danish))
	w.write(dir, "APIDEFINITION.swagger.json", "unused")
	w.write(dir, "Script.csx", "class Script {}\r\n")
	w.write(dir, "logo.PNG", "png")
	w.write(dir, "images/one.png", "png")
	w.write(dir, "intro.md", strings.Repeat("x", 4<<20+1))
	if err := os.Remove(filepath.Join(dir, "README.md")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "readme.md")); err != nil {
		t.Skip("links can't be made here")
	}
	sha := w.commit(w.maker, "More (#7)")
	w.publish()
	w.git(w.pub, "fetch", "--quiet", "upstream", "dev")
	r := w.discover(w.pub)
	a, err := r.ArtifactsAt(ctx, sha, danish)
	if err != nil {
		t.Fatal(err)
	}
	if a.Name != "Smørrebrød & Co" || a.Independent {
		t.Errorf("name %q, independent %v", a.Name, a.Independent)
	}
	if a.Swagger == nil || a.Swagger.Name != "apiDefinition.swagger.json" || string(a.Swagger.Data) != swagger("first") {
		t.Errorf("swagger: %+v", a.Swagger)
	}
	if a.Script == nil || string(a.Script.Data) != "class Script {}\r\n" {
		t.Errorf("script: %+v", a.Script)
	}
	if a.Icon == nil || a.Icon.Name != "logo.PNG" {
		t.Errorf("icon: %+v", a.Icon)
	}
	if a.Intro == nil || a.Intro.Err != "is 4.1 MB, 256 kB allowed" || a.Intro.Data != nil {
		t.Errorf("intro: %q, %d bytes", a.Intro.Err, len(a.Intro.Data))
	}
	if a.Readme == nil || a.Readme.Err != "is a link, which is not followed" {
		t.Errorf("readme: %+v", a.Readme)
	}
	if want := []string{"APIDEFINITION.swagger.json", "images/"}; !slices.Equal(a.Others, want) {
		t.Errorf("others %q, want %q", a.Others, want)
	}
	if a, err := r.ArtifactsAt(ctx, sha, loyalty); err != nil || !a.Independent {
		t.Errorf("independent: %v, %v", a.Independent, err)
	}
	for _, bad := range [][2]string{{sha, "certified-connectors/None"}, {sha[:7], danish}, {strings.Repeat("0", 40), danish}, {"--help", danish}, {sha, "../x"}, {sha, danish + "/README.md"}} {
		if _, err := r.ArtifactsAt(ctx, bad[0], bad[1]); err == nil {
			t.Errorf("ArtifactsAt(%q, %q) gives no error", bad[0], bad[1])
		}
	}
}
