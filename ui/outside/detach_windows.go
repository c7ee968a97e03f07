package outside

import (
	"os/exec"
	"syscall"
)

// detach gives a program its own process group, and its exact command line.
func detach(cmd *exec.Cmd, line string) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP, CmdLine: line}
}
