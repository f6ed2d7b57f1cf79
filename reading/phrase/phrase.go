// Package phrase cuts a text into clauses: sentences, and rows of tables, each with its words, its
// figures and the
// heading that it stands under.
//
// Main types: Doc, Clause, Token (a word with what it stands for), Value (a figure with its unit). It
// tells how far
// Apart words stand, and no more: what they say together is the business of package reading.
//
// Nothing in it is promised to other modules.
package phrase

import (
	"bytes"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/sentence"
)

// Token is a word of a clause.
type Token struct {
	*language.Word
	From, To int // in the folded text
}

// Doc is a text while it is read.
type Doc struct {
	Source string
	language.Folded
	Language string
	Clauses  []Clause
	header   *Clause // the head of the table that is read
	heading  heading
	repeated int // short lines that were read again
}

// Clause is a sentence, or a row of a table: what its figures mean is looked for inside it first.
type Clause struct {
	From, To int // in the folded text
	Line     int
	Tokens   []Token // by their place; of the languages of the line
	Values   []Value
	Has      language.Set
	Head     language.Set // the words of the heading that it stands under
	Breaks   []Pause      // where its parts end
	Scale    float64      // bytes that count as one letter
	comma    bool         // decimal comma
	Question bool
	Reported bool // it tells what became of others: police, a court, a warning
	Cells    int
	Language string // of the words of the line
}

// Pause is a sign that parts a clause, and how far apart it puts what stands on its sides.
type Pause struct {
	At   int
	cost float64
}

// CellCost is how far apart the columns of a table stand.
const CellCost = 30

// repeats is how many short lines with a figure may say what another said: those of cards.
const repeats = 200

// listed reports a line that may be of a card, where the same words are said of another offer.
func (d *Doc) listed(line string) bool {
	if len(line) > 60 || !strings.ContainsAny(line, "0123456789") || d.repeated >= repeats {
		return false
	}
	d.repeated++
	return true
}

// Parse folds a text, finds its words and figures, and cuts it into clauses.
func Parse(text string) *Doc {
	d := &Doc{Source: text, Folded: language.Fold(text)}
	all := language.Tokens(d.Text)
	scores := make([]float64, len(language.Names()))
	for _, k := range all {
		scores[k.Language] += float64(k.To - k.From)
	}
	d.Language = best(scores)
	seen := map[string]bool{}
	for from, row, i := 0, 0, 0; from < len(d.Text); row++ {
		to := len(d.Text)
		if n := bytes.IndexByte(d.Text[from:], '\n'); n >= 0 {
			to = from + n
		}
		first := i
		for i < len(all) && all[i].From < to {
			i++
		}
		if line := string(d.Text[from:to]); !seen[line] || d.listed(line) {
			seen[line] = true
			d.line(from, to, row, all[first:i], scores, seen)
		}
		from = to + 1
	}
	d.coinage()
	return d
}

// best is the language with the most words, empty where none has any.
func best(scores []float64) string {
	name, top := "", 0.0
	for i, s := range scores {
		if n := language.Names()[i]; n != "any" && s > top {
			name, top = n, s
		}
	}
	return name
}

// line cuts a line into clauses. Scripts tell languages apart; those that share one are told apart by their
// words, and a short line leans on the document.
func (d *Doc) line(from, to, row int, all []language.Token, scores []float64, seen map[string]bool) {
	s := sentence.ScriptsOf(d.Text[from:to])
	kept, latin := d.spoken(all, scores, s.Kana)
	i := 0
	for _, part := range sentence.Cut(d.Text, from, to) {
		first := i
		for i < len(kept) && kept[i].From < part[1] {
			i++
		}
		comma := figure.DecimalComma(latin) || latin == "" && figure.DecimalComma(d.Language) || s.Cyrillic
		c := Clause{From: part[0], To: part[1], Line: row, comma: comma, Tokens: kept[first:i:i],
			Language: d.languageOf(latin, s)}
		c.Tokens = undoubted(c.Tokens)
		for _, k := range c.Tokens {
			c.Has.Add(k.Concept)
		}
		d.finish(&c, seen)
	}
}

// doubts is what a word of no risk takes into itself.
var (
	doubts   = language.SetOf("lossmay uncertain fail neg")
	isNorisk = language.Must("norisk")
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

// spoken is the words of a line in the languages that it is written in, and the best one in Latin letters.
func (d *Doc) spoken(all []language.Token, scores []float64, kana bool) (kept []Token, latin string) {
	mine := make([]float64, len(scores))
	for i, k := range all {
		if !k.Foreign && !(k.Borrowed && shared(all, i)) {
			mine[k.Language] += float64(k.To - k.From)
		}
	}
	for i, s := range scores {
		mine[i] += min(s, 200) * 0.02
	}
	latin = best(mine)
	top := 0.0
	if latin != "" {
		top = mine[slices.Index(language.Names(), latin)]
	}
	kept = make([]Token, 0, len(all))
	for _, k := range all {
		l := language.Names()[k.Language]
		keep := l == "any" || l == latin || latin != "" && mine[k.Language] > leeway(l, latin)*top
		if l != "any" && k.Foreign {
			keep = (l != "ja" || kana || d.Language == "ja") && (l != "zh" || !kana)
		}
		if keep {
			kept = append(kept, Token{k.Word, k.From, k.To})
		}
	}
	return kept, latin
}

// shared reports that word i is one of another language too.
func shared(all []language.Token, i int) bool {
	k := all[i]
	for j := i - 1; j >= 0 && all[j].From == k.From; j-- {
		if all[j].To == k.To && all[j].Language != k.Language {
			return true
		}
	}
	for j := i + 1; j < len(all) && all[j].From == k.From; j++ {
		if all[j].To == k.To && all[j].Language != k.Language {
			return true
		}
	}
	return false
}

// languageOf is the language of a line: its script tells, and among those that share it its words.
func (d *Doc) languageOf(latin string, s sentence.Scripts) string {
	switch {
	case s.Kana, s.Han && d.Language == "ja":
		return "ja"
	case s.Hangul:
		return "ko"
	case s.Han:
		return "zh"
	case s.Devanagari:
		return "hi"
	case s.Arabic:
		return "ar"
	case s.Cyrillic:
		return "ru"
	}
	return latin
}

// leeway is how near a language must come to the best one for its words to count too. Hindi in Latin letters
// is mixed with English.
func leeway(name, best string) float64 {
	if name == "hi" && best == "en" {
		return 0.3
	}
	return 0.97
}

// finish reads the figures of a clause and adds it.
func (d *Doc) finish(c *Clause, seen map[string]bool) {
	text := d.Text[c.From:c.To]
	whole := seen[string(text)] && bytes.IndexByte(d.Text[max(0, c.From-1):c.From], '\n') < 0 && c.From > 0
	if whole {
		return // the same words say nothing new
	}
	seen[string(text)] = true
	runes := utf8.RuneCount(text)
	for _, r := range string(text) {
		if r >= 0x2E80 && r < 0xFB00 {
			runes += 2
		}
	}
	c.Scale = float64(len(text)) / float64(max(runes, 1))
	c.Breaks, c.Cells = breaks(d.Text, c.From, c.To)
	c.Question = bytes.HasSuffix(bytes.TrimSpace(text), []byte("?"))
	d.values(c, figure.Read(d.Text, c.From, c.To, c.comma, c.numberWords()))
	d.heads(c)
	d.under(c)
	d.Clauses = append(d.Clauses, *c)
}

// numberWords is the words of a clause that stand for numbers.
func (c *Clause) numberWords() []language.Token {
	var all []language.Token
	for i, k := range c.Tokens {
		if k.Concept == cNum || k.Concept == cFrac && !c.ordinal(i) {
			all = append(all, language.Token{Word: k.Word, From: k.From, To: k.To})
		}
	}
	return all
}

// ordinal reports a word of a fraction that counts places: "the third line", "the fourth", "third 9 %".
func (c *Clause) ordinal(i int) bool {
	k := c.Tokens[i]
	for _, t := range c.Tokens[i+1:] {
		if t.From >= k.To && t.From-k.To <= 2 && ordinalOf.Has(t.Concept) {
			return true
		}
	}
	return i > 0 && c.Tokens[i-1].Concept == cStop && c.Tokens[i-1].To == k.From-1 &&
		c.Tokens[i-1].To-c.Tokens[i-1].From == len("the")
}

var ordinalOf = setOf("level refer")

// breaks is the places where the parts of a clause end, and how many cells a row has.
func breaks(text []byte, from, to int) (all []Pause, cells int) {
	for i := from; i < to; {
		r, n := utf8.DecodeRune(text[i:])
		cost := 0.0
		switch r {
		case ',', '、':
			if i+1 < to && language.Digit(rune(text[i+1])) && i > from && language.Digit(rune(text[i-1])) {
				break
			}
			cost = 20
		case ':':
			cost = 14
		case '|':
			cost, cells = CellCost, cells+1
		case '(', ')', '"':
			cost = 5
		case '-', '/', '+':
			if i > from && i+1 < to && text[i-1] == ' ' && text[i+1] == ' ' {
				cost = 10
			}
		case '.':
			if i+1 < to && text[i+1] == ' ' {
				cost = 14
			}
		}
		if cost > 0 {
			all = append(all, Pause{i, cost})
		}
		i += n
	}
	return all, cells
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

// apart is how far apart two stretches stand: letters, and what the signs between them cost.
func (c *Clause) Apart(from, to, from2, to2 int) float64 {
	a, b := to, from2
	if from2 < from {
		a, b = to2, from
	}
	cost := max(float64(b-a)/c.Scale, 0)
	for _, p := range c.Breaks {
		if p.At >= a && p.At < b {
			cost += p.cost
		}
	}
	return cost
}

// Near is the nearest word of a set to a stretch, and how far it is.
func (c *Clause) Near(s language.Set, from, to int) (Token, float64) {
	best, far := Token{}, 1e9
	for _, k := range c.Tokens {
		if s.Has(k.Concept) {
			if a := c.Apart(from, to, k.From, k.To); a < far {
				best, far = k, a
			}
		}
	}
	return best, far
}

// Count is the words of a set within reach of a stretch, each place once.
func (c *Clause) Count(s language.Set, from, to int, reach float64) int {
	n, last := 0, -1
	for _, k := range c.Tokens {
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
	case c.Cells == 0:
		d.header = nil
	case len(c.Values) == 0 && len(c.Tokens) >= 2:
		d.header = c
	case d.header != nil && d.header.Cells == c.Cells:
		head, row := d.header.Columns(), c.Columns()
		for _, k := range d.header.Tokens {
			column := sort.SearchInts(head, k.To)
			for _, v := range c.Values {
				if sort.SearchInts(row, v.To) == column {
					c.Tokens = append(c.Tokens, Token{k.Word, v.To, v.To})
					c.Has.Add(k.Concept)
					break
				}
			}
		}
		sort.SliceStable(c.Tokens, func(i, j int) bool { return c.Tokens[i].From < c.Tokens[j].From })
		for i := range c.Values {
			if v := &c.Values[i]; v.Every == "" {
				d.suffix(c, v)
			}
		}
	}
}

// Columns is where the columns of a row end.
func (c *Clause) Columns() []int {
	var ends []int
	for _, p := range c.Breaks {
		if p.cost == CellCost {
			ends = append(ends, p.At)
		}
	}
	return ends
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
