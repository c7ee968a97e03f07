package origin

import "time"

// Pull is what is known about a pull request to Microsoft's repository. Texts
// are as their authors wrote them, not yet safe for a terminal. It is stored
// with a submission, so that the desk can say without a network what was seen
// last, and when.
type Pull struct {
	Number int    `json:"number"`
	URL    string `json:"url"`
	Title  string `json:"title"`
	Body   string `json:"body,omitempty"` // at most 64 kB
	Author string `json:"author"`         // account that opened it

	Owner string `json:"owner"` // of the repository it goes to: "microsoft"
	Repo  string `json:"repo"`  // "PowerPlatformConnectors"
	Base  string `json:"base"`  // the branch it goes to

	Head       string `json:"head"` // full SHA of its last commit
	HeadOwner  string `json:"headOwner,omitempty"`
	HeadRepo   string `json:"headRepo,omitempty"` // "" when the fork is gone
	HeadBranch string `json:"headBranch"`

	Draft       bool      `json:"draft,omitempty"`
	Closed      bool      `json:"closed,omitempty"` // merged or not
	Merged      bool      `json:"merged,omitempty"`
	MergeCommit string    `json:"mergeCommit,omitempty"` // the squash commit, "" unless Merged
	MergedBy    string    `json:"mergedBy,omitempty"`
	Opened      time.Time `json:"opened"`
	Updated     time.Time `json:"updated"`
	EndedAt     time.Time `json:"endedAt,omitzero"` // merged or closed
	Pushed      time.Time `json:"pushed,omitzero"`  // date of its last commit, zero when unknown
	Labels      []string  `json:"labels,omitempty"`

	Files    []string `json:"files,omitempty"` // changed paths; valid when Asked.Files.Known
	FilesCut bool     `json:"filesCut,omitempty"`
	// Conflicts is known once GitHub has worked it out.
	Conflicts Answer      `json:"conflicts"`
	Checks    []CheckRun  `json:"checks,omitempty"`
	Said      []Statement `json:"said,omitempty"` // reviews and comments, oldest first
	// Owners are the accounts that CODEOWNERS names for the connector's folder.
	Owners []string `json:"owners,omitempty"`

	Asked Asked `json:"asked"`
}

// Asked says for each question that GitHub is asked about a pull request
// whether, when and by whom it was answered, or why it was not. Yes means
// nothing here.
type Asked struct {
	Pull     Answer `json:"pull"`
	Files    Answer `json:"files"`
	Checks   Answer `json:"checks"`
	Reviews  Answer `json:"reviews"`
	Comments Answer `json:"comments"`
	Owners   Answer `json:"owners"`
}

// CheckRun is one automatic check on a pull request's last commit: a check run
// or a commit status.
type CheckRun struct {
	Name  string     `json:"name"`
	State CheckState `json:"state"`
	Title string     `json:"title,omitempty"` // what it says in one line
	URL   string     `json:"url,omitempty"`
	At    time.Time  `json:"at,omitzero"`
}

// CheckState is how a check ended, if it did.
type CheckState string

// The states of a check. Skipped and neutral ones count as passed.
const (
	CheckPassed  CheckState = "passed"
	CheckFailed  CheckState = "failed"
	CheckRunning CheckState = "running"
)

// Statement is something that was said on a pull request.
type Statement struct {
	ID        int64     `json:"id"`
	Author    string    `json:"author"`
	Microsoft bool      `json:"microsoft,omitempty"` // said by Microsoft or one of its bots
	Bot       bool      `json:"bot,omitempty"`
	Verdict   Verdict   `json:"verdict,omitempty"` // of a review, "" for a comment
	Text      string    `json:"text"`              // at most 64 kB
	File      string    `json:"file,omitempty"`    // path of a comment on a line
	Line      int       `json:"line,omitempty"`    // of that file, 0 when outdated or unknown
	Commit    string    `json:"commit,omitempty"`  // the commit a review is of
	At        time.Time `json:"at"`
	URL       string    `json:"url,omitempty"`
}

// Verdict is how a review ends.
type Verdict string

// The verdicts of reviews.
const (
	Approves       Verdict = "approved"
	RequestsChange Verdict = "changes requested"
	Comments       Verdict = "commented"
	Dismissed      Verdict = "dismissed"
)

// State is where a pull request stands.
type State string

// The states of a pull request.
const (
	PullUnknown  State = ""
	PullDraft    State = "draft"
	PullOpen     State = "open"
	PullChanges  State = "changes requested"
	PullApproved State = "approved"
	PullMerged   State = "merged"
	PullClosed   State = "closed without being merged"
)

// State says where the pull request stands: by GitHub's own word when it has
// ended or is a draft, else by the last review of each reviewer.
func (p Pull) State() State {
	switch {
	case !p.Asked.Pull.Known:
		return PullUnknown
	case p.Merged:
		return PullMerged
	case p.Closed:
		return PullClosed
	case p.Draft:
		return PullDraft
	}
	last := map[string]Verdict{}
	for _, s := range p.Said {
		switch s.Verdict {
		case Approves, RequestsChange, Dismissed:
			last[s.Author] = s.Verdict
		}
	}
	state := PullOpen
	for _, v := range last {
		if v == RequestsChange {
			return PullChanges
		}
		if v == Approves {
			state = PullApproved
		}
	}
	return state
}
