package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/change"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/source/git"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/report"
)

// judgeAgainst judges a connector's files and what changed in them since an
// earlier version: a folder, a .zip, a commit or pull request of its clone, or
// "last", what was frozen last.
func (a *app) judgeAgainst(ctx context.Context, found []source.Candidate, earlier string) (report.Report, error) {
	if len(found) != 1 {
		return report.Report{}, usage(fmt.Sprintf("--against compares one connector, and there are %d here", len(found)), "name the connector's folder")
	}
	before, err := a.earlierVersion(ctx, found[0].Dir, earlier)
	if err != nil {
		return report.Report{}, err
	}
	files, err := source.Load(ctx, found[0].Dir)
	if err != nil {
		return report.Report{}, err
	}
	now := connector.Parse(inRepository(files))
	r := now.Report()
	r.Add(change.Judge(connector.Read(before).Version(), now.Version()))
	r.Sort()
	folder := a.folderName(found[0].Dir)
	return report.Report{
		Results: []report.Result{{Folder: folder, Report: r, Lines: report.LinesOf(now)}},
		Changes: &report.Changes{Folder: folder, Earlier: earlier, Diff: source.Compare(files, before)},
	}, nil
}

// earlierVersion reads a version from where it is kept. A file or folder of
// that name comes first.
func (a *app) earlierVersion(ctx context.Context, dir, earlier string) (connector.Artifacts, error) {
	files, err := a.versionFrom(ctx, dir, earlier)
	if err != nil {
		return files, err
	}
	for _, f := range []*checks.File{files.Swagger, files.Properties} {
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
