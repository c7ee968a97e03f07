// Package packages makes Partner Center packages for tests: the invented
// connector Parcelhub, right in every way, and whatever a test changes in it.
package packages

import (
	"archive/zip"
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

// File is one file of an archive.
type File struct {
	Name string
	Data []byte
}

// Zip packs files in their order.
func Zip(t testing.TB, files ...File) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		out, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write(f.Data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Layers is a package as files, to be changed and packed.
type Layers struct {
	Outer     []File // intro.md and what else is beside the inner archive
	Inner     string // the inner archive's name
	Assets    string // the folder in it
	Beside    []File // what else is in the inner archive
	Connector []File // the connector's solution
	Flow      []File // the flow's; nil for none
	Names     [2]string
}

// Good is a package that a verified publisher's portal takes.
func Good() *Layers {
	l := &Layers{
		Outer: []File{{"intro.md", []byte(intro)}}, Inner: "package.zip", Assets: "PkgAssets",
		Names: [2]string{"ConnectorSolution.zip", "FlowSolution.zip"},
	}
	l.Connector = append(solution("ParcelhubConnector", `<RootComponent type="372" id="{`+id+`}" schemaName="phub_parcelhub" behavior="0" />`, ""), connector()...)
	l.Flow = append(solution("ParcelhubFlow", `<RootComponent type="29" id="{2c7d7d88-bcf5-ef11-be1f-6045bdf37b90}" behavior="0" /><RootComponent type="372" id="{`+id+`}" schemaName="phub_parcelhub" behavior="0" />`, workflows), connector()...)
	l.Flow = append(l.Flow, File{"Workflows/Parcelhubtest-2C7D7D88.json", []byte(flow)})
	return l
}

// Set changes a text in one of the files of both solutions, or in the outer ones;
// it fails the test when the text is nowhere.
func (l *Layers) Set(t testing.TB, file, old, replaced string) *Layers {
	t.Helper()
	done := false
	for _, files := range [][]File{l.Outer, l.Connector, l.Flow} {
		for i, f := range files {
			if strings.HasSuffix(f.Name, file) && bytes.Contains(f.Data, []byte(old)) {
				files[i].Data = bytes.ReplaceAll(f.Data, []byte(old), []byte(replaced))
				done = true
			}
		}
	}
	if !done {
		t.Fatalf("%q is not in %s", old, file)
	}
	return l
}

// Without leaves out the files whose names end so.
func Without(files []File, ending string) []File {
	var left []File
	for _, f := range files {
		if !strings.HasSuffix(f.Name, ending) {
			left = append(left, f)
		}
	}
	return left
}

// Solutions are the packed solutions.
func (l *Layers) Solutions(t testing.TB) []File {
	t.Helper()
	var all []File
	for i, files := range [][]File{l.Connector, l.Flow} {
		if files != nil {
			all = append(all, File{l.Names[i], Zip(t, files...)})
		}
	}
	return all
}

// Pack makes the package.
func (l *Layers) Pack(t testing.TB) []byte {
	t.Helper()
	inner := append([]File{}, l.Beside...)
	for _, s := range l.Solutions(t) {
		inner = append(inner, File{l.Assets + "/" + s.Name, s.Data})
	}
	return Zip(t, append(append([]File{}, l.Outer...), File{l.Inner, Zip(t, inner...)})...)
}

const id = "5d3c0c1e-1111-4222-8333-abcdefabcdef"

func solution(name, components, flows string) []File {
	return []File{
		{"[Content_Types].xml", []byte("\xef\xbb\xbf" + `<?xml version="1.0" encoding="utf-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/octet-stream" /></Types>`)},
		{"solution.xml", []byte(`<ImportExportXml version="9.2.26013.152" SolutionPackageVersion="9.2" languagecode="1033" generatedBy="CrmLive" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <SolutionManifest>
    <UniqueName>` + name + `</UniqueName>
    <Version>1.0.0.3</Version>
    <Managed>0</Managed>
    <Publisher>
      <UniqueName>parcelhub</UniqueName>
      <CustomizationPrefix>phub</CustomizationPrefix>
    </Publisher>
    <RootComponents>` + components + `</RootComponents>
    <MissingDependencies />
  </SolutionManifest>
</ImportExportXml>`)},
		{"customizations.xml", []byte(`<ImportExportXml xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <Entities></Entities><Roles></Roles><Workflows>` + flows + `</Workflows><FieldSecurityProfiles></FieldSecurityProfiles>
  <Connectors>
    <Connector>
      <connectorid>` + id + `</connectorid>
      <description>Sends parcels.</description>
      <displayname>Parcelhub</displayname>
      <iconbrandcolor>#0B5FA5</iconbrandcolor>
      <name>phub_parcelhub</name>
      <connectortype>1</connectortype>
      <openapidefinition>/Connector/phub_parcelhub_openapidefinition.json</openapidefinition>
      <connectionparameters>/Connector/phub_parcelhub_connectionparameters.json</connectionparameters>
      <policytemplateinstances>/Connector/phub_parcelhub_policytemplateinstances.json</policytemplateinstances>
      <iconblob>/Connector/phub_parcelhub_iconblob.Png</iconblob>
    </Connector>
  </Connectors>
  <Languages><Language>1033</Language></Languages>
</ImportExportXml>`)},
	}
}

func connector() []File {
	return []File{
		{"Connector/phub_parcelhub_openapidefinition.json", []byte(Definition)},
		{"Connector/phub_parcelhub_connectionparameters.json", []byte(`{"api_key":{"type":"securestring","uiDefinition":{"displayName":"API key","description":"The key of your account.","tooltip":"Provide your key","constraints":{"tabIndex":2,"clearText":false,"required":"true"}}}}`)},
		{"Connector/phub_parcelhub_policytemplateinstances.json", []byte("null")},
		{"Connector/phub_parcelhub_iconblob.Png", Icon(230, 230, color.NRGBA{0x0b, 0x5f, 0xa5, 255})},
	}
}

// Icon is a picture of one colour with a white square in the middle.
func Icon(w, h int, c color.NRGBA) []byte {
	p := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			at := c
			if x > w/4 && x < 3*w/4 && y > h/4 && y < 3*h/4 {
				at = color.NRGBA{255, 255, 255, 255}
			}
			p.SetNRGBA(x, y, at)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		panic(err)
	}
	return b.Bytes()
}

const workflows = `
  <Workflow WorkflowId="{2c7d7d88-bcf5-ef11-be1f-6045bdf37b90}" Name="Parcelhub test">
    <JsonFileName>/Workflows/Parcelhubtest-2C7D7D88.json</JsonFileName>
    <Type>1</Type><Category>5</Category><StateCode>1</StateCode><StatusCode>2</StatusCode>
  </Workflow>`

const flow = `{"properties":{"connectionReferences":{"shared_phub":{"runtimeSource":"embedded","connection":{"connectionReferenceLogicalName":"phub_x"},"api":{"name":"shared_phub-5fparcelhub-5f331acd82b125f090","logicalName":"phub_parcelhub"}}},"definition":{"triggers":{"manual":{"type":"Request","kind":"Button","inputs":{}}},"actions":{` +
	`"List":{"type":"OpenApiConnection","inputs":{"host":{"connectionName":"shared_phub","operationId":"ListParcels","apiId":"/providers/Microsoft.PowerApps/apis/shared_phub-5fparcelhub-5f331acd82b125f090"}}},` +
	`"If":{"type":"If","actions":{"Get":{"type":"OpenApiConnection","inputs":{"host":{"connectionName":"shared_phub","operationId":"GetParcel"}}}}},` +
	`"Send":{"type":"OpenApiConnection","inputs":{"host":{"connectionName":"shared_phub","operationId":"SendParcel"}}}}}},"schemaVersion":"1.0.0.0"}`

// Definition is the connector's, in the form in which the portal exports one.
const Definition = `{"swagger":"2.0","info":{"title":"Parcelhub","description":"Sends parcels with many carriers and says at any time where each of them is.","version":"1.0","contact":{"name":"Parcelhub Support","url":"https://parcelhub.contoso.example/support","email":"support@contoso.example"}},"host":"api.contoso.example","basePath":"/","schemes":["https"],"consumes":["application/json"],"produces":["application/json"],"paths":{` +
	`"/parcels":{"get":{"operationId":"ListParcels","summary":"List parcels","description":"Lists the parcels of the account.","parameters":[],"responses":{"200":{"description":"The parcels","schema":{"type":"array","items":{"$ref":"#/definitions/Parcel"}}}}},` +
	`"post":{"operationId":"SendParcel","summary":"Send a parcel","description":"Hands a parcel over to a carrier.","parameters":[{"name":"body","in":"body","required":true,"schema":{"$ref":"#/definitions/Parcel"}}],"responses":{"200":{"description":"The parcel","schema":{"$ref":"#/definitions/Parcel"}}}}},` +
	`"/parcels/{id}":{"get":{"operationId":"GetParcel","summary":"Get a parcel","description":"Reads one parcel by its number.","parameters":[{"name":"id","in":"path","required":true,"type":"string","x-ms-summary":"Number","description":"The parcel's number.","x-ms-url-encoding":"single"}],"responses":{"200":{"description":"The parcel","schema":{"$ref":"#/definitions/Parcel"}}}}}},` +
	`"definitions":{"Parcel":{"type":"object","properties":{"weight":{"type":"number","format":"double","title":"Weight","description":"The weight in kilograms.","x-ms-summary":"Weight"}}}},"parameters":{},"responses":{},"securityDefinitions":{"api_key":{"type":"apiKey","in":"header","name":"X-Key"}},"security":[{"api_key":[]}],"tags":[],` +
	`"x-ms-connector-metadata":[{"propertyName":"Website","propertyValue":"https://parcelhub.contoso.example"},{"propertyName":"Privacy policy","propertyValue":"https://parcelhub.contoso.example/privacy"},{"propertyName":"Categories","propertyValue":"Productivity"}]}`

const intro = `Parcelhub sends parcels with many carriers and says at any time where each of them is.

## Prerequisites

You need an account with Parcelhub.

## How to get credentials

1. Sign in at [Parcelhub](https://parcelhub.contoso.example).
2. Open the settings and copy the key.

## Get started with your connector

1. Add an action of Parcelhub to a flow.
2. Paste the key when you are asked for it.

## Known issues and limitations

Parcels above 30 kilograms cannot be sent.

## Common errors and remedies

An answer with code 401 means that the key is wrong. Copy it again.

## FAQ

**Is there a trial?** Yes, for 30 days.
`
