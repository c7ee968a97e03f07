package review

import (
	"encoding/json"
	"strings"

	"github.com/certwiz/certwiz/checks/text"
)

// field is what a label names.
type field int

const (
	fieldPath field = iota
	fieldMessage
	fieldLevel
	fieldSource // which of two versions a breaking change is about; not kept
	fieldCode
)

// mark is a label in a line: "ValuePath:", "Level =", `"message":`.
type mark struct {
	field    field
	from, to int // the label with its colon
}

// label is one way a field is named; of those that are ordinary words too, the
// value must look like one.
type label struct {
	name  string
	field field
	value func(string) bool
}

// labelNames are the labels of lines.
var labelNames = []label{
	{"valuepath", fieldPath, nil},
	{"value path", fieldPath, nil},
	{"value_path", fieldPath, nil},
	{"path", fieldPath, isPlace},
	{"location", fieldPath, isPlace},
	{"message", fieldMessage, nil},
	{"level", fieldLevel, isLevel},
	{"severity", fieldLevel, isLevel},
	{"source", fieldSource, isSource},
	{"code", fieldCode, isCode},
	{"error code", fieldCode, isCode},
	{"policy code", fieldCode, isCode},
	{"policy", fieldCode, isCode},
	{"rule", fieldCode, isCode},
	{"rulename", fieldCode, isCode},
	{"rule name", fieldCode, isCode},
}

// marks lists the labels of a line in their order.
func marks(s string) []mark {
	var out []mark
	for i := 0; i < len(s); i++ {
		if i > 0 && isWordByte(s[i-1]) {
			continue
		}
		if m, ok := markAt(s, i); ok {
			out = append(out, m)
			i = m.to - 1
		}
	}
	return out
}

func markAt(s string, i int) (mark, bool) {
	for _, l := range labelNames {
		end := i + len(l.name)
		if end > len(s) || s[i]|0x20 != l.name[0] || !strings.EqualFold(s[i:end], l.name) {
			continue
		}
		for end < len(s) && strings.IndexByte(`"'* `, s[end]) >= 0 && end < i+len(l.name)+24 {
			end++
		}
		if end == len(s) || s[end] != ':' && s[end] != '=' {
			continue
		}
		end++
		if l.value != nil && !l.value(strings.TrimLeft(s[end:], `"' `)) || l.name == "path" && strings.Contains(s[max(0, i-24):i], "position") {
			continue // the path of a position belongs to it
		}
		from := i
		if from > 0 && (s[from-1] == '"' || s[from-1] == '\'') {
			from--
		}
		return mark{l.field, from, end}, true
	}
	return mark{}, false
}

// isWordByte reports whether a label cannot begin after a byte.
func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '/' || c >= 0x80
}

// word is the first word of a text, without the signs around it.
func word(s string) string {
	s = strings.TrimLeft(s, " ")
	if i := strings.IndexAny(s, " ,;|}"); i >= 0 {
		s = s[:i]
	}
	return strings.Trim(s, `"'.[](){}:`)
}

func isLevel(value string) bool { return levelOf(word(value)) != "" }

// isSource knows the validator of changes' names for the two files.
func isSource(value string) bool {
	w := strings.ToLower(word(value))
	return strings.HasSuffix(w, "swagger") || strings.HasSuffix(w, "validator") || strings.HasSuffix(w, "apiproperties")
}

// isCode knows codes and names of rules, and that none was printed.
func isCode(value string) bool {
	w := word(value)
	return w == "" || policyCode(w) != "" || isRuleName(w)
}

// policyCode is the policy code that a text begins with, or "".
func policyCode(s string) string {
	if !strings.HasPrefix(s, "5000.") {
		return ""
	}
	end, parts := 0, 1
	for end < len(s) && end < 24 && (s[end] >= '0' && s[end] <= '9' || s[end] == '.') {
		if s[end] == '.' {
			if end+1 == len(s) || s[end+1] < '0' || s[end+1] > '9' {
				break
			}
			parts++
		}
		end++
	}
	if parts < 3 || end < len(s) && isWordByte(s[end]) && s[end] != '-' {
		return ""
	}
	return s[:end]
}

// isRuleName reports whether a word is written like the validator's names of
// rules: several words in one, each with a capital.
func isRuleName(s string) bool {
	if len(s) < 8 || len(s) > 100 || s[0] < 'A' || s[0] > 'Z' {
		return false
	}
	capitals, small := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z':
			capitals++
		case c >= 'a' && c <= 'z':
			small++
		default:
			return false
		}
	}
	return capitals > 1 && small > capitals
}

// isMember reports whether a word is written like a member of a file: small at
// the beginning, with a capital in it.
func isMember(s string) bool {
	return s != "" && s[0] >= 'a' && s[0] <= 'z' && strings.IndexFunc(s, func(c rune) bool { return c >= 'A' && c <= 'Z' }) > 0 && !strings.ContainsAny(s, " .,!")
}

// roots are the members of a definition that a place may begin with.
var roots = []string{
	"/paths", "/definitions", "/info", "/parameters", "/responses", "/securityDefinitions", "/security", "/host", "/basePath",
	"/schemes", "/consumes", "/produces", "/tags", "/swagger", "/x-ms-", "/properties", "/externalDocs",
}

// isPlace reports whether a text begins like a place that a validator prints.
func isPlace(s string) bool {
	s = strings.TrimPrefix(s, "#")
	if strings.HasPrefix(s, "operation/") || strings.HasPrefix(s, "paths/") || strings.HasPrefix(s, "definitions/") ||
		strings.HasPrefix(s, "$.") || strings.HasPrefix(s, "[0].") || strings.HasPrefix(s, "properties.") || isPosition(s) {
		return true
	}
	for _, root := range roots {
		if rest, ok := strings.CutPrefix(s, root); ok && (strings.HasSuffix(root, "-") || rest == "" || strings.IndexByte(`/ .,;:)"'`, rest[0]) >= 0) {
			return true
		}
	}
	return false
}

// isPosition knows "line: 0 position: 0 path: '…'", which the validator of
// apiProperties.json prints.
func isPosition(s string) bool {
	return len(s) > 5 && strings.EqualFold(s[:5], "line:") && strings.Contains(text.Prefix(s, 80), "position")
}

// pathOf takes the place from the text after its label. Alone says that the
// validator's own line ends here, so that blanks belong to the place: names
// may have some. Rest is the text after the place.
func pathOf(s string, alone bool) (path, rest string) {
	s = strings.Trim(s, " ")
	if s == "" {
		return "", ""
	}
	if path, rest, ok := quotedValue(s); ok {
		return path, rest
	}
	end := len(s)
	switch i := strings.IndexByte(s, ' '); {
	case isPosition(s):
		end = positionEnd(s)
	case i < 0:
	case alone && !prose(s[i+1:]):
	default:
		end = i
		for end < len(s) && strings.IndexByte(".,;:)", s[end-1]) < 0 {
			next := strings.IndexByte(s[end+1:], ' ')
			if next < 0 {
				next = len(s) - end - 1
			}
			if !strings.Contains(s[end+1:end+1+next], "/") || isPlace(s[end+1:]) {
				break
			}
			end += 1 + next
		}
	}
	return trimPath(text.Prefix(s[:end], maxMessage)), strings.TrimSpace(s[end:])
}

// prose reports whether what follows a place is talk, not part of a name.
func prose(s string) bool {
	return s == "" || strings.IndexByte("-–—(,;<=|/&", s[0]) >= 0 || s[0] >= 'a' && s[0] <= 'z' || closing(s) || strings.Count(s, " ") > 3 || s[0] >= 0x80
}

// positionEnd is where "line: 10 position: 46 path: '…'" ends: at the first
// quote with nothing of a path behind it.
func positionEnd(s string) int {
	open := strings.Index(s, "'")
	if open < 0 {
		return len(s)
	}
	for i := open + 1; i < len(s); i++ {
		if s[i] == '\'' && (i+1 == len(s) || strings.IndexByte(" ,;.)", s[i+1]) >= 0) {
			return i + 1
		}
	}
	return len(s)
}

// quotedValue is a value in quotes: as JSON writes it, or as it is.
func quotedValue(s string) (value, rest string, ok bool) {
	quote := s[0]
	if quote != '"' && quote != '\'' {
		return "", "", false
	}
	for i := 1; i < len(s); i++ {
		switch {
		case quote == '"' && s[i] == '\\':
			i++
		case s[i] != quote || i+1 < len(s) && strings.IndexByte(` ,;.)]}|`, s[i+1]) < 0:
		case quote == '\'':
			return s[1:i], strings.TrimSpace(s[i+1:]), true
		default:
			if json.Unmarshal([]byte(s[:i+1]), &value) != nil {
				value = s[1:i]
			}
			return value, strings.TrimSpace(s[i+1:]), true
		}
	}
	return "", "", false
}

// trimPath takes off the signs of the sentence that a place stands in. Three
// dots stay: they say that the place was cut.
func trimPath(s string) string {
	for s != "" {
		last := s[len(s)-1]
		switch {
		case strings.IndexByte(`;:,"* `, last) >= 0:
		case last == '.' && !strings.HasSuffix(s, ".."):
		case last == '\'' && !isPosition(s):
		case last == ')' && strings.Count(s, "(") < strings.Count(s, ")"):
		case last == ']' && strings.Count(s, "[") < strings.Count(s, "]"):
		case last == '}' && strings.Count(s, "{") < strings.Count(s, "}"):
		default:
			return s
		}
		s = s[:len(s)-1]
	}
	return s
}
