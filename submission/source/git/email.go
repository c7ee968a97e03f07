package git

import "context"

// Email is the address that the clone's commits are made with, "" when none is
// set: a first guess at the submitter's own (S45).
func (r *Repo) Email(ctx context.Context) string {
	email, err := r.optional(ctx, "config", "--get", "user.email")
	if err != nil {
		return ""
	}
	return email
}
