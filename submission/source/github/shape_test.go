package github

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/internal/githubtest"
)

// TestHubHasGitHubsShape holds that what the GitHub for tests answers could be
// GitHub's: every member is one of the published description, of its type.
func TestHubHasGitHubsShape(t *testing.T) {
	prism := findPrism(t)
	data, err := os.ReadFile(description(prism))
	if err != nil {
		t.Fatal(err)
	}
	shapes := &shapes{}
	if err := json.Unmarshal(data, &shapes.doc); err != nil {
		t.Fatal(err)
	}
	hub, g, n := reviewed(t)
	g.Client, g.Token = &http.Client{Transport: shapes}, func() string { return token }
	ctx := context.Background()
	var gone, sha string
	hub.Change(func(w *githubtest.World) {
		w.Tokens[token] = "contoso"
		w.Pushed("contoso", "pushed", connectorFiles("x"))
		p := w.Open("", "lost", "A lost fork", connectorFiles("y"))
		p.ForkGone, p.Mergeable, p.Draft, p.Author = true, nil, true, ""
		p.Comment("", "NONE", "")
		p.LineComment("engineer", "MEMBER", "a", 0, "outdated")
		p.Status("license/cla", "pending", "")
		gone = strconv.Itoa(p.Number)
		sha = w.CommitFiles("kinds", map[string]githubtest.File{folder + "/icon.png": {Data: "x", Link: true}, folder + "/sub": {Submodule: true}, folder + "/img/a": {Data: "a"}, folder + "/readme.md": {Data: "# x"}}).SHA
	})
	ends := []func(w *githubtest.World){
		func(w *githubtest.World) {},
		func(w *githubtest.World) { w.Pulls[n].Merge("engineer") },
	}
	for _, end := range ends {
		hub.Change(end)
		p := g.ReadPull(ctx, n, folder, nil)
		if !p.Asked.Pull.Known || !p.Asked.Comments.Known || !p.Asked.Owners.Known {
			t.Errorf("%+v", p.Asked)
		}
	}
	lost, err := strconv.Atoi(gone)
	if err != nil {
		t.Fatal(err)
	}
	if p := g.ReadPull(ctx, lost, folder, nil); !p.Asked.Checks.Known || p.HeadRepo != "" {
		t.Errorf("%+v", p)
	}
	if _, err := g.FindPulls(ctx, Search{Folder: folder, Title: "Contoso", Heads: []Head{{"contoso", "update"}}, Authors: []string{"contoso"}}); err != nil {
		t.Error(err)
	}
	g.Complete(ctx, origin.Commit{Typed: sha, Folder: "certified-connectors/None"})
	if _, err := g.ArtifactsAt(ctx, sha, folder, connector.Artifacts{}); err != nil {
		t.Error(err)
	}
	p, err := g.OpenPull(ctx, NewPull{Title: "x", HeadOwner: "contoso", HeadBranch: "pushed"})
	if err != nil {
		t.Error(err)
	}
	if _, err := g.UpdatePull(ctx, p.Number, "y", ""); err != nil {
		t.Error(err)
	}
	if _, err := g.Login(ctx); err != nil {
		t.Error(err)
	}
	slices.Sort(shapes.wrong)
	for _, w := range slices.Compact(shapes.wrong) {
		if !slices.Contains(goneIsNull, w) {
			t.Error(w)
		}
	}
	for name := range asked {
		if !shapes.seen[name] {
			t.Errorf("%s was not compared", name)
		}
	}
}

// goneIsNull is what the description does not say: GitHub writes null for a fork
// or an account that is gone, and for the line of an outdated comment.
var goneIsNull = []string{
	"GET /repos/{owner}/{repo}/pulls/{pull_number}.head.repo is null",
	"GET /repos/{owner}/{repo}/pulls/{pull_number}.head.user is null",
	"GET /repos/{owner}/{repo}/pulls/{pull_number}.user is null",
	"GET /repos/{owner}/{repo}/pulls/{pull_number}/comments[].line is null",
}

// TestShapesAreTold holds that the comparison can fail.
func TestShapesAreTold(t *testing.T) {
	schema := map[string]any{"type": "object", "properties": map[string]any{
		"n": map[string]any{"type": "integer"}, "at": map[string]any{"type": "string", "format": "date-time", "nullable": true},
		"s": map[string]any{"enum": []any{"open", "closed"}, "type": "string"}, "list": map[string]any{"type": "array", "items": map[string]any{"type": "boolean"}},
	}}
	for text, want := range map[string]string{
		`{"n":1,"at":null,"s":"open","list":[true]}`: "",
		`{"n":1.5}`:            "$.n is 1.5, not a integer",
		`{"n":null}`:           "$.n is null",
		`{"at":"now"}`:         "$.at is now, not a time",
		`{"s":"shut"}`:         "$.s is shut, none of [open closed]",
		`{"x":1}`:              "GitHub has no $.x",
		`{"list":[true,"no"]}`: "$.list[] is no, not a boolean",
		`[]`:                   "$ is [], not a object",
	} {
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join((&shapes{}).compare("$", schema, value), "; "); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// shapes passes requests on and compares the answers with the description.
type shapes struct {
	doc map[string]any

	mu    sync.Mutex
	wrong []string
	seen  map[string]bool
}

func (s *shapes) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil || resp.StatusCode >= 400 {
		return resp, err
	}
	data, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(data))
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		return nil, err
	}
	name := describe(r.Method, strings.TrimPrefix(r.URL.EscapedPath(), "/api/v3"))
	method, path, _ := strings.Cut(name, " ")
	schema := dig(s.doc, "paths", path, strings.ToLower(method), "responses", fmt.Sprint(resp.StatusCode), "content", "application/json", "schema")
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen == nil {
		s.seen = map[string]bool{}
	}
	s.seen[name] = true
	if schema == nil {
		s.wrong = append(s.wrong, fmt.Sprintf("%s is not answered with %d", name, resp.StatusCode))
		return resp, nil
	}
	s.wrong = append(s.wrong, s.compare(name, schema, value)...)
	return resp, nil
}

func dig(v any, path ...string) any {
	for _, p := range path {
		m, _ := v.(map[string]any)
		v = m[p]
	}
	return v
}

// compare lists what of a value is not as a schema says.
func (s *shapes) compare(at string, schema, value any) []string {
	sch := s.resolve(schema)
	if value == nil && (sch["nullable"] == true || len(sch) == 0) {
		return nil
	}
	for _, key := range []string{"anyOf", "oneOf"} {
		if variants, ok := sch[key].([]any); ok {
			return s.best(at, variants, value)
		}
	}
	if value == nil {
		return []string{at + " is null"}
	}
	if kind, ok := sch["type"].(string); ok && !typed(kind, value) {
		return []string{fmt.Sprintf("%s is %v, not a %s", at, value, kind)}
	}
	if options, ok := sch["enum"].([]any); ok && !slices.Contains(options, value) {
		return []string{fmt.Sprintf("%s is %v, none of %v", at, value, options)}
	}
	switch v := value.(type) {
	case string:
		if _, err := time.Parse(time.RFC3339, v); sch["format"] == "date-time" && err != nil {
			return []string{fmt.Sprintf("%s is %s, not a time", at, v)}
		}
	case []any:
		var wrong []string
		for _, item := range v {
			wrong = append(wrong, s.compare(at+"[]", sch["items"], item)...)
		}
		return wrong
	case map[string]any:
		return s.members(at, sch, v)
	}
	return nil
}

func (s *shapes) members(at string, schema, value map[string]any) []string {
	known := s.properties(schema)
	var wrong []string
	for _, name := range sortedKeys(value) {
		if property, ok := known[name]; ok {
			wrong = append(wrong, s.compare(at+"."+name, property, value[name])...)
		} else if len(known) > 0 {
			wrong = append(wrong, fmt.Sprintf("GitHub has no %s.%s", at, name))
		}
	}
	return wrong
}

// best is what is wrong with a value by the variant that it fits best.
func (s *shapes) best(at string, variants []any, value any) []string {
	var best []string
	for i, v := range variants {
		wrong := s.compare(at, v, value)
		if i == 0 || len(wrong) < len(best) {
			best = wrong
		}
	}
	return best
}

// properties are a schema's own and those that it takes over.
func (s *shapes) properties(schema map[string]any) map[string]any {
	out := map[string]any{}
	parts, _ := schema["allOf"].([]any)
	for _, part := range parts {
		for name, p := range s.properties(s.resolve(part)) {
			out[name] = p
		}
	}
	own, _ := schema["properties"].(map[string]any)
	for name, p := range own {
		out[name] = p
	}
	return out
}

func (s *shapes) resolve(schema any) map[string]any {
	m, _ := schema.(map[string]any)
	if ref, ok := m["$ref"].(string); ok {
		return s.resolve(dig(s.doc, strings.Split(strings.TrimPrefix(ref, "#/"), "/")...))
	}
	return m
}

// typed tells whether a value is of a type.
func typed(kind string, value any) bool {
	switch v := value.(type) {
	case string:
		return kind == "string"
	case bool:
		return kind == "boolean"
	case float64:
		return kind == "number" || kind == "integer" && v == math.Trunc(v)
	case []any:
		return kind == "array"
	case map[string]any:
		return kind == "object"
	}
	return false
}
