package form

import (
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks"
)

// The findings in this file are about a SAS link. Its signature opens the
// package to whoever holds it, so none repeats the link.

// link is a SAS link as it was typed, taken apart without asking anybody.
type link struct {
	host  string // without the port, in small letters
	path  string
	query url.Values
}

// parseLink takes a link apart; false when it is no address at all.
func parseLink(text string) (link, bool) {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Host == "" {
		return link{}, false
	}
	query, err := url.ParseQuery(u.RawQuery)
	return link{strings.ToLower(u.Hostname()), u.Path, query}, err == nil
}

// LinkEnd is the moment from which a SAS link opens nothing any more. It is not
// known when the link is none, or when a stored policy decides.
func LinkEnd(text string) (time.Time, bool) {
	l, ok := parseLink(text)
	if !ok {
		return time.Time{}, false
	}
	return l.end()
}

// end is the earliest of the ends that a link names: a user-delegation key may
// end before the link that it signed.
func (l link) end() (time.Time, bool) {
	end, ok := l.moment("se")
	if key, delegated := l.moment("ske"); delegated && (!ok || key.Before(end)) {
		return key, true
	}
	return end, ok
}

// moment reads a time of the link; Azure takes a day alone, and minutes without
// seconds.
func (l link) moment(key string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly} {
		if at, err := time.Parse(layout, l.query.Get(key)); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

func (l link) delegated() bool { return l.query.Get("skoid") != "" }

// linkRule is what the rules of this file have in common.
func linkRule(id, source string, severity checks.Severity, meaning, fix, bad, good string) checks.Rule {
	return checks.Rule{ID: id, Severity: severity, Origin: checks.Practice, Subject: checks.SubjectForm,
		Meaning: meaning, Fix: fix, Source: source, Link: page, Bad: bad, Good: good}
}

const goodLink = "https://contosostore.blob.core.windows.net/packages/contoso.zip with sp=r, sr=b, spr=https and an end in 60 days"

var linkShape = linkRule("SasLinkShape", "P61", checks.Error,
	"The SAS link is one https address, alone in its field.",
	"Copy the link again from Azure, without what stands around it.",
	"a space before https", goodLink)

func (in Input) linkShape(r *checks.Reporter) {
	l, ok := parseLink(in.Value)
	small := strings.ToLower(strings.TrimSpace(in.Value))
	switch {
	case strings.TrimSpace(in.Value) != in.Value:
		r.ReportField(in.Field, "there is a space or line break before or after the link; Partner Center fails the save without saying why")
	case strings.ContainsAny(in.Value, " \t\r\n\u00a0"):
		r.ReportField(in.Field, "the link holds a space or line break")
	case strings.ContainsAny(in.Value, "\"'`<>“”"):
		r.ReportField(in.Field, "the link stands in quotation marks or brackets")
	case !strings.HasPrefix(small, "https://"):
		r.ReportField(in.Field, "the link does not begin with https://")
	case !ok:
		r.ReportField(in.Field, "the link is no address that can be read")
	case isIP(l.host) || !strings.Contains(l.host, "."):
		r.ReportField(in.Field, "the link leads to no blob storage that Microsoft can reach")
	}
}

var linkHost = linkRule("SasLinkHost", "P61", checks.Warning,
	"The SAS link leads to blob storage of Azure's public cloud.",
	"Keep the package in a storage account of the public cloud; nobody knows whether Microsoft's service reads others.",
	"https://files.contoso.example/contoso.zip?sv=…", goodLink)

func (in Input) linkHost(r *checks.Reporter) {
	l, ok := parseLink(in.Value)
	switch {
	case !ok:
		r.Skip("the link can't be read")
	case strings.HasSuffix(l.host, ".file.core.windows.net"):
		r.ReportField(in.Field, "the link leads to a file share, not to a blob")
		r.Last().Severity = checks.Error
	case !strings.HasSuffix(l.host, ".blob.core.windows.net"):
		r.ReportField(in.Field, "the link leads to another place than *.blob.core.windows.net")
	}
}

var linkSigned = linkRule("SasLinkSigned", "P62", checks.Error,
	"The SAS link is signed, and lets its holder read.",
	"Generate the SAS anew with the permission Read and an end.",
	"a link without sig=, or with sp=w", goodLink)

func (in Input) linkSigned(r *checks.Reporter) {
	l, ok := parseLink(in.Value)
	if !ok {
		r.Skip("the link can't be read")
		return
	}
	stored := l.query.Get("si") != ""
	_, ends := l.end()
	switch {
	case l.query.Get("sig") == "":
		r.ReportField(in.Field, "the link has no signature: it is the blob's address, not a SAS link")
	case l.query.Get("sv") == "":
		r.ReportField(in.Field, "the link has no version (sv): a part of it is missing")
	case !stored && !strings.Contains(l.query.Get("sp"), "r"):
		r.ReportField(in.Field, "the link does not let anybody read the package (sp without r)")
	case !stored && !ends:
		r.ReportField(in.Field, "the link says no end that can be read (se)")
	}
}

var linkStored = linkRule("SasLinkStoredPolicy", "P62", checks.Warning,
	"The end of the SAS link can be seen in the link.",
	"Give the link's end in its own field, or generate a SAS without a stored access policy.",
	"si=review in place of se=2027-02-01", goodLink)

func (in Input) linkStored(r *checks.Reporter) {
	if l, ok := parseLink(in.Value); ok && l.query.Get("si") != "" {
		if _, ends := l.end(); !ends {
			r.ReportField(in.Field, "the link's end stands in a stored policy and can't be seen here")
		}
	}
}

var linkScope = linkRule("SasLinkScope", "P64", checks.Warning,
	"The SAS link opens the package and nothing else.",
	"Generate the SAS on the blob itself (sr=b).",
	"sr=c, which opens the whole container", goodLink)

func (in Input) linkScope(r *checks.Reporter) {
	l, ok := parseLink(in.Value)
	switch {
	case !ok:
		r.Skip("the link can't be read")
	case l.query.Get("sr") == "d":
		r.ReportField(in.Field, "the link opens a directory, not a file")
		r.Last().Severity = checks.Error
	case l.query.Get("sr") == "c":
		r.ReportField(in.Field, "the link opens the whole container")
	case l.query.Get("ss") != "" || l.query.Get("srt") != "":
		r.ReportField(in.Field, "the link opens the whole storage account")
	}
}

var linkRights = linkRule("SasLinkRights", "P65", checks.Warning,
	"The SAS link allows reading and nothing more.",
	"Generate the SAS with the permission Read alone.",
	"sp=racwdl", goodLink)

func (in Input) linkRights(r *checks.Reporter) {
	l, _ := parseLink(in.Value)
	more := strings.Trim(l.query.Get("sp"), "r")
	if strings.Contains(l.query.Get("sp"), "r") && more != "" && len(more) < 16 && strings.Trim(more, "abcdefghijklmnopqrstuvwxyz") == "" {
		r.ReportField(in.Field, "the link allows more than reading: %s", more)
	}
}

var linkOpen = linkRule("SasLinkNotOpen", "P66", checks.Error,
	"The SAS link opens now, and from Microsoft's addresses.",
	"Generate the SAS with a start of today or none, and without a range of addresses.",
	"sip=203.0.113.7, or a start next week", goodLink)

func (in Input) linkOpen(r *checks.Reporter) {
	l, ok := parseLink(in.Value)
	start, starts := l.moment("st")
	switch {
	case !ok:
		r.Skip("the link can't be read")
	case l.query.Get("sip") != "":
		r.ReportField(in.Field, "only the addresses in the link (sip) may read the package, and Microsoft's are not among them")
	case starts && in.Today.IsZero():
		r.Unknown("today's date is not known")
	case starts && start.After(in.Today):
		r.ReportField(in.Field, "the link opens nothing before %s", start.Format("2 January 2006"))
	}
}

var linkPlain = linkRule("SasLinkPlain", "P66", checks.Warning,
	"The SAS link works over https only.",
	"Generate the SAS with the protocol HTTPS only (spr=https).",
	"a link without spr=https", goodLink)

func (in Input) linkPlain(r *checks.Reporter) {
	if l, ok := parseLink(in.Value); ok && l.query.Get("sig") != "" && l.query.Get("spr") != "https" {
		r.ReportField(in.Field, "the link may be used over http as well")
	}
}

var linkDelegated = linkRule("SasLinkDelegated", "P67", checks.Error,
	"The SAS link is signed with the account key: a user-delegation link lives for 7 days at most, and Microsoft asks for 15.",
	"Generate the SAS with the account key, without --as-user.",
	"a link made by az storage blob generate-sas --as-user", goodLink)

func (in Input) linkDelegated(r *checks.Reporter) {
	if l, ok := parseLink(in.Value); ok && l.delegated() {
		r.ReportField(in.Field, "this is a user-delegation link, which lives for 7 days at most; Microsoft asks for 15")
	}
}

var linkName = linkRule("SasLinkName", "P68", checks.Warning,
	"The SAS link ends in the name of the package that was checked.",
	"Upload the package under its own name, or look whether the link leads to an older one.",
	"a link to contoso-old.zip, and contoso.zip was checked", goodLink)

func (in Input) linkName(r *checks.Reporter) {
	l, ok := parseLink(in.Value)
	name := l.path[strings.LastIndex(l.path, "/")+1:]
	switch {
	case !ok:
		r.Skip("the link can't be read")
	case !strings.HasSuffix(strings.ToLower(name), ".zip"):
		r.ReportField(in.Field, "the link leads to no .zip")
	case in.File != "" && !strings.EqualFold(name, in.File):
		r.ReportField(in.Field, "the link leads to a file of another name than the package that was checked, %s", in.File)
	}
}

func (in Input) linkChecks() []checks.Check {
	return []checks.Check{
		{Rule: linkShape, Judge: in.linkShape}, {Rule: linkHost, Judge: in.linkHost}, {Rule: linkSigned, Judge: in.linkSigned},
		{Rule: linkStored, Judge: in.linkStored}, {Rule: linkDelegated, Judge: in.linkDelegated}, {Rule: linkScope, Judge: in.linkScope},
		{Rule: linkRights, Judge: in.linkRights}, {Rule: linkOpen, Judge: in.linkOpen}, {Rule: linkPlain, Judge: in.linkPlain}, {Rule: linkName, Judge: in.linkName},
	}
}

// The days that a link must last: Microsoft asks for 15 when the package is
// submitted, and for 4 when it is reviewed (5000.3.1.2).
const (
	linkAtSubmission = 15
	linkSoon         = 30
	linkLong         = 60
)

// LinkAtReview is how many days a link must have left when Microsoft reviews
// the package.
const LinkAtReview = 4

var linkEnds = linkRule("SasLinkEnds", "P63; 5000.3.1.2", checks.Error,
	"The SAS link lasts for 15 days or more when the package is submitted.",
	"Generate a SAS that lasts for 60 days or more: a failed certification needs the link again.",
	"a link that ends in 7 days", "a link that ends in 90 days")

func (in Input) linkEnds(r *checks.Reporter) {
	in.onDay(r, func(day, today time.Time) {
		days := int(day.Sub(today).Hours() / 24)
		on := day.Format("2 January 2006")
		switch {
		case days < 0:
			r.ReportField(in.Field, "the link ended on %s", on)
		case days < linkAtSubmission:
			r.ReportField(in.Field, "the link ends on %s; Microsoft asks for %d days", on, linkAtSubmission)
		case days < linkSoon:
			r.ReportField(in.Field, "the link ends on %s: enough for one review, not for a second one", on)
			r.Last().Severity = checks.Warning
		case days < linkLong:
			r.ReportField(in.Field, "the link ends on %s; review and publication can take longer", on)
			r.Last().Severity = checks.Advice
		}
	})
}

func isIP(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}
