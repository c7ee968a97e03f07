//go:build !unix

package screen

// more: keys come one by one here, and nobody tells whether another one waits.
func (k *keyboard) more() bool { return false }
