package trace

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/chain"
)

// Payouts are those that somebody names: by the transactions that paid them, by the addresses they were paid
// to, or by both, where only what the transactions paid to the addresses is meant.
type Payouts struct {
	addresses []Address
	outputs   []named
}

// NotAnOutput says that what stands behind a transaction's ID is not the number of an output.
type NotAnOutput struct{ ID, Number string }

// Error names it.
func (n *NotAnOutput) Error() string {
	return fmt.Sprintf("%q is not the number of an output", n.Number)
}

// named is a transaction or one output of it.
type named struct {
	id   chain.Hash
	vout int // -1: all
}

// ParsePayouts reads addresses, IDs of transactions and outputs as ID:NUMBER.
func ParsePayouts(texts []string) (p Payouts, err error) {
	for _, text := range texts {
		digits, number, one := strings.Cut(text, ":")
		if id, err := chain.ParseHash(digits); err == nil {
			n := named{id, -1}
			if one {
				if n.vout, err = strconv.Atoi(number); err != nil || n.vout < 0 {
					return p, &NotAnOutput{digits, number}
				}
			}
			p.outputs = append(p.outputs, n)
			continue
		}
		a, err := ParseAddress(text)
		if err != nil {
			return p, err
		}
		p.addresses = append(p.addresses, a)
	}
	return p, nil
}

// Of are the outputs that are meant: those of the transactions named, or of all that paid to an address, as
// far as they pay to the addresses. open counts transactions of an address that are in no block yet, which
// are left out.
func (p Payouts) Of(ctx context.Context, w *Walk) (of []Outpoint, open int, err error) {
	for _, a := range p.addresses {
		if err := a.On(w.Network); err != nil {
			return nil, 0, err
		}
	}
	outputs := slices.Clone(p.outputs)
	var ids []chain.Hash
	for _, o := range outputs {
		ids = append(ids, o.id)
	}
	given := len(outputs) > 0 // transactions are named
	if !given {
		for _, a := range p.addresses {
			paying, err := w.Source.Paying(ctx, a, w.Transactions)
			if err != nil {
				return nil, open, err
			}
			for _, id := range paying {
				outputs = append(outputs, named{id, -1})
			}
			ids = append(ids, paying...)
		}
	}
	for part := range slices.Chunk(ids, 100) {
		txs, err := w.Source.Txs(ctx, part)
		if err != nil {
			return nil, open, err
		}
		for i, tx := range txs {
			if !given && !tx.Place.Mined() {
				open++
				continue
			}
			of = append(of, meant(tx, p.addresses, outputs[i])...)
		}
		outputs = outputs[len(part):]
	}
	switch {
	case len(of) == 0 && !given && len(p.addresses) > 0:
		return nil, open, fmt.Errorf("nothing was paid to %s", p.addresses[0].Text)
	case len(of) == 0:
		return nil, open, errors.New("the transactions named have no such output, or pay nothing to " +
			"the address")
	}
	return of, open, nil
}

// meant are the outputs of one transaction that are meant.
func meant(tx Tx, addresses []Address, n named) (out []Outpoint) {
	for v, o := range tx.Outputs {
		ours := len(addresses) == 0 || slices.ContainsFunc(addresses, func(a Address) bool {
			return string(a.Script) == string(o.Script)
		})
		if ours && (n.vout < 0 || n.vout == v) && o.Sat > 0 {
			out = append(out, Outpoint{ID: tx.ID, Vout: uint32(v)})
		}
	}
	return out
}
