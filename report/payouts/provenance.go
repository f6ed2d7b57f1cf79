package payouts

import (
	"fmt"

	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/trace"
	"github.com/assaymining/assay/units"
)

// addProvenance tells where the payouts of an audit came from: the three sentences, the picture, the four
// buckets and how young the coins can be.
func addProvenance(d *report.Document, r *audit.Result) {
	p := r.Provenance
	if p == nil {
		return
	}
	t := p.Trace
	d.Add("provenance", "Where the coins came from", report.Paragraph{Text: TraceSentence(t)}, TraceFlow(t),
		buckets(t), minedBy(t), namedBy(t), report.List{Items: coinsAge(p)})
}

// newlyMined is the interval of newly mined coins as a figure; false where nothing was traced.
func newlyMined(r *audit.Result) (report.Figure, bool) {
	if r.Provenance == nil {
		return report.Figure{}, false
	}
	t := r.Provenance.Trace
	b := t.Buckets.Mined
	value := part(b.Low, t.Sat) + " to " + part(b.High, t.Sat)
	if b.Low == b.High {
		value = part(b.Low, t.Sat)
	}
	f := report.Figure{Name: "Newly mined coins", Value: value, Note: "of the payouts that were traced"}
	return f, true
}

// fromCustomers is the sentence that stands beside the answer where payouts hold customers' coins.
func fromCustomers(r *audit.Result) string {
	if r.Provenance == nil || r.Provenance.Trace.Buckets.SameSeller.Poison == 0 {
		return ""
	}
	t := r.Provenance.Trace
	return fmt.Sprintf(" Of the payouts that were traced, %s comes from addresses where customers paid the "+
		"seller.", between(t.Buckets.SameSeller, t.Sat))
}

// coinsAge says how much was traced, and how young the coins can be.
func coinsAge(p *audit.Provenance) []string {
	t := p.Trace
	items := []string{fmt.Sprintf("%s on chain, %s BTC, to block %s; %s back of at most %s",
		report.Count(len(t.Of), "payout"), units.ShowBTC(t.Sat.BTC()), number(t.Tip.Height),
		report.Count(t.Steps, "step"), number(t.Horizon))}
	if p.Payouts > 0 {
		items = append(items, fmt.Sprintf("found among them, by amount and day: %s of %s in the files",
			number(p.Matched), report.Count(p.Payouts, "payout")))
	}
	made := 0
	for _, o := range t.Of {
		if o.Coinbase {
			made++
		}
	}
	if made > 0 {
		items = append(items, report.Count(made, "payout")+" of them are part of what a block itself made")
	}
	items = append(items, fmt.Sprintf("newly made coins rest for %d blocks, some 17 hours: no other payout "+
		"can hold coins of the day that it is sent on", trace.Maturity))
	if p.Youngest != nil {
		items = append(items, fmt.Sprintf("the youngest newly made coins that were reached are %s older "+
			"than the last payout, some %.1f days", report.Count(*p.Youngest, "block"),
			float64(*p.Youngest)/consensus.BlocksPerDay))
	}
	return append(items, tagCautionOf(t)...)
}

// tagCautionOf is tagCaution as a list.
func tagCautionOf(t *trace.Result) []string {
	if says := tagCaution(t); says != "" {
		return []string{says}
	}
	return nil
}
