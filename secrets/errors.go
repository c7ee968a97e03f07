package secrets

import (
	"errors"
	"fmt"
)

// Problem is something a vault has to say to a person: what is wrong, and what
// to do next, both in whole sentences. None ever holds a secret's value.
// errors.As finds it in every error of a vault but the context's own.
type Problem struct {
	What string
	Next string
}

// Error is both sentences.
func (p *Problem) Error() string { return p.What + " " + p.Next }

// What a vault can say. Compare with errors.Is; what the keyring itself said
// may be wrapped around them.
var (
	// ErrNotFound: nothing is kept under the reference.
	ErrNotFound = &Problem{
		What: "Nothing is kept under this name.",
		Next: "Enter the secret again.",
	}
	// ErrNoKeyring: the system has no keyring service that certwiz can reach,
	// as over SSH, in a container or under WSL.
	ErrNoKeyring = &Problem{
		What: "This system offers no keyring here (usual over SSH, in a container and under WSL).",
		Next: "Keep the secret for this session only, or in a file sealed with a passphrase.",
	}
	// ErrLocked: there is a keyring, but it is locked, or its owner has not
	// set up a collection (the keyring's own file) yet.
	ErrLocked = &Problem{
		What: "The keyring is locked, or was never set up.",
		Next: "Unlock it (sign in to the desktop, or use \"Passwords and Keys\" or Keychain Access) and try again, " +
			"or keep the secret for this session only, or in a file sealed with a passphrase.",
	}
	// ErrTimeout: the keyring did not answer in time.
	ErrTimeout = &Problem{
		What: "The keyring did not answer in time.",
		Next: "Look for a window that asks for permission or a password, answer it and try again, " +
			"or keep the secret for this session only, or in a file sealed with a passphrase.",
	}
	// ErrKeyring: the keyring answered with something else that went wrong.
	ErrKeyring = &Problem{
		What: "The keyring could not do this.",
		Next: "Try again, or keep the secret for this session only, or in a file sealed with a passphrase.",
	}
	// ErrEmpty: an empty secret was to be kept.
	ErrEmpty = &Problem{
		What: "The secret is empty.",
		Next: "Enter it, or remove the one that is kept.",
	}
	// ErrRef: the reference has not the shape of Ref.
	ErrRef = &Problem{
		What: "The name to keep the secret under is not valid.",
		Next: "Use letters, digits, '-', '_' and '.' in the submission's and the field's name.",
	}
	// ErrPassphrase: the sealed file does not open with this passphrase.
	ErrPassphrase = &Problem{
		What: "The passphrase does not open the sealed file.",
		Next: "Enter it again. If it is lost, delete the file and enter the secrets again.",
	}
	// ErrShortPassphrase: the passphrase for a new sealed file is too short.
	ErrShortPassphrase = &Problem{
		What: fmt.Sprintf("The passphrase of a new sealed file has at least %d characters.", leastPassphrase),
		Next: "Use four random words.",
	}
	// ErrNoPassphrase: the passphrase for a sealed file is empty.
	ErrNoPassphrase = &Problem{
		What: "The passphrase is empty.",
		Next: "Enter one of at least four words; whoever has it and the file has the secrets.",
	}
	// ErrDamaged: the sealed file is not one, was cut short, or was changed.
	ErrDamaged = &Problem{
		What: "The sealed file is damaged, or is not one that certwiz wrote.",
		Next: "Restore it from a backup, or delete it and enter the secrets again. Nothing was changed.",
	}
	// ErrNewer: a newer certwiz wrote the sealed file.
	ErrNewer = &Problem{
		What: "The sealed file was written by a newer certwiz.",
		Next: "Update certwiz. Nothing was changed.",
	}
	// ErrNotAFile: a link, a folder or a device is in the sealed file's place.
	ErrNotAFile = &Problem{
		What: "There is a link, a folder or a device where the sealed file belongs; certwiz follows none.",
		Next: "Move it away and try again.",
	}
	// ErrFile: the system could not read or write the sealed file; what it
	// said is wrapped around this.
	ErrFile = &Problem{
		What: "The sealed file could not be read or written.",
		Next: "Check who may write its folder and whether the disk is full, and try again. Nothing was changed.",
	}
	// ErrBusy: another session holds the sealed file.
	ErrBusy = &Problem{
		What: "Another certwiz is writing the sealed file.",
		Next: "Wait until it is done and try again.",
	}
	// ErrFull: the sealed file would outgrow its bound of 1 MB.
	ErrFull = &Problem{
		What: "The sealed file is full (1 MB).",
		Next: "Remove secrets of finished submissions and try again.",
	}
)

// fileError is an error of the file system for a person to read.
func fileError(err error) error {
	var known *Problem
	if err == nil || errors.As(err, &known) {
		return err
	}
	return fmt.Errorf("%w (%w)", ErrFile, err)
}

// ErrTooBig says that a place keeps no secret longer than Limit bytes. It is
// returned before the place is asked.
type ErrTooBig struct {
	Limit int // bytes of UTF-8
}

// Error says the limit and what to do.
func (e ErrTooBig) Error() string { return e.problem().Error() }

// As lets errors.As find the Problem.
func (e ErrTooBig) As(target any) bool {
	p, ok := target.(**Problem)
	if ok {
		*p = e.problem()
	}
	return ok
}

func (e ErrTooBig) problem() *Problem {
	next := "Check that only the secret was pasted."
	if e.Limit < maxSize {
		next = "Check that only the secret was pasted, or keep it in a file sealed with a passphrase."
	}
	return &Problem{
		What: fmt.Sprintf("The secret is too long: at most %s bytes can be kept here.", thousands(e.Limit)),
		Next: next,
	}
}

func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}
