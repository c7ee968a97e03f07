// Package figures holds, for each rule about a connector's files, what became of
// it in public: how often publishers mended what it finds before Microsoft merged,
// how often engineers asked for it, and on how many published connectors it
// stands. The figures are made by go test ./checks/connector -run Figures -update.
package figures

import (
	"slices"
	"strings"
)

// Figure is what became of one rule.
type Figure struct {
	Rule      string
	First     int // pull requests with it in the first version, of Trips
	Mended    int // of them, without it when they were merged
	Asked     int // requests of engineers that ask for what it finds, of Requests
	Published int // published connectors with it, of Connectors
}

// Of is the figure of a rule; false for one that is not about a connector's files,
// or was never found.
func Of(rule string) (Figure, bool) {
	i, found := slices.BinarySearchFunc(all[:], rule, func(f Figure, id string) int { return strings.Compare(f.Rule, id) })
	if !found {
		return Figure{}, false
	}
	return all[i], true
}

// enough is how many pull requests tell something about a rule.
const enough = 20

// Seldom tells whether hardly anybody acts on what a rule finds: fewer than one in
// ten of at least 20 pull requests mended it, and no more than three requests
// ask for it. What it finds is as true as ever; a report for people says it
// shortly.
func Seldom(rule string) bool {
	f, ok := Of(rule)
	return ok && f.First >= enough && f.Mended*10 < f.First && f.Asked <= 3
}
