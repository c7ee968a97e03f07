package git

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/certwiz/certwiz/submission/source"
)

const (
	maxBranch     = 200 // bytes
	maxBranchName = 60  // of a name that is made up
)

// plainLetters are letters of Latin alphabets as ASCII writes them.
var plainLetters = strings.NewReplacer(
	"à", "a", "á", "a", "â", "a", "ã", "a", "ä", "a", "å", "a", "ā", "a", "ą", "a", "æ", "ae", "ç", "c", "ć", "c", "č", "c",
	"ď", "d", "đ", "d", "ð", "d", "è", "e", "é", "e", "ê", "e", "ë", "e", "ę", "e", "ě", "e", "ğ", "g", "ì", "i", "í", "i",
	"î", "i", "ï", "i", "ı", "i", "ł", "l", "ñ", "n", "ń", "n", "ň", "n", "ò", "o", "ó", "o", "ô", "o", "õ", "o", "ö", "o",
	"ø", "o", "ő", "o", "œ", "oe", "ř", "r", "ś", "s", "š", "s", "ş", "s", "ß", "ss", "ť", "t", "þ", "th", "ù", "u", "ú", "u",
	"û", "u", "ü", "u", "ů", "u", "ű", "u", "ý", "y", "ÿ", "y", "ź", "z", "ż", "z", "ž", "z", "'", "", "’", "",
)

// looksLikeCommit is a name that git could take for a commit.
var looksLikeCommit = regexp.MustCompile(`^[0-9a-f]{4,40}$`)

// BranchName is a branch's name for a connector's folder: small letters,
// digits and dashes, at most 60 of them.
func BranchName(folder string) string {
	var b strings.Builder
	for _, r := range plainLetters.Replace(strings.ToLower(path.Base(folder))) {
		switch {
		case r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	name := b.String()
	if len(name) > maxBranchName {
		name = name[:maxBranchName]
		if cut := strings.LastIndexByte(name, '-'); cut > maxBranchName/2 {
			name = name[:cut]
		}
	}
	name = strings.Trim(name, "-")
	switch {
	case name == "":
		return "connector"
	case reserved(name) || looksLikeCommit.MatchString(name):
		return "connector-" + name
	}
	return name
}

// reserved tells whether a branch is never a contribution's: the fork's own
// copies of the repository's branches.
func reserved(branch string) bool {
	return slices.ContainsFunc([]string{source.Branch, "main", "master", "HEAD"}, func(name string) bool {
		return strings.EqualFold(branch, name)
	})
}

// checkBranch is a *Problem unless a branch may be a contribution's: git would
// take its name, and it is none of the repository's own.
func checkBranch(branch string) error {
	if reserved(branch) {
		return &Problem{Kind: NotAllowed, What: fmt.Sprintf("%s is left as it is; a contribution has a branch of its own", branch)}
	}
	if !branchShape(branch) {
		return &Problem{Kind: BadName, What: fmt.Sprintf("%q can't be a branch's name; use letters, digits and dashes", printable(branch))}
	}
	return nil
}

// branchShape tells what git check-ref-format --branch says of a name.
func branchShape(branch string) bool {
	if branch == "" || len(branch) > maxBranch || !utf8.ValidString(branch) || branch == "@" || strings.HasPrefix(branch, "-") ||
		strings.HasSuffix(branch, ".") || strings.Contains(branch, "..") || strings.Contains(branch, "@{") ||
		strings.ContainsAny(branch, " ~^:?*[\\\x7f") || strings.ContainsFunc(branch, unicode.IsControl) {
		return false
	}
	for part := range strings.SplitSeq(branch, "/") {
		if part == "" || strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".lock") {
			return false
		}
	}
	return true
}

// checkName tells whether a file or folder may be added to the repository: it
// must be possible to check it out on every system.
func checkName(name string) error {
	switch {
	case name == "", len(name) > 200, !utf8.ValidString(name), strings.HasPrefix(name, "."), strings.HasSuffix(name, "."),
		strings.TrimSpace(name) != name, strings.ContainsAny(name, `/\:*?"<>|`), strings.ContainsFunc(name, unicode.IsControl),
		strings.HasPrefix(strings.ToLower(name), "git~"):
		return &Problem{Kind: BadName, What: fmt.Sprintf("%q can't be the name of a file or folder in the repository", printable(name))}
	}
	return nil
}

// paths are files of a folder as the repository names them.
func paths(folder string, names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = folder + "/" + name
	}
	return out
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
