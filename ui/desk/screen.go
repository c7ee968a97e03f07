package desk

import (
	"context"
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/ui/theme"
	"github.com/certwiz/certwiz/ui/typing"
)

// The messages that the desk sends.
type (
	// OpenMsg opens a submission.
	OpenMsg struct{ Slug string }
	// UpdateMsg begins an update; Insist says that the person typed the
	// connector's name in spite of the lock (S100).
	UpdateMsg struct {
		Slug   string
		Insist bool
	}
	// AnswerMsg records what Microsoft answered.
	AnswerMsg struct {
		Slug string
		Kind submission.EventKind
		Text string
	}
	// NewMsg begins a submission.
	NewMsg struct{}
	// QuitMsg leaves the desk.
	QuitMsg struct{}
)

// mode is what keys are for at the moment.
type mode int

const (
	choosing  mode = iota
	answering      // which answer
	telling        // what Microsoft asked for
	insisting      // the connector's name, against the lock
)

// longestAnswer is how many characters of Microsoft's answer are taken.
const longestAnswer = 16 << 10

// Desk is the list on the screen.
type Desk struct {
	th         theme.Theme
	rows       []Row
	pick       string // slug
	top        int
	mode       mode
	answer     int // index in session.Replies
	input      textinput.Model
	said       string
	background func(func(context.Context) tea.Msg) tea.Cmd
	ways       Ways
	asking     int // the pull request that GitHub is being asked about, 0 for none
}

// New makes the desk at its first row.
func New(rows []Row, th theme.Theme) *Desk {
	d := &Desk{th: th}
	d.SetRows(rows)
	return d
}

// SetRows shows new rows; the chosen submission stays chosen.
func (d *Desk) SetRows(rows []Row) {
	d.rows = rows
	if d.at() < 0 && len(rows) > 0 {
		d.pick, d.mode = rows[0].Slug, choosing
	}
}

// SetMessage shows a sentence below the list.
func (d *Desk) SetMessage(sentence string) { d.said = sentence }

// Title is what the frame shows above the desk.
func (d *Desk) Title() string {
	if len(d.rows) == 1 {
		return "1 submission"
	}
	return fmt.Sprintf("%d submissions", len(d.rows))
}

// at is the index of the chosen row, -1 for none.
func (d *Desk) at() int {
	for i, r := range d.rows {
		if r.Slug == d.pick {
			return i
		}
	}
	return -1
}

func (d *Desk) chosen() (Row, bool) {
	if i := d.at(); i >= 0 {
		return d.rows[i], true
	}
	return Row{}, false
}

func bind(help, what string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, what))
}

// The desk's keys.
var (
	keyMove   = bind("↑↓", "choose", "up", "down", "k", "j", "home", "end", "pgup", "pgdown")
	keyOpen   = bind("enter", "open", "enter")
	keyUpdate = bind("u", "update", "u")
	keyAnswer = bind("a", "record an answer", "a")
	keyNew    = bind("n", "new", "n")
	keyQuit   = bind("q", "quit", "q", "esc")
	keyTake   = bind("enter", "take", "enter")
	keyBack   = bind("esc", "back", "esc")
)

// Keys are the keys that work now.
func (d *Desk) Keys() []key.Binding {
	switch d.mode {
	case answering:
		return []key.Binding{keyMove, keyTake, keyBack}
	case telling, insisting:
		return []key.Binding{keyTake, keyBack}
	}
	r, ok := d.chosen()
	if !ok {
		return []key.Binding{keyNew, keyQuit}
	}
	keys := append([]key.Binding{keyMove, keyOpen}, d.wayKeys(r)...)
	answer := keyAnswer
	if len(keys) > 2 {
		answer.SetHelp("a", "answer") // or the line grows too long
	}
	if r.Update == nil && r.Preparing == 0 || r.Standing.Locked {
		keys = append(keys, keyUpdate)
	}
	if unanswerable(r) == "" {
		keys = append(keys, answer)
	}
	return append(keys, keyNew, keyQuit)
}

// Update takes one message.
func (d *Desk) Update(msg tea.Msg) tea.Cmd {
	if d.applyResult(msg) {
		return nil
	}
	k, ok := msg.(tea.KeyMsg)
	if !ok {
		if d.mode == telling || d.mode == insisting { // a paste that the input asked for
			var cmd tea.Cmd
			d.input, cmd = d.input.Update(msg)
			return cmd
		}
		return nil
	}
	switch d.mode {
	case answering:
		return d.answerKey(k)
	case telling, insisting:
		return d.typed(k)
	}
	return d.key(k)
}

func send(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }

func (d *Desk) key(k tea.KeyMsg) tea.Cmd {
	d.said = ""
	switch {
	case key.Matches(k, keyQuit):
		return send(QuitMsg{})
	case key.Matches(k, keyNew):
		return send(NewMsg{})
	}
	r, ok := d.chosen()
	if !ok {
		return nil
	}
	switch {
	case key.Matches(k, keyMove):
		d.pick = d.rows[moved(k, d.at(), len(d.rows))].Slug
	case key.Matches(k, keyOpen):
		return send(OpenMsg{r.Slug})
	case key.Matches(k, keyUpdate):
		return d.update(r)
	case key.Matches(k, keyAnswer):
		if why := unanswerable(r); why != "" {
			d.said = why
			return nil
		}
		d.mode, d.answer = answering, 0
	default:
		return d.wayKey(k, r)
	}
	return nil
}

// moved is the index that a key moves to.
func moved(k tea.KeyMsg, at, n int) int {
	switch k.String() {
	case "up", "k":
		at--
	case "down", "j":
		at++
	case "pgup":
		at -= 5
	case "pgdown":
		at += 5
	case "home":
		at = 0
	case "end":
		at = n - 1
	}
	return min(max(at, 0), n-1)
}

// update begins an update, or says why not; the lock of S100 gives way to the
// connector's name.
func (d *Desk) update(r Row) tea.Cmd {
	switch {
	case r.Preparing > 0:
		d.said = fmt.Sprintf("Version %d is being prepared already: enter opens it.", r.Preparing)
	case r.Update == nil:
		return send(UpdateMsg{Slug: r.Slug})
	case r.Standing.Locked:
		d.said = sentence(r.Update)
		d.ask(insisting, 200)
	default:
		d.said = sentence(r.Update)
	}
	return nil
}

func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// unanswerable says why no answer of Microsoft's can be recorded.
func unanswerable(r Row) string {
	switch r.Standing.ByLedger().Stage {
	case standing.Drafting:
		return "Nothing was submitted yet, so there is no answer to record."
	case standing.HandedOver, standing.RefusedBy:
		return "Open it first and say whether the portal showed its confirmation."
	case standing.IsCertified:
		if !r.Standing.SameOffer { // else its general availability may be told
			return "It is certified: no answer is open."
		}
	}
	return ""
}

func (d *Desk) answerKey(k tea.KeyMsg) tea.Cmd {
	r, _ := d.chosen()
	switch {
	case key.Matches(k, keyBack):
		d.mode = choosing
	case key.Matches(k, keyMove):
		d.answer = moved(k, d.answer, len(r.replies))
	case key.Matches(k, keyTake):
		if d.answer < len(r.replies) && r.replies[d.answer].NeedsText {
			d.ask(telling, longestAnswer)
			return nil
		}
		return d.sendAnswer("")
	}
	return nil
}

// sendAnswer sends the chosen answer of Microsoft's to be recorded.
func (d *Desk) sendAnswer(text string) tea.Cmd {
	d.mode = choosing
	r, ok := d.chosen()
	if !ok || d.answer >= len(r.replies) {
		return nil
	}
	return send(AnswerMsg{d.pick, r.replies[d.answer].Kind, text})
}

// ask shows a line to type into.
func (d *Desk) ask(m mode, limit int) {
	d.input, d.mode = typing.New(d.th, limit), m
}

func (d *Desk) typed(k tea.KeyMsg) tea.Cmd {
	switch {
	case key.Matches(k, keyBack):
		d.mode, d.said = choosing, ""
		return nil
	case key.Matches(k, keyTake):
		return d.take(strings.TrimSpace(d.input.Value()))
	}
	var cmd tea.Cmd
	d.input, cmd = typing.Type(d.input, k)
	return cmd
}

// take handles Enter in the input.
func (d *Desk) take(text string) tea.Cmd {
	r, ok := d.chosen()
	switch {
	case !ok:
		d.mode = choosing
	case d.mode == telling && text == "":
		d.said = "Type or paste what Microsoft asked for, or esc."
	case d.mode == telling:
		d.said = ""
		return d.sendAnswer(text)
	case text != strings.Join(strings.Fields(r.Connector), " "):
		d.said = fmt.Sprintf("That is not the connector's name, %s.", r.Connector)
	default:
		d.mode, d.said = choosing, ""
		return send(UpdateMsg{Slug: r.Slug, Insist: true})
	}
	return nil
}
