package origin

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

const (
	certifiedRoot   = "certified-connectors"
	independentRoot = "independent-publisher-connectors"
	customRoot      = "custom-connectors" // samples, which Microsoft does not certify
)

// suffix ends the title of an independent publisher's pull request.
const suffix = "(Independent Publisher)"

// folderOf is the connector's folder that a path of the repository is in.
func folderOf(file string) (folder string, ok bool) {
	parts := strings.SplitN(file, "/", 3)
	if len(parts) < 3 || parts[1] == "" || parts[2] == "" {
		return "", false
	}
	switch parts[0] {
	case certifiedRoot, independentRoot, customRoot:
		return parts[0] + "/" + parts[1], true
	}
	return "", false
}

// isOurFolder reports whether a folder is the connector's, even where it stands under
// the wrong root or differs in case. Any folder is, when it isn't known which.
func (s request) isOurFolder(folder string) bool {
	return s.about.Folder == "" || strings.EqualFold(path.Base(folder), path.Base(s.about.Folder))
}

// folders are the connectors' folders that the pull request changes, sorted.
func (s request) folders() (ours, others []string) {
	for _, file := range s.Files {
		folder, ok := folderOf(file)
		switch {
		case !ok:
		case s.isOurFolder(folder):
			ours = append(ours, folder)
		default:
			others = append(others, folder)
		}
	}
	slices.Sort(ours)
	slices.Sort(others)
	return slices.Compact(ours), slices.Compact(others)
}

// whole says that a rule which found nothing has not seen every file.
func (s request) whole(r *checks.Reporter) bool {
	if s.FilesCut {
		r.Unknown(fmt.Sprintf("only %d of its changed files are known", len(s.Files)))
	}
	return !s.FilesCut
}

// ourFolders are the connector's folders that it changes. None have been
// reported by missesFolder and leave nothing to judge.
func (s request) ourFolders(r *checks.Reporter) []string {
	if !s.requireKnown(r, s.Asked.Files) {
		return nil
	}
	ours, _ := s.folders()
	if len(ours) == 0 && s.whole(r) {
		r.Skip("it does not change the connector's folder")
	}
	return ours
}

// paths lists paths as they are shown.
func paths(all []string) string {
	shown := make([]string, len(all))
	for i, p := range all {
		shown[i] = jsontree.Plain(p)
	}
	return list(shown)
}

var missesFolder = checks.Rule{
	ID: "PullRequestMissesFolder", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectPull,
	Meaning: "The pull request changes the connector's folder.",
	Fix:     "Name the pull request that holds this connector's files, or push them to its branch.",
	Source:  "S09", Link: page,
	Bad: "a pull request that changes another connector only", Good: "a pull request that changes certified-connectors/Contoso Invoices",
	Attest: "I saw on GitHub that the pull request holds this connector's files.",
}

func (s request) missesFolder(r *checks.Reporter) {
	if s.about.Folder == "" {
		r.Unknown("the connector's folder in the repository is not known")
		return
	}
	if !s.requireKnown(r, s.Asked.Files) {
		return
	}
	ours, others := s.folders()
	if len(ours) > 0 || !s.whole(r) {
		return
	}
	instead := "it changes no connector's folder"
	switch {
	case len(s.Files) == 0:
		instead = "it changes no file"
	case len(others) > 0:
		instead = "it changes " + paths(others)
	}
	r.Report(checks.Place{}, "%s changes nothing in %s; %s", s.name(), jsontree.Plain(s.about.Folder), instead)
}

var wrongFolder = checks.Rule{
	ID: "PullRequestWrongFolder", Severity: checks.Error, Origin: checks.Engineers, Subject: checks.SubjectPull,
	Meaning: "A verified publisher's connector is in certified-connectors, an independent publisher's in independent-publisher-connectors.",
	Fix:     "Move the connector's folder there with git mv, commit, and push.",
	Source:  "S05; PR 763, PR 774, PR 1016", Link: page,
	Bad: "custom-connectors/Contoso Invoices", Good: "certified-connectors/Contoso Invoices",
	Attest: "I saw on GitHub that the connector's files are in the folder for my kind of publisher.",
}

func (s request) wrongFolder(r *checks.Reporter) {
	want, kind := certifiedRoot, "a verified publisher's"
	if s.about.Independent {
		want, kind = independentRoot, "an independent publisher's"
	}
	ours := s.ourFolders(r)
	wrong := slices.DeleteFunc(slices.Clone(ours), func(folder string) bool { return strings.HasPrefix(folder, want+"/") })
	switch {
	case len(wrong) > 0:
		r.Report(checks.Place{}, "%s changes %s; %s connector is in %s", s.name(), paths(wrong), kind, want)
	case len(ours) > 0:
		s.whole(r)
	}
}

var touchesOthers = checks.Rule{
	ID: "PullRequestTouchesOthers", Severity: checks.Error, Origin: checks.Engineers, Subject: checks.SubjectPull,
	Meaning: "The pull request changes one connector only.",
	Fix:     "Take the other connectors' files out of its branch, and open a pull request for each.",
	Source:  "S09; PR 915, PR 1122, PR 4215, PR 4282", Link: page,
	Bad: "a pull request with Contoso Invoices and Contoso Orders", Good: "one pull request for each",
	Attest: "I saw on GitHub that the pull request changes no other connector.",
}

func (s request) touchesOthers(r *checks.Reporter) {
	ours := s.ourFolders(r)
	_, others := s.folders()
	switch {
	case len(ours) == 0:
	case s.about.Folder == "" && len(ours) > 1:
		r.Report(checks.Place{}, "%s changes %d connectors: %s", s.name(), len(ours), paths(ours))
	case len(others) > 0:
		r.Report(checks.Place{}, "%s changes other connectors, too: %s", s.name(), paths(others))
	default:
		s.whole(r)
	}
}

var outsideFolder = checks.Rule{
	ID: "PullRequestOutsideFolder", Severity: checks.Error, Origin: checks.Engineers, Subject: checks.SubjectPull,
	Meaning: "The pull request changes nothing outside the connector's folder.",
	Fix:     "Bring those files back to what they are on dev, or move them into the connector's folder; then push.",
	Source:  "S09; PR 2133", Link: page,
	Bad: "the connector's readme written over the repository's README.md", Good: "certified-connectors/Contoso Invoices/readme.md",
	Attest: "I saw on GitHub that the pull request changes nothing outside the connector's folder.",
}

func (s request) outsideFolder(r *checks.Reporter) {
	if !s.requireKnown(r, s.Asked.Files) {
		return
	}
	var outside []string
	for _, file := range s.Files {
		if _, inside := folderOf(file); !inside {
			outside = append(outside, file)
		}
	}
	if len(outside) == 0 {
		s.whole(r)
		return
	}
	r.Report(checks.Place{}, "%s changes files outside the connector's folder: %s", s.name(), paths(outside))
}

var folderDepth = checks.Rule{
	ID: "PullRequestFolderDepth", Severity: checks.Warning, Origin: checks.Engineers, Subject: checks.SubjectPull,
	Meaning: "The connector's files are directly in its folder.",
	Fix:     "Move the files up into the connector's folder and push.",
	Source:  "S23; PR 3936", Link: page,
	Bad: "certified-connectors/Contoso Invoices/Artifacts/apiDefinition.swagger.json", Good: "certified-connectors/Contoso Invoices/apiDefinition.swagger.json",
	Attest: "I saw on GitHub that the connector's files are directly in its folder.",
}

func (s request) folderDepth(r *checks.Reporter) {
	ours := s.ourFolders(r)
	if len(ours) == 0 {
		return
	}
	var deep []string
	for _, file := range s.Files {
		folder, inside := folderOf(file)
		if inside && slices.Contains(ours, folder) && strings.Count(file, "/") > 2 {
			deep = append(deep, file)
		}
	}
	if len(deep) == 0 {
		s.whole(r)
		return
	}
	r.Report(checks.Place{}, "%s has files in folders inside the connector's folder: %s", s.name(), paths(deep))
}

var folderName = checks.Rule{
	ID: "PullRequestFolderName", Severity: checks.Advice, Origin: checks.Practice, Subject: checks.SubjectPull,
	Meaning: "The connector's folder has the connector's name.",
	Fix:     "Rename a new connector's folder; one that is published keeps its name for good.",
	Source:  "S23", Link: page,
	Bad: "certified-connectors/connector-v2", Good: "certified-connectors/Contoso Invoices",
	Attest: "The connector's folder has the name I want it to keep.",
}

// folderName lets a folder pass whose name holds the connector's, or the other
// way round: every eighth published one is like that.
func (s request) folderName(r *checks.Reporter) {
	name := plainName(s.about.Name)
	if name == "" {
		r.Skip("the connector has no title")
		return
	}
	for _, folder := range s.ourFolders(r) {
		base := plainName(path.Base(folder))
		if !strings.Contains(base, name) && (base == "" || !strings.Contains(name, base)) {
			r.Report(checks.Place{}, "the folder %s has another name than the connector, %s", jsontree.Plain(folder), jsontree.Quote(s.about.Name))
		}
	}
}

// plainName leaves of a name what makes it the same name: letters and digits
// in lower case, without "(Independent Publisher)".
func plainName(s string) string {
	s = strings.ReplaceAll(strings.ToLower(s), strings.ToLower(suffix), "")
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
