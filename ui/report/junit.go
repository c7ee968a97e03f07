package report

import (
	"encoding/xml"
	"fmt"
	"io"
)

// junit prints the XML that build servers read test results from. Each rule that
// found something is a test case; what is below the severity that fails the run
// is a case that passed, with its text; what was not checked is an error.
type junit struct{ o Options }

type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string       `xml:"name,attr"`
		Class   string       `xml:"classname,attr"`
		Failure *junitReason `xml:"failure,omitempty"`
		Error   *junitReason `xml:"error,omitempty"`
		Out     string       `xml:"system-out,omitempty"`
	}
	junitReason struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

func (j junit) Write(w io.Writer, r Report) error {
	all := junitSuites{Name: "certwiz"}
	for _, one := range r.Results {
		suite := j.suite(r, one)
		all.Suites = append(all.Suites, suite)
		all.Tests, all.Failures, all.Errors = all.Tests+suite.Tests, all.Failures+suite.Failures, all.Errors+suite.Errors
	}
	if len(r.Unreadable) > 0 {
		suite := junitSuite{Name: "not read"}
		for _, why := range r.Unreadable {
			suite.add(junitCase{Name: "read", Class: "certwiz", Error: &junitReason{Message: j.safe(why), Type: "not checked"}})
		}
		all.Suites = append(all.Suites, suite)
		all.Tests, all.Errors = all.Tests+suite.Tests, all.Errors+suite.Errors
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (j junit) suite(r Report, one Result) junitSuite {
	suite := junitSuite{Name: j.safe(r.pathOf(one))}
	for _, f := range one.Report.Findings {
		place := f.Place
		place.File = path(one.Folder, place.File)
		at := j.safe(where(place, one.Folder, f.Field))
		text := j.safe(withFix(f.Message, f.Fix))
		c := junitCase{Name: f.Rule, Class: at}
		if j.o.Fails.Fails(f) {
			c.Failure = &junitReason{Message: text, Type: f.Severity.String(), Text: at}
		} else {
			c.Out = f.Severity.String() + ": " + text
		}
		suite.add(c)
	}
	for _, u := range one.Report.Unchecked() {
		suite.add(junitCase{Name: u.Rule, Class: suite.Name, Error: &junitReason{Message: j.safe(u.Reason), Type: "not checked"}})
	}
	if len(suite.Cases) == 0 {
		suite.add(junitCase{Name: fmt.Sprintf("%d rules", len(one.Report.Outcomes)), Class: suite.Name})
	}
	return suite
}

func (j junit) safe(s string) string { return j.o.Theme.Safe(s) }

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	}
}
