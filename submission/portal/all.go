package portal

import "fmt"

// List is the portals that are known; the first one is proposed.
type List []Portal

// All lists the portals, each of which stands in a file of its own.
func All() List { return List{PartnerCenter(), ISVStudio()} }

// oldest is the portal of the drafts that name none.
const oldest = "isv-studio"

// ByID returns the portal of that ID.
func (l List) ByID(id string) (Portal, error) {
	if id == "" {
		id = oldest
	}
	for _, p := range l {
		if p.ID == id {
			return p, nil
		}
	}
	return Portal{}, fmt.Errorf("it is for a portal %q that this certwiz does not know", id)
}
