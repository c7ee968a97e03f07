package solution

import (
	"bytes"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/prose"
	"github.com/certwiz/certwiz/checks/script"
	"github.com/certwiz/certwiz/checks/swagger"
)

const maxIntro = 100 << 10

// needsIntro ends a rule where there is no intro.md.
func (s *subject) needsIntro(say *say) *checks.File {
	if s.Intro == nil {
		say.unknown("there is no intro.md, see PackageIntro")
	}
	return s.Intro
}

var introText = rule{"P58", stop, warn, checks.Rule{
	ID: "PackageIntroText", Origin: checks.Documentation, Evidence: checks.Policy,
	Meaning: "intro.md is a text in UTF-8 of at most 100 kB, not empty, without words of the template and without scripts. Its form (headings, eight sentences) is a warning.",
	Fix:     "Mend intro.md and build the package anew.",
	Source:  "5000.1.1.2", Link: policyPage,
	Bad: "[Provide a detailed description here]", Good: "Parcelhub sends parcels and says where they are.",
}, func(s *subject, say *say) {
	f := s.needsIntro(say)
	if f == nil {
		return
	}
	place := checks.Place{File: f.Name}
	switch {
	case f.Err != "":
		say.at(place, "intro.md %s", f.Err)
		return
	case len(bytes.TrimSpace(bytes.TrimPrefix(f.Data, []byte("\xef\xbb\xbf")))) == 0:
		say.at(place, "intro.md is empty")
		return
	case len(f.Data) > maxIntro:
		say.at(place, "intro.md has %d bytes, %d (100 kB) allowed", len(f.Data), maxIntro)
		return
	}
	for _, found := range s.engine.Findings {
		if found.Rule == "IntroTemplateText" || found.Rule == "IntroEncoding" {
			say.at(found.Place, "%s", found.Message)
			say.fix(found.Fix)
		}
	}
	low := strings.ToLower(string(f.Data))
	if strings.Contains(low, "<script") {
		say.at(place, "intro.md holds a <script>")
	}
	if strings.Contains(low, "copilot studio connector") {
		say.at(place, "intro.md still says \"Copilot Studio connector\", words of the template")
	}
}}

var introDiffers = rule{"P59", warn, warn, checks.Rule{
	ID: "PackageIntroDiffers", Origin: checks.Practice,
	Meaning: "intro.md in the package is the folder's.",
	Fix:     "Build the package anew with the intro.md of the folder.",
	Source:  "a publisher's report", Link: filesPage,
	Bad: "intro.md edited after the package was built", Good: "the same intro.md in both",
}, func(s *subject, say *say) {
	switch {
	case s.Folder == nil || s.Folder.Intro == nil || s.Folder.Intro.Err != "":
		say.skip("there is no intro.md beside the package")
	case s.needsIntro(say) == nil:
	case !bytes.Equal(plainText(s.Intro.Data), plainText(s.Folder.Intro.Data)):
		say.at(checks.Place{File: s.Intro.Name}, "intro.md changed since the package was built")
	}
}}

// plainText is a text without what editors and git change in it.
func plainText(data []byte) []byte {
	return bytes.TrimSpace(bytes.ReplaceAll(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), []byte("\r\n"), []byte("\n")))
}

// judgeConnector lets the rules about a connector's files judge those inside.
func (s *subject) judgeConnector() checks.Report {
	var r checks.Report
	p := prose.Subject{Intro: s.Intro}
	if s.main != nil {
		if doc := s.main.document(); doc != nil {
			r.Add(contained(func() checks.Report { return doc.Judge(swagger.Context{DynamicHost: s.main.dynamicHost()}) }))
			p.Description = doc.Root.Get("info").Get("description").Str()
			p.NeedsAuth, p.AuthKnown = s.main.Parameters.root().Len() > 0, s.main.Parameters.Tree != nil
			p.Operations = doc.Operations
			if s.main.Script.ok() {
				r.Add(contained(func() checks.Report {
					return script.Judge(script.Subject{File: *s.main.Script.File, Operation: doc.HasOperation})
				}))
			}
		}
	}
	if s.Intro != nil && s.Intro.Err == "" && len(s.Intro.Data) <= maxIntro {
		r.Add(contained(func() checks.Report { return prose.Judge(p) }))
	}
	return r
}

// contained is a room's report; one that fails on these bytes says nothing here,
// and the rules of this room still judge them.
func contained(judge func() checks.Report) (r checks.Report) {
	defer func() {
		if recover() != nil {
			r = checks.Report{}
		}
	}()
	return judge()
}

// rest is what those rules say and no rule of this room has taken up. Where
// Microsoft's service let packages pass in spite of it, as for independent
// publishers, it is no error here; certwiz check says it of the folder.
func (s *subject) rest() checks.Report {
	var r checks.Report
	for _, f := range s.engine.Findings {
		document := strings.HasPrefix(f.Rule, "Intro") || strings.HasPrefix(f.Rule, "Readme")
		switch {
		case f.Rule == "IntroTemplateText", f.Rule == "IntroEncoding", f.Rule == "DescriptionContainsUrl", strings.HasPrefix(f.Rule, "Readme"):
			continue
		case document && (s.Independent || f.Rule == "IntroMissing"):
			continue
		case takes(f, ownTitle), takes(f, ownDescription), takes(f, ownHost), layout[f.Rule]:
			continue
		}
		if f.Severity == checks.Error && (document || s.Independent) {
			f.Severity = checks.Warning
		}
		r.Findings = append(r.Findings, f)
	}
	return r
}

// layout are rules about how a file is written, which the portal decides in an
// export.
var layout = map[string]bool{
	"SwaggerIndentationMixed": true, "SwaggerIndentationUneven": true, "SwaggerTrailingWhitespace": true, "SwaggerRootOrder": true,
	"ScriptFileName": true,
}
