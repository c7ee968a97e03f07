package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission"
)

// Summary is one submission as the desk lists it.
type Summary struct {
	Slug     string
	Draft    *submission.Draft // nil when there is none, or none that can be read
	Ledger   submission.Ledger
	Pull     *origin.Pull // what GitHub said last about its pull request, nil for nothing
	Versions []int        // the frozen versions, ascending
	Errs     []error      // what could not be read of this one
}

// Submissions lists every submission by its slug. What can't be read of one is
// in its Errs and hides none of the others; the error is about the folder that
// holds them all.
func (s *Store) Submissions() ([]Summary, error) {
	if _, err := os.ReadDir(s.submissions()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the submissions in %s could not be listed: %w. Make the folder readable", s.submissions(), cause(err))
	}
	var all []Summary
	for _, slug := range s.slugs() {
		if sum := s.summary(slug); !sum.empty() {
			all = append(all, sum)
		}
	}
	return all, nil
}

func (s *Store) summary(slug string) Summary {
	sum := Summary{Slug: slug}
	d, err := s.LoadDraft(slug)
	switch {
	case err == nil:
		sum.Draft = &d
	case !errors.Is(err, fs.ErrNotExist):
		sum.Errs = append(sum.Errs, err)
	}
	var errs []error
	sum.Ledger, errs = s.Ledger(slug)
	sum.Errs = append(sum.Errs, errs...)
	sum.Pull, err = s.LoadPull(slug)
	if err != nil {
		sum.Errs = append(sum.Errs, err)
	}
	sum.Versions, err = s.Versions(slug)
	if err != nil {
		sum.Errs = append(sum.Errs, err)
	}
	return sum
}

// empty tells of a folder that holds no more than a lock file.
func (s Summary) empty() bool {
	return s.Draft == nil && len(s.Ledger) == 0 && s.Pull == nil && len(s.Versions) == 0 && len(s.Errs) == 0
}
