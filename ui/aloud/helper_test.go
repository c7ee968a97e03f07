package aloud

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/outside"
)

func TestMain(m *testing.M) {
	for _, name := range []string{"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"} {
		_ = os.Setenv(name, os.DevNull)
	}
	os.Exit(m.Run())
}

var today = time.Date(2025, 11, 11, 10, 42, 0, 0, time.UTC)

// sitting is a connector's folder with a state folder and a vault, at which
// people may sit down several times.
type sitting struct {
	t         *testing.T
	home, dir string
	vault     secrets.Vault
	now       time.Time
	board     *clipboard
	browser   *browser
	edit      func(context.Context, string) error
	update    bool
	variant   sittings.Variant
	portal    portal.Portal
}

// parcels is what the publisher of the test's connector answers, by .zip.
var parcels = sittings.Variant{Given: sittings.Answers{"route": "exception"},
	Facts: connector.Facts{AuthKnown: true, Auth: []connector.Auth{{Kind: "apiKey"}}}}

const (
	apiKey  = sittings.APIKey
	submit  = "Type submit to freeze"
	receipt = "Did the portal show its confirmation?"
)

func newSitting(t *testing.T) *sitting {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "Contoso Parcels")
	if err := os.CopyFS(dir, os.DirFS("testdata/contoso")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "icon.png"), icon(t), 0o644); err != nil {
		t.Fatal(err)
	}
	return &sitting{t: t, home: filepath.Join(t.TempDir(), "state"), dir: dir, vault: secrets.NewMemory(), now: today,
		board: &clipboard{}, browser: &browser{}, variant: parcels, portal: portal.ISVStudio()}
}

// icon is a white square on the brand colour of apiProperties.json.
func icon(t *testing.T) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 230, 230))
	for y := range 230 {
		for x := range 230 {
			c := color.NRGBA{0x1f, 0x6f, 0xeb, 0xff}
			if x > 60 && x < 170 && y > 60 && y < 170 {
				c = color.NRGBA{0xf0, 0xf6, 0xff, 0xff}
			}
			img.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// open opens the draft as the command does.
func (s *sitting) open() *session.Session {
	s.t.Helper()
	st, err := store.Open(s.home)
	if err != nil {
		s.t.Fatal(err)
	}
	ports := session.Ports{Now: func() time.Time { return s.now }, Store: st, Vault: s.vault}
	slug := st.SlugFor(s.dir, "Contoso Parcels")
	d, err := st.LoadDraft(slug)
	if errors.Is(err, fs.ErrNotExist) {
		n := session.New(ports, s.portal, s.dir, "Contoso Parcels")
		n.Draft.Slug = slug
		return n
	}
	if err != nil {
		s.t.Fatal(err)
	}
	l, _ := st.Ledger(slug)
	return session.Resume(ports, s.portal, d, l)
}

// answer sits down and answers what is asked; a script says what else to reply.
func (s *sitting) answer(script sittings.Script) (said string, after *session.Session, err error) {
	s.t.Helper()
	after = s.open()
	v := s.variant
	v.Update = s.update
	talk := &sittings.Talk{Person: &sittings.Person{Portal: after.Portal, Right: v.Answers(after.Portal), Script: script}}
	err = Run(s.t.Context(), Options{
		Session: after, Console: NewConsole(talk, talk, false, nil), Update: s.update,
		Out: outside.Ports{Clipboard: s.board, Browser: s.browser}, Edit: s.edit,
	})
	if testing.Verbose() {
		s.t.Log("\n" + talk.Said())
	}
	return talk.Said(), after, err
}

// draft is what is on the disk.
func (s *sitting) draft() submission.Draft {
	s.t.Helper()
	st := store.OpenReadOnly(s.home)
	slug, ok := st.FindDraft(s.dir)
	if !ok {
		s.t.Fatal("there is no draft")
	}
	d, err := st.LoadDraft(slug)
	if err != nil {
		s.t.Fatal(err)
	}
	return d
}

// nowhere fails when a text is in any file of the state folder.
func (s *sitting) nowhere(secret string) {
	s.t.Helper()
	files := 0
	err := filepath.WalkDir(s.home, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(secret)) {
			s.t.Errorf("%s holds the secret", path)
		}
		return err
	})
	if err != nil || files == 0 {
		s.t.Fatalf("%d files were looked at: %v", files, err)
	}
}

// says fails unless every text was said, in this order.
func says(t *testing.T, said string, want ...string) {
	t.Helper()
	rest := said
	for _, w := range want {
		_, after, found := strings.Cut(rest, w)
		if !found {
			t.Fatalf("%q was not said (in this order) in:\n%s", w, said)
		}
		rest = after
	}
}

// clipboard remembers what was copied.
type clipboard struct {
	text    string
	all     []string
	cleared int
	err     error
}

func (c *clipboard) Copy(text string) (string, error) {
	if c.err != nil {
		return "", c.err
	}
	c.text = text
	c.all = append(c.all, text)
	return "copied to the clipboard", nil
}

func (c *clipboard) CopySecret(text string) (string, error) { return c.Copy(text) }
func (c *clipboard) Held(text string) (held, known bool)    { return c.text == text, true }

func (c *clipboard) Clear() error {
	c.text = ""
	c.cleared++
	return nil
}

// browser remembers what was opened.
type browser struct{ opened []string }

func (b *browser) Open(url string) error {
	b.opened = append(b.opened, url)
	return nil
}
