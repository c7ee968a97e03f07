package review

import (
	"strings"

	"github.com/certwiz/certwiz/checks/text"
)

// record is a line while it is being read.
type record struct {
	Line
	last      int    // line of the comment it reaches to
	lines     int    // how many of them
	length    int    // of the row before
	place     string // as it was written, perhaps not whole yet
	placed    bool   // a place was printed, perhaps an empty one
	open      bool   // the label of the place ended the row
	rest      bool   // text stands after the place
	inherited bool   // the message is that of the line before
	tagged    bool   // by ##[error]
	listed    bool   // among the bot's errors
	labelled  bool   // its message has a label
}

// putPlace keeps a place as it is written so far, with what is made of it, and
// hands back the text behind it.
func (c *record) putPlace(s string, alone bool) (rest string) {
	c.place, c.placed, c.open = text.Prefix(s, maxMessage), true, s == ""
	c.ValuePath, rest = pathOf(s, alone)
	c.ValuePath, c.rest = text.Prefix(c.ValuePath, maxMessage), rest != ""
	return rest
}

// finish takes out of the message what belongs elsewhere.
func (c *record) finish() {
	if level, rest := levelPrefix(c.Message); level != "" {
		c.Message = rest
		if c.Level == "" {
			c.Level = level
		}
	}
	if code := policyCode(c.Message); code != "" && c.Code == "" {
		c.Code, c.Message = code, trimMessage(c.Message[len(code):])
	}
	if policyCode(c.Code) != "" && c.Level == "" {
		c.Level = levelError // the bot lists nothing else by code
	}
	name, rest, found := strings.Cut(c.Message, " ")
	if bare := strings.Trim(name, ":[]()-"); found && bare != name && isRuleName(bare) && c.Code == "" {
		c.Code, c.Message = bare, trimMessage(rest)
	}
	if !c.placed {
		if message, path := tail(c.Message); path != "" {
			c.Message, c.ValuePath, c.placed = message, path, true
		}
	}
	if c.listed && c.Code == "" {
		c.Message, c.Code = codeAtEnd(c.Message)
	}
	c.Message = trimMessage(c.Message)
}

// is reports whether a record is a line of a validator and no talk.
func (c *record) is() bool {
	switch {
	case c.Code != "" && c.Message == "" && policyCode(c.Code) == "":
		return false
	case c.Code != "":
		return true
	case c.Message == "" || noise(c.Message):
		return false
	case c.tagged, c.listed, c.labelled && c.Level != "":
		return true
	case !c.placed:
		return false
	case c.ValuePath == "":
		return c.Level != "" || c.open && ends(c.Message)
	case !isPlace(c.ValuePath) && !strings.Contains(c.ValuePath, "/"):
		return !c.rest && ends(c.Message)
	default:
		return !c.rest || ends(c.Message)
	}
}
