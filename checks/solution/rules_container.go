package solution

import (
	"path"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/text"
)

// Pages that state what a package holds.
const (
	policyPage = "https://learn.microsoft.com/en-us/connectors/custom-connectors/certification-policy-errors"
	filesPage  = "https://learn.microsoft.com/en-us/connectors/custom-connectors/certification-submission"
)

var unreadable = rule{"P01", stop, stop, checks.Rule{
	ID: "PackageUnreadable", Origin: checks.Practice,
	Meaning: "Each layer is a .zip that can be read: no password, no name that leads out of it, at most 2,000 entries and 200 MB unpacked, at most four layers.",
	Fix:     "Zip the files again with an ordinary tool, or let certwiz package build do it.",
	Source:  "5000.1.1.16", Link: policyPage,
	Bad: `..\intro.md, package.zip`, Good: "intro.md, package.zip",
}, func(s *subject, say *say) {
	for _, f := range s.faults {
		say.at(f.place, "%s", f.text)
	}
}}

var outerName = rule{"P02", inform, inform, checks.Rule{
	ID: "PackageName", Origin: checks.Documentation,
	Meaning: "An independent publisher's package is called package.zip in the pull request's folder; other names were certified too.",
	Fix:     "Call it package.zip, or leave it: both pass.",
	Source:  "certified packages", Link: filesPage,
	Bad: "ConnectorPackage.zip", Good: "package.zip",
}, func(s *subject, say *say) {
	if !s.Independent {
		say.skip("a verified publisher's package has any name")
		return
	}
	if name := base(strings.ReplaceAll(s.Name, `\`, "/")); !strings.EqualFold(name, "package.zip") {
		say.at(s.Outer.at(), "named %s; package.zip is what Microsoft's page says, both pass", shown(name))
	}
}}

// readable ends a rule where the outer archive could not be read.
func (s *subject) readable(say *say) bool {
	if s.Outer.Problem != "" {
		say.unknown("the package could not be read, see PackageUnreadable")
		return false
	}
	return true
}

var outerFolder = rule{"P03", stop, stop, checks.Rule{
	ID: "PackageFolder", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "There is no folder in the package: intro.md and the inner .zip lie at its root.",
	Wording: "The provided zip file should not contain any folder inside",
	Fix:     "Zip the files, not the folder around them: zip -X -j out.zip intro.md package.zip",
	Source:  "5000.1.1.11", Link: policyPage,
	Bad: "MyPackage/intro.md, MyPackage/package.zip", Good: "intro.md, package.zip",
}, func(s *subject, say *say) {
	if !s.readable(say) {
		return
	}
	for _, folder := range s.Outer.folders() {
		switch {
		case macMade(folder):
			say.at(s.Outer.inside(folder), "folder %q was added by macOS", shown(folder))
		case strings.EqualFold(folder, assetsName):
			say.at(s.Outer.inside(folder), "folder %q lies in the outer .zip: it belongs into the inner one", shown(folder))
		case s.wraps(folder):
			say.at(s.Outer.inside(folder), "folder %q wraps the files: zip its content, not the folder", shown(folder))
		default:
			say.at(s.Outer.inside(folder), "there is a folder %q, and none is allowed", shown(folder))
		}
	}
}}

func (s *subject) wraps(folder string) bool {
	return len(s.Outer.filesIn("")) == 0 || strings.EqualFold(folder, strings.TrimSuffix(base(s.Name), path.Ext(s.Name)))
}

// rootFiles are the files at the package's root, those that macOS adds left out.
func (s *subject) rootFiles(ext string) []*Entry {
	return slices.DeleteFunc(s.Outer.filesIn(""), func(e *Entry) bool { return ext != "" && !hasExt(e.Name, ext) || macMade(e.Name) })
}

func names(entries []*Entry) string {
	var all []string
	for i, e := range entries {
		if i == 5 {
			all = append(all, "…")
			break
		}
		all = append(all, shown(base(e.Name)))
	}
	return strings.Join(all, ", ")
}

var oneIntro = rule{"P04", stop, stop, checks.Rule{
	ID: "PackageIntro", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "Exactly one Markdown file lies at the package's root, and it is called intro.md.",
	Wording: "The intro.md file is missing. Please add the required file(s).",
	Fix:     "Keep intro.md at the root, and no other .md file.",
	Source:  "5000.1.1.2, 5000.1.1.5", Link: policyPage,
	Bad: "intro.md, readme.md, package.zip", Good: "intro.md, package.zip",
}, func(s *subject, say *say) {
	if !s.readable(say) {
		return
	}
	found := s.rootFiles(".md")
	switch {
	case len(found) == 0 && s.Intro != nil:
		say.at(checks.Place{File: s.Intro.Name}, "the .md file lies in a folder; it belongs to the package's root")
	case len(found) == 0:
		say.at(s.Outer.at(), "there is no intro.md")
	case len(found) > 1:
		say.at(s.Outer.inside(found[1].Name), "%d .md files: %s; Microsoft's script stops here without saying why", len(found), names(found))
	case !strings.EqualFold(found[0].Name, introName):
		say.as(warn, s.Outer.inside(found[0].Name), "the .md file is called %s, intro.md is expected", shown(found[0].Name))
	}
}}

var oneInner = rule{"P05", stop, stop, checks.Rule{
	ID: "PackageInner", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "Exactly one .zip lies at the package's root, and the solutions lie in its folder PkgAssets.",
	Wording: "Solution package not found at root",
	Fix:     "Put the solutions into PkgAssets/ of an inner .zip: certwiz package build does it.",
	Source:  "5000.1.1.5, 5000.1.1.11", Link: policyPage,
	Bad: "intro.md, Connector.zip, Flow.zip", Good: "intro.md, package.zip",
}, func(s *subject, say *say) {
	if !s.readable(say) {
		return
	}
	if root, is := solutionRoot(s.Outer); is {
		say.at(s.Outer.at(), "this is a solution (it has %s), not a package: put it into package.zip/PkgAssets/", shown(path.Join(root, customizationsName)))
		return
	}
	found := s.rootFiles(".zip")
	flat := 0
	for _, e := range found {
		if e.Inside != nil {
			if _, is := solutionRoot(e.Inside); is {
				flat++
			}
		}
	}
	switch {
	case len(found) == 0 && s.Inner != nil:
		say.at(s.Inner.at(), "the inner .zip lies in a folder; it belongs to the package's root")
	case len(found) == 0:
		say.at(s.Outer.at(), "there is no inner .zip with the solutions")
	case len(found) > 1 && flat > 1:
		say.at(s.Outer.inside(found[0].Name), "the solutions lie flat (%s): put them into package.zip/PkgAssets/", names(found))
	case len(found) > 1:
		say.at(s.Outer.inside(found[1].Name), "%d .zip files: %s; one is allowed, and Microsoft's script stops here without saying why", len(found), names(found))
	}
}}

// executable are endings of what runs.
var executable = []string{".exe", ".dll", ".ps1", ".bat", ".cmd", ".js", ".vbs", ".msi", ".com", ".scr", ".sh", ".jar"}

var outerExtra = rule{"P06", stop, stop, checks.Rule{
	ID: "PackageExtraFile", Origin: checks.Documentation, Evidence: checks.Policy,
	Meaning: "The package holds intro.md, the inner .zip and, for several ways to sign in, customProperties.json. A program is an error, any other file a warning.",
	Fix:     "Leave the file out.",
	Source:  "5000.1.1.4, 5000.1.1.5", Link: policyPage,
	Bad: "intro.md, package.zip, setup.ps1", Good: "intro.md, package.zip",
}, func(s *subject, say *say) {
	if !s.readable(say) {
		return
	}
	for _, e := range s.Outer.filesIn("") {
		name := base(e.Name)
		switch {
		case hasExt(name, ".md") && !macMade(name), hasExt(name, ".zip") && !macMade(name), strings.EqualFold(name, customProperties):
		case slices.Contains(executable, strings.ToLower(path.Ext(name))):
			say.at(s.Outer.inside(e.Name), "holds %s, a program that nothing asks for", shown(name))
		case systemFile(name):
			say.as(inform, s.Outer.inside(e.Name), "holds %s, which the system left there", shown(name))
		default:
			say.as(warn, s.Outer.inside(e.Name), "holds %s, which nothing asks for", shown(name))
		}
	}
}}

func systemFile(name string) bool {
	low := strings.ToLower(name)
	return low == ".ds_store" || low == "thumbs.db" || low == "desktop.ini" || macMade(name)
}

var custom = rule{"P07", stop, stop, checks.Rule{
	ID: "PackageCustomProperties", Origin: checks.Documentation, Evidence: checks.Policy,
	Meaning: "customProperties.json lies beside intro.md when the connector has several ways to sign in, and only then. What it has to hold is stated nowhere: one JSON object.",
	Fix:     "Add customProperties.json, and ask in Microsoft's office hours (Tuesdays) what it has to hold.",
	Source:  "5000.1.1.5", Link: policyPage,
	Bad: "a connector with connectionparametersets, a package without customProperties.json", Good: "intro.md, package.zip, customProperties.json",
}, func(s *subject, say *say) {
	if !s.readable(say) {
		return
	}
	several := s.main != nil && s.main.multiAuth()
	switch f := s.Custom; {
	case several && f == nil:
		say.at(s.main.at(), "the connector has several ways to sign in (connectionparametersets), and the package has no customProperties.json")
	case f == nil:
	case !several:
		say.as(warn, checks.Place{File: f.Name}, "customProperties.json is for connectors with several ways to sign in; this one has no connectionparametersets")
		say.fix("Leave customProperties.json out.")
	case f.Err != "":
		say.at(checks.Place{File: f.Name}, "customProperties.json %s", f.Err)
	default:
		if tree := jsontree.Parse(f.Data); tree.Damaged() || !tree.Root().Is(jsontree.Object) {
			say.at(checks.Place{File: f.Name}, "customProperties.json is not one JSON object")
		}
	}
}}

// inner is the inner archive where it could be read and is no solution.
func (s *subject) inner(say *say) *Archive {
	switch {
	case s.Inner == nil:
		say.unknown("there is no inner .zip, see PackageInner")
		return nil
	case s.Inner.Problem != "":
		say.unknown("the inner .zip could not be read, see PackageUnreadable")
		return nil
	}
	return s.Inner
}

var assetsMissing = rule{"P08", stop, stop, checks.Rule{
	ID: "PackageAssetsMissing", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "The inner .zip has a folder, PkgAssets, and the solutions lie in it.",
	Wording: "The package zip file should contain a folder ideally named 'PkgAssets' inside",
	Fix:     "Wrap the solutions as PkgAssets/<name>.zip: certwiz package build does it.",
	Source:  "5000.1.1.12", Link: policyPage,
	Bad: "package.zip: customizations.xml, solution.xml, …", Good: "package.zip: PkgAssets/Connector.zip, PkgAssets/Flow.zip",
}, func(s *subject, say *say) {
	in := s.inner(say)
	if in == nil {
		return
	}
	if _, is := solutionRoot(in); is {
		say.at(in.at(), "%s looks like a solution (it has %s): wrap it as PkgAssets/<name>.zip", shown(base(in.entry)), customizationsName)
		return
	}
	if len(in.folders()) == 0 {
		say.at(in.at(), "%s has no folder PkgAssets", shown(base(in.entry)))
	}
}}

// assets is the inner archive's folder for the solutions: PkgAssets, or the
// first that is not macOS's.
func (s *subject) assets(say *say) (in *Archive, folder string) {
	in = s.inner(say)
	if in == nil {
		return nil, ""
	}
	if _, is := solutionRoot(in); is {
		say.unknown("the inner .zip is a solution, see PackageAssetsMissing")
		return nil, ""
	}
	folder = in.assets()
	if folder == "" {
		say.unknown("there is no folder PkgAssets, see PackageAssetsMissing")
		return nil, ""
	}
	return in, folder
}

func (a *Archive) assets() string {
	first := ""
	for _, f := range a.folders() {
		if strings.EqualFold(f, assetsName) {
			return f
		}
		if first == "" && !macMade(f) {
			first = f
		}
	}
	return first
}

var assetsAlone = rule{"P09", stop, stop, checks.Rule{
	ID: "PackageAssetsNotAlone", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "PkgAssets is the only folder in the inner .zip.",
	Fix:     "Make the inner .zip without the other folder: zip -X -r package.zip PkgAssets, or certwiz package build.",
	Source:  "5000.1.1.12", Link: policyPage,
	Bad: "package.zip: PkgAssets/, __MACOSX/", Good: "package.zip: PkgAssets/",
}, func(s *subject, say *say) {
	in, folder := s.assets(say)
	if in == nil {
		return
	}
	for _, other := range in.folders() {
		switch {
		case other == folder:
		case macMade(other):
			say.at(in.inside(other), "second folder %q, made by macOS; Microsoft's script stops here without saying why", shown(other))
		default:
			say.at(in.inside(other), "second folder %q; Microsoft's script stops here without saying why", shown(other))
		}
	}
}}

var assetsNamed = rule{"P10", stop, warn, checks.Rule{
	ID: "PackageAssetsName", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "The folder is called PkgAssets, in any case.",
	Wording: "'PkgAssets' folder missing",
	Fix:     "Rename the folder, or let certwiz package build make the inner .zip.",
	Source:  "5000.1.1.12", Link: policyPage,
	Bad: "package.zip: PackageAssets/", Good: "package.zip: PkgAssets/",
}, func(s *subject, say *say) {
	in, folder := s.assets(say)
	if in != nil && !strings.EqualFold(folder, assetsName) {
		say.at(in.inside(folder), "the folder is %q; Partner Center looks for %q", shown(folder), assetsName)
	}
}}

var assetsFolder = rule{"P11", stop, stop, checks.Rule{
	ID: "PackageAssetsFolder", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "There is no folder inside PkgAssets.",
	Wording: "The package folder should not contain any folder inside",
	Fix:     "Move the solutions right into PkgAssets and remove the folder.",
	Source:  "5000.1.1.16", Link: policyPage,
	Bad: "package.zip: PkgAssets/en/", Good: "package.zip: PkgAssets/Connector.zip, PkgAssets/Flow.zip",
}, func(s *subject, say *say) {
	in, folder := s.assets(say)
	if in == nil {
		return
	}
	for _, inner := range in.foldersIn(folder) {
		say.at(in.inside(folder+"/"+inner), "there is a folder %q inside %s", shown(inner), shown(folder))
	}
}}

var solutionCount = rule{"P12", stop, stop, checks.Rule{
	ID: "PackageSolutions", Origin: checks.Validator, Evidence: checks.Policy,
	Meaning: "PkgAssets holds two solutions, the connector's and the flow's; three for a connector with an AI plugin.",
	Wording: "The package folder does not contain solution zip files",
	Fix:     "Put exactly these solutions into PkgAssets.",
	Source:  "5000.1.1.6, 5000.1.1.13", Link: policyPage,
	Bad: "package.zip: PkgAssets/Connector.zip", Good: "package.zip: PkgAssets/Connector.zip, PkgAssets/Flow.zip",
}, func(s *subject, say *say) {
	in, folder := s.assets(say)
	if in == nil {
		return
	}
	want := 2
	if s.Plugin {
		want = 3
	}
	var found []*Entry
	for _, e := range in.filesIn(folder) {
		if hasExt(e.Name, ".zip") && !macMade(e.Name) {
			found = append(found, e)
		}
	}
	if len(found) == want {
		return
	}
	place := in.inside(folder)
	switch {
	case len(found) == 0:
		say.at(place, "%s holds no solution .zip; %d are expected", shown(folder), want)
	case len(found) < want:
		say.at(place, "%s holds %s of %d: %s%s", shown(folder), text.Count(len(found), "solution", "solutions"), want, names(found), s.lacking())
	default:
		say.at(place, "%s holds %d solutions, %d are expected: %s", shown(folder), len(found), want, names(found))
	}
}}

// lacking says which kind of solution is not there.
func (s *subject) lacking() string {
	switch {
	case s.broken():
		return ""
	case len(s.flows()) == 0:
		return "; the flow's is missing"
	case s.connectorOnly() == nil:
		return "; the connector's is missing"
	}
	return ""
}

// connectorOnly is the solution that holds a connector and nothing else.
func (s *subject) connectorOnly() *Solution {
	for _, one := range s.Solutions {
		if one.connectors != nil && one.workflows == nil && one.plugin == nil {
			return one
		}
	}
	return nil
}

var assetsExtra = rule{"P13", warn, warn, checks.Rule{
	ID: "PackageAssetsExtraFile", Origin: checks.Practice,
	Meaning: "Beside the solutions the inner .zip holds only what Package Deployer puts there, which is fine.",
	Fix:     "Leave the file out.",
	Source:  "certified packages", Link: filesPage,
	Bad: "package.zip: PkgAssets/notes.txt", Good: "package.zip: PkgAssets/ImportConfig.xml, PkgAssets/manifest.ppkg.json",
}, func(s *subject, say *say) {
	in := s.inner(say)
	if in == nil {
		return
	}
	if _, is := solutionRoot(in); is {
		say.skip("the inner .zip is a solution")
		return
	}
	for _, e := range append(in.filesIn(""), in.filesIn(in.assets())...) {
		name := strings.ToLower(base(e.Name))
		switch {
		case in.assets() == "" && strings.Contains(e.Name, "/"):
		case hasExt(name, ".zip"), name == "[content_types].xml":
		case name == "importconfig.xml", name == "manifest.ppkg.json", hasExt(name, ".dll"), hasExt(name, ".pdb"):
			say.as(inform, in.inside(e.Name), "%s is Package Deployer's; it does no harm", shown(base(e.Name)))
			say.fix("Nothing to do.")
		default:
			say.at(in.inside(e.Name), "holds %s, which nothing asks for", shown(base(e.Name)))
		}
	}
}}

var notSolution = rule{"P14", stop, stop, checks.Rule{
	ID: "PackageNotASolution", Origin: checks.Practice, Evidence: checks.Policy,
	Meaning: "Each .zip in PkgAssets is an exported solution.",
	Fix:     "Put the exported solutions themselves into PkgAssets.",
	Source:  "5000.1.1.16", Link: policyPage,
	Bad: "package.zip: PkgAssets/package.zip", Good: "package.zip: PkgAssets/Connector.zip",
}, func(s *subject, say *say) {
	in, folder := s.assets(say)
	if in == nil {
		return
	}
	for _, e := range in.filesIn(folder) {
		if e.Inside == nil || e.Inside.Problem != "" {
			continue
		}
		if _, is := solutionRoot(e.Inside); is {
			continue
		}
		if e.Inside.assets() != "" && slices.ContainsFunc(e.Inside.Entries, func(x *Entry) bool { return x.Inside != nil }) {
			say.at(e.Inside.at(), "%s is a package inside the package", shown(base(e.Name)))
			continue
		}
		say.at(e.Inside.at(), "%s is no exported solution: it has neither %s nor %s", shown(base(e.Name)), customizationsName, manifestName)
	}
}}
