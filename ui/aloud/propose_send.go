package aloud

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/source/github"
)

// commit makes the commit, which stays on this computer.
func (t *proposing) commit(ctx context.Context) error {
	p := t.p
	t.gap()
	if p.Pushed {
		t.printf("The branch %s of your fork holds just these files already; it is used as it is.", p.Branch)
		return nil
	}
	if !p.Differs() {
		return t.committed(ctx)
	}
	name, email, err := p.Repo.Identity(ctx)
	if err != nil {
		return err
	}
	t.printf("One commit on %s, on top of %s, by %s <%s>, which becomes public: %s", p.Branch, text.ShortSHA(p.Base), name, email, firstLine(p.Message))
	t.printf("Your working folder and the branch you are on stay as they are.")
	if err := t.mustConfirm(ctx, "Make the commit?"); err != nil {
		return err
	}
	return t.committed(ctx)
}

func (t *proposing) committed(ctx context.Context) error {
	p := t.p
	if err := p.Commit(ctx); err != nil {
		return err
	}
	if p.Unchanged() {
		t.printf("The files are there already: there is nothing to commit.")
		return nil
	}
	t.printf("Commit %s:", text.ShortSHA(p.SHA))
	for _, path := range p.Changed {
		t.printf("  %s", path)
	}
	return nil
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

// send pushes the commit and opens the pull request, as the person likes.
func (t *proposing) send(ctx context.Context) error {
	way, err := t.way(ctx)
	if err != nil {
		return err
	}
	if way == byHand {
		t.gap()
		t.pushByHand()
		t.printLink()
		return t.askPullNumber(ctx)
	}
	if err := t.push(ctx); err != nil {
		return err
	}
	if way == inBrowser {
		t.printLink()
		return t.askPullNumber(ctx)
	}
	return t.open(ctx)
}

// way asks how to go on without a token.
func (t *proposing) way(ctx context.Context) (way, error) {
	if t.o.Hub == nil {
		return byHand, nil
	}
	if t.o.Hub.HasToken() {
		return byToken, nil
	}
	ways := []way{inBrowser, byHand}
	options := []Option{
		{Label: "push the branch from here, and open the pull request in the browser", Note: "git's own sign-in is used"},
		{Label: "only print the commands and the text"},
	}
	if t.o.KeepToken != nil {
		ways = append(ways, byToken)
		options = append(options, Option{Label: "give a GitHub token, and open it from here", Note: "it needs the scope public_repo and goes to your vault"})
	}
	t.gap()
	t.printf("There is no GitHub token here (%s, gh, or your vault).", t.tokenVariables())
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

// tokenVariables are those that hold a token for the session's GitHub.
func (t *proposing) tokenVariables() string {
	if t.o.Session.Host() != source.GitHubCom {
		return "GH_ENTERPRISE_TOKEN"
	}
	return "GH_TOKEN, GITHUB_TOKEN"
}

// token asks for a token, which is not shown and goes to the vault, until
// GitHub takes one.
func (t *proposing) token(ctx context.Context) error {
	for {
		token, err := t.askHidden(ctx, "Token, Enter for none:")
		if err != nil {
			return err
		}
		if token = strings.TrimSpace(token); token == "" {
			return ErrLeft
		}
		hub, err := t.o.KeepToken(ctx, token)
		if err == nil {
			t.o.Hub = hub
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		t.printf("That token is not used: %v.", err)
	}
}

// push sends the commit to the fork.
func (t *proposing) push(ctx context.Context) error {
	p := t.p
	if p.Unchanged() || p.Pushed {
		return nil
	}
	t.gap()
	t.printf("git push %s %s:refs/heads/%s   (%s/%s, never forced)", p.Remote.Name, text.ShortSHA(p.SHA), p.Branch, p.Remote.Owner, p.Remote.Repo)
	if err := t.mustConfirm(ctx, "Push it to your fork?"); err != nil {
		return err
	}
	if err := p.Push(ctx, t.o.Interactive); err != nil {
		return err
	}
	t.printf("Pushed.")
	return nil
}

// open opens the pull request, or changes the one there is.
func (t *proposing) open(ctx context.Context) error {
	p := t.p
	t.gap()
	if p.Existing == nil {
		if err := t.mustConfirm(ctx, fmt.Sprintf("Open the pull request %q, from %s:%s into %s?", p.Title, p.Remote.Owner, p.Branch, source.Branch)); err != nil {
			return err
		}
	} else if e := p.Existing; p.KeepBody || p.Title == e.Title && p.Body == e.Body {
		t.printf("Its title and text stay as they are.")
		t.sent = true
		t.o.Session.Proposed(ctx, *e)
		t.printOpened(*e)
		return nil
	} else if err := t.mustConfirm(ctx, fmt.Sprintf("Write title and text into pull request %d?", e.Number)); err != nil {
		return err
	}
	pull, err := p.Open(ctx, t.o.Hub, t.o.Draft)
	var refused *github.Error
	if errors.As(err, &refused) && refused.Kind == github.Exists && refused.Number > 0 {
		t.printf("%v; it is this connector's from now on.", err)
		_, err := t.adopt(ctx, refused.Number)
		return err
	}
	if err != nil {
		t.printf("The commit is on your fork, but the pull request was not opened.")
		t.printLink()
		return err
	}
	t.printOpened(pull)
	return nil
}

func (t *proposing) printOpened(pull origin.Pull) {
	t.sent = true
	t.printf("GitHub has it as pull request %d: %s", pull.Number, pull.URL)
	t.printf("A certification engineer gives feedback within 1 to 2 weeks (S10); each round of changes takes 1 to 2 more (S12). certwiz status says whose turn it is.")
}

// printLink prints where the pull request is opened or viewed by hand.
func (t *proposing) printLink() {
	t.gap()
	if t.p.Existing != nil {
		t.printf("What is on its branch is in pull request %d: %s", t.p.Existing.Number, t.p.Existing.URL)
		return
	}
	t.printf("Then open this page and press Create pull request; title and text stand above:")
	t.printf("%s", t.p.CompareURL())
}

// askPullNumber asks for the number of the pull request that was opened by hand.
func (t *proposing) askPullNumber(ctx context.Context) error {
	if t.p.Existing != nil {
		return nil
	}
	for {
		text, err := t.ask(ctx, "Its number or link, Enter when it is not open yet:")
		if err != nil || text == "" {
			return err
		}
		typed, err := t.o.Session.Host().ParseTyped(text)
		switch {
		case err != nil || typed.PR == 0:
			t.printf("That is no pull request's number or link.")
		case typed.Foreign():
			t.printf("That pull request is in %s/%s, not in %s/%s.", typed.Owner, typed.Repo, source.Owner, source.Repository)
		default:
			if done, err := t.adopt(ctx, typed.PR); done || err != nil {
				return err
			}
		}
	}
}

// adopt records a pull request as this connector's, with what GitHub says about
// it; done is false when it comes from another branch.
func (t *proposing) adopt(ctx context.Context, number int) (done bool, err error) {
	s := t.o.Session
	pull := origin.Pull{Number: number}
	pull.Asked.Pull.Why = "certwiz runs offline"
	if t.o.Hub != nil {
		pull = t.o.Hub.ReadPull(ctx, number, s.RepoFolder(), nil)
	}
	pull.URL = cmp.Or(pull.URL, s.Host().PullURL(fmt.Sprint(number)))
	if asked := pull.Asked.Pull; !asked.Known {
		yes, err := t.YesNo(ctx, fmt.Sprintf("Pull request %d could not be looked at: %s. Note it as this connector's all the same?", number, asked.Why))
		if err == nil && yes {
			t.sent = true
			s.Proposed(ctx, pull)
		}
		return yes, err
	}
	if !strings.EqualFold(pull.HeadOwner, t.p.Remote.Owner) || pull.HeadBranch != t.p.Branch {
		t.printf("Pull request %d comes from %s:%s, not from %s:%s.", number, pull.HeadOwner, pull.HeadBranch, t.p.Remote.Owner, t.p.Branch)
		return false, nil
	}
	t.sent = true
	s.Proposed(ctx, pull)
	t.printOpened(pull)
	return true, nil
}

// pushByHand says how the commit that was made is pushed.
func (t *proposing) pushByHand() {
	p := t.p
	if p.Unchanged() || p.Pushed {
		return
	}
	t.printf("The commit is in your clone. Push it from there, %s:", p.Repo.Root)
	t.printf("git push %s %s:refs/heads/%s", p.Remote.Name, p.SHA, p.Branch)
}

// printCommands prints what to type to do all of it by hand.
func (t *proposing) printCommands() {
	p := t.p
	if p.Repo == nil {
		if e := p.Existing; e != nil {
			t.printf("By hand: put the files, as they go out, into %s of a clone of your fork, on the branch %s; commit and push: pull request %d has them at once.", p.Folder, e.HeadBranch, e.Number)
			t.printf("certwiz pr --out FOLDER writes the files as they go out; certwiz pr --clone FOLDER works in a clone of your fork.")
			return
		}
		t.printf("By hand: fork %s/%s/%s, and put the files, as they go out, into %s of a clone of your fork,", t.o.Session.Host().Web, source.Owner, source.Repository, p.Folder)
		t.printf("on a branch from %s; commit, push, and open a pull request into %s.", source.Branch, source.Branch)
		t.printf("certwiz pr --out FOLDER writes the files as they go out; certwiz pr --clone FOLDER works in a clone of your fork.")
		return
	}
	t.printf("certwiz pr, without --print, makes the commit without touching your files; no token is needed for that. By hand:")
	if len(p.Scrubbed) > 0 {
		t.printf("Not your own files but those as they go out: certwiz pr --out FOLDER writes them.")
	}
	lines := p.Commands()
	if len(lines) == 0 {
		t.printf("A name in it would need quoting that differs from shell to shell, so no commands are printed: put the files into %s with your usual tools.", p.Folder)
	}
	for _, l := range lines {
		t.printf("%s", l)
	}
	t.printLink()
}
