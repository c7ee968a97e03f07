package prose

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// readmeDeployment: verified publishers added the section in 61 pull requests;
// 2 of 52 of their new connectors of 2024 have none; of 667 published readmes,
// most of them older, 172.
var readmeDeployment = checks.Rule{
	ID: "ReadmeDeployment", Severity: checks.Warning, Evidence: checks.AskedOften, Origin: checks.Engineers, Subject: checks.SubjectProse,
	Meaning: "The readme.md of a verified publisher says how to deploy the connector as a custom connector.",
	Fix:     "Add \"## Deployment Instructions\" and say how to deploy the connector as a custom connector.",
	Source:  "template of microsoft/PowerPlatformConnectors; asked for in reviews", Link: readmePage,
	Bad:  "# Contoso\n\n## Prerequisites\nAn account of Contoso.",
	Good: "# Contoso\n\n## Prerequisites\nAn account of Contoso.\n\n## Deployment Instructions\nUse paconn to deploy it.",
}

func (p subject) readmeDeployment(d page, r *checks.Reporter) {
	part := readmePart{SectionGuide: SectionGuide{Role: Deployment}}
	switch {
	case p.Independent:
		r.Skip("only verified publishers are asked for it")
	case part.find(d) < 0:
		r.Report(d.under("## Deployment Instructions", 0), "the section %q is missing", "## Deployment Instructions")
	}
}

// readmeWording: reviewers had headings renamed to the template's in 48 pull
// requests; 219 of 667 published ones have others, so it is advice.
var readmeWording = checks.Rule{
	ID: "ReadmeHeadingWording", Severity: checks.Advice, Evidence: checks.AskedOften, Origin: checks.Engineers, Subject: checks.SubjectProse,
	Meaning: "The sections of readme.md have the template's headings, word for word.",
	Fix:     "Use the template's heading.",
	Source:  "template of microsoft/PowerPlatformConnectors; asked for in reviews", Link: readmePage,
	Bad:  "# Contoso\n\n## Pre-requisites\nAn account of Contoso.",
	Good: "# Contoso\n\n## Prerequisites\nAn account of Contoso.",
}

func (p subject) readmeWording(d page, r *checks.Reporter) {
	for _, part := range readmeTemplate {
		i := part.find(d)
		if i < 0 {
			continue
		}
		s, want := d.sections[i], "## "+part.Title
		if part.Role == Publisher {
			if s.Level == 2 {
				continue // a name follows
			}
			want += ": …"
		}
		if s.Level == part.Level && strings.EqualFold(strings.Trim(strings.TrimSpace(s.Title), ":."), part.Title) {
			continue
		}
		r.Report(d.pointedAt(s.Title, d.titleAt(s)), "%q is %q in the template", clip(strings.Repeat("#", s.Level)+" "+s.Title), want)
		r.Last().Fix = fmt.Sprintf("Write %q.", want)
	}
}

// readmeOperationHeadings: asked for in 26 pull requests; 195 of 667 published
// readmes list their operations otherwise.
var readmeOperationHeadings = checks.Rule{
	ID: "ReadmeOperationHeadings", Severity: checks.Advice, Evidence: checks.AskedOften, Origin: checks.Engineers, Subject: checks.SubjectProse,
	Meaning: "Under Supported Operations each operation is a heading of level 3 with its description below it, as in the template.",
	Fix:     "Write each operation as a heading, \"### Create invoice\", and what it does below it.",
	Source:  "template of microsoft/PowerPlatformConnectors; asked for in reviews", Link: readmePage,
	Bad:  "# Contoso\n\n## Supported Operations\n- Create invoice: writes an invoice.\n- List invoices: lists them.",
	Good: "# Contoso\n\n## Supported Operations\n### Create invoice\nWrites an invoice.",
}

func (p subject) readmeOperationHeadings(d page, r *checks.Reporter) {
	for i, s := range d.sections {
		if s.Level == 0 || i == 0 && s.Level == 1 || !Operations.announced(s.words) || !operationsTitle(s.words) {
			continue
		}
		entries := 0
		for _, l := range d.lines[s.first:d.end(i)] {
			if l.Heading > 0 {
				entries = 0
				break
			}
			if l.Row || listed(l) || strings.HasPrefix(strings.TrimSpace(l.Text), "`") || strings.HasPrefix(strings.TrimSpace(l.Text), "**") {
				entries++
			}
		}
		if entries > 0 {
			r.Report(d.pointedAt(s.Title, d.titleAt(s)), "the operations under %q are no headings", clip(s.Title))
			return
		}
	}
}
