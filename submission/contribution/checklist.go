package contribution

import (
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/text"
)

// State says how a line of the checklist comes to its answer.
type State string

// The states of a line.
const (
	Checked   State = "checked" // rules established that it holds
	Asked     State = "asked"   // it needs the person's word; Answer is "" until it is given
	Open      State = "open"    // rules found that it does not hold yet
	NotForYou State = "not for you"
)

// Item is one line of the checklist.
type Item struct {
	ID       string // the key of its answer in Input.Answers
	Text     string // the sentence, in Microsoft's words
	State    State
	Ticked   bool     // in Body
	By       string   // what established it, or why it is not established
	Question string   // what to ask the person, "" when there is nothing to ask
	Answer   string   // what was said: "yes", "no", or "ticked on GitHub"
	Places   []string // screenshots that the person pastes on GitHub
}

// question is a line that certwiz knows.
type question struct {
	id, text string
	// words must all stand in a line that asks this; of some joined by "|" one.
	words       []string
	ask         string
	independent bool // asked of independent publishers only
	pasted      bool // answered by screenshots, which nobody but the person ticks
	// establish says whether it holds without asking; nil where only a person can say.
	establish func(*plan) (verdict, string)
}

// template is a pull request's text with the questions that stand in it.
type template struct {
	Source    string
	Seen      string // when it was looked at
	questions []question
}

// microsofts is the template of Microsoft's repository. It stands in where the
// repository's own can't be had, and its questions are known again in that one.
var microsofts = template{
	Source: ".github/pull_request_template.md of microsoft/PowerPlatformConnectors, dev",
	Seen:   "2024-10",
	questions: []question{
		{
			id:    "new",
			text:  "I attest that the connector doesn't exist on the Power Platform today. I've verified by checking the pull requests in GitHub and by searching for the connector on the platform or in the documentation.",
			words: []string{"connector", "exist", "doesn't|not", "platform"},
			ask:   "Have you looked among the pull requests, on the platform and in the documentation, and found no such connector?",
		},
		{
			id:    "tested",
			text:  "I attest that the connector works and I verified by deploying and testing all the operations.",
			words: []string{"connector", "works", "testing|tested", "operations"},
			ask:   "Have you deployed the connector and tested all its operations?",
		},
		{
			id:        "descriptions",
			text:      "I attest that I have added detailed descriptions for all operations and parameters in the swagger file.",
			words:     []string{"descriptions", "operations", "parameters"},
			ask:       "Do all operations and parameters have detailed descriptions?",
			establish: (*plan).descriptionsComplete,
		},
		{
			id:        "responses",
			text:      "I attest that I have added response schemas to my actions, unless the response schema is dynamic.",
			words:     []string{"response", "schemas|schema", "actions|operations"},
			ask:       "Do all actions have response schemas, but for dynamic ones?",
			establish: (*plan).responsesComplete,
		},
		{
			id:    "validate",
			text:  "I validated the swagger file, `apiDefinition.swagger.json`, by running `paconn validate` command.",
			words: []string{"paconn", "validate", "swagger"},
			ask:   "Have you run paconn validate on the definition? certwiz has not: it has rules of its own.",
		},
		{
			id:        "look",
			text:      "If this is a certified connector, I confirm that `apiProperties.json` has a valid brand color and doesn't use an invalid brand color, `#007ee5` or `#ffffff`. If this is an independent publisher connector, I confirm that I am not submitting a connector icon.",
			words:     []string{"brand", "color|colour", "icon"},
			ask:       "Is the brand colour a valid one, or, for an independent publisher, no icon among the files?",
			establish: (*plan).brandColorValid,
		},
		{
			id:          "name",
			text:        `I have named this PR after the pattern of "Connector Name (Independent Publisher)" (ex: HubSpot Marketing (Independent Publisher))`,
			words:       []string{"named", "pattern", "independent", "publisher"},
			independent: true,
			ask:         "Is the pull request named after the pattern?",
			establish:   (*plan).titleFollowsPattern,
		},
		{
			id:          "flows",
			text:        "Within this PR markdown file, I have pasted screenshots that show: 3 unique operations (actions/triggers) working within a Flow. This can be in one flow or part of multiple flows. For each one of those flows, I have pasted in screenshots of the Flow succeeding.",
			words:       []string{"screenshots|screenshot", "operations", "unique|flow"},
			independent: true, pasted: true,
			ask: "Paste these screenshots into the text on GitHub, and tick the line there.",
		},
		{
			id:          "test",
			text:        "Within this PR markdown file, I have pasted in a screenshot from the Test operations section within the Custom Connector UI.",
			words:       []string{"screenshots|screenshot", "test", "custom|section"},
			independent: true, pasted: true,
			ask: "Paste this screenshot into the text on GitHub, and tick the line there.",
		},
		{
			id:          "oauth",
			text:        "If the connector uses OAuth, I have provided detailed steps on how to create an app in the readme.md.",
			words:       []string{"oauth", "steps|how", "readme|md"},
			independent: true,
			ask:         "Does readme.md say step by step how to make an app?",
			establish:   (*plan).appSteps,
		},
	},
}

// built is the text that stands in for the repository's own template.
func (t template) built() string {
	var b strings.Builder
	b.WriteString("When submitting a connector, these requirements apply:\n\n")
	turned := false
	for _, q := range t.questions {
		if q.independent && !turned {
			turned = true
			b.WriteString("\nIf you are an Independent Publisher, you must also attest to the following to ensure a smooth publishing process:\n\n")
		}
		b.WriteString("- [ ] " + q.text + "\n")
	}
	return b.String()
}

// alike is how many of a line's words must be those of the known sentence, in
// percent, for certwiz to tick it by itself: a line that says more is a
// person's to answer.
const alike = 80

// known finds the question that a line asks. A line that asks for more is not
// known, but for screenshots: those are the person's in any case.
func (t template) known(line string) (q question, found bool) {
	words := sentenceWords(line)
	best := -1
	for _, candidate := range t.questions {
		if !candidate.asks(words) {
			continue
		}
		if n := candidate.shared(words); n > best {
			q, best = candidate, n
		}
	}
	if best >= alike || q.pasted {
		return q, true
	}
	return question{}, false
}

// asks tells whether all that makes the question is in a line.
func (q question) asks(words []string) bool {
	for _, want := range q.words {
		if !slices.ContainsFunc(strings.Split(want, "|"), func(w string) bool { return slices.Contains(words, w) }) {
			return false
		}
	}
	return true
}

// shared is how many of a line's words are the question's, in percent.
func (q question) shared(words []string) int {
	own := sentenceWords(q.text)
	n := 0
	for _, w := range words {
		if slices.Contains(own, w) {
			n++
		}
	}
	return n * 100 / max(len(words), 1)
}

// item answers one line. onGitHub says that the text is a pull request's, so
// that a ticked box is the person's word already.
func (p *plan) item(b box, onGitHub bool) Item {
	q, found := microsofts.known(b.text)
	i := Item{ID: q.id, State: Asked, Ticked: b.ticked, Question: q.ask}
	if !found {
		i.ID = p.lineID(b.text)
		i.Question = "Microsoft's checklist asks this, and certwiz does not know it: is it so?"
	}
	if b.ticked && onGitHub {
		i.Answer = "ticked on GitHub"
	}
	answer := p.in.Answers[i.ID]
	switch {
	case !p.in.Independent && (q.independent || b.others):
		i.State, i.Question, i.By = NotForYou, "", "asked of independent publishers only"
	case q.pasted:
		i.Places = p.screenshots(q.id)
	case q.id == "new" && p.in.HasBefore:
		i.State, i.Question, i.By = NotForYou, "", "the connector is in the repository already: this is an update"
	default:
		p.decide(&i, q, answer)
	}
	i.Text = p.text(b.text)
	return i
}

// decide answers a line by what rules establish, and by the person's word.
func (p *plan) decide(i *Item, q question, answer string) {
	v := unknown
	if q.establish != nil {
		v, i.By = q.establish(p)
		i.By = p.line(i.By)
	}
	switch v {
	case holds:
		i.State, i.Ticked, i.Question = Checked, true, ""
		return
	case fails:
		i.State = Open
	}
	switch {
	case yes(answer):
		i.State, i.Answer, i.Ticked = Asked, "yes", true
	case no(answer):
		i.Answer = "no"
	}
}

// lineID is the key of a line that certwiz does not know: the line itself.
func (p *plan) lineID(line string) string {
	if words := strings.Join(sentenceWords(line), " "); words != "" {
		line = words
	}
	return text.Cut(p.line(line), 120)
}

func (p *plan) text(s string) string {
	return text.Cut(text.OneLine(p.hidden.redact(s)), maxItem)
}

func yes(answer string) bool { return is(answer, "yes", "y", "true") }
func no(answer string) bool  { return is(answer, "no", "n", "false") }

func is(answer string, words ...string) bool {
	return slices.Contains(words, strings.ToLower(strings.TrimSpace(answer)))
}
