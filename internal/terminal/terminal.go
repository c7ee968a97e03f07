// Package terminal lets a test use a program as a person does: it runs the
// program in a real pseudo-terminal, types keys, and reads the screen that a
// terminal emulator makes of the output. Only tests import it.
//
// Nothing here sleeps for a fixed time. A key is typed when the program has
// read the one before, and a test waits for what it wants to see:
//
//	func TestMain(m *testing.M) { os.Exit(terminal.Main(m)) }
//
//	func TestSupport(t *testing.T) {
//		tt := terminal.Start(t, terminal.Options{Dir: "testdata/contoso"})
//		tt.WaitFor("Submit for review")
//		tt.Keys("tab", "tab")
//		tt.Type("support@contoso.example")
//		tt.Key("ctrl+s")
//		if code := tt.Exit(); code != 0 {
//			t.Errorf("exit code %d\n%s", code, tt.Screen())
//		}
//	}
package terminal

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// limit bounds every wait. It is far above what any step needs on a slow and
// busy machine, so that reaching it means that the step will not happen.
const limit = 30 * time.Second

// pause is how often the test looks whether a key was read.
const pause = 100 * time.Microsecond

// Options say how to start a program.
type Options struct {
	Cols, Rows int      // 80 and 24 where zero
	Program    string   // certwiz itself, built by Binary, where empty
	Args       []string // without the program's name
	Dir        string   // working folder
	Env        []string // Env(t) where nil
	Answers    bool     // the terminal answers queries; otherwise it is silent
}

// Terminal is a running program and the terminal it runs in.
type Terminal struct {
	t      testing.TB
	device *device
	cmd    *exec.Cmd
	ended  chan struct{} // closed when the program has ended and all is read

	answers chan string // to queries, in their order

	mu      sync.Mutex // guards what follows
	screen  *screen
	raw     bytes.Buffer
	changed chan struct{} // closed, and made anew, when the screen may have changed
}

// Start runs a program in a new terminal. The program is killed when the test
// ends. Where the system has no pseudo-terminals the test is skipped.
func Start(t testing.TB, o Options) *Terminal {
	t.Helper()
	o = withDefaults(t, o)
	device, err := openDevice(o.Cols, o.Rows)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip("this system has no pseudo-terminals")
	}
	if err != nil {
		t.Fatalf("open a pseudo-terminal: %v", err)
	}
	tt := &Terminal{
		t:       t,
		device:  device,
		ended:   make(chan struct{}),
		answers: make(chan string, 100),
		changed: make(chan struct{}),
		screen:  newScreen(o.Cols, o.Rows),
	}
	if o.Answers {
		tt.screen.answer = tt.queue
	}
	tt.cmd = exec.Command(o.Program, o.Args...)
	tt.cmd.Dir, tt.cmd.Env = o.Dir, o.Env
	if err := device.start(tt.cmd); err != nil {
		device.close()
		t.Fatalf("start %s: %v", o.Program, err)
	}
	go tt.run()
	go tt.answer()
	t.Cleanup(tt.stop)
	return tt
}

func withDefaults(t testing.TB, o Options) Options {
	if o.Cols == 0 {
		o.Cols = 80
	}
	if o.Rows == 0 {
		o.Rows = 24
	}
	if o.Env == nil {
		o.Env = Env(t)
	}
	if o.Program == "" {
		o.Program = Binary(t)
	}
	return o
}

// leftover is how long to read on when a process that the program left behind
// holds the terminal open.
const leftover = 2 * time.Second

// run feeds the screen until the program has ended and its output is read.
func (tt *Terminal) run() {
	read := make(chan struct{})
	go func() {
		defer close(read)
		tt.read()
	}()
	_ = tt.cmd.Wait() // the exit code is in ProcessState
	tt.device.closeSlave()
	_ = tt.device.master.SetReadDeadline(time.Now().Add(leftover))
	<-read
	close(tt.ended)
}

func (tt *Terminal) read() {
	buf := make([]byte, 32<<10)
	defer close(tt.answers)
	for {
		n, err := tt.device.master.Read(buf)
		tt.mu.Lock()
		tt.raw.Write(buf[:n])
		tt.screen.Write(buf[:n])
		tt.announce()
		tt.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// announce wakes those who wait for the screen to change. The caller holds mu.
func (tt *Terminal) announce() {
	close(tt.changed)
	tt.changed = make(chan struct{})
}

// queue drops the answer where a program has asked a hundred times and reads
// none.
func (tt *Terminal) queue(answer string) {
	select {
	case tt.answers <- answer:
	default:
	}
}

// answer writes the answers apart from the reading of the output, since a
// program may write more before it reads them.
func (tt *Terminal) answer() {
	for s := range tt.answers {
		_, _ = tt.device.master.WriteString(s) // fails once the program has ended
	}
}

// stop ends the program and frees the terminal. A process that the program
// left behind may hold the terminal open, so the master is closed first.
func (tt *Terminal) stop() {
	killGroup(tt.cmd.Process)
	tt.device.master.Close()
	<-tt.ended
}

// Screen is what a person sees: the rows as plain text, without trailing
// spaces and without the empty rows at the end.
func (tt *Terminal) Screen() string {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	return tt.screen.text()
}

// Row is one row of the screen, counted from 0, without trailing spaces.
func (tt *Terminal) Row(y int) string {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	return lineText(tt.screen.shown()[y])
}

// Styled is a copy of all cells, by row and column.
func (tt *Terminal) Styled() [][]Cell {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	return copyLines(tt.screen.shown())
}

// StyleOf is the style of the first cell of the first place where text stands.
func (tt *Terminal) StyleOf(text string) Style {
	tt.t.Helper()
	x, y, ok := tt.Find(text)
	if !ok {
		tt.fail("%q is not on the screen", text)
	}
	return tt.Styled()[y][x].Style
}

// Find gives column and row, counted from 0, of the first place where text
// stands on one row.
func (tt *Terminal) Find(text string) (x, y int, ok bool) {
	for y, line := range tt.Styled() {
		row := lineText(line)
		at := strings.Index(row, text)
		if at < 0 {
			continue
		}
		return column(line, at), y, true
	}
	return 0, 0, false
}

// column is the cell in which the byte of a line's text stands.
func column(line []Cell, at int) int {
	for x, c := range line {
		at -= len(c.Text)
		if at < 0 {
			return x
		}
	}
	return len(line) - 1
}

// Cursor gives the cursor's column and row, counted from 0, and whether the
// program shows it.
func (tt *Terminal) Cursor() (x, y int, visible bool) {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	return tt.screen.cursor.x, tt.screen.cursor.y, tt.screen.modes[showCursor]
}

// Alternate says whether the program uses the alternate screen.
func (tt *Terminal) Alternate() bool {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	return tt.screen.alternate
}

// Mode says whether the program has set one of DEC's private modes.
func (tt *Terminal) Mode(n int) bool {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	return tt.screen.modes[n]
}

// Title is the window title that the program set.
func (tt *Terminal) Title() string {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	return tt.screen.title
}

// Clipboard is what the program has copied with OSC 52, oldest first.
func (tt *Terminal) Clipboard() []string {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	return append([]string(nil), tt.screen.clipboard...)
}

// Queries names what the program has asked of the terminal: "OSC 11",
// "CSI 6n", "DA1" and so on. On a silent terminal each of them is a wait.
func (tt *Terminal) Queries() []string {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	return append([]string(nil), tt.screen.queries...)
}

// Raw is every byte that the program has written.
func (tt *Terminal) Raw() []byte {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	return bytes.Clone(tt.raw.Bytes())
}

// Resize changes the size of the terminal and tells the program.
func (tt *Terminal) Resize(cols, rows int) {
	tt.t.Helper()
	tt.mu.Lock()
	tt.screen.resize(cols, rows)
	tt.announce()
	tt.mu.Unlock()
	if err := tt.device.resize(cols, rows); err != nil {
		tt.t.Fatalf("resize the terminal: %v", err)
	}
}

// Pid is the program's process.
func (tt *Terminal) Pid() int { return tt.cmd.Process.Pid }

// Signal sends a signal to the program.
func (tt *Terminal) Signal(sig os.Signal) {
	tt.t.Helper()
	if err := tt.cmd.Process.Signal(sig); err != nil {
		tt.t.Fatalf("signal the program: %v", err)
	}
}

// Kill ends the program as kill -9 does and waits until it is gone.
func (tt *Terminal) Kill() {
	tt.t.Helper()
	_ = tt.cmd.Process.Kill() // an error means that it has ended already
	tt.Exit()
}

// Hangup closes the terminal as closing a window does and waits until the
// program has ended.
func (tt *Terminal) Hangup() {
	tt.t.Helper()
	tt.device.master.Close()
	tt.Exit()
}
