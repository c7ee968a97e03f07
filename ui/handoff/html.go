package handoff

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"strings"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/theme"
)

// HTML is the sheet as one page for the browser, with a button beside each
// answer that copies it. It loads nothing, holds no secret and works offline.
func HTML(s *session.Session) []byte {
	h := s.Handoff()
	var b strings.Builder
	title := fmt.Sprintf("%s, version %d, to %s", s.Draft.Title, s.Draft.Version, s.Portal.Name)
	sum := sha256.Sum256([]byte(pageScript))
	fmt.Fprintf(&b, pageHead, base64.StdEncoding.EncodeToString(sum[:]), marked(title), pageStyle)
	fmt.Fprintf(&b, "<h1>%s</h1>\n<p>%s</p>\n", marked(title), marked(h.Introduction))
	if h.Notice != "" {
		fmt.Fprintf(&b, "<p>%s</p>\n", marked(h.Notice))
	}
	b.WriteString("<p>This page holds no secret: certwiz handoff --copy puts one on the clipboard.</p>\n<ol>\n")
	after := false
	for _, l := range h.Lines {
		if l.After && !after {
			after = true
			fmt.Fprintf(&b, "</ol>\n<h2>%s</h2>\n<ol start=\"%d\">\n", marked(h.AfterTitle), l.Number)
		}
		pageLine(&b, l)
	}
	fmt.Fprintf(&b, "</ol>\n<p>%s Say so in certwiz.</p>\n<script>%s</script>\n</body></html>\n", marked(h.Question), pageScript)
	return []byte(b.String())
}

// pageLine writes one line of the sheet. What is copied is the answer itself; a
// line break after the tag is not part of it.
func pageLine(b *strings.Builder, l session.HandoffLine) {
	fmt.Fprintf(b, "<li id=\"%s\"><label><input type=\"checkbox\"> %s</label>", marked(l.ID), marked(l.Label))
	if l.Note != "" {
		fmt.Fprintf(b, " <small>%s</small>", marked(l.Note))
	}
	switch {
	case l.Secret:
		fmt.Fprintf(b, "<div class=\"secret\">a secret: <code>certwiz handoff --copy %s</code></div>", marked(l.ID))
	case l.Missing != nil:
		fmt.Fprintf(b, "<div class=\"secret\">%s</div>", marked(l.Missing.Error()))
	case l.Kind == portal.Open:
		fmt.Fprintf(b, "<div><a href=\"%s\" rel=\"noreferrer\" target=\"_blank\">%s</a></div>", marked(l.Content), marked(l.Content))
	case l.Content != "":
		fmt.Fprintf(b, "<div><textarea readonly rows=\"%d\">\n%s</textarea><button type=\"button\">copy</button></div>", rows(l.Content), html.EscapeString(l.Content))
	}
	b.WriteString("</li>\n")
}

// rows is how many rows a text takes, within bounds.
func rows(text string) int { return min(max(strings.Count(text, "\n")+1, 1), 12) }

// marked makes a text safe for the page: no markup, nothing that can't be seen.
func marked(text string) string { return html.EscapeString(theme.SafeLines(text)) }

const pageHead = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-%s'">
<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">
<title>%s</title><style>%s</style></head><body>
`

const pageStyle = `body{font:16px/1.5 system-ui,sans-serif;max-width:46em;margin:2em auto;padding:0 1em}
li{margin:.8em 0}textarea{width:100%;box-sizing:border-box;font:14px monospace}small,.secret{color:#555}
button{margin-top:.2em}@media(prefers-color-scheme:dark){body{background:#111;color:#eee}small,.secret{color:#aaa}}`

const pageScript = `document.querySelectorAll("button").forEach(function(b){b.addEventListener("click",function(){
var t=b.previousElementSibling;t.select();
var done=function(){b.textContent="copied";b.closest("li").querySelector("input").checked=true};
if(navigator.clipboard){navigator.clipboard.writeText(t.value).then(done,function(){if(document.execCommand("copy"))done()})}
else if(document.execCommand("copy"))done()})})`
