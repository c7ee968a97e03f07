package checks

// Evidence is what is known of a rule beyond who asks for it.
type Evidence int

// The kinds of evidence.
const (
	Stated     Evidence = iota // nothing more is known
	Printed                    // a validator printed it on a pull request or in an issue since 2020
	Policy                     // a certification policy has a code for it, such as 5000.2.1.1
	AskedOften                 // engineers asked for it in several reviews
)

// Certainty says how likely a connector is sent back for what the rule finds,
// "high", "medium" or "low", and on what evidence.
func (r Rule) Certainty() (level, why string) {
	switch r.Evidence {
	case Printed:
		return "high", "Microsoft's validator was seen to print it"
	case Policy:
		return "high", "a certification policy with a code of its own"
	case AskedOften:
		return "high", "engineers ask for it again and again"
	}
	switch {
	case r.Origin == Validator:
		return "medium", "Microsoft's page lists it; nobody has quoted the line, so its severity is inferred from the wording and from published connectors"
	case r.Origin == Documentation && r.Severity == Advice:
		return "low", "a page advises it, and published connectors do otherwise"
	case r.Origin == Documentation:
		return "medium", "a page states it; no validator was seen to hold anybody up for it"
	case r.Origin == Engineers && r.Severity == Advice:
		return "low", "an engineer has asked for it; most connectors pass without"
	case r.Origin == Engineers:
		return "medium", "engineers have asked for it; others were let pass"
	case r.Severity == Error:
		return "high", "certwiz needs it to judge, or keeps something from going out that nobody could take back"
	default:
		return "low", "nobody at Microsoft was seen to ask for it; it went wrong for others"
	}
}
