package recompute

import (
	"errors"
	"math/big"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// money works out what a day's revenue was and what each unit was owed of it.
func (a *auditor) money(s *daybook.Statement, facts *daybook.Facts, w *worked) error {
	a.revenue(s, w)
	sold, soldRate, err := a.sold(s)
	if err != nil {
		return err
	}
	a.oversold(s, soldRate)
	r, err := payout.Realise(max(0, s.Revenue+s.Carried), w.work, sold)
	if errors.Is(err, payout.ErrNoWork) {
		a.find(s.Day, RuleRevenue, "%d msat of revenue, and no share stands behind it", s.Revenue)
	}
	var given, paid units.MilliSat
	var count int64
	paused := false
	for i := range s.Series {
		line := &s.Series[i]
		flow, err := a.unit(s, line, r.Facts(s.Day, facts.Price))
		if err != nil {
			return err
		}
		paused = paused || flow.Events&contract.Paused != 0
		n := units.MilliSat(line.Units)
		paid += n * line.Net
		given += n * line.Net
		for _, f := range line.Fees {
			given += n * f.Amount
		}
		count += line.Units
	}
	if s.Revenue+s.Carried != given+s.Own+s.Residue {
		a.find(
			s.Day,
			RuleSums,
			"%d msat came in, and units, fees, the provider and rounding come to %d",
			s.Revenue+s.Carried,
			given+s.Own+s.Residue,
		)
	}
	if !paused && s.Own != r.Own {
		a.find(
			s.Day,
			RuleSums,
			"the provider took %d msat for unsold work, and it earned %d",
			s.Own,
			r.Own,
		)
	}
	if s.Residue > units.MilliSat(max(count, 1)) || s.Residue < -units.MilliSat(max(count, 1)) {
		a.find(s.Day, RuleSums, "%d msat are called rounding, with %d units", s.Residue, count)
	}
	a.owed(s, paid)
	day := &a.report.Days[len(a.report.Days)-1]
	day.Delivered, day.Revenue, day.Blocks, day.Units, day.Paid = r.Delivered, s.Revenue, len(
		s.Blocks,
	), count, paid
	return nil
}

// revenue holds the day's revenue to its blocks, and each block to a share that found it.
func (a *auditor) revenue(s *daybook.Statement, w *worked) {
	var sum units.MilliSat
	stated := map[daybook.Hash]bool{}
	for _, b := range s.Blocks {
		stated[b.Hash] = true
		sum += units.MilliSat(b.Reward) * 1000
		pays, ok := w.blocks[b.Hash]
		switch {
		case !ok:
			a.find(s.Day, RuleRevenue, "no share of the day found block %v", b.Hash)
		case pays != b.Reward:
			a.find(s.Day, RuleRevenue, "block %v pays %d sat, and %d are stated", b.Hash, pays, b.Reward)
		}
	}
	a.inChain(s)
	if s.Revenue != sum {
		a.find(s.Day, RuleRevenue, "revenue is stated as %d msat, and the blocks pay %d", s.Revenue, sum)
	}
}

// inChain asks the chain for each block that the day's revenue is of.
func (a *auditor) inChain(s *daybook.Statement) {
	if a.blocks == nil {
		return
	}
	for _, b := range s.Blocks {
		a.report.BlocksAsked++
		if a.silent != nil {
			continue
		}
		has, err := a.blocks.Hash(a.ctx, int(b.Height))
		switch {
		case err != nil:
			a.silent = err
		case has.String() != b.Hash.String():
			a.find(s.Day, ruleChain, "block %v is not in the chain: at height %d stands %v",
				b.Hash, b.Height, has)
		default:
			a.report.BlocksInChain++
		}
	}
}

// sold is the work that all units would do in the day, and their hashrate.
func (a *auditor) sold(s *daybook.Statement) (share.Work, uint64, error) {
	sum := new(big.Int)
	for i := range s.Series {
		doc, err := a.document(s.Day, &s.Series[i])
		if err != nil {
			return share.Work{}, 0, err
		}
		sum.Add(sum, new(big.Int).Mul(doc.rate, big.NewInt(s.Series[i].Units)))
	}
	hs := ^uint64(0)
	if sum.IsUint64() {
		hs = sum.Uint64()
	}
	if s.Sold != hs {
		a.find(s.Day, RuleSums, "%d H/s are stated as sold, and the units come to %d", s.Sold, hs)
	}
	w, ok := share.WorkOf(sum.Mul(sum, big.NewInt(consensus.SecondsPerDay)))
	if !ok {
		return w, hs, share.ErrOverflow
	}
	return w, hs, nil
}

// oversold looks for units that were added although what was proven when they were sold does not carry them.
// Units that begin to earn were sold the day before at the latest, on what was proven by then; those of a
// series that begins were sold on some earlier day, so that the most that was ever proven before counts.
func (a *auditor) oversold(s *daybook.Statement, soldRate uint64) {
	before := a.units
	a.units = map[string]int64{}
	added := int64(0)
	since := s.Day - 2
	for _, line := range s.Series {
		a.units[line.Name] = line.Units
		added += max(0, line.Units-before[line.Name])
		if line.Age == 0 && len(a.report.Days) > 0 {
			since = min(since, a.report.Days[0].Day)
		}
	}
	if added == 0 {
		return
	}
	most := uint64(0)
	for d := since; d < s.Day; d++ {
		if sum, err := a.window(d); err == nil {
			proven := rate(sum.Bound())
			most = max(most, proven/100*95+proven%100*95/100)
		}
	}
	if soldRate > most {
		a.find(
			s.Day,
			RuleOversold,
			"%d units were added: %d H/s are sold, and 95 %% of what is proven are %d H/s",
			added,
			soldRate,
			most,
		)
	}
}

// unit runs one unit of a series through the day and holds the statement to it.
func (a *auditor) unit(
	s *daybook.Statement,
	line *daybook.Series,
	facts contract.Facts,
) (*contract.Flow, error) {
	doc, err := a.document(s.Day, line)
	if err != nil {
		return nil, err
	}
	flow := &contract.Flow{}
	doc.terms.Day(&doc.state, facts, flow)
	if a.nets[s.Day] == nil {
		a.nets[s.Day] = map[string]units.MilliSat{}
	}
	a.nets[s.Day][line.Name] = flow.Net
	if flow.Day != line.Age {
		a.find(
			s.Day,
			RuleHistory,
			"series %s is said to be %d days old, and %d were published",
			line.Name,
			line.Age,
			flow.Day,
		)
	}
	name := line.Name
	switch {
	case line.Net < flow.Net:
		a.find(
			s.Day,
			RuleUnderpaid,
			"a unit of %s got %d msat, and its terms say %d: %.2f %% less",
			name,
			line.Net,
			flow.Net,
			less(line.Net, flow.Net),
		)
	case line.Net > flow.Net:
		a.find(
			s.Day,
			ruleOverpaid,
			"a unit of %s got %d msat, and its terms say %d",
			name,
			line.Net,
			flow.Net,
		)
	}
	if line.Gross != flow.Gross {
		a.find(
			s.Day,
			RuleRevenue,
			"a unit of %s is said to have earned %d msat, and it earned %d",
			name,
			line.Gross,
			flow.Gross,
		)
	}
	if len(line.Fees) != flow.NumFees {
		a.find(
			s.Day,
			RuleFee,
			"%d fees were taken of %s, and its terms have %d",
			len(line.Fees),
			name,
			flow.NumFees,
		)
		return flow, nil
	}
	for i, f := range line.Fees {
		if due := flow.Fees[i].Deducted; f.Amount != due {
			a.find(
				s.Day,
				RuleFee,
				"the fee %s of %s was %d msat a unit, and its terms say %d",
				f.Name,
				name,
				f.Amount,
				due,
			)
		}
	}
	return flow, nil
}

// less is by how much a is below b, in percent.
func less(a, b units.MilliSat) float64 { return (1 - float64(a)/float64(b)) * 100 }

// owed follows what holders are owed from day to day, and holds it to what is held.
func (a *auditor) owed(s *daybook.Statement, paid units.MilliSat) {
	var before units.MilliSat
	if a.last != nil {
		before = a.last.Mined
	}
	if s.Mined != before+paid {
		a.find(
			s.Day,
			RuleReserves,
			"%d msat are owed of what was mined; %d were owed before and %d were earned",
			s.Mined,
			before,
			paid,
		)
	}
	r := s.Reserves
	if s.Mined+s.Residue > r.Mining+r.Immature {
		a.find(
			s.Day,
			RuleReserves,
			"%d msat are owed of what was mined, and %d are held",
			s.Mined,
			r.Mining+r.Immature,
		)
	}
	if s.Cash != r.Client {
		a.find(s.Day, RuleReserves, "%d msat were deposited, and %d are held", s.Cash, r.Client)
	}
	var prepaid units.MilliSat
	for _, line := range s.Series {
		prepaid += line.Prepaid
	}
	if prepaid > r.Escrow {
		a.find(
			s.Day,
			RuleReserves,
			"%d msat of prices are not yet earned, and escrow holds %d",
			prepaid,
			r.Escrow,
		)
	}
}
