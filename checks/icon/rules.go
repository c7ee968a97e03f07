package icon

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

const page = "https://learn.microsoft.com/connectors/custom-connectors/certification-submission"

// Sizes in pixels and bytes that Microsoft's pages and policies state.
const (
	minSide      = 100     // policy 5000.2.1.4
	maxSide      = 230     // policy 5000.2.1.4
	usualSide    = 230     // the founding process: about 230 × 230
	maxBytes     = 1 << 20 // policy 5000.2.1.2: 1 MB
	maxLogoShare = 70      // percent of width and height, Solution Checker
)

var notInPullRequest = checks.Rule{
	ID: "IconNotInPullRequest", Severity: checks.Warning, Origin: checks.Documentation, Subject: checks.SubjectIcon,
	Meaning: "An independent publisher's pull request holds no icon.",
	Fix:     "Remove the icon from the connector's folder; Microsoft gives independent connectors theirs.",
	Source:  "P84, pull request template of microsoft/PowerPlatformConnectors; one was merged with an icon",
	Link:    "https://github.com/microsoft/PowerPlatformConnectors/blob/dev/.github/pull_request_template.md",
	Bad:     "independent-publisher-connectors/Contoso Weather/icon.png",
	Good:    "independent-publisher-connectors/Contoso Weather/ without icon.png",
}

func (i subject) notInPullRequest(r *checks.Reporter) {
	switch {
	case !i.Independent:
		r.Skip("only for independent publishers")
	case !i.absent():
		r.Report(i.place(), "%s is in the folder; an independent publisher's pull request holds no icon", i.Name)
	}
}

var name = checks.Rule{
	ID: "IconName", Severity: checks.Warning, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectIcon,
	Meaning: "The icon's file is called icon.png.",
	Fix:     "Rename the file to icon.png.",
	Source:  "S33, 5000.2.1.3", Link: page,
	Bad: "logo.PNG", Good: "icon.png",
}

func (i subject) name(r *checks.Reporter) {
	if i.base() != "icon.png" {
		r.Report(i.place(), "the icon is called %s, Microsoft's page names it icon.png", i.base())
	}
}

var isPNG = checks.Rule{
	ID: "IconIsPng", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectIcon,
	Meaning: "The icon is a PNG picture by its content, not only by its name.",
	Fix:     "Export the icon as PNG; renaming a file does not convert it.",
	Source:  "S33, 5000.2.1.3", Link: page,
	Bad: "a JPEG renamed to icon.png", Good: "a PNG called icon.png",
}

func (i subject) isPNG(r *checks.Reporter) {
	if len(i.Data) == 0 {
		return // IconDecodes says that the file is empty
	}
	if kind := kindOf(i.Data); kind != "PNG" {
		r.Report(i.place(), "%s is not a PNG: its content is %s", i.Name, kind)
	}
}

var decodes = checks.Rule{
	ID: "IconDecodes", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectIcon,
	Meaning: "The icon can be read to its last byte.",
	Fix:     "Export the icon again, or copy the file again from where it is whole.",
	Source:  "S33, 5000.2.1.3", Link: page,
	Bad: "a PNG whose download stopped halfway", Good: "a PNG that every viewer opens",
}

func (i subject) decodes(r *checks.Reporter) {
	if len(i.Data) == 0 {
		r.Report(i.place(), "%s is empty", i.Name)
		return
	}
	if kindOf(i.Data) != "PNG" {
		r.Skip("it is not a PNG")
		return
	}
	s := i.sight()
	switch {
	case s.tooLarge():
		r.Skip(fmt.Sprintf("pictures of more than %d×%d pixels are not decoded", MaxSide, MaxSide))
	case s.err != nil:
		r.Report(i.place(), "%s %s", i.Name, s.err)
	}
}

var weight = checks.Rule{
	ID: "IconWeight", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectIcon,
	Meaning: "The icon's file is smaller than 1 MB.",
	Fix:     "Save it with fewer colours or run it through a PNG optimiser.",
	Source:  "5000.2.1.2", Link: page,
	Bad: "icon.png of 1.4 MB", Good: "icon.png of 14 kB",
}

func (i subject) fileSize(r *checks.Reporter) {
	if len(i.Data) > maxBytes {
		r.Report(i.place(), "%s weighs %d bytes, %d (1 MB) allowed", i.Name, len(i.Data), maxBytes)
	}
}

var square = checks.Rule{
	ID: "IconSquare", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectIcon,
	Meaning: "The icon is as wide as it is high.",
	Fix:     "Place the logo on a square of 230 × 230 pixels.",
	Source:  "5000.2.1.4", Link: page,
	Bad: "230×120 pixels", Good: "230×230 pixels",
}

func (i subject) square(r *checks.Reporter) {
	if s := i.sight(); s.Width != s.Height {
		r.Report(i.place(), "%s is %d×%d pixels, not square", i.Name, s.Width, s.Height)
	}
}

var size = checks.Rule{
	ID: "IconSize", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectIcon,
	Meaning: "The icon's sides measure 100 to 230 pixels.",
	Fix:     "Scale the icon to 230 × 230 pixels.",
	Source:  "5000.2.1.4", Link: page,
	Bad: "512×512 pixels", Good: "230×230 pixels",
	Attest: "I measured the icon: it is square, its sides are 100 to 230 pixels.",
}

func (i subject) size(r *checks.Reporter) {
	s := i.sight()
	if min(s.Width, s.Height) < minSide || max(s.Width, s.Height) > maxSide {
		r.Report(i.place(), "%s is %d×%d pixels, %d×%d to %d×%d allowed", i.Name, s.Width, s.Height, minSide, minSide, maxSide, maxSide)
	}
}

var size230 = checks.Rule{
	ID: "IconSize230", Severity: checks.Warning, Origin: checks.Documentation, Subject: checks.SubjectIcon,
	Meaning: "The icon measures about 230 × 230 pixels, as the founding process asks.",
	Fix:     "Scale the icon to 230 × 230 pixels with a logo of about 160 × 160.",
	Source:  "certification-submission (2022), Step 5", Link: page,
	Bad: "120×120 pixels", Good: "230×230 pixels",
}

func (i subject) size230(r *checks.Reporter) {
	s := i.sight()
	if s.Width != s.Height || s.Width < minSide || s.Width >= usualSide {
		return // right, or IconSquare and IconSize have said more
	}
	r.Report(i.place(), "%s is %d×%d pixels; ISV Studio's page asks for about %d×%d", i.Name, s.Width, s.Height, usualSide, usualSide)
}

// backgroundWording is what Partner Center's report says of the background.
const backgroundWording = "Icon background color is invalid. Update the icon to match your brand color with non-transparent, non-white color (#ffffff) and not-default color (#007ee5) background."

var background = checks.Rule{
	ID: "IconBackground", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectIcon,
	Meaning: "The icon's background is neither transparent, nor white, nor the default colour #007ee5.",
	Fix:     "Fill the whole square, corners too, with the brand colour; no rounded edges.",
	Wording: backgroundWording,
	Source:  "5000.2.1.5, 5000.2.1.1; PR 3560", Link: page,
	Bad: "a logo on white (#ffffff)", Good: "a logo on the brand colour #1f6feb",
	Attest: "I looked at the icon: its background is neither transparent, nor white, nor #007ee5.",
}

func (i subject) background(r *checks.Reporter) {
	bg := i.sight().Background
	switch {
	case bg == transparent:
		r.Report(i.place(), "%s (the background of %s is transparent at its corners)", backgroundWording, i.Name)
	case distance(bg, "#ffffff") <= exactTolerance:
		r.Report(i.place(), "%s (the background of %s is white, %s)", backgroundWording, i.Name, bg)
	case distance(bg, "#007ee5") <= exactTolerance:
		r.Report(i.place(), "%s (the background of %s is the default colour, %s)", backgroundWording, i.Name, bg)
	}
}

var brandColor = checks.Rule{
	ID: "IconMatchesBrandColor", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectIcon,
	Meaning: "The icon's background is the iconBrandColor of apiProperties.json.",
	Fix:     "Set iconBrandColor to the icon's background, or fill the icon's background with the brand colour.",
	Wording: backgroundWording,
	Source:  "5000.2.1.1; PR 774, 3560", Link: page,
	Bad: "background #1f6feb, iconBrandColor #da3b01", Good: "background #1f6feb, iconBrandColor #1f6feb",
	Attest: "I looked at the icon: its background is the connector's brand colour.",
}

func (i subject) brandColor(r *checks.Reporter) {
	bg := i.sight().Background
	switch {
	case !isColor(i.BrandColor):
		r.Unknown("apiProperties.json states no valid iconBrandColor")
	case bg == transparent:
		r.Skip("the background is transparent")
	case distance(bg, i.BrandColor) > brandTolerance:
		r.Report(i.place(), "%s (the background of %s is %s, iconBrandColor is %s)", backgroundWording, i.Name, bg, strings.ToLower(i.BrandColor))
	}
}

var logoShare = checks.Rule{
	ID: "IconLogoShare", Severity: checks.Warning, Origin: checks.Documentation, Subject: checks.SubjectIcon,
	Meaning: "The logo takes up at most 70 % of the icon's width and height.",
	Fix:     "Scale the logo down to about 160 × 160 pixels inside the 230 × 230 square.",
	Source:  "connector-validate-iconimage (Solution Checker)", Link: page,
	Bad: "a logo 220 pixels wide in 230×230", Good: "a logo 160 pixels wide in 230×230",
}

func (i subject) logoShare(r *checks.Reporter) {
	s := i.sight()
	if s.Background == transparent {
		r.Skip("the background is transparent")
		return
	}
	w, h := logo(s.pixels, s.Background)
	if w*100 > s.Width*maxLogoShare || h*100 > s.Height*maxLogoShare {
		r.Report(i.place(), "the logo on %s measures %d×%d of %d×%d pixels, %d %% of each side allowed", i.Name, w, h, s.Width, s.Height, maxLogoShare)
	}
}

// Unreadable tells whether a finding says that the file is no picture.
func Unreadable(f checks.Finding) bool { return f.Rule == isPNG.ID || f.Rule == decodes.ID }
