package desk

import (
	"context"
	"fmt"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// Ways are the desk's actions on the outside world. Each runs in the background;
// one that is nil has no key.
type Ways struct {
	// Refresh asks GitHub about the pull request of a submission, keeps what it
	// says, and lists all submissions anew. Nil offline.
	Refresh func(ctx context.Context, slug string) ([]Row, error)
	// Open shows a page in the browser.
	Open func(url string) error
	// Copy puts a text on the clipboard; how completes a line of its own, "copied to the clipboard".
	Copy func(text string) (how string, err error)
}

// Connect sets the desk's actions; beside runs one in the background.
func (d *Desk) Connect(background func(func(context.Context) tea.Msg) tea.Cmd, w Ways) {
	d.background, d.ways = background, w
}

// The keys that lead outside.
var (
	keyRefresh = bind("r", "refresh", "r")
	keyPage    = bind("o", "PR", "o")
	keyRemind  = bind("c", "remind", "c")
)

// What came back from outside.
type (
	// refreshed is GitHub's answer.
	refreshed struct {
		rows []Row
		err  error
	}
	// outcome is a sentence on what was done.
	outcome struct{ said string }
)

// wayKeys are the keys that lead outside from a row.
func (d *Desk) wayKeys(r Row) []key.Binding {
	var keys []key.Binding
	if d.ways.Refresh != nil && r.Asks() && d.asking == 0 {
		keys = append(keys, keyRefresh)
	}
	if d.ways.Open != nil && r.Link != "" {
		keys = append(keys, keyPage)
	}
	if d.ways.Copy != nil && r.Standing.Reminder != "" {
		keys = append(keys, keyRemind)
	}
	return keys
}

func (d *Desk) wayKey(k tea.KeyMsg, r Row) tea.Cmd {
	switch {
	case key.Matches(k, keyRefresh):
		return d.refresh(r)
	case key.Matches(k, keyPage):
		return d.page(r)
	case key.Matches(k, keyRemind):
		return d.remind(r)
	}
	return nil
}

// refresh asks GitHub, or says why not.
func (d *Desk) refresh(r Row) tea.Cmd {
	switch {
	case d.asking > 0:
		return nil
	case r.Number == 0:
		d.said = "No pull request is known here: open the submission and name it on the page Source."
		return nil
	case !r.Asks():
		d.said = "It has come to its end: GitHub has nothing more to say about it."
		return nil
	case d.ways.Refresh == nil:
		d.said = "GitHub is not asked: certwiz runs offline."
		return nil
	}
	d.asking = r.Number
	refresh, slug := d.ways.Refresh, r.Slug
	return d.background(func(ctx context.Context) tea.Msg {
		rows, err := refresh(ctx, slug)
		return refreshed{rows, err}
	})
}

// page opens the pull request; where there is no browser, its address helps.
func (d *Desk) page(r Row) tea.Cmd {
	if r.Link == "" || d.ways.Open == nil {
		return nil
	}
	open := d.ways.Open
	return func() tea.Msg {
		if err := open(r.Link); err != nil {
			return outcome{fmt.Sprintf("No browser could be opened. The pull request is at %s", r.Link)}
		}
		return outcome{}
	}
}

// remind copies the reminder, but not on an old answer of GitHub's: Microsoft may
// have replied since.
func (d *Desk) remind(r Row) tea.Cmd {
	if r.Standing.Reminder == "" || d.ways.Copy == nil {
		return nil
	}
	if r.Stale && r.Asks() && d.ways.Refresh != nil {
		d.said = "GitHub was not asked today: r asks it first, the answer may be there."
		return nil
	}
	put, where := d.ways.Copy, "to your Microsoft contact"
	if r.Standing.Stage.OnPull() {
		where = "on the pull request"
	}
	return func() tea.Msg {
		how, err := put(r.Standing.Reminder)
		if err != nil {
			return outcome{sentence(err)}
		}
		return outcome{fmt.Sprintf("A polite reminder is %s: send it %s.", how, where)}
	}
}

// applyResult handles the result of an action outside; false for any other message.
func (d *Desk) applyResult(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case refreshed:
		d.asking = 0
		if msg.rows != nil {
			d.SetRows(msg.rows)
		}
		d.said = ""
		if msg.err != nil {
			d.said = sentence(msg.err)
		}
	case outcome:
		d.said = msg.said
	default:
		return false
	}
	return true
}
