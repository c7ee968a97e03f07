package secrets

import (
	"errors"
	"io/fs"
	"os/exec"
)

// systemState knows nothing before the call: to look at a keychain's state can
// already open a window.
func systemState() error { return nil }

// systemExplain knows the exit codes of the tool "security", which are the low
// byte of the Keychain's error numbers.
func systemExplain(err error) *Problem {
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		return ErrNoKeyring
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return nil
	}
	switch exit.ExitCode() {
	case 36, // errSecInteractionNotAllowed (-25308): locked, and no screen to ask on
		51,  // errSecAuthFailed (-25293)
		128: // errSecUserCanceled (-128)
		return ErrLocked
	case 37: // errSecNoDefaultKeychain (-25307)
		return ErrNoKeyring
	}
	return nil
}
