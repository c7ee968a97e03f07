package source

import (
	"strings"
	"sync"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/leaks"
)

// The rules on secrets: those of the first kind are about the whole value,
// those of the second about a part of it.
var (
	wholeSecrets = map[string]bool{"SecretInFile": true, "ClientIdInFile": true}
	partSecrets  = map[string]bool{"TokenInFile": true, "SecretInUrl": true}
)

// side is one of two JSON files.
type side struct {
	tree       *jsontree.Tree
	duplicates bool // a name may stand twice in an object, where the last counts
	// private are the rules on what must not be public, by the pointer of what
	// they found; all is false when there may be more.
	private func() (byPointer map[string]string, all bool)
}

// newSide parses a file; settings says that it is apiProperties.json.
func newSide(name string, data []byte, settings bool) *side {
	s := &side{tree: jsontree.Parse(data)}
	s.duplicates = s.tree.Unlisted() > 0
	for _, f := range s.tree.Faults() {
		s.duplicates = s.duplicates || f.Kind == jsontree.Duplicate
	}
	s.private = sync.OnceValues(func() (map[string]string, bool) {
		return privateIn(leaks.File{Name: name, Tree: s.tree, Settings: settings})
	})
	return s
}

// found are findings of one rule from which on there may be more.
const found = 200

func privateIn(f leaks.File) (map[string]string, bool) {
	at, of, all := map[string]string{}, map[string]int{}, true
	for _, finding := range leaks.Judge(leaks.Subject{Files: []leaks.File{f}}).Findings {
		of[finding.Rule]++
		all = all && of[finding.Rule] < found && len(finding.More) < found-1
		for _, p := range append([]checks.Place{finding.Place}, finding.More...) {
			if !wholeSecrets[at[p.Pointer]] { // a value may break several rules
				at[p.Pointer] = finding.Rule
			}
		}
	}
	return at, all
}

// hide is what is shown of a value that must not be public.
func (s *side) hide(n jsontree.Node) (string, bool) {
	text := n.Text()
	if text == "" {
		return "", false
	}
	at, all := s.private()
	private := at[n.Pointer()] != "" || secretByName(n.Key(), n.Str())
	if !all && !private {
		private = len(leaks.Judge(leaks.Subject{Files: []leaks.File{{Text: text}}}).Findings) > 0
	}
	if !private {
		return "", false
	}
	return leaks.Mask(text), true
}

// secretByName tells whether a member is the ID or secret of an application,
// and no placeholder for one.
func secretByName(name, value string) bool {
	switch strings.ToLower(name) {
	case "clientsecret", "client_secret", "client-secret":
		return value != "" && !leaks.Placeholder(value)
	case "clientid", "client_id", "client-id", "appid", "app_id", "applicationid", "application_id":
		return leaks.RealID(value)
	}
	return false
}

// longestPlaceholder is how long a placeholder may be, in bytes.
const longestPlaceholder = 300

// scrubbed tells whether a value there is a placeholder for a client ID or
// secret here.
func (s *side) scrubbed(here, there jsontree.Node) bool {
	value, stand := here.Str(), there.Str()
	if value == "" || !there.Is(jsontree.String) || len(stand) > longestPlaceholder || !leaks.Placeholder(stand) {
		return false
	}
	if secretByName(here.Key(), value) {
		return true
	}
	at, _ := s.private()
	rule := at[here.Pointer()]
	return wholeSecrets[rule] || partSecrets[rule] && scrubbedIn(value, stand)
}

// scrubbedIn tells whether a text differs only in a secret that was replaced
// by a placeholder.
func scrubbedIn(value, stand string) bool {
	n := commonPrefix(value, stand)
	value, stand = value[n:], stand[n:]
	for len(value) > 0 && len(stand) > 0 && value[len(value)-1] == stand[len(stand)-1] {
		value, stand = value[:len(value)-1], stand[:len(stand)-1]
	}
	return len(value) >= 4 && leaks.Placeholder(stand) && !strings.ContainsAny(value+stand, "/?& \n")
}
