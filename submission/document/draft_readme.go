package document

import (
	"strings"

	"github.com/certwiz/certwiz/checks/prose"
)

// readmeOpening is the title, the connector's description, and where the
// service is found.
func (d *draft) readmeOpening() {
	d.line("# %s", d.name())
	if s := plain(d.Description, maxTexts, true); s != "" {
		d.line("%s", s)
	}
	d.blank("what the service is and what the connector does with it, so that everybody can understand it")
	if owner := plain(d.StackOwner, maxName, false); d.kind == IndependentReadme && owner != "" && !strings.EqualFold(owner, plain(d.Publisher, maxName, false)) {
		d.line("The service belongs to %s; this connector is made by an independent publisher.", owner)
	}
	facts := []struct{ what, value string }{
		{"Website", webLink(d.Website)},
		{"Documentation", webLink(d.Docs)},
		{"Host", code(d.Host)},
		{"Support", d.help()},
		{"Privacy policy", webLink(d.Privacy)},
		{"Terms of use", webLink(d.Terms)},
	}
	any := false
	for _, f := range facts {
		if f.value != "" {
			d.item("- %s: %s", f.what, f.value)
			any = true
		}
	}
	if any {
		d.done()
	}
}

// code is a host as code, "" for what is no name of one.
func code(host string) string {
	host = strings.TrimSpace(host)
	if host == "" || len(host) > 255 || strings.Trim(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:") != "" {
		return ""
	}
	return "`" + host + "`"
}

func (d *draft) publisher(g prose.SectionGuide) {
	name := plain(d.Publisher, maxName, false)
	if name == "" {
		name = placeholder("the publisher's name")
	}
	d.line("%s: %s", g.Heading(), name)
}

// operations tells of each action and trigger.
func (d *draft) operations() {
	for i, o := range d.Operations {
		if i == maxOperations {
			d.blank("the other %d actions and triggers", len(d.Operations)-maxOperations)
			break
		}
		name := plain(o.Summary, maxName, false)
		if name == "" {
			name = plain(o.ID, maxName, false)
		}
		if name == "" {
			name = placeholder("the operation's name")
		}
		if o.Trigger {
			name += " (trigger)"
		}
		d.line("### %s", name)
		says := plain(o.Description, 600, true)
		if says == "" || prose.Words(o.Description) == prose.Words(o.Summary) {
			d.blank("what it does and what it returns")
			continue
		}
		d.line("%s", says)
	}
	if len(d.Operations) == 0 {
		d.blank("the connector's actions and triggers, each with a sentence on what it does")
	}
}
