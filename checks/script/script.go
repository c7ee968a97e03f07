// Package script judges script.csx, the C# code that a connector may run on
// its requests: that there is one such file, that it is small enough, that it
// holds the class Microsoft's runtime looks for, and that it uses only what is
// there at run time. It reads the code as words, comments and texts left out;
// it does not compile it.
package script

import (
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// Subject is one script and what is known around it.
type Subject struct {
	checks.File // its name is "" when there is no script

	Others []string // names of the other entries in the folder
	// Operation tells whether the definition has an operation of that ID; nil
	// when the definition could not be read.
	Operation func(id string) bool
}

// Judge judges a script.
func Judge(s Subject) checks.Report { return checks.Run(table(s)) }

// Rules lists the descriptions of all rules of this room.
func Rules() []checks.Rule { return checks.Rules(table(Subject{})) }

func table(s Subject) []checks.Check {
	j := judge{Subject: s}
	if len(s.Data) <= maxBytes {
		j.words, j.texts = scan(string(s.Data))
	}
	all := []checks.Check{
		{Rule: name, Judge: j.name},
		{Rule: size, Judge: j.ifPresent(j.size)},
		{Rule: class, Judge: j.read(j.class)},
		{Rule: method, Judge: j.read(j.method)},
		{Rule: namespace, Judge: j.read(j.namespace)},
		{Rule: client, Judge: j.read(j.client)},
		{Rule: slow, Judge: j.read(j.slow)},
		{Rule: operation, Judge: j.read(j.operation)},
	}
	for i := range all {
		all[i].Rule.Subject = checks.SubjectScript
	}
	return all
}

// judge is a script with its words; its methods are the rules.
type judge struct {
	Subject
	words []word
	texts []text
}

// ifPresent runs a rule that needs a script.
func (j judge) ifPresent(rule func(*checks.Reporter)) func(*checks.Reporter) {
	return func(r *checks.Reporter) {
		if j.Name == "" {
			r.Skip("there is no script.csx")
			return
		}
		rule(r)
	}
}

// read runs a rule that needs a script that was read.
func (j judge) read(rule func(*checks.Reporter)) func(*checks.Reporter) {
	return j.ifPresent(func(r *checks.Reporter) {
		if len(j.Data) > maxBytes {
			r.Unknown(fmt.Sprintf("a script of more than %d bytes is not read", maxBytes))
			return
		}
		rule(r)
	})
}

// place is the place of a byte in the script.
func (j judge) place(offset int) checks.Place {
	before := string(j.Data[:offset])
	start := strings.LastIndexByte(before, '\n') + 1
	return checks.Place{File: j.Name, Line: strings.Count(before, "\n") + 1, Column: utf8.RuneCountInString(before[start:]) + 1}
}

// maxFindings bounds what one rule says about a script.
const maxFindings = 100

// sequence lists where words follow each other, each occurrence by its first.
func (j judge) sequence(want ...string) []word {
	var found []word
	for i := range len(j.words) - len(want) + 1 {
		if len(found) < maxFindings && j.matchesAt(i, want) {
			found = append(found, j.words[i])
		}
	}
	return found
}

func (j judge) matchesAt(i int, want []string) bool {
	for k, w := range want {
		if i+k >= len(j.words) || j.words[i+k].text != w {
			return false
		}
	}
	return true
}

func base(name string) string { return path.Base(strings.ReplaceAll(name, `\`, "/")) }

func quote(s string) string { return jsontree.Quote(s) }
