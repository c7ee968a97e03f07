package review

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Readable says in words where a pointer leads:
// "/paths/~1invoices/get/parameters/0/x-ms-summary" is "GET /invoices,
// parameter 1, x-ms-summary". Parameters and entries of lists are counted from
// 1, as people do; the pointer counts them from 0. Pointers into other parts of
// a file stay pointers, without "#" and percent signs. A text that is no
// pointer is handed back.
func Readable(pointer string) string {
	at := steps(pointer)
	if len(at) == 0 {
		return strings.TrimSpace(pointer)
	}
	switch kind := thing(at[0]); {
	case len(at) == 1:
	case at[0] == "paths":
		return readPath(at[1:])
	case at[0] == "operation":
		return readSteps([]string{"operation " + at[1]}, at[2:])
	case at[0] == "properties" && at[1] == "connectionParameters" && len(at) > 2:
		return readSteps([]string{"connection parameter " + at[2]}, at[3:])
	case kind != "" && kind != "property" && kind != "header":
		return readSteps([]string{kind + " " + at[1]}, at[2:])
	}
	if s := strings.TrimSpace(pointer); !strings.HasPrefix(strings.TrimPrefix(s, "#"), "/") && !isDotted(s) && !isPosition(s) {
		return s
	}
	return "/" + strings.Join(at, "/")
}

// thing is what an entry of a member is called.
func thing(member string) string {
	switch member {
	case "definitions":
		return "definition"
	case "parameters", "parameter":
		return "parameter"
	case "responses":
		return "response"
	case "properties":
		return "property"
	case "headers":
		return "header"
	case "securityDefinitions":
		return "security definition"
	}
	return ""
}

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch"}

func readPath(at []string) string {
	if len(at) > 1 && slices.Contains(methods, strings.ToLower(at[1])) {
		return readSteps([]string{strings.ToUpper(at[1]) + " " + at[0]}, at[2:])
	}
	return readSteps([]string{"path " + at[0]}, at[1:])
}

// readSteps joins the steps below an operation or definition.
func readSteps(out, at []string) string {
	for i := 0; i < len(at); i++ {
		kind := thing(at[i])
		n, counted := place(at[min(i+1, len(at)-1)])
		switch last := i+1 == len(at); {
		case last || kind == "" && !counted:
			out = append(out, at[i])
			continue
		case kind == "":
			out = append(out, at[i]+" entry "+n)
		case counted && kind == "parameter":
			out = append(out, kind+" "+n)
		default:
			out = append(out, kind+" "+at[i+1])
		}
		i++
	}
	return strings.Join(out, ", ")
}

// place is an index as people count.
func place(step string) (string, bool) {
	n, err := strconv.Atoi(step)
	if err != nil || n < 0 || len(step) > 5 || len(step) > 1 && step[0] == '0' {
		return "", false
	}
	return strconv.Itoa(n + 1), true
}

// steps takes a place apart, in whatever form it was printed: a JSON pointer
// with or without "#" and slash, escaped or not, percent-encoded or not; the
// dotted path of the apiProperties validators; "operation/…" of breaking
// changes.
func steps(pointer string) []string {
	s := strings.TrimSpace(pointer)
	if isPosition(s) {
		open := strings.IndexByte(s, '\'')
		if open < 0 {
			return nil
		}
		return dotted(strings.TrimSuffix(s[open+1:], "'"))
	}
	if isDotted(s) {
		return dotted(s)
	}
	s = strings.TrimPrefix(strings.TrimPrefix(s, "#"), "/")
	if s == "" || strings.ContainsAny(s, "\r\n") {
		return nil
	}
	out := strings.Split(s, "/")
	unescaped := !strings.Contains(s, "~1")
	for i, step := range out {
		if decoded, err := url.PathUnescape(step); err == nil {
			step = decoded
		}
		out[i] = strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
	}
	if out[0] == "paths" && unescaped {
		return rejoin(out)
	}
	return out
}

// rejoin puts the pieces of an unescaped path together again: they reach to
// the method of the operation. Of two methods in a row the first that
// something of an operation follows is it.
func rejoin(at []string) []string {
	if len(at) < 3 || strings.HasPrefix(at[1], "/") {
		return at
	}
	end := len(at)
	for i := 2; i < len(at); i++ {
		if slices.Contains(methods, at[i]) && (i+1 == len(at) || ofOperation(at[i+1])) {
			end = i
			break
		}
	}
	path := strings.Join(at[1:end], "/")
	if at[1] != "" {
		path = "/" + path
	} else if strings.HasPrefix(path, "//") {
		path = path[1:]
	}
	return append([]string{"paths", path}, at[end:]...)
}

// ofOperation reports whether a step is a member of an operation.
func ofOperation(step string) bool {
	return strings.HasPrefix(step, "x-ms-") || slices.Contains([]string{
		"parameters", "responses", "summary", "description", "operationId", "tags", "consumes", "produces", "schemes", "security", "deprecated", "externalDocs",
	}, step)
}

// isDotted tells the apiProperties validators' paths from JSON pointers.
func isDotted(s string) bool {
	return strings.HasPrefix(s, "$.") || strings.HasPrefix(s, "[0]") || strings.HasPrefix(s, "['") || strings.HasPrefix(s, "properties.") && !strings.Contains(s, "/")
}

// dotted takes apart "$.properties.a", "[0].properties['a b'].c[1]".
func dotted(s string) []string {
	s = strings.TrimPrefix(s, "$")
	if rest, ok := strings.CutPrefix(s, "[0]"); ok {
		s = rest
	}
	var out []string
	for s != "" {
		switch {
		case s[0] == '.':
			s = s[1:]
			if strings.HasPrefix(s, ".") { // the dots of a path that was cut
				return append(out, "."+s)
			}
		case strings.HasPrefix(s, "['"):
			name, rest, _ := strings.Cut(s[2:], "']")
			out, s = append(out, name), rest
		case s[0] == '[':
			name, rest, _ := strings.Cut(s[1:], "]")
			out, s = append(out, name), rest
		default:
			end := strings.IndexAny(s, ".[")
			if end < 0 {
				end = len(s)
			}
			if strings.HasPrefix(s[end:], "...") {
				end = len(s)
			}
			out, s = append(out, s[:end]), s[end:]
		}
	}
	return out
}
