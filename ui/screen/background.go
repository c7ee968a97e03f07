package screen

import (
	"context"
	"sync/atomic"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// background runs work beside the screen, under a context that ends with the
// program: what still runs then is given up.
type background func(work func(ctx context.Context) tea.Msg) tea.Cmd

// working counts what runs beside the screen.
type working struct{ n atomic.Int32 }

// under makes a background of a context. No struct has to hold the context.
func (w *working) under(ctx context.Context) background {
	return func(work func(ctx context.Context) tea.Msg) tea.Cmd {
		return func() tea.Msg {
			w.n.Add(1)
			defer w.n.Add(-1)
			return contained("the work beside the screen", func() tea.Msg { return work(ctx) })
		}
	}
}

// wait waits until what was given up has ended: a git that is killed too late
// would go on without us.
func (w *working) wait(most time.Duration) {
	for end := time.Now().Add(most); w.n.Load() > 0 && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
}
