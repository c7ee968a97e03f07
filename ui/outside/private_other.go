//go:build !windows

package outside

import "github.com/atotto/clipboard"

// writePrivate puts a secret on the clipboard. The programs that write it here
// know no way to say that it is one.
func writePrivate(text string) error { return clipboard.WriteAll(text) }
