package sittings

import (
	"testing"

	"github.com/certwiz/certwiz/submission/portal"
)

// TestEveryFieldIsAnswered: a required field has a right answer in some variant,
// also one that nobody has heard of.
func TestEveryFieldIsAnswered(t *testing.T) {
	p := portal.ISVStudio()
	for i, kind := range []portal.FieldKind{portal.Line, portal.Lines, portal.Secret, portal.Tick, portal.Date} {
		s := &p.Steps[0]
		s.Fields = append(s.Fields, portal.Field{ID: "new." + string(kind), Label: "New", Kind: kind, Source: "S01"})
		if i == 0 {
			s.Fields = append(s.Fields, portal.Field{ID: "new.choice", Kind: portal.Choice, Options: []portal.Option{{Value: "bad"}, {Value: "good"}},
				Refuse: []portal.Refusal{{Value: "bad"}}}, portal.Field{ID: "new.word", Kind: portal.Line, Expect: "Go {title}"})
		}
	}
	answered := Answers{}
	for _, v := range Variants() {
		for id, answer := range v.Answers(p) {
			answered[id] = answer
		}
	}
	for _, s := range p.AllSteps() {
		for _, f := range s.Fields {
			switch f.Kind {
			case portal.Files, portal.Changes, portal.Document, portal.Note, portal.PullRequest:
				continue
			}
			if !f.Optional && answered[f.ID] == "" {
				t.Errorf("%s is never answered", f.ID)
			}
		}
	}
	if answered["new.choice"] != "good" || answered["new.word"] != "Go Contoso Invoices" {
		t.Errorf("the new choice is %q, the text to type %q", answered["new.choice"], answered["new.word"])
	}
}

// TestDrawnFieldsExist: a field that is gone from the portal is gone from the
// frames, and no new one comes.
func TestDrawnFieldsExist(t *testing.T) {
	p := portal.ISVStudio()
	for _, id := range drawn {
		if _, _, ok := p.Field(id); !ok {
			t.Errorf("there is no field %s any more", id)
		}
	}
	p.Steps[0].Fields = append([]portal.Field{{ID: "new"}}, p.Steps[0].Fields...)
	if _, _, ok := Drawn(p).Field("new"); ok {
		t.Error("a new field is drawn")
	}
}
