// Package archive judges a .zip that is to be uploaded: exactly the connector's
// artifacts at its root, and nothing that could hurt whoever unpacks it.
package archive

import (
	"fmt"
	"io/fs"
	"sync"

	"github.com/certwiz/certwiz/checks"
)

// Entry is one entry of the archive as its central directory states it.
type Entry struct {
	Name      string // raw, with its slashes or backslashes
	Size      uint64 // unpacked bytes
	Packed    uint64 // packed bytes
	Mode      fs.FileMode
	Encrypted bool
}

// Listing is an archive's table of contents.
type Listing struct {
	Name    string // the archive's file name
	Size    int64  // bytes of the archive itself
	Entries []Entry
	// Problem says why the archive could not be read, "" when it could.
	Problem string
	// HasScript says the connector has a script.csx, so that one is allowed.
	HasScript bool
}

// Limits of an archive. A certification archive is a few hundred kilobytes.
const (
	MaxEntries = 1000
	MaxTotal   = 100 << 20 // unpacked bytes of all entries together
	maxRatio   = 100       // unpacked bytes for one packed byte ...
	ratioFrom  = 10 << 20  // ... of an entry that unpacks to more than this
)

// Judge judges an archive by its table of contents. A finding's place has the
// archive as its file and the entry's raw name as its pointer.
func Judge(l Listing) checks.Report { return checks.Run(table(l)) }

// Rules lists the descriptions of all rules of this room.
func Rules() []checks.Rule { return checks.Rules(table(Listing{})) }

func table(l Listing) []checks.Check {
	s := subject{Listing: l, sorted: sync.OnceValue(func() sorting { return classify(l) })}
	return []checks.Check{
		{Rule: unreadable, Judge: s.unreadable},
		{Rule: swaggerMissing, Judge: s.required(s.swaggerMissing)},
		{Rule: propertiesMissing, Judge: s.required(s.propertiesMissing)},
		{Rule: iconMissing, Judge: s.required(s.iconMissing)},
		{Rule: scriptMissing, Judge: s.readable(s.scriptMissing)},
		{Rule: nameCase, Judge: s.each(misspelt)},
		{Rule: iconTwice, Judge: s.readable(s.iconTwice)},
		{Rule: macFiles, Judge: s.together(mac)},
		{Rule: folder, Judge: s.together(nested)},
		{Rule: settings, Judge: s.each(settingsFile)},
		{Rule: script, Judge: s.each(scriptFile)},
		{Rule: intro, Judge: s.each(introFile)},
		{Rule: extra, Judge: s.each(extraFile)},
		{Rule: unsafePath, Judge: s.each(unsafe)},
		{Rule: special, Judge: s.each(irregular)},
		{Rule: duplicate, Judge: s.readable(s.duplicate)},
		{Rule: encrypted, Judge: s.readable(s.encrypted)},
		{Rule: empty, Judge: s.readable(s.empty)},
		{Rule: bomb, Judge: s.readable(s.bomb)},
	}
}

// subject is a listing whose entries are sorted out once.
type subject struct {
	Listing
	sorted func() sorting
}

// required runs a rule that asks for a file; of an archive that could not be
// read nobody knows what it holds.
func (s subject) required(judge func(*checks.Reporter)) func(*checks.Reporter) {
	return func(r *checks.Reporter) {
		if s.Problem != "" {
			r.Unknown("the archive could not be read")
			return
		}
		judge(r)
	}
}

// readable runs a rule on the entries there are.
func (s subject) readable(judge func(*checks.Reporter)) func(*checks.Reporter) {
	return func(r *checks.Reporter) {
		if s.Problem != "" {
			r.Skip("the archive could not be read")
			return
		}
		judge(r)
	}
}

// maxFindings is how many findings one rule makes before it only counts.
const maxFindings = 20

// each reports every entry of a kind by itself.
func (s subject) each(k kind) func(*checks.Reporter) {
	return s.readable(func(r *checks.Reporter) {
		all := s.sorted().of(k)
		for _, e := range all[:min(len(all), maxFindings)] {
			r.Report(s.at(e.Name), "%s %s", shown(e.Name), e.why)
		}
		if n := len(all) - maxFindings; n > 0 {
			r.Report(s.at(""), "at least %d more entries like these", n)
		}
	})
}

// together reports all entries of a kind as one finding: they have one cause.
func (s subject) together(k kind) func(*checks.Reporter) {
	return s.readable(func(r *checks.Reporter) {
		all := s.sorted().of(k)
		if len(all) == 0 {
			return
		}
		r.Report(s.at(all[0].Name), "%s %s", shown(all[0].Name), all[0].why)
		if len(all) > 1 {
			r.Last().Message += fmt.Sprintf(", and %d more like it", len(all)-1)
		}
		for _, e := range all[1:] {
			r.Last().More = append(r.Last().More, s.at(e.Name))
		}
	})
}

func (s subject) at(entry string) checks.Place {
	return checks.Place{File: s.Name, Pointer: entry}
}
