// Package review takes apart what Microsoft wrote on a pull request and holds
// it against what certwiz finds itself. Parse finds the lines of Microsoft's
// validators and of the certification bot in a comment, however they were
// quoted; Requests splits what an engineer wrote in free words; Match says of
// each line whether it is fixed, still there, not known to certwiz or not
// checked; Readable says in words where a line points.
//
// A comment is anybody's text: all that is read of it is bounded, the work
// grows with its length alone, and the texts are handed on raw.
package review

import "strings"

// Line is one line of a validator or of the bot, as it was quoted.
type Line struct {
	Level     string `json:"level,omitempty"` // "error" or "warning", "" when the comment does not say
	Message   string `json:"message"`         // Microsoft's sentence; empty when only a code was quoted
	ValuePath string `json:"valuePath,omitempty"`
	// Code is the policy code ("5000.2.2.1") or the name of the validator's
	// rule ("HostNameNotValid"), "" where none is printed.
	Code string `json:"code,omitempty"`
	Raw  string `json:"raw"` // the lines of the comment that it was taken from, at most 2000 bytes
	At   int    `json:"at"`  // line of the comment, from 1
}

// Levels of a line. What Microsoft calls critical is an error.
const (
	levelError   = "error"
	levelWarning = "warning"
)

// What is read of one comment.
const (
	maxText    = 256 << 10 // bytes
	maxLines   = 2000      // lines of a validator
	maxMessage = 1000      // bytes of a message or a path
	maxRaw     = 2000      // bytes
	maxWrapped = 8         // lines of the comment that one line may be wrapped over
)

// Parse finds the lines of Microsoft's validators and of the certification bot
// in a comment. It knows them by what the pipeline prints before and after
// ("##[error]", "ValuePath:"), by the place of a breaking change at the end
// ("operation/ListInvoices"), by policy codes, and by the bot's "Error(s)
// are:". A comment without any of them gives none.
func Parse(text string) []Line {
	var lines []Line
	for _, r := range parse(rows(text)) {
		lines = append(lines, r.Line)
	}
	return lines
}

// levelOf reads a level by its name.
func levelOf(word string) string {
	switch strings.ToLower(word) {
	case "error", "critical", "fatal":
		return levelError
	case "warning", "warn":
		return levelWarning
	}
	return ""
}
