package store

import (
	"cmp"
	"errors"
	"path/filepath"
)

// Home is the folder that certwiz keeps its files in, absolute. CERTWIZ_HOME
// names another one; without it the platform's state folder decides. env is
// os.Getenv and goos is runtime.GOOS, but for tests.
func Home(env func(string) string, goos string) (string, error) {
	if dir := env("CERTWIZ_HOME"); dir != "" {
		return filepath.Abs(dir)
	}
	base := stateFolder(env, goos)
	if base == "" {
		return "", errors.New("there is no folder to keep drafts in: " + homeVariable(goos) + " is not set. Set CERTWIZ_HOME to a folder of yours")
	}
	return filepath.Join(base, "certwiz"), nil
}

func homeVariable(goos string) string {
	if goos == "windows" {
		return "LocalAppData"
	}
	return "HOME"
}

func stateFolder(env func(string) string, goos string) string {
	switch goos {
	case "windows":
		return cmp.Or(env("LocalAppData"), below(env("USERPROFILE"), "AppData", "Local"))
	case "darwin":
		return below(env("HOME"), "Library", "Application Support")
	default:
		return cmp.Or(absolute(env("XDG_STATE_HOME")), below(env("HOME"), ".local", "state"))
	}
}

// absolute drops a relative path, as the XDG base directory specification asks.
func absolute(dir string) string {
	if !filepath.IsAbs(dir) {
		return ""
	}
	return dir
}

func below(base string, names ...string) string {
	if base == "" {
		return ""
	}
	return filepath.Join(append([]string{base}, names...)...)
}
