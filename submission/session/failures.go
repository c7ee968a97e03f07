package session

import "slices"

// What failed, where it is not a field or a document.
const (
	failedSave    = "saving"
	failedFreeze  = "freezing"
	failedArchive = "archive"
	failedUpdate  = "update"
)

// failure is something that could not be done.
type failure struct {
	what string
	err  error
}

// fail notes what could not be done. It is shown until the same is done after
// all or a person has read it, whatever else succeeds meanwhile.
func (s *Session) fail(what string, err error) {
	s.undone(what)
	s.failures = append(s.failures, failure{what, err})
	s.showFailure()
}

// Report notes a failure of the face that shows the session.
func (s *Session) Report(err error) { s.fail(err.Error(), err) }

// Unsaved says why the answers are not on the disk, nil when they are, as far
// as was tried.
func (s *Session) Unsaved() error { return s.stillUndone(failedSave) }

// NotAside says why a text could not be kept beside its document.
func (s *Session) NotAside(document string) error { return s.stillUndone(document + besideIt) }

func (s *Session) stillUndone(what string) error {
	for _, f := range s.failures {
		if f.what == what {
			return f.err
		}
	}
	return nil
}

// undone takes a failure back: the same was done now.
func (s *Session) undone(what string) {
	s.failures = slices.DeleteFunc(s.failures, func(f failure) bool { return f.what == what })
	s.showFailure()
}

// Heard says that a person has read what SaveErr says. That the answers can't
// be saved stays: it is true until they are.
func (s *Session) Heard() {
	if i := s.shownFailure(); i >= 0 && s.failures[i].what != failedSave {
		s.failures = slices.Delete(s.failures, i, i+1)
	}
	s.showFailure()
}

func (s *Session) showFailure() {
	s.SaveErr = nil
	if i := s.shownFailure(); i >= 0 {
		s.SaveErr = s.failures[i].err
	}
}

// shownFailure is which failure is shown: the oldest, and that of saving last,
// because it comes by itself again.
func (s *Session) shownFailure() int {
	i := slices.IndexFunc(s.failures, func(f failure) bool { return f.what != failedSave })
	if i < 0 {
		return len(s.failures) - 1
	}
	return i
}
