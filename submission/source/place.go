package source

import (
	"slices"
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/text"
)

// Place says in words where a JSON pointer leads in a connector's file:
// "/paths/~1invoices/get/parameters/0/x-ms-summary" is "GET /invoices,
// parameter 1 (customerId), x-ms-summary". Numbers count from 1. With the
// file's tree parameters and other things in lists are named. "" is "the whole
// file"; at most 300 characters, not yet safe for a terminal.
func Place(pointer string, doc ...*jsontree.Tree) string {
	if pointer == "" {
		return "the whole file"
	}
	w := wording{}
	if len(doc) > 0 {
		w.node = doc[0].Root()
	}
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		w.steps = append(w.steps, strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~"))
	}
	w.top()
	for len(w.steps) > 0 && len(w.words) < maxPlace {
		w.next()
	}
	return text.Cut(strings.Join(w.words, ", "), maxPlace)
}

// wording turns the steps of a pointer into words, one or two at a time.
type wording struct {
	steps []string
	node  jsontree.Node // where the steps so far lead, nothing without a file
	words []string
}

// maxWord is how many characters of a member's name are shown.
const maxWord = 80

func (w *wording) add(s string) { w.words = append(w.words, s) }

// take goes one step on.
func (w *wording) take() string {
	step := w.steps[0]
	w.steps = w.steps[1:]
	if i, err := strconv.Atoi(step); err == nil && w.node.Is(jsontree.Array) {
		w.node = w.node.At(i)
	} else {
		w.node = w.node.Get(step)
	}
	if step == "" {
		return `""`
	}
	return text.Cut(step, maxWord)
}

var (
	methods = []string{"get", "put", "post", "delete", "options", "head", "patch"}
	// holders are the members of a file that hold things by their names.
	holders = map[string]string{
		"definitions": "definition ", "parameters": "shared parameter ", "responses": "shared response ", "securityDefinitions": "security definition ",
	}
	// inside are those of the things in a file.
	inside = map[string]string{"responses": "response ", "properties": "property ", "headers": "header ", "connectionParameters": "connection parameter "}
	// single is what one element of a list is called.
	single = map[string]string{
		"parameters": "parameter", "tags": "tag", "enum": "enum value", "schemes": "scheme", "policyTemplateInstances": "policy", "capabilities": "capability",
		"scopes": "scope", "required": "required name", "values": "value",
	}
)

// top says where in the file the rest is.
func (w *wording) top() {
	if len(w.steps) < 2 {
		return
	}
	switch holder := w.steps[0]; holder {
	case "paths":
		w.take()
		path := w.take()
		if len(w.steps) > 0 && slices.Contains(methods, strings.ToLower(w.steps[0])) {
			w.add(strings.ToUpper(w.take()) + " " + path)
			return
		}
		w.add("path " + path)
	case "properties": // all of apiProperties.json is in it
		w.take()
	default:
		if what, ok := holders[holder]; ok {
			w.take()
			w.add(what + w.take())
		}
	}
}

// next says one member, with what stands under it when only both together mean
// something.
func (w *wording) next() {
	if i, ok := w.element(""); ok { // a list in a list
		w.take()
		w.add("element " + strconv.Itoa(i+1) + w.name())
		return
	}
	list := w.take()
	if len(w.steps) == 0 {
		w.add(list)
		return
	}
	if i, ok := w.element(list); ok {
		w.take()
		what := single[list]
		if what == "" {
			what = list
		}
		w.add(what + " " + strconv.Itoa(i+1) + w.name())
		return
	}
	if what, ok := inside[list]; ok {
		w.add(what + w.take())
		return
	}
	w.add(list)
}

// element is the position that the next step names in a list. Without a file
// every number is one, but a response's.
func (w *wording) element(list string) (int, bool) {
	i, err := strconv.Atoi(w.steps[0])
	if err != nil || i < 0 || len(w.steps[0]) > 9 {
		return 0, false
	}
	if w.node.OK() {
		return i, w.node.Is(jsontree.Array)
	}
	return i, list != "responses"
}

// name is what an element is called, in brackets: " (customerId)".
func (w *wording) name() string {
	for _, key := range []string{"name", "propertyName", "operationId", "title"} {
		if name := w.node.Get(key).Str(); name != "" {
			return " (" + text.Cut(name, maxWord) + ")"
		}
	}
	if ref := w.node.Get("$ref").Str(); ref != "" {
		return " (" + text.Cut(ref[strings.LastIndexByte(ref, '/')+1:], maxWord) + ")"
	}
	return ""
}
