package github

import (
	"context"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/internal/githubtest"
	"github.com/certwiz/certwiz/submission/source"
)

// stored is a hub with a connector's folder on dev, and its commit.
func stored(t *testing.T) (*githubtest.Server, *GitHub, string) {
	hub, g := newHub(t)
	var sha string
	hub.Change(func(w *githubtest.World) {
		files := map[string]githubtest.File{
			folder + "/icon.png":    {Data: "elsewhere/icon.png", Link: true},
			folder + "/script.csx":  {Data: strings.Repeat("x", source.MaxFile+1)},
			folder + "/other":       {Submodule: true},
			folder + "/img/one.png": {Data: "png"},
			folder + "/empty.txt":   {},
		}
		for name, data := range connectorFiles("Contoso") {
			files[name] = githubtest.File{Data: data}
		}
		sha = w.CommitFiles("Contoso (#1)", files).SHA
	})
	return hub, g, sha
}

func file(name, data string) *checks.File { return &checks.File{Name: name, Data: []byte(data)} }

func TestArtifactsAt(t *testing.T) {
	hub, g, sha := stored(t)
	ctx := context.Background()
	var a connector.Artifacts
	var err error
	asked := callsSince(hub, func() { a, err = g.ArtifactsAt(ctx, strings.ToUpper(sha), folder+"/", connector.Artifacts{}) })
	if err != nil {
		t.Fatal(err)
	}
	want := connectorFiles("Contoso")
	for _, f := range []*checks.File{a.Swagger, a.Properties, a.Readme} {
		if f == nil || f.Err != "" || string(f.Data) != want[folder+"/"+f.Name] {
			t.Errorf("%+v", f)
		}
	}
	if a.Name != "Contoso Invoices" || a.Independent || a.Intro != nil || strings.Join(a.Others, " ") != "empty.txt img/ other/" {
		t.Errorf("%q, others %q, intro %v", a.Name, a.Others, a.Intro)
	}
	if a.Icon == nil || a.Icon.Err != "is a link, which is not followed" || a.Icon.Data != nil {
		t.Errorf("icon %+v", a.Icon)
	}
	if a.Script == nil || a.Script.Err != "is 4.1 MB, 4 MB allowed" || a.Script.Data != nil {
		t.Errorf("script %.100v", a.Script)
	}
	if len(asked) != 4 {
		t.Errorf("%d calls\n%s", len(asked), strings.Join(asked, "\n"))
	}
}

// A file that the working folder has, with whatever line ends, is not asked for.
func TestArtifactsAtAsksForWhatDiffers(t *testing.T) {
	hub, g, sha := stored(t)
	want := connectorFiles("Contoso")
	swagger, readme := want[folder+"/apiDefinition.swagger.json"], want[folder+"/readme.md"]
	have := connector.Artifacts{
		Swagger: file("apiDefinition.swagger.json", strings.ReplaceAll(swagger, "\n", "\r\n")), Properties: file("apiProperties.json", "{}"), Readme: file("README.md", readme),
		Icon: &checks.File{Name: "icon.png", Err: "is a folder, not a file"},
	}
	var a connector.Artifacts
	asked := callsSince(hub, func() {
		var err error
		if a, err = g.ArtifactsAt(context.Background(), sha, folder, have); err != nil {
			t.Fatal(err)
		}
	})
	if string(a.Swagger.Data) != swagger || string(a.Readme.Data) != readme || a.Readme.Name != "readme.md" || string(a.Properties.Data) == "{}" {
		t.Errorf("%s %s %s", a.Swagger.Data, a.Readme.Data, a.Properties.Data)
	}
	if len(asked) != 2 {
		t.Errorf("%d calls\n%s", len(asked), strings.Join(asked, "\n"))
	}
	have.Properties = a.Properties
	if asked := callsSince(hub, func() { _, _ = g.ArtifactsAt(context.Background(), sha, folder, have) }); len(asked) != 1 {
		t.Errorf("nothing differs: %q", asked)
	}
}

// The largest definition that is read comes whole.
func TestArtifactsAtLimits(t *testing.T) {
	hub, g := newHub(t)
	var sha string
	large := strings.Repeat("x", source.MaxSwagger)
	hub.Change(func(w *githubtest.World) {
		sha = w.Commit("x", map[string]string{"independent-publisher-connectors/X/apiDefinition.swagger.json": large}).SHA
	})
	a, err := g.ArtifactsAt(context.Background(), sha, "independent-publisher-connectors/X", connector.Artifacts{})
	if err != nil || a.Swagger == nil || len(a.Swagger.Data) != source.MaxSwagger || !a.Independent {
		t.Errorf("%v", err)
	}
}

func TestArtifactsAtErrors(t *testing.T) {
	hub, g, sha := stored(t)
	ctx := context.Background()
	for _, tt := range []struct{ sha, folder, want string }{
		{sha[:7], folder, `"` + sha[:7] + `" is not a full commit`},
		{"dev", folder, `"dev" is not a full commit`},
		{sha, "", `"" is not a path in the repository`},
		{sha, "../x", `"../x" is not a path in the repository`},
		{sha, "/etc", `"/etc" is not a path in the repository`},
		{sha, "certified-connectors/None", "commit " + sha[:7] + " has no folder certified-connectors/None on GitHub"},
		{strings.Repeat("e", 40), folder, "commit eeeeeee has no folder " + folder + " on GitHub"},
		{sha, folder + "/readme.md", "commit " + sha[:7] + " has no folder " + folder + "/readme.md on GitHub"},
	} {
		if _, err := g.ArtifactsAt(ctx, tt.sha, tt.folder, connector.Artifacts{}); err == nil || err.Error() != tt.want {
			t.Errorf("%q %q: %v", tt.sha, tt.folder, err)
		}
	}
	blobs := "/repos/microsoft/PowerPlatformConnectors/git/blobs"
	for name, answer := range map[string]string{
		"another file":    `{"encoding":"base64","content":"eA=="}`,
		"not base64":      `{"encoding":"base64","content":"###"}`,
		"no content":      `{"encoding":"none","content":""}`,
		"much too large":  `{"encoding":"base64","content":"` + strings.Repeat("eHh4", 100_000) + `"}`,
		"not what it was": `[]`,
	} {
		hub.Fail(blobs, body(answer))
		if a, err := g.ArtifactsAt(ctx, sha, folder, connector.Artifacts{}); kind(err) != Malformed || a.Swagger != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	contents := "/repos/microsoft/PowerPlatformConnectors/contents"
	for name, answer := range map[string]string{
		"no ID":          `[{"name":"readme.md","type":"file","size":1,"sha":"../x","download_url":"x"}]`,
		"not a listing":  `"x"`,
		"a wrong member": `[{"name":7}]`,
	} {
		hub.Fail(contents, body(answer))
		if _, err := g.ArtifactsAt(ctx, sha, folder, connector.Artifacts{}); kind(err) != Malformed {
			t.Errorf("%s: %v", name, err)
		}
	}
	hub.Fail(contents, body("["+strings.TrimSuffix(strings.Repeat(`{"name":"x","type":"dir"},`, maxListing), ",")+"]"))
	if _, err := g.ArtifactsAt(ctx, sha, folder, connector.Artifacts{}); err == nil || !strings.Contains(err.Error(), "more entries than GitHub lists") {
		t.Error(err)
	}
}

func TestFile(t *testing.T) {
	hub, g, sha := stored(t)
	ctx := context.Background()
	hub.Change(func(w *githubtest.World) {
		w.Commit("later", map[string]string{folder + "/readme.md": "later", "large": strings.Repeat("x", maxText1MB+1), ".github/a b#c.md": "<html>"})
	})
	for _, tt := range []struct{ path, ref, data, err string }{
		{folder + "/readme.md", "", "later", ""},
		{folder + "/readme.md", sha, "# Contoso\n", ""},
		{".github/a b#c.md", "dev", "<html>", ""},
		{"none", "", "", "the repository has no file none"},
		{"none", "no-branch", "", "the repository has no file none"},
		{folder, "", "", "the repository has no file " + folder},
		{folder + "/icon.png", "", "", "the repository has no file " + folder + "/icon.png"},
		{"large", "", "", "large is 1.1 MB, 1 MB allowed"},
		{"../x", "", "", `"../x" is not a path in the repository`},
	} {
		data, err := g.File(ctx, tt.path, tt.ref)
		if string(data) != tt.data || (err == nil) != (tt.err == "") || err != nil && err.Error() != tt.err {
			t.Errorf("%s at %q: %q, %v", tt.path, tt.ref, data, err)
		}
	}
}

// Git's own IDs, for a text and for nothing.
func TestBlobID(t *testing.T) {
	for data, want := range map[string]string{"": "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", "hello\n": "ce013625030ba8dba906f756967f9e9ca394464a"} {
		if got := blobID([]byte(data)); got != want {
			t.Errorf("%q: %s", data, got)
		}
	}
}
