package aloud

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/contribution"
	"github.com/certwiz/certwiz/submission/portal"
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
	Ways    session.ProposalOptions
	Draft   bool // open it as a draft
	// Print says everything and does nothing; nobody is asked.
	Print bool
	// Out takes the files as they go out, once they were shown; nil for nobody.
	Out func(files []contribution.File) error
	// Interactive lets git ask for a password on the terminal.
	Interactive bool
	// KeepToken tries a GitHub token that the person gives, and keeps it when
	// GitHub takes it; it returns GitHub as asked with it. Nil where none can be
	// taken.
	KeepToken func(ctx context.Context, token string) (Hub, error)
	// Edit opens the text in the person's editor and returns what it became,
	// nil without one.
	Edit func(ctx context.Context, text string) (string, error)
}

// proposing guides a person through opening a pull request.
type proposing struct {
	*Console
	o       ProposeOptions
	p       *session.Proposal
	answers map[string]string
	was     *string // the answer before a pull request was chosen to be updated
	sent    bool    // whether anything was pushed or opened
}

// restore gives back the answer that was there, when nothing came of it.
func (t *proposing) restore(ctx context.Context) {
	if t.was == nil || t.sent {
		return
	}
	s := t.o.Session
	s.Set(s.PullField(), *t.was)
	s.Do(context.WithoutCancel(ctx), s.Save())
}

// Propose prepares a pull request from the connector's folder and opens it,
// showing each step before it is done. Without a token it prints the commands
// and the text in place of the last steps. The errors are ErrLeft, ErrEnded,
// ErrBlocked, and what stood in the way in one line.
func Propose(ctx context.Context, o ProposeOptions) error {
	t := &proposing{Console: o.Console, o: o, answers: map[string]string{}}
	defer t.restore(ctx)
	t.printf("A pull request into %s/%s, branch %s. Nothing leaves this computer before you have seen it and said yes.", source.Owner, source.Repository, source.Branch)
	if !o.Print {
		if err := t.publisher(ctx); err != nil {
			return err
		}
	}
	for _, step := range []func(context.Context) error{t.warnUnchecked, t.chooseExisting} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	looking := "Looking at the clone, and fetching " + source.Branch + "..."
	var reader session.FileReader
	if o.Hub != nil {
		reader = o.Hub
	} else {
		looking, o.Ways.Offline = "Looking at the clone. certwiz runs offline: nothing is fetched or pushed, and whether a pull request is open already is not checked.", true
	}
	t.printf("%s", looking)
	p, err := o.Session.Propose(ctx, reader, o.Ways)
	if err != nil {
		return err
	}
	t.p = p
	if p.NoClone != nil {
		t.printf("It can't be pushed from here: %v. You see what would go in, and how to do it by hand.", p.NoClone)
	}
	if o.Print {
		return t.print()
	}
	return t.walk(ctx)
}

// publisher asks how one publishes when the draft does not say.
func (t *proposing) publisher(ctx context.Context) error {
	s := t.o.Session
	if s.Publisher() != "" {
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
	s.Set(s.Portal.IDOf(portal.RolePublisher), string([]portal.Publisher{portal.Verified, portal.Independent}[n]))
	s.LookUp(ctx, nil, session.LookFolder)
	s.Do(ctx, s.Save())
	return nil
}

// walk shows each step and asks before the next.
func (t *proposing) walk(ctx context.Context) error {
	t.files()
	if t.p.Blocked {
		return ErrBlocked
	}
	if !t.p.Differs() && t.p.Existing == nil {
		return nil // which was said
	}
	for _, step := range []func(context.Context) error{t.icon, t.confirmFiles, t.checklist, t.editText} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	if t.p.Repo == nil {
		t.gap()
		t.printCommands()
		return nil
	}
	if err := t.commit(ctx); err != nil || t.p.Unchanged() && t.p.Existing == nil {
		return err
	}
	return t.send(ctx)
}

// icon asks whether a new icon goes along, since engineers differ on it.
func (t *proposing) icon(ctx context.Context) error {
	const name = "icon.png"
	if !slices.ContainsFunc(t.p.Files, func(f contribution.File) bool { return f.Name == name && f.Change == contribution.New }) {
		return nil
	}
	out, err := t.YesNo(ctx, name+" goes up in the portal in any case. Leave it out of the pull request?")
	if out {
		t.answers["icon"] = "no"
		t.p.Plan(t.answers)
		t.printf("%s is left out.", name)
	}
	return err
}

// confirmFiles asks whether the files are the right ones, and writes them out where
// they were asked for.
func (t *proposing) confirmFiles(ctx context.Context) error {
	if err := t.mustConfirm(ctx, "Is this what goes into the pull request?"); err != nil || t.o.Out == nil {
		return err
	}
	return t.o.Out(t.p.Files)
}

// mustConfirm asks a question; any answer but yes is ErrLeft.
func (t *proposing) mustConfirm(ctx context.Context, question string) error {
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
		t.printf("It changes pull request %d, %s, which is %s: feedback is answered in that same pull request (S11).", p.Existing.Number, p.Existing.Title, p.Existing.State())
	}
	if p.Upstream != nil {
		t.printf("%s was not fetched, so what the clone has is used: %v.", source.Branch, p.Upstream)
	}
	t.printf("Into %s:", p.Folder)
	for _, f := range p.Files {
		t.printf("  %s, %s, %s", f.Name, text.Size(int64(len(f.Data))), t.change(f.Change))
	}
	for _, f := range p.Removed {
		t.printf("  %s is taken out: %s", f.Name, f.Why)
	}
	if len(p.LeftOut) > 0 {
		t.printf("Left out:")
		for _, f := range p.LeftOut {
			t.printf("  %s: %s", f.Name, strings.TrimPrefix(f.Why, f.Name+" is "))
		}
	}
	if p.MoreLeftOut > 0 {
		t.printf("  and %d more", p.MoreLeftOut)
	}
	t.scrubbed(p.Scrubbed)
	t.list("For you to look at, since all of it becomes public:", p.Doubts)
	if p.Existing != nil {
		t.list("To mend before you go on:", p.Problems)
	} else {
		t.list("It should not be opened yet:", p.Problems)
	}
}

// change says what a file does to the one that is there: on dev, or on the
// branch of the pull request that is updated.
func (t *proposing) change(c contribution.Change) string {
	if t.p.Existing != nil && c == contribution.Same {
		return "same as in the pull request"
	}
	return string(c)
}

// scrubbed lists what is replaced in the copy that goes out.
func (t *proposing) scrubbed(all []contribution.Scrub) {
	if len(all) == 0 {
		return
	}
	t.printf("Replaced in the copy that goes out; your own files stay as they are (S24):")
	for i, s := range all {
		if i == maxFindings {
			t.printf("  and %d more", len(all)-i)
			return
		}
		t.printf("  %s:%d  %s", s.File, s.Line, s.Pointer)
		t.printf("  - %s: %s", s.What, s.Before)
		t.printf("  + %s", s.After)
	}
}

func (t *proposing) list(head string, lines []string) {
	if len(lines) == 0 {
		return
	}
	t.printf("%s", head)
	for i, l := range lines {
		if i == maxFindings {
			t.printf("  and %d more", len(lines)-i)
			return
		}
		t.printf("  %s", l)
	}
}

// checklist answers the template's list: what certwiz checked is said, the
// rest is asked.
func (t *proposing) checklist(ctx context.Context) error {
	t.gap()
	t.printf("The template's checklist. certwiz ticks only what it checked; the rest is your word.")
	for _, item := range t.p.Items {
		switch {
		case item.State == contribution.Checked:
			t.printf("[x] %s (%s)", item.Text, item.By)
		case item.Ticked && item.Answer != "": // on GitHub, by a person
			t.printf("[x] %s (%s)", item.Text, item.Answer)
		case len(item.Places) > 0:
			t.printf("[ ] %s", item.Text)
			t.printf("    %s They show:", item.Question)
			for _, place := range item.Places {
				t.printf("    - %s", place)
			}
		case item.Question == "":
			t.printf("[ ] %s (%s)", item.Text, item.By)
		default:
			t.printf("%s", item.Text)
			if item.State == contribution.Open {
				t.printf("By what certwiz checked it does not hold yet: %s.", item.By)
			}
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

// editText shows title and text, and lets them be edited.
func (t *proposing) editText(ctx context.Context) error {
	t.gap()
	t.printf("Title: %s", t.p.Title)
	t.body()
	for {
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
			t.notTaken()
		}
		if err != nil {
			return err
		}
	}
}

// body shows the text, which is a page on GitHub, set off by empty lines.
func (t *proposing) body() {
	if t.p.KeepBody {
		return
	}
	t.gap()
	t.printf("%s", strings.TrimSpace(t.p.Body))
	t.gap()
}

func (t *proposing) retitle(ctx context.Context) error {
	title, err := t.ask(ctx, "Title, Enter keeps it:")
	if title != "" {
		t.p.Title = title
		t.printf("Title: %s", title)
	}
	return err
}

func (t *proposing) rewrite(ctx context.Context) error {
	body, err := t.o.Edit(ctx, t.p.Body)
	if err != nil {
		t.printf("%v", err)
		return nil
	}
	t.p.Body = body
	t.body()
	return nil
}

// print says all of it and asks nothing.
func (t *proposing) print() error {
	t.files()
	if t.p.Blocked {
		return ErrBlocked
	}
	t.gap()
	t.printf("Title: %s", t.p.Title)
	t.body()
	if t.o.Out != nil {
		if err := t.o.Out(t.p.Files); err != nil {
			return err
		}
	}
	t.printCommands()
	return nil
}
