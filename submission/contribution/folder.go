package contribution

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/certwiz/certwiz/submission/source"
)

// The repository's folders, one for each type of publisher (S05).
const (
	certified   = "certified-connectors"
	independent = "independent-publisher-connectors"
)

// top is where the publisher's connectors stand.
func (p *plan) top() string {
	if p.in.Independent {
		return independent
	}
	return certified
}

// folder decides where the files go. An update stays in the folder that its
// pull request changes: the name of a folder is kept for good.
func (p *plan) folder() {
	name := p.in.FolderName
	top := p.top()
	if e := p.in.Existing; e != nil {
		was, found := p.pullFolder()
		switch {
		case found:
			top, name, _ = strings.Cut(was, "/")
		case !e.Asked.Files.Known:
			p.doubt(fmt.Sprintf("which folder pull request %d changes is not known; %s is taken", e.Number, p.top()+"/"+name))
		}
	}
	if why := unfitName(name); why != "" {
		p.block(fmt.Sprintf("the folder's name can't stand in the repository: %s; rename the folder", why))
		return
	}
	if top != p.top() {
		p.problem(fmt.Sprintf("pull request %d goes to %s, and you publish to %s", p.in.Existing.Number, top, p.top()))
	}
	p.Folder = top + "/" + name
}

// pullFolder is the connector's folder that the existing pull request changes:
// its only one, or of several the one of this name.
func (p *plan) pullFolder() (string, bool) {
	e := p.in.Existing
	if !e.Asked.Files.Known {
		return "", false
	}
	_, all := source.Touched(e.Files, "")
	if len(all) == 1 {
		return all[0], true
	}
	if len(all) > 1 {
		p.problem(fmt.Sprintf("pull request %d changes %d connectors' folders; one connector for each pull request is asked for", e.Number, len(all)))
	}
	for _, folder := range all {
		if folder == p.top()+"/"+p.in.FolderName {
			return folder, true
		}
	}
	return "", false
}

// maxName is the length of a folder's name, in bytes; the longest published
// one has half of it, and Windows allows 260 for a whole path.
const maxName = 120

// unfitName says why a name can't stand in a path of the repository, which people
// check out on Windows, macOS and Linux; "" when it can.
func unfitName(name string) string {
	switch {
	case strings.TrimSpace(name) == "":
		return "it is empty"
	case !utf8.ValidString(name):
		return "it is not UTF-8"
	case len(name) > maxName:
		return fmt.Sprintf("it is %d bytes long, %d allowed", len(name), maxName)
	case strings.Trim(name, " ") != name || strings.HasSuffix(name, "."):
		return "it begins or ends with a space, or ends with a full stop"
	case strings.HasPrefix(name, "."):
		return "it begins with a full stop"
	case reserved(name):
		return "Windows keeps this name for a device"
	}
	for _, r := range name {
		if strings.ContainsRune(`\/:*?"<>|`, r) {
			return fmt.Sprintf("it holds the character %c", r)
		}
		if !unicode.IsPrint(r) {
			return fmt.Sprintf("it holds an invisible character (U+%04X)", r)
		}
	}
	return ""
}

// reserved tells whether Windows takes a name for a device, whatever its ending.
func reserved(name string) bool {
	name, _, _ = strings.Cut(strings.ToUpper(name), ".")
	switch name {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(name) == 4 && (strings.HasPrefix(name, "COM") || strings.HasPrefix(name, "LPT")) && name[3] >= '1' && name[3] <= '9'
}
