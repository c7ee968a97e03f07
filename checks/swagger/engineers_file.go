package swagger

import (
	"iter"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/text"
)

// trailingWhitespace: 37 of 667 published connectors.
var trailingWhitespace = rule{
	Rule: checks.Rule{
		ID: "SwaggerTrailingWhitespace", Severity: checks.Advice, Origin: checks.Documentation,
		Meaning: "No line ends in blanks or tabs.",
		Fix:     "Let an editor remove it when it saves the file.",
		Source:  "Coding standards; 37 of 667 published connectors have some",
		Bad:     "{\n  \"swagger\": \"2.0\",  \n  \"host\": \"invoices.contoso.example\"\n}",
		Good:    "{\n  \"swagger\": \"2.0\",\n  \"host\": \"invoices.contoso.example\"\n}",
	},
	raw: true,
	document: func(pass *pass) {
		source := pass.doc.Tree.Text()
		if !strings.Contains(source, " \n") && !strings.Contains(source, "\t\n") && !strings.Contains(source, " \r\n") && !strings.Contains(source, "\t\r\n") {
			return
		}
		count, first := 0, 0
		for at := 0; ; {
			end := strings.IndexByte(source[at:], '\n')
			if end < 0 {
				break
			}
			line := strings.TrimSuffix(source[at:at+end], "\r")
			if rest := strings.TrimRight(line, " \t"); len(rest) < len(line) && rest != "" {
				if count == 0 {
					first = at + len(rest)
				}
				count++
			}
			at += end + 1
		}
		if count > 0 {
			pass.Report(pass.doc.placeAt(first), "%s lines end in blanks", text.Thousands(count))
		}
	},
}

// unevenLimit is the share of lines that may stand elsewhere than their depth
// says before a reviewer notices, in lines of a hundred.
const unevenLimit = 2

var unevenIndentation = rule{
	Rule: checks.Rule{
		ID: "SwaggerIndentationUneven", Severity: checks.Advice, Evidence: checks.AskedOften, Origin: checks.Engineers,
		Meaning: "Lines are indented as deep as they are nested, by the same step everywhere.",
		Wording: "all files should be properly formatted. please fix the indentation for the swagger file.",
		Fix:     "Let an editor format the file.",
		Source:  "asked for in 8 reviews; coding standards",
		Bad:     "{\n  \"swagger\": \"2.0\",\n     \"info\": {\n    \"title\": \"Contoso Invoices\"\n }\n}",
		Good:    "{\n  \"swagger\": \"2.0\",\n  \"info\": {\n    \"title\": \"Contoso Invoices\"\n  }\n}",
	},
	raw: true,
	document: func(pass *pass) {
		source := pass.doc.Tree.Text()
		step, wrong, lines := indentStep(source)
		if step == 0 {
			pass.skip("the file is not indented")
			return
		}
		if wrong*100 > lines*unevenLimit {
			pass.Report(pass.doc.placeAt(misplaced(source, step)), "%s of %s lines are not indented as deep as they are nested", text.Thousands(wrong), text.Thousands(lines))
		}
	},
}

// steps is the widest indentation that is looked for.
const steps = 8

// indentStep is the step that fits most lines, 0 when none is indented, and
// how many lines it does not fit.
func indentStep(text string) (step, wrong, lines int) {
	var fits [steps + 1]int
	level := 0 // lines that no bracket is open around, at the margin
	for line := range nested(text) {
		lines++
		switch {
		case line.depth == 0 && line.indent == 0:
			level++
		case line.depth > 0 && line.indent%line.depth == 0 && line.indent/line.depth <= steps:
			fits[line.indent/line.depth]++
		}
	}
	for i := 1; i <= steps; i++ {
		if fits[i] > fits[step] || step == 0 && fits[i] > 0 {
			step = i
		}
	}
	return step, lines - level - fits[step], lines
}

// misplaced is where the first line is that stands elsewhere than its depth says.
func misplaced(text string, step int) int {
	for line := range nested(text) {
		if line.indent != line.depth*step {
			return line.start + line.indent
		}
	}
	return 0
}

// textLine is a line that is not blank.
type textLine struct {
	start  int // offset of the line
	indent int // blanks and tabs before its text
	depth  int // how many brackets are open around it
}

// nested goes through the lines of a JSON text.
func nested(text string) iter.Seq[textLine] {
	return func(yield func(textLine) bool) {
		depth, at := 0, 0
		for line := range strings.SplitSeq(text, "\n") {
			found := textLine{start: at, depth: depth}
			at += len(line) + 1
			for found.indent < len(line) && (line[found.indent] == ' ' || line[found.indent] == '\t') {
				found.indent++
			}
			body := strings.TrimSuffix(line[found.indent:], "\r")
			if body == "" {
				continue
			}
			if body[0] == '}' || body[0] == ']' {
				found.depth = max(0, depth-1)
			}
			depth = max(0, depth+nesting(body))
			if !yield(found) {
				return
			}
		}
	}
}

// nesting is by how much a line that is not empty opens more brackets than it closes. Brackets in
// texts do not count. Most lines have none, or one at the end, which cannot be
// in a text, and need no look at every byte.
func nesting(line string) int {
	before, last := line[:len(line)-1], line[len(line)-1]
	if !bracket(before) {
		switch last {
		case '{', '[':
			return 1
		case '}', ']':
			return -1
		}
		return 0
	}
	depth := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '"':
			i += textEnd(line[i+1:])
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
	}
	return depth
}

func bracket(s string) bool {
	return strings.IndexByte(s, '{') >= 0 || strings.IndexByte(s, '[') >= 0 || strings.IndexByte(s, '}') >= 0 || strings.IndexByte(s, ']') >= 0
}

// textEnd is how far it is to the quote that ends a text.
func textEnd(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(s)
}

// documentOrder is the order of the coding standards.
var documentOrder = []string{"swagger", "info", "host", "paths", "definitions"}

// rootOrder: 44 of 667 published connectors have another order.
var rootOrder = rule{
	Rule: checks.Rule{
		ID: "SwaggerRootOrder", Severity: checks.Advice, Origin: checks.Documentation,
		Meaning: "The file begins with swagger and info, then host, paths and definitions follow.",
		Fix:     "Move the member to its place.",
		Source:  "Coding standards; 44 of 667 published connectors have another",
		Bad:     `{"paths": {}, "swagger": "2.0"}`,
		Good:    `{"swagger": "2.0", "paths": {}}`,
	},
	document: func(pass *pass) {
		place := map[string]int{}
		for i, name := range documentOrder {
			place[name] = i
		}
		last := -1
		for n := range pass.doc.Root.Children() {
			at, known := place[n.Key()]
			if !known {
				continue
			}
			if at < last {
				pass.reportf(n, "%s stands after %s, the usual order is swagger, info, host, paths, definitions", n.Key(), documentOrder[last])
				return
			}
			last = at
		}
	},
}
