//go:build unix

package terminal

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// device is a pseudo-terminal: master is our end, slave the program's. The
// slave stays open here so that unread input can be counted and no output is
// lost when the program ends.
type device struct {
	master, slave *os.File
}

func openDevice(cols, rows int) (*device, error) {
	master, slave, err := pty.Open()
	if err != nil {
		return nil, err
	}
	d := &device{slave: slave}
	d.master, err = nonBlocking(master)
	if err != nil {
		return nil, errors.Join(err, slave.Close())
	}
	return d, d.resize(cols, rows)
}

// nonBlocking makes reads of the file end when the file is closed: pty.Open
// leaves it in blocking mode, where Close waits for a read to return.
func nonBlocking(f *os.File) (*os.File, error) {
	defer f.Close()
	fd, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		return nil, errors.Join(err, unix.Close(fd))
	}
	return os.NewFile(uintptr(fd), f.Name()), nil
}

func (d *device) start(cmd *exec.Cmd) error {
	cmd.Stdin, cmd.Stdout, cmd.Stderr = d.slave, d.slave, d.slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	heedHangup()
	return cmd.Start()
}

// heedHangup gives the programs that are started from here on the default
// disposition of SIGHUP, as a terminal's programs have it. Under nohup they
// would inherit that it is ignored; a signal that is caught is not inherited.
func heedHangup() {
	if signal.Ignored(syscall.SIGHUP) {
		signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	}
}

func (d *device) resize(cols, rows int) error {
	conn, err := d.master.SyscallConn()
	if err != nil {
		return err
	}
	size := &unix.Winsize{Col: uint16(cols), Row: uint16(rows)}
	var failed error
	err = conn.Control(func(fd uintptr) {
		failed = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, size)
	})
	return errors.Join(err, failed)
}

// unread says whether input waits that the program has not read. Polling the
// slave also makes the kernel pass on what was written to the master.
func (d *device) unread() bool {
	conn, err := d.slave.SyscallConn()
	if err != nil {
		return false
	}
	waits := false
	_ = conn.Control(func(fd uintptr) { // fails when closed: then nothing waits
		fds := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
		n, err := unix.Poll(fds, 0)
		waits = err == nil && n > 0 && fds[0].Revents&unix.POLLIN != 0
	})
	return waits
}

func (d *device) close() {
	d.closeSlave()
	d.master.Close()
}

func (d *device) closeSlave() { d.slave.Close() }

// killGroup ends the program and all that it started in its session's first
// process group.
func killGroup(p *os.Process) { _ = unix.Kill(-p.Pid, unix.SIGKILL) }
