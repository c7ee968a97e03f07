package store

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestHome(t *testing.T) {
	here, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir() // absolute on every system
	tests := []struct {
		name string
		goos string
		env  map[string]string
		want string
	}{
		{"override", "linux", map[string]string{"CERTWIZ_HOME": root, "HOME": "/h"}, root},
		{"override on Windows", "windows", map[string]string{"CERTWIZ_HOME": root, "LocalAppData": "/l"}, root},
		{"relative override", "linux", map[string]string{"CERTWIZ_HOME": "state"}, filepath.Join(here, "state")},
		{"XDG", "linux", map[string]string{"XDG_STATE_HOME": root, "HOME": "/h"}, filepath.Join(root, "certwiz")},
		{"relative XDG is ignored", "linux", map[string]string{"XDG_STATE_HOME": "s", "HOME": "/h"}, filepath.Join("/h", ".local", "state", "certwiz")},
		{"home", "linux", map[string]string{"HOME": "/h"}, filepath.Join("/h", ".local", "state", "certwiz")},
		{"BSD", "freebsd", map[string]string{"HOME": "/h"}, filepath.Join("/h", ".local", "state", "certwiz")},
		{"macOS", "darwin", map[string]string{"HOME": "/h", "XDG_STATE_HOME": "/x"}, filepath.Join("/h", "Library", "Application Support", "certwiz")},
		{"Windows", "windows", map[string]string{"LocalAppData": "/l", "HOME": "/h"}, filepath.Join("/l", "certwiz")},
		{"Windows without LocalAppData", "windows", map[string]string{"USERPROFILE": "/u"}, filepath.Join("/u", "AppData", "Local", "certwiz")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Home(func(k string) string { return tt.env[k] }, tt.goos)
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
		})
	}
}

func TestHomeWithoutOne(t *testing.T) {
	for goos, missing := range map[string]string{"linux": "HOME", "darwin": "HOME", "windows": "LocalAppData"} {
		_, err := Home(func(string) string { return "" }, goos)
		if err == nil || !strings.Contains(err.Error(), missing) || !strings.Contains(err.Error(), "CERTWIZ_HOME") {
			t.Errorf("%s: %v", goos, err)
		}
	}
}
