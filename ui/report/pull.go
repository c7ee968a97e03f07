package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/review"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/ui/theme"
)

// PullRequest prints all that is known about a pull request.
func (t Text) PullRequest(w io.Writer, v session.PullView) error {
	var b bytes.Buffer
	p := pullText{Text: t, out: &b, v: v}
	p.head()
	p.said()
	p.diff()
	p.judged()
	_, err := w.Write(b.Bytes())
	return err
}

type pullText struct {
	Text
	out *bytes.Buffer
	v   session.PullView
}

func (p pullText) line(format string, args ...any) {
	fmt.Fprintln(p.out, p.Theme.Safe(fmt.Sprintf(format, args...)))
}

// head says where it stands.
func (p pullText) head() {
	pull := p.v.Pull
	if !pull.Asked.Pull.Known {
		p.line("pull request %d: not checked: %s", pull.Number, pull.Asked.Pull.Why)
		return
	}
	p.line("PR %d  %s", pull.Number, pull.Title)
	p.line("%s", pull.URL)
	p.line("%s, opened %s by %s, from %s into %s", pull.State(), day(pull.Opened), pull.Author, from(pull), pull.Base)
	if pull.Merged {
		p.line("merged %s as %s: this commit is the one for the portal", day(pull.EndedAt), pull.MergeCommit)
	}
	p.line("%s", p.v.Turn.Line("2 Jan 2006"))
	if p.v.Turn.Next != "" {
		p.line("%s", p.v.Turn.Next)
	}
	p.line("asked %s: %s", pull.Asked.Pull.By, pull.Asked.Pull.At.Format("2 Jan 2006 15:04"))
	if pull.Asked.Pull.Why != "" {
		p.line("not asked now: %s", pull.Asked.Pull.Why)
	}
}

func from(p origin.Pull) string {
	if p.HeadOwner == "" {
		return "a fork that is gone"
	}
	return p.HeadOwner + ":" + p.HeadBranch
}

func day(t time.Time) string { return t.Format("2 Jan 2006") }

// said is what Microsoft said, newest first, and what became of it.
func (p pullText) said() {
	for _, h := range p.v.Messages {
		if len(h.Lines) == 0 && len(h.Requests) == 0 {
			continue
		}
		p.line("")
		p.line("%s, %s:", h.Statement.Author, day(h.Statement.At))
		for _, l := range h.Lines {
			p.line("  %s: %s", l.Status, l.Message)
			if l.ValuePath != "" {
				p.line("      %s", review.Readable(l.ValuePath))
			}
		}
		for _, r := range h.Requests {
			p.line("  - %s", r)
		}
	}
	c := p.v.Counts
	var parts []string
	for _, of := range []struct {
		n      int
		status review.Status
	}{{c.Still, review.Still}, {c.Fixed, review.Fixed}, {c.NotChecked, review.NotChecked}, {c.Unknown, review.Unknown}} {
		if of.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", of.n, of.status))
		}
	}
	if len(parts) > 0 {
		p.line("")
		p.line("%s of Microsoft's: %s", text.Count(c.Still+c.Fixed+c.Unknown+c.NotChecked, "line", "lines"), strings.Join(parts, ", "))
	}
}

// mostShown is how many differences are shown.
const mostShown = 40

func (p pullText) diff() {
	switch {
	case p.v.There == nil && p.v.Why != "":
		p.line("")
		p.line("its files were not read: %s", p.v.Why)
	case p.v.Diff == nil:
	case len(p.v.Diff.Differences) == 0:
		p.line("")
		p.line("your folder holds the same files")
	default:
		p.line("")
		p.line("your folder differs from it (- there, + here):")
		shown := p.v.Diff.First(mostShown)
		for _, d := range shown.Differences {
			for i, l := range source.Text(d) {
				p.line("%s%s", strings.Repeat(" ", 2+2*min(i, 1)), l)
			}
		}
		if shown.More > 0 {
			p.line("  and %d more", shown.More)
		}
	}
}

// judged is what the rules say about the pull request and its files.
func (p pullText) judged() {
	p.line("")
	for _, f := range p.v.Judged.Findings {
		p.finding(p.out, Result{}, f)
	}
	p.unchecked(p.out, []Result{{Report: p.v.Judged}})
	p.files()
}

// files is what there is to say about the pull request's files, as they would
// be judged there: intro.md goes another way (S63). With the folder at hand its
// own check says more.
func (p pullText) files() {
	if p.v.There == nil {
		return
	}
	r := p.v.There.Report()
	r.Findings = slices.DeleteFunc(slices.Clone(r.Findings), func(f checks.Finding) bool { return strings.HasPrefix(f.Rule, "Intro") })
	p.line("on its files: %s, %s", text.Count(r.Count(checks.Error), "error", "errors"), text.Count(r.Count(checks.Warning), "warning", "warnings"))
	if p.v.Diff != nil {
		p.line("certwiz check says what is wrong with your folder's")
		return
	}
	for i, f := range r.Findings {
		if i == mostShown {
			p.line("and %d more", len(r.Findings)-i)
			return
		}
		p.finding(p.out, Result{}, f)
	}
}

// The JSON of a pull request.
type (
	jsonPull struct {
		Number      int             `json:"number"`
		URL         string          `json:"url"`
		Title       string          `json:"title"`
		Known       bool            `json:"known"`
		Why         string          `json:"why,omitempty"` // not asked now, and why
		AskedAt     time.Time       `json:"askedAt,omitzero"`
		State       string          `json:"state"`
		Folder      string          `json:"folder"`
		MergeCommit string          `json:"mergeCommit,omitempty"`
		Stage       string          `json:"stage"`
		Turn        string          `json:"turn"`
		Since       time.Time       `json:"since,omitzero"`
		Due         time.Time       `json:"due,omitzero"`
		Next        string          `json:"next,omitempty"`
		Said        []jsonSaid      `json:"said"`
		Differences []jsonDiff      `json:"differences"`
		Findings    []jsonFinding   `json:"findings"`
		Unchecked   []jsonUnchecked `json:"unchecked"`
	}
	jsonSaid struct {
		Author  string    `json:"author"`
		At      time.Time `json:"at"`
		URL     string    `json:"url,omitempty"`
		Verdict string    `json:"verdict,omitempty"`
		Line    string    `json:"line,omitempty"` // of a validator
		Pointer string    `json:"pointer,omitempty"`
		Status  string    `json:"status,omitempty"` // what became of it
		Rule    string    `json:"rule,omitempty"`
		Request string    `json:"request,omitempty"` // of an engineer
	}
	jsonDiff struct {
		File    string `json:"file"`
		Pointer string `json:"pointer"`
		Kind    string `json:"kind"`
		Here    string `json:"here,omitempty"`
		There   string `json:"there,omitempty"`
		Note    string `json:"note,omitempty"`
	}
)

// PullRequests lists pull requests, a line each.
func (t Text) PullRequests(w io.Writer, pulls []origin.Pull) error {
	var b bytes.Buffer
	for _, p := range pulls {
		fmt.Fprintf(&b, "PR %d  %s  %s\n", p.Number, t.Theme.Safe(p.Title), t.Theme.Faint.Render(listed(p)))
	}
	_, err := w.Write(b.Bytes())
	return err
}

// listed is a pull request's state as a list tells it: without reviews.
func listed(p origin.Pull) string {
	text := string(p.State())
	if p.Author != "" {
		text += ", by " + theme.Safe(p.Author)
	}
	return text
}

// PullRequests prints the list for machines, as an array.
func (j JSON) PullRequests(w io.Writer, pulls []origin.Pull) error {
	type short struct {
		Number int    `json:"number"`
		URL    string `json:"url"`
		Title  string `json:"title"`
		Author string `json:"author"`
		State  string `json:"state"`
	}
	out := []short{}
	for _, p := range pulls {
		out = append(out, short{p.Number, p.URL, p.Title, p.Author, string(p.State())})
	}
	return theme.WriteJSON(w, out)
}

// PullRequest prints the same for machines, as one object.
func (j JSON) PullRequest(w io.Writer, v session.PullView) error {
	p := v.Pull
	out := jsonPull{Number: p.Number, URL: p.URL, Title: p.Title, Known: p.Asked.Pull.Known, Why: p.Asked.Pull.Why, AskedAt: p.Asked.Pull.At,
		State: string(p.State()), Folder: v.Folder, MergeCommit: p.MergeCommit, Stage: string(v.Turn.Stage), Turn: v.Turn.Whose,
		Since: v.Turn.Since, Due: v.Turn.Due, Next: v.Turn.Next,
		Said: []jsonSaid{}, Differences: []jsonDiff{}, Findings: []jsonFinding{}, Unchecked: []jsonUnchecked{}}
	for _, h := range v.Messages {
		for _, l := range h.Lines {
			out.Said = append(out.Said, jsonSaid{Author: h.Statement.Author, At: h.Statement.At, URL: h.Statement.URL,
				Verdict: string(h.Statement.Verdict), Line: l.Message, Pointer: l.ValuePath, Status: string(l.Status), Rule: l.Rule})
		}
		for _, r := range h.Requests {
			out.Said = append(out.Said, jsonSaid{Author: h.Statement.Author, At: h.Statement.At, URL: h.Statement.URL,
				Verdict: string(h.Statement.Verdict), Request: r})
		}
	}
	if v.Diff != nil {
		for _, d := range v.Diff.Differences {
			out.Differences = append(out.Differences, jsonDiff{d.File, d.Pointer, string(d.Kind), d.Here, d.There, d.Note})
		}
	}
	for _, f := range v.Judged.Findings {
		out.Findings = append(out.Findings, j.finding("", f))
	}
	for _, o := range v.Judged.Unchecked() {
		out.Unchecked = append(out.Unchecked, jsonUnchecked{"not checked", o.Rule, o.Reason, "", j.origin(o.Rule)})
	}
	return theme.WriteJSON(w, out)
}
