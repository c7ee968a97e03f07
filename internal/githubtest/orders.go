package githubtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// order answers a request that changes something.
func (w *World) order(r *http.Request, parts []string, login string) answer {
	var body struct {
		Title *string `json:"title"`
		Body  *string `json:"body"`
		Head  string  `json:"head"`
		Base  string  `json:"base"`
		Draft bool    `json:"draft"`
	}
	switch {
	case parts[0] != "pulls" || len(parts) > 2:
		return notFound
	case login == "":
		return answer{status: http.StatusUnauthorized, body: refusal(http.StatusUnauthorized, "Requires authentication")}
	case w.Locked:
		return answer{status: http.StatusForbidden, body: refusal(http.StatusForbidden, "Resource not accessible by personal access token")}
	case json.NewDecoder(r.Body).Decode(&body) != nil:
		return answer{status: http.StatusBadRequest, body: refusal(http.StatusBadRequest, "Problems parsing JSON")}
	case r.Method == http.MethodPost && len(parts) == 1 && body.Title != nil:
		return w.open(body.Head, body.Base, *body.Title, deref(body.Body), body.Draft, login)
	case r.Method == http.MethodPatch && len(parts) == 2 && w.pull(parts[1]) != nil:
		p := w.pull(parts[1])
		if body.Title != nil {
			p.Title = *body.Title
		}
		if body.Body != nil {
			p.Body = *body.Body
		}
		p.Touch()
		return ok(w.pullShape(p, true))
	}
	return notFound
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Pushed makes a branch of a fork known, so that a pull request can be opened
// from it.
func (w *World) Pushed(owner, branch string, files map[string]string) *Commit {
	c := w.commit(w.tip(), owner+":"+branch, owner, texts(files))
	w.Loose = append(w.Loose, c)
	return c
}

func (w *World) open(head, base, title, text string, draft bool, login string) answer {
	owner, branch, _ := strings.Cut(head, ":")
	switch {
	case base != "dev":
		return invalid("base", "invalid", "")
	case w.pushed(head) == nil:
		return invalid("head", "invalid", "")
	case len(w.newest(func(p *Pull) bool { return !p.Closed && p.HeadOwner == owner && p.HeadBranch == branch })) > 0:
		return invalid("", "custom", fmt.Sprintf("A pull request already exists for %s.", head))
	case len(w.pushed(head).Files) == 0:
		return invalid("", "custom", fmt.Sprintf("No commits between %s:%s and %s", Owner, base, head))
	}
	c := w.pushed(head)
	p := w.Open(owner, branch, title, nil)
	p.Body, p.Draft, p.Author, p.Head, p.Mergeable = text, draft, login, c.SHA, nil
	for name := range c.Files {
		p.Files = append(p.Files, name)
	}
	a := ok(w.pullShape(p, true))
	a.status = http.StatusCreated
	return a
}

// pushed is the newest commit that was pushed to a fork's branch.
func (w *World) pushed(head string) *Commit {
	var found *Commit
	for _, c := range w.Loose {
		if c.Message == head {
			found = c
		}
	}
	for _, p := range w.Pulls {
		if found == nil && p.HeadOwner+":"+p.HeadBranch == head {
			found = w.find(p.Head)
		}
	}
	return found
}

func invalid(field, code, message string) answer {
	e := map[string]any{"resource": "PullRequest", "code": code}
	if field != "" {
		e["field"] = field
	}
	if message != "" {
		e["message"] = message
	}
	body := refusal(http.StatusUnprocessableEntity, "Validation Failed")
	body["errors"] = []any{e}
	return answer{status: http.StatusUnprocessableEntity, body: body}
}

var (
	quotedShape = regexp.MustCompile(`"([^"]*)"`)
	authorShape = regexp.MustCompile(`(?:^| )author:(\S+)`)
)

// search answers the search for pull requests: by author, and by text in title
// and body.
func (w *World) search(r *http.Request) answer {
	q := r.FormValue("q")
	if !strings.Contains(q, "repo:"+Owner+"/"+Repository) {
		return ok(map[string]any{"total_count": 0, "incomplete_results": false, "search_type": "lexical", "items": []any{}})
	}
	author, text := "", ""
	if m := authorShape.FindStringSubmatch(q); m != nil {
		author = m[1]
	}
	if m := quotedShape.FindStringSubmatch(q); m != nil {
		text = strings.ToLower(m[1])
	}
	if author != "" && !w.hasAccount(author) {
		return answer{status: http.StatusUnprocessableEntity, body: refusal(http.StatusUnprocessableEntity, "Validation Failed")}
	}
	list := w.newest(func(p *Pull) bool {
		where := strings.ToLower(p.Title)
		if !strings.Contains(q, "in:title") {
			where += "\n" + strings.ToLower(p.Body)
		}
		return (author == "" || strings.EqualFold(p.Author, author)) && strings.Contains(where, text)
	})
	a := paged(r, list, func(p *Pull) any { return w.issueShape(p) })
	a.body = map[string]any{"total_count": len(list), "incomplete_results": false, "search_type": "lexical", "items": a.body}
	return a
}

// hasAccount tells whether somebody has opened a pull request or has a token.
func (w *World) hasAccount(name string) bool {
	for _, p := range w.Pulls {
		if strings.EqualFold(p.Author, name) {
			return true
		}
	}
	for _, login := range w.Tokens {
		if strings.EqualFold(login, name) {
			return true
		}
	}
	return false
}
