package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certwiz/certwiz/example"
	"github.com/certwiz/certwiz/internal/secrettest"
	"github.com/certwiz/certwiz/internal/terminal"
	"github.com/certwiz/certwiz/secrets"
)

const (
	testPassword = "Vh7!correct-horse-9zQ"
	oauthSecret  = "zU8~Kq2.mP5vN1xR7tW3yB6dF9gH4jL0sA"
	clientID     = "6f1c2a4e-53b1-4b6f-9a57-0c3f6f2e77ab"
)

func TestMain(m *testing.M) {
	if ref := os.Getenv("CERTWIZ_TEST_READ_SECRET"); ref != "" {
		printSecretSum(ref)
		return
	}
	if ref := os.Getenv("CERTWIZ_TEST_FORGET_SECRET"); ref != "" {
		if err := secrets.NewKeyring().Delete(context.Background(), ref); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	os.Exit(terminal.Main(m))
}

// printSecretSum reads a secret from the real keyring and prints only a sum of
// it: the test process itself has no session bus.
func printSecretSum(ref string) {
	s, err := secrets.NewKeyring().Get(context.Background(), ref)
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	sum := sha256.Sum256([]byte(s.Open()))
	fmt.Println(hex.EncodeToString(sum[:]))
}

// sitting is a person at a terminal with a connector in a clone, an upstream
// and a keyring.
type sitting struct {
	t *testing.T
	*terminal.Terminal
	env       []string
	connector string
	home      string // CERTWIZ_HOME
	raws      [][]byte
}

func newSitting(t *testing.T) *sitting {
	t.Helper()
	dir := t.TempDir()
	connector, err := example.Make(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(dir, "state")
	env := terminal.Env(t, append(secrettest.StartSecretService(t), "CERTWIZ_HOME="+home, "EDITOR=true")...)
	return &sitting{t: t, env: env, connector: connector, home: home}
}

// sit starts certwiz in the connector's folder.
func (s *sitting) sit(args ...string) {
	s.t.Helper()
	s.Terminal = terminal.Start(s.t, terminal.Options{Dir: s.connector, Env: s.env, Args: args})
}

// leave ends certwiz and keeps what it wrote to the terminal.
func (s *sitting) leave() {
	s.t.Helper()
	s.Key("ctrl+s")
	if code := s.Exit(); code != 0 {
		s.t.Fatalf("exit code %d\n%s", code, s.Screen())
	}
	s.raws = append(s.raws, s.Raw())
}

// page goes to a step by the rail.
func (s *sitting) page(title string) {
	s.t.Helper()
	s.WaitFor(" " + title)
	shown := func(screen string) bool {
		for _, line := range strings.Split(screen, "\n")[2:6] {
			if strings.Contains(line, "│ "+title) {
				return true
			}
		}
		return false
	}
	for range 4 { // a notice that comes or goes moves the rail below the mouse
		s.ClickOn(" " + title)
		for range 100 {
			if shown(s.Screen()) {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	s.WaitUntil("page "+title, shown)
}

// seek moves through the page until a text is in sight.
func (s *sitting) seek(text string) {
	s.t.Helper()
	for range 20 {
		s.WaitStable()
		if strings.Contains(s.Screen(), text) {
			return
		}
		s.Key("tab")
	}
	s.WaitFor(text)
}

// tick clicks on something to be ticked.
func (s *sitting) tick(label string) {
	s.t.Helper()
	s.seek("[ ] " + label)
	s.ClickOn(label)
	s.WaitFor("[x] " + label)
}

// run runs a command of certwiz without a terminal.
func (s *sitting) run(args ...string) string {
	s.t.Helper()
	cmd := exec.Command(terminal.Binary(s.t), args...)
	cmd.Dir, cmd.Env = s.connector, s.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		s.t.Fatalf("certwiz %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// git runs git in the clone.
func (s *sitting) git(args ...string) {
	s.t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=Merger", "-c", "user.email=merger@contoso.example", "-c", "commit.gpgsign=false"}, args...)...)
	cmd.Dir, cmd.Env = s.connector, s.env
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// mend takes the faults out of the working folder, as a person would in an
// editor beside certwiz.
func (s *sitting) mend() {
	s.t.Helper()
	if err := example.Mend(s.connector); err != nil {
		s.t.Fatal(err)
	}
}

// secretSum is a sum of what the keyring holds.
func (s *sitting) secretSum(field string) string {
	s.t.Helper()
	slugs, err := filepath.Glob(filepath.Join(s.home, "submissions", "*"))
	if err != nil || len(slugs) != 1 {
		s.t.Fatalf("submissions: %v, %v", slugs, err)
	}
	self, err := os.Executable()
	if err != nil {
		s.t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(slices.Clone(s.env), "CERTWIZ_TEST_READ_SECRET="+secrets.Ref(filepath.Base(slugs[0]), field))
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// nothingSecret looks for the secrets in every file of the state folder and of
// the connector, and in everything that was written to the terminal.
func (s *sitting) nothingSecret() {
	s.t.Helper()
	for i, raw := range s.raws {
		for _, secret := range []string{testPassword, oauthSecret} {
			if bytes.Contains(raw, []byte(secret)) {
				s.t.Errorf("sitting %d wrote a secret to the terminal", i+1)
			}
		}
	}
	for _, root := range []string{s.home, filepath.Dir(filepath.Dir(s.connector))} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, secret := range []string{testPassword, oauthSecret} {
				if bytes.Contains(data, []byte(secret)) {
					s.t.Errorf("%s holds a secret", path)
				}
			}
			return nil
		})
		if err != nil {
			s.t.Fatal(err)
		}
	}
}

// TestWholeSubmissionAndUpdate walks a whole new submission and a whole update
// with the built program, in a real terminal at 80×24, with the secrets in a
// real Secret Service.
func TestWholeSubmissionAndUpdate(t *testing.T) {
	s := newSitting(t)
	s.sit()
	s.WaitFor("Microsoft closed ISV Studio on 31 May 2024; today it is Partner Center")
	s.WaitFor("The 'title' value goes over the character limit")
	s.WaitFor("verified publisher")
	s.WaitFor("locked")

	t.Run("connector: files are watched", func(t *testing.T) {
		s.WaitFor("The 'x-ms-summary' property is required")
		s.mend()
		s.WaitGone("goes over the character limit")
		s.WaitGone("property is required")
	})
	t.Run("source: the merged commit", func(t *testing.T) {
		s.page("Source")
		s.WaitFor("PR 3473")
		s.Keys("tab")
		s.Key("enter")
		s.WaitFor("PR 3473 merged into dev")
		s.WaitFor("touches this connector only")
	})
	t.Run("connector: what only a person can say", func(t *testing.T) {
		s.page("Connector")
		s.tick("The files hold no personal data")
		s.WaitFor("✓ Source")
	})
	s.testing()
	s.oauth(t)
	t.Run("support", func(t *testing.T) {
		s.page("Support")
		s.WaitFor("from your git configuration")
		s.tick("That address is active")
		s.WaitFor("✓ Testing")
	})
	t.Run("documents", func(t *testing.T) {
		s.page("Documents")
		s.WaitFor("(at most 8)")
		s.Key("enter")
		s.WaitFor("## Prerequisites")
		s.Key("esc")
		s.WaitFor("● Documents")
	})
	t.Run("leaving and coming back to the same field", func(t *testing.T) {
		s.page("OAuth")
		s.ClickOn("Expires")
		s.leave()
		s.sit()
		s.WaitFor("● OAuth")
		s.Type("x")
		s.WaitFor(secretEnds() + "x")
		s.Key("backspace")
		s.WaitGone(secretEnds() + "x")
	})
	s.submit(t)
	s.handOver(t, "review")
	s.leave()
	s.nothingSecret()

	t.Run("status", func(t *testing.T) {
		if out := s.run("status"); !strings.Contains(out, "in review") || !strings.Contains(out, "Contoso Invoices") {
			t.Errorf("status says\n%s", out)
		}
	})
	t.Run("what changed since the last version", func(t *testing.T) {
		if out := s.run("check", "--against", "last"); strings.Contains(out, "OperationDeleted") || !strings.Contains(out, "in 1 connector") {
			t.Errorf("against the version that was frozen:\n%s", out)
		}
		if out := s.run("check", "--against", "3473"); strings.Contains(out, "OperationDeleted") {
			t.Errorf("against the commit that was merged:\n%s", out)
		}
		path := filepath.Join(s.connector, "apiDefinition.swagger.json")
		sound, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		defer os.WriteFile(path, sound, 0o644)
		renamed := bytes.Replace(sound, []byte(`"operationId": "ListInvoices"`), []byte(`"operationId": "AllInvoices"`), 1)
		if err := os.WriteFile(path, renamed, 0o644); err != nil {
			t.Fatal(err)
		}
		for _, version := range []string{"last", "3473"} {
			cmd := exec.Command(terminal.Binary(t), "check", "--against", version, "--fail-on", "breaking")
			cmd.Dir, cmd.Env = s.connector, s.env
			if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "OperationDeleted") {
				t.Errorf("against %s: %v\n%s", version, err, out)
			}
		}
	})
	s.update(t)
	s.nothingSecret()
}

// testing fills in the page Testing.
func (s *sitting) testing() {
	s.t.Run("testing", func(t *testing.T) {
		s.page("Testing")
		s.ClickOn("Steps for the certification engineer")
		s.Type("try it")
		s.WaitFor("✗")
		for range len("try it") {
			s.Key("backspace")
		}
		s.Type("1. Sign in at https://app.contoso.example/test")
		s.Key("enter")
		s.Type("2. Create an invoice with the action Create invoice")
		s.Key("enter")
		s.Type("3. See it in the list that List invoices returns")
		s.Key("tab")
		s.Type("cert-tester@contoso.example")
		s.Key("tab")
		s.WaitFor("kept in your keyring")
		s.Type(testPassword)
		s.Keys("tab", "down", "space")
		s.WaitFor("The way through multifactor")
		s.Keys("up", "space")
		s.WaitGone("The way through multifactor")
		s.tick("I tried these steps and credentials")
		s.WaitFor("••••••••••••")
		s.WaitUntil("no finding on the page", func(screen string) bool { return !strings.Contains(screen, "✗") })
		if sum := sha256.Sum256([]byte(testPassword)); s.secretSum("testing.password") != hex.EncodeToString(sum[:]) {
			t.Errorf("the keyring holds another password: %s", s.secretSum("testing.password"))
		}
	})
}

// oauth fills in the page OAuth, at first with a secret's ID.
func (s *sitting) oauth(t *testing.T) {
	t.Run("oauth", func(t *testing.T) {
		s.page("OAuth")
		s.WaitFor("Azure Key Vault")
		s.ClickOn("Client ID")
		s.Type(clientID)
		s.Key("tab")
		s.Type("5f0c9be1-53b1-4b6f-9a57-0c3f6f2e77ac")
		s.WaitFor("this is a secret's ID (a GUID), not its value")
		s.Key("tab")
		s.Type(secretEnds())
		s.Key("tab")
		s.WaitFor("this is a secret's ID (a GUID), not its value")
		s.ClickOn("Client secret")
		s.Paste(oauthSecret)
		s.WaitGone("this is a secret's ID")
		s.Keys("tab", "tab")
		s.Keys("space", "tab", "space")
		s.WaitFor("[x] https://global-test.consent")
		s.WaitUntil("OAuth is done", func(screen string) bool { return !strings.Contains(screen, "✗") })
	})
}

// submit opens Submit for review and freezes the version.
func (s *sitting) submit(t *testing.T) {
	t.Run("submit for review", func(t *testing.T) {
		s.WaitUntil("the gate is open", func(screen string) bool { return strings.Contains(screen, "    open") })
		s.ClickOn("▸ Submit for")
		s.WaitFor("Everything is valid. This freezes version")
		s.WaitFor("keep editing")
		s.Key("enter")
		s.WaitFor("Client ID and secret can't be altered afterwards.")
		s.Key("y")
		s.WaitFor("Microsoft's form has no programming interface")
	})
}

// handOver does every item of the sheet and confirms the receipt.
func (s *sitting) handOver(t *testing.T, window string) {
	t.Run("hand-off, "+window, func(t *testing.T) {
		s.WaitFor("Did the portal show its confirmation?")
		for range 40 {
			if strings.Contains(s.Screen(), "○ Press Submit for review in the portal") && strings.Contains(current(s.Screen()), "Press Submit for review") {
				break
			}
			s.Key("enter")
			s.WaitStable()
		}
		s.Key("enter")
		s.WaitFor("✓ Press Submit for review in the portal")
		if !slices.ContainsFunc(s.Clipboard(), func(text string) bool { return text == clientID }) {
			t.Errorf("the client ID was never copied; %d texts were", len(s.Clipboard()))
		}
		s.Key("y")
		s.WaitFor("You confirmed")
	})
}

// current is the line of the sheet that the keys act on.
func current(screen string) string {
	for _, line := range strings.Split(screen, "\n") {
		if strings.Contains(line, "›") {
			return line
		}
	}
	return ""
}

// mergeAgain makes the next squash merge on the upstream's dev, as Microsoft
// would, and fetches it.
func (s *sitting) mergeAgain(number int, old, new string) {
	s.t.Helper()
	path := filepath.Join(s.connector, "apiDefinition.swagger.json")
	data, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(old)) {
		s.t.Fatalf("%s holds no %q", path, old)
	}
	if err := os.WriteFile(path, bytes.Replace(data, []byte(old), []byte(new), 1), 0o644); err != nil {
		s.t.Fatal(err)
	}
	s.git("add", "-A", ".")
	s.git("commit", "-q", "-m", fmt.Sprintf("Contoso Invoices, mended (#%d)", number))
	s.git("push", "-q", "upstream", "HEAD:dev")
	s.git("fetch", "-q", "upstream")
}

// update records Microsoft's answer and walks the guided update.
func (s *sitting) update(t *testing.T) {
	s.run("record", "changes-requested", "--text", "The summary of an action ends in a full stop.")
	s.git("checkout", "-q", "-B", "mended", "upstream/dev")
	s.mergeAgain(3499, "Only invoices in this state are listed.", "Only the invoices in this state are listed.")
	s.sit("update")
	t.Run("update: reason and confirmation", func(t *testing.T) {
		s.WaitFor("version 1 → 2")
		s.WaitFor("An update of a submission under review starts")
		s.WaitFor("Is the connector certified already?")
		s.Keys("space", "tab")
		s.WaitFor("version 1   the most recent")
		s.Key("tab")
		s.WaitFor("from the record")
		s.Keys("tab", "tab")
		s.Type("confirm edit")
		s.WaitFor("type \"Confirm Edit\" exactly")
		for range len("confirm edit") {
			s.Key("backspace")
		}
		s.Type("Confirm Edit")
		s.WaitGone("type \"Confirm Edit\" exactly")
		s.Keys("tab", "space")
		s.WaitFor("[x] The old archive will be taken out with Remove")
	})
	t.Run("update: the new commit and what changed", func(t *testing.T) {
		s.page("Source")
		s.WaitFor("PR 3499")
		s.ClickOn("PR 3499")
		s.WaitFor("PR 3499 merged into dev")
	})
	t.Run("update: every answer is confirmed by itself", func(t *testing.T) {
		s.WaitFor("carried over")
		s.confirmAll()
		s.WaitUntil("the gate is open", func(screen string) bool { return strings.Contains(screen, "    open") })
	})
	t.Run("update: submit", func(t *testing.T) {
		s.ClickOn("▸ Submit for")
		s.WaitFor("freezes version 2")
		s.Key("enter")
		s.WaitFor("must not be selected again")
		s.Key("y")
		s.WaitFor("Select the existing submission")
	})
	s.handOver(t, "review again")
	s.leave()
	t.Run("update: a second one is locked", func(t *testing.T) {
		cmd := exec.Command(terminal.Binary(t), "--accessible", "update")
		cmd.Dir, cmd.Env, cmd.Stdin = s.connector, s.env, strings.NewReader("no\n")
		out, _ := cmd.CombinedOutput()
		if text := string(out); !strings.Contains(text, "S100") || strings.Contains(text, "Is the connector certified already?") {
			t.Errorf("%s", out)
		}
	})
}

// confirmAll goes through every page and says of each carried-over answer that
// it still holds.
func (s *sitting) confirmAll() {
	s.t.Helper()
	for _, title := range []string{"Connector", "Source", "Testing", "OAuth", "Support"} {
		s.page(title)
		s.Keys("esc", "enter")
		for range 12 {
			s.WaitStable()
			if !strings.Contains(s.Screen(), "● "+title) {
				break
			}
			s.Key("ctrl+y") // confirms, and moves on
		}
	}
}

// secretEnds is the day on which the client secret ends: a year from today, since
// the built program knows what day it is.
var secretEnds = sync.OnceValue(func() string { return time.Now().AddDate(1, 0, 0).Format(time.DateOnly) })
