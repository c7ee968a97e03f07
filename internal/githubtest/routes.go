package githubtest

import (
	"encoding/base64"
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
)

var notFound = answer{status: http.StatusNotFound, body: refusal(http.StatusNotFound, "Not Found")}

func ok(body any) answer { return answer{status: http.StatusOK, body: body} }

// route answers one request.
func (w *World) route(r *http.Request, path, login string) answer {
	switch {
	case path == "/user" && login == "":
		return answer{status: http.StatusUnauthorized, body: refusal(http.StatusUnauthorized, "Requires authentication")}
	case path == "/user":
		return ok(w.userShape(login))
	case path == "/search/issues":
		return w.search(r)
	}
	rest, found := strings.CutPrefix(path, "/repos/"+Owner+"/"+Repository+"/")
	if !found {
		return notFound
	}
	parts := strings.Split(rest, "/")
	if r.Method != http.MethodGet {
		return w.order(r, parts, login)
	}
	switch parts[0] {
	case "pulls":
		return w.pulls(r, parts[1:])
	case "issues":
		return w.issue(r, parts[1:])
	case "commits":
		return w.commits(r, parts[1:])
	case "compare":
		return w.compare(strings.Join(parts[1:], "/"))
	case "contents":
		return w.contents(r, strings.Join(parts[1:], "/"))
	case "git":
		return w.blob(parts[1:])
	}
	return notFound
}

// pull is the pull request of a number, nil for none.
func (w *World) pull(s string) *Pull {
	n, err := strconv.Atoi(s)
	if err != nil {
		return nil
	}
	return w.Pulls[n]
}

// newest lists pull requests, newest first.
func (w *World) newest(keep func(*Pull) bool) []*Pull {
	var out []*Pull
	for _, n := range slices.Backward(slices.Sorted(maps.Keys(w.Pulls))) {
		if p := w.Pulls[n]; keep(p) {
			out = append(out, p)
		}
	}
	return out
}

func (w *World) pulls(r *http.Request, parts []string) answer {
	if len(parts) == 0 {
		return w.pullList(r)
	}
	p := w.pull(parts[0])
	switch {
	case p == nil || len(parts) > 2:
		return notFound
	case len(parts) == 1:
		return ok(w.pullShape(p, true))
	}
	switch parts[1] {
	case "files":
		return paged(r, p.Files, func(name string) any { return w.fileShape(p.Head, name) })
	case "reviews":
		return paged(r, p.Reviews, func(s *Said) any { return w.reviewShape(p, s) })
	case "comments":
		return paged(r, p.Lines, func(s *Said) any { return w.lineShape(p, s) })
	}
	return notFound
}

func (w *World) pullList(r *http.Request) answer {
	state, head := r.FormValue("state"), r.FormValue("head")
	list := w.newest(func(p *Pull) bool {
		fits := head == "" || head == p.HeadOwner+":"+p.HeadBranch
		return fits && (state == "all" || p.Closed == (state == "closed"))
	})
	return paged(r, list, func(p *Pull) any { return w.pullShape(p, false) })
}

func (w *World) issue(r *http.Request, parts []string) answer {
	if len(parts) != 2 || parts[1] != "comments" || w.pull(parts[0]) == nil {
		return notFound
	}
	p := w.pull(parts[0])
	return paged(r, p.Comments, func(s *Said) any { return w.commentShape(p, s) })
}

func (w *World) commits(r *http.Request, parts []string) answer {
	if len(parts) == 0 {
		return w.history(r)
	}
	c := w.find(parts[0])
	if c == nil {
		return answer{status: http.StatusUnprocessableEntity, body: refusal(http.StatusUnprocessableEntity, "No commit found for SHA: "+parts[0])}
	}
	if len(parts) == 1 {
		return ok(w.commitShape(c, true))
	}
	of := w.newest(func(p *Pull) bool { return p.Head == c.SHA })
	switch parts[1] {
	case "pulls":
		return paged(r, w.newest(func(p *Pull) bool { return w.belongs(c, p) }), func(p *Pull) any { return w.pullShape(p, false) })
	case "check-runs":
		var runs []*Run
		for _, p := range of {
			runs = append(runs, p.Runs...)
		}
		list := paged(r, runs, func(run *Run) any { return w.runShape(c.SHA, run) })
		return ok(map[string]any{"total_count": len(runs), "check_runs": list.body})
	case "status":
		var statuses []*Run
		for _, p := range of {
			statuses = append(statuses, p.Statuses...)
		}
		list := paged(r, statuses, func(run *Run) any { return w.statusShape(c.SHA, run) })
		return ok(map[string]any{"state": together(statuses), "sha": c.SHA, "total_count": len(statuses), "statuses": list.body})
	}
	return notFound
}

// belongs tells whether a commit is a pull request's: what it was merged as, or
// one of those it was made of.
func (w *World) belongs(c *Commit, p *Pull) bool {
	if slices.Contains(w.Dev, c) {
		return p.MergeCommit == c.SHA
	}
	return slices.Contains(w.line(w.find(p.Head)), c)
}

// together is the state of all statuses.
func together(statuses []*Run) string {
	state := "success"
	for _, s := range statuses {
		switch {
		case s.State == "failure" || s.State == "error":
			return "failure"
		case s.State == "pending":
			state = "pending"
		}
	}
	if len(statuses) == 0 {
		return "pending"
	}
	return state
}

func (w *World) history(r *http.Request) answer {
	folder := strings.Trim(r.FormValue("path"), "/")
	var list []*Commit
	from := w.find(r.FormValue("sha"))
	if from == nil {
		return notFound
	}
	for _, c := range w.line(from) {
		if folder == "" || c.touches(folder) {
			list = append(list, c)
		}
	}
	return paged(r, list, func(c *Commit) any { return w.commitShape(c, false) })
}

func (c *Commit) touches(folder string) bool {
	for name := range c.Files {
		if name == folder || strings.HasPrefix(name, folder+"/") {
			return true
		}
	}
	return false
}

func (w *World) compare(what string) answer {
	base, head, both := strings.Cut(what, "...")
	from, to := w.find(base), w.find(head)
	if !both || from == nil || to == nil {
		return notFound
	}
	ahead, behind := w.line(to), w.line(from)
	status := "diverged"
	switch {
	case from == to:
		status = "identical"
	case slices.Contains(ahead, from):
		status = "ahead"
	case slices.Contains(behind, to):
		status = "behind"
	}
	return ok(w.compareShape(from, to, status))
}

func (w *World) contents(r *http.Request, name string) answer {
	c := w.find(r.FormValue("ref"))
	if c == nil {
		return answer{status: http.StatusNotFound, body: refusal(http.StatusNotFound, "No commit found for the ref "+r.FormValue("ref"))}
	}
	tree := w.tree(c.SHA)
	if f, there := tree[name]; there {
		return ok(w.contentShape(c.SHA, name, f, true))
	}
	folders := map[string]bool{}
	list := []any{}
	for _, full := range slices.Sorted(maps.Keys(tree)) {
		below, inside := strings.CutPrefix(full, name+"/")
		top, deeper, _ := strings.Cut(below, "/")
		switch {
		case !inside:
		case deeper == "":
			list = append(list, w.contentShape(c.SHA, full, tree[full], false))
		case !folders[top]:
			folders[top] = true
			list = append(list, w.folderShape(c.SHA, path.Join(name, top)))
		}
	}
	if len(list) == 0 {
		return notFound
	}
	return ok(list)
}

func (w *World) blob(parts []string) answer {
	if len(parts) != 2 || parts[0] != "blobs" {
		return notFound
	}
	for _, c := range slices.Concat(w.Dev, w.Loose) {
		for _, f := range c.Files {
			if f.id() == parts[1] && !f.Gone && !f.Submodule {
				return ok(map[string]any{
					"sha": parts[1], "size": len(f.Data), "encoding": "base64", "content": wrapped(f.Data), "node_id": "QmxvYg==",
					"url": w.repo("/git/blobs/" + parts[1]),
				})
			}
		}
	}
	return notFound
}

// wrapped is base64 in lines, as GitHub writes it.
func wrapped(data string) string {
	var b strings.Builder
	for line := range slices.Chunk([]byte(base64.StdEncoding.EncodeToString([]byte(data))), 60) {
		b.Write(line)
		b.WriteByte('\n')
	}
	return b.String()
}

// repo is an address of the repository in the API.
func (w *World) repo(path string) string {
	u := url.URL{Path: "/repos/" + Owner + "/" + Repository + path}
	return w.url + api + u.EscapedPath()
}

// page is an address of the repository for people.
func (w *World) page(path string) string {
	u := url.URL{Path: "/" + Owner + "/" + Repository + path}
	return w.url + u.EscapedPath()
}
