//go:build !unix

package secrets

// NoDumps has nothing to do: where crash dumps are made at all, the system makes
// them in a folder of its own (docs/security.md).
func NoDumps() {}
