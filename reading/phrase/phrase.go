// Package phrase cuts a text into clauses: sentences, and rows of tables, each with its words, its figures
// and the heading that it stands under.
//
// Main types: Doc, Clause, Token (a word with what it stands for), Value (a figure with its unit). It tells
// how far apart words stand, and no more: what they say together is the business of package reading.
//
// Nothing in it is promised to other modules.
package phrase

import (
	"context"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/sentence"
)

// Doc is a text while it is read.
type Doc struct {
	Source string
	language.Folded
	Language string
	Clauses  []Clause
	text     string          // the folded text
	lean     []float64       // of each language, by its words in all of the text: what a short line leans on
	words    []Token         // of the clauses
	seen     map[string]bool // lines and clauses
	header   Clause          // the head of the table that is read; without cells: none
	heading  heading
	question heading // the question before, whose answer is read
	repeated int     // short lines that were read again
}

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

// Parse folds a text, finds its words and figures, and cuts it into clauses, as long as the context lasts.
func Parse(ctx context.Context, text string) *Doc {
	d := &Doc{Source: text, Folded: language.Fold(text), seen: map[string]bool{}}
	slashed(d.Text)
	d.text = string(d.Text)
	all := language.Tokens(ctx, d.Text)
	d.lean = make([]float64, len(language.Names()))
	var counted letters
	for _, k := range all {
		d.lean[k.Language] += counted.of(k)
	}
	d.Language = best(d.lean)
	most := slices.Max(d.lean)
	for i := range d.lean {
		d.lean[i] = min(d.lean[i], 200)*0.02 + longDoc*d.lean[i]/max(most, 200)
	}
	for from, row, i := 0, 0, 0; from < len(d.text) && ctx.Err() == nil; row++ {
		to := len(d.text)
		if n := strings.IndexByte(d.text[from:], '\n'); n >= 0 {
			to = from + n
		}
		first := i
		for i < len(all) && all[i].From < to {
			i++
		}
		if line := d.text[from:to]; !d.seen[line] || d.listed(line) {
			d.seen[line] = true
			d.line(ctx, from, to, row, all[first:i])
		}
		from = to + 1
	}
	d.coinage()
	return d
}

// longDoc is the letters by which a line leans on the language of a long text.
const longDoc = 6

// best is the language with the most words, empty where none has any.
func best(scores []float64) string {
	name, top := "", 0.0
	for i, s := range scores {
		if n := language.Names()[i]; s > top && n != "any" {
			name, top = n, s
		}
	}
	return name
}

// line cuts a line into clauses. Scripts tell languages apart; those that share one are told apart by their
// words, and a short line leans on the document.
func (d *Doc) line(ctx context.Context, from, to, row int, all []language.Token) {
	s := sentence.ScriptsOf(d.text[from:to])
	kept, latin := d.spoken(all, s.Kana)
	comma := figure.DecimalComma(latin) || latin == "" && figure.DecimalComma(d.Language) || s.Cyrillic
	c := Clause{Line: row, start: from, comma: comma, Language: d.languageOf(latin, s)}
	i := 0
	for c.From, c.To = range sentence.Cut(d.text, from, to) {
		if ctx.Err() != nil {
			return
		}
		text := d.text[c.From:c.To]
		first := i
		for i < len(kept) && kept[i].From < c.To {
			i++
		}
		if c.From > from && d.seen[text] {
			continue // the same words say nothing new
		}
		if len(text) < to-from {
			d.seen[text] = true
		}
		d.clause(c, slices.DeleteFunc(kept[first:i:i], func(t Token) bool { return t.To > c.To }))
	}
}

// clause reads the figures of a clause that has words, and adds it.
func (d *Doc) clause(c Clause, words []Token) {
	c.take(d.text, words)
	d.values(&c, figure.Read(d.Text, c.From, c.To, c.comma, c.numberWords(d.Text)))
	d.measureRow(&c)
	d.heads(&c)
	d.under(&c)
	d.Clauses = append(Roomy(d.Clauses), c)
}

// Roomy is a list with room for one more. Its room doubles, where append would give a long one a quarter more
// and move each item five times.
func Roomy[T any](all []T) []T {
	if len(all) < cap(all) {
		return all
	}
	return slices.Grow(all, max(8, len(all)))
}

// letters is where the words of each language that were counted end, so that each letter counts once,
// however many words of a language it is in.
type letters [64]int

// of is the letters of a word that were not counted for its language.
func (l *letters) of(k language.Token) float64 {
	fresh := max(0, k.To-max(k.From, l[k.Language]))
	l[k.Language] = max(l[k.Language], k.To)
	return float64(fresh)
}

// spoken is the words of a line in the languages that it is written in, and the best one in Latin letters.
func (d *Doc) spoken(all []language.Token, kana bool) (kept []Token, latin string) {
	var of [64]float64
	mine := of[:len(d.lean)] // letters of the words of each language
	d.weigh(all, mine)
	latin = best(mine)
	top := 0.0
	if latin != "" {
		top = mine[slices.Index(language.Names(), latin)]
	}
	first := len(d.words)
	for _, k := range all {
		l := language.Names()[k.Language]
		keep := l == "any" || l == latin || latin != "" && mine[k.Language] > leeway(l, latin)*top
		if l != "any" && k.Foreign() {
			keep = (l != "ja" || kana || d.Language == "ja") && (l != "zh" || !kana)
		}
		if keep {
			d.words = append(Roomy(d.words), Token{k.Word, k.From, k.To})
		}
	}
	return d.words[first:], latin
}

// weigh counts the letters of the words of each language that shares its script with others, and adds what
// the text leans on.
func (d *Doc) weigh(all []language.Token, mine []float64) {
	var counted letters
	for i, k := range all {
		if !k.Foreign() && !(k.Borrowed() && shared(all, i)) {
			mine[k.Language] += counted.of(k)
		}
	}
	for i := range mine {
		mine[i] += d.lean[i]
	}
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
