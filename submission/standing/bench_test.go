package standing_test

import (
	"strings"
	"testing"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/standing"
)

// A long discussion is 60 statements; the most that is kept are 1,000 of 8 kB.
func BenchmarkStand(b *testing.B) {
	for name, size := range map[string][2]int{"long": {60, 500}, "worst": {1000, 8 << 10}} {
		one := pull(pushed(3))
		for i := range size[0] {
			writes([]string{"engineer", "contoso-dev"}[i%2], 1+i%28, strings.Repeat("a word ", size[1]/7))(one)
		}
		p := portal.ISVStudio()
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				standing.Of(nil, one, p, may(30))
			}
		})
	}
}
