package contribution

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks/text"
)

// What the title of an independent publisher's pull request ends in, and what
// it begins with as long as there is only the idea of a connector.
const (
	suffix   = "(Independent Publisher)"
	proposal = "Proposal"
)

// decideTitle names the pull request. The title of an existing one is kept unless
// it breaks the pattern that engineers ask for.
func (p *plan) decideTitle() {
	p.name = p.connectorName()
	p.Title = p.newTitle()
	e := p.in.Existing
	if e == nil {
		return
	}
	was := p.kept(e.Title)
	switch {
	case was == "":
	case p.patterned(was):
		p.Title = was
	case p.ready() && p.in.Independent && p.patterned(withoutProposal(was)):
		p.Title = withoutProposal(was)
	}
	if e.Asked.Pull.Known && (e.Merged || e.Closed) {
		state := "is closed"
		if e.Merged {
			state = "is merged already"
		}
		p.problem(fmt.Sprintf("pull request %d %s; open a new one", e.Number, state))
	}
}

// connectorName is the title in the definition, or the folder's name, without
// the suffix.
func (p *plan) connectorName() string {
	for _, name := range []string{p.in.Facts.Title, p.in.FolderName} {
		if name = p.title(name); hasSuffix(name) {
			name = strings.TrimSpace(name[:len(name)-len(suffix)])
		}
		if name != "" {
			return name
		}
	}
	return "Connector"
}

// kept is the title of a pull request as it was written, but for what can't be
// sent.
func (p *plan) kept(s string) string {
	s = strings.Map(visible, valid(p.hidden.redact(text.Cut(s, maxKept))))
	return text.Cut(strings.TrimSpace(s), maxKept)
}

// maxKept is the longest title that GitHub takes, in characters.
const maxKept = 256

// title is a text as a new title may be, with room for what goes around it.
func (p *plan) title(s string) string {
	return text.Cut(text.OneLine(p.hidden.redact(text.Cut(valid(s), 2*maxTitle))), maxTitle-len(proposal)-len(suffix)-4)
}

func hasSuffix(title string) bool {
	return len(title) >= len(suffix) && strings.EqualFold(title[len(title)-len(suffix):], suffix)
}

func (p *plan) newTitle() string {
	switch {
	case !p.in.Independent:
		return p.name
	case !p.ready():
		return proposal + " - " + p.name + " " + suffix
	default:
		return p.name + " " + suffix
	}
}

// ready tells whether there is more than the idea of a connector.
func (p *plan) ready() bool {
	return p.in.Artifacts.Swagger != nil || p.in.Artifacts.Properties != nil
}

// patterned tells whether a title follows the pattern "Connector Name
// (Independent Publisher)", which is for independent publishers only.
func (p *plan) patterned(title string) bool {
	if !p.in.Independent {
		return !hasSuffix(title)
	}
	named := hasSuffix(title) && strings.TrimSpace(title[:len(title)-len(suffix)]) != ""
	return named && (!p.ready() || withoutProposal(title) == title)
}

// withoutProposal takes the word away that says a connector is not ready.
func withoutProposal(title string) string {
	rest := strings.TrimLeft(title, "[( ")
	if len(rest) < len(proposal) || !strings.EqualFold(rest[:len(proposal)], proposal) {
		return title
	}
	rest = rest[len(proposal):]
	after := strings.TrimLeft(rest, "]):-–— ")
	if after == rest || after == "" {
		return title // another word, such as Proposals
	}
	return after
}

// maxSubject is how much of a name stands in a commit's line, in characters.
const maxSubject = 60

// message is the commit's: one line, as git shows it in a list.
func (p *plan) message() string {
	verb := "Add"
	if p.in.HasBefore || p.in.Existing != nil {
		verb = "Update"
	}
	name := text.Cut(p.name, maxSubject)
	if p.in.Independent {
		name += " " + suffix
	}
	return verb + " " + name
}
