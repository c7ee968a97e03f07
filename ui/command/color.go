package command

import (
	"cmp"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/ui/theme"
)

// colorFlag says when colours are sent.
type colorFlag string

const (
	colorAuto   colorFlag = "auto" // the zero colorFlag, too: to a terminal, unless NO_COLOR or CLICOLOR_FORCE says otherwise
	colorAlways colorFlag = "always"
	colorNever  colorFlag = "never"
)

// String, Set and Type make it a flag.
func (c *colorFlag) String() string { return string(cmp.Or(*c, colorAuto)) }

// Type is what stands behind the flag's name in the help.
func (c *colorFlag) Type() string { return "string" }

// Set takes one of the three words.
func (c *colorFlag) Set(word string) error {
	all := []string{string(colorAuto), string(colorAlways), string(colorNever)}
	if !slices.Contains(all, word) {
		return errors.New("it is one of " + strings.Join(all, ", "))
	}
	*c = colorFlag(word)
	return nil
}

// theme is how things look on one of the streams.
func (a *app) theme(stream io.Writer) theme.Theme {
	o := theme.FromEnv(a.Env, a.GOOS).Options
	o.ASCII = o.ASCII || a.ascii
	if !a.IsTerminal(stream) {
		o.Plain, o.NoColor = true, true
	}
	switch {
	case a.color == colorAlways || a.color != colorNever && a.colorForced():
		o.Plain, o.NoColor = false, false
	case a.color == colorNever:
		o.NoColor = true
	}
	return theme.New(o)
}

// colorForced tells whether the environment asks for colours in a pipe, too.
func (a *app) colorForced() bool {
	return a.Env("NO_COLOR") == "" && truthy(a.Env("CLICOLOR_FORCE"))
}

// leastColumns and mostColumns are how far COLUMNS is believed.
const (
	leastColumns = 20
	mostColumns  = 1_000
)

// width is how many columns lines may have.
func (a *app) width() int {
	if n, err := strconv.Atoi(a.Env("COLUMNS")); err == nil && n >= leastColumns && n <= mostColumns {
		return n
	}
	if a.Columns != nil {
		if n := a.Columns(); n > 0 {
			return n
		}
	}
	return theme.Columns
}
