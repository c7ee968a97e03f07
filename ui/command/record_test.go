package command

import (
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/store"
)

// published is a desktop with an offer that was published on 1 November 2025.
func published(t *testing.T) *desktop {
	t.Helper()
	d := newDesktop(t)
	d.Portals = portal.All()
	if code := d.run(t, "--offline", d.dir); code != 0 {
		t.Fatalf("exit %d: %s", code, d.err.String())
	}
	st, err := store.Open(d.env["CERTWIZ_HOME"])
	if err != nil {
		t.Fatal(err)
	}
	slug, _ := st.FindDraft(d.dir)
	at := time.Date(2025, 11, 1, 10, 0, 0, 0, time.UTC)
	for _, e := range []submission.Event{{Kind: submission.Frozen, At: at, Version: 1}, {Kind: submission.Confirmed, At: at, Version: 1, Text: "certification"}} {
		if err := st.Append(slug, e); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// TestRecordAfterPublish: each state after Publish is recorded by its name, and
// the clock begins on the day that is named.
func TestRecordAfterPublish(t *testing.T) {
	d := published(t)
	for _, step := range []struct{ answer, said string }{
		{"preview", "By Thu 6 Nov."}, {"preview-missed", "Resubmit the same offer"}, {"go-live", "no way back"}, {"live", "tag preview"}, {"available", "deprecated"},
	} {
		if code := d.run(t, "record", step.answer, "--on", "2025-11-04", d.dir); code != 0 || !strings.Contains(d.out.String(), step.said) {
			t.Errorf("%s: exit %d: %s%s", step.answer, code, d.out.String(), d.err.String())
		}
	}
	for _, wrong := range [][]string{{"record", "certified-twice", d.dir}, {"record", "preview", "--on", "tomorrow", d.dir}, {"record", "preview", "--on", "2025-12-24", d.dir}, {"record", "report", d.dir}} {
		if code := d.run(t, wrong...); code != codeUsage {
			t.Errorf("%q: exit %d", wrong, code)
		}
	}
}

// TestRecordReport: codes and sentences of a pasted report are explained, each
// with the page that mends it.
func TestRecordReport(t *testing.T) {
	d := published(t)
	report := "Policy 5000.1.1.16\n\"Invalid package. Solution not present at correct path or is invalid solution.\"\n5000.2.4.3 failed as well."
	d.Stdin = strings.NewReader(report)
	if code := d.run(t, "record", "report", "--text", "-", d.dir); code != 0 {
		t.Fatalf("exit %d: %s", code, d.err.String())
	}
	for _, want := range []string{"changes requested", "policy 5000.1.1.16: Incorrect placement of solution", "Cause: the solution disagrees with its manifest", "Page Package.",
		"policy 5000.2.4.3: no text known here"} {
		if !strings.Contains(d.out.String(), want) {
			t.Errorf("%q was not said in:\n%s", want, d.out.String())
		}
	}
	d.run(t, "status", "--offline")
	if !strings.Contains(d.out.String(), "changes requested") {
		t.Errorf("the status says\n%s", d.out.String())
	}
}

// TestRecordBesideASession: a session that is open would go on from what it knew
// before, so that the answer is refused until it is closed.
func TestRecordBesideASession(t *testing.T) {
	d := published(t)
	st, err := store.Open(d.env["CERTWIZ_HOME"])
	if err != nil {
		t.Fatal(err)
	}
	slug, _ := st.FindDraft(d.dir)
	release, err := st.Lock(slug)
	if err != nil {
		t.Fatal(err)
	}
	if code := d.run(t, "record", "preview", "--on", "2025-11-04", d.dir); code != codeFailed || !strings.Contains(d.err.String(), "is open in another certwiz") {
		t.Errorf("exit %d: %s", code, d.err.String())
	}
	if events, _ := st.Ledger(slug); len(events) != 3 {
		t.Errorf("recorded all the same: %v", events)
	}
	release()
	if code := d.run(t, "record", "preview", "--on", "2025-11-04", d.dir); code != 0 {
		t.Errorf("exit %d: %s", code, d.err.String())
	}
}
