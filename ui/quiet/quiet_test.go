package quiet_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/terminal"
)

func TestMain(m *testing.M) { os.Exit(terminal.Main(m)) }

// prompt is far above what a start takes and far below Bubble Tea's stall of
// five seconds.
const prompt = 2 * time.Second

func start(t *testing.T, env []string, tags ...string) *terminal.Terminal {
	t.Helper()
	return terminal.Start(t, terminal.Options{Program: terminal.Build(t, "testdata/prog", tags...), Env: env})
}

func TestNoQueryOnASilentTerminal(t *testing.T) {
	tests := []struct {
		name string
		env  []string
		want string
	}{
		{"CI unset", nil, `CI="" set=false`},
		{"CI empty", []string{"CI="}, `CI="" set=true`},
		{"CI set", []string{"CI=true"}, `CI="true" set=true`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			env := terminal.Env(t, tt.env...)
			terminal.Build(t, "testdata/prog")
			began := time.Now()
			tm := start(t, env)
			tm.WaitFor(tt.want)
			if took := time.Since(began); took > prompt {
				t.Errorf("the first output took %v", took)
			}
			if queries := tm.Queries(); len(queries) > 0 {
				t.Errorf("the program asked %q", queries)
			}
			tm.Key("q")
			if code := tm.Exit(); code != 0 {
				t.Errorf("exit code %d", code)
			}
			if queries := tm.Queries(); len(queries) > 0 {
				t.Errorf("until its end the program asked %q", queries)
			}
		})
	}
}

// Without this package the same program asks: the test above can fail.
func TestTheProgramAsksWithoutIt(t *testing.T) {
	tm := start(t, terminal.Env(t), "loud")
	tm.WaitUntil("a query for the background", func(string) bool {
		return slices.Contains(tm.Queries(), "OSC 11")
	})
}

// The order of initialisation holds only while nothing else is imported.
func TestImportsOnlyOS(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{join .Imports \" \"}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(string(out)); got != "os" {
		t.Errorf("imports %s, want only os", got)
	}
}
