package github

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/internal/githubtest"
)

// cached is another way to a hub, with a cache in a folder.
func cached(t testing.TB, hub *githubtest.Server, dir string) *GitHub {
	g := another(t, hub)
	g.Cache = &Cache{Dir: dir}
	return g
}

// states counts the answers by their status, as the client sees them.
type states struct {
	mu sync.Mutex
	n  map[int]int
}

func (s *states) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.n == nil {
			s.n = map[int]int{}
		}
		s.n[resp.StatusCode]++
	}
	return resp, err
}

func TestCacheAsksForChanges(t *testing.T) {
	hub, _, n := reviewed(t)
	dir := filepath.Join(t.TempDir(), "cache", "github")
	ctx := context.Background()
	read := func(at time.Time) (origin.Pull, map[int]int) {
		g := cached(t, hub, dir)
		seen := &states{}
		g.Client, g.Now = &http.Client{Transport: seen}, func() time.Time { return at }
		return g.ReadPull(ctx, n, folder, nil), seen.n
	}
	first, seen := read(noon)
	if seen[200] != 9 || seen[304] != 0 {
		t.Errorf("first: %v", seen)
	}
	second, seen := read(noon.Add(time.Hour))
	if seen[304] != 9 || len(seen) != 1 {
		t.Errorf("second: %v", seen)
	}
	if a := second.Asked.Reviews; !a.At.Equal(noon.Add(time.Hour)) || len(second.Said) != len(first.Said) || second.Title != first.Title {
		t.Errorf("%+v", second)
	}
	hub.Change(func(w *githubtest.World) { w.Pulls[n].Comment("engineer", "MEMBER", "Thanks.") })
	third, seen := read(noon.Add(2 * time.Hour))
	if seen[200] != 2 || seen[304] != 7 || len(third.Said) != 5 {
		t.Errorf("third: %v, %d said", seen, len(third.Said))
	}
}

// Lists of several pages are whole when they come from the cache.
func TestCacheKnowsTheLastPage(t *testing.T) {
	hub, _, n := reviewed(t)
	hub.Change(func(w *githubtest.World) {
		for i := range 150 {
			w.Pulls[n].Comment("contoso", "CONTRIBUTOR", fmt.Sprint(i))
		}
	})
	dir := t.TempDir()
	for range 2 {
		p := cached(t, hub, dir).ReadPull(context.Background(), n, folder, nil)
		if len(p.Said) != 154 {
			t.Errorf("%d said", len(p.Said))
		}
	}
}

// What never changes is not asked for again.
func TestCacheKeepsCommitsForGood(t *testing.T) {
	hub, _, sha := stored(t)
	dir := t.TempDir()
	for round, want := range []int{4, 0} {
		asked := callsSince(hub, func() {
			if a, err := cached(t, hub, dir).ArtifactsAt(context.Background(), sha, folder, connector.Artifacts{}); err != nil || a.Readme == nil || a.Readme.Data == nil {
				t.Errorf("%+v, %v", a, err)
			}
		})
		if len(asked) != want {
			t.Errorf("round %d: %q", round+1, asked)
		}
	}
}

func TestCacheFresh(t *testing.T) {
	hub, g := newHub(t)
	g.Cache = &Cache{Dir: t.TempDir(), Fresh: time.Minute}
	now := noon
	g.Now = func() time.Time { return now }
	for _, step := range []struct {
		at    time.Duration
		calls int
		said  time.Duration
	}{{0, 1, 0}, {59 * time.Second, 0, 0}, {61 * time.Second, 1, 61 * time.Second}, {90 * time.Second, 0, 61 * time.Second}, {-time.Hour, 1, -time.Hour}} {
		now = noon.Add(step.at)
		asked := callsSince(hub, func() {
			if _, r, err := g.file(context.Background(), "README.md", ""); err != nil || !r.at.Equal(noon.Add(step.said)) {
				t.Errorf("after %v: said at %v, %v", step.at, r.at, err)
			}
		})
		if len(asked) != step.calls {
			t.Errorf("after %v: %q", step.at, asked)
		}
	}
}

// Neither the token nor what hangs on it is kept, and only the owner can read.
func TestCacheHoldsNoSecret(t *testing.T) {
	hub, g := writable(t)
	dir := filepath.Join(t.TempDir(), "a", "b")
	g.Cache = &Cache{Dir: dir}
	ctx := context.Background()
	if _, err := g.Login(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := g.search(ctx, "repo:microsoft/PowerPlatformConnectors x"); err != nil {
		t.Fatal(err)
	}
	p, err := g.OpenPull(ctx, newPull())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Fatalf("something was kept: %v", err)
	}
	g.ReadPull(ctx, p.Number, folder, nil)
	hub.Fail("/repos", githubtest.Status(404, "Not Found"))
	if _, err := g.File(ctx, "none", ""); err == nil {
		t.Fatal("no error")
	}
	names := 0
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if d.IsDir() {
			if runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
				t.Errorf("%s has mode %o", name, info.Mode().Perm())
			}
			return nil
		}
		names++
		data, err := os.ReadFile(name)
		if text := string(data); strings.Contains(text, token) || strings.Contains(text, "Authorization") || strings.Contains(text, "X-RateLimit") || strings.Contains(text, "Not Found") {
			t.Errorf("%s holds too much", name)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o", name, info.Mode().Perm())
		}
		return err
	})
	if err != nil || names < 5 {
		t.Errorf("%d files, %v", names, err)
	}
}

// What is damaged, or another address's, is as if it were not there.
func TestCacheIgnoresWhatIsDamaged(t *testing.T) {
	c := &Cache{Dir: t.TempDir()}
	const address = "https://api.github.com/x"
	good := entry{URL: address, ETag: `W/"1"`, Last: 1, body: []byte(`{"a":1}`), at: noon}
	c.store(good)
	if e, ok := c.load(address); !ok || string(e.body) != `{"a":1}` || e.ETag != good.ETag || !e.at.Equal(noon) {
		t.Fatalf("%+v %t", e, ok)
	}
	name := c.file(address)
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for what, data := range map[string]string{
		"empty": "", "no body": strings.Split(string(whole), "\n")[0], "a longer body": string(whole) + " ", "another body": strings.Replace(string(whole), `"a":1`, `"a":2`, 1),
		"not JSON": "x\n{}", "a long line": strings.Repeat("x", 2*maxHead), "another address": strings.Replace(string(whole), address, address+"y", 1),
		"a header that breaks": strings.Replace(string(whole), `W/\"1\"`, `1\r\nX: y`, 1), "no page": strings.Replace(string(whole), `"last":1`, `"last":0`, 1),
	} {
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, ok := c.load(address); ok {
			t.Errorf("%s is taken", what)
		}
	}
	os.Remove(name)
	if err := os.Mkdir(name, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, ok := c.load(address); ok {
		t.Error("a folder is taken")
	}
	c.store(good) // does not crash
	if _, ok := c.load(address); ok {
		t.Error("a folder was written to")
	}
	(&Cache{Dir: filepath.Join(name, "\x00")}).store(good)
}

// An entry whose body is not what is asked for ends in a plain error, and the
// next answer replaces it.
func TestCacheOfAnotherShape(t *testing.T) {
	_, g := newHub(t)
	g.Cache = &Cache{Dir: t.TempDir()}
	ctx := context.Background()
	if _, err := g.File(ctx, "README.md", ""); err != nil {
		t.Fatal(err)
	}
	address, err := g.address(call{path: contents("README.md"), query: map[string][]string{"ref": {"dev"}}})
	if err != nil {
		t.Fatal(err)
	}
	e, ok := g.Cache.load(address)
	if !ok {
		t.Fatal("not kept")
	}
	e.body = []byte(`{"type":"file","encoding":"base64","content":"eA=="}`)
	g.Cache.store(e)
	if data, err := g.File(ctx, "README.md", ""); err != nil || string(data) != "x" {
		t.Errorf("the kept answer is not used: %q %v", data, err)
	}
	e.body = []byte(`nonsense`)
	g.Cache.store(e)
	if data, err := g.File(ctx, "README.md", ""); kind(err) != Malformed || data != nil {
		t.Errorf("%q %v", data, err)
	}
	if data, err := g.File(ctx, "README.md", ""); err != nil || string(data) != "# Connectors\n" {
		t.Errorf("%q %v", data, err)
	}
}

func TestCacheIsBounded(t *testing.T) {
	c := &Cache{Dir: t.TempDir()}
	address := func(i int) string { return fmt.Sprintf("https://api.github.com/%d", i) }
	put := func(i, size int) {
		c.store(entry{URL: address(i), ETag: "x", Last: 1, body: []byte(strings.Repeat("x", size)), at: noon.Add(time.Duration(i) * time.Second)})
	}
	kept := func(from, to int) (n int) {
		for i := from; i < to; i++ {
			if _, ok := c.load(address(i)); ok {
				n++
			}
		}
		return n
	}
	stranger := filepath.Join(c.Dir, "notes.txt")
	if err := os.WriteFile(stranger, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range maxEntries + 5 {
		put(i, 1)
	}
	if old, all := kept(0, 5), kept(0, maxEntries+5); old != 0 || all != maxEntries {
		t.Errorf("%d entries, of the oldest %d", all, old)
	}
	for i := 1000; i < 1007; i++ {
		put(i, maxEntry-1000)
	}
	if n := kept(1000, 1007); n != 5 || kept(0, 1000) > 0 {
		t.Errorf("%d large ones and %d small ones", n, kept(0, 1000))
	}
	put(2000, maxEntry+1)
	if n := kept(2000, 2001); n != 0 {
		t.Error("too large a one is kept")
	}
	old, young := filepath.Join(c.Dir, partial+"old"), filepath.Join(c.Dir, partial+"young")
	for _, name := range []string{old, young} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(young)
	if err != nil {
		t.Fatal(err)
	}
	long := info.ModTime().Add(-2 * time.Hour)
	if err := os.Chtimes(old, long, long); err != nil {
		t.Fatal(err)
	}
	c.trim(info.ModTime())
	for name, want := range map[string]bool{old: false, young: true, stranger: true} {
		if _, err := os.Stat(name); (err == nil) != want {
			t.Errorf("%s: %v", filepath.Base(name), err)
		}
	}
}

// Several at once read and write whole answers.
func TestCacheIsShared(t *testing.T) {
	dir := t.TempDir()
	const address = "https://api.github.com/x"
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			c := &Cache{Dir: dir}
			body := []byte(strings.Repeat(fmt.Sprint(i), 50_000))
			for range 50 {
				c.store(entry{URL: address, ETag: "x", Last: 1, body: body, at: noon})
				if e, ok := c.load(address); ok && strings.Trim(string(e.body), string(e.body[:1])) != "" {
					t.Error("two answers in one")
				}
			}
		})
	}
	all.Wait()
	if _, ok := (&Cache{Dir: dir}).load(address); !ok {
		t.Error("nothing is left")
	}
}

func FuzzCacheEntry(f *testing.F) {
	f.Add([]byte("{\"url\":\"u\",\"etag\":\"x\",\"last\":1,\"sum\":\"" + sum([]byte("{}")) + "\"}\n{}"))
	f.Add([]byte("\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, ok := read(strings.NewReader(string(data)), "u")
		if ok && (e.URL != "u" || sum(e.body) != e.Sum || !plain(e.ETag) || e.Last < 1) {
			t.Errorf("%+v", e)
		}
	})
}
