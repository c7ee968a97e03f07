package command

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/ui/report"
	"github.com/certwiz/certwiz/ui/theme"
)

// edited is a copy of the connector without faults, one text in one file
// replaced.
func edited(t *testing.T, file, from, to string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "contoso")
	if err := connectorIn(dir); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, file)
	text, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(text, []byte(from)) {
		t.Fatalf("%q is not in %s: %v", from, file, err)
	}
	if err := os.WriteFile(path, bytes.Replace(text, []byte(from), []byte(to), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// written is what check --against prints of a connector and an earlier version.
func written(t *testing.T, dir, earlier string, w report.Writer) string {
	t.Helper()
	a := &app{Deps: Deps{Env: func(string) string { return "" }}}
	t.Chdir(filepath.Dir(dir))
	r, err := a.judgeAgainst(context.Background(), []source.Candidate{{Dir: dir}}, earlier)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := w.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAgainstShowsValues(t *testing.T) {
	now, earlier := edited(t, "apiDefinition.swagger.json", `"title": "`, `"title": "New `), edited(t, "readme.md", "\n", "\nOne line more.\n")
	text := report.Text{Theme: theme.New(theme.Options{Plain: true})}
	got := written(t, now, earlier, text)
	for _, want := range []string{
		"what differs from " + earlier + " (- there, + here):\n",
		"contoso/apiDefinition.swagger.json: info, title\n    - \"", "\n    + \"New ",
		"contoso/readme.md: line 2 differs\n    - \"One line more.\"\n",
		"in 1 connector\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if got := written(t, now, now, text); !strings.HasPrefix(got, "nothing differs from "+now+"\n") {
		t.Errorf("the same: %s", got)
	}

	var all []map[string]any
	if err := json.Unmarshal([]byte(written(t, now, earlier, report.JSON{})), &all); err != nil {
		t.Fatal(err)
	}
	found := ""
	for _, one := range all {
		if one["result"] == "difference" {
			found += fmt.Sprintln(one["connector"], one["file"], one["pointer"], one["place"], one["kind"], strings.HasPrefix(fmt.Sprint(one["here"]), `"New `))
		}
	}
	want := "contoso contoso/apiDefinition.swagger.json /info/title info, title changed true\ncontoso contoso/readme.md   changed false\n"
	if found != want {
		t.Errorf("got\n%swant\n%s", found, want)
	}
}
