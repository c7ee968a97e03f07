// Package prose judges the two Markdown files of a connector: intro.md, which
// becomes part of Microsoft's public documentation and must follow a template
// (S63–S84), and readme.md, which stands in the open-source repository. It
// keeps both templates, by which documents are judged and drafted.
package prose

import (
	"bytes"
	"sort"
	"sync"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/markdown"
	"github.com/certwiz/certwiz/checks/swagger"
)

// Subject is a connector's documents and what is known around them.
type Subject struct {
	Intro, Readme *checks.File // nil: not there
	Description   string       // info.description of the swagger
	NeedsAuth     bool         // users must sign in; valid when AuthKnown
	AuthKnown     bool
	Operations    []*swagger.Operation // those that users see
	Repository    bool                 // judged as a folder of the repository, which does without intro.md
	Independent   bool                 // an independent publisher attaches no intro.md
	// Files names what lies in the documents' folder, relative to it and with
	// slashes; "images/" stands for a folder with whatever is in it. Nil means not
	// known: links to files are not checked then.
	Files []string
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
		{Rule: sectionRepeated, Judge: p.onIntro(p.sectionRepeated)},
		{Rule: introMarks, Judge: p.onIntro(p.introMarks)},
		{Rule: credentialsSteps, Judge: p.onIntro(p.credentialsSteps)},
		{Rule: credentialsLink, Judge: p.onIntro(p.credentialsLink)},
		{Rule: startedSteps, Judge: p.onIntro(p.startedSteps)},
		{Rule: startedImages, Judge: p.onIntro(p.startedImages)},
		{Rule: introLeftovers, Judge: p.onIntro(p.leftovers)},
		{Rule: introOperations, Judge: p.onIntro(p.introOperations)},
		{Rule: introIsReadme, Judge: p.onIntro(p.introIsReadme)},
		{Rule: introLinks, Judge: p.onIntro(p.links)},
		{Rule: introLinkText, Judge: p.onIntro(p.linkText)},
		{Rule: introFiles, Judge: p.onIntro(p.filesOfIntro)},
		{Rule: introLanguage, Judge: p.onIntro(p.language)},
		{Rule: introLength, Judge: p.onIntro(p.introLength)},
		{Rule: readmeMissing, Judge: p.readmeMissing},
		{Rule: readmeName, Judge: p.onReadme(p.readmeName)},
		{Rule: readmeEncoding, Judge: p.anyReadme(p.encoding)},
		{Rule: readmeTitle, Judge: p.onReadme(p.readmeTitle)},
		{Rule: readmeDescription, Judge: p.onReadme(p.readmeDescription)},
		{Rule: readmeSections, Judge: p.onReadme(p.readmeSections)},
		{Rule: readmeDeployment, Judge: p.onReadme(p.readmeDeployment)},
		{Rule: readmeWording, Judge: p.onReadme(p.readmeWording)},
		{Rule: readmeOperationHeadings, Judge: p.onReadme(p.readmeOperationHeadings)},
		{Rule: readmeOrder, Judge: p.onReadme(p.readmeOrder)},
		{Rule: readmeEmptySection, Judge: p.onReadme(p.readmeEmptySection)},
		{Rule: readmeLeftovers, Judge: p.onReadme(p.leftovers)},
		{Rule: readmeOperations, Judge: p.onReadme(p.readmeOperations)},
		{Rule: readmeProducts, Judge: p.onReadme(p.readmeProducts)},
		{Rule: readmeBlankLines, Judge: p.onReadme(p.readmeBlankLines)},
		{Rule: readmeMarks, Judge: p.onReadme(p.readmeMarks)},
		{Rule: readmeLinks, Judge: p.onReadme(p.links)},
		{Rule: readmeFiles, Judge: p.onReadme(p.files)},
		{Rule: readmeLanguage, Judge: p.onReadme(p.language)},
		{Rule: readmeLength, Judge: p.onReadme(p.readmeLength)},
	}...)
}

// subject is a connector's documents, parsed when the first rule asks.
type subject struct {
	Subject
	intro, readme func() page
}

func once(d *checks.File) func() page {
	return sync.OnceValue(func() page {
		if d == nil {
			return page{}
		}
		return parse(d.Name, d.Data)
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
	read     *markdown.Text
	lines    []markdown.Line
	sections []Section
	passages func() []passage // taken apart when the first rule asks
	anchors  func() map[string]bool
}

func parse(name string, text []byte) page {
	read := markdown.Read(text)
	sections := outline(read)
	return page{
		name: name, text: text, read: read, lines: read.Lines, sections: sections,
		passages: sync.OnceValue(func() []passage { return passages(read) }),
		anchors:  sync.OnceValue(func() map[string]bool { return anchors(sections, string(text)) }),
	}
}

// utf16 tells whether the document begins with a byte order mark of UTF-16.
func (d page) utf16() bool {
	return bytes.HasPrefix(d.text, []byte("\xff\xfe")) || bytes.HasPrefix(d.text, []byte("\xfe\xff"))
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

// end is the index of the line after section i and everything below it.
func (d page) end(i int) int {
	for _, s := range d.sections[i+1:] {
		if s.Level <= d.sections[i].Level {
			return s.Line - 1
		}
	}
	return len(d.lines)
}

// within are the passages that begin on lines[first:next].
func (d page) within(first, next int) []passage {
	all := d.passages()
	from := sort.Search(len(all), func(n int) bool { return all[n].First >= first })
	to := sort.Search(len(all), func(n int) bool { return all[n].First >= next })
	return all[from:max(from, to)]
}
