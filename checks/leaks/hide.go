package leaks

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// Hidden masks in parts of a connector's files what Redact masks in messages.
type Hidden struct {
	spans   map[string][]Span // by file
	values  []string
	damaged map[string]bool // files of which a part was not searched
	none    bool            // nobody can say what is secret
}

// Hide finds what is to be masked in lines of the files that are shown beside a
// report. The files are searched once more only where the report says that there
// is anything.
func Hide(r *checks.Report, s Subject) (h Hidden) {
	defer func() {
		if recover() != nil {
			h = Hidden{none: true}
		}
	}()
	h.damaged = map[string]bool{}
	for _, f := range s.Files {
		h.damaged[f.Name] = f.Tree != nil && f.Tree.Damaged()
	}
	if !holdsSecret(r) {
		return h
	}
	found := Find(s)
	h.none = len(found) >= maxSpans
	h.spans = map[string][]Span{}
	for _, span := range found {
		if secretRule(span.Rule) {
			h.spans[span.Place.File] = append(h.spans[span.Place.File], span)
		}
	}
	h.values = valuesOf(found, s)
	return h
}

// Text is a file's text with its secrets masked sign by sign, so that all else
// stays where it is; not ok where nobody can say what is secret in it.
func (h Hidden) Text(file string, data []byte) (masked []byte, ok bool) {
	damaged, known := h.damaged[file]
	if h.none || !known || damaged {
		return nil, false
	}
	at := 0
	for _, span := range h.spans[file] {
		if span.To > len(data) {
			return nil, false
		}
		from := max(span.From, at)
		if from >= span.To {
			continue
		}
		masked = append(masked, data[at:from]...)
		masked = append(masked, dots(string(data[from:span.To]))...)
		at = span.To
	}
	if at == 0 {
		return data, true
	}
	return append(masked, data[at:]...), true
}

// Line masks the same secrets where they stand once more under another name.
func (h Hidden) Line(line string) string {
	for _, v := range h.values {
		line = strings.ReplaceAll(line, v, dots(v))
	}
	for _, f := range formats {
		line = f.redacted(line)
	}
	return line
}

// dots takes as many signs and lines as a value.
func dots(value string) string {
	var b strings.Builder
	for _, r := range value {
		switch r {
		case '\n', '\r':
			b.WriteRune(r)
		default:
			b.WriteString("•")
		}
	}
	return b.String()
}

func holdsSecret(r *checks.Report) bool {
	for _, f := range r.Findings {
		if secretRule(f.Rule) {
			return true
		}
	}
	return false
}

// secretRule tells of the rules whose values are secrets.
func secretRule(id string) bool {
	return id == token.ID || id == secretValue.ID || id == urlSecret.ID || id == ClientSecretRule
}

// valuesOf are the secrets of places that Find lists, those that are long enough
// to be told from other words.
func valuesOf(found []Span, s Subject) (values []string) {
	text := map[string]string{}
	for _, f := range s.Files {
		text[f.Name] = f.Text
		if f.Tree != nil {
			text[f.Name] = f.Tree.Text()
		}
	}
	once := map[string]bool{}
	for _, span := range found {
		if value := text[span.Place.File][span.From:span.To]; secretRule(span.Rule) && len(value) >= leastShown && !once[value] {
			once[value] = true
			values = append(values, value)
		}
	}
	return values
}
