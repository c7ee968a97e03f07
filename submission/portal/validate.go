package portal

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/form"
)

// Unread says why nothing reads what a field asks for; "" when something does.
// The gate holds what nothing reads.
func (p Portal) Unread(f Field) string {
	switch {
	case !f.Kind.plain() && !f.Kind.readByRole():
		return fmt.Sprintf("certwiz knows no field of the kind %q", f.Kind)
	case f.Role == "" && f.Kind.readByRole():
		return fmt.Sprintf("the portal does not say what the %s is", f.Kind)
	case f.Role != "" && kindOf(f.Role) == "":
		return fmt.Sprintf("certwiz knows no role %q", f.Role)
	case f.Role != "" && kindOf(f.Role) != f.Kind:
		return fmt.Sprintf("the %s is read from a field of the kind %q, and this one is of the kind %q", f.Role, kindOf(f.Role), f.Kind)
	case f.Role != "" && p.IDOf(f.Role) != f.ID:
		return fmt.Sprintf("the portal asks for the %s twice, and this is the second time", f.Role)
	case f.Check != "" && !form.Known(f.Check):
		return fmt.Sprintf("certwiz knows no check %q", f.Check)
	case f.Lists != "" && f.Lists != Versions:
		return fmt.Sprintf("certwiz knows no list of %s", f.Lists)
	}
	return ""
}

// Validate says what is wrong with a portal's data: what nothing reads, and
// what names something that does not exist.
func (p Portal) Validate() error {
	v := &validation{p: p}
	v.ids()
	for _, s := range p.AllSteps() {
		v.when("step "+s.ID, s.When)
		for _, t := range s.Texts {
			v.when("a text of "+s.ID, t.When)
			v.text("a text of "+s.ID, t.Text)
		}
		for _, f := range s.Fields {
			v.field(f)
		}
	}
	for _, f := range p.Finals {
		v.final(f)
	}
	for _, t := range p.Turns {
		if _, ok := p.Window(t.Window); t.Window != "" && !ok {
			v.report("%s: there is no window %q", t.Event, t.Window)
		}
		if t.Name == "" || t.Label == "" || t.Stage == "" || t.Next == "" {
			v.report("what follows %q is not said whole", t.Event)
		}
	}
	return errors.Join(v.faults...)
}

type validation struct {
	p      Portal
	faults []error
}

func (v *validation) report(format string, args ...any) {
	v.faults = append(v.faults, fmt.Errorf(format, args...))
}

// ids finds IDs that are empty or there twice.
func (v *validation) ids() {
	var steps, fields, links, windows, finals []string
	for _, s := range v.p.AllSteps() {
		steps = append(steps, s.ID)
		for _, f := range s.Fields {
			fields = append(fields, f.ID)
		}
	}
	for _, l := range v.p.Links {
		links = append(links, l.ID)
	}
	for _, w := range v.p.Windows {
		windows = append(windows, w.ID)
	}
	for _, f := range v.p.Finals {
		finals = append(finals, f.ID)
	}
	v.unique("portal", []string{v.p.ID})
	v.unique("step", steps)
	v.unique("field", fields)
	v.unique("link", links)
	v.unique("window", windows)
	v.unique("final", finals)
}

func (v *validation) unique(what string, ids []string) {
	slices.Sort(ids)
	for i, id := range ids {
		if id == "" {
			v.report("a %s has no ID", what)
		} else if i > 0 && ids[i-1] == id {
			v.report("there are two %ss %q", what, id)
		}
	}
}

func (v *validation) field(f Field) {
	if why := v.p.Unread(f); why != "" {
		v.report("%s is not read: %s", f.ID, why)
	}
	if f.Label == "" {
		v.report("%s has no label", f.ID)
	}
	if (f.Kind == Choice) != (len(f.Options) > 0 || f.Lists != "") {
		v.report("%s is a %s with %d options", f.ID, f.Kind, len(f.Options))
	}
	if f.Prefill != "" && !f.Prefill.known() {
		v.report("%s: nothing is found out as %q", f.ID, f.Prefill)
	}
	if _, ok := v.p.Link(f.Link); f.Link != "" && !ok {
		v.report("%s: there is no link %q", f.ID, f.Link)
	}
	v.when(f.ID, f.Shown)
	v.when(f.ID, f.Required)
	for _, text := range []string{f.Label, f.Copy, f.Expect, f.Why, f.Where} {
		v.text(f.ID, text)
	}
	for _, t := range f.Drafted {
		v.when(f.ID, t.When)
		v.text(f.ID, t.Text)
	}
	v.options(f)
}

func (v *validation) options(f Field) {
	var values []string
	for _, o := range f.Options {
		values = append(values, o.Value)
		v.when(f.ID, o.When)
		if !meaning(f.Role, o.Value) {
			v.report("%s: %q is no %s", f.ID, o.Value, f.Role)
		}
	}
	for _, r := range f.Refuse {
		if !slices.Contains(values, r.Value) || r.Message == "" || r.Fix == "" {
			v.report("%s refuses %q: %q, %q", f.ID, r.Value, r.Message, r.Fix)
		}
	}
	v.unique("option of "+f.ID, values)
}

// meaning tells whether an option is one of the values that its role has.
func meaning(r Role, value string) bool {
	switch r {
	case RolePublisher:
		return value == string(Verified) || value == string(Independent)
	case RoleRoute:
		return value == string(OpenSource) || value == string(Exception)
	case RoleWay:
		return value == string(ByCommit) || value == string(ByArchive)
	default:
		return true
	}
}

func (v *validation) final(f Final) {
	v.when("final "+f.ID, f.When)
	v.text("final "+f.ID, f.Open)
	if f.Button == "" || f.Open == "" || f.Receipt == "" {
		v.report("%s: button %q, open %q, receipt %q", f.ID, f.Button, f.Open, f.Receipt)
	}
	if _, ok := v.p.Window(f.Window); !ok {
		v.report("%s: there is no window %q", f.ID, f.Window)
	}
	for _, b := range f.Summary {
		if _, _, ok := v.p.Field(b.Field); !ok {
			v.report("%s: the summary names %q, which is no field", f.ID, b.Field)
		}
	}
	for _, t := range f.Cannot {
		v.when("final "+f.ID, t.When)
		v.text("final "+f.ID, t.Text)
	}
	var items []string
	for _, it := range f.Items {
		items = append(items, it.ID)
		v.item(f.ID+"/"+it.ID, it)
	}
	v.unique("item of "+f.ID, items)
}

func (v *validation) item(where string, it Item) {
	v.when(where, it.When)
	_, link := v.p.Link(it.Link)
	switch it.Kind {
	case Open:
		if !link {
			v.report("%s: there is no link %q", where, it.Link)
		}
	case Paste:
		if !v.known(it.Field) {
			v.report("%s: there is no answer %q", where, it.Field)
		}
	case Upload, Attach:
		if it.File != FileArchive && it.File != FileIntro && it.File != FilePackage {
			v.report("%s: there is no file %q", where, it.File)
		}
	case Press:
	default:
		v.report("%s has the kind %q", where, it.Kind)
	}
}

// when finds conditions that ask for something that nobody answers, or that
// can't be chosen: they would never hold, in silence.
func (v *validation) when(where string, w When) {
	for _, m := range w {
		if !v.known(m.Key) {
			v.report("%s asks for %q, which nobody answers", where, m.Key)
		}
		f, _, ok := v.p.Field(m.Key)
		if !ok {
			f, ok = v.p.ByRole(Role(m.Key))
		}
		for _, value := range m.Values {
			if ok && len(f.Options) > 0 && !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == value }) {
				v.report("%s asks whether %s is %q, which can't be chosen", where, m.Key, value)
			}
		}
	}
}

// text finds keys in a text that nothing fills.
func (v *validation) text(where, text string) {
	for {
		_, rest, found := strings.Cut(text, "{")
		key, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return
		}
		if !v.known(key) {
			v.report("%s: nothing fills {%s}", where, key)
		}
		text = after
	}
}

func (v *validation) known(key string) bool {
	_, _, ok := v.p.Field(key)
	return ok || slices.Contains(Facts(), key)
}

// Facts are the keys that a condition or a text may ask for besides the IDs of
// fields.
func Facts() []string {
	return []string{KeyPublisher, KeyRoute, KeyWay, KeyPortals, KeyMCP, "update", "version", "waiting", "title", "pr.title", "pr.seen", "contact.email",
		"auth.oauth", "auth.apiKey", "auth.account", "auth.known", "auth.none", "auth.basic", "oauth.mode"}
}

func (f Prefill) known() bool {
	switch f {
	case PrefillPublisher, PrefillRoute, PrefillWay, PrefillPull, PrefillGitEmail, PrefillContact, PrefillClientID,
		PrefillBase, PrefillReason, PrefillRequest, PrefillTitle, PrefillCategory, PrefillPrivacy:
		return true
	default:
		return false
	}
}
