package leaks

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// Rules of properties whose places Find lists as well: apiProperties.json
// says a client ID and a client secret in members of their own.
const (
	ClientIDRule     = "ClientIdNotPlaceholder"
	ClientSecretRule = "ClientSecretPresent"
)

// Span is one place of a value that must not be public, to the byte. It does
// not hold the value.
type Span struct {
	Rule  string       // the rule that speaks about it, "" for a value that was asked for
	What  string       // "an AWS access key"
	Place checks.Place // of the text it stands in; in a file that is no JSON, of the value
	// From and To are the value's bytes in the file, as it is written there:
	// in JSON with its escapes and without its quotes.
	From, To int
	Whole    bool // the JSON text holds nothing else
	InLogin  bool // it is the password before a web address's host, where brackets can't stand
}

// maxSpans bounds what Find and FindValues list.
const maxSpans = 2_000

// Find lists every place of what Judge reports, and of the client IDs and
// secrets that properties reports, file by file and in the order of their
// bytes; at most 2,000. Places may overlap where two rules speak of the same
// bytes. A private key's place goes on to its last line.
func Find(s Subject) []Span {
	all := &spans{}
	f := finder{spans: all}
	for _, file := range s.Files {
		from := len(all.list)
		f.search([]File{file})
		if file.Settings && file.Tree != nil {
			all.signIn(file, file.Tree.Root())
		}
		settle(file, all.list[from:])
	}
	return all.list
}

// FindValues lists every place where one of the values stands, in any text of
// a JSON file or anywhere in another; at most 2,000. Names of members and
// comments are not searched.
func FindValues(s Subject, values []string) []Span {
	values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
	all := &spans{}
	for _, file := range s.Files {
		from := len(all.list)
		if file.Tree != nil {
			all.values(file, file.Tree.Root(), values)
		}
		for _, v := range values {
			for at := range occurrences(file.Text, v) {
				all.inText(file, "", "", stretch{at, len(v)})
				if all.full() {
					break
				}
			}
		}
		settle(file, all.list[from:])
	}
	return all.list
}

// settle puts the places of a file in order and, in one that is no JSON, says
// in which line and column they are.
func settle(file File, list []Span) {
	slices.SortStableFunc(list, func(a, b Span) int {
		if a.From != b.From {
			return a.From - b.From
		}
		return b.To - a.To
	})
	if file.Tree != nil {
		return
	}
	line, start, counted := 1, 0, 0
	for i := range list {
		before := file.Text[counted:list[i].From]
		if n := strings.LastIndexByte(before, '\n'); n >= 0 {
			line += strings.Count(before, "\n")
			start = counted + n + 1
		}
		counted = list[i].From
		list[i].Place.Line, list[i].Place.Column = line, column(file.Text[start:counted])
	}
}

// longLine is how much of a line is counted for a column, in bytes; nobody
// looks for the ten thousandth character.
const longLine = 10_000

func column(before string) int {
	return utf8.RuneCountInString(before[:min(len(before), longLine)]) + 1
}

// stretch is a part of a text, in bytes.
type stretch struct{ at, size int }

// shifted is the stretch in a text that begins that many bytes earlier.
func (s stretch) shifted(bytes int) stretch { return stretch{s.at + bytes, s.size} }

// secretPart is a secret and the part of a web address that it is.
type secretPart struct {
	found
	stretch
}

// secretsIn lists the secrets of an address: the first for a report, all of
// them for Find.
func (f *finder) secretsIn(address string) []secretPart {
	all := urlSecrets(address)
	if f.spans == nil && len(all) > 1 {
		return all[:1]
	}
	return all
}

// atEnd is where a text stands that ends with the node's own.
func atEnd(n node, text string) stretch {
	return stretch{len(n.Text()) - len(text), len(text)}
}

// stretchOf is where a part stands in the node's text; all of it when the part
// is not found as it is.
func stretchOf(n node, part string) stretch {
	text := n.Text()
	if i := strings.Index(text, part); i >= 0 {
		return stretch{i, len(part)}
	}
	return stretch{0, len(text)}
}

// hostStretch is where the host stands in a web address.
func hostStretch(address, host string) stretch {
	login := authority(address)
	start := strings.Index(address, "://") + len("://")
	return stretch{start + strings.LastIndexByte(login, '@') + 1, len(host)}
}

// tokenStretch is the part of a token that has to go: without a sign that says
// what follows, and with all lines of a private key.
func tokenStretch(text string, at int, value string) stretch {
	for _, sign := range []string{"AccountKey=", "sig="} {
		if strings.HasPrefix(value, sign) {
			return stretch{at + len(sign), len(value) - len(sign)}
		}
	}
	if strings.HasPrefix(value, "-----BEGIN ") {
		return stretch{at, len(value) + keyRest(text[at+len(value):])}
	}
	return stretch{at, len(value)}
}

// longestKey bounds how far the end of a private key is looked for, in bytes.
const longestKey = 16 << 10

// keyRest is the length of what follows a private key's first line: up to its
// END line, or what could be more of the key where there is none.
func keyRest(rest string) int {
	near := rest[:min(len(rest), longestKey)]
	if end := strings.Index(near, "-----END "); end >= 0 {
		if dashes := strings.Index(near[end+len("-----END "):], "-----"); dashes >= 0 {
			return end + len("-----END ") + dashes + len("-----")
		}
	}
	body := leadingRun(rest, func(c byte) bool { return base64Letter(c) || c == '\n' || c == '\r' })
	return len(strings.TrimRight(rest[:body], "\r\n"))
}

// spans collects places.
type spans struct{ list []Span }

func (l *spans) full() bool { return len(l.list) >= maxSpans }

func (l *spans) add(s Span) {
	if !l.full() && s.To > s.From {
		l.list = append(l.list, s)
	}
}

func (l *spans) inText(f File, rule, what string, s stretch) {
	l.add(Span{Rule: rule, What: what, Place: checks.Place{File: f.Name}, From: s.at, To: s.at + s.size, InLogin: what == urlPassword})
}

func (l *spans) inTree(f File, n node, rule, what string, s stretch) {
	if l.full() {
		return
	}
	line, column := f.Tree.Position(n.Offset())
	start := n.Offset()
	if n.Is(jsontree.String) {
		start++ // behind the quote
	}
	source := n.Source()
	from, to := written(source, s.at, s.at+s.size)
	l.add(Span{
		Rule: rule, What: what, Place: checks.Place{File: f.Name, Pointer: n.Pointer(), Line: line, Column: column},
		From: start + from, To: start + to, Whole: from == 0 && to == len(source), InLogin: what == urlPassword,
	})
}

// signIn lists the client IDs and secrets that stand in members of their own.
func (l *spans) signIn(f File, n node) {
	for c := range n.Children() {
		switch {
		case !c.Is(jsontree.String):
			l.signIn(f, c)
		case c.Key() == "clientId" && RealID(c.Text()):
			l.inTree(f, c, ClientIDRule, "a real client ID", stretch{0, len(c.Text())})
		case c.Key() == "clientSecret" && !Placeholder(c.Text()):
			l.inTree(f, c, ClientSecretRule, "a client secret", stretch{0, len(c.Text())})
		}
	}
}

func (l *spans) values(f File, n node, values []string) {
	for c := range n.Children() {
		l.values(f, c, values)
	}
	if !n.Is(jsontree.String) {
		return
	}
	text := n.Text()
	for _, v := range values {
		for at := range occurrences(text, v) {
			l.inTree(f, n, "", "", stretch{at, len(v)})
		}
	}
}

// occurrences ranges over the offsets of a part in a text; they do not overlap.
func occurrences(text, part string) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for from := 0; ; {
			i := strings.Index(text[from:], part)
			if i < 0 || !yield(from+i) {
				return
			}
			from += i + len(part)
		}
	}
}

// written is where the bytes from and to of what a JSON text means stand in
// the text as it is written. One that lies inside an escape is moved outwards.
func written(source string, from, to int) (int, int) {
	if strings.IndexByte(source, '\\') < 0 {
		return from, to
	}
	start, end := -1, len(source)
	meant := 0
	for i := 0; i < len(source); {
		size, means := unit(source[i:])
		if start < 0 && meant+means > from {
			start = i
		}
		if meant >= to {
			end = i
			break
		}
		i, meant = i+size, meant+means
	}
	if start < 0 {
		start = len(source)
	}
	return start, max(start, end)
}

// unit is the length of the byte or escape that a JSON text begins with, and
// of what it means, as jsontree reads it.
func unit(source string) (size, means int) {
	switch {
	case source[0] != '\\' || len(source) == 1:
		return 1, 1
	case source[1] != 'u':
		if strings.IndexByte(`"\/bfnrt`, source[1]) >= 0 {
			return 2, 1
		}
		return 2, 2 // no escape at all
	}
	high, ok := hex4(source[2:])
	if !ok {
		return 2, 2
	}
	if high >= 0xD800 && high < 0xDC00 && strings.HasPrefix(source[6:], `\u`) {
		if low, ok := hex4(source[8:]); ok && low >= 0xDC00 && low < 0xE000 {
			return 12, 4
		}
	}
	if !utf8.ValidRune(high) {
		return 6, utf8.RuneLen(utf8.RuneError)
	}
	return 6, utf8.RuneLen(high)
}

// hex4 is the number that four hexadecimal digits make.
func hex4(s string) (r rune, ok bool) {
	if len(s) < 4 {
		return 0, false
	}
	for i := range 4 {
		c := s[i]
		switch {
		case digit(c):
			r = r<<4 | rune(c-'0')
		case hexDigit(c):
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}
