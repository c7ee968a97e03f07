package session

import (
	"fmt"
	"strconv"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/source/git"
)

// maxOffers is how many commits and pull requests are offered.
const maxOffers = 5

// Offer is a commit or a pull request that can be chosen. Title and Note hold
// raw text from GitHub and the clone.
type Offer struct {
	Value string // the answer that it gives
	Name  string // "PR 3473", or a short commit
	Title string
	Date  string
	Note  string
	SHA   string // the commit that it stands for, "" while there is none
	PR    int    // 0 for a commit whose pull request is not known
}

// Offers are what can be chosen for the commit or for the pull request: first
// the commit to use in place of a wrong one, then the pull requests that are
// under way, then what was merged.
func (s *Session) Offers(role portal.Role) []Offer {
	commits := role == portal.RoleCommit
	var offers []Offer
	use := ""
	if commits {
		use = s.Offered()
	}
	if use != "" {
		offers = append(offers, s.instead(use))
	}
	for _, p := range s.Pulls {
		if !p.Closed {
			offers = append(offers, s.offerPull(p))
		}
	}
	known := map[string]bool{use: use != ""}
	if commits {
		for _, c := range s.Candidates {
			if !known[c.SHA] {
				offers = append(offers, offerCommit(c))
			}
			known[c.SHA] = true
		}
	}
	for _, p := range s.Pulls {
		if p.Closed && !known[p.MergeCommit] && (p.Merged || !commits) {
			offers = append(offers, s.offerPull(p))
		}
	}
	return offers[:min(len(offers), maxOffers)]
}

// instead is the commit to use in place of the one that was given.
func (s *Session) instead(use string) Offer {
	o := Offer{Value: use, SHA: use, PR: s.Commit.PR, Name: text.ShortSHA(use), Title: "what Microsoft merged",
		Note: "use this in place of " + text.ShortSHA(s.Commit.SHA)}
	if o.PR > 0 {
		o.Title += fmt.Sprintf(" as PR %d", o.PR)
	}
	for _, c := range s.Candidates {
		if c.SHA == use {
			o.Title, o.Date = c.Subject, c.Date.Format("2 Jan 2006")
		}
	}
	return o
}

func offerCommit(c git.Commit) Offer {
	o := Offer{Value: c.SHA, SHA: c.SHA, PR: c.PR, Name: text.ShortSHA(c.SHA), Title: c.Subject, Date: c.Date.Format("2 Jan 2006")}
	o.Note = o.Name + "  on dev, newest for this folder"
	if !c.Newest {
		o.Note = o.Name + "  older than the newest"
	}
	if c.PR > 0 {
		o.Name = fmt.Sprintf("PR %d", c.PR)
	}
	return o
}

// offerPull offers a pull request by its address: the commit follows from it
// once it is merged.
func (s *Session) offerPull(p origin.Pull) Offer {
	if now := s.current(); now != nil && now.Number == p.Number && now.Asked.Pull.Known {
		p = *now
	}
	o := Offer{Value: s.Host().PullURL(strconv.Itoa(p.Number)), PR: p.Number, Name: fmt.Sprintf("PR %d", p.Number),
		Title: p.Title, Date: p.Opened.Format("2 Jan 2006"), Note: string(p.State())}
	if p.Merged {
		o.SHA, o.Date = p.MergeCommit, p.EndedAt.Format("2 Jan 2006")
	}
	if p.HeadBranch != "" {
		o.Note += ", from " + p.HeadOwner + ":" + p.HeadBranch
	}
	return o
}

// Chosen tells whether an offer is the answer as it stands.
func (s *Session) Chosen(role portal.Role, o Offer) bool {
	given := s.Answer(role)
	if given == "" {
		return false
	}
	if given == o.Value || o.SHA != "" && given == o.SHA {
		return true
	}
	t, err := s.Host().ParseTyped(given)
	return err == nil && t.SHA == "" && t.PR > 0 && t.PR == o.PR && !t.Foreign()
}
