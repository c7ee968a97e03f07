package desk

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks/form"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/ui/theme"
)

// exported is a row in JSON. Names and meanings stay; new ones may come.
type exported struct {
	Slug          string   `json:"slug"`
	Connector     string   `json:"connector"`
	Version       int      `json:"version"`
	State         string   `json:"state"`
	Turn          string   `json:"turn"`                    // "yours", "Microsoft", ""
	Since         string   `json:"since,omitempty"`         // RFC 3339
	Day           int      `json:"day,omitempty"`           // of waiting, from 1
	WindowDays    int      `json:"windowDays,omitempty"`    // that Microsoft states
	Due           string   `json:"due,omitempty"`           // 2025-11-17
	Overdue       bool     `json:"overdue"`                 //
	SubmittedBy   string   `json:"submittedBy,omitempty"`   //
	Said          string   `json:"said,omitempty"`          // by Microsoft or the portal
	Next          string   `json:"next,omitempty"`          //
	Preparing     int      `json:"preparing,omitempty"`     // version of an update that is being prepared
	SecretExpires string   `json:"secretExpires,omitempty"` // 2027-11-30
	SecretDays    *int     `json:"secretDays,omitempty"`    // until then; negative when over
	UpdateLocked  string   `json:"updateLocked,omitempty"`  // why no update may be begun
	Example       bool     `json:"example,omitempty"`       //
	Problems      []string `json:"problems,omitempty"`      // what could not be read

	ByLedger    string        `json:"byLedger,omitempty"`    // the state by your own record, where state is the pull request's
	Window      string        `json:"window,omitempty"`      // the time that is stated, in words
	PullRequest *exportedPull `json:"pullRequest,omitempty"` //
	Reminder    string        `json:"reminder,omitempty"`    // a text to send, where Microsoft is overdue
}

// exportedPull is what GitHub said about a row's pull request. Texts are as
// their authors wrote them.
type exportedPull struct {
	Number      int      `json:"number"`
	URL         string   `json:"url"`
	State       string   `json:"state,omitempty"`       // "draft", "open", "changes requested", "approved", "merged", "closed without being merged"; "" not known
	Title       string   `json:"title,omitempty"`       //
	Opened      string   `json:"opened,omitempty"`      // RFC 3339, as all times
	Pushed      string   `json:"pushed,omitempty"`      // its last commit's date
	Ended       string   `json:"ended,omitempty"`       // merged or closed
	MergeCommit string   `json:"mergeCommit,omitempty"` //
	Labels      []string `json:"labels,omitempty"`      //
	Seen        string   `json:"seen,omitempty"`        // when GitHub was asked last; "" never
	AskedToday  bool     `json:"askedToday"`            // that was today
	NotSeen     string   `json:"notSeen,omitempty"`     // what GitHub did not answer, and why
	LastWord    string   `json:"lastWord,omitempty"`    // the beginning of what Microsoft said last
	LastWordBy  string   `json:"lastWordBy,omitempty"`  // account
	LastWordAt  string   `json:"lastWordAt,omitempty"`  //
	LastWordURL string   `json:"lastWordUrl,omitempty"` //
}

// JSON is the desk as an array of objects.
func JSON(rows []Row) ([]byte, error) {
	list := make([]exported, 0, len(rows))
	for _, r := range rows {
		list = append(list, export(r))
	}
	var b bytes.Buffer
	if err := theme.WriteJSON(&b, list); err != nil {
		return nil, fmt.Errorf("the submissions could not be written as JSON: %w", err)
	}
	return b.Bytes(), nil
}

func export(r Row) exported {
	s := r.Standing
	e := exported{
		Slug: r.Slug, Connector: r.Connector, Version: s.Version, State: string(s.Stage), Turn: s.Whose,
		Day: s.Day, WindowDays: s.Window.Days, Overdue: s.Overdue, SubmittedBy: s.By, Said: s.Said, Next: next(r),
		Preparing: r.Preparing, Example: r.Example, Problems: r.Problems,
	}
	e.Since, e.Window, e.Reminder = moment(s.Since), s.Window.Text, s.Reminder
	if s.Recorded != nil {
		e.ByLedger = string(s.Recorded.Stage)
	}
	if r.Number > 0 {
		e.PullRequest = exportPull(r)
	}
	if !s.Due.IsZero() {
		e.Due = s.Due.Format(time.DateOnly)
	}
	if !r.Expires.IsZero() {
		e.SecretExpires, e.SecretDays = r.Expires.Format(time.DateOnly), &r.Days
	}
	if r.Update != nil {
		e.UpdateLocked = r.Update.Error()
	}
	return e
}

func exportPull(r Row) *exportedPull {
	s := r.Standing
	e := &exportedPull{Number: r.Number, URL: r.Link, Seen: moment(s.Seen), AskedToday: !r.Stale, NotSeen: s.NotRead,
		LastWord: s.Word.Text, LastWordBy: s.Word.By, LastWordAt: moment(s.Word.At), LastWordURL: s.Word.URL}
	p := r.Pull
	if p == nil || !p.Asked.Pull.Known {
		return e
	}
	e.State, e.Title, e.Labels, e.MergeCommit = string(p.State()), p.Title, p.Labels, p.MergeCommit
	e.Opened, e.Pushed, e.Ended = moment(p.Opened), moment(p.Pushed), moment(p.EndedAt)
	return e
}

// moment is a time, "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// ICS is a calendar (RFC 5545) of the days on which the stated times end and
// client secrets expire. An entry keeps its UID, so that importing a newer
// calendar moves it.
func ICS(rows []Row, now time.Time) []byte {
	var c calendar
	c.line("BEGIN:VCALENDAR")
	c.line("VERSION:2.0")
	c.line("PRODID:-//certwiz//certwiz//EN")
	c.line("CALSCALE:GREGORIAN")
	for _, r := range rows {
		s := r.Standing
		if !s.Due.IsZero() {
			id := fmt.Sprintf("%s-%d-%s", r.Slug, s.Version, strings.ReplaceAll(s.Window.ID, " ", "-"))
			what := "answer"
			switch s.Stage {
			case standing.BeingDeployed, standing.GoingLive:
				what = "deployment"
			}
			text := fmt.Sprintf("Version %d, since %s. %s", s.Version, s.Since.Format("2 Jan 2006"), s.Window.Text)
			if s.Stage.OnPull() {
				text += " " + r.Link
			}
			summary := fmt.Sprintf("%s: %s's %s is due", r.Connector, s.Window.Whose, what)
			if s.Window.Whose == "yours" {
				summary = fmt.Sprintf("%s: the %s ends", r.Connector, s.Stage)
				text += " " + s.Next
			}
			c.event(id, s.Due, now, summary, text)
		}
		if !r.linkEnd.IsZero() {
			c.event(r.Slug+"-link", r.linkEnd.AddDate(0, 0, -form.LinkAtReview), now, r.Connector+": the last safe day of the SAS link",
				fmt.Sprintf("It ends on %s; at review it must have %d days left (5000.3.1.2). Make a new one and put it into the offer.", r.linkEnd.Format("2 Jan 2006"), form.LinkAtReview))
		}
		if !r.Expires.IsZero() {
			c.event(r.Slug+"-secret", r.Expires, now, r.Connector+": the OAuth client secret expires",
				"After this day nobody can sign in to the connector. "+newSecret(s))
		}
	}
	c.line("END:VCALENDAR")
	return c.Bytes()
}

// newSecret says how a new client secret reaches Microsoft.
func newSecret(s standing.Standing) string {
	if s.SameOffer {
		return "A new secret is sent as an update of the offer, a month before."
	}
	return "A new secret goes through your Microsoft contact."
}

// calendar writes content lines.
type calendar struct{ bytes.Buffer }

// event writes an entry for a whole day that blocks no time.
func (c *calendar) event(id string, day, now time.Time, summary, description string) {
	c.line("BEGIN:VEVENT")
	c.line("UID:" + escape(id) + "@certwiz")
	c.line("DTSTAMP:" + now.UTC().Format("20060102T150405Z"))
	c.line("DTSTART;VALUE=DATE:" + day.Format("20060102"))
	c.line("DTEND;VALUE=DATE:" + day.AddDate(0, 0, 1).Format("20060102"))
	c.line("SUMMARY:" + escape(summary))
	c.line("DESCRIPTION:" + escape(description))
	c.line("TRANSP:TRANSPARENT")
	c.line("BEGIN:VALARM")
	c.line("ACTION:DISPLAY")
	c.line("DESCRIPTION:" + escape(summary))
	c.line("TRIGGER:-PT15H") // nine in the morning of the day before
	c.line("END:VALARM")
	c.line("END:VEVENT")
}

// foldAt is how many octets a line has at most, without its end.
const foldAt = 75

// line writes a content line, folded between characters.
func (c *calendar) line(text string) {
	room := foldAt
	for len(text) > room {
		cut := room
		for cut > 1 && !utf8.RuneStart(text[cut]) {
			cut--
		}
		c.WriteString(text[:cut] + "\r\n ")
		text, room = text[cut:], foldAt-1 // the space counts
	}
	c.WriteString(text + "\r\n")
}

var escaper = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// escape makes a text value; what can't be in one is shown.
func escape(text string) string { return theme.SafeLines(escaper.Replace(text)) }
