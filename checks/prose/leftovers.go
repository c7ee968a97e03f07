package prose

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
)

func (p subject) encoding(d page, r *checks.Reporter) {
	switch {
	case d.utf16():
		r.At(d.at(0), "%s is UTF-16, not UTF-8", d.name)
	case bytes.IndexByte(d.text, 0) >= 0:
		r.At(d.at(1+bytes.Count(d.text[:bytes.IndexByte(d.text, 0)], []byte("\n"))), "%s holds a NUL byte: it is not a text", d.name)
	case !utf8.Valid(d.text):
		line := 1
		for l := range bytes.SplitSeq(d.text, []byte("\n")) {
			if !utf8.Valid(l) {
				break
			}
			line++
		}
		r.At(d.at(line), "%s is not UTF-8 from this line on", d.name)
	}
}

var introLeftovers = leftoversRule("IntroTemplateText", "intro.md", "S69, S70", templatePage)

// readmeLeftovers is a warning about the template's headings, see inHeading.
var readmeLeftovers = leftoversRule("ReadmeTemplateText", "readme.md", "template of microsoft/PowerPlatformConnectors; asked for in 2 reviews", readmePage)

func leftoversRule(id, file, source, link string) checks.Rule {
	return checks.Rule{
		ID: id, Severity: checks.Error, Origin: checks.Engineers, Subject: "prose",
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
var templateHeadings = map[string]bool{"title": true, "operation 1": true, "operation 2": true, "publishers name": true}

func (p subject) leftovers(d page, r *checks.Reporter) {
	for _, s := range d.sections {
		if templateHeadings[s.words] {
			r.At(d.under(s.Title, s.Line), "the heading %q is the template's", s.Title)
			inHeading(r)
		}
		if only := strings.Trim(strings.ToLower(strings.TrimSpace(s.Body)), ".:*_ "); oneOf(only, bareSentences) {
			left := clip(strings.TrimSpace(s.Body))
			r.At(d.under(left, firstText(s.Body, s.first)), "only the template's sentence is here: %s", left)
		}
	}
	if !suspect(string(d.text)) {
		return
	}
	for i, l := range d.lines {
		if l.code {
			continue
		}
		if found := leftover(l.text); found != "" {
			r.At(d.under(clip(found), i+1), "template text is left: %s", clip(found))
			if strings.HasPrefix(found, "#") {
				inHeading(r)
			}
		}
	}
}

// inHeading makes a warning of what was found in a heading of a readme: engineers
// ask for it, and 20 of 667 published readmes have one with finished text below.
func inHeading(r *checks.Reporter) {
	if f := r.Last(); f.Rule == readmeLeftovers.ID {
		f.Severity = checks.Warning
	}
}

// suspect tells whether a text holds anything that leftover looks for; most
// don't, and need no look at every line.
func suspect(text string) bool {
	small := strings.ToLower(text)
	holds := func(s string) bool { return strings.Contains(small, s) }
	return slices.ContainsFunc(templateSentences, holds) || slices.ContainsFunc(openers, holds) || slices.ContainsFunc(unfinished, func(s string) bool { return strings.Contains(text, s) })
}

// openers begin a placeholder that ends with a bracket.
var openers = []string{"[insert ", "[insert:", "<insert ", "[todo", "[tbd"}

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

// leftover is the template's text or the placeholder in a line, "" for none.
func leftover(text string) string {
	small := strings.ToLower(text)
	for _, s := range templateSentences {
		if strings.Contains(small, s) {
			return strings.TrimSpace(text)
		}
	}
	if found := placeholder(text, small); found != "" {
		return found
	}
	for _, word := range unfinished {
		if mentions(text, word) {
			return strings.TrimSpace(text)
		}
	}
	return ""
}

// placeholder finds "[Insert …]", "<insert …>" and "[TODO …]"; a link whose
// text begins so is none.
func placeholder(text, small string) string {
	if len(small) != len(text) {
		text = small // a letter whose small form has another length
	}
	for _, open := range openers {
		i := strings.Index(small, open)
		if i < 0 {
			continue
		}
		end := strings.IndexAny(text[i:], "]>")
		if end < 0 {
			return text[i:]
		}
		if after := text[i+end+1:]; strings.HasPrefix(after, "(") || strings.HasPrefix(after, "[") {
			continue
		}
		return text[i : i+end+1]
	}
	return ""
}

// clip shortens a text for a message.
func clip(s string) string {
	const most = 60
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most-1]) + "…"
}
