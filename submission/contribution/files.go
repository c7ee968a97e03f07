package contribution

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// The artifacts' names in the repository, in this case.
const (
	swaggerName    = "apiDefinition.swagger.json"
	propertiesName = "apiProperties.json"
	scriptName     = "script.csx"
	readmeName     = "readme.md"
	iconName       = "icon.png"
)

// outgoing is a file on its way into the pull request.
type outgoing struct {
	name   string // in the repository
	from   *checks.File
	data   []byte
	tree   *jsontree.Tree // of a JSON file
	held   string         // why it must not go out, "" when it may
	broken bool           // it is no JSON: what rules say about it is partly a guess
}

func (o outgoing) settings() bool { return o.name == propertiesName }

// picture tells whether the file is no text that could hold a secret.
func (o outgoing) picture() bool { return o.name == iconName }

// chooseFiles takes the artifacts and says of every other file why it stays (S21).
func (p *plan) chooseFiles() {
	a := p.in.Artifacts
	p.take(swaggerName, a.Swagger)
	p.take(propertiesName, a.Properties)
	p.take(scriptName, a.Script)
	p.take(readmeName, a.Readme)
	p.icon(a.Icon)
	if a.Intro != nil {
		p.leaveOut(a.Intro.Name, "it is attached separately after submitting (S63)")
	}
	for _, name := range a.Others {
		p.leaveOut(name, p.whyLeftOut(name))
	}
	for _, missing := range []struct {
		name string
		file *checks.File
	}{{swaggerName, a.Swagger}, {propertiesName, a.Properties}, {readmeName, a.Readme}} {
		if missing.file == nil {
			p.problem(missing.name + " is not there")
		}
	}
}

// take adds an artifact under its name in the repository.
func (p *plan) take(name string, f *checks.File) {
	switch {
	case f == nil:
	case f.Err != "":
		p.problem(fmt.Sprintf("%s could not be read: %s", f.Name, f.Err))
		p.leaveOut(f.Name, "could not be read: "+f.Err)
	default:
		p.going = append(p.going, outgoing{name: name, from: f, data: f.Data})
	}
}

// icon goes along for verified publishers only. Engineers have asked more than
// once to keep it out of the repository, so that is a person's choice.
func (p *plan) icon(f *checks.File) {
	switch {
	case f == nil:
	case p.in.Independent:
		p.leaveOut(f.Name, "an independent publisher submits no icon")
	case no(p.in.Answers["icon"]):
		p.leaveOut(f.Name, "the icon goes up in the portal")
	default:
		p.take(iconName, f)
		if p.in.Before.Icon == nil {
			p.doubt("icon.png: engineers have asked others to keep it out of the repository, since it goes up in the portal; it can be left out")
		}
	}
}

func (p *plan) leaveOut(name, why string) {
	if len(p.LeftOut) >= maxLeftOut {
		p.MoreLeftOut++
		return
	}
	p.LeftOut = append(p.LeftOut, LeftOut{name, why})
}

// whyLeftOut says why a file is no part of a connector.
func (p *plan) whyLeftOut(name string) string {
	low := strings.ToLower(strings.TrimSuffix(name, "/"))
	low = low[strings.LastIndex(low, "/")+1:]
	switch low {
	case "settings.json":
		return "settings.json is paconn's own"
	case "__macosx", ".ds_store":
		return "macOS puts this into folders and archives"
	case "thumbs.db", "desktop.ini":
		return "Windows puts this into folders"
	case ".git", ".gitignore", ".gitattributes", ".github":
		return "it belongs to git"
	case "node_modules":
		return "it belongs to npm"
	}
	if p.in.Independent && low == "package.zip" {
		return "the package is not made here; where an engineer asks for it, add it to the pull request on GitHub"
	}
	for _, kind := range kinds {
		if slices.Contains(kind.endings, path.Ext(low)) || slices.Contains(kind.starts, low[:min(2, len(low))]) {
			return kind.why
		}
	}
	if strings.HasSuffix(name, "/") {
		return "a connector's folder in the repository holds no folders"
	}
	return "it is none of the connector's artifacts"
}

// kinds are files recognised by how their names end or begin.
var kinds = []struct {
	endings, starts []string
	why             string
}{
	{[]string{".zip", ".7z", ".tar", ".gz", ".rar"}, nil, "an archive goes to the portal, not into the repository"},
	{nil, []string{"._"}, "macOS puts this into folders and archives"},
	{nil, []string{"~$"}, "Office puts this beside an open document"},
	{[]string{".pem", ".pfx", ".p12", ".key", ".cer", ".crt", ".env"}, nil, "it may hold a secret, and it is none of the connector's artifacts"},
	{[]string{".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".ico"}, nil, "engineers ask to keep pictures out of the repository"},
	{[]string{".csx", ".cs"}, nil, "only one script, script.csx, belongs to a connector"},
	{[]string{".bak", ".orig", ".rej", ".tmp", ".swp", ".old", ".log"}, nil, "a copy or a trace that a tool left"},
}

// beforeFile is dev's file of that name.
func (p *plan) beforeFile(name string) *checks.File {
	if !p.in.HasBefore {
		return nil
	}
	b := p.in.Before
	return map[string]*checks.File{swaggerName: b.Swagger, propertiesName: b.Properties, scriptName: b.Script, readmeName: b.Readme, iconName: b.Icon}[name]
}

// compare makes the list of files, says what each does to dev's, and which of
// dev's go: those that stand there under another name, and a script that the
// connector no longer has.
func (p *plan) compare() {
	same := 0
	for _, o := range p.going {
		if o.held != "" {
			p.leaveOut(o.from.Name, o.held)
			continue
		}
		f := File{Name: o.name, From: o.from.Name, Data: o.data, Change: New}
		if b := p.beforeFile(o.name); b != nil {
			f.Change = Changed
			named := path.Base(b.Name)
			if named != o.name {
				p.Removed = append(p.Removed, LeftOut{named, "the file is named " + o.name + " from now on"})
			} else if b.Err == "" && bytes.Equal(b.Data, o.data) {
				f.Change = Same
				same++
			}
		}
		p.Files = append(p.Files, f)
	}
	if b := p.beforeFile(scriptName); b != nil && p.in.Artifacts.Script == nil {
		p.Removed = append(p.Removed, LeftOut{path.Base(b.Name), "the connector no longer has a script"})
	}
	p.tidy()
	switch {
	case len(p.Files) == 0:
		p.block("none of the connector's files can go into a pull request")
	case same == len(p.Files) && len(p.Removed) == 0 && p.in.Existing == nil:
		p.problem("the files are the same as on dev: there is nothing to send")
	}
}

// tidy lists what stands in the existing pull request's folder and is known to
// be sent back: tools' files, an independent publisher's icon, and a file of
// ours in another case. Everything else there is left alone.
func (p *plan) tidy() {
	if p.in.Existing == nil || p.Folder == "" {
		return
	}
	for _, changed := range p.in.Existing.Files {
		name, inside := strings.CutPrefix(changed, p.Folder+"/")
		if !inside || slices.ContainsFunc(p.Removed, func(r LeftOut) bool { return r.Name == name }) || len(p.Removed) >= maxLeftOut {
			continue
		}
		switch low := strings.ToLower(name); {
		case low == "settings.json" || low == ".ds_store" || low == "thumbs.db":
			p.Removed = append(p.Removed, LeftOut{name, p.whyLeftOut(name)})
		case low == iconName && p.in.Independent:
			p.Removed = append(p.Removed, LeftOut{name, "an independent publisher submits no icon"})
		case slices.ContainsFunc(p.Files, func(f File) bool { return f.Name != name && strings.EqualFold(f.Name, name) }):
			p.Removed = append(p.Removed, LeftOut{name, "its name is written in another case"})
		}
	}
}
