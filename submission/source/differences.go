package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks/connector"
)

// maxDifferences is how many differences are named.
const maxDifferences = 20

// Differences lists what differs between the working folder and what a commit
// holds (S07), nil when nothing does: a line for each file that one of them
// lacks, and for each place, as a JSON pointer, where a JSON file differs
// ("apiDefinition.swagger.json  /info/description"). Line endings make no
// difference. intro.md and the icon usually go to Microsoft outside the
// repository (S63, Q6), so it is no difference when the commit lacks them.
// At most 20 are named; the last line is then "and N more".
func Differences(working, commit connector.Artifacts) []string {
	d := &differences{}
	d.file(working.Swagger, commit.Swagger, asJSON)
	d.file(working.Properties, commit.Properties, asJSON)
	d.file(working.Script, commit.Script, asText)
	d.file(working.Readme, commit.Readme, asText)
	if commit.Icon != nil {
		d.file(working.Icon, commit.Icon, asBytes)
	}
	if commit.Intro != nil {
		d.file(working.Intro, commit.Intro, asText)
	}
	if d.more > 0 {
		d.lines = append(d.lines, fmt.Sprintf("and %d more", d.more))
	}
	return d.lines
}

// differences collects lines.
type differences struct {
	lines []string
	more  int
}

func (d *differences) add(file, what string) {
	if len(d.lines) == maxDifferences {
		d.more++
		return
	}
	d.lines = append(d.lines, strings.TrimSpace(file+"  "+what))
}

// how says how two files are compared.
type how int

const (
	asBytes how = iota
	asText
	asJSON
)

func (d *differences) file(working, commit *connector.File, as how) {
	switch {
	case working == nil && commit == nil:
		return
	case working == nil:
		d.add(commit.Name, "not in your folder")
		return
	case commit == nil:
		d.add(working.Name, "not in the commit")
		return
	case working.Err != "":
		d.add(working.Name, "not compared: the one in your folder "+working.Err)
		return
	case commit.Err != "":
		d.add(working.Name, "not compared: the one in the commit "+commit.Err)
		return
	}
	a, b := working.Data, commit.Data
	if as != asBytes {
		a, b = plainLines(a), plainLines(b)
	}
	if bytes.Equal(a, b) {
		return
	}
	if as != asJSON || !d.json(working.Name, a, b) {
		d.add(working.Name, "")
	}
}

// plainLines makes all line endings the same.
func plainLines(data []byte) []byte {
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
}

// json adds the pointers that differ; false when one is not valid JSON.
func (d *differences) json(name string, a, b []byte) bool {
	va, oka := decode(a)
	vb, okb := decode(b)
	if !oka || !okb {
		return false
	}
	before := len(d.lines) + d.more
	d.value(name, nil, va, vb)
	if len(d.lines)+d.more == before {
		d.add(name, "spacing or the order of keys only")
	}
	return true
}

func decode(data []byte) (any, bool) {
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	dec.UseNumber()
	var v any
	if dec.Decode(&v) != nil {
		return nil, false
	}
	_, err := dec.Token()
	return v, err == io.EOF
}

// missing stands for a value that one side lacks.
type missing struct{}

// value compares two values; path holds the pointer's parts, still unescaped.
func (d *differences) value(name string, path []string, a, b any) {
	if oa, ok := a.(map[string]any); ok {
		if ob, ok := b.(map[string]any); ok {
			d.object(name, path, oa, ob)
			return
		}
	}
	if la, ok := a.([]any); ok {
		if lb, ok := b.([]any); ok {
			d.list(name, path, la, lb)
			return
		}
	}
	if scalarEqual(a, b) {
		return
	}
	if len(d.lines) == maxDifferences {
		d.more++ // without writing a pointer, of which there can be millions
		return
	}
	d.add(name, pointer(path))
}

// scalarEqual is false for two values of different kinds.
func scalarEqual(a, b any) bool {
	switch a.(type) {
	case map[string]any, []any:
		return false
	}
	switch b.(type) {
	case map[string]any, []any:
		return false
	}
	return a == b
}

func (d *differences) object(name string, path []string, a, b map[string]any) {
	keys := maps.Clone(a)
	maps.Copy(keys, b)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		d.value(name, append(path, key), member(a, key), member(b, key))
	}
}

func member(o map[string]any, key string) any {
	if v, ok := o[key]; ok {
		return v
	}
	return missing{}
}

func (d *differences) list(name string, path []string, a, b []any) {
	for i := range max(len(a), len(b)) {
		d.value(name, append(path, strconv.Itoa(i)), item(a, i), item(b, i))
	}
}

func item(l []any, i int) any {
	if i < len(l) {
		return l[i]
	}
	return missing{}
}

// maxPointer is how many characters of a pointer are shown.
const maxPointer = 300

// pointer writes a JSON pointer (RFC 6901).
func pointer(path []string) string {
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	var s strings.Builder
	for _, part := range path {
		s.WriteString("/" + escape.Replace(part))
	}
	if s.Len() == 0 {
		return "the whole file"
	}
	if runes := []rune(s.String()); len(runes) > maxPointer {
		return string(runes[:maxPointer]) + "…"
	}
	return s.String()
}
