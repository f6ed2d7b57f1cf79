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
	"fmt"
	"net/url"
	"strings"
	"time"

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
	zone *time.Location // of times written without one; nil: UTC, and a note says so
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
		{"fee", into(share, &a.five.Fee)},
		{"uptime", into(share, &a.five.Uptime)},
		{"minimum", into(bitcoin, &a.five.Minimum)}, {"zone", into(zone, &a.zone)},
		{"scheme", into(payout.ParseScheme, &a.five.Scheme)},
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
	a.five.Step = stated.Step(q.Get("received"))
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
	if err != nil || m.Currency != units.BTC {
		return 0, &units.Error{Text: s, Want: "an amount of bitcoin", Hint: bitcoinHint(s)}
	}
	return units.RoundMilliSat(m.Float()), nil
}

// share reads a percentage.
func share(s string) (units.Fraction, error) {
	f, err := units.ParseFraction(s)
	if err != nil && strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		if pointed := strings.TrimRight(strings.Replace(s, ",", ".", 1), " %") + "%"; pointed != s {
			if _, other := units.ParseFraction(pointed); other == nil {
				return 0, &units.Error{Text: s, Want: "a percentage",
					Hint: fmt.Sprintf("write a decimal point, as in %q", pointed)}
			}
		}
	}
	return f, err
}

// zone reads the name of a time zone. The server's own is nobody else's.
func zone(s string) (*time.Location, error) {
	at, err := time.LoadLocation(s)
	if err != nil || at == time.Local {
		return nil, fmt.Errorf("%q is no time zone; write UTC, or a name such as Europe/Berlin", s)
	}
	return at, nil
}

// bitcoinHint is how an amount should be written: the same number with its unit where it only lacks one.
func bitcoinHint(s string) string {
	number := strings.TrimSpace(s)
	unit := " sat"
	if strings.Contains(number, ".") {
		unit = " BTC"
	}
	if m, err := units.ParseMoney(number + unit); err == nil && m.Currency == units.BTC {
		return fmt.Sprintf("say of what, as in %q", number+unit)
	}
	if _, err := units.ParseMoney(strings.Replace(number, ",", ".", 1)); err == nil &&
		strings.Count(number, ",") == 1 && !strings.Contains(number, ".") {
		return fmt.Sprintf("write a decimal point, as in %q", strings.Replace(number, ",", ".", 1))
	}
	return `write "0.0004 BTC" or "40000 sat"`
}

// Papers are what is sent beside the fields, each empty where it is not. Counts are of shares or blocks,
// beside one sum as well as beside payments.
type Papers struct {
	Statement, Contract, Trace []byte
	Counts                     []byte
}

// Tidy takes out what is blank.
func (p *Papers) Tidy() {
	for _, one := range []*[]byte{&p.Statement, &p.Contract, &p.Trace, &p.Counts} {
		if len(bytes.TrimSpace(*one)) == 0 {
			*one = nil
		}
	}
}

// none reports whether nothing is sent that tells of payments or of what is owed: counts do not.
func (p *Papers) none() bool { return len(p.Statement)+len(p.Contract)+len(p.Trace) == 0 }

// Judge judges one sum, or the payments of a statement or a trace where there is one.
func Judge(ctx context.Context, h *market.History, a Asked, p Papers) (*audit.Result, error) {
	counts, err := p.counts()
	if err != nil {
		return nil, err
	}
	if p.none() {
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
	paid, err := p.paid(&in, a.zone)
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
func (p Papers) paid(in *audit.Input, zone *time.Location) ([]*statement.Statement, error) {
	var err error
	if p.Trace != nil {
		if in.Provenance, err = trace.Read(p.Trace); err != nil {
			return nil, err
		}
	}
	var s *statement.Statement
	switch {
	case p.Statement != nil:
		s, err = statement.Read("statement", bytes.NewReader(p.Statement), statement.Options{Zone: zone})
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
