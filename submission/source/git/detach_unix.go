//go:build unix

package git

import (
	"os/exec"
	"syscall"
)

// detach keeps git and its helpers off the terminal, where they would ask for
// passwords, and lets all of them be stopped together.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
