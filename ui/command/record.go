package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/checks/policy"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/submission/store"
)

// maxSaid is the longest answer of Microsoft that is taken, in bytes.
const maxSaid = 64 << 10

// recordOptions is one answer from Microsoft.
type recordOptions struct {
	answer string
	path   string
	slug   string
	text   string
	on     string
}

func (a *app) recordCommand() *cobra.Command {
	o := recordOptions{path: "."}
	cmd := &cobra.Command{
		Use:   "record ANSWER [PATH]",
		Short: "Write down what Microsoft answered",
		Long: `Writes down what Microsoft answered to a submission, so that certwiz status
says whose turn it is. ANSWER is, for Partner Center,
` + replyNames(portal.PartnerCenter()) + `;
for ISV Studio ` + replyNames(portal.ISVStudio()) + `.
With report, the codes and sentences in a pasted report are explained.
Their words come from --text, or from the input with --text -. The clock begins
on the day of --on, else now.`,
		Example: `  certwiz record changes-requested --text "The icon must not be white."
  pbpaste | certwiz record changes-requested --text -
  pbpaste | certwiz record report --text -
  certwiz record preview --on 2026-12-01
  certwiz record certified`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("certwiz record needs an answer", "see certwiz record --help")
			}
			return atMost(2)(cmd, args)
		},
		ValidArgs: replyWords(),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.answer = args[0]
			if len(args) == 2 {
				o.path = args[1]
			}
			return a.runRecord(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.text, "text", "", "Microsoft's words; - reads them from the input")
	cmd.Flags().StringVar(&o.on, "on", "", "the day it came, 2026-12-01, where that was not today")
	cmd.Flags().StringVar(&o.slug, "submission", "", "a submission's name, as certwiz status --json prints it, in place of PATH")
	return cmd
}

// replyWords are the names of all answers, whatever the portal.
func replyWords() []string {
	var names []string
	for _, p := range portal.All() {
		for _, r := range session.Replies(p) {
			names = append(names, r.Name)
		}
	}
	names = append(names, reportAnswer)
	slices.Sort(names)
	return slices.Compact(names)
}

func replyNamed(p portal.Portal, name string) (session.Reply, bool) {
	if name == reportAnswer {
		name = changesRequested
	}
	for _, r := range session.Replies(p) {
		if r.Name == name || string(r.Kind) == name { // "approved" is what every portal calls it
			return r, true
		}
	}
	return session.Reply{}, false
}

// replyNames names the possible answers in a sentence.
func replyNames(p portal.Portal) string {
	var names []string
	for _, r := range session.Replies(p) {
		names = append(names, r.Name)
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

func (a *app) runRecord(ctx context.Context, o recordOptions) error {
	if !slices.Contains(replyWords(), o.answer) {
		return usage("there is no answer "+quoted(o.answer), "it is "+strings.Join(replyWords(), ", "))
	}
	said, err := a.said(o.text)
	if err != nil {
		return err
	}
	if (o.answer == changesRequested || o.answer == reportAnswer) && said == "" {
		return usage("changes were requested, but which?", "give Microsoft's words with --text, or pipe them in with --text -")
	}
	at, err := a.dayOf(o.on)
	if err != nil {
		return err
	}
	home, err := a.home()
	if err != nil {
		return err
	}
	st, err := store.Open(home)
	if err != nil {
		return failed(err, "")
	}
	sum, err := a.named(ctx, st, o.slug, o.path)
	if err != nil {
		return err
	}
	p, _ := submission.PortalOf(sum.Draft, a.portals())
	reply, ok := replyNamed(p, o.answer)
	if !ok {
		return usage(fmt.Sprintf("%s gives no answer %s", p.Name, quoted(o.answer)), "it is "+replyNames(p))
	}
	after, err := a.answered(st, sum, reply.Kind, said, at)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "Recorded: version %d, %s. %s\n", after.Version, reply.Kind, after.Next)
	if reply.NeedsText {
		if hits := policy.Read(said); o.answer == reportAnswer || len(hits) > 0 {
			writeHits(a.Stdout, a.theme(a.Stdout), hits)
		}
	}
	return nil
}

// answered records an answer and says where the submission stands then. No
// session may be open meanwhile: it would go on from what it knew before.
func (a *app) answered(st *store.Store, sum store.Summary, kind submission.EventKind, said string, at time.Time) (standing.Standing, error) {
	release, err := st.Lock(sum.Slug)
	if err != nil {
		return standing.Standing{}, failed(err, "")
	}
	defer release()
	sum.Ledger, _ = st.Ledger(sum.Slug) // what is wrong with it was said when it was found
	state := a.standingOf(sum)
	if state.Stage == standing.Drafting {
		return state, blocked(errors.New("nothing was handed over yet, so there is no answer to it"), "run certwiz to go on with the draft")
	}
	e := submission.Event{Format: submission.DraftFormat, Kind: kind, At: at, Version: state.Version, Text: said}
	if err := st.Append(sum.Slug, e); err != nil {
		return state, failed(err, "")
	}
	sum.Ledger = append(sum.Ledger, e)
	return a.standingOf(sum), nil
}

// changesRequested is the answer that says nothing without Microsoft's words.
const changesRequested = "changes-requested"

// dayOf is the day that was named, now without one.
func (a *app) dayOf(day string) (time.Time, error) {
	now := a.Now()
	if day == "" {
		return now, nil
	}
	at, err := time.ParseInLocation(time.DateOnly, day, now.Location())
	if err != nil {
		return at, usage(quoted(day)+" is no day", "write it like 2026-12-01")
	}
	if at.After(now) {
		return at, usage(day+" lies ahead", "name the day on which it came")
	}
	return at, nil
}

// said is Microsoft's words, from the flag or the input.
func (a *app) said(text string) (string, error) {
	if text != "-" {
		return strings.TrimSpace(text), nil
	}
	data, err := io.ReadAll(io.LimitReader(a.Stdin, maxSaid+1))
	if err != nil {
		return "", failed(fmt.Errorf("the input can't be read: %w", err), "")
	}
	if len(data) > maxSaid {
		return "", usage(fmt.Sprintf("the text is longer than %d kB", maxSaid>>10), "record the part that says what to change")
	}
	return strings.TrimSpace(string(data)), nil
}

// named finds a submission by its name or by its connector's folder.
func (a *app) named(ctx context.Context, st *store.Store, slug, path string) (store.Summary, error) {
	if slug != "" {
		return summary(st, slug)
	}
	found, err := a.find(ctx, path)
	switch {
	case len(found) == 1:
		return a.summaryOf(st, found[0].Dir)
	case len(found) > 1:
		return store.Summary{}, usage("several connectors are here", "name the folder of one")
	default:
		return store.Summary{}, err
	}
}
