package payout

import (
	"errors"
	"math/big"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// Realised is a day's actual revenue, pro rata to the work that earned it: what a provider's unit earns
// where the basis of its payout is pool_revenue. Luck is in it, and no promise.
type Realised struct {
	// Hashvalue is what a terahash a second earned on the day, before fees, in BTC.
	Hashvalue consensus.Hashvalue
	// Own is the part of revenue that unsold work earned: the provider's.
	Own units.MilliSat
	// Delivered is metered work over the work that was sold, at most 1; 1 where nothing was sold.
	Delivered float64
}

// ErrNoWork is revenue that no metered work stands behind.
var ErrNoWork = errors.New("revenue on a day without metered work")

// Realise splits a day's revenue R over its metered work W: sold work S is what all units would have done
// at full delivery. h = R / max(W, S) per hash, so that a shortfall lowers what everybody gets, and the
// provider's own part is floor(R (W - S) / W) where W > S. It returns ErrNoWork where R > 0 and W = 0, and
// panics on negative revenue.
func Realise(revenue units.MilliSat, work, sold share.Work) (Realised, error) {
	if revenue < 0 {
		panic("payout: revenue is negative")
	}
	r := Realised{Delivered: 1}
	w, s := work.Big(), sold.Big()
	if s.Sign() > 0 && w.Cmp(s) < 0 {
		r.Delivered = quotient(w, s)
	}
	if w.Sign() == 0 {
		if revenue > 0 {
			return r, ErrNoWork
		}
		return r, nil
	}
	if unsold := new(big.Int).Sub(w, s); unsold.Sign() > 0 {
		own := unsold.Mul(unsold, big.NewInt(int64(revenue)))
		r.Own = units.MilliSat(own.Quo(own, w).Int64())
	}
	over := w
	if s.Cmp(w) > 0 {
		over = s
	}
	// R in BTC over the terahash-days of the work: 86,400e12 hashes each.
	h := new(big.Rat).SetFrac(
		new(big.Int).Mul(big.NewInt(int64(revenue)), big.NewInt(consensus.SecondsPerDay*1e12)),
		new(big.Int).Mul(over, big.NewInt(units.MSatPerBTC)))
	value, _ := h.Float64()
	r.Hashvalue = consensus.Hashvalue(value)
	return r, nil
}

// quotient is a/b to the nearest float64.
func quotient(a, b *big.Int) float64 {
	q, _ := new(big.Rat).SetFrac(a, b).Float64()
	return q
}

// SoldWork is the work that units of a hashrate (H/s each) would do in a day at full delivery.
func SoldWork(units int64, hashrate uint64) share.Work {
	n := new(big.Int).Mul(big.NewInt(units), new(big.Int).SetUint64(hashrate))
	w, ok := share.WorkOf(n.Mul(n, big.NewInt(consensus.SecondsPerDay)))
	if !ok {
		panic("payout: sold work beyond 128 bits, or negative units")
	}
	return w
}

// Facts are the day's facts for contract.Terms.Day: what a terahash a second earned, luck included, and the
// price in millionths of a dollar.
func (r Realised) Facts(day units.Date, price units.Micro) contract.Facts {
	return contract.Facts{Date: day, Subsidy: r.Hashvalue, Price: price.Float()}
}
