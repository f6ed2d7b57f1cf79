package reading

import (
	"slices"
	"sort"
	"strings"

	"github.com/assaymining/assay/reading/language"
)

// token is a word of a clause.
type token struct {
	language.Word
	from, to int // in the folded text
}

// clause is a sentence, or a row of a table: what its figures mean is looked for inside it first.
type clause struct {
	from, to int // in the folded text
	line     int
	start    int     // of its line
	tokens   []token // by their place; of the languages of the line
	values   []value
	has      language.Set
	head     language.Set // the words of the heading that it stands under
	breaks   []pause      // where its parts end
	scale    float64      // bytes that count as one letter
	longest  int          // bytes of its longest word
	comma    bool         // decimal comma
	question bool
	reported bool // it tells what became of others: police, a court, a warning
	cells    int
	language string // of the words of the line
}

// pause is a sign that parts a clause, and how far apart it puts what stands on its sides.
type pause struct {
	at     int
	cost   float64
	before float64 // what the signs before it cost
	column int     // the cell of a row that begins behind it
}

// cellCost is how far apart the columns of a table stand.
const cellCost = 30

// numberWords is the words of a clause that stand for numbers.
func (c *clause) numberWords() []language.Token {
	var all []language.Token
	for i, k := range c.tokens {
		if k.Concept == cNum || k.Concept == cFrac && !c.ordinal(i) {
			all = append(all, language.Token{Word: k.Word, From: k.from, To: k.to})
		}
	}
	return all
}

// ordinal reports a word of a fraction that counts places: "the third line", "the fourth", "third 9 %".
func (c *clause) ordinal(i int) bool {
	k := c.tokens[i]
	for _, t := range c.tokens[i+1:] {
		if t.from >= k.to && t.from-k.to <= 2 && ordinalOf.Has(t.Concept) {
			return true
		}
	}
	return i > 0 && c.tokens[i-1].Concept == cStop && c.tokens[i-1].to == k.from-1 &&
		c.tokens[i-1].to-c.tokens[i-1].from == len("the")
}

var ordinalOf = setOf("level refer")

// take gives a clause its words, and what its text alone tells.
func (c *clause) take(text string, words []token) {
	c.tokens = words
	for _, k := range words {
		c.has.Add(k.Concept)
		c.longest = max(c.longest, k.to-k.from)
	}
	letters := 0 // those of Han, Kana and Hangul say as much as three others
	for _, r := range text[c.from:c.to] {
		letters++
		if r >= 0x2E80 && r < 0xFB00 {
			letters += 2
		}
	}
	c.scale = float64(c.to-c.from) / float64(max(letters, 1))
	c.question = strings.HasSuffix(strings.TrimSpace(text[c.from:c.to]), "?")
	c.rests(text)
}

// rests finds the signs that part a clause, and counts the cells of a row.
func (c *clause) rests(text string) {
	cost := 0.0
	for i := c.from; i < c.to; i++ {
		if here := restAt(text, i, c.from, c.to); here > 0 {
			if text[i] == '|' {
				c.cells++
			}
			c.breaks = append(c.breaks, pause{i, here, cost, c.cells})
			cost += here
		}
	}
}

// restAt is how far apart the sign at a place puts what stands on its sides.
func restAt(text string, i, from, to int) float64 {
	inside := i > from && i+1 < to
	switch text[i] {
	case ',':
		if inside && language.Digit(rune(text[i-1])) && language.Digit(rune(text[i+1])) {
			return 0
		}
		return 20
	case "、"[0]:
		if strings.HasPrefix(text[i:], "、") {
			return 20
		}
	case ':':
		return 14
	case '|':
		return cellCost
	case '(', ')', '"':
		return 5
	case '-', '/', '+':
		if inside && text[i-1] == ' ' && text[i+1] == ' ' {
			return 10
		}
	case '.':
		if i+1 < to && text[i+1] == ' ' {
			return 14
		}
	}
	return 0
}

// at is the words that start at a place.
func (c *clause) at(k int) []token {
	i := c.upTo(k)
	j := i
	for j < len(c.tokens) && c.tokens[j].from == k {
		j++
	}
	return c.tokens[i:j]
}

// upTo is how many words start before a place.
func (c *clause) upTo(k int) int {
	return sort.Search(len(c.tokens), func(i int) bool { return c.tokens[i].from >= k })
}

// apart is how far apart two stretches stand: letters, and what the signs between them cost.
func (c *clause) apart(from, to, from2, to2 int) float64 {
	a, b := to, from2
	if from2 < from {
		a, b = to2, from
	}
	if b <= a {
		return 0
	}
	return float64(b-a)/c.scale + (c.signs(b) - c.signs(a))
}

// signs is what the signs before a place cost.
func (c *clause) signs(at int) float64 {
	p := c.last(at)
	return p.before + p.cost
}

// column is the cell of a row that a place stands in.
func (c *clause) column(at int) int { return c.last(at).column }

// last is the sign before a place.
func (c *clause) last(at int) pause {
	i := sort.Search(len(c.breaks), func(i int) bool { return c.breaks[i].at >= at })
	if i == 0 {
		return pause{}
	}
	return c.breaks[i-1]
}

// nearby is the words that may stand within reach of a stretch, and some that do not.
func (c *clause) nearby(reach float64, from, to int) []token {
	wide := int(reach*c.scale) + 1
	return c.tokens[c.upTo(from-wide-c.longest):c.upTo(to+wide+1)]
}

// near is the nearest word of a set to a stretch, the first of several, and how far it is.
func (c *clause) near(s language.Set, from, to int) (token, float64) {
	best, far := token{}, 1e9
	if !c.has.Any(s) {
		return best, far
	}
	i := c.upTo(from)
	for k := i - 1; k >= 0 && c.tokens[k].from+c.longest >= min(best.to, from); k-- {
		if t := c.tokens[k]; s.Has(t.Concept) && t.to >= min(best.to, from) {
			if a := c.apart(from, to, t.from, t.to); a <= far {
				best, far = t, a
			}
		}
	}
	for _, t := range c.tokens[i:] {
		if s.Has(t.Concept) { // none behind it is nearer
			if a := c.apart(from, to, t.from, t.to); a < far {
				best, far = t, a
			}
			break
		}
	}
	return best, far
}

// count is the words of a set within reach of a stretch, each place once.
func (c *clause) count(s language.Set, from, to int, reach float64) int {
	n, last := 0, -1
	if !c.has.Any(s) {
		return n
	}
	for _, k := range c.nearby(reach, from, to) {
		if s.Has(k.Concept) && k.from != last && c.apart(from, to, k.from, k.to) <= reach {
			n, last = n+1, k.from
		}
	}
	return n
}

// heads gives the figures of a row the words of the table's head, each column its own. A row of words alone
// is a head, a line without columns ends the table.
func (d *doc) heads(c *clause) {
	switch {
	case c.cells == 0:
		d.header = clause{}
	case len(c.values) == 0 && len(c.tokens) >= 2:
		d.header = *c
	case d.header.cells == c.cells:
		for _, k := range d.header.tokens {
			for _, v := range c.values {
				if c.column(v.to) == d.header.column(k.to) {
					c.tokens = append(c.tokens, token{k.Word, v.to, v.to})
					c.has.Add(k.Concept)
					break
				}
			}
		}
		slices.SortStableFunc(c.tokens, func(a, b token) int { return a.from - b.from })
		for i := range c.values {
			if v := &c.values[i]; v.every == "" {
				d.suffix(c, v)
			}
		}
	}
}
