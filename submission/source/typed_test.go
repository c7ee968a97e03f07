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
		{typed: strings.Repeat("a", 501), err: "too long"},
		{typed: "https://github.com/microsoft/PowerPlatformConnectors", err: "leads to no pull request"},
		{typed: "https://github.com/microsoft/PowerPlatformConnectors/tree/dev", err: "leads to no commit"},
		{typed: "https://github.com/microsoft/PowerPlatformConnectors/pull/new", err: "no pull request's number"},
		{typed: "https://github.com/microsoft/PowerPlatformConnectors/wiki/3", err: "leads to no pull request"},
		{typed: "https://gitlab.com/a/b/pull/3", err: "does not lead to github.com"},
		{typed: "https://github.com.example.com/a/b/pull/3", err: "does not lead to github.com"},
		{typed: "https://github.com@example.com/a/b/pull/3", err: "does not lead to github.com"},
		{typed: "https://github.com/%zz/b/pull/3", err: "can't be read"},
	}
	for _, tt := range tests {
		got, err := ParseTyped(tt.typed)
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

func FuzzParseTyped(f *testing.F) {
	for _, s := range []string{"3473", "#1", "abcdef1", "https://github.com/a/b/pull/3/commits/abcdef1", "a/b#3", "a/b@abcdef1", "https://[::1", "PR 3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseTyped(s)
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
