package source

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
)

// The title is looked for in the first bytes of the API definition; nearly all
// have it there, and a list of connectors must not read 50 MB for its titles.
const (
	titleFirst = 4 << 10
	titleMost  = 256 << 10
	titleRunes = 200
)

// readTitle is the title in an API definition, raw, at most titleRunes long;
// "" when it is not found cheaply.
func readTitle(root *os.Root, name string) string {
	info, err := root.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return ""
	}
	f, err := root.OpenFile(name, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return ""
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, titleFirst))
	if err != nil {
		return ""
	}
	if title, found := scanTitle(data); found {
		return title
	}
	rest, err := io.ReadAll(io.LimitReader(f, titleMost-titleFirst))
	if err != nil {
		return ""
	}
	title, _ := scanTitle(append(data, rest...))
	return title
}

// scanTitle looks for /info/title without parsing the rest, so that it works
// on the beginning of a file and on one with faults further down.
func scanTitle(data []byte) (title string, found bool) {
	depth, inInfo := 0, false
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			end := stringEnd(data, i)
			if end < 0 {
				return "", false
			}
			value, isKey := afterColon(data, end)
			key := string(data[i+1 : end-1])
			if isKey && depth == 1 {
				inInfo = key == "info"
			}
			if isKey && depth == 2 && inInfo && key == "title" {
				return stringAt(data, value)
			}
			i = end - 1
		}
	}
	return "", false
}

// stringEnd is the offset behind the string that begins at i, -1 when it does
// not end.
func stringEnd(data []byte, i int) int {
	for i++; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// afterColon is the offset of the value, when what ended at i was a key.
func afterColon(data []byte, i int) (int, bool) {
	i = skipSpace(data, i)
	if i >= len(data) || data[i] != ':' {
		return 0, false
	}
	return skipSpace(data, i+1), true
}

func skipSpace(data []byte, i int) int {
	for i < len(data) && bytes.IndexByte([]byte(" \t\r\n"), data[i]) >= 0 {
		i++
	}
	return i
}

// stringAt decodes the string that begins at i.
func stringAt(data []byte, i int) (string, bool) {
	if i >= len(data) || data[i] != '"' {
		return "", i < len(data)
	}
	end := stringEnd(data, i)
	if end < 0 {
		return "", false
	}
	var s string
	if json.Unmarshal(data[i:end], &s) != nil {
		s = string(data[i+1 : end-1])
	}
	if runes := []rune(s); len(runes) > titleRunes {
		s = string(runes[:titleRunes])
	}
	return s, true
}
