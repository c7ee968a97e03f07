package source

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// tops are the repository's folders that hold one folder per connector.
var tops = []string{"certified-connectors", "independent-publisher-connectors"}

// Touched tells whether changed paths lie in a connector's folder, and lists
// the other connectors' folders that they lie in, sorted.
func Touched(paths []string, folder string) (touches bool, others []string) {
	var rest []string
	for _, p := range paths {
		if folder != "" && strings.HasPrefix(p, folder+"/") {
			touches = true
			continue
		}
		rest = append(rest, p)
	}
	return touches, Folders(rest)
}

// Folders lists the connectors' folders in the repository that paths lie in
// ("certified-connectors/Contoso Invoices"), sorted.
func Folders(paths []string) []string {
	var all []string
	for _, p := range paths {
		if folder, ok := folderOf(p); ok {
			all = append(all, folder)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// folderOf is the connector's folder that a path lies in. The letters' case
// counts, as it does in git.
func folderOf(p string) (string, bool) {
	parts := strings.SplitN(p, "/", 3)
	if len(parts) < 3 || parts[1] == "" || !slices.Contains(tops, parts[0]) {
		return "", false
	}
	return parts[0] + "/" + parts[1], true
}

// CleanPath is a path in the repository as git writes it. It is an error when
// the path is the top, or leads out of the repository.
func CleanPath(p string) (string, error) {
	clean := path.Clean(strings.TrimSuffix(p, "/"))
	if p == "" || clean == "." || clean == ".." || strings.HasPrefix(clean, "../") || strings.HasPrefix(clean, "/") || strings.ContainsRune(clean, 0) {
		return "", fmt.Errorf("%q is not a path in the repository", p)
	}
	return clean, nil
}
