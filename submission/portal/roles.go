package portal

// Role says what an answer means to the program, whatever the portal calls it.
// Code asks for a role, never for a field's ID. A portal names each role at
// most once.
type Role string

// The roles that are files, or lead to files: each is read and judged.
const (
	RoleFiles       Role = "files"        // the connector's folder
	RoleCommit      Role = "commit"       // the commit that Microsoft merged
	RolePullRequest Role = "pull request" // the pull request, where the way ends with it
	RoleArchive     Role = "archive"      // the .zip with the artifacts
	RoleIntro       Role = "intro"        // intro.md
	RoleReadme      Role = "readme"       // readme.md
	RoleChanges     Role = "changes"      // what changed since the last version
	RolePackage     Role = "package"      // the .zip that goes to Microsoft: documents, and solutions inside another .zip
)

// The roles that decide which way a submission goes.
const (
	RolePortal    Role = "portal"    // a Portal's ID
	RolePublisher Role = "publisher" // a Publisher
	RoleRoute     Role = "route"     // a Route
	RoleWay       Role = "way"       // a Way
)

// The other roles.
const (
	RoleSubmitter    Role = "submitter"     // the email address of who submits
	RoleClientID     Role = "client ID"     // asked for where users sign in with OAuth
	RoleAPIKey       Role = "API key"       // asked for where users sign in with an API key
	RoleSecretExpiry Role = "secret expiry" // the day on which the client secret ends
	RoleBaseVersion  Role = "base version"  // the version that an update changes
	RoleSASLink      Role = "SAS link"      // the link that the package is downloaded from
	RoleLinkExpiry   Role = "link expiry"   // the day on which that link ends
)

// kindOf is the kind of field that a role is asked by, "" for no such role.
func kindOf(r Role) FieldKind {
	switch r {
	case RoleFiles:
		return Files
	case RoleCommit:
		return Commit
	case RolePullRequest:
		return PullRequest
	case RoleArchive:
		return Archive
	case RoleIntro, RoleReadme:
		return Document
	case RoleChanges:
		return Changes
	case RolePortal, RolePublisher, RoleRoute, RoleWay, RoleBaseVersion:
		return Choice
	case RoleSubmitter, RoleClientID, RolePackage:
		return Line
	case RoleAPIKey, RoleSASLink:
		return Secret
	case RoleSecretExpiry, RoleLinkExpiry:
		return Date
	default:
		return ""
	}
}

// readByRole tells of the kinds whose answer is read by what its role says, and
// by nothing without one.
func (k FieldKind) readByRole() bool {
	switch k {
	case Files, Commit, PullRequest, Archive, Document, Changes:
		return true
	default:
		return false
	}
}

// ShowsOnly tells of the kinds that show something and ask for no answer.
func (k FieldKind) ShowsOnly() bool {
	switch k {
	case Files, Document, Changes, Note, Unreadable:
		return true
	default:
		return false
	}
}

// plain tells of the kinds whose answer is what was given, and no more.
func (k FieldKind) plain() bool {
	switch k {
	case Line, Lines, Secret, Choice, Tick, Date, Note:
		return true
	default:
		return false
	}
}

// Document is the name of the Markdown file that a role stands for, "" for
// none.
func (r Role) Document() string {
	switch r {
	case RoleIntro:
		return FileIntro
	case RoleReadme:
		return "readme.md"
	default:
		return ""
	}
}

// Publisher is who submits.
type Publisher string

// The publishers. An independent one does not own the service, and stops after
// the pull request (S02).
const (
	Verified    Publisher = "verified"
	Independent Publisher = "independent"
)

// Route is how the files go to Microsoft.
type Route string

// The routes: the public repository, or an archive by a granted exception.
const (
	OpenSource Route = "open-source"
	Exception  Route = "exception"
)

// Way is what the portal is given.
type Way string

// The ways.
const (
	ByCommit  Way = "commit"
	ByArchive Way = "zip"
)

// Prefill names a fact that answers a field until a person does.
type Prefill string

// The facts that fields are prefilled with.
const (
	PrefillPublisher Prefill = "publisher by the folder"    // a Publisher
	PrefillRoute     Prefill = "route by the repository"    // a Route
	PrefillWay       Prefill = "way by the repository"      // a Way
	PrefillPull      Prefill = "pull request of the branch" // its address
	PrefillGitEmail  Prefill = "email address in git"
	PrefillContact   Prefill = "contact in the definition" // an email address
	PrefillClientID  Prefill = "client ID in the properties"
	PrefillBase      Prefill = "version before the update"
	PrefillReason    Prefill = "reason for the update" // Requested
	PrefillRequest   Prefill = "what Microsoft asked for"
	PrefillCategory  Prefill = "categories in the definition"
	PrefillPrivacy   Prefill = "privacy policy in the definition"
	PrefillTitle     Prefill = "title of the connector"
)

// The keys of the conditions that roles answer, whatever a portal calls the
// fields.
const (
	KeyPublisher = "publisher"
	KeyRoute     = "route"
	KeyWay       = "way"
)

// The keys of what a session or the connector's files say.
const (
	KeyPortals = "portals" // not empty where another portal may be chosen
	KeyMCP     = "mcp"     // not empty where the definition is an MCP server's
)

// The files that hand-off lines name.
const (
	FileArchive = "archive"
	FileIntro   = "intro.md"
	FilePackage = "package"
)

// Requested is the reason for an update that Microsoft asked for.
const Requested = "requested"

// Versions is the list of a Choice whose options are the earlier versions.
const Versions = "versions"

// ByRole returns the field of a role.
func (p Portal) ByRole(r Role) (Field, bool) {
	if s, f, ok := p.roleAt(r); ok {
		return s.Fields[f], true
	}
	return Field{}, false
}

// IDOf is the ID of a role's field, "" where the portal does not ask for it.
func (p Portal) IDOf(r Role) string {
	if s, f, ok := p.roleAt(r); ok {
		return s.Fields[f].ID
	}
	return ""
}

// roleAt finds a role's field without copying any: conditions ask for roles at
// every key press.
func (p Portal) roleAt(r Role) (*Step, int, bool) {
	if r == "" {
		return nil, 0, false
	}
	for _, steps := range [2][]Step{p.Update, p.Steps} {
		for i := range steps {
			for f := range steps[i].Fields {
				if steps[i].Fields[f].Role == r {
					return &steps[i], f, true
				}
			}
		}
	}
	return nil, 0, false
}
