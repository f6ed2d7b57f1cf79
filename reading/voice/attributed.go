package voice

import (
	"bytes"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/phrase"
)

// What impostors say is quoted by whom they pretend to be, and taken back by him before or behind it.

// attributed marks what is quoted from others: words in quotation marks, over several clauses or lines, which
// somebody who is warned of is said to say, or of which the seller says behind them that they are not his.
func (d *doc) attributed(rows []row) {
	d.openQuotes()
	warns := d.warnsAbove(rows) || d.askedWhose(rows)
	for i := 0; i < len(d.clauses); i++ {
		if !d.clauses[i].cited || !d.speech(i) {
			continue
		}
		end := i + 1
		for end < len(d.clauses) && d.clauses[end].cited && d.clauses[end].Line-d.clauses[end-1].Line <= 2 {
			end++
		}
		if d.disownedBehind(i, end) || d.spokenByOthers(i, warns) || d.refusedLead(i) || d.verdict(i) {
			for k := i; k < end; k++ {
				d.clauses[k].tell()
			}
		}
		i = end - 1
	}
}

// openQuotes marks the clauses that have words in quotation marks, which may have opened before on the line.
func (d *doc) openQuotes() {
	open := false
	for i := range d.clauses {
		c := &d.clauses[i]
		open = open && i > 0 && d.clauses[i-1].Line == c.Line
		marks := bytes.Count(d.Text[c.From:c.To], []byte{'"'})
		c.cited = open || marks > 0 || d.quotes(c)
		open = open != (marks%2 == 1)
	}
}

// speech reports words in quotation marks that are a sentence, and no name or term.
func (d *doc) speech(i int) bool {
	rest := d.Text[d.clauses[i].From:]
	rest = rest[:min(len(rest), longestSpeech)]
	if at := bytes.IndexByte(rest, '"'); at >= 0 {
		rest = rest[at+1:]
	}
	if end := bytes.IndexByte(rest, '"'); end >= 0 {
		rest = rest[:end]
	}
	return bytes.Count(rest, []byte{' '}) >= leastWords || len(rest) >= leastSpeech
}

// disownedBehind reports that one of the clauses behind what is quoted says of it that it is not the
// seller's ("none of this comes from us"); another one may stand between, none that offers.
func (d *doc) disownedBehind(first, end int) bool {
	for k := end; k < len(d.clauses) && k < end+disownReach; k++ {
		c := &d.clauses[k]
		if c.Line-d.clauses[end-1].Line > 2 {
			return false
		}
		if d.takesBack(k) {
			return true
		}
		if c.sells() || c.cited {
			return false
		}
	}
	return end-first > 1 && d.takesBack(end-1)
}

// takesBack reports of clause i a few words by which what was quoted is a lie, or none of the seller's; or
// that nobody can keep it.
func (d *doc) takesBack(i int) bool {
	c := &d.clauses[i]
	if c.Question || c.priced() {
		return false
	}
	length := float64(c.To-c.From) / c.Scale
	lie := length <= longestRefusal && !c.Has.Any(notTakenBack) && c.calls(anyLie)
	if lie || d.nobodyDoes(i) || c.nothingSure() {
		return true
	}
	end := c.firstItem()
	short := float64(end-c.From)/c.Scale <= longestIdentity && !c.Holds(notTakenBack, c.From, end)
	return short && (c.noneOfUs() || slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		last := float64(end-k.To)/c.Scale <= 3
		return anyUs.Has(k.Concept) && k.Code() == "" && last && k.To <= end+1 &&
			c.Count(sNeg, c.From, k.From, 0) > 0
	}))
}

// firstItem is the end of the first of the parts between commas.
func (c *clause) firstItem() int {
	for _, p := range c.Breaks {
		if p.Comma && p.At > c.From {
			return p.At
		}
	}
	return c.To
}

// noneOfUs reports a clause that begins with nobody of the seller's: "none of us wrote it".
func (c *clause) noneOfUs() bool {
	n, far := c.Near(sNeg, c.From, c.From)
	u, near := c.Near(anyUs, n.To, n.To)
	return far <= 3 && n.Code() == "none" && near <= 8 && u.From >= n.To
}

// refusedLead reports that what is quoted in clause i is led to by a no in the same clause, of nobody's
// offer: "salespeople may not say: "you will have your money back"".
func (d *doc) refusedLead(i int) bool {
	c := &d.clauses[i]
	at := c.From + bytes.IndexByte(d.Text[c.From:c.To], '"')
	last := c.From + bytes.LastIndexByte(d.Text[c.From:c.To], '"')
	behind := last > at && float64(c.To-last)/c.Scale > refusedReach // goes on of himself
	if at < c.From || behind {
		return false
	}
	return slices.ContainsFunc(c.Tokens, func(n phrase.Token) bool {
		return n.Concept == isNeg && n.To <= at && c.Apart(n.From, n.To, at, at) <= refusedReach &&
			!c.Holds(notRefusedLead, n.From, at)
	})
}

// verdict reports that behind what is quoted in clause i a few words follow a colon, with none of an offer:
// ""20 % a month", "no risk": banned at once".
func (d *doc) verdict(i int) bool {
	c := &d.clauses[i]
	text := d.Text[c.From:c.To]
	last := bytes.LastIndexByte(text, '"')
	rest, colon := bytes.CutPrefix(bytes.TrimLeft(text[last+1:], " "), []byte{':'})
	at := c.To - len(rest)
	return last >= 0 && colon && len(bytes.Trim(rest, " .")) > 0 && !c.Holds(notTakenBack, at, c.To) &&
		!slices.ContainsFunc(c.Values, func(v phrase.Value) bool { return v.From >= at })
}

// refusedReach is how far before what is quoted a no may stand.
const refusedReach = 30

var notRefusedLead = set("notneg fail lossmay norisk price stake return fee power")

// nothingSure reports a few words that deny a guarantee: "nothing is guaranteed, friends".
func (c *clause) nothingSure() bool {
	return float64(c.To-c.From)/c.Scale <= longestIdentity && !c.Has.Any(notSure) &&
		slices.ContainsFunc(c.Tokens, func(g phrase.Token) bool {
			return anyGuar.Has(g.Concept) && c.NoBefore(g, 10)
		})
}

var anyGuar, notSure = set("guar"), set("us notneg other unlike fail norisk fee host power")

// nobodyDoes reports that clause i begins with nobody and says that he does or can do that, and speaks of
// nothing else: "no company in mining can offer that".
func (d *doc) nobodyDoes(i int) bool {
	c := &d.clauses[i]
	if i+1 < len(d.clauses) && d.clauses[i+1].Line == c.Line &&
		(d.clauses[i+1].Has.Any(anyUnlike) || d.clauses[i+1].speaks(anyUs)) {
		return false // "no bank can do that. We do"
	}
	n, far := c.Near(sNeg, c.From, c.From)
	text := string(bytes.TrimRight(d.Text[c.From:c.To], " ."))
	return far < 40 && n.To > n.From && n.From-c.From <= 4 && !c.Has.Any(notNobody) && !c.speaks(anyUs) &&
		float64(len(text))/c.Scale <= longestRefusal &&
		slices.ContainsFunc(thats, func(w string) bool {
			return strings.HasSuffix(text, w) || strings.Contains(text, w+" ")
		})
}

// thats is the words for what was quoted before, longestRefusal the letters of a clause that refuses it.
var thats = strings.Split(" that| this| eso| esto| isso| isto| cela| ca| questo| cio| das| so etwas", "|")

const longestRefusal = 90

var notNobody = set("norisk notneg other fail fee host power unlike need due")

// spokenByOthers reports that what is quoted in clause i is led to ("he says:") by nobody of the seller's,
// and that one of the clauses before, or the title of the text, warns of who says it.
func (d *doc) spokenByOthers(i int, warned bool) bool {
	lead := d.leadOf(i)
	if lead == nil || lead.sells() && !lead.Has.Any(anyHearsay) {
		return false
	}
	leads := d.leadsTo(lead)
	return d.warnsOfSpeaker(i, leads) ||
		leads && (warned || d.clauses[i].Has.Any(anyHearsay) && d.endsBadly(i, longestList))
}

// leadOf is the clause that leads to what is quoted in clause i: itself, or the one before where it begins
// with the quotation; nil where that stands too far above.
func (d *doc) leadOf(i int) *clause {
	c := &d.clauses[i]
	switch {
	case bytes.IndexByte(d.Text[c.From:c.To], '"') >= leastLead:
		return c
	case i == 0 || c.Line-d.clauses[i-1].Line > 2:
		return nil
	}
	return &d.clauses[i-1]
}

// warnsOfSpeaker reports that clause i or one before it, up to where somebody sells, warns of who says what
// it quotes: of the seller's name in others' mouths, of messages that nobody asked for, or, where it leads to
// what he says, of a fraud.
func (d *doc) warnsOfSpeaker(i int, leads bool) bool {
	for k := i; k >= 0 && k > i-leadReach && d.clauses[i].Line-d.clauses[k].Line <= 2; k-- {
		b := &d.clauses[k]
		if b.warnsOfName() || b.unasked() || leads && b.calls(anyScam) && !b.Has.Any(anyUnlike) {
			return true
		}
		if b.sells() {
			return false
		}
	}
	return false
}

// endsBadly reports that what is told within some clauses behind clause i ends with a warning, or with money
// that is gone.
func (d *doc) endsBadly(i, reach int) bool {
	apart := false
	for k := i + 1; k < len(d.clauses) && k <= i+reach && d.clauses[k].Line-d.clauses[i].Line <= 2; k++ {
		c := &d.clauses[k]
		apart = apart || c.Line-d.clauses[k-1].Line > 1
		_, lost := c.tells()
		if lost && (!apart || d.Condition(c.Clause) == 0 && !c.priced()) || !apart && c.warns() {
			return true
		}
		if c.sells() {
			return false
		}
	}
	return false
}

// leadsTo reports a clause that says that somebody says what follows.
func (d *doc) leadsTo(c *clause) bool {
	text := bytes.TrimRight(d.Text[c.From:c.To], " ")
	return bytes.Contains(text, []byte(":\"")) || bytes.Contains(text, []byte(": \"")) ||
		bytes.HasSuffix(text, []byte(":")) || slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.Concept == isNarrate && k.Code() == ""
	})
}

// unasked reports a clause that tells of messages which nobody asked for.
func (c *clause) unasked() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool { return k.Code() == "junk" })
}

// warnsAbove reports a text whose title warns of frauds or of those who use the seller's name.
func (d *doc) warnsAbove(rows []row) bool {
	return slices.ContainsFunc(rows[:min(len(rows), titleRows)], d.headed)
}

// leastLead is the bytes before a quotation mark that lead to what is quoted, leadReach how many clauses
// before name who says it, disownReach how many behind take it back.
const (
	leastLead   = 6
	leadReach   = 4
	disownReach = 2
)

// leastWords is the blanks in a sentence that is quoted, leastSpeech the bytes of one without them,
// longestSpeech how far its end is looked for.
const leastWords, leastSpeech, longestSpeech = 3, 40, 400

// notTakenBack is what makes a short clause with a no one of the offer.
var notTakenBack = set("give return stake guar constant back norisk fail whatever protect")
