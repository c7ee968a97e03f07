package source

import (
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
)

func TestMergedPull(t *testing.T) {
	for subject, want := range map[string]int{
		"Contoso Invoices (#3473)":               3473,
		"Contoso Invoices (#3473) ":              3473,
		"Merge pull request #12 from contoso/x":  12,
		"Revert \"Contoso (#12)\" (#34)":         34,
		"Contoso (#12) again":                    0,
		"(#0)":                                   0,
		"(#12345678901234567890)":                0,
		"see #12":                                0,
		"":                                       0,
		"refs Merge pull request #12 from the x": 0,
	} {
		if _, got := MergedPull(subject); got != want {
			t.Errorf("MergedPull(%q) = %d, want %d", subject, got, want)
		}
	}
	if title, _ := MergedPull("Contoso Invoices (#3473)"); title != "Contoso Invoices" {
		t.Errorf("title %q", title)
	}
}

// answered writes the answers to the six questions, in their order.
func answered(c *Commit) string {
	var out []string
	for _, a := range c.answers() {
		switch {
		case !a.Known:
			out = append(out, "?")
		case a.Yes:
			out = append(out, "yes")
		default:
			out = append(out, "no")
		}
	}
	return strings.Join(out, " ")
}

func TestCommitFromPull(t *testing.T) {
	at := time.Date(2026, 11, 24, 10, 0, 0, 0, time.FixedZone("", 3600))
	squash, head, other := strings.Repeat("a", 40), strings.Repeat("b", 40), strings.Repeat("c", 40)
	const folder = "certified-connectors/Contoso"
	open := origin.Pull{Number: 12, Title: "Contoso", Head: head, Files: []string{folder + "/icon.png", "certified-connectors/Other/x"}}
	open.Asked.Files.Known = true
	closed, merged := open, open
	closed.Closed = true
	merged.Closed, merged.Merged, merged.MergeCommit, merged.EndedAt = true, true, squash, at.UTC()
	cut, unnamed := merged, merged
	cut.FilesCut = true
	unnamed.MergeCommit = ""
	for _, tt := range []struct {
		what      string
		pull      origin.Pull
		sha       string
		want, use string
		why       string // of Merged
	}{
		{"open", open, "", "no ? ? no ? ?", "", "pull request 12 is open, not merged"},
		{"closed", closed, "", "no ? ? no ? ?", "", "pull request 12 was closed without being merged"},
		{"open, its head", open, head, "? yes ? no ? ?", "", "pull request 12 is open, not merged"},
		{"merged", merged, "", "yes no ? yes ? yes", "", "pull request 12, 24 Nov 2026"},
		{"merged, the squash commit", merged, squash, "yes no ? yes ? yes", "", "pull request 12, 24 Nov 2026"},
		{"merged, its head", merged, head, "? yes ? yes ? ?", squash, "pull request 12, 24 Nov 2026"},
		{"merged, another of its commits", merged, other, "? ? ? yes ? ?", squash, "pull request 12, 24 Nov 2026"},
		{"merged, not all files are listed", cut, "", "yes no ? yes ? ?", "", "pull request 12, 24 Nov 2026"},
		{"merged, the commit is not told", unnamed, "", "? ? ? yes ? ?", "", "pull request 12, 24 Nov 2026"},
	} {
		c := NewCommit("12", folder, "GitHub", at)
		c.SHA = tt.sha
		c.FromPull(tt.pull)
		if got := answered(c); got != tt.want || c.Use != tt.use || c.Merged.Why != tt.why {
			t.Errorf("%s: %s, use %q, %q", tt.what, got, c.Use, c.Merged.Why)
		}
		if !c.Merged.At.Equal(at) || c.Merged.By != "GitHub" || c.PR != 12 {
			t.Errorf("%s: %+v", tt.what, c)
		}
	}
}

// What an earlier source established stands, and a later one fills in the rest.
func TestCommitKeepsWhatIsKnown(t *testing.T) {
	fetched, now := time.Unix(1, 0), time.Unix(2, 0)
	sha, newer := strings.Repeat("a", 40), strings.Repeat("b", 40)
	c := NewCommit(sha, "certified-connectors/Contoso", "local clone", fetched)
	if _, ok := c.Parse(GitHubCom); !ok {
		t.Fatal("a commit is none")
	}
	c.Found(sha, "Contoso (#12)", fetched)
	c.Reachable(true, "upstream/dev")
	c.Merged.Why = "the clone does not tell"
	c.AskNext("GitHub", now)
	c.Reachable(false, "")
	c.NewestIs(newer, time.Time{}, "dev")
	c.LeaveOpen("offline")
	if !c.OnBranch.Yes || c.OnBranch.By != "local clone" || c.Newest.By != "GitHub" || c.Merged.Why != "offline" || c.Use != newer {
		t.Errorf("%+v", c)
	}
	again := NewCommit(sha, c.Folder, "local clone", now)
	again.LeaveOpen("the clone is gone")
	again.KeepKnown(c.Commit)
	if answered(again) != answered(c) || again.SHA != sha || again.Use != newer || again.OnBranch.At != fetched {
		t.Errorf("%s, %+v", answered(again), again)
	}
	another := NewCommit(newer, c.Folder, "local clone", now)
	another.KeepKnown(c.Commit)
	if answered(another) != "? ? ? ? ? ?" {
		t.Errorf("another commit took over %s", answered(another))
	}
}
