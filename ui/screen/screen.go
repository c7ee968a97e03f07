// Package screen is the session a person sees: the rail of steps, one page for
// each, what is wrong said live under the field it belongs to, and Submit for
// review, locked until the gate opens. There is one Bubble Tea model; pages
// and fields are plain structs. Nothing slow happens in Update: it runs as a
// job of the session beside it.
package screen

import (
	"context"
	"io"
	"os"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/ui/handoff"
	"github.com/certwiz/certwiz/ui/outside"
	"github.com/certwiz/certwiz/ui/theme"
)

// Options is what a session needs from outside.
type Options struct {
	Session *session.Session // nil: the desk comes first
	Desk    Desk             // the list of submissions, for when Session is nil
	Theme   theme.Theme
	Out     outside.Ports
	Env     func(string) string
	// Probe says whether the vault can be used; nil needs no probing.
	Probe func(ctx context.Context) error
	// SealedFile opens a vault in a file, sealed with a passphrase.
	SealedFile func(passphrase string) (secrets.Vault, error)
	Notice     string // said once at the start
	// Propose prepares and opens the pull request by plain questions, while the
	// screen is put aside; nil where it can't be.
	Propose func(ctx context.Context, s *session.Session, in io.Reader, out io.Writer) error
	// First is the folder's first reading when it goes on beside the session.
	First    session.Job
	Now      func() time.Time
	In, Out2 *os.File

	background background
	stops      *stops
	more       func() bool // whether keys wait; nil: never
	propose    func(s *session.Session, in io.Reader, out io.Writer) error
}

// Model is the session on the screen.
type Model struct {
	o    Options
	s    *session.Session
	th   theme.Theme
	keys keyMap
	out  *painter

	width, height int
	pages         map[string]*page // by step ID; made when first seen
	at            string           // step ID, or stepSubmit
	rail          int              // row of the rail, -1 when the page has the focus
	submit        *submitPage
	sheet         *handoff.Sheet // the hand-off, nil until a version is frozen
	overlay       overlay        // on top of everything, nil when none

	notice    string // one line above the keys
	said      error  // the failure that stands there in its place
	busy      map[string]int
	spin      int
	spinning  bool
	touched   bool // whether the person has pressed a key
	saving    bool
	saveSoon  bool
	leaving   bool
	left      bool                    // all that leaving itself had to do is under way
	writers   map[*sectionEditor]bool // whose text is on its way to the disk
	keeping   int                     // jobs that write or keep something; leaving waits for them
	lookups   lookups
	vaultFail error // why the vault can't be used
	probing   bool  // whether it can be used is not known yet
	watcher   *watcher
	top       string // the first row, see app.View
	painted   time.Time
	frameDue  bool // a tick brings the next frame
}

// handedOver are the stages in which the hand-off sheet is what there is to do.
var handedOver = map[standing.Stage]bool{
	standing.HandedOver: true, standing.RefusedBy: true, standing.InReview: true,
	standing.Requested: true, standing.ApprovedBy: true, standing.IsCertified: true,
}

// stepSubmit is the rail's last row.
const stepSubmit = "submit"

// New makes the session's model. Frames are painted on out.
func New(o Options, out *painter) *Model {
	m := &Model{o: o, s: o.Session, th: o.Theme, keys: newKeyMap(), out: out, rail: -1,
		pages: map[string]*page{}, busy: map[string]int{}, writers: map[*sectionEditor]bool{}, notice: o.Notice}
	m.submit = newSubmitPage(m)
	m.at = m.path()[0].ID
	if m.has(m.s.Draft.At.Step) {
		m.resume()
	}
	if state := m.s.Standing(); state.Version == m.s.Draft.Version && handedOver[state.Stage] {
		m.openSheet()
	}
	return m
}

// resume goes to where the person was.
func (m *Model) resume() {
	m.at = m.s.Draft.At.Step
	if p := m.current(); p != nil {
		p.focusOn(m.s.Draft.At.Field)
	}
}

// Init starts the look-ups that need no question.
func (m *Model) Init() tea.Cmd {
	m.paint()
	m.s.Settle() // what was answered earlier
	return tea.Batch(m.focus(), m.keep("", m.s.Begin()), m.run(session.LookFolder, m.o.First), m.lookUp(), m.probe())
}

// take takes one message, then paints.
func (m *Model) take(msg tea.Msg) tea.Cmd {
	var cmd, after tea.Cmd
	fault := session.Contain(m.place(), func() {
		cmd = m.update(msg)
		after = m.afterwards()
	})
	if fault != nil {
		m.stumbled(fault)
	}
	return tea.Batch(cmd, after, m.show())
}

func (m *Model) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.out.forget()
		return nil
	case resumed:
		m.out.forget()
		if msg.err != nil {
			m.notice = msg.err.Error()
		}
		return tea.EnableMouseCellMotion // which Bubble Tea forgets
	case jobDone:
		return m.jobDone(msg)
	case spinTick:
		return m.spun()
	case saveTick:
		m.saveSoon = false
		return m.save()
	case lookupTick:
		return m.lookups.paused(m, msg)
	case writeTick:
		return m.writeDue(msg)
	case askTick:
		m.lookups.ask(m, msg)
		return nil
	case filesChanged:
		m.s.Again(session.LookFolder)
		return nil
	case probed:
		return m.wasProbed(msg.err)
	case panicked:
		m.stumbled(msg.fault)
		return nil
	case pasteCut:
		m.tooMuch(msg.size, m.pasteLimit())
		return nil
	case noticeMsg:
		m.notice = string(msg)
		return nil
	case proposed:
		return m.wasProposed(msg)
	case edited:
		m.out.forget()
		return tea.Batch(tea.EnableMouseCellMotion, m.wasEdited(msg))
	case handoff.Closed:
		if m.mayTakeBack() { // esc means back elsewhere: it must not end what is not confirmed
			m.notice = "nothing to go back to: ctrl+s leaves, everything is kept; ctrl+b goes back to editing"
			return nil
		}
		return m.leave()
	case leaveNow:
		if !m.leaving { // something has to be decided first
			return nil
		}
		m.left = true
		return m.quit()
	}
	return m.input(msg)
}

// input gives a key, a click or a field's own message to whatever is on top.
func (m *Model) input(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyMsg); ok {
		m.notice, m.touched = "", true
		m.heard(k)
		if matches(k, m.keys.Leave) {
			return m.leave()
		}
	}
	if m.overlay != nil {
		return m.overlay.update(msg)
	}
	if m.sheet != nil {
		switch k, ok := msg.(tea.KeyMsg); {
		case ok && matches(k, m.keys.Edit) && m.mayTakeBack():
			m.takeBack()
			return nil
		case ok && k.String() == "f1":
			m.overlay = newHelp(m)
			return nil
		}
		return m.sheet.Update(msg)
	}
	switch msg := msg.(type) {
	case tea.KeyMsg:
		return m.key(msg)
	case tea.MouseMsg:
		return m.mouse(msg)
	}
	if p := m.current(); p != nil {
		return p.update(msg)
	}
	return nil
}

// onPullStep tells whether the page in sight asks for the pull request, or for
// its commit.
func (m *Model) onPullStep() bool {
	_, step, ok := m.s.Portal.Field(m.s.PullField())
	return ok && step.ID == m.at
}

// key handles the keys that do the same on every page, and gives the others
// to the page.
func (m *Model) key(k tea.KeyMsg) tea.Cmd {
	switch {
	case matches(k, m.keys.Problems):
		m.overlay = newProblems(m)
		return nil
	case matches(k, m.keys.Again):
		return m.again()
	case matches(k, m.keys.All) && m.onPullStep():
		m.overlay = newPullSheet(m)
		return nil
	case matches(k, m.keys.Help) && (k.String() != "?" || !m.typing()):
		m.overlay = newHelp(m)
		return nil
	case matches(k, m.keys.NextStep):
		return m.step(+1)
	case matches(k, m.keys.PrevStep):
		return m.step(-1)
	}
	if m.rail >= 0 {
		return m.railKey(k)
	}
	if matches(k, m.keys.Rail) {
		blur := m.blur()
		m.rail = m.index()
		return blur
	}
	if p := m.current(); p != nil {
		return p.update(k)
	}
	return m.submit.update(k)
}

// typing tells whether printable keys go into a text.
func (m *Model) typing() bool {
	p := m.current()
	return m.rail < 0 && p != nil && p.typing()
}

// leave keeps everything and ends the program: a secret that is still in its
// field goes to the vault first.
func (m *Model) leave() tea.Cmd {
	last := m.blur()
	if m.probing { // no time is left to wait for the vault's answer
		m.probing = false
		last = tea.Batch(last, m.keepTyped(""))
	}
	if field := m.waiting(); field != "" && !m.leaving {
		m.leaving = true // the second time a secret that nothing can keep is dropped
		m.overlay = newVaultChoice(m, field)
		m.notice = "choose where the secret is kept, or press ctrl+s again to leave without it"
		return last
	}
	m.leaving = true
	if m.sheet != nil {
		last = m.sheet.Leave()
	}
	switch o := m.overlay.(type) {
	case *sectionEditor:
		last = tea.Batch(last, o.write())
	case *guide:
		last = tea.Batch(last, o.e.write())
	case *conflict:
		last = tea.Batch(last, o.aside())
	}
	return tea.Sequence(last, func() tea.Msg { return leaveNow{} })
}

// quit ends the program once nothing is being kept any more.
func (m *Model) quit() tea.Cmd {
	if !m.left || m.keeping > 0 {
		return nil
	}
	return tea.Quit
}

// leaveNow ends the program once everything is kept.
type leaveNow struct{}

// noticeMsg is one line to be said above the keys.
type noticeMsg string
