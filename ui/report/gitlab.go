package report

import (
	"io"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/ui/theme"
)

// gitlab prints GitLab's Code Quality report, which a merge request shows.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
type gitlab struct{ o Options }

type (
	gitlabItem struct {
		Description string      `json:"description"`
		CheckName   string      `json:"check_name"`
		Fingerprint string      `json:"fingerprint"`
		Severity    string      `json:"severity"`
		Location    gitlabPlace `json:"location"`
	}
	gitlabPlace struct {
		Path  string      `json:"path"`
		Lines gitlabLines `json:"lines"`
	}
	gitlabLines struct {
		Begin int `json:"begin"`
	}
)

func (g gitlab) Write(w io.Writer, r Report) error {
	list := []gitlabItem{}
	e := g.o.envelope(r)
	for _, i := range e.Findings {
		at := i.File
		if at == "" {
			at = i.Connector // GitLab leaves out what has no path
		}
		if at == "" {
			at = "."
		}
		list = append(list, gitlabItem{Description: withFix(i.Message, i.Fix), CheckName: i.Rule, Fingerprint: i.Fingerprint,
			Severity: gitlabSeverity(i.weight), Location: gitlabPlace{at, gitlabLines{max(1, i.Start.Line)}}})
	}
	return theme.WriteJSON(w, list)
}

func gitlabSeverity(s checks.Severity) string {
	switch s {
	case checks.Error:
		return "blocker"
	case checks.Warning:
		return "major"
	default:
		return "info"
	}
}
