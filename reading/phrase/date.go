package phrase

import (
	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/language"
)

// dateAt reads 2027-12-31, 31/12/2027, 31 Dec 2027 and 2027年12月31日 at the start of nums.
func (d *Doc) dateAt(c *Clause, nums []figure.Number) (Value, int) {
	text := d.Text[nums[0].From:min(c.To, nums[0].From+40)]
	day, n := figure.Date(text)
	if n == 0 {
		day, n = d.writtenDate(c, nums[0])
	}
	if n == 0 {
		return Value{}, 0
	}
	v := Value{Kind: Date, Unit: day, From: nums[0].From, To: nums[0].From + n, Core: nums[0].From + n}
	used := 1
	for used < len(nums) && nums[used].From < v.To {
		used++
	}
	return v, used
}

// writtenDate is "31 Dec 2027" or "31 de diciembre de 2027" from the number of the day on.
func (d *Doc) writtenDate(c *Clause, day figure.Number) (string, int) {
	if day.Num < 1 || day.Num > 31 || !c.Has.Has(cMonths) {
		return "", 0
	}
	for _, t := range c.Tokens {
		if t.Concept != cMonths || t.From < day.To || t.From-day.To > 6 {
			continue
		}
		for k := t.To; k < c.To && k < t.To+14; k++ {
			if language.Digit(rune(d.Text[k])) {
				end := figure.Digits(d.Text, k, c.To)
				if end-k != 4 {
					return "", 0
				}
				year := 0
				for _, b := range d.Text[k:end] {
					year = year*10 + int(b-'0')
				}
				return figure.Day(year, int(t.Value), int(day.Num)), end - day.From
			}
		}
	}
	return "", 0
}
