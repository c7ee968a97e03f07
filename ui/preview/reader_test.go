package preview

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/markdown"
	"github.com/certwiz/certwiz/checks/prose"
)

var (
	// headingRow is how a heading's first row begins in colours: its marks are faint.
	headingRow = regexp.MustCompile(`\x1b\[2m(#{1,6})\x1b\[0m`)
	// linkedText is text that is drawn as a link, whatever else it is.
	linkedText = regexp.MustCompile(`\x1b\[(?:[0-9]+;)*4;4m([^\x1b]*)`)
)

// TestReadAsJudged holds over real documents that what the preview shows as a
// heading or a link is what the rules call so.
func TestReadAsJudged(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "corpus")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the corpus is not here:", err)
	}
	headings, links := 0, 0
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.ToLower(filepath.Ext(path)) != ".md" {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		h, l := readAsJudged(t, path, source)
		headings, links = headings+h, links+l
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d headings, %d links", headings, links)
}

func readAsJudged(t *testing.T, path string, source []byte) (headings, links int) {
	page := Render(source, Options{Theme: colourTheme, Width: 4000})
	shown := map[int]int{} // levels of headings by line
	for i, row := range page.Lines {
		if m := headingRow.FindStringSubmatch(row); m != nil {
			shown[page.Source[i]] = len(m[1])
		}
	}
	judged := map[int]int{}
	for _, s := range prose.Outline(source) {
		if s.Level > 0 && s.Title != "" {
			judged[s.Line] = s.Level
		}
	}
	for line, level := range judged {
		if shown[line] != level {
			t.Errorf("%s:%d: to the rules a heading of level %d, in the preview %d", path, line, level, shown[line])
		}
		delete(shown, line)
	}
	text := markdown.Read(source)
	for line := range shown {
		if !strings.HasPrefix(strings.TrimLeft(text.Lines[line-1].Text, " "), ">") && strings.Trim(text.Lines[line-1].Text, " #") != "" {
			t.Errorf("%s:%d: the preview shows a heading, the rules find none in %q", path, line, text.Lines[line-1].Raw)
		}
	}
	var drawn strings.Builder
	for _, row := range page.Lines {
		for _, m := range linkedText.FindAllStringSubmatch(row, -1) {
			drawn.WriteString(m[1] + "\n")
		}
	}
	for i := range text.Passages {
		p := &text.Passages[i]
		for _, s := range p.Spans {
			words := strings.Fields(p.Text[s.From:s.To])
			if s.Kind != markdown.Link && s.Kind != markdown.Address || len(words) == 0 || strings.ContainsAny(words[0], "*_`![<&\\") {
				continue
			}
			links++
			if !strings.Contains(drawn.String(), plainTheme.Safe(words[0])) {
				line, _ := text.Position(p.At(s.Start))
				t.Errorf("%s:%d: %q is a link to the rules, not in the preview", path, line, p.Text[s.Start:s.End])
			}
		}
	}
	return len(judged), links
}
