package prose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/markdown"
	"github.com/certwiz/certwiz/checks/text"
)

var (
	introLinks  = linksRule("IntroLinkBroken", "intro.md", "S65, S76", templatePage)
	readmeLinks = linksRule("ReadmeLinkBroken", "readme.md", "CommonMark, links", readmePage)
)

func linksRule(id, file, source, link string) checks.Rule {
	return checks.Rule{
		ID: id, Severity: checks.Warning, Origin: checks.Practice, Subject: checks.SubjectProse,
		Meaning: fmt.Sprintf("What looks like a link in %s is one, and leads to a page that everybody can open.", file),
		Fix:     "Write [words](https://address) without blanks.",
		Source:  source, Link: link,
		Bad:  "# Contoso\nSee [our site] (https://contoso.example).",
		Good: "# Contoso\nSee [our site](https://contoso.example).",
	}
}

// links reports links that are none, and links that lead nowhere.
func (p subject) links(d page, r *checks.Reporter) {
	n := 0
	for _, x := range d.passages() {
		for _, s := range x.spans {
			f, wrong := p.wrong(d, x, s)
			if !wrong {
				continue
			}
			if n++; n > most {
				return
			}
			shown := clip(x.Text[s.Start:s.End])
			r.Report(d.pointedAt(shown, d.in(x, s.Start)), "%q %s", shown, f.what)
			r.Last().Fix = f.fix
		}
		if at := lostLink(x); at >= 0 {
			r.Report(d.pointedAt(clip(x.Text[at:]), d.in(x, at)), "%q is no link", clip(x.Text[at:min(len(x.Text), at+len("click here"))]))
			r.Last().Fix = "Link the page, and name it: [create an account](https://…)."
		}
	}
}

// wrong is what is wrong with a link or picture.
func (p subject) wrong(d page, x passage, s span) (fault, bool) {
	if s.slip != noSlip {
		words := whole(x.Text[s.From:s.To])
		f := slipped(words, s)
		if x.Text[s.Start] == '!' {
			f.fix = strings.Replace(f.fix, "Write [", "Write ![", 1)
			f.what = strings.Replace(f.what, "no link", "no picture", 1)
		}
		return f, true
	}
	switch s.Kind {
	case markdown.Link:
		if words := x.Text[s.From:s.To]; !worded(words) && blank(strings.Trim(words, "*_` ")) {
			return fault{"has no words to select", fmt.Sprintf("Write what the page is about: [words](%s)", whole(s.Address))}, true
		}
		if anchor, ok := strings.CutPrefix(s.Address, "#"); ok && anchor != "" {
			return p.lost(d, anchor)
		}
		return broken(s.Address)
	case markdown.Image:
		return broken(s.Address)
	case markdown.Tag:
		if s.Address != "" && !strings.HasPrefix(s.Address, "#") {
			return broken(s.Address)
		}
	case markdown.Address:
		return inText(s.Address)
	}
	return fault{}, false
}

// slipped says what keeps something from being a link.
func slipped(words string, s span) fault {
	written := fmt.Sprintf("Write [%s](%s)", words, whole(s.Address))
	switch s.slip {
	case spaced:
		return fault{"is no link: a blank stands between the brackets", written}
	case unclosed:
		return fault{"is no link: the round bracket is not closed", written}
	case swapped:
		return fault{"is no link: the brackets are the wrong way round", written}
	case gapped:
		return gap(words, s.Address)
	case unnamed:
		return fault{fmt.Sprintf("is no link: no line of the document says what [%s] is", whole(s.Address)),
			fmt.Sprintf("Write [%s](https://address), or add a line [%s]: https://address", words, whole(s.Address))}
	}
	return fault{"is no link: another link stands in its address", fmt.Sprintf("Write [%s](https://address) with nothing but the address in the round brackets.", words)}
}

// gap is about an address with a blank in it.
func gap(words, address string) fault {
	what := "is no link: its address has a blank in it"
	switch first, _, _ := strings.Cut(address, " "); {
	case addressLike(words) && !addressLike(address):
		return fault{"is no link: words and address are swapped", fmt.Sprintf("Write [%s](%s)", whole(address), words)}
	case addressLike(first) && strings.Contains(address, `"`):
		return fault{what, fmt.Sprintf("Write [%s](%s)", words, whole(first))}
	}
	return fault{what, fmt.Sprintf("Write [%s](%s)", words, whole(strings.Join(strings.Fields(address), "%20")))}
}

// inText judges an address that stands in the text as it is. A private one is
// often an example there.
func inText(address string) (fault, bool) {
	f, wrong := broken(address)
	small := strings.ToLower(address)
	if strings.HasPrefix(small, "www.") && !strings.ContainsAny(address, invisible) || strings.Contains(address, "@") && !addressLike(address) {
		return fault{}, false // both are made links
	}
	return f, wrong
}

// lostLink is where a passage says "click here" without any link, -1 for nowhere.
func lostLink(x passage) int {
	if !strings.Contains(x.Text, "ere") && !strings.Contains(x.Text, "ERE") {
		return -1
	}
	at := strings.Index(text.Lower(text.Prefix(x.Text, longestName)), "click here")
	if at < 0 || at+len("click here") < len(x.Text) && letterOrDigit(rune(x.Text[at+len("click here")])) {
		return -1
	}
	if slices.ContainsFunc(x.spans, func(s span) bool { return s.Address != "" }) {
		return -1
	}
	return at
}

var introLinkText = checks.Rule{
	ID: "IntroLinkText", Severity: checks.Advice, Origin: checks.Documentation, Subject: checks.SubjectProse,
	Meaning: "The words of a link in intro.md say where it leads, and a picture has a text for those who can't see it.",
	Fix:     "Write what the page is about: [create an account](https://…).",
	Source:  "S65; Microsoft's style guide, links", Link: "https://learn.microsoft.com/style-guide/urls-web-addresses",
	Bad:  "To create an account, see [here](https://contoso.example/new).",
	Good: "See [how to create an account](https://contoso.example/new).",
}

// emptyWords are words of links, in normal form, that say nothing.
var emptyWords = map[string]bool{"here": true, "click here": true, "link": true, "this link": true, "this": true, "this page": true, "read more": true, "click": true, "from here": true, "more": true}

func (p subject) linkText(d page, r *checks.Reporter) {
	for _, x := range d.passages() {
		for _, s := range x.spans {
			words := x.Text[s.From:s.To]
			shown := clip(x.Text[s.Start:s.End])
			switch {
			case s.is(markdown.Link) && emptyWords[normal(words)]:
				r.Report(d.pointedAt(shown, d.in(x, s.From)), "the words %q of a link do not say where it leads", clip(words))
			case s.is(markdown.Image) && x.Text[s.Start] == '!' && blank(words):
				r.Report(d.pointedAt(shown, d.in(x, s.Start)), "the picture %s has no text for those who can't see it", clip(s.Address))
				r.Last().Fix = fmt.Sprintf("Say what it shows: ![the finished flow](%s)", whole(s.Address))
			}
		}
	}
}
