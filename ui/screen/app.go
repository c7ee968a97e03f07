package screen

import (
	"context"
	"fmt"
	"io"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/term"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/desk"
	"github.com/certwiz/certwiz/ui/theme"
)

// Desk is what the list of submissions needs from outside. Its functions read
// and write; they run beside the screen.
type Desk interface {
	// Rows lists the submissions.
	Rows() ([]desk.Row, error)
	// Open opens a submission and holds it until Release.
	Open(ctx context.Context, slug string) (*session.Session, error)
	// New begins a submission for the connector that certwiz was started on.
	New(ctx context.Context) (*session.Session, error)
	// Answer records what Microsoft answered.
	Answer(ctx context.Context, slug string, kind submission.EventKind, text string) error
}

// Connected is a desk that has ways to the outside.
type Connected interface{ Ways() desk.Ways }

// Run shows the desk or a session until the person leaves it.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	terminal := &tty{file: o.Out2}
	keys := &keyboard{File: o.In}
	o.more = keys.more
	a := newApp(ctx, o, &painter{out: terminal})
	if w, h, err := term.GetSize(o.Out2.Fd()); err == nil {
		a.resize(w, h)
	}
	// One frame a second is the least that Bubble Tea's own renderer does; all
	// it ever shows is the first row, see View.
	p := tea.NewProgram(a, tea.WithContext(ctx), tea.WithInput(keys), tea.WithOutput(terminal),
		tea.WithAltScreen(), tea.WithMouseCellMotion(), tea.WithFPS(1),
		tea.WithoutSignalHandler()) // ours ends ctx; Bubble Tea's would wait for ever to pass the signal on
	a.send = func(msg tea.Msg) { p.Send(msg) }
	keys.tell = a.send
	unheed := heedStops(a.stops, a.send)
	_, err := p.Run()
	unheed()
	interrupted := ctx.Err() != nil
	cancel()
	a.working.wait(patienceAtEnd) // what is being written comes first
	unkept := a.end(context.WithoutCancel(ctx))
	switch {
	case unkept != nil:
		return fmt.Errorf("not everything is kept: %w", unkept)
	case err != nil && !interrupted:
		return fmt.Errorf("the session ended early, everything is kept: %w", err)
	}
	return nil
}

// app is the root of what is on the screen: the desk, or a session.
type app struct {
	o    Options
	out  *painter
	send func(tea.Msg)

	width, height int
	desk          *desk.Desk
	session       *Model
	top           string
	working       working
	stops         *stops
	burst         burst
}

func newApp(ctx context.Context, o Options, out *painter) *app {
	a := &app{o: o, out: out, send: func(tea.Msg) {}, stops: &stops{}}
	a.o.stops = a.stops
	a.o.background = a.working.under(ctx)
	a.o.propose = func(s *session.Session, in io.Reader, out io.Writer) error { return o.Propose(ctx, s, in, out) }
	if o.Session != nil {
		a.sit(o.Session)
		return a
	}
	a.desk = desk.New(nil, o.Theme)
	if d, ok := o.Desk.(Connected); ok {
		a.desk.Connect(a.o.background, d.Ways())
	}
	return a
}

// sit shows a session. When certwiz fails on the page where the person was, it
// opens on the first one and says so.
func (a *app) sit(s *session.Session) {
	o := a.o
	o.Session = s
	o.First = a.firstLook(s)
	a.desk = nil
	if fault := session.Contain("the page you were on", func() { a.session = New(o, a.out) }); fault != nil {
		s.Report(fmt.Errorf("%w. It opens on another page", fault))
		s.MoveTo("", "")
		a.session = New(o, a.out)
	}
	a.session.width, a.session.height = a.width, a.height
}

// patience is how long the first frame waits for the connector's files, so
// that it is the frame that stays.
const patience = 50 * time.Millisecond

// firstLook reads the folder before the first frame. When that takes longer,
// the frame comes first, and what is returned brings the rest.
func (a *app) firstLook(s *session.Session) session.Job {
	l := s.Next(session.LookFolder)
	if l == nil {
		return nil
	}
	done := make(chan session.Result, 1)
	read := a.o.background(func(ctx context.Context) tea.Msg {
		done <- l.Job(ctx)
		return nil
	})
	go read()
	select {
	case r := <-done:
		r.Apply(s)
		return nil
	case <-time.After(patience):
		return func(context.Context) session.Result { return <-done }
	}
}

func (a *app) resize(w, h int) {
	a.width, a.height = w, h
	if a.session != nil {
		a.session.width, a.session.height = w, h
	}
}

// end writes what a closed window left unsaved, and says what could not be.
func (a *app) end(ctx context.Context) error {
	if a.session == nil {
		return nil
	}
	if held, _ := a.burst.end(nil); held != nil { // the keyboard is gone, with the terminal
		a.session.take(*held)
	}
	a.session.watcher.stop()
	if a.session.sheet != nil {
		_ = a.session.sheet.End() // nobody is left to be told
	}
	return a.session.flush(ctx)
}

// Init starts the look-ups of the session, or reads the list.
func (a *app) Init() tea.Cmd {
	if a.session != nil {
		return tea.Batch(a.begin(), sizeAgain())
	}
	a.paint()
	return tea.Batch(a.rows(""), sizeAgain())
}

// sizeAgain asks for the terminal's size once more: Bubble Tea misses a window
// that changes in the moment before it listens.
func sizeAgain() tea.Cmd { return tea.Sequence(tick(sizeAfter, nil), tea.WindowSize()) }

// begin starts the session: its look-ups, and the watch on its folder.
func (a *app) begin() tea.Cmd {
	m := a.session
	m.watcher = watch(m.s.Draft.Folder, func() { a.send(filesChanged{}) })
	var cmd tea.Cmd
	if fault := session.Contain(m.place(), func() { cmd = m.Init() }); fault != nil {
		m.s.Report(fmt.Errorf("%w. It opens on another page", fault))
		m.at = m.path()[0].ID
		m.s.MoveTo(m.at, "")
		return m.Init()
	}
	return cmd
}

// View is the frame's first row only: Bubble Tea's renderer repeats what the
// painter has already shown there, so that neither disturbs the other.
func (a *app) View() string {
	if a.session != nil {
		return a.session.top
	}
	return a.top
}

// listed is the list of submissions, read.
type listed struct {
	rows []desk.Row
	said string
	err  error
}

func (a *app) rows(said string) tea.Cmd {
	from := a.o.Desk
	return func() tea.Msg {
		return contained("the list", func() tea.Msg {
			rows, err := from.Rows()
			return listed{rows, said, err}
		})
	}
}

// opened is a submission that was opened from the desk.
type opened struct {
	session *session.Session
	err     error
}

// Update takes one message. Letters of a text that come all at once are taken
// together.
func (a *app) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyMsg); ok {
		if a.burst.holds(k) {
			return a, nil
		}
		if !a.burst.on && letters(k) && a.intoText() && a.session.more() {
			return a, a.burst.begin(k)
		}
	}
	held, rest := a.burst.end(msg)
	if held == nil {
		return a.take(msg)
	}
	_, first := a.take(*held)
	if rest == nil {
		return a, first
	}
	_, then := a.take(rest)
	return a, tea.Sequence(first, then)
}

// take takes one message.
func (a *app) take(msg tea.Msg) (tea.Model, tea.Cmd) {
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		a.width, a.height = size.Width, size.Height
	}
	if k, ok := msg.(tea.KeyMsg); ok && k.Type == tea.KeyCtrlZ && !a.writing() {
		return a, a.suspend()
	}
	switch msg.(type) {
	case stopAsked:
		return a, a.suspend()
	case continued:
		return a, refresh()
	case burstOver:
		if a.session != nil {
			a.session.frameDue = false
			a.session.paint()
		}
		return a, nil
	}
	if a.session != nil {
		return a, a.session.take(msg)
	}
	var cmd tea.Cmd
	fault := session.Contain("the list", func() {
		cmd = a.atDesk(msg)
		a.paint()
	})
	if fault != nil && a.desk != nil {
		a.desk.SetMessage(fault.Error())
	}
	return a, cmd
}

// writing tells whether a text is being edited, where ctrl+z takes a change back.
func (a *app) writing() bool {
	if a.session == nil {
		return false
	}
	_, section := a.session.overlay.(*sectionEditor)
	return section
}

func (a *app) atDesk(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.out.forget()
		return nil
	case resumed:
		a.out.forget()
		return tea.EnableMouseCellMotion // which Bubble Tea forgets
	case tea.KeyMsg:
		if matches(msg, newKeyMap().Leave) {
			return tea.Quit
		}
	case listed:
		return a.list(msg)
	case opened:
		if msg.err != nil {
			a.desk.SetMessage(msg.err.Error())
			return nil
		}
		a.sit(msg.session)
		return a.begin()
	case panicked:
		a.desk.SetMessage(msg.fault.Error())
		return nil
	case desk.OpenMsg:
		return a.open(func(ctx context.Context) (*session.Session, error) { return a.o.Desk.Open(ctx, msg.Slug) })
	case desk.NewMsg:
		return a.open(a.o.Desk.New)
	case desk.UpdateMsg:
		return a.open(func(ctx context.Context) (*session.Session, error) { return a.beginUpdate(ctx, msg) })
	case desk.AnswerMsg:
		return a.answer(msg)
	case desk.QuitMsg:
		return tea.Quit
	}
	return a.desk.Update(msg)
}

func (a *app) list(l listed) tea.Cmd {
	if l.err != nil {
		a.desk.SetMessage(l.err.Error()) // what was listed before stays
		return nil
	}
	a.desk.SetRows(l.rows)
	if l.said != "" {
		a.desk.SetMessage(l.said)
	}
	return nil
}

func (a *app) open(how func(context.Context) (*session.Session, error)) tea.Cmd {
	return a.o.background(func(ctx context.Context) tea.Msg {
		s, err := how(ctx)
		return opened{s, err}
	})
}

// beginUpdate opens a submission and makes the next version's draft.
func (a *app) beginUpdate(ctx context.Context, msg desk.UpdateMsg) (*session.Session, error) {
	s, err := a.o.Desk.Open(ctx, msg.Slug)
	if err != nil {
		return nil, err
	}
	job, err := s.BeginUpdate(msg.Insist)
	if err != nil {
		return nil, err
	}
	s.Do(ctx, job)
	if s.SaveErr != nil {
		return nil, s.SaveErr
	}
	return s, nil
}

func (a *app) answer(msg desk.AnswerMsg) tea.Cmd {
	return a.o.background(func(ctx context.Context) tea.Msg {
		if err := a.o.Desk.Answer(ctx, msg.Slug, msg.Kind, msg.Text); err != nil {
			return listed{err: err}
		}
		return a.rows("Recorded.")()
	})
}

// paint shows the desk in the frame.
func (a *app) paint() {
	if a.width == 0 || a.height == 0 || a.session != nil {
		return
	}
	rows := a.frame()
	for i, r := range rows {
		rows[i] = lastLook(a.o.Theme, r, a.width)
	}
	a.top = rows[0]
	a.out.paint(rows)
}

func (a *app) frame() []string {
	if a.width < theme.LeastWidth || a.height < theme.LeastHeight {
		return tooSmall(a.width, a.height)
	}
	th := a.o.Theme
	rows := make([]string, a.height)
	rows[0] = spread(" "+th.Title.Render("certwiz"), a.desk.Title()+" ", a.width)
	var lines []string
	if fault := session.Contain("the list", func() { lines = a.desk.Lines(a.width-2, a.height-3) }); fault != nil {
		lines = theme.Wrap(th.Safe("not shown: "+fault.Error()), a.width-2)
	}
	for i, l := range lines {
		if i+2 < a.height-1 {
			rows[i+2] = " " + l
		}
	}
	rows[a.height-1] = " " + helpLine(th, a.desk.Keys(), a.width-2)
	return rows
}
