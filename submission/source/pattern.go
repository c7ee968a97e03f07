package source

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is made when it is first needed: made
// at the start, they would cost every run of the program, also one that asks
// for its version.
func pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
