package theme

// Glyphs are the signs that certwiz draws. Each is one column wide, but for
// the ones that say otherwise. Nothing is told by a colour that its glyph does
// not tell.
type Glyphs struct {
	// States of a step or a field.
	Done    string // valid
	Here    string // where you are
	Todo    string // not done yet
	Warn    string // a warning
	Bad     string // holds the gate
	Unknown string // not checked

	// What a person acts on.
	Point  string // the way on: Submit for review
	Pick   string // the row that keys act on
	Prompt string // text is typed behind it
	Bar    string // beside text of several lines
	Up     string // more above
	Down   string // more below
	Mask   string // one for a secret's character

	// The line between rail and page.
	Top, Middle, Bottom string

	// In text.
	Dot   string // between parts of a line
	Dash  string // instead of nothing
	Arrow string // from, to; two columns in ASCII
	More  string // text that was cut; three columns in ASCII
	Times string // between width and height
	Rule  string // repeated, a line across

	// Choices, three columns each.
	On, Off           string // one of several
	Checked, Unticked string // any of several

	// The halves of a cell, for pictures; empty where there are none.
	Half, LowerHalf string

	spinner []string
}

func glyphs(ascii bool) Glyphs {
	if ascii {
		return asciiGlyphs
	}
	return unicodeGlyphs
}

var unicodeGlyphs = Glyphs{
	Done: "✓", Here: "●", Todo: "○", Warn: "!", Bad: "✗", Unknown: "?",
	Point: "▸", Pick: "›", Prompt: "›", Bar: "┃", Up: "↑", Down: "↓", Mask: "•",
	Top: "╷", Middle: "│", Bottom: "╵",
	Dot: "·", Dash: "–", Arrow: "→", More: "…", Times: "×", Rule: "─",
	On: "(•)", Off: "( )", Checked: "[x]", Unticked: "[ ]",
	Half: "▀", LowerHalf: "▄",
	spinner: []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"},
}

var asciiGlyphs = Glyphs{
	Done: "+", Here: ">", Todo: ".", Warn: "!", Bad: "x", Unknown: "?",
	Point: ">", Pick: ">", Prompt: ">", Bar: "|", Up: "^", Down: "v", Mask: "*",
	Top: "|", Middle: "|", Bottom: "|",
	Dot: "-", Dash: "-", Arrow: "->", More: "...", Times: "x", Rule: "-",
	On: "(*)", Off: "( )", Checked: "[x]", Unticked: "[ ]",
	spinner: []string{"|", "/", "-", `\`},
}

// Spinner is the frame of the sign for work that goes on; frame counts up from
// 0 without end.
func (t Theme) Spinner(frame int) string {
	frames := t.Glyphs.spinner
	return frames[max(frame, 0)%len(frames)]
}

// Mark is the state that a glyph stands for.
type Mark int

// The marks of steps, fields and findings.
const (
	Todo Mark = iota
	Done
	Here
	Warning
	Blocked
	Unchecked
)

// Mark is the glyph of a state in its colour.
func (t Theme) Mark(m Mark) string {
	switch m {
	case Done:
		return t.Done.Render(t.Glyphs.Done)
	case Here:
		return t.Accent.Render(t.Glyphs.Here)
	case Warning:
		return t.Warn.Render(t.Glyphs.Warn)
	case Blocked:
		return t.Block.Render(t.Glyphs.Bad)
	case Unchecked:
		return t.Warn.Render(t.Glyphs.Unknown)
	default:
		return t.Faint.Render(t.Glyphs.Todo)
	}
}
