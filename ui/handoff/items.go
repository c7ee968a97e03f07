package handoff

import (
	"strings"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
)

// item is a line of the sheet.
type item struct {
	portal.Item
	number  int
	done    bool
	active  bool   // may be done now: those after the confirmation wait for it
	secret  bool   // the value is in the vault
	value   string // what is pasted; "" for a secret
	address string // of the page to open
	path    string // of the file to give
}

// items lists the lines that this submission has, in the portal's order.
func items(s *session.Session, files map[string]string) []item {
	values := s.Values()
	handed := s.Handed()
	confirmed := receiptOf(s).confirmed
	var list []item
	for _, p := range s.Portal.Final(values.Get).Items {
		if !p.When.Holds(known(values)) {
			continue
		}
		it := item{Item: p, number: len(list) + 1, done: handed[p.ID], active: !p.After || confirmed}
		field, _, _ := s.Portal.Field(p.Field)
		it.secret = field.Kind == portal.Secret
		if p.Kind == portal.Paste && !it.secret {
			it.value = pasted(s, values, p.Field)
		}
		if link, ok := s.Portal.Link(p.Link); ok {
			it.address = link.URL
		}
		if p.File != "" {
			it.path = files[p.File]
		}
		list = append(list, it)
	}
	return list
}

// known looks values up. Until the files have been read again, what they said
// is told from the answers that were only asked for because of it.
func known(values submission.Values) func(string) string {
	asked := map[string]string{"auth.oauth": "oauth.clientId", "auth.apiKey": "testing.apiKey"}
	return func(key string) string {
		field, ok := asked[key]
		if ok && values.Get("auth.known") == "" && values.Draft.Value(field) != "" {
			return "yes"
		}
		return values.Get(key)
	}
}

// pasted is an answer as the portal takes it: a commit is asked for by its
// pull request, but given by its full SHA.
func pasted(s *session.Session, values submission.Values, field string) string {
	answer := values.Get(field)
	if field == "commit" && s.Commit != nil && s.Commit.SHA != "" && s.Commit.Typed == answer {
		return s.Commit.SHA
	}
	return answer
}

// fullSHA tells whether a text is a commit's full SHA.
func fullSHA(text string) bool {
	return len(text) == 40 && strings.Trim(text, "0123456789abcdef") == ""
}

// receipt is what the person said that the portal answered.
type receipt struct {
	confirmed, refused bool
	event              submission.Event
}

// receiptOf reads it from the ledger: the last word on this version.
func receiptOf(s *session.Session) receipt {
	var r receipt
	for _, e := range s.Ledger {
		if e.Version != s.Draft.Version {
			continue
		}
		switch e.Kind {
		case submission.Frozen:
			r = receipt{}
		case submission.Confirmed:
			r = receipt{confirmed: true, event: e}
		case submission.Refused:
			r = receipt{refused: true, event: e}
		}
	}
	return r
}

// open counts the items before the confirmation that are not done.
func open(all []item) int {
	n := 0
	for _, it := range all {
		if !it.After && !it.done {
			n++
		}
	}
	return n
}
