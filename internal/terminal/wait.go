package terminal

import (
	"fmt"
	"strings"
	"time"
)

// quiet is how long a screen must stay as it is to count as stable.
const quiet = 150 * time.Millisecond

// WaitFor waits until text stands on the screen, on one row.
func (tt *Terminal) WaitFor(text string) {
	tt.t.Helper()
	tt.WaitUntil(fmt.Sprintf("%q on the screen", text), func(screen string) bool {
		return strings.Contains(screen, text)
	})
}

// WaitGone waits until text no longer stands on the screen.
func (tt *Terminal) WaitGone(text string) {
	tt.t.Helper()
	tt.WaitUntil(fmt.Sprintf("%q gone from the screen", text), func(screen string) bool {
		return !strings.Contains(screen, text)
	})
}

// WaitUntil waits until the screen is as the test wants it. What is wanted is
// said in the failure.
func (tt *Terminal) WaitUntil(wanted string, done func(screen string) bool) {
	tt.t.Helper()
	if !tt.poll(func() bool { return done(tt.Screen()) }) {
		tt.fail("waited for %s", wanted)
	}
}

// WaitStable waits until the program has written nothing for a moment. Prefer
// WaitFor: a busy machine can pause a program for longer.
func (tt *Terminal) WaitStable() {
	tt.t.Helper()
	deadline := time.After(limit)
	for {
		select {
		case <-tt.nextChange():
		case <-time.After(quiet):
			return
		case <-tt.ended:
			tt.fail("waited for the screen to stay as it is")
		case <-deadline:
			tt.fail("waited for the screen to stay as it is")
		}
	}
}

// Exit waits until the program has ended and gives its exit code, -1 where a
// signal ended it. The screen is complete then.
func (tt *Terminal) Exit() int {
	tt.t.Helper()
	select {
	case <-tt.ended:
		return tt.cmd.ProcessState.ExitCode()
	case <-time.After(limit):
		tt.fail("waited for the program to end")
		return -1
	}
}

// Ended says whether the program has ended.
func (tt *Terminal) Ended() bool {
	select {
	case <-tt.ended:
		return true
	default:
		return false
	}
}

// again is how often a wait looks when the screen stays as it is.
const again = 20 * time.Millisecond

// poll asks until the answer is yes, again whenever the screen may have
// changed, and now and then for what is not on the screen. It gives up early when the program has ended.
func (tt *Terminal) poll(done func() bool) bool {
	deadline := time.After(limit)
	for {
		changed := tt.nextChange()
		ended := tt.Ended()
		if done() {
			return true
		}
		if ended {
			return false
		}
		select {
		case <-changed:
		case <-tt.ended:
		case <-time.After(again): // a test may wait for more than the screen
		case <-deadline:
			return false
		}
	}
}

// nextChange is closed when the screen next may have changed.
func (tt *Terminal) nextChange() <-chan struct{} {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	return tt.changed
}

// fail ends the test and shows the screen.
func (tt *Terminal) fail(format string, args ...any) {
	tt.t.Helper()
	state := "runs"
	if tt.Ended() {
		state = tt.cmd.ProcessState.String()
	}
	tt.t.Fatalf("%s; program: %s; screen:\n%s", fmt.Sprintf(format, args...), state, framed(tt.Screen()))
}

// framed sets a screen apart from the rest of a test's output.
func framed(screen string) string {
	return "  ┃ " + strings.ReplaceAll(screen, "\n", "\n  ┃ ")
}
