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

// Word is the last that Microsoft said on a pull request, the beginning of it,
// as it was written: not yet safe for a terminal.
type Word struct {
	Text string // one line, at most 300 characters
	By   string // account
	At   time.Time
	URL  string
}

// lastWord is the last that a person at Microsoft said, or a machine of theirs
// that says a signal.
func lastWord(pull origin.Pull, p portal.Portal) Word {
	var last Word
	for _, s := range slices.Backward(pull.Said) { // the newest is at the end
		if !s.Microsoft || !s.At.After(last.At) || isCommand(s.Text) {
			continue
		}
		if _, signal := p.Heard(s.Author, true, s.Text); s.Bot && !signal {
			continue
		}
		if text := beginning(s.Text); text != "" {
			last = Word{Text: text, By: s.Author, At: s.At, URL: s.URL}
		}
	}
	return last
}

// isCommand tells of a line to a machine, "/azp run".
func isCommand(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "/") && !strings.Contains(text, "\n")
}

const (
	longestWord = 300     // characters
	lookedAt    = 8 << 10 // bytes of a text that are looked at for its beginning
)

var hiddenWords = regexp.MustCompile(`(?s)<!--.*?(?:-->|$)`)

// beginning is the beginning of what somebody wrote, as one line, without what
// it quotes and what GitHub does not show.
func beginning(comment string) string {
	comment = hiddenWords.ReplaceAllString(comment[:min(len(comment), lookedAt)], "")
	var words []string
	for line := range strings.Lines(comment) {
		if !strings.HasPrefix(strings.TrimSpace(line), ">") {
			words = append(words, strings.Fields(line)...)
		}
	}
	return text.Cut(strings.Join(words, " "), longestWord)
}
