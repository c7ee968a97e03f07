package prose

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
)

var (
	introLanguage  = languageRule("IntroLanguage", "intro.md", "S65", templatePage)
	readmeLanguage = languageRule("ReadmeLanguage", "readme.md", "ValueMustBeInEnglish, which is about the swagger", readmePage)
)

func languageRule(id, file, source, link string) checks.Rule {
	return checks.Rule{
		ID: id, Severity: checks.Warning, Origin: checks.Practice, Subject: checks.SubjectProse,
		Meaning: fmt.Sprintf("%s is written in English.", file),
		Fix:     "Write it in English; another language may follow below.",
		Source:  source, Link: link,
		Bad:  "# Contoso\nMit diesem Konnektor werden Rechnungen von jeder App aus geschrieben und verschickt, und er sagt Ihnen, wenn eine Rechnung bezahlt ist und wer sie noch nicht bezahlt hat.",
		Good: "# Contoso\nWith this connector invoices are written and sent from any app, and it tells you when an invoice is paid and who has not paid yet.",
	}
}

// enough is how many words a text has at least to tell its language by.
const enough = 20

// language looks at each section's text by itself, for some documents begin in
// English. Code, links and names of operations tell nothing.
func (p subject) language(d page, r *checks.Reporter) {
	for _, s := range d.sections {
		var text strings.Builder
		var first passage
		for _, x := range d.within(s.first, s.next) {
			if text.Len() == 0 {
				first = x
			}
			text.WriteString(x.plain.text)
			text.WriteByte('\n')
		}
		language, foreign := foreign(text.String())
		if !foreign {
			continue
		}
		what := "the opening"
		if s.Title != "" {
			what = fmt.Sprintf("%q", clip(s.Title))
		}
		if language == "" {
			r.Report(d.begin(first), "%s does not look like English", what)
		} else {
			r.Report(d.begin(first), "%s looks like %s", what, language)
		}
		return
	}
}

// foreign tells whether a text is in another language than English, and which
// if that is sure.
func foreign(text string) (language string, foreign bool) {
	if language, foreign := script(text); foreign {
		return language, true
	}
	small, hits := smallWords(), make([]int, len(tongues))
	english := 0
	different := map[string]bool{}
	words := 0
	for w := range strings.FieldsSeq(strings.ToLower(text)) {
		words++
		w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
		languages, known := small[w]
		if !known {
			continue
		}
		if len(languages) == 0 {
			english++
			continue
		}
		different[w] = true
		for _, i := range languages {
			hits[i]++
		}
	}
	best := slices.Index(hits, slices.Max(hits))
	n := hits[best]
	if words < enough || n*100 < 14*words || n < 3*english+4 || len(different) < 4 {
		return "", false
	}
	for i, h := range hits {
		if i != best && h*4 > n*3 {
			return "", true
		}
	}
	return tongues[best].name, true
}

// scripts are writings that a language has alone, or nearly so.
var scripts = []struct {
	table *unicode.RangeTable
	name  string
}{
	{unicode.Hiragana, "Japanese"}, {unicode.Katakana, "Japanese"}, {unicode.Hangul, "Korean"}, {unicode.Han, "Chinese"}, {unicode.Greek, "Greek"},
	{unicode.Hebrew, "Hebrew"}, {unicode.Thai, "Thai"}, {unicode.Cyrillic, ""}, {unicode.Arabic, ""}, {unicode.Devanagari, ""},
}

// script tells whether a text is written in other letters than English, and
// which language has them.
func script(text string) (language string, foreign bool) {
	latin, other := 0, make([]int, len(scripts))
	for _, r := range text {
		if r < utf8.RuneSelf {
			if 'a' <= r|0x20 && r|0x20 <= 'z' {
				latin++
			}
			continue
		}
		for i, s := range scripts {
			if unicode.Is(s.table, r) {
				other[i]++
				break
			}
		}
	}
	all := 0
	for _, n := range other {
		all += n
	}
	if all < enough || all < latin {
		return "", false
	}
	if kana := other[0] + other[1]; kana*10 > all { // Japanese has Chinese characters, too
		return scripts[0].name, true
	}
	return scripts[slices.Index(other, slices.Max(other))].name, true
}
