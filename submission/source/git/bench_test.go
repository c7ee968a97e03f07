package git

import (
	"context"
	"os"
	"testing"
)

// BenchmarkResolve asks a clone that CERTWIZ_CLONE names, for a connector's
// folder CERTWIZ_FOLDER in it.
func BenchmarkResolve(b *testing.B) {
	dir, folder := os.Getenv("CERTWIZ_CLONE"), os.Getenv("CERTWIZ_FOLDER")
	if dir == "" || folder == "" {
		b.Skip("set CERTWIZ_CLONE to a clone and CERTWIZ_FOLDER to a connector's folder in it")
	}
	ctx := context.Background()
	r, err := Discover(ctx, dir)
	if err != nil {
		b.Fatal(err)
	}
	commits, err := r.Commits(ctx, folder, 1)
	if err != nil || len(commits) == 0 {
		b.Fatal(commits, err)
	}
	b.Run("Discover", func(b *testing.B) {
		for b.Loop() {
			if _, err := Discover(ctx, dir); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Commits", func(b *testing.B) {
		for b.Loop() {
			if _, err := r.Commits(ctx, folder, 10); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Resolve", func(b *testing.B) {
		for b.Loop() {
			if c := r.Resolve(ctx, commits[0].SHA, folder); !c.Newest.Yes {
				b.Fatalf("%+v", c)
			}
		}
	})
	b.Run("ArtifactsAt", func(b *testing.B) {
		for b.Loop() {
			if _, err := r.ArtifactsAt(ctx, commits[0].SHA, folder); err != nil {
				b.Fatal(err)
			}
		}
	})
}
