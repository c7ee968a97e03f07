package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/source/git"
	"github.com/certwiz/certwiz/ui/report"
	"github.com/certwiz/certwiz/ui/theme"
)

// outputOptions are how findings are chosen and printed.
type outputOptions struct {
	format        string
	outputs       []string // FORMAT=FILE
	only, skip    []string
	failOn        string
	baseline      string
	writeBaseline string
	quiet         bool
	all           bool
}

func (o *outputOptions) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "text", "how findings are printed")
	f.StringArrayVar(&o.outputs, "output", nil, "write `FORMAT=FILE` as well; may be given again")
	f.StringSliceVar(&o.only, "only", nil, "judge by these `RULES` only, by comma")
	f.StringSliceVar(&o.skip, "skip", nil, "judge by all rules but these `RULES`")
	f.StringVar(&o.failOn, "fail-on", string(report.FailOnError), "the least `SEVERITY` that ends with 1, or never")
	f.StringVar(&o.baseline, "baseline", "", "leave out the findings that `FILE` lists")
	f.StringVar(&o.writeBaseline, "write-baseline", "", "list all findings in `FILE`, for --baseline")
	f.BoolVar(&o.all, "all", false, "list what publishers seldom act on, too")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "print only what fails")
}

// output is where and how one report goes.
type output struct {
	printer report.Printer
	text    bool
	path    string // "" for standard output
	bare    bool   // commands for a build server: they go out as they are
}

// plan reads the options; a wrong one is said before anything is judged.
func (a *app) plan(o outputOptions) (outputs []output, s report.Selection, err error) {
	if !slices.Contains(report.FailOns(), o.failOn) {
		return nil, s, usage("--fail-on does not know "+quoted(o.failOn), "it is one of "+strings.Join(report.FailOns(), ", "))
	}
	if s.Only, err = knownRules(o.only); err == nil {
		s.Skip, err = knownRules(o.skip)
	}
	if err != nil {
		return nil, s, err
	}
	if o.baseline != "" {
		data, err := readBaseline(o.baseline)
		if err == nil {
			s.Baseline, err = report.ReadBaseline(data)
		}
		if err != nil {
			return nil, s, usage(quoted(o.baseline)+" can't be used: "+err.Error(), "make one with --write-baseline "+o.baseline)
		}
	}
	stdout, err := a.output(o, o.format, "")
	if err != nil {
		return nil, s, err
	}
	for _, given := range o.outputs {
		format, path, ok := strings.Cut(given, "=")
		if !ok || path == "" {
			return nil, s, usage("--output "+quoted(given)+" names no file", "write it like --output sarif=certwiz.sarif")
		}
		if path == "-" {
			path = ""
		}
		one, err := a.output(o, format, path)
		if err != nil {
			return nil, s, err
		}
		if path == "" {
			stdout = one
			continue
		}
		outputs = append(outputs, one)
	}
	return append(outputs, stdout), s, nil
}

// knownRules are rules by the names that they have.
func knownRules(names []string) (ids []string, err error) {
	for _, name := range names {
		id := gate.RuleOf(strings.TrimSpace(name)).ID
		if id == "" {
			return nil, usage("there is no rule "+quoted(name), "the nearest are "+strings.Join(nearest(name, gate.Rules()), ", "))
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func (a *app) output(o outputOptions, format, path string) (output, error) {
	th := a.theme(a.Stdout)
	if path != "" || format != "text" {
		th = theme.New(theme.Options{Plain: true, NoColor: true})
	}
	p, err := report.For(format, report.Options{Theme: th, Rules: gate.RuleOf, Version: a.Version, Fails: report.FailOn(o.failOn), All: o.all || o.failOn == string(report.FailOnWarning) || o.failOn == string(report.FailOnAdvice)})
	if err != nil {
		return output{}, usage(err.Error(), "it is one of "+strings.Join(report.Formats(), ", "))
	}
	return output{printer: p, text: format == "text" || format == "", path: path, bare: format == "github"}, nil
}

func readBaseline(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, errors.New(plainCause(err))
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, report.MaxBaseline+1))
	if err == nil && len(data) > report.MaxBaseline {
		err = errors.New("it has more than " + text.Size(report.MaxBaseline))
	}
	return data, err
}

// print prints a report wherever it was asked for, and says how the run ends.
func (a *app) print(o outputOptions, outputs []output, s report.Selection, r report.Report, problems []error) error {
	for _, p := range problems {
		r.Unreadable = append(r.Unreadable, p.Error())
	}
	s.Apply(&r)
	if o.writeBaseline != "" {
		return a.putBaseline(o.writeBaseline, r, problems)
	}
	shown := r
	if o.quiet {
		shown = report.Failing(r, report.FailOn(o.failOn))
	}
	for _, out := range outputs {
		if err := a.printTo(out, shown, o.quiet); err != nil {
			return err
		}
	}
	if s.Baseline != nil {
		a.sayStale(o.baseline, s.Baseline.Stale())
	}
	return verdictOn(r.Results, problems, report.FailOn(o.failOn))
}

func (a *app) printTo(out output, r report.Report, quiet bool) error {
	if out.text && (len(r.Results) == 0 || quiet && !report.Says(r)) {
		return nil
	}
	if out.path == "" {
		w := a.Stdout
		if out.bare {
			w = a.bare
		}
		if err := out.printer.Write(w, r); err != nil {
			return failed(err, "")
		}
		return nil
	}
	f, err := os.Create(out.path)
	if err == nil {
		err = errors.Join(out.printer.Write(f, r), f.Close())
	}
	if err != nil {
		return failed(fmt.Errorf("%s can't be written: %s", quoted(out.path), plainCause(err)), "give another file")
	}
	return nil
}

// putBaseline writes down what is known from now on. What could not be judged
// would be missing in it without a word.
func (a *app) putBaseline(path string, r report.Report, problems []error) error {
	if len(problems) > 0 {
		return verdictOn(nil, problems, report.FailOnNothing)
	}
	f, err := os.Create(path)
	n := 0
	if err == nil {
		n, err = report.WriteBaseline(f, r)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return failed(fmt.Errorf("%s can't be written: %s", quoted(path), plainCause(err)), "give another file")
	}
	a.notice(fmt.Sprintf("%s listed in %s; certwiz check --baseline %s leaves them out", text.Count(n, "finding is", "findings are"), path, path))
	return nil
}

func (a *app) sayStale(path string, stale []report.BaselineEntry) {
	if len(stale) == 0 {
		return
	}
	e := stale[0]
	a.notice(fmt.Sprintf("%s lists %s, the first %s in %s; write it anew with --write-baseline %s",
		path, text.Count(len(stale), "finding that is gone", "findings that are gone"), e.Rule, e.File, path))
}

// changedSince keeps the targets with changes since a revision of their clone.
func (a *app) changedSince(ctx context.Context, found []target, revision string) ([]target, error) {
	host, err := a.gitHubHost()
	if err != nil {
		return nil, err
	}
	changed := map[string][]string{} // by the clone's root
	var kept []target
	for _, t := range found {
		dir := t.folder.Dir
		if t.archive != "" {
			dir = filepath.Dir(t.archive)
		}
		repo, err := git.Discover(ctx, host, dir)
		if err != nil {
			return nil, failed(err, "--changed-since needs a git clone")
		}
		if _, asked := changed[repo.Root]; !asked {
			if changed[repo.Root], err = repo.ChangedSince(ctx, revision); err != nil {
				return nil, failed(err, "name a branch, tag or commit that the clone has")
			}
		}
		if touches(t, repo, changed[repo.Root]) {
			kept = append(kept, t)
		}
	}
	return kept, nil
}

// touches tells whether a path of a clone is the target, or lies in it.
func touches(t target, repo *git.Repo, changed []string) bool {
	folder, err := repo.Folder(t.path())
	if err != nil {
		return true // it is not told to be unchanged
	}
	return slices.ContainsFunc(changed, func(path string) bool {
		return path == folder || folder == "" || folder == "." || strings.HasPrefix(path, folder+"/")
	})
}
