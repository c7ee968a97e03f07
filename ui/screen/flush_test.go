package screen

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

// TestNeverPausingLosesNothing: the first letter makes the section due, and
// those that follow do not put that off.
func TestNeverPausingLosesNothing(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	path := d.section("Prerequisites")
	e := d.m().section()
	typed := ""
	for i := range 39 {
		ticks := d.ticks
		d.typed("x")
		typed += "x"
		if asked := d.ticks - ticks; asked > 1 || !e.due {
			t.Fatalf("letter %d asked for %d ticks, due: %v", i, asked, e.due)
		}
		if i%3 == 2 { // the time that three letters take
			d.send(writeTick{e})
			if !strings.Contains(readFile(t, path), "that account"+typed+"\n") {
				t.Fatalf("after %d letters the file is\n%s", i+1, readFile(t, path))
			}
		}
	}
	d.press("esc")
	if strings.Count(readFile(t, path), "that account") != 1 {
		t.Errorf("the file is\n%s", readFile(t, path))
	}
}

// TestTypingWhileItIsWritten: what is typed while an earlier text is on its way
// to the disk follows it, also when the section was left meanwhile.
func TestTypingWhileItIsWritten(t *testing.T) {
	for _, left := range []bool{false, true} {
		d := sit(t, table{dir: mended(t)})
		path := d.section("Prerequisites")
		e := d.m().section()
		d.typed(" one")
		first := d.m().writeDue(writeTick{e})
		d.letters(" two")
		if cmd := d.m().writeDue(writeTick{e}); cmd != nil {
			t.Error("two writers at once")
		}
		d.letters(" three")
		if left {
			d.send(keyMsg("esc"))
		}
		d.run(first)
		d.send(writeTick{e})
		if got := readFile(t, path); !strings.Contains(got, "that account one two three\n") || strings.Count(got, "that account") != 1 {
			t.Errorf("left %v: the file is\n%s", left, got)
		}
		if d.m().keeping != 0 || len(d.m().writers) != 0 {
			t.Errorf("still under way: %d, %v", d.m().keeping, d.m().writers)
		}
	}
}

// TestEndWritesTheSection ends the program in each state that a section can be
// in, as a signal or a closed window does: nothing that was typed is lost.
func TestEndWritesTheSection(t *testing.T) {
	tests := map[string]func(d *sitting, path string){
		"typed":            func(*sitting, string) {},
		"below its guide":  func(d *sitting, _ string) { d.press("f1") },
		"with its preview": func(d *sitting, _ string) { d.press("ctrl+t") },
		"written, then more typed": func(d *sitting, _ string) {
			d.send(writeTick{d.m().section()})
			d.typed(" more")
		},
		"on its way": func(d *sitting, _ string) {
			cmd := d.m().writeDue(writeTick{d.m().section()})
			d.letters(" more")
			for _, c := range cmd().(tea.BatchMsg) {
				if c != nil && !strings.Contains(runtime.FuncForPC(reflect.ValueOf(c).Pointer()).Name(), "Tick.func") {
					c() // its end is not heard
				}
			}
		},
		"its way has ended, and nobody heard": func(d *sitting, path string) {
			e := d.m().section()
			d.m().s.WriteDocument("intro.md", e.base, mineOf(d.t, e))(context.Background())
			e.send(mineOf(d.t, e))
			d.typed(" more")
		},
		"changed outside": func(d *sitting, path string) {
			write(d.t, path, strings.Replace(readFile(d.t, path), "in that account\n", "in that account, theirs\n", 1))
		},
		"removed outside": func(d *sitting, path string) {
			if err := os.Remove(path); err != nil {
				d.t.Fatal(err)
			}
		},
		"its conflict undecided": func(d *sitting, path string) {
			write(d.t, path, strings.Replace(readFile(d.t, path), "in that account\n", "in that account, theirs\n", 1))
			d.press("esc")
		},
	}
	for name, then := range tests {
		t.Run(name, func(t *testing.T) {
			d := sit(t, table{dir: mended(t)})
			path := d.section("Prerequisites")
			d.typed(" mine")
			want := "that account mine"
			then(d, path)
			if e := d.m().section(); e != nil && strings.Contains(e.area.Value(), " more") {
				want += " more"
			}
			if err := d.a.end(context.Background()); err != nil {
				t.Errorf("the end says %v", err)
			}
			kept := ""
			for _, p := range []string{path, path + ".yours"} {
				if data, err := os.ReadFile(p); err == nil {
					kept += string(data)
				}
			}
			if !strings.Contains(kept, want+"\n") {
				t.Errorf("on the disk is\n%s", kept)
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".certwiz-*")); len(left) > 0 {
				t.Errorf("left over: %v", left)
			}
		})
	}
}

// letters types while something is under way.
func (d *sitting) letters(text string) {
	for _, r := range text {
		d.send(keyMsg(string(r)))
	}
}

func mineOf(t testing.TB, e *sectionEditor) []byte {
	t.Helper()
	mine, err := e.mine()
	if err != nil {
		t.Fatal(err)
	}
	return mine
}

// TestStumbledWritesTheSection: a panic saves the section before it is said that
// all is kept, and what is typed afterwards follows.
func TestStumbledWritesTheSection(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.faults = true
	path := d.section("Prerequisites")
	d.typed(" mine")
	d.send(panicked{context.DeadlineExceeded})
	d.wants("Everything you entered is kept")
	if !strings.Contains(readFile(t, path), "that account mine\n") {
		t.Errorf("the file is\n%s", readFile(t, path))
	}
	d.typed(" more")
	d.press("esc")
	if got := readFile(t, path); !strings.Contains(got, "that account mine more\n") || d.m().overlay != nil {
		t.Errorf("%T, the file is\n%s", d.m().overlay, got)
	}
}
