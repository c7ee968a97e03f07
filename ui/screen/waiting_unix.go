//go:build unix

package screen

import "golang.org/x/sys/unix"

// more tells whether something was typed that nobody has read yet.
func (k *keyboard) more() bool {
	fds := []unix.PollFd{{Fd: int32(k.Fd()), Events: unix.POLLIN}}
	n, err := unix.Poll(fds, 0)
	return err == nil && n > 0 && fds[0].Revents&unix.POLLIN != 0
}
