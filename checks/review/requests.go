package review

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/text"
)

// What is kept of an engineer's words.
const (
	maxRequests = 50
	maxRequest  = 600 // bytes
)

// Requests splits what an engineer wrote in free words into what is asked for:
// one for each paragraph and each item of a list. Greetings and thanks are left
// out, and so are quotations, code, and the lines that Parse finds. At most 50
// are told apart, each of 600 bytes at most.
func Requests(text string) []string {
	var out []string
	for _, r := range requests(text) {
		out = append(out, r.text)
	}
	return out
}

// Sentences finds the requests that are one of Microsoft's own sentences,
// written without anything that Parse would know a validator's line by:
// "The 'contact' property is required." The level is that of the rule.
func Sentences(text string, rules []checks.Rule) []Line {
	asked := requests(text)
	if len(asked) == 0 {
		return nil
	}
	b := newBook(rules)
	var lines []Line
	for _, r := range asked {
		found := b.fitting(strings.TrimRight(strings.TrimSpace(plain(r.text)), "."), false)
		if len(found) > 0 {
			m := Matched{Line: Line{Message: r.text, Raw: r.text, At: r.at}}.level(b.rules[found[0].rule])
			lines = append(lines, m.Line)
		}
	}
	return lines
}

// request is one thing asked for.
type request struct {
	text string
	at   int // line of the comment, from 1
}

func requests(text string) []request {
	all := rows(text)
	taken := map[int]bool{}
	for _, r := range parse(all) {
		for at := r.At; at <= r.last; at++ {
			taken[at] = true
		}
	}
	a := asking{}
	for _, r := range all {
		if len(a.out) >= maxRequests || !a.row(r, taken[r.at]) {
			break
		}
	}
	a.pause()
	a.keepLead()
	return a.out
}

// asking collects the rows of one request.
type asking struct {
	out  []request
	text string
	at   int
	item bool    // the text is an item of a list
	lead request // a paragraph that ends in a colon, until it is clear what follows
	// about is what the items of a list need to be understood: "In apiProperties.json".
	about string
}

// row takes a row; false means that the letter ends here.
func (a *asking) row(r row, taken bool) bool {
	switch {
	case r.text == "":
		a.pause()
		return true
	case taken, r.quoted, r.fenced, picture(r.said):
		a.pause()
		if general(a.lead.text) {
			a.lead = request{}
		}
		return true
	case farewell(r.said):
		return false
	case r.item:
		a.beginItem()
	case r.start || a.text == "":
		a.pause()
		a.keepLead()
	}
	if a.text == "" {
		a.at, a.item = r.at, r.item
	}
	a.text = text.Prefix(join(a.text, r.said, " "), 2*maxRequest)
	return true
}

// pause ends a paragraph.
func (a *asking) pause() {
	if !a.item && strings.HasSuffix(a.text, ":") {
		a.keepLead()
		a.lead, a.text = request{a.text, a.at}, ""
		return
	}
	a.end()
}

// beginItem ends what stands above an item. A line with a colon there is no
// request, it says what the items are about.
func (a *asking) beginItem() {
	a.pause()
	if a.lead.text == "" {
		return
	}
	a.about = strings.TrimSuffix(ungreet(a.lead.text), ":")
	if general(a.about) || courtesy(a.about) {
		a.about = ""
	}
	a.lead = request{}
}

// keepLead makes a request of a paragraph with a colon that no list follows.
func (a *asking) keepLead() {
	a.about = ""
	a.add(a.lead)
	a.lead = request{}
}

func (a *asking) end() {
	r := request{a.text, a.at}
	if a.item && a.about != "" && a.text != "" {
		r.text = a.about + ": " + a.text
	}
	a.text = ""
	a.add(r)
}

func (a *asking) add(r request) {
	r.text = ungreet(strings.TrimSpace(r.text))
	if courtesy(r.text) || len(a.out) >= maxRequests {
		return
	}
	if len(r.text) > maxRequest {
		r.text = strings.TrimSpace(text.Prefix(r.text, maxRequest-len("…"))) + "…"
	}
	a.out = append(a.out, r)
}

// general reports whether a line above a list says nothing that its items need.
func general(s string) bool {
	low := " " + text.Lower(s) + " "
	for _, w := range []string{" following", " below", " these ", " few ", " some ", " comments", " changes", " issues"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return len(s) > 60
}

// picture reports whether a row is a picture alone.
func picture(s string) bool {
	return strings.HasPrefix(s, "![") && strings.HasSuffix(s, ")") && strings.Count(s, "](") == 1
}

// farewell reports whether a letter ends at a row: what follows is a name, or
// the letter that was answered.
func farewell(s string) bool {
	low := text.Lower(strings.TrimRight(s, ",.! "))
	switch low {
	case "regards", "best regards", "kind regards", "warm regards", "thanks and regards", "thanks & regards", "sincerely", "cheers", "best":
		return true
	}
	return strings.HasPrefix(low, "on ") && strings.HasSuffix(low, "wrote:") || strings.HasPrefix(low, "-----original message") ||
		strings.HasPrefix(low, "reply to this email directly") || strings.HasPrefix(s, "________")
}

var greetings = []string{"hi", "hello", "hey", "dear", "greetings", "good morning", "good afternoon", "good evening", "good day"}

// ungreet takes the greeting off the beginning of a text, and thanks off both
// ends.
func ungreet(s string) string {
	for range 4 {
		rest := unthank(unmention(unhello(s)))
		if rest == s {
			break
		}
		s = rest
	}
	for range 4 {
		i := lastSentence(s)
		if i == 0 || !thanks(s[i:]) {
			break
		}
		s = strings.TrimSpace(s[:i])
	}
	return s
}

// unhello takes off "Hello team," and the like.
func unhello(s string) string {
	low := text.Lower(text.Prefix(s, 80))
	for _, g := range greetings {
		if !strings.HasPrefix(low, g) || len(low) > len(g) && isWordByte(low[len(g)]) {
			continue
		}
		rest := s[len(g):]
		// The name ends at a sign, if one comes soon.
		if i := strings.IndexAny(text.Prefix(rest, 50), ",!:;.–—"); i >= 0 && strings.Count(strings.TrimSpace(rest[:i]), " ") < 3 {
			return strings.TrimLeft(rest[i:], " ,!:;.–—-")
		}
		first, after, _ := strings.Cut(strings.TrimSpace(rest), " ")
		switch strings.ToLower(first) {
		case "team", "all", "there", "folks", "everyone", "guys", "sir", "madam":
			rest = after
		}
		return strings.TrimLeft(rest, " ,!:;.–—-")
	}
	return s
}

// unmention takes accounts off the beginning.
func unmention(s string) string {
	for strings.HasPrefix(s, "@") {
		i := strings.IndexAny(s, " ,:")
		if i < 0 {
			return ""
		}
		s = strings.TrimLeft(s[i:], " ,:-")
	}
	return s
}

// unthank takes a sentence of thanks off the beginning.
func unthank(s string) string {
	end := firstSentence(s)
	if thanks(s[:end]) {
		return strings.TrimSpace(s[end:])
	}
	return s
}

// thanks reports whether a sentence is one of courtesy and asks for nothing.
func thanks(s string) bool {
	low := text.Lower(strings.TrimSpace(s))
	for _, w := range []string{" but ", "please", "however", "could you", "can you", " need"} {
		if strings.Contains(low, w) && !strings.HasPrefix(low, "please let ") && !strings.HasPrefix(low, "please feel ") {
			return false
		}
	}
	return begins(low, []string{
		"thank", "many thanks", "thx", "let me know", "let us know", "please let me know", "please let us know", "feel free", "please feel free",
		"regards", "best regards", "kind regards", "cheers", "sorry for the delay", "apologies for the delay", "hope you", "i hope you",
	})
}

// courtesy reports whether a whole text asks for nothing.
func courtesy(s string) bool {
	low := text.Lower(strings.Trim(s, " .!,:"))
	if strings.HasPrefix(low, "certification validations failed") || begins(low, []string{"please fix below", "please fix the below", "please fix the following", "error(s) are"}) && len(low) < 60 {
		return true // what is asked for follows, line by line
	}
	switch low {
	case "", "lgtm", "looks good", "looks good to me", "approved", "done", "great", "great work", "nice work", "well done", "no problem":
		return true
	default:
		return strings.Trim(low, "-_=*~#:+0123456789|") == ""
	}
}

// firstSentence is where the first sentence ends.
func firstSentence(s string) int {
	for i := 0; i < len(s); i++ {
		if (s[i] == '.' || s[i] == '!' || s[i] == '?') && (i+1 == len(s) || s[i+1] == ' ') {
			return i + 1
		}
	}
	return len(s)
}

// lastSentence is where the last sentence begins.
func lastSentence(s string) int {
	for i := len(s) - 2; i > 0; i-- {
		if s[i] == ' ' && (s[i-1] == '.' || s[i-1] == '!' || s[i-1] == '?') {
			return i + 1
		}
	}
	return 0
}
