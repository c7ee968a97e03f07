package session

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/change"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/standing"
)

// begun is a session whose update has begun.
func begun(t *testing.T, said string) *Session {
	t.Helper()
	s := confirmed(t)
	if said != "" {
		s.Do(t.Context(), s.Record(submission.ChangesRequested, said))
	}
	job, err := s.BeginUpdate(false)
	if err != nil {
		t.Fatal(err)
	}
	s.Do(t.Context(), job)
	if s.SaveErr != nil {
		t.Fatal(s.SaveErr)
	}
	return s
}

func TestUpdateCarriesEveryAnswer(t *testing.T) {
	s := begun(t, "The icon's background differs.")
	if s.Draft.Version != 2 || !s.Draft.Update || s.Base() != 1 {
		t.Fatalf("version %d, update %v, base %d", s.Draft.Version, s.Draft.Update, s.Base())
	}
	for id := range merged.With(sittings.Answers{"commit": ""}).Answers(s.Portal) {
		a := s.Draft.Answers[id]
		if !a.Carried || a.From != "version 1" {
			t.Errorf("%s: %+v", id, a)
		}
		if !held(s, id) {
			t.Errorf("%s does not have to be confirmed (S98)", id)
		}
	}
	if s.Draft.Value("commit") != "" || s.Draft.Value("zip") != "" {
		t.Error("the old source is carried over (S97)")
	}
	if s.Draft.Value("update.reason") != "requested" || s.Draft.Value("update.what") != "The icon's background differs." {
		t.Errorf("the reason is %q, %q", s.Draft.Value("update.reason"), s.Draft.Value("update.what"))
	}
	if got := recordedKinds(t, s); got != "started, frozen, confirmed, changes requested, update begun" {
		t.Errorf("the ledger holds %s", got)
	}
	if !bytes.Equal(s.Before.Artifacts.Swagger.Data, s.Folder.Artifacts.Swagger.Data) {
		t.Error("the last version's files are not what was frozen")
	}
	if o := s.Options("versions"); len(o) != 1 || o[0].Value != "1" || o[0].Note != "the most recent" {
		t.Errorf("the versions offered are %+v", o)
	}
	if s.Options("anything else") != nil {
		t.Error("other lists hold something")
	}
}

func TestUpdateWithTheSameFilesIsHeld(t *testing.T) {
	s := begun(t, "")
	s.Set("source", "commit")
	s.Set("commit", "3473")
	s.Do(t.Context(), s.LookUpCommit(TheClone))
	if !s.SameFiles {
		t.Fatal("the same commit is not seen as the same files")
	}
	if !heldBy(s, "SameAsLastVersion") {
		t.Errorf("the same files pass (S97): %+v", s.Verdict.Holds)
	}
}

func TestUpdateComparesWithTheFrozenVersion(t *testing.T) {
	s := begun(t, "")
	path := s.Draft.Folder + "/apiDefinition.swagger.json"
	write(t, path, strings.Replace(read(t, path), `"operationId": "GetInvoice"`, `"operationId": "ReadInvoice"`, 1))
	s.Do(t.Context(), s.ReadFolder())
	s.Repo = nil
	s.Set("route", "exception")
	s.Do(t.Context(), s.BuildZip())
	s.Do(t.Context(), s.ReadZip())
	if s.SameFiles || len(s.Changes) == 0 || !s.Changes[0].Breaking {
		t.Errorf("the changes are %q", s.Changes)
	}
}

// TestResumedUpdateComparesToo: the next sitting reads the last version again.
func TestResumedUpdateComparesToo(t *testing.T) {
	s := begun(t, "")
	s.Do(t.Context(), s.Save())
	again := Resume(s.Ports, s.Portal, s.Draft, s.Ledger)
	again.LookUp(t.Context(), nil)
	again.Do(t.Context(), again.ResumeUpdate())
	if again.Before == nil || again.SaveErr != nil {
		t.Errorf("the last version was not read: %v", again.SaveErr)
	}
	if err := os.RemoveAll(s.Ports.Store.Dir() + "/submissions/" + s.Draft.Slug + "/versions"); err != nil {
		t.Fatal(err)
	}
	again.Do(t.Context(), again.ResumeUpdate())
	if again.SaveErr == nil {
		t.Error("a version that is gone is not missed")
	}
	first := inMemory()
	if first.ResumeUpdate() != nil {
		t.Error("a first version is compared with something")
	}
}

// TestSecondUpdateIsLocked (S100): until Microsoft has answered, or the
// publisher insists.
func TestSecondUpdateIsLocked(t *testing.T) {
	s := begun(t, "")
	s.Do(t.Context(), s.record(submission.Event{Kind: submission.Frozen}), s.record(submission.Event{Kind: submission.Confirmed, Text: "review again"}))
	if !s.Standing().Locked {
		t.Fatalf("it stands at %+v", s.Standing())
	}
	if job, err := s.BeginUpdate(false); job != nil || err == nil || !strings.Contains(err.Error(), "S100") {
		t.Fatalf("a second update: %v", err)
	}
	if strings.Contains(recordedKinds(t, s), "unlocked") {
		t.Error("an attempt is recorded as insisting")
	}
	freezeSecond(t, s)
	job, err := s.BeginUpdate(true)
	if err != nil {
		t.Fatal(err)
	}
	s.Do(t.Context(), job)
	if s.SaveErr != nil {
		t.Fatal(s.SaveErr)
	}
	if got := recordedKinds(t, s); !strings.HasSuffix(got, "unlocked, update begun") {
		t.Errorf("the ledger holds %s", got)
	}
	if s.Draft.Version != 3 {
		t.Errorf("the next version is %d", s.Draft.Version)
	}
}

// freezeSecond puts a version 2 beside the first, as handing it over would.
func freezeSecond(t *testing.T, s *Session) {
	t.Helper()
	pkg, err := s.Ports.Store.Version(s.Draft.Slug, 1)
	if err != nil {
		t.Fatal(err)
	}
	pkg.Slug, pkg.Version = s.Draft.Slug, 2
	if _, err := s.Ports.Store.Freeze(pkg); err != nil {
		t.Fatal(err)
	}
}

func TestUpdateUnlocksWithAnAnswer(t *testing.T) {
	s := begun(t, "")
	s.Do(t.Context(), s.record(submission.Event{Kind: submission.Frozen}), s.record(submission.Event{Kind: submission.Confirmed, Text: "review again"}))
	s.Do(t.Context(), s.Record(submission.ChangesRequested, "once more"))
	if _, err := s.BeginUpdate(false); err != nil {
		t.Errorf("after Microsoft's answer: %v", err)
	}
}

func TestUpdateIsRefusedBeforeAndAfter(t *testing.T) {
	draft := inMemory()
	if _, err := draft.BeginUpdate(false); err == nil {
		t.Error("a draft can be updated")
	}
	if _, err := draft.BeginUpdate(true); err == nil {
		t.Error("insisting updates a draft")
	}
	s := confirmed(t)
	s.Do(t.Context(), s.Record(submission.Certified, ""))
	if _, err := s.BeginUpdate(true); err == nil || !strings.Contains(err.Error(), "S101") {
		t.Errorf("a certified connector: %v", err)
	}
}

func TestTakeBack(t *testing.T) {
	s := sat(t, openStore(t), folder(t))
	complete(t, s)
	freezeNow(t, s)
	s.Do(t.Context(), s.Record(submission.Copied, "email"))
	if !s.Handed()["email"] {
		t.Error("what was copied is not remembered")
	}
	s.Do(t.Context(), s.TakeBack())
	if s.Draft.Version != 2 || s.Standing().Stage != standing.Drafting || len(s.Handed()) != 0 {
		t.Errorf("version %d, %s, handed %v", s.Draft.Version, s.Standing().Stage, s.Handed())
	}
	if l := s.Ledger[len(s.Ledger)-1]; l.Kind != submission.Withdrawn || l.Version != 1 {
		t.Errorf("recorded was %+v", l)
	}
	freezeNow(t, s)
	if versions, _ := s.Ports.Store.Versions(s.Draft.Slug); len(versions) != 2 {
		t.Errorf("the versions are %v", versions)
	}
}

// TestLateAnswerIsAboutTheVersionInReview: while the next version is a draft,
// Microsoft's answer is still about the last one.
func TestLateAnswerIsAboutTheVersionInReview(t *testing.T) {
	s := begun(t, "")
	s.Do(t.Context(), s.Record(submission.ChangesRequested, "late"))
	if l := s.Ledger[len(s.Ledger)-1]; l.Version != 1 {
		t.Errorf("the answer is recorded for version %d", l.Version)
	}
}

// TestChangesSayWhatTheRulesSay: what is listed for an update is what the rules
// of changes report, those about signing in included.
func TestChangesSayWhatTheRulesSay(t *testing.T) {
	version := func(paths, parameters string) *connector.Connector {
		return connector.Read(connector.Artifacts{
			Swagger:    &checks.File{Name: "apiDefinition.swagger.json", Data: []byte(`{"paths": {` + paths + `}}`)},
			Properties: &checks.File{Name: "apiProperties.json", Data: []byte(`{"properties": {"connectionParameters": {` + parameters + `}}}`)},
		})
	}
	before := version(`"/a": {"get": {"operationId": "A"}}`, `"api_key": {"type": "securestring"}`)
	now := version(`"/a": {"get": {"operationId": "A", "summary": "List"}}, "/b": {"get": {"operationId": "B"}}`, "")
	var got []string
	report := change.Judge(before.Version(), now.Version())
	for _, c := range changes(report, before, now) {
		got = append(got, c.String())
	}
	want := []string{
		"breaking: the authentication type cannot be changed in an update; the API key is gone",
		`breaking: the connection parameter "api_key" is gone`,
		`the summary of A changed from nothing to "List"`,
		"the operation B was added",
		"apiDefinition.swagger.json  /paths/~1a/get/summary",
		"apiDefinition.swagger.json  /paths/~1b",
		"apiProperties.json  /properties/connectionParameters/api_key",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestBreakingChangesWarn: what an update breaks for who uses the last version
// is said by the gate, first among the warnings, and holds nothing; where nothing
// could be compared it says that.
func TestBreakingChangesWarn(t *testing.T) {
	s := sat(t, openStore(t), folder(t))
	completeZip(t, s)
	freezeNow(t, s)
	s.Do(t.Context(), s.Record(submission.Confirmed, "review"), s.Record(submission.ChangesRequested, "fewer operations"))
	job, err := s.BeginUpdate(false)
	if err != nil {
		t.Fatal(err)
	}
	s.Do(t.Context(), job)
	if len(s.Verdict.Warnings) > 0 && s.Verdict.Warnings[0].Finding.Rule == "ChangesCompared" {
		t.Error("it warns before the new files are named, when the gate holds for want of them")
	}
	deleteFirstPath(t, filepath.Join(s.Draft.Folder, "apiDefinition.swagger.json"))
	s.Do(t.Context(), s.ReadFolder())
	s.Do(t.Context(), s.BuildZip())
	s.Do(t.Context(), s.ReadZip())
	first := s.Verdict.Warnings[0]
	if line, breaks := Breaking(first.Finding); !breaks || first.Finding.Rule != "OperationDeleted" || first.Finding.Severity != checks.Warning || first.Step != "changes" && first.Field != "changes" {
		t.Errorf("the first warning is %+v, %q", first, line)
	}
	for _, h := range s.Verdict.Holds {
		if h.Finding.Rule == "OperationDeleted" {
			t.Errorf("it holds the gate: %+v", h)
		}
	}

	s.Before = nil
	s.Judge()
	if first := s.Verdict.Warnings[0]; first.Kind != gate.Unchecked || !strings.HasPrefix(first.Finding.Message, "not checked: what this update breaks") {
		t.Errorf("without the last version the first warning is %+v", first)
	}
}

// deleteFirstPath takes the first path out of a definition.
func deleteFirstPath(t *testing.T, file string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var definition map[string]any
	if err := json.Unmarshal(data, &definition); err != nil {
		t.Fatal(err)
	}
	paths := definition["paths"].(map[string]any)
	delete(paths, slices.Min(slices.Collect(maps.Keys(paths))))
	if data, err = json.MarshalIndent(definition, "", "  "); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
