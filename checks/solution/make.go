package solution

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/properties"
	"github.com/certwiz/certwiz/checks/swagger"
)

// Names are what people call a solution that is made from a connector's folder.
// Empty ones but Prefix follow from the connector.
type Names struct {
	Prefix    string // the publisher's, 2 to 8 small letters and digits: "phub"
	Publisher string // the publisher's unique name: "parcelhub"
	Title     string // of the publisher, for people: "Parcelhub Ltd"
	Solution  string // the solution's unique name: "ParcelhubConnector"
	Connector string // the connector's name behind the prefix: "parcelhub"
	Version   string // "1.0.0.0"
}

// source is a connector that becomes a solution.
type source struct {
	Names
	files      connector.Artifacts
	definition *swagger.Document
	settings   *properties.Document
}

// Make makes an unmanaged solution, to be imported into an environment, from a
// connector's files: the same files and names make the same bytes. It is not what
// Microsoft takes, which is an export. The error joins all reasons why it can't be
// made.
// The names are returned whole.
func Make(files connector.Artifacts, n Names) ([]byte, Names, error) {
	s := source{Names: n, files: files}
	if err := errors.Join(s.read(), s.name()); err != nil {
		return nil, n, err
	}
	parts, err := s.parts()
	if err != nil {
		return nil, n, err
	}
	data, err := pack(append([]checks.File{
		{Name: contentTypesName, Data: contentTypes(parts)},
		{Name: manifestName, Data: []byte(s.manifest())},
		{Name: customizationsName, Data: []byte(s.customizations(parts))},
	}, parts...))
	return data, s.Names, err
}

// File is the name that an export of such a solution would have.
func (n Names) File() string {
	return n.Solution + "_" + strings.ReplaceAll(n.Version, ".", "_") + ".zip"
}

// read reads the files. What is no JSON makes no solution that can be imported.
func (s *source) read() error {
	var problems []error
	usable := func(f *checks.File, name string) bool {
		switch {
		case f == nil:
			problems = append(problems, errors.New(name+" is not there"))
		case f.Err != "":
			problems = append(problems, fmt.Errorf("%s %s", shown(f.Name), f.Err))
		default:
			return true
		}
		return false
	}
	if usable(s.files.Swagger, "apiDefinition.swagger.json") {
		s.definition = swagger.Read(s.files.Swagger.Name, s.files.Swagger.Data)
		if s.definition.Tree.Damaged() {
			problems = append(problems, fmt.Errorf("%s is no JSON: certwiz check says where", shown(s.files.Swagger.Name)))
		}
	}
	if usable(s.files.Properties, "apiProperties.json") {
		s.settings = properties.Read(s.files.Properties.Name, s.files.Properties.Data)
		if s.settings.Tree.Damaged() {
			problems = append(problems, fmt.Errorf("%s is no JSON: certwiz check says where", shown(s.files.Properties.Name)))
		}
	}
	if f := s.files.Icon; f == nil || f.Err != "" {
		problems = append(problems, errors.New("there is no icon: a connector in a solution has one; a PNG of 100 to 230 pixels"))
	}
	for _, f := range []*checks.File{s.files.Script} {
		if f != nil && f.Err != "" {
			problems = append(problems, fmt.Errorf("%s %s", shown(f.Name), f.Err))
		}
	}
	return errors.Join(problems...)
}

// name fills in the names that follow from the connector, and judges them.
func (s *source) name() error {
	if s.definition == nil || s.settings == nil {
		return nil // said already
	}
	title := s.info("title")
	fill := func(to *string, with string) {
		if *to == "" {
			*to = with
		}
	}
	fill(&s.Title, strings.TrimSpace(s.settings.Publisher))
	fill(&s.Publisher, strings.ToLower(unique(s.Title)))
	fill(&s.Solution, unique(title)+"Connector")
	fill(&s.Connector, Encoded(title))
	fill(&s.Version, "1.0.0.0")
	var problems []error
	bad := func(what, value, want string) {
		problems = append(problems, fmt.Errorf("the %s %q is not possible: %s", what, value, want))
	}
	if !validPrefix(s.Prefix) {
		bad("prefix", s.Prefix, "2 to 8 small letters and digits, a letter first, and not mscrm")
	}
	if defaultPrefix(s.Prefix) {
		bad("prefix", s.Prefix, "it is the one of an environment's default publisher; a connector can't be renamed later")
	}
	if !validUnique(s.Publisher) {
		bad("publisher's name", s.Publisher, "letters, digits and _, a letter first")
	}
	if !validUnique(s.Solution) {
		bad("solution's name", s.Solution, "letters, digits and _, a letter first")
	}
	if _, _, ok := Decoded(s.Prefix + "_" + s.Connector); !ok || len(s.Connector) > 100 {
		bad("connector's name", s.Connector, "small letters and digits; anything else as a hyphen and its code, at most 100 characters")
	}
	if !validVersion(s.Version) {
		bad("version", s.Version, "four numbers such as 1.0.0.0")
	}
	return errors.Join(problems...)
}

func (s *source) info(member string) string { return s.definition.Root.Get("info").Get(member).Str() }

// unique is a text without what a unique name can't have.
func unique(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' && b.Len() > 0 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func validUnique(name string) bool {
	return name != "" && len(name) <= 65 && strings.IndexFunc(name, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) < 0 && (name[0] < '0' || name[0] > '9')
}

func validPrefix(p string) bool {
	return len(p) >= 2 && len(p) <= 8 && validUnique(p) && p == strings.ToLower(p) && !strings.Contains(p, "_") && !strings.HasPrefix(p, "mscrm")
}

func validVersion(v string) bool {
	parts := strings.Split(v, ".")
	return len(parts) == 4 && !slices.ContainsFunc(parts, func(p string) bool {
		return p == "" || len(p) > 9 || strings.Trim(p, "0123456789") != ""
	})
}

// full is the connector's name in the solution.
func (s *source) full() string { return s.Prefix + "_" + s.Connector }

// file is the name of one of the connector's files.
func (s *source) file(ending string) string { return "Connector/" + s.full() + "_" + ending }

// parts are the connector's files in the solution.
func (s *source) parts() ([]checks.File, error) {
	if where := s.secret(); where != "" {
		return nil, fmt.Errorf("%s holds a client secret at %s: take it out; it goes into Partner Center alone", shown(s.files.Properties.Name), where)
	}
	var parts []checks.File
	var problems []error
	add := func(ending, text string) {
		var b bytes.Buffer
		if err := json.Compact(&b, []byte(text)); err != nil {
			problems = append(problems, fmt.Errorf("%s can't be written: %w", ending, err))
		}
		parts = append(parts, checks.File{Name: s.file(ending + ".json"), Data: b.Bytes()})
	}
	add(definitionElement, s.definition.Root.Source())
	add(parametersElement, orElse(s.settings.Properties.Get("connectionParameters"), "{}"))
	if sets := s.sets(); !nothing(sets) && sets.OK() {
		add(setsElement, sets.Source())
	}
	add(policiesElement, orElse(s.settings.Properties.Get("policyTemplateInstances"), "[]"))
	if s.files.Script != nil {
		parts = append(parts, checks.File{Name: s.file(scriptElement + ".csx"), Data: s.files.Script.Data})
	}
	parts = append(parts, checks.File{Name: s.file(iconElement + ".Png"), Data: s.files.Icon.Data})
	return parts, errors.Join(problems...)
}

func (s *source) sets() jsontree.Node { return s.settings.Properties.Get("connectionParameterSets") }

// secret is where the settings hold a client secret, "" for none.
func (s *source) secret() string {
	var found string
	var walk func(jsontree.Node, int)
	walk = func(n jsontree.Node, depth int) {
		for c := range n.Children() {
			if strings.EqualFold(c.Key(), "clientSecret") && c.Is(jsontree.String) && c.Str() != "" {
				found = c.Pointer()
			}
			if depth < jsontree.MaxDepth {
				walk(c, depth+1)
			}
		}
	}
	walk(s.settings.Properties, 0)
	return found
}

func orElse(n jsontree.Node, otherwise string) string {
	if !n.OK() || n.Is(jsontree.Null) {
		return otherwise
	}
	return n.Source()
}

// id is a GUID that follows from the connector's name, so that the same files
// make the same solution, and importing it again updates the same connector.
func (s *source) id() string {
	sum := sha256.Sum256([]byte("certwiz connector " + s.full()))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80 // RFC 9562, version 8
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// optionPrefix is the number that the publisher's choices begin with, 10000 to
// 99999; it follows from the prefix.
func (s *source) optionPrefix() int {
	sum := sha256.Sum256([]byte(s.Prefix))
	return 10000 + (int(sum[0])<<16|int(sum[1])<<8|int(sum[2]))%90000
}

// operations are what the script is for: those that the settings name, or all.
func (s *source) operations() string {
	if n := s.settings.Properties.Get("scriptOperations"); n.Is(jsontree.Array) && n.Len() > 0 {
		var b bytes.Buffer
		if json.Compact(&b, []byte(n.Source())) == nil {
			return b.String()
		}
	}
	ids := []string{}
	for _, o := range s.definition.Operations {
		if o.ID != "" {
			ids = append(ids, o.ID)
		}
	}
	text, err := json.Marshal(ids)
	if err != nil {
		return "[]" // texts always can be
	}
	return string(text)
}

func contentTypes(parts []checks.File) []byte {
	endings := []string{"xml"}
	for _, f := range parts {
		if e := strings.TrimPrefix(path.Ext(f.Name), "."); !slices.Contains(endings, e) {
			endings = append(endings, e)
		}
	}
	var b strings.Builder
	b.WriteString("\xef\xbb\xbf" + `<?xml version="1.0" encoding="utf-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`)
	for _, e := range endings {
		fmt.Fprintf(&b, `<Default Extension="%s" ContentType="application/octet-stream" />`, e)
	}
	b.WriteString("</Types>")
	return []byte(b.String())
}

// escaped is a text in XML.
func escaped(text string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		return "" // a buffer takes everything
	}
	return b.String()
}
