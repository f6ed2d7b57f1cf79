package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/meter"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
	"github.com/assaymining/assay/units"
)

// offers are the documents of the two series, of one unit each.
var offers = map[string]string{
	"plain": `schema: assay/offer/v1
product: One hash a second, a pool fee alone
kind: cloud
algorithm: sha256
hashrate: 1 H/s
start_delay: 0d
term: 30d
price: {upfront: 20 USD}
fees:
  - {name: pool, revenue_share: 2%, paid: deducted, changeable: false}
payout: {basis: pool_revenue, currency: BTC, every: 1d}
`,
	"power": `schema: assay/offer/v1
product: One hash a second, pool fee and power
kind: cloud
algorithm: sha256
hashrate: 1 H/s
start_delay: 0d
term: 30d
price: {upfront: 15 USD}
fees:
  - {name: pool, revenue_share: 2%, paid: deducted, changeable: false}
  - {name: power, per_hashrate_day: 9000000 USD/TH/day, paid: deducted, changeable: false}
payout: {basis: pool_revenue, currency: BTC, every: 1d}
`,
}

var holders = []string{"Ada", "Ben", "Cleo", "Dan"}

// series freezes both series and opens four accounts. The first day proves; so they begin on the third.
func (d *demo) series(ctx context.Context) error {
	for _, name := range []string{"plain", "power"} {
		s, err := d.desk.Create(ctx, desk.NewSeries{
			Name: name, Document: []byte(offers[name]), First: d.day() + 2, Price: 25_000_000, Escrowed: 80,
		})
		if err != nil {
			return err
		}
		d.say(
			"series %s is frozen as %.16v...: units of %d H/s from %v to %v",
			s.Name,
			s.Hash,
			s.Rate,
			s.First,
			s.Last,
		)
	}
	for _, name := range holders {
		h, err := d.desk.OpenAccount(ctx, name, "bc1qdemo-"+name, "demo-link-of-"+name)
		if err != nil {
			return err
		}
		d.say("%s is holder %d", h.Name, h.Number)
	}
	return nil
}

// sales sells to each holder, and tries to sell too much.
func (d *demo) sales(ctx context.Context, today units.Date) error {
	proven, err := d.clerk.Capacity()
	if err != nil {
		return err
	}
	d.say("a week's work proves %d H/s, so that %d H/s may be sold", proven.Rate, proven.Rate*95/100)
	each := uint32(proven.Rate * 95 / 100 / uint64(len(holders)+1))
	if each == 0 {
		return errors.New("too little was mined to sell anything: give each day more seconds")
	}
	for n := range holders {
		name := []string{"plain", "power"}[n%2]
		order := fmt.Sprintf("order-%d", n+1)
		if err := d.sell(ctx, order, name, uint32(n+1), each, today, proven); err != nil {
			return err
		}
		d.say("%s buys %s of %s", holders[n], units.ShowCount(int(each), "unit"), name)
	}
	much := uint32(proven.Rate) * 3
	if d.o.Cheat == Oversell {
		proven.Rate *= 10
	}
	err = d.sell(ctx, "order-too-much", "plain", 1, much, today, proven)
	switch {
	case d.o.Cheat == Oversell:
		d.say("%d units more are sold, which nothing stands behind", much)
		return err
	case !errors.Is(err, meter.ErrOverbooked):
		return fmt.Errorf("a sale beyond what is proven was not refused: %w", err)
	}
	d.say("an order of %d units more is refused: %v", much, err)
	return nil
}

func (d *demo) sell(
	ctx context.Context,
	id, series string,
	holder, n uint32,
	day units.Date,
	c meter.Capacity,
) error {
	_, err := d.desk.Sell(
		ctx,
		desk.Order{ID: id, Series: series, Holder: holder, Units: n, Day: day},
		c,
	)
	return err
}

// bend is how a dishonest provider changes his statements, nil where he does not.
func (d *demo) bend() func(*daybook.Statement) {
	switch d.o.Cheat {
	case Short:
		return func(s *daybook.Statement) {
			for i := range s.Series {
				cut := s.Series[i].Net / 100
				s.Series[i].Net -= cut
				s.Own += cut * units.MilliSat(s.Series[i].Units)
			}
		}
	case Fee:
		return func(s *daybook.Statement) {
			for i := range s.Series {
				if l := &s.Series[i]; len(l.Fees) > 0 {
					l.Net -= l.Fees[0].Amount
					l.Fees[0].Amount *= 2
				}
			}
		}
	}
	return nil
}

// replay writes a day's shares once more, as if another server had received them the day after.
func (d *demo) replay(before, today units.Date) error {
	names, err := filepath.Glob(filepath.Join(d.public, "segments", "s01-*.seg"))
	if err != nil {
		return err
	}
	head := share.Head{
		Server:  2,
		Grade:   share.GradeA,
		Day:     uint32(today),
		StartMS: uint64(today) * 86_400_000,
	}
	out := head.Append(nil)
	var leaves []share.Leaf
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		jobs := map[uint32]share.Job{}
		_, err = share.Read(bytes.NewReader(b), share.Visitor{
			Job: func(j share.Job) error { jobs[j.ID] = j; out = share.AppendJob(out, &j); return nil },
			Share: func(s share.Share) error {
				j := jobs[s.Job]
				hash, err := j.Verify(&s)
				if err != nil {
					return err
				}
				out = share.AppendShares(out, []share.Share{s})
				leaves = append(
					leaves,
					share.Leaf{Hash: hash, Level: s.Level, Worker: s.Worker, Job: s.Job},
				)
				return nil
			},
		})
		if err != nil {
			return err
		}
	}
	tree, err := share.TreeOf(leaves)
	if err != nil {
		return err
	}
	out = (&share.Foot{Shares: tree.Shares, Work: tree.Work, Root: tree.Root}).Append(out)
	path := filepath.Join(d.public, daybook.SegmentFile(2, 0))
	if err := os.WriteFile(path, out, 0o644); err != nil {
		return err
	}
	d.say("the %d shares of %v are counted again, on %v", tree.Shares, before, today)
	d.clerk.Sealed(path, (uint64(today)+1000)*86_400_000)
	return nil
}

// receipts writes every holder's receipts beside what is published: only he has them.
func (d *demo) receipts(ctx context.Context) error {
	last, _, err := d.desk.LastClosed(ctx)
	if err != nil {
		return err
	}
	folder := filepath.Join(d.o.Dir, "receipts")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	for day := last - days; day <= last; day++ {
		for n, name := range holders {
			text, err := d.desk.Receipt(ctx, day, uint32(n+1))
			if errors.Is(err, desk.ErrUnknown) {
				continue
			}
			if err != nil {
				return err
			}
			signature, err := d.signer.Sign(text)
			if err != nil {
				return err
			}
			text = daybook.Join(text, signature)
			path := filepath.Join(folder, fmt.Sprintf("%s-%v.txt", name, day))
			if err := os.WriteFile(path, text, 0o600); err != nil {
				return err
			}
		}
	}
	return nil
}

// authorityOf is the public key of the demonstration's authority.
func authorityOf(secret [32]byte) ([32]byte, error) {
	key, err := stratum.NewKey(secret, bytes.NewReader(make([]byte, 4096)))
	if err != nil {
		return [32]byte{}, err
	}
	return key.X(), nil
}
