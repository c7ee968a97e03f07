package gate

import (
	"strings"
	"sync"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/archive"
	"github.com/certwiz/certwiz/checks/change"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/form"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/solution"
)

// Rules lists every rule the gate may name, in the order of the rooms.
func Rules() []checks.Rule {
	var all []checks.Rule
	all = append(all, connector.Rules()...)
	all = append(all, change.Rules()...)
	all = append(all, archive.Rules()...)
	all = append(all, origin.Rules()...)
	all = append(all, origin.PullRules()...)
	all = append(all, form.Rules()...)
	all = append(all, solution.Rules()...)
	return append(all, gateRules()...)
}

var byID = sync.OnceValue(func() map[string]checks.Rule {
	m := map[string]checks.Rule{}
	for _, r := range Rules() {
		m[strings.ToLower(r.ID)] = r
	}
	return m
})

// RuleOf is the rule of that ID, whatever its case; its ID is empty when
// there is none.
func RuleOf(id string) checks.Rule { return byID()[strings.ToLower(id)] }

// gateRules describes what the gate itself says.
func gateRules() []checks.Rule {
	return []checks.Rule{
		{ID: "SecretGone", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectForm, Source: "S50, S54",
			Meaning: "A secret that was given is still in the vault.", Fix: "Type it again.",
			Bad: "the password of the test account, typed last week, and the vault is empty today", Good: "the password typed again"},
		{ID: "RefusedChoice", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectForm, Source: "S87, S101",
			Meaning: "The choice leads to another way than this one.", Fix: "Follow the page that is named.",
			Bad: "Who owns the service: somebody else, I am an independent publisher — where the way is for verified publishers", Good: "the way for independent publishers, on the page that is named"},
		{ID: "UnknownChoice", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectForm, Source: "S44",
			Meaning: "An answer is one of the choices that are offered.", Fix: "Choose again.",
			Bad: `Authentication: "magic"`, Good: `Authentication: "OAuth 2.0"`},
		{ID: "AnswerRead", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectForm, Source: "S44",
			Meaning: "What the portal asks for has been read.", Fix: "Look again, or update certwiz.",
			Bad: "a .zip that was named and that nothing opened", Good: "the same .zip, opened and judged"},
		{ID: "FilesRead", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectConnector, Source: "S43",
			Meaning: "The connector's folder has been read.", Fix: "Make the folder readable, then look again.",
			Bad: "certified-connectors/Contoso Invoices: permission denied", Good: "certified-connectors/Contoso Invoices, readable"},
		{ID: "CommitLookedUp", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectOrigin, Source: "S47",
			Meaning: "The commit has been looked up.", Fix: "Wait a moment, or look again.",
			Bad: "a commit that was typed a moment ago", Good: "the commit with its date and its files"},
		{ID: "PullRequestNamed", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectPull, Source: "S09",
			Meaning: "The pull request is named by its number or its link.", Fix: "Give the pull request's number or link, or leave it empty until it is open.",
			Bad: "my branch", Good: "#3473"},
		{ID: "PullRequestLookedUp", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectPull, Source: "S09, S15",
			Meaning: "The pull request has been looked at.", Fix: "Look again, or open it on GitHub and see for yourself.",
			Bad: "pull request 3473, while offline", Good: "pull request 3473, as GitHub shows it",
			Attest: "I looked at the pull request on GitHub: it goes to dev, holds this one connector, has no conflict, and no check on it failed."},
		{ID: "ArchiveRead", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectArchive, Source: "S30",
			Meaning: "The archive has been read.", Fix: "Wait a moment, or look again.",
			Bad: "a .zip that was named a moment ago", Good: "the .zip with its list of files"},
		{ID: "ArchiveIsNotTheCommit", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectArchive, Source: "S07",
			Meaning: "The archive holds the files of the merged commit.", Fix: "Build the archive from the commit's files.",
			Bad: "a .zip whose apiDefinition.swagger.json was edited after the merge", Good: "a .zip made of the files of the merged commit"},
		{ID: "ChangesCompared", Severity: checks.Warning, Origin: checks.Practice, Subject: checks.SubjectOrigin, Source: "S97",
			Meaning: "An update has been compared with the last version.", Fix: "Compare it by hand with the last version.",
			Bad: "an update of a version whose files can't be read", Good: "an update with its breaking changes named"},
		{ID: "PackageRead", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectForm, Source: "P01",
			Meaning: "The package can be read.", Fix: "Give the path of the .zip that goes to Microsoft.",
			Bad: "the path of a folder", Good: "the path of the package's .zip"},
		{ID: "PackageChecked", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectForm, Source: "P01–P60",
			Meaning: "The package has been judged.", Fix: "Wait a moment, or look again.",
			Bad: "a package that was named and that nothing opened", Good: "the same package, opened and judged"},
		{ID: "SameAsLastVersion", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectOrigin, Source: "S97",
			Meaning: "An update brings other files than the last version.", Fix: "Give the commit or the .zip that holds the changes.",
			Bad: "an update with the commit of the last version", Good: "an update with the commit that holds the changes"},
	}
}
