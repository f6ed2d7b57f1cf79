package reading

import (
	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/language"
)

// dateAt reads 2027-12-31, 31/12/2027, 31 Dec 2027 and 2027年12月31日 at the start of nums.
func (d *doc) dateAt(c *clause, nums []figure.Number) (value, int) {
	text := d.Text[nums[0].From:min(c.to, nums[0].From+40)]
	day, n := figure.Date(text)
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

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

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
				return figure.Day(year, int(t.Value()), int(day.Num)), end - day.From
			}
		}
	}
	return "", 0
}
