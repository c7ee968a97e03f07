package terminal_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/certwiz/certwiz/internal/terminal"
)

func TestMain(m *testing.M) { os.Exit(terminal.Main(m)) }

// shell runs a line of sh in a terminal.
func shell(t *testing.T, script string, o terminal.Options) *terminal.Terminal {
	t.Helper()
	o.Program, o.Args = "/bin/sh", []string{"-c", script}
	return terminal.Start(t, o)
}

// keys runs the Bubble Tea program that shows what it gets.
func keys(t *testing.T) *terminal.Terminal {
	t.Helper()
	tt := terminal.Start(t, terminal.Options{Program: terminal.Build(t, "testdata/keys"), Answers: true})
	tt.WaitFor("size 80 by 24")
	return tt
}

func TestExitAndOutput(t *testing.T) {
	tt := shell(t, "echo hello; exit 3", terminal.Options{})
	if code := tt.Exit(); code != 3 {
		t.Errorf("exit code %d, want 3", code)
	}
	if got := tt.Screen(); got != "hello" {
		t.Errorf("screen %q", got)
	}
	if got := string(tt.Raw()); got != "hello\r\n" {
		t.Errorf("raw %q", got)
	}
}

func TestNoOutputIsLost(t *testing.T) {
	const lines = 20000
	tt := shell(t, fmt.Sprintf("seq %d", lines), terminal.Options{})
	tt.Exit()
	if got := bytes.Count(tt.Raw(), []byte("\n")); got != lines {
		t.Errorf("%d lines, want %d", got, lines)
	}
	if got := tt.Row(22); got != fmt.Sprint(lines) {
		t.Errorf("last row %q", got)
	}
}

func TestSizeAndResize(t *testing.T) {
	tt := shell(t, `trap 'stty size; exit' WINCH; stty size; while :; do sleep 0.01; done`, terminal.Options{Cols: 90, Rows: 30})
	tt.WaitFor("30 90")
	tt.Resize(60, 16)
	tt.WaitFor("16 60")
	tt.Exit()
}

func TestTypeIntoShell(t *testing.T) {
	tt := shell(t, `printf 'name? '; read name; echo "it is $name"`, terminal.Options{})
	tt.WaitFor("name?")
	tt.Type("Zoë 漢\n")
	tt.WaitFor("it is Zoë 漢")
	tt.Exit()
}

func TestKeysArriveOneByOne(t *testing.T) {
	tt := keys(t)
	names := []string{
		"esc", "a", "tab", "shift+tab", "enter", "up", "down", "left", "right", "pgup", "pgdown",
		"home", "end", "ctrl+s", "ctrl+g", "backspace", "f1", "alt+x", "delete", "esc", "esc", "b",
	}
	tt.Keys(names...)
	for i, name := range names[len(names)-18:] {
		tt.WaitFor(fmt.Sprintf("key %s (%d)", name, len(names)-17+i))
	}
	tt.Key("space")
	tt.WaitFor("key   (23)")
}

func TestTypedTextArrivesOneByOne(t *testing.T) {
	tt := keys(t)
	text := strings.Repeat("contoso ", 40) + "é"
	tt.Type(text)
	tt.WaitFor(fmt.Sprintf("key é (%d)", len([]rune(text))))
}

func TestPasteIsOneMessage(t *testing.T) {
	tt := keys(t)
	tt.Paste("two\nlines")
	tt.WaitFor("key [two⏎lines] (1)")
	tt.Key("x")
	tt.WaitFor("key x (2)")
}

func TestMouse(t *testing.T) {
	tt := keys(t)
	tt.ClickOn("is wide")
	tt.WaitFor("mouse left press at 7,2")
	tt.Wheel(false, 4, 5)
	tt.WaitFor("mouse wheel down at 4,5")
}

func TestFullScreenProgram(t *testing.T) {
	tt := keys(t)
	if !tt.Alternate() {
		t.Error("not on the alternate screen")
	}
	if _, _, visible := tt.Cursor(); visible {
		t.Error("the cursor shows")
	}
	if got := tt.StyleOf("│").Fg; got != "6" {
		t.Errorf("colour of the line %q, want 6 (cyan)", got)
	}
	if tt.StyleOf("is wide").Coloured() {
		t.Error("the text has a colour")
	}
	tt.Resize(100, 30)
	tt.WaitFor("size 100 by 30")
	tt.Key("ctrl+c")
	if code := tt.Exit(); code != 7 {
		t.Errorf("exit code %d, want 7", code)
	}
	if tt.Alternate() || tt.Screen() != "left" {
		t.Errorf("after the end:\n%s", tt.Screen())
	}
}

func TestQueries(t *testing.T) {
	const ask = `stty raw -echo; printf '\033[6n'; dd bs=1 count=6 2>/dev/null | od -An -c; stty sane`
	tt := shell(t, ask, terminal.Options{Answers: true})
	tt.WaitFor("[   1   ;   1   R")
	if got := tt.Queries(); !slices.Equal(got, []string{"CSI 6n"}) {
		t.Errorf("queries %q", got)
	}
}

func TestSilentTerminal(t *testing.T) {
	const ask = `stty raw -echo; printf '\033]11;?\033\\\033[c'; stty min 0 time 2; dd bs=1 count=1 2>/dev/null | wc -c; stty sane`
	tt := shell(t, ask, terminal.Options{})
	tt.WaitFor("0")
	if got := tt.Queries(); !slices.Equal(got, []string{"OSC 11", "DA1"}) {
		t.Errorf("queries %q", got)
	}
}

func TestKill(t *testing.T) {
	tt := shell(t, "echo started; sleep 1000", terminal.Options{})
	tt.WaitFor("started")
	tt.Kill()
	if code := tt.Exit(); code != -1 {
		t.Errorf("exit code %d, want -1", code)
	}
}

func TestHangup(t *testing.T) {
	out := t.TempDir() + "/out"
	script := `trap 'echo hung up >"$OUT"; exit 5' HUP; echo started; while :; do sleep 0.01; done`
	tt := shell(t, script, terminal.Options{Env: terminal.Env(t, "OUT="+out)})
	tt.WaitFor("started")
	tt.Hangup()
	if code := tt.Exit(); code != 5 {
		t.Errorf("exit code %d, want 5", code)
	}
	if got, _ := os.ReadFile(out); string(got) != "hung up\n" {
		t.Errorf("the program wrote %q", got)
	}
}

func TestSignal(t *testing.T) {
	tt := shell(t, "trap 'exit 9' TERM; echo started; while :; do sleep 0.01; done", terminal.Options{})
	tt.WaitFor("started")
	tt.Signal(syscall.SIGTERM)
	if code := tt.Exit(); code != 9 {
		t.Errorf("exit code %d, want 9", code)
	}
}

func TestProcessLeftBehind(t *testing.T) {
	tt := shell(t, "trap '' HUP; sleep 1000 & echo parent", terminal.Options{})
	if code := tt.Exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if got := tt.Screen(); got != "parent" {
		t.Errorf("screen %q", got)
	}
}

func TestClipboard(t *testing.T) {
	tt := shell(t, `printf '\033]52;c;Y29udG9zbw==\007'`, terminal.Options{})
	tt.Exit()
	if got := tt.Clipboard(); !slices.Equal(got, []string{"contoso"}) {
		t.Errorf("clipboard %q", got)
	}
}

func TestEnv(t *testing.T) {
	for _, name := range []string{"CI", "NO_COLOR", "COLORTERM", "EDITOR", "GH_TOKEN", "GITHUB_TOKEN", "LC_ALL"} {
		t.Setenv(name, "from outside")
	}
	t.Setenv("HOME", "/home/outside")
	tt := shell(t, "env", terminal.Options{Cols: 300, Rows: 60, Env: terminal.Env(t, "TZ=Asia/Tokyo", "EXTRA=yes")})
	tt.Exit()
	screen := tt.Screen()
	for _, unwanted := range []string{"outside", "CI=", "NO_COLOR"} {
		if strings.Contains(screen, unwanted) {
			t.Errorf("%q got through:\n%s", unwanted, screen)
		}
	}
	for _, wanted := range []string{"TZ=Asia/Tokyo", "EXTRA=yes", "TERM=xterm-256color", "GIT_CONFIG_GLOBAL=/dev/null", "CERTWIZ_HOME=/", "PATH=/"} {
		if !strings.Contains(screen, wanted) {
			t.Errorf("%q is missing:\n%s", wanted, screen)
		}
	}
}

func TestBuildOnce(t *testing.T) {
	first, second := terminal.Build(t, "testdata/keys"), terminal.Build(t, "testdata/keys")
	if first != second {
		t.Errorf("built twice: %s, %s", first, second)
	}
}
