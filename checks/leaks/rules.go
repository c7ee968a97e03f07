package leaks

import "github.com/certwiz/certwiz/checks"

const submissionPage = "https://learn.microsoft.com/en-us/connectors/custom-connectors/certification-submission"

// token is the one rule that is certain, hence an error. Its examples are
// made up on the spot and open nothing.
var token = checks.Rule{
	ID: "TokenInFile", Severity: checks.Error, Origin: checks.Engineers,
	Meaning: "No file holds a key or token of a known form: private keys, JSON Web Tokens, keys of AWS, GitHub, Google, Slack, Stripe and Azure Storage, shared access signatures.",
	Wording: "secret look alike values are not allowed",
	Fix:     "Replace it by a placeholder. If it was ever pushed, revoke it and make a new one.",
	Source:  "S24; PR 2121, 2453, 2740", Link: submissionPage,
	Bad:  `{"paths": {"/a": {"get": {"description": "Send AKIA` + `QX7RT2MWPLKZ5VBN."}}}}`,
	Good: `{"paths": {"/a": {"get": {"description": "Send AKIAIOSFODNN7EXAMPLE."}}}}`,
}

// secretValue is a warning: by its form alone a key is not told from an ID.
var secretValue = checks.Rule{
	ID: "SecretInFile", Severity: checks.Warning, Origin: checks.Engineers,
	Meaning: "What is named key, token, secret or password has a placeholder for its example, default or value.",
	Wording: "secret look alike values are not allowed",
	Fix:     "Write a placeholder such as \"[[DUMMY]]\". If it is a real one and was ever pushed, make a new one.",
	Source:  "S24; PR 2121, 2740", Link: submissionPage,
	Bad:  `{"parameters": {"key": {"name": "api_key", "in": "query", "type": "string", "default": "k7Qp2Xv9Lm4Rt8Zs1Wd6"}}}`,
	Good: `{"parameters": {"key": {"name": "api_key", "in": "query", "type": "string", "default": "[[DUMMY]]"}}}`,
}

var urlSecret = checks.Rule{
	ID: "SecretInUrl", Severity: checks.Warning, Origin: checks.Practice,
	Meaning: "No web address carries a password, key or token.",
	Fix:     "Leave user name and password out of the address, or write {password}.",
	Source:  "S24", Link: submissionPage,
	Bad:  `{"definitions": {"a": {"example": "https://anna:hT6-qPw2@files.contoso.example/a"}}}`,
	Good: `{"definitions": {"a": {"example": "https://user:password@files.contoso.example/a"}}}`,
}

var clientID = checks.Rule{
	ID: "ClientIdInFile", Severity: checks.Warning, Origin: checks.Engineers,
	Meaning: "No default or setting holds the real ID of an application.",
	Wording: "Please remove the client id value; replace it with dummy text \"[[DUMMY]]\"",
	Fix:     "Write \"[[DUMMY]]\" and give the real one in the form.",
	Source:  "S24; PR 2121, 2453", Link: submissionPage,
	Bad:  `{"parameters": {"id": {"name": "client_id", "in": "query", "type": "string", "default": "3f2504e0-4f89-41d3-9a0c-0305e82c3301"}}}`,
	Good: `{"parameters": {"id": {"name": "client_id", "in": "query", "type": "string", "default": "00000000-0000-0000-0000-000000000000"}}}`,
}

var privateHost = checks.Rule{
	ID: "PrivateHostInFile", Severity: checks.Warning, Origin: checks.Practice,
	Meaning: "Web addresses lead to machines that everybody can reach: none in a private network, none of the developer's own.",
	Fix:     "Write the public address, or one at example.com.",
	Source:  "S24", Link: submissionPage,
	Bad:  `{"definitions": {"a": {"type": "string", "example": "https://build07.contoso.corp/a"}}}`,
	Good: `{"definitions": {"a": {"type": "string", "example": "https://contoso.example/a"}}}`,
}

var email = checks.Rule{
	ID: "EmailInExample", Severity: checks.Warning, Origin: checks.Documentation,
	Meaning: "No example or default holds the e-mail address of a real person.",
	Fix:     "Write an address at example.com.",
	Source:  "S24", Link: submissionPage,
	Bad:  `{"definitions": {"a": {"type": "string", "example": "wilhelmina.oates@vandelay-imports.zz"}}}`,
	Good: `{"definitions": {"a": {"type": "string", "example": "wilhelmina.oates@example.com"}}}`,
}

var phone = checks.Rule{
	ID: "PhoneInExample", Severity: checks.Warning, Origin: checks.Documentation,
	Meaning: "No example or default holds a phone number that somebody may have.",
	Fix:     "Write a number that is kept free for examples, such as +1 425 555 0100.",
	Source:  "S24", Link: submissionPage,
	Bad:  `{"definitions": {"a": {"properties": {"phone": {"type": "string", "example": "+999 31 920 47 63"}}}}}`,
	Good: `{"definitions": {"a": {"properties": {"phone": {"type": "string", "example": "+1 425 555 0100"}}}}}`,
}
