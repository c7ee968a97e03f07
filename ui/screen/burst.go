package screen

import (
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/portal"
)

const (
	// longestBurst is how long letters wait for those that follow at once, and
	// the frame for theirs. With the saving it stays below half a second.
	longestBurst = 200 * time.Millisecond
	mostInBurst  = longestLines // runes that are joined
)

// burst joins the letters of a text that comes faster than a person types: a
// paste where the terminal does not say that it is one. Each would be judged and
// shown by itself otherwise.
type burst struct {
	runes []rune
	on    bool // letters are joined, until another key or its time ends it
}

// burstOver ends a burst that nothing followed.
type burstOver struct{}

// begin joins from this letter on.
func (b *burst) begin(k tea.KeyMsg) tea.Cmd {
	b.on, b.runes = true, append(b.runes, k.Runes...)
	return tick(longestBurst, burstOver{})
}

// holds takes a letter of a burst.
func (b *burst) holds(k tea.KeyMsg) bool {
	if !b.on || !letters(k) || len(b.runes) >= mostInBurst {
		return false
	}
	b.runes = append(b.runes, k.Runes...)
	return true
}

// end gives what was held, with a last letter that belongs to it. The message is
// nil when it is part of that.
func (b *burst) end(msg tea.Msg) (held *tea.KeyMsg, rest tea.Msg) {
	k, key := msg.(tea.KeyMsg)
	if _, over := msg.(burstOver); !b.on || !over && !key && msg != nil {
		return nil, msg // other messages do not wait for it
	}
	b.on = false
	if key && letters(k) {
		b.runes, msg = append(b.runes, k.Runes...), nil
	}
	held = &tea.KeyMsg{Type: tea.KeyRunes, Runes: b.runes}
	b.runes = nil
	return held, msg
}

// letters tells whether a key is typed text.
func letters(k tea.KeyMsg) bool {
	return (k.Type == tea.KeyRunes || k.Type == tea.KeySpace) && !k.Alt && !k.Paste && len(k.Runes) > 0
}

// intoText tells whether letters go into a text, where it does not matter how
// many come at once.
func (a *app) intoText() bool {
	m := a.session
	if m == nil {
		return false
	}
	switch o := m.overlay.(type) {
	case nil:
		return m.sheet == nil && m.typing()
	case *sectionEditor:
		return !o.alone()
	case *ask:
		return true
	}
	return false
}

// more tells whether keys wait.
func (m *Model) more() bool { return m.o.more != nil && m.o.more() }

// show paints, unless more keys wait and the last frame was shown just now: then
// what is returned brings the frame.
func (m *Model) show() tea.Cmd {
	now := m.o.Now()
	if !m.more() || now.Sub(m.painted) >= longestBurst {
		m.painted = now
		m.paint()
		return nil
	}
	if m.frameDue {
		return nil
	}
	m.frameDue = true
	return tick(longestBurst, burstOver{})
}

// tooMuch says at a field that not all of a paste was taken.
func (m *Model) tooMuch(bytes, most int) {
	m.notice = fmt.Sprintf("%s pasted, %s kept at most", text.Size(int64(bytes)), text.Size(int64(most)))
}

// pasteLimit is how much the field takes that has the focus.
func (m *Model) pasteLimit() int {
	if m.overlay != nil {
		if _, section := m.overlay.(*sectionEditor); section {
			return longestLines
		}
		return longestLine
	}
	if p := m.current(); p != nil {
		if f, ok := p.focused(); ok && f.Kind == portal.Lines {
			return longestLines
		}
	}
	return longestLine
}
