// Package quiet keeps Bubble Tea from asking the terminal for its colours
// before main runs. On a terminal that does not answer, that question stalls
// every command for five seconds, eats the keys typed meanwhile, and a late
// answer lands in a text field.
//
// Bubble Tea asks while its package is initialised, so main is too late to
// prevent it. CI=1 in the environment does: this package sets it while it is
// initialised itself. It imports only os, and Go initialises a package as soon
// as its imports are, in the order of import paths; so it comes before the
// packages that ask. Importing it is enough; main calls Restore first.
package quiet

import "os"

const name = "CI"

// found is CI as it was before. Reading it sets CI to 1 where Bubble Tea would
// take it for unset.
var found = hush()

type variable struct {
	value string
	set   bool
}

func hush() variable {
	value, set := os.LookupEnv(name)
	if value == "" {
		_ = os.Setenv(name, "1") // a constant name never fails
	}
	return variable{value, set}
}

// Restore puts CI back as it was: unset, empty or with its value. It may be
// called again.
func Restore() {
	if !found.set {
		_ = os.Unsetenv(name)
		return
	}
	_ = os.Setenv(name, found.value)
}
