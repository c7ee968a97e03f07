package git

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func asProblem(err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	return nil
}

// contribution is a change of the invoices' definition, on top of upstream dev.
func (w *world) contribution(r *Repo) Contribution {
	return Contribution{
		Branch: "contoso-invoices", Folder: invoices, Base: r.UpstreamSHA, Message: "Contoso Invoices: new actions",
		Files: map[string][]byte{"apiDefinition.swagger.json": []byte(swagger("contributed"))},
	}
}

// prepare must work.
func (w *world) prepare(r *Repo, c Contribution) (string, []string) {
	w.t.Helper()
	sha, changed, err := r.Prepare(context.Background(), c)
	if err != nil {
		w.t.Fatalf("Prepare: %v", err)
	}
	return sha, changed
}

// snapshot is all of a work tree and what git keeps of it, but for objects and
// the branches named: what a contribution must leave as it is.
func (w *world) snapshot(dir string, but ...string) string {
	w.t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(dir, path)
		name = filepath.ToSlash(name)
		if err != nil || strings.HasPrefix(name, ".git/objects") || slices.ContainsFunc(but, func(s string) bool { return strings.HasPrefix(name, s) }) {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		sum := [32]byte{}
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			sum = sha256.Sum256(data)
		}
		if d.IsDir() {
			return nil
		}
		fmt.Fprintf(&b, "%s %v %v %x\n", name, info.Mode(), info.ModTime(), sum)
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return b.String()
}

func TestPrepare(t *testing.T) {
	w := newWorld(t)
	r := w.discover(w.pub)
	ctx := context.Background()
	icon := append([]byte{0x89, 'P', 'N', 'G', '\r', '\n', 0, 0xff}, bytes.Repeat([]byte("\r\n"), 100)...)
	tests := []struct {
		name    string
		change  func(c *Contribution)
		changed []string
		files   string // of the folder, afterwards
	}{
		{"a file", func(c *Contribution) {}, []string{"apiDefinition.swagger.json"}, "README.md apiDefinition.swagger.json apiProperties.json"},
		{"exact bytes", func(c *Contribution) { c.Files = map[string][]byte{"icon.png": icon, "empty": {}} },
			[]string{"empty", "icon.png"}, "README.md apiDefinition.swagger.json apiProperties.json empty icon.png"},
		{"taken out", func(c *Contribution) { c.Files, c.Remove = nil, []string{"README.md", "not there"} },
			[]string{"README.md"}, "apiDefinition.swagger.json apiProperties.json"},
		{"in the case that the folder has", func(c *Contribution) { c.Files = map[string][]byte{"readme.MD": []byte("x")} },
			[]string{"README.md"}, "README.md apiDefinition.swagger.json apiProperties.json"},
		{"renamed", func(c *Contribution) {
			c.Files, c.Remove = map[string][]byte{"readme.md": []byte("x")}, []string{"README.md"}
		}, []string{"README.md", "readme.md"}, "apiDefinition.swagger.json apiProperties.json readme.md"},
		{"nothing new", func(c *Contribution) {
			c.Files = map[string][]byte{"apiDefinition.swagger.json": []byte(swagger("first"))}
		}, nil, "README.md apiDefinition.swagger.json apiProperties.json"},
		{"a new folder", func(c *Contribution) { c.Folder = "certified-connectors/Fabrikam «Größe» ☂" },
			[]string{"apiDefinition.swagger.json"}, "apiDefinition.swagger.json"},
		{"a new top", func(c *Contribution) { c.Folder = "custom-connectors/New" }, []string{"apiDefinition.swagger.json"}, "apiDefinition.swagger.json"},
		{"all taken out", func(c *Contribution) {
			c.Files, c.Remove = nil, []string{"README.md", "apiDefinition.swagger.json", "apiProperties.json"}
		}, []string{"README.md", "apiDefinition.swagger.json", "apiProperties.json"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := w.contribution(r)
			tt.change(&c)
			before := w.snapshot(w.pub)
			sha, changed, err := r.Prepare(ctx, c)
			if err != nil {
				t.Fatal(err)
			}
			if want := paths(c.Folder, tt.changed); !slices.Equal(changed, want) {
				t.Errorf("changed %q, want %q", changed, want)
			}
			if after := w.snapshot(w.pub); after != before {
				t.Errorf("something but objects changed:\n%s\nwas\n%s", after, before)
			}
			if len(tt.changed) == 0 && sha != c.Base || len(tt.changed) > 0 && w.git(w.pub, "rev-parse", sha+"^@") != c.Base {
				t.Errorf("%s does not stand on the base", sha)
			}
			got := w.git(w.pub, "-c", "core.quotepath=off", "ls-tree", "--name-only", "-r", sha, c.Folder+"/")
			if got = strings.ReplaceAll(got, c.Folder+"/", ""); strings.Join(strings.Fields(got), " ") != tt.files {
				t.Errorf("the folder has %q", got)
			}
			for name, data := range c.Files {
				path := c.Folder + "/" + name
				if name == "readme.MD" {
					path = c.Folder + "/README.md"
				}
				if got, err := w.try(w.pub, "cat-file", "blob", sha+":"+path); err != nil || got != string(data) {
					t.Errorf("%s is %q", path, got)
				}
				if got := w.git(w.pub, "ls-tree", sha, path); !strings.HasPrefix(got, "100644 blob ") {
					t.Errorf("%s is %s", path, got)
				}
			}
			if out, err := w.try(w.pub, "fsck", "--strict", "--no-dangling"); err != nil || strings.Contains(out, "error") {
				t.Errorf("fsck: %s", out)
			}
		})
	}
	sha, _ := w.prepare(r, w.contribution(r))
	want := "A Publisher <publisher@example.com>|A Publisher <publisher@example.com>|Contoso Invoices: new actions||N"
	if got := w.git(w.pub, "log", "-1", "--format=%an <%ae>|%cn <%ce>|%s|%b|%G?", sha); got != want {
		t.Errorf("the commit says %q", got)
	}
}

func TestPrepareRefuses(t *testing.T) {
	w := newWorld(t)
	r := w.discover(w.pub)
	tests := []struct {
		name   string
		change func(c *Contribution)
		kind   Kind // "" for a plain error
	}{
		{"dev", func(c *Contribution) { c.Branch = "dev" }, NotAllowed},
		{"Main", func(c *Contribution) { c.Branch = "Main" }, NotAllowed},
		{"an option", func(c *Contribution) { c.Branch = "--force" }, BadName},
		{"the repository's top", func(c *Contribution) { c.Folder = "certified-connectors" }, BadName},
		{"outside", func(c *Contribution) { c.Folder = "../x" }, BadName},
		{"workflows", func(c *Contribution) { c.Folder = ".github/workflows" }, BadName},
		{"deeper", func(c *Contribution) { c.Folder = invoices + "/images" }, BadName},
		{"another case", func(c *Contribution) { c.Folder = strings.ToLower(invoices) }, BadName},
		{"another case of the top", func(c *Contribution) { c.Folder = "Certified-Connectors/X" }, BadName},
		{"a path for a name", func(c *Contribution) { c.Files = map[string][]byte{"a/b": nil} }, BadName},
		{"up", func(c *Contribution) { c.Files = map[string][]byte{"..": nil} }, BadName},
		{"git's own", func(c *Contribution) { c.Files = map[string][]byte{".git": nil} }, BadName},
		{"a stream", func(c *Contribution) { c.Files = map[string][]byte{"a:b": nil} }, BadName},
		{"a line feed", func(c *Contribution) { c.Files = map[string][]byte{"a\nb": nil} }, BadName},
		{"two cases", func(c *Contribution) { c.Files = map[string][]byte{"a": nil, "A": nil} }, BadName},
		{"both ways", func(c *Contribution) { c.Remove = []string{"apiDefinition.swagger.json"} }, ""},
		{"no message", func(c *Contribution) { c.Message = " \n" }, ""},
		{"a message with NUL", func(c *Contribution) { c.Message = "a\x00b" }, ""},
		{"a short base", func(c *Contribution) { c.Base = c.Base[:7] }, ""},
		{"no such base", func(c *Contribution) { c.Base = strings.Repeat("12", 20) }, NotHere},
		{"a large file", func(c *Contribution) { c.Files["x"] = make([]byte, 16<<20+1) }, ""},
		{"many files", func(c *Contribution) { c.Remove = make([]string, 51) }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := w.contribution(r)
			tt.change(&c)
			sha, changed, err := r.Prepare(context.Background(), c)
			if err == nil || sha != "" || changed != nil {
				t.Fatalf("Prepare = %q %q %v", sha, changed, err)
			}
			if p := asProblem(err); tt.kind != "" && (p == nil || p.Kind != tt.kind) || tt.kind == "" && p != nil {
				t.Errorf("%v, want the kind %q", err, tt.kind)
			}
		})
	}
}

func TestPrepareOnFolders(t *testing.T) {
	w := newWorld(t)
	w.write(w.maker, invoices+"/images/one.png", "png")
	w.write(w.maker, "certified-connectors/plain", "a file")
	w.commit(w.maker, "Odd things (#9)")
	w.publish()
	w.git(w.pub, "fetch", "--quiet", "upstream", "dev")
	r := w.discover(w.pub)
	c := w.contribution(r)
	sha, _ := w.prepare(r, c)
	if got := w.git(w.pub, "show", sha+":"+invoices+"/images/one.png"); got != "png" {
		t.Errorf("a folder in the folder is %q", got)
	}
	c.Files["images"] = []byte("x")
	if _, _, err := r.Prepare(context.Background(), c); kindOf(t, err) != BadName {
		t.Errorf("a file in place of a folder: %v", err)
	}
	c = w.contribution(r)
	c.Folder = "certified-connectors/plain"
	if _, _, err := r.Prepare(context.Background(), c); kindOf(t, err) != BadName {
		t.Errorf("a folder in place of a file: %v", err)
	}
}

func TestPrepareNeedsIdentity(t *testing.T) {
	w := newWorld(t)
	r := w.discover(w.pub)
	for _, name := range []string{"GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"} {
		t.Setenv(name, "")
		os.Unsetenv(name)
	}
	_, _, err := r.Prepare(context.Background(), w.contribution(r))
	if kindOf(t, err) != NoIdentity || len(asProblem(err).Type) != 2 {
		t.Fatalf("without a name: %v", err)
	}
	w.git(w.pub, "config", "user.name", "Configured")
	if _, _, err = r.Prepare(context.Background(), w.contribution(r)); kindOf(t, err) != NoIdentity {
		t.Fatalf("without an address: %v", err)
	}
	w.git(w.pub, "config", "user.email", "configured@example.com")
	sha, _ := w.prepare(r, w.contribution(r))
	if got := w.git(w.pub, "log", "-1", "--format=%an <%ae> %cn <%ce>", sha); got != "Configured <configured@example.com> Configured <configured@example.com>" {
		t.Errorf("by %s", got)
	}
	if name, email, err := r.Identity(context.Background()); name != "Configured" || email != "configured@example.com" || err != nil {
		t.Errorf("Identity = %q %q %v", name, email, err)
	}
}

// Linked work trees, sparse checkouts, shallow and partial clones, and a
// configuration that would change the bytes.
func TestPrepareInClones(t *testing.T) {
	w := newWorld(t)
	s := w.online()
	clone := func(args ...string) string {
		dir := filepath.Join(w.home, "c"+strings.Join(args, ""))
		w.git(w.home, slices.Concat([]string{"clone", "--quiet"}, args, []string{"--origin=upstream", s.repository("microsoft"), dir})...)
		return dir
	}
	linked := filepath.Join(w.home, "linked")
	w.git(w.pub, "worktree", "add", "--quiet", "-b", "second", linked)
	sparse := clone("--sparse")
	odd := clone("--no-tags")
	w.write(odd, ".gitattributes", "* text=auto eol=crlf ident\n")
	w.git(odd, "config", "core.autocrlf", "true")
	w.git(odd, "config", "commit.gpgSign", "true")
	w.git(odd, "config", "i18n.commitEncoding", "ISO-8859-1")
	w.git(odd, "config", "user.useConfigOnly", "false")
	tests := []struct {
		dir  string
		kind Kind
	}{
		{linked, ""}, {sparse, ""}, {odd, ""}, {clone("--depth=1"), ""},
		{clone("--filter=blob:none", "--no-checkout"), ""},
		{clone("--filter=blob:none", "--depth=1"), ""},
		{clone("--filter=tree:0"), ""},
		{clone("--filter=tree:0", "--no-checkout"), NotHere},
	}
	for _, tt := range tests {
		t.Run(filepath.Base(tt.dir), func(t *testing.T) {
			r := w.discoverOn(s, tt.dir)
			c := w.contribution(r)
			c.Message = "Größe"
			c.Files["script.csx"] = []byte("// $Id$\r\nclass Script {}\n")
			before, calls := w.snapshot(tt.dir), s.calls.Load()
			sha, changed, err := r.Prepare(context.Background(), c)
			if got := s.calls.Load(); got != calls {
				t.Errorf("%d calls", got-calls)
			}
			if kindOf(t, err) != tt.kind {
				t.Fatalf("Prepare: %v", err)
			}
			if err != nil {
				if want := "git fetch --refetch \"--filter=blob:none\" upstream"; !slices.Equal(asProblem(err).Type, []string{want}) {
					t.Fatalf("to be typed: %q", asProblem(err).Type)
				}
				w.git(tt.dir, "fetch", "--quiet", "--refetch", "--filter=blob:none", "upstream")
				sha, changed = w.prepare(r, c)
			}
			if after := w.snapshot(tt.dir); err == nil && after != before {
				t.Error("something but objects changed")
			}
			if len(changed) != 2 {
				t.Errorf("changed %q", changed)
			}
			if out, _ := w.try(tt.dir, "cat-file", "blob", sha+":"+invoices+"/script.csx"); out != "// $Id$\r\nclass Script {}\n" {
				t.Errorf("the bytes are %q", out)
			}
			if body := w.git(tt.dir, "cat-file", "commit", sha); !strings.HasSuffix(body, "\n\nGröße") || strings.Contains(body, "encoding") || strings.Contains(body, "gpgsig") {
				t.Errorf("the commit is %q", body)
			}
		})
	}
}
