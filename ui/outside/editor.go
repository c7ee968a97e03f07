package outside

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// Editor is the person's editor as a program and its arguments: $VISUAL, else
// $EDITOR, else the first that is installed of notepad (on Windows), nano and
// vi.
func Editor(env func(string) string) ([]string, error) {
	return editor(env, runtime.GOOS)
}

func editor(env func(string) string, os string) ([]string, error) {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		value := strings.TrimSpace(env(name))
		if value == "" {
			continue
		}
		if _, err := exec.LookPath(value); err == nil { // a path with spaces, not quoted
			return []string{value}, nil
		}
		args := split(value, os)
		if len(args) == 0 {
			continue
		}
		if _, err := exec.LookPath(args[0]); err != nil {
			return nil, fmt.Errorf("$%s names %s, which is not installed. Set it to your editor", name, args[0])
		}
		return args, nil
	}
	fallbacks := []string{"nano", "vi"}
	if os == "windows" {
		fallbacks = []string{"notepad", "nano", "vi"}
	}
	for _, name := range fallbacks {
		if _, err := exec.LookPath(name); err == nil {
			return []string{name}, nil
		}
	}
	return nil, errors.New("no editor was found. Set $EDITOR to yours")
}

// EditorAt is the command line that opens a file at a line (from 1; 0 for
// none) in an editor that Editor gave. An editor whose way to name a line is
// not known opens the file at its top. Editors with windows of their own are
// told to stay until the file is closed.
func EditorAt(args []string, path string, line int) []string {
	args = append([]string(nil), args...)
	if len(args) == 0 {
		return nil
	}
	if strings.HasPrefix(path, "-") || strings.HasPrefix(path, "+") { // no option, no command
		path = "." + string(filepath.Separator) + path
	}
	name := strings.TrimSuffix(strings.ToLower(filepath.Base(filepath.FromSlash(strings.ReplaceAll(args[0], `\`, "/")))), ".exe")
	name = strings.TrimSuffix(name, ".cmd")
	switch name {
	case "code", "code-insiders", "codium", "vscodium", "cursor", "windsurf":
		return graphical(args, path, line, "-w", "--wait", "-g")
	case "subl", "zed":
		return graphical(args, path, line, "-w", "--wait", "")
	case "hx", "helix":
		return append(args, colon(path, line))
	case "vi", "vim", "nvim", "view", "gvim", "nano", "pico", "emacs", "emacsclient", "micro", "joe", "kak", "ne", "jed", "mg", "gedit":
		if line > 0 {
			args = append(args, "+"+strconv.Itoa(line))
		}
		return append(args, path)
	case "notepad++":
		if line > 0 {
			args = append(args, "-n"+strconv.Itoa(line))
		}
		return append(args, path)
	default:
		return append(args, path)
	}
}

// graphical opens a file at a line by path:line and waits for its end.
func graphical(args []string, path string, line int, wait, long, at string) []string {
	waits := false
	for _, a := range args[1:] {
		waits = waits || a == wait || a == long
	}
	if !waits {
		args = append(args, wait)
	}
	if at != "" && line > 0 { // code wants the file directly behind -g
		args = append(args, at)
	}
	return append(args, colon(path, line))
}

func colon(path string, line int) string {
	if line > 0 {
		return path + ":" + strconv.Itoa(line)
	}
	return path
}

// split takes a command line apart at its spaces, with quotes, and with
// backslashes before a space, a quote or another backslash where they are not
// part of paths (Windows). A quote that is not closed runs to the end.
func split(line, os string) []string {
	var args []string
	var word strings.Builder
	var quote rune
	inWord, escaped := false, false
	for _, r := range line {
		switch {
		case escaped:
			if !strings.ContainsRune(` "'\`, r) {
				word.WriteByte('\\')
			}
			word.WriteRune(r)
			escaped = false
		case r == '\\' && os != "windows" && quote != '\'':
			escaped, inWord = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '"' || r == '\'' && os != "windows":
			quote, inWord = r, true
		case r == ' ' || r == '\t' || r == '\n':
			if inWord {
				args = append(args, word.String())
				word.Reset()
				inWord = false
			}
		default:
			word.WriteRune(r)
			inWord = true
		}
	}
	if escaped {
		word.WriteByte('\\')
	}
	if inWord {
		args = append(args, word.String())
	}
	return args
}
