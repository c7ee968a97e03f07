// Package submission is what is being submitted: the draft with its answers
// and waivers, the values that a portal's conditions ask for, and the ledger
// of what happened. It is pure; the rooms gate and standing judge it, store
// and source do the reading and writing.
package submission

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/submission/portal"
)

// DraftFormat is the version of the draft's file format.
const DraftFormat = 1

// Draft is the answers given so far for one submission. It never holds a
// secret's value.
type Draft struct {
	Format    int               `json:"format"`
	Slug      string            `json:"slug"`   // folder in the state directory
	Portal    string            `json:"portal"` // portal.Portal.ID
	Folder    string            `json:"folder"` // the connector's folder, absolute
	Title     string            `json:"title"`  // the connector's title when last seen
	Version   int               `json:"version"`
	Update    bool              `json:"update,omitempty"` // an update of version Version-1
	Answers   map[string]Answer `json:"answers"`
	Waivers   []Waiver          `json:"waivers,omitempty"`
	Attested  []Attestation     `json:"attested,omitempty"`
	At        Cursor            `json:"at"` // where the person was
	Saved     time.Time         `json:"saved"`
	Throwaway bool              `json:"throwaway,omitempty"` // the built-in example
}

// Answer is one answer. For a secret, Value is the vault's reference.
type Answer struct {
	Value   string `json:"value"`
	From    string `json:"from,omitempty"`    // where it was found, "" when typed
	Carried bool   `json:"carried,omitempty"` // brought over from the last version, not yet confirmed (S98)
	// Faults are the findings about a secret, kept because its value is not.
	Faults []checks.Finding `json:"faults,omitempty"`
}

// Cursor is a place in the session.
type Cursor struct {
	Step  string `json:"step"`
	Field string `json:"field"`
}

// Waiver is a publisher's reason for going on in spite of one rule's finding
// at one place. Required answers can't be waived.
type Waiver struct {
	Rule    string    `json:"rule"`
	File    string    `json:"file"`
	Pointer string    `json:"pointer"`
	Reason  string    `json:"reason"`
	By      string    `json:"by,omitempty"`
	At      time.Time `json:"at"`
}

// Attestation is a person's word for something that could not be checked.
type Attestation struct {
	Rule    string    `json:"rule"`
	About   string    `json:"about"` // what it was about (a commit); void when that changes
	Saying  string    `json:"saying"`
	Because string    `json:"because"` // why it could not be checked
	At      time.Time `json:"at"`
}

// Value is the answer to a field, "" when there is none.
func (d Draft) Value(field string) string { return d.Answers[field].Value }

// PortalOf is the portal that a draft goes through; without a draft the one
// that is proposed first. One that is not known has no steps and no waiting
// times: nothing is guessed by another one's.
func PortalOf(d *Draft, known portal.List) (portal.Portal, error) {
	if d == nil {
		return known[0], nil
	}
	p, err := known.ByID(d.Portal)
	if err != nil {
		return portal.Portal{ID: d.Portal}, fmt.Errorf("the draft %s can't be used: %w", d.Slug, err)
	}
	return p, nil
}

// Clone is a deep copy, to be saved while the draft goes on changing.
func (d Draft) Clone() Draft {
	d.Answers = maps.Clone(d.Answers)
	d.Waivers = slices.Clone(d.Waivers)
	d.Attested = slices.Clone(d.Attested)
	return d
}

// FromOthers is where an answer comes from that is drafted from other answers.
const FromOthers = "your other answers"

// Carry makes the draft of the next version: every answer is brought over and
// waits to be confirmed (S98); what belongs to one version only is left out.
func Carry(p portal.Portal, last Draft, version int) Draft {
	next := last.Clone()
	next.Version, next.Update = version, true
	next.Attested, next.At = nil, Cursor{}
	for id, a := range next.Answers {
		a.Carried = a.Value != ""
		a.From = fmt.Sprintf("version %d", last.Version)
		next.Answers[id] = a
	}
	for _, s := range p.Steps {
		for _, f := range s.Fields {
			if len(f.Drafted) > 0 && last.Answers[f.ID].From == FromOthers {
				delete(next.Answers, f.ID) // drafted anew
			}
		}
	}
	for _, s := range p.Update {
		next.At = Cursor{Step: p.Update[0].ID}
		for _, f := range s.Fields {
			delete(next.Answers, f.ID)
		}
	}
	delete(next.Answers, p.IDOf(portal.RoleCommit))
	delete(next.Answers, p.IDOf(portal.RoleArchive))
	return next
}
