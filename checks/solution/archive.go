package solution

import (
	"archive/zip"
	"fmt"
	"hash/crc32"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/archive"
	"github.com/certwiz/certwiz/checks/text"
)

// Archive is one layer of a package.
type Archive struct {
	Path    string // "out.zip ▸ package.zip"
	Size    int64
	Problem string // why it could not be read, "" when it could
	Entries []*Entry

	entry string // its name in the archive around it
	depth int
	byLow map[string]*Entry // by name in small letters, files only
	// solution is what was read of it, nil when it is none.
	solution *Solution
}

// Entry is a file or folder in a layer.
type Entry struct {
	Name   string // with slashes, without one at its end
	Size   uint64 // unpacked bytes, as the archive states them
	Folder bool
	Inside *Archive // when it is an archive that was opened

	packed *zip.File
	source []byte // the archive's bytes
	file   *checks.File
}

// reader takes layers apart and keeps within the limits.
type reader struct {
	unpack, parse int64 // bytes that may still be unpacked, and parsed
	archives      int
	faults        []fault
}

func (r *reader) fault(p checks.Place, format string, args ...any) {
	if len(r.faults) < 50 {
		r.faults = append(r.faults, fault{p, fmt.Sprintf(format, args...)})
	}
}

// archive opens a layer and the layers in it.
func (r *reader) archive(place, entry string, data []byte, depth int) *Archive {
	r.archives++
	a := &Archive{Path: place, Size: int64(len(data)), entry: entry, depth: depth, byLow: map[string]*Entry{}}
	files, problem := archive.Open(data)
	if problem != "" {
		a.Problem = problem
		r.fault(a.at(), "%s %s", shown(place), problem)
		return a
	}
	if len(files) > maxEntries {
		a.Problem = fmt.Sprintf("holds %d entries, %d allowed", len(files), maxEntries)
		r.fault(a.at(), "%s %s", shown(place), a.Problem)
		return a
	}
	for _, f := range files {
		r.entry(a, f, data)
	}
	slices.SortStableFunc(a.Entries, func(x, y *Entry) int { return strings.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)) })
	for _, e := range a.Entries {
		r.inside(a, e)
	}
	return a
}

// entry takes an entry into the list, by a name that every system has.
func (r *reader) entry(a *Archive, f *zip.File, data []byte) {
	listed := archive.Listed(f)
	if why := climbs(f.Name); why != "" {
		r.fault(a.inside(f.Name), "%s %s", shown(f.Name), why)
	}
	name := strings.ReplaceAll(f.Name, `\`, "/")
	folder := strings.HasSuffix(name, "/") || listed.Mode.IsDir()
	name = strings.Trim(path.Clean("/"+name), "/")
	if name == "" {
		return
	}
	if listed.Encrypted {
		r.fault(a.inside(f.Name), "%s is protected by a password", shown(f.Name))
	}
	e := &Entry{Name: name, Size: listed.Size, Folder: folder, packed: f, source: data}
	low := strings.ToLower(name)
	if first := a.byLow[low]; first != nil && !folder {
		r.fault(a.inside(f.Name), "%s is in %s twice", shown(f.Name), shown(a.Path))
		return
	}
	if !folder {
		a.byLow[low] = e
	}
	a.Entries = append(a.Entries, e)
}

// climbs says what is wrong with a name as a path, "" for nothing. Names that
// are merely odd are read all the same.
func climbs(name string) string {
	slashed := strings.ReplaceAll(name, `\`, "/")
	switch {
	case strings.HasPrefix(slashed, "/"):
		return "has an absolute path"
	case len(name) > 1 && name[1] == ':':
		return "has a drive letter in its path"
	case slices.Contains(strings.Split(slashed, "/"), ".."):
		return "leads out of the archive"
	case slashed != name:
		return "has backslashes in its name, which only Windows takes for folders"
	}
	return ""
}

// inside opens an entry that is an archive itself.
func (r *reader) inside(a *Archive, e *Entry) {
	if e.Folder || !hasExt(e.Name, ".zip") || macMade(e.Name) {
		return
	}
	switch {
	case a.depth >= maxDepth:
		r.fault(a.inside(e.Name), "%s is an archive %d layers down, %d are read", shown(e.Name), a.depth+1, maxDepth)
		return
	case r.archives >= maxArchives:
		r.fault(a.inside(e.Name), "%s is one archive more than the %d that are read", shown(e.Name), maxArchives)
		return
	}
	f := r.file(a, e)
	if f.Err != "" {
		return
	}
	e.Inside = r.archive(f.Name, e.Name, f.Data, a.depth+1)
}

// file reads an entry, once. Its name is its place in the package.
func (r *reader) file(a *Archive, e *Entry) *checks.File {
	if e.file != nil {
		return e.file
	}
	e.file = &checks.File{Name: a.inside(e.Name).File}
	limit := r.unpack
	if !hasExt(e.Name, ".zip") {
		limit = min(limit, maxText)
	}
	e.file.Data, e.file.Err = unpack(e, limit)
	if e.file.Err != "" && e.file.Err != "is encrypted" { // which was said of the entry
		r.fault(checks.Place{File: e.file.Name}, "%s %s", shown(e.Name), e.file.Err)
	}
	r.unpack -= int64(len(e.file.Data))
	return e.file
}

// unpack reads an entry; one that was stored as it is costs no memory.
func unpack(e *Entry, limit int64) ([]byte, string) {
	f := e.packed
	if f.UncompressedSize64 > uint64(limit) {
		return nil, fmt.Sprintf("is %s, more than is read of it", text.Size(int64(min(f.UncompressedSize64, 1<<62))))
	}
	if f.Method != zip.Store || f.Flags&1 != 0 || f.CompressedSize64 != f.UncompressedSize64 {
		return archive.Unpack(f, limit)
	}
	at, err := f.DataOffset()
	if err != nil || at < 0 || uint64(at)+f.CompressedSize64 > uint64(len(e.source)) {
		return nil, "is damaged and can't be unpacked"
	}
	data := e.source[at : uint64(at)+f.CompressedSize64]
	if crc32.ChecksumIEEE(data) != f.CRC32 {
		return nil, "is damaged: its checksum is wrong"
	}
	return data, ""
}

// total holds what all layers together unpack to against the limit.
func (r *reader) total(p *Package) {
	var sum uint64
	for _, a := range all(p.Outer) {
		for _, e := range a.Entries {
			sum += min(e.Size, maxUnpacked+1)
		}
	}
	if sum > maxUnpacked {
		r.fault(p.Outer.at(), "%s unpacks to more than %d MB", shown(p.Name), maxUnpacked>>20)
	}
}

// at is the place of the archive itself, inside that of something in it.
func (a *Archive) at() checks.Place { return checks.Place{File: shown(a.Path)} }

func (a *Archive) inside(name string) checks.Place {
	return checks.Place{File: a.Path + between + shown(name)}
}

// find is the file of that name, whatever its case and however it is encoded.
func (a *Archive) find(name string) *Entry {
	name = strings.ToLower(strings.Trim(strings.ReplaceAll(name, `\`, "/"), "/"))
	if e := a.byLow[name]; e != nil {
		return e
	}
	if plain := unescaped(name); plain != name {
		if e := a.byLow[plain]; e != nil {
			return e
		}
	}
	for low, e := range a.byLow {
		if strings.Contains(low, "%") && unescaped(low) == unescaped(name) {
			return e
		}
	}
	return nil
}

// folders are the folders at the archive's root, whether or not they have an
// entry of their own, each once.
func (a *Archive) folders() []string { return a.foldersIn("") }

// foldersIn are the folders right inside a folder.
func (a *Archive) foldersIn(parent string) []string {
	var names []string
	known := map[string]bool{}
	for _, e := range a.Entries {
		rest, in := under(e.Name, parent)
		name, _, deeper := strings.Cut(rest, "/")
		if low := strings.ToLower(name); in && (deeper || e.Folder) && name != "" && !known[low] {
			known[low] = true
			names = append(names, name)
		}
	}
	return names
}

// filesIn are the files right inside a folder, "" for the root.
func (a *Archive) filesIn(parent string) []*Entry {
	var files []*Entry
	for _, e := range a.Entries {
		if rest, in := under(e.Name, parent); in && !e.Folder && rest != "" && !strings.Contains(rest, "/") {
			files = append(files, e)
		}
	}
	return files
}

// under is a name as seen from a folder, and whether it lies there.
func under(name, folder string) (rest string, in bool) {
	if folder == "" {
		return name, true
	}
	if len(name) > len(folder) && strings.EqualFold(name[:len(folder)], folder) && name[len(folder)] == '/' {
		return name[len(folder)+1:], true
	}
	return "", strings.EqualFold(name, folder)
}

// hasFolder tells whether there is such a folder at the root.
func (a *Archive) hasFolder(name string) bool {
	return slices.ContainsFunc(a.folders(), func(f string) bool { return strings.EqualFold(f, name) })
}

func hasExt(name, ext string) bool { return strings.EqualFold(path.Ext(name), ext) }

func base(name string) string { return path.Base(name) }

// macMade tells whether macOS put an entry into the archive.
func macMade(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.EqualFold(part, "__MACOSX") || strings.HasPrefix(part, "._") {
			return true
		}
	}
	return false
}

// shown is a name of an entry as a message or place can hold it.
func shown(name string) string {
	const most = 200
	if name == "" || !utf8.ValidString(name) || len(name) > most || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return strings.Trim(fmt.Sprintf("%q", name[:min(len(name), most)]), `"`)
	}
	return name
}
