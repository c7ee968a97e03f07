package command

import (
	"bytes"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/packages"
)

// save writes a file into the working folder of a test.
func save(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestPackageCheck(t *testing.T) {
	d := newDesktop(t)
	d.IsTerminal = func(any) bool { return false }
	t.Chdir(t.TempDir())
	save(t, "package.zip", packages.Good().Pack(t))
	alone := packages.Good()
	alone.Flow = nil
	save(t, "alone.zip", alone.Pack(t))
	white := packages.Good().Set(t, "customizations.xml", "#0B5FA5", "#ffffff")
	save(t, "white.zip", white.Pack(t))
	save(t, "independent-publisher-connectors/Parcelhub/package.zip", white.Pack(t))
	for _, tt := range []struct {
		args string
		code int
		want string
	}{
		{"package check package.zip", codeClean, "in package.zip\n"},
		{"package check alone.zip", codeBlocked, "alone.zip ▸ package.zip ▸ PkgAssets: error: PkgAssets holds 1 solution of 2"},
		{"package check white.zip", codeBlocked, "ConnectorSolution.zip ▸ customizations.xml:8:7: error: brand colour is white"},
		{"package check white.zip --publisher independent", codeClean, "advice: brand colour is white"},
		{"package check independent-publisher-connectors/Parcelhub/package.zip", codeClean, "advice: brand colour is white"},
		{"package check package.zip alone.zip", codeBlocked, "in 2 packages"},
		{"package check package.zip --like-microsoft-script", codeClean, "nothing found in package.zip\n"},
		{"package check alone.zip --like-microsoft-script", codeBlocked, "Microsoft's script stops here without a word: one solution"},
		{"package check package.zip --format json", codeClean, `"IntroOpeningDistinct"`},
		{"package check package.zip --against package.zip", codeClean, "SolutionVersion"},
		{"check alone.zip", codeBlocked, "[PackageSolutions]"},
		{"package tree alone.zip", codeClean, "✗ error: there is no flow solution"},
		{"explain p17", codeClean, "SolutionFilesDisagree"},
		{"package check none.zip", codeFailed, ""},
		{"package check package.zip --publisher somebody", codeUsage, ""},
		{"package check", codeUsage, ""},
	} {
		if code := d.run(t, strings.Fields(tt.args)...); code != tt.code || !strings.Contains(d.out.String(), tt.want) {
			t.Errorf("%s: %d, want %d and %q in\n%s%s", tt.args, code, tt.code, tt.want, d.out.String(), d.err.String())
		}
	}
}

func TestPackageBuild(t *testing.T) {
	d := newDesktop(t)
	d.IsTerminal = func(any) bool { return false }
	t.Chdir(t.TempDir())
	good := packages.Good()
	parts := good.Solutions(t)
	save(t, "conn.zip", parts[0].Data)
	save(t, "flow.zip", parts[1].Data)
	save(t, "intro.md", good.Outer[0].Data)
	build := func(connector, flow, out string, more ...string) int {
		return d.run(t, append([]string{"package", "build", "--connector", connector, "--flow", flow, "--intro", "intro.md", "-o", out}, more...)...)
	}
	if code := build("flow.zip", "conn.zip", "a.zip"); code != codeClean || !strings.Contains(d.out.String(), "SHA-256 ") {
		t.Fatalf("%d\n%s%s", code, d.out.String(), d.err.String())
	}
	if code := build("conn.zip", "flow.zip", "b.zip"); code != codeClean {
		t.Fatalf("%d\n%s", code, d.err.String())
	}
	a, err := os.ReadFile("a.zip")
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile("b.zip")
	if err != nil || !bytes.Equal(a, b) {
		t.Errorf("the same parts make other bytes: %v", err)
	}
	for _, part := range parts {
		if !bytes.Contains(a, part.Data) {
			t.Errorf("the bytes of %s were touched", part.Name)
		}
	}
	if code := d.run(t, "package", "check", "a.zip"); code != codeClean {
		t.Error(d.out.String())
	}
	if code := build("conn.zip", "flow.zip", "a.zip"); code != codeFailed || !strings.Contains(d.err.String(), "there already") {
		t.Errorf("%d\n%s", code, d.err.String())
	}
	if code := build("conn.zip", "conn.zip", "c.zip"); code != codeBlocked || !strings.Contains(d.err.String(), "neither conn.zip nor conn.zip holds a flow") {
		t.Errorf("%d\n%s", code, d.err.String())
	}
	white := packages.Good().Set(t, "customizations.xml", "#0B5FA5", "#ffffff").Solutions(t)
	save(t, "white.zip", white[0].Data)
	if code := build("white.zip", "flow.zip", "c.zip"); code != codeBlocked || !strings.Contains(d.err.String(), "brand colour is white") {
		t.Errorf("%d\n%s", code, d.err.String())
	}
	if _, err := os.Stat("c.zip"); err == nil {
		t.Error("a package with an error was written")
	}
	if code := build("white.zip", "flow.zip", "c.zip", "--force"); code != codeClean {
		t.Errorf("%d\n%s", code, d.err.String())
	}
}

// TestPackageSolution makes a solution from the test's connector: it reads back as
// one, and says what is not to be sent.
func TestPackageSolution(t *testing.T) {
	d := newDesktop(t)
	d.IsTerminal = func(any) bool { return false }
	t.Chdir(t.TempDir())
	save(t, "logo.png", packages.Icon(230, 230, color.NRGBA{0x1f, 0x6f, 0xeb, 255}))
	for _, tt := range []struct {
		args string
		code int
		want string
	}{
		{"package solution CONNECTOR", codeUsage, "needs --prefix"},
		{"package solution CONNECTOR --prefix new", codeBlocked, "default publisher"},
		{"package solution CONNECTOR --prefix ctso --solution-version 1", codeBlocked, `the version "1" is not possible`},
		{"package solution CONNECTOR --prefix ctso --icon nowhere.png", codeFailed, "nowhere.png"},
		{"package solution nowhere --prefix ctso", codeFailed, "nowhere"},
		{"package solution CONNECTOR --prefix ctso --icon logo.png -o made.zip", codeClean, "This file is to be imported; it is not what Microsoft takes."},
		{"package solution CONNECTOR --prefix ctso --icon logo.png -o made.zip", codeFailed, "it is there already"},
		{"package solution CONNECTOR --prefix ctso --icon logo.png -o made.zip --force", codeClean, "Connector ctso_contoso-20parcels in the solution ContosoParcelsConnector"},
		{"package tree made.zip", codeClean, "ctso_contoso-20parcels_openapidefinition.json"},
	} {
		args := strings.Fields(tt.args)
		for i := range args {
			if args[i] == "CONNECTOR" {
				args[i] = d.dir
			}
		}
		if code := d.run(t, args...); code != tt.code || !strings.Contains(d.out.String()+d.err.String(), tt.want) {
			t.Errorf("%s: %d, want %d and %q in\n%s%s", tt.args, code, tt.code, tt.want, d.out.String(), d.err.String())
		}
	}
}

// TestPackageMerged compares a package with a commit of the clone: an operation
// that was merged and is not in the export is named.
func TestPackageMerged(t *testing.T) {
	d := newDesktop(t)
	d.IsTerminal = func(any) bool { return false }
	t.Chdir(t.TempDir())
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	git := func(args ...string) string {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=Ines", "-c", "user.email=ines@contoso.example"}, args...)...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	merged := strings.Replace(packages.Definition, `"operationId":"GetParcel"`, `"operationId":"ReadParcel"`, 1)
	save(t, "certified-connectors/Parcelhub/apiDefinition.swagger.json", []byte(merged))
	save(t, "certified-connectors/Parcelhub/apiProperties.json", []byte(`{"properties": {"connectionParameters": {}}}`))
	git("init", "-q", "-b", "dev", ".")
	git("add", ".")
	git("commit", "-q", "-m", "one")
	commit := git("rev-parse", "HEAD")
	save(t, "package.zip", packages.Good().Pack(t))
	code := d.run(t, "package", "check", "package.zip", "--folder", "certified-connectors/Parcelhub", "--merged", commit)
	if !strings.Contains(d.out.String(), "the export is not the merged commit: 1 operation differs: GetParcel") {
		t.Errorf("exit %d\n%s%s", code, d.out.String(), d.err.String())
	}
	if code := d.run(t, "package", "check", "package.zip", "--folder", "certified-connectors/Parcelhub", "--merged", strings.Repeat("0", 40)); code != codeFailed {
		t.Errorf("exit %d\n%s", code, d.err.String())
	}
}
