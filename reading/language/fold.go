package language

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Folded is a text in one spelling: NFKC, lower case, without accents and zero-width signs, look-alike
// letters made alike, blanks as one. at[i] is where byte i comes from.
type Folded struct {
	Text []byte
	at   []int32
}

// Original is the place in the text as given of a stretch of the folded one.
func (f Folded) Original(from, to int) (int, int) { return int(f.at[from]), int(f.at[to]) }

// plain is the signs that are written in several ways, each behind the way that is kept.
var plain = pairs(
	`' ’ ' ‘ ' ʼ - – - — - − - ‑ - ‐ " “ " ” " « " » " „ i ı ss ß oe œ ae æ % ٪ . ٫ , ،
	; ؛ ? ؟ ه ة ي ى ك ک ي ی
	/ ⁄ | · | • | │ | → | ∙ | ● | ⇒ o ø l ł ~ 〜 ~ ～`,
)

func pairs(list string) map[rune]string {
	all := map[rune]string{}
	words := strings.Fields(list)
	for i := 0; i+1 < len(words); i += 2 {
		r, _ := utf8.DecodeRuneInString(words[i+1])
		all[r] = words[i]
	}
	return all
}

// lookalike is Cyrillic and Greek letters that are taken for Latin ones.
const lookalike = "аaеeоoрpсcуyхxіiјjѕsԁdһhкkмmтtвbнhαaοoρpνvτtκkιiεe"

// Fold is text in one spelling. Vietnamese marks, which tell words apart, stay on: each line decides for
// itself.
func Fold(text string) Folded { return foldAs(text, false) }

// ordinals keeps "2º" from being a 2 and a letter; each sign gives way to one of the same length.
var ordinals = strings.NewReplacer("º", "°", "ª", "°")

// folder is a text while it is folded.
type folder struct {
	Folded
	letters norm.Iter
	width   int  // that its lines are set to, or 0
	alike   bool // letters of a script that looks like the Latin one were seen
}

// foldAs is Fold; keep leaves the marks on in every line.
func foldAs(text string, keep bool) Folded {
	text = ordinals.Replace(text)
	room := len(text) + len(text)/8 + 1
	f := folder{Folded: Folded{make([]byte, 0, room), make([]int32, 0, room)}}
	f.width = setWidth(text)
	mostly, near := mostlyVietnamese(text), 0
	for from := 0; from < len(text); {
		to := len(text)
		if n := strings.IndexByte(text[from:], '\n'); n >= 0 {
			to = from + n
		}
		if near--; mostly && vietnamese(text[from:to]) {
			near = vietnameseReach
		}
		f.line(text[from:to], from, keep || near > 0)
		if to < len(text) {
			f.newline(text, from, to)
		}
		from = to + 1
	}
	if f.alike {
		f.words()
	}
	f.at = append(f.at, int32(len(text)))
	return f.Folded
}

// newline ends the line from..to, unless the next one goes on with its sentence.
func (f *folder) newline(text string, from, to int) {
	if f.width > 0 && full(text[from:to], text[to+1:], f.width) {
		f.ascii(' ', to)
		return
	}
	end, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text[from:to], " \t\r"))
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[to+1:min(len(text), to+80)], " \t"))
	wide := utf8.RuneCountInString(text[from:min(to, from+400)])
	caseless := !Spaced(next) && next >= 0x2E80 && wide >= 34 &&
		!(row(text[from:to]) && row(text[to+1:to+1+lineLength(text[to+1:])]))
	spoken := labelled(text[from:to]) && labelled(text[to+1:])
	if spoken || wide < 60 && !caseless || strings.ContainsRune(".!?:;|。！？：；।", end) ||
		!unicode.IsLower(next) && !caseless {
		f.add("\n", to)
		return
	}
	f.ascii(' ', to)
}

// labelled reports a line that begins with who speaks or what is named: "Ivan: I paid 300".
func labelled(line string) bool {
	label, _, ok := strings.Cut(line[:min(len(line), longestLabel)], ": ")
	return ok && label != "" && strings.Count(label, " ") < 3 && !strings.ContainsAny(label, ".,;\n")
}

// longestLabel is the bytes of a label.
const longestLabel = 48

// row reports a line with several figures, as those of a list have.
func row(line string) bool {
	n := 0
	for i := 0; i < len(line) && i < 400; i++ {
		if Digit(rune(line[i])) && (i == 0 || !Digit(rune(line[i-1]))) {
			n++
		}
	}
	return n >= rowFigures
}

// rowFigures is how many figures make a line one of a list.
const rowFigures = 3

// lineLength is the bytes up to the end of a line.
func lineLength(text string) int {
	if n := strings.IndexByte(text, '\n'); n >= 0 {
		return n
	}
	return len(text)
}

// line folds one line that starts at from.
func (f *folder) line(s string, from int, marks bool) {
	i := f.plain(s, 0, from)
	marks = marks || i < len(s) && vietnamese(s)
	for i < len(s) {
		end := i + 1 // of other letters, and the one before them, to which a mark belongs
		for end < len(s) && s[end] >= utf8.RuneSelf {
			end++
		}
		for f.letters.InitString(norm.NFKC, s[i:end]); !f.letters.Done(); {
			at := from + i + f.letters.Pos()
			for seg := f.letters.Next(); len(seg) > 0; {
				r, n := utf8.DecodeRune(seg)
				f.rune(r, at, marks)
				seg = seg[n:]
			}
		}
		i = f.plain(s, end, from)
	}
}

// plain folds the ASCII letters from i on, but for the last before another letter, and is where it ends.
func (f *folder) plain(s string, i, from int) int {
	for ; i < len(s) && s[i] < utf8.RuneSelf; i++ {
		if i+1 < len(s) && s[i+1] >= utf8.RuneSelf {
			return i
		}
		f.ascii(s[i], from+i)
	}
	return i
}

// vietnameseReach is how many lines keep their marks from a line that is Vietnamese on.
const vietnameseReach = 4

// mostlyVietnamese reports a text in which one letter of forty is one that only Vietnamese has: there
// a line keeps its marks that has no such letter of its own ("doanh thu 8,93 EUR/ngày").
func mostlyVietnamese(text string) bool {
	n := 0
	for i := 0; i+2 < len(text); i++ {
		if text[i] == 0xE1 && (text[i+1] == 0xBA && text[i+2] >= 0xA0 || text[i+1] == 0xBB) {
			n++
		}
	}
	return n > 0 && n*40 > len(text)
}

// vietnamese reports letters that only Vietnamese has.
func vietnamese(s string) bool {
	for _, r := range s {
		if r >= 0x1EA0 && r <= 0x1EF9 || r == 'ơ' || r == 'ư' || r == 'đ' {
			return true
		}
	}
	return false
}

func (f *folder) rune(r rune, from int, marks bool) {
	switch {
	case r < utf8.RuneSelf:
		f.ascii(byte(r), from)
	case r >= 0x3041 && r < 0xA000, hangul(r): // they have one form
		f.add(string(r), from)
	case silent(r), !marks && accent(r):
	case unicode.IsSpace(r):
		f.ascii(' ', from)
	default:
		f.foreign(r, from, marks)
	}
}

// silent reports a sign that changes no word: it has no width, picks or stretches the form of a letter, or is
// the dot of Hindi, which many leave out.
func silent(r rune) bool {
	return r == '\u200d' || r == '\u200c' || unicode.Is(unicode.Cf, r) ||
		r >= 0xFE00 && r <= 0xFE0F || r == 'ـ' || r == 0x93C
}

// accent reports a mark on the letter before it, of the Latin script or the Arabic one.
func accent(r rune) bool { return r >= 0x300 && r <= 0x36F || r >= 0x64B && r <= 0x655 }

func (f *folder) ascii(c byte, from int) {
	switch {
	case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
		f.Text, f.at = append(f.Text, c), append(f.at, int32(from))
	case c == '\n':
	case c == '\t':
		f.add("|", from)
	case c <= ' ':
		f.blank(from)
	case c >= 'A' && c <= 'Z':
		f.Text, f.at = append(f.Text, c+'a'-'A'), append(f.at, int32(from))
	case c == '`':
		f.add("'", from)
	default:
		f.Text, f.at = append(f.Text, c), append(f.at, int32(from))
	}
}

// blank adds a blank, several as one and none at the start of a line; three part the columns of a table.
func (f *folder) blank(from int) {
	n := len(f.Text)
	switch {
	case n == 0 || f.Text[n-1] == '\n':
	case f.Text[n-1] != ' ':
		f.add(" ", from)
	case n > 2 && from-int(f.at[n-1]) == 2 && f.Text[n-2] != '|' && f.Text[n-2] != '\n':
		f.add("| ", from)
	}
}

// foreign adds a sign beyond ASCII; digits of any script become ASCII.
func (f *folder) foreign(r rune, from int, marks bool) {
	if unicode.Is(unicode.Nd, r) {
		zero := r
		for unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
			zero--
		}
		f.add(string('0'+r-zero), from)
		return
	}
	r = unicode.ToLower(r)
	f.alike = f.alike || r >= 0x370 && r < 0x530
	if !marks && (r < 0x700 || r >= 0x1E00 && r < 0x2000) {
		if d := norm.NFD.PropertiesString(string(r)).Decomposition(); d != nil {
			r, _ = utf8.DecodeRune(d)
		}
	}
	if p, ok := plain[r]; ok {
		f.add(p, from)
		return
	}
	f.add(string(r), from)
}

func (f *folder) add(s string, from int) {
	f.Text = append(f.Text, s...)
	for range len(s) {
		f.at = append(f.at, int32(from))
	}
}

// words makes look-alike letters alike, in words that mix scripts. A Cyrillic letter has two bytes, its
// Latin likeness one: the text only becomes shorter.
func (f *folder) words() {
	out := 0
	for i := 0; i < len(f.Text); {
		end, latin, other := wordAt(f.Text, i)
		if end == i {
			_, n := utf8.DecodeRune(f.Text[i:])
			end = i + n
		}
		if !latin || !other {
			copy(f.at[out:], f.at[i:end])
			out, i = out+copy(f.Text[out:], f.Text[i:end]), end
		}
		for i < end {
			r, n := utf8.DecodeRune(f.Text[i:])
			if like := strings.IndexRune(lookalike, r); n == 2 && like >= 0 {
				f.Text[out], f.at[out] = lookalike[like+n], f.at[i]
				out, i = out+1, i+n
				continue
			}
			for k := range n {
				f.Text[out+k], f.at[out+k] = f.Text[i+k], f.at[i+k]
			}
			out, i = out+n, i+n
		}
	}
	f.Text, f.at = f.Text[:out], f.at[:out]
}

// wordAt is the end of the word at i, and whether it has Latin letters and those of a script like it.
func wordAt(b []byte, i int) (end int, latin, other bool) {
	for end = i; end < len(b); {
		if c := b[end]; c < utf8.RuneSelf {
			if c < 'a' || c > 'z' {
				break
			}
			latin = true
			end++
			continue
		}
		r, n := utf8.DecodeRune(b[end:])
		if !unicode.IsLetter(r) || r >= 0x0530 {
			break
		}
		other = other || r >= 0x370
		end += n
	}
	return end, latin, other
}
