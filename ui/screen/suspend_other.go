//go:build !unix

package screen

import tea "github.com/charmbracelet/bubbletea"

// stops: nothing stops a program here.
type stops struct{}

func heedStops(*stops, func(tea.Msg)) (end func()) { return func() {} }

func (*stops) leaveTo() (back func()) { return func() {} }
func (*stops) possible() bool         { return false }
func (*stops) stop() error            { return nil }
