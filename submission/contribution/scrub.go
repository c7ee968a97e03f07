package contribution

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/leaks"
	"github.com/certwiz/certwiz/checks/text"
)

// What stands for a value that was taken out. Microsoft's engineers ask for the
// first in these letters (PR 2121, 2453); before the host of a web address
// brackets can't stand.
const (
	dummy        = "[[DUMMY]]"
	dummyInLogin = "DUMMY"
)

// replaced are the rules whose values are taken out. What the others find may
// be meant as it is and is for the person to look at.
var replaced = map[string]bool{
	"TokenInFile": true, "SecretInFile": true, "SecretInUrl": true, "ClientIdInFile": true,
	leaks.ClientIDRule: true, leaks.ClientSecretRule: true,
}

// scrub takes secrets and client IDs out of what goes public (S24): in the two
// JSON files, and only their bytes. A file that can't be made clean is held.
func (p *plan) scrub() {
	for i := range p.going {
		p.read(&p.going[i])
	}
	found := make([][]leaks.Span, len(p.going))
	for i, o := range p.going {
		found[i] = p.look(o)
	}
	for i := range p.going {
		p.clean(&p.going[i], found[i])
	}
}

// read parses a JSON file. One that can't be parsed can't be searched.
func (p *plan) read(o *outgoing) {
	if o.name != swaggerName && o.name != propertiesName {
		return
	}
	o.tree = jsontree.Parse(o.data)
	if !o.tree.Damaged() && o.tree.Unlisted() == 0 {
		return
	}
	o.broken = true
	line := 1
	for _, f := range o.tree.Faults() {
		if f.Breaks() {
			line, _ = o.tree.Position(f.Offset)
			break
		}
	}
	p.hold(o, fmt.Sprintf("%s:%d: this is not JSON, so the file can't be searched for secrets", o.from.Name, line))
}

// hold keeps a file out of the pull request, and the pull request from going.
func (p *plan) hold(o *outgoing, why string) {
	p.block(why)
	if o.held == "" {
		o.held = "it must not go out as it is: " + why
	}
}

// subject is the file for the room that knows what a leak is.
func (o outgoing) subject() leaks.Subject {
	f := leaks.File{Name: o.from.Name, Tree: o.tree, Settings: o.settings()}
	if o.tree == nil {
		f.Text = string(o.data)
	}
	return leaks.Subject{Files: []leaks.File{f}}
}

// look lists what has to go from a file, remembers the values, and says what
// is doubtful.
func (p *plan) look(o outgoing) (found []leaks.Span) {
	if o.picture() {
		return nil
	}
	for _, s := range leaks.Find(o.subject()) {
		value := meaning(o, s.From, s.To)
		if !replaced[s.Rule] {
			p.doubt(fmt.Sprintf("%s holds what looks like %s: %s", place(s), s.What, leaks.Mask(value)))
			continue
		}
		p.hidden.add(s.Rule, value)
		found = append(found, s)
	}
	return found
}

// meaning is a value that stands between two bytes of a file.
func meaning(o outgoing, from, to int) string {
	raw := string(o.data[from:to])
	if o.tree == nil || !strings.Contains(raw, `\`) {
		return raw
	}
	n := jsontree.Parse([]byte(`"` + raw + `"`)).Root()
	if n.Source() != raw {
		return raw
	}
	return n.Text()
}

// place is where something stands, for a person: file, line and pointer.
func place(s leaks.Span) string {
	at := fmt.Sprintf("%s:%d", s.Place.File, s.Place.Line)
	if s.Place.Pointer != "" {
		at += " " + text.Cut(s.Place.Pointer, maxLine/2)
	}
	return at
}

// clean takes out what was found in a file, and what was found in another and
// stands here too.
func (p *plan) clean(o *outgoing, found []leaks.Span) {
	if o.picture() {
		return
	}
	for _, s := range leaks.FindValues(o.subject(), p.hidden.spellings()) {
		s.Rule, s.What = "TokenInFile", "a secret that was found elsewhere"
		found = append(found, s)
	}
	p.elsewhere(o, found)
	if o.tree == nil {
		p.refuse(o, found)
		return
	}
	if o.held != "" {
		return
	}
	p.replace(o, merge(found))
	p.verify(o)
}

// refuse holds a file in which nothing can be replaced safely: code and prose.
func (p *plan) refuse(o *outgoing, found []leaks.Span) {
	for i, s := range merge(found) {
		if i == maxProblems {
			break
		}
		p.hold(o, fmt.Sprintf("%s:%d holds what looks like %s: %s; take it out", s.Place.File, s.Place.Line, s.What, leaks.Mask(meaning(*o, s.From, s.To))))
	}
}

// replace puts placeholders for the values; all other bytes stay.
func (p *plan) replace(o *outgoing, found []leaks.Span) {
	if len(found) == 0 {
		return
	}
	var b bytes.Buffer
	last := 0
	for _, s := range found {
		after := dummy
		if s.InLogin {
			after = dummyInLogin
		}
		p.Scrubbed = append(p.Scrubbed, Scrub{
			File: o.from.Name, Pointer: s.Place.Pointer, Line: s.Place.Line,
			What: s.What, Before: leaks.Mask(meaning(*o, s.From, s.To)), After: after,
		})
		b.Write(o.data[last:s.From])
		b.WriteString(after)
		last = s.To
	}
	b.Write(o.data[last:])
	o.data = b.Bytes()
	o.tree = jsontree.Parse(o.data)
}

// merge joins places that overlap, in the order of the file.
func merge(found []leaks.Span) []leaks.Span {
	found = slices.Clone(found)
	slices.SortStableFunc(found, func(a, b leaks.Span) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(b.To, a.To))
	})
	var all []leaks.Span
	for _, s := range found {
		if n := len(all); n > 0 && s.From < all[n-1].To {
			last := &all[n-1]
			last.To = max(last.To, s.To)
			last.InLogin = last.InLogin && s.InLogin
			continue
		}
		all = append(all, s)
	}
	return all
}

// verify looks at a file that was cleaned as if for the first time. Comments
// and names of members can hold a value, too, and are not replaced.
func (p *plan) verify(o *outgoing) {
	if o.tree.Damaged() {
		p.hold(o, o.from.Name+" can't be cleaned: with placeholders it is no JSON any more")
		return
	}
	left := leaks.Find(o.subject())
	text := leaks.File{Name: o.from.Name, Text: string(o.data)}
	for _, s := range leaks.Find(leaks.Subject{Files: []leaks.File{text}}) {
		if s.Rule == "TokenInFile" {
			left = append(left, s)
			p.hidden.add(s.Rule, string(o.data[s.From:s.To]))
		}
	}
	left = append(left, leaks.FindValues(leaks.Subject{Files: []leaks.File{text}}, p.hidden.spellings())...)
	for _, s := range left {
		if s.Rule == "" || replaced[s.Rule] {
			p.hold(o, fmt.Sprintf("%s:%d holds a secret in a name or a comment, or in a way that can't be replaced safely; take it out", s.Place.File, s.Place.Line))
			return
		}
	}
}

// elsewhere says where a value that is no secret by itself, a client ID or a
// short password, stands outside the places that are replaced.
func (p *plan) elsewhere(o *outgoing, found []leaks.Span) {
	for _, s := range leaks.FindValues(o.subject(), p.hidden.others) {
		if !covered(s, found) {
			p.doubt(fmt.Sprintf("%s holds the same text as %s that was replaced elsewhere", place(s), p.hidden.what(meaning(*o, s.From, s.To))))
		}
	}
}

func covered(s leaks.Span, found []leaks.Span) bool {
	for _, f := range found {
		if f.From <= s.From && s.To <= f.To {
			return true
		}
	}
	return false
}

// artifacts are the connector as it goes out, for the rules to look at. What
// is held, or not part of a pull request, is judged as it is.
func (p *plan) artifacts() connector.Artifacts {
	a := p.in.Artifacts
	a.Others, a.Icon, a.Independent = nil, nil, p.in.Independent
	for _, o := range p.going {
		f := &checks.File{Name: o.from.Name, Data: o.data}
		switch o.name {
		case swaggerName:
			a.Swagger = f
		case propertiesName:
			a.Properties = f
		case iconName:
			a.Icon = f
		}
	}
	return a
}
