package play

import (
	"math"
	"slices"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/units"
)

// Clause is what one right in a contract is worth to the buyer: the mean difference between the
// contract as written and the same without it, in bitcoin of the day at the price of the purchase
// day. A negative value is a cost.
type Clause struct {
	Name        string  `json:"name"`
	Says        string  `json:"says"`
	USDPerTH    float64 `json:"usd_per_th"`   // mean value to the buyer, dollars per TH/s
	StdErr      float64 `json:"std_err"`      // of that mean, on common paths
	ProbBinding float64 `json:"prob_binding"` // share of paths on which it changes anything
}

// Clauses prices the rights that are computed: the stops as written, the owner's switch, a knock-out
// after compile.KnockOutDays days, and each changeable fee at its worst permitted use. Differences
// are taken path by path, so that their noise is far below that of either side. It returns nil for a
// contract without hashrate.
func Clauses(e *Ensemble, o offer.Offer, opt compile.Options, horizon int) ([]Clause, error) {
	if o.Hashrate == 0 {
		return nil, nil
	}
	plays := &player{e: e}
	paths := plays.pathsFor(o, opt, horizon)
	plays.first = paths
	play := func(o offer.Offer, stops compile.StopPolicy) (*Outcomes, error) {
		opt := opt
		opt.Stops = stops
		t, _, err := compile.Offer(o, opt)
		if err != nil {
			return nil, err
		}
		return plays.play(t, untilEnd(t, horizon), nil), nil
	}
	none, err := play(o, compile.NoStops)
	if err != nil {
		return nil, err
	}
	var out []Clause
	written, stops := none, (*Clause)(nil)
	if hasStops(o) {
		if written, err = play(o, compile.AsWritten); err != nil {
			return nil, err
		}
		one := e.clause("stops_as_written",
			"the stops in these terms, against a contract that runs to its end", written, none,
			o.Hashrate.TH(), paths)
		out, stops = append(out, one), &one
	}
	for _, alt := range []struct {
		policy     compile.StopPolicy
		name, says string
	}{
		{compile.OwnersOption, "owners_switch",
			"a right of yours to switch off on unprofitable days, which an owner of a machine has"},
		{compile.KnockOut, "knock_out_21_days",
			"a right of the seller to end it after 21 unprofitable days in a row"},
	} {
		with, err := play(o, alt.policy)
		if err != nil {
			return nil, err
		}
		one := e.clause(alt.name, alt.says, with, none, o.Hashrate.TH(), paths)
		if alt.policy == compile.KnockOut && stops != nil && one.sameWorth(*stops) {
			continue // these terms have that very right
		}
		out = append(out, one)
	}
	for i, f := range o.Fees {
		if f.Changeable != offer.True {
			continue
		}
		worst, err := play(raised(o, i), compile.AsWritten)
		if err != nil {
			return nil, err
		}
		out = append(out, e.clause("fee_change_worst: "+f.Name, raisedSays(f), worst, written,
			o.Hashrate.TH(), paths))
	}
	return out, nil
}

// sameWorth reports that two rights bind on the same share of paths and are worth the same.
func (c Clause) sameWorth(other Clause) bool {
	return c.USDPerTH == other.USDPerTH && c.ProbBinding == other.ProbBinding && c.ProbBinding > 0
}

func hasStops(o offer.Offer) bool {
	for _, s := range o.Stops {
		if s.When == "fees_exceed_revenue" || s.When == "return_reaches" {
			return true
		}
	}
	return false
}

// uncapped is how far an uncapped fee is raised each year in its worst use: by as much again. Any
// number is a choice; what history shows is in docs/terms.md.
const uncapped = 1.0

// raised is the offer with fee i growing as fast as its cap allows, or doubling yearly without one.
func raised(o offer.Offer, i int) offer.Offer {
	fees := append([]offer.Fee(nil), o.Fees...)
	grow := units.FractionPer{Value: uncapped, Unit: "year"}
	if fees[i].Cap != nil {
		grow = *fees[i].Cap
	}
	fees[i].Escalation = &grow
	o.Fees = fees
	return o
}

// typicalUse is what sellers were seen to do with their right: GoMining's $0.05 per kWh and $0.0089 per
// TH/s and day stood from 2022-10 to 2026-05; Genesis Mining asked 0.40, 0.28 and 0.14 dollars in 2016,
// 2017 and 2018 (examples/). Sellers that raised a fee are known (Giga Watt), by how much is not.
const typicalUse = "unchanged at GoMining 2022-26, lowered at Genesis 2016-18"

func raisedSays(f offer.Fee) string {
	if f.Cap != nil {
		return "the right to raise " + f.Name + ", used up to its cap of " + f.Cap.String() +
			" each year; as history shows it used (" + typicalUse + ") it costs nothing"
	}
	return "the right to raise " + f.Name +
		" without a cap, here doubled at each anniversary; as history shows it used (" + typicalUse +
		") it costs nothing"
}

// sameWithin is the relative difference at which two plays of a path count as the same: float32 sums.
const sameWithin = 1e-6

// Clauses are priced on so many paths that not more than clausePlays have to be gone through day by day, and
// on clausePaths where that is by the day function: differences on common paths are far less noisy than
// either side, and the error is stated.
const (
	clausePaths = 2048
	clausePlays = 4096
)

// untilEnd is a horizon in days, or the term where that ends before it.
func untilEnd(t *contract.Terms, horizon int) int {
	if last := t.Longest(); last > 0 {
		return min(horizon, last)
	}
	return horizon
}

// pathsFor is the number of paths on which the clauses of an offer are priced.
func (y *player) pathsFor(o offer.Offer, opt compile.Options, horizon int) int {
	e := y.e
	opt.Stops = compile.KnockOut // of the rights that are priced the one that binds soonest
	t, _, err := compile.Offer(o, opt)
	grows := slices.ContainsFunc(o.Fees, func(f offer.Fee) bool { return f.Changeable == offer.True })
	if err != nil {
		return min(e.N, clausePaths)
	}
	p, bound := newPlan(t, untilEnd(t, horizon), e.FeeShare), 0
	switch {
	case !p.whole:
		return min(e.N, clausePaths)
	case grows:
		return min(e.N, clausePlays)
	}
	for _, low := range y.span(p.delay, p.end).low {
		if float64(low) < p.nothingBindsFrom {
			bound++
		}
	}
	if bound <= clausePlays {
		return e.N
	}
	return e.N * clausePlays / bound
}

// clause compares two sets of outcomes on the same paths, the first of them.
func (e *Ensemble) clause(name, says string, with, without *Outcomes, th float64, paths int) Clause {
	var sum, square, binding float64
	scale := e.Price0() / th
	for i := range with.Received[:paths] {
		d := ((with.Received[i] - with.Paid[i]) - (without.Received[i] - without.Paid[i])) * scale
		sum += d
		square += d * d
		if math.Abs(d) > sameWithin*(with.Gross[i]+with.Paid[i])*scale {
			binding++
		}
	}
	n := float64(paths)
	mean := sum / n
	return Clause{Name: name, Says: says, USDPerTH: mean, ProbBinding: binding / n,
		StdErr: math.Sqrt(max(0, square/n-mean*mean) / n)}
}
