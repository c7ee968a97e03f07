package contribution

import (
	"strings"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks/markdown"
	"github.com/certwiz/certwiz/checks/text"
)

// box is one line of a checklist in a text: "- [ ] I attest that …".
type box struct {
	at     int    // offset of the character between the brackets
	ticked bool   // when the text was read
	text   string // its sentence, with the lines that continue it
	others bool   // it stands below a sentence that speaks to independent publishers
}

// maxBoxes bounds how many lines of a text are looked at.
const maxBoxes = 100

// boxes finds the checklist in a Markdown text. Code and comments, which nobody
// sees as boxes, are passed over.
func boxes(body string) []box {
	var (
		all    []box
		others bool
		open   bool // the last box may go on
	)
	for _, l := range markdown.Read([]byte(body)).Lines {
		if len(all) == maxBoxes {
			break
		}
		line := l.Raw
		at, sentence := boxAt(line)
		switch {
		case l.Code, strings.TrimSpace(l.Text) == "" && strings.TrimSpace(line) != "": // code, or a comment
			open = false
		case at >= 0:
			all = append(all, box{at: l.Start + at, ticked: line[at] != ' ', text: text.Cut(sentence, maxItem), others: others})
			open = true
		case open && continues(line):
			last := &all[len(all)-1]
			last.text = text.Cut(last.text+" "+strings.TrimSpace(line), maxItem)
		default:
			open = false
			others = audience(line, others)
		}
	}
	return all
}

// boxAt is the offset of the character between the brackets of a line, and the
// sentence behind them; -1 when the line is none of a checklist.
func boxAt(line string) (at int, sentence string) {
	rest := strings.TrimLeft(line, " \t")
	digits := 0
	for digits < len(rest) && digits < 9 && rest[digits] >= '0' && rest[digits] <= '9' {
		digits++
	}
	switch {
	case digits > 0 && digits < len(rest) && (rest[digits] == '.' || rest[digits] == ')'):
		rest = rest[digits+1:]
	case digits == 0 && rest != "" && strings.IndexByte("-*+", rest[0]) >= 0:
		rest = rest[1:]
	default:
		return -1, ""
	}
	marked := strings.TrimLeft(rest, " \t")
	if marked == rest || len(marked) < 4 || marked[0] != '[' || strings.IndexByte(" xX", marked[1]) < 0 || marked[2] != ']' {
		return -1, ""
	}
	sentence = strings.TrimSpace(marked[3:])
	if sentence == "" || marked[3] != ' ' && marked[3] != '\t' {
		return -1, ""
	}
	return len(line) - len(marked) + 1, sentence
}

// continues tells whether a line goes on with the sentence of the one before;
// a picture that is pasted below it does not.
func continues(line string) bool {
	line = strings.TrimLeft(line, " \t")
	return line != "" && strings.IndexByte("-*+#>|<!", line[0]) < 0
}

// audience tells whom the lines of a checklist speak to that come next: a
// sentence or heading can turn to independent publishers, a heading or a rule
// ends that.
func audience(line string, others bool) bool {
	plain := strings.ToLower(strings.TrimLeft(line, "#*_ \t"))
	switch {
	case strings.HasPrefix(plain, "if you are an independent publisher"):
		return true
	case strings.HasPrefix(line, "#"), strings.HasPrefix(line, "---"):
		return false
	}
	return others
}

// tick sets the boxes at these offsets. Nothing else of the text changes.
func tick(text string, at []int) string {
	b := []byte(text)
	for _, i := range at {
		b[i] = 'x'
	}
	return string(b)
}

// sentenceWords are the words of a sentence, without case, marks of Markdown and
// punctuation, so that two ways of writing it compare equal.
func sentenceWords(s string) []string {
	s = strings.NewReplacer("’", "'", "‘", "'").Replace(strings.ToLower(s))
	return strings.FieldsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '\'' || r >= utf8.RuneSelf)
	})
}
