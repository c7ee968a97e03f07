package contribution

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/text"
)

// The lines of the checklist that certwiz can answer by itself. Each is
// established by rules that ran, or not at all.

var (
	descriptionRules = []string{"RequiredPropertyMissing", "RequiredValueEmpty", "SummaryEqualsDescription"}
	responseRules    = []string{"OperationMustHaveResponse", "SchemaDefinitionSetIncorrectly", "ResponseSchemaEmpty"}
	colorRules       = []string{"IconBrandColorMissing", "IconBrandColorNotHex", "IconBrandColorForbidden"}
)

func (p *plan) descriptionsComplete() (verdict, string) {
	return p.overOperations(descriptionRules, inOperations)
}
func (p *plan) responsesComplete() (verdict, string) { return p.overOperations(responseRules, nil) }

// overOperations asks rules that look at each operation, and says how many
// there are: of none, nothing is established.
func (p *plan) overOperations(rules []string, about func(checks.Place) bool) (verdict, string) {
	f := p.in.Facts
	if f.Actions+f.Triggers == 0 {
		return unknown, "there are no operations to look at"
	}
	v, why := p.rules(rules, about)
	if v != holds {
		return v, why
	}
	return holds, fmt.Sprintf("%s find nothing in %s", listed(rules), p.operations())
}

// operations counts what a user sees.
func (p *plan) operations() string {
	f := p.in.Facts
	return text.Count(f.Actions, "action", "actions") + " and " + text.Count(f.Triggers, "trigger", "triggers")
}

func listed(rules []string) string {
	last := len(rules) - 1
	return strings.Join(rules[:last], ", ") + " and " + rules[last]
}

// brandColorValid is one question for two kinds of publishers: the brand colour of a
// verified one, no icon of an independent one.
func (p *plan) brandColorValid() (verdict, string) {
	if p.in.Independent {
		if slices.ContainsFunc(p.Files, func(f File) bool { return f.Name == iconName }) {
			return fails, "there is an icon among the files"
		}
		return holds, "there is no icon among the files"
	}
	v, why := p.rules(colorRules, nil)
	if v != holds {
		return v, why
	}
	return holds, listed(colorRules) + " find nothing"
}

// titleFollowsPattern looks at the title that the pull request is about to have.
func (p *plan) titleFollowsPattern() (verdict, string) {
	if p.ready() && p.patterned(p.Title) {
		return holds, "the title follows the pattern"
	}
	return unknown, "the title is not the final one yet"
}

// appSteps does not apply without OAuth; whether steps are enough, a person says.
func (p *plan) appSteps() (verdict, string) {
	switch {
	case !p.in.Facts.AuthKnown:
		return unknown, "how the connector signs in is not known"
	case p.in.Facts.Uses("oauth2"):
		return unknown, "the connector uses OAuth"
	default:
		return holds, "the connector does not use OAuth"
	}
}

// screenshots lists what the person pastes on GitHub; certwiz has no pictures.
func (p *plan) screenshots(id string) []string {
	if id == "test" {
		return []string{"the section Test operations of the custom connector, after a test that worked"}
	}
	var places []string
	for _, o := range p.in.Facts.Operations {
		if len(places) < 3 {
			places = append(places, "a flow with the operation "+p.line(o.Summary))
		}
	}
	for i := len(places); i < 3; i++ {
		places = append(places, "a flow with one more operation")
	}
	return append(places, "a run of each of those flows that succeeded")
}
