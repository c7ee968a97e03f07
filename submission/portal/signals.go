package portal

import (
	"slices"
	"strings"
)

// Signal is what Microsoft's bot or engineers write on a pull request, or a
// label they put on it, that moves a submission on.
type Signal struct {
	// Says are the words that must all occur, in any case, with any white
	// space and emphasis; a line that quotes somebody does not count. Empty
	// for a label.
	Says []string
	// Alone says that the comment holds nothing else.
	Alone bool
	Label string // of the pull request; "" for words
	// From are accounts whose word is Microsoft's although GitHub does not
	// show them as its own. Nobody else's word moves anything.
	From   []string
	Stage  string // a standing.Stage
	Whose  string // "yours", "Microsoft", "" when nobody's
	Window string // ID of the waiting time that begins with it, "" for none
	Next   string // what is to be done, one sentence
	Source string // where it was seen
	Seen   string // when it was last seen there: a day, a month or a year
}

// certificationTeam is the account that answers certify-connector.
const certificationTeam = "certificationteam"

// pullSignals are the signals of Microsoft's repository, the most final ones
// first: the first that fits counts. They are the same for every portal.
func pullSignals() []Signal {
	return append(certificationSignals(), append(reviewSignals(), labelSignals()...)...)
}

// certificationSignals are what is said once certification has begun.
func certificationSignals() []Signal {
	bot := []string{certificationTeam}
	const team = "comments of certificationteam on pull requests"
	return []Signal{
		{Says: []string{"the deployment of your connector and documentation page was already completed"}, From: bot,
			Stage: "deployed", Next: "The connector and its documentation page are live.",
			Source: "the reviewer's last comment on pull requests", Seen: "2025"},
		{Says: []string{"your certification request has been approved", "3-4 weeks"}, From: bot,
			Stage: "approved, being deployed", Whose: "Microsoft", Window: "deployment", Next: "Microsoft deploys the connector and its documentation page.",
			Source: team, Seen: "2025"},
		{Says: []string{"your certification request has been approved"}, From: bot,
			Stage: "approved, being deployed", Whose: "Microsoft", Next: "Microsoft deploys the connector and its documentation page.",
			Source: team, Seen: "2025"},
		{Says: []string{"publisher mismatch detected"}, From: bot,
			Stage: "publisher mismatch", Whose: "yours", Next: "Send the update from the account that published the connector, or write on the pull request why it differs.",
			Source: "pull requests 3831 and 3832", Seen: "2025"},
		{Says: []string{"certification validations failed"}, From: bot,
			Stage: "certification failed on validation", Whose: "yours", Next: "Mend what the validation names and push it to the same pull request.",
			Source: team, Seen: "2026-07-17"},
		{Says: []string{"we reviewed your submission and identified some changes"}, From: bot,
			Stage: "changes requested on the pull request", Whose: "yours", Next: "Make the changes that are named and push them to the same pull request.",
			Source: team, Seen: "2025"},
		{Says: []string{"certify-connector"}, Alone: true,
			Stage: "certification begun", Whose: "Microsoft", Next: "Microsoft's certification answers on the pull request.",
			Source: "reviewers' comments on pull requests", Seen: "2025"},
	}
}

// reviewSignals are the approvals of verified publishers' pull requests, which
// tell the next steps.
func reviewSignals() []Signal {
	approved := func(source, seen string, says ...string) Signal {
		return Signal{Says: says, Stage: "approved on the pull request", Whose: "Microsoft",
			Next: "Microsoft merges it; then its commit can be submitted.", Source: source, Seen: seen}
	}
	return []Signal{
		approved("pull request 3816", "2025-04-02", "taken care of in the partner center"),
		approved("pull request 3816, its list of next steps", "2025-04-02", "you can now submit"),
		approved("approvals on pull requests 1975 to 3401", "2024-04-22", "approved", "intro.md", "different from readme.md"),
	}
}

// labelSignals are the labels of 2021 to 2023. Nobody sees when a label was
// put on, so that what was said with a date counts for more.
func labelSignals() []Signal {
	const labels = "labels of pull requests, 2021 to 2023"
	return []Signal{
		{Label: "deployed", Stage: "deployed", Next: "The connector is live.", Source: labels, Seen: "2023"},
		{Label: "needs:partner-attention", Stage: "changes requested on the pull request", Whose: "yours",
			Next: "Read what Microsoft wrote on the pull request, and answer there.", Source: labels, Seen: "2023"},
		{Label: "Validation phase", Stage: "certification begun", Whose: "Microsoft",
			Next: "Microsoft's certification answers on the pull request.", Source: labels, Seen: "2023"},
	}
}

// deployment is the waiting time that the approval states.
func deployment() Window {
	return Window{ID: "deployment", Text: "Microsoft states 3 to 4 weeks from the approval to the deployment.", Whose: "Microsoft", Days: 28,
		Source: "pull request 3640"}
}

// lookedAt is how much of a text is looked at for signals, in bytes: those who
// write them come to the point.
const lookedAt = 16 << 10

// Signal is the signal in what somebody wrote, ok false for none. Microsoft
// tells that GitHub shows the author as Microsoft's: nobody else's word is one.
func (p Portal) Signal(author string, microsoft bool, text string) (Signal, bool) {
	spoken := spokenWords(text[:min(len(text), lookedAt)])
	for _, s := range p.Signals {
		if len(s.Says) > 0 && (microsoft || contains(s.From, author)) && s.in(spoken) {
			return s, true
		}
	}
	return Signal{}, false
}

// Labelled is the signal among a pull request's labels, ok false for none.
func (p Portal) Labelled(labels []string) (Signal, bool) {
	for _, s := range p.Signals {
		if s.Label != "" && contains(labels, s.Label) {
			return s, true
		}
	}
	return Signal{}, false
}

// SpeaksForMicrosoft tells whether an account's word is Microsoft's although
// GitHub may not show it so.
func (p Portal) SpeaksForMicrosoft(author string) bool {
	return slices.ContainsFunc(p.Signals, func(s Signal) bool { return contains(s.From, author) })
}

func contains(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
}

// in tells whether a text, as spokenWords makes it, says the signal.
func (s Signal) in(spoken string) bool {
	for _, says := range s.Says {
		words := spokenWords(says)
		if s.Alone && spoken != words || !strings.Contains(spoken, words) {
			return false
		}
	}
	return true
}

// plainMarks takes Markdown's emphasis away and makes typographic marks plain.
var plainMarks = strings.NewReplacer("*", "", "`", "", "–", "-", "—", "-", "‑", "-", "’", "'", "“", `"`, "”", `"`)

// spokenWords are a text's own words in small letters, one space between two.
// What it quotes, its lines that begin with ">", are somebody else's words.
func spokenWords(text string) string {
	var own []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(strings.TrimSpace(line), ">") {
			own = append(own, strings.Fields(strings.ToLower(plainMarks.Replace(line)))...)
		}
	}
	return strings.Join(own, " ")
}
