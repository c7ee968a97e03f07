// Package solution reads and judges what Partner Center takes for a connector:
// a .zip with intro.md and an inner .zip, in whose folder PkgAssets lie the
// exported solutions of the connector and of a flow that uses it. The reader
// takes every layer apart as far as it can, within limits, and never fails;
// the rules, P01 to P60 of the process, say what is wrong with it. They run to
// the end: a layer that can't be read silences only what needs it. Their levels
// differ for verified and independent publishers, because Microsoft's own
// services let pass for the one what they refuse for the other.
package solution

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/change"
)

// Limits of a package. The largest seen had 110 kB.
const (
	MaxBytes      = 100 << 20 // of the package itself
	maxUnpacked   = 200 << 20 // of all layers together, as their tables of contents say
	maxEntries    = 2000      // of one archive
	maxDepth      = 4         // of archives in archives
	maxArchives   = 40        // that are opened
	maxRead       = 64 << 20  // unpacked into memory
	maxParsed     = 12 << 20  // of JSON and XML that is taken apart
	maxText       = 4 << 20   // of one such file
	maxDefinition = 2 << 20   // of a definition that is judged
)

// between stands between the layers of a place.
const between = " ▸ "

// Package is a package that was read.
type Package struct {
	Name  string // of the file
	Size  int64
	Outer *Archive
	Inner *Archive // the archive in it that holds the solutions, nil when there is none
	// Intro is the package's Markdown file, intro.md if there is one.
	Intro     *checks.File
	Custom    *checks.File // customProperties.json
	Solutions []*Solution  // wherever they lie, in the order of their names

	faults []fault // what keeps layers from being read whole
}

// fault is what is wrong with a layer or an entry as such.
type fault struct {
	place checks.Place
	text  string
}

// Read takes a package apart. Name is the file's name. It never fails: what
// can't be read is in the report of Judge.
func Read(name string, data []byte) *Package {
	r := &reader{unpack: maxRead, parse: maxParsed}
	p := &Package{Name: name, Size: int64(len(data))}
	p.Outer = r.archive(name, name, data, 1)
	r.total(p)
	p.Intro = r.intro(p.Outer)
	p.Custom = r.named(p.Outer, customProperties)
	p.Inner = innerOf(p.Outer)
	for _, a := range all(p.Outer) {
		if root, is := solutionRoot(a); is {
			a.solution = r.solution(a, root)
			p.Solutions = append(p.Solutions, a.solution)
		}
	}
	p.faults = r.faults
	return p
}

// Holds tells whether an archive looks like a package or a part of one rather
// than an archive of a connector's files: there is a .zip in it, or a solution.
func Holds(names []string) bool {
	for _, name := range names {
		low := strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
		if low == customizationsName || low == manifestName || strings.HasSuffix(low, "/"+customizationsName) {
			return true
		}
		if strings.HasSuffix(low, ".zip") && !macMade(low) {
			return true
		}
	}
	return false
}

// The names that a package gives its files.
const (
	introName          = "intro.md"
	customProperties   = "customProperties.json"
	assetsName         = "PkgAssets"
	customizationsName = "customizations.xml"
	manifestName       = "solution.xml"
	contentTypesName   = "[Content_Types].xml"
)

// intro is the package's Markdown file: intro.md, or whichever there is.
func (r *reader) intro(a *Archive) *checks.File {
	var first *Entry
	for _, e := range a.Entries {
		if e.Folder || macMade(e.Name) || !hasExt(e.Name, ".md") {
			continue
		}
		if strings.EqualFold(base(e.Name), introName) {
			first = e
			break
		}
		if first == nil {
			first = e
		}
	}
	if first == nil {
		return nil
	}
	return r.file(a, first)
}

func (r *reader) named(a *Archive, name string) *checks.File {
	for _, e := range a.Entries {
		if !e.Folder && strings.EqualFold(e.Name, name) {
			return r.file(a, e)
		}
	}
	return nil
}

// innerOf is the archive that is to hold the solutions: the first in the outer
// one that is no solution itself, those at its root first.
func innerOf(outer *Archive) *Archive {
	var found *Archive
	for _, e := range outer.Entries {
		if e.Inside == nil || macMade(e.Name) {
			continue
		}
		_, flat := solutionRoot(e.Inside)
		atRoot := !strings.Contains(e.Name, "/")
		if found == nil || atRoot && !flat {
			if found != nil && !strings.Contains(found.entry, "/") {
				continue
			}
			found = e.Inside
		}
	}
	return found
}

// all lists an archive and those in it, in the order of their entries.
func all(a *Archive) []*Archive {
	list := []*Archive{a}
	for _, e := range a.Entries {
		if e.Inside != nil && !macMade(e.Name) {
			list = append(list, all(e.Inside)...)
		}
	}
	return list
}

// Version is the connector in the package as a version to be compared with.
func (p *Package) Version() *change.Version {
	c := p.Connector()
	if c == nil {
		return nil
	}
	v := c.version()
	return &v
}
