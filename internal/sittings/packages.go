package sittings

import (
	"github.com/certwiz/certwiz/checks/form"
	"github.com/certwiz/certwiz/submission/portal"
)

// Packages is a portal of no one's: it asks for an archive, a commit, a pull
// request and a document under IDs, labels and steps that no other portal has.
// Whatever reads an answer by its ID reads none of these.
func Packages() portal.Portal {
	return portal.Portal{
		ID: "packages", Name: "Package Desk", Notice: "The Package Desk is open on weekdays.",
		Steps: []portal.Step{
			{ID: "who", Title: "Sender", Fields: []portal.Field{
				{ID: "sender", Label: "Who sends the package", Kind: portal.Line, Check: form.Text, Source: "P1"},
			}},
			{ID: "package", Title: "Package", Fields: []portal.Field{
				{ID: "artifacts", Label: "Folder of the package", Kind: portal.Files, Role: portal.RoleFiles, Source: "P2"},
				{ID: "merged", Label: "Merged commit", Kind: portal.Commit, Role: portal.RoleCommit, Source: "P3"},
				{ID: "request", Label: "Request", Kind: portal.PullRequest, Role: portal.RolePullRequest, Optional: true, Source: "P4"},
				{ID: "package.zip", Label: "Package file", Kind: portal.Archive, Role: portal.RoleArchive, Source: "P5"},
			}},
			{ID: "docs", Title: "Documents", Fields: []portal.Field{
				{ID: "docs.intro", Label: "Introduction", Kind: portal.Document, Role: portal.RoleIntro, Source: "P6"},
			}},
		},
		Finals: []portal.Final{{ID: "send", Button: "Send", Open: "Ready: this sends version {version}.", Receipt: "Was it taken?", Window: "answer",
			Summary: []portal.Brief{{Field: "sender", Label: "sender"}, {Field: "merged", Label: "commit"}},
			Items: []portal.Item{
				{ID: "open", Label: "Open the Package Desk", Kind: portal.Open, Link: "desk", Source: "P1"},
				{ID: "who", Label: "Sent by", Kind: portal.Paste, Field: "sender", Source: "P1"},
				{ID: "sha", Label: "Commit of the package", Kind: portal.Paste, Field: "merged", Source: "P3"},
				{ID: "file", Label: "Upload the package", Kind: portal.Upload, File: portal.FileArchive, Source: "P5"},
				{ID: "intro", Label: "Upload the introduction", Kind: portal.Upload, File: portal.FileIntro, Source: "P6"},
			}}},
		Windows: []portal.Window{{ID: "answer", Text: "Answered within 5 days.", Whose: "Microsoft", Days: 5, Source: "P7"}},
		Links:   []portal.Link{{ID: "desk", Title: "Package Desk", URL: "https://packages.contoso.example"}},
	}
}
