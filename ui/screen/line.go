package screen

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/huh"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/theme"
	"github.com/certwiz/certwiz/ui/typing"
)

const (
	longestLine  = 4 << 10 // characters of one line
	longestLines = 64 << 10
	linesShown   = 5 // rows of a text of several lines
)

// lineField is one line of text: huh's input, without its validation, which
// would not let go of a wrong answer.
type lineField struct {
	m     *Model
	f     portal.Field
	value string
	width int // that the input was last drawn in
	input *huh.Input
	// set takes the answer; nil gives it to the session.
	set func(string)
}

func newLineField(m *Model, f portal.Field) *lineField {
	l := &lineField{m: m, f: f}
	l.input = newInput(m, f.Hint).Value(&l.value)
	return l
}

func newInput(m *Model, hint string) *huh.Input {
	in := huh.NewInput().Prompt(m.th.Glyphs.Pick + " ").Placeholder(hint)
	in.WithTheme(m.th.Huh())
	in.WithKeyMap(quietKeys())
	return in
}

// quietKeys leaves to huh only what edits a text; moving between fields is
// ours.
func quietKeys() *huh.KeyMap {
	k := huh.NewDefaultKeyMap()
	none := key.NewBinding(key.WithDisabled())
	k.Input.Next, k.Input.Prev, k.Input.Submit, k.Input.AcceptSuggestion = none, none, none, none
	k.Text.Next, k.Text.Prev, k.Text.Submit, k.Text.Editor = none, none, none, none
	k.Text.NewLine = key.NewBinding(key.WithKeys("enter", "ctrl+j"))
	return k
}

// sync takes an answer that came from elsewhere into the input.
func (l *lineField) sync() {
	if have := l.answer(); have != strings.TrimSpace(l.value) {
		l.value = have
		l.input.Value(&l.value)
	}
}

func (l *lineField) answer() string {
	if l.set != nil {
		return l.value
	}
	return l.m.s.Draft.Value(l.f.ID)
}

func (l *lineField) focus() tea.Cmd { l.sync(); l.input.Focus(); return nil } // no command: a steady cursor costs nothing
func (l *lineField) blur() tea.Cmd  { l.input.Blur(); return nil }
func (l *lineField) typing() bool   { return true }

func (l *lineField) bindings() []key.Binding { return []key.Binding{l.m.keys.Prev} }

func (l *lineField) update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyMsg); ok {
		switch {
		case k.Type == tea.KeyEnter, matches(k, l.m.keys.Down):
			return l.m.nextField(+1)
		case matches(k, l.m.keys.Up):
			return l.m.nextField(-1)
		case letters(k), k.Paste:
			msg = l.m.fitting(k, longestLine-len(l.value), longestLine)
		}
	}
	l.sync()
	cmd := feed(l.input, msg)
	if len(l.value) > longestLine { // from the clipboard
		l.m.tooMuch(len(l.value), longestLine)
		l.value = strings.ToValidUTF8(l.value[:longestLine], "")
		l.input.Value(&l.value)
	}
	if l.set != nil {
		l.set(l.value)
		return cmd
	}
	l.m.s.Set(l.f.ID, strings.TrimSpace(l.value))
	return cmd
}

// feed gives a message to a huh field. Its cursor's blinking is left out: it
// would wake an idle program for nothing.
func feed(f huh.Field, msg tea.Msg) tea.Cmd {
	_, cmd := f.Update(msg)
	if k, ok := msg.(tea.KeyMsg); ok && k.String() == "ctrl+v" {
		return cmd
	}
	return nil
}

// fitting cuts what is typed or pasted to the room that a line has, before the
// input has to handle it, and says so.
func (m *Model) fitting(k tea.KeyMsg, room, most int) tea.KeyMsg {
	if k.Paste {
		k = oneLine(k)
	}
	bytes := len(string(k.Runes))
	if bytes <= room {
		return k
	}
	m.tooMuch(bytes, most)
	k.Runes = []rune(strings.ToValidUTF8(string(k.Runes)[:max(0, room)], ""))
	return k
}

// oneLine joins pasted lines, as a browser's field does.
func oneLine(k tea.KeyMsg) tea.KeyMsg {
	text := strings.Join(strings.Fields(string(k.Runes)), " ")
	k.Runes = []rune(text)
	return k
}

func (l *lineField) lines(width int, focused bool) []string {
	l.sync()
	l.input.WithWidth(width)
	if l.width != width {
		l.width = width
		l.input.Value(&l.value) // the input scrolls only then
	}
	if !focused {
		return []string{l.still(width)}
	}
	return strings.Split(l.input.View(), "\n")
}

// still is the field while the focus is elsewhere.
func (l *lineField) still(width int) string {
	l.sync()
	if l.value == "" {
		return "  " + l.m.th.Faint.Render(theme.Cut(l.f.Hint, width-2))
	}
	return "  " + theme.Cut(l.m.th.Safe(l.value), width-2)
}

// nextField is tab for keys that mean the same in a field of one line.
func (m *Model) nextField(by int) tea.Cmd {
	if p := m.current(); p != nil {
		return p.move(by)
	}
	return nil
}

// linesField is a text of several lines: huh's text area. Enter makes a new
// line, tab leaves.
type linesField struct {
	m     *Model
	f     portal.Field
	value string
	text  *huh.Text
}

func newLinesField(m *Model, f portal.Field) *linesField {
	l := &linesField{m: m, f: f}
	l.text = huh.NewText().Lines(linesShown).CharLimit(longestLines).Placeholder(f.Hint).ShowLineNumbers(false).Value(&l.value)
	l.text.WithTheme(m.th.Huh())
	l.text.WithKeyMap(quietKeys())
	return l
}

func (l *linesField) sync() {
	if have := l.m.s.Draft.Value(l.f.ID); have != strings.TrimSpace(l.value) {
		l.value = have
		l.text.Value(&l.value)
	}
}

func (l *linesField) focus() tea.Cmd { l.sync(); l.text.Focus(); return nil }
func (l *linesField) blur() tea.Cmd  { l.text.Blur(); return nil }
func (l *linesField) typing() bool   { return true }

func (l *linesField) bindings() []key.Binding {
	return []key.Binding{l.m.keys.Prev, l.m.keys.Editor}
}

func (l *linesField) update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyMsg); ok && matches(k, l.m.keys.Editor) {
		return l.m.editAnswer(l.f.ID)
	}
	l.sync()
	if k, ok := msg.(tea.KeyMsg); ok && (letters(k) || k.Paste || k.Type == tea.KeyEnter) {
		room := longestLines - utf8.RuneCountInString(l.value)
		if len(k.Runes) > room || room <= 0 {
			l.m.tooMuch(len(string(k.Runes)), longestLines)
		}
		if room <= 0 {
			return nil
		}
		k.Runes = k.Runes[:min(len(k.Runes), room)]
		msg = k
	}
	cmd := feed(l.text, msg)
	l.m.s.Set(l.f.ID, strings.TrimSpace(l.value))
	return cmd
}

// inSight scrolls a text area to its cursor: it does so only with the message
// after the one that moved it, and only once it was drawn.
func inSight(t *huh.Text) string {
	t.View()
	t.Update(nil)
	return t.View()
}

func (l *linesField) lines(width int, focused bool) []string {
	l.sync()
	if !focused {
		return l.still(width)
	}
	l.text.WithWidth(width - 2)
	lines := strings.Split(inSight(l.text), "\n")
	bar := l.m.th.Accent.Render(l.m.th.Glyphs.Bar) + " "
	for i := range lines {
		lines[i] = bar + lines[i]
	}
	return lines
}

// still shows the text's first lines while the focus is elsewhere.
func (l *linesField) still(width int) []string {
	bar := l.m.th.Faint.Render(l.m.th.Glyphs.Bar) + " "
	if l.value == "" {
		return []string{bar + l.m.th.Faint.Render(theme.Cut(l.f.Hint, width-2))}
	}
	var lines []string
	for _, t := range strings.Split(l.m.th.SafeLines(l.value), "\n") {
		if len(lines) == linesShown-1 {
			lines = append(lines, bar+l.m.th.Faint.Render("…"))
			break
		}
		lines = append(lines, bar+theme.Cut(t, width-2))
	}
	return lines
}

// secretField is a secret as it is typed. When the field is left, the value
// goes to the vault and only its reference stays.
type secretField struct {
	m     *Model
	f     portal.Field
	typed string
	input *huh.Input
}

func newSecretField(m *Model, f portal.Field) *secretField {
	l := &secretField{m: m, f: f}
	l.reset()
	return l
}

func (l *secretField) reset() {
	l.typed = ""
	l.input = newInput(l.m, "").EchoMode(huh.EchoModePassword)
	l.input.Value(&l.typed)
}

func (l *secretField) focus() tea.Cmd { l.input.Focus(); return nil }
func (l *secretField) typing() bool   { return true }

func (l *secretField) blur() tea.Cmd {
	l.input.Blur()
	if l.typed == "" {
		return nil
	}
	if l.m.vaultFail != nil {
		l.m.overlay = newVaultChoice(l.m, l.f.ID)
		return nil // kept in the field until a place is chosen
	}
	if l.m.probing {
		return nil // kept in the field until the vault has answered
	}
	return l.keep()
}

// keep puts what was typed into the vault.
func (l *secretField) keep() tea.Cmd {
	job := l.m.s.KeepSecret(l.f.ID, l.typed)
	l.reset()
	return l.m.keep("keeping the secret", job)
}

func (l *secretField) bindings() []key.Binding {
	if l.m.s.Draft.Value(l.f.ID) != "" {
		return []key.Binding{l.m.keys.Prev, l.m.keys.Clear}
	}
	return []key.Binding{l.m.keys.Prev}
}

func (l *secretField) update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyMsg); ok {
		switch {
		case k.Type == tea.KeyEnter, matches(k, l.m.keys.Down):
			return l.m.nextField(+1)
		case matches(k, l.m.keys.Up):
			return l.m.nextField(-1)
		case matches(k, l.m.keys.Clear) && l.m.s.Draft.Value(l.f.ID) != "":
			l.reset()
			return l.m.keep("forgetting the secret", l.m.s.ForgetSecret(l.f.ID))
		case (letters(k) || k.Paste) && len(l.typed)+len(string(k.Runes)) > longestLine:
			l.m.notice = "that is too long for a secret: nothing of it was taken"
			return nil
		}
	}
	return feed(l.input, msg)
}

// shownDots stand for a secret, whatever its length.
const shownDots = 12

func (l *secretField) lines(width int, focused bool) []string {
	kept := l.m.s.Draft.Value(l.f.ID) != ""
	dots := strings.Repeat(l.m.th.Glyphs.Mask, shownDots)
	switch {
	case focused && l.typed == "" && kept:
		l.input.Placeholder(dots + "  type to replace it")
	case kept && l.typed == "":
		return []string{"  " + dots}
	case !focused && l.typed != "":
		return []string{"  " + dots + "  " + l.m.th.Warn.Render("not kept: go here to choose where")}
	case !focused && l.typed == "":
		return []string{"  " + l.m.th.Faint.Render("not given yet")}
	}
	if l.typed != "" {
		return []string{l.m.hidden()}
	}
	l.input.WithWidth(width)
	return strings.Split(l.input.View(), "\n")
}

// hidden is a line in which a secret is being typed.
func (m *Model) hidden() string {
	return m.th.Accent.Render(m.th.Glyphs.Pick) + " " + typing.Hidden(m.th)
}
