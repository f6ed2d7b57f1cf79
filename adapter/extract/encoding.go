package extract

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// decode is text in UTF-8. A mark or the page's own word about its encoding decides; where neither stands,
// the encoding in which the bytes make most sense. UTF-8 with some bytes of Western Europe stays UTF-8.
func decode(data []byte, page bool) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return wide(data[2:], 0)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return wide(data[2:], 1)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch order := wideWithoutMark(data); {
	case order >= 0:
		return wide(data, order)
	case utf8.Valid(data):
		return string(data)
	case mostlyUTF8(data):
		return western(data)
	}
	if page {
		if e, _, certain := charset.DetermineEncoding(data[:min(len(data), 1024)], ""); certain {
			if s, ok := decoded(e, data); ok {
				return s
			}
		}
	}
	best, most := western(data), 0.0
	for _, e := range []encoding.Encoding{charmap.Windows1251, charmap.KOI8R, japanese.ShiftJIS,
		japanese.EUCJP,
		simplifiedchinese.GB18030, traditionalchinese.Big5, korean.EUCKR, charmap.Windows1256,
		charmap.Windows1254, charmap.Windows1252} {
		if s, ok := decoded(e, data); ok {
			if n := sense(s); n > most {
				best, most = s, n
			}
		}
	}
	return best
}

// wide is UTF-16 in which the low byte of two stands at order: 0 or 1.
func wide(data []byte, order int) string {
	units := make([]uint16, 0, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		units = append(units, uint16(data[i+order])|uint16(data[i+1-order])<<8)
	}
	return string(utf16.Decode(units))
}

// wideWithoutMark tells UTF-16 without its mark by the zeros of its Latin letters: which byte of two they
// are, or -1.
func wideWithoutMark(data []byte) int {
	head := data[:min(len(data), 2000)&^1]
	if len(head) < 8 {
		return -1
	}
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i&1]++
		}
	}
	for order, z := range [2]int{zeros[1], zeros[0]} {
		if z*10 > len(head) && zeros[order] == 0 {
			return order
		}
	}
	return -1
}

// mostlyUTF8 reports that nearly all bytes beyond ASCII are of good UTF-8.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		data = data[n:]
	}
	return good >= bad && good > 0
}

// western is UTF-8, each bad byte as Western Europe wrote it.
func western(data []byte) string {
	var b strings.Builder
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(data[0])
		}
		b.WriteRune(r)
		data = data[n:]
	}
	return b.String()
}

// decoded is bytes in an encoding; not ok where they are not of it.
func decoded(e encoding.Encoding, data []byte) (string, bool) {
	out, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return "", false
	}
	s := string(out)
	bad := strings.Count(s, "\uFFFD")
	return s, bad*200 <= len(s)
}

// sense is how much a text looks like one that people write: letters of words in one script, small ones
// after others, signs that are used every day; points for each letter beyond ASCII.
func sense(s string) float64 {
	points, n := 0.0, 0
	last := ' '
	for _, r := range s {
		if r >= utf8.RuneSelf {
			n++
			points += likely(r, last)
		}
		last = r
	}
	if n == 0 {
		return 0
	}
	return points / float64(n)
}

// likely is how often a letter stands behind another, in rough steps.
func likely(r, last rune) float64 {
	switch {
	case unicode.IsControl(r), r == utf8.RuneError:
		return -4
	case r >= 0xFF61 && r < 0xFFA0, r >= 0x2500 && r < 0x2600: // half-width Kana, boxes: of a wrong guess
		return -1
	case r >= 0x3000 && r < 0x3040, r >= 0xFF00 && r < 0xFF60, r >= 0x2010 && r < 0x2030, r == '€', r == '№':
		return 1
	case r >= 0x2E80 && r < 0xFB00:
		return likelyEast(r)
	case unicode.IsLetter(r):
		return likelyLetter(r, last)
	}
	return -0.2
}

// likelyEast is likely for the scripts of East Asia.
func likelyEast(r rune) float64 {
	switch {
	case r >= 0x3040 && r < 0x30FF: // Kana
		return 1.5
	case r >= 0xAC00 && r < 0xD7A4: // Hangul
		return 1.2
	case strings.ContainsRune(common, r):
		return 2
	}
	return 0.7
}

// likelyLetter is likely for letters of words, small ones behind others.
func likelyLetter(r, last rune) float64 {
	upper := unicode.IsUpper(r)
	switch {
	case r < 0x250 && (last >= 0x250 || upper && unicode.IsLower(last)):
		return -0.5
	case r < 0x250:
		return 1
	case !unicode.In(r, unicode.Cyrillic, unicode.Arabic):
		return -0.2
	case upper && unicode.IsLower(last):
		return -1.5
	case last < 0x250 && unicode.IsLetter(last): // two scripts in one word
		return -2
	case upper:
		return 0.2
	}
	return 1.3
}

// common is Han letters that an offer can hardly do without.
const common = "的一是不了在人有我他这個个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里" +
	"用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日月算力合约价格" +
	"元每收益电费提现矿机池期限付款额度最低结账户币保证利润投资返還年間電気契約料金採掘価格支払毎利益最低出金機器円"
