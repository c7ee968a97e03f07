package secrets

import (
	"bytes"
	"io"
	"slices"
	"sync"
	"unicode/utf8"
)

// minRedacted is the length in characters below which a secret is not looked
// for. Three letters occur everywhere: taking them out would garble the text
// and, by its gaps, give them away.
const minRedacted = 4

// Redactor takes the secrets that are open now out of text on its way to a
// log, a crash report, an error or a recorded request. It finds a value as it
// is and as it is usually written: escaped for a URL, for JSON, for HTML or by
// Go's %q, in hexadecimal, and in base64, there also inside a longer value
// such as that of an "Authorization: Basic" header. Secrets of fewer than 4
// characters are left alone. The zero Redactor knows no secret; it may be used
// by several goroutines. It is a last net: code that handles secrets does not
// print them in the first place.
type Redactor struct {
	mu    sync.Mutex
	known []known
}

type known struct {
	value Secret
	forms []Secret // the ways to write it
}

// Add makes a secret known. It says whether the secret will be looked for,
// which is not so when it has fewer than 4 characters.
func (r *Redactor) Add(s Secret) bool {
	value := s.Open()
	if utf8.RuneCountInString(value) < minRedacted {
		return false
	}
	k := known{value: New(value)}
	for _, form := range spellings(value) {
		k.forms = append(k.forms, New(form))
	}
	r.Remove(s)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known = append(r.known, k)
	return true
}

// Remove forgets a secret, to be called before it is wiped.
func (r *Redactor) Remove(s Secret) {
	value := s.Open()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known = slices.DeleteFunc(r.known, func(k known) bool { return k.value.Open() == value })
}

// Redact is text with every known secret in it replaced by Dots.
func (r *Redactor) Redact(text string) string {
	data := []byte(text)
	hidden := make([]bool, len(data))
	if !cover(hidden, data, r.forms()) {
		return text
	}
	out, _ := mask(data, hidden, false)
	return string(out)
}

// Writer redacts what is written to it and passes it on to w. A secret that is
// spread over several writes is found too: the end of what was written is held
// back for as long as it could be the beginning of a secret. Close passes on
// the rest; it does not close w.
func (r *Redactor) Writer(w io.Writer) io.WriteCloser {
	return &writer{redactor: r, to: w}
}

// forms opens all the ways to write all the secrets.
func (r *Redactor) forms() [][]byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	var forms [][]byte
	for _, k := range r.known {
		for _, form := range k.forms {
			forms = append(forms, []byte(form.Open()))
		}
	}
	return forms
}

// cover marks in hidden every byte of data that belongs to one of the forms,
// overlapping ones too, and says whether it found any.
func cover(hidden []bool, data []byte, forms [][]byte) bool {
	found := false
	for _, form := range forms {
		for from := 0; ; from++ {
			at := bytes.Index(data[from:], form)
			if at < 0 {
				break
			}
			from += at
			found = true
			for i := from; i < from+len(form); i++ {
				hidden[i] = true
			}
		}
	}
	return found
}

// mask writes Dots for each run of hidden bytes. inside says whether the byte
// before data was hidden, and whether its last one was.
func mask(data []byte, hidden []bool, inside bool) ([]byte, bool) {
	out := make([]byte, 0, len(data))
	for i, b := range data {
		if !hidden[i] {
			out = append(out, b)
		} else if !inside {
			out = append(out, Dots...)
		}
		inside = hidden[i]
	}
	return out, inside
}

type writer struct {
	redactor *Redactor
	to       io.Writer

	mu     sync.Mutex
	held   []byte // not passed on yet
	hidden []bool // which bytes of held are part of a secret
	inside bool   // whether the last byte passed on was part of a secret
}

// Write passes on all of p but an end that may turn out to begin a secret.
func (w *writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held = append(w.held, p...)
	w.hidden = append(w.hidden, make([]bool, len(p))...)
	forms := w.redactor.forms()
	cover(w.hidden, w.held, forms)
	if err := w.pass(len(w.held) - begun(w.held, forms)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Close passes on what is held back. When that is long enough to tell a secret
// it is the first part of one, and goes as Dots.
func (w *writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := range w.held {
		w.hidden[i] = w.hidden[i] || len(w.held) >= minRedacted
	}
	return w.pass(len(w.held))
}

func (w *writer) pass(n int) error {
	if n == 0 {
		return nil
	}
	out, inside := mask(w.held[:n], w.hidden[:n], w.inside)
	w.held = slices.Delete(w.held, 0, n) // zeroes what it frees
	w.hidden = slices.Delete(w.hidden, 0, n)
	w.inside = inside
	_, err := w.to.Write(out)
	return err
}

// begun is the length of the longest end of data that begins one of the forms
// without being all of it.
func begun(data []byte, forms [][]byte) int {
	longest := 0
	for _, form := range forms {
		for n := min(len(form)-1, len(data)); n > longest; n-- {
			if bytes.HasSuffix(data, form[:n]) {
				longest = n
			}
		}
	}
	return longest
}
