package payouts

import (
	"fmt"
	"strings"

	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/trace"
	"github.com/assaymining/assay/units"
)

// Trace tells where payouts came from: the honest interval first, then its parts, then what it cannot show.
func Trace(r *trace.Result) *report.Document {
	name := report.Count(len(r.Of), "payout") + " of " + units.ShowBTC(r.Sat.BTC()) + " BTC"
	d := &report.Document{Name: name, Kind: "Origin of payouts · Assay", Title: name + ", traced back.",
		Lead: TraceSentence(r)}
	d.Add("flow", "The way of the coins", TraceFlow(r))
	d.Add("buckets", "Where the coins came from", buckets(r),
		report.Paragraph{Soft: true, Text: "FIFO (first in, first out) and haircut (in proportion) are " +
			"conventions; coins have no " +
			"order of their own. Whatever order they are taken in, at least and at most hold. What is " +
			"not resolved is never shared out " +
			"among the rest."})
	d.Add("pools", "Newly mined coins, by pool", minedBy(r),
		report.Paragraph{Soft: true, Text: tagCaution(r)})
	d.Add("named", "By addresses that somebody is said to own", namedBy(r))
	d.Add("unresolved", "What is not resolved", report.List{Items: unresolvedBy(r)})
	d.Add("maturity", "How young the coins can be", report.List{Items: maturity(r)})
	d.Add("care", "What this can and cannot show", report.List{Items: traceCare(r)})
	d.Add("judged", "What was read", report.List{Items: tracedOver(r)})
	return d
}

// tracedOver is what was read, and by which lists addresses were told.
func tracedOver(r *trace.Result) []string {
	items := []string{fmt.Sprintf("%s and their blocks on %s, to block %s: %s back of at most %s, and "+
		"at most %s",
		report.Count(r.Transactions, "transaction"), r.Network, number(r.Tip.Height),
		report.Count(r.Steps, "step"), number(r.Horizon),
		report.Count(r.Budget, "transaction"))}
	for _, l := range r.Lists {
		items = append(items, l.What+" ("+l.URL+")")
	}
	return items
}

// TraceSentence is the three sentences that answer: how much is newly mined, what proves nothing, and
// what neither shows.
func TraceSentence(r *trace.Result) string {
	b := r.Buckets
	within := report.Count(max(r.Horizon, 1), "step")
	one := fmt.Sprintf("Of %s, %s descends from newly mined coins within %s (FIFO %s, haircut %s)%s.",
		units.ShowBTC(r.Sat.BTC())+" BTC", between(b.Mined, r.Sat), within, part(b.Mined.FIFO, r.Sat),
		part(b.Mined.Haircut, r.Sat), namedPools(r))
	var rest []string
	if b.SameSeller.Poison > 0 {
		rest = append(rest, fmt.Sprintf("%s comes from addresses where customers paid the seller",
			report.Capital(between(b.SameSeller, r.Sat))))
	}
	if b.Custodian.Poison > 0 {
		rest = append(rest, fmt.Sprintf("%s came through an exchange or another keeper of others' "+
			"coins and proves "+
			"nothing either way", report.Capital(part(b.Custodian.FIFO, r.Sat))))
	}
	if b.Unresolved.Poison > 0 {
		rest = append(rest, fmt.Sprintf("%s was not followed to its end",
			report.Capital(part(b.Unresolved.FIFO, r.Sat))))
	}
	two := ""
	if len(rest) > 0 {
		two = strings.Join(rest, ". ") + ". "
	}
	return one + " " + two + "Coins arriving is not mining happening: a seller can buy mined coins, " +
		"and an honest pool " +
		"can pay with old ones."
}

// part is a share of the payouts in per cent.
func part(sat, of units.Sat) string {
	if of == 0 {
		return units.ShowShare(0)
	}
	return units.ShowShare(float64(sat) / float64(of))
}

// between is the interval of a bucket, in words.
func between(b trace.Bucket, of units.Sat) string {
	switch {
	case b.High == 0:
		return "nothing"
	case b.Low == b.High && b.Low == of:
		return "all"
	case b.Low == b.High:
		return "exactly " + part(b.Low, of)
	case b.Low == 0:
		return "at most " + part(b.High, of)
	}
	return fmt.Sprintf("at least %s and at most %s", part(b.Low, of), part(b.High, of))
}

// namedPools is a clause with up to three pools.
func namedPools(r *trace.Result) string {
	var names []string
	for _, p := range r.Pools {
		if p.By != trace.ByNone && len(names) < 4 {
			names = append(names, p.Pool)
		}
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return "; the named pool is " + names[0]
	case 4:
		return "; the named pools are " + strings.Join(names[:3], ", ") + " and others"
	}
	last := len(names) - 1
	return "; the named pools are " + strings.Join(names[:last], ", ") + " and " + names[last]
}

func buckets(r *trace.Result) report.Table {
	row := func(name string, b trace.Bucket) report.Row {
		return report.Row{Name: name, Cells: []string{part(b.FIFO, r.Sat), part(b.Haircut, r.Sat), part(b.Low,
			r.Sat),
			part(b.High, r.Sat)}, Soft: b.Poison == 0}
	}
	return report.Table{Label: "Where the coins came from", Head: []string{"", "FIFO", "haircut", "at least",
		"at most"}, Fitted: true, Rows: []report.Row{
		row("newly mined", r.Buckets.Mined),
		row("exchange, mixer or custodian", r.Buckets.Custodian),
		row("customers' payments to seller", r.Buckets.SameSeller),
		row("not resolved", r.Buckets.Unresolved),
	}}
}

func minedBy(r *trace.Result) report.Table {
	t := report.Table{Label: "Newly mined coins by pool", Head: []string{"", "told by", "blocks", "FIFO",
		"haircut"}, Fitted: true}
	for _, p := range r.Pools {
		name := p.Pool
		if p.By == trace.ByNone {
			name = "no known pool"
		}
		t.Rows = append(t.Rows, report.Row{Name: name, Cells: []string{p.By, number(len(p.Blocks)),
			part(p.FIFO, r.Sat), part(p.Haircut, r.Sat)}})
	}
	return t
}

// tagCaution is said where a pool was told by its tag alone.
func tagCaution(r *trace.Result) string {
	for _, p := range r.Pools {
		if p.By == trace.ByTag {
			return "A tag is a claim: anybody may write any text into a block. An address says who was " +
				"paid, not who " +
				"mined for whom."
		}
	}
	return ""
}

func namedBy(r *trace.Result) report.Table {
	t := report.Table{Label: "Coins by the addresses that they came through",
		Head: []string{"", "kind", "says who", "FIFO", "haircut"}, Fitted: true}
	for _, n := range r.Named {
		t.Rows = append(t.Rows, report.Row{Name: fit(n.Name, 24), Cells: []string{report.Spaced(n.Kind),
			n.From, part(n.FIFO, r.Sat), part(n.Haircut, r.Sat)}})
	}
	return t
}

func unresolvedBy(r *trace.Result) (items []string) {
	for _, u := range r.Unresolved {
		why := "comes from another of these payouts, which was paid in again"
		switch u.Why {
		case trace.AtDepth:
			why = fmt.Sprintf("lies more than %s back", report.Count(r.Horizon, "step"))
		case trace.AtBudget:
			why = fmt.Sprintf("would take more than %s to follow", report.Count(r.Budget, "transaction"))
		}
		items = append(items, fmt.Sprintf("%s (haircut %s) %s", part(u.FIFO, r.Sat), part(u.Haircut, r.Sat),
			why))
	}
	return items
}

// payoutsShown is how many payouts are told one by one.
const payoutsShown = 5

func maturity(r *trace.Result) (items []string) {
	for i, p := range r.Of {
		if i == payoutsShown {
			return append(items, fmt.Sprintf("and %d more, in the JSON", len(r.Of)-i))
		}
		at := fmt.Sprintf("%s:%d, %s", fit(p.ID, 16), p.Vout, units.ShowBTC(p.Sat.BTC())+" BTC")
		switch {
		case p.Height == nil:
			items = append(items, at+", is in no block yet: it may still be replaced")
		case p.Coinbase:
			items = append(items, fmt.Sprintf("%s, is part of what block %s itself made", at,
				number(*p.Height)))
		default:
			items = append(items, fmt.Sprintf("%s, in block %s, holds no coins made after block %s: "+
				"new coins must rest "+
				"for %d blocks, some 17 hours", at, number(*p.Height), number(*p.NewestSource),
				trace.Maturity))
		}
	}
	return items
}

func traceCare(r *trace.Result) []string {
	items := []string{
		"a pool that pays every day from its own purse pays with coins older than the work, which may " +
			"have come from " +
			"an exchange: that is no sign against it",
		"amounts and ancestors are proved by the transactions' hashes; that they are in these blocks " +
			"is as the source says",
		"who else was paid in the same transactions is not asked here",
	}
	for _, n := range r.Named {
		if n.Kind == trace.KindDeposit {
			return append(items, "coins from an address where customers pay show that a payment was "+
				"passed on, not that "+
				"all payouts are made so; and their absence shows little, since a seller has many such "+
				"addresses and one "+
				"was named")
		}
	}
	return append(items, "no coins from an address where customers pay the seller were found; one such "+
		"address, or none, "+
		"shows little")
}
