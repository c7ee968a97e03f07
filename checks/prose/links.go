package prose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
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
			shown := clip(x.text[s.start:s.end])
			r.At(d.pointedAt(shown, d.in(x, s.start)), "%q %s", shown, f.what)
			r.Last().Fix = f.fix
		}
		if at := lostLink(x); at >= 0 {
			r.At(d.pointedAt(clip(x.text[at:]), d.in(x, at)), "%q is no link", clip(x.text[at:min(len(x.text), at+len("click here"))]))
			r.Last().Fix = "Link the page, and name it: [create an account](https://…)."
		}
	}
}

// wrong is what is wrong with a link or picture.
func (p subject) wrong(d page, x passage, s span) (fault, bool) {
	if s.slip != noSlip {
		words := whole(x.text[s.from:s.to])
		f := slipped(words, s)
		if x.text[s.start] == '!' {
			f.fix = strings.Replace(f.fix, "Write [", "Write ![", 1)
			f.what = strings.Replace(f.what, "no link", "no picture", 1)
		}
		return f, true
	}
	switch s.kind {
	case linkSpan:
		if words := x.text[s.from:s.to]; !worded(words) && blank(strings.Trim(words, "*_` ")) {
			return fault{"has no words to select", fmt.Sprintf("Write what the page is about: [words](%s)", whole(s.address))}, true
		}
		if anchor, ok := strings.CutPrefix(s.address, "#"); ok && anchor != "" {
			return p.lost(d, anchor)
		}
		return broken(s.address)
	case imageSpan:
		return broken(s.address)
	case tagSpan:
		if s.address != "" && !strings.HasPrefix(s.address, "#") {
			return broken(s.address)
		}
	case addressSpan:
		return inText(s.address)
	}
	return fault{}, false
}

// slipped says what keeps something from being a link.
func slipped(words string, s span) fault {
	written := fmt.Sprintf("Write [%s](%s)", words, whole(s.address))
	switch s.slip {
	case spaced:
		return fault{"is no link: a blank stands between the brackets", written}
	case unclosed:
		return fault{"is no link: the round bracket is not closed", written}
	case swapped:
		return fault{"is no link: the brackets are the wrong way round", written}
	case gapped:
		return gap(words, s.address)
	case unnamed:
		return fault{fmt.Sprintf("is no link: no line of the document says what [%s] is", whole(s.address)),
			fmt.Sprintf("Write [%s](https://address), or add a line [%s]: https://address", words, whole(s.address))}
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
	at := strings.Index(strings.ToLower(clipBytes(x.text)), "click here")
	if at < 0 || at+len("click here") < len(x.text) && letterOrDigit(rune(x.text[at+len("click here")])) {
		return -1
	}
	if slices.ContainsFunc(x.spans, func(s span) bool { return s.kind != codeSpan && s.address != "" }) {
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
			words := x.text[s.from:s.to]
			shown := clip(x.text[s.start:s.end])
			switch {
			case s.kind == linkSpan && emptyWords[normal(words)]:
				r.At(d.pointedAt(shown, d.in(x, s.from)), "the words %q of a link do not say where it leads", clip(words))
			case s.kind == imageSpan && s.slip == noSlip && x.text[s.start] == '!' && blank(words):
				r.At(d.pointedAt(shown, d.in(x, s.start)), "the picture %s has no text for those who can't see it", clip(s.address))
				r.Last().Fix = fmt.Sprintf("Say what it shows: ![the finished flow](%s)", whole(s.address))
			}
		}
	}
}
