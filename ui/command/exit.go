package command

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/certwiz/certwiz/ui/aloud"
	"github.com/certwiz/certwiz/ui/theme"
)

// The exit codes.
const (
	codeClean       = 0
	codeBlocked     = 1   // findings that block; what was asked for is not open now
	codeUsage       = 2   // the command line is wrong
	codeFailed      = 3   // could not be checked or done
	codeInterrupted = 130 // interrupted, or the input ended
)

// exitError is an error with its exit code and a hint on what to do.
type exitError struct {
	code int
	err  error
	hint string
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// errFindings says that what blocks was printed already.
var errFindings = &exitError{code: codeBlocked, err: errors.New("")}

var errInterrupted = &exitError{code: codeInterrupted, err: errors.New("interrupted; everything answered until now is kept")}

// errStopped is of a command that has no answers to keep.
var errStopped = &exitError{code: codeInterrupted, err: errors.New("interrupted")}

var errDropped = &exitError{code: codeInterrupted, err: errors.New("interrupted; nothing is kept")}

// usage is a wrong command line.
func usage(what, hint string) error {
	return &exitError{codeUsage, errors.New(what), hint}
}

// blocked is something that is not open now.
func blocked(err error, hint string) error { return &exitError{codeBlocked, err, hint} }

// failed is something that could not be done.
func failed(err error, hint string) error { return &exitError{codeFailed, err, hint} }

// fail prints an error and returns the exit code.
func (a *app) fail(err error) int {
	if err == nil {
		return codeClean
	}
	known := asExit(err)
	if said := known.Error(); said != "" {
		th := a.theme(a.Stderr)
		fmt.Fprintf(a.Stderr, "certwiz: %s\n", th.Safe(said))
		if known.hint != "" {
			fmt.Fprintf(a.Stderr, "  hint: %s\n", th.Safe(known.hint))
		}
	}
	return known.code
}

func asExit(err error) *exitError {
	var known *exitError
	if errors.As(err, &known) {
		return known
	}
	if errors.Is(err, aloud.ErrDropped) {
		return &exitError{codeInterrupted, err, "nothing was submitted"}
	}
	if errors.Is(err, aloud.ErrEnded) {
		return &exitError{codeInterrupted, err, "nothing was submitted; start certwiz again to go on"}
	}
	if errors.Is(err, aloud.ErrMisfit) {
		return &exitError{codeInterrupted, err, "run it again at a terminal, or with an answer to each question in its order"}
	}
	if errors.Is(err, aloud.ErrNoVault) {
		return &exitError{codeInterrupted, err, "say beforehand where secrets go: --vault keyring, file or memory"}
	}
	return &exitError{code: codeFailed, err: err}
}

// notice prints a line that is no error.
func (a *app) notice(text string) {
	fmt.Fprintf(a.Stderr, "certwiz: %s\n", theme.Safe(text))
}

func quoted(s string) string { return strconv.Quote(s) }
