package prompts

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission/contribution"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/source"
)

// ErrBlocked says that the pull request must not be opened as the files are.
var ErrBlocked = errors.New("the pull request can't be opened yet: something in the files must not become public")

// Hub is GitHub as a pull request needs it.
type Hub interface {
	session.GitHub
	session.FileReader
	session.PullOpener
}

// ProposeOptions is what a pull request is prepared with.
type ProposeOptions struct {
	Session *session.Session // its folder and clone were looked at
	Console *Console
	Hub     Hub // nil: offline, or GitHub is not asked
	Ways    session.Ways
	Draft   bool // open it as a draft
	// Print says everything and does nothing; nobody is asked.
	Print bool
	// Interactive lets git ask for a password on the terminal.
	Interactive bool
	// KeepToken keeps a GitHub token that the person gives, nil where none can
	// be taken; it returns GitHub as asked with it.
	KeepToken func(ctx context.Context, token string) (Hub, error)
	// Edit opens the text in the person's editor and returns what it became,
	// nil without one.
	Edit func(ctx context.Context, text string) (string, error)
}

// proposing is a person who opens a pull request.
type proposing struct {
	*Console
	o       ProposeOptions
	p       *session.Proposal
	answers map[string]string
}

// Propose prepares a pull request from the connector's folder and opens it,
// showing each step before it is done. Without a token it prints the commands
// and the text in place of the last steps. The errors are ErrLeft, ErrEnded,
// ErrBlocked, and what stood in the way in one line.
func Propose(ctx context.Context, o ProposeOptions) error {
	t := &proposing{Console: o.Console, o: o, answers: map[string]string{}}
	t.say("A pull request into %s/%s, branch %s. Nothing leaves this computer before you have seen it and said yes.", source.Owner, source.Repository, source.Branch)
	if !o.Print {
		if err := t.publisher(ctx); err != nil {
			return err
		}
	}
	t.say("Looking at the clone, and fetching %s...", source.Branch)
	var reader session.FileReader
	if o.Hub != nil {
		reader = o.Hub
	}
	p, err := o.Session.Propose(ctx, reader, o.Ways)
	if err != nil {
		return err
	}
	t.p = p
	if p.NoClone != nil {
		t.say("It can't be pushed from here: %v. You see what would go in, and how to do it by hand.", p.NoClone)
	}
	if o.Print {
		return t.print()
	}
	return t.walk(ctx)
}

// publisher asks how one publishes when the draft does not say.
func (t *proposing) publisher(ctx context.Context) error {
	s := t.o.Session
	if s.Draft.Value("publisher") != "" {
		return nil
	}
	n, err := t.Choose(ctx, "You publish as", []Option{
		{Label: "verified publisher", Note: "we own the service"},
		{Label: "independent publisher", Note: "someone else's service"},
	})
	if err != nil {
		return err
	}
	if n < 0 {
		return ErrLeft
	}
	s.Set("publisher", []string{"verified", "independent"}[n])
	s.Do(ctx, s.ReadFolder(), s.Save())
	return nil
}

// walk shows each step and asks before the next.
func (t *proposing) walk(ctx context.Context) error {
	t.files()
	if t.p.Blocked {
		return ErrBlocked
	}
	if err := t.sure(ctx, "Is this what goes into the pull request?"); err != nil {
		return err
	}
	if err := t.checklist(ctx); err != nil {
		return err
	}
	if err := t.words(ctx); err != nil {
		return err
	}
	if t.p.Repo == nil {
		return t.byHand(ctx, t.p.NoClone)
	}
	if err := t.commit(ctx); err != nil || t.p.Nothing() && t.p.Existing == nil {
		return err
	}
	way, err := t.way(ctx)
	if err != nil || way == byHand {
		return errors.Join(err, t.onlyIf(way == byHand, func() error { return t.byHand(ctx, nil) }))
	}
	if err := t.push(ctx); err != nil {
		return err
	}
	if way == inBrowser {
		t.browser()
		return t.given(ctx)
	}
	return t.open(ctx)
}

func (t *proposing) onlyIf(yes bool, do func() error) error {
	if !yes {
		return nil
	}
	return do()
}

// sure asks, and leaves when the answer is no.
func (t *proposing) sure(ctx context.Context, question string) error {
	yes, err := t.YesNo(ctx, question)
	if err == nil && !yes {
		return ErrLeft
	}
	return err
}

// files shows what goes in, what stays out, and what is replaced.
func (t *proposing) files() {
	p := t.p
	t.gap()
	if p.Existing != nil {
		t.say("It changes pull request %d, %s, which is %s: feedback is answered in that same pull request (S11).", p.Existing.Number, p.Existing.Title, p.Existing.State())
	}
	if p.Upstream != nil {
		t.say("dev could not be fetched, so what the clone has is used: %v", p.Upstream)
	}
	t.say("Into %s:", p.Folder)
	for _, f := range p.Files {
		t.say("  %s, %s, %s", f.Name, size(len(f.Data)), f.Change)
	}
	for _, f := range p.Removed {
		t.say("  %s is taken out: %s", f.Name, f.Why)
	}
	if len(p.LeftOut) > 0 {
		t.say("Left out:")
		for _, f := range p.LeftOut {
			t.say("  %s: %s", f.Name, f.Why)
		}
	}
	if p.MoreLeftOut > 0 {
		t.say("  and %d more", p.MoreLeftOut)
	}
	t.scrubbed(p.Scrubbed)
	t.list("For you to look at, since all of it becomes public:", p.Doubts)
	t.list("It should not be opened yet:", p.Problems)
}

// scrubbed lists what is replaced in the copy that goes out.
func (t *proposing) scrubbed(all []contribution.Scrub) {
	if len(all) == 0 {
		return
	}
	t.say("Replaced in the copy that goes out; your own files stay as they are (S24):")
	for i, s := range all {
		if i == mostTold {
			t.say("  and %d more", len(all)-i)
			return
		}
		t.say("  %s:%d  %s", s.File, s.Line, s.Pointer)
		t.say("  - %s: %s", s.What, s.Before)
		t.say("  + %s", s.After)
	}
}

func (t *proposing) list(head string, lines []string) {
	if len(lines) == 0 {
		return
	}
	t.say("%s", head)
	for i, l := range lines {
		if i == mostTold {
			t.say("  and %d more", len(lines)-i)
			return
		}
		t.say("  %s", l)
	}
}

// checklist answers the template's list: what certwiz checked is said, the
// rest is asked.
func (t *proposing) checklist(ctx context.Context) error {
	t.gap()
	t.say("The template's checklist. certwiz ticks only what it checked; the rest is your word.")
	for _, item := range t.p.Items {
		switch {
		case item.State == contribution.Checked:
			t.say("[x] %s (%s)", item.Text, item.By)
		case item.Question == "":
			t.say("[ ] %s", item.Text)
		default:
			t.say("%s", item.Text)
			yes, err := t.YesNo(ctx, item.Question)
			if err != nil {
				return err
			}
			t.answers[item.ID] = map[bool]string{true: "yes", false: "no"}[yes]
		}
	}
	t.p.Plan(t.answers)
	return nil
}

// words shows title and text, and lets them be edited.
func (t *proposing) words(ctx context.Context) error {
	for {
		t.gap()
		t.say("Title: %s", t.p.Title)
		if !t.p.KeepBody {
			t.say("%s", t.p.Body)
		}
		prompt := "Enter goes on, t changes the title, save leaves:"
		if t.o.Edit != nil && !t.p.KeepBody {
			prompt = "Enter goes on, t changes the title, e edits the text in your editor, save leaves:"
		}
		text, err := t.ask(ctx, prompt)
		if err != nil {
			return err
		}
		switch {
		case text == "":
			return nil
		case text == cmdSave:
			return ErrLeft
		case text == "t":
			err = t.retitle(ctx)
		case text == "e" && t.o.Edit != nil && !t.p.KeepBody:
			err = t.rewrite(ctx)
		default:
			t.say("%q does nothing here.", text)
		}
		if err != nil {
			return err
		}
	}
}

func (t *proposing) retitle(ctx context.Context) error {
	title, err := t.ask(ctx, "Title, Enter keeps it:")
	if title != "" {
		t.p.Title = title
	}
	return err
}

func (t *proposing) rewrite(ctx context.Context) error {
	body, err := t.o.Edit(ctx, t.p.Body)
	if err != nil {
		t.say("%v", err)
		return nil
	}
	t.p.Body = body
	return nil
}

// commit makes the commit, which stays on this computer.
func (t *proposing) commit(ctx context.Context) error {
	p := t.p
	name, email, err := p.Repo.Identity(ctx)
	if err != nil {
		return err
	}
	t.gap()
	t.say("One commit on %s, on top of %s, by %s <%s>, which becomes public: %s", p.Branch, origin.Short(p.Base), name, email, firstLine(p.Message))
	t.say("Your working folder and the branch you are on stay as they are.")
	if err := t.sure(ctx, "Make the commit?"); err != nil {
		return err
	}
	if err := p.Commit(ctx); err != nil {
		return err
	}
	if p.Nothing() {
		t.say("The files are there already: there is nothing to commit.")
		return nil
	}
	t.say("Commit %s:", origin.Short(p.SHA))
	for _, path := range p.Changed {
		t.say("  %s", path)
	}
	return nil
}

// size is a number of bytes as people write it.
func size(n int) string {
	if n < 1000 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%.1f kB", float64(n)/1000)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// The ways in which a pull request is opened.
type way int

const (
	byToken way = iota
	inBrowser
	byHand
)

// way asks how to go on without a token.
func (t *proposing) way(ctx context.Context) (way, error) {
	if t.o.Hub != nil && t.o.Hub.HasToken() {
		return byToken, nil
	}
	ways := []way{inBrowser, byHand}
	options := []Option{
		{Label: "push the branch from here, and open the pull request in the browser", Note: "git's own sign-in is used"},
		{Label: "only print the commands and the text"},
	}
	if t.o.Hub != nil && t.o.KeepToken != nil {
		ways = append(ways, byToken)
		options = append(options, Option{Label: "give a GitHub token, and open it from here", Note: "it needs the scope public_repo and goes to your vault"})
	}
	t.gap()
	t.say("There is no GitHub token here (GH_TOKEN, GITHUB_TOKEN, gh, or your vault).")
	n, err := t.Choose(ctx, "How do you go on?", options)
	if err != nil {
		return byHand, err
	}
	if n < 0 {
		return byHand, ErrLeft
	}
	if ways[n] == byToken {
		return byToken, t.token(ctx)
	}
	return ways[n], nil
}

// token asks for a token, which is not shown and goes to the vault.
func (t *proposing) token(ctx context.Context) error {
	token, err := t.askHidden(ctx, "Token:")
	if err != nil {
		return err
	}
	if token = strings.TrimSpace(token); token == "" {
		return ErrLeft
	}
	hub, err := t.o.KeepToken(ctx, token)
	if err == nil {
		t.o.Hub = hub
	}
	return err
}

// push sends the commit to the fork.
func (t *proposing) push(ctx context.Context) error {
	p := t.p
	if p.Nothing() {
		return nil
	}
	t.gap()
	t.say("git push %s %s:refs/heads/%s   (%s/%s, never forced)", p.Remote.Name, origin.Short(p.SHA), p.Branch, p.Remote.Owner, p.Remote.Repo)
	if err := t.sure(ctx, "Push it to your fork?"); err != nil {
		return err
	}
	if err := p.Push(ctx, t.o.Interactive); err != nil {
		return err
	}
	t.say("Pushed.")
	return nil
}

// open opens the pull request, or changes the one there is.
func (t *proposing) open(ctx context.Context) error {
	p := t.p
	t.gap()
	question := fmt.Sprintf("Open the pull request %q, from %s:%s into %s?", p.Title, p.Remote.Owner, p.Branch, source.Branch)
	if p.Existing != nil {
		question = fmt.Sprintf("Write title and text into pull request %d?", p.Existing.Number)
		if p.KeepBody {
			t.done(*p.Existing)
			return nil
		}
	}
	if err := t.sure(ctx, question); err != nil {
		return err
	}
	pull, err := p.Open(ctx, t.o.Hub, t.o.Draft)
	if err != nil {
		t.browser()
		return err
	}
	t.done(pull)
	return nil
}

func (t *proposing) done(pull origin.Pull) {
	t.say("GitHub has it as pull request %d: %s", pull.Number, pull.URL)
	t.say("A certification engineer gives feedback within 1 to 2 weeks (S10); each round of changes takes 1 to 2 more (S12). certwiz status says whose turn it is.")
}

// browser says where the pull request is opened by hand.
func (t *proposing) browser() {
	t.gap()
	if t.p.Existing != nil {
		t.say("The branch of pull request %d has the commit: %s", t.p.Existing.Number, t.p.Existing.URL)
		return
	}
	t.say("Open this page and press Create pull request; title and text stand above:")
	t.say("%s", t.p.CompareURL())
}

// given asks for the number that GitHub gave.
func (t *proposing) given(ctx context.Context) error {
	if t.p.Existing != nil {
		return nil
	}
	for {
		text, err := t.ask(ctx, "Its number or link, Enter when it is not open yet:")
		if err != nil || text == "" {
			return err
		}
		typed, err := t.o.Session.Host().ParseTyped(text)
		if err != nil || typed.PR == 0 {
			t.say("That is no pull request's number or link.")
			continue
		}
		s := t.o.Session
		s.Proposed(ctx, origin.Pull{Number: typed.PR, URL: s.Host().PullURL(fmt.Sprint(typed.PR))})
		if t.o.Hub != nil {
			s.Do(ctx, s.LookUpPull(), s.Save())
		}
		return nil
	}
}

// byHand prints what a person types to do the same.
func (t *proposing) byHand(ctx context.Context, why error) error {
	t.gap()
	t.commands()
	if why != nil {
		return nil
	}
	return t.given(ctx)
}

func (t *proposing) commands() {
	p := t.p
	if p.Repo == nil {
		t.say("By hand: fork %s/%s/%s, and in a clone of the fork", t.o.Session.Host().Web, source.Owner, source.Repository)
		t.say("put the files that are listed above into %s, on a branch from %s; commit, push, and open a pull request into %s.", p.Folder, source.Branch, source.Branch)
		t.say("certwiz pr --out FOLDER writes the files as they go out; certwiz pr --clone FOLDER works in a clone of your fork.")
		return
	}
	lines := p.Commands()
	if len(lines) == 0 {
		t.say("A name in it would need quoting that differs from shell to shell, so no commands are printed: put the files into %s with your usual tools.", p.Folder)
	}
	for _, l := range lines {
		t.say("%s", l)
	}
	t.browser()
}

// print says all of it and asks nothing.
func (t *proposing) print() error {
	t.files()
	if t.p.Blocked {
		return ErrBlocked
	}
	t.gap()
	t.say("Title: %s", t.p.Title)
	t.say("%s", t.p.Body)
	t.gap()
	t.commands()
	return nil
}
