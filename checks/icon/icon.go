// Package icon judges a connector's icon: that it is a PNG a decoder can read,
// square, of the size and weight Microsoft accepts, on a background that is
// the connector's brand colour. It also makes the small picture that a
// terminal can show. It looks at bytes only and never decodes a picture larger
// than MaxSide on either side.
package icon

import (
	"path"
	"strings"
	"sync"

	"github.com/certwiz/certwiz/checks"
)

// Subject is one icon and what is known around it.
type Subject struct {
	checks.File        // its name is "" when there is no icon
	BrandColor  string // iconBrandColor from apiProperties.json, "#1f6feb", "" when unknown
	Independent bool
}

// Judge judges an icon.
func Judge(s Subject) checks.Report { return checks.Run(table(s)) }

// Rules lists the descriptions of all rules of this room.
func Rules() []checks.Rule { return checks.Rules(table(Subject{})) }

func table(s Subject) []checks.Check {
	i := subject{Subject: s, sight: sync.OnceValue(func() sight { return inspect(s.Data) })}
	return []checks.Check{
		{Rule: notInPullRequest, Judge: i.notInPullRequest},
		{Rule: name, Judge: i.ifVerified(i.name)},
		{Rule: isPNG, Judge: i.ifVerified(i.isPNG)},
		{Rule: decodes, Judge: i.ifVerified(i.decodes)},
		{Rule: weight, Judge: i.ifVerified(i.fileSize)},
		{Rule: size, Judge: i.ifReadable(i.sizeKnown, unknown, i.size)},
		{Rule: square, Judge: i.ifReadable(i.sizeKnown, skip, i.square)},
		{Rule: size230, Judge: i.ifReadable(i.sizeKnown, skip, i.size230)},
		{Rule: background, Judge: i.ifReadable(i.pixelsKnown, unknown, i.background)},
		{Rule: brandColor, Judge: i.ifReadable(i.pixelsKnown, unknown, i.brandColor)},
		{Rule: logoShare, Judge: i.ifReadable(i.pixelsKnown, skip, i.logoShare)},
	}
}

// subject is an icon that is looked at once, when the first rule asks.
type subject struct {
	Subject
	sight func() sight
}

// ifVerified runs a rule on every icon a verified publisher sends.
func (i subject) ifVerified(judge func(*checks.Reporter)) func(*checks.Reporter) {
	return func(r *checks.Reporter) {
		switch {
		case i.Independent:
			r.Skip("an independent publisher sends no icon")
		case i.absent():
			r.Skip("there is no icon here")
		default:
			judge(r)
		}
	}
}

// ifReadable runs a rule that looks at the picture. Of one that can't be read the
// size and the background are not known, which is said once each; the other
// rules have nothing to judge.
func (i subject) ifReadable(known func() string, otherwise func(*checks.Reporter, string), judge func(*checks.Reporter)) func(*checks.Reporter) {
	return i.ifVerified(func(r *checks.Reporter) {
		if why := known(); why != "" {
			otherwise(r, why)
			return
		}
		judge(r)
	})
}

func unknown(r *checks.Reporter, why string) { r.Unknown(why) }
func skip(r *checks.Reporter, why string)    { r.Skip(why) }

// sizeKnown and pixelsKnown say why width and height, or the colours, are not
// known, "" when they are.
func (i subject) sizeKnown() string {
	if i.sight().Width == 0 {
		return "the picture cannot be read"
	}
	return ""
}

func (i subject) pixelsKnown() string {
	switch s := i.sight(); {
	case s.tooLarge():
		return "the picture is too large to be looked at"
	case s.err != nil:
		return "the picture cannot be read"
	}
	return ""
}

func (i subject) absent() bool { return i.Name == "" && len(i.Data) == 0 }

func (i subject) place() checks.Place { return checks.Place{File: i.Name} }

// base is the file's name without its folder.
func (i subject) base() string { return path.Base(strings.ReplaceAll(i.Name, `\`, "/")) }
