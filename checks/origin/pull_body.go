package origin

import (
	"path"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/text"
)

// proposal begins the title of an independent publisher's first step, a pull
// request that only tells what the connector will do.
const proposal = "Proposal - "

var title = checks.Rule{
	ID: "PullRequestTitle", Severity: checks.Warning, Origin: checks.Documentation, Subject: checks.SubjectPull,
	Meaning: "An independent publisher's pull request is called \"Name (Independent Publisher)\", a verified publisher's has no such suffix.",
	Fix:     "Edit the title on GitHub.",
	Source:  "pull request template; PR 2286, PR 2661", Link: template,
	Bad: "Add weather connector", Good: "Contoso Weather (Independent Publisher)",
	Attest: "I saw on GitHub that the pull request's title follows the pattern.",
}

func (s request) title(r *checks.Reporter) {
	given := strings.Join(strings.Fields(s.Title), " ")
	if !s.about.Independent {
		if strings.Contains(strings.ToLower(given), strings.ToLower(suffix)) {
			r.Report(checks.Place{}, "%s is called %s, as an independent publisher's is", s.name(), jsontree.Quote(given))
			r.Last().Fix = "Take " + suffix + " off the title, or choose that you are an independent publisher."
		}
		return
	}
	name, proposed := s.withoutProposal(given)
	bare, ok := cutSuffixFold(name, suffix)
	if !ok || strings.TrimSpace(bare) == "" {
		r.Report(checks.Place{}, "%s is called %s; an independent publisher's ends in %s", s.name(), jsontree.Quote(given), suffix)
		r.Last().Fix = "Edit the title on GitHub: " + s.wantTitle()
		return
	}
	if proposed {
		s.proposed(r, given)
		return
	}
	if want := plainName(s.about.Name); want != "" && plainName(bare) != want {
		r.Report(checks.Place{}, "%s is called %s, the connector %s", s.name(), jsontree.Quote(given), jsontree.Quote(s.about.Name))
		r.Last().Severity = checks.Advice
		r.Last().Fix = "Edit the title on GitHub: " + s.wantTitle()
	}
}

// withoutProposal strips the mark of a proposal from a title. It leaves a
// connector alone whose own name begins with the word.
func (s request) withoutProposal(title string) (rest string, proposed bool) {
	if len(title) >= len(proposal) && strings.EqualFold(title[:len(proposal)], proposal) {
		return title[len(proposal):], true
	}
	const word = "proposal"
	if len(title) < len(word) || !strings.EqualFold(title[:len(word)], word) || strings.HasPrefix(plainName(s.about.Name), word) {
		return title, false
	}
	return strings.TrimLeft(title[len(word):], " :-–"), true
}

// proposed judges a title that says the pull request is only a proposal.
func (s request) proposed(r *checks.Reporter, given string) {
	if !s.requireKnown(r, s.Asked.Files) {
		return
	}
	for _, file := range s.Files {
		name := strings.ToLower(path.Base(file))
		if strings.HasSuffix(name, ".swagger.json") || name == "apiproperties.json" {
			r.Report(checks.Place{}, "%s is called %s, yet it holds the connector's files; a proposal is not reviewed", s.name(), jsontree.Quote(given))
			r.Last().Fix = "Take \"Proposal\" off the title when it is ready for review: " + s.wantTitle()
			return
		}
	}
	s.whole(r)
}

// wantTitle is the title by the pattern.
func (s request) wantTitle() string {
	name, _ := cutSuffixFold(strings.Join(strings.Fields(s.about.Name), " "), suffix)
	if name == "" {
		name = "Connector name"
	}
	return jsontree.Plain(strings.TrimSpace(name)) + " " + suffix
}

// cutSuffixFold is strings.CutSuffix, whatever the case of an ASCII end.
func cutSuffixFold(s, end string) (string, bool) {
	if len(s) < len(end) || !strings.EqualFold(s[len(s)-len(end):], end) {
		return s, false
	}
	return s[:len(s)-len(end)], true
}

var checklistMissing = checks.Rule{
	ID: "PullRequestChecklistMissing", Severity: checks.Warning, Origin: checks.Documentation, Subject: checks.SubjectPull,
	Meaning: "The pull request's text holds the checklist of Microsoft's template.",
	Fix:     "Bring the template's checklist back into the text and tick what is done.",
	Source:  "pull request template", Link: template,
	Bad: "a pull request without a text", Good: "- [x] I attest that the connector works and I verified by deploying and testing all the operations.",
	Attest: "The pull request's text holds the template's checklist.",
}

func (s request) checklistMissing(r *checks.Reporter) {
	if strings.TrimSpace(s.Body) == "" {
		r.Report(checks.Place{}, "%s has no text, and so not the template's checklist", s.name())
		return
	}
	if items, malformed := s.checklist(); len(items)+malformed == 0 {
		r.Report(checks.Place{}, "the text of %s lacks the template's checklist", s.name())
	}
}

var checklistOpen = checks.Rule{
	ID: "PullRequestChecklistOpen", Severity: checks.Warning, Origin: checks.Documentation, Subject: checks.SubjectPull,
	Meaning: "Every item of the template's checklist that applies is ticked.",
	Fix:     "Do what is left, then tick it in the pull request's text; a pull request that leaves items open may be rejected.",
	Source:  "pull request template", Link: template,
	Bad: "- [ ] I validated the swagger file", Good: "- [x] I validated the swagger file",
	Attest: "I ticked every item of the checklist that applies.",
}

func (s request) checklistOpen(r *checks.Reporter) {
	items, _ := s.checklist()
	var left []string
	for _, i := range items {
		if !i.done && s.applies(i) {
			left = append(left, i.text)
		}
	}
	switch {
	case len(items) == 0:
		r.Skip("there is no checklist")
	case len(left) == 1:
		r.Report(checks.Place{}, "an item of the checklist is not ticked: %s", jsontree.Quote(left[0]))
	case len(left) == 2:
		r.Report(checks.Place{}, "2 items of the checklist are not ticked: %s, %s", jsontree.Quote(left[0]), jsontree.Quote(left[1]))
	case len(left) > 2:
		r.Report(checks.Place{}, "%d items of the checklist are not ticked, the first two: %s, %s", len(left), jsontree.Quote(left[0]), jsontree.Quote(left[1]))
	}
}

// applies reports whether an item is for this publisher and this connector: the
// template has a part for independent publishers and an item for OAuth.
func (s request) applies(i item) bool {
	text, under := strings.ToLower(i.text), strings.ToLower(i.under)
	switch {
	case strings.Contains(text, "connector uses oauth") && !s.about.OAuth:
		return false
	case s.about.Independent:
		return true
	default:
		return !strings.Contains(under, "independent publisher") && !strings.Contains(text, strings.ToLower(suffix))
	}
}

var checklistMiswritten = checks.Rule{
	ID: "PullRequestChecklistMiswritten", Severity: checks.Advice, Origin: checks.Practice, Subject: checks.SubjectPull,
	Meaning: "The checklist's items are written so that GitHub shows a box for each.",
	Fix:     "Write each as \"- [x] text\" or \"- [ ] text\": a hyphen, a space, brackets with an x or one space, a space.",
	Source:  "pull request template", Link: template,
	Bad: "-[x]I validated the swagger file", Good: "- [x] I validated the swagger file",
	Attest: "I saw on GitHub that every item of the checklist has a box.",
}

func (s request) checklistMiswritten(r *checks.Reporter) {
	switch _, malformed := s.checklist(); malformed {
	case 0:
	case 1:
		r.Report(checks.Place{}, "an item of the checklist is miswritten, and GitHub shows no box for it")
	default:
		r.Report(checks.Place{}, "%d items of the checklist are miswritten, and GitHub shows no boxes for them", malformed)
	}
}

var screenshots = checks.Rule{
	ID: "PullRequestScreenshots", Severity: checks.Advice, Origin: checks.Documentation, Subject: checks.SubjectPull,
	Meaning: "An independent publisher's pull request shows the connector at work.",
	Fix:     "Paste into its text screenshots of three operations in flows that succeed, and of the Test tab of the custom connector.",
	Source:  "pull request template; PR 1149", Link: template,
	Bad: "a text without a picture", Good: "![The flow succeeded](https://github.com/user-attachments/assets/…)",
	Attest: "The pull request shows the screenshots that the template asks for.",
}

// picture is an image in Markdown or HTML, or the address of one that was
// pasted into GitHub.
var picture = text.Pattern(`(?i)!\[[^\]]*\]\s*[(\[]|<img\s|user-attachments/assets/|user-images\.githubusercontent\.com/|github\.com/[^\s/]+/[^\s/]+/assets/`)

func hasPicture(text string) bool {
	return slices.ContainsFunc(proseLines(text), picture().MatchString)
}

func (s request) screenshots(r *checks.Reporter) {
	if !s.about.Independent {
		r.Skip("only for independent publishers")
		return
	}
	if _, proposed := s.withoutProposal(strings.TrimSpace(s.Title)); proposed {
		r.Skip("it is a proposal")
		return
	}
	if hasPicture(s.Body) {
		return
	}
	shown := slices.ContainsFunc(s.Said, func(said Statement) bool { return !said.Microsoft && hasPicture(said.Text) })
	if shown || !s.requireKnown(r, s.Asked.Comments) {
		return
	}
	r.Report(checks.Place{}, "neither the text of %s nor a comment on it shows a picture", s.name())
}
