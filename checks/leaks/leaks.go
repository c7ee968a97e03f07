// Package leaks finds what must not be in a public repository: keys, tokens,
// passwords, the addresses of private machines, and the e-mail addresses and
// phone numbers of real people in examples and defaults. It walks each file
// once. A rule that fires on a good placeholder is worse than none, since
// people then stop writing placeholders; so every doubt counts for the file.
// No message repeats a value: it shows four characters and the length.
package leaks

import (
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

type node = jsontree.Node

// File is one file to be searched: a parsed one, or any text.
type File struct {
	Name string         // as on disk, for places
	Tree *jsontree.Tree // a JSON file; nil for any other
	Text string         // the whole text of any other file
	// Settings says that the file is apiProperties.json, where everything
	// counts; in a definition client IDs count in defaults only.
	Settings bool
}

// Subject is what is searched.
type Subject struct {
	Files  []File
	Unread string // why not all of the connector could be searched, "" when it was
}

// unread says why something may not have been seen, "" when all was.
func (s Subject) unread() string {
	for _, f := range s.Files {
		if f.Tree != nil && f.Tree.Damaged() {
			return "only part of " + f.Name + " could be read"
		}
	}
	return s.Unread
}

// Judge searches the files.
func Judge(s Subject) checks.Report { return checks.Run(table(s)) }

// Rules lists the descriptions of all rules of this room.
func Rules() []checks.Rule { return checks.Rules(table(Subject{})) }

// hit is a value that was found, and where.
type hit struct {
	what   string // "an AWS access key"
	value  string
	name   string // the member or parameter it is the value of, "" in texts
	places []checks.Place
}

func table(s Subject) []checks.Check {
	// All rules look at the same walk, made when the first asks.
	found := sync.OnceValue(func() map[string][]hit { return search(s.Files) })
	var all []checks.Check
	for _, rule := range []checks.Rule{token, secretValue, urlSecret, clientID, privateHost, email, phone} {
		rule.Subject = checks.SubjectLeaks
		all = append(all, checks.Check{Rule: rule, Judge: func(r *checks.Reporter) {
			for _, h := range found()[rule.ID] {
				report(r, h)
			}
			why := s.unread()
			switch {
			case why == "" || r.Last() != nil:
			case rule.ID == token.ID:
				r.Unknown(why)
			default: // one line about what was not seen is enough
				r.Skip("not searched whole, see " + token.ID + ": " + why)
			}
		}})
	}
	return all
}

// report says one value, with all its places.
func report(r *checks.Reporter, h hit) {
	in := ""
	if h.name != "" {
		in = jsontree.Quote(h.name) + " holds "
	}
	r.Report(h.places[0], "%swhat looks like %s: %s", in, h.what, Mask(h.value))
	r.Last().More = h.places[1:]
}

// Mask is a value as a message may show it: its first four characters, if it
// is long enough that they give nothing away, and its length.
func Mask(value string) string {
	n := utf8.RuneCountInString(value)
	if n < 12 {
		return fmt.Sprintf("%d characters", n)
	}
	start := string([]rune(value[:min(len(value), 4*utf8.UTFMax)])[:4])
	quoted := jsontree.Quote(start)
	return fmt.Sprintf("%s…` (%d characters)", strings.TrimSuffix(quoted, "`"), n)
}

// maxHits bounds what is kept of one rule; nobody mends more in one go.
const maxHits = 200

// finder collects hits: one for each value, whatever the number of its places.
type finder struct {
	file  File
	urls  bool // there are web addresses in the file
	hits  map[string][]hit
	known map[[2]string]int
	spans *spans // takes every place instead of hits, see Find
}

func search(files []File) map[string][]hit {
	f := finder{hits: map[string][]hit{}, known: map[[2]string]int{}}
	f.search(files)
	return f.hits
}

func (f *finder) search(files []File) {
	for _, file := range files {
		f.file = file
		if file.Tree != nil {
			f.urls = strings.Contains(file.Tree.Text(), "://")
			f.walk(file.Tree.Root(), area{})
			continue
		}
		f.text(file.Text)
	}
}

func (f *finder) add(rule string, h hit, place func() checks.Place) {
	key := [2]string{rule, h.value}
	if i, ok := f.known[key]; ok {
		if same := &f.hits[rule][i]; len(same.places) < maxHits {
			same.places = append(same.places, place())
		}
		return
	}
	if len(f.hits[rule]) >= maxHits {
		return
	}
	f.known[key] = len(f.hits[rule])
	h.places = []checks.Place{place()}
	f.hits[rule] = append(f.hits[rule], h)
}

// text searches a file that is no JSON: only what means a secret by itself.
func (f *finder) text(text string) {
	for at, t := range tokensIn(text) {
		f.foundAt(token.ID, at, t, tokenStretch(text, at, t.value))
	}
	for at, url := range urlsIn(text) {
		for _, s := range f.secretsIn(url) {
			f.foundAt(urlSecret.ID, at, s.found, s.shifted(at))
		}
	}
}

func (f *finder) foundAt(rule string, at int, t found, s stretch) {
	if f.spans != nil {
		f.spans.inText(f.file, rule, t.name, s)
		return
	}
	f.add(rule, hit{what: t.name, value: t.value}, func() checks.Place { return placeIn(f.file, at) })
}

// placeIn is the place of a byte in a text.
func placeIn(f File, offset int) checks.Place {
	before := f.Text[:offset]
	start := strings.LastIndexByte(before, '\n') + 1
	return checks.Place{File: f.Name, Line: strings.Count(before, "\n") + 1, Column: utf8.RuneCountInString(before[start:]) + 1}
}
