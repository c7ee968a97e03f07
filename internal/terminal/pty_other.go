//go:build !unix

package terminal

import (
	"errors"
	"os"
	"os/exec"
)

// device stands for the pseudo-terminals that this system does not have.
type device struct {
	master, slave *os.File
}

func openDevice(_, _ int) (*device, error) {
	return nil, errors.ErrUnsupported
}

func (d *device) start(_ *exec.Cmd) error { return errors.ErrUnsupported }
func (d *device) resize(_, _ int) error   { return errors.ErrUnsupported }
func (d *device) unread() bool            { return false }
func (d *device) close()                  {}
func (d *device) closeSlave()             {}

func killGroup(p *os.Process) { _ = p.Kill() }
