package figure

import (
	"bytes"

	"github.com/assaymining/assay/units"
)

// Date is a date in digits at the start of a text and its length.
func Date(text []byte) (string, int) {
	var part [3]int
	var width [3]int
	i := 0
	for k := range part {
		end := Digits(text, i, len(text))
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
	day := Day(part[0], part[1], part[2])
	if day == "" {
		return "", 0
	}
	return day, i
}

func dateSign(text []byte) (bool, int) {
	for _, s := range []string{"年", "月", "년 ", "월 ", "-", "/", "."} {
		if bytes.HasPrefix(text, []byte(s)) {
			return true, len(s)
		}
	}
	return false, 0
}

// Day is a date as 2027-12-31, empty where there is no such day; month and day change places where they
// must.
func Day(y, m, day int) string {
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
