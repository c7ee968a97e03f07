package document

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks/prose"
)

// Draft is a first text of a document by its template: what the connector's
// files say, and from the other document (nil: there is none) what both have to
// say, marked as text to be reworked. What nobody has said yet is a blank,
// "[Insert …]", that says what belongs there and is found by Blanks and by the
// rules. Only a connector known to need no sign-in gets no section on
// credentials (S77). Operations are described in a readme only (S67).
func Draft(kind Kind, k Known, other *Doc) []byte {
	d := draft{Known: k, kind: kind, source: sourceOf(other), from: "intro.md"}
	if kind == Intro {
		d.from = "readme.md"
	}
	for _, g := range prose.Sections(kind) {
		d.section(g)
	}
	return []byte(strings.TrimRight(d.b.String(), "\n") + "\n")
}

// draft is a document being written.
type draft struct {
	Known
	kind   Kind
	source source
	from   string // the other document's name
	b      strings.Builder
}

// section writes one section of the template.
func (d *draft) section(g prose.SectionGuide) {
	what := g.Role
	switch {
	case g.SignIn && d.AuthKnown && len(d.Auth) == 0:
		return
	case g.Title == "" && d.kind == Intro:
		d.introOpening()
		return
	case g.Title == "":
		d.readmeOpening()
		return
	case what == prose.Publisher:
		d.publisher(g)
		return
	}
	if g.Optional && what != prose.Deployment && d.source.textFor(what) == "" {
		return
	}
	d.line("%s", g.Heading())
	d.body(what, g)
	d.takeOver(what)
}

// body writes what stands below a section's heading.
func (d *draft) body(what prose.Role, g prose.SectionGuide) {
	switch what {
	case prose.Prerequisites:
		d.prerequisites()
	case prose.Credentials:
		d.credentials()
	case prose.Operations:
		d.operations()
	case prose.GetStarted:
		d.getStarted()
	case prose.KnownIssues:
		d.limits()
	case prose.CommonErrors:
		d.commonErrors()
	case prose.Questions:
		d.questions()
	case prose.Deployment:
		d.blank("how to deploy the connector as a custom connector")
	default:
		d.blank("%s", g.For)
	}
}

// line writes a paragraph of one line.
func (d *draft) line(format string, args ...any) { fmt.Fprintf(&d.b, format+"\n\n", args...) }

// item writes an entry of a list. The list ends with d.done.
func (d *draft) item(format string, args ...any) { fmt.Fprintf(&d.b, format+"\n", args...) }

func (d *draft) done() { d.b.WriteString("\n") }

// blank writes a paragraph that is still to be written, and says what.
func (d *draft) blank(format string, args ...any) { d.line("%s", placeholder(format, args...)) }

// insert is a blank. Its own brackets are the only ones in it.
func placeholder(format string, args ...any) string {
	return "[Insert " + brackets.Replace(fmt.Sprintf(format, args...)) + "]"
}

var brackets = strings.NewReplacer("[", "(", "]", ")")

// name is the connector's name, at the beginning of a line.
func (d *draft) name() string {
	if t := plain(d.Title, maxName, true); t != "" {
		return t
	}
	return placeholder("the connector's name")
}

// nameInBlank is the connector's name inside a blank.
func (d *draft) nameInBlank() string {
	if t := quoted(d.Title, maxName); t != "" {
		return t
	}
	return "the connector"
}

// quoted is a text of the connector's files for the inside of a blank.
func quoted(s string, most int) string { return plain(brackets.Replace(s), most, false) }

func (d *draft) prerequisites() {
	for _, s := range d.Auth {
		if s.Kind == "oauth2" && s.IdentityProvider != "" && provider(s.IdentityProvider) != "" {
			d.item("- An account of %s, with which the connector signs in", provider(s.IdentityProvider))
			break
		}
	}
	if d.kind == Intro {
		d.item("- %s", placeholder("what users need before they start: an account, a paid plan, a right that an administrator gives; or that nothing is needed"))
	} else {
		d.item("- %s", placeholder("what is needed to use the connector and to work on it: an account, a plan, a license, tools; or that nothing is needed"))
	}
	d.done()
	if d.AuthKnown && len(d.Auth) == 0 {
		d.connectionParameters() // there is no section on credentials to say so
	}
}

// connectionParameters lists what a connection asks for.
func (d *draft) connectionParameters() {
	var asked []Asked
	for _, a := range d.Asked {
		if a.Name = strings.TrimRight(plain(a.Name, maxName, false), ": "); a.Name != "" {
			asked = append(asked, a)
		}
	}
	if len(asked) == 0 {
		return
	}
	d.line("A connection asks for:")
	for _, a := range asked {
		hint := plain(a.Hint, 300, false)
		if hint != "" {
			hint = ": " + hint
		}
		d.item("- **%s**%s", a.Name, hint)
	}
	d.done()
}

func (d *draft) limits() {
	for _, s := range d.Limits {
		s = plain(s, 300, true)
		if s == "" {
			continue
		}
		d.item("- %s %s", s, placeholder("a way around it, or remove this line if it is no limit"))
	}
	d.item("- %s", placeholder("what does not work or only up to a limit, and a way around it; or that nothing is known"))
	d.done()
}

func (d *draft) commonErrors() {
	for _, f := range d.Failures {
		says := plain(f.Says, 300, false)
		if prose.Words(says) == prose.Words(statusNames[f.Status]) {
			says = ""
		}
		d.item("- **%s**: %s", statusName(f.Status), strings.TrimSpace(says+" "+placeholder("why users see it and what to do")))
	}
	if len(d.Failures) == 0 {
		d.item("- %s", placeholder("an error that users are likely to see, such as 401 or 429, and what to do about it"))
	}
	d.done()
}

func (d *draft) questions() {
	if d.source.textFor(prose.Questions) == "" {
		d.line("### %s", placeholder("a question that users ask about the service or the connector"))
		d.blank("the answer")
	}
	if help := d.help(); help != "" && d.kind == Intro {
		d.line("### Where do users get help?")
		d.line("%s", help)
	}
}

// help says where users get help, "" when the files don't.
func (d *draft) help() string {
	var ways []string
	if m := mailLink(d.ContactEmail); m != "" {
		ways = append(ways, "write to "+m)
	}
	if w := webLink(d.ContactURL); w != "" {
		ways = append(ways, "see "+w)
	}
	if len(ways) == 0 {
		return ""
	}
	s := strings.Join(ways, " or ")
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

func statusName(status int) string {
	if name := statusNames[status]; name != "" {
		return fmt.Sprintf("%d %s", status, name)
	}
	return fmt.Sprint(status)
}

// statusNames are HTTP's own names of the failures that connectors name.
var statusNames = map[int]string{
	400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
	406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict", 410: "Gone", 412: "Precondition Failed", 413: "Content Too Large",
	415: "Unsupported Media Type", 422: "Unprocessable Content", 423: "Locked", 424: "Failed Dependency", 429: "Too Many Requests",
	500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
}
