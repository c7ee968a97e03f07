package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/leaks"
	"github.com/certwiz/certwiz/checks/mend"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/ui/theme"
)

// fixAll mends the files of each connector. It is done where they are only shown.
func (a *app) fixAll(ctx context.Context, o checkOptions, found []target) (done bool, err error) {
	switch {
	case !o.fix:
		return true, usage("--diff shows what --fix would change", "add --fix")
	case o.gate:
		return true, usage("--fix and --gate do not go together", "run check once with each")
	}
	dirs, err := folders(found, "--fix")
	if err != nil {
		return true, err
	}
	places := 0
	for _, c := range dirs {
		n, err := a.fixFolder(ctx, c.Dir, o.diff)
		if err != nil {
			return true, err
		}
		places += n
	}
	what := text.Count(places, "place", "places")
	switch {
	case places == 0:
		a.notice("nothing has exactly one right answer here")
		return o.diff, nil
	case o.diff:
		a.notice(what + " would be mended; nothing was written")
		return true, errFindings
	default:
		a.notice(what + " mended")
		return false, nil
	}
}

// fixFolder mends one connector and says what it changes.
func (a *app) fixFolder(ctx context.Context, dir string, only bool) (places int, err error) {
	files, err := source.Load(ctx, dir)
	if err != nil {
		return 0, err
	}
	folder := a.folderName(dir)
	for _, f := range []*checks.File{files.Swagger, files.Properties} {
		if f == nil {
			continue
		}
		before := f.Data
		hidden := connector.Parse(inRepository(files)).Hidden()
		masked, known := hidden.Text(f.Name, before)
		changes := mend.Connector(files, f, func(files connector.Artifacts) checks.Report { return judge(inRepository(files)) })
		if len(changes) == 0 {
			continue
		}
		a.showChanges(joinPath(folder, f.Name), changes, hidden, known && bytes.Equal(masked, before))
		places += len(changes)
		if only {
			continue
		}
		now, err := source.Load(ctx, dir)
		if err != nil {
			return places, err
		}
		if same := unchanged(now, f.Name, before); !same {
			return places, failed(fmt.Errorf("%s was changed by another program meanwhile", quoted(joinPath(folder, f.Name))), "run certwiz check --fix again")
		}
		if err := session.ReplaceFile(dir, f.Name, f.Data); err != nil {
			return places, failed(fmt.Errorf("%s can't be written: %w", quoted(joinPath(folder, f.Name)), errors.New(plainCause(err))), "make it writable; it is as it was")
		}
	}
	return places, nil
}

// unchanged tells whether a file of the connector still holds what was read.
func unchanged(files connector.Artifacts, name string, data []byte) bool {
	for _, f := range []*checks.File{files.Swagger, files.Properties} {
		if f != nil && f.Name == name {
			return string(f.Data) == string(data)
		}
	}
	return false
}

func joinPath(folder, name string) string {
	if folder == "" {
		return name
	}
	return folder + "/" + name
}

// widestChange is how many columns of a changed line are shown.
const widestChange = 160

// showChanges prints the lines of changes before and after: none of a file that
// holds a secret, and none of another file's secrets.
func (a *app) showChanges(path string, changes []mend.Change, secrets leaks.Hidden, quotable bool) {
	th := a.theme(a.Stdout)
	for _, c := range changes {
		before, after := around(secrets.Line(c.Before), secrets.Line(c.After))
		fmt.Fprintf(a.Stdout, "%s:%d: %s\n", th.Safe(path), c.Line, th.Safe(c.Rule))
		if !quotable {
			fmt.Fprintln(a.Stdout, "    the lines are not shown: the file holds what looks like a secret")
			continue
		}
		for _, side := range []struct{ mark, text string }{{"- ", before}, {"+ ", after}} {
			for line := range strings.SplitSeq(side.text, "\n") {
				fmt.Fprintf(a.Stdout, "    %s%s\n", side.mark, theme.Cut(th.Safe(strings.TrimRight(line, "\r")), widestChange))
			}
		}
	}
}

// around leaves out the beginning that two long lines share, but for a little.
func around(before, after string) (string, string) {
	same := 0
	for same < len(before) && same < len(after) && before[same] == after[same] {
		same++
	}
	cut := strings.LastIndexAny(before[:same], " ,{") + 1
	if cut < widestChange/2 || strings.Contains(before, "\n") {
		return before, after
	}
	return "… " + before[cut:], "… " + after[cut:]
}
