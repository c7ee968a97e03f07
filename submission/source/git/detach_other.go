//go:build !unix

package git

import "os/exec"

// detach does nothing: here the environment alone keeps git from asking.
func detach(*exec.Cmd) {}
