package swagger

import (
	"sync"

	"github.com/certwiz/certwiz/checks"
)

// Pages of Microsoft's that state the rules.
const (
	validatorPage  = "https://learn.microsoft.com/en-us/connectors/custom-connectors/certification-swagger-validator-rules"
	submissionPage = "https://learn.microsoft.com/en-us/connectors/custom-connectors/certification-submission"
	stringsPage    = "https://learn.microsoft.com/en-us/connectors/custom-connectors/connector-string-guidance"
	policyPage     = "https://learn.microsoft.com/en-us/connectors/custom-connectors/certification-policy-errors"
)

// table is every rule about apiDefinition.swagger.json. To add one, write its
// entry and function in the file of its subject and name it here.
var table = sync.OnceValue(func() []rule {
	all := []rule{
		// The file.
		jsonNotValid, jsonNotStrict, jsonDuplicateKey, fileTooLarge, tooLargeForSolution, mixedIndentation,
		// The document as a whole.
		specificationVersion, requiredPropertyMissing, requiredValueEmpty, jsonTypeIncorrect, unknownMember, arrayDuplicate, tagRedefined,
		// Title, description and other texts.
		fieldLengthExceeded, fieldLengthNotInRange, restrictedWords, endAlphanumeric, inEnglish,
		titleProductName, titleConnectorWord, titlePlaceholder, titleVersion,
		descriptionProductName, descriptionAPIWord, textLineBreak, versionFormat,
		// Contact and metadata.
		contactFieldMissing, contactEmailNotValid, urlNotValid,
		metadataPropertiesMissing, invalidCategory, tooManyCategories, metadataPlaceholder,
		// Host.
		hostNameNotValid, hostNotProduction, hostPlaceholder, basePathNotValid,
		schemesArrayEmpty, schemeNotValid, schemeNotSupported, schemesWithoutHTTPS,
		// Security.
		securityRequirementUndefined, securityValueMissing, securityScopes, securityScopeUnknown, schemeProperty, schemeRequired,
		// Paths.
		pathMustStartWithSlash, pathRedefined, emptyPathItem, pathWildcard, pathQuery, pathTemplate, pathDefaults, pathItemRef,
		duplicatePath, similarPath, totalOperations,
		// Operations.
		operationIDRequired, operationIDNotUnique, operationIDSanitized, operationIDTooLong,
		restrictedCharactersInSummary, summaryTooLong, summaryIsOperationID, summaryEqualsDescription, triggerSummary, notInEnum, agenticUnknown,
		replacementNotDeprecated, replacementAPI, replacementOperation,
		familyRevisions, familyActive, familyProduction, familyEmptyRevisions, revisionEmpty, revisionSuffix, statusAhead, nextLink,
		// Parameters.
		pathParameterMustBeRequired, pathParameterNotInTemplate, operationMissingPathParameter, connectionIDParameter, reservedParameter,
		pathEncoding, queryEncoding, allowEmptyValue, collectionFormat,
		duplicateParameter, equalParameters, pathDuplicateParameter, manyBodies, pathManyBodies, formAndBody,
		bodySchemaRequired, bodyProperty, dynamicOnBody, schemaNotInBody, fileNotInForm, formNameASCII, internalOptional,
		// Types of content.
		consumesMissing, mimeNotValid, mimeNotSupported, mimeNotCompatible, formBinary,
		// Responses.
		operationMustHaveResponse, successfulResponse, responseCodeNotValid, defaultResponseHasSchema,
		defaultResponseEmptySchema, defaultResponseOnly, responseSchemaEmpty, schemaDefinitionSetIncorrectly,
		manyResponsesWithSchema, responseDescriptionPlaceholder, responseHeaders, responseExampleType,
		// References.
		parameterReferenceNotFound, parameterReferenceNotValid, responseReferenceNotFound, responseReferenceNotValid,
		schemaReferenceNotFound, schemaReferenceNotValid, jsonPointer, parameterRefLoop, responseRefLoop, schemaRefLoop, requiredLoop, besideRef,
		// Schemas.
		arrayHasNoItems, requiredEmpty, requiredUndefined, requiredNotOnObject, readOnlyRequired, mustBeRequired,
		unknownFormat, stringBinary, fileType, editorDictionary, discriminator, keywordNotSupported, propertyDescriptionIsName,
		defaultType, enumEmpty, enumType, enumValuesDuplicate, enumValuesUnknown, enumValuesDisplayName,
		multipleOf, pattern, minimumOverMax, exclusiveMaximum, exclusiveMinimum, maxItemsNegative, minItemsNegative, minItemsOverMax,
		maxLengthNegative, minLengthNegative, minLengthOverMax, maxPropertiesNegative, minPropertiesNegative,
		bodySchemaCount, operationSchemaCount, totalSchemaCount, schemaTooDeep,
		// Dynamic lists and schemas.
		operationIDNotFound, operationParameterNameNotFound, missingRequired, ambiguousName, listForAmbiguous, listForProperties,
		propertiesForAmbiguous, propertiesForProperties, propertiesForValuePath, itemValuePathMismatch, treeMissing, selectedItem,
		producesArray, producesProperty, requiredMismatch, typeMismatch, staticMismatch, sourceInternal, extensionMember,
		filterEmpty, filterDuplicates, filterInput,
		// Webhooks.
		notificationContent, notificationURLMissing, notificationURLPosition, notificationURLInternal, notificationURLRequired,
		notificationURLString, notificationTrigger, notificationOnWebhook, notificationTarget, fetchBody, sameNameParameters,
		// What only Microsoft can tell.
		filterUnknown, oneOfRequired, productionOnBeta,
	}
	all = append(all, engineers()...)
	for i := range all {
		all[i].complete()
	}
	return all
})

// complete fills in what most entries share: a rule that names no origin is on
// the page "Fix Swagger Validator errors".
func (r *rule) complete() {
	r.Subject = checks.SubjectSwagger
	if r.Origin == "" {
		r.Origin = checks.Validator
	}
	if r.Source == "" && r.Origin == checks.Validator {
		r.Source, r.Link = "Fix Swagger Validator errors", validatorPage
	}
}
