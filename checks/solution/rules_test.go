package solution

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image/color"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/change"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/internal/packages"
)

type layers = packages.Layers
type file = packages.File

// fault is one package with one thing wrong, and the weight of its rule for both
// kinds of publishers; off means that the rule says nothing.
type faulty struct {
	name                  string
	rule                  string
	verified, independent level
	make                  func(*testing.T, *layers) []byte
	options               func(*Options)
}

func set(name, old, replaced string) func(*testing.T, *layers) []byte {
	return func(t *testing.T, l *layers) []byte { return l.Set(t, name, old, replaced).Pack(t) }
}

func changed(edit func(*layers)) func(*testing.T, *layers) []byte {
	return func(t *testing.T, l *layers) []byte { edit(l); return l.Pack(t) }
}

func replaced(files []file, ending string, data []byte) []file {
	out := slices.Clone(files)
	for i, f := range out {
		if strings.HasSuffix(f.Name, ending) {
			out[i].Data = data
		}
	}
	return out
}

func iconOf(data []byte) func(*testing.T, *layers) []byte {
	return changed(func(l *layers) {
		l.Connector, l.Flow = replaced(l.Connector, ".Png", data), replaced(l.Flow, ".Png", data)
	})
}

var blue = color.NRGBA{0x0b, 0x5f, 0xa5, 255}

const (
	definitionFile = "_openapidefinition.json"
	parametersFile = "_connectionparameters.json"
	policiesFile   = "_policytemplateinstances.json"
	flowFile       = "Parcelhubtest-2C7D7D88.json"
)

func artifacts(definition, properties, intro string) *connector.Artifacts {
	return &connector.Artifacts{
		Swagger:    &checks.File{Name: "apiDefinition.swagger.json", Data: []byte(definition)},
		Properties: &checks.File{Name: "apiProperties.json", Data: []byte(properties)},
		Intro:      &checks.File{Name: "intro.md", Data: []byte(intro)},
	}
}

func faults() []faulty {
	oauth := `{"token":{"type":"oauthSetting","oAuthSettings":{"identityProvider":"oauth2","clientId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","redirectMode":"GlobalPerConnector","redirectUrl":"https://global.consent.azure-apim.net/redirect/phub-5fparcelhub-5f33"}}}`
	parametersAre := func(text string) func(*testing.T, *layers) []byte {
		return changed(func(l *layers) {
			l.Connector, l.Flow = replaced(l.Connector, parametersFile, []byte(text)), replaced(l.Flow, parametersFile, []byte(text))
		})
	}
	return []faulty{
		{"not a zip", "PackageUnreadable", stop, stop, func(*testing.T, *layers) []byte { return []byte("no zip") }, nil},
		{"zip slip", "PackageUnreadable", stop, stop, changed(func(l *layers) { l.Outer = append(l.Outer, file{Name: `..\x.md`, Data: nil}) }), nil},
		{"zip bomb", "PackageUnreadable", stop, stop, changed(func(l *layers) { l.Outer = append(l.Outer, file{Name: "zeros.bin", Data: make([]byte, maxUnpacked+1)}) }), nil},
		{"encrypted", "PackageUnreadable", stop, stop, func(t *testing.T, l *layers) []byte {
			data := l.Pack(t)
			at := bytes.LastIndex(data, []byte("PK\x01\x02"))
			data[at+8] |= 1
			return data
		}, nil},
		{"inner is no zip", "PackageUnreadable", stop, stop, func(t *testing.T, l *layers) []byte {
			return packages.Zip(t, l.Outer[0], file{Name: "package.zip", Data: []byte("PK\x03\x04 cut")})
		}, nil},
		{"too deep", "PackageUnreadable", stop, stop, func(t *testing.T, l *layers) []byte {
			data := []byte("x")
			for range 6 {
				data = packages.Zip(t, file{Name: "a.zip", Data: data})
			}
			return data
		}, nil},
		{"wrap folder", "PackageFolder", stop, stop, func(t *testing.T, l *layers) []byte {
			l.Outer[0].Name, l.Inner = "MyPackage/intro.md", "MyPackage/package.zip"
			return l.Pack(t)
		}, nil},
		{"macosx outer", "PackageFolder", stop, stop, changed(func(l *layers) { l.Outer = append(l.Outer, file{Name: "__MACOSX/._intro.md", Data: nil}) }), nil},
		{"no md", "PackageIntro", stop, stop, changed(func(l *layers) { l.Outer = nil }), nil},
		{"two md", "PackageIntro", stop, stop, changed(func(l *layers) { l.Outer = append(l.Outer, file{Name: "readme.md", Data: []byte("x")}) }), nil},
		{"md of another name", "PackageIntro", warn, warn, changed(func(l *layers) { l.Outer[0].Name = "readme.md" }), nil},
		{"two zip", "PackageInner", stop, stop, changed(func(l *layers) { l.Outer = append(l.Outer, file{Name: "b.zip", Data: emptyZip}) }), nil},
		{"flat solutions", "PackageInner", stop, stop, func(t *testing.T, l *layers) []byte { return packages.Zip(t, append(l.Outer, l.Solutions(t)...)...) }, nil},
		{"a solution by itself", "PackageInner", stop, stop, func(t *testing.T, l *layers) []byte { return packages.Zip(t, l.Connector...) }, nil},
		{"program", "PackageExtraFile", stop, stop, changed(func(l *layers) { l.Outer = append(l.Outer, file{Name: "setup.ps1", Data: nil}) }), nil},
		{"text", "PackageExtraFile", warn, warn, changed(func(l *layers) { l.Outer = append(l.Outer, file{Name: "notes.txt", Data: nil}) }), nil},
		{".DS_Store", "PackageExtraFile", inform, inform, changed(func(l *layers) { l.Outer = append(l.Outer, file{Name: ".DS_Store", Data: nil}) }), nil},
		{"several ways to sign in", "PackageCustomProperties", stop, stop, func(t *testing.T, l *layers) []byte {
			l.Set(t, "customizations.xml", "<connectionparameters>", "<connectionparametersets>/Connector/phub_parcelhub_connectionparametersets.json</connectionparametersets><connectionparameters>")
			sets := file{Name: "Connector/phub_parcelhub_connectionparametersets.json", Data: []byte(`{"values":[{"name":"a","parameters":{}}]}`)}
			l.Connector, l.Flow = append(l.Connector, sets), append(l.Flow, sets)
			return l.Pack(t)
		}, nil},
		{"customProperties.json for nothing", "PackageCustomProperties", warn, warn, changed(func(l *layers) { l.Outer = append(l.Outer, file{Name: "customProperties.json", Data: []byte("{}")}) }), nil},
		{"bare solution", "PackageAssetsMissing", stop, stop, func(t *testing.T, l *layers) []byte {
			return packages.Zip(t, l.Outer[0], file{Name: "package.zip", Data: packages.Zip(t, l.Connector...)})
		}, nil},
		{"no PkgAssets", "PackageAssetsMissing", stop, stop, func(t *testing.T, l *layers) []byte {
			return packages.Zip(t, l.Outer[0], file{Name: "package.zip", Data: packages.Zip(t, l.Solutions(t)...)})
		}, nil},
		{"macosx inner", "PackageAssetsNotAlone", stop, stop, changed(func(l *layers) { l.Beside = append(l.Beside, file{Name: "__MACOSX/._x", Data: nil}) }), nil},
		{"PkgAssets misspelt", "PackageAssetsName", stop, warn, changed(func(l *layers) { l.Assets = "PackageAssets" }), nil},
		{"nested folder", "PackageAssetsFolder", stop, stop, changed(func(l *layers) { l.Beside = append(l.Beside, file{Name: "PkgAssets/en/", Data: nil}) }), nil},
		{"one zip", "PackageSolutions", stop, stop, changed(func(l *layers) { l.Flow = nil }), nil},
		{"four zips", "PackageSolutions", stop, stop, func(t *testing.T, l *layers) []byte {
			l.Beside = []file{{Name: "PkgAssets/a.zip", Data: packages.Zip(t, l.Connector...)}, {Name: "PkgAssets/b.zip", Data: packages.Zip(t, l.Connector...)}}
			return l.Pack(t)
		}, nil},
		{"notes in PkgAssets", "PackageAssetsExtraFile", warn, warn, changed(func(l *layers) { l.Beside = append(l.Beside, file{Name: "PkgAssets/notes.txt", Data: nil}) }), nil},
		{"Package Deployer", "PackageAssetsExtraFile", inform, inform, changed(func(l *layers) { l.Beside = append(l.Beside, file{Name: "PkgAssets/ImportConfig.xml", Data: nil}) }), nil},
		{"package inside", "PackageNotASolution", stop, stop, func(t *testing.T, l *layers) []byte {
			l.Beside = []file{{Name: "PkgAssets/package.zip", Data: packages.Zip(t, file{Name: "PkgAssets/x.zip", Data: packages.Zip(t, file{Name: "a", Data: nil})})}}
			return l.Pack(t)
		}, nil},
		{"solution one deeper", "SolutionFileMissing", stop, stop, changed(func(l *layers) {
			for i := range l.Connector {
				l.Connector[i].Name = "Conn/" + l.Connector[i].Name
			}
		}), nil},
		{"no content types", "SolutionFileMissing", stop, stop, changed(func(l *layers) { l.Connector = packages.Without(l.Connector, "Types].xml") }), nil},
		{"xml broken", "SolutionXmlNotValid", stop, stop, set("customizations.xml", "<Connectors>", "<Connectors"), nil},
		{"xml doctype", "SolutionXmlNotValid", stop, stop, set("solution.xml", "<ImportExportXml", `<!DOCTYPE a [<!ENTITY b "c">]><ImportExportXml`), nil},
		{"file named, missing", "SolutionFilesDisagree", stop, stop, changed(func(l *layers) { l.Connector = packages.Without(l.Connector, policiesFile) }), nil},
		{"file unnamed", "SolutionFilesDisagree", stop, stop, changed(func(l *layers) {
			l.Connector = append(l.Connector, file{Name: "Connector/phub_parcelhub_x.json", Data: nil})
		}), nil},
		{"two flows", "SolutionConnectorMissing", stop, stop, changed(func(l *layers) { l.Connector = l.Flow }), nil},
		{"no flow", "SolutionFlowMissing", stop, stop, changed(func(l *layers) { l.Flow = l.Connector }), nil},
		{"no folder Connector", "SolutionConnectorFolder", stop, stop, changed(func(l *layers) {
			l.Connector = slices.DeleteFunc(l.Connector, func(f file) bool { return strings.HasPrefix(f.Name, "Connector/") })
		}), nil},
		{"no folder Workflows", "SolutionWorkflowsFolder", stop, stop, changed(func(l *layers) { l.Flow = packages.Without(l.Flow, flowFile) }), nil},
		{"json missing", "SolutionFlowFiles", stop, stop, changed(func(l *layers) { l.Flow = packages.Without(l.Flow, flowFile) }), nil},
		{"flow is no JSON", "SolutionFlowFiles", stop, stop, set(flowFile, `"schemaVersion"`, `schema{Version`), nil},
		{"OpenAPI 3", "SolutionDefinition", stop, stop, set(definitionFile, `"swagger":"2.0"`, `"openapi":"3.0.1"`), nil},
		{"parameters are a list", "SolutionConnectionParameters", stop, stop, parametersAre("[]"), nil},
		{"policies are a text", "SolutionPolicies", warn, warn, set(policiesFile, "null", `""`), nil},
		{"csx unnamed", "SolutionScript", stop, stop, changed(func(l *layers) {
			l.Connector = append(l.Connector, file{Name: "Connector/phub_parcelhub_customcodeblobcontent.csx", Data: []byte("public class Script : ScriptBase {}")})
		}), nil},
		{"name without prefix", "SolutionConnectorName", warn, warn, set("solution.xml", "<CustomizationPrefix>phub<", "<CustomizationPrefix>contoso<"), nil},
		{"icon too large", "SolutionIcon", stop, warn, iconOf(packages.Icon(512, 512, blue)), nil},
		{"icon is no PNG", "SolutionIcon", stop, warn, iconOf([]byte("GIF89a")), nil},
		{"icon transparent", "SolutionIconTransparent", stop, off, iconOf(packages.Icon(200, 200, color.NRGBA{0x0b, 0x5f, 0xa5, 100})), nil},
		{"brand default", "SolutionBrandColor", stop, inform, set("customizations.xml", "#0B5FA5", "#007ee5"), nil},
		{"brand nearly white", "SolutionBrandColor", warn, inform, set("customizations.xml", "#0B5FA5", "#fffefe"), nil},
		{"second connector", "SolutionConnectorTwice", stop, stop, set("customizations.xml", "</Connectors>", "<Connector><name>phub_parcelhub-20-2D-201</name></Connector></Connectors>"), nil},
		{"flow without connector", "FlowWithoutConnector", stop, warn, func(t *testing.T, l *layers) []byte {
			flow := slices.DeleteFunc(slices.Clone(l.Flow), func(f file) bool { return strings.HasPrefix(f.Name, "Connector/") })
			x := string(flow[2].Data)
			at, end := strings.Index(x, "<Connectors>"), strings.Index(x, "</Connectors>")
			flow[2].Data = []byte(x[:at] + "<Connectors>" + x[end:])
			l.Flow = flow
			return l.Pack(t)
		}, nil},
		{"flow of another connector", "FlowOtherConnector", stop, stop, set(flowFile, `"logicalName":"phub_parcelhub"`, `"logicalName":"phub_parcelhub1"`), nil},
		{"flow of an unknown operation", "FlowOperations", stop, stop, set(flowFile, "GetParcel", "GetOld"), nil},
		{"flow of one operation", "FlowOperations", warn, warn, set(flowFile, `"type":"OpenApiConnection","inputs":{"host":{"connectionName":"shared_phub","operationId":"GetParcel"`, `"type":"Compose","inputs":{"host":{"x":"y"`), nil},
		{"flow off", "FlowOff", warn, warn, set("customizations.xml", "<StateCode>1", "<StateCode>0"), nil},
		{"definitions differ", "SolutionCopiesDiffer", warn, warn, func(t *testing.T, l *layers) []byte {
			l.Flow = replaced(l.Flow, definitionFile, []byte(strings.Replace(packages.Definition, "Reads one", "Reads a", 1)))
			return l.Pack(t)
		}, nil},
		{"environment variable", "SolutionComponents", warn, warn, set("solution.xml", "</RootComponents>", `<RootComponent type="380" schemaName="phub_key" /></RootComponents>`), nil},
		{"managed", "SolutionManaged", warn, inform, set("solution.xml", "<Managed>0", "<Managed>1"), nil},
		{"no plugin", "SolutionPlugin", stop, stop, changed(func(*layers) {}), func(o *Options) { o.Plugin = true }},
		{"dependency", "SolutionDependency", warn, warn, set("solution.xml", "<MissingDependencies />", `<MissingDependencies><MissingDependency><Required type="380" displayName="Key" /></MissingDependency></MissingDependencies>`), nil},
		{"same name twice", "SolutionVersion", warn, warn, set("solution.xml", "ParcelhubFlow", "ParcelhubConnector"), nil},
		{"same version", "SolutionVersion", warn, warn, changed(func(*layers) {}), func(o *Options) { o.EarlierVersions = map[string]string{"parcelhubflow": "1.0.0.3"} }},
		{"secret inside", "PackageSecret", stop, stop, parametersAre(strings.Replace(oauth, `"redirectMode"`, `"clientSecret":"k7Qp2Xv9Lm4Rt8Zs1Wd6aa","redirectMode"`, 1)), nil},
		{"no metadata", "PackageMetadata", stop, stop, set(definitionFile, "x-ms-connector-metadata", "x-other"), nil},
		{"test host", "PackageHost", stop, stop, set(definitionFile, `"api.contoso.example"`, `"api-dev.contoso.example"`), nil},
		{"constraint is no text", "PackageConstraintNotText", stop, stop, set(parametersFile, `"required":"true"`, `"required":true`), nil},
		{"reserved word", "PackageTitle", stop, stop, set(definitionFile, `"title":"Parcelhub"`, `"title":"Parcelhub API"`), nil},
		{"short description", "PackageDescription", stop, stop, set(definitionFile, "Sends parcels with many carriers and says at any time where each of them is.", "Parcels."), nil},
		{"no support address", "PackageContact", stop, warn, set(definitionFile, `,"email":"support@contoso.example"`, ""), nil},
		{"parameter without texts", "PackageParameterTexts", stop, stop, parametersAre(`{"api_key":{"type":"securestring"}}`), nil},
		{"http only", "PackageHttp", stop, stop, set(definitionFile, `["https"]`, `["http"]`), nil},
		{"stale export", "PackageDefinitionStale", warn, warn, changed(func(*layers) {}), func(o *Options) {
			o.Folder = artifacts(strings.Replace(packages.Definition, "GetParcel", "ReadParcel", 1), "{}", "x")
		}},
		{"other settings", "PackageSettingsDiffer", warn, warn, changed(func(*layers) {}), func(o *Options) {
			o.Merged = artifacts(packages.Definition, `{"properties":{"connectionParameters":{}}}`, "x")
		}},
		{"another way to sign in", "PackageSignInChanged", stop, stop, changed(func(*layers) {}), earlier(packages.Definition, `{"properties":{"connectionParameters":`+oauth+`}}`)},
		{"operation gone", "PackageBreaks", stop, stop, changed(func(*layers) {}), earlier(strings.Replace(packages.Definition, `"operationId":"GetParcel"`, `"operationId":"ReadParcel"`, 1), `{"properties":{"connectionParameters":{"api_key":{"type":"securestring"}}}}`)},
		{"redirect Global", "PackageRedirect", warn, warn, parametersAre(strings.Replace(oauth, "GlobalPerConnector", "Global", 1)), nil},
		{"redirect of another", "PackageRedirect", stop, warn, parametersAre(strings.Replace(oauth, "redirect/phub-5fparcelhub", "redirect/phub-5fother", 1)), nil},
		{"OAuth", "PackageOAuthIndependent", off, stop, parametersAre(oauth), nil},
		{"OAuth with each user's application", "PackageOAuthIndependent", off, warn, parametersAre(strings.TrimSuffix(oauth, "}") + `,"token:clientId":{"type":"string","uiDefinition":{"displayName":"Client ID","description":"Of your application."}}}`), nil},
		{"empty intro", "PackageIntroText", stop, warn, changed(func(l *layers) { l.Outer[0].Data = []byte("\n") }), nil},
		{"intro of the template", "PackageIntroText", stop, warn, set("intro.md", "Parcels above", "[Provide a detailed description here] Parcels above"), nil},
		{"intro changed", "PackageIntroDiffers", warn, warn, changed(func(*layers) {}), func(o *Options) { o.Folder = artifacts(packages.Definition, "{}", "Another.") }},
		{"MCP", "PackageMcp", inform, inform, set(definitionFile, `"operationId":"GetParcel"`, `"operationId":"GetParcel","x-ms-agentic-protocol":"mcp-streamable-1.0"`), nil},
	}
}

var emptyZip = append([]byte("PK\x05\x06"), make([]byte, 18)...)

func earlier(definition, properties string) func(*Options) {
	return func(o *Options) {
		v := connector.Read(*artifacts(definition, properties, "")).Version()
		o.Earlier = &change.Version{Definition: v.Definition, Settings: v.Settings}
	}
}

func TestRules(t *testing.T) {
	seen := map[string]bool{"PackageName": true, "SolutionIconDefault": true} // in tests of their own
	for _, f := range faults() {
		t.Run(f.name, func(t *testing.T) {
			seen[f.rule] = true
			data := f.make(t, packages.Good())
			for _, independent := range []bool{false, true} {
				o := Options{Independent: independent}
				if f.options != nil {
					f.options(&o)
				}
				want := f.verified
				if independent {
					want = f.independent
				}
				r := Judge(Read("package.zip", data), o)
				got := off
				for _, found := range r.Findings {
					if found.Rule == f.rule {
						got = max(got, level(found.Severity)+inform)
					}
					if found.Place.File == "" || found.Fix == "" {
						t.Errorf("no place or no remedy: %+v", found)
					}
				}
				if got != want {
					t.Errorf("independent %v: %s weighs %d, want %d\n%s\n%v", independent, f.rule, got, want, strings.Join(lines(r), "\n"), r.Unchecked())
				}
				if len(r.Unchecked()) > 0 && r.Count(checks.Error) == 0 {
					t.Errorf("not checked and no error says why: %v", r.Unchecked())
				}
			}
		})
	}
	for _, r := range rules() {
		if !seen[r.ID] {
			t.Errorf("no fault is found by %s", r.ID)
		}
	}
}

func TestPackageName(t *testing.T) {
	r := Judge(Read("ConnectorPackage.zip", packages.Good().Pack(t)), Options{Independent: true})
	if got := lines(r); len(got) != 1 || !strings.HasPrefix(got[0], "advice PackageName: ") {
		t.Error(got)
	}
}

func TestPortalIcon(t *testing.T) {
	picture := packages.Icon(100, 100, blue)
	sum := sha256.Sum256(picture)
	hash := hex.EncodeToString(sum[:])
	if m := (mark{len(picture), hash[:12], hash[58:]}); !m.is(picture) || m.is(picture[1:]) || portalIcon.is(picture) {
		t.Error("a picture is told by its size and its sum")
	}
}

// Everything here was certified, so nothing of it is an error.
func TestTolerated(t *testing.T) {
	for name, make := range map[string]func(*testing.T, *layers) []byte{
		"policies empty list": set(policiesFile, "null", "[]"),
		"no authentication": func(t *testing.T, l *layers) []byte {
			return changed(func(l *layers) {
				l.Connector, l.Flow = replaced(l.Connector, parametersFile, []byte("{}")), replaced(l.Flow, parametersFile, []byte("{}"))
			})(t, l)
		},
		"Package Deployer": changed(func(l *layers) {
			l.Inner, l.Beside = "Parcelhub.1.0.0.pdpkg.zip", []file{{Name: "[Content_Types].xml", Data: nil}, {Name: "Parcelhub.dll", Data: nil}, {Name: "PkgAssets/manifest.ppkg.json", Data: nil}}
		}),
		"folder entry":            changed(func(l *layers) { l.Beside = []file{{Name: "PkgAssets/", Data: nil}} }),
		"names with blanks":       changed(func(l *layers) { l.Names[0] = "Connector Solution.zip" }),
		"other case":              changed(func(l *layers) { l.Inner, l.Assets = "Package.zip", "pkgassets" }),
		"a byte order mark":       set("customizations.xml", "<ImportExportXml", "\xef\xbb\xbf<ImportExportXml"),
		"a namespace":             set("customizations.xml", `<ImportExportXml `, `<ImportExportXml xmlns="http://contoso.example/x" `),
		"title with the suffix":   set(definitionFile, `"title":"Parcelhub"`, `"title":"Parcelhub and all (Independent Publisher)"`),
		"no connection reference": changed(func(*layers) {}),
		"host dev.to":             set(definitionFile, `"api.contoso.example"`, `"dev.to"`),
		"UTF-16": func(t *testing.T, l *layers) []byte {
			for i, f := range l.Flow {
				if f.Name == "solution.xml" {
					wide := []byte("\xff\xfe")
					for _, c := range f.Data {
						wide = append(wide, c, 0)
					}
					l.Flow[i].Data = wide
				}
			}
			return l.Pack(t)
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := Read("package.zip", make(t, packages.Good()))
			if r := Judge(p, Options{Independent: true}); r.Count(checks.Error) > 0 || len(r.Unchecked()) > 0 {
				t.Errorf("%s\n%v", strings.Join(lines(r), "\n"), r.Unchecked())
			}
			if r := LikeMicrosoftScript(p, false); len(r.Findings) > 0 {
				t.Error(lines(r))
			}
		})
	}
}

// A stored entry is read where it lies, and one whose sum is wrong is refused.
func TestStored(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.CreateHeader(&zip.FileHeader{Name: "intro.md", Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte("Parcelhub"))
	w.Close()
	if p := Read("a.zip", b.Bytes()); p.Intro == nil || string(p.Intro.Data) != "Parcelhub" {
		t.Errorf("%+v", p.Intro)
	}
	damaged := bytes.Replace(b.Bytes(), []byte("Parcelhub"), []byte("Parcelhut"), 1)
	if p := Read("a.zip", damaged); p.Intro == nil || p.Intro.Err == "" {
		t.Errorf("%+v", p.Intro)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(packages.Good().Pack(f))
	f.Add(emptyZip)
	f.Fuzz(func(t *testing.T, data []byte) {
		p := Read("package.zip", data)
		Judge(p, Options{})
		LikeMicrosoftScript(p, true)
	})
}
