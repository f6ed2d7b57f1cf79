package reading

import (
	"cmp"
	"slices"

	"github.com/assaymining/assay/reading/weigh"
)

// weighed leaves out the grave statements whose clauses are more like those of honest texts, and asks about
// their words. A return that is called sure needs no weighing, and what calls it so.
func (d *doc) weighed(found []Statement) []Statement {
	sure := map[int]bool{}
	for _, s := range found {
		sure[s.clause] = sure[s.clause] || s.Fixed
	}
	out := found[:0]
	for _, s := range found {
		if !s.Grave || sure[s.clause] || weigh.Grave(d.Doc, s.What, s.from, s.to) {
			out = append(out, s)
			continue
		}
		ask, ok := doubts[s.What]
		if !ok {
			ask = "what exactly is promised or asked here, and by whom?"
		}
		about := d.clauses[s.clause]
		if touched := weigh.Clauses(d.Doc, s.from, s.to); len(touched) > 0 {
			about.From, about.To = touched[0].From, touched[len(touched)-1].To
		}
		d.ask(&about, ask)
		d.asked[len(d.asked)-1].MayBe = s.What
	}
	slices.SortStableFunc(d.asked, func(a, b Asked) int { return cmp.Compare(a.From, b.From) })
	return out
}

// doubts is what to ask of words that may be a grave statement.
var doubts = map[string]string{
	"promised_return":  "is this what you would be paid on your money, or an example, a charge, or of something else?",
	"multiple":         "does the seller promise that so much comes back of what you pay, or is this of something else?",
	"constant_income":  "is it your income that stays the same here, or something else?",
	"guarantee":        "what exactly is sure here, and by whose word?",
	"protected":        "is it your money that is safe here, from what, and by whose word?",
	"principal_back":   "does your price come back whatever happens, or only where the purchase is undone?",
	"pay_first":        "must you pay this before you are paid what is yours?",
	"referral":         "is anything paid for the friends of friends?",
	"virtual_hashrate": "do real machines stand behind this hashrate?",
	"proof_refused":    "what of the mining can you see for yourself?",
}
