package source

import (
	"io"
	"os"
	"strings"

	"github.com/certwiz/certwiz/checks/jsontree"
)

// The title is looked for in the first bytes of the API definition; nearly all
// have it there, and a list of connectors must not read 50 MB for its titles.
const (
	titleFirst = 4 << 10
	titleMost  = 256 << 10
	titleRunes = 200
)

// readTitle is the title in an API definition, raw, at most titleRunes long;
// "" when it is not found cheaply.
func readTitle(root *os.Root, name string) string {
	info, err := root.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return ""
	}
	f, err := root.OpenFile(name, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return ""
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, titleFirst))
	if err != nil {
		return ""
	}
	if title, found := titleIn(data); found {
		return title
	}
	rest, err := io.ReadAll(io.LimitReader(f, titleMost-titleFirst))
	if err != nil {
		return ""
	}
	title, _ := titleIn(append(data, rest...))
	return title
}

// titleIn is /info/title in the beginning of a file, unless it is cut off.
func titleIn(data []byte) (title string, found bool) {
	tree := jsontree.Parse(data)
	n := tree.Root().Get("info").Get("title")
	if strings.HasSuffix(tree.Text(), n.Source()) {
		return "", false
	}
	runes := []rune(n.Str())
	return string(runes[:min(len(runes), titleRunes)]), true
}
