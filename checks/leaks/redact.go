package leaks

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// leastShown is how many letters after a sign make a token in a message, which
// may show no more than a part of it.
const leastShown = 8

// Redact masks in every text of a report what looks like a secret: tokens of
// a known format, whole or cut off, and the values that this room found by their
// names in the files. Rules of all rooms quote what they speak of.
func Redact(r *checks.Report, s Subject) {
	values := valuesIn(r, s)
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Message, f.Fix = redacted(f.Message, values), redacted(f.Fix, values)
		f.Place.Pointer = redacted(f.Place.Pointer, values) // a heading, or a member's name
		for j := range f.More {
			f.More[j].Pointer = redacted(f.More[j].Pointer, values)
		}
	}
	for i := range r.Outcomes {
		r.Outcomes[i].Reason = redacted(r.Outcomes[i].Reason, values)
	}
}

// valuesIn are the secrets in the files; the files are searched once more only
// where the report says that there are any.
func valuesIn(r *checks.Report, s Subject) (values []string) {
	defer func() {
		if recover() != nil {
			values = nil // the rules of this room are not checked then, which holds the gate
		}
	}()
	if !holdsSecret(r) {
		return nil
	}
	return valuesOf(Find(s), s)
}

func redacted(message string, values []string) string {
	for _, v := range values {
		message = strings.ReplaceAll(message, v, "•••")
		if head, _, cut := strings.Cut(message, "…"); cut { // a value that is shown in part
			message = withoutEnd(head, v) + message[len(head):]
		}
	}
	for _, f := range formats {
		message = f.redacted(message)
	}
	return message
}

// withoutEnd masks the beginning of a value at the end of a text.
func withoutEnd(text, value string) string {
	for n := min(len(value), len(text)); n >= leastShown; n-- {
		if strings.HasSuffix(text, value[:n]) {
			return text[:len(text)-n] + "•••"
		}
	}
	return text
}

// redacted masks what follows a format's sign.
func (f format) redacted(message string) string {
	for from := 0; ; {
		i := strings.Index(message[from:], f.sign)
		if i < 0 {
			return message
		}
		at := from + i + len(f.sign)
		n := leadingRun(message[at:], shownLetter)
		if strings.HasPrefix(f.sign, "-----") {
			n = len(message[at:]) // a key goes on over spaces and lines
		}
		if n < leastShown || sampleToken(message[at:at+n]) {
			from = at
			continue
		}
		message = message[:at] + "•••" + message[at+n:]
		from = at + len("•••")
	}
}

// shownLetter tells of the letters of which tokens are made.
func shownLetter(c byte) bool { return wordLetter(c) || strings.IndexByte("-+/=.%~", c) >= 0 }
