package docs

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestArchitecture holds docs/architecture.md to the code: every package stands
// in its tree, every room of its tree is there, and so is every file it names.
func TestArchitecture(t *testing.T) {
	text, err := os.ReadFile("architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "```\n")
	tree, after, found := strings.Cut(rest, "```\n")
	if !found {
		t.Fatal("architecture.md has no tree of rooms")
	}
	drawn := drawnRooms(tree)
	for room := range drawn {
		if info, err := os.Stat(filepath.Join("..", filepath.FromSlash(room))); err != nil || !info.IsDir() {
			t.Errorf("the tree has %s/, which is not there", room)
		}
	}
	out, err := exec.Command("go", "list", module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range strings.Lines(string(out)) {
		room, inside := strings.CutPrefix(strings.TrimSpace(pkg), module)
		if inside && !strings.Contains(room, "testdata") && !drawn[room] {
			t.Errorf("%s/ is not in the tree", room)
		}
	}
	for _, file := range regexp.MustCompile("`([a-z_./]+\\.(?:go|md))`").FindAllStringSubmatch(after, -1) {
		if _, err := os.Stat(filepath.Join("..", filepath.FromSlash(file[1]))); err != nil && strings.Contains(file[1], "/") {
			t.Errorf("it names %s, which is not there", file[1])
		}
	}
}

// drawnRooms are the folders of a tree drawn by indentation, two spaces a floor. A
// line names one or more folders, then says what they are for.
func drawnRooms(tree string) map[string]bool {
	drawn := map[string]bool{}
	var above []string
	for line := range strings.Lines(tree) {
		name := strings.TrimLeft(line, " ")
		floor := (len(line) - len(name)) / 2
		if floor > len(above) {
			continue // goes on with what the line above says
		}
		above = above[:floor]
		last := ""
		for _, word := range strings.Fields(name) {
			folder, is := strings.CutSuffix(word, "/")
			if !is {
				break
			}
			last = folder
			drawn[path.Join(append(above[:floor:floor], folder)...)] = true
		}
		if last != "" {
			above = append(above, last)
		}
	}
	return drawn
}
