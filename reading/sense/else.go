package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/phrase"
)

// Words of a promise that are said of something else than the buyer's money.

// Carried reports words for no loss beside those for what is carried over to the next payout: "below the
// threshold it is carried over, nothing is lost".
func (c *Clause) Carried(k phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(o phrase.Token) bool {
		return o.Code() == "carried" && c.Apart(o.From, o.To, k.From, k.To) < carriedReach
	})
}

// SoonerPaid reports a word for more speed right before one for a payout: "offers to speed up your payout".
func (c *Clause) SoonerPaid(k phrase.Token) bool {
	r, far := c.Near(anyRelease, k.To, k.To)
	return r.From >= k.To && far <= soonerReach && !c.Has.Any(anyHashSpeed)
}

// SameShare reports that what stays the same is a share that comes in no time, right behind: "pays the same
// 1.5 % as anyone else".
func (c *Clause) SameShare(k phrase.Token) bool {
	return !c.Has.Any(anyAgain) && slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.Kind == phrase.Percent && v.From >= k.To && v.From-k.To <= 2
	})
}

// carriedReach is how far what is carried over stands from what is not lost, soonerReach how far a payout
// stands from what comes sooner.
const carriedReach, soonerReach = 50, 8

var anyAgain = setOf("hour day week month year daily weekly monthly yearly hourly")
