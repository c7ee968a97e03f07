package screen

import (
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/preview"
	"github.com/certwiz/certwiz/ui/theme"
)

// newPreview shows a Markdown text as the documentation site will show it.
func newPreview(m *Model, name string, source []byte) overlay {
	return &reading{m: m, title: name, body: m.render(source, min(m.width-6, theme.TextWidth)).Lines}
}

// render draws a document of the connector's folder.
func (m *Model) render(source []byte, width int) preview.Page {
	o := preview.Options{Theme: m.th, Width: width}
	if m.s.Folder != nil {
		o.Files = m.s.Folder.Artifacts.Siblings
	}
	var page preview.Page
	if fault := session.Contain("the preview", func() { page = preview.Render(source, o) }); fault != nil {
		return preview.Page{Lines: m.notShown(fault, width)}
	}
	return page
}
