package sittings

import (
	"slices"
	"strings"

	"github.com/certwiz/certwiz/submission/portal"
)

// drawn are the fields that golden frames show.
var drawn = strings.Fields(`
	update.certified update.version update.reason update.what update.confirm update.removed
	folder publisher route exception.granted exception.contact exception.directed exception.process repository.clean
	source commit zip changes pr.url pr.base pr.new pr.tested pr.credentials
	testing.steps testing.account testing.password testing.apiKey testing.mfa testing.mfaSteps testing.valid
	oauth.clientId oauth.clientSecret oauth.expires oauth.redirects oauth.redirect.global oauth.redirect.globalTest
	oauth.connectorName oauth.redirectsOwn oauth.redirect.own oauth.redirect.ownTest
	email.submitter email.active email.support
	intro readme intro.useCases intro.workarounds`)

// Drawn is a portal with no other fields than those that golden frames show.
// A count in the rail is on every page: with a portal that gets no more fields,
// a new field does not change all of them.
func Drawn(p portal.Portal) portal.Portal {
	whole := p
	p.Steps, p.Update = onlyDrawn(p.Steps), onlyDrawn(p.Update)
	p.Finals = slices.Clone(p.Finals)
	for i, f := range p.Finals {
		p.Finals[i].Items = nil
		for _, item := range f.Items {
			if _, _, asked := whole.Field(item.Field); !asked || slices.Contains(drawn, item.Field) {
				p.Finals[i].Items = append(p.Finals[i].Items, item)
			}
		}
	}
	return p
}

func onlyDrawn(steps []portal.Step) []portal.Step {
	var kept []portal.Step
	for _, s := range steps {
		fields := s.Fields
		s.Fields = nil
		for _, f := range fields {
			if slices.Contains(drawn, f.ID) {
				s.Fields = append(s.Fields, f)
			}
		}
		if len(s.Fields) > 0 {
			kept = append(kept, s)
		}
	}
	return kept
}
