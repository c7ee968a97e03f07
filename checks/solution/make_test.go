package solution

import (
	"bytes"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/swagger"
	"github.com/certwiz/certwiz/internal/corpus"
	"github.com/certwiz/certwiz/internal/packages"
)

const parcelSettings = `{
  "properties": {
    "connectionParameters": {"api_key": {"type": "securestring", "uiDefinition": {"displayName": "API key", "description": "The key of your account.", "tooltip": "Provide your key", "constraints": {"tabIndex": 2, "clearText": false, "required": "true"}}}},
    "iconBrandColor": "#0B5FA5", "capabilities": [], "publisher": "Parcelhub & Söhne", "stackOwner": "Parcelhub Ltd",
    "policyTemplateInstances": [{"templateId": "setheader", "title": "Language", "parameters": {"x-ms-apimTemplateParameter.name": "Accept-Language", "x-ms-apimTemplateParameter.value": "en"}}]
  }
}`

func parcelFiles() connector.Artifacts {
	return connector.Artifacts{
		Name:       "Parcelhub",
		Swagger:    &checks.File{Name: "apiDefinition.swagger.json", Data: []byte("\xef\xbb\xbf" + packages.Definition)},
		Properties: &checks.File{Name: "apiProperties.json", Data: []byte(parcelSettings)},
		Icon:       &checks.File{Name: "icon.png", Data: packages.Icon(230, 230, color.NRGBA{0x0b, 0x5f, 0xa5, 255})},
		Script:     &checks.File{Name: "script.csx", Data: []byte("public class Script : ScriptBase\n{\n}\n")},
	}
}

// TestMake: what is made reads back equal to the folder, twice the same bytes,
// and as the connector's half of a package it has no finding that an export of the
// same connector would not have.
func TestMake(t *testing.T) {
	files := parcelFiles()
	data, names, err := Make(files, Names{Prefix: "phub"})
	if err != nil {
		t.Fatal(err)
	}
	if again, _, err := Make(files, Names{Prefix: "phub"}); err != nil || !bytes.Equal(data, again) {
		t.Errorf("another time other bytes: %v", err)
	}
	if names.File() != "ParcelhubConnector_1_0_0_0.zip" || names.Publisher != "parcelhubshne" || names.Title != "Parcelhub & Söhne" {
		t.Errorf("the names are %+v", names)
	}
	p := Read(names.File(), data)
	s := p.Outer.solution
	if s == nil || len(s.Connectors) != 1 {
		t.Fatalf("it reads back as %+v, %s", s, p.Outer.Problem)
	}
	c := s.Connectors[0]
	if c.Name != "phub_parcelhub" || c.DisplayName != "Parcelhub" || c.Color != "#0B5FA5" || c.document() == nil {
		t.Errorf("the connector is %+v", c)
	}
	if changed, info := differences(c.document(), (&subject{Package: p, Options: Options{Folder: &files}}).folderDefinition()); len(changed) > 0 || info {
		t.Errorf("the definition differs: %q, %v", changed, info)
	}
	if !bytes.Equal(c.Script.File.Data, files.Script.Data) || !bytes.Equal(c.Icon.File.Data, files.Icon.Data) {
		t.Error("script or icon differ")
	}
	if got := c.Operations.Element.Text; got != `["ListParcels","SendParcel","GetParcel"]` {
		t.Errorf("the script is for %s", got)
	}

	l := packages.Good()
	pkg, err := Build(Parts{Connector: checks.File{Name: "ParcelhubConnector_1_0_0_0.zip", Data: data},
		Flow: checks.File{Name: l.Names[1], Data: l.Solutions(t)[1].Data}, Intro: checks.File{Name: "intro.md", Data: l.Outer[0].Data}})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Judge(Read("package.zip", pkg), Options{Folder: &files}).Findings {
		if f.Severity == checks.Error {
			t.Errorf("%s: %s", f.Rule, f.Message)
		}
	}
}

// TestMakeRefuses says everything that keeps a solution from being made.
func TestMakeRefuses(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(*connector.Artifacts, *Names)
		want  []string
	}{
		{"nothing there", func(a *connector.Artifacts, _ *Names) { *a = connector.Artifacts{} }, []string{"apiDefinition.swagger.json is not there", "apiProperties.json is not there", "there is no icon"}},
		{"no JSON", func(a *connector.Artifacts, _ *Names) { a.Swagger.Data = []byte("{") }, []string{"is no JSON"}},
		{"a secret", func(a *connector.Artifacts, _ *Names) {
			a.Properties.Data = []byte(strings.Replace(parcelSettings, `"type": "securestring"`, `"type": "oauthSetting", "oAuthSettings": {"clientSecret": "s3cret-and-long"}`, 1))
		}, []string{"holds a client secret at /properties/connectionParameters/api_key/oAuthSettings/clientSecret"}},
		{"no prefix", func(_ *connector.Artifacts, n *Names) { n.Prefix = "" }, []string{`the prefix "" is not possible`}},
		{"a default prefix", func(_ *connector.Artifacts, n *Names) { n.Prefix = "cr37f" }, []string{"default publisher"}},
		{"Microsoft's prefix", func(_ *connector.Artifacts, n *Names) { n.Prefix = "mscrmx" }, []string{"not mscrm"}},
		{"wrong names", func(_ *connector.Artifacts, n *Names) {
			*n = Names{Prefix: "phub", Publisher: "a b", Solution: "1x", Connector: "a-b", Version: "1.0"}
		}, []string{`publisher's name "a b"`, `solution's name "1x"`, `connector's name "a-b"`, `version "1.0"`}},
		{"no publisher", func(a *connector.Artifacts, _ *Names) {
			a.Properties.Data = []byte(strings.Replace(parcelSettings, "Parcelhub & Söhne", "", 1))
		}, []string{`publisher's name ""`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files, names := parcelFiles(), Names{Prefix: "phub"}
			tt.spoil(&files, &names)
			_, _, err := Make(files, names)
			if err == nil {
				t.Fatal("it was made")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not said in %q", want, err)
				}
			}
			if strings.Contains(err.Error(), "s3cret") {
				t.Errorf("a secret is said: %v", err)
			}
		})
	}
}

// TestMakeWithoutScript names no script, and writes empty parameters and policies
// as the portal does.
func TestMakeWithoutScript(t *testing.T) {
	files := parcelFiles()
	files.Script = nil
	files.Properties.Data = []byte(`{"properties": {"iconBrandColor": "#0B5FA5", "publisher": "Parcelhub", "connectionParameters": null}}`)
	data, _, err := Make(files, Names{Prefix: "phub", Connector: "parcels-20and-20more", Version: "2.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	c := Read("x.zip", data).Outer.solution.Connectors[0]
	if c.Operations.Element != nil || c.Script.Element != nil || string(c.Parameters.File.Data) != "{}" || string(c.Policies.File.Data) != "[]" {
		t.Errorf("%+v", c)
	}
	if _, plain, ok := Decoded(c.Name); !ok || plain != "parcels and more" {
		t.Errorf("the name reads back as %q, %v", plain, ok)
	}
}

// TestMakePublished makes solutions of connectors that Microsoft published: each
// reads back equal, or a reason is given.
func TestMakePublished(t *testing.T) {
	if testing.Short() {
		t.Skip("left out by -short: it goes through published connectors, which no clock changes")
	}
	refused := map[string]int{}
	made := 0
	for i, dir := range corpus.Connectors(t) {
		if i%10 != 0 {
			continue
		}
		files := connector.Artifacts{Name: filepath.Base(dir), Icon: parcelFiles().Icon}
		for name, to := range map[string]**checks.File{"apiDefinition.swagger.json": &files.Swagger, "apiProperties.json": &files.Properties, "script.csx": &files.Script} {
			if data, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
				*to = &checks.File{Name: name, Data: data}
			}
		}
		data, _, err := Make(files, Names{Prefix: "phub", Publisher: "phub"})
		if err != nil {
			refused[strings.Split(err.Error(), "\n")[0]]++
			continue
		}
		made++
		p := Read("x.zip", data)
		c := p.Outer.solution.Connectors[0]
		s := &subject{Package: p, Options: Options{Folder: &files}}
		if changed, info := differences(c.document(), s.folderDefinition()); len(changed) > 0 || info {
			t.Errorf("%s: the definition differs: %q, %v", dir, changed, info)
		}
	}
	if made == 0 {
		t.Errorf("none was made: %v", refused)
	}
	t.Logf("%d made, refused: %v", made, refused)
}

// folderDefinition is the folder's definition, read.
func (s *subject) folderDefinition() *swagger.Document {
	return swagger.Read(s.Folder.Swagger.Name, s.Folder.Swagger.Data)
}
