//go:build !windows

package outside

import (
	"os/exec"
	"syscall"
)

// detach gives a program a session of its own, so that closing the terminal
// does not close the browser.
func detach(cmd *exec.Cmd, _ string) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
}
