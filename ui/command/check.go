package command

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/ui/report"
)

// checkOptions is what is checked and how it is printed.
type checkOptions struct {
	outputOptions
	paths   []string
	gate    bool
	against string // an earlier version, "" for none
	since   string // a revision of the clone, "" for all
	fix     bool
	diff    bool // with fix: only say what would change
}

func (a *app) checkCommand() *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check [PATH...]",
		Short: "Print the findings on the files of one connector or many",
		Long: `Checks every connector at or below each PATH by the rules that hold Submit for
review, and prints what it finds. A PATH that ends in .zip is opened, and the
archive and the files in it are checked. What is neither is refused; a pattern
such as "contoso-*" is filled in. Nothing is asked of the network, the keyring
or git. With --gate the whole draft of one connector is judged instead: its
answers, its commit or archive, and whether its secrets are still kept. With
--against what changed since an earlier version is judged as well, and what of
it would break flows that use the connector: the version is a folder, a .zip, a
commit or pull request of the clone, or "last" for what was frozen last.

In a pipeline --output writes reports beside what is printed: sarif for code
scanning, junit for test results, github for annotations on a pull request,
gitlab for a merge request, markdown and html for people, report for everything
in certwiz's own JSON, json for its findings alone. --changed-since judges only
what a branch changed, --baseline leaves out what was there before.

--fix mends what has exactly one right answer, such as the encoding of a path
parameter that Microsoft's own sentence names: only those bytes of the file
change. --fix --diff shows the lines and writes nothing.`,
		Example: `  certwiz check
  certwiz check certified-connectors --format json
  certwiz check contoso.zip
  certwiz check --against ../published/contoso
  certwiz check --against 3473
  certwiz check --changed-since origin/dev --output sarif=certwiz.sarif
  certwiz check --fail-on warning --skip OperationIdSanitized
  certwiz check --gate "certified-connectors/Contoso Invoices"`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.paths = args
			if len(args) == 0 {
				o.paths = []string{"."}
			}
			return a.runCheck(cmd.Context(), o)
		},
	}
	o.flags(cmd)
	cmd.Flags().StringVar(&o.since, "changed-since", "", "only what this branch changed since it left `REV`")
	cmd.Flags().BoolVar(&o.gate, "gate", false, "judge the draft with its answers, as Submit for review does")
	cmd.Flags().StringVar(&o.against, "against", "", "compare with `VERSION`: a folder, a .zip, a commit, \"last\"")
	cmd.Flags().BoolVar(&o.fix, "fix", false, "mend what has one right answer, then judge what is left")
	cmd.Flags().BoolVar(&o.diff, "diff", false, "with --fix: show the changes and write nothing")
	helpEnds(cmd, `
Exit codes: 0 clean, 1 findings that block, or changes that --diff shows,
2 wrong usage, 3 something could not be checked.
`)
	return cmd
}

// roomy lets the collector run less often than it would by itself: a check is
// over in a moment, and hundreds of connectors take a fifth less time.
const roomy = 250

// crowded is the memory from which on it runs as often as it has to: a hostile
// file makes more garbage than all published connectors together.
const crowded = 160 << 20

func (a *app) runCheck(ctx context.Context, o checkOptions) error {
	debug.SetGCPercent(roomy)
	debug.SetMemoryLimit(crowded)
	outputs, selection, err := a.plan(o.outputOptions)
	if err != nil {
		return err
	}
	if o.gate && o.against != "" {
		return usage("--gate and --against do not go together", "run check once with each")
	}
	found, problems := a.targets(ctx, o.paths)
	if err := ctx.Err(); err != nil {
		return err
	}
	if o.since != "" {
		if found, err = a.changedSince(ctx, found, o.since); err != nil {
			return err
		}
		if len(found) == 0 && len(problems) == 0 {
			a.notice("no connector here has changed since " + o.since)
		}
	}
	if o.fix || o.diff {
		if done, err := a.fixAll(ctx, o, found); done || err != nil {
			return err
		}
	}
	var r report.Report
	switch {
	case o.gate:
		r.Results, err = a.judgeDraft(ctx, found)
	case o.against != "" && len(found) > 0:
		var dirs []source.Candidate
		if dirs, err = folders(found, "--against"); err == nil {
			r, err = a.judgeAgainst(ctx, dirs, o.against)
		}
	default:
		var unread []error
		r.Results, unread = a.checkAll(ctx, found)
		problems = append(problems, unread...)
	}
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return a.print(o.outputOptions, outputs, selection, r, problems)
}

// writer prints findings in one of the formats.
func (a *app) writer(format string) (report.Printer, error) {
	out, err := a.output(outputOptions{}, format, "")
	return out.printer, err
}

// pullWriter prints pull requests as well.
func (a *app) pullWriter(format string) (report.Writer, error) {
	w, err := report.WriterFor(format, report.Options{Theme: a.theme(a.Stdout), Rules: gate.RuleOf})
	if err != nil {
		return nil, usage(err.Error(), "it is one of "+strings.Join(report.Writers(), ", "))
	}
	return w, nil
}

// judgeDraft judges the one draft that is meant.
func (a *app) judgeDraft(ctx context.Context, found []target) ([]report.Result, error) {
	dirs, err := folders(found, "--gate")
	if err != nil {
		return nil, err
	}
	if len(dirs) != 1 {
		return nil, usage(fmt.Sprintf("--gate judges one draft, and there are %d connectors here", len(dirs)), "name the connector's folder")
	}
	return a.checkDraft(ctx, dirs[0])
}

// checkAll judges everything that was named, as much at a time as there are
// processors. The results come in the order in which it was named.
func (a *app) checkAll(ctx context.Context, found []target) ([]report.Result, []error) {
	type judged struct {
		result report.Result
		err    error
	}
	all := make([]judged, len(found))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(found)) {
		workers.Go(func() {
			for i := range next {
				all[i].result, all[i].err = a.checkTarget(ctx, found[i])
			}
		})
	}
	for i := range found {
		next <- i
	}
	close(next)
	workers.Wait()
	var results []report.Result
	var problems []error
	for _, j := range all {
		if j.err != nil {
			problems = append(problems, j.err)
			continue
		}
		results = append(results, j.result)
	}
	return results, problems
}

func (a *app) checkTarget(ctx context.Context, t target) (report.Result, error) {
	if t.archive != "" {
		return a.checkArchive(ctx, t.archive)
	}
	return a.checkFolder(ctx, t.folder)
}

func (a *app) checkFolder(ctx context.Context, c source.Candidate) (report.Result, error) {
	files, err := source.Load(ctx, c.Dir)
	if err != nil {
		return report.Result{}, err
	}
	parsed := connector.Parse(inRepository(files))
	return report.Result{Folder: a.folderName(c.Dir), Report: parsed.Report(), Lines: report.LinesOf(parsed)}, nil
}

// judge is what the session judges a folder's files with.
func judge(files connector.Artifacts) checks.Report {
	r := connector.Parse(files).Report()
	r.Sort()
	return r
}

// folderName stands before the names of a connector's files; there is none for
// the working folder itself.
func (a *app) folderName(dir string) string {
	if name := a.shortPath(dir); name != "." {
		return name
	}
	return ""
}

// verdict turns what was found into an exit code. What could not be checked is
// never clean: it counts unless something blocks anyway.
func verdict(results []report.Result, problems []error) error {
	return verdictOn(results, problems, report.FailOnError)
}

// verdictOn is verdict where another severity fails.
func verdictOn(results []report.Result, problems []error, fails report.FailOn) error {
	if len(problems) > 0 {
		return failed(firstLines(problems), hintOf(problems[0]))
	}
	unchecked := false
	for _, r := range results {
		if report.Fails(r.Report, fails) {
			return errFindings
		}
		unchecked = unchecked || len(r.Report.Unchecked()) > 0
	}
	if unchecked {
		return failed(errors.New("not everything could be checked"), "the lines \"not checked\" say what and why")
	}
	return nil
}

// firstLines joins problems, each in its own words.
func firstLines(problems []error) error {
	var said []string
	for _, p := range problems {
		said = append(said, p.Error())
	}
	return errors.New(strings.Join(said, "; "))
}

func hintOf(err error) string {
	var known *exitError
	if errors.As(err, &known) {
		return known.hint
	}
	return "give a folder that holds apiDefinition.swagger.json and apiProperties.json, or one above it"
}

// inRepository says that files are judged as they lie in the repository: what
// only the submission asks for is the draft's matter, see --gate.
func inRepository(files connector.Artifacts) connector.Artifacts {
	files.Repository = true
	return files
}
