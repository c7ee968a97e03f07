package command

import "golang.org/x/sys/unix"

// setAndFlush sets a terminal and drops its input, in one step.
const setAndFlush = unix.TCSETSF
