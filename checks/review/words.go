package review

import (
	"strings"

	"github.com/certwiz/certwiz/checks/text"
)

// This file holds what tells a validator's words from people's.

// levelTag is "##[error]" and what else stands for it.
type levelTag struct {
	level    string // "" for tags that say nothing about the connector
	from, to int
}

// levelTags lists the tags of a row. Without the two signs before it,
// "[error]" is one at the row's beginning only.
func levelTags(s string) []levelTag {
	var out []levelTag
	if t, ok := openingTag(s); ok {
		out = append(out, t)
	}
	for from := 0; ; {
		i := strings.Index(s[from:], "##")
		if i < 0 {
			return out
		}
		i += from
		rest := strings.TrimLeft(s[i:], "# ")
		from = len(s) - len(rest)
		inside, _, found := strings.Cut(text.Prefix(rest, 200), "]")
		if !found {
			continue
		}
		t := levelTag{from: i, to: from + len(inside) + 1}
		switch name, isTag := strings.CutPrefix(inside, "["); {
		case strings.HasPrefix(inside, "vso[task.logissue"):
			_, kind, _ := strings.Cut(inside, "type=")
			t.level = levelOf(word(kind))
		case !isTag || strings.Contains(name, " "):
			continue
		default:
			t.level = levelOf(name)
		}
		out = append(out, t)
		from = t.to
	}
}

// openingTag is "[error]" or "::error::" at the beginning of a row.
func openingTag(s string) (levelTag, bool) {
	if rest, ok := strings.CutPrefix(s, "["); ok {
		name, _, found := strings.Cut(text.Prefix(rest, 12), "]")
		if level := levelOf(name); found && level != "" {
			return levelTag{level: level, to: len(name) + 2}, true
		}
	}
	if rest, ok := strings.CutPrefix(s, "::"); ok {
		inside, _, found := strings.Cut(text.Prefix(rest, 300), "::")
		if level := levelOf(word(inside)); found && level != "" {
			return levelTag{level: level, to: len(inside) + 4}, true
		}
	}
	return levelTag{}, false
}

// levelPrefix is the level that a message begins with: "Error: …".
func levelPrefix(s string) (level, rest string) {
	name := s
	if i := strings.IndexAny(s, " :-|"); i >= 0 {
		name = s[:i]
	}
	level = levelOf(strings.Trim(name, "[]()"))
	rest = strings.TrimLeft(s[len(name):], " ")
	if level == "" || rest == "" || strings.IndexByte(":-|", rest[0]) < 0 && name[0] != '[' {
		return "", s
	}
	return level, strings.TrimLeft(rest, ":-| ")
}

// openings are how the validators' sentences begin.
var openings = []string{
	"The '", "The operation", "The property", "The parameter", "The required", "The input", "The type", "The path", "The list of",
	"The value '", "The connector", "The total", "The security", "The response", "The schema", "The array", "An enum", "An input",
	"Invalid ", "JSON does", "Property '", "Value \"", "Required prop", "Summary string", "At least one",
}

// opening reports whether a text begins like a validator's sentence.
func opening(s string) bool { return begins(s, openings) }

func begins(s string, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

var closings = []string{
	"please", "thank", "thx", "regards", "best regards", "kind regards", "kindly", "once ", "if you", "if there", "for more", "for further", "let us", "let me",
	"note:", "note that", "refer", "could you", "can you", "we ", "i ", "you ", "@", "see ", "sincerely", "cheers", "hi ", "hello", "after ",
}

// closing reports whether a row is people's talk after a list of errors.
func closing(s string) bool {
	low := text.Lower(text.Prefix(s, 20)) + " "
	return begins(low, closings)
}

// ends reports whether a text ends like a sentence.
func ends(s string) bool {
	return s != "" && (strings.IndexByte(`.!:;)]'"`, s[len(s)-1]) >= 0 || strings.HasSuffix(s, "…"))
}

// noise reports whether a line of the log is about the pipeline itself.
func noise(message string) bool {
	low := text.Lower(text.Prefix(message, 80))
	return strings.Contains(low, "exited with code") || strings.Contains(low, "exit code") || strings.HasPrefix(low, "script failed")
}

// trimMessage takes off the signs between a message and what stands around it.
func trimMessage(s string) string {
	s = strings.Trim(s, " ,;|-–—=\u00b7")
	s = strings.TrimLeft(s, ":. )]}")
	s = strings.TrimRight(s, "([{ ")
	return strings.TrimRight(s, ",;|-–—= ")
}

// tail splits off a place without a label at the end of a message, or at its
// beginning: "The operation has been deleted. … operation/ListInvoices".
func tail(s string) (message, path string) {
	if i := strings.Index(s, "line: "); i > 0 && isPosition(s[i:]) {
		return trimMessage(s[:i]), s[i : i+positionEnd(s[i:])]
	}
	if i := strings.LastIndexByte(s, ' '); i > 0 {
		last := strings.TrimLeft(s[i+1:], `("'[`)
		before := strings.TrimRight(s[:i], " -–—:(|")
		before = strings.TrimSuffix(strings.TrimSuffix(before, " at"), " in")
		whole := isPlace(last) && (isDotted(last) || strings.Contains(last, "/")) || isMember(last) && strings.Contains(before, "'"+last+"'")
		if whole && ends(before) {
			return before, trimPath(last)
		}
	}
	first, rest, found := strings.Cut(s, " ")
	if rest = strings.TrimLeft(rest, ":-–— "); found && strings.Contains(first, "/") && isPlace(first) && opening(rest) {
		return rest, trimPath(first)
	}
	return s, ""
}

// join puts two texts together, with a sign between them where both are.
func join(a, b, between string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + between + b
}
