// Command certwiz walks a Microsoft Power Platform connector through
// certification, from its folder to the portal.
package main

import (
	"github.com/certwiz/certwiz/ui/quiet" // first: see its package comment

	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/ui/command"
	"github.com/certwiz/certwiz/ui/screen"
)

// version is set when a release is built.
var version = "dev"

func main() {
	quiet.Restore()
	secrets.NoDumps()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	deps := command.System(version)
	deps.Wizard = runScreen
	code := command.Main(ctx, deps, os.Args[1:])
	stop()
	os.Exit(code)
}

// runScreen shows a session or the desk.
func runScreen(ctx context.Context, s command.Sitting) error {
	return screen.Run(ctx, screen.Options{
		Session: s.Session, Desk: s.Desk, Theme: s.Theme, Out: s.Out, Env: s.Env,
		Probe: s.Probe, SealedFile: s.SealedFile, Notice: s.Notice, Now: s.Now, Propose: s.Propose, In: os.Stdin, Out2: os.Stdout,
	})
}
