package session

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/standing"
)

func TestAnswers(t *testing.T) {
	s := inMemory()
	s.Save()
	s.Set("testing.account", "")
	if s.Dirty() {
		t.Error("no answer, where there was none, is a change")
	}
	s.Set("testing.account", "a@contoso.example")
	if !s.Dirty() || s.Draft.Value("testing.account") != "a@contoso.example" {
		t.Errorf("the answer is %q, to be saved: %v", s.Draft.Value("testing.account"), s.Dirty())
	}
	s.Save()
	s.Set("testing.account", "a@contoso.example")
	if s.Dirty() {
		t.Error("the same answer is a change")
	}
	s.Set("testing.account", "")
	if _, there := s.Draft.Answers["testing.account"]; there || !s.Dirty() {
		t.Error("an emptied answer is still there")
	}
}

// TestAnswerGivenIsNoLongerFound: what a person gives came from no one else.
func TestAnswerGivenIsNoLongerFound(t *testing.T) {
	s := inMemory()
	s.Draft.Answers["email.support"] = submission.Answer{Value: "a@contoso.example", From: "apiDefinition.swagger.json", Carried: true}
	s.Set("email.support", "b@contoso.example")
	if got := s.Draft.Answers["email.support"]; got.From != "" || got.Carried {
		t.Errorf("the answer is %+v", got)
	}
}

func TestConfirm(t *testing.T) {
	s := inMemory()
	s.Draft.Answers["email.support"] = submission.Answer{Value: "a@contoso.example", From: "version 1", Carried: true}
	s.Judge()
	if !held(s, "email.support") {
		s.Draft.Answers["publisher"] = submission.Answer{Value: "verified"}
	}
	if !held(s, "email.support") {
		t.Fatal("an answer that is only carried over does not hold the gate")
	}
	s.Confirm("email.support")
	if held(s, "email.support") || s.Draft.Answers["email.support"].Carried {
		t.Error("a confirmed answer still holds the gate")
	}
	s.Save()
	s.Confirm("email.support")
	s.Confirm("no such field")
	if s.Dirty() {
		t.Error("confirming twice is a change")
	}
}

func TestMoveToIsRemembered(t *testing.T) {
	s := inMemory()
	s.MoveTo("oauth", "oauth.expires")
	if !s.Dirty() || s.Draft.At != (submission.Cursor{Step: "oauth", Field: "oauth.expires"}) {
		t.Errorf("the cursor is %+v", s.Draft.At)
	}
	s.Save()
	s.MoveTo("oauth", "oauth.expires")
	if s.Dirty() {
		t.Error("staying is a change")
	}
}

func TestPrefill(t *testing.T) {
	s := sat(t, openStore(t), folder(t))
	for id, want := range map[string]submission.Answer{
		"publisher":       {Value: "verified", From: "the folder certified-connectors"},
		"route":           {Value: "open-source", From: "the git clone"},
		"source":          {Value: "commit", From: ""},
		"email.submitter": {Value: "ines@contoso.example", From: "your git configuration"},
		"email.support":   {Value: s.Folder.Facts.ContactEmail, From: "apiDefinition.swagger.json"},
	} {
		if got := s.Draft.Answers[id]; got.Value != want.Value || got.From != want.From {
			t.Errorf("%s: %+v, want %+v", id, got, want)
		}
	}
	if _, there := s.Draft.Answers["oauth.clientId"]; there {
		t.Error("a stand-in for the client ID was taken from apiProperties.json")
	}
	if s.Draft.Title != "Contoso Invoices" {
		t.Errorf("the title is %q", s.Draft.Title)
	}
}

// TestPrefillOverwritesNothing: what a person gave stays.
func TestPrefillOverwritesNothing(t *testing.T) {
	dir := folder(t)
	s := New(Ports{Now: func() time.Time { return now }, Vault: secrets.NewMemory()}, portal.ISVStudio(), dir, "")
	s.Set("publisher", "independent")
	s.Set("email.support", "mine@contoso.example")
	s.Set("email.submitter", "me@contoso.example")
	s.LookUp(t.Context(), nil)
	for id, want := range map[string]string{"publisher": "independent", "email.support": "mine@contoso.example", "email.submitter": "me@contoso.example"} {
		if got := s.Draft.Answers[id]; got.Value != want || got.From != "" {
			t.Errorf("%s: %+v", id, got)
		}
	}
}

func TestPrefillPublisherFromFolder(t *testing.T) {
	for parent, want := range map[string]string{"certified-connectors": "verified", "independent-publisher-connectors": "independent", "elsewhere": ""} {
		s := New(Ports{Now: func() time.Time { return now }}, portal.ISVStudio(), "/home/ines/"+parent+"/contoso", "")
		if got := s.Draft.Value("publisher"); got != want {
			t.Errorf("%s: %q, want %q", parent, got, want)
		}
	}
}

func TestUsableClientID(t *testing.T) {
	for id, want := range map[string]bool{
		clientID: true, "0oa1b2c3d4e5f6g7h8": true, "": false, "short": false, "<client ID of your app>": false, "YOUR_APP_ID": false,
		"00000000-0000-0000-0000-000000000000": false, "dummy-value-here": false, "[[placeholder]]": false, "todo: ask Ines": false,
	} {
		if got := usableClientID(id); got != want {
			t.Errorf("%q: %v", id, got)
		}
	}
}

// TestAuthKinds: which questions are asked follows from how the connector
// signs in, also with several ways at once.
func TestAuthKinds(t *testing.T) {
	tests := []struct {
		name string
		auth []connector.Auth
		want string // of password, apiKey, clientId, ownRedirect
	}{
		{"none", nil, ""},
		{"API key", []connector.Auth{{Kind: "apiKey"}}, "apiKey"},
		{"basic", []connector.Auth{{Kind: "basic"}}, "password"},
		{"OAuth", []connector.Auth{{Kind: "oauth2", RedirectMode: "Global"}}, "password clientId"},
		{"OAuth for the connector", []connector.Auth{{Kind: "oauth2", RedirectMode: "GlobalPerConnector"}}, "password clientId ownRedirect"},
		{"API key and OAuth", []connector.Auth{{Kind: "apiKey"}, {Kind: "oauth2"}}, "password apiKey clientId"},
		{"two OAuths", []connector.Auth{{Kind: "oauth2", RedirectMode: "Global"}, {Kind: "oauth2", RedirectMode: "GlobalPerConnector"}}, "password clientId ownRedirect"},
		{"all", []connector.Auth{{Kind: "basic"}, {Kind: "apiKey"}, {Kind: "oauth2"}, {Kind: "other"}}, "password apiKey clientId"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := inMemory(tt.auth...)
			s.Set("publisher", "verified")
			var asked []string
			for _, f := range []struct{ id, name string }{{"testing.password", "password"}, {"testing.apiKey", "apiKey"},
				{"oauth.clientId", "clientId"}, {"oauth.redirect.own", "ownRedirect"}} {
				if held(s, f.id) {
					asked = append(asked, f.name)
				}
			}
			if got := strings.Join(asked, " "); got != tt.want {
				t.Errorf("asked for %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSecretsStayInTheVault(t *testing.T) {
	s := sat(t, openStore(t), folder(t))
	s.Set("publisher", "verified")
	s.Do(t.Context(), s.KeepSecret("testing.password", password))
	ref := s.Draft.Value("testing.password")
	if ref != secrets.Ref(s.Draft.Slug, "testing.password") || !s.Secrets["testing.password"].Kept {
		t.Fatalf("the reference is %q, %+v", ref, s.Secrets["testing.password"])
	}
	got, err := s.Ports.Vault.Get(t.Context(), ref)
	if err != nil || got.Open() != password {
		t.Errorf("the vault holds another value: %v", err)
	}
	s.Do(t.Context(), s.Save())
	if text := read(t, s.Ports.Store.Dir()+"/submissions/"+s.Draft.Slug+"/draft.json"); strings.Contains(text, password) {
		t.Error("the draft holds the password")
	}
	s.Do(t.Context(), s.ForgetSecret("testing.password"))
	if s.Draft.Value("testing.password") != "" || !held(s, "testing.password") {
		t.Error("a secret that was forgotten is still there")
	}
	s.Do(t.Context(), s.ForgetSecret("testing.password"))
}

func TestSecretGoneFromTheVault(t *testing.T) {
	s := sat(t, openStore(t), folder(t))
	complete(t, s)
	if err := s.Ports.Vault.Delete(t.Context(), s.Draft.Value("testing.password")); err != nil {
		t.Fatal(err)
	}
	s.Do(t.Context(), s.LookUpSecrets())
	if !held(s, "testing.password") {
		t.Error("a secret that is gone does not hold the gate")
	}
	s.Ports.Vault = broken{}
	s.Do(t.Context(), s.LookUpSecrets())
	if s.Verdict.Open || s.Secrets["testing.password"].Why == "" {
		t.Error("a vault that does not answer opens the gate")
	}
}

func TestSecretThatIsNotKept(t *testing.T) {
	s := inMemory(connector.Auth{Kind: "basic"})
	s.Ports.Vault = broken{}
	s.Do(t.Context(), s.KeepSecret("testing.password", password))
	if s.Draft.Value("testing.password") != "" || s.SaveErr == nil || strings.Contains(s.SaveErr.Error(), password) {
		t.Errorf("the answer is %q, the error %v", s.Draft.Value("testing.password"), s.SaveErr)
	}
}

// TestSecretFaultsOutliveTheValue: what was wrong with a secret is still said
// when its value is out of sight.
func TestSecretFaultsOutliveTheValue(t *testing.T) {
	s := inMemory(connector.Auth{Kind: "oauth2"})
	s.Set("publisher", "verified")
	s.Do(t.Context(), s.KeepSecret("oauth.clientSecret", "5f0c9be1-53b1-4b6f-9a57-0c3f6f2e77ac"))
	faults := s.Draft.Answers["oauth.clientSecret"].Faults
	if len(faults) == 0 || !saidOf(s, "oauth.clientSecret") {
		t.Fatalf("the faults are %+v", faults)
	}
	for _, f := range faults {
		if strings.Contains(f.Message+f.Fix, "5f0c9be1") {
			t.Errorf("a fault holds the value: %s", f.Message)
		}
	}
	s.Do(t.Context(), s.KeepSecret("oauth.clientSecret", clientSecret))
	if saidOf(s, "oauth.clientSecret") {
		t.Error("the old value's faults are said of the new one")
	}
}

func TestWaiveAndUnwaive(t *testing.T) {
	s := sat(t, openStore(t), folder(t))
	write(t, s.Draft.Folder+"/intro.md", "Too short.\n")
	s.Do(t.Context(), s.ReadFolder())
	var broken checks.Finding
	for _, h := range s.Verdict.Holds {
		if gate.Waivable(h) {
			broken = h.Finding
		}
	}
	if broken.Rule == "" {
		t.Fatal("nothing can be waived")
	}
	n := len(s.Verdict.Holds)
	s.Do(t.Context(), s.Waive(broken, "  agreed with our contact "))
	if len(s.Verdict.Holds) != n-1 || len(s.Verdict.Waived) != 1 || s.Verdict.Waived[0].Reason != "agreed with our contact" {
		t.Fatalf("%d of %d hold it, waived: %+v", len(s.Verdict.Holds), n, s.Verdict.Waived)
	}
	if got := recordedKinds(t, s); got != "started, waived" {
		t.Errorf("the ledger holds %s", got)
	}
	s.Unwaive(submission.Waiver{Rule: "another"})
	s.Unwaive(s.Verdict.Waived[0])
	if len(s.Verdict.Holds) != n || len(s.Draft.Waivers) != 0 {
		t.Errorf("%d of %d hold it, %d waivers", len(s.Verdict.Holds), n, len(s.Draft.Waivers))
	}
}

func TestAttestIsRecorded(t *testing.T) {
	s := sat(t, openStore(t), loose(t, "certified-connectors"))
	s.Set("route", "open-source")
	s.Set("source", "commit")
	s.Set("commit", "a4a8a7a4f0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5")
	s.Do(t.Context(), s.LookUpCommit(TheClone))
	var hold gate.Hold
	for _, h := range s.Verdict.Holds {
		if h.Attest != "" {
			hold = h
			break
		}
	}
	if hold.Attest == "" {
		t.Fatalf("nothing can be vouched for: %+v", s.Verdict.Holds)
	}
	if s.Attest(gate.Hold{}) != nil {
		t.Error("a person may vouch for anything")
	}
	s.Do(t.Context(), s.Attest(hold))
	l, _ := s.Ports.Store.Ledger(s.Draft.Slug)
	last := l[len(l)-1]
	if last.Kind != submission.Attested || last.Rule != hold.Finding.Rule || !strings.Contains(last.Text, hold.Attest) || !strings.Contains(last.Text, hold.Finding.Message) {
		t.Errorf("recorded was %+v", last)
	}
	if len(s.Verdict.Attested) != 1 {
		t.Errorf("the gate knows of %d words", len(s.Verdict.Attested))
	}
	s.Set("commit", "b4a8a7a4f0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5")
	s.Do(t.Context(), s.LookUpCommit(TheClone))
	if len(s.Verdict.Attested) != 0 {
		t.Error("the word about one commit counts for another")
	}
}

// TestNothingCanBeKept: without a store a session goes on, and says at the
// update why that needs one.
func TestNothingCanBeKept(t *testing.T) {
	s := sat(t, nil, folder(t))
	complete(t, s)
	if s.Save() != nil || s.SaveErr != nil {
		t.Errorf("saving without a place gives %v", s.SaveErr)
	}
	if r := freezeNow(t, s); r.Dir != "" {
		t.Errorf("frozen into %s", r.Dir)
	}
	s.Do(t.Context(), s.Record(submission.Confirmed, "review"))
	if s.Standing().Stage != standing.InReview {
		t.Errorf("it stands at %s", s.Standing().Stage)
	}
	job, err := s.BeginUpdate(false)
	if err != nil {
		t.Fatal(err)
	}
	s.Do(t.Context(), job)
	if s.SaveErr == nil || s.Draft.Update {
		t.Errorf("an update began without the record: %v", s.SaveErr)
	}
}

func TestSaveThatFailsIsTriedAgain(t *testing.T) {
	st := openStore(t)
	s := sat(t, st, folder(t))
	s.Draft.Slug = "../outside"
	s.Set("testing.account", "x")
	s.Do(t.Context(), s.Save())
	if s.SaveErr == nil || !s.Dirty() {
		t.Errorf("the error is %v, still to be saved: %v", s.SaveErr, s.Dirty())
	}
}

// TestResume goes on with what is on the disk.
func TestResume(t *testing.T) {
	st, dir := openStore(t), folder(t)
	s := sat(t, st, dir)
	s.Set("testing.account", "x@contoso.example")
	s.MoveTo("testing", "testing.account")
	s.Do(t.Context(), s.Save())
	draft, err := st.LoadDraft(s.Draft.Slug)
	if err != nil {
		t.Fatal(err)
	}
	ledger, _ := st.Ledger(s.Draft.Slug)
	again := Resume(s.Ports, portal.ISVStudio(), draft, ledger)
	if again.Draft.Value("testing.account") != "x@contoso.example" || again.Draft.At.Field != "testing.account" || again.Begin() != nil {
		t.Errorf("resumed: %+v", again.Draft)
	}
	empty := Resume(s.Ports, portal.ISVStudio(), submission.Draft{}, nil)
	empty.Set("testing.account", "x")
	if empty.Draft.Value("testing.account") != "x" {
		t.Error("a draft without answers takes none")
	}
}

// TestFolderThatCanNotBeRead keeps the gate shut and says why.
func TestFolderThatCanNotBeRead(t *testing.T) {
	s := New(Ports{Now: func() time.Time { return now }, Vault: secrets.NewMemory()}, portal.ISVStudio(), t.TempDir()+"/gone", "")
	s.Do(t.Context(), s.ReadFolder())
	if s.FolderErr == nil || s.Judge().Open || s.JudgedFrom() != "nothing yet" {
		t.Fatalf("the error is %v", s.FolderErr)
	}
	if !heldBy(s, "FilesRead") {
		t.Errorf("the gate does not say that nothing was read: %+v", s.Verdict.Holds)
	}
	if s.BuildZip() != nil {
		t.Error("an archive can be built of nothing")
	}
}

func TestDoSkipsNothing(t *testing.T) {
	s := inMemory()
	s.Do(t.Context(), nil, s.record(submission.Event{Kind: submission.Started}), nil)
	if len(s.Ledger) != 1 || s.Ledger[0].Version != 1 || s.Ledger[0].At != now {
		t.Errorf("the ledger is %+v", s.Ledger)
	}
}

var errBroken = errors.New("the vault does not answer")
