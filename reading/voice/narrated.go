package voice

import (
	"slices"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// A report is known by how much in it tells: who said what, of whom, and what became of the money. One such
// word says nothing, since whoever sells quotes too; many of them, close together, with nobody who sells
// between them, are a newspaper's, an authority's, or a thread of people who were asked.

// What makes lines a report: how many clauses tell, how many of them name who speaks or is spoken of, how
// many lines may stand between two that tell, and in how many lines they stand.
const (
	leastTelling = 4
	leastSpoken  = 2
	silentRows   = 3
	callRows     = 6 // how far a call to buy stands behind what it draws from
	leastTellers = 2
)

// telling is what the clauses of a line tell.
type telling struct {
	spoken int // who said it, or of whom
	kin    int // of these, how many only name whose kin
	lost   int // what became of the money, or a warning
	sells  bool

	silent, mentions bool // its paragraph tells nothing, or only names kin
}

// all is how many clauses tell.
func (t telling) all() int { return t.spoken + t.lost }

// narrated marks the reports in a text: from the first line that tells to the last, and a title above.
func (d *doc) narrated(rows []row) {
	told := make([]telling, len(rows))
	for n, r := range rows {
		told[n] = d.tellings(r)
	}
	mentioned(rows, told)
	for n := 0; n < len(rows); {
		if told[n].all() == 0 || told[n].sells {
			n++
			continue
		}
		end := d.reportEnd(rows, told, n)
		if last := uncalled(told, n, end); enough(told[n:last]) {
			d.report(rows, told, n, last)
		}
		n = end
	}
}

// reportEnd is behind the last line that tells of those that belong to line n. A mere warning reaches less
// far than one who speaks, where something may be offered between: sellers warn too.
func (d *doc) reportEnd(rows []row, told []telling, n int) int {
	end := n + 1
	for k := n + 1; k < len(told) && k-end <= silentRows && !told[k].sells; k++ {
		if d.seam(rows[end-1], rows[k]) {
			break
		}
		if told[k].spoken > 0 || told[k].lost > 0 && (k-end <= 1 || !d.offered(rows[end:k])) {
			end = k + 1
		}
	}
	return end
}

// uncalled is the end of lines that tell: where a call to buy follows, what was told since the last warning
// belongs to it ("he said he could not believe it. Register now").
func uncalled(told []telling, n, end int) int {
	behind := told[end:min(len(told), end+callRows)]
	calls := slices.ContainsFunc(behind, func(t telling) bool { return t.sells })
	for calls && end > n && told[end-1].lost == 0 {
		end--
	}
	return end
}

// seam reports that a line is of another language than one before it, and holds words enough to tell: another
// text begins.
func (d *doc) seam(a, b row) bool {
	x, y := d.fullest(a), d.fullest(b)
	return x.Language != y.Language && len(x.Tokens) > 3 && len(y.Tokens) > 3
}

// fullest is the clause of a line with the most words that are known.
func (d *doc) fullest(r row) *clause {
	best := &d.clauses[r.first]
	for i := r.first; i < r.end; i++ {
		if c := &d.clauses[i]; len(c.Tokens) > len(best.Tokens) {
			best = c
		}
	}
	return best
}

// offered reports lines in which something may be offered.
func (d *doc) offered(rows []row) bool {
	return slices.ContainsFunc(rows, func(r row) bool {
		return slices.ContainsFunc(d.clauses[r.first:r.end], func(c clause) bool {
			return c.Has.Any(anyOffered) || c.priced()
		})
	})
}

// enough reports lines that tell so much that they are a report.
func enough(told []telling) bool {
	sum, lines := telling{}, 0
	for _, t := range told {
		sum.spoken += t.spoken
		sum.lost += t.lost
		if t.all() > 0 {
			lines++
		}
	}
	reports := sum.spoken >= leastSpoken && sum.lost > 0
	return sum.all() >= leastTelling && (reports || sum.lost >= leastTelling) && lines >= leastTellers
}

// report marks the lines of a report, and a title with words in quotation marks above it.
func (d *doc) report(rows []row, told []telling, from, end int) {
	for n := max(0, from-titleRows); n < end; n++ {
		if n < from && (told[n].sells || !d.quoting(rows[n])) {
			continue
		}
		if d.besides(rows[n], told[n]) {
			continue
		}
		for i := rows[n].first; i < rows[n].end; i++ {
			c := &d.clauses[i]
			switch {
			case told[n].all() > 0 || n < from:
				c.tell()
			case !c.offersItself():
				c.Passing = !c.Told
				c.tell()
			}
		}
	}
}

// besides reports a line that is no part of the report around it: its paragraph only names kin, or tells
// nothing and quotes no sentence, or it is a plan with its tariff.
func (d *doc) besides(r row, t telling) bool {
	said := d.quoting(r) && d.speech(r.first)
	return t.mentions || t.silent && !said || t.all() == 0 && d.tariff(r)
}

// offersItself reports a clause that nobody tells of others: it sells, tempts, or gives the reader something.
func (c *clause) offersItself() bool {
	return c.sells() || c.Has.Any(anyLure) || c.Has.Any(sGive) && c.speaks(anyYouUs)
}

// mentioned marks the lines of paragraphs that are no part of what is told around them: nothing is told
// there, or no more than that somebody's kin is spoken of, as those are who praise an offer.
func mentioned(rows []row, told []telling) {
	for from, end := 0, 0; from < len(rows); from = end {
		t := telling{}
		for end = from; end == from || end < len(rows) && rows[end].line <= rows[end-1].line+1; end++ {
			o := told[end]
			t.spoken, t.kin, t.lost = t.spoken+o.spoken, t.kin+o.kin, t.lost+o.lost
		}
		for k := from; k < end; k++ {
			told[k].silent, told[k].mentions = t.all() == 0, t.kin > 0 && t.all() == t.kin
		}
	}
}

// quoting reports a line of one clause, in which something is quoted.
func (d *doc) quoting(r row) bool {
	return r.end-r.first <= 2 && d.quotes(&d.clauses[r.first])
}

// tellings counts what the clauses of a line tell.
func (d *doc) tellings(r row) (t telling) {
	for i := r.first; i < r.end; i++ {
		c := &d.clauses[i]
		spoken, lost := c.tells()
		answers := c.Told && d.clauses[r.first].Question // told of by the answer: it warns of nothing itself
		lost = lost || !answers && c.warns()
		if spoken {
			t.spoken++
		}
		if spoken && c.namesKin() {
			t.kin++
		}
		if lost {
			t.lost++
		}
		t.sells = t.sells || !spoken && !lost && c.pitches()
	}
	return t
}

// pitches reports a clause that speaks to a buyer: it sells, tempts without asking, or names his money.
func (c *clause) pitches() bool {
	return c.sells() || c.Has.Any(anyLure) && !c.Question || c.yours()
}

// namesKin reports that of the words by which a clause tells who speaks all name somebody's kin.
func (c *clause) namesKin() bool {
	return !c.official && !slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		says := k.Concept == isNarrate && k.Code() != "kin" && k.Code() != "gone" && !isBlocked(k)
		return says || anyReport.Has(k.Concept) && k.Code() != ""
	})
}

// yours reports a clause that speaks of the reader's own money, and neither asks nor denies.
func (c *clause) yours() bool {
	return !c.Question && !c.Has.Has(isNeg) && slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		m, far := c.Near(anyMoney, k.To, k.To)
		return k.Concept == isYou && k.Code() == "" && m.To > k.To && far <= 2
	})
}

var anyMoney = set("stake return")

// tells reports what a clause tells: who speaks or is spoken of, and what became of the money.
func (c *clause) tells() (spoken, lost bool) {
	for _, k := range c.Tokens {
		switch {
		case k.Concept == isNarrate:
			lost = lost || c.fate(k)
			spoken = spoken || k.Code() != "gone" && !isBlocked(k)
		case anyReport.Has(k.Concept):
			spoken = spoken || k.Code() != ""
		}
	}
	return spoken || c.official, lost
}

// fate reports a word of telling that says what became of the money; not one inside words for no risk, nor a
// loss that is denied: "no client has ever lost a cent".
func (c *clause) fate(k phrase.Token) bool {
	if k.Code() != "gone" && !isBlocked(k) && (k.Code() != "lost" || c.NoBefore(k, deniedLoss)) {
		return false
	}
	return !slices.ContainsFunc(c.Tokens, func(s phrase.Token) bool {
		return anyNorisk.Has(s.Concept) && s.From <= k.From && s.To >= k.To
	})
}

// deniedLoss is how far before a word of loss a no may stand.
const deniedLoss = 40

// forget takes the words of telling out again: of a single clause they say nothing more.
func (d *doc) forget() {
	for i := range d.clauses {
		if c := &d.clauses[i]; c.Has.Has(isNarrate) {
			c.keep(func(k int) bool { return c.Tokens[k].Concept != isNarrate })
		}
	}
}

var isNarrate = language.Must("narrate")
