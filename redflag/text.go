package redflag

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The rules on words read only what the offer quotes: a text is cut into clauses (sentences), a clause
// into segments at its commas. What a word belongs to is looked for in its segment first, so that two
// true sentences never make a third one between them. The word lists stand in words.go.

// maxRead is how much of a text is read, in bytes: beyond it no seller hides a promise.
const maxRead = 1 << 20

// mostClauses is how many different clauses of a text on guarantees or percentages are read closely: more
// than any terms have, and few enough that a made-up megabyte is read in seconds.
const mostClauses = 4000

// joints is words at which a clause ends and one of another meaning begins, and abbreviations whose
// stops are none; what replaces them has as many characters, so that the place of each in the text as
// written is known.
var joints = strings.NewReplacer(
	" but ",
	"\n    ",
	" however ",
	"\n        ",
	" aber ",
	"\n     ",
	" mais ",
	"\n     ",
	" pero ",
	"\n     ",
	" mas ",
	"\n    ",
	" но ",
	"\n   ",
	"但",
	"\n",
	" p.a.",
	" p a ",
	" p.d.",
	" p d ",
	"\u2019",
	"'",
)

// longestClause is where a text without stops is cut, in bytes: no sentence is longer.
const longestClause = 2000

// A clause is a part of a text in lower case, in which the rules look, and as it is written, to be quoted.
// Its end is the sign that closed it, 0 at the end of the text.
type clause struct {
	low, said string
	end       rune
}

// clauses cuts a text into clauses; a full stop inside a number does not cut, nor does a colon before
// one ("daily profit: 2%"). Invalid UTF-8 is dropped,
// and what lies beyond maxRead is not read.
func clauses(text string) []clause {
	if len(text) > maxRead {
		text = text[:maxRead]
	}
	text = strings.ToValidUTF8(text, " ")
	low := joints.Replace(strings.ToLower(text)) // character for character
	var out []clause
	start, from, at := 0, 0, 0 // in low; in text, where the clause began and where the scan stands
	cut := func(end, next int, sign rune) {
		if c := strings.TrimSpace(low[start:end]); c != "" {
			before := utf8.RuneCountInString(
				low[start:end],
			) - utf8.RuneCountInString(
				strings.TrimLeftFunc(low[start:end], unicode.IsSpace),
			)
			out = append(out, clause{c, strings.TrimSpace(skip(text[from:at], before)), sign})
		}
		start = next
	}
	for i, r := range low {
		_, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case r == '.' && i > 0 && digit(low[i-1]) && i+1 < len(low) && digit(low[i+1]):
		case (r == ':' || r == '：') && numberAhead(low[i+utf8.RuneLen(r):]):
		case strings.ContainsRune(".!?;:：\n。！？；", r), i-start >= longestClause:
			cut(i, i+utf8.RuneLen(r), r)
			from = at + size
		}
		at += size
	}
	cut(len(low), len(low), 0)
	return out
}

// asked reports whether a clause is a question: it states nothing.
func (c clause) asked() bool { return c.end == '?' || c.end == '？' }

// answered reports whether a clause is answered by "no" in the one that follows it.
func (c clause) answered(next clause) bool {
	return (c.asked() || c.end == ':' || c.end == '：') && noAnswer.in(next.low)
}

var noAnswer = lexiconOf(
	`^(?:a |antwort |answer |there (?:is|are) )?(?:no|none|not|nein|keine[rs]?|non|aucune?|ningun[oa]|não|nenhuma?|nessuna?|нет|не|不|否|没有|无|いいえ|아니)\b|^(?:нет|не|不|否|没有|无|いいえ|아니)`,
)

// skip is a text without its first n characters.
func skip(s string, n int) string {
	for range n {
		_, size := utf8.DecodeRuneInString(s)
		s = s[size:]
	}
	return s
}

// numberAhead reports whether a number follows, after spaces and a sign of money.
func numberAhead(s string) bool {
	s = strings.TrimLeft(s, " \t+%$€£≈~")
	return s != "" && digit(s[0])
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// breaks is where a clause falls into segments, each with a verb or a figure of its own.
var breaks = lexiconOf(
	`[,，、()]|\b(?:plus|even if|even when|even though|whether or not|unless|while|auch wenn|selbst wenn|zuzüglich|même si|aunque|mesmo que|mesmo se|anche se)\b|даже если|即使`,
)

// segments cuts a clause at its commas (but not inside a number) and before what is said beside it.
// Each segment is a part of the clause, in order, and none is empty.
func segments(clause string) []string {
	var out []string
	start := 0
	add := func(end int) {
		if s := strings.TrimSpace(clause[start:end]); s != "" {
			out = append(out, s)
		}
	}
	for _, m := range breaks.all(clause) {
		if clause[m[0]] == ',' && m[0] > 0 && m[1] < len(clause) && digit(clause[m[0]-1]) &&
			digit(clause[m[1]]) {
			continue
		}
		add(m[0])
		start = m[1]
		if clause[m[0]] != ',' && m[1]-m[0] > 3 { // the word belongs to what it begins
			start = m[0]
		}
	}
	add(len(clause))
	return out
}

// shorten cuts a quotation to what fits a line.
func shorten(s string) string {
	const most = 120
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > most {
		return string(r[:most]) + "…"
	}
	return string(r)
}
