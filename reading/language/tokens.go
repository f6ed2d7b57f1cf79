package language

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Token is a word of the text that a language file knows.
type Token struct {
	Word
	From, To int // in the folded text
}

// Tokens is the words of a folded text by their place, those inside a longer one of the same language left
// out. Where the context ends, so do the words.
func Tokens(ctx context.Context, text []byte) []Token { return longest(tokens(ctx, text)) }

// between is the bytes that are looked through before the context is asked again.
const between = 8 << 10

// tokens is every word found, by its place.
func tokens(ctx context.Context, text []byte) []Token {
	f := finder{text, make([]Token, 0, len(text)/4+8)}
	last := ' '
	for i, asked := 0, 0; i < len(text); {
		if i >= asked {
			if ctx.Err() != nil {
				break
			}
			asked = i + between
		}
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(text[i:])
		}
		midword := Spaced(last) && Spaced(r)
		if root := number(4 * int(text[i])); root != 0 && (!midword || clitic(text, i)) {
			f.walk(i, i+1, root)
		}
		if root := number(endingRoots + 4*int(text[i])); root != 0 {
			f.walk(i, i+1, root)
		}
		last, i = r, i+n
	}
	return f.found
}

// finder is a text while words are looked for.
type finder struct {
	text  []byte
	found []Token
}

// walk adds the words that start at i, of which text[i:k] led to the node at a place.
func (f *finder) walk(i, k, at int) {
	for {
		n := nodeAt(at)
		if n.rest != "" {
			if len(f.text)-k < len(n.rest) || string(f.text[k:k+len(n.rest)]) != n.rest {
				return
			}
			k += len(n.rest)
		}
		for list := n.words; list != ""; list = list[wordSize:] {
			w := wordOf(list)
			if bounded(w, f.text, i, k) {
				if len(f.found) == cap(f.found) {
					f.found = slices.Grow(f.found, len(f.found)) // append moves a long list more often
				}
				f.found = append(f.found, Token{w, i, wordEnd(w, f.text, k)})
			}
		}
		if k == len(f.text) || n.ways == "" {
			return
		}
		if n.ways[0] == gap {
			f.over(i, k, nodeAt(number(n.next)))
		}
		if at = n.step(f.text[k]); at == 0 {
			return
		}
		k++
	}
}

// widestGap is the bytes that may stand inside a phrase of two parts.
const widestGap = 40

// over adds the phrases whose second part, that of node n, starts behind other words.
func (f *finder) over(i, k int, n node) {
	last, _ := utf8.DecodeLastRune(f.text[:k])
	for end := min(len(f.text), k+widestGap); k < end; {
		r, size := utf8.DecodeRune(f.text[k:])
		switch r {
		case ';', ':', '!', '?', '|', '\n', '(', ')', '。', '、':
			return
		case ',', '.':
			if k+1 == end || !Digit(rune(f.text[k+1])) {
				return
			}
		}
		if !(Spaced(last) && Spaced(r)) && r != ' ' {
			if second := n.step(f.text[k]); second != 0 {
				f.walk(i, k+1, second)
			}
		}
		last, k = r, k+size
	}
}

// wordEnd is the end of the word that a stem at an end of k begins: a stem is not less than its word.
func wordEnd(w Word, text []byte, k int) int {
	if w.flags&stem == 0 {
		return k
	}
	for end := k; end < len(text) && end < k+40; {
		r, n := utf8.DecodeRune(text[end:])
		if !Spaced(r) {
			return end
		}
		end += n
	}
	return k
}

// bounded reports whether a word ends where words do.
func bounded(w Word, text []byte, from, to int) bool {
	if to == len(text) || w.flags&stem != 0 {
		return true
	}
	if text[to-1] < utf8.RuneSelf && text[to] < utf8.RuneSelf {
		return text[to] == ' ' || !runsOn(rune(text[to-1]), rune(text[to])) && !longerName(text, from, to)
	}
	last, _ := utf8.DecodeLastRune(text[:to])
	next, _ := utf8.DecodeRune(text[to:])
	if short(w, text, from, to, last) {
		return false
	}
	if arabic(last) && to-from > 4 {
		return true // endings are written on, but not on to particles
	}
	return !runsOn(last, next)
}

// runsOn reports that two signs beside each other are of one word, or of one number.
func runsOn(last, next rune) bool { return Spaced(last) && Spaced(next) || Digit(last) && Digit(next) }

// longerName reports that a name with a number at its end goes on with letters, so that it is another: the
// "f2" of "F2Pool", and not the "s21" of "S21s", which are several.
func longerName(text []byte, from, to int) bool {
	if !Digit(rune(text[to-1])) || !Spaced(rune(text[from])) || !Spaced(rune(text[to])) {
		return false
	}
	return text[to] != 's' || to+1 < len(text) && Spaced(rune(text[to+1]))
}

// short reports a word too short to be told inside another one.
func short(w Word, text []byte, from, to int, last rune) bool {
	if !(arabic(last) && to-from <= 4 || hangul(last) && to-from == 3 && w.Concept == isNeg) {
		return false
	}
	before, _ := utf8.DecodeLastRune(text[:from])
	return arabic(last) && arabic(before) || hangul(last) && hangul(before)
}

// clitic reports whether what stands before an Arabic word at from, in the same word, is only the
// particles that are written on to it.
func clitic(text []byte, from int) bool {
	if r, _ := utf8.DecodeRune(text[from:]); !arabic(r) {
		return false
	}
	for n := 0; n < 4; n++ {
		r, size := utf8.DecodeLastRune(text[:from])
		if !arabic(r) {
			return true
		}
		if !strings.ContainsRune("والبفكلسيتنأم", r) {
			return false
		}
		from -= size
	}
	return false
}

func arabic(r rune) bool { return r >= 0x600 && r <= 0x6FF && unicode.IsLetter(r) }

// Digit reports a digit; folded text has no others.
func Digit(r rune) bool { return r >= '0' && r <= '9' }

// Spaced reports a letter of a script that sets words apart by blanks.
func Spaced(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r >= 'a' && r <= 'z'
	case r >= 0x2E80 && r < 0xFB00: // Han, Kana, Hangul
		return false
	}
	return unicode.IsLetter(r) || unicode.Is(unicode.M, r)
}

func hangul(r rune) bool { return r >= 0xAC00 && r < 0xD7B0 }

// foreign reports a sign of another script than the Latin one.
func foreign(r rune) bool { return r >= 0x370 && (r < 0x1E00 || r >= 0x2100) }

// beside is concepts whose phrases leave the words inside them their own meaning.
var beside = SetOf("need first unlike us may term past price question other lure part grow report" +
	" surplus site lie uncertain")

var isDue, isBond = Must("due"), Must("bond")

var isNeg, isGive, isVary, isHedge = Must("neg"), Must("give"), Must("vary"), Must("hedge")

// kept is what such words mean inside the phrases of within: a "fixed income" is an income too.
var (
	kept   = SetOf("return stake us you guar daily weekly monthly yearly need first")
	within = SetOf("constant whole back atend whatever guar protect give hedge release norisk lure mult due" +
		" vary fail")
)

// aside is what neither takes other words into itself nor is taken: who speaks of whom, whatever he says.
var aside = SetOf("scam signs calc hearsay narrate")

// longest drops the words that stand inside a longer one.
func longest(all []Token) []Token {
	for i := 0; i < len(all); { // they come by their place; those of one place are put longest first
		j := i + 1
		for j < len(all) && all[j].From == all[i].From {
			j++
		}
		slices.SortStableFunc(all[i:j], func(a, b Token) int { return b.To - a.To })
		i = j
	}
	out := all[:0]
	reach := make([]int, len(Names())) // the farthest end of a word of each language, of whatever concept
	over := make([]outer, len(reach))
	for _, k := range all {
		l := k.Language
		if k.Concept == isHedge && k.To-k.From == 3 && k.To <= reach[l] {
			continue // one letter of a longer word: the "about" in 合约
		}
		reach[l] = max(reach[l], k.To)
		if aside.Has(k.Concept) || over[l].leaves(k) {
			out = append(out, k)
		}
	}
	return out
}

// outer is the phrase of a language that reaches farthest and leaves out what stands inside it.
type outer struct {
	from, to int
	concept  Concept
}

// leaves reports that a word stays beside the phrase, or in it; one that reaches farther takes its place.
func (o *outer) leaves(k Token) bool {
	if k.To < o.to || k.To == o.to && k.From > o.from {
		return k.Concept != o.concept && kept.Has(k.Concept) && within.Has(o.concept) ||
			k.Concept == isGive && o.concept == isVary || k.Concept == isDue && o.concept == isBond
	}
	if k.To > o.to && k.flags&partedWord == 0 && (!beside.Has(k.Concept) || k.flags&singleWord != 0) {
		o.from, o.to, o.concept = k.From, k.To, k.Concept
	}
	return true
}
