package solution

import (
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// scriptRule is what LikeMicrosoftScript reports.
var scriptRule = checks.Rule{
	ID: "PackageMicrosoftScript", Severity: checks.Error, Origin: checks.Validator, Subject: checks.SubjectPackage,
	Meaning: "Microsoft's script ConnectorPackageValidator.ps1 accepts the package's structure. It stops at the first level that fails, at some places without a word.",
	Wording: "Validation failed: Invalid package structure. Check previous messages for details.",
	Fix:     "Run certwiz package check without --like-microsoft-script: it says everything at once.",
	Source:  "ConnectorPackageValidator.ps1 f124a365",
	Link:    "https://github.com/microsoft/PowerPlatformConnectors/blob/dev/scripts/ConnectorPackageValidator.ps1",
	Bad:     "intro.md, readme.md, package.zip", Good: "intro.md, package.zip",
}

// silent is what is said where the script stops without a word.
const silent = "Microsoft's script stops here without a word: "

// LikeMicrosoftScript judges a package as Microsoft's script does: its
// structure alone, level by level, up to the first that fails. Only Plugin of
// the options counts.
func LikeMicrosoftScript(p *Package, plugin bool) checks.Report {
	return checks.Run([]checks.Check{{Rule: scriptRule, Judge: func(r *checks.Reporter) {
		if place, message := p.scripted(plugin); message != "" {
			r.Report(place, "%s", message)
		}
	}}})
}

func (p *Package) scripted(plugin bool) (checks.Place, string) {
	if p.Outer.Problem != "" {
		return p.Outer.at(), "Validation failed: Internal issue while working with current folder: " + p.Name + " " + p.Outer.Problem
	}
	if folders := p.Outer.folders(); len(folders) > 0 {
		return p.Outer.inside(folders[0]), "The provided zip file should not contain any folder inside. Please remove the folder(s): " + strings.Join(folders, ", ")
	}
	intros, zips := withExt(p.Outer.filesIn(""), ".md"), withExt(p.Outer.filesIn(""), ".zip")
	switch {
	case len(intros) == 0 && len(zips) == 0:
		return p.Outer.at(), "The intro.md file and package zip file are missing. Please add the required file(s)."
	case len(intros) == 0:
		return p.Outer.at(), "The intro.md file is missing. Please add the required file(s)."
	case len(zips) == 0:
		return p.Outer.at(), "The package zip file is missing. Please add the required file(s)."
	case len(intros) > 1:
		return p.Outer.at(), silent + "two .md files"
	case len(zips) > 1:
		return p.Outer.at(), silent + "two .zip files"
	}
	return p.scriptedInner(zips[0], plugin)
}

func withExt(entries []*Entry, ext string) []*Entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e *Entry) bool { return !hasExt(e.Name, ext) })
}

func (p *Package) scriptedInner(e *Entry, plugin bool) (checks.Place, string) {
	in := e.Inside
	if in == nil || in.Problem != "" {
		return p.Outer.inside(e.Name), "Validation failed: Internal issue while working with current folder: " + shown(e.Name) + " is no .zip that can be read"
	}
	folders := in.folders()
	switch {
	case len(folders) == 0:
		return in.at(), "The package zip file should contain a folder ideally named 'PkgAssets' inside"
	case len(folders) > 1:
		return in.at(), silent + "two folders, " + strings.Join(folders, " and ")
	}
	folder := folders[0]
	if deeper := in.foldersIn(folder); len(deeper) > 0 {
		return in.inside(folder + "/" + deeper[0]), "The package folder should not contain any folder inside. Please remove the folder(s): " + strings.Join(deeper, ", ")
	}
	zips := withExt(in.filesIn(folder), ".zip")
	place := in.inside(folder)
	switch n := len(zips); {
	case n == 0:
		return place, "The package folder does not contain solution zip files. Please add the required connector and flow solution zip files."
	case !plugin && n == 1:
		return place, silent + "one solution"
	case !plugin && n > 2:
		return place, "The package folder should contain only connector and flow solution zip files"
	case plugin && n < 3:
		return place, "The package folder should contain connector, flow and AIplugin solutions. Please have all the three solution zip files as this is a plugin connector."
	case plugin && n > 3:
		return place, silent + "four solutions or more"
	}
	return scriptedSolutions(in, folder, zips, plugin)
}

func scriptedSolutions(in *Archive, folder string, zips []*Entry, plugin bool) (checks.Place, string) {
	var connector, flow, ai bool
	for _, z := range zips {
		a := z.Inside
		if a == nil || a.Problem != "" {
			return in.inside(z.Name), "Validation failed: Internal issue while working with current folder: " + shown(base(z.Name)) + " is no .zip that can be read"
		}
		for _, name := range []string{contentTypesName, customizationsName, manifestName} {
			if e := a.byLow[strings.ToLower(name)]; e == nil {
				return a.at(), "should contain three files namely '[Content_Types].xml', 'customizations.xml', 'solution.xml'. Please add the missing '" + name + "'"
			}
		}
		s := a.solution
		if s == nil || s.Customizations.root == nil {
			return a.at(), "Validation failed: Internal issue while working with current folder: customizations.xml is not XML that can be read"
		}
		has := s.connectors != nil
		flows := s.workflows != nil
		node := plugin && s.plugin != nil
		var missing []string
		if (has || flows || node) && !a.hasFolder("Connector") {
			missing = append(missing, "'Connector'")
		}
		if flows && !a.hasFolder("Workflows") {
			missing = append(missing, "'Workflows'")
		}
		for _, f := range []string{"aiplugins", "aipluginoperations"} {
			if node && !a.hasFolder(f) {
				missing = append(missing, "'"+f+"'")
			}
		}
		if len(missing) > 0 {
			return a.at(), "should contain folder(s) namely " + strings.Join(missing, ", ")
		}
		connector = connector || has && !flows && !node
		flow = flow || has && flows
		ai = ai || node && !flows
	}
	place := in.inside(folder)
	switch {
	case !connector:
		return place, "Connector solution is invalid. Connector solution should only contain 'Connector' folder."
	case !flow:
		return place, "Flow solution is invalid. Flow solution should contain both 'Connector' and 'Workflows' folders."
	case plugin && !ai:
		return place, "Plugin solution is invalid. Plugin solution should not contain 'Workflows' folder and should contain 'Connector', 'aiplugins' and 'aipluginoperations' folders."
	}
	return checks.Place{}, ""
}
