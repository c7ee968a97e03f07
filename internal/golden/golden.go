// Package golden compares what a test made with a file that is kept, and
// writes the file anew where the tests run with -update. Only tests import it;
// make update runs all of them.
package golden

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files and the generated pages anew")

// Compare fails the test where the file at path differs from got. With -update
// it writes the file instead.
func Compare(t testing.TB, path, got string) {
	t.Helper()
	if *update {
		write(t, path, got)
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (make update writes it)", err)
	}
	if got != string(want) {
		t.Errorf("%s differs (make update writes it anew):\n%s", path, firstDifference(string(want), got))
	}
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// firstDifference shows where two texts part.
func firstDifference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	line := func(lines []string, i int) string {
		if i < len(lines) {
			return lines[i]
		}
		return "(nothing)"
	}
	for i := range max(len(a), len(b)) {
		if line(a, i) != line(b, i) {
			return fmt.Sprintf("line %d\nwant %q\ngot  %q", i+1, line(a, i), line(b, i))
		}
	}
	return ""
}
