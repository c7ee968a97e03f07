package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/change"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/source/git"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/report"
	"github.com/certwiz/certwiz/ui/theme"
)

// judgeAgainst judges a connector's files and what changed in them since an
// earlier version: a folder, a .zip, a commit or pull request of its clone, or
// "last", what was frozen last. The writer it returns prints in what the two
// versions differ besides what w prints of the results.
func (a *app) judgeAgainst(ctx context.Context, found []source.Candidate, earlier string, w report.Writer) ([]report.Result, report.Writer, error) {
	if len(found) != 1 {
		return nil, nil, usage(fmt.Sprintf("--against compares one connector, and there are %d here", len(found)), "name the connector's folder")
	}
	before, err := a.earlierVersion(ctx, found[0].Dir, earlier)
	if err != nil {
		return nil, nil, err
	}
	files, err := source.Load(ctx, found[0].Dir)
	if err != nil {
		return nil, nil, err
	}
	now := connector.Parse(files)
	r := now.Report()
	r.Add(change.Judge(connector.Read(before).Version(), now.Version()))
	r.Sort()
	folder := a.folderName(found[0].Dir)
	w = against{Writer: w, folder: folder, earlier: earlier, diff: source.Compare(files, before)}
	return []report.Result{{Folder: folder, Report: r}}, w, nil
}

// earlierVersion reads a version from where it is kept. A file or folder of
// that name comes first.
func (a *app) earlierVersion(ctx context.Context, dir, earlier string) (connector.Artifacts, error) {
	files, err := a.versionFrom(ctx, dir, earlier)
	if err != nil {
		return files, err
	}
	for _, f := range []*connector.File{files.Swagger, files.Properties} {
		if f != nil && f.Err != "" {
			return files, failed(fmt.Errorf("%s of the earlier version can't be read: %s", f.Name, f.Err), "make it readable, or give another version")
		}
	}
	return files, nil
}

func (a *app) versionFrom(ctx context.Context, dir, earlier string) (connector.Artifacts, error) {
	if _, err := os.Stat(earlier); err == nil {
		return a.loadVersion(ctx, earlier)
	}
	if earlier == lastVersion {
		return a.frozenLast(dir)
	}
	host, err := a.gitHubHost()
	if err != nil {
		return connector.Artifacts{}, err
	}
	if _, err := host.ParseTyped(earlier); err == nil {
		return committed(ctx, host, dir, earlier)
	}
	return a.loadVersion(ctx, earlier)
}

// lastVersion names the version that was frozen last.
const lastVersion = "last"

// frozenLast reads it from the record.
func (a *app) frozenLast(dir string) (connector.Artifacts, error) {
	home, err := a.home()
	if err != nil {
		return connector.Artifacts{}, err
	}
	st := store.OpenReadOnly(home)
	slug, _ := st.FindDraft(dir)
	versions, err := st.Versions(slug)
	if err != nil || len(versions) == 0 {
		return connector.Artifacts{}, failed(errors.New("no version of this connector was frozen yet"), "give a folder, a .zip or a commit")
	}
	files, err := session.FrozenFiles(st, slug, slices.Max(versions))
	if err != nil {
		return files, failed(err, "give a folder, a .zip or a commit")
	}
	return files, nil
}

// committed reads the connector's files at a commit of its clone.
func committed(ctx context.Context, host source.Host, dir, typed string) (connector.Artifacts, error) {
	repo, err := git.Discover(ctx, host, dir)
	if err != nil {
		return connector.Artifacts{}, failed(err, "give a folder or a .zip")
	}
	folder, err := repo.Folder(dir)
	if err != nil {
		return connector.Artifacts{}, failed(err, "give a folder or a .zip")
	}
	c := repo.Resolve(ctx, typed, folder)
	if c.SHA == "" {
		return connector.Artifacts{}, failed(fmt.Errorf("%s is not in the clone: %s", quoted(typed), c.Resolves.Why), "fetch it, or give a folder or a .zip")
	}
	files, err := repo.ArtifactsAt(ctx, c.SHA, folder)
	if err != nil {
		return files, failed(err, "give a commit that holds the connector")
	}
	return files, nil
}

func (a *app) loadVersion(ctx context.Context, path string) (connector.Artifacts, error) {
	if info, err := os.Stat(path); err == nil && !info.IsDir() && strings.HasSuffix(strings.ToLower(path), ".zip") {
		listing, files, _, err := source.OpenZip(ctx, path)
		switch {
		case err != nil:
			return files, failed(err, "give the earlier version's folder or .zip")
		case listing.Problem != "":
			return files, failed(fmt.Errorf("%s can't be opened: %s", quoted(listing.Name), listing.Problem), "give the earlier version's folder or .zip")
		case files.Swagger == nil && files.Properties == nil:
			return files, failed(fmt.Errorf("there is no connector in %s", quoted(listing.Name)), "give the earlier version's folder or .zip")
		}
		return files, nil
	}
	found, err := a.find(ctx, path)
	if err != nil {
		return connector.Artifacts{}, err
	}
	if len(found) != 1 {
		return connector.Artifacts{}, usage(fmt.Sprintf("there are %d connectors in %s", len(found), quoted(path)), "name the folder of the earlier version")
	}
	return source.Load(ctx, found[0].Dir)
}

// against prints in what a connector differs from an earlier version, and what
// another writer prints.
type against struct {
	report.Writer
	folder  string // of the connector, "" for the working folder
	earlier string // as it was given
	diff    source.Diff
}

// Write prints the differences before the results, whose last line sums up;
// in JSON they follow in the same list.
func (w against) Write(out io.Writer, results []report.Result) error {
	switch inner := w.Writer.(type) {
	case report.JSON:
		return w.json(out, results)
	case report.Text:
		if _, err := io.WriteString(out, w.text(inner.Theme)); err != nil {
			return err
		}
	}
	return w.Writer.Write(out, results)
}

// mostDifferences are how many are printed for people.
const mostDifferences = 40

func (w against) text(th theme.Theme) string {
	if len(w.diff.Differences) == 0 {
		return th.Safe("nothing differs from "+w.earlier) + "\n"
	}
	var b strings.Builder
	line := func(indent, text string) { b.WriteString(indent + th.Safe(text) + "\n") }
	line("", "what differs from "+w.earlier+" (- there, + here):")
	shown := w.diff.First(mostDifferences)
	for _, d := range shown.Differences {
		d.File = w.path(d.File)
		lines := source.Text(d)
		line("", lines[0])
		for _, value := range lines[1:] {
			line("    ", value)
		}
	}
	if shown.More > 0 {
		line("", fmt.Sprintf("and %s; --format json lists up to 200", text.Count(shown.More, "difference more", "differences more")))
	}
	return b.String()
}

// path is a file's name with the connector's folder before it, the same on
// every system.
func (w against) path(file string) string { return filepath.ToSlash(filepath.Join(w.folder, file)) }

// jsonDifference is a difference in the list of findings, which says by its
// "result" what it is.
type jsonDifference struct {
	Result    string `json:"result"` // "difference"
	Connector string `json:"connector,omitempty"`
	source.Difference
}

// jsonMore says how many differences were only counted.
type jsonMore struct {
	Result    string `json:"result"` // "more differences"
	Connector string `json:"connector,omitempty"`
	Count     int    `json:"count"`
}

func (w against) json(out io.Writer, results []report.Result) error {
	var list []any
	for _, d := range w.diff.Differences {
		d.File = w.path(d.File)
		list = append(list, jsonDifference{"difference", w.folder, d})
	}
	if w.diff.More > 0 {
		list = append(list, jsonMore{"more differences", w.folder, w.diff.More})
	}
	var first bytes.Buffer
	if err := w.Writer.Write(&first, results); err != nil {
		return err
	}
	if len(list) == 0 {
		return copied(out, first.Bytes())
	}
	var second bytes.Buffer
	enc := json.NewEncoder(&second)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(list); err != nil {
		return err
	}
	return copied(out, joinLists(first.Bytes(), []byte(report.Escaped(second.String()))))
}

func copied(out io.Writer, data []byte) error {
	_, err := out.Write(data)
	return err
}

// joinLists makes one list of two, the second of which is not empty.
func joinLists(first, second []byte) []byte {
	first = bytes.TrimSpace(bytes.TrimSuffix(bytes.TrimSpace(first), []byte("]")))
	if !bytes.Equal(first, []byte("[")) {
		first = append(first, ',')
	}
	return append(first, bytes.TrimPrefix(second, []byte("["))...)
}
