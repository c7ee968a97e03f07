package prose

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/markdown"
)

var (
	introFiles  = filesRule("IntroFileLink", "intro.md", "S63, S65", templatePage)
	readmeFiles = filesRule("ReadmeFileLink", "readme.md", "folder structure of microsoft/PowerPlatformConnectors", readmePage)
)

func filesRule(id, file, source, link string) checks.Rule {
	return checks.Rule{
		ID: id, Severity: checks.Warning, Origin: checks.Practice, Subject: checks.SubjectProse,
		Meaning: fmt.Sprintf("Pictures and files that %s leads to are there.", file),
		Fix:     "Put the file into the connector's folder, or link it on your site with https://.",
		Source:  source, Link: link,
		Bad:  "# Contoso\n![The flow](images/flow.png)",
		Good: "# Contoso\n![The flow](https://contoso.example/flow.png)",
	}
}

// files looks for the files that links and pictures of the readme lead to.
func (p subject) files(d page, r *checks.Reporter) {
	folder := listing(p.Files)
	unseen := false
	d.beside(func(name string, at checks.Place) {
		if folder == nil {
			unseen = true
			return
		}
		if what, fix := folder.absent(name); what != "" {
			r.Report(at, "%s %s", clip(name), what)
			r.Last().Fix = fix
		}
	})
	if unseen {
		r.Skip("not checked: which files lie beside " + d.name + " is not known here")
	}
}

// filesOfIntro looks for the same in intro.md. It is attached alone (S63), so that
// even what lies beside it does not go with it.
func (p subject) filesOfIntro(d page, r *checks.Reporter) {
	folder := listing(p.Files)
	d.beside(func(name string, at checks.Place) {
		what := ""
		if folder != nil {
			what, _ = folder.absent(name)
		}
		if what != "" {
			r.Report(at, "%s %s", clip(name), what)
		} else {
			r.Report(at, "%s does not go with %s, which is attached alone", clip(name), d.name)
			r.Last().Severity = checks.Advice
		}
		r.Last().Fix = "Put it on your site and link it with https://."
	})
}

// beside calls found for each link and picture that leads to a file beside the document.
func (d page) beside(found func(name string, at checks.Place)) {
	n := 0
	for _, x := range d.passages() {
		for _, s := range x.spans {
			name := d.file(s)
			if name == "" {
				continue
			}
			if n++; n > most {
				return
			}
			found(name, d.pointedAt(clip(name), d.in(x, s.Start)))
		}
	}
}

// file is the file beside the document that a span leads to, "" for none.
func (d page) file(s span) string {
	if !s.is(markdown.Link) && !s.is(markdown.Image) && !s.is(markdown.Tag) {
		return ""
	}
	if _, wrong := broken(s.Address); wrong {
		return "" // a rule of its own says so
	}
	return relative(s.Address)
}

// folder is what lies beside a document.
type folder struct {
	known map[string]bool   // names of files, and of folders with a slash at their end
	small map[string]string // the same by their small letters
}

// listing is the folder that holds these files, nil for files that are not known.
func listing(files []string) *folder {
	if files == nil {
		return nil
	}
	f := &folder{map[string]bool{}, map[string]string{}}
	for _, name := range files {
		name = strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "./")
		f.known[name], f.small[strings.ToLower(name)] = true, name
	}
	return f
}

// absent says what is wrong with a file's name, "" when it is there. A folder
// ("images/") that is listed stands for whatever is in it.
func (f *folder) absent(name string) (what, fix string) {
	if f.known[name] || f.known[name+"/"] {
		return "", ""
	}
	other := f.small[strings.ToLower(name)]
	for i := range len(name) {
		if name[i] != '/' {
			continue
		}
		if f.known[name[:i+1]] {
			return "", ""
		}
		if is := f.small[strings.ToLower(name[:i+1])]; is != "" && other == "" {
			other = is + name[i+1:]
		}
	}
	if other != "" {
		return "is called " + clip(other) + " in the folder: small and capital letters differ", "Write " + clip(other)
	}
	return "is not in the connector's folder", fmt.Sprintf("Put %s into the folder, or link it on your site with https://.", clip(name))
}
