package session

import (
	"context"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/review"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/standing"
)

// PullQuestion is a pull request to be looked at, with or without the
// connector at hand.
type PullQuestion struct {
	Number int
	Folder string               // in the repository; "" is found from what the pull request changes
	Here   *connector.Connector // the working folder's files, nil when there is none
	// HereFolder is where those belong in the repository: they are held against
	// the pull request only when it is about them.
	HereFolder string
	Before     *origin.Pull
	Ledger     submission.Ledger
	Portal     portal.Portal
	Now        time.Time
}

// PullView is all that is known about a pull request.
type PullView struct {
	Pull     origin.Pull
	Folder   string // the connector's folder in the repository, "" when several are changed
	Turn     standing.Standing
	Judged   checks.Report        // the rules on the pull request itself
	There    *connector.Connector // its files: at the merged commit, else at its last one; nil when not read
	Why      string               // why they were not read
	Diff     *source.Diff         // between the working folder and those, nil when not compared
	Messages []Message
	Counts   review.Counts
}

// ViewPull asks GitHub about a pull request, reads its files, and holds what
// Microsoft said against them: against the working folder's where there is one.
func ViewPull(ctx context.Context, hub GitHub, q PullQuestion) PullView {
	v := PullView{Folder: q.Folder, Pull: hub.ReadPull(ctx, q.Number, q.Folder, q.Before)}
	if v.Folder == "" {
		if folders := source.Folders(v.Pull.Files); len(folders) == 1 {
			v.Folder = folders[0]
		}
		if v.Folder != "" && v.Pull.Merged {
			v.Pull = hub.ReadPull(ctx, q.Number, v.Folder, &v.Pull) // now CODEOWNERS can be read, too
		}
	}
	if q.HereFolder != "" && q.HereFolder != v.Folder {
		q.Here = nil
	}
	v.files(ctx, hub, q)
	judged := q.Here
	if judged == nil {
		judged = v.There
	}
	var report checks.Report
	facts := connector.Facts{}
	if judged != nil {
		report, facts = judged.Report(), judged.Facts
	}
	v.Turn = standing.Of(q.Ledger, &v.Pull, q.Portal, q.Now)
	about := origin.About{Folder: v.Folder, Name: facts.Title, Independent: strings.HasPrefix(v.Folder, "independent-publisher-connectors/"), OAuth: facts.Uses("oauth2")}
	v.Judged = origin.JudgePull(v.Pull, about)
	v.Messages = matchMessages(v.Pull.Said, report)
	v.Counts = counted(v.Messages)
	return v
}

func (v *PullView) files(ctx context.Context, hub GitHub, q PullQuestion) {
	sha := v.Pull.Head
	if v.Pull.Merged {
		sha = v.Pull.MergeCommit
	}
	switch {
	case !v.Pull.Asked.Pull.Known || sha == "":
		v.Why = v.Pull.Asked.Pull.Why
		return
	case v.Folder == "":
		v.Why = "it is not clear which connector it is about"
		return
	}
	var have connector.Artifacts
	if q.Here != nil {
		have = q.Here.Artifacts
	}
	there, err := hub.ArtifactsAt(ctx, sha, v.Folder, have)
	if err != nil {
		v.Why = err.Error()
		return
	}
	there.Independent = strings.HasPrefix(v.Folder, "independent-publisher-connectors/")
	v.There = connector.Parse(there)
	if q.Here != nil {
		diff := source.CompareWithCommit(have, there)
		v.Diff = &diff
	}
}

func counted(heard []Message) review.Counts {
	var all []review.Matched
	for _, h := range heard {
		all = append(all, h.Lines...)
	}
	return review.Summary(all)
}
