package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/certwiz/certwiz/submission"
)

const (
	maxSlug  = 64 // characters of a slug
	maxTitle = 40 // characters of the readable part
)

// Slug is the name of a submission's folder, `contoso-invoices-1a2b3c4d`: the
// title for people, and a hash of the connector's folder, so that two
// connectors of one title stay apart. It is a safe file name everywhere.
// SlugFor also knows the submissions that are there.
func Slug(folder, title string) string {
	return readable(title) + "-" + folderHash(folder)
}

// SlugFor is the slug to use for a connector's folder: the one it has, whatever
// its title was then, or a new one. A slug is never renamed, so one whose
// connector has moved away is not given to the connector that took its place.
func (s *Store) SlugFor(folder, title string) string {
	if slug, ok := s.FindDraft(folder); ok {
		return slug
	}
	hash := folderHash(folder)
	taken := map[string]bool{}
	for _, slug := range s.slugs() {
		taken[slug] = true
		if !hasHash(slug, hash) {
			continue
		}
		if _, err := s.LoadDraft(slug); errors.Is(err, fs.ErrNotExist) {
			return slug // its draft was removed; its ledger and versions go on
		}
	}
	base := Slug(folder, title)
	slug := base
	for n := 2; taken[slug]; n++ {
		slug = base + "-" + strconv.Itoa(n)
	}
	return slug
}

// FindDraft finds the draft of the connector in a folder. A draft that can't
// be read is found too, by its name; LoadDraft then says what is wrong with it.
func (s *Store) FindDraft(folder string) (slug string, ok bool) {
	hash := folderHash(folder)
	slugs := s.slugs()
	for _, slug := range slugs {
		if hasHash(slug, hash) && s.isDraftOf(slug, folder) {
			return slug, true
		}
	}
	return s.findMoved(slugs, folder)
}

// isDraftOf says whether a draft whose name fits a folder belongs to it still.
func (s *Store) isDraftOf(slug, folder string) bool {
	d, err := s.LoadDraft(slug)
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist)
	}
	return resolvedKey(d.Folder) == resolvedKey(folder)
}

// findMoved looks for a draft that was begun in another folder and has moved
// to this one. It resolves no links: a draft's folder may be on a network
// drive that is gone, and asking for it would take many seconds.
func (s *Store) findMoved(slugs []string, folder string) (string, bool) {
	plain, resolved := folderKey(absPath(folder)), resolvedKey(folder)
	var found submission.Draft
	for _, slug := range slugs {
		d, err := s.LoadDraft(slug)
		if err != nil {
			continue
		}
		key := folderKey(d.Folder)
		if (key == plain || key == resolved) && (found.Slug == "" || d.Saved.After(found.Saved)) {
			found = d
		}
	}
	return found.Slug, found.Slug != ""
}

// slugs lists the submissions' folders by name; what is not one is left out.
func (s *Store) slugs() []string {
	entries, _ := os.ReadDir(s.submissions())
	var slugs []string
	for _, e := range entries {
		if e.IsDir() && validSlug(e.Name()) {
			slugs = append(slugs, e.Name())
		}
	}
	return slugs
}

func absPath(folder string) string {
	abs, err := filepath.Abs(folder)
	if err != nil {
		return folder
	}
	return abs
}

// resolvedKey is the folderKey of a folder with its links followed.
func resolvedKey(folder string) string {
	path := absPath(folder)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return folderKey(path)
}

// folderKey is what two names of one folder have in common. A byte that is not
// UTF-8 counts as U+FFFD, which is what a draft's JSON keeps of it.
func folderKey(path string) string {
	key := string([]rune(filepath.Clean(path)))
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		key = strings.ToLower(key)
	}
	return key
}

func folderHash(folder string) string {
	sum := sha256.Sum256([]byte(resolvedKey(folder)))
	return hex.EncodeToString(sum[:4])
}

// hasHash reports whether a slug ends in a hash, or in a hash and a number.
func hasHash(slug, hash string) bool {
	at := strings.LastIndex(slug, "-"+hash)
	if at < 0 {
		return false
	}
	rest := slug[at+1+len(hash):]
	n, err := strconv.Atoi(strings.TrimPrefix(rest, "-"))
	return rest == "" || err == nil && n > 1 && rest == fmt.Sprintf("-%d", n)
}

var plainLetters = strings.NewReplacer(
	"à", "a", "á", "a", "â", "a", "ã", "a", "ä", "a", "å", "a", "æ", "ae", "ç", "c", "č", "c",
	"è", "e", "é", "e", "ê", "e", "ë", "e", "ì", "i", "í", "i", "î", "i", "ï", "i", "ı", "i",
	"ł", "l", "ñ", "n", "ò", "o", "ó", "o", "ô", "o", "õ", "o", "ö", "o", "ø", "o", "œ", "oe",
	"š", "s", "ß", "ss", "ù", "u", "ú", "u", "û", "u", "ü", "u", "ý", "y", "ÿ", "y", "ž", "z",
)

// readable turns a title into small letters, digits and single hyphens.
func readable(title string) string {
	var b strings.Builder
	for _, r := range plainLetters.Replace(strings.ToLower(title)) {
		switch {
		case b.Len() >= maxTitle:
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	name := strings.Trim(b.String(), "-")
	if name == "" {
		return "connector"
	}
	return name
}

// validSlug keeps a name from a file that anybody may have edited from leading
// out of the folder, and from meaning a device on Windows.
func validSlug(slug string) bool {
	if slug == "" || len(slug) > maxSlug || strings.HasPrefix(slug, "-") || reservedName(slug) {
		return false
	}
	for _, r := range slug {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-') {
			return false
		}
	}
	return true
}

// reservedName reports whether Windows takes a file name for a device, which it
// does with any extension ("aux.json").
func reservedName(name string) bool {
	base, _, _ := strings.Cut(strings.ToLower(name), ".")
	base = strings.TrimRight(base, " ")
	switch base {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return true
	}
	number, ok := strings.CutPrefix(base, "com")
	if !ok {
		number, ok = strings.CutPrefix(base, "lpt")
	}
	return ok && len([]rune(number)) == 1 && strings.Contains("0123456789¹²³", number)
}

// stamp is a moment as part of a file name.
func stamp(t time.Time) string { return t.UTC().Format("20060102T150405Z") }
