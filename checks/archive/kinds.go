package archive

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// kind says what an entry is to the certification archive. Every entry is of
// one kind, so that one mistake is reported once.
type kind int

const (
	artifact     kind = iota // one of the files that belong in it
	misspelt                 // such a file, its name in another case
	introFile                // intro.md: allowed, with a word
	mac                      // what macOS adds
	nested                   // a folder, or a file inside one
	settingsFile             // settings.json of paconn
	scriptFile               // script.csx of a connector without one
	extraFile                // anything else
	unsafe                   // its name leads out of the folder it is unpacked in
	irregular                // a link, a device
)

// entry is an Entry with its kind and the reason, a phrase that follows its
// name in a message.
type entry struct {
	Entry
	kind kind
	why  string
}

// maxSorted bounds the entries that are looked at one by one. An archive of
// more than MaxEntries is refused whatever the rest of it is.
const maxSorted = 2 * MaxEntries

// sorting is a listing with its entries sorted out.
type sorting []entry

func classify(l Listing) sorting {
	entries := l.Entries[:min(len(l.Entries), maxSorted)]
	out := make(sorting, len(entries))
	for i, e := range entries {
		out[i] = entry{Entry: e}
		out[i].kind, out[i].why = kindOf(e, l.HasScript)
	}
	return out
}

func (s sorting) of(k kind) sorting {
	return slices.DeleteFunc(slices.Clone(s), func(e entry) bool { return e.kind != k })
}

// The names of the files that belong at the archive's root.
const (
	swaggerName    = "apiDefinition.swagger.json"
	propertiesName = "apiProperties.json"
	scriptName     = "script.csx"
	introName      = "intro.md"
	settingsName   = "settings.json"
)

func kindOf(e Entry, hasScript bool) (kind, string) {
	if why := pathFault(e.Name); why != "" {
		return unsafe, why
	}
	if e.Mode.Type()&^modeDir != 0 {
		return irregular, "is " + modeName(e.Mode) + ", not a plain file"
	}
	if why := macFault(e.Name); why != "" {
		return mac, why
	}
	if strings.HasSuffix(e.Name, "/") || e.Mode.IsDir() {
		return nested, "is a folder"
	}
	if i := strings.LastIndex(e.Name, "/"); i >= 0 {
		return nested, "is inside a folder"
	}
	return plainFile(e.Name, hasScript)
}

// plainFile is the kind of a file at the archive's root.
func plainFile(name string, hasScript bool) (kind, string) {
	if name == scriptName && hasScript {
		return artifact, ""
	}
	for _, right := range []string{swaggerName, propertiesName, scriptName, introName, settingsName} {
		if !strings.EqualFold(name, right) {
			continue
		}
		switch {
		case right == settingsName:
			return settingsFile, "is made by paconn download and is not part of a submission"
		case right == scriptName && !hasScript:
			return scriptFile, "is custom code, and the connector's folder has no " + scriptName
		case name != right:
			return misspelt, "must be called " + right
		case right == introName:
			return introFile, "is attached apart, after the submission; in the archive only when an engineer asked for it"
		}
		return artifact, ""
	}
	switch ext := path.Ext(name); {
	case ext == ".png":
		return artifact, ""
	case strings.EqualFold(ext, ".png"):
		return misspelt, "must end in .png"
	}
	return extraFile, extraReason(name)
}

// extraReason says why a file is not wanted.
func extraReason(name string) string {
	small := strings.ToLower(name)
	switch {
	case small == "readme.md":
		return "belongs in the open-source repository, not in the archive"
	case small == "thumbs.db" || small == "desktop.ini":
		return "is added by Windows and is not part of a submission"
	case strings.HasSuffix(small, ".zip"):
		return "is an archive inside the archive"
	case strings.HasSuffix(small, ".swagger.json"):
		return "is not called " + swaggerName
	case slices.Contains([]string{".jpg", ".jpeg", ".gif", ".svg", ".ico", ".webp", ".bmp"}, path.Ext(small)):
		return "is a picture that is not a PNG"
	}
	return "is not part of a submission"
}

// macFault says whether macOS added an entry to the archive (S35).
func macFault(name string) string {
	for part := range strings.SplitSeq(name, "/") {
		if part == "__MACOSX" || part == ".DS_Store" || strings.HasPrefix(part, "._") {
			return "is added by macOS"
		}
	}
	return ""
}

// pathFault says what is wrong with an entry's name as a path, "" for nothing.
func pathFault(name string) string {
	switch {
	case name == "":
		return "has no name"
	case !utf8.ValidString(name):
		return "has a name that is not UTF-8"
	case strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "holds control characters in its name"
	case strings.Contains(name, `\`):
		return "has backslashes in its name: a path of Windows"
	case strings.HasPrefix(name, "/"):
		return "has an absolute path"
	case len(name) > 1 && name[1] == ':':
		return "has a drive letter in its path"
	case len(name) > maxName:
		return fmt.Sprintf("has a name of %d bytes, %d allowed", len(name), maxName)
	}
	for part := range strings.SplitSeq(strings.TrimSuffix(name, "/"), "/") {
		switch part {
		case "..":
			return "leads out of the archive"
		case ".", "":
			return "has a path that is not in its simplest form"
		}
	}
	return ""
}

// maxName is the longest name of an entry, in bytes, that every system unpacks.
const maxName = 255

// shown is an entry's name in a message; one that can't be read is quoted.
func shown(name string) string {
	if name == "" || !utf8.ValidString(name) || len(name) > maxName || strings.ContainsFunc(name, func(r rune) bool { return !strconv.IsPrint(r) }) {
		return strconv.Quote(name[:min(len(name), 60)])
	}
	return name
}
