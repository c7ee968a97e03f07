package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/certwiz/certwiz/submission/source"
)

// history is how many commits the benchmark's repository has, and of how many
// connectors.
const (
	history    = 3000
	connectors = 900
)

// large builds a clone with a long history, once per run: as large in commits
// and folders as Microsoft's repository.
var large = sync.OnceValues(func() (dir string, err error) {
	if dir, err = templates(); err != nil {
		return "", err
	}
	w := &world{home: dir}
	dir = filepath.Join(dir, "large")
	for _, args := range [][]string{
		{"init", "--quiet", "--template=", "--initial-branch=dev", dir},
		{"-C", dir, "remote", "add", "upstream", "https://github.com/microsoft/PowerPlatformConnectors.git"},
	} {
		if out, err := w.try(w.home, args...); err != nil {
			return "", fmt.Errorf("%w: %s", err, out)
		}
	}
	return dir, w.pipe(dir, longHistory())
})

// longHistory is for fast-import: each connector comes in one squash commit,
// then others change by turns, but for the first ten.
func longHistory() string {
	var b strings.Builder
	for i := range history {
		n := i
		if i >= connectors {
			n = 10 + i*7919%(connectors-10)
		}
		message := fmt.Sprintf("%s (#%d)", numbered(n), i+1)
		fmt.Fprintf(&b, "commit refs/remotes/upstream/dev\ncommitter GitHub <noreply@example.com> %d +0000\ndata %d\n%s\n", 1600000000+i*3600, len(message), message)
		files := map[string]string{"apiDefinition.swagger.json": swagger(fmt.Sprint("version ", i, strings.Repeat(" with an operation", 100)))}
		if i < connectors {
			files["apiProperties.json"], files["README.md"], files["icon.png"] = "{}\n", "# "+message+"\n", "png"
		}
		for _, name := range keys(files) {
			fmt.Fprintf(&b, "M 100644 inline \"%s/%s\"\ndata %d\n%s\n", numbered(n), name, len(files[name]), files[name])
		}
	}
	return b.String()
}

// numbered is the folder of the nth connector.
func numbered(n int) string {
	top := "certified-connectors"
	if n%3 == 0 {
		top = "independent-publisher-connectors"
	}
	return fmt.Sprintf("%s/Connector %d", top, n)
}

// BenchmarkNewest finds the newest squash commit of a connector in 3,000
// commits of history: of one that changed lately, and of one that never did
// since the beginning.
func BenchmarkNewest(b *testing.B) {
	isolate(b)
	dir, err := large()
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	newest := func(b *testing.B, r *Repo, n int) Commit {
		commits, err := r.Commits(ctx, numbered(n), 1)
		if err != nil || len(commits) != 1 || !commits[0].Newest || commits[0].PR == 0 {
			b.Fatal(commits, err)
		}
		return commits[0]
	}
	lately := 10 + (history-1)*7919%(connectors-10)
	for _, bench := range []struct {
		name string
		n    int
	}{{"lately", lately}, {"first", 1}} {
		r, err := Discover(ctx, source.GitHubCom, dir)
		if err != nil {
			b.Fatal(err)
		}
		b.Run("Commits/"+bench.name, func(b *testing.B) {
			for b.Loop() {
				newest(b, r, bench.n)
			}
		})
		b.Run("Discover+Commits/"+bench.name, func(b *testing.B) {
			for b.Loop() {
				r, err := Discover(ctx, source.GitHubCom, dir)
				if err != nil {
					b.Fatal(err)
				}
				newest(b, r, bench.n)
			}
		})
		sha := newest(b, r, bench.n).SHA
		b.Run("Resolve/"+bench.name, func(b *testing.B) {
			for b.Loop() {
				if c := r.Resolve(ctx, sha, numbered(bench.n)); !c.Newest.Yes || !c.Merged.Yes {
					b.Fatalf("%+v", c)
				}
			}
		})
	}
}

// BenchmarkPrepare writes a commit on top of that history.
func BenchmarkPrepare(b *testing.B) {
	isolate(b)
	dir, err := large()
	if err != nil {
		b.Fatal(err)
	}
	r, err := Discover(context.Background(), source.GitHubCom, dir)
	if err != nil {
		b.Fatal(err)
	}
	c := Contribution{Branch: "x", Folder: numbered(1), Base: r.UpstreamSHA, Message: "x", Files: map[string][]byte{"apiDefinition.swagger.json": []byte(swagger("new"))}}
	for b.Loop() {
		if _, changed, err := r.Prepare(context.Background(), c); err != nil || len(changed) != 1 {
			b.Fatal(changed, err)
		}
	}
}

// BenchmarkClone asks a clone that CERTWIZ_CLONE names, for a connector's
// folder CERTWIZ_FOLDER in it.
func BenchmarkClone(b *testing.B) {
	dir, folder := os.Getenv("CERTWIZ_CLONE"), os.Getenv("CERTWIZ_FOLDER")
	if dir == "" || folder == "" {
		b.Skip("set CERTWIZ_CLONE to a clone and CERTWIZ_FOLDER to a connector's folder in it")
	}
	ctx := context.Background()
	r, err := Discover(ctx, source.GitHubCom, dir)
	if err != nil {
		b.Fatal(err)
	}
	commits, err := r.Commits(ctx, folder, 1)
	if err != nil || len(commits) == 0 {
		b.Fatal(commits, err)
	}
	for name, ask := range map[string]func() error{
		"Discover":    func() error { _, err := Discover(ctx, source.GitHubCom, dir); return err },
		"Commits":     func() error { _, err := r.Commits(ctx, folder, 10); return err },
		"ArtifactsAt": func() error { _, err := r.ArtifactsAt(ctx, commits[0].SHA, folder); return err },
		"Resolve": func() error {
			if c := r.Resolve(ctx, commits[0].SHA, folder); !c.Newest.Yes {
				return errors.New(c.Newest.Why)
			}
			return nil
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := ask(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
