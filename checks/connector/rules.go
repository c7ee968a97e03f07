package connector

import (
	"path"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// Names of the artifacts.
const (
	swaggerName    = "apiDefinition.swagger.json"
	propertiesName = "apiProperties.json"
)

func table(a Artifacts) []checks.Check {
	return []checks.Check{
		{Rule: fileMissing, Judge: a.missing},
		{Rule: fileUnreadable, Judge: a.unreadable},
		{Rule: fileName, Judge: a.names},
		{Rule: fileExtra, Judge: a.extra},
		{Rule: iconMissing, Judge: a.noIcon},
	}
}

var fileMissing = checks.Rule{
	ID: "ConnectorFileMissing", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectConnector,
	Meaning: "The connector's folder holds apiDefinition.swagger.json and apiProperties.json.",
	Wording: "Missing files in package",
	Fix:     "Add the file, or open the folder that holds it.",
	Source:  "S31, S32, 5000.1.1.3, 5000.1.1.5",
	Bad:     "apiDefinition.swagger.json, readme.md",
	Good:    "apiDefinition.swagger.json, apiProperties.json, readme.md",
}

func (a Artifacts) missing(r *checks.Reporter) {
	if a.Swagger == nil {
		r.Report(checks.Place{File: swaggerName}, "%s is not there", swaggerName)
	}
	if a.Properties == nil {
		r.Report(checks.Place{File: propertiesName}, "%s is not there", propertiesName)
	}
}

var fileUnreadable = checks.Rule{
	ID: "ConnectorFileUnreadable", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectConnector,
	Meaning: "Every file of the connector can be read whole.",
	Fix:     "Make the file readable and small enough; until then nothing in it is checked.",
	Source:  "S43",
	Bad:     "apiProperties.json: permission denied",
	Good:    "apiProperties.json",
}

func (a Artifacts) unreadable(r *checks.Reporter) {
	for _, f := range []*checks.File{a.Swagger, a.Properties, a.Icon, a.Script, a.Readme, a.Intro} {
		if f != nil && f.Err != "" {
			r.Report(checks.Place{File: f.Name}, "%s could not be read: %s", jsontree.Quote(f.Name), f.Err)
		}
	}
}

// fileName is an error in reviews; one published folder of a verified
// publisher has another case, so it is a warning here.
var fileName = checks.Rule{
	ID: "ConnectorFileName", Severity: checks.Warning, Evidence: checks.AskedOften, Origin: checks.Engineers, Subject: checks.SubjectConnector,
	Meaning: "The files are named apiDefinition.swagger.json and apiProperties.json, in that case.",
	Wording: "The name of the swagger is invalid, please rename it to apiDefinition.swagger.json",
	Fix:     "Rename the file.",
	Source:  "asked for in 3 reviews",
	Bad:     "apidefinition.swagger.json",
	Good:    "apiDefinition.swagger.json",
}

func (a Artifacts) names(r *checks.Reporter) {
	for _, f := range []struct {
		file *checks.File
		want string
	}{{a.Swagger, swaggerName}, {a.Properties, propertiesName}} {
		if f.file != nil && path.Base(f.file.Name) != f.want {
			r.Report(checks.Place{File: f.file.Name}, "the file is named %s, `%s` is expected", jsontree.Quote(path.Base(f.file.Name)), f.want)
		}
	}
}

var fileExtra = checks.Rule{
	ID: "ConnectorFileExtra", Severity: checks.Warning, Evidence: checks.AskedOften, Origin: checks.Engineers, Subject: checks.SubjectConnector,
	Meaning: "The folder holds the connector's files and nothing that tools left there: no settings.json, archives, pictures or system files.",
	Wording: "Please remove icon.png and settings.json files from the PR",
	Fix:     "Remove the file from the folder.",
	Source:  "P90; asked for in 5 reviews",
	Bad:     "apiDefinition.swagger.json, apiProperties.json, settings.json",
	Good:    "apiDefinition.swagger.json, apiProperties.json, readme.md",
}

var extraEndings = []string{".zip", ".ds_store", ".png", ".jpg", ".jpeg", ".gif", ".bak", ".orig", ".rej"}

func (a Artifacts) extra(r *checks.Reporter) {
	for _, name := range a.Others {
		low := strings.ToLower(path.Base(name))
		if a.Independent && (low == "connectorpackage.zip" || low == "package.zip") {
			continue // asked for since October 2025; Microsoft's page names the second, most have the first
		}
		found := low == "settings.json" || low == "node_modules" || low == "__macosx" || low == "thumbs.db" || low == "desktop.ini"
		for _, ending := range extraEndings {
			found = found || strings.HasSuffix(low, ending)
		}
		if found {
			r.Report(checks.Place{File: name}, "%s does not belong to a connector", jsontree.Quote(name))
		}
	}
}

// iconMissing is advice only: the icon goes into the package, and engineers
// ask to keep it out of the repository.
var iconMissing = checks.Rule{
	ID: "ConnectorIconMissing", Severity: checks.Advice, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectConnector,
	Meaning: "A verified publisher has an icon (PNG) ready for the package; the repository does without it.",
	Fix:     "Have the icon ready for the portal; it need not be in the repository.",
	Source:  "S33, 5000.1.1.1",
	Bad:     "apiDefinition.swagger.json, apiProperties.json",
	Good:    "apiDefinition.swagger.json, apiProperties.json, icon.png",
}

func (a Artifacts) noIcon(r *checks.Reporter) {
	if a.Independent {
		r.Skip("an independent publisher sends no icon")
		return
	}
	if a.Repository {
		r.Skip("the repository does without it, the package needs it")
		return
	}
	if a.Icon == nil {
		r.Report(checks.Place{}, "there is no icon in this folder, the package needs one")
	}
}
