package archive

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
)

// file is an ordinary entry.
func file(name string) Entry { return Entry{Name: name, Size: 4000, Packed: 1000, Mode: 0o644} }

func dir(name string) Entry { return Entry{Name: name, Mode: fs.ModeDir | 0o755} }

// with is a right archive of the three artifacts and further entries.
func with(more ...Entry) Listing {
	entries := []Entry{file("apiDefinition.swagger.json"), file("apiProperties.json"), file("icon.png")}
	return Listing{Name: "contoso.zip", Size: 4000, Entries: append(entries, more...)}
}

// of is an archive of entries with these names.
func of(names ...string) Listing {
	l := Listing{Name: "contoso.zip", Size: 4000}
	for _, n := range names {
		l.Entries = append(l.Entries, file(n))
	}
	return l
}

func scripted(l Listing) Listing { l.HasScript = true; return l }

func sized(name string, size, packed uint64) Entry {
	return Entry{Name: name, Size: size, Packed: packed}
}

func many(n int) []Entry {
	out := make([]Entry, n)
	for i := range out {
		out[i] = file(fmt.Sprintf("x%d.txt", i))
	}
	return out
}

func lines(r checks.Report) []string {
	var out []string
	for _, f := range r.Findings {
		line := fmt.Sprintf("%s %s [%s] %s", f.Severity, f.Rule, f.Place.Pointer, f.Message)
		if n := len(f.More); n > 0 {
			line += fmt.Sprintf(" +%d", n)
		}
		out = append(out, line)
	}
	return out
}

func TestJudge(t *testing.T) {
	link := file("icon.png")
	link.Mode = fs.ModeSymlink | 0o777
	device := file("null")
	device.Mode = fs.ModeDevice
	locked := file("script.csx")
	locked.Encrypted = true
	tests := []struct {
		name string
		l    Listing
		want []string
	}{
		{"right", with(), nil},
		{"right with code", scripted(with(file("script.csx"))), nil},
		{"unreadable", Listing{Name: "contoso.zip", Problem: "it is not a zip archive"},
			[]string{"error ArchiveUnreadable [] contoso.zip could not be read: it is not a zip archive"}},
		{"cut off", Listing{Name: "contoso.zip", Problem: "is cut off"}, []string{"error ArchiveUnreadable [] contoso.zip is cut off"}},
		{"empty", of(), []string{
			"error ArchiveSwaggerMissing [apiDefinition.swagger.json] apiDefinition.swagger.json is missing",
			"error ArchivePropertiesMissing [apiProperties.json] apiProperties.json is missing",
			"error ArchiveIconMissing [icon.png] the icon is missing: no file ends in .png"}},
		{"code missing", scripted(with()), []string{"error ArchiveScriptMissing [script.csx] script.csx is missing"}},
		{"code not expected", with(file("script.csx")),
			[]string{"error ArchiveScript [script.csx] script.csx is custom code, and the connector's folder has no script.csx"}},
		{"made on macOS", with(file("__MACOSX/._icon.png"), file(".DS_Store"), file("._apiProperties.json"), dir("__MACOSX/")),
			[]string{"error ArchiveMacFiles [__MACOSX/._icon.png] __MACOSX/._icon.png is added by macOS, and 3 more like it +3"}},
		{"the folder packed", Listing{Name: "contoso.zip", Entries: []Entry{dir("contoso/"), file("contoso/apiDefinition.swagger.json"), file("contoso/apiProperties.json"), file("contoso/icon.png")}},
			[]string{"error ArchiveFolder [contoso/] contoso/ is a folder, and 3 more like it +3"}},
		{"wrong case", of("apidefinition.swagger.json", "ApiProperties.json", "icon.PNG"), []string{
			"error ArchiveNameCase [apidefinition.swagger.json] apidefinition.swagger.json must be called apiDefinition.swagger.json",
			"error ArchiveNameCase [ApiProperties.json] ApiProperties.json must be called apiProperties.json",
			"error ArchiveNameCase [icon.PNG] icon.PNG must end in .png"}},
		{"two pictures", with(file("logo.png")), []string{"error ArchiveIconTwice [logo.png] 2 files end in .png, one is the icon: icon.png, logo.png"}},
		{"settings.json", with(file("settings.json")),
			[]string{"error ArchiveSettings [settings.json] settings.json is made by paconn download and is not part of a submission"}},
		{"intro.md", with(file("intro.md")),
			[]string{"warning ArchiveIntro [intro.md] intro.md is attached apart, after the submission; in the archive only when an engineer asked for it"}},
		{"others", with(file("readme.md"), file("Thumbs.db"), file("old.zip"), file("logo.svg"), file("contoso.swagger.json"), file("notes.txt")), []string{
			"error ArchiveExtraFile [readme.md] readme.md belongs in the open-source repository, not in the archive",
			"error ArchiveExtraFile [Thumbs.db] Thumbs.db is added by Windows and is not part of a submission",
			"error ArchiveExtraFile [old.zip] old.zip is an archive inside the archive",
			"error ArchiveExtraFile [logo.svg] logo.svg is a picture that is not a PNG",
			"error ArchiveExtraFile [contoso.swagger.json] contoso.swagger.json is not called apiDefinition.swagger.json",
			"error ArchiveExtraFile [notes.txt] notes.txt is not part of a submission"}},
		{"paths that lead out", with(file("../a"), file("b/../../c"), file("/etc/passwd"), file(`x\y`), file("C:a"), file("a//b"), file("./a"), file("\x1b[2J"), file("\xff"), file("")), []string{
			"error ArchivePath [../a] ../a leads out of the archive",
			"error ArchivePath [b/../../c] b/../../c leads out of the archive",
			"error ArchivePath [/etc/passwd] /etc/passwd has an absolute path",
			`error ArchivePath [x\y] x\y has backslashes in its name: a path of Windows`,
			"error ArchivePath [C:a] C:a has a drive letter in its path",
			"error ArchivePath [a//b] a//b has a path that is not in its simplest form",
			"error ArchivePath [./a] ./a has a path that is not in its simplest form",
			"error ArchivePath [\x1b[2J] \"\\x1b[2J\" holds control characters in its name",
			"error ArchivePath [\xff] \"\\xff\" has a name that is not UTF-8",
			`error ArchivePath [] "" has no name`}},
		{"zip of Windows with backslashes", of(`contoso\apiDefinition.swagger.json`, "apiProperties.json", "icon.png"),
			[]string{`error ArchivePath [contoso\apiDefinition.swagger.json] contoso\apiDefinition.swagger.json has backslashes in its name: a path of Windows`}},
		{"links and devices", Listing{Name: "contoso.zip", Entries: []Entry{file("apiDefinition.swagger.json"), file("apiProperties.json"), link, device}}, []string{
			"error ArchiveIconMissing [icon.png] the icon is missing: no file ends in .png",
			"error ArchiveSpecialFile [icon.png] icon.png is a symbolic link, not a plain file",
			"error ArchiveSpecialFile [null] null is a device, not a plain file"}},
		{"the same twice", with(file("icon.png")), []string{"error ArchiveDuplicate [icon.png] icon.png is in the archive twice"}},
		{"the same but for case", with(file("apiproperties.json")), []string{
			"error ArchiveNameCase [apiproperties.json] apiproperties.json must be called apiProperties.json",
			"error ArchiveDuplicate [apiproperties.json] apiProperties.json and apiproperties.json differ in letter case only"}},
		{"password", scripted(with(locked)), []string{"error ArchiveEncrypted [script.csx] script.csx is protected by a password"}},
		{"empty artifact", scripted(with(sized("script.csx", 0, 0))), []string{"error ArchiveEmptyFile [script.csx] script.csx is empty"}},
		{"packed too tight", scripted(with(sized("script.csx", 40<<20, 40<<10))),
			[]string{"error ArchiveTooLarge [script.csx] script.csx unpacks from 40960 bytes to 41943040"}},
		{"tight but small", scripted(with(sized("script.csx", 9<<20, 100))), nil},
		{"too large in all", scripted(with(sized("script.csx", 101<<20, 50<<20))), []string{"error ArchiveTooLarge [] contoso.zip unpacks to more than 100 MB"}},
		{"sizes that overflow", scripted(with(sized("script.csx", 1<<64-1, 1<<63))), []string{"error ArchiveTooLarge [] contoso.zip unpacks to more than 100 MB"}},
	}
	found := map[string]bool{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report := Judge(tt.l)
			if got := lines(report); !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
			for _, f := range report.Findings {
				found[f.Rule] = true
				if f.Place.File != "contoso.zip" {
					t.Errorf("%s is placed in %q", f.Rule, f.Place.File)
				}
			}
		})
	}
	for _, rule := range Rules() {
		if !found[rule.ID] {
			t.Errorf("no case finds %s", rule.ID)
		}
	}
}

// TestExamples runs the examples that are names of entries.
func TestExamples(t *testing.T) {
	for _, rule := range Rules() {
		switch rule.ID {
		case "ArchiveNameCase", "ArchiveIconTwice", "ArchiveMacFiles", "ArchiveFolder", "ArchiveSettings", "ArchiveExtraFile", "ArchivePath", "ArchiveDuplicate":
		default:
			continue // its example is told in words
		}
		if !finds(rule.ID, rule.Bad) {
			t.Errorf("%s does not find its bad example %q", rule.ID, rule.Bad)
		}
		if !strings.Contains(rule.Good, " ") && finds(rule.ID, rule.Good) {
			t.Errorf("%s finds its good example %q", rule.ID, rule.Good)
		}
	}
}

func finds(id, names string) bool {
	report := Judge(of(strings.Split(names, ", ")...))
	return slices.ContainsFunc(report.Findings, func(f checks.Finding) bool { return f.Rule == id })
}

func TestManyEntries(t *testing.T) {
	report := Judge(with(many(5000)...))
	if n := len(report.Findings); n != maxFindings+2 {
		t.Errorf("%d findings, want %d, one that counts the rest, one for the number of entries", n, maxFindings)
	}
	tree := Tree(with(many(5000)...))
	if n := len(tree); n != maxLines+1 || tree[maxLines].Name != "… and 4503 more" {
		t.Errorf("%d lines, the last %+v", n, tree[len(tree)-1])
	}
}

func TestUnreadableIsNotChecked(t *testing.T) {
	report := Judge(Listing{Name: "contoso.zip", Problem: "it is not a zip archive", HasScript: true})
	if got := len(report.Unchecked()); got != 3 {
		t.Errorf("%d rules are not checked, want the 3 that ask for a file", got)
	}
	for _, o := range report.Outcomes {
		if o.Result == checks.Passed {
			t.Errorf("%s passed an archive that could not be read", o.Rule)
		}
	}
}

func TestTree(t *testing.T) {
	locked := file("script.csx")
	locked.Encrypted = true
	tests := []struct {
		name string
		l    Listing
		want string
	}{
		{"right", with(), `
apiDefinition.swagger.json 4000 ok
apiProperties.json 4000 ok
icon.png 4000 ok`},
		{"made on macOS, a folder, others", with(file("__MACOSX/._icon.png"), file("intro.md"), dir("docs/"), file("docs/a/b.txt"), file("settings.json"), file("docs/c.txt")), `
apiDefinition.swagger.json 4000 ok
apiProperties.json 4000 ok
icon.png 4000 ok
intro.md 4000 ok: is attached apart, after the submission; in the archive only when an engineer asked for it
__MACOSX/ 0 error: is added by macOS
  ._icon.png 4000 error: is added by macOS
docs/ 0 error: is a folder
  a/ 0 error: is a folder
    b.txt 4000 error: is inside a folder
  c.txt 4000 error: is inside a folder
settings.json 4000 error: is made by paconn download and is not part of a submission`},
		{"missing, empty, twice, locked, out", scripted(Listing{Entries: []Entry{file("../x/y"), file("apiProperties.json"), file("apiProperties.json"), sized("icon.png", 0, 0), locked}}), `
apiProperties.json 4000 ok
../x/y 4000 error: leads out of the archive
apiProperties.json 4000 error: is in the archive twice
icon.png 0 error: is empty
script.csx 4000 error: is protected by a password
apiDefinition.swagger.json 0 error: missing`},
		{"unreadable", Listing{Name: "contoso.zip", Problem: "it is cut off"}, `
contoso.zip 0 error: could not be read: it is cut off`},
		{"deep", with(file("1/2/3/4/5/6/7/8/9/10")), `
apiDefinition.swagger.json 4000 ok
apiProperties.json 4000 ok
icon.png 4000 ok
1/ 0 error: is a folder
  2/ 0 error: is a folder
    3/ 0 error: is a folder
      4/ 0 error: is a folder
        5/ 0 error: is a folder
          6/ 0 error: is a folder
            7/ 0 error: is a folder
              8/9/10 4000 error: is inside a folder`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			for _, l := range Tree(tt.l) {
				state := "error"
				if l.OK {
					state = "ok"
				}
				fmt.Fprintf(&b, "\n%s%s %d %s", strings.Repeat("  ", l.Depth), l.Name, l.Size, state)
				if l.Verdict != "" {
					fmt.Fprintf(&b, ": %s", l.Verdict)
				}
			}
			if b.String() != tt.want {
				t.Errorf("got%s\nwant%s", b.String(), tt.want)
			}
		})
	}
}

func TestRulesAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if r.ID == "" || r.Subject != checks.SubjectArchive || r.Origin == "" || r.Meaning == "" || r.Fix == "" || r.Source == "" || r.Bad == "" || r.Good == "" {
			t.Errorf("%+v lacks something", r)
		}
		if seen[r.ID] {
			t.Errorf("%s stands twice", r.ID)
		}
		seen[r.ID] = true
	}
}

// FuzzListing makes a listing of the lines of a text. Whatever the names are,
// no rule fails, and the tree says of every archive that the rules refuse
// where it is wrong.
func FuzzListing(f *testing.F) {
	f.Add("apiDefinition.swagger.json\napiProperties.json\nicon.png", uint64(4000), uint32(0o644), true)
	f.Add("a/b/\na/b\n../\n/\n\\\nC:\\x", uint64(1<<63), uint32(fs.ModeSymlink), false)
	f.Add("\x00\n\xff\n._\n__MACOSX", uint64(0), uint32(fs.ModeDir), false)
	f.Fuzz(func(t *testing.T, names string, size uint64, mode uint32, flag bool) {
		l := Listing{Name: "contoso.zip", HasScript: flag}
		for name := range strings.SplitSeq(names, "\n") {
			l.Entries = append(l.Entries, Entry{Name: name, Size: size, Packed: size / 7, Mode: fs.FileMode(mode), Encrypted: !flag && len(name)%2 == 0})
		}
		report := Judge(l)
		for _, o := range report.Outcomes {
			if strings.HasPrefix(o.Reason, "the rule failed") {
				t.Errorf("%s: %s", o.Rule, o.Reason)
			}
		}
		refused := slices.ContainsFunc(report.Findings, func(f checks.Finding) bool {
			return f.Severity == checks.Error && f.Rule != bomb.ID && f.Rule != iconTwice.ID && f.Rule != duplicate.ID
		})
		marked := slices.ContainsFunc(Tree(l), func(l Line) bool { return !l.OK })
		if refused && !marked {
			t.Errorf("the rules say %q, the tree shows nothing", lines(report))
		}
	})
}

func BenchmarkJudge(b *testing.B) {
	l := with(file("__MACOSX/._icon.png"), file("settings.json"))
	for b.Loop() {
		Judge(l)
	}
}
