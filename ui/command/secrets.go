package command

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/store"
)

// secretsOptions is which secrets are meant.
type secretsOptions struct {
	slug    string
	fields  []string
	all     bool // of the submission
	orphans bool // of every submission
}

func (a *app) secretsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "secrets",
		Short: "List the secrets that are kept, test the client's, or take them out",
		Long: `Says which secrets certwiz has put into the vault and whether they are there
still, asks the service whether it takes the client secret, and takes them out.
No value is ever printed.`,
		Example: `  certwiz secrets list
  certwiz secrets test
  certwiz secrets forget oauth.clientSecret
  certwiz secrets forget --orphans`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("certwiz secrets has no command "+quoted(args[0]), "it has list, test and forget")
			}
			return cmd.Help()
		},
	}
	cmd.AddCommand(a.secretsList(), a.secretsTest(), a.secretsForget())
	return cmd
}

func (a *app) secretsList() *cobra.Command {
	var o secretsOptions
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the secrets of every submission, without their values",
		Long: `Lists the secrets that certwiz has put into the vault, and asks the vault for
each whether it is there still. A secret in another vault is not looked for:
--vault names one.`,
		Example: `  certwiz secrets list
  certwiz secrets list --vault file`,
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.listSecrets(cmd.Context(), o) },
	}
	cmd.Flags().StringVar(&o.slug, "submission", "", "of one submission only, by its name as certwiz status --json prints it")
	return cmd
}

func (a *app) secretsForget() *cobra.Command {
	var o secretsOptions
	cmd := &cobra.Command{
		Use:   "forget [FIELD...]",
		Short: "Take secrets out of the vault and out of the draft",
		Long: `Takes secrets out of the vault, and what refers to them out of the draft: by
their fields, as certwiz secrets list prints them, all of one submission, or all
that no draft and no frozen version refers to.`,
		Example: `  certwiz secrets forget oauth.clientSecret
  certwiz secrets forget --all --submission contoso-invoices-1a2b3c4d
  certwiz secrets forget --orphans`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.fields = args
			return a.forgetSecrets(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.slug, "submission", "", "a submission's name, as certwiz status --json prints it, in place of the one of this folder")
	cmd.Flags().BoolVar(&o.all, "all", false, "all secrets of the submission")
	cmd.Flags().BoolVar(&o.orphans, "orphans", false, "all that nothing refers to, of every submission")
	return cmd
}

// kept are the secrets of one submission.
type kept struct {
	sum  store.Summary
	list []session.KeptSecret
}

func (k kept) title() string {
	if k.sum.Draft != nil && k.sum.Draft.Title != "" {
		return k.sum.Draft.Title + ", " + k.sum.Slug
	}
	return k.sum.Slug
}

// keptSecrets are the secrets of one submission, of all without a name. The
// vault is opened only where there is something to ask it for.
func (a *app) keptSecrets(ctx context.Context, st *store.Store, home, slug string) (all []kept, vault secrets.Vault, err error) {
	sums, err := st.Submissions()
	if err != nil {
		return nil, nil, failed(err, "")
	}
	if slug != "" {
		one, err := summary(st, slug)
		if err != nil {
			return nil, nil, err
		}
		sums = []store.Summary{one}
	}
	for _, sum := range sums {
		entries, err := st.Secrets(sum.Slug)
		if err != nil {
			return nil, nil, failed(err, "")
		}
		if len(session.Lasting(entries)) == 0 {
			continue
		}
		if vault == nil {
			if vault, err = a.openVault(ctx, a.console(), home); err != nil {
				return nil, nil, err
			}
		}
		list, err := session.ListSecrets(ctx, st, vault, sum.Slug)
		if err != nil {
			return nil, nil, failed(err, "")
		}
		all = append(all, kept{sum, list})
	}
	return all, vault, nil
}

func (a *app) listSecrets(ctx context.Context, o secretsOptions) error {
	home, err := a.home()
	if err != nil {
		return err
	}
	all, _, err := a.keptSecrets(ctx, store.OpenReadOnly(home), home, o.slug)
	if err != nil {
		return err
	}
	th := a.theme(a.Stdout)
	for _, k := range all {
		fmt.Fprintln(a.Stdout, th.Safe(k.title()))
		for _, one := range k.list {
			fmt.Fprintf(a.Stdout, "  %s: %s\n", th.Safe(one.Field), th.Safe(secretLine(one)))
		}
	}
	if len(all) == 0 {
		fmt.Fprintln(a.Stdout, "No secret is kept.")
	}
	return nil
}

// secretLine says where a secret is, and what is known of it.
func secretLine(one session.KeptSecret) string {
	said := ""
	switch {
	case !one.Asked:
		said = "put " + one.Vault + ", which was not asked"
	case one.State.Kept:
		said = "kept " + one.Vault
	case one.State.Why == "":
		said = "no longer " + one.Vault
	default:
		said = "put " + one.Vault + "; not known whether it is there: " + one.State.Why
	}
	if !one.Used {
		said += "; nothing refers to it"
	}
	if one.Old {
		said += "; it was given anew since, and is taken out when this vault is opened next"
	}
	return said
}

func (a *app) forgetSecrets(ctx context.Context, o secretsOptions) error {
	if n := len(o.fields); (n > 0) == (o.all || o.orphans) || o.all && o.orphans || o.orphans && o.slug != "" {
		return usage("say which secrets: their fields, --all or --orphans", "certwiz secrets list prints the fields")
	}
	home, err := a.home()
	if err != nil {
		return err
	}
	st, err := store.Open(home)
	if err != nil {
		return failed(err, "")
	}
	slug := o.slug
	if slug == "" && !o.orphans {
		sum, err := a.named(ctx, st, "", ".")
		if err != nil {
			return err
		}
		slug = sum.Slug
	}
	all, vault, err := a.keptSecrets(ctx, st, home, slug)
	if err != nil {
		return err
	}
	n := 0
	for _, k := range all {
		chosen, err := o.choose(k.list)
		if err != nil {
			return err
		}
		out, err := session.ForgetSecrets(ctx, st, vault, k.sum.Slug, chosen)
		for _, one := range out {
			fmt.Fprintf(a.Stdout, "Forgotten: %s of %s\n", a.theme(a.Stdout).Safe(one.Field), a.theme(a.Stdout).Safe(k.title()))
		}
		n += len(out)
		if err != nil {
			return failed(err, "")
		}
	}
	if n == 0 && len(o.fields) > 0 {
		return blocked(errors.New("no such secret is kept here"), "certwiz secrets list prints those that are")
	}
	if n == 0 {
		fmt.Fprintln(a.Stdout, "There is none to forget.")
	}
	return nil
}

// choose are the secrets that are meant. One that is in another vault can't be
// taken out of this one.
func (o secretsOptions) choose(list []session.KeptSecret) ([]session.KeptSecret, error) {
	var chosen []session.KeptSecret
	for _, one := range list {
		switch {
		case o.orphans && one.Used, !o.orphans && !o.all && !slices.Contains(o.fields, one.Field):
			continue
		case !one.Asked && !o.orphans:
			return nil, blocked(fmt.Errorf("%s was put %s", one.Field, one.Vault), "name that vault with --vault keyring or --vault file")
		case one.Asked:
			chosen = append(chosen, one)
		}
	}
	missing := slices.DeleteFunc(slices.Clone(o.fields), func(field string) bool {
		return slices.ContainsFunc(list, func(one session.KeptSecret) bool { return one.Field == field })
	})
	if len(missing) > 0 {
		return nil, blocked(fmt.Errorf("no secret %s is kept", strings.Join(missing, ", ")), "certwiz secrets list prints those that are")
	}
	return chosen, nil
}
