package phrase

import (
	"bytes"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/assaymining/assay/reading/language"
)

// Token is a word of a clause.
type Token struct {
	language.Word
	From, To int // in the folded text
}

// Clause is a sentence, or a row of a table: what its figures mean is looked for inside it first.
type Clause struct {
	From, To int // in the folded text
	Line     int
	start    int     // of its line
	Tokens   []Token // by their place; of the languages of the line
	Values   []Value
	Has      language.Set
	Head     language.Set // the words of the heading that it stands under
	Breaks   []Pause      // where its parts end
	Scale    float64      // bytes that count as one letter
	longest  int          // bytes of its longest word
	comma    bool         // decimal comma
	Question bool
	Reported bool // it tells what became of others: police, a court, a warning
	Told     bool // and what they promise: none of it is an offer
	Passing  bool // it stands among what is told and tells nothing itself: its fees are meant
	Cells    int
	slashes  int    // " / " in it
	Language string // of the words of the line
}

// Quoted is the place in the text as given of a stretch of the folded one, in whole letters and without
// blanks around it.
func (d *Doc) Quoted(from, to int) (int, int) {
	text := d.Source
	from, to = d.Original(from, to)
	for from > 0 && from < len(text) && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	part := text[from:to]
	from += len(part) - len(strings.TrimLeft(part, " \t\r\n"))
	return from, max(from, to-(len(part)-len(strings.TrimRight(part, " \t\r\n"))))
}

// Pause is a sign that parts a clause, and how far apart it puts what stands on its sides.
type Pause struct {
	At     int
	Cost   float64
	before float64 // what the signs before it cost
	column int     // the cell of a row that begins behind it
	Comma  bool    // it parts the items of a list
}

// CellCost is how far apart the columns of a table stand.
const CellCost = 30

// doubts is what a word of no risk takes into itself.
var (
	doubts   = language.SetOf("lossmay uncertain fail neg")
	isNorisk = language.Must("norisk")
	cMult    = language.Must("mult")
)

// undoubted leaves out the doubts that a word of no risk overlaps: "impossible for you to lose money".
func undoubted(all []Token) []Token {
	var sure []Token
	for _, k := range all {
		if k.Concept == isNorisk {
			sure = append(sure, k)
		}
	}
	if len(sure) == 0 {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(k Token) bool {
		return doubts.Has(k.Concept) && slices.ContainsFunc(sure, func(s Token) bool {
			return s.From < k.To && s.To > k.From && s.To-s.From > k.To-k.From
		})
	})
}

// numbered leaves out the no that is short for a number: "credit no. 40".
func numbered(text string, all []Token) []Token {
	number := func(k Token) bool {
		at := text[k.To:min(len(text), k.To+3)]
		return k.Concept == isNeg && text[k.From:k.To] == "no" && len(at) == 3 && at[0] == '.' &&
			(at[1] == ' ' && language.Digit(rune(at[2])) || language.Digit(rune(at[1])))
	}
	if !slices.ContainsFunc(all, number) {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), number)
}

// timed makes a multiple that a number with a fraction ends with a word for times behind it: "1.5倍" is no
// five.
func timed(text string, all []Token) []Token {
	fraction := func(k Token) bool {
		at := k.From
		for at > 0 && language.Digit(rune(text[at-1])) {
			at--
		}
		behind := at < k.From || k.From < len(text) && language.Digit(rune(text[k.From]))
		return k.Concept == cMult && behind && at > 1 && (text[at-1] == '.' || text[at-1] == ',') &&
			language.Digit(rune(text[at-2]))
	}
	if !slices.ContainsFunc(all, fraction) {
		return all
	}
	all = slices.Clone(all)
	for i, k := range all {
		if fraction(k) {
			for k.From < k.To && language.Digit(rune(text[k.From])) {
				k.From++
			}
			k.Word = language.Word{Concept: cTimes, Language: k.Language}
			all[i] = k
		}
	}
	return all
}

// numberWords is the words of a clause that stand for numbers.
func (c *Clause) numberWords(text []byte) []language.Token {
	var all []language.Token
	for i, k := range c.Tokens {
		if k.Concept == cNum || k.Concept == cFrac && !c.ordinal(i, text) {
			all = append(all, language.Token{Word: k.Word, From: k.From, To: k.To})
		}
	}
	return all
}

// ordinal reports a word of a fraction that counts places: "the third line", "the fourth", "third 9 %".
func (c *Clause) ordinal(i int, text []byte) bool {
	k := c.Tokens[i]
	if k.From > c.From+1 && behindShare(text[c.From:k.From]) { // "6 % second, 3 % third"
		return true
	}
	for _, t := range c.Tokens[i+1:] {
		if t.From >= k.To && t.From-k.To <= 2 && ordinalOf.Has(t.Concept) {
			return true
		}
	}
	if p, ok := c.Before(cPer, k.From); ok && p.To-p.From > 2 {
		return true // "every quarter $540"
	}
	return i > 0 && c.Tokens[i-1].Concept == cStop && c.Tokens[i-1].To == k.From-1 &&
		c.Tokens[i-1].To-c.Tokens[i-1].From == len("the")
}

// behindShare reports a text that ends with the sign of a share.
func behindShare(text []byte) bool { return bytes.HasSuffix(bytes.TrimRight(text, " "), []byte("%")) }

var ordinalOf = setOf("level refer")

// take gives a clause its words, and what its text alone tells.
func (c *Clause) take(text string, words []Token) {
	c.Tokens = undoubted(timed(text, numbered(text, words)))
	for _, k := range c.Tokens {
		c.Has.Add(k.Concept)
		c.longest = max(c.longest, k.To-k.From)
	}
	letters := 0 // those of Han, Kana and Hangul say as much as three others
	for _, r := range text[c.From:c.To] {
		letters++
		if r >= 0x2E80 && r < 0xFB00 {
			letters += 2
		}
	}
	c.Scale = float64(c.To-c.From) / float64(max(letters, 1))
	c.Question = asks(strings.TrimSpace(text[c.From:c.To]))
	c.slashes = strings.Count(text[c.From:c.To], " / ")
	c.rests(text)
}

// asks reports a question: by its sign, or by the endings that questions have where the sign may be left
// out.
func asks(text string) bool {
	text = strings.TrimRight(text, " *_\")]】」』）»”")
	if strings.HasSuffix(text, "吗") || strings.HasSuffix(text, "嗎") {
		return true
	}
	if strings.HasSuffix(text, "?") {
		return true
	}
	text, stop := strings.CutSuffix(text, "。")
	if strings.HasSuffix(text, "吗") || strings.HasSuffix(text, "嗎") {
		return true
	}
	return stop && slices.ContainsFunc(questionEnds, func(end string) bool {
		return strings.HasSuffix(text, end)
	})
}

// questionEnds are the polite question in Japanese.
var questionEnds = []string{"ですか", "ますか", "でしょうか"}

// rests finds the signs that part a clause, and counts the cells of a row.
func (c *Clause) rests(text string) {
	cost := 0.0
	for i := c.From; i < c.To; i++ {
		if here := restAt(text, i, c.From, c.To); here > 0 {
			if text[i] == '|' {
				c.Cells++
			}
			c.Breaks = append(c.Breaks, Pause{i, here, cost, c.Cells, text[i] == ',' || here == 20})
			cost += here
		}
	}
}

// restAt is how far apart the sign at a place puts what stands on its sides.
func restAt(text string, i, from, to int) float64 {
	if cost := pauses[text[i]]; cost > 0 && parts(text, i, from, to) {
		return cost
	}
	return 0
}

// pauses is how far apart signs put what stands on their sides, by their first byte.
var pauses = [256]float64{
	',': 20, listComma: 20,
	':': 14, '.': 14,
	'-': 10, '/': 10, '+': 10,
	'(': 5, ')': 5, '"': 5,
	'|': CellCost,
}

// listComma is the first byte of "、", which other signs have too.
const listComma = 0xE3

// parts reports that the sign at a place parts a clause there: a comma not inside a number, a sign that is
// also one inside words and figures only with blanks beside it.
func parts(text string, i, from, to int) bool {
	inside := i > from && i+1 < to
	switch text[i] {
	case ',':
		return !inside || !language.Digit(rune(text[i-1])) || !language.Digit(rune(text[i+1]))
	case listComma:
		return strings.HasPrefix(text[i:], "、")
	case '-', '/', '+':
		return inside && text[i-1] == ' ' && text[i+1] == ' '
	case '.':
		return i+1 < to && text[i+1] == ' '
	}
	return true
}

// At is the words that start at a place.
func (c *Clause) At(k int) []Token {
	i := c.upTo(k)
	j := i
	for j < len(c.Tokens) && c.Tokens[j].From == k {
		j++
	}
	return c.Tokens[i:j]
}

// upTo is how many words start before a place.
func (c *Clause) upTo(k int) int {
	return sort.Search(len(c.Tokens), func(i int) bool { return c.Tokens[i].From >= k })
}

// Apart is how far apart two stretches stand: letters, and what the signs between them cost.
func (c *Clause) Apart(from, to, from2, to2 int) float64 {
	a, b := to, from2
	if from2 < from {
		a, b = to2, from
	}
	if b <= a {
		return 0
	}
	return float64(b-a)/c.Scale + (c.signs(b) - c.signs(a))
}

// signs is what the signs before a place cost.
func (c *Clause) signs(at int) float64 {
	p := c.last(at)
	return p.before + p.Cost
}

// Column is the cell of a row that a place stands in.
func (c *Clause) Column(at int) int { return c.last(at).column }

// last is the sign before a place.
func (c *Clause) last(at int) Pause {
	i := sort.Search(len(c.Breaks), func(i int) bool { return c.Breaks[i].At >= at })
	if i == 0 {
		return Pause{}
	}
	return c.Breaks[i-1]
}

// Nearby is the words that may stand within reach of a stretch, and some that do not.
func (c *Clause) Nearby(reach float64, from, to int) []Token {
	wide := int(reach*c.Scale) + 1
	return c.Tokens[c.upTo(from-wide-c.longest):c.upTo(to+wide+1)]
}

// Ending is the words that end within some bytes before a place, and some that do not.
func (c *Clause) Ending(within, at int) []Token {
	return c.Tokens[c.upTo(at-within-c.longest):c.upTo(at+1)]
}

// Near is the nearest word of a set to a stretch, the first of several, and how far it is.
func (c *Clause) Near(s language.Set, from, to int) (Token, float64) {
	best, far := Token{}, 1e9
	if !c.Has.Any(s) {
		return best, far
	}
	i := c.upTo(from)
	for k := i - 1; k >= 0 && c.Tokens[k].From+c.longest >= min(best.To, from); k-- {
		if t := c.Tokens[k]; s.Has(t.Concept) && t.To >= min(best.To, from) {
			if a := c.Apart(from, to, t.From, t.To); a <= far {
				best, far = t, a
			}
		}
	}
	for _, t := range c.Tokens[i:] {
		if s.Has(t.Concept) { // none behind it is nearer
			if a := c.Apart(from, to, t.From, t.To); a < far {
				best, far = t, a
			}
			break
		}
	}
	return best, far
}

// Count is the words of a set within reach of a stretch, each place once.
func (c *Clause) Count(s language.Set, from, to int, reach float64) int {
	n, last := 0, -1
	if !c.Has.Any(s) {
		return n
	}
	for _, k := range c.Nearby(reach, from, to) {
		if s.Has(k.Concept) && k.From != last && c.Apart(from, to, k.From, k.To) <= reach {
			n, last = n+1, k.From
		}
	}
	return n
}

// heads gives the figures of a row the words of the table's head, each column its own. A row of words alone
// is a head, a line without columns ends the table.
func (d *Doc) heads(c *Clause) {
	switch {
	case c.Cells == 0, c.Cells == 1 && bytes.HasPrefix(bytes.TrimLeft(d.Text[c.From:c.To], " "), []byte("|")):
		d.header = Clause{} // no table, or the item of a list
	case len(bytes.Trim(d.Text[c.From:c.To], "|-: =+")) == 0: // the rule between a head and its rows
	case c.wordy() && d.labelled(c): // "Seller: | Northern Power Ltd"
		d.header = Clause{}
	case len(c.Tokens) >= 2 && (c.wordy() || c.harvest()):
		d.header = *c
	case d.header.Cells == c.Cells:
		ends := c.headed()
		for _, k := range d.header.Tokens {
			for _, end := range ends {
				if c.Column(end) == d.header.Column(k.To) {
					c.Tokens = append(c.Tokens, Token{k.Word, end, end})
					c.Has.Add(k.Concept)
					break
				}
			}
		}
		slices.SortStableFunc(c.Tokens, func(a, b Token) int { return a.From - b.From })
		d.measure(c, &d.header)
		for i := range c.Values {
			if v := &c.Values[i]; v.Every == "" {
				d.suffix(c, v)
			}
		}
	}
}

// wordy reports a row without a figure, but for one inside a word of time: "profit of 1 day".
func (c *Clause) wordy() bool {
	return !slices.ContainsFunc(c.Values, func(v Value) bool {
		return !slices.ContainsFunc(c.Tokens, func(k Token) bool {
			return AdverbTime(k.Concept) != "" && k.From <= v.From && k.To >= v.To &&
				k.To-k.From > v.To-v.From
		})
	})
}

// harvest reports a head that says what is put in, and in how long what comes out: "Capital | Received on day
// 40".
func (c *Clause) harvest() bool {
	beside := func(s language.Set, column int, own bool) bool {
		return slices.ContainsFunc(c.Tokens, func(k Token) bool {
			return s.Has(k.Concept) && (c.Column(k.To) == column) == own
		})
	}
	return len(c.Values) == 1 && !slices.ContainsFunc(c.Values, func(v Value) bool {
		column := c.Column(v.To)
		return v.Kind != Span && v.Kind != PlainNumber || !beside(anyTime, column, true) ||
			!beside(comesOut, column, true) || !beside(putIn, column, false)
	})
}

var (
	putIn    = setOf("stake price")
	comesOut = setOf("give back release")
	anyTime  = setOf("day week month year")
)

// headed is where what a column's name is said of ends: figures, and words that stand for one ("flat",
// "doubles").
func (c *Clause) headed() (ends []int) {
	for _, v := range c.Values {
		ends = append(ends, v.To)
	}
	for _, k := range c.Tokens {
		if asFigure.Has(k.Concept) {
			ends = append(ends, k.To)
		}
	}
	return ends
}

var asFigure = language.SetOf("constant mult")

// labelled reports a row whose first cell ends with a colon: a label, and what it says.
func (d *Doc) labelled(c *Clause) bool {
	first, _, _ := bytes.Cut(bytes.TrimLeft(d.Text[c.From:c.To], "| "), []byte("|"))
	return bytes.HasSuffix(bytes.TrimSpace(first), []byte(":"))
}

// Before is the word of a concept that ends where a stretch begins.
func (c *Clause) Before(what language.Concept, from int) (Token, bool) {
	for i := c.upTo(from) - 1; i >= 0 && c.Tokens[i].From > from-16; i-- {
		if t := c.Tokens[i]; t.Concept == what && t.To <= from && from-t.To <= 2 {
			return t, true
		}
	}
	return Token{}, false
}
