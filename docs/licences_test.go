package docs

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/golden"
)

// licences are the texts by which a licence is known, the narrower ones first.
var licences = []struct{ name, text string }{
	{"Apache-2.0", "Apache License"},
	{"MPL-2.0", "Mozilla Public License"},
	{"BSD-3-Clause", "Neither the name"},
	{"BSD-2-Clause", "Redistribution and use in source and binary forms"},
	{"MIT", "Permission is hereby granted, free of charge"},
	{"ISC", "Permission to use, copy, modify, and/or distribute this software for any"},
}

// TestLicences holds docs/licences.md against the modules that are in the
// program on any system, and refuses one whose licence is not known.
func TestLicences(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Licences\n\nThe modules in the program, on any system. This page is made from their own files by `go test ./docs -update`.\n\n| module | licence |\n|---|---|\n")
	for _, line := range linked(t) {
		module, dir, _ := strings.Cut(line, "\t")
		licence, err := licenceIn(dir)
		if err != nil {
			t.Errorf("%s: %v", module, err)
		}
		fmt.Fprintf(&b, "| %s | %s |\n", module, licence)
	}
	golden.Compare(t, "licences.md", b.String())
}

// linked are the modules that the program is built from, with their folders.
func linked(t *testing.T) []string {
	t.Helper()
	seen := map[string]bool{}
	for _, system := range []string{"linux", "windows", "darwin"} {
		cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}{{end}}{{end}}", "..")
		cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(out)) {
			if line = strings.TrimSpace(line); line != "" {
				seen[line] = true
			}
		}
	}
	var all []string
	for line := range seen {
		all = append(all, line)
	}
	slices.Sort(all)
	return all
}

func licenceIn(dir string) (string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "LICEN[CS]E*"))
	if err != nil || len(files) == 0 {
		return licenceNamed(filepath.Join(dir, "README.md"))
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		return "", err
	}
	for _, l := range licences {
		if strings.Contains(string(data), l.text) {
			return l.name, nil
		}
	}
	return "", fmt.Errorf("%s is of no licence that is known here", filepath.Base(files[0]))
}

// licenceNamed is the licence that a module without its text names in README.md.
func licenceNamed(readme string) (string, error) {
	data, err := os.ReadFile(readme)
	if err != nil {
		return "", fmt.Errorf("there is no licence: %w", err)
	}
	_, after, found := strings.Cut(strings.ToLower(string(data)), "# license")
	if !found || !strings.HasPrefix(strings.TrimSpace(after), "mit") {
		return "", fmt.Errorf("%s names no licence that is known here", readme)
	}
	return "MIT, as its README.md says", nil
}
