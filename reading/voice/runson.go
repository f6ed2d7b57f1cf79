package voice

import (
	"slices"

	"github.com/assaymining/assay/reading/phrase"
)

// A warning runs on over its sentences until its speaker comes back to himself.

// runsOn marks the paragraphs of a warning that tell what others do: those of a text whose title warns, and
// the one under a heading that does, up to where the seller says what he never does.
func (d *doc) runsOn(rows []row) {
	all := d.warnsAbove(rows) || d.askedWhose(rows)
	for first := 0; first < len(rows); {
		end := first + 1
		for end < len(rows) && rows[end].line == rows[end-1].line+1 {
			end++
		}
		headed := first > 0 && d.headed(rows[first-1])
		for first < end && d.headed(rows[first]) {
			first, headed = first+1, true
		}
		story := first < end && d.opensWarning(rows[first])
		if story || first < end && (all || headed) && !slices.ContainsFunc(rows[first:end], d.tariff) {
			d.runOver(rows[first:end])
		}
		first = end
	}
}

// runOver marks a paragraph of a warning from where it tells of others.
func (d *doc) runOver(rows []row) {
	tells := false
	for i := rows[0].first; i < rows[len(rows)-1].end; i++ {
		c := &d.clauses[i]
		tells = tells || c.reports()
		switch {
		case !tells || c.cited && c.speaks(anyUs):
		case c.returns():
			return
		case !c.speaks(anyUs) && !c.Has.Any(anyLure) && !(c.Has.Any(sGive) && c.speaks(anyYouUs)):
			c.Passing = !c.Told
			c.tell()
		}
	}
}

// reports reports a clause that tells what others say or do.
func (c *clause) reports() bool {
	if c.calls(anyScam) || c.Has.Any(anyHearsay) {
		return true
	}
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.Concept == isNarrate && k.Code() == ""
	})
}

// returns reports a clause in which the seller says of himself what he does not do, and quotes nobody.
func (c *clause) returns() bool {
	return !c.cited && slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyUs.Has(k.Concept) && k.Code() == "" && (c.negatedBehind(k) || c.NoBeside(k))
	})
}

// opensWarning reports a line that begins by telling everybody to be careful, or of one who was cheated.
func (d *doc) opensWarning(r row) bool {
	return slices.ContainsFunc(d.clauses[r.first:min(r.end, r.first+titleRows)], func(c clause) bool {
		return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool { return k.Code() == "warn" })
	}) || r.end > r.first+1 && d.clauses[r.first].bareWarning()
}

// bareWarning reports a clause that is a word of warning and nothing else: "Warning."
func (c *clause) bareWarning() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyOtherScam.Has(k.Concept) && k.From-c.From <= 2 && c.To-k.To <= 2
	})
}

var anyOtherScam = set("other scam")

// headed reports a short line that warns of frauds or of those who use the seller's name.
func (d *doc) headed(r row) bool {
	c := &d.clauses[r.first]
	return d.titled(r) && !c.priced() && !c.Question && (c.calls(anyScam) || c.warnsOfName() || c.guards())
}

// guards reports a word that tells to be on one's guard.
func (c *clause) guards() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool { return k.Code() == "caution" })
}

// askedWhose reports a letter that answers whether something is the seller's: it begins with that question,
// and a no follows.
func (d *doc) askedWhose(rows []row) bool {
	asked := false
	for _, r := range rows[:min(len(rows), letterRows)] {
		for i := r.first; i < r.end; i++ {
			c := &d.clauses[i]
			no := c.Has.Has(isNeg) && float64(c.To-c.From)/c.Scale <= longestDenial && !c.Question
			if asked && no {
				return true
			}
			asked = asked || c.Question && c.Has.Any(anyHearsay)
		}
	}
	return false
}

// letterRows is how many lines a letter has up to its answer, longestDenial the letters of that.
const letterRows, longestDenial = 5, 20
