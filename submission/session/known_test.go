package session

import (
	"testing"

	"github.com/certwiz/certwiz/checks/origin"
)

// TestGitHubsWordOutlivesASave: what GitHub said about a commit is not
// forgotten when the clone, which can't tell, is looked at again; another
// commit starts from nothing.
func TestGitHubsWordOutlivesASave(t *testing.T) {
	typed := "a4a8a7a4f0c2b9d87a1e6f3b5c0d9e8f7a6b5c4d"
	other := "b418fa39f0c2b9d87a1e6f3b5c0d9e8f7a6b5c4d"
	known := origin.Commit{Typed: typed, SHA: typed, Merged: origin.Answer{Known: true, Yes: true, By: "GitHub"}}
	again := origin.Commit{Typed: typed, SHA: typed, Merged: origin.Answer{Why: "offline"}}
	kept := stillKnown(&known, again)
	if !kept.Merged.Known || kept.Merged.By != "GitHub" {
		t.Errorf("forgotten: %+v", kept.Merged)
	}
	contradicted := again
	contradicted.Merged = origin.Answer{Known: true, By: "local clone"}
	if now := stillKnown(&known, contradicted); now.Merged.Yes {
		t.Error("an older answer outlives a newer one that contradicts it")
	}
	if now := stillKnown(&known, origin.Commit{Typed: other, SHA: other}); now.Merged.Known {
		t.Error("what is known of one commit is said of another")
	}
	if now := stillKnown(nil, again); now.Merged.Known {
		t.Error("known without a look-up")
	}
}
