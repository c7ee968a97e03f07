package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/outside"
)

// TestMain makes the test's own binary serve as the commands of the scripts:
// certwiz, and code, which runs certwiz and prints its exit code.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"certwiz": func() { os.Exit(run()) },
		"code":    func() { fmt.Printf("exit %d\n", run()) },
	})
}

// run is certwiz on a computer for tests: its clock stands still, and keyring
// and clipboard are files, so that what one run leaves the next one finds.
func run() int {
	d := System("1.2.3")
	d.Now = clock
	d.Hub = nil
	d.Keyring = func() secrets.Vault { return fileVault{os.Getenv("FAKE_KEYRING")} }
	d.Outside = func() outside.Ports { return outside.Ports{Clipboard: fileBoard{os.Getenv("FAKE_CLIPBOARD")}} }
	d.Wait = func(context.Context, time.Duration) {}
	if path := os.Getenv("ANSWERS"); path != "" {
		talk := &sittings.Talk{Person: person(path)}
		d.Stdin, d.Stdout = talk, io.MultiWriter(d.Stdout, talk)
	}
	return Main(context.Background(), d, os.Args[1:])
}

// person reads replies from a file: a line "FIELD-OR-WORDS: REPLY" each, with
// \n for a new line and <end> for the end of the input. All else that is asked
// gets its right answer, by .zip and with an API key.
func person(path string) *sittings.Person {
	data, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	script := sittings.Script{}
	for line := range strings.Lines(string(data)) {
		key, reply, ok := strings.Cut(strings.TrimRight(line, "\n"), ": ")
		if ok {
			script[key] = append(script[key], strings.NewReplacer(`\n`, "\n", "<end>", sittings.End).Replace(reply))
		}
	}
	p := portal.ISVStudio()
	v := sittings.Variant{Facts: connector.Facts{AuthKnown: true, Auth: []connector.Auth{{Kind: "apiKey"}}}, Given: sittings.Answers{"route": "exception"},
		Update: slices.Contains(os.Args, "update")}
	return &sittings.Person{Portal: p, Right: v.Answers(p), Script: script}
}

func clock() time.Time {
	at, err := time.Parse(time.RFC3339, os.Getenv("NOW"))
	if err != nil {
		panic(err)
	}
	return at
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			isolate(env)
			return connectorIn(filepath.Join(env.WorkDir, "contoso"))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"replace": replaceText, "big": bigFile, "cut": cutFile, "nowhere": nowhere, "at": at, "answers": answers,
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, errors.New("unknown condition")
		},
	})
}

// isolate keeps a script from the person's own files and settings.
func isolate(env *testscript.Env) {
	work := env.WorkDir
	bin, _, _ := strings.Cut(env.Getenv("PATH"), string(filepath.ListSeparator))
	for name, value := range map[string]string{
		"HOME": filepath.Join(work, "home"), "USERPROFILE": filepath.Join(work, "home"),
		"XDG_STATE_HOME": filepath.Join(work, "xdg"), "XDG_CONFIG_HOME": filepath.Join(work, "xdg"),
		"CERTWIZ_HOME": filepath.Join(work, "state"), "CERTWIZ_VAULT": "", "CERTWIZ_PORTAL": "isv-studio", "ACCESSIBLE": "",
		"FAKE_KEYRING": filepath.Join(work, "keyring.json"), "FAKE_CLIPBOARD": filepath.Join(work, "clipboard.txt"),
		"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CEILING_DIRECTORIES": work, "GH_TOKEN": "",
		"EDITOR": "", "VISUAL": "", "BROWSER": "", "TERM": "xterm", "COLORTERM": "", "NO_COLOR": "", "LC_ALL": "C.UTF-8", "TZ": "UTC",
		"SSH_CONNECTION": "", "DISPLAY": "", "NOW": "2025-11-11T10:42:00Z", "BINDIR": bin, "CI": "1",
		"GORACE": "atexit_sleep_ms=0", // else each command of a script ends a second late under -race
	} {
		env.Setenv(name, value)
	}
}

// connectorIn makes a connector without faults.
func connectorIn(dir string) error {
	if err := os.CopyFS(dir, os.DirFS("../aloud/testdata/contoso")); err != nil {
		return err
	}
	img := image.NewNRGBA(image.Rect(0, 0, 230, 230))
	for y := range 230 {
		for x := range 230 {
			c := color.NRGBA{0x1f, 0x6f, 0xeb, 0xff}
			if x > 60 && x < 170 && y > 60 && y < 170 {
				c = color.NRGBA{0xf0, 0xf6, 0xff, 0xff}
			}
			img.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "icon.png"), b.Bytes(), 0o644)
}

// replaceText is "replace FILE FROM TO".
func replaceText(ts *testscript.TestScript, neg bool, args []string) {
	path := ts.MkAbs(args[0])
	text := ts.ReadFile(args[0])
	changed := strings.Replace(text, args[1], args[2], 1)
	if changed == text {
		ts.Fatalf("%q is not in %s", args[1], args[0])
	}
	ts.Check(os.WriteFile(path, []byte(changed), 0o644))
}

// bigFile is "big FILE MEGABYTES".
func bigFile(ts *testscript.TestScript, neg bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.Repeat([]byte(" "), n<<20), 0o644))
}

// cutFile is "cut FILE BYTES".
func cutFile(ts *testscript.TestScript, neg bool, args []string) {
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), n))
}

// nowhere is "nowhere TEXT DIR": no file below DIR holds TEXT.
func nowhere(ts *testscript.TestScript, neg bool, args []string) {
	files := 0
	ts.Check(filepath.WalkDir(ts.MkAbs(args[1]), func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(args[0])) {
			return fmt.Errorf("%s holds %q", path, args[0])
		}
		return err
	}))
	if files == 0 {
		ts.Fatalf("no file is below %s", args[1])
	}
}

// at is "at TIME": the clock stands there from now on.
func at(ts *testscript.TestScript, neg bool, args []string) { ts.Setenv("NOW", args[0]) }

// answers is "answers FILE": a person replies by it from now on, to what is
// asked; "answers" alone: nobody does.
func answers(ts *testscript.TestScript, neg bool, args []string) {
	path := ""
	if len(args) > 0 {
		path = ts.MkAbs(args[0])
	}
	ts.Setenv("ANSWERS", path)
}

// fileVault stands in for a keyring between the runs of a script.
type fileVault struct{ path string }

func (fileVault) Place() string { return "in your keyring" }

func (v fileVault) read() (map[string]string, error) {
	data, err := os.ReadFile(v.path)
	if errors.Is(err, os.ErrNotExist) {
		return map[string]string{}, nil
	}
	all := map[string]string{}
	return all, errors.Join(err, json.Unmarshal(data, &all))
}

func (v fileVault) write(all map[string]string) error {
	data, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return os.WriteFile(v.path, data, 0o600)
}

func (v fileVault) Set(_ context.Context, ref string, s secrets.Secret) error {
	all, err := v.read()
	if err != nil {
		return err
	}
	all[ref] = s.Open()
	return v.write(all)
}

func (v fileVault) Get(_ context.Context, ref string) (secrets.Secret, error) {
	all, err := v.read()
	if err != nil {
		return secrets.Secret{}, err
	}
	value, ok := all[ref]
	if !ok {
		return secrets.Secret{}, secrets.ErrNotFound
	}
	return secrets.New(value), nil
}

func (v fileVault) Delete(_ context.Context, ref string) error {
	all, err := v.read()
	if err != nil {
		return err
	}
	if _, ok := all[ref]; !ok {
		return secrets.ErrNotFound
	}
	delete(all, ref)
	return v.write(all)
}

// fileBoard is a clipboard that is a file; a line is added for every copy.
type fileBoard struct{ path string }

func (b fileBoard) add(line string) error {
	f, err := os.OpenFile(b.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(line + "\n")
	return errors.Join(err, f.Close())
}

func (b fileBoard) Copy(text string) (string, error) {
	return "copied to the clipboard", b.add(text)
}
func (b fileBoard) CopySecret(text string) (string, error) { return b.Copy(text) }
func (b fileBoard) Held(string) (held, known bool)         { return true, true }
func (b fileBoard) Clear() error                           { return b.add("(cleared)") }
