package contribution

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/internal/corpus"

	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/submission/source"
)

// TestCorpus plans a pull request for every published connector: each comes
// out clean or blocked with a reason, and its JSON is what it was but for the
// texts that were replaced.
func TestCorpus(t *testing.T) {
	folders := corpus.Connectors(t)
	var blocked, replacedIn, values, doubtful, ticked, items int
	var slowest time.Duration
	for _, folder := range folders {
		a, err := source.Load(context.Background(), folder)
		if err != nil {
			t.Fatal(err)
		}
		in := input(a, a.Independent)
		begun := time.Now()
		c := Plan(in)
		slowest = max(slowest, time.Since(begun))
		clean(t, in, c)
		unchanged(t, in, c)
		if c.Folder != filepath.Base(filepath.Dir(folder))+"/"+filepath.Base(folder) {
			t.Errorf("%s goes to %q", folder, c.Folder)
		}
		if c.Blocked {
			blocked++
			t.Logf("%s: %q", filepath.Base(folder), c.Blocking)
		}
		if len(c.Scrubbed) > 0 {
			replacedIn++
			values += len(c.Scrubbed)
			t.Logf("%s: %+v", filepath.Base(folder), c.Scrubbed)
		}
		if len(c.Doubts) > 0 {
			doubtful++
		}
		for _, i := range c.Items {
			if i.State != NotForYou {
				items++
			}
			if i.Ticked {
				ticked++
			}
		}
	}
	t.Logf("%d connectors: %d blocked, %d texts replaced in %d, %d with doubts, %d of %d lines ticked; the slowest took %s",
		len(folders), blocked, values, replacedIn, doubtful, ticked, items, slowest)
	if blocked*20 > len(folders) {
		t.Errorf("%d of %d are blocked", blocked, len(folders))
	}
}

// unchanged holds that a file that goes out is the one on disk but for the
// texts that were said to be replaced.
func unchanged(t *testing.T, in Input, c Contribution) {
	t.Helper()
	said := map[string]bool{}
	for _, s := range c.Scrubbed {
		said[s.File+s.Pointer] = true
	}
	for _, f := range c.Files {
		var was *checks.File
		switch f.Name {
		case swaggerName:
			was = in.Artifacts.Swagger
		case propertiesName:
			was = in.Artifacts.Properties
		default:
			continue
		}
		same(t, jsontree.Parse(was.Data).Root(), jsontree.Parse(f.Data).Root(), func(pointer string) bool { return said[f.From+pointer] })
	}
}

func same(t *testing.T, a, b jsontree.Node, replaced func(string) bool) {
	t.Helper()
	if a.Kind() != b.Kind() || a.Key() != b.Key() || a.Len() != b.Len() {
		t.Fatalf("%s is %s and becomes %s", a.Pointer(), a.Kind(), b.Kind())
	}
	if a.Source() != b.Source() && a.First().OK() == false {
		if !replaced(a.Pointer()) || !strings.Contains(b.Text(), "DUMMY") {
			t.Fatalf("%s changes without being said", a.Pointer())
		}
	}
	for x, y := a.First(), b.First(); x.OK(); x, y = x.Next(), y.Next() {
		same(t, x, y, replaced)
	}
}

// BenchmarkPlan plans the largest published connector.
func BenchmarkPlan(b *testing.B) {
	files := corpus.Files(b, "apiDefinition.swagger.json")
	var largest string
	var size int64
	for _, f := range files {
		if info, err := os.Stat(f); err == nil && info.Size() > size {
			largest, size = f, info.Size()
		}
	}
	a, err := source.Load(context.Background(), filepath.Dir(largest))
	if err != nil {
		b.Fatal(err)
	}
	in := input(a, a.Independent)
	b.SetBytes(size)
	for b.Loop() {
		Plan(in)
	}
}
