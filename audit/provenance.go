package audit

import (
	"fmt"

	"github.com/assaymining/assay/payout/statement"
	"github.com/assaymining/assay/trace"
	"github.com/assaymining/assay/units"
)

// Provenance is where payouts came from, beside what was paid. It changes no other figure: coins that arrive
// say nothing of what is owed, and what is owed says nothing of where coins come from.
type Provenance struct {
	Trace      *trace.Result `json:"trace"`
	Payouts    int           `json:"payouts"`     // among the rows
	Matched    int           `json:"matched"`     // of them, traced
	MatchedSat int64         `json:"matched_sat"` // their sum
	// Youngest is the fewest blocks between a coinbase that was reached and the last payout; null: none was.
	Youngest *int `json:"youngest_blocks"`
}

// Traced is a trace's payouts as a statement, so that an address alone is enough for an audit. hash names the
// bytes of the trace.
func Traced(name, hash string, r *trace.Result) (*statement.Statement, error) {
	var list []statement.Sent
	for _, p := range r.Of {
		sent := statement.Sent{ID: p.ID, Sat: p.Sat}
		if p.Height != nil {
			sent.Time = p.Time
		}
		list = append(list, sent)
	}
	return statement.Payouts(name, "payouts traced on chain", hash, list)
}

// sameDays is how far apart a wallet's time of a payout and its block's may be.
const sameDays = 2

// provenance sets a trace beside the rows. A payout is matched by its amount, within two days: not every row
// names its transaction.
func provenance(in *Input) *Provenance {
	if in.Provenance == nil {
		return nil
	}
	p := &Provenance{Trace: in.Provenance}
	left := map[units.Sat][]int64{}
	last := 0
	for _, o := range in.Provenance.Of {
		if o.Height != nil {
			left[o.Sat] = append(left[o.Sat], o.Time)
			last = max(last, *o.Height)
		}
	}
	for _, row := range in.Rows {
		if row.Kind != statement.Payout {
			continue
		}
		p.Payouts += row.Count()
		if row.Count() > 1 {
			continue // payouts of a day in one sum: none of them can be told
		}
		sat := row.Amount.FloorSat()
		times := left[sat]
		for i, t := range times {
			if d := t - row.Time; max(d, -d) <= sameDays*86400 {
				p.Matched++
				p.MatchedSat += int64(sat)
				left[sat] = append(times[:i:i], times[i+1:]...)
				break
			}
		}
	}
	for _, pool := range in.Provenance.Pools {
		for _, b := range pool.Blocks {
			if gap := last - b.Height; p.Youngest == nil || gap < *p.Youngest {
				p.Youngest = &gap
			}
		}
	}
	return p
}

// explain says how much of what was paid was traced.
func (p *Provenance) explain(r *Result) {
	switch {
	case p.Payouts == 0:
		r.CannotKnow = append(r.CannotKnow,
			"whether the credits were paid out in the coins that were traced: no row is of a payout")
	case p.Matched < p.Payouts:
		r.CannotKnow = append(r.CannotKnow, fmt.Sprintf(
			"where %d of the %d payouts came from: they are not among those that were traced",
			p.Payouts-p.Matched, p.Payouts))
	}
}
