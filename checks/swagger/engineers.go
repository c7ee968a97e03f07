package swagger

import (
	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// engineers are the rules that certification engineers ask for in reviews and
// that Microsoft's pages advise, and that no validator prints. None of them is
// an error: a reviewer who does not notice lets them pass.
func engineers() []rule {
	return []rule{
		titleIdentifier, descriptionUninformative, descriptionGluedSentences, descriptionURL,
		summaryStyle, summaryCharacters, summaryNotUnique, operationDescriptionFullStop, operationDescriptionOneWord,
		operationProductName, operationIDCase,
		parameterSummaryRepeated, parameterSummaryLowerCase, displayTextIdentifier,
		textBlanks, textMarkup, textTypography, textMisspelled, textDoubledWord, textEmpty,
		securityDefinitionUnnamed, hostingDefault,
		trailingWhitespace, unevenIndentation, rootOrder,
	}
}

// onTexts is a rule about every text that users read: the connector's
// description, the summaries and descriptions of operations, parameters and
// properties, and the descriptions of responses. Those of operations that
// users don't see are left alone.
func onTexts(r checks.Rule, judge func(pass *pass, text node)) rule {
	return rule{
		Rule:     r,
		document: func(pass *pass) { judge(pass, pass.doc.Root.Get("info").Get("description")) },
		operation: func(pass *pass, o *Operation) {
			if !o.Internal {
				judge(pass, o.Get("summary"))
				judge(pass, o.Get("description"))
			}
		},
		parameter: func(pass *pass, p *Parameter) {
			// One without a schema is visited as a schema itself.
			if p.Internal || !p.Get("schema").OK() {
				return
			}
			judge(pass, p.Get("x-ms-summary"))
			judge(pass, p.Get("description"))
		},
		response: func(pass *pass, r *Response) { judge(pass, r.Get("description")) },
		schema: func(pass *pass, s *Schema) {
			if s.hidden() {
				return
			}
			judge(pass, s.Title)
			judge(pass, s.Summary)
			judge(pass, s.Description)
		},
	}
}

// hidden reports whether users don't see a schema's texts.
func (s *Schema) hidden() bool {
	return s.Visibility.Str() == "internal" || s.Operation != nil && s.Operation.Internal
}

// label says in a message whose text it is, "summary" or "description of `id`".
// Like quoted it is written when a message is made of it.
type label node

func (x label) String() string {
	n := node(x)
	if parent := n.Parent(); parent.Parent().Key() == "properties" {
		return n.Key() + " of " + jsontree.Quote(parent.Key())
	}
	return n.Key()
}

// part is a text, or the excerpt of a long one that a message is about.
type part struct{ text, what string }

func (p part) String() string { return jsontree.Quote(around(p.text, p.what)) }
