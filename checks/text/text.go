// Package text writes counts, sizes, commits and shortened texts, so that every
// room shows them in the same way.
package text

import (
	"fmt"
	"regexp"
	"strconv"
	"sync"
)

// Count is a number with its noun: "1 entry", "2 entries".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Thousands writes a count with commas: 1,048,576.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

// Size is a number of bytes: "999 B", "1.0 kB", "1.0 MB".
func Size(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 999_950: // from here on, kB would round to 1000.0
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	default:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
}

// ShortSHA is a commit as it is shown: its first seven characters.
func ShortSHA(sha string) string { return sha[:min(len(sha), 7)] }

// IsFullSHA reports whether s is a commit's SHA as git prints it.
func IsFullSHA(s string) bool { return len(s) == 40 && isHex(s) }

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// Pattern compiles a regular expression when it is first needed. Compiled at the
// start, all of them would slow down even certwiz --version.
func Pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
