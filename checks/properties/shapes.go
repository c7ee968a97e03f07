package properties

import (
	"sync"

	"github.com/certwiz/certwiz/checks/shape"
)

// fileShape is what apiProperties.json may look like, see shape.Table for how
// it is written. What is soft stands in published connectors.
var fileShape = sync.OnceValue(func() *shape.Shape { return shape.Table(fileTable)["file"] })

const fileTable = `
file open   # PropertiesOutside
  $schema                  text
  properties               properties
properties
  iconBrandColor           text   # IconBrandColorMissing
  publisher                text
  stackOwner               text
  capabilities             list:text
  connectionParameters     map:parameter
  connectionParameterSets  sets
  policyTemplateInstances  list:policy
  script                   any soft
  scriptOperations         null/list:text

sets
  uiDefinition             setUI
  values!                  list:set
set
  name!                    text
  uiDefinition             setUI
  parameters               map:parameter
  metadata                 object

parameter byFolded=type
parameter.oauthsetting
  type                     text
  oAuthSettings!           oauth
  uiDefinition             ui
  metadata                 object
parameter.gatewaysetting
  type                     text
  gatewaySettings          object
  uiDefinition             ui
parameter.managedidentity open
  type                     text
  uiDefinition             ui
parameter.*
  type                     text
  allowedValues            list:allowed
  defaultValue             text/bool/number/null soft
  uiDefinition             ui
  metadata                 object
allowed
  value!                   text
  uiDefinition             ui
ui
  displayName              text
  description              text
  tooltip                  text
  tabIndex                 int
  schema                   object
  constraints              constraints
setUI
  + ui
  displayname              text   # as in the documentation's examples
constraints
  clearText                bool
  required                 any   # ConstraintNotText
  hidden                   any   # ConstraintNotText
  tabIndex                 int
  capability               list:text
  allowedValues            list:choice
  dependencies             map:dependency
  location                 text soft
choice
  value!                   text
  text                     text
dependency
  values!                  list:text

oauth byFolded=identityProvider
settings
  identityProvider         text
  clientId                 text/null
  ClientId                 text/null
  clientID                 text/null
  clientSecret             text/null
  ClientSecret             text/null
  redirectMode             text=Global|GlobalPerConnector|Direct
  redirectUrl              text
  scopes                   list:text
  properties               firstParty
  additionalParameters     map:additional
oauth.*
  + settings
  customParameters         map:custom
oauth.oauth2
  + settings
  customParameters         custom2
oauth.oauth2generic
  + settings
  customParameters         customGeneric
oauth.aad
  + settings
  customParameters         customEntra
oauth.aadcertificate
  + settings
  properties!              firstParty
  customParameters         customCertificate
firstParty open
  IsFirstParty!            text=True|False
additional
  type                     text=string|securestring
  applicableWhen           list:condition
condition
  parameter                text
  oneOf                    some:text/null
custom open
  value!                   text/null
custom2 caseless
  authorizationUrl         custom
  tokenUrl                 custom
  refreshUrl               custom
customGeneric open caseless
  authorizationUrlTemplate!  custom
  tokenUrlTemplate!        custom
  refreshUrlTemplate!      custom
  *                        custom
customEntra caseless
  resourceUri!             custom
  loginUri                 custom
  tenantId                 custom
  enableOnbehalfOfLogin    custom
customCertificate caseless
  resourceUri!             custom
  loginUri                 custom
  loginUriAAD              custom
  tenantId                 custom
  enableOnbehalfOfLogin    custom

policy byFolded=templateId
template
  templateId               text
  title                    text
  type                     text
policy.*
  + template
  parameters               object
policy.convertarraytoobject
  + template
  parameters               convertarraytoobject
policy.convertobjecttoarray
  + template
  parameters               convertobjecttoarray
policy.dynamichosturl
  + template
  parameters               dynamichosturl
policy.encodepropertyvalue
  + template
  parameters               encodepropertyvalue
policy.pollingtrigger
  + template
  parameters               pollingtrigger
policy.routerequesttoendpoint
  + template
  parameters               routerequesttoendpoint
policy.setheader
  + template
  parameters               setheader
policy.setproperty
  + template
  parameters               setproperty
policy.setqueryparameter
  + template
  parameters               setheader
policy.setvaluefromurl
  + template
  parameters               setvaluefromurl
policy.stringreplace
  + template
  parameters               stringreplace
policy.stringtoarray
  + template
  parameters               stringtoarray
policy.updatenextlink
  + template
  parameters               updatenextlink

# What is not known here is PolicyParameterUnknown.
each open
  x-ms-apimTemplate-operationName  list:text
  x-ms-apimTemplate-policySection  text=Request|Response|Failure
convertarraytoobject open
  + each
  x-ms-apimTemplateParameter.propertyParentPath!       text
  x-ms-apimTemplateParameter.propertySubPath           text
  x-ms-apimTemplateParameter.keyWithinCollectionPath!  text
  x-ms-apimTemplateParameter.newPropertyPath!          text
  x-ms-apimTemplateParameter.retainKey                 text=true|false
convertobjecttoarray open
  + each
  x-ms-apimTemplateParameter.propertyParentPath!       text
  x-ms-apimTemplateParameter.propertySubPath           text
  x-ms-apimTemplateParameter.newPropertyPath!          text
  x-ms-apimTemplateParameter.keyName                   text
  x-ms-apimTemplateParameter.valueName                 text
dynamichosturl open
  + each
  x-ms-apimTemplateParameter.urlTemplate!              text
encodepropertyvalue open
  + each
  x-ms-apimTemplateParameter.propertyParentPath!       text
  x-ms-apimTemplateParameter.propertySubPath           text
  x-ms-apimTemplateParameter.newPropertyPath!          text
pollingtrigger open
  + each
  x-ms-apimTemplateParameter.triggerConfig!            object
  x-ms-apimTemplateParameter.triggerDataPath!          text
routerequesttoendpoint open
  + each
  x-ms-apimTemplateParameter.newPath!                  text
  x-ms-apimTemplateParameter.httpMethod                text=GET|POST|PUT|PATCH|DELETE|OPTIONS|HEAD|@Request.OriginalHTTPMethod
setheader open
  + each
  x-ms-apimTemplateParameter.name!                     text
  x-ms-apimTemplateParameter.value!                    text
  x-ms-apimTemplateParameter.existsAction              text=override|skip|append
setproperty open
  + each
  x-ms-apimTemplateParameter.newPropertyParentPathTemplate!  text
  x-ms-apimTemplateParameter.newPropertySubPathTemplate!     text
  x-ms-apimTemplateParameter.propertyValuePathTemplate!      text
setvaluefromurl open
  + each
  x-ms-apimTemplateParameter.parameterTemplate!            text
  x-ms-apimTemplateParameter.parameterValueUrl!            text
  x-ms-apimTemplateParameter.parameterValuePathTemplate!   text
  x-ms-apimTemplateParameter.httpMethod                    text=GET|POST|PUT
stringreplace open
  + each
  x-ms-apimTemplateParameter.propertyParentPath!       text
  x-ms-apimTemplateParameter.propertySubPath           text
  x-ms-apimTemplateParameter.sourceString!             text
  x-ms-apimTemplateParameter.replacementString!        text
  x-ms-apimTemplateParameter.newPropertyPath!          text
stringtoarray open
  + each
  x-ms-apimTemplateParameter.propertyParentPath!       text
  x-ms-apimTemplateParameter.propertySubPath           text
  x-ms-apimTemplateParameter.delimiterList!            text
  x-ms-apimTemplateParameter.childPropertyName!        text
  x-ms-apimTemplateParameter.newPropertyPath!          text
updatenextlink open
  + each
  x-ms-apimTemplateParameter.nextLinkPropertyName!     text
  x-ms-apimTemplateParameter.nextLinkParentPropertyPath  text
`
