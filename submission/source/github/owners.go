package github

import (
	"context"
	"strings"
	"unicode/utf8"
)

// ownersPaths are where GitHub looks for CODEOWNERS, first first.
var ownersPaths = []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"}

// readOwners asks dev who owns the connector's folder (S25).
func (q *reading) readOwners(ctx context.Context) {
	q.ownersPart.asked = true
	if q.folder == "" {
		q.ownersPart.err = &Error{Kind: Failed, What: "the connector's folder is not known"}
		return
	}
	text, r, err := q.codeowners(ctx)
	q.ownersPart.at, q.ownersPart.err = r.at, err
	q.ownersPart.items = ownersOf(text, q.folder)
}

// codeowners is the text of CODEOWNERS, "" where there is none. Where it was
// found is where it is looked for next.
func (g *GitHub) codeowners(ctx context.Context) (string, reply, error) {
	g.mu.Lock()
	first := g.owners
	g.mu.Unlock()
	for i := first; i < len(ownersPaths); i++ {
		data, r, err := g.file(ctx, ownersPaths[i], "")
		if missing(err) {
			continue
		}
		g.mu.Lock()
		defer g.mu.Unlock()
		g.owners = i
		return string(data), r, err
	}
	return "", reply{at: g.now()}, nil
}

// ownersOf are the accounts, teams ("microsoft/team") and addresses that
// CODEOWNERS names for what lies in a folder: those of the last pattern that
// matches. Patterns for some of its files only, such as *.md, are not the
// folder's.
func ownersOf(text, folder string) []string {
	var owners []string
	for line := range strings.Lines(text) {
		words := ownersWords(line)
		if len(words) > 0 && ownsFolder(words[0], folder) {
			owners = words[1:]
		}
	}
	var out []string
	for _, o := range owners {
		if o = strings.TrimPrefix(o, "@"); o != "" {
			out = append(out, o)
		}
	}
	return out
}

// ownersWords takes a line apart: a pattern, in which a space is written "\ ",
// and owners. What follows a # is a comment.
func ownersWords(line string) []string {
	var words []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
	}
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && i+1 < len(line) && line[i+1] >= ' ':
			// The backslash stays for the pattern.
			word.WriteByte(c)
			i++
			word.WriteByte(line[i])
		case c == '#' && word.Len() == 0:
			end()
			return words
		case c <= ' ':
			end()
		default:
			word.WriteByte(c)
		}
	}
	end()
	return words
}

// anyFile stands for a file of the folder about which nothing is known.
const anyFile = "\x00"

// ownsFolder tells whether a pattern matches whatever lies in a folder. GitHub's
// patterns are those of gitignore without ! and [ ]; and "dir/*" is only what
// lies in dir itself.
func ownsFolder(pattern, folder string) bool {
	if strings.HasPrefix(pattern, "!") || strings.ContainsRune(pattern, '[') {
		return false
	}
	inner := strings.TrimSuffix(pattern, "/")
	onlyFolders := inner != pattern
	want := strings.Split(strings.TrimPrefix(inner, "/"), "/")
	if !strings.Contains(inner, "/") {
		want = append([]string{"**"}, want...)
	}
	path := append(strings.Split(strings.Trim(folder, "/"), "/"), anyFile)
	if !onlyFolders && fits(want, path) {
		return true
	}
	if want[len(want)-1] == "*" && !onlyFolders {
		return false
	}
	for n := 1; n < len(path); n++ {
		if fits(want, path[:n]) {
			return true
		}
	}
	return false
}

// fits tells whether a path's parts match a pattern's, of which "**" stands
// for any number.
func fits(pattern, path []string) bool {
	at, star, from := 0, -1, 0
	for i := 0; i < len(path); {
		switch {
		case at < len(pattern) && pattern[at] == "**":
			star, from = at, i
			at++
		case at < len(pattern) && fitsPart(pattern[at], path[i]):
			at++
			i++
		case star >= 0:
			from++
			at, i = star+1, from
		default:
			return false
		}
	}
	return at == len(pattern)
}

// fitsPart tells whether a name matches a pattern in which * stands for any
// text, ? for one character and \ takes the meaning from the next.
func fitsPart(pattern, name string) bool {
	at, i, star, from := 0, 0, -1, 0
	for i < len(name) {
		next, size, literal := element(pattern[at:])
		switch {
		case size > 0 && !literal && next == '*':
			star, from = at+size, i
			at = star
		case size > 0 && !literal && next == '?':
			_, width := utf8.DecodeRuneInString(name[i:])
			at += size
			i += width
		case size > 0 && literal && next == name[i]:
			at += size
			i++
		case star >= 0:
			from++
			at, i = star, from
		default:
			return false
		}
	}
	return strings.Trim(pattern[at:], "*") == ""
}

// element is the first element of a pattern: its byte, its length, and whether
// the byte stands for itself. The length is 0 at the end.
func element(pattern string) (c byte, size int, literal bool) {
	switch {
	case pattern == "":
		return 0, 0, false
	case pattern[0] == '\\' && len(pattern) > 1:
		return pattern[1], 2, true
	}
	return pattern[0], 1, pattern[0] != '*' && pattern[0] != '?'
}
