package phrase

import (
	"strings"
	"testing"
)

// A clause that is too long is cut wherever it may be, through a number, a unit or a word of several: what is
// cut is no word of either part, and nothing is looked for behind the end.
func TestCutsThroughWords(t *testing.T) {
	const at = 1400 // bytes after which a clause without spaces is cut
	for _, words := range []string{
		"十二点", "百分之三十", "三百万美元", "一千二百美元", "30太哈每天", "毎日1.5%の利益", "삼십테라해시", "하루에1.5퍼센트",
		"30th/s-day", "0.05usd/th/day", "12o'clock", "5p.m.", "$1,890.50", "20-30%/day", "1.5%perday",
		"двенадцать", "12утра", "25thousand-dollars", "one.and.a.half", "3-4个月", "१२बजे", "2026-11-30",
		"1,5%proTag",
		"three-hundred-and-sixty-days", "90d", "१.५%", "مائةدولار", "halfayear",
	} {
		for _, filler := range []string{"a", "我", "1"} {
			for before := at - len(words) - 8; before <= at+2; before++ {
				text := strings.Repeat(filler, before/len(filler)) + strings.Repeat("-", before%len(filler)) +
					words + " and " + words
				d := Parse(t.Context(), text)
				for _, c := range d.Clauses {
					for _, k := range c.Tokens {
						if k.From < c.From || k.To > c.To {
							t.Fatalf("%d of %q before %q: a word of %d to %d in a clause of %d to %d",
								before, filler, words, k.From, k.To, c.From, c.To)
						}
					}
					for _, v := range c.Values {
						if v.From < c.From || v.To > c.To {
							t.Fatalf("%d of %q before %q: a value of %d to %d in a clause of %d to %d",
								before, filler, words, v.From, v.To, c.From, c.To)
						}
					}
				}
			}
		}
	}
}
