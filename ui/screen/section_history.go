package screen

import tea "github.com/charmbracelet/bubbletea"

// snapshot is a text under way and where its cursor is.
type snapshot struct {
	value     string
	row, coln int
}

func (e *sectionEditor) snapshot() snapshot {
	return snapshot{e.area.Value(), e.area.Line(), e.area.LineInfo().StartColumn + e.area.LineInfo().ColumnOffset}
}

// restore shows a text with its cursor.
func (e *sectionEditor) restore(s snapshot) {
	if e.area.Value() != s.value {
		e.area.SetValue(s.value)
	}
	for range e.area.LineCount() * 200 { // wrapped lines take several steps
		if e.area.Line() <= s.row {
			break
		}
		e.area.CursorUp()
	}
	e.area.SetCursor(s.coln)
}

// mostSteps is how far back a text can be undone.
const mostSteps = 200

// history is what undo goes back through: a step is a run of typing, a paste,
// or a piece that was taken out.
type history struct {
	steps []snapshot
	at    int
	run   bool // the last step is a run of typing that goes on
}

func (h *history) start(s snapshot) { *h = history{steps: []snapshot{s}} }

// note keeps a text after a key.
func (h *history) note(s snapshot, k tea.KeyMsg) {
	if s.value == h.steps[h.at].value {
		h.steps[h.at] = s
		h.run = h.run && k.Type == tea.KeyRunes
		return
	}
	typed := k.Type == tea.KeyRunes && !k.Paste && len(k.Runes) == 1 && k.Runes[0] != ' '
	h.steps = h.steps[:h.at+1]
	if typed && h.run {
		h.steps[h.at] = s
		return
	}
	h.steps = append(h.steps, s)
	if len(h.steps) > mostSteps {
		h.steps = h.steps[1:]
	}
	h.at, h.run = len(h.steps)-1, typed
}

// back is the text one step before.
func (h *history) back() snapshot {
	h.at, h.run = max(0, h.at-1), false
	return h.steps[h.at]
}

// forth is the text that was undone last.
func (h *history) forth() snapshot {
	h.at, h.run = min(len(h.steps)-1, h.at+1), false
	return h.steps[h.at]
}
