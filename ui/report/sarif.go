package report

import (
	"io"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/ui/theme"
)

// sarif prints SARIF 2.1.0, as code scanning of GitHub and Azure DevOps takes it.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
type sarif struct{ o Options }

type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		ColumnKind  string            `json:"columnKind"`
		Results     []sarifResult     `json:"results"`
		Invocations []sarifInvocation `json:"invocations"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string     `json:"id"`
		Short   sarifText  `json:"shortDescription"`
		Help    *sarifText `json:"help,omitempty"`
		HelpURI string     `json:"helpUri,omitempty"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations,omitempty"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
	sarifLogical struct {
		FullyQualifiedName string `json:"fullyQualifiedName"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
)

func (s sarif) Write(w io.Writer, r Report) error {
	e := s.o.envelope(r)
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{},
		Tool: sarifTool{sarifDriver{Name: e.Tool.Name, Version: e.Tool.Version, Rules: []sarifRule{}}}}
	ids := make([]string, 0, len(e.Rules))
	for id := range e.Rules {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, s.rule(id, e.Rules[id]))
	}
	for _, i := range e.Findings {
		run.Results = append(run.Results, s.result(i))
	}
	run.Invocations = []sarifInvocation{s.invocation(e)}
	return theme.WriteJSON(w, sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}})
}

func (s sarif) rule(id string, t RuleText) sarifRule {
	rule := sarifRule{ID: id, Short: sarifText{t.Meaning}, HelpURI: t.Link}
	if t.Meaning == "" {
		rule.Short.Text = id
	}
	if t.Fix != "" {
		rule.Help = &sarifText{t.Fix}
	}
	return rule
}

func (s sarif) result(i Item) sarifResult {
	out := sarifResult{RuleID: i.Rule, Level: sarifLevel(i.weight), Message: sarifText{withFix(i.Message, i.Fix)}, Fingerprints: map[string]string{"certwiz/v1": i.Fingerprint}}
	if at := sarifAt(i.File, i.Pointer, i.Start, i.End); at != nil {
		out.Locations = []sarifLocation{*at}
	}
	for _, p := range i.More {
		at := sarifAt(p.File, p.Pointer, Position{p.Line, p.Column}, Position{})
		if at != nil && !slices.ContainsFunc(out.Related, func(other sarifLocation) bool { return reflect.DeepEqual(other, *at) }) {
			out.Related = append(out.Related, *at)
		}
	}
	return out
}

func sarifAt(file, pointer string, start, end Position) *sarifLocation {
	if file == "" && pointer == "" {
		return nil
	}
	var at sarifLocation
	if file != "" {
		at.Physical = &sarifPhysical{Artifact: sarifArtifact{uri(file)}}
	}
	if file != "" && start.Line > 0 {
		at.Physical.Region = &sarifRegion{StartLine: start.Line, StartColumn: start.Column}
		if end.Column > start.Column {
			at.Physical.Region.EndColumn = end.Column
		}
	}
	if pointer != "" {
		at.Logical = []sarifLogical{{pointer}}
	}
	return &at
}

// uri is a file's name as a reference that is relative to the repository: a colon
// would end a scheme.
func uri(file string) string {
	return strings.ReplaceAll((&url.URL{Path: file}).EscapedPath(), ":", "%3A")
}

func sarifLevel(s checks.Severity) string {
	switch s {
	case checks.Error:
		return "error"
	case checks.Warning:
		return "warning"
	default:
		return "note"
	}
}

// invocation says what could not be checked: silence would say that it passed.
func (s sarif) invocation(e Envelope) sarifInvocation {
	in := sarifInvocation{Successful: len(e.Unreadable) == 0, Notifications: []sarifNotification{}}
	for _, why := range e.Unreadable {
		in.Notifications = append(in.Notifications, sarifNotification{"error", sarifText{why}})
	}
	for _, n := range e.NotChecked {
		in.Notifications = append(in.Notifications, sarifNotification{"warning", sarifText{"not checked: " + n.Rule + ": " + n.Reason}})
	}
	return in
}
