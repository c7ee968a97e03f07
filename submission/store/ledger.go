package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/certwiz/certwiz/submission"
)

// ledgerFormat is the version of a ledger line's format.
const ledgerFormat = 1

const (
	ledgerFile  = "ledger.jsonl"
	maxEvent    = 256 << 10 // bytes of one line
	maxProblems = 10        // lines of one ledger that are reported one by one
)

// errTorn says that the last line of a ledger was cut off while it was written.
var errTorn = errors.New("cut off")

// Append records an event at the end of a submission's ledger. When it returns
// nil the line is on the disk; earlier lines are never touched. A zero Format
// is filled in.
func (s *Store) Append(slug string, e submission.Event) error {
	line, err := encodeEvent(e)
	if err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	dir, err := s.ownFolder(slug)
	if err != nil {
		return err
	}
	if err := s.stillHeld(slug, dir); err != nil {
		return err
	}
	path := filepath.Join(dir, ledgerFile)
	if err := appendLine(path, line); err != nil {
		return fmt.Errorf("%q could not be recorded in %s: %w. What was recorded before is unchanged; free some space or make the file writable, and try again", e.Kind, path, cause(err))
	}
	return nil
}

func encodeEvent(e submission.Event) ([]byte, error) {
	if e.Format == 0 {
		e.Format = ledgerFormat
	}
	if e.Format != ledgerFormat || e.Kind == "" {
		return nil, fmt.Errorf("an event %q of format %d can't be recorded; this certwiz writes format %d", e.Kind, e.Format, ledgerFormat)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return nil, fmt.Errorf("%q could not be written down: %w", e.Kind, err)
	}
	if b.Len() > maxEvent {
		return nil, fmt.Errorf("%q is %d kB long, %d kB allowed. Shorten its text", e.Kind, b.Len()>>10, maxEvent>>10)
	}
	return b.Bytes(), nil
}

// appendLine appends a line, starting a new one when the last was torn.
func appendLine(path string, line []byte) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return errNotRegular
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	err = appendTo(f, line)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func appendTo(f *os.File, line []byte) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size()+int64(len(line))+1 > maxLedger {
		return fmt.Errorf("it has reached its %d MB", maxLedger>>20)
	}
	if info.Size() > 0 {
		var last [1]byte
		if _, err := f.ReadAt(last[:], info.Size()-1); err != nil {
			return err
		}
		if last[0] != '\n' {
			line = append([]byte{'\n'}, line...)
		}
	}
	_, err = f.Write(line)
	return err
}

// Ledger reads a submission's ledger: every event that can be read, and what
// is wrong with the lines that can't (*lineError). A ledger that isn't there
// is empty.
//
// A last line that was torn by a crash was never recorded. It is reported, as
// errTorn, until the next event is recorded after it, and not from then on.
func (s *Store) Ledger(slug string) (submission.Ledger, []error) {
	events, problems, err := s.readLedger(slug)
	if err != nil {
		return events, append(problems, err)
	}
	all, _ := s.adopt(slug, events)
	return all, problems
}

// readLedger reads the file alone. The error says that it could not be read, or
// not to its end.
func (s *Store) readLedger(slug string) (events submission.Ledger, problems []error, err error) {
	dir, err := s.folder(slug)
	if err != nil {
		return nil, nil, err
	}
	path := filepath.Join(dir, ledgerFile)
	data, err := readBounded(path, maxLedger)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	events, problems = parseLedger(path, data)
	if err != nil {
		err = fmt.Errorf("the ledger %s could not be read to its end: %w", path, cause(err))
	}
	return events, problems, err
}

// lineError is a line of a ledger that could not be read.
type lineError struct {
	Path   string
	Line   int   // counts from 1
	Kind   error // errTorn, ErrDamaged or ErrNewer
	Detail string
}

func (e *lineError) Unwrap() error { return e.Kind }

func (e *lineError) Error() string {
	switch e.Kind {
	case errTorn:
		return fmt.Sprintf("%s, line %d: the last event was cut off while it was being recorded. Nothing before it is lost; record it again", e.Path, e.Line)
	case ErrNewer:
		return fmt.Sprintf("%s, line %d was written by a newer certwiz (%s). It stays as it is and is left out here; the newer certwiz shows it", e.Path, e.Line, e.Detail)
	default:
		return fmt.Sprintf("%s, line %d is damaged (%s). It stays as it is and is left out", e.Path, e.Line, e.Detail)
	}
}

func parseLedger(path string, data []byte) (submission.Ledger, []error) {
	var events submission.Ledger
	var problems []error
	more := 0
	for n := 1; len(data) > 0; n++ {
		line, rest, _ := bytes.Cut(data, []byte{'\n'})
		data = rest
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		e, wrong := parseEvent(line)
		switch {
		case wrong == nil:
			events = append(events, e)
		case wrong.Kind == errTorn && len(bytes.TrimSpace(rest)) > 0:
			// Reported while it was the last line.
		case len(problems) == maxProblems:
			more++
		default:
			wrong.Path, wrong.Line = path, n
			problems = append(problems, wrong)
		}
	}
	if more > 0 {
		problems = append(problems, fmt.Errorf("%s: %d more lines are left out: %w", path, more, ErrDamaged))
	}
	return events, problems
}

func parseEvent(line []byte) (submission.Event, *lineError) {
	var e submission.Event
	err := json.Unmarshal(line, &e)
	switch {
	case e.Format > ledgerFormat:
		return e, &lineError{Kind: ErrNewer, Detail: fmt.Sprintf("format %d, this one knows %d", e.Format, ledgerFormat)}
	case err != nil && cutOff(line):
		return e, &lineError{Kind: errTorn}
	case err != nil:
		return e, &lineError{Kind: ErrDamaged, Detail: err.Error()}
	case e.Format < 1 || e.Kind == "":
		return e, &lineError{Kind: ErrDamaged, Detail: "it is no event"}
	default:
		return e, nil
	}
}

// cutOff reports whether a line is the beginning of an event and nothing else.
func cutOff(line []byte) bool {
	var any json.RawMessage
	err := json.NewDecoder(bytes.NewReader(line)).Decode(&any)
	return errors.Is(err, io.ErrUnexpectedEOF)
}
