package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// Role is what a figure is said of, by the words nearest to it.
type Role struct {
	name   string
	words  language.Set
	weight float64
}

// ShareRoles are what a share can be. The nearest words win, by weight.
var ShareRoles = []Role{
	{"fee", setOf("fee keep output surplus"), 1},
	{"fee", setOf("power host solo"), 0.8},
	{"other", setOf("market unpaid"), 0.9},
	{"uptime", setOf("uptime"), 1.6},
	{"referral", setOf("refer"), 1.3},
	{"referral", setOf("level"), 1},
	{"return", setOf("stake"), 1.1},
	{"return", setOf("return"), 1},
	{"return", setOf("give"), 0.8},
	{"discount", setOf("discount"), 1.2},
	{"change", setOf("cap change"), 0.8},
	{"due", setOf("due"), 0.5},
	{"vat", setOf("vat"), 1.6},
}

// MoneyRoles are what money can be, where a return is looked for.
var MoneyRoles = []Role{
	{"fee", setOf("fee keep power"), 1},
	{"fee", setOf("host"), 0.9},
	{"setup", setOf("setup"), 1},
	{"bond", setOf("bond"), 1.2},
	{"minpay", setOf("minpay"), 0.8},
	{"price", setOf("price stake"), 1},
	{"return", setOf("return"), 1},
	{"return", setOf("give"), 0.8},
	{"referral", setOf("refer"), 1.2},
	{"discount", setOf("discount"), 0.6},
}

// TermRoles are what an amount that is no promise can be.
var TermRoles = []Role{
	{"price", setOf("price stake"), 1},
	{"setup", setOf("setup"), 1.4},
	{"bond", setOf("bond"), 1.5},
	{"minpay", setOf("minpay"), 1},
	{"minpay", setOf("release"), 0.5},
	{"fee", setOf("fee keep"), 1.1},
	{"power", setOf("power"), 1.1},
	{"host", setOf("host"), 1},
	{"referral", setOf("refer"), 1.3},
	{"discount", setOf("discount"), 1},
	{"output", setOf("output"), 0.6},
	{"return", setOf("give return"), 0.5},
}

// SpanRoles are what a span of time can be.
var SpanRoles = []Role{
	{"term", setOf("term"), 1},
	{"notice", setOf("notice"), 1.5},
	{"stop", setOf("row unprofit pause"), 1.4},
	{"unpaid", setOf("unpaid"), 1.4},
	{"bond", setOf("bond"), 1.5},
	{"past", setOf("past"), 1.2},
	{"aside", setOf("aside"), 1.4},
	{"other", setOf("excuse release minpay uptime stake back"), 0.5},
	{"price", setOf("price"), 0.4},
}

// farRole is how far a word may stand to say what a figure is.
const farRole = 70

// RoleOf is the role of a figure, empty where no word of any stands near.
func (c *Clause) RoleOf(v phrase.Value, roles []Role) string {
	best, top := "", 0.0
	for _, r := range roles {
		if !c.Has.Any(r.words) && !c.Head.Any(r.words) {
			continue
		}
		for _, k := range c.Nearby(farRole+phrase.CellCost, v.From, v.To) {
			if !r.words.Has(k.Concept) {
				continue
			}
			if far := c.roleFar(v, k); far < farRole && r.weight/(6+far) > top {
				best, top = r.name, r.weight/(6+far)
			}
		}
		s := r.weight / (6 + headCost)
		if s > top && !slices.Contains(unheaded, r.name) && c.Head.Any(r.words) {
			best, top = r.name, s
		}
	}
	return best
}

// roleFar is how far a word stands from a figure that it may be said of: farther for each figure between,
// near in the label of the figure's cell, and out of reach where it says nothing of this one.
func (c *Clause) roleFar(v phrase.Value, k phrase.Token) float64 {
	label, other := c.cellOf(v, k)
	if other || within(v, k) || costs.Has(k.Concept) && c.listed(v, k) {
		return farRole
	}
	k = c.compound(k)
	far := c.Apart(v.From, v.To, k.From, k.To) + 10*float64(c.Between(v, k))
	if label {
		far = max(0, far-phrase.CellCost)
	}
	return far + unitFar(v, k)
}

// within reports a word inside a figure; those that a table's head gives it stand at its end.
func within(v phrase.Value, k phrase.Token) bool {
	return k.From >= v.From && k.To <= v.To && !(k.From == k.To && k.From == v.To)
}

// unitFar is how much farther a word counts that only says of what unit a figure is: "$35 per machine".
func unitFar(v phrase.Value, k phrase.Token) float64 {
	if k.Concept == isHost && (k.Code() == "unit" || k.From < k.To && k.From >= v.Core && k.From <= v.To+1) {
		return unitCost
	}
	return 0
}

// cellOf reports that a word stands in the label of a figure, the cell before its own; or in a cell that
// has a figure of its own, so that it says nothing of this one.
func (c *Clause) cellOf(v phrase.Value, k phrase.Token) (label, other bool) {
	if c.Cells == 0 || k.From == k.To {
		return false, false
	}
	mine, its := c.Column(v.From), c.Column(k.From)
	other = mine != its && slices.ContainsFunc(c.Values, func(o phrase.Value) bool {
		return c.Column(o.From) == its
	})
	return its == mine-1 && !other, other
}

// unheaded is roles that a heading gives no figure under it: it is about too much.
var unheaded = []string{"other", "output", "return", "past"}

// unitCost is how much farther a word counts that only says of what unit a figure is, headCost how far the
// heading that a clause stands under.
const (
	unitCost = 30
	headCost = 20
)
