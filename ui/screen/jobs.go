package screen

import (
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
)

// The look-ups, by what the spinner says while they go on.
const (
	jobFolder  = "reading the folder"
	jobVault   = "reading the vault"
	jobArchive = "reading the archive"
	jobClone   = "looking at the git clone"
	jobFetch   = "fetching the newest commits"
	jobCommit  = "looking up the commit"
	jobGitHub  = "asking GitHub"
	jobPull    = "asking GitHub about the pull request"
	jobPulls   = "asking GitHub for your pull requests"
	jobLast    = "reading the last version"
	jobFrozen  = "reading the frozen version"
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
	return tea.Batch(m.startSpinning(), func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), longestJob)
		defer cancel()
		return jobDone{name, job(ctx), kept}
	})
}

// beside runs what takes time and is no job of the session.
func (m *Model) beside(work func(context.Context) tea.Msg) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), longestJob)
		defer cancel()
		return work(ctx)
	}
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
	msg.result.Apply(m.s) // which judges again where it changes the case
	if frozen, ok := msg.result.(session.FrozenResult); ok && frozen.Err == nil {
		m.openSheet()
	}
	var next tea.Cmd
	if w, ok := msg.result.(session.Written); ok {
		next = m.wasWritten(w)
	}
	if e, ok := m.overlay.(*sectionEditor); ok && msg.name == jobFolder {
		e.follow()
	}
	if msg.name == jobSave {
		m.saving = false
	}
	if msg.name == jobFolder && !m.touched && m.has(m.s.Draft.At.Step) {
		m.resume()
		m.focus()
	}
	return tea.Batch(next, m.lookups.after(m, msg), m.quit())
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
// looking up a changed commit.
func (m *Model) afterwards() tea.Cmd {
	var cmds []tea.Cmd
	if m.s.Dirty() && !m.saveSoon && !m.saving {
		m.saveSoon = true
		cmds = append(cmds, tick(saveAfter, saveTick{}))
	}
	return tea.Batch(append(cmds, m.lookups.changed(m))...)
}

func (m *Model) save() tea.Cmd {
	job := m.s.Save()
	if job == nil {
		return nil
	}
	m.saving = true
	return func() tea.Msg { return jobDone{name: jobSave, result: job(context.Background())} }
}

// lookups repeats a look-up when the answer it is about has changed and the
// typing has paused: first what this computer knows, then GitHub.
type lookups struct {
	commit, zip, publisher string
	turn                   int
	asked                  string // the answer that GitHub was asked about
	pull                   int    // the pull request that it was asked about
	searched               bool   // whether GitHub was asked for pull requests
	anew                   bool   // whether what is known already is asked again
}

// lookupTick is the end of a pause in typing, askTick that of a longer one.
type (
	lookupTick struct{ turn int }
	askTick    struct{ turn int }
)

// askingGitHub tells whether GitHub's answer about what is named is on its way.
func (m *Model) askingGitHub() bool {
	return m.o.Network && m.named() != "" && (m.lookups.asked != m.named() || m.busy[jobPull]+m.busy[jobGitHub] > 0)
}

// named is the answer that names the commit or the pull request.
func (m *Model) named() string { return m.s.Draft.Value(m.s.PullField()) }

func (l *lookups) changed(m *Model) tea.Cmd {
	d := m.s.Draft
	publisher := d.Value("publisher")
	if l.commit == m.named() && l.zip == d.Value("zip") && l.publisher == publisher {
		return nil
	}
	l.commit, l.zip = m.named(), d.Value("zip")
	l.turn++
	cmd := tick(lookupAfter, lookupTick{l.turn})
	if l.publisher != publisher {
		l.publisher = publisher
		return tea.Batch(cmd, m.run(jobFolder, m.s.ReadFolder()))
	}
	return cmd
}

func (l *lookups) due(m *Model, t lookupTick) tea.Cmd {
	if t.turn != l.turn {
		return nil
	}
	cmds := []tea.Cmd{l.pause(m)}
	if m.s.Commit == nil || m.s.Commit.Typed != l.commit {
		cmds = append(cmds, m.run(jobCommit, m.s.LookUpCommit(session.TheClone)))
	}
	if m.s.Zip == nil || m.s.Zip.Path != l.zip {
		cmds = append(cmds, m.run(jobArchive, m.s.ReadZip()))
	}
	return tea.Batch(cmds...)
}

// pause waits a moment more before GitHub is asked about a new answer.
func (l *lookups) pause(m *Model) tea.Cmd {
	if !m.o.Network || m.named() == "" || m.named() == l.asked {
		return nil
	}
	return tick(askAfter, askTick{l.turn})
}

func (l *lookups) ask(m *Model, t askTick) tea.Cmd {
	if !m.o.Network || t.turn != l.turn || m.named() == "" || m.named() == l.asked {
		return nil
	}
	return l.github(m)
}

// github asks about what was named: about the pull request first, which says
// most, then what is still not known about the commit.
func (l *lookups) github(m *Model) tea.Cmd {
	n := m.s.PullNumber()
	seen := n != 0 && n == l.pull && m.s.PullNow() != nil && !l.anew
	l.asked, l.pull = m.named(), n
	if job := m.s.LookUpPull(); job != nil && !seen {
		return m.run(jobPull, job)
	}
	return l.commitToo(m)
}

// commitToo asks GitHub for what is not known about the commit, all of it when
// the person wants everything asked again.
func (l *lookups) commitToo(m *Model) tea.Cmd {
	who := session.FromGitHub
	if l.anew {
		who = session.Anew
	}
	l.anew = false
	return m.run(jobGitHub, m.s.LookUpCommit(who))
}

// after repeats what depends on a job that has ended.
func (l *lookups) after(m *Model, done jobDone) tea.Cmd {
	switch done.name {
	case jobClone, jobFetch:
		return tea.Batch(m.run(jobCommit, m.s.LookUpCommit(session.TheClone)), l.search(m))
	case jobFolder:
		return m.run(jobCommit, m.s.LookUpCommit(session.TheClone))
	case jobPull:
		return l.commitToo(m)
	case jobGitHub:
		if n := m.s.PullNumber(); n != 0 && n != l.pull { // the commit led to it
			l.pull = n
			return m.run(jobPull, m.s.LookUpPull())
		}
	case jobCommit:
		if m.s.AtCommit != nil && m.s.Draft.Value("zip") != "" {
			return m.run(jobArchive, m.s.ReadZip())
		}
	}
	return nil
}

// search asks GitHub once for the publisher's pull requests.
func (l *lookups) search(m *Model) tea.Cmd {
	if !m.o.Network || l.searched {
		return nil
	}
	l.searched = true
	return m.run(jobPulls, m.s.FindPulls())
}

// again repeats every look-up, this time with the network where it is allowed.
func (m *Model) again() tea.Cmd {
	m.notice = "looking again"
	cmds := []tea.Cmd{
		m.run(jobFolder, m.s.ReadFolder()),
		m.run(jobVault, m.s.LookUpSecrets()),
		m.run(jobArchive, m.s.ReadZip()),
		m.probe(),
	}
	if !m.o.Network {
		m.notice = "looking again, without GitHub: this session is offline"
		return tea.Batch(append(cmds, m.run(jobClone, m.s.FindRepo()))...)
	}
	m.lookups.searched, m.lookups.anew = true, true
	if m.s.PullNumber() == 0 || m.s.PullsErr != nil {
		cmds = append(cmds, m.run(jobPulls, m.s.FindPulls()))
	}
	return tea.Batch(append(cmds, m.run(jobFetch, m.s.Fetch()), m.lookups.github(m))...)
}

// probed is what the vault said when it was asked whether it can be used.
type probed struct{ err error }

func (m *Model) probe() tea.Cmd {
	probe := m.o.Probe
	if probe == nil {
		return nil
	}
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), longestProbe)
		defer cancel()
		return probed{probe(ctx)}
	}
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
	return tea.ExecProcess(cmd, func(err error) tea.Msg {
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
