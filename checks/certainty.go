package checks

import "strings"

// printed are the rules whose lines Microsoft's validators were seen to print
// on real pull requests or in issues since 2020. What the page "Fix Swagger
// Validator errors" lists beside them has been quoted by nobody.
var printed = map[string]bool{
	"AdditionalPropertyNotAllowed": true, "BodySchemaCountExceedsMaxAllowed": true, "ConnectorMetadataPropertiesMissing": true,
	"DefaultResponseHasSchema": true, "DefaultValueMustMatchType": true, "ExtensionNameNotValid": true, "FieldLengthExceeded": true,
	"FieldLengthNotInRange": true, "HostNameNotValid": true, "InvalidConnectorCategory": true, "JsonTypeIncorrect": true,
	"OperationHasManyResponsesWithSchema": true, "OperationIdNotFound": true, "OperationMustHaveNotificationContentExtension": true,
	"OperationParameterNameNotFound": true, "PathRedefined": true, "PropertyMustBeRequired": true, "RequiredPropertyMissing": true,
	"RestrictedCharactersInSummary": true, "SwaggerJsonNotValid": true, "TenantIdDescribed": true, "ValueContainsRestrictedWords": true,
	"ValueMustBeInEnglish": true, "ValueMustEndWithAlphanumeric": true,
}

// Certainty says how sure we are that a connector is sent back for what the
// rule finds, "high", "medium" or "low", and by what evidence.
func (r Rule) Certainty() (level, why string) {
	switch r.Origin {
	case Validator:
		if printed[r.ID] || quotedFrom(r.Source) {
			return "high", "Microsoft's validator was seen to print it"
		}
		return "medium", "Microsoft's page lists it; nobody has quoted the line, so its severity is inferred from the wording and from published connectors"
	case Documentation:
		switch {
		case strings.Contains(r.Source, "5000."):
			return "high", "a certification policy with a code of its own"
		case r.Severity == Advice:
			return "low", "a page advises it, and published connectors do otherwise"
		default:
			return "medium", "a page states it; no validator was seen to hold anybody up for it"
		}
	case Engineers:
		switch {
		case strings.Contains(r.Source, "5000."), manyReviews(r.Source):
			return "high", "engineers ask for it again and again"
		case r.Severity == Advice:
			return "low", "an engineer has asked for it; most connectors pass without"
		default:
			return "medium", "engineers have asked for it; others were let pass"
		}
	default:
		if r.Severity == Error {
			return "high", "certwiz needs it to judge, or keeps something from going out that nobody could take back"
		}
		return "low", "nobody at Microsoft was seen to ask for it; it went wrong for others"
	}
}

// quotedFrom tells whether a source is a line on a pull request or issue.
func quotedFrom(source string) bool {
	return strings.Contains(source, "PR ") || strings.Contains(source, "printed") || strings.Contains(source, "quoted in")
}

// manyReviews knows "asked for in 5 reviews", from three on.
func manyReviews(source string) bool {
	before, _, found := strings.Cut(source, " reviews")
	if !found {
		return false
	}
	number := before[strings.LastIndexByte(before, ' ')+1:]
	return len(number) > 1 || number >= "3" && number <= "9"
}
