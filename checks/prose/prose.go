// Package prose judges the two Markdown files of a connector: intro.md, which
// becomes part of Microsoft's public documentation and must follow a template
// (S63–S84), and readme.md, which stands in the open-source repository. It
// also writes first drafts of both, full of placeholders that its own rules
// find, so that nobody submits one unedited.
package prose

import (
	"bytes"
	"strings"
	"sync"

	"github.com/certwiz/certwiz/checks"
)

// Document is one Markdown file as it was read.
type Document struct {
	Name string // as on disk
	Text []byte
}

// Operation is an action or trigger that users can see.
type Operation struct {
	ID, Summary string
}

// Subject is a connector's documents and what is known around them.
type Subject struct {
	Intro, Readme *Document // nil: not there
	Description   string    // info.description of the swagger
	NeedsAuth     bool      // users must sign in; valid when AuthKnown
	AuthKnown     bool
	Operations    []Operation
	Independent   bool // an independent publisher attaches no intro.md
}

// Judge judges both documents.
func Judge(s Subject) checks.Report { return checks.Run(table(s)) }

// Rules lists the descriptions of all rules of this room.
func Rules() []checks.Rule { return checks.Rules(table(Subject{})) }

func table(s Subject) []checks.Check {
	p := subject{Subject: s, intro: once(s.Intro), readme: once(s.Readme)}
	all := []checks.Check{
		{Rule: introMissing, Judge: p.introMissing},
		{Rule: introEncoding, Judge: p.anyIntro(p.encoding)},
		{Rule: openingMissing, Judge: p.onIntro(p.openingMissing)},
		{Rule: openingParagraphs, Judge: p.onIntro(p.openingParagraphs)},
		{Rule: openingSentences, Judge: p.onIntro(p.openingSentences)},
		{Rule: openingDistinct, Judge: p.onIntro(p.openingDistinct)},
	}
	for _, w := range introSections {
		all = append(all, checks.Check{Rule: w.rule, Judge: p.onIntro(p.sectionPresent(w))})
	}
	return append(all, []checks.Check{
		{Rule: sectionLevel, Judge: p.onIntro(p.sectionLevel)},
		{Rule: sectionEmpty, Judge: p.onIntro(p.sectionEmpty)},
		{Rule: sectionOrder, Judge: p.onIntro(p.sectionOrder)},
		{Rule: credentialsSteps, Judge: p.onIntro(p.credentialsSteps)},
		{Rule: credentialsLink, Judge: p.onIntro(p.credentialsLink)},
		{Rule: startedSteps, Judge: p.onIntro(p.startedSteps)},
		{Rule: startedImages, Judge: p.onIntro(p.startedImages)},
		{Rule: introLeftovers, Judge: p.onIntro(p.leftovers)},
		{Rule: introOperations, Judge: p.onIntro(p.introOperations)},
		{Rule: introIsReadme, Judge: p.onIntro(p.introIsReadme)},
		{Rule: readmeMissing, Judge: p.readmeMissing},
		{Rule: readmeName, Judge: p.onReadme(p.readmeName)},
		{Rule: readmeEncoding, Judge: p.anyReadme(p.encoding)},
		{Rule: readmeTitle, Judge: p.onReadme(p.readmeTitle)},
		{Rule: readmeDescription, Judge: p.onReadme(p.readmeDescription)},
		{Rule: readmeSections, Judge: p.onReadme(p.readmeSections)},
		{Rule: readmeOrder, Judge: p.onReadme(p.readmeOrder)},
		{Rule: readmeEmptySection, Judge: p.onReadme(p.readmeEmptySection)},
		{Rule: readmeLeftovers, Judge: p.onReadme(p.leftovers)},
		{Rule: readmeOperations, Judge: p.onReadme(p.readmeOperations)},
		{Rule: readmeProducts, Judge: p.onReadme(p.readmeProducts)},
		{Rule: readmeBlankLines, Judge: p.onReadme(p.readmeBlankLines)},
	}...)
}

// subject is a connector's documents, parsed when the first rule asks.
type subject struct {
	Subject
	intro, readme func() page
}

func once(d *Document) func() page {
	return sync.OnceValue(func() page {
		if d == nil {
			return page{}
		}
		return parse(d.Name, d.Text)
	})
}

// onIntro and onReadme run a rule on a document that is a text.
func (p subject) onIntro(judge func(page, *checks.Reporter)) func(*checks.Reporter) {
	return p.anyIntro(legible(judge))
}

func (p subject) onReadme(judge func(page, *checks.Reporter)) func(*checks.Reporter) {
	return p.anyReadme(legible(judge))
}

func legible(judge func(page, *checks.Reporter)) func(page, *checks.Reporter) {
	return func(d page, r *checks.Reporter) {
		if d.utf16() || bytes.IndexByte(d.text, 0) >= 0 {
			r.Skip(d.name + " is not UTF-8 text")
			return
		}
		judge(d, r)
	}
}

func (p subject) anyIntro(judge func(page, *checks.Reporter)) func(*checks.Reporter) {
	return func(r *checks.Reporter) {
		switch {
		case p.Independent:
			r.Skip("only verified publishers attach an intro.md (S36)")
		case p.Intro == nil:
			r.Skip("there is no intro.md")
		default:
			judge(p.intro(), r)
		}
	}
}

func (p subject) anyReadme(judge func(page, *checks.Reporter)) func(*checks.Reporter) {
	return func(r *checks.Reporter) {
		if p.Readme == nil {
			r.Skip("there is no readme.md")
			return
		}
		judge(p.readme(), r)
	}
}

// page is a document taken apart.
type page struct {
	name     string
	text     []byte
	lines    []line
	sections []Section
}

func parse(name string, text []byte) page {
	lines := scan(text)
	return page{name: name, text: text, lines: lines, sections: outline(lines)}
}

// utf16 tells whether the document begins with a byte order mark of UTF-16.
func (d page) utf16() bool {
	return bytes.HasPrefix(d.text, []byte("\xff\xfe")) || bytes.HasPrefix(d.text, []byte("\xfe\xff"))
}

// at is a place in the document; line 0 is the document as a whole.
func (d page) at(line int) checks.Place {
	p := checks.Place{File: d.name, Line: line}
	if line > 0 {
		p.Column = 1
	}
	return p
}

// under is a place that belongs to one heading or text; as its pointer it tells
// findings of the same rule apart, also when the document lacks the heading.
func (d page) under(what string, line int) checks.Place {
	p := d.at(line)
	p.Pointer = what
	return p
}

// says tells whether section i, or one below it, has a word in it.
func (d page) says(i int) bool {
	if worded(d.sections[i].Body) {
		return true
	}
	for _, s := range d.sections[i+1:] {
		if s.Level <= d.sections[i].Level {
			return false
		}
		if s.words != "" || worded(s.Body) {
			return true
		}
	}
	return false
}

// whole is the text of section i and of everything below it.
func (d page) whole(i int) string {
	parts := []string{d.sections[i].Body}
	for _, s := range d.sections[i+1:] {
		if s.Level <= d.sections[i].Level {
			break
		}
		parts = append(parts, s.Title, s.Body)
	}
	return strings.Join(parts, "\n")
}
