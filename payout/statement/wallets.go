package statement

import "errors"

// errNegative refuses what was earned where its sign is turned: as a day's pay it would be a shortfall of
// twice as much. What a pool takes back is a row of its own.
var errNegative = errors.New("what was earned has the sign of what is taken; where it was taken back, " +
	"write it in the plain form as a correction")

// moved adds a payment as a wallet shows it: what came in is a payout, what went out is none of it.
func (b *builder) moved(c cells, when, sum string, o order, u unit, id string) error {
	m, err := parseMoment(when, o)
	if err != nil {
		return err
	}
	v, err := b.amount(sum, u)
	if err != nil {
		return err
	}
	if v <= 0 {
		b.s.Skipped++
		return nil
	}
	row := Row{Line: c.line, Time: b.unix(m), Kind: Payout, Amount: v}
	b.add(row, c.entry(row, when, sum, c.get("unit")), id)
	return nil
}

// received is moved of a row that says that it came in: a sign that says otherwise is a slip or a row that
// was taken back.
func (b *builder) received(c cells, when, sum string, o order, u unit, id string) error {
	if v, err := b.amount(sum, u); err == nil && v < 0 {
		return errNegative
	}
	return b.moved(c, when, sum, o, u, id)
}
