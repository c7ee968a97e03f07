package source

import (
	"path"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
)

// The names artifacts go by, best first. Published connectors write them in
// any case, and readme.md.txt is what a hidden file extension leaves behind.
var (
	swaggerNames    = []string{"apiDefinition.swagger.json"}
	propertiesNames = []string{"apiProperties.json"}
	scriptNames     = []string{"script.csx"}
	iconNames       = []string{"icon.png"}
	readmeNames     = []string{"readme.md", "readme.md.txt", "readme.markdown", "readme.txt", "readme"}
	introNames      = []string{"intro.md", "intro.md.txt", "intro.markdown", "intro.txt"}
)

// Read returns a file's bytes, at most limit of them, or why it could not.
type Read func(name string, limit int64) (data []byte, problem string)

// Assemble makes artifacts of the files in a folder: it picks those that are
// artifacts by their names, whatever the case, and reads them. folder is the
// folder's path with slashes; directories are names that end in a slash.
func Assemble(folder string, names []string, read Read) connector.Artifacts {
	names = slices.Sorted(slices.Values(names))
	swagger := pick(names, swaggerNames)
	if swagger == "" {
		swagger = only(names, ".swagger.json")
	}
	icon := pick(names, iconNames)
	if icon == "" {
		icon = onlyIcon(names)
	}
	a := connector.Artifacts{Name: path.Base(folder), Independent: independent(folder), Siblings: names}
	taken := map[string]bool{}
	take := func(name string, limit int64) *checks.File {
		if name == "" {
			return nil
		}
		taken[name] = true
		data, problem := read(name, limit)
		if problem != "" {
			data = nil
		}
		return &checks.File{Name: name, Data: data, Err: problem}
	}
	a.Swagger = take(swagger, MaxSwagger)
	a.Properties = take(pick(names, propertiesNames), MaxFile)
	a.Icon = take(icon, MaxFile)
	a.Script = take(pick(names, scriptNames), MaxFile)
	a.Readme = take(pick(names, readmeNames), MaxDocument)
	a.Intro = take(pick(names, introNames), MaxDocument)
	if !a.Independent && !certified(folder) {
		a.Independent = a.SaysIndependent()
	}
	for _, name := range names {
		if !taken[name] {
			a.Others = append(a.Others, name)
		}
	}
	return a
}

// pick is the name that suits best: the first wanted one that is there, as it
// is written before any other case.
func pick(names, wanted []string) string {
	for _, want := range wanted {
		if slices.Contains(names, want) {
			return want
		}
		for _, name := range names {
			if strings.EqualFold(name, want) {
				return name
			}
		}
	}
	return ""
}

// onlyIcon is the one picture that is called an icon or a logo, or that is the
// connector's own by name; a screenshot that the readme shows is none.
func onlyIcon(names []string) string {
	name := only(names, ".png")
	low := strings.ToLower(name)
	if strings.Contains(low, "icon") || strings.Contains(low, "logo") || name != "" && !strings.ContainsAny(strings.TrimSuffix(low, ".png"), "-_ ") {
		return name
	}
	return ""
}

// only is the one name with that ending, "" when there is none or several.
func only(names []string, ending string) string {
	found := ""
	for _, name := range names {
		if !strings.HasSuffix(strings.ToLower(name), ending) {
			continue
		}
		if found != "" {
			return ""
		}
		found = name
	}
	return found
}

// holdsConnector tells whether a folder with these files is a connector's, and
// which of them is the API definition, "" for none.
func holdsConnector(files []string) (swagger string, yes bool) {
	swagger = pick(files, swaggerNames)
	if swagger == "" {
		swagger = only(files, ".swagger.json")
	}
	return swagger, swagger != "" || pick(files, propertiesNames) != ""
}
