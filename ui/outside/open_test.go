package outside

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const page = "https://isv.example.com/ep/connector?a=1&b=2"

func TestCheckAddress(t *testing.T) {
	for _, bad := range []string{"", "http://example.com", "file:///etc/passwd", "javascript:alert(1)", "--help", "https://", "https:foo",
		"https://user@example.com", "https://example.com/a b", "https://example.com/\x1b]0;x\x07", `https://example.com/"&calc`, "https://example.com/`id`"} {
		if checkAddress(bad) == nil {
			t.Errorf("%q would be opened", bad)
		}
	}
	if err := checkAddress(page); err != nil {
		t.Error(err)
	}
}

func TestBrowserCommand(t *testing.T) {
	fakes(t, map[string]string{"xdg-open": "", "firefox": "", "lynx": "", "opener": ""})
	for _, c := range []struct {
		name string
		os   string
		env  func(string) string
		want []string
		err  string
	}{
		{"macOS", "darwin", env(), []string{"open", page}, ""},
		{"Windows", "windows", env(), []string{"rundll32", "url.dll,FileProtocolHandler", page}, ""},
		{"Linux", "linux", env("DISPLAY", ":0"), []string{"xdg-open", page}, ""},
		{"Wayland", "linux", env("WAYLAND_DISPLAY", "wayland-0"), []string{"xdg-open", page}, ""},
		{"no display", "linux", env(), nil, "there is no display"},
		{"SSH", "linux", env("SSH_CONNECTION", "x", "DISPLAY", ":10"), nil, "certwiz runs over SSH"},
		{"SSH to macOS", "darwin", env("SSH_TTY", "x"), nil, "certwiz runs over SSH"},
		{"$BROWSER over SSH", "linux", env("SSH_TTY", "x", "BROWSER", "opener"), []string{"opener", page}, ""},
		{"$BROWSER is a list", "linux", env("DISPLAY", ":0", "BROWSER", "missing:firefox --new-tab %s:lynx"), []string{"firefox", "--new-tab", page}, ""},
		{"$BROWSER draws in the terminal", "linux", env("BROWSER", "lynx"), nil, "there is no display"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := browser{system{c.os, c.env}}.command(page)
			if !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
			if (err != nil) != (c.err != "") || err != nil && err.Error() != c.err {
				t.Errorf("error %v, want %q", err, c.err)
			}
		})
	}
}

func TestBrowserOpen(t *testing.T) {
	dir := fakes(t, map[string]string{"xdg-open": `echo "$#" "$1" > "$FAKES/opened"`})
	b := browser{system{"linux", env("DISPLAY", ":0")}}
	if err := b.Open(page); err != nil {
		t.Fatal(err)
	}
	if got := recorded(t, filepath.Join(dir, "opened")); got != "1 "+page {
		t.Errorf("xdg-open got %q", got)
	}
}

func TestBrowserFails(t *testing.T) {
	fakes(t, map[string]string{"xdg-open": "exit 3"})
	err := browser{system{"linux", env("DISPLAY", ":0")}}.Open(page)
	if !errors.Is(err, ErrNoBrowser) || !strings.Contains(err.Error(), "xdg-open failed (exit status 3)") {
		t.Errorf("%v", err)
	}
	if err := (browser{system{"linux", env()}}).Open(page); !errors.Is(err, ErrNoBrowser) {
		t.Errorf("without a display: %v", err)
	}
	if err := (browser{system{"linux", env("DISPLAY", ":0")}}).Open("http://example.com"); err == nil || errors.Is(err, ErrNoBrowser) {
		t.Errorf("an http address: %v", err)
	}
}

func TestReveal(t *testing.T) {
	script := `echo "$1|$2" > "$FAKES/shown"`
	dir := fakes(t, map[string]string{"xdg-open": script, "open": script})
	file := filepath.Join(dir, "intro ø.md")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ os, want string }{{"linux", dir + "|"}, {"darwin", "-R|" + file}} {
		shown := filepath.Join(dir, "shown")
		os.Remove(shown)
		if err := (files{system{c.os, env("DISPLAY", ":0")}}).Reveal(file); err != nil {
			t.Errorf("%s: %v", c.os, err)
			continue
		}
		if got := recorded(t, shown); got != c.want {
			t.Errorf("%s: %q, want %q", c.os, got, c.want)
		}
	}
	if err := (files{system{"linux", env()}}).Reveal(file); err == nil || !strings.Contains(err.Error(), "there is no display") {
		t.Errorf("without a display: %v", err)
	}
	if err := (files{system{"linux", env("DISPLAY", ":0")}}).Reveal(filepath.Join(dir, "gone")); err == nil || !strings.Contains(err.Error(), "not there any more") {
		t.Errorf("a file that is gone: %v", err)
	}
}
