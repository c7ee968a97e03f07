// Package view is what a page, a field, a finding, a hold or the gate says:
// its label, its text, its facts, what can be done about it. It is made once,
// from the session, for every face: the screen draws it and the prompts read it
// aloud. It knows no widths, colours or keys, and it decides nothing: what holds
// a submission the gate has decided, what is true the session knows. Texts that
// come from files, git or a server are raw: the face that shows them makes them
// safe.
package view

import (
	"slices"
	"strings"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
)

// Step is one page: its title, and the texts above its fields.
type Step struct {
	ID     string
	Title  string
	Number int // on the way through this submission, from 1; 0 when it is not on it
	Of     int
	Breaks string // what an update would break, to be said first; "" for nothing
	Texts  []string
	Fields []portal.Field // those that are asked now
	Empty  string         // in place of the fields, when there are none yet
}

// StepOf is a page as it is now: an answer may bring fields and take others away.
func StepOf(s *session.Session, step portal.Step) Step {
	values := s.Values()
	path := s.Portal.Path(values.Get)
	v := Step{ID: step.ID, Title: step.Title, Of: len(path),
		Number: slices.IndexFunc(path, func(p portal.Step) bool { return p.ID == step.ID }) + 1}
	v.Texts = texts(values, step.Texts)
	if s.Draft.Update && slices.ContainsFunc(s.Portal.Update, func(p portal.Step) bool { return p.ID == step.ID }) {
		v.Breaks = breakingLine(breaking(s.Verdict))
	}
	v.Fields = s.Fields(step)
	if !slices.ContainsFunc(v.Fields, Answerable) {
		v.Empty = "What is asked here depends on an answer that is still missing: how you publish, and how the files go to Microsoft."
	}
	return v
}

// Answerable tells whether a person can go to a field.
func Answerable(f portal.Field) bool { return f.Kind != portal.Note }

// texts are those that belong here now, filled in.
func texts(values submission.Values, all []portal.Text) []string {
	var shown []string
	for _, t := range all {
		if t.When.Holds(values.Get) {
			shown = append(shown, values.Fill(t.Text))
		}
	}
	return shown
}

// Field is what one question says.
type Field struct {
	portal.Field
	Label   string
	Note    Note
	Answer  string // as a person reads it; of a secret where it is, never what
	Given   bool   // whether there is an answer
	Carried bool   // of the last version, to be confirmed
	Expect  string // the exact words to be typed, "" for none
	Copy    string // a text to be copied, "" for none
	Options []portal.Option
}

// Note is what stands beside a field's label.
type Note struct {
	Text    string
	Warning bool
}

// FieldOf is what a field says now.
func FieldOf(s *session.Session, f portal.Field) Field {
	values := s.Values()
	answer := s.Draft.Answers[f.ID]
	v := Field{Field: f, Label: values.Fill(f.Label), Carried: answer.Carried, Given: answer.Value != "",
		Expect: values.Fill(f.Expect), Copy: values.Fill(f.Copy), Options: Options(s, f)}
	v.Answer = answerText(s, v, answer.Value)
	v.Note = noteOf(s, v, answer)
	return v
}

// Options are the choices of a field that are offered now, also of one whose
// options come from the record.
func Options(s *session.Session, f portal.Field) []portal.Option {
	if f.Lists != "" {
		return s.Options(f.Lists)
	}
	values := s.Values()
	var offered []portal.Option
	for _, o := range f.Options {
		if o.When.Holds(values.Get) {
			offered = append(offered, o)
		}
	}
	return offered
}

func answerText(s *session.Session, f Field, value string) string {
	switch {
	case value == "" || f.Kind.ShowsOnly():
		return ""
	case f.Kind == portal.Secret:
		return s.SecretText(f.ID)
	case f.Kind == portal.Choice:
		for _, o := range f.Options {
			if o.Value == value {
				return o.Label
			}
		}
	}
	return value
}

func noteOf(s *session.Session, f Field, a submission.Answer) Note {
	switch {
	case a.Carried:
		return Note{"carried over", true}
	case a.From != "" && f.Kind != portal.Secret:
		return Note{"from " + a.From, false}
	case f.Kind == portal.Secret && a.Value != "":
		return Note{s.SecretText(f.ID), false}
	case f.Kind == portal.Secret:
		return Note{"to be kept " + s.Ports.Vault.Place(), false}
	case f.Optional && !f.Kind.ShowsOnly():
		return Note{"optional", false}
	}
	return Note{}
}

// About explains a field: headed paragraphs, without those that say nothing.
type About struct{ Head, Text string }

// AboutField is everything that is known about a question.
func AboutField(s *session.Session, f portal.Field) []About {
	values := s.Values()
	rule := f.Source
	if link, ok := s.Portal.Link(f.Link); ok {
		rule += "\n" + link.Title + "\n" + link.URL
	}
	var about []About
	for _, a := range []About{
		{"Why it is asked", values.Fill(f.Why)},
		{"Where to find it", values.Fill(f.Where)},
		{"The rule behind it", strings.TrimPrefix(rule, "\n")},
	} {
		if a.Text != "" {
			about = append(about, a)
		}
	}
	return about
}
