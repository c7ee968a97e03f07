package github

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/githubtest"
)

func TestOwnersOf(t *testing.T) {
	const folder = "certified-connectors/Contoso Invoices"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", nil},
		{"comments", "# x @a\n\n   # y @b\n", nil},
		{"everything", "* @a\n", []string{"a"}},
		{"the folder", "/certified-connectors/Contoso\\ Invoices/ @a @org/team a@contoso.example\r\n", []string{"a", "org/team", "a@contoso.example"}},
		{"without slashes around", "certified-connectors/Contoso\\ Invoices @a", []string{"a"}},
		{"whatever is in it", "/certified-connectors/Contoso\\ Invoices/** @a", []string{"a"}},
		{"what is right in it", "/certified-connectors/Contoso\\ Invoices/* @a", []string{"a"}},
		{"what is right in the folder above", "/certified-connectors/* @a", nil},
		{"the folder above", "/certified-connectors/ @a", []string{"a"}},
		{"a name anywhere", "Contoso\\ Invoices/ @a", []string{"a"}},
		{"a name anywhere, in words", "**/Contoso\\ Invoices @a", []string{"a"}},
		{"between", "/**/Contoso\\ Invoices/ @a", []string{"a"}},
		{"any text", "/certified-connectors/Contoso* @a", []string{"a"}},
		{"any character", "/certified-connectors/Contoso?Invoices/ @a", []string{"a"}},
		{"a part of the name", "/certified-connectors/Contoso @a", nil},
		{"a longer name", "/certified-connectors/Contoso\\ Invoices\\ 2/ @a", nil},
		{"another case", "/certified-connectors/contoso\\ invoices/ @a", nil},
		{"not at the root", "/Contoso\\ Invoices/ @a", nil},
		{"some files only", "*.md @a\n*.json @b", nil},
		{"a file in it", "/certified-connectors/Contoso\\ Invoices/readme.md @a", nil},
		{"the last counts", "* @a\n/certified-connectors/ @b\n/docs/ @c\n", []string{"b"}},
		{"the last has none", "* @a\n/certified-connectors/Contoso\\ Invoices/ # nobody\n", nil},
		{"not GitHub's", "!* @a\n/certified-connectors/[CD]ontoso\\ Invoices/ @b", nil},
		{"a star that is one", "/certified-connectors/Contoso\\* @a", nil},
		{"comment after it", "* @a # @b", []string{"a"}},
		{"only a sign", "* @", nil},
		{"half a backslash", "* @a\\", []string{`a\`}},
	}
	for _, tt := range tests {
		if got := ownersOf(tt.text, folder); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := ownersOf("/certified-connectors/Sm?rrebr*d/ @a", "certified-connectors/Smørrebrød"); !slices.Equal(got, []string{"a"}) {
		t.Errorf("a letter of two bytes: %q", got)
	}
}

// CODEOWNERS is looked for where GitHub does, and after that where it was.
func TestWhereOwnersAre(t *testing.T) {
	for found, path := range map[int]string{1: ".github/CODEOWNERS", 2: "CODEOWNERS", 3: "docs/CODEOWNERS", 4: "elsewhere/CODEOWNERS"} {
		hub, g := newHub(t)
		var n int
		hub.Change(func(w *githubtest.World) {
			w.Commit("Owners", map[string]string{path: owned})
			n = w.Open("contoso", "x", "x", connectorFiles("x")).Number
		})
		for round := range 2 {
			asked := callsSince(hub, func() {
				p := g.ReadPull(context.Background(), n, folder, nil)
				if known := len(p.Owners) == 2; !p.Asked.Owners.Known || known != (found < 4) {
					t.Errorf("%s: %q %+v", path, p.Owners, p.Asked.Owners)
				}
			})
			tries := len(slices.DeleteFunc(asked, func(s string) bool { return !strings.Contains(s, "CODEOWNERS") }))
			want := min(found, 3)
			if round == 1 && found < 4 {
				want = 1
			}
			if tries != want {
				t.Errorf("%s, round %d: %d tries, want %d", path, round+1, tries, want)
			}
		}
	}
	_, g, n := reviewed(t)
	if p := g.ReadPull(context.Background(), n, "", nil); p.Asked.Owners.Known || p.Asked.Owners.Why != "the connector's folder is not known" {
		t.Errorf("%+v", p.Asked.Owners)
	}
}

// FuzzOwners holds that no text makes reading CODEOWNERS slow or crash, and
// that a line for everything after it wins.
func FuzzOwners(f *testing.F) {
	for _, s := range []string{owned, "*", "\\", "**/**/** @a", "a\\ b/ @c # d", "/*/*/** @x\n!y", strings.Repeat("*a", 50) + " @a", "\x00", "?"} {
		f.Add(s, "certified-connectors/Contoso Invoices")
	}
	f.Fuzz(func(t *testing.T, text, folder string) {
		for _, o := range ownersOf(text, folder) {
			if o == "" || strings.ContainsAny(o, " \t\n") && !strings.Contains(o, `\ `) {
				t.Errorf("owner %q", o)
			}
		}
		if got := ownersOf(fmt.Sprintf("%s\n* @last\n", text), folder); !slices.Equal(got, []string{"last"}) {
			t.Errorf("%q", got)
		}
	})
}
