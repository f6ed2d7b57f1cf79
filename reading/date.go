package reading

import (
	"bytes"

	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/units"
)

// dateAt reads 2027-12-31, 31/12/2027, 31 Dec 2027 and 2027年12月31日 at the start of nums.
func (d *doc) dateAt(c *clause, nums []figure.Number) (value, int) {
	text := d.Text[nums[0].From:min(c.to, nums[0].From+40)]
	day, n := numericDate(text)
	if n == 0 {
		day, n = d.writtenDate(c, nums[0])
	}
	if n == 0 {
		return value{}, 0
	}
	v := value{kind: date, unit: day, from: nums[0].From, to: nums[0].From + n, core: nums[0].From + n}
	used := 1
	for used < len(nums) && nums[used].From < v.to {
		used++
	}
	return v, used
}

// numericDate is a date in digits at the start of a text and its length.
func numericDate(text []byte) (string, int) {
	var part [3]int
	var width [3]int
	i := 0
	for k := range part {
		end := figure.Digits(text, i, len(text))
		if end == i || end-i > 4 {
			return "", 0
		}
		for _, c := range text[i:end] {
			part[k] = part[k]*10 + int(c-'0')
		}
		width[k] = end - i
		i = end
		if k == 2 {
			break
		}
		sep, n := dateSign(text[i:])
		if !sep {
			return "", 0
		}
		i += n
	}
	if bytes.HasPrefix(text[i:], []byte("日")) {
		i += len("日")
	}
	if width[0] != 4 {
		part[0], part[2] = part[2], part[0]
		if width[2] != 4 {
			return "", 0
		}
	}
	return isoDay(part[0], part[1], part[2]), i * boolInt(isoDay(part[0], part[1], part[2]) != "")
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func dateSign(text []byte) (bool, int) {
	for _, s := range []string{"年", "月", "년 ", "월 ", "-", "/", "."} {
		if bytes.HasPrefix(text, []byte(s)) {
			return true, len(s)
		}
	}
	return false, 0
}

// isoDay is a date as 2027-12-31, empty where there is no such day; month and day change places where they
// must.
func isoDay(y, m, day int) string {
	if m > 12 && day <= 12 {
		m, day = day, m
	}
	s := units.Format(float64(y), 4) + "-" + two(m) + "-" + two(day)
	if y < 2009 || y > 2200 {
		return ""
	}
	if _, err := units.ParseDate(s); err != nil {
		return ""
	}
	return s
}

func two(n int) string { return string([]byte{byte('0' + n/10%10), byte('0' + n%10)}) }

// writtenDate is "31 Dec 2027" or "31 de diciembre de 2027" from the number of the day on.
func (d *doc) writtenDate(c *clause, day figure.Number) (string, int) {
	if day.Num < 1 || day.Num > 31 || !c.has.Has(cMonths) {
		return "", 0
	}
	for _, t := range c.tokens {
		if t.Concept != cMonths || t.from < day.To || t.from-day.To > 6 {
			continue
		}
		for k := t.to; k < c.to && k < t.to+14; k++ {
			if language.Digit(rune(d.Text[k])) {
				end := figure.Digits(d.Text, k, c.to)
				if end-k != 4 {
					return "", 0
				}
				year := 0
				for _, b := range d.Text[k:end] {
					year = year*10 + int(b-'0')
				}
				return isoDay(year, int(t.Value), int(day.Num)), end - day.From
			}
		}
	}
	return "", 0
}
