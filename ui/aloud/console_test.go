package aloud

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func console(in string) (*Console, *bytes.Buffer) {
	var out bytes.Buffer
	return NewConsole(strings.NewReader(in), &out, false, nil), &out
}

func TestAskReadsOneLine(t *testing.T) {
	c, _ := console("  one \r\ntwo\n\nlast without an end")
	for _, want := range []string{"one", "two", "", "last without an end"} {
		got, err := c.ask(t.Context(), "?")
		if err != nil || got != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
	if _, err := c.ask(t.Context(), "?"); !errors.Is(err, ErrEnded) {
		t.Errorf("at the end: %v", err)
	}
}

func TestLongLineIsNotTaken(t *testing.T) {
	c, out := console(strings.Repeat("x", maxLine+1) + "\nshort\n")
	got, err := c.ask(t.Context(), "?")
	if err != nil || got != "short" {
		t.Errorf("got %q, %v", got, err)
	}
	if !strings.Contains(out.String(), "longer than 64 kB and was not taken") {
		t.Errorf("said %q", out.String())
	}
}

func TestLongestLineIsTaken(t *testing.T) {
	long := strings.Repeat("x", maxLine-1)
	c, _ := console(long + "\n")
	if got, err := c.ask(t.Context(), "?"); err != nil || got != long {
		t.Errorf("got %d bytes, %v", len(got), err)
	}
}

func TestBlock(t *testing.T) {
	c, _ := console("second\n\n third\n.\nnot mine\n")
	got, err := c.block(t.Context(), "first")
	if err != nil || got != "first\nsecond\n\n third" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestBlockThatEnds(t *testing.T) {
	c, _ := console("second\n")
	if got, err := c.block(t.Context(), "first"); !errors.Is(err, ErrEnded) || got != "first\nsecond" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestChoose(t *testing.T) {
	c, out := console("0\n3\nfirst\n2.\n")
	n, err := c.Choose(t.Context(), "Which?", []Option{{"a", "note"}, {"b", ""}})
	if err != nil || n != 1 {
		t.Errorf("got %d, %v", n, err)
	}
	for _, want := range []string{"1. a: note\n2. b\n", "That is no answer here; it was not taken."} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in %q", want, out.String())
		}
	}
}

// TestHidden says that the echo is off from before the prompt until the line is
// read, and that what was typed comes as it is.
func TestHidden(t *testing.T) {
	var out bytes.Buffer
	hide := func() (func(), bool, error) {
		out.WriteString("<")
		return func() { out.WriteString(">") }, false, nil
	}
	c := NewConsole(strings.NewReader(" s3cret \n"), &out, false, hide)
	got, err := c.askHidden(t.Context(), "Key:")
	if err != nil || got != " s3cret " || out.String() != "<Key: \n>" {
		t.Errorf("got %q, %v, said %q", got, err, out.String())
	}
	if _, err := c.askHidden(t.Context(), "Key:"); !errors.Is(err, ErrEnded) || !strings.HasSuffix(out.String(), ">") {
		t.Errorf("at the end: %v, said %q", err, out.String())
	}
}

// TestPastedAhead: lines that came with the answer before a hidden one are no
// answer to it, whether the reader or the terminal has them.
func TestPastedAhead(t *testing.T) {
	var out bytes.Buffer
	typed := make(chan string, 2)
	inTerminal := false
	hide := func() (func(), bool, error) { typed <- "k3y\n"; return func() {}, inTerminal, nil }
	c := NewConsole(chunks(typed), &out, false, hide)
	typed <- "ines\ns3cret\n"
	if got, err := c.ask(t.Context(), "Name:"); err != nil || got != "ines" {
		t.Fatalf("%q, %v", got, err)
	}
	for _, inTerminal = range []bool{false, true, false} {
		got, err := c.askHidden(t.Context(), "Key:")
		if err != nil || got != "k3y" {
			t.Errorf("%q, %v", got, err)
		}
	}
	if n := strings.Count(out.String(), "What was typed before this question was not taken."); n != 2 || strings.Contains(out.String(), "s3cret") {
		t.Errorf("said %q", out.String())
	}
}

// chunks is a terminal: each read gives what came at once.
type chunks chan string

func (c chunks) Read(p []byte) (int, error) { return copy(p, <-c), nil }

// TestLongLines says that a line over the limit is passed over wherever a line
// is read, and asked for again.
func TestLongLines(t *testing.T) {
	long := strings.Repeat("x", maxLine+1) + "\n"
	for name, read := range map[string]func(*Console) (string, error){
		"ask":    func(c *Console) (string, error) { return c.ask(t.Context(), "Name:") },
		"hidden": func(c *Console) (string, error) { return c.askHidden(t.Context(), "Name:") },
		"block":  func(c *Console) (string, error) { return c.block(t.Context(), "fine") },
	} {
		c, out := console(long + "fine\n.\n")
		got, err := read(c)
		if err != nil || !strings.HasPrefix(got, "fine") || !strings.Contains(out.String(), "longer than 64 kB and was not taken") {
			t.Errorf("%s: got %d bytes, %v, said %q", name, len(got), err, out.String())
		}
	}
}

// TestNothingSteersTheTerminal says untrusted text with escape sequences in
// it: they are shown, not sent, and in a seven-bit locale all is ASCII.
func TestNothingSteersTheTerminal(t *testing.T) {
	for _, sevenBit := range []bool{false, true} {
		var out bytes.Buffer
		c := NewConsole(strings.NewReader("\n"), &out, sevenBit, nil)
		c.printf("title: %s", "Contoso\x1b]52;c;AAAA\a\u202e größe")
		if _, err := c.ask(t.Context(), "name \x1b[2J?"); err != nil {
			t.Fatal(err)
		}
		for _, r := range out.String() {
			if r < ' ' && r != '\n' || r == '\u202e' || sevenBit && r > 0x7e {
				t.Errorf("seven bit %v: %U was sent in %q", sevenBit, r, out.String())
			}
		}
	}
}

// TestNewPassphrase is asked twice, until both are the same; a pipe says it once.
func TestNewPassphrase(t *testing.T) {
	c, out := console("four random words\nfour randon words\nfour other words\nfour other words\n")
	if got, err := c.NewPassphrase(t.Context()); err != nil || got != "four other words" {
		t.Errorf("got %q, %v", got, err)
	}
	if !strings.Contains(out.String(), "The two passphrases differ") || strings.Contains(out.String(), "random") {
		t.Errorf("said %q", out.String())
	}
	c, _ = console("four random words\nnext\n")
	c.Piped()
	if got, err := c.NewPassphrase(t.Context()); err != nil || got != "four random words" {
		t.Errorf("got %q, %v", got, err)
	}
	if next, err := c.ask(t.Context(), "?"); err != nil || next != "next" {
		t.Errorf("the next line is %q, %v", next, err)
	}
}
