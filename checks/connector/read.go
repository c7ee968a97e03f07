package connector

import (
	"github.com/certwiz/certwiz/checks/icon"
	"github.com/certwiz/certwiz/checks/properties"
	"github.com/certwiz/certwiz/checks/swagger"
)

// facts gathers what the files say. A document that is nil says nothing.
func facts(a Artifacts, definition *swagger.Document, settings *properties.Document) Facts {
	f := Facts{HasScript: a.Script != nil}
	f.fromDefinition(definition)
	f.fromSettings(settings)
	if a.Icon != nil && a.Icon.Err == "" {
		f.IconBytes = len(a.Icon.Data)
		if m, err := icon.Measure(a.Icon.Data); err == nil {
			f.IconWidth, f.IconHeight = m.Width, m.Height
		}
	}
	return f
}

func (f *Facts) fromDefinition(d *swagger.Document) {
	if d == nil {
		return
	}
	info := d.Root.Get("info")
	f.Title, f.Description, f.Version = info.Get("title").Str(), info.Get("description").Str(), info.Get("version").Str()
	f.Host = d.Root.Get("host").Str()
	contact := info.Get("contact")
	f.ContactName, f.ContactEmail, f.ContactURL = contact.Get("name").Str(), contact.Get("email").Str(), contact.Get("url").Str()
	for _, o := range d.Operations {
		f.Operations = append(f.Operations, Operation{ID: o.ID, Summary: o.Summary, Description: o.Description, Trigger: o.Trigger, Internal: o.Internal})
		switch {
		case o.Internal:
		case o.Trigger:
			f.Triggers++
		default:
			f.Actions++
		}
	}
}

func (f *Facts) fromSettings(d *properties.Document) {
	if d == nil {
		return
	}
	f.BrandColor, f.Publisher, f.StackOwner = d.BrandColor, d.Publisher, d.StackOwner
	f.AuthKnown = d.AuthKnown
	for _, a := range d.Auth {
		f.Auth = append(f.Auth, Auth(a))
	}
}
