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
	size, since := -1, time.Now()
	stable := tt.poll(func() bool {
		if now := tt.written(); now != size {
			size, since = now, time.Now()
		}
		return time.Since(since) >= quiet
	})
	if !stable {
		tt.fail("waited for the screen to stay as it is")
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

// poll asks until the answer is yes. It gives up early when the program has
// ended, since nothing changes then.
func (tt *Terminal) poll(done func() bool) bool {
	deadline := time.Now().Add(limit)
	for time.Now().Before(deadline) {
		ended := tt.Ended()
		if done() {
			return true
		}
		if ended {
			break
		}
		time.Sleep(pause)
	}
	return false
}

func (tt *Terminal) written() int {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	return tt.raw.Len()
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
