package aloud

import (
	"context"
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/ui/view"
)

// offerCommits lists the commits of the clone that may be the one.
func (t *prompter) offerCommits(f portal.Field) {
	if t.s.RepoErr != nil {
		t.printf("The clone can't help: %v.", t.s.RepoErr)
	}
	if t.s.PullsErr != nil {
		t.printf("Your pull requests were not all looked for: %v.", t.s.PullsErr)
	}
	for i, o := range t.s.Offers(f.Role) {
		about := o.Name
		for _, part := range []string{o.Date, o.Note} {
			if part != "" {
				about += ", " + part
			}
		}
		t.printf("%d. %s: %s", i+1, about, o.Title)
	}
}

func (t *prompter) commitPrompt(f portal.Field) string {
	given := "commit, or a pull request's link or number, like #3473"
	if f.Kind == portal.PullRequest {
		given = "pull request's link or number, like #3473"
	}
	if n := len(t.s.Offers(f.Role)); n > 0 {
		return fmt.Sprintf("A number from 1 to %d, a %s", n, given)
	}
	return "A " + given
}

func (t *prompter) takeCommit(ctx context.Context, f portal.Field, text string) bool {
	if offers := t.s.Offers(f.Role); len(offers) > 0 {
		if i, ok := number(text, len(offers)); ok {
			text = offers[i].Value
		}
	}
	t.s.Set(f.ID, text)
	t.s.Confirm(f.ID)
	t.lookUp(ctx)
	t.save(ctx)
	if f.Kind == portal.Commit {
		t.printCommit()
	}
	t.printPull()
	fits := t.fits(f)
	if !fits && t.s.Offered() != "" {
		t.offerCommits(f)
	}
	return fits
}

// printCommit prints what is known about the commit, and from whom.
func (t *prompter) printCommit() {
	c := t.s.Commit
	if c == nil {
		return
	}
	if c.SHA != "" {
		t.printf("Commit %s, %s: %s", text.ShortSHA(c.SHA), day(c.Date), c.Subject)
	}
	t.facts(view.CommitFacts(*c))
	if c.DiffersKnown && len(c.Differs) > 0 {
		t.printf("Your folder differs from this commit: %s.", strings.Join(c.Differs[:min(3, len(c.Differs))], ", "))
	}
	if t.s.AtCommit != nil {
		t.printf("Judged from now on: the files of %s.", t.s.JudgedFrom())
	}
}

// facts prints what was established, by whom and when.
func (t *prompter) facts(facts []view.Fact) {
	for _, f := range facts {
		t.printf("Yes: %s (%s).", f.Text, f.Source(t.s.Ports.Now()))
	}
}

// offerArchives lists the archives near the connector's folder.
func (t *prompter) offerArchives() {
	for i, path := range t.archives() {
		t.printf("%d. %s", i+1, path)
	}
}

func (t *prompter) archives() []string {
	all := source.FindZips(t.s.Draft.Folder)
	return all[:min(9, len(all))]
}

func (t *prompter) archivePrompt() string {
	if n := len(t.archives()); n > 0 {
		return fmt.Sprintf("A number from 1 to %d, a path, or b to build a clean one", n)
	}
	return "A path, or b to build a clean archive"
}

func (t *prompter) takeArchive(ctx context.Context, f portal.Field, text string) bool {
	if text == "b" {
		t.s.Do(ctx, t.s.BuildZip())
		t.saveFailed()
		if path := t.s.Draft.Value(f.ID); path != "" {
			t.printf("Built: %s", path)
		}
	} else {
		if i, ok := number(text, len(t.archives())); ok {
			text = t.archives()[i]
		}
		t.s.Set(f.ID, text)
		t.s.Confirm(f.ID)
	}
	t.lookAgain(ctx, session.LookArchive)
	t.printArchive()
	return t.fits(f)
}

func (t *prompter) printArchive() {
	zip := t.s.Zip
	if zip == nil || zip.Listing.Problem != "" {
		return
	}
	names := make([]string, 0, len(zip.Listing.Entries))
	for _, e := range zip.Listing.Entries[:min(20, len(zip.Listing.Entries))] {
		names = append(names, e.Name)
	}
	t.printf("In it: %s; %s in all.", strings.Join(names, ", "), text.Count(len(zip.Listing.Entries), "entry", "entries"))
}

// showFiles prints what was found in the folder.
func (t *prompter) showFiles() {
	t.printf("%s", t.s.Draft.Folder)
	if t.s.FolderErr != nil {
		t.printf("%s", view.Ended(t.s.FolderErr.Error()))
		return
	}
	if t.s.Folder == nil {
		return
	}
	t.printf("Found: %s.", strings.Join(found(t.s.Folder.Artifacts), ", "))
	facts := t.s.Folder.Facts
	t.printf("Connector: %s. %s, %s.", facts.SignIn(),
		text.Count(facts.Actions, "action", "actions"), text.Count(facts.Triggers, "trigger", "triggers"))
}

func found(a connector.Artifacts) []string {
	var names []string
	for _, f := range []*checks.File{a.Swagger, a.Properties, a.Icon, a.Script, a.Readme, a.Intro} {
		if f != nil {
			names = append(names, f.Name)
		}
	}
	if len(names) == 0 {
		return []string{"none of the connector's files"}
	}
	return names
}

func (t *prompter) takeFiles(ctx context.Context, f portal.Field) bool {
	t.lookAgain(ctx, session.LookFolder)
	t.showFiles()
	if !t.printFindings(f.ID) && t.s.FolderErr == nil {
		t.printf("Nothing in the files holds %s.", t.final().Button)
	}
	return false
}

// showDocument says whether a document is there.
func (t *prompter) showDocument(f portal.Field) {
	if _, there := t.s.Document(f.Role.Document()); there {
		t.printf("%s is there: %s", f.Role.Document(), t.s.DocumentPath(f.Role.Document()))
		return
	}
	t.printf("%s is missing.", f.Role.Document())
}

func (t *prompter) documentPrompt(f portal.Field) string {
	_, there := t.s.Document(f.Role.Document())
	switch {
	case !there:
		return "t writes a draft from the template and the connector's files, r looks again, Enter goes on:"
	case t.o.Edit != nil:
		return "e edits it in your editor, r reads it again, Enter goes on:"
	default:
		return "r reads it again, Enter goes on:"
	}
}

func (t *prompter) takeDocument(ctx context.Context, f portal.Field, text string) bool {
	_, there := t.s.Document(f.Role.Document())
	switch {
	case text == "t" && !there:
		t.s.Do(ctx, t.s.WriteDraft(f.Role.Document()))
	case text == "e" && there && t.o.Edit != nil:
		if err := t.o.Edit(ctx, t.s.DocumentPath(f.Role.Document())); err != nil {
			t.printf("%v", err)
		}
	case text != "r":
		t.notTaken()
		return false
	}
	t.lookAgain(ctx, session.LookFolder)
	t.showDocument(f)
	if !t.printFindings(f.ID) {
		t.printf("Nothing to say about it.")
	}
	return false
}

// showChanges lists the differences to the last version.
func (t *prompter) showChanges() {
	if len(t.s.Changes) == 0 {
		t.printf("Nothing to compare yet, or nothing differs.")
	}
	for _, c := range t.s.Changes[:min(maxFindings, len(t.s.Changes))] {
		t.printf("%s", c)
	}
	if n := len(t.s.Changes) - maxFindings; n > 0 {
		t.printf("And %d more.", n)
	}
}

// final is how this submission ends.
func (t *prompter) final() portal.Final { return t.s.Portal.Final(t.value) }
