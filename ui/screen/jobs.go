package screen

import (
	"cmp"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/fsnotify/fsnotify"

	"github.com/certwiz/certwiz/submission/session"
)

const (
	saveAfter    = 150 * time.Millisecond // so that a killed process loses less than half a second
	lookupAfter  = 350 * time.Millisecond // after the last key of a commit or a path
	askAfter     = 700 * time.Millisecond // more, until GitHub is asked about it: half a number is another one's
	sizeAfter    = 500 * time.Millisecond
	spinEvery    = 120 * time.Millisecond
	longestJob   = 3 * time.Minute // git fetch of a large repository
	settleFiles  = 80 * time.Millisecond
	longestProbe = 4 * time.Second

	patienceAtEnd = time.Second // for what was given up
)

// jobDone is the end of a job.
type jobDone struct {
	name   string
	result session.Result
	kept   bool // leaving was waiting for it
}

// run starts a job that looks something up. A job with a name shows the
// spinner.
func (m *Model) run(name string, job session.Job) tea.Cmd { return m.start(name, job, false) }

// keep starts a job that writes to the record, to a document or to the vault:
// leaving waits for its end.
func (m *Model) keep(name string, job session.Job) tea.Cmd { return m.start(name, job, true) }

func (m *Model) start(name string, job session.Job, kept bool) tea.Cmd {
	if job == nil {
		return nil
	}
	if name != "" {
		m.busy[name]++
	}
	if kept {
		m.keeping++
	}
	return tea.Batch(m.startSpinning(), m.o.background(func(ctx context.Context) tea.Msg {
		if kept {
			ctx = context.WithoutCancel(ctx)
		}
		ctx, cancel := context.WithTimeout(ctx, longestJob)
		defer cancel()
		return jobDone{name, session.Contained(cmp.Or(name, "keeping what you did"), job)(ctx), kept}
	}))
}

func (m *Model) jobDone(msg jobDone) tea.Cmd {
	if msg.kept {
		m.keeping--
	}
	if n := m.busy[msg.name]; n > 1 {
		m.busy[msg.name] = n - 1
	} else {
		delete(m.busy, msg.name)
	}
	m.s.Take(msg.result) // which judges again where it changes the case
	if frozen, ok := msg.result.(session.FrozenResult); ok && frozen.Err == nil {
		m.openSheet()
	}
	var next tea.Cmd
	switch w := msg.result.(type) {
	case session.Written:
		next = m.wasWritten(w)
	case sectionWritten:
		next = m.sectionDone(w)
	}
	if e, ok := m.overlay.(*sectionEditor); ok && msg.name == session.LookFolder {
		e.follow()
	}
	if msg.name == jobSave {
		m.saving = false
	}
	if msg.name == session.LookFolder && !m.touched && m.has(m.s.Draft.At.Step) {
		m.resume()
		m.focus()
	}
	return tea.Batch(next, m.quit())
}

// spinTick turns the spinner; there is none while nothing is under way.
type spinTick struct{}

func (m *Model) startSpinning() tea.Cmd {
	if m.spinning || len(m.busy) == 0 {
		return nil
	}
	m.spinning = true
	return tick(spinEvery, spinTick{})
}

func (m *Model) spun() tea.Cmd {
	m.spinning = false
	m.spin++
	return m.startSpinning()
}

func tick(d time.Duration, msg tea.Msg) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}

// saveTick is the moment to write the draft.
type saveTick struct{}

const jobSave = "save"

// afterwards is what every message may have made necessary: writing the draft,
// looking something up.
func (m *Model) afterwards() tea.Cmd {
	var cmds []tea.Cmd
	if m.s.Dirty() && !m.saveSoon && !m.saving {
		m.saveSoon = true
		cmds = append(cmds, tick(saveAfter, saveTick{}))
	}
	return tea.Batch(append(cmds, m.lookups.changed(m), m.lookUp())...)
}

// lookUp starts every look-up that is due.
func (m *Model) lookUp() tea.Cmd {
	var cmds []tea.Cmd
	for l := m.s.Next(); l != nil; l = m.s.Next() {
		cmds = append(cmds, m.run(l.Name, l.Job))
	}
	return tea.Batch(cmds...)
}

func (m *Model) save() tea.Cmd {
	job := m.s.Save()
	if job == nil {
		return nil
	}
	m.saving = true
	return m.o.background(func(ctx context.Context) tea.Msg {
		return jobDone{name: jobSave, result: session.Contained("saving", job)(context.WithoutCancel(ctx))}
	})
}

// lookups waits until the typing has paused: then what was typed is looked up,
// first on this computer, then at GitHub.
type lookups struct {
	named, zip string // the answers as they were last seen
	turn       int
}

// lookupTick is the end of a pause in typing, askTick that of a longer one.
type (
	lookupTick struct{ turn int }
	askTick    struct{ turn int }
)

func (l *lookups) changed(m *Model) tea.Cmd {
	zip := m.s.Zips()
	if l.named == m.s.Named() && l.zip == zip {
		return nil
	}
	l.named, l.zip = m.s.Named(), zip
	l.turn++
	return tick(lookupAfter, lookupTick{l.turn})
}

func (l *lookups) paused(m *Model, t lookupTick) tea.Cmd {
	if t.turn != l.turn {
		return nil
	}
	m.s.Settle()
	return tick(askAfter, askTick{l.turn})
}

func (l *lookups) ask(m *Model, t askTick) {
	if t.turn == l.turn {
		m.s.SettleForGitHub()
	}
}

// again repeats every look-up.
func (m *Model) again() tea.Cmd {
	m.notice = "looking again"
	if !m.s.Online() {
		m.notice = "looking again, without GitHub: this session is offline"
	}
	m.s.Settle()
	m.s.SettleForGitHub()
	m.s.LookAgain()
	return m.probe()
}

// probed is what the vault said when it was asked whether it can be used.
type probed struct{ err error }

func (m *Model) probe() tea.Cmd {
	probe := m.o.Probe
	if probe == nil {
		return nil
	}
	m.probing = true
	return m.o.background(func(ctx context.Context) tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, longestProbe)
		defer cancel()
		return probed{probe(ctx)}
	})
}

// edited is the end of the person's own editor.
type edited struct {
	field string
	path  string
	err   error
}

// runEditor opens a file in the person's editor; the session waits beneath.
func (m *Model) runEditor(args []string, done edited) tea.Cmd {
	cmd := exec.Command(args[0], args[1:]...)
	if m.o.In != nil { // the terminal itself: an editor does not work through a pipe
		cmd.Stdin, cmd.Stdout, cmd.Stderr = m.o.In, m.o.Out2, os.Stderr
	}
	return tea.Exec(m.o.stops.elsewhere(cmd), func(err error) tea.Msg {
		done.err = err
		return done
	})
}

// filesChanged says that something in the connector's folder was saved.
type filesChanged struct{}

// watcher tells when the folder's files change.
type watcher struct {
	w    *fsnotify.Watcher
	done chan struct{}
}

// watch looks at a folder until it is stopped. Where the system can't watch,
// ctrl+r does the same.
func watch(folder string, changed func()) *watcher {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return &watcher{}
	}
	if err := w.Add(filepath.Clean(folder)); err != nil {
		_ = w.Close()
		return &watcher{}
	}
	watcher := &watcher{w: w, done: make(chan struct{})}
	go watcher.loop(changed)
	return watcher
}

// loop reports once for a burst of changes: editors write in several steps.
func (w *watcher) loop(changed func()) {
	defer close(w.done)
	var settle <-chan time.Time
	for {
		select {
		case _, open := <-w.w.Events:
			if !open {
				return
			}
			settle = time.After(settleFiles)
		case _, open := <-w.w.Errors:
			if !open {
				return
			}
		case <-settle:
			settle = nil
			changed()
		}
	}
}

func (w *watcher) stop() {
	if w == nil || w.w == nil {
		return
	}
	_ = w.w.Close()
	<-w.done
}

func matches(k tea.KeyMsg, b key.Binding) bool { return key.Matches(k, b) }
