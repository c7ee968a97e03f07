package command

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/certwiz/certwiz/example"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/ui/aloud"
)

// offerExample says what was looked for and offers the built-in example.
func (a *app) offerExample(ctx context.Context, console *aloud.Console, none error) error {
	a.notice(none.Error())
	yes, err := console.YesNo(ctx, "Open the built-in example, a small connector in a temporary folder?")
	if err != nil {
		return err
	}
	if !yes {
		return failed(fmt.Errorf("there is no connector to work on"), "go to its folder, or name it: certwiz PATH")
	}
	return a.runExample(ctx, console)
}

// runExample opens the session on the built-in connector. All of it lies in a
// temporary folder that ends with the session, and secrets stay in memory.
func (a *app) runExample(ctx context.Context, console *aloud.Console) error {
	dir, err := os.MkdirTemp("", "certwiz-example-")
	if err != nil {
		return failed(fmt.Errorf("no temporary folder can be made: %w", err), "")
	}
	defer os.RemoveAll(dir)
	connector, err := example.Make(ctx, dir)
	if err != nil {
		return failed(err, "")
	}
	return a.sit(ctx, console, where{
		home:      filepath.Join(dir, "state"),
		candidate: source.Candidate{Dir: connector, Title: "Contoso Invoices"},
		vault:     secrets.NewMemory(),
		throwaway: true,
		notice:    "The built-in example: its files hold a few faults to mend; it ends with the session",
	}, false)
}

// ownRepository tells certwiz's own source from a folder of connectors: what
// lies in it are examples and tests.
func ownRepository(path string) bool {
	f, err := os.Open(filepath.Join(path, "go.mod"))
	if err != nil {
		return false
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	return lines.Scan() && strings.TrimSpace(lines.Text()) == "module github.com/certwiz/certwiz"
}
