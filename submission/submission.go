// Package submission is what is being submitted: the draft with its answers
// and waivers, the values that a portal's conditions ask for, and the ledger
// of what happened. It is pure; the rooms gate and standing judge it, store
// and source do the reading and writing.
package submission

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks"
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

// Clone is a deep copy, to be saved while the draft goes on changing.
func (d Draft) Clone() Draft {
	d.Answers = maps.Clone(d.Answers)
	d.Waivers = slices.Clone(d.Waivers)
	d.Attested = slices.Clone(d.Attested)
	return d
}

// Carry makes the draft of the next version: every answer is brought over and
// waits to be confirmed (S98); what belongs to one version only is left out.
func Carry(last Draft, version int) Draft {
	next := last.Clone()
	next.Version, next.Update = version, true
	next.Attested, next.At = nil, Cursor{Step: "update"}
	for id, a := range next.Answers {
		if strings.HasPrefix(id, "update.") || id == "commit" || id == "zip" {
			delete(next.Answers, id)
			continue
		}
		a.Carried = a.Value != ""
		a.From = fmt.Sprintf("version %d", last.Version)
		next.Answers[id] = a
	}
	next.Answers["update.version"] = Answer{Value: fmt.Sprint(last.Version), From: "the record"}
	return next
}
