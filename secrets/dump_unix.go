//go:build unix

package secrets

import "golang.org/x/sys/unix"

// NoDumps keeps the system from writing this process's memory into a file when it
// crashes: open secrets would be in it, and it would lie in the connector's folder.
func NoDumps() {
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_CORE, &limit) != nil {
		return
	}
	limit.Cur = 0
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &limit) // lowering one's own limit is always allowed
}
