package theme

import (
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/huh"
)

var coloured = regexp.MustCompile(`\x1b\[[0-9;]*[349][0-7](;[0-9;]*)?m|\x1b\[[0-9;]*48;`)

// huh's own styles look at the environment; with ours the cursor shows on
// every terminal that has one, and colours only where they are wanted.
func TestHuh(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	t.Setenv("TERM", "dumb")
	for _, o := range []Options{{}, {NoColor: true}} {
		value := "text"
		fields := map[string]huh.Field{
			"Input": huh.NewInput().Title("Title").Prompt("> ").Value(&value),
			"Text":  huh.NewText().Title("Title").Value(&value),
		}
		for name, field := range fields {
			field.WithTheme(New(o).Huh())
			field.WithWidth(40)
			field.Focus()
			view := field.View()
			if !strings.Contains(view, "\x1b[7m") {
				t.Errorf("%s, %+v: no cursor in %q", name, o, view)
			}
			if got := coloured.MatchString(view); got == o.NoColor {
				t.Errorf("%s, %+v: colours %t in %q", name, o, got, view)
			}
			if strings.ContainsAny(view, "┃│") && name == "Input" {
				t.Errorf("%s, %+v: a border in %q", name, o, view)
			}
		}
	}
}
