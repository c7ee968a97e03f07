package session

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/form"
	"github.com/certwiz/certwiz/checks/solution"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/source"
)

// PackageFile is the package that goes to Microsoft, read and judged.
type PackageFile struct {
	Path   string // as given
	File   string // absolute
	SHA256 string
	Err    error // why it could not be read
	Report checks.Report
}

// PackageName is what the package is called in a version's folder.
const PackageName = "package.zip"

// Zips are the answers that name files to be read whole, see Settle.
func (s *Session) Zips() string {
	return s.Answer(portal.RoleArchive) + "\x00" + s.Answer(portal.RolePackage)
}

// packageName is the name of the package that was given, "" for none.
func (s *Session) packageName() string {
	if path := s.Answer(portal.RolePackage); path != "" {
		return filepath.Base(path)
	}
	return ""
}

func (s *Session) packageInputs() string {
	path := s.Answer(portal.RolePackage)
	if path == "" {
		return ""
	}
	return fmt.Sprint(path, s.Publisher(), s.looking.applied[LookFolder], s.looking.applied[LookCommit])
}

// packageRead is a package, read and judged.
type packageRead struct{ file *PackageFile }

// Apply takes it unless another one was given meanwhile.
func (r packageRead) Apply(s *Session) {
	if r.file.Path != s.Answer(portal.RolePackage) {
		return
	}
	s.Package = r.file
	s.Judge()
}

// ReadPackage reads and judges the package that was given.
func (s *Session) ReadPackage() Job {
	path := s.Answer(portal.RolePackage)
	if path == "" {
		return nil
	}
	file := path
	if !filepath.IsAbs(file) {
		file = filepath.Join(s.Draft.Folder, file)
	}
	options := solution.Options{Independent: s.Independent()}
	if s.Folder != nil {
		options.Folder = &s.Folder.Artifacts
	}
	if s.AtCommit != nil {
		options.Merged = &s.AtCommit.Artifacts
	}
	return func(ctx context.Context) Result {
		p := &PackageFile{Path: path, File: file}
		data, sum, err := source.ReadWhole(ctx, file)
		p.SHA256, p.Err = sum, err
		if err != nil {
			p.Report = checks.Report{Findings: []checks.Finding{{Rule: "PackageRead", Severity: checks.Error, Message: err.Error(),
				Fix: "Give the path of the .zip that goes to Microsoft."}}}
			return packageRead{p}
		}
		p.Report = solution.Judge(solution.Read(filepath.Base(file), data), options)
		return packageRead{p}
	}
}

func (s *Session) packageReport() checks.Report {
	if s.Package == nil || s.Package.Path != s.Answer(portal.RolePackage) {
		return checks.Report{Outcomes: []checks.Outcome{{Rule: "PackageChecked", Result: checks.NotChecked, Reason: "the package has not been read yet"}}}
	}
	return s.Package.Report
}

// linkEnds is the day on which a SAS link that was typed ends, "" where the
// field asks for no link or the link does not say.
func (s *Session) linkEnds(field, typed string) string {
	if field != s.Portal.IDOf(portal.RoleSASLink) || s.Portal.IDOf(portal.RoleLinkExpiry) == "" {
		return ""
	}
	end, ok := form.LinkEnd(typed)
	if !ok {
		return ""
	}
	return end.In(s.Ports.Now().Location()).Format("2006-01-02")
}
