package github

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// findPrism is the path of Prism's program.
func findPrism(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("CERTWIZ_PRISM"); path != "" {
		return path
	}
	dir := filepath.Join("..", "testdata", "github")
	path, err := filepath.Abs(filepath.Join(dir, "node_modules", ".bin", "prism"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Skip("Prism is not installed; run: npm ci --ignore-scripts --prefix submission/source/testdata/github")
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("Prism needs node on the PATH")
	}
	return path
}

// description is the file that the installed Prism serves.
func description(prism string) string {
	return filepath.Join(filepath.Dir(filepath.Dir(prism)), "@octokit", "openapi", "generated", "api.github.com.json")
}

// trim writes the part of the description that is asked for, with everything
// it refers to: the whole is 13 MB, which Prism reads for half a minute.
func trim(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	paths := map[string]map[string]any{}
	for name := range asked {
		method, path, _ := strings.Cut(name, " ")
		method = strings.ToLower(method)
		operations, ok := doc["paths"].(map[string]any)[path].(map[string]any)
		if !ok || operations[method] == nil {
			t.Fatalf("GitHub's description lacks %s", name)
		}
		if paths[path] == nil {
			paths[path] = map[string]any{}
		}
		paths[path][method] = operations[method]
	}
	components := map[string]any{}
	for _, operations := range paths {
		collect(t, doc, operations, components)
	}
	out, err := json.Marshal(map[string]any{"openapi": doc["openapi"], "info": doc["info"], "servers": doc["servers"], "paths": paths, "components": components})
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "github.json")
	if err := os.WriteFile(name, out, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// collect copies the components that a value refers to.
func collect(t *testing.T, doc map[string]any, v any, into map[string]any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			collect(t, doc, item, into)
		}
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok {
			part, rest, _ := strings.Cut(strings.TrimPrefix(ref, "#/components/"), "/")
			kind, _ := into[part].(map[string]any)
			if kind == nil {
				kind = map[string]any{}
				into[part] = kind
			}
			if kind[rest] == nil {
				kind[rest] = doc["components"].(map[string]any)[part].(map[string]any)[rest]
				collect(t, doc, kind[rest], into)
			}
		}
		for _, item := range v {
			collect(t, doc, item, into)
		}
	}
}

// startPrism serves the description on a free port of this machine until the
// test ends, and returns the address.
func startPrism(t *testing.T, prism, description string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	listener.Close()
	var log bytes.Buffer
	cmd := exec.Command(prism, "mock", "--host", "127.0.0.1", "--port", fmt.Sprint(port), description)
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		cmd.Process.Kill()
		<-ended
	})
	base := fmt.Sprintf("http://127.0.0.1:%d", port)
	for range 600 {
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("Prism ended: %v\n%s", err, log.String())
		case <-time.After(100 * time.Millisecond):
		}
		if resp, err := http.Get(base + "/"); err == nil {
			resp.Body.Close()
			return base
		}
	}
	t.Fatal("Prism was not ready within a minute")
	return ""
}
