package language

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Token is a word of the text that a language file knows.
type Token struct {
	*Word
	From, To int // in the folded text
}

// Tokens is the words of a folded text by their place, those inside a longer one of the same language left
// out.
func Tokens(text []byte) []Token { return longest(tokens(text)) }

// tokens is every word found, by its place.
func tokens(text []byte) []Token {
	all := make([]Token, 0, len(text)/2)
	last := ' '
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(text[i:])
		}
		midword := Spaced(last) && Spaced(r)
		t := part(text[i])
		if root := t.roots[0][text[i]]; root != 0 && (!midword || clitic(text, i)) {
			all = t.walk(all, text, i, i+1, root)
		}
		if root := t.roots[1][text[i]]; root != 0 {
			all = t.walk(all, text, i, i+1, root)
		}
		last, i = r, i+n
	}
	return all
}

// walk adds the words that start at i, of which text[i:k] led to a node.
func (t *table) walk(all []Token, text []byte, i, k int, at int32) []Token {
	for ; ; k++ {
		if rest := t.rest[at]; rest != "" {
			if len(text)-k < len(rest) || string(text[k:k+len(rest)]) != rest {
				return all
			}
			k += len(rest)
		}
		for j := t.word[at]; j < t.last[at]; j++ {
			if w := &t.words[j]; bounded(w, text, i, k) {
				all = append(all, Token{w, i, wordEnd(w, text, k)})
			}
		}
		if k == len(text) {
			return all
		}
		if first := t.child[at]; t.children[at] > 0 && t.label[first] == gap {
			all = t.over(all, text, i, k, first)
		}
		if at = t.step(at, text[k]); at == 0 {
			return all
		}
	}
}

// widestGap is the bytes that may stand inside a phrase of two parts.
const widestGap = 40

// over adds the phrases whose second part starts behind other words.
func (t *table) over(all []Token, text []byte, i, k int, at int32) []Token {
	last, _ := utf8.DecodeLastRune(text[:k])
	for end := min(len(text), k+widestGap); k < end; {
		r, n := utf8.DecodeRune(text[k:])
		switch r {
		case ';', ':', '!', '?', '|', '\n', '(', ')', '。', '、':
			return all
		case ',', '.':
			if k+1 == end || !Digit(rune(text[k+1])) {
				return all
			}
		}
		if !(Spaced(last) && Spaced(r)) && r != ' ' {
			if second := t.step(at, text[k]); second != 0 {
				all = t.walk(all, text, i, k+1, second)
			}
		}
		last, k = r, k+n
	}
	return all
}

// wordEnd is the end of the word that a stem at an end of k begins: a stem is not less than its word.
func wordEnd(w *Word, text []byte, k int) int {
	if !w.open {
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
func bounded(w *Word, text []byte, from, to int) bool {
	if to == len(text) || w.open {
		return true
	}
	if text[to-1] < utf8.RuneSelf && text[to] < utf8.RuneSelf {
		return !(Spaced(rune(text[to-1])) && Spaced(rune(text[to]))) &&
			!(Digit(rune(text[to-1])) && Digit(rune(text[to])))
	}
	last, _ := utf8.DecodeLastRune(text[:to])
	next, _ := utf8.DecodeRune(text[to:])
	if short(w, text, from, to, last) {
		return false
	}
	if arabic(last) && to-from > 4 {
		return true // endings are written on, but not on to particles
	}
	return !(Spaced(last) && Spaced(next)) && !(Digit(last) && Digit(next))
}

// short reports a word too short to be told inside another one.
func short(w *Word, text []byte, from, to int, last rune) bool {
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

var isNeg, isGive, isVary = Must("neg"), Must("give"), Must("vary")

// kept is what such words mean inside the phrases of within: a "fixed income" is an income too.
var (
	kept   = SetOf("return stake us you guar daily weekly monthly yearly need first")
	within = SetOf("constant whole back atend whatever guar protect give hedge release norisk lure mult due" +
		" vary fail")
)

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
	end := make([]int, len(nearWords().languages)) // the farthest end so far for each language
	start := make([]int, len(end))
	over := make([]Concept, len(end)) // what the phrase that reaches there stands for
	for _, k := range all {
		l := k.Language
		if k.To < end[l] || k.To == end[l] && k.From > start[l] {
			if k.Concept != over[l] && kept.Has(k.Concept) && within.Has(over[l]) ||
				k.Concept == isGive && over[l] == isVary {
				out = append(out, k)
			}
			continue
		}
		if k.To > end[l] && !k.parted && (!beside.Has(k.Concept) || k.single) {
			end[l], start[l], over[l] = k.To, k.From, k.Concept
		}
		out = append(out, k)
	}
	return out
}
