package swagger

import (
	"sync"

	"github.com/certwiz/certwiz/checks/shape"
)

// definitionShape is what apiDefinition.swagger.json may look like: Swagger
// 2.0 with Microsoft's extensions, see shape.Table for how it is written. What
// is soft stands in published connectors.
var definitionShape = sync.OnceValue(func() *shape.Shape { return shape.Table(definitionTable)["document"] })

const definitionTable = `
document x-
  swagger!                 any   # SpecificationVersionIncorrect
  info!                    info
  host!                    text
  basePath                 text
  schemes                  list:text
  consumes                 list:text
  produces                 list:text
  paths!                   paths
  definitions              map:schema
  parameters               map:parameter
  responses                map:response
  securityDefinitions      map:security
  security                 list:requirement
  tags                     list:tag
  externalDocs             docs
  x-ms-connector-metadata! list:metadata
  x-ms-capabilities        capabilities
  x-ms-docs                some:doc
  openapi                  any   # SpecificationVersionIncorrect
info x-
  title!                   text
  description!             text
  version!                 text
  contact!                 contact
  termsOfService           text
  license                  license
  x-ms-deployment-version  text
  x-ms-api-annotation      annotated
  x-ms-keywords            any
contact x-
  name                     text
  url                      text
  email                    text
license x-
  name!                    text
  url                      text
docs x-
  url!                     text
  description              text
doc
  url!                     text
  description!             text
tag x-
  name!                    text
  description              text
  externalDocs             docs
metadata open
  propertyName!            text
  propertyValue!           text
annotated
  status                   text=Preview|Production
requirement open
  *                        list:text

security x- by=type
security.basic x-
  type                     text
  description              text
security.apiKey x-
  type                     text
  name!                    text
  in!                      text=header|query
  description              text
security.oauth2 x- by=flow
oauth2 x-
  type                     text
  flow                     text
  scopes                   map:text
  description              text
security.oauth2.implicit x-
  + oauth2
  authorizationUrl!        text
security.oauth2.password x-
  + oauth2
  tokenUrl!                text
security.oauth2.application x-
  + oauth2
  tokenUrl!                text
security.oauth2.accessCode x-
  + oauth2
  authorizationUrl!        text
  tokenUrl!                text

paths x-
  *                        path
path x-
  $ref                     text
  get                      operation
  put                      operation
  post                     operation
  delete                   operation
  options                  operation
  head                     operation
  patch                    operation
  parameters               list:parameter
  x-ms-notification-content  notified
notified open
  schema                   schema
operation x-
  responses!               responses
  operationId              text
  summary                  text
  description              text
  tags                     list:text
  parameters               list:parameter
  consumes                 list:text
  produces                 list:text
  schemes                  list:text
  deprecated               bool
  security                 list:requirement
  externalDocs             docs
  x-ms-summary             text
  x-ms-visibility          text=important|advanced|internal|none
  x-ms-trigger             text=batch|single
  x-ms-trigger-hint        text
  x-ms-trigger-metadata    trigger
  x-ms-notification        operating
  x-ms-api-annotation      revision
  x-ms-capabilities        chunked
  x-ms-no-generic-test     bool
  x-ms-safe-operation      bool
  x-ms-operation-context   context
  x-ms-pageable            pageable
  x-ms-name-for-model      text
  x-ms-description-for-model  text
  x-ms-agentic-protocol    any   # AgenticProtocolUnknown
  x-ms-require-user-confirmation  bool
trigger open
  kind!                    text=query
  mode!                    text=polling
operating
  operationId!             text
revision
  family                   text
  revision                 natural
  status                   text=Preview|Production
  replacement              replacement
replacement
  api                      text
  operationId              text
chunked
  chunkTransfer            bool
context
  simulate!                called
called
  operationId!             text
  parameters               map:call/any
pageable
  nextLinkName!            text
capabilities
  file-picker              picker
  testConnection           called
picker open
  open!                    called
  browse                   called
  value-title              text
  value-collection         text
  value-folder-property    text
  value-media-property     text

parameter ref=reference by=in
  name!                    text   # said as well when in is missing
reference
  $ref                     text
parameter.body x-
  name!                    text
  in                       text
  description              text
  required                 bool
  schema                   schema   # BodyParameterSchemaRequired
  + shown
  x-ms-dynamic-list        listed
  x-ms-dynamic-values      dynamic
parameter.query x-
  + simple
  allowEmptyValue          bool
  x-ms-url-encoding        text=double|single
  x-ms-dynamic-tree        tree
parameter.formData x-
  + simple
  allowEmptyValue          bool
  type!                    text=string|number|boolean|integer|array|file
parameter.header x-
  + simple
parameter.path x-
  + simple
  x-ms-url-encoding        text=double|single
  x-ms-dynamic-tree        tree
  x-ms-skip-url-encoding   bool
simple x-
  name!                    text
  in                       text
  required                 bool
  type!                    text=string|number|boolean|integer|array
  + item
  description              text
  + shown
  x-ms-dynamic-list        listed
  x-ms-dynamic-values      dynamic
  x-ms-enum-values         list:value
  x-ms-localizeDefaultValue  bool
  x-ms-parameter-location  text=client|method
  x-ms-trigger-value       object
shown x-
  x-ms-summary             text
  x-ms-visibility          text=important|advanced|internal|none
  x-ms-test-value          any
  x-ms-name-for-model      text
  x-ms-description-for-model  text
item x-
  format                   text   # UnrecognizedTypeFormat
  items                    primitive
  collectionFormat         text=csv|ssv|tsv|pipes|multi
  default                  any
  + bounds
bounds x-
  maximum                  number
  exclusiveMaximum         bool
  minimum                  number
  exclusiveMinimum         bool
  maxLength                int
  minLength                int
  pattern                  text
  maxItems                 int
  minItems                 int
  uniqueItems              bool
  enum                     list
  multipleOf               number
primitive x-
  type                     text=string|number|integer|boolean|array
  + item

responses x- filled
  *                        response
response x- ref=reference
  description!             text
  schema                   schema
  headers                  map:header
  examples                 object
  x-ms-summary             text
header x-
  type!                    text=string|number|integer|boolean|array
  + item
  description              text
  x-ms-summary             text
  x-ms-visibility          text=important|advanced|internal|none
  x-ms-name-for-model      text
  x-ms-description-for-model  text

schema x-
  $ref                     text
  type                     text=string|number|integer|boolean|array|object|file|null
  format                   text
  title                    text
  description              text
  default                  any
  + bounds
  maxProperties            int
  minProperties            int
  required                 list:text
  additionalProperties     schema/bool
  items                    schema
  allOf                    some:schema
  properties               map:schema
  discriminator            text
  readOnly                 bool
  xml                      xml
  externalDocs             docs
  example                  any
  + shown
  x-ms-dynamic-list        listed
  x-ms-dynamic-values      dynamic
  x-ms-dynamic-schema      schemed
  x-ms-dynamic-properties  propertied
  x-ms-dynamic-tree        tree
  x-ms-enum                autorest
  x-ms-enum-values         list:value
  x-ms-localizeDefaultValue  bool
  x-ms-media-kind          text=image|audio
  x-ms-notification-url    bool

xml x-
  name                     text
  namespace                text
  prefix                   text
  attribute                bool
  wrapped                  bool
autorest
  name                     text
  modelAsString            bool
  values                   any soft
value
  value!                   any
  displayName!             text
dynamic open any=operationId|builtInOperation|capability
  operationId              text
  parameters               map:call/any
  value-collection         text
  value-title              text
  value-path               text
call open
  parameter                text
listed open
  operationId!             text
  parameters               map:argument
  itemsPath                text
  itemTitlePath            text
  itemValuePath            text
argument filled
  value                    any
  parameterReference       text
schemed
  operationId!             text
  parameters               map:call/any
  value-path               text
propertied
  operationId!             text
  parameters               map:argument
  itemValuePath            text
tree
  settings                 any
  open                     any
  browse                   any
`
