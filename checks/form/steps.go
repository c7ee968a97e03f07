package form

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/leaks"
	"github.com/certwiz/certwiz/checks/text"
)

// What steps for an engineer have at least (S51). The numbers are certwiz's
// own: below the first nobody can follow them, below the others hardly.
const (
	noSteps    = 20 // characters
	fewChars   = 80 // characters
	fewSteps   = 3  // lines, steps or sentences
	fewMFAText = 40 // characters
)

var stepsTooShort = checks.Rule{
	ID: "TestStepsTooShort", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectForm,
	Meaning: "The steps for the certification engineer are as detailed as possible.",
	Fix:     "Write a step a line: where to sign in, what is there, which action does what, what comes out.",
	Source:  "S50, S51", Link: page,
	Bad:  "Just try it",
	Good: "1. Sign in at https://app.contoso.example/test\n2. Create an invoice with the action \"Create invoice\".\n3. See it under Invoices, state Draft.",
}

func (in Input) stepsTooShort(r *checks.Reporter) {
	text := strings.TrimSpace(in.Value)
	chars, words := utf8.RuneCountInString(text), len(strings.Fields(text))
	switch {
	case chars < noSteps || words < 2:
		r.ReportField(in.Field, "%s: too short to tell anybody how to test the connector", in.label())
	case chars < fewChars:
		r.ReportField(in.Field, "%s: %d characters are few to test a connector by", in.label(), chars)
		r.Last().Severity = checks.Warning
	case steps(text) < fewSteps:
		r.ReportField(in.Field, "%s: %d of at least %d steps", in.label(), steps(text), fewSteps)
		r.Last().Severity = checks.Warning
	}
}

// steps counts the steps of a text: its lines, or the numbers or sentences of
// one that is written in one go.
func steps(text string) int {
	lines, numbers, sentences := 0, 0, 0
	for l := range strings.SplitSeq(text, "\n") {
		words := strings.Fields(l)
		if len(words) > 0 {
			lines++
		}
		for i, w := range words {
			bare := strings.TrimRight(w, ".):")
			ends := i == len(words)-1 || strings.ContainsAny(w[len(w)-1:], ".!?;")
			switch {
			case bare != w && strings.Trim(bare, "0123456789") == "":
				numbers++
			case ends:
				sentences++
			}
		}
	}
	return max(lines, numbers, sentences)
}

var mfaTooShort = checks.Rule{
	ID: "MfaStepsTooShort", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectForm,
	Meaning: "The steps through multifactor authentication can be followed.",
	Fix:     "Say which method it is, where the code comes from, and whom to ask for it.",
	Source:  "S60", Link: page,
	Bad: "Ask us", Good: "Open the authenticator page at https://app.contoso.example/mfa and type the code shown there.",
}

func (in Input) mfaTooShort(r *checks.Reporter) {
	text := strings.TrimSpace(in.Value)
	chars := utf8.RuneCountInString(text)
	switch {
	case chars < noSteps || len(strings.Fields(text)) < 2:
		r.ReportField(in.Field, "%s: %d characters lead nobody through it", in.label(), chars)
	case chars < fewMFAText:
		r.ReportField(in.Field, "%s: %d characters are few for a way through it", in.label(), chars)
		r.Last().Severity = checks.Warning
	}
}

var secretInText = checks.Rule{
	ID: "SecretInText", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectForm,
	Meaning: "No password or key stands in an answer that is kept in a file.",
	Fix:     "Take it out here and type it into the field for it: that one goes to the vault.",
	Source:  "S24, S50", Link: page,
	Bad: "2. Password: hunter2", Good: "2. Use the password from the field below.",
}

func (in Input) secretInText(r *checks.Reporter) {
	line := 0
	for l := range strings.SplitSeq(in.Value, "\n") {
		line++
		if holdsSecret(l) || leaks.HasToken(l) {
			r.ReportField(in.Field, "%s: what looks like a password or key stands in line %d", in.label(), line)
			r.Last().Place.Line = line
			return
		}
	}
}

// secretWords announce a secret when ":", "=" or "is" follows them.
var secretWords = []string{"password", "passwort", "mot de passe", "contraseña", "passphrase", "passcode", "passwd", "pwd", "pass", "pw", "secret", "api key", "api-key", "apikey", "access key", "token", "pin"}

// holdsSecret reports whether a line states a secret: "password: hunter2".
func holdsSecret(line string) bool {
	small := text.Lower(line)
	for _, word := range secretWords {
		rest, low := line, small
		for {
			i := strings.Index(low, word)
			if i < 0 {
				break
			}
			before := low[:i]
			rest, low = rest[i+len(word):], low[i+len(word):]
			if !endsInWord(before) && !beginsWithWord(low) && statesSecret(rest) {
				return true
			}
		}
	}
	return tokenShaped(line)
}

// statesSecret reports whether what follows the word "password" states one.
func statesSecret(rest string) bool {
	rest = strings.TrimLeft(rest, "\"'`*_ )")
	value := strings.TrimLeft(rest, ":= \t")
	assigned := value != rest // by a colon, not by the word "is"
	if !assigned {
		if len(rest) < 3 || !strings.EqualFold(rest[:3], "is ") {
			return false
		}
		value = rest[3:]
	}
	words := strings.Fields(value)
	if len(words) == 0 {
		return false
	}
	value = strings.TrimRight(strings.Trim(words[0], "\"'`*,;"), ".")
	if masked(value) || strings.Contains(value, "://") {
		return false
	}
	// One plain word after a colon is a password unless it points elsewhere.
	return mixed(value) || assigned && len(words) == 1 && len(value) > 3 && !pointsElsewhere(value)
}

// masked reports whether a value is hidden or a placeholder: ****, <password>.
func masked(value string) bool {
	return value == "" || strings.ContainsAny(value[:1], "<[{(") || strings.Trim(value, "*•x.…-_") == ""
}

// mixed reports whether a value has letters and digits, or six digits and more.
func mixed(value string) bool {
	digits, others := 0, 0
	for _, r := range value {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r), strings.ContainsRune("!@#$%^&*+?~", r):
			others++
		}
	}
	return digits > 0 && others > 0 && digits+others >= 5 || digits >= 6 && others == 0
}

func pointsElsewhere(value string) bool {
	switch strings.ToLower(value) {
	case "below", "above", "separate", "separately", "provided", "given", "attached", "supplied", "sent", "none", "same", "vault", "there", "see", "yes", "required", "optional", "empty", "unten", "field", "entered":
		return true
	}
	return false
}

// tokenShaped reports whether a line holds a token that announces itself.
func tokenShaped(line string) bool {
	for _, mark := range []string{"eyJhbGciOi", "-----BEGIN ", "ghp_", "github_pat_", "xoxb-", "xoxp-", "AKIA", "sk_live_", "&sig=", "?sig="} {
		i := strings.Index(line, mark)
		if i >= 0 && len(line[i+len(mark):]) >= 16 {
			return true
		}
	}
	return false
}
