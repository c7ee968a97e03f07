package git

import (
	"context"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/submission/source"
)

func TestBranchName(t *testing.T) {
	for folder, want := range map[string]string{
		"certified-connectors/Contoso Invoices":           "contoso-invoices",
		"Contoso Invoices & Billing":                      "contoso-invoices-billing",
		"certified-connectors/Smørrebrød & Co":            "smorrebrod-co",
		"certified-connectors/Größe":                      "grosse",
		"Fabrikam's .NET 5.0 (beta)":                      "fabrikams-net-5-0-beta",
		"certified-connectors/--x--.lock":                 "x-lock",
		"certified-connectors/株式会社":                       "connector",
		"":                                                "connector",
		"dev":                                             "connector-dev",
		"Main":                                            "connector-main",
		"certified-connectors/123456":                     "connector-123456",
		"certified-connectors/Decade":                     "connector-decade",
		"x/" + strings.Repeat("a", 100):                   strings.Repeat("a", 60),
		"x/" + strings.Repeat("a", 50) + " bbbbbb cccccc": strings.Repeat("a", 50) + "-bbbbbb",
	} {
		got := BranchName(folder)
		if got != want || checkBranch(got) != nil || !slices.Equal(shellCommand(got), []string{got}) {
			t.Errorf("BranchName(%q) = %q, want %q", folder, got, want)
		}
	}
}

// What is a branch's name is as git says.
func TestBranchShape(t *testing.T) {
	isolate(t)
	names := []string{
		"contoso-invoices", "feature/x", "a.b", "Größe", "a@b", "a+b", "x#1", "a;b", "$(x)", "a'b", "a\"b", "a{b}", "a`b", "v1.0",
		"", "@", "-x", "--force", "a..b", "a b", "a~1", "a^", "a:b", "a?", "a*", "a[b", "a\\b", ".a", "a/.b", "a.lock", "a.lock/b", "a//b", "/a", "a/", "a.", "a@{1}", "@{-1}", "a\tb", "a\nb", "a\x7fb", "a/b.",
		"refs/heads/x", "HEAD", "x/HEAD",
	}
	for _, name := range names {
		cmd := exec.Command("git", "check-ref-format", "--branch", name)
		cmd.Dir = t.TempDir()
		want := cmd.Run() == nil
		if got := branchShape(name); got != want && name != "HEAD" && name != "@" {
			t.Errorf("branchShape(%q) = %v, git says %v", name, got, want)
		}
	}
	for _, name := range []string{"dev", "Dev", "main", "MASTER", "HEAD", "a b", strings.Repeat("x", 201), "a\xffb"} {
		if checkBranch(name) == nil {
			t.Errorf("checkBranch(%q) allows it", name)
		}
	}
}

func FuzzBranchName(f *testing.F) {
	f.Add("certified-connectors/Contoso Invoices")
	f.Add("x/ÀÉ--\x00\xff.lock")
	f.Fuzz(func(t *testing.T, folder string) {
		name := BranchName(folder)
		if err := checkBranch(name); err != nil || len(name) > maxBranchName+len("connector-") || shellCommand(name) == nil {
			t.Errorf("BranchName(%q) = %q: %v", folder, name, err)
		}
	})
}

// What Commands says does by hand what Prepare and Push do.
func TestCommands(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("bash is not installed")
	}
	w := newWorld(t)
	s := w.online()
	r := w.discoverOn(s, w.pub)
	w.git(w.pub, "checkout", "--quiet", "-b", "elsewhere")
	byHand := func(c Contribution) {
		t.Helper()
		lines := r.Commands(c, "origin")
		if lines == nil {
			t.Fatal("there are no commands")
		}
		for _, line := range lines {
			if strings.HasPrefix(line, "# copy the files into ") {
				for name, data := range c.Files {
					w.write(w.pub, strings.TrimPrefix(line, "# copy the files into ")+"/"+name, string(data))
				}
				continue
			}
			cmd := exec.Command("bash", "-c", line)
			cmd.Dir = w.pub
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%s: %v\n%s", line, err, out)
			}
		}
	}
	c := w.contribution(r)
	c.Folder, c.Message = danish, "Smørrebrød & Co: it's (new)\n\nMore.\n"
	c.Branch = BranchName(c.Folder)
	c.Remove = []string{"README.md"}
	first, _ := w.prepare(r, c)
	byHand(c)
	compare := func(sha string) string {
		t.Helper()
		got := w.git(w.fork(), "rev-parse", c.Branch)
		if w.git(w.fork(), "rev-parse", got+"^{tree}") != w.git(w.pub, "rev-parse", sha+"^{tree}") || w.git(w.fork(), "rev-parse", got+"^") != c.Base {
			t.Errorf("by hand it became\n%s", w.git(w.fork(), "show", got))
		}
		return got
	}
	c.Base = compare(first)
	if got := w.git(w.fork(), "log", "-1", "--format=%B", c.Branch); got != "Smørrebrød & Co: it's (new)" {
		t.Errorf("the message is %q", got)
	}
	w.git(w.pub, "checkout", "--quiet", "elsewhere")
	c.Remove, c.Files["script.csx"] = nil, []byte("class Script {}\n")
	second, _ := w.prepare(r, c)
	byHand(c)
	compare(second)
	for _, change := range []func(*Contribution){
		func(c *Contribution) { c.Folder = "certified-connectors/$(touch x)" },
		func(c *Contribution) { c.Folder = "certified-connectors/a`b" },
		func(c *Contribution) { c.Folder = "certified-connectors/a[b]" },
		func(c *Contribution) { c.Branch = "a;b" },
		func(c *Contribution) { c.Branch = "$x" },
		func(c *Contribution) { c.Branch = "--x" },
		func(c *Contribution) { c.Remove = []string{"a\"b"} },
	} {
		bad := c
		change(&bad)
		if lines := r.Commands(bad, "origin"); lines != nil {
			t.Errorf("%q", lines)
		}
	}
	if lines := r.Commands(c, "origin; rm -rf"); lines != nil {
		t.Errorf("%q", lines)
	}
	c.Message = "uses `x` and \"y\""
	if lines := r.Commands(c, "origin"); !slices.Contains(lines, "git commit") {
		t.Errorf("%q", lines)
	}
}

func TestCommandsWithoutUpstream(t *testing.T) {
	w := newWorld(t)
	w.git(w.pub, "remote", "remove", "upstream")
	w.git(w.pub, "remote", "set-url", "origin", "https://github.com/contoso/PowerPlatformConnectors")
	r, err := Discover(context.Background(), source.GitHubCom, w.pub)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`cd "` + w.pub + `"`,
		"git remote add upstream https://github.com/microsoft/PowerPlatformConnectors.git",
		"git fetch upstream dev",
		"git switch --no-track -c contoso-invoices FETCH_HEAD",
		"# copy the files into certified-connectors/Contoso Invoices",
		`git add -- "certified-connectors/Contoso Invoices/apiDefinition.swagger.json"`,
		`git commit -m "Contoso Invoices: new actions"`,
		"git push -u origin contoso-invoices",
	}
	if got := r.Commands(w.contribution(r), "origin"); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
