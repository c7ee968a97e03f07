package prose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/swagger"
)

// Kind says which template a document follows.
type Kind int

// The kinds of documents.
const (
	KindIntro             Kind = iota // intro.md, which only verified publishers attach
	KindReadme                        // readme.md in certified-connectors
	KindIndependentReadme             // readme.md in independent-publisher-connectors
)

// SectionGuide tells a writer about one section of a template.
type SectionGuide struct {
	Title    string // its heading as the template has it, without marks; "" for the text at the top
	Role     Role   // what it is for in one word; NoRole for the text at the top
	Level    int    // of the heading; 0 for the opening of intro.md, 1 for the title of readme.md
	For      string // what it is for, in one or two sentences
	Example  string // a good one in Markdown, without the heading; about a made-up service
	Source   string // S-numbers, or the template
	Optional bool   // may be left out
	SignIn   bool   // may be left out when users do not sign in

	find  func(page) int // its index among the sections, -1 when it is missing
	wants []want
}

// want is something that a good section holds.
type want struct {
	what string // "numbered steps"
	held func(section) bool
}

// section is one section of a document under a writer's hands.
type section struct {
	d           page
	s           Subject
	first, next int // its lines, without the heading
}

// Sections lists the sections of a template in its order.
func Sections(k Kind) []SectionGuide {
	switch k {
	case KindIntro:
		return introGuide()
	case KindIndependentReadme:
		return readmeGuide(true)
	default:
		return readmeGuide(false)
	}
}

// Heading is the section's heading with its marks, "" for the text at the top.
func (g SectionGuide) Heading() string {
	if g.Title == "" {
		return ""
	}
	return strings.Repeat("#", g.Level) + " " + g.Title
}

// Part says what a SectionState is about.
type Part int

// The parts of a document.
const (
	PartTemplate Part = iota // a section of the template, there or missing
	PartOther                // a section that the template does not have
	PartWhole                // the document as a whole
)

// SectionState is how far one section of a document is.
type SectionState struct {
	Part     Part
	Guide    SectionGuide     // of another section only the title and level
	Present  bool             // it stands in the document
	Needed   bool             // it may not be left out
	Line     int              // of its heading, or of the first text at the top; 0 when it is missing
	End      int              // the line after its last
	Words    int              // how many it has, without the heading
	Missing  []string         // what a good one has and this has not, a few words each
	Blanks   []Blank          // what is still to be written in it
	Findings []checks.Finding // what the rules say about it, by line
}

// Guide says of each section of a document how far it is: first the template's
// in its order, then the others as they stand, and last the document as a whole.
// A nil document has none. s is the connector; its document of this kind is doc.
func Guide(k Kind, doc *checks.File, s Subject) []SectionState {
	var d page
	name := "readme.md"
	if k == KindIntro {
		s.Intro, name = doc, "intro.md"
	} else {
		s.Readme, s.Independent = doc, k == KindIndependentReadme
	}
	if doc != nil {
		d, name = parse(doc.Name, doc.Data), doc.Name
	} else {
		d = parse(name, nil)
	}
	states := states(k, d, s)
	report := Judge(s)
	report.Sort()
	for _, f := range report.Findings {
		if f.Place.File == name {
			state := belongs(states, f)
			state.Findings = append(state.Findings, f)
		}
	}
	for _, b := range d.blanks() {
		place := d.byteAt(b.line, b.at)
		state := on(states, place.Line)
		state.Blanks = append(state.Blanks, Blank{place.Line, place.Column, b.text})
	}
	return states
}

func states(k Kind, d page, s Subject) []SectionState {
	var all []SectionState
	taken := map[int]bool{}
	for _, g := range Sections(k) {
		state := SectionState{Guide: g, Needed: !g.Optional && !(g.SignIn && s.AuthKnown && !s.NeedsAuth)}
		i := g.find(d)
		switch {
		case g.Title == "":
			state.atTop(d, s, g)
		case i >= 0 && !taken[i]:
			taken[i] = true
			state.fill(d, s, i)
		}
		if !state.Present {
			for _, w := range g.wants {
				state.Missing = append(state.Missing, w.what)
			}
		}
		all = append(all, state)
	}
	end := 0
	for i, x := range d.sections {
		switch {
		case taken[i]:
			end = max(end, d.end(i))
		case x.Level > 0 && x.Level <= 2 && x.Line > end && !slices.ContainsFunc(all, func(t SectionState) bool { return t.holds(x.Line) }):
			state := SectionState{Part: PartOther, Guide: SectionGuide{Title: x.Title, Level: x.Level}}
			state.fill(d, s, i)
			all = append(all, state)
			end = d.end(i)
		}
	}
	whole := SectionState{Part: PartWhole, Present: d.text != nil, Needed: true}
	if whole.Present {
		whole.Line, whole.End, whole.Words = 1, len(d.lines)+1, d.words(0, len(d.lines))
	}
	return append(all, whole)
}

// fill says of section i of the document how far it is.
func (t *SectionState) fill(d page, s Subject, i int) {
	x := d.sections[i]
	t.Present, t.Line, t.End = true, x.Line, d.end(i)+1
	t.weigh(section{d, s, x.first, d.end(i)})
}

// atTop is about the text above the first section, with a title if there is one.
func (t *SectionState) atTop(d page, s Subject, g SectionGuide) {
	first, end := 0, len(d.lines)
	titled := false
	for _, x := range d.sections {
		if x.Level == 0 {
			continue
		}
		if titled || !topTitle(g, x) {
			end = x.Line - 1
			break
		}
		titled, first = true, x.first
	}
	if blank(join(d.lines[:end])) {
		return
	}
	t.Present, t.Line, t.End = true, firstText(join(d.lines[:end]), 1), end+1
	t.weigh(section{d, s, min(first, end), end})
}

// topTitle tells whether a heading is the document's title and no section of
// the template. In a readme it may have the wrong level.
func topTitle(g SectionGuide, x Section) bool {
	if g.Level == 0 {
		return x.Level == 1 && !wantedTitle(x.words)
	}
	return !slices.ContainsFunc(readmeParts, func(p readmePart) bool { return x.Level > 1 && p.Role.announced(x.words) })
}

func (t *SectionState) weigh(x section) {
	t.Words = x.d.words(x.first, x.next)
	for _, w := range t.Guide.wants {
		if !w.held(x) {
			t.Missing = append(t.Missing, w.what)
		}
	}
}

func (t SectionState) holds(line int) bool { return t.Present && t.Line <= line && line < t.End }

// on is the section that a line stands in; the document as a whole is the last.
func on(states []SectionState, line int) *SectionState {
	for i := range states {
		if states[i].holds(line) {
			return &states[i]
		}
	}
	return &states[len(states)-1]
}

// introOpening begins the IDs of the rules about the text at the top.
const introOpening = "IntroOpening"

// belongs is the section that a finding is about: the one that its pointer
// names, or the one it stands in.
func belongs(states []SectionState, f checks.Finding) *SectionState {
	for i, t := range states {
		if h := t.Guide.Heading(); t.Part == PartTemplate && h != "" && f.Place.Pointer == h {
			return &states[i]
		}
	}
	switch {
	case strings.HasPrefix(f.Rule, introOpening), f.Rule == readmeTitle.ID, f.Rule == readmeDescription.ID:
		return &states[0]
	case f.Place.Line == 0:
		return &states[len(states)-1]
	}
	return on(states, f.Place.Line)
}

// The wants that several sections have.

func steps(least int) want {
	return want{"numbered steps", func(x section) bool {
		n := 0
		for _, l := range x.d.lines[x.first:x.next] {
			if !l.Fenced && numbered(l.Text) {
				n++
			}
		}
		return n >= least
	}}
}

func atLeast(words int, what string) want {
	return want{what, func(x section) bool { return x.d.words(x.first, x.next) >= words }}
}

func linked(what string) want {
	return want{what, func(x section) bool {
		return x.any(span.leadsOut)
	}}
}

func pictured() want {
	return want{"a picture", func(x section) bool { return x.any(span.isPicture) }}
}

// mentioned is held by a section with a word that begins so.
func mentioned(what string, words ...string) want {
	return want{what, func(x section) bool {
		text := " " + normal(join(x.d.lines[x.first:x.next]))
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, " "+w) })
	}}
}

func (x section) any(such func(span) bool) bool {
	for _, p := range x.d.within(x.first, x.next) {
		if slices.ContainsFunc(p.spans, such) {
			return true
		}
	}
	return false
}

// operationNamed is held by a section that names an action or trigger of the
// connector, or by any when it has none.
func operationNamed() want {
	return want{"a popular action or trigger", func(x section) bool {
		if len(x.s.Operations) == 0 {
			return true
		}
		told := tells(x.d.lines[x.first:x.next])
		return slices.ContainsFunc(x.s.Operations, told.about)
	}}
}

// everyOperation is held by a section that names all of them.
func everyOperation() want {
	return want{"every action and trigger", func(x section) bool {
		told := tells(x.d.lines[x.first:x.next])
		return !slices.ContainsFunc(x.s.Operations, func(o *swagger.Operation) bool { return !told.about(o) })
	}}
}

// statusCode is held by a section with an HTTP status code of an error.
func statusCode() want {
	return want{"an error as users see it, such as 401 or 429", func(x section) bool {
		for w := range strings.FieldsSeq(normal(join(x.d.lines[x.first:x.next]))) {
			if len(w) == 3 && (w[0] == '4' || w[0] == '5') && digits(w) {
				return true
			}
		}
		return false
	}}
}

func sentencesAtMost(n int) want {
	return want{fmt.Sprintf("at most %d sentences", n), func(x section) bool {
		count := 0
		for _, b := range x.d.opening() {
			count += len(b.sentences())
		}
		return count <= n
	}}
}
