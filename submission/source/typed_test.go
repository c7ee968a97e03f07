package source

import (
	"strings"
	"testing"
)

func TestParseTyped(t *testing.T) {
	const sha = "0123456789abcdef0123456789abcdef01234567"
	tests := []struct {
		typed   string
		want    Typed
		foreign bool
		err     string // part of it
	}{
		{typed: "3473", want: Typed{PR: 3473}},
		{typed: " #3473\n", want: Typed{PR: 3473}},
		{typed: "(#3473)", want: Typed{PR: 3473}},
		{typed: "PR 3473", want: Typed{PR: 3473}},
		{typed: "pull request #3473", want: Typed{PR: 3473}},
		{typed: "123456", want: Typed{PR: 123456}},
		{typed: "1234567", want: Typed{SHA: "1234567"}},
		{typed: sha, want: Typed{SHA: sha}},
		{typed: strings.ToUpper(sha), want: Typed{SHA: sha}},
		{typed: "abcdef1", want: Typed{SHA: "abcdef1"}},
		{typed: "https://github.com/microsoft/PowerPlatformConnectors/pull/3473", want: Typed{PR: 3473, Owner: "microsoft", Repo: "PowerPlatformConnectors"}},
		{typed: "<https://github.com/microsoft/PowerPlatformConnectors/pull/3473>", want: Typed{PR: 3473, Owner: "microsoft", Repo: "PowerPlatformConnectors"}},
		{typed: "github.com/Microsoft/powerplatformconnectors/pull/3473/files#diff-1", want: Typed{PR: 3473, Owner: "Microsoft", Repo: "powerplatformconnectors"}},
		{typed: "http://www.github.com/microsoft/PowerPlatformConnectors/issues/3473?x=1", want: Typed{PR: 3473, Owner: "microsoft", Repo: "PowerPlatformConnectors"}},
		{typed: "https://github.com/microsoft/PowerPlatformConnectors/pull/3473/commits/" + sha, want: Typed{PR: 3473, SHA: sha, Owner: "microsoft", Repo: "PowerPlatformConnectors"}},
		{typed: "https://github.com/microsoft/PowerPlatformConnectors/commit/" + sha[:9], want: Typed{SHA: sha[:9], Owner: "microsoft", Repo: "PowerPlatformConnectors"}},
		{typed: "https://github.com/contoso/PowerPlatformConnectors/pull/3", want: Typed{PR: 3, Owner: "contoso", Repo: "PowerPlatformConnectors"}, foreign: true},
		{typed: "microsoft/PowerPlatformConnectors#3473", want: Typed{PR: 3473, Owner: "microsoft", Repo: "PowerPlatformConnectors"}},
		{typed: "contoso/x@" + sha, want: Typed{SHA: sha, Owner: "contoso", Repo: "x"}, foreign: true},
		{typed: "", err: "nothing is given"},
		{typed: " () ", err: "nothing is given"},
		{typed: "abc12", err: "at least 7 characters, this has 5"},
		{typed: sha + "0", err: "40 characters, this has 41"},
		{typed: "0", err: "at least 7"},
		{typed: "#0", err: "not a commit"},
		{typed: "#1234567", err: "not a commit"},
		{typed: "dev", err: "not a commit"},
		{typed: "--exec=x", err: "not a commit"},
		{typed: "HEAD~1", err: "not a commit"},
		{typed: strings.Repeat("a", 1001), err: "too long"},
		{typed: "https://github.com/microsoft/PowerPlatformConnectors", err: "leads to no pull request"},
		{typed: "https://github.com/microsoft/PowerPlatformConnectors/tree/dev", err: "leads to no commit"},
		{typed: "https://github.com/microsoft/PowerPlatformConnectors/pull/new", err: "no pull request's number"},
		{typed: "https://github.com/microsoft/PowerPlatformConnectors/wiki/3", err: "leads to no pull request"},
		{typed: "https://gitlab.com/a/b/pull/3", err: "this link leads to gitlab.com, not to github.com"},
		{typed: "https://github.com.example.com/a/b/pull/3", err: "not to github.com"},
		{typed: "https://github.com@example.com/a/b/pull/3", err: "not to github.com"},
		{typed: "https://github.com/%zz/b/pull/3", err: "can't be read"},
	}
	for _, tt := range tests {
		got, err := GitHubCom.ParseTyped(tt.typed)
		if tt.err != "" {
			if err == nil || !strings.Contains(err.Error(), tt.err) || got != (Typed{}) {
				t.Errorf("ParseTyped(%q) = %+v, %v, want an error with %q", tt.typed, got, err, tt.err)
			}
			continue
		}
		if err != nil || got != tt.want || got.Foreign() != tt.foreign {
			t.Errorf("ParseTyped(%q) = %+v, foreign %v, %v", tt.typed, got, got.Foreign(), err)
		}
	}
}

func TestParseTypedAsPasted(t *testing.T) {
	const sha = "0123456789abcdef0123456789abcdef01234567"
	ms := func(pr int, sha string) Typed {
		return Typed{PR: pr, SHA: sha, Owner: "microsoft", Repo: "PowerPlatformConnectors"}
	}
	const at = "https://github.com/microsoft/PowerPlatformConnectors/"
	const api = "https://api.github.com/repos/microsoft/PowerPlatformConnectors/"
	ghe, err := ParseHost("https://ghe.contoso.example:8443/git")
	if err != nil {
		t.Fatal(err)
	}
	local, err := ParseHost("http://127.0.0.1:4010")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		host  Host
		typed string
		want  Typed
		err   string
	}{
		// numbers
		{typed: "PR3473", want: Typed{PR: 3473}},
		{typed: "PR: #3473", want: Typed{PR: 3473}},
		{typed: "pr #3473", want: Typed{PR: 3473}},
		{typed: "\u200bPR\u00a03473 ", want: Typed{PR: 3473}},
		{typed: "pull/3473", want: Typed{PR: 3473}},
		{typed: "pull/3473/head", want: Typed{PR: 3473}},
		{typed: "refs/pull/3473/head", want: Typed{PR: 3473}},
		{typed: "refs/pull/3473/merge", want: Typed{PR: 3473}},
		{typed: "git fetch upstream pull/3473/head:pr-3473", want: Typed{PR: 3473}},
		{typed: "git fetch --no-tags upstream refs/pull/3473/head", want: Typed{PR: 3473}},
		{typed: "gh pr checkout 3473", want: Typed{PR: 3473}},
		{typed: "gh pr view #3473 --web", want: Typed{PR: 3473}},
		{typed: "gh pr checkout 3473 -R microsoft/PowerPlatformConnectors", want: ms(3473, "")},
		{typed: "gh pr checkout --repo=contoso/x 3", want: Typed{PR: 3, Owner: "contoso", Repo: "x"}},
		{typed: "gh pr checkout " + at + "pull/3473", want: ms(3473, "")},
		{typed: "gh pr checkout contoso:dev", err: "has no pull request's number"},
		{typed: "gh pr list", err: "has no pull request's number"},
		// titles
		{typed: "Contoso Invoices #3473", want: Typed{PR: 3473}},
		{typed: "Contoso Invoices\n#3473", want: Typed{PR: 3473}},
		{typed: "Contoso Invoices (#3473)", want: Typed{PR: 3473}},
		{typed: "[Contoso] #1 fan club (#3473)", want: Typed{PR: 3473}},
		{typed: "#3473 Contoso Invoices", want: Typed{PR: 3473}},
		{typed: "Contoso Invoices by jdoe · Pull Request #3473 · microsoft/PowerPlatformConnectors", want: ms(3473, "")},
		{typed: "Contoso Invoices by jdoe · Pull Request #3 · contoso/x · GitHub", want: Typed{PR: 3, Owner: "contoso", Repo: "x"}},
		{typed: "b418fa3 Contoso Invoices (#2446)", want: Typed{PR: 2446, SHA: "b418fa3"}},
		{typed: "commit " + sha, want: Typed{SHA: sha}},
		{typed: "facaded Invoices (#2446)", want: Typed{PR: 2446}},
		{typed: "#12 and #14 of Contoso", err: "not a commit"},
		{typed: "Contoso#3473", err: "not a commit"},
		{typed: "Contoso #12345678", err: "not a commit"},
		{typed: "Contoso Invoices", err: "not a commit"},
		// folders and paths
		{typed: "certified-connectors/Contoso Invoices", err: "not a commit"},
		{typed: "certified-connectors/Contoso #3", err: "not a commit"},
		{typed: "independent-publisher-connectors/Contoso (#3)", err: "not a commit"},
		{typed: "./Contoso #3", err: "not a commit"},
		{typed: `C:\Contoso #3`, err: "not a commit"},
		{typed: "contoso.zip", err: "not a commit"},
		{typed: "my.folder/contoso", err: "not a commit"},
		// links
		{typed: at + "pull/3473/files", want: ms(3473, "")},
		{typed: at + "pull/3473/files/" + sha, want: ms(3473, sha)},
		{typed: at + "pull/3473/commits/" + sha + "?diff=split#r1", want: ms(3473, sha)},
		{typed: at + "pull/3473/checks/1234567", want: ms(3473, "")},
		{typed: at + "pull/3473#discussion_r1234567890", want: ms(3473, "")},
		{typed: at + "pull/3473#%zz", want: ms(3473, "")},
		{typed: at + "pull/3473?notification_referrer_id=%zz", want: ms(3473, "")},
		{typed: at + "pull/3473.diff", want: ms(3473, "")},
		{typed: at + "commit/" + sha + ".patch", want: ms(0, sha)},
		{typed: at + "blob/" + sha + "/certified-connectors/Contoso/readme.md", want: ms(0, sha)},
		{typed: "[Contoso #3473](" + at + "pull/3473)", want: ms(3473, "")},
		{typed: "Contoso Invoices " + at + "pull/3473, merged", want: ms(3473, "")},
		{typed: "<" + at + "pull/3473|Contoso>", want: ms(3473, "")},
		{typed: api + "pulls/3473", want: ms(3473, "")},
		{typed: api + "pulls/3473/files?per_page=100", want: ms(3473, "")},
		{typed: api + "issues/3473/comments", want: ms(3473, "")},
		{typed: api + "commits/" + sha, want: ms(0, sha)},
		{typed: api + "git/commits/" + sha, want: ms(0, sha)},
		{typed: "api.github.com/repos/microsoft/PowerPlatformConnectors/pulls/3473", want: ms(3473, "")},
		{typed: "https://api.github.com/users/contoso", err: "leads to no pull request"},
		{typed: "https://github.com", err: "leads to no pull request"},
		{typed: "https://github.com/a%0ab/c/pull/3", err: "can't be read"},
		{typed: "https://ghe.contoso.example/microsoft/PowerPlatformConnectors/pull/3", err: "this link leads to ghe.contoso.example, not to github.com"},
		{typed: "ghe.contoso.example/a/b/pull/3", err: "this link leads to ghe.contoso.example, not to github.com"},
		{typed: "https://github.com:8443/a/b/pull/3", err: "this link leads to github.com:8443, not to github.com"},
		{typed: "https://raw.githubusercontent.com/a/b/" + sha, err: "leads to raw.githubusercontent.com"},
		{typed: "http:///a/b/pull/3", err: "leads to "},
		// a company's own
		{host: ghe, typed: "3473", want: Typed{PR: 3473}},
		{host: ghe, typed: "https://ghe.contoso.example:8443/git/contoso/x/pull/3/files", want: Typed{PR: 3, Owner: "contoso", Repo: "x"}},
		{host: ghe, typed: "GHE.contoso.example:8443/git/contoso/x/pull/3", want: Typed{PR: 3, Owner: "contoso", Repo: "x"}},
		{host: ghe, typed: "https://ghe.contoso.example:8443/git/api/v3/repos/contoso/x/pulls/3", want: Typed{PR: 3, Owner: "contoso", Repo: "x"}},
		{host: ghe, typed: "https://ghe.contoso.example:8443/contoso/x/pull/3", err: "this link leads to ghe.contoso.example:8443, not to ghe.contoso.example:8443/git"},
		{host: ghe, typed: "https://ghe.contoso.example/git/contoso/x/pull/3", err: "this link leads to ghe.contoso.example, not to"},
		{host: ghe, typed: at + "pull/3473", err: "this link leads to github.com, not to ghe.contoso.example:8443/git"},
		{host: ghe, typed: "github.com/microsoft/PowerPlatformConnectors/pull/3473", err: "this link leads to github.com"},
		{host: local, typed: "http://127.0.0.1:4010/contoso/x/commit/" + sha, want: Typed{SHA: sha, Owner: "contoso", Repo: "x"}},
		{host: local, typed: "127.0.0.1:4010/contoso/x/pull/3", want: Typed{PR: 3, Owner: "contoso", Repo: "x"}},
	} {
		got, err := tt.host.ParseTyped(tt.typed)
		if tt.err != "" {
			if err == nil || !strings.Contains(err.Error(), tt.err) || got != (Typed{}) {
				t.Errorf("ParseTyped(%q) = %+v, %v, want an error with %q", tt.typed, got, err, tt.err)
			}
			continue
		}
		if err != nil || got != tt.want {
			t.Errorf("ParseTyped(%q) = %+v, %v, want %+v", tt.typed, got, err, tt.want)
		}
	}
}

func FuzzParseTyped(f *testing.F) {
	for _, s := range []string{"3473", "#1", "abcdef1", "https://github.com/a/b/pull/3/commits/abcdef1", "a/b#3", "a/b@abcdef1", "https://[::1", "PR 3",
		"gh pr view 3 -R a/b", "refs/pull/3/head", "x #3", "abcdef1 x (#3)", "https://api.github.com/repos/a/b/git/commits/abcdef1", "[x](https://github.com/a/b/pull/3)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := GitHubCom.ParseTyped(s)
		if err != nil {
			if got != (Typed{}) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%q: %+v with %q", s, got, err)
			}
			return
		}
		if got.SHA == "" && got.PR == 0 {
			t.Errorf("%q names nothing", s)
		}
		if got.PR < 0 || got.PR > 999999 || got.SHA != "" && (len(got.SHA) < 7 || len(got.SHA) > 40 || strings.Trim(got.SHA, "0123456789abcdef") != "") {
			t.Errorf("%q: %+v", s, got)
		}
		if (got.Owner != "" || got.Repo != "") && !validName(got.Owner, got.Repo) {
			t.Errorf("%q: %+v", s, got)
		}
	})
}

func TestTouched(t *testing.T) {
	paths := []string{
		"README.md", "certified-connectors/B/x", "certified-connectors/A/images/y", "certified-connectors/B/z", "certified-connectors/loose",
		"independent-publisher-connectors/C/x", "certified-connectors/Contoso Two/x", "templates/certified-connectors/D/x",
	}
	touches, others := Touched(paths, "certified-connectors/A")
	if got := strings.Join(others, ","); !touches || got != "certified-connectors/B,certified-connectors/Contoso Two,independent-publisher-connectors/C" {
		t.Errorf("%v %q", touches, got)
	}
	if touches, _ := Touched(paths, "certified-connectors/Contoso"); touches {
		t.Error("a folder's name is taken for the beginning of another's")
	}
	if touches, others := Touched(paths[:1], ""); touches || others != nil {
		t.Errorf("%v %q", touches, others)
	}
}

func TestFolders(t *testing.T) {
	paths := []string{
		"README.md", "certified-connectors/B/x", "certified-connectors/A/images/y", "certified-connectors/B/z", "certified-connectors/loose",
		"independent-publisher-connectors/C/x", "Certified-Connectors/A/x", "certified-connectors//x", "templates/certified-connectors/D/x",
	}
	if got := strings.Join(Folders(paths), ","); got != "certified-connectors/A,certified-connectors/B,independent-publisher-connectors/C" {
		t.Errorf("folders: %q", got)
	}
	if Folders(nil) != nil {
		t.Error("something of nothing")
	}
}
