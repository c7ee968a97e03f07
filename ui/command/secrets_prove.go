package command

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/checks/form"
	"github.com/certwiz/certwiz/checks/properties"
	"github.com/certwiz/certwiz/checks/signin"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/store"
)

type proveOptions struct {
	slug, path string
	yes        bool
}

func (a *app) secretsTest() *cobra.Command {
	o := proveOptions{path: "."}
	cmd := &cobra.Command{
		Use:   "test [PATH]",
		Short: "Ask the service whether it takes the client ID and secret",
		Long: `Asks the token endpoint that apiProperties.json names whether it takes the
client ID and the client secret of the draft. What is sent, and to whom, is said
first and asked for. It is sent twice, the second time with a wrong secret, with a
code that can't be right, so that nobody is signed in: an endpoint that answers
otherwise to the wrong secret has taken the right one. What can't be told apart
is not checked, never accepted.`,
		Example: `  certwiz secrets test
  certwiz secrets test contoso --yes`,
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.path = args[0]
			}
			return a.proveClient(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.slug, "submission", "", "a submission's name, in place of the one of this folder")
	cmd.Flags().BoolVar(&o.yes, "yes", false, "send it without asking")
	helpEnds(cmd, `
Exit codes: 0 accepted, 1 refused, 2 wrong usage, 3 not checked.
`)
	return cmd
}

func (a *app) proveClient(ctx context.Context, o proveOptions) error {
	if a.isOffline() {
		return failed(errors.New("nothing is asked offline"), "leave --offline out")
	}
	home, err := a.home()
	if err != nil {
		return err
	}
	st := store.OpenReadOnly(home)
	sum, err := a.named(ctx, st, o.slug, o.path)
	if err != nil {
		return err
	}
	if sum.Draft == nil {
		return failed(errors.New("there is no draft that could be read"), "begin one with certwiz")
	}
	p, err := submission.PortalOf(sum.Draft, a.portals())
	if err != nil {
		return failed(err, "update certwiz")
	}
	id, ref := sum.Draft.Value(p.IDOf(portal.RoleClientID)), clientSecretOf(p, sum.Draft)
	if id == "" || ref == "" {
		return blocked(errors.New("the draft holds no client ID and secret"), "answer them in the session first")
	}
	end, err := tokenEndpoint(ctx, sum.Draft.Folder)
	if err != nil {
		return err
	}
	console := a.console()
	vault, err := a.openVault(ctx, console, home)
	if err != nil {
		return err
	}
	defer wipe(vault)
	if err := a.mayAsk(ctx, o, end, id); err != nil {
		return err
	}
	secret, err := vault.Get(ctx, ref)
	if errors.Is(err, secrets.ErrNotFound) {
		return blocked(errors.New("the secret is no longer "+vault.Place()), "type it again in the session")
	}
	if err != nil {
		return failed(err, "")
	}
	defer secret.Wipe()
	verdict, why := a.Prober.Client(ctx, end.Token, id, secret)
	if err := ctx.Err(); err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s: %s.\n", verdict, a.theme(a.Stdout).Safe(why))
	switch verdict {
	case signin.Accepted:
		return nil
	case signin.Refused:
		return errFindings
	default:
		return failed(errors.New("the client was not checked"), "sign in once through the connector, and see that it works")
	}
}

// clientSecretOf is the reference of the draft's client secret, "" for none.
func clientSecretOf(p portal.Portal, d *submission.Draft) string {
	for _, step := range p.Steps {
		for _, f := range step.Fields {
			if f.Kind == portal.Secret && f.Check == form.ClientSecret {
				return d.Value(f.ID)
			}
		}
	}
	return ""
}

// tokenEndpoint is the one that the connector's settings name.
func tokenEndpoint(ctx context.Context, folder string) (signin.Endpoint, error) {
	files, err := source.Load(ctx, folder)
	if err != nil {
		return signin.Endpoint{}, failed(err, "see that the connector's folder can be read")
	}
	if files.Properties == nil || files.Properties.Err != "" {
		return signin.Endpoint{}, failed(errors.New("there is no apiProperties.json that could be read"), "certwiz check says what is wrong")
	}
	end, ok := signin.EndpointOf(properties.Read(files.Properties.Name, files.Properties.Data))
	switch {
	case !ok:
		return end, blocked(errors.New("the connector does not sign in with OAuth"), "there is no client to test")
	case end.Token == "":
		return end, failed(errors.New("not checked: "+end.Why), "sign in once through the connector, and see that it works")
	}
	return end, nil
}

// mayAsk says what goes where, and asks.
func (a *app) mayAsk(ctx context.Context, o proveOptions, end signin.Endpoint, id string) error {
	u, err := url.Parse(end.Token)
	if err != nil {
		return failed(errors.New("the token endpoint is no address"), "")
	}
	th := a.theme(a.Stdout)
	fmt.Fprintf(a.Stdout, "To %s, over TLS, go the client ID %s and the client secret, with a code that can't be right; then the same with a wrong secret. Nothing else is sent, and nobody else is asked.\n",
		th.Safe(u.Scheme+"://"+u.Host+u.Path), th.Safe(id))
	if o.yes {
		return nil
	}
	if !a.IsTerminal(a.Stdin) {
		return usage("nobody is there to say yes", "add --yes")
	}
	yes, err := a.console().YesNo(ctx, "Send it?")
	if err != nil {
		return err
	}
	if !yes {
		return failed(errors.New("nothing was sent"), "")
	}
	return nil
}
