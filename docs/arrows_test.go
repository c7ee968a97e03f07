// Package docs holds what the project's documents promise.
package docs

import (
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/certwiz/certwiz/"

// TestArrows holds the direction of imports that docs/architecture.md draws.
func TestArrows(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	may := map[string]string{
		"checks": "checks", "secrets": "secrets", "example": "example",
		"submission": "submission checks secrets", "ui": "ui submission checks secrets example",
	}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		from, inside := strings.CutPrefix(words[0], module)
		room, _, _ := strings.Cut(from, "/")
		allowed, drawn := may[room]
		if !inside || !drawn {
			continue
		}
		for _, imported := range words[1:] {
			to, own := strings.CutPrefix(imported, module)
			other, _, _ := strings.Cut(to, "/")
			if own && !strings.Contains(" "+allowed+" ", " "+other+" ") {
				t.Errorf("%s imports %s", from, to)
			}
			if (room == "checks" || room == "secrets" || room == "submission") && strings.Contains(imported, "charmbracelet") {
				t.Errorf("%s imports %s", from, imported)
			}
			if room == "checks" && impure[imported] {
				t.Errorf("%s imports %s: checks is pure", from, imported)
			}
		}
	}
}

var impure = map[string]bool{"os": true, "net": true, "net/http": true, "os/exec": true}
