package github

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The limits of the cache.
const (
	maxEntry   = 4 << 20 // bytes of one answer
	maxEntries = 200
	maxCache   = 20 << 20 // bytes in all
	maxHead    = 8 << 10  // bytes of what is noted about an answer
)

// Cache keeps what GitHub answered about Microsoft's repository, so that
// GitHub only has to say that nothing has changed. It holds no token, nothing
// about the account, and no header but those that name the answer's state.
// Several certwiz may use a folder at once; whatever is damaged there is as if
// it were not. A nil Cache keeps nothing.
//
// An answer that has not changed costs no call when it was asked with a token,
// and one like any other without.
type Cache struct {
	Dir string // made when it is needed, for its owner only
	// Fresh is how long an answer is given without asking again, with the time
	// at which it was given. 0: GitHub is always asked.
	Fresh time.Duration
}

// entry is an answer that was kept. On disk it is a line of JSON and the body.
type entry struct {
	URL      string `json:"url"`
	ETag     string `json:"etag,omitempty"`
	Modified string `json:"modified,omitempty"` // Last-Modified, as GitHub wrote it
	Last     int    `json:"last"`               // the list's last page
	Sum      string `json:"sum"`                // SHA-256 of the body

	body []byte
	at   time.Time // when GitHub last said so: the file's time
}

// ask makes a request one for changes.
func (e entry) ask(h http.Header) {
	if e.ETag != "" {
		h.Set("If-None-Match", e.ETag)
	} else if e.Modified != "" {
		h.Set("If-Modified-Since", e.Modified)
	}
}

// cacheable tells whether answers to a call may be kept: questions about the
// repository that everybody sees, whose whole answer is read.
func (c call) cacheable() bool {
	return c.reads() && c.read == nil && strings.HasPrefix(c.path, inRepo()+"/")
}

func (g *GitHub) fromCache(c call, address string) (entry, bool) {
	if g.Cache == nil || !c.cacheable() {
		return entry{}, false
	}
	return g.Cache.load(address)
}

func (g *GitHub) cacheReply(c call, address string, h http.Header, r reply, body []byte) {
	e := entry{URL: address, ETag: h.Get("ETag"), Modified: h.Get("Last-Modified"), Last: r.last, body: body, at: r.at}
	if g.Cache == nil || !c.cacheable() || e.ETag == "" && e.Modified == "" {
		return
	}
	g.Cache.store(e)
}

// unchanged takes the kept answer when GitHub says that it still holds.
func (g *GitHub) unchanged(c call, address string, saved entry) (reply, error) {
	if saved.URL != address {
		return reply{}, malformed("it says that nothing has changed since never")
	}
	if err := json.Unmarshal(saved.body, c.into); err != nil {
		_ = os.Remove(g.Cache.file(address)) // so that the next question brings it anew
		return reply{}, malformed("what was kept of it is not the JSON that was asked for; ask again")
	}
	now := g.now()
	_ = os.Chtimes(g.Cache.file(address), now, now) // else it is the older for trim, no more
	return reply{now, saved.Last}, nil
}

func (c *Cache) fresh(e entry, now time.Time) bool {
	age := now.Sub(e.at)
	return c.Fresh > 0 && age >= 0 && age < c.Fresh
}

// file is where an address's answer is kept.
func (c *Cache) file(address string) string {
	sum := sha256.Sum256([]byte(address))
	return filepath.Join(c.Dir, hex.EncodeToString(sum[:]))
}

// load reads what is kept of an address; nothing when it is damaged.
func (c *Cache) load(address string) (entry, bool) {
	f, err := os.Open(c.file(address))
	if err != nil {
		return entry{}, false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxHead+maxEntry {
		return entry{}, false
	}
	e, ok := read(f, address)
	e.at = info.ModTime()
	return e, ok
}

// read reads an entry, and checks that it is whole and the one meant.
func read(r io.Reader, address string) (entry, bool) {
	data := bufio.NewReaderSize(io.LimitReader(r, maxHead+maxEntry), maxHead)
	head, err := data.ReadSlice('\n')
	if err != nil {
		return entry{}, false
	}
	var e entry
	if err := json.Unmarshal(head, &e); err != nil || e.URL != address || !plain(e.ETag) || !plain(e.Modified) || e.Last < 1 {
		return entry{}, false
	}
	if e.body, err = io.ReadAll(data); err != nil || sum(e.body) != e.Sum {
		return entry{}, false
	}
	return e, true
}

// plain tells whether a text can be sent in a header.
func plain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// store keeps an answer. Where the disk does not take it, it is not kept.
func (c *Cache) store(e entry) {
	e.Sum = sum(e.body)
	head, err := json.Marshal(e)
	if err != nil || len(head) >= maxHead || len(e.body) > maxEntry || !plain(e.ETag) || !plain(e.Modified) {
		return
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return
	}
	now, err := replace(c.file(e.URL), slices.Concat(head, []byte("\n"), e.body), e.at)
	if err != nil {
		return
	}
	c.trim(now)
}

// partial begins the names of files that are being written.
const partial = ".part-"

// replace puts a file in another's place in one step: who reads it meanwhile
// reads the one or the other. It returns the file system's own time, which may
// be another than this machine's.
func replace(name string, data []byte, at time.Time) (now time.Time, err error) {
	f, err := os.CreateTemp(filepath.Dir(name), partial)
	if err != nil {
		return now, err
	}
	_, err = io.Copy(f, bytes.NewReader(data))
	info, statErr := f.Stat()
	if err := cmp.Or(err, statErr, f.Close()); err != nil {
		_ = os.Remove(f.Name()) // what is left is taken out by trim
		return now, err
	}
	if err := os.Rename(f.Name(), name); err != nil {
		_ = os.Remove(f.Name()) // another certwiz may hold the file open; its answer stands
		return now, err
	}
	return info.ModTime(), os.Chtimes(name, at, at)
}

// trim takes the oldest answers out until the rest is within the limits. Now is
// the file system's time.
func (c *Cache) trim(now time.Time) {
	list, err := os.ReadDir(c.Dir)
	if err != nil {
		return
	}
	var files []fs.FileInfo
	var size int64
	for _, entry := range list {
		info, err := entry.Info()
		switch {
		case err != nil, !info.Mode().IsRegular():
		case strings.HasPrefix(info.Name(), partial):
			c.removeStale(info, now)
		case ours(info.Name()):
			files = append(files, info)
			size += info.Size()
		}
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for len(files) > maxEntries || size > maxCache {
		_ = os.Remove(filepath.Join(c.Dir, files[0].Name())) // else the next trim does
		size -= files[0].Size()
		files = files[1:]
	}
}

// removeStale takes out what was not written to its end, once nobody can be at it.
func (c *Cache) removeStale(info fs.FileInfo, now time.Time) {
	if now.Sub(info.ModTime()) > time.Hour {
		_ = os.Remove(filepath.Join(c.Dir, info.Name())) // else the next trim does
	}
}

// ours tells whether a file's name is one that the cache gives.
func ours(name string) bool {
	_, err := hex.DecodeString(name)
	return err == nil && len(name) == 2*sha256.Size
}
