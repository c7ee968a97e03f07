package command

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/ui/report"
)

func (a *app) docsCheckCommand() *cobra.Command {
	o := &docsOptions{}
	cmd := docCommand(o, &cobra.Command{
		Use:   "check readme|intro [PATH]",
		Short: "Print the findings on one document, with line and column",
		Long: `Judges one document by the rules that hold Submit for review, in the light of
the connector's other files, and prints what it finds and how to mend it.
certwiz check judges everything.`,
		Example: `  certwiz docs check intro
  certwiz docs check readme --format json`,
	}, a.runDocsCheck)
	cmd.Flags().StringVar(&o.format, "format", "text", "how findings are printed")
	helpEnds(cmd, `
Exit codes: 0 clean, 1 findings that block, 2 wrong usage, 3 something could
not be checked.
`)
	return cmd
}

func (a *app) runDocsCheck(ctx context.Context, o docsOptions) error {
	writer, err := a.writer(o.format)
	if err != nil {
		return err
	}
	dir, files, err := a.docsFolder(ctx, o.path)
	if err != nil {
		return err
	}
	if o.name == "intro.md" && files.Independent {
		return failed(errors.New("intro.md is not judged here: only verified publishers attach one (S36)"), "the independent publishers' document is readme.md")
	}
	file, _ := o.file(files)
	name := o.name
	if file != nil {
		name = file.Name
	}
	results := []report.Result{{Folder: a.folderName(dir), Report: about(judge(files), o.name, name)}}
	if err := writer.Write(a.Stdout, report.Report{Results: results, Of: name}); err != nil {
		return failed(err, "")
	}
	err = verdict(results, nil)
	if file == nil {
		code := codeFailed
		if errors.Is(err, errFindings) {
			code = codeBlocked
		}
		return a.notThere(o, dir, code)
	}
	return err
}

// about is what a report says about one document, called name on disk.
func about(r checks.Report, document, name string) checks.Report {
	prefix := "Intro"
	if document == "readme.md" {
		prefix = "Readme"
	}
	var out checks.Report
	for _, f := range r.Findings {
		if f.Place.File == name || strings.HasPrefix(f.Rule, prefix) {
			out.Findings = append(out.Findings, f)
		}
	}
	for _, o := range r.Outcomes {
		if strings.HasPrefix(o.Rule, prefix) || gate.RuleOf(o.Rule).Subject == checks.SubjectLeaks {
			out.Outcomes = append(out.Outcomes, o)
		}
	}
	return out
}
