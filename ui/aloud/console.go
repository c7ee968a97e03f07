package aloud

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/ui/theme"
)

// ErrEnded says that the input was closed before the questions were over.
// Everything answered until then is kept; nothing was submitted.
var ErrEnded = errors.New("the input ended before the last question; every answer is kept")

// ErrDropped is ErrEnded where nothing can be kept: in the example, and where
// the state folder can't be written.
var ErrDropped = errors.New("the input ended before the last question; nothing is kept")

// maxLine is how many bytes one line of an answer may have, maxLines how many
// lines.
const (
	maxLine  = 64 << 10
	maxLines = 2000
)

// errLong says that a line was longer than maxLine and was not taken.
var errLong = errors.New("line too long")

// Console prints and reads. All prompts read through its one reader, so that
// answers can be piped in without one prompt swallowing the next one's. Only
// plain text is written: no colour, no cursor movement, no repainting.
type Console struct {
	in     *bufio.Reader
	out    io.Writer
	hide   func() (show func(), dropped bool, err error)
	theme  theme.Theme
	width  int  // columns that lines are wrapped to, 0 for none: a screen reader needs no wrapping
	hidden bool // echo is off
	piped  bool
	ended  error // why no further line is read
	aside  io.Writer
}

// NewConsole makes a console. sevenBit says that nothing outside ASCII may be
// written. hide turns the terminal's echo off until show is called, and drops
// what was typed before; nil when the input is no terminal, which echoes nothing.
func NewConsole(in io.Reader, out io.Writer, sevenBit bool, hide func() (show func(), dropped bool, err error)) *Console {
	th := theme.New(theme.Options{Plain: true, ASCII: true, SevenBit: sevenBit})
	return &Console{in: bufio.NewReader(in), out: out, hide: hide, theme: th}
}

// WrapAt has lines wrapped between words, for people who read them on a screen.
func (c *Console) WrapAt(columns int) { c.width = columns }

// Piped says that the answers were written before the questions were known, and
// that nobody is there to be asked again.
func (c *Console) Piped() { c.piped = true }

// AskAside has passphrases asked for on another stream than the one that answers
// are printed to: that may be a file.
func (c *Console) AskAside(w io.Writer) { c.aside = w }

func (c *Console) passphrase(ctx context.Context, prompt string) (string, error) {
	out := c.out
	if c.aside != nil {
		c.out = c.aside
	}
	defer func() { c.out = out }()
	return c.askHidden(ctx, prompt)
}

// notTaken says that what was typed is no answer. It is not repeated: it may be
// a secret that was meant for another question.
func (c *Console) notTaken() {
	c.printf("That is no answer here; it was not taken.")
	c.misfit()
}

// misfit ends a sitting whose answers are piped before it reads another one.
func (c *Console) misfit() {
	if c.piped {
		c.ended = ErrMisfit
	}
}

// printf prints a line, made safe for the terminal since arguments may be untrusted.
func (c *Console) printf(format string, args ...any) {
	text := c.theme.SafeLines(fmt.Sprintf(format, args...))
	if c.width > 0 {
		text = wrapped(text, c.width)
	}
	fmt.Fprintln(c.out, text)
}

// wrapped wraps each line at its own indent.
func wrapped(text string, width int) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		plain := strings.TrimLeft(line, " ")
		indent := line[:len(line)-len(plain)]
		for _, part := range theme.Wrap(plain, max(20, width-len(indent))) {
			lines = append(lines, indent+part)
		}
	}
	return strings.Join(lines, "\n")
}

func (c *Console) gap() { fmt.Fprintln(c.out) }

// ask prints a prompt and reads one line, without the spaces around it.
func (c *Console) ask(ctx context.Context, prompt string) (string, error) {
	text, err := c.line(ctx, prompt)
	return strings.TrimSpace(text), err
}

// line prints a prompt and reads one line as it is. Without a prompt it reads
// the next line of an answer that goes on.
func (c *Console) line(ctx context.Context, prompt string) (string, error) {
	for c.ended == nil {
		if prompt != "" {
			shown := c.theme.Safe(prompt)
			if c.width > 0 {
				shown = wrapped(shown, c.width)
			}
			fmt.Fprint(c.out, shown, " ")
		}
		text, err := c.wait(ctx, c.read)
		if c.hide == nil && prompt != "" {
			c.gap() // nobody pressed Enter on this screen
		}
		if !errors.Is(err, errLong) {
			return text, err
		}
		c.printf("That line was longer than %d kB and was not taken.", maxLine>>10)
	}
	return "", c.ended
}

// askHidden reads one line as it is, without echo where there is a terminal.
// Echo goes off before the prompt appears, so that an answer typed at once is
// hidden too. Lines that were pasted with the answer before it are dropped: they
// were not written for this question, and the next one would take the rest.
func (c *Console) askHidden(ctx context.Context, prompt string) (string, error) {
	show, err := c.hideTyping()
	if err != nil {
		return "", err
	}
	defer show()
	text, err := c.line(ctx, prompt)
	if c.hide != nil {
		c.gap() // Enter was not echoed either
	}
	return text, err
}

// hideTyping turns echo off until show is called, once for questions that follow
// one another.
func (c *Console) hideTyping() (show func(), err error) {
	if c.hide == nil || c.hidden {
		return func() {}, nil
	}
	echo, dropped, err := c.hide()
	if err != nil {
		return nil, err
	}
	c.hidden = true
	if n := c.in.Buffered(); n > 0 {
		_, _ = c.in.Discard(n)
		dropped = true
	}
	if dropped {
		c.printf("What was typed before this question was not taken.")
	}
	return func() {
		c.hidden = false
		echo()
	}, nil
}

// wait reads in another goroutine, so that ctrl+c works while it waits.
func (c *Console) wait(ctx context.Context, read func() (string, error)) (string, error) {
	type line struct {
		text string
		err  error
	}
	got := make(chan line, 1)
	go func() {
		text, err := read()
		got <- line{text, err}
	}()
	select {
	case l := <-got:
		return l.text, l.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// read reads up to the end of a line, at most maxLine bytes; the rest of a
// longer line is dropped.
func (c *Console) read() (string, error) {
	var text []byte
	long := false
	for {
		part, err := c.in.ReadSlice('\n')
		if len(text)+len(part) > maxLine {
			text, long = nil, true
		} else if !long {
			text = append(text, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case long:
			return "", errLong
		case err != nil && len(text) == 0:
			return "", ErrEnded
		}
		return strings.TrimRight(string(text), "\r\n"), nil
	}
}

// Option is one of several to choose from.
type Option struct {
	Label string
	Note  string
}

// options prints a numbered list.
func (c *Console) options(options []Option) {
	for i, o := range options {
		text := o.Label
		if o.Note != "" {
			text += ": " + o.Note
		}
		c.printf("%d. %s", i+1, text)
	}
}

// Choose asks for one of several; the result counts from 0 and is -1 when the
// person chose none, by Enter or by the word that leaves.
func (c *Console) Choose(ctx context.Context, question string, options []Option) (int, error) {
	c.printf("%s", question)
	c.options(options)
	for {
		text, err := c.ask(ctx, fmt.Sprintf("A number from 1 to %d, Enter for none:", len(options)))
		if err != nil || text == "" || text == cmdSave {
			return -1, err
		}
		if n, ok := number(text, len(options)); ok {
			return n, nil
		}
		c.notTaken()
	}
}

// YesNo asks a question that Enter answers with no.
func (c *Console) YesNo(ctx context.Context, question string) (bool, error) {
	for {
		text, err := c.ask(ctx, question+" yes or no, Enter for no:")
		if err != nil {
			return false, err
		}
		if yes, ok := yesNo(text); ok || text == "" {
			return yes, nil
		}
		c.notTaken()
	}
}

// Passphrase asks for the passphrase of a sealed file.
func (c *Console) Passphrase(ctx context.Context) (string, error) {
	return c.passphrase(ctx, "Passphrase of the sealed file:")
}

// NewPassphrase asks for the passphrase of a sealed file that is not there yet:
// twice, because without it the secrets are lost. A pipe says it once.
func (c *Console) NewPassphrase(ctx context.Context) (string, error) {
	show, err := c.hideTyping() // between the two as well
	if err != nil {
		return "", err
	}
	defer show()
	for {
		first, err := c.passphrase(ctx, "Passphrase for a new sealed file; without it the secrets are lost:")
		if err != nil || first == "" || c.piped {
			return first, err
		}
		second, err := c.passphrase(ctx, "The same passphrase again:")
		if err != nil || first == second {
			return first, err
		}
		c.printf("The two passphrases differ: nothing was made.")
	}
}

// Name asks for a text to be typed, "" for Enter alone.
func (c *Console) Name(ctx context.Context, question string) (string, error) {
	return c.ask(ctx, question)
}

// block reads lines up to one that holds a single full stop. first is the
// line that was read already. With an error come the lines up to it.
func (c *Console) block(ctx context.Context, first string) (string, error) {
	lines := []string{first}
	for {
		text, err := c.line(ctx, "")
		switch {
		case err != nil, text == ".":
			return strings.TrimSpace(strings.Join(lines, "\n")), err
		case len(lines) == maxLines:
			c.printf("An answer has at most %d lines; this one was not taken.", maxLines)
		default:
			lines = append(lines, text)
		}
	}
}

// number reads "2" as the second of n, counted from 0.
func number(text string, n int) (int, bool) {
	i, err := strconv.Atoi(strings.TrimSuffix(text, "."))
	return i - 1, err == nil && i >= 1 && i <= n
}

func yesNo(text string) (yes, ok bool) {
	switch strings.ToLower(text) {
	case "y", "yes":
		return true, true
	case "n", "no":
		return false, true
	default:
		return false, false
	}
}
