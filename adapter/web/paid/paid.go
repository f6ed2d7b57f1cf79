// Package paid is what a form or the API says of payments, and the audit of it: a sum over some days, or a
// statement, a contract and a trace of payouts.
//
// Main types: Asked (the fields), Papers (what is sent beside them). An error of a field is a *FieldError.
//
// Nothing in it is promised to other modules.
package paid

import (
	"bytes"
	"context"
	"errors"
	"net/url"

	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/audit/stated"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/payout/statement"
	"github.com/assaymining/assay/trace"
	"github.com/assaymining/assay/units"
)

// FieldError says which field cannot be read, or is missing.
type FieldError struct {
	Name need.Setting
	Err  error
}

// Error names the field.
func (e *FieldError) Error() string { return string(e.Name) + ": " + e.Err.Error() }

// Unwrap is what is wrong.
func (e *FieldError) Unwrap() error { return e.Err }

// Asked is what the fields say.
type Asked struct {
	five audit.FiveFields
	seen map[string]bool
}

// Read reads the fields; a *ChoiceError names the one that cannot be read.
func Read(q url.Values) (Asked, error) {
	a := Asked{seen: map[string]bool{}}
	for _, one := range []struct {
		name string
		read func(string) error
	}{
		{"hashrate", into(units.ParseHashrate, &a.five.Hashrate)},
		{"from", into(units.ParseDate, &a.five.From)},
		{"to", into(units.ParseDate, &a.five.To)},
		{"received", into(bitcoin, &a.five.Received)},
		{"fee", into(units.ParseFraction, &a.five.Fee)},
		{"uptime", into(units.ParseFraction, &a.five.Uptime)},
		{"minimum", into(bitcoin, &a.five.Minimum)}, {"scheme", into(payout.ParseScheme, &a.five.Scheme)},
	} {
		text := q.Get(one.name)
		if text == "" {
			continue
		}
		a.seen[one.name] = true
		if err := one.read(text); err != nil {
			return a, &FieldError{need.Setting(one.name), err}
		}
	}
	return a, nil
}

// into reads a value to where it belongs.
func into[T any](parse func(string) (T, error), to *T) func(string) error {
	return func(s string) (err error) {
		*to, err = parse(s)
		return err
	}
}

// bitcoin reads an amount of bitcoin.
func bitcoin(s string) (units.MilliSat, error) {
	m, err := units.ParseMoney(s)
	if err == nil && m.Currency != units.BTC {
		err = &units.Error{Text: s, Want: "an amount of bitcoin", Hint: `write "0.0004 BTC" or "40000 sat"`}
	}
	if err != nil {
		return 0, err
	}
	return units.RoundMilliSat(m.Float()), nil
}

// Papers are what is sent beside the fields, each empty where it is not. Counts are of shares or blocks, beside
// one sum as well as beside payments.
type Papers struct {
	Statement, Contract, Trace []byte
	Counts                     []byte
}

// None reports whether nothing is sent that tells of payments or of what is owed: counts do not.
func (p *Papers) None() bool { return len(p.Statement)+len(p.Contract)+len(p.Trace) == 0 }

// Judge judges one sum, or the payments of a statement or a trace where there is one.
func Judge(ctx context.Context, h *market.History, a Asked, p Papers) (*audit.Result, error) {
	counts, err := p.counts()
	if err != nil {
		return nil, err
	}
	if p.None() {
		for _, name := range []string{"hashrate", "from", "to", "received"} {
			if !a.seen[name] {
				return nil, &FieldError{need.Setting(name),
					errors.New("is needed, unless a statement is given")}
			}
		}
		a.five.Counts = counts
		r, err := audit.Five(a.five, h)
		if err != nil {
			return nil, err
		}
		return r, nil
	}
	f := a.five
	in := audit.Input{Start: f.From, From: f.From, To: f.To, Scheme: f.Scheme, Uptime: f.Uptime, History: h,
		Counts: counts, Done: ctx.Done()}
	if err := p.terms(a, &in); err != nil {
		return nil, err
	}
	paid, err := p.paid(&in)
	if err != nil {
		return nil, err
	}
	r, err := audit.Statements(in, paid)
	if errors.Is(err, audit.ErrEnded) {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	return r, nil
}

// counts are those that were sent.
func (p *Papers) counts() ([]audit.Counts, error) {
	text := bytes.TrimSpace(bytes.TrimPrefix(p.Counts, []byte("\ufeff")))
	if len(text) == 0 {
		return nil, nil
	}
	list, err := stated.Counts("counts", bytes.NewReader(text))
	if headless := (*stated.Headless)(nil); errors.As(err, &headless) {
		err = errors.New("the first line must be " + stated.CountsHeader +
			"; then a line a day and test, as 2026-03-01,machine,8612,8640")
	}
	if err != nil {
		return nil, &FieldError{"counts", err}
	}
	return list, nil
}

// terms are those of the contract that was sent, else of an account with the hashrate of the field.
func (p Papers) terms(a Asked, in *audit.Input) error {
	if p.Contract == nil {
		if !a.seen["hashrate"] {
			return &FieldError{"hashrate", errors.New("is needed, unless a contract is given")}
		}
		in.Terms = audit.AccountTerms(a.five.Hashrate, a.five.Fee, a.five.Scheme, a.five.Minimum)
		return nil
	}
	promised, _, err := offer.Parse("contract", p.Contract)
	if err != nil {
		return err
	}
	in.Terms, _, err = compile.Offer(promised, compile.Options{})
	if err != nil {
		return err
	}
	in.Sold = true
	if in.Scheme == "" && (promised.Payout.Basis == offer.PPLNS || promised.Payout.Basis == offer.Solo) {
		in.Scheme = payout.Scheme(promised.Payout.Basis)
	}
	return nil
}

// paid are the payments: of the statement, else of the payouts that were traced.
func (p Papers) paid(in *audit.Input) ([]*statement.Statement, error) {
	var err error
	if p.Trace != nil {
		if in.Provenance, err = trace.Read(p.Trace); err != nil {
			return nil, err
		}
	}
	var s *statement.Statement
	switch {
	case p.Statement != nil:
		s, err = statement.Read("statement", bytes.NewReader(p.Statement), statement.Options{})
	case p.Trace != nil:
		s, err = audit.Traced("trace", cite.Hash(p.Trace), in.Provenance)
	default:
		err = errors.New("a contract says what is owed; " +
			"give a statement of what was paid too, or a trace of it")
	}
	if err != nil {
		return nil, err
	}
	return []*statement.Statement{s}, nil
}
