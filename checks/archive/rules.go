package archive

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

const page = "https://learn.microsoft.com/connectors/custom-connectors/submit-for-certification"

// modeDir is the one special mode that is a matter of its own rule.
const modeDir = fs.ModeDir

func modeName(m fs.FileMode) string {
	switch {
	case m&fs.ModeSymlink != 0:
		return "a symbolic link"
	case m&(fs.ModeDevice|fs.ModeCharDevice) != 0:
		return "a device"
	case m&fs.ModeNamedPipe != 0:
		return "a pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a special file"
}

var unreadable = checks.Rule{
	ID: "ArchiveUnreadable", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectArchive,
	Meaning: "The archive is a .zip that can be read.",
	Fix:     "Make the archive anew; certwiz builds it from the connector's folder.",
	Source:  "S29, S30, 5000.1.1.16", Link: page,
	Bad: "a .rar renamed to contoso.zip", Good: "contoso.zip",
}

func (s subject) unreadable(r *checks.Reporter) {
	if s.Problem != "" {
		r.Report(s.at(""), "%s %s", s.Name, s.problem())
	}
}

// problem is why the archive could not be read, as a phrase that follows its
// name: some who read archives say "is cut off", others "permission denied".
func (l Listing) problem() string {
	for _, verb := range []string{"is ", "has ", "holds ", "could ", "cannot "} {
		if strings.HasPrefix(l.Problem, verb) {
			return l.Problem
		}
	}
	return "could not be read: " + l.Problem
}

var swaggerMissing = missingRule("ArchiveSwaggerMissing", swaggerName, "S31, 5000.1.1.3")

func (s subject) swaggerMissing(r *checks.Reporter) { s.missing(r, swaggerName) }

var propertiesMissing = missingRule("ArchivePropertiesMissing", propertiesName, "S32, 5000.1.1.5")

func (s subject) propertiesMissing(r *checks.Reporter) { s.missing(r, propertiesName) }

func missingRule(id, name, source string) checks.Rule {
	return checks.Rule{
		ID: id, Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectArchive,
		Meaning: fmt.Sprintf("The archive holds %s.", name),
		Fix:     fmt.Sprintf("Add %s to the archive, not inside a folder.", name),
		Source:  source, Link: page,
		Bad: "an archive without " + name, Good: name + " at the archive's root",
	}
}

func (s subject) missing(r *checks.Reporter, name string) {
	if !s.contains(func(base string) bool { return strings.EqualFold(base, name) }) {
		r.Report(s.at(name), "%s is missing", name)
	}
}

// contains reports whether a file is in the archive, even in the wrong folder or
// case, which other rules report.
func (s subject) contains(is func(base string) bool) bool {
	return slices.ContainsFunc(s.sorted(), func(e entry) bool {
		switch e.kind {
		case mac, irregular:
			return false
		}
		return !strings.HasSuffix(e.Name, "/") && !e.Mode.IsDir() && is(path.Base(strings.ReplaceAll(e.Name, `\`, "/")))
	})
}

var iconMissing = checks.Rule{
	ID: "ArchiveIconMissing", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectArchive,
	Meaning: "The archive holds the connector's icon as a PNG.",
	Fix:     "Add icon.png to the archive, not inside a folder.",
	Source:  "S33, 5000.1.1.1", Link: page,
	Bad: "an archive without a .png", Good: "icon.png at the archive's root",
}

func (s subject) iconMissing(r *checks.Reporter) {
	if !s.contains(isPNG) {
		r.Report(s.at("icon.png"), "the icon is missing: no file ends in .png")
	}
}

func isPNG(base string) bool { return strings.EqualFold(path.Ext(base), ".png") }

var iconTwice = checks.Rule{
	ID: "ArchiveIconTwice", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectArchive,
	Meaning: "The archive holds one PNG only, the icon.",
	Fix:     "Keep icon.png and leave the other pictures out.",
	Source:  "S33, S34", Link: page,
	Bad: "icon.png, logo.png", Good: "icon.png",
}

func (s subject) iconTwice(r *checks.Reporter) {
	var names []string
	for _, e := range s.sorted() {
		if (e.kind == artifact || e.kind == misspelt) && isPNG(e.Name) && !slices.Contains(names, e.Name) {
			names = append(names, e.Name)
		}
	}
	if len(names) > 1 {
		r.Report(s.at(names[1]), "%d files end in .png, one is the icon: %s", len(names), list(names))
	}
}

// list is the first names of many.
func list(names []string) string {
	const most = 5
	text := make([]string, 0, most+1)
	for _, n := range names[:min(len(names), most)] {
		text = append(text, shown(n))
	}
	if len(names) > most {
		text = append(text, "…")
	}
	return strings.Join(text, ", ")
}

var scriptMissing = checks.Rule{
	ID: "ArchiveScriptMissing", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectArchive,
	Meaning: "The archive of a connector with custom code holds its script.csx.",
	Fix:     "Add script.csx to the archive, or remove it from the connector.",
	Source:  "certification-submission, Step 5; 5000.1.1.5", Link: page,
	Bad: "a connector with script.csx, an archive without", Good: "script.csx at the archive's root",
}

func (s subject) scriptMissing(r *checks.Reporter) {
	if !s.HasScript {
		r.Skip("the connector has no custom code")
		return
	}
	s.missing(r, scriptName)
}

var nameCase = checks.Rule{
	ID: "ArchiveNameCase", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Engineers, Subject: checks.SubjectArchive,
	Meaning: "The files are named exactly as Microsoft names them, letter case too.",
	Fix:     "Rename the file and make the archive anew.",
	Source:  "S31, S32, S33, 5000.1.1.3, 5000.1.1.5", Link: page,
	Bad: "apidefinition.swagger.json", Good: "apiDefinition.swagger.json",
}

var macFiles = checks.Rule{
	ID: "ArchiveMacFiles", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectArchive,
	Meaning: "The archive holds nothing that macOS adds: __MACOSX, .DS_Store, files that begin with ._",
	Fix:     "Build the archive with certwiz, or with: zip -X contoso.zip apiDefinition.swagger.json apiProperties.json icon.png",
	Source:  "S34, S35, 5000.1.1.11", Link: page,
	Bad: "__MACOSX/._icon.png", Good: "only the artifacts",
}

var folder = checks.Rule{
	ID: "ArchiveFolder", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectArchive,
	Meaning: "The files stand at the archive's root, in no folder.",
	Fix:     "Pack the files themselves, not the folder that holds them.",
	Source:  "S31, S32, S33, 5000.1.1.11", Link: page,
	Bad: "contoso/apiProperties.json", Good: "apiProperties.json",
}

var settings = checks.Rule{
	ID: "ArchiveSettings", Severity: checks.Error, Evidence: checks.AskedOften, Origin: checks.Engineers, Subject: checks.SubjectArchive,
	Meaning: "The archive does not hold the settings.json that paconn download makes.",
	Fix:     "Leave settings.json out of the archive.",
	Source:  "S34; reviews", Link: page,
	Bad: "settings.json", Good: "an archive without settings.json",
}

var script = checks.Rule{
	ID: "ArchiveScript", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectArchive,
	Meaning: "script.csx is in the archive only when the connector has custom code.",
	Fix:     "Leave script.csx out, or put it beside the connector's other files.",
	Source:  "S34; certification-submission, Step 5", Link: page,
	Bad: "script.csx for a connector without custom code", Good: "script.csx for a connector that has one",
}

var intro = checks.Rule{
	ID: "ArchiveIntro", Severity: checks.Warning, Origin: checks.Engineers, Subject: checks.SubjectArchive,
	Meaning: "intro.md is attached apart; an engineer once asked for it in the archive.",
	Fix:     "Leave intro.md out unless an engineer asked for it; it is attached in Activity Control.",
	Source:  "S63, S64; PR 2446", Link: page,
	Bad: "intro.md in the archive", Good: "intro.md attached in Activity Control",
}

var extra = checks.Rule{
	ID: "ArchiveExtraFile", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectArchive,
	Meaning: "The archive holds the connector's artifacts and nothing else.",
	Fix:     "Leave the file out of the archive.",
	Source:  "S34", Link: page,
	Bad: "readme.md", Good: "only apiDefinition.swagger.json, apiProperties.json, icon.png",
}

var unsafePath = checks.Rule{
	ID: "ArchivePath", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectArchive,
	Meaning: "No entry's name leads outside the folder the archive is unpacked in.",
	Fix:     "Make the archive anew; certwiz builds it from the connector's folder.",
	Source:  "S30", Link: page,
	Bad: "../apiProperties.json", Good: "apiProperties.json",
}

var special = checks.Rule{
	ID: "ArchiveSpecialFile", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectArchive,
	Meaning: "Every entry is a plain file, no link and no device.",
	Fix:     "Replace the link by the file it points to and make the archive anew.",
	Source:  "S30", Link: page,
	Bad: "icon.png as a symbolic link", Good: "icon.png as a file",
}

var duplicate = checks.Rule{
	ID: "ArchiveDuplicate", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectArchive,
	Meaning: "No two entries have the same name, whatever the letter case.",
	Fix:     "Make the archive anew with each file once.",
	Source:  "S30", Link: page,
	Bad: "icon.png, Icon.png", Good: "icon.png",
}

func (s subject) duplicate(r *checks.Reporter) {
	first := map[string]string{}
	for _, e := range s.sorted() {
		key := strings.ToLower(strings.TrimSuffix(e.Name, "/"))
		before, seen := first[key]
		switch {
		case !seen:
			first[key] = e.Name
		case r.Last() != nil && len(r.Last().More) >= maxFindings:
		case r.Last() != nil:
			r.Last().More = append(r.Last().More, s.at(e.Name))
		case before == e.Name:
			r.Report(s.at(e.Name), "%s is in the archive twice", shown(e.Name))
		default:
			r.Report(s.at(e.Name), "%s and %s differ in letter case only", shown(before), shown(e.Name))
		}
	}
}

var encrypted = checks.Rule{
	ID: "ArchiveEncrypted", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectArchive,
	Meaning: "No entry is protected by a password.",
	Fix:     "Make the archive anew without a password.",
	Source:  "S30", Link: page,
	Bad: "an archive with a password", Good: "an archive without one",
}

func (s subject) encrypted(r *checks.Reporter) {
	s.marked(r, "is protected by a password", func(e entry) bool { return e.Encrypted })
}

var empty = checks.Rule{
	ID: "ArchiveEmptyFile", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectArchive,
	Meaning: "No artifact in the archive is empty.",
	Fix:     "Put the whole file into the archive.",
	Source:  "S30", Link: page,
	Bad: "icon.png of 0 bytes", Good: "icon.png of 14 kB",
}

func (s subject) empty(r *checks.Reporter) {
	s.marked(r, "is empty", func(e entry) bool {
		return e.Size == 0 && (e.kind == artifact || e.kind == misspelt || e.kind == introFile)
	})
}

// marked reports the entries for which bad holds as one finding.
func (s subject) marked(r *checks.Reporter, why string, bad func(entry) bool) {
	for _, e := range s.sorted() {
		switch {
		case !bad(e):
		case r.Last() == nil:
			r.Report(s.at(e.Name), "%s %s", shown(e.Name), why)
		default:
			r.Last().More = append(r.Last().More, s.at(e.Name))
		}
	}
}

var bomb = checks.Rule{
	ID: "ArchiveTooLarge", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectArchive,
	Meaning: "The archive unpacks to less than 100 MB in at most 1000 entries, none packed suspiciously tight.",
	Fix:     "Make the archive anew from the connector's files.",
	Source:  "S30", Link: page,
	Bad: "an entry of 40 kB that unpacks to 40 MB", Good: "the three artifacts, a few hundred kilobytes",
}

func (s subject) bomb(r *checks.Reporter) {
	if n := len(s.Entries); n > MaxEntries {
		r.Report(s.at(""), "%s has %d entries, %d allowed", s.Name, n, MaxEntries)
	}
	var total uint64
	for _, e := range s.Entries {
		// Sizes are what the archive claims; a sum that overflows is too large.
		if total += e.Size; total < e.Size || total > MaxTotal {
			r.Report(s.at(""), "%s unpacks to more than %d MB", s.Name, MaxTotal>>20)
			break
		}
	}
	for _, e := range s.Entries {
		if e.Size > ratioFrom && e.Size/maxRatio > e.Packed {
			r.Report(s.at(e.Name), "%s unpacks from %d bytes to %d", shown(e.Name), e.Packed, e.Size)
			break
		}
	}
}
