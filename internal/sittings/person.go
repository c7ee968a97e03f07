package sittings

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"

	"github.com/certwiz/certwiz/submission/portal"
)

// End in a reply ends the input there.
const End = "\x04"

// mostReplies bounds a conversation that comes to no end.
const mostReplies = 500

// Script are replies that differ from a person's own, in their order, by the
// ID of the field that is asked or by words that were said since the last reply.
type Script map[string][]string

// Person answers plain questions: each by what is asked, however many are asked
// and in whatever order.
type Person struct {
	Portal portal.Portal
	Right  Answers
	Script Script

	field   string   // asked last, "" where it was no field
	replies []string // given so far
}

// others are the prompts that ask for no field. A person leaves at the gate
// and goes on everywhere else unless the script says something.
var others = []struct{ words, reply string }{
	{"Type submit to freeze", "save"},
	{"A number goes there, a with a number vouches", "save"},
	{"What do you want to do?", "save"},
	{"How do you go on?", "save"},
	{"Did the portal show its confirmation?", ""},
	{"Enter means done", ""},
}

// Reply is what the person answers to what was said since the last reply, and
// whether the input goes on after it.
func (p *Person) Reply(said string) (text string, more bool) {
	said = strings.Join(strings.Fields(said), " ")
	field, asked := p.asked(said)
	text = p.reply(said, field, asked)
	text, _, ended := strings.Cut(text, End)
	if ended || len(p.replies) == mostReplies {
		return text, false
	}
	p.replies = append(p.replies, text)
	return text, true
}

// Input is everything that was replied, as it can be piped in.
func (p *Person) Input() string { return strings.Join(p.replies, "\n") + "\n" }

func (p *Person) reply(said string, field portal.Field, asked bool) string {
	if key := p.scripted(said); key != "" {
		return p.next(key)
	}
	if asked {
		p.field = field.ID
		if len(p.Script[field.ID]) > 0 {
			return p.next(field.ID)
		}
		return p.own(said, field)
	}
	for _, o := range others {
		if strings.Contains(said, o.words) {
			p.field = ""
			return o.reply
		}
	}
	if len(p.Script[p.field]) > 0 { // asked again
		return p.next(p.field)
	}
	return ""
}

// scripted finds the script's words that were said last.
func (p *Person) scripted(said string) string {
	found, last := "", -1
	for key, replies := range p.Script {
		if _, _, ok := p.Portal.Field(key); ok || len(replies) == 0 {
			continue
		}
		if at := strings.LastIndex(said, key); at > last {
			found, last = key, at
		}
	}
	return found
}

func (p *Person) next(key string) string {
	replies := p.Script[key]
	p.Script[key] = replies[1:]
	return replies[0]
}

// own is the person's answer to a field: the one there is, or the right one.
func (p *Person) own(said string, f portal.Field) string {
	if strings.Contains(said, "Your answer so far") {
		return ""
	}
	switch f.Kind {
	case portal.Archive:
		return "b" // builds it
	case portal.Lines:
		if p.Right[f.ID] == "" {
			return ""
		}
		return p.Right[f.ID] + "\n."
	}
	return p.Right[f.ID]
}

var question = regexp.MustCompile(`, question \d+ of \d+: `)

// asked is the field that was asked last: the page's title and the field's
// label say which.
func (p *Person) asked(said string) (asked portal.Field, ok bool) {
	all := question.FindAllStringIndex(said, -1)
	if len(all) == 0 {
		return portal.Field{}, false
	}
	at := all[len(all)-1]
	longest := -1
	for _, s := range p.Portal.AllSteps() {
		if !strings.HasSuffix(said[:at[0]], s.Title) {
			continue
		}
		for _, f := range s.Fields {
			label, _, _ := strings.Cut(f.Label, "{")
			if strings.HasPrefix(said[at[1]:], label) && len(label) > longest {
				asked, longest = f, len(label)
			}
		}
	}
	return asked, longest >= 0
}

// Talk is a person at the input and the output of plain questions.
type Talk struct {
	*Person
	mu    sync.Mutex
	said  bytes.Buffer
	heard int
	line  []byte // of the reply, not read yet
	ended bool
}

// Write hears what is said.
func (t *Talk) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.said.Write(b)
}

// Read replies to what was said since the last reply.
func (t *Talk) Read(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.line) == 0 && !t.ended {
		text, more := t.Reply(t.said.String()[t.heard:])
		t.heard = t.said.Len()
		t.line, t.ended = []byte(text), !more
		if more {
			t.line = append(t.line, '\n')
		}
	}
	if len(t.line) == 0 {
		return 0, io.EOF
	}
	n := copy(b, t.line)
	t.line = t.line[n:]
	return n, nil
}

// Said is everything that was said.
func (t *Talk) Said() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.said.String()
}

// Answer talks to a program over pipes until it ends, and returns what it said.
func (p *Person) Answer(cmd *exec.Cmd) (said string, err error) {
	out, outside, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = outside, outside
	in, err := cmd.StdinPipe()
	if err != nil {
		return "", err
	}
	err = cmd.Start()
	outside.Close()
	if err != nil {
		return "", err
	}
	var all bytes.Buffer
	heard := 0
	part := make([]byte, 64<<10)
	for {
		n, err := out.Read(part)
		all.Write(part[:n])
		if err != nil {
			return all.String(), cmd.Wait()
		}
		if !bytes.HasSuffix(all.Bytes(), []byte(": ")) { // not the end of a prompt
			continue
		}
		text, more := p.Reply(all.String()[heard:])
		heard = all.Len()
		if more {
			text += "\n"
		}
		_, _ = io.WriteString(in, text) // it may have ended
		if !more {
			in.Close()
		}
	}
}
