package swagger

import (
	"cmp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// textBlanks: 144 of 667 published connectors.
var textBlanks = onTexts(checks.Rule{
	ID: "TextHasExtraBlanks", Severity: checks.Advice, Origin: checks.Engineers,
	Meaning: "Texts hold no two blanks in a row and none at their ends.",
	Wording: "the description contains an extra whitespace",
	Fix:     "Remove the blank.",
	Source:  "asked for in 2 reviews; 144 of 667 published connectors have one",
	Bad:     describedExample("Lists all  invoices of a customer."),
	Good:    describedExample("Lists all invoices of a customer."),
}, func(pass *pass, n node) {
	s := n.Str()
	if s == "" || strings.TrimSpace(s) == "" {
		return // TextIsEmpty and others say it
	}
	switch {
	case strings.Contains(s, "  ") && !strings.ContainsAny(s, "\r\n"):
		pass.reportMany(n, "%d texts hold two blanks in a row", "%s holds two blanks in a row: %s", label(n), part{s, "  "})
	case s[0] == ' ' || s[len(s)-1] == ' ':
		pass.reportMany(n, "%d texts begin or end with a blank", "%s begins or ends with a blank: %s", label(n), quote(s))
	}
})

// around is the part of a text where something stands, for a message.
func around(s, what string) string {
	i := strings.Index(s, what)
	if i < 0 || len(s) <= 60 {
		return s
	}
	from, to := max(0, i-25), min(len(s), i+len(what)+25)
	for from > 0 && !utf8.RuneStart(s[from]) {
		from--
	}
	for to < len(s) && !utf8.RuneStart(s[to]) {
		to++
	}
	return s[from:to]
}

// htmlTags stand in pairs; br and the like stand alone.
var (
	htmlTags   = set("a b code div em h1 h2 h3 h4 i li ol p pre span strong table td th tr u ul")
	htmlSingle = set("br br/ hr img")
)

// textMarkup: 21 of 667 published connectors.
var textMarkup = onTexts(checks.Rule{
	ID: "TextHasMarkup", Severity: checks.Advice, Origin: checks.Practice,
	Meaning: "Texts hold no HTML and no Markdown links: they are shown as they are.",
	Fix:     "Write it as plain text.",
	Source:  "makers are shown these texts as they are; 21 of 667 published connectors have some",
	Bad:     describedExample("Lists all <b>invoices</b> of a customer."),
	Good:    describedExample("Lists all invoices of a customer."),
}, func(pass *pass, n node) {
	s := n.Str()
	if tag := htmlTag(s); tag != "" {
		pass.reportMany(n, "%d texts hold HTML", "%s holds the HTML %s", label(n), quote(tag))
		return
	}
	if strings.Contains(s, "](http") {
		pass.reportMany(n, "%d texts hold Markdown links", "%s holds a Markdown link: %s", label(n), part{s, "](http"})
	}
})

// htmlTag is the first HTML tag in a text: a void element, or a tag that has
// attributes or a closing tag. Placeholders such as <id> do not count.
func htmlTag(s string) string {
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			return ""
		}
		s = s[i+1:]
		inner, rest, closed := strings.Cut(s, ">")
		if !closed {
			return ""
		}
		name, attributes, _ := strings.Cut(strings.ToLower(inner), " ")
		switch {
		case htmlSingle[name],
			htmlTags[name] && strings.Contains(attributes, "="),
			htmlTags[name] && strings.Contains(strings.ToLower(rest), "</"+name+">"):
			return "<" + inner + ">"
		}
	}
}

// typographic lists characters that word processors insert and reviewers ask to
// replace. Letters and currency signs are fine.
const typographic = "\u00a0\u200b\u200e\u2018\u2019\u201c\u201d\u2022\u2026\u2028\ufffd\ufeff"

var typographicNames = map[rune]string{
	'\u00a0': "a no-break space", '\u200b': "an invisible space", '\u200e': "an invisible mark", '\u2028': "a line separator",
	'\ufffd': "a damaged character", '\ufeff': "a byte order mark",
}

// textTypography: 59 of 667 published connectors.
var textTypography = onTexts(checks.Rule{
	ID: "TextHasTypographicSymbol", Severity: checks.Advice, Origin: checks.Engineers,
	Meaning: "Texts are written with the signs of a keyboard: straight quotes, three full stops, plain blanks.",
	Wording: "some unicode symbols here too, please replace them with corresponding symbols (e.g. quotation marks, etc) or remove.",
	Fix:     "Replace curly quotes by straight ones and remove invisible characters.",
	Source:  "asked for in 2 reviews; 59 of 667 published connectors have one",
	Bad:     describedExample("Lists all \u201copen\u201d invoices of a customer."),
	Good:    describedExample("Lists all open invoices of a customer."),
}, func(pass *pass, n node) {
	s := n.Str()
	r := oddSign(s)
	if r == 0 {
		return
	}
	name := typographicNames[r]
	if name == "" {
		name = "the sign " + jsontree.Quote(string(r))
	}
	pass.reportMany(n, "%d texts hold typographic signs or invisible characters", "%s holds %s: %s", label(n), name, part{s, string(r)})
})

// oddSign is the first typographic sign in a text, 0 for none.
func oddSign(s string) rune {
	for i := range len(s) {
		if s[i] < utf8.RuneSelf {
			continue // most texts are ASCII
		}
		for _, r := range s[i:] {
			if r >= utf8.RuneSelf && strings.ContainsRune(typographic, r) {
				return r
			}
		}
		return 0
	}
	return 0
}

// misspelt are words that are found in published connectors and their like;
// none of them is a word or a name.
var misspelt = map[string]string{
	"retrive": "retrieve", "retrives": "retrieves", "retreive": "retrieve", "recieve": "receive", "recieved": "received",
	"seperate": "separate", "seperated": "separated", "occured": "occurred", "occurence": "occurrence", "defualt": "default",
	"adress": "address", "addres": "address", "succesful": "successful", "successfull": "successful", "succesfully": "successfully", "sucess": "success",
	"sucessful": "successful", "sucessfully": "successfully", "paramter": "parameter", "paramters": "parameters", "paramater": "parameter",
	"parmeter": "parameter", "identifer": "identifier", "idenitifier": "identifier", "indentifier": "identifier",
	"memebers": "members", "memeber": "member", "existance": "existence", "lenght": "length", "heigth": "height", "wich": "which",
	"teh": "the", "adn": "and", "thier": "their", "begining": "beginning", "definiton": "definition", "descripton": "description",
	"desciption": "description", "discription": "description", "responce": "response", "reponse": "response", "repsonse": "response",
	"authentification": "authentication", "authenication": "authentication", "autorization": "authorization", "langauge": "language",
	"availabe": "available", "avaliable": "available", "availible": "available", "catagory": "category", "compnay": "company",
	"custumer": "customer", "documnet": "document", "exisiting": "existing", "infomation": "information", "informations": "information",
	"maximun": "maximum", "mininum": "minimum", "neccessary": "necessary", "necessery": "necessary", "numer": "number", "opertaion": "operation",
	"optionnal": "optional", "overriden": "overridden", "paginaton": "pagination", "recipent": "recipient", "recipents": "recipients",
	"refered": "referred", "referes": "refers", "requiered": "required", "specifed": "specified",
	"statment": "statement", "transfered": "transferred", "uniqe": "unique", "unqiue": "unique", "uploded": "uploaded", "usefull": "useful",
	"usualy": "usually", "vaild": "valid", "vlaue": "value", "webook": "webhook", "writen": "written", "wether": "whether",
}

var textMisspelled = onTexts(checks.Rule{
	ID: "TextMisspelled", Severity: checks.Advice, Evidence: checks.Policy, Origin: checks.Engineers,
	Meaning: "Texts are free of spelling errors; certwiz knows the common ones only.",
	Wording: "All description values are expected to be free from grammatical and spelling errors.",
	Fix:     "Correct the word, and let a spelling checker read the other texts.",
	Source:  "5000.2.3.2; asked for in 3 reviews", Link: policyPage,
	Bad:  describedExample("Retrives all invoices of a customer."),
	Good: describedExample("Retrieves all invoices of a customer."),
}, func(pass *pass, n node) {
	s, lengths := n.Str(), misspeltLengths()
	for at := 0; at < len(s); {
		if !asciiLetter(s[at]) {
			at++
			continue
		}
		end := at + 1
		for end < len(s) && asciiLetter(s[end]) {
			end++
		}
		word := s[at:end]
		at = end
		if len(word) >= 32 || lengths[word[0]|0x20]&(1<<len(word)) == 0 {
			continue
		}
		if right := cmp.Or(misspelt[strings.ToLower(word)], commonlyMisspelt[strings.ToLower(word)]); right != "" {
			pass.reportMany(n, "%d texts write "+jsontree.Quote(word)+" for "+jsontree.Quote(right), "%s writes %s for %s", label(n), quote(word), quote(right))
		}
	}
})

// misspeltLengths has, for each first letter, a bit for every length of a wrong
// word: a cheap look at the many words that are right.
var misspeltLengths = sync.OnceValue(func() *[256]uint32 {
	var lengths [256]uint32
	for _, words := range []map[string]string{misspelt, commonlyMisspelt} {
		for word := range words {
			lengths[word[0]] |= 1 << len(word)
		}
	}
	return &lengths
})

// textDoubledWord: corrected in reviews; "that that" and "had had" are right
// now and then, and a name may be the same word twice, so only small words
// count. 24 of 667 published connectors have it.
var textDoubledWord = onTexts(checks.Rule{
	ID: "TextDoubledWord", Severity: checks.Warning, Evidence: checks.Policy, Origin: checks.Engineers,
	Meaning: "No text holds the same word twice in a row.",
	Wording: "All description values are expected to be free from grammatical and spelling errors.",
	Fix:     "Remove one of the two.",
	Source:  "5000.2.3.2; corrected in reviews", Link: policyPage,
	Bad:  describedExample("Lists all the the invoices of a customer."),
	Good: describedExample("Lists all the invoices of a customer."),
}, func(pass *pass, n node) {
	s := n.Str()
	before := ""
	for at := 0; at < len(s); {
		if !asciiLetter(s[at]) {
			if s[at] != ' ' {
				before = ""
			}
			at++
			continue
		}
		end := at + 1
		for end < len(s) && asciiLetter(s[end]) {
			end++
		}
		word := s[at:end]
		if strings.EqualFold(word, before) && word != strings.ToUpper(word) && doubled[strings.ToLower(word)] && (end == len(s) || s[end] != '-' && s[end] != '.' && s[end] != '/' && s[end] != '\'' && s[end] < 0x80) {
			pass.reportMany(n, "%d texts hold a word twice in a row", "%s holds %s twice in a row: %s", label(n), quote(word), part{s, before + " " + word})
			return
		}
		before = word
		at = end
	}
})

// doubled are the small words that nobody means to write twice.
var doubled = set("the a an of to in is are and or for with on by at be as it this from if not you your will can all any which when where what then than into was were has have its their only must should may more no one")

func asciiLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// maybeEmpty lists members of a schema that say nothing when they are empty.
// default is not among them: there, an empty string is a value.
var maybeEmpty = set("title description x-ms-summary format pattern x-ms-visibility")

// textEmpty: 108 of 667 published connectors.
var textEmpty = rule{
	Rule: checks.Rule{
		ID: "TextIsEmpty", Severity: checks.Warning, Evidence: checks.AskedOften, Origin: checks.Engineers,
		Meaning: "What stands in the file has a value: no empty title, description, format or visibility.",
		Wording: "empty properties are not allowed. Please look through empty titles and add value to them.",
		Fix:     "Give it a value, or remove it.",
		Source:  "asked for in 3 reviews; 108 of 667 published connectors have one",
		Bad:     responseExample(`"200": {"description": "OK", "schema": {"type": "object", "properties": {"dueDate": {"type": "string", "title": ""}}}}`),
		Good:    responseExample(`"200": {"description": "OK", "schema": {"type": "object", "properties": {"dueDate": {"type": "string", "title": "Due Date"}}}}`),
	},
	schema: func(pass *pass, s *Schema) {
		parameter := s.Where == InParameter && s.Depth == 0
		for n := s.First(); n.OK(); n = n.Next() {
			if !n.Is(jsontree.String) || n.Text() != "" || !maybeEmpty[n.Key()] {
				continue
			}
			if parameter && n.Key() != "title" && n.Key() != "format" {
				continue // RequiredPropertyMissing, RequiredValueEmpty and JsonValueNotInEnum say it
			}
			pass.reportMany(n, "`"+n.Key()+"` is empty in %d places", "%s is empty", label(n))
		}
	},
}

// displayTextIdentifier: names that are texts, too, are PropertyDescriptionIsName.
var displayTextIdentifier = rule{
	Rule: checks.Rule{
		ID: "DisplayTextIsIdentifier", Severity: checks.Advice, Origin: checks.Engineers,
		Meaning: "Titles and x-ms-summaries are words, no identifiers: those in camel case or with underscores are not translated.",
		Wording: "strings in camel case are considered non-translatable.",
		Fix:     "Write it in words: \"Due Date\" for dueDate.",
		Source:  "asked for in 2 reviews; string guidance", Link: stringsPage,
		Bad:  responseExample(`"200": {"description": "OK", "schema": {"type": "object", "properties": {"dueDate": {"type": "string", "title": "dueDate"}}}}`),
		Good: responseExample(`"200": {"description": "OK", "schema": {"type": "object", "properties": {"dueDate": {"type": "string", "title": "Due Date"}}}}`),
	},
	parameter: func(pass *pass, p *Parameter) {
		if !p.Internal && p.Get("schema").OK() {
			pass.readsTechnical(p.Get("x-ms-summary"))
		}
	},
	schema: func(pass *pass, s *Schema) {
		if s.hidden() {
			return
		}
		pass.readsTechnical(s.Title)
		pass.readsTechnical(s.Summary)
	},
}

func (pass *pass) readsTechnical(n node) {
	if s := n.Str(); identifier(s) && (s[0] >= 'a' && s[0] <= 'z' || strings.Contains(s, "_")) {
		pass.reportMany(n, "%d titles or x-ms-summaries read like identifiers", "%s reads like an identifier: %s", label(n), quote(s))
	}
}
