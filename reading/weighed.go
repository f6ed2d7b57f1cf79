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
		about := d.clauses[s.clause]
		if touched := weigh.Clauses(d.Doc, s.from, s.to); len(touched) > 0 {
			about.From, about.To = touched[0].From, touched[len(touched)-1].To
		}
		d.ask(&about, weigh.Question(s.What))
		d.asked[len(d.asked)-1].MayBe = s.What
	}
	slices.SortStableFunc(d.asked, func(a, b Asked) int { return cmp.Compare(a.From, b.From) })
	return out
}
