package prose

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/text"
)

func (p subject) encoding(d page, r *checks.Reporter) {
	switch {
	case d.utf16():
		r.Report(d.at(0), "%s is UTF-16, not UTF-8", d.name)
	case bytes.IndexByte(d.text, 0) >= 0:
		r.Report(d.at(1+bytes.Count(d.text[:bytes.IndexByte(d.text, 0)], []byte("\n"))), "%s holds a NUL byte: it is not a text", d.name)
	case !utf8.Valid(d.text):
		line := 1
		for l := range bytes.SplitSeq(d.text, []byte("\n")) {
			if !utf8.Valid(l) {
				break
			}
			line++
		}
		r.Report(d.at(line), "%s is not UTF-8 from this line on", d.name)
	}
}

var introLeftovers = leftoversRule("IntroTemplateText", "intro.md", "S69, S70", templatePage)

// readmeLeftovers is a warning about the template's headings, see inHeading.
var readmeLeftovers = leftoversRule("ReadmeTemplateText", "readme.md", "template of microsoft/PowerPlatformConnectors; asked for in 2 reviews", readmePage)

func leftoversRule(id, file, source, link string) checks.Rule {
	return checks.Rule{
		ID: id, Severity: checks.Error, Origin: checks.Engineers, Subject: checks.SubjectProse,
		Meaning: fmt.Sprintf("No sentence of the template and no placeholder is left in %s.", file),
		Fix:     "Replace it with your own text, or remove it.",
		Source:  source, Link: link,
		Bad:  "## FAQ\n[Insert questions and answers]",
		Good: "## FAQ\n**Is there a trial?** Yes, for 30 days.",
	}
}

// templateSentences begin the sentences of Microsoft's templates for intro.md
// (first seven) and readme.md, in small letters.
var templateSentences = []string{
	"provide a detailed description here",
	"provide a detailed description of the value",
	"provide information about any prerequisites",
	"provide detailed information about how a user can get credentials",
	"should provide users with a step-by-step process for getting started",
	"include as many known issues and limitations as possible",
	"highlight errors that are likely to occur",
	"provide a breakdown of frequently asked questions",
	"publisher: publisher's name",
	"publisher: publisher’s name",
	"required. describe actions, triggers, and other endpoints",
	"required. any plans or licenses, tools required",
	"required. explain the authentication method",
	"required. add instructions on how to deploy",
	"lorem ipsum dolor",
}

// bareSentences are sentences that many finished texts keep as well: they are
// left over only where nothing follows them in their section.
var bareSentences = []string{
	"you will need the following to proceed",
	"provide a detailed description",
}

// templateHeadings are whole headings of the readme's template, in normal form.
var templateHeadings = map[string]bool{"title": true, "operation 1": true, "operation 2": true, "publishers name": true, "your connector name": true, "connector name": true, "name of connector": true}

func (p subject) leftovers(d page, r *checks.Reporter) {
	for _, s := range d.sections {
		if templateHeadings[s.words] {
			r.Report(d.pointedAt(s.Title, d.titleAt(s)), "the heading %q is the template's", s.Title)
			inHeading(r)
		}
		if only := strings.Trim(strings.ToLower(strings.TrimSpace(s.Body)), ".:*_ "); oneOf(only, bareSentences) {
			left := clip(strings.TrimSpace(s.Body))
			r.Report(d.under(left, firstText(s.Body, s.first+1)), "only the template's sentence is here: %s", left)
		}
	}
	for i, b := range d.blanks() {
		if i == most {
			r.Report(d.pointedAt(clip(b.text), d.byteAt(b.line, b.at)), "template text is left here and in %d more places", len(d.blanks())-most-1)
			break
		}
		r.Report(d.pointedAt(clip(b.text), d.byteAt(b.line, b.at)), "template text is left: %s", clip(b.text))
		if strings.HasPrefix(strings.TrimSpace(d.lines[b.line].Text), "#") || oftenKept(b.text) {
			inHeading(r)
		}
	}
}

// most is how many findings of one rule a document gets: more help nobody.
const most = 300

func (d page) pointedAt(what string, place checks.Place) checks.Place {
	place.Pointer = what
	return place
}

// inHeading makes a warning of what was found in a heading of a readme: engineers
// ask for it, and 20 of 667 published readmes have one with finished text below.
func inHeading(r *checks.Reporter) {
	if f := r.Last(); f.Rule == readmeLeftovers.ID {
		f.Severity = checks.Warning
	}
}

// oftenKept tells of the sentences by which the readme's template says what is
// required: of 6 pull requests that had one 3 were merged with it. They are
// warnings, too.
func oftenKept(sentence string) bool {
	small := text.Lower(sentence)
	return slices.ContainsFunc(templateSentences, func(s string) bool { return strings.HasPrefix(s, "required. ") && strings.Contains(small, s) })
}

// Blank is a place of a document that is still to be written: a placeholder
// such as "[Insert the answer]", a sentence of the template, a "TODO".
type Blank struct {
	Line, Column int    // from 1; the column in characters
	Text         string // the placeholder, or the line that holds it
}

// Blanks lists what is still to be written in a document, in its order.
func Blanks(text []byte) []Blank {
	d := parse("", text)
	var out []Blank
	for _, b := range d.blanks() {
		place := d.byteAt(b.line, b.at)
		out = append(out, Blank{place.Line, place.Column, b.text})
	}
	return out
}

// left is template text or a placeholder: from byte at of a line, by its index.
type left struct {
	line, at int
	text     string
}

func (d page) blanks() []left {
	if !suspect(string(d.text)) {
		return nil
	}
	var out []left
	for i, l := range d.lines {
		if l.Code {
			continue
		}
		if at, found := leftover(l.Text); found != "" {
			out = append(out, left{i, at, found})
			continue
		}
		for _, p := range placeholders(l.Text) {
			out = append(out, left{i, p.start, l.Text[p.start:p.end]})
		}
	}
	return out
}

// suspect tells whether a text holds anything that leftover looks for; most
// don't, and need no look at every line.
func suspect(text string) bool {
	small := strings.ToLower(text)
	holds := func(s string) bool { return strings.Contains(small, s) }
	return slices.ContainsFunc(templateSentences, holds) || slices.ContainsFunc(openers, holds) || slices.ContainsFunc(unfinished, func(s string) bool { return strings.Contains(text, s) })
}

// openers begin a placeholder that ends with a bracket.
var openers = []string{"[insert ", "[insert:", "<insert ", "{insert ", "[todo", "[tbd"}

// unfinished are the words with which authors mark what is still to be done.
var unfinished = []string{"TODO", "TBD", "FIXME"}

// oneOf tells whether a text is a single line that begins with one of these.
func oneOf(text string, sentences []string) bool {
	if strings.Contains(text, "\n") {
		return false
	}
	for _, s := range sentences {
		if strings.HasPrefix(text, s) {
			return true
		}
	}
	return false
}

// leftover is the template's sentence in a line, or the word that marks a line
// as unfinished, and where it begins; "" for none. Placeholders are found by placeholders.
func leftover(line string) (at int, found string) {
	small := text.Lower(line)
	for _, s := range templateSentences {
		if i := strings.Index(small, s); i >= 0 {
			return i, strings.TrimSpace(line)
		}
	}
	if len(placeholders(line)) > 0 {
		return 0, ""
	}
	for _, word := range unfinished {
		if i := mention(line, word); i >= 0 && marks(line, i, word) {
			return i, strings.TrimSpace(line)
		}
	}
	return 0, ""
}

// marks reports whether a word marks a line as unfinished: it begins the line, a
// colon follows, or it stands in brackets. In a sentence it may be the service's word, as a TODO list.
func marks(text string, at int, word string) bool {
	before := strings.TrimRight(text[:at], " \t#>*-_")
	after := strings.TrimLeft(text[at+len(word):], "*_ ")
	return before == "" && !namesList(after) || strings.HasPrefix(after, ":") || after == "" || strings.ContainsAny(before[max(0, len(before)-1):], "[({<:")
}

// namesList reports whether a text goes on as the name of a list would.
func namesList(after string) bool {
	for _, word := range []string{"list", "item", "task", "app", "api"} {
		if len(after) >= len(word) && strings.EqualFold(after[:len(word)], word) {
			return true
		}
	}
	return false
}

type stretch struct{ start, end int }

// placeholders finds "[Insert …]", "<insert …>" and "[TODO …]" in a line, with
// others inside as one; a link whose words begin so is none.
func placeholders(line string) []stretch {
	small := text.Lower(line)
	var out []stretch
	flat := false // a bracket was not closed: look for no more pairs
	for at := 0; at < len(line); {
		i := strings.IndexAny(small[at:], "[<{")
		if i < 0 {
			break
		}
		at += i
		if !slices.ContainsFunc(openers, func(o string) bool { return strings.HasPrefix(small[at:], o) }) {
			at++
			continue
		}
		length := 0
		if line[at] == '[' && !flat {
			length = paired(line[at:])
			flat = length == 0
		}
		if length == 0 {
			length = strings.IndexAny(line[at:], "]>}") + 1
		}
		if length == 0 {
			return append(out, stretch{at, len(line)})
		}
		end := at + length
		if after := line[end:]; !strings.HasPrefix(after, "(") && !strings.HasPrefix(after, "[") {
			out = append(out, stretch{at, end})
		}
		at = end
	}
	return out
}

// paired is the length of a text from its opening bracket to the one that closes
// it, 0 for none.
func paired(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// breaks replaces the line breaks and tabs that a message can do without.
var breaks = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ", "\v", " ", "\f", " ", "\u0085", " ", "\u2028", " ", "\u2029", " ")

// clip shortens a text for a message, and keeps it on one line.
func clip(s string) string { return shorten(s, 60) }

// whole is an address as it is to be typed, on one line; only absurd ones are
// shortened.
func whole(s string) string { return shorten(s, 400) }

func shorten(s string, most int) string {
	s = strings.TrimSpace(breaks.Replace(text.Prefix(s, longestName)))
	return text.Cut(s, most)
}
