//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/sys/unix"

	"github.com/certwiz/certwiz/example"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/internal/terminal"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
)

// turn is one prompt and what a person answers to it.
type turn struct {
	prompt string // stands in what was said since the turn before
	answer string
	hidden bool // the answer is a secret: nothing may echo it
}

// person answers every question of a new submission, or of an update of it,
// up to where a script says otherwise.
func person(update bool, script sittings.Script) *sittings.Person {
	p := portal.ISVStudio()
	v := sittings.ByCommit().With(sittings.Answers{"commit": "#3473", "oauth.expires": secretEnds()})
	v.Update = update
	return &sittings.Person{Portal: p, Right: v.Answers(p), Script: script}
}

// newSubmission goes up to the portal's confirmation and what comes after it.
func newSubmission() *sittings.Person {
	return person(false, sittings.Script{
		"folder": {"r", ""}, "testing.mfa": {"2", "no"}, "testing.mfaSteps": {"<"},
		"oauth.clientSecret": {"5f0c9be1-53b1-4b6f-9a57-0c3f6f2e77ac", oauthSecret},
		submit:               {"submit"}, "Did the portal show its confirmation?": {"1"},
	})
}

// update goes up to a line of the hand-off, and does last there.
func update(last string) *sittings.Person {
	return person(true, sittings.Script{"update.confirm": {"confirm edit", "Confirm Edit"}, "commit": {"1"}, submit: {"submit"}, ": Email address.": {last}})
}

const submit = "Type submit to freeze"

// askedNew and askedUpdate were said on the way, in this order.
var askedNew = []turn{
	{prompt: ": Folder"}, {prompt: "Nothing in the files holds Submit for review."}, {prompt: "from the folder certified-connectors: verified publisher"},
	{prompt: "from the git clone: the open-source repository"}, {prompt: "1. PR 3473, "}, {prompt: "It is kept in your keyring and not shown"},
	{prompt: "The way through multifactor authentication"}, {prompt: "error: this is a secret's ID (a GUID), not its value"},
	{prompt: "from your git configuration: ines@contoso.example"}, {prompt: "from apiDefinition.swagger.json: support@contoso.example"},
	{prompt: "intro.md is there"}, {prompt: "readme.md is there"}, {prompt: "Type submit to freeze version 1"}, {prompt: ": Open the Connector certification tab."},
	{prompt: ": Password.\nA secret: it is not shown"}, {prompt: ": OAuth Client Secret.\nA secret: it is not shown"},
	{prompt: ": Press Submit for review in the portal."}, {prompt: "Did the portal show its confirmation?"}, {prompt: ": Attach intro.md"},
}

var askedUpdate = []turn{
	{prompt: "from the record: version 1"}, {prompt: "from the record: Microsoft asked for changes"},
	{prompt: "from the record: The summary of an action ends in a full stop."}, {prompt: "To be typed: Confirm Edit"}, {prompt: "Answer again, or Enter to go on:"},
	{prompt: "Carried over: look at it."}, {prompt: "PR 3499, "}, {prompt: "What changed since the last version"}, {prompt: "from version 1: kept in your keyring"},
	{prompt: "from version 1: " + secretEnds()}, {prompt: "from version 1: ines@contoso.example"}, {prompt: "Type submit to freeze version 2"},
	{prompt: ": Select the existing submission; make no new one."}, {prompt: ": Select Remove on the existing archive."},
}

// inPipe leaves out what is said to a wrong answer.
func inPipe(asked []turn) []turn {
	return slices.DeleteFunc(slices.Clone(asked), func(t turn) bool {
		return strings.HasPrefix(t.prompt, "error: ") || strings.HasPrefix(t.prompt, "Answer again")
	})
}

// talk lets a person at a terminal answer until the end of certwiz, or to where
// the person's script ends.
func (s *sitting) talk(p *sittings.Person) {
	s.t.Helper()
	heard := 0
	for {
		s.WaitUntil("a question, or the end", func(string) bool {
			return s.Ended() || len(s.Raw()) > heard && bytes.HasSuffix(s.Raw(), []byte(": "))
		})
		if s.Ended() {
			return
		}
		said := string(s.Raw()[heard:])
		heard = len(s.Raw())
		text, more := p.Reply(said)
		if !more {
			return
		}
		if strings.Contains(said, "not shown, Enter") || strings.Contains(said, "a secret's ID") {
			s.echoOff()
		}
		s.Type(text + "\n")
	}
}

// converse lets a person answer certwiz over pipes.
func (s *sitting) converse(p *sittings.Person, args ...string) (said string, code int) {
	s.t.Helper()
	cmd := exec.Command(terminal.Binary(s.t), args...)
	cmd.Dir, cmd.Env = s.connector, s.env
	said, err := p.Answer(cmd)
	if cmd.ProcessState == nil {
		s.t.Fatal(err)
	}
	s.raws = append(s.raws, []byte(said))
	return said, cmd.ProcessState.ExitCode()
}

// dialog lets a person at a terminal say their part of a conversation.
func (s *sitting) dialog(turns []turn) {
	s.t.Helper()
	heard := 0
	for _, turn := range turns {
		var said []byte
		s.WaitUntil(fmt.Sprintf("%q", turn.prompt), func(string) bool {
			said = bytes.ReplaceAll(s.Raw()[heard:], []byte("\r\n"), []byte("\n"))
			at := bytes.Index(said, []byte(turn.prompt))
			return at >= 0 && bytes.HasSuffix(said[at:], []byte(": "))
		})
		heard = len(s.Raw())
		if turn.hidden {
			s.echoOff()
		}
		s.Type(turn.answer + "\n")
	}
}

// echoOff waits until the program reads without echo.
func (s *sitting) echoOff() {
	s.t.Helper()
	s.WaitUntil("a terminal that does not echo", func(string) bool {
		f, err := os.OpenFile(fmt.Sprintf("/proc/%d/fd/0", s.Pid()), os.O_RDONLY|unix.O_NOCTTY, 0)
		if err != nil {
			return false
		}
		defer f.Close()
		mode, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
		return err == nil && mode.Lflag&unix.ECHO == 0 && mode.Lflag&unix.ICANON != 0 // a shell's own line has neither
	})
}

// pipe runs certwiz on piped answers and returns what it said and its exit
// code.
func (s *sitting) pipe(input string, args ...string) (said string, code int) {
	s.t.Helper()
	cmd := exec.Command(terminal.Binary(s.t), args...)
	cmd.Dir, cmd.Env, cmd.Stdin = s.connector, s.env, strings.NewReader(input)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		s.t.Fatal(err)
	}
	s.raws = append(s.raws, out)
	return string(out), cmd.ProcessState.ExitCode()
}

// end waits for the end of certwiz, which must be a clean one.
func (s *sitting) end() {
	s.t.Helper()
	if code := s.Exit(); code != 0 {
		s.t.Fatalf("exit code %d\n%s", code, s.Screen())
	}
	s.raws = append(s.raws, s.Raw())
}

// linear checks that all that was written is lines of text: nothing moves the
// cursor, colours, draws or turns.
func linear(t *testing.T, raw []byte) {
	t.Helper()
	text := strings.ReplaceAll(string(raw), "\r\n", "\n")
	for i, r := range text {
		drawn := r >= 0x2500 && r <= 0x259f || r >= 0x2800 && r <= 0x28ff
		if r != '\n' && (!unicode.IsPrint(r) || drawn) {
			t.Fatalf("%q was written after %q", r, text[max(0, i-80):i])
		}
	}
}

// inOrder checks that prompts stand in a text one after another.
func inOrder(t *testing.T, text string, turns []turn) {
	t.Helper()
	for _, turn := range turns {
		at := strings.Index(text, turn.prompt)
		if at < 0 {
			t.Fatalf("%q was not asked, or not in its turn, before\n%s", turn.prompt, text[:min(len(text), 1500)])
		}
		text = text[at+len(turn.prompt):]
	}
}

// kept is what lies in the state folder, without what differs from one
// sitting to the next: times, the folder's own path and name.
type kept struct {
	draft    submission.Draft
	events   []string
	versions map[string][]byte // path below versions to content
	answers  map[int]map[string]submission.Answer
}

// kept reads the state folder of the only submission.
func (s *sitting) kept() kept {
	s.t.Helper()
	dirs, err := filepath.Glob(filepath.Join(s.home, "submissions", "*"))
	if err != nil || len(dirs) != 1 {
		s.t.Fatalf("submissions: %v, %v", dirs, err)
	}
	k := kept{versions: map[string][]byte{}, answers: map[int]map[string]submission.Answer{}}
	s.unmarshal(filepath.Join(dirs[0], "draft.json"), &k.draft)
	for line := range strings.Lines(s.read(filepath.Join(dirs[0], "ledger.jsonl"))) {
		var e submission.Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			s.t.Fatal(err)
		}
		k.events = append(k.events, strings.TrimSpace(fmt.Sprintf("%d %s %s", e.Version, e.Kind, e.Text)))
	}
	files, err := filepath.Glob(filepath.Join(dirs[0], "versions", "*", "*"))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, path := range files {
		name, _ := filepath.Rel(filepath.Join(dirs[0], "versions"), path)
		if filepath.Base(name) == "submission.json" {
			var frozen session.Frozen
			s.unmarshal(path, &frozen)
			k.answers[frozen.Version] = anywhere(frozen.Answers, filepath.Base(dirs[0]))
			continue
		}
		k.versions[name] = []byte(s.read(path))
	}
	k.draft.Answers = anywhere(k.draft.Answers, filepath.Base(dirs[0]))
	return k
}

func (s *sitting) read(path string) string {
	s.t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}

func (s *sitting) unmarshal(path string, v any) {
	s.t.Helper()
	if err := json.Unmarshal([]byte(s.read(path)), v); err != nil {
		s.t.Fatalf("%s: %v", path, err)
	}
}

// anywhere takes the submission's name out of the references to its secrets.
func anywhere(answers map[string]submission.Answer, slug string) map[string]submission.Answer {
	for id, a := range answers {
		a.Value = strings.ReplaceAll(a.Value, slug, "SLUG")
		answers[id] = a
	}
	return answers
}

// submitted checks what a whole new submission leaves behind.
func (s *sitting) submitted() kept {
	s.t.Helper()
	k := s.kept()
	for id, want := range map[string]string{
		"publisher": "verified", "route": "open-source", "source": "commit", "repository.clean": "yes",
		"testing.account": "cert-tester@contoso.example", "testing.mfa": "no", "testing.valid": "yes",
		"oauth.clientId": clientID, "oauth.expires": secretEnds(), "email.submitter": "ines@contoso.example", "email.active": "yes",
		"email.support": "support@contoso.example",
	} {
		if got := k.answers[1][id].Value; got != want {
			s.t.Errorf("frozen: %s is %q, want %q", id, got, want)
		}
	}
	if steps := k.answers[1]["testing.steps"].Value; strings.Count(steps, "\n") != 2 || !strings.HasPrefix(steps, "1. Sign in") {
		s.t.Errorf("frozen: the steps are %q", steps)
	}
	wanted := []string{"1 started", "1 frozen", "1 copied open", "1 copied press", "1 confirmed review", "1 copied intro", "1 intro attached"}
	for _, event := range wanted {
		if !slices.Contains(k.events, event) {
			s.t.Errorf("the ledger lacks %q: %q", event, k.events)
		}
	}
	for _, name := range []string{"apiDefinition.swagger.json", "apiProperties.json", "icon.png", "intro.md"} {
		want := s.read(filepath.Join(s.connector, name))
		if got := k.versions["1/"+name]; string(got) != want {
			s.t.Errorf("versions/1/%s is not the connector's: %d bytes, want %d", name, len(got), len(want))
		}
	}
	return k
}

// TestAccessible walks a whole new submission and a whole update by
// typing answers to plain questions in a real terminal, with the secrets in a
// real Secret Service; then does the same with the answers piped in, without a
// terminal, and compares what is left.
func TestAccessible(t *testing.T) {
	t.Parallel()
	var typed, fed kept
	t.Run("typed", func(t *testing.T) {
		t.Parallel()
		s := newSitting(t)
		s.mend()
		s.sit("--accessible", "--offline")
		s.talk(newSubmission())
		s.end()
		if !strings.Contains(s.Screen(), "Version 1: in review.") {
			t.Errorf("it ends with\n%s", s.Screen())
		}
		typed = s.submitted()
		s.asked()
		s.sit("--accessible", "--offline", "update")
		s.talk(update("save"))
		s.end()
		s.updated()
		for _, raw := range s.raws {
			linear(t, raw)
		}
		s.nothingSecret()
		s.copied(t)
	})
	t.Run("piped", func(t *testing.T) {
		t.Parallel()
		s := newSitting(t)
		s.mend()
		right := newSubmission() // a wrong answer ends a pipe
		delete(right.Script, "oauth.clientSecret")
		said, code := s.converse(right, "--accessible", "--offline")
		if code != 0 || !strings.Contains(said, "Version 1: in review.") {
			t.Fatalf("exit code %d\n%s", code, said)
		}
		inOrder(t, said, inPipe(askedNew))
		fed = s.submitted()
		s.asked()
		right = update(sittings.End)
		right.Script["update.confirm"] = []string{"Confirm Edit"}
		said, code = s.converse(right, "--accessible", "--offline", "update")
		if code != 130 || !strings.Contains(said, "the input ended before the last question; every answer is kept") {
			t.Errorf("the input ends in the hand-off: exit code %d\n%s", code, said)
		}
		inOrder(t, said, inPipe(askedUpdate))
		s.updated()
		for _, raw := range s.raws {
			linear(t, raw)
		}
		s.nothingSecret()
	})
	t.Cleanup(func() { same(t, typed, fed) })
}

// asked records Microsoft's answer and merges the change that it asks for.
func (s *sitting) asked() {
	s.t.Helper()
	s.run("record", "changes-requested", "--text", "The summary of an action ends in a full stop.")
	s.git("checkout", "-q", "-B", "mended", "upstream/dev")
	s.mergeAgain(3499, "Only invoices in this state are listed.", "Only the invoices in this state are listed.")
}

// updated checks what an update leaves behind that is handed over in part.
func (s *sitting) updated() {
	s.t.Helper()
	k := s.kept()
	if k.draft.Version != 2 || k.answers[2]["update.confirm"].Value != "Confirm Edit" {
		s.t.Errorf("version %d is the draft's, and was confirmed with %q", k.draft.Version, k.answers[2]["update.confirm"].Value)
	}
	for id, a := range k.answers[2] {
		if a.Carried {
			s.t.Errorf("version 2 was frozen with %s carried over and not confirmed", id)
		}
	}
	if k.answers[2]["commit"].Value == k.answers[1]["commit"].Value || !bytes.Contains(k.versions["2/apiDefinition.swagger.json"], []byte("Only the invoices")) {
		s.t.Error("version 2 holds the old files")
	}
	for _, event := range []string{"1 changes requested The summary of an action ends in a full stop.", "2 frozen", "2 copied remove"} {
		if !slices.Contains(k.events, event) {
			s.t.Errorf("the ledger lacks %q: %q", event, k.events)
		}
	}
	if slices.ContainsFunc(k.events, func(e string) bool { return strings.HasPrefix(e, "2 confirmed") }) {
		s.t.Errorf("a confirmation was recorded that nobody gave: %q", k.events)
	}
}

// copied copies an answer and a secret to the terminal's clipboard: the only
// sequence that plain questions ever send, and only for that key.
func (s *sitting) copied(t *testing.T) {
	t.Helper()
	s.env = append(s.env, "SSH_TTY=/dev/pts/0", "SSH_CONNECTION=192.0.2.1 1 192.0.2.2 22")
	s.sit("--accessible", "--offline")
	s.talk(person(true, sittings.Script{": Email address.": {"c"}, ": Password.": {"c"}, "(OSC 52), for 30 seconds": {"save"}}))
	s.end()
	if got := s.Clipboard(); !slices.Equal(got, []string{"ines@contoso.example", testPassword, " "}) {
		t.Errorf("%d texts were copied, want the address, the password, and nothing when certwiz ends", len(got))
	}
	linear(t, regexp.MustCompile("\x1b\\]52;c;[A-Za-z0-9+/=!]*(\a|\x1b\\\\)").ReplaceAll(s.Raw(), nil))
}

// same compares what two whole submissions left behind.
func same(t *testing.T, a, b kept) {
	t.Helper()
	if t.Failed() || a.answers == nil || b.answers == nil {
		return // the parts have said why
	}
	if !slices.Equal(a.events, b.events) {
		t.Errorf("the ledgers differ:\n%q\n%q", a.events, b.events)
	}
	x, _ := json.Marshal(a.answers)
	y, _ := json.Marshal(b.answers)
	if !bytes.Equal(x, y) {
		t.Errorf("the frozen answers differ:\n%s\n%s", x, y)
	}
}

// TestAccessibleInputEnds closes the input in the middle of a question, of a
// list of lines and of a secret: the pages before it are kept, nothing is
// submitted, and the exit code says so.
func TestAccessibleInputEnds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		script sittings.Script
		step   string // where the next sitting goes on
		want   map[string]string
	}{
		{"at once", sittings.Script{"folder": {sittings.End}}, "connector", nil},
		{"without a line end", sittings.Script{"testing.account": {"someone@contoso.example" + sittings.End}}, "testing",
			map[string]string{"testing.account": "", "commit": "#3473"}},
		{"in a list of lines", sittings.Script{"testing.steps": {"1. Sign in at https://app.contoso.example/test\n2. Create an invoice\n" + sittings.End}}, "testing",
			map[string]string{"testing.steps": ""}},
		{"before a secret", sittings.Script{"testing.password": {sittings.End}}, "testing", map[string]string{"testing.account": "", "testing.mfa": ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newPlainSitting(t)
			said, code := s.converse(person(false, tt.script), "--accessible", "--offline", "--vault", "memory")
			if code != 130 || !strings.Contains(said, "the input ended before the page's last question; the answers on it are not kept, those on the pages before it are") ||
				!strings.Contains(said, "hint: nothing was submitted; start certwiz again to go on") {
				t.Errorf("exit code %d\n%s", code, said)
			}
			k := s.kept()
			if at := k.draft.At; at.Step != tt.step || at.Field != "" {
				t.Errorf("the next sitting goes on at %+v, want the beginning of %q", at, tt.step)
			}
			for id, want := range tt.want {
				if got := k.draft.Value(id); got != want {
					t.Errorf("%s is %q, want %q", id, got, want)
				}
			}
			if len(k.versions) > 0 || slices.Contains(k.events, "1 frozen") {
				t.Errorf("something was submitted: %q", k.events)
			}
		})
	}
	t.Run("ctrl+d at a terminal", func(t *testing.T) {
		t.Parallel()
		s := newPlainSitting(t)
		s.sit("--accessible", "--offline", "--vault", "memory")
		s.talk(person(false, sittings.Script{"source": {sittings.End}}))
		s.Key("ctrl+d")
		if code := s.Exit(); code != 130 || !strings.Contains(s.Screen(), "every answer is kept") {
			t.Errorf("exit code %d\n%s", code, s.Screen())
		}
		if got := s.kept().draft.Value("repository.clean"); got != "yes" {
			t.Errorf("the last answer is %q", got)
		}
	})
	t.Run("ctrl+d at a secret, and the terminal echoes again", func(t *testing.T) {
		t.Parallel()
		s := newPlainSitting(t)
		s.sit("--accessible", "--offline", "--vault", "memory")
		s.talk(person(false, sittings.Script{"testing.password": {sittings.End}}))
		s.WaitFor("It is kept for this session only and not shown")
		s.echoOff()
		s.Key("ctrl+d")
		if code := s.Exit(); code != 130 || !strings.Contains(s.Screen(), "every answer is kept") {
			t.Errorf("exit code %d\n%s", code, s.Screen())
		}
	})
	t.Run("ctrl+c at a secret", func(t *testing.T) {
		t.Parallel()
		s := newPlainSitting(t)
		s.sit("--accessible", "--offline", "--vault", "memory")
		s.talk(person(false, sittings.Script{"testing.password": {sittings.End}}))
		s.WaitFor("It is kept for this session only and not shown")
		s.echoOff()
		s.Type("half a secret")
		s.Key("ctrl+c")
		if code := s.Exit(); code != 130 || !strings.Contains(s.Screen(), "interrupted; everything answered until now is kept") {
			t.Errorf("exit code %d\n%s", code, s.Screen())
		}
		if bytes.Contains(s.Raw(), []byte("half a secret")) {
			t.Error("a part of the secret was echoed")
		}
	})
}

// newPlainSitting is a sitting without a keyring, at the mended example.
func newPlainSitting(t *testing.T) *sitting {
	t.Helper()
	dir := t.TempDir()
	connector, err := example.Make(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(dir, "state")
	s := &sitting{t: t, env: terminal.Env(t, "CERTWIZ_HOME="+home, "EDITOR=true"), connector: connector, home: home}
	s.mend()
	return s
}
