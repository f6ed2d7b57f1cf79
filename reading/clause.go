package reading

import (
	"bytes"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// doc is a text while it is read.
type doc struct {
	source string
	folded
	language string
	clauses  []clause
	found    []Statement
	asked    []Asked
	header   *clause // the head of the table that is read
	heading  heading
}

// clause is a sentence, or a row of a table: what its figures mean is looked for inside it first.
type clause struct {
	from, to int // in the folded text
	line     int
	tokens   []token // by their place; of the languages of the line
	values   []value
	has      set
	head     set     // the words of the heading that it stands under
	breaks   []pause // where its parts end
	scale    float64 // bytes that count as one: letters of two bytes are no farther apart than those of one
	comma    bool    // decimal comma
	question bool
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

// longestClause is the bytes after which a clause is cut: none is meant to be so long, and what is looked
// for inside one costs its square.
const longestClause = 700

// parse folds a text, finds its words and figures, and cuts it into clauses.
func parse(text string) *doc {
	d := &doc{source: text, folded: fold(text[:min(len(text), MaxText)])}
	t := words()
	all := longest(t.tokens(d.text))
	scores := make([]float64, len(t.languages))
	for _, k := range all {
		scores[k.language] += float64(k.to - k.from)
	}
	d.language = t.best(scores)
	seen := map[string]bool{}
	from, row := 0, 0
	for from < len(d.text) {
		to := len(d.text)
		if n := bytes.IndexByte(d.text[from:], '\n'); n >= 0 {
			to = from + n
		}
		first := sort.Search(len(all), func(i int) bool { return all[i].from >= from })
		last := sort.Search(len(all), func(i int) bool { return all[i].from >= to })
		d.line(t, from, to, row, all[first:last], scores, seen)
		from, row = to+1, row+1
	}
	return d
}

// beside is concepts whose phrases leave the words inside them their own meaning.
var beside = setOf("need first unlike us atend may term past price question other")

// longest drops the words that stand inside a longer one.
func longest(all []token) []token {
	for i := 0; i < len(all); { // they come by their place; those of one place are put longest first
		j := i + 1
		for j < len(all) && all[j].from == all[i].from {
			j++
		}
		slices.SortStableFunc(all[i:j], func(a, b token) int { return b.to - a.to })
		i = j
	}
	kept := all[:0]
	end := make([]int, 1, 32) // the farthest end so far for each language
	start := make([]int, 1, 32)
	for _, k := range all {
		for int(k.language) >= len(end) {
			end, start = append(end, 0), append(start, -1)
		}
		l := k.language
		if k.to < end[l] || k.to == end[l] && k.from > start[l] {
			continue
		}
		if k.to > end[l] && !beside.has(k.concept) {
			end[l], start[l] = k.to, k.from
		}
		kept = append(kept, k)
	}
	return kept
}

// best is the language with the most words, empty where none has any.
func (t *table) best(scores []float64) string {
	best := ""
	for i, s := range scores {
		if t.languages[i] != "any" && s > 0 && (best == "" || s > scores[slices.Index(t.languages, best)]) {
			best = t.languages[i]
		}
	}
	return best
}

// line cuts a line into clauses. Scripts tell languages apart; those that share one are told apart by their
// words, and a short line leans on the document.
func (d *doc) line(t *table, from, to, row int, all []token, scores []float64, seen map[string]bool) {
	if seen[string(d.text[from:to])] {
		return
	}
	seen[string(d.text[from:to])] = true
	kana := bytes.ContainsFunc(
		d.text[from:to],
		func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) },
	)
	kept, latin := d.spoken(t, all, scores, kana)
	i := 0
	for _, s := range sentences(d.text, from, to) {
		for i < len(kept) && kept[i].from < s[0] {
			i++
		}
		first := i
		for i < len(kept) && kept[i].from < s[1] {
			i++
		}
		comma := decimalComma[latin] || latin == "" && decimalComma[d.language] || cyrillic(d.text[s[0]:s[1]])
		c := clause{from: s[0], to: s[1], line: row, comma: comma, tokens: kept[first:i:i],
			language: t.lineLanguage(latin, kana, d, s[0], s[1])}
		for _, k := range c.tokens {
			c.has.add(k.concept)
		}
		d.finish(&c, seen)
	}
}

// spoken is the words of a line in the languages that it is written in, and the best one in Latin letters.
func (d *doc) spoken(t *table, all []token, scores []float64, kana bool) (kept []token, latin string) {
	mine := make([]float64, len(scores))
	for _, k := range all {
		if !d.foreignWord(k) {
			mine[k.language] += float64(k.to - k.from)
		}
	}
	for i, s := range scores {
		mine[i] += min(s, 200) * 0.02
	}
	latin = t.best(mine)
	top := 0.0
	if latin != "" {
		top = mine[slices.Index(t.languages, latin)]
	}
	kept = make([]token, 0, len(all))
	for _, k := range all {
		l := t.languages[k.language]
		keep := l == "any" || l == latin || latin != "" && mine[k.language] > t.leeway(l, latin)*top
		if l != "any" && d.foreignWord(k) {
			keep = (l != "ja" || kana || d.language == "ja") && (l != "zh" || !kana)
		}
		if keep {
			kept = append(kept, k)
		}
	}
	return kept, latin
}

// lineLanguage is the language of a stretch: its script tells, and among those that share it its words.
func (t *table) lineLanguage(latin string, kana bool, d *doc, from, to int) string {
	for _, r := range string(d.text[from:to]) {
		switch {
		case kana, r >= 0x2E80 && r < 0xAC00 && d.language == "ja":
			return "ja"
		case r >= 0x2E80 && r < 0xAC00:
			return "zh"
		case r >= 0xAC00 && r < 0xD7B0:
			return "ko"
		case r >= 0x900 && r < 0x980:
			return "hi"
		case r >= 0x600 && r < 0x700:
			return "ar"
		case r >= 0x400 && r < 0x530:
			return "ru"
		}
	}
	return latin
}

// leeway is how near a language must come to the best one for its words to count too. Hindi in Latin letters
// is mixed with English.
func (t *table) leeway(language, best string) float64 {
	if language == "hi" && best == "en" {
		return 0.3
	}
	return 0.9
}

// finish reads the figures of a clause and adds it.
func (d *doc) finish(c *clause, seen map[string]bool) {
	text := d.text[c.from:c.to]
	whole := seen[string(text)] && bytes.IndexByte(d.text[max(0, c.from-1):c.from], '\n') < 0 && c.from > 0
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
	c.breaks, c.cells = breaks(d.text, c.from, c.to)
	c.question = bytes.HasSuffix(bytes.TrimSpace(text), []byte("?"))
	d.values(c, numbers(d.text, literals(d.text, c.from, c.to, c.comma), c.tokens))
	d.heads(c)
	d.under(c)
	d.clauses = append(d.clauses, *c)
}

func cyrillic(b []byte) bool {
	n := 0
	for _, r := range string(b) {
		if r >= 0x400 && r < 0x530 {
			n++
		}
	}
	return n*3 > utf8.RuneCount(b)
}

// foreignWord reports a word in another script than the Latin one.
func (d *doc) foreignWord(k token) bool {
	for _, r := range string(d.text[k.from:k.to]) {
		if r >= 0x370 && (r < 0x1E00 || r >= 0x2100) {
			return true
		}
	}
	return false
}

// short is words before a point that ends no sentence.
var short = strings.Fields(
	`p a m approx ca no nr min max bzw z b e g i ex est vs inc ltd co u s etc св тыс руб г стр art mr av
	elec incl excl`,
)

// sentences cuts a line at the ends of its sentences.
func sentences(text []byte, from, to int) [][2]int {
	var all [][2]int
	start := from
	cut := func(at int) {
		if len(bytes.TrimSpace(text[start:at])) > 0 {
			all = append(all, [2]int{start, at})
		}
		start = at
	}
	for i := from; i < to; {
		r, n := utf8.DecodeRune(text[i:])
		i += n
		if ends(text, i, to, r, start) || i-start > longestClause && r == ' ' || i-start > 2*longestClause {
			cut(i)
		}
	}
	cut(to)
	return all
}

// ends reports whether the sign before i ends a sentence that began at start.
func ends(text []byte, i, to int, r rune, start int) bool {
	switch r {
	case '!', '?', ';', '。', '।':
		return true
	case '.':
	default:
		return false
	}
	if i < to && text[i] != ' ' && text[i] != '"' && text[i] != ')' {
		return false
	}
	k := i - 1
	for k > start && text[k-1] != ' ' && text[k-1] != '.' && text[k-1] != '(' && text[k-1] != '|' {
		k--
	}
	if slices.Contains(short, string(text[k:i-1])) {
		return false
	}
	return !(i-1-k <= 2 && allDigits(text[k:i-1]) && i+1 < to && !digit(rune(text[i+1]))) || i >= to
}

func allDigits(b []byte) bool {
	return len(b) > 0 && digits(b, 0, len(b)) == len(b)
}

// breaks is the places where the parts of a clause end, and how many cells a row has.
func breaks(text []byte, from, to int) (all []pause, cells int) {
	for i := from; i < to; {
		r, n := utf8.DecodeRune(text[i:])
		cost := 0.0
		switch r {
		case ',', '、':
			if i+1 < to && digit(rune(text[i+1])) && i > from && digit(rune(text[i-1])) {
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
func (c *clause) near(s set, from, to int) (token, float64) {
	best, far := token{}, 1e9
	for _, k := range c.tokens {
		if s.has(k.concept) {
			if a := c.apart(from, to, k.from, k.to); a < far {
				best, far = k, a
			}
		}
	}
	return best, far
}

// count is the words of a set within reach of a stretch, each place once.
func (c *clause) count(s set, from, to int, reach float64) int {
	n, last := 0, -1
	for _, k := range c.tokens {
		if s.has(k.concept) && k.from != last && c.apart(from, to, k.from, k.to) <= reach {
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
					c.tokens = append(c.tokens, token{k.word, v.to, v.to})
					c.has.add(k.concept)
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
