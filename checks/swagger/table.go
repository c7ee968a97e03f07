package swagger

import "sync"

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
		specificationVersion, requiredPropertyMissing, requiredValueEmpty, jsonTypeIncorrect, unknownMember,
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
		// Paths and operations.
		pathMustStartWithSlash, pathRedefined, emptyPathItem, totalOperations,
		operationIDRequired, operationIDNotUnique, operationIDSanitized, restrictedCharactersInSummary,
		summaryIsOperationID, summaryEqualsDescription, triggerSummary, visibilityNotInEnum,
		securityRequirementUndefined,
		// Parameters.
		pathParameterMustBeRequired, pathParameterNotInTemplate, operationMissingPathParameter,
		duplicateParameter, bodySchemaRequired, connectionIDParameter,
		// Responses.
		operationMustHaveResponse, successfulResponse, responseCodeNotValid, defaultResponseHasSchema,
		defaultResponseEmptySchema, defaultResponseOnly, responseSchemaEmpty, schemaDefinitionSetIncorrectly,
		manyResponsesWithSchema, responseDescriptionPlaceholder,
		// References and schemas.
		parameterReferenceNotFound, responseReferenceNotFound, schemaReferenceNotFound,
		operationIDNotFound, operationParameterNameNotFound, arrayHasNoItems, propertyDescriptionIsName,
	}
	for i := range all {
		all[i].Subject = "swagger"
	}
	return all
})
