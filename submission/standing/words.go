package standing

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/portal"
)

// Word is the beginning of Microsoft's latest statement on a pull request, as it
// was written: not yet safe for a terminal.
type Word struct {
	Text string // one line, at most 300 characters
	By   string // account
	At   time.Time
	URL  string
}

// lastWord finds the latest statement of a person at Microsoft, or of one of its
// bots that gives a signal.
func lastWord(pull origin.Pull, p portal.Portal) Word {
	var last Word
	for _, s := range slices.Backward(pull.Said) { // the newest is at the end
		if !s.Microsoft || !s.At.After(last.At) || isCommand(s.Text) {
			continue
		}
		if _, signal := p.Signal(s.Author, true, s.Text); s.Bot && !signal {
			continue
		}
		if text := beginning(s.Text); text != "" {
			last = Word{Text: text, By: s.Author, At: s.At, URL: s.URL}
		}
	}
	return last
}

// isCommand reports whether a comment is a command to a bot, such as "/azp run".
func isCommand(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "/") && !strings.Contains(text, "\n")
}

const (
	maxWordLength = 300     // characters
	maxWordInput  = 8 << 10 // bytes of a comment that are read
)

var htmlComments = regexp.MustCompile(`(?s)<!--.*?(?:-->|$)`)

// beginning returns the start of a comment as one line, without quotations and
// HTML comments, which GitHub does not show.
func beginning(comment string) string {
	comment = htmlComments.ReplaceAllString(comment[:min(len(comment), maxWordInput)], "")
	var words []string
	for line := range strings.Lines(comment) {
		if !strings.HasPrefix(strings.TrimSpace(line), ">") {
			words = append(words, strings.Fields(line)...)
		}
	}
	return text.Cut(strings.Join(words, " "), maxWordLength)
}
