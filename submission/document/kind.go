package document

import "github.com/certwiz/certwiz/checks/prose"

// Kind says which template a document follows.
type Kind = prose.Kind

// The kinds of documents.
const (
	Intro             = prose.KindIntro
	Readme            = prose.KindReadme
	IndependentReadme = prose.KindIndependentReadme
)
