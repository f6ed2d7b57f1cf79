package statement

import "github.com/assaymining/assay/units"

// Sent is one payout that was told otherwise than by a file, as by the chain.
type Sent struct {
	ID   string // of its transaction
	Time int64  // Unix seconds; 0: not confirmed, so that another may replace it
	Sat  units.Sat
}

// Payouts is a statement of payouts that were told otherwise than by a file. hash names what told them.
func Payouts(name, format, hash string, list []Sent) (*Statement, error) {
	b := &builder{s: &Statement{Name: name, Format: format, Hash: hash}, seen: newSeen(0)}
	for i, p := range list {
		b.s.Read++
		if p.Time == 0 {
			b.refuse(i+1, "its transaction is in no block yet: another may replace it")
			continue
		}
		// The same address may be paid twice in one transaction: the place in the list tells the two apart.
		b.s.Rows = append(b.s.Rows, Row{Line: i + 1, Time: p.Time, Kind: Payout,
			Amount: units.MilliSat(p.Sat) * 1000, id: hashOf(p.ID)})
	}
	return b.finish()
}
