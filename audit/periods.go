package audit

import (
	"slices"

	"github.com/assaymining/assay/audit/mixture"
	"github.com/assaymining/assay/payout/statement"
	"github.com/assaymining/assay/units"
)

// period is the days that one amount pays for: a day of credits, or the days between two payouts.
type period struct {
	from, to units.Date
	paid     units.MilliSat
	th       float64 // the payer's hashrate, TH/s; 0 unknown
	base     units.MilliSat
	split    bool           // base is the subsidy's part of all of paid
	share    float64        // of the windows of the day's blocks; 0 unknown
	fee      units.MilliSat // that the payer says it took
	rows     int
}

func (p period) days() int { return int(p.to-p.from) + 1 }

// payments are all periods of one holder, in order and without overlap, and what else the rows say.
type payments struct {
	periods     []period
	byPayout    bool           // of payouts, since there are no credits
	credited    units.MilliSat // over all credits
	paidOut     units.MilliSat // over all payouts
	payouts     int
	corrections units.MilliSat
	corrected   int
	unknown     int // rows whose days cannot be told: the first payout of several days
}

// gather makes periods of rows. Where there are credits they are what was received, and payouts only say
// what is still held back: both together would count twice. lag is how many days after mining a payment
// without a date of its own comes.
func gather(in *Input, lag int) payments {
	var p payments
	days := map[units.Date]*period{}
	var sent []statement.Row
	for _, r := range in.Rows {
		switch r.Kind {
		case statement.Correction:
			p.corrections += r.Amount
			p.corrected += r.Count()
		case statement.Payout:
			sent = append(sent, r)
			p.paidOut += r.Amount
			p.payouts += r.Count()
		default:
			p.credited += r.Amount
			addCredit(days, r, lag)
		}
	}
	if len(days) == 0 {
		p.byPayout = true
		p.between(in, sent, lag)
	} else {
		for _, d := range days {
			p.periods = append(p.periods, *d)
		}
		slices.SortFunc(p.periods, func(a, b period) int { return int(a.from - b.from) })
	}
	p.periods = slices.DeleteFunc(p.periods, func(d period) bool {
		return in.From != 0 && d.from < in.From || in.To != 0 && d.to > in.To
	})
	return p
}

func addCredit(days map[units.Date]*period, r statement.Row, lag int) {
	day := r.Day
	if !r.Dated {
		day = units.DateOf(r.Time) - units.Date(lag)
	}
	d := days[day]
	if d == nil {
		d = &period{from: day, to: day, split: true}
		days[day] = d
	}
	d.paid += r.Amount
	d.th = max(d.th, r.TH)
	d.rows += r.Count()
	if r.More != nil && r.More.Split {
		d.base += r.More.Base
	} else {
		d.split = false
	}
	if r.More != nil {
		d.share += r.More.Share
		d.fee += r.More.Fee
	}
}

// between makes periods of payouts: each pays for the days since the one before. The days of the first
// are known where the purchase is, or where payouts come daily.
func (p *payments) between(in *Input, sent []statement.Row, lag int) {
	if len(sent) == 0 {
		return
	}
	typical := spacing(sent)
	last := in.Start - 1
	if in.Start == 0 {
		last = units.DateOf(sent[0].Time) - units.Date(lag) - 1
		if typical > 1 {
			last++
			p.unknown += sent[0].Count()
			sent = sent[1:]
		}
	}
	for _, r := range sent {
		to := units.DateOf(r.Time) - units.Date(lag)
		n := len(p.periods)
		if to <= last && n > 0 && p.periods[n-1].to == last {
			p.periods[n-1].paid += r.Amount // a second payout of the day
			p.periods[n-1].rows += r.Count()
			continue
		}
		if to <= last {
			p.unknown += r.Count()
			continue
		}
		p.periods = append(p.periods, period{from: last + 1, to: to, paid: r.Amount, rows: r.Count()})
		last = to
	}
}

// spacing is the median number of days between payouts; 1 where there are too few to tell.
func spacing(sent []statement.Row) int {
	var gaps []float64
	for i := 1; i < len(sent); i++ {
		if d := int(units.DateOf(sent[i].Time) - units.DateOf(sent[i-1].Time)); d > 0 {
			gaps = append(gaps, float64(d))
		}
	}
	if len(gaps) == 0 {
		return 1
	}
	slices.Sort(gaps)
	return max(int(mixture.MedianOf(gaps)), 1)
}

// dated reports whether every credit says which day it is for.
func dated(rows []statement.Row) bool {
	for _, r := range rows {
		if r.Kind == statement.Credit && !r.Dated {
			return false
		}
	}
	return true
}
