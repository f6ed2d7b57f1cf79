package reading

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

// token is a word of a clause.
type token struct {
	language.Word
	from, to int // in the folded text
}

// doc is a text while it is read.
type doc struct {
	source string
	language.Folded
	language string
	clauses  []clause
	found    []Statement
	asked    []Asked
	header   *clause // the head of the table that is read
	heading  heading
	repeated int // short lines that were read again
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
	comma    bool         // decimal comma
	question bool
	reported bool // it tells what became of others: police, a court, a warning
	cells    int
	language string // of the words of the line
}

// pause is a sign that parts a clause, and how far apart it puts what stands on its sides.
type pause struct {
	at   int
	cost float64
}

// cellCost is how far apart the columns of a table stand.
const cellCost = 30

// repeats is how many short lines with a figure may say what another said: those of cards.
const repeats = 200

// listed reports a line that may be of a card, where the same words are said of another offer.
func (d *doc) listed(line string) bool {
	if len(line) > 60 || !strings.ContainsAny(line, "0123456789") || d.repeated >= repeats {
		return false
	}
	d.repeated++
	return true
}

// parse folds a text, finds its words and figures, and cuts it into clauses.
func parse(text string) *doc {
	d := &doc{source: text, Folded: language.Fold(text[:min(len(text), MaxText)])}
	all := language.Tokens(d.Text)
	scores := make([]float64, len(language.Names()))
	for _, k := range all {
		scores[k.Language] += float64(k.To - k.From)
	}
	d.language = best(scores)
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
func (d *doc) line(from, to, row int, all []language.Token, scores []float64, seen map[string]bool) {
	s := sentence.ScriptsOf(d.Text[from:to])
	kept, latin := d.spoken(all, scores, s.Kana)
	i := 0
	for _, part := range sentence.Cut(d.Text, from, to) {
		first := i
		for i < len(kept) && kept[i].from < part[1] {
			i++
		}
		comma := figure.DecimalComma(latin) || latin == "" && figure.DecimalComma(d.language) || s.Cyrillic
		c := clause{from: part[0], to: part[1], line: row, start: from, comma: comma, tokens: kept[first:i:i],
			language: d.languageOf(latin, s)}
		for _, k := range c.tokens {
			c.has.Add(k.Concept)
		}
		d.finish(&c, seen)
	}
}

// spoken is the words of a line in the languages that it is written in, and the best one in Latin letters.
func (d *doc) spoken(all []language.Token, scores []float64, kana bool) (kept []token, latin string) {
	mine := make([]float64, len(scores))
	for i, k := range all {
		if !k.Foreign() && !(k.Borrowed() && shared(all, i)) {
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
	kept = make([]token, 0, len(all))
	for _, k := range all {
		l := language.Names()[k.Language]
		keep := l == "any" || l == latin || latin != "" && mine[k.Language] > leeway(l, latin)*top
		if l != "any" && k.Foreign() {
			keep = (l != "ja" || kana || d.language == "ja") && (l != "zh" || !kana)
		}
		if keep {
			kept = append(kept, token{k.Word, k.From, k.To})
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
func (d *doc) languageOf(latin string, s sentence.Scripts) string {
	switch {
	case s.Kana, s.Han && d.language == "ja":
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
func (d *doc) finish(c *clause, seen map[string]bool) {
	text := d.Text[c.from:c.to]
	whole := seen[string(text)] && bytes.IndexByte(d.Text[max(0, c.from-1):c.from], '\n') < 0 && c.from > 0
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
	c.scale = float64(len(text)) / float64(max(runes, 1))
	c.breaks, c.cells = breaks(d.Text, c.from, c.to)
	c.question = bytes.HasSuffix(bytes.TrimSpace(text), []byte("?"))
	d.values(c, figure.Read(d.Text, c.from, c.to, c.comma, c.numberWords()))
	d.heads(c)
	d.under(c)
	d.clauses = append(d.clauses, *c)
}

// lures takes a question that holds out a return ("Want 2 % a day?") for what it says, unless what follows
// warns, denies or speaks of others.
func (d *doc) lures() {
	for i := range d.clauses {
		c := &d.clauses[i]
		if !c.question || !c.has.Any(anyLure) || c.has.Any(anyLossmayOther) {
			continue
		}
		c.question = false
		for k := i + 1; k < len(d.clauses) && k <= i+2 && d.clauses[k].line == c.line; k++ {
			next := d.clauses[k].has
			c.question = c.question || next.Any(anyNegOtherLossmay) && !next.Any(anyNorisk)
		}
	}
}

// friends gives the clause behind a question about friends its word for them: "Brought a friend? You get 2 %".
func (d *doc) friends() {
	for i := 1; i < len(d.clauses); i++ {
		c, q := &d.clauses[i], &d.clauses[i-1]
		if k, _ := q.near(anyRefer, q.from, q.from); q.question && k.to > 0 && q.line == c.line &&
			c.has.Any(sGive) && !c.has.Any(anyRefer) {
			c.tokens = append([]token{{k.Word, c.from, c.from}}, c.tokens...)
			c.has.Add(k.Concept)
		}
	}
}

// reports marks the clauses that tell of others, and those behind them on the line that speak of nobody else.
func (d *doc) reports() {
	for i := range d.clauses {
		c := &d.clauses[i]
		c.reported = c.has.Any(anyReport) && !c.has.Any(anyUnlike)
		if i > 0 && d.clauses[i-1].reported && d.clauses[i-1].line == c.line && !c.has.Any(anyUsYou) {
			c.reported = true
		}
	}
}

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

// breaks is the places where the parts of a clause end, and how many cells a row has.
func breaks(text []byte, from, to int) (all []pause, cells int) {
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
			cost, cells = cellCost, cells+1
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
			all = append(all, pause{i, cost})
		}
		i += n
	}
	return all, cells
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
	cost := max(float64(b-a)/c.scale, 0)
	for _, p := range c.breaks {
		if p.at >= a && p.at < b {
			cost += p.cost
		}
	}
	return cost
}

// near is the nearest word of a set to a stretch, and how far it is.
func (c *clause) near(s language.Set, from, to int) (token, float64) {
	best, far := token{}, 1e9
	for _, k := range c.tokens {
		if s.Has(k.Concept) {
			if a := c.apart(from, to, k.from, k.to); a < far {
				best, far = k, a
			}
		}
	}
	return best, far
}

// count is the words of a set within reach of a stretch, each place once.
func (c *clause) count(s language.Set, from, to int, reach float64) int {
	n, last := 0, -1
	for _, k := range c.tokens {
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
		d.header = nil
	case len(c.values) == 0 && len(c.tokens) >= 2:
		d.header = c
	case d.header != nil && d.header.cells == c.cells:
		head, row := d.header.columns(), c.columns()
		for _, k := range d.header.tokens {
			column := sort.SearchInts(head, k.to)
			for _, v := range c.values {
				if sort.SearchInts(row, v.to) == column {
					c.tokens = append(c.tokens, token{k.Word, v.to, v.to})
					c.has.Add(k.Concept)
					break
				}
			}
		}
		sort.SliceStable(c.tokens, func(i, j int) bool { return c.tokens[i].from < c.tokens[j].from })
		for i := range c.values {
			if v := &c.values[i]; v.every == "" {
				d.suffix(c, v)
			}
		}
	}
}

// columns is where the columns of a row end.
func (c *clause) columns() []int {
	var ends []int
	for _, p := range c.breaks {
		if p.cost == cellCost {
			ends = append(ends, p.at)
		}
	}
	return ends
}
