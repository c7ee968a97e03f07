package source

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/corpus"
)

// tree makes files in a new folder; a name that ends in a slash is a folder.
func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(path, 0o755); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const contoso = `{"swagger":"2.0","info":{"title":"Contoso Invoices"}}`

func TestFind(t *testing.T) {
	dir := tree(t, map[string]string{
		".git/":                                     "",
		".git/x/apiProperties.json":                 "{}",
		".hidden/apiProperties.json":                "{}",
		"node_modules/a/apiDefinition.swagger.json": contoso,
		"readme.md":                                 "",
		"certified-connectors/B/apiDefinition.swagger.json":  contoso,
		"certified-connectors/B/previous/apiProperties.json": "{}",
		"certified-connectors/B/docs/deep/notes.txt":         "",
		"certified-connectors/Smør & Co/apiProperties.json":  "{}",
		"certified-connectors/C/ApiDefinition.Swagger.JSON":  contoso,
		"certified-connectors/D/contoso.swagger.json":        contoso,
		"certified-connectors/E/one.swagger.json":            contoso,
		"certified-connectors/E/two.swagger.json":            contoso,
		"certified-connectors/F/apiProperties.json/":         "",
		"1/2/3/4/5/6/apiProperties.json":                     "{}",
		"1/2/3/4/5/5/7/apiProperties.json":                   "{}",
		"empty/":                                             "",
	})
	at := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	all := []string{"1/2/3/4/5/6", "certified-connectors/B", "certified-connectors/C", "certified-connectors/D", "certified-connectors/Smør & Co"}
	tests := []struct {
		name, path string
		want       []string
	}{
		{"repository", "", all},
		{"a file at the top", "readme.md", all},
		{"connector", "certified-connectors/B", all[1:2]},
		{"a file of a connector", "certified-connectors/B/apiDefinition.swagger.json", all[1:2]},
		{"a file deep in a connector", "certified-connectors/B/docs/deep/notes.txt", all[1:2]},
		{"a folder in a connector", "certified-connectors/B/docs", all[1:2]},
		{"a nested connector is asked for", "certified-connectors/B/previous", []string{"certified-connectors/B/previous"}},
		{"hidden, but asked for", ".hidden", []string{".hidden"}},
		{"below no connector", "empty", nil},
		{"two definitions and no known name", "certified-connectors/E", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found, err := Find(context.Background(), at(tt.path))
			var got []string
			for _, c := range found {
				rel, err := filepath.Rel(dir, c.Dir)
				if err != nil || !filepath.IsAbs(c.Dir) {
					t.Errorf("Dir = %q", c.Dir)
				}
				got = append(got, filepath.ToSlash(rel))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("found %q, want %q (%v)", got, tt.want, err)
			}
			var none *NotFound
			if tt.want == nil && (!errors.As(err, &none) || !slices.Contains(none.Looked, "apiProperties.json") || !strings.Contains(err.Error(), "apiDefinition.swagger.json")) {
				t.Errorf("err = %v, want what was looked for", err)
			}
			if tt.want != nil && err != nil {
				t.Error(err)
			}
		})
	}
	found, err := Find(context.Background(), at("certified-connectors/B"))
	if err != nil || found[0].Title != "Contoso Invoices" || !slices.Equal(found[0].Files, []string{"apiDefinition.swagger.json"}) {
		t.Errorf("%+v, %v", found, err)
	}
	if found, err := Find(context.Background(), at("nothing here")); err == nil || !strings.Contains(err.Error(), "it does not exist") {
		t.Errorf("%v, %v", found, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if found, err := Find(ctx, dir); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v, %v", found, err)
	}
}

// A search does not leave the repository upwards.
func TestFindStopsAtTheRepository(t *testing.T) {
	dir := tree(t, map[string]string{"apiProperties.json": "{}", "repo/.git/": "", "repo/a/b/": "", "plain/a/b/": ""})
	if found, err := Find(context.Background(), filepath.Join(dir, "repo", "a", "b")); err == nil {
		t.Errorf("found %v above the repository", found)
	}
	if found, err := Find(context.Background(), filepath.Join(dir, "plain", "a", "b")); err != nil || len(found) != 1 || found[0].Dir != dir {
		t.Errorf("without a repository: %v, %v", found, err)
	}
}

func TestFindIsBounded(t *testing.T) {
	files := map[string]string{"b/apiProperties.json": "{}"}
	for i := range 200 {
		files[fmt.Sprintf("a/%03d/", i)] = ""
		files[fmt.Sprintf("z/%03d.txt", i)] = ""
	}
	dir := tree(t, files)
	s := &search{left: 250}
	if err := s.below(context.Background(), dir); err != nil || !s.cut || len(s.found) != 1 {
		t.Errorf("cut %v, found %v, %v", s.cut, s.found, err)
	}
	err := error(&Cut{Path: dir, Entries: maxEntries})
	if !strings.Contains(err.Error(), "more than 20000") {
		t.Error(err)
	}
}

func TestFindDoesNotFollowLinks(t *testing.T) {
	dir := tree(t, map[string]string{"elsewhere/apiDefinition.swagger.json": contoso, "here/x/": "", "there/apiProperties.json": "{}"})
	if err := os.Symlink(filepath.Join(dir, "elsewhere"), filepath.Join(dir, "here", "link")); err != nil {
		t.Skip("links can't be made here")
	}
	if err := os.Symlink(dir, filepath.Join(dir, "here", "x", "loop")); err != nil {
		t.Fatal(err)
	}
	if found, err := Find(context.Background(), filepath.Join(dir, "here")); err == nil {
		t.Errorf("found %v through a link", found)
	}
	if err := os.Symlink(filepath.Join(dir, "elsewhere", "apiDefinition.swagger.json"), filepath.Join(dir, "there", "apiDefinition.swagger.json")); err != nil {
		t.Fatal(err)
	}
	found, err := Find(context.Background(), filepath.Join(dir, "there"))
	if err != nil || len(found) != 1 || found[0].Title != "" {
		t.Errorf("a title was read through a link: %+v, %v", found, err)
	}
}

func BenchmarkFind(b *testing.B) {
	corpus := corpus.Root(b)
	var n int
	for b.Loop() {
		found, err := Find(context.Background(), corpus)
		if err != nil {
			b.Fatal(err)
		}
		n = len(found)
	}
	b.ReportMetric(float64(n), "connectors")
}

func TestFindCorpus(t *testing.T) {
	dir := corpus.Root(t)
	found, err := Find(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	untitled := 0
	for _, c := range found {
		a, err := Load(context.Background(), c.Dir)
		if err != nil || a.Swagger == nil && a.Properties == nil {
			t.Errorf("%s: %v", c.Dir, err)
		}
		if c.Title == "" && a.Swagger != nil {
			untitled++
		}
		if a.Independent != strings.Contains(c.Dir, "independent-publisher-connectors") {
			t.Errorf("%s: independent %v", c.Dir, a.Independent)
		}
	}
	if len(found) < 600 || untitled > len(found)/50 {
		t.Errorf("%d connectors, %d without a title", len(found), untitled)
	}
}
