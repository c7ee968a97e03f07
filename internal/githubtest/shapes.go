package githubtest

import (
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

func itoa(n int) string { return strconv.Itoa(n) }

// stamp is a time as GitHub writes it, null for none.
func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339)
}

// none is null for an empty text.
func none(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// userShape is an account, null for one that is gone.
func (w *World) userShape(login string) any {
	if login == "" {
		return nil
	}
	kind := "User"
	if strings.HasSuffix(login, "[bot]") {
		kind = "Bot"
	}
	return map[string]any{"login": login, "id": 1, "node_id": "VXNlcg==", "type": kind, "site_admin": false, "html_url": w.url + "/" + login}
}

func (w *World) repoShape(owner string) map[string]any {
	return map[string]any{"name": Repository, "full_name": owner + "/" + Repository, "owner": w.userShape(owner), "private": false, "fork": owner != Owner}
}

// pullShape is a pull request, alone or with the fewer members it has in a list.
func (w *World) pullShape(p *Pull, alone bool) map[string]any {
	state := "open"
	if p.Closed {
		state = "closed"
	}
	var fork any
	if !p.ForkGone {
		fork = w.repoShape(p.HeadOwner)
	}
	labels := []any{}
	for i, l := range p.Labels {
		labels = append(labels, map[string]any{"id": i + 1, "name": l, "color": "ededed", "default": false})
	}
	tip := w.tip()
	merged := p.MergeCommit
	if merged == "" {
		merged = sha("test merge", p.Head, tip) // of which nobody should make use
	}
	var mergedAt time.Time
	if p.MergeCommit != "" {
		mergedAt = p.Ended
	}
	shape := map[string]any{
		"number": p.Number, "id": p.Number, "url": w.repo("/pulls/" + itoa(p.Number)), "html_url": w.page("/pull/" + itoa(p.Number)),
		"title": p.Title, "body": none(p.Body), "state": state, "draft": p.Draft, "locked": false, "user": w.userShape(p.Author),
		"created_at": stamp(p.Opened), "updated_at": stamp(p.Updated), "closed_at": stamp(p.Ended), "merged_at": stamp(mergedAt),
		"merge_commit_sha": merged, "labels": labels, "author_association": "CONTRIBUTOR",
		"head": map[string]any{"label": p.HeadOwner + ":" + p.HeadBranch, "ref": p.HeadBranch, "sha": p.Head, "user": w.userShape(p.HeadOwner), "repo": fork},
		"base": map[string]any{"label": Owner + ":" + p.Base, "ref": p.Base, "sha": tip, "user": w.userShape(Owner), "repo": w.repoShape(Owner)},
	}
	if !alone {
		return shape
	}
	shape["merged"], shape["merged_by"], shape["mergeable"] = p.MergeCommit != "", w.userShape(p.MergedBy), p.Mergeable
	shape["mergeable_state"] = mergeableState(p)
	shape["comments"], shape["review_comments"], shape["changed_files"] = len(p.Comments), len(p.Lines), len(p.Files)
	shape["commits"], shape["additions"], shape["deletions"] = 1, 1, 0
	return shape
}

func mergeableState(p *Pull) string {
	switch {
	case p.Mergeable == nil:
		return "unknown"
	case *p.Mergeable:
		return "clean"
	}
	return "dirty"
}

// issueShape is a pull request as the search shows it.
func (w *World) issueShape(p *Pull) map[string]any {
	shape := w.pullShape(p, true)
	of := map[string]any{"url": shape["url"], "html_url": shape["html_url"], "merged_at": shape["merged_at"], "diff_url": nil, "patch_url": nil}
	issue := map[string]any{"pull_request": of, "score": 1.0, "repository_url": w.repo("")}
	for _, name := range []string{"number", "id", "html_url", "title", "body", "state", "draft", "locked", "user", "created_at", "updated_at", "closed_at", "labels", "comments", "author_association"} {
		issue[name] = shape[name]
	}
	issue["url"] = w.repo("/issues/" + itoa(p.Number))
	return issue
}

func (w *World) fileShape(ref, name string) any {
	f := w.tree(ref)[name]
	return map[string]any{
		"sha": f.id(), "filename": name, "status": "added", "additions": 1, "deletions": 0, "changes": 1,
		"contents_url": w.repo("/contents/" + name), "blob_url": w.page("/blob/" + ref + "/" + name), "raw_url": w.page("/raw/" + ref + "/" + name),
	}
}

func (w *World) reviewShape(p *Pull, s *Said) any {
	return map[string]any{
		"id": s.ID, "node_id": "UmV2aWV3", "user": w.userShape(s.Author), "body": s.Text, "state": s.State, "author_association": s.Association,
		"commit_id": none(s.Commit), "submitted_at": stamp(s.At), "html_url": w.page("/pull/" + itoa(p.Number) + "#pullrequestreview"),
		"pull_request_url": w.repo("/pulls/" + itoa(p.Number)),
	}
}

func (w *World) commentShape(p *Pull, s *Said) any {
	return map[string]any{
		"id": s.ID, "node_id": "Q29tbWVudA==", "user": w.userShape(s.Author), "body": s.Text, "author_association": s.Association,
		"created_at": stamp(s.At), "updated_at": stamp(s.At), "html_url": w.page("/pull/" + itoa(p.Number)), "url": w.repo("/issues/comments/" + itoa(int(s.ID))),
		"issue_url": w.repo("/issues/" + itoa(p.Number)),
	}
}

func (w *World) lineShape(p *Pull, s *Said) any {
	var line any
	if s.Line > 0 {
		line = s.Line
	}
	return map[string]any{
		"id": s.ID, "node_id": "TGluZQ==", "user": w.userShape(s.Author), "body": s.Text, "author_association": s.Association,
		"created_at": stamp(s.At), "updated_at": stamp(s.At), "html_url": w.page("/pull/" + itoa(p.Number)), "url": w.repo("/pulls/comments/" + itoa(int(s.ID))),
		"path": s.Path, "line": line, "commit_id": s.Commit, "original_commit_id": s.Commit, "diff_hunk": "@@", "pull_request_url": w.repo("/pulls/" + itoa(p.Number)),
	}
}

func (w *World) runShape(head string, r *Run) any {
	var ended any
	if r.State == "completed" {
		ended = stamp(r.At)
	}
	return map[string]any{
		"id": 1, "node_id": "UnVu", "name": r.Name, "head_sha": head, "status": r.State, "conclusion": none(r.Conclusion), "started_at": stamp(r.At),
		"completed_at": ended, "html_url": none(r.URL), "details_url": none(r.URL),
		"output": map[string]any{"title": none(r.Title), "summary": nil, "text": nil, "annotations_count": 0, "annotations_url": w.repo("/check-runs/1/annotations")},
	}
}

func (w *World) statusShape(head string, r *Run) any {
	return map[string]any{
		"id": 1, "node_id": "U3RhdHVz", "context": r.Name, "state": r.State, "description": none(r.Title), "target_url": none(r.URL),
		"created_at": stamp(r.At), "updated_at": stamp(r.At), "url": w.repo("/statuses/" + head),
	}
}

// commitShape is a commit, with its files when it is alone.
func (w *World) commitShape(c *Commit, alone bool) map[string]any {
	parents := []any{}
	if c.Parent != "" {
		parents = append(parents, map[string]any{"sha": c.Parent, "url": w.repo("/commits/" + c.Parent), "html_url": w.page("/commit/" + c.Parent)})
	}
	who := map[string]any{"name": c.Author, "email": c.Author + "@contoso.example", "date": stamp(c.Date)}
	shape := map[string]any{
		"sha": c.SHA, "node_id": "Q29tbWl0", "url": w.repo("/commits/" + c.SHA), "html_url": w.page("/commit/" + c.SHA), "author": w.userShape(c.Author),
		"committer": w.userShape("web-flow"), "parents": parents, "commit": map[string]any{"message": c.Message, "author": who, "committer": who},
	}
	if alone {
		files := []any{}
		for _, name := range slices.Sorted(maps.Keys(c.Files)) {
			files = append(files, w.fileShape(c.SHA, name))
		}
		shape["files"] = files
	}
	return shape
}

func (w *World) compareShape(from, to *Commit, status string) any {
	address := w.repo("/compare/" + from.SHA + "..." + to.SHA)
	return map[string]any{
		"url": address, "html_url": w.page("/compare/" + from.SHA + "..." + to.SHA), "base_commit": w.commitShape(from, false),
		"status": status, "ahead_by": 1, "behind_by": 0, "total_commits": 1, "commits": []any{w.commitShape(to, false)}, "files": []any{},
	}
}

// contentShape is a file of a commit, with its content when it is alone. In a
// list another repository is called a file.
func (w *World) contentShape(ref, name string, f File, alone bool) any {
	kind, size := "file", len(f.Data)
	var download any = w.page("/raw/" + ref + "/" + name)
	git := w.repo("/git/blobs/" + f.id())
	switch {
	case f.Link:
		kind = "symlink"
	case f.Submodule:
		size, download, git = 0, nil, w.repo("/git/trees/"+f.id())
		if alone {
			kind = "submodule"
		}
	}
	shape := map[string]any{
		"type": kind, "size": size, "name": path.Base(name), "path": name, "sha": f.id(), "url": w.repo("/contents/" + name), "git_url": git,
		"html_url": w.page("/blob/" + ref + "/" + name), "download_url": download, "_links": map[string]any{"self": w.repo("/contents/" + name), "git": git, "html": nil},
	}
	switch {
	case alone && f.Link:
		shape["target"] = f.Data
	case alone && f.Submodule:
		shape["submodule_git_url"] = "https://github.com/contoso/other.git"
	case alone && size > 1<<20:
		shape["encoding"], shape["content"] = "none", ""
	case alone:
		shape["encoding"], shape["content"] = "base64", wrapped(f.Data)
	}
	return shape
}

func (w *World) folderShape(ref, name string) any {
	tree := sha("tree", ref, name)
	return map[string]any{
		"type": "dir", "size": 0, "name": path.Base(name), "path": name, "sha": tree, "url": w.repo("/contents/" + name), "git_url": w.repo("/git/trees/" + tree),
		"html_url": w.page("/tree/" + ref + "/" + name), "download_url": nil, "_links": map[string]any{"self": w.repo("/contents/" + name), "git": nil, "html": nil},
	}
}
