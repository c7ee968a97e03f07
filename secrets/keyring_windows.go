package secrets

import (
	"errors"
	"syscall"
)

// systemState knows nothing before the call: Credential Manager opens with the
// user's sign-in.
func systemState() error { return nil }

// systemExplain knows the errors of Credential Manager.
func systemExplain(err error) *Problem {
	const noSuchLogonSession = syscall.Errno(1312) // a network sign-in, as over SSH, has no credentials
	if errors.Is(err, noSuchLogonSession) {
		return ErrNoKeyring
	}
	return nil
}
