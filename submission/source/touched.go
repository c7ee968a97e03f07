package source

import (
	"slices"
	"strings"
)

// tops are the repository's folders that hold one folder per connector.
var tops = []string{"certified-connectors", "independent-publisher-connectors"}

// Touched tells whether changed paths lie in a connector's folder, and lists
// the other connectors' folders that they lie in, sorted.
func Touched(paths []string, folder string) (touches bool, others []string) {
	for _, p := range paths {
		if folder != "" && strings.HasPrefix(p, folder+"/") {
			touches = true
			continue
		}
		parts := strings.SplitN(p, "/", 3)
		if len(parts) == 3 && slices.Contains(tops, parts[0]) {
			others = append(others, parts[0]+"/"+parts[1])
		}
	}
	slices.Sort(others)
	return touches, slices.Compact(others)
}
