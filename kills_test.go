//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/internal/terminal"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/store"
)

// fewKills is how often TestKills kills certwiz where CERTWIZ_KILLS does not say
// another number: 1,000 are docs/reliability.md's.
const fewKills = 28

// killed is a person whose certwiz is killed (kill -9) at a random moment, again
// and again. Each time it begins from the same state.
type killed struct {
	*sitting
	slug     string
	base     string        // the state folder as it is before
	takes    time.Duration // what is killed, when nobody kills it
	outcomes map[string]int
}

// act is something that is killed while it is at work.
type act struct {
	name  string
	sit   func(t *testing.T) *sitting
	setUp func(k *killed) // what the state folder is to hold before
	kill  func(k *killed) (check func() (outcome string))
}

// TestKills kills certwiz at random moments of everything that writes. After each
// the state is whole, every command says the same of it, and the next sitting goes
// on from there.
func TestKills(t *testing.T) {
	acts := []act{
		{"typing", newPlainSitting, (*killed).begin, (*killed).typing},
		{"section", newPlainSitting, (*killed).begin, (*killed).section},
		{"keeping", newSitting, (*killed).begin, (*killed).keeping},
		{"sealing", newPlainSitting, (*killed).begin, (*killed).sealing},
		{"freezing", newSitting, (*killed).complete, (*killed).freezing},
		{"updating", newSitting, (*killed).review, (*killed).updating},
		{"recording", newSitting, (*killed).review, (*killed).recording},
	}
	kills := fewKills
	if n, err := strconv.Atoi(os.Getenv("CERTWIZ_KILLS")); err == nil {
		kills = n
	}
	for _, a := range acts {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			k := &killed{sitting: a.sit(t), outcomes: map[string]int{}}
			k.mend()
			a.setUp(k)
			k.keepBase()
			each := max(1, kills/len(acts))
			for i := range each {
				k.restore()
				check := a.kill(k)
				k.whole()
				k.outcomes[check()]++
				if t.Failed() {
					t.Fatalf("kill %d of %d", i+1, each)
				}
			}
			t.Logf("%d kills of %s: %v", each, a.name, k.outcomes)
		})
	}
}

// keepBase remembers the state folder and what the connector's folder holds.
func (k *killed) keepBase() {
	k.t.Helper()
	slugs, err := filepath.Glob(filepath.Join(k.home, "submissions", "*"))
	if err != nil || len(slugs) != 1 {
		k.t.Fatalf("submissions: %v, %v", slugs, err)
	}
	k.slug, k.base = filepath.Base(slugs[0]), filepath.Join(k.t.TempDir(), "base")
	if err := os.CopyFS(k.base, os.DirFS(k.home)); err != nil {
		k.t.Fatal(err)
	}
}

func (k *killed) restore() {
	k.t.Helper()
	if err := errors.Join(os.RemoveAll(k.home), os.CopyFS(k.home, os.DirFS(k.base))); err != nil {
		k.t.Fatal(err)
	}
	if err := os.Chmod(k.home, 0o700); err != nil {
		k.t.Fatal(err)
	}
}

// moment is a random one of a stretch of time.
func moment(longest time.Duration) time.Duration { return rand.N(longest + time.Millisecond) }

// wait waits for the moment of a kill: half of the time any within the longest,
// else one that is a few milliseconds after the state folder has begun to change,
// when one file of several may be written.
func (k *killed) wait(longest time.Duration) {
	if rand.N(2) == 0 {
		time.Sleep(moment(longest))
		return
	}
	before := k.looks()
	for begun := time.Now(); time.Since(begun) < longest && k.looks() == before; {
		time.Sleep(200 * time.Microsecond)
	}
	time.Sleep(rand.N(12 * time.Millisecond))
}

// looks is what the state folder looks like, but for the lock.
func (k *killed) looks() string {
	var all strings.Builder
	for _, dir := range []string{"", "submissions/" + k.slug, "submissions/" + k.slug + "/versions"} {
		entries, _ := os.ReadDir(filepath.Join(k.home, filepath.FromSlash(dir)))
		for _, e := range entries {
			info, err := e.Info()
			if err != nil || e.Name() == "lock" || e.Name() == "submissions" {
				continue
			}
			fmt.Fprintln(&all, dir, e.Name(), info.Size(), info.ModTime().UnixNano())
		}
	}
	return all.String()
}

// begin leaves a draft with one answer.
func (k *killed) begin() {
	k.sit("--offline")
	k.WaitFor("Submit for review")
	k.goesOn()
}

// complete answers everything up to the gate.
func (k *killed) complete() {
	k.t.Helper()
	if said, code := k.converse(person(false, nil), "--accessible"); code != 0 || !strings.Contains(said, submit) {
		k.t.Fatalf("exit code %d\n%s", code, said)
	}
}

// review has a version in review.
func (k *killed) review() {
	k.t.Helper()
	p := person(false, sittings.Script{submit: {"submit"}, "Did the portal show its confirmation?": {"1"}})
	if said, code := k.converse(p, "--accessible"); code != 0 {
		k.t.Fatalf("exit code %d\n%s", code, said)
	}
	k.run("record", "changes-requested", "--text", "The summary of an action ends in a full stop.")
}

// whole fails unless all that the state folder holds can be read, and belongs
// together.
func (k *killed) whole() {
	k.t.Helper()
	st := store.OpenReadOnly(k.home)
	if _, err := st.LoadDraft(k.slug); err != nil {
		k.t.Errorf("the draft: %v", err)
	}
	events, problems := st.Ledger(k.slug)
	if len(events) == 0 || len(problems) > 1 || len(problems) == 1 && !strings.Contains(problems[0].Error(), "last line") {
		k.t.Errorf("the ledger has %d events: %v", len(events), problems)
	}
	versions, err := st.Versions(k.slug)
	if err != nil {
		k.t.Error(err)
	}
	for _, n := range versions {
		if _, err := st.Version(k.slug, n); err != nil {
			k.t.Errorf("version %d: %v", n, err)
		}
		if !slices.ContainsFunc(events, func(e submission.Event) bool { return e.Kind == submission.Frozen && e.Version == n }) {
			k.t.Errorf("version %d is there, and nothing says that it was frozen", n)
		}
	}
}

// state is what certwiz status says of the submission.
func (k *killed) state() string {
	k.t.Helper()
	said, code := k.pipe("", "status", "--json")
	var all []struct {
		Slug     string   `json:"slug"`
		Version  int      `json:"version"`
		State    string   `json:"state"`
		Next     string   `json:"next"`
		Problems []string `json:"problems"`
	}
	if err := json.Unmarshal([]byte(said), &all); err != nil || code != 0 || len(all) != 1 {
		k.t.Errorf("status: exit code %d, %v\n%s", code, err, said)
		return ""
	}
	return fmt.Sprintf("version %d %s", all[0].Version, all[0].State)
}

// next is the next start. What a killed process had just forked holds the lock
// until it has become another program: a moment later it is free.
func (k *killed) next(input string, args ...string) (said string, code int) {
	for range 20 {
		said, code = k.pipe(input, args...)
		if !strings.Contains(said, "is open in another certwiz") {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	return said, code
}

// agree starts certwiz once more, and fails unless status, hand-off and record
// say the same before and after. It returns whether the draft's version is frozen.
func (k *killed) agree(args ...string) (frozen bool) {
	k.t.Helper()
	before := k.state()
	_, handed := k.pipe("", "handoff")
	said, code := k.next("save\nsave\n", append([]string{"--accessible", "--offline"}, args...)...)
	if code != 0 {
		k.t.Errorf("the next sitting: exit code %d\n%s", code, said)
	}
	k.whole()
	after := k.state()
	if before != after {
		k.t.Errorf("status said %q before the next sitting and %q after it\n%s", before, after, said)
	}
	said, code = k.pipe("", "handoff")
	if code != handed || code != 0 && !strings.Contains(said, "is not frozen yet") {
		k.t.Errorf("handoff: exit code %d before the next sitting, %d after it\n%s", handed, code, said)
	}
	return code == 0
}

// typing types an answer, which must be there when it is half a second old.
func (k *killed) typing() func() string {
	old, young := "a"+strconv.Itoa(rand.N(1000)), "zz"
	k.sit("--offline")
	k.WaitFor("Submit for review")
	k.page("Testing")
	k.ClickOn("User name")
	before := k.onDisk("testing.account")
	k.Type(old)
	k.WaitFor(before + old)
	time.Sleep(500 * time.Millisecond) // what was typed before may not be lost
	k.Type(young)
	time.Sleep(moment(400 * time.Millisecond))
	k.Kill()
	return func() string {
		got := k.onDisk("testing.account")
		if !strings.HasPrefix(got, before+old) || !strings.HasPrefix(before+old+young, got) {
			k.t.Errorf("the draft has %q, typed was %q", got, before+old+young)
		}
		k.agree()
		return "kept all but " + strconv.Itoa(len(before+old+young)-len(got)) + " letters"
	}
}

// section does the same in a section of intro.md.
func (k *killed) section() func() string {
	path := filepath.Join(k.connector, "intro.md")
	before := k.read(path)
	old, young := "seen"+strconv.Itoa(rand.N(1_000_000)), "zz"
	k.sit("--offline")
	k.WaitFor("Submit for review")
	k.page("Documents")
	k.open("FAQ")
	k.Key("ctrl+end")
	k.Type(" " + old)
	k.WaitFor(old)
	time.Sleep(500 * time.Millisecond)
	k.Type(young)
	time.Sleep(moment(600 * time.Millisecond))
	k.Kill()
	return func() string {
		got := k.read(path)
		if len(got) < len(before)/2 || strings.Count(got, old) != 1 {
			k.t.Errorf("intro.md lacks %q:\n%s", old, got)
		}
		k.agree()
		lost := !strings.Contains(got, old+young)
		if err := os.WriteFile(path, []byte(before), 0o644); err != nil {
			k.t.Fatal(err)
		}
		return fmt.Sprintf("lost what was young: %t", lost)
	}
}

// keeping types a password, which goes to the keyring.
func (k *killed) keeping() func() string {
	k.sit("--offline")
	k.WaitFor("Submit for review")
	k.page("Testing")
	k.ClickOn("Password")
	k.WaitFor("kept in your keyring")
	k.Type(testPassword)
	k.Key("tab")
	k.wait(600 * time.Millisecond)
	k.Kill()
	return func() string {
		k.agree()
		inVault := !strings.HasPrefix(k.secretSum("testing.password"), "error")
		k.accounted(inVault, k.onDisk("testing.password") != "")
		if inVault {
			k.forgetInKeyring("testing.password")
		}
		return fmt.Sprintf("kept: %t", inVault)
	}
}

// sealing does the same where there is no keyring, and makes the sealed file.
func (k *killed) sealing() func() string {
	k.typePassword()
	k.WaitFor("Where should secrets be kept?")
	k.Keys("down", "enter")
	k.WaitFor("Passphrase for the sealed file")
	k.Type(passphrase + "\n")
	k.WaitFor("The same passphrase again")
	k.Type(passphrase + "\n")
	k.wait(4 * time.Second)
	k.Kill()
	return func() string {
		path := filepath.Join(k.home, "secrets.age")
		input := "save\nsave\n"
		if _, err := os.Stat(path); err == nil {
			input = passphrase + "\n" + input
		}
		said, code := k.next(input, "--accessible", "--offline")
		if code != 0 {
			k.t.Errorf("the next sitting: exit code %d\n%s", code, said)
		}
		k.whole()
		inVault := false
		if _, err := os.Stat(path); err == nil {
			words := secrets.New(passphrase)
			vault, err := secrets.NewSealedFile(path, words, 0)
			if err != nil {
				k.t.Fatal(err)
			}
			_, err = vault.Get(context.Background(), secrets.Ref(k.slug, "testing.password"))
			if err != nil && !errors.Is(err, secrets.ErrNotFound) {
				k.t.Errorf("the sealed file: %v", err)
			}
			inVault = err == nil
		}
		k.accounted(inVault, k.onDisk("testing.password") != "")
		return fmt.Sprintf("kept: %t", inVault)
	}
}

// accounted fails for a secret that the vault holds and no draft names, and for
// one that the draft names and no vault holds.
func (k *killed) accounted(inVault, inDraft bool) {
	k.t.Helper()
	if inVault && !inDraft {
		k.t.Error("after the next start the vault holds a secret that no draft refers to")
	}
	if inDraft && !inVault {
		said, code := k.pipe("", "check", "--gate")
		if code == 0 || !strings.Contains(said, "Password") {
			k.t.Errorf("the draft refers to a secret that is not kept, and the gate does not say so: exit code %d\n%s", code, said)
		}
	}
}

// forgetInKeyring takes a secret out, for the next kill.
func (k *killed) forgetInKeyring(field string) {
	k.t.Helper()
	self, err := os.Executable()
	if err != nil {
		k.t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(slices.Clone(k.env), "CERTWIZ_TEST_FORGET_SECRET="+secrets.Ref(k.slug, field))
	if out, err := cmd.CombinedOutput(); err != nil {
		k.t.Fatalf("%v\n%s", err, out)
	}
}

// freezing submits for review. Where nothing was frozen, it can be frozen after.
func (k *killed) freezing() func() string {
	k.killedAfter(person(false, sittings.Script{submit: {"submit"}}), submit, 150*time.Millisecond, "--accessible")
	return func() string {
		frozen := k.agree()
		said, code := k.pipe("", "record", "approved")
		if frozen != (code == 0) {
			k.t.Errorf("handed over: %t, and record: exit code %d\n%s", frozen, code, said)
		}
		if frozen {
			return "frozen"
		}
		if said, code := k.converse(person(false, sittings.Script{submit: {"submit"}}), "--accessible"); code != 0 || k.state() == "" {
			k.t.Errorf("freezing once more: exit code %d\n%s", code, said)
		}
		if _, code := k.pipe("", "handoff"); code != 0 {
			k.t.Errorf("after freezing once more, handoff: exit code %d", code)
		}
		return "not frozen"
	}
}

// updating begins an update.
func (k *killed) updating() func() string {
	if k.takes == 0 {
		begun := time.Now()
		k.killedAfter(update("save"), "", 0, "--accessible", "update")
		k.takes = time.Since(begun)
		k.restore()
	}
	k.killedWithin(k.takes*5/4, "save\n", "--accessible", "update")
	return func() string {
		began := k.draft().Update
		k.agree()
		said, code := k.next("save\nsave\n", "--accessible", "--offline", "update")
		if d := k.draft(); code != 0 || !d.Update || d.Version != 2 {
			k.t.Errorf("update once more: exit code %d, the draft is of version %d, an update: %t\n%s", code, d.Version, d.Update, said)
		}
		k.whole()
		return fmt.Sprintf("begun: %t", began)
	}
}

func (k *killed) draft() submission.Draft {
	k.t.Helper()
	d, err := store.OpenReadOnly(k.home).LoadDraft(k.slug)
	if err != nil {
		k.t.Error(err)
	}
	return d
}

// recording writes down what Microsoft answered.
func (k *killed) recording() func() string {
	if k.takes == 0 {
		k.run("status") // from the disk into memory
		begun := time.Now()
		k.run("record", "approved")
		k.takes = time.Since(begun)
		k.restore()
	}
	k.killedWithin(k.takes, "", "record", "approved")
	return func() string {
		recorded := k.recorded(submission.Approved)
		k.agree()
		if k.recorded(submission.Approved) != recorded {
			k.t.Error("the next sitting changed what was recorded")
		}
		k.run("record", "certified")
		if !k.recorded(submission.Certified) || k.recorded(submission.Approved) != recorded {
			k.t.Error("the next answer was not recorded after it")
		}
		return fmt.Sprintf("recorded: %t", recorded)
	}
}

func (k *killed) recorded(kind submission.EventKind) bool {
	events, _ := store.OpenReadOnly(k.home).Ledger(k.slug)
	return slices.ContainsFunc(events, func(e submission.Event) bool { return e.Kind == kind })
}

// killedWithin starts certwiz on piped answers and kills it at a moment of a
// stretch of time.
func (k *killed) killedWithin(longest time.Duration, input string, args ...string) {
	k.t.Helper()
	cmd := exec.Command(terminal.Binary(k.t), args...)
	cmd.Dir, cmd.Env, cmd.Stdin = k.connector, k.env, strings.NewReader(input)
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	k.wait(longest)
	_ = cmd.Process.Kill() // it may have ended
	_ = cmd.Wait()
}

// killedAfter answers over pipes and kills certwiz at a moment after the answer to
// a prompt.
func (k *killed) killedAfter(p *sittings.Person, prompt string, longest time.Duration, args ...string) {
	k.t.Helper()
	cmd := exec.Command(terminal.Binary(k.t), args...)
	cmd.Dir, cmd.Env = k.connector, k.env
	in, err := cmd.StdinPipe()
	if err != nil {
		k.t.Fatal(err)
	}
	out, outside, err := os.Pipe()
	if err != nil {
		k.t.Fatal(err)
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = outside, outside
	err = cmd.Start()
	outside.Close()
	if err != nil {
		k.t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	var all bytes.Buffer
	heard := 0
	part := make([]byte, 64<<10)
	for {
		n, err := out.Read(part)
		all.Write(part[:n])
		if err != nil {
			k.t.Fatalf("%q was never asked:\n%s", prompt, all.String())
		}
		if !bytes.HasSuffix(all.Bytes(), []byte(": ")) {
			continue
		}
		said := all.String()[heard:]
		heard = all.Len()
		text, _ := p.Reply(said)
		_, _ = io.WriteString(in, text+"\n")
		if strings.Contains(said, prompt) {
			k.wait(longest)
			return
		}
	}
}
