package units

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Date is a UTC calendar day, counted from 1970-01-01.
type Date int32

// Dates as people write them, where there is one reading: the year first, the month as a word, or day and
// month told apart by the dots of German or by a day above 12.
var (
	yearFirst = compiled(`^(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})$`)
	together  = compiled(`^((?:19|20)\d{2})(\d{2})(\d{2})$`)
	yearLast  = compiled(`^(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{4})$`)
	dayWord   = compiled(
		`^(\d{1,2})(?:st|nd|rd|th)?\.?[\s-]*(?:of\s+|de\s+)?(\pL{3,10})\.?,?[\s-]*` +
			`(?:de\s+|del\s+)?(\d{4}|'?\d{2})$`)
	wordDay  = compiled(`^(\pL{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|'\d{2})$`)
	yearWord = compiled(`^(\d{4})[\s-]+(\pL{3,9})\.?[\s-]+(\d{1,2})$`)
	inHan    = compiled(`^(\d{4})年(\d{1,2})月(\d{1,2})日$`)
	short    = compiled(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{2})$`)
)

// ParseDate reads "2021-09-12", and of other orders what has one reading: "2021/9/12", "12 Sep 2021",
// "12-Sep-21", "September 12, 2021", "12.09.2021", "25/09/2021". "09/12/2021" is refused with both days
// that it may be.
func ParseDate(s string) (Date, error) {
	t := inHan().ReplaceAllString(inLatin(strings.TrimSpace(s)), "$1-$2-$3")
	if m := yearFirst().FindStringSubmatch(t); m != nil && m[2] == m[4] {
		return day(s, m[1], m[3], m[5])
	}
	if m := together().FindStringSubmatch(t); m != nil {
		return day(s, m[1], m[2], m[3])
	}
	if m := dayWord().FindStringSubmatch(t); m != nil && month(m[2]) != "" {
		return day(s, century(m[3]), month(m[2]), m[1])
	}
	if m := wordDay().FindStringSubmatch(t); m != nil && month(m[1]) != "" {
		return day(s, century(m[3]), month(m[1]), m[2])
	}
	if m := yearWord().FindStringSubmatch(t); m != nil && month(m[2]) != "" {
		return day(s, m[1], month(m[2]), m[3])
	}
	if m := yearLast().FindStringSubmatch(t); m != nil && m[2] == m[4] {
		first, _ := strconv.Atoi(m[1])
		second, _ := strconv.Atoi(m[3])
		switch {
		case m[2] == "." || first > 12 || first == second:
			return day(s, m[5], m[3], m[1])
		case second > 12:
			return day(s, m[5], m[1], m[3])
		}
		return 0, whichever(s, [3]string{m[5], m[3], m[1]}, [3]string{m[5], m[1], m[3]})
	}
	if m := short().FindStringSubmatch(t); m != nil {
		return 0, whichever(s, [3]string{century(m[3]), m[2], m[1]}, [3]string{century(m[3]), m[1], m[2]},
			[3]string{century(m[1]), m[2], m[3]})
	}
	if m := dayAndTime().FindStringSubmatch(t); m != nil && len(m[1]) < len(t) {
		if d, err := ParseDate(m[1]); err == nil {
			return 0, &Error{s, "a date", fmt.Sprintf("write %q if that is meant", d)}
		}
	}
	return 0, &Error{s, "a date", `write year-month-day, as in "2021-09-12"`}
}

// dayAndTime finds the day in a point of time, which is another day elsewhere, and behind the name of a
// day of the week.
var dayAndTime = compiled(`^(?:\pL+,?\s+)?(.*?\d{2,4}.*?)(?:[T ,]+\d{1,2}:\d{2}.*)?$`)

// century is a year in full. Two digits are of this century up to 68, as in the C library (POSIX,
// strptime).
func century(year string) string {
	year = strings.TrimPrefix(year, "'")
	switch n, err := strconv.Atoi(year); {
	case err != nil || len(year) == 4:
		return year
	case n < 69:
		return fmt.Sprintf("20%02d", n)
	default:
		return fmt.Sprintf("19%02d", n)
	}
}

// whichever is the error of a text that may be several days: each as it may be written, those that there
// are.
func whichever(text string, all ...[3]string) error {
	var days []string
	for _, d := range all {
		one, err := day(text, d[0], d[1], d[2])
		if written := strconv.Quote(one.String()); err == nil && !slices.Contains(days, written) {
			days = append(days, written)
		}
	}
	switch len(days) {
	case 0:
		return &Error{text, "a date", `write year-month-day, as in "2021-09-12"`}
	case 1:
		return &Error{text, "a date", "write " + days[0] + " if that is meant"}
	}
	last := len(days) - 1
	return &Error{text, "one date", "write " + strings.Join(days[:last], ", ") + " or " + days[last] +
		", whichever is meant"}
}

// ParseISODate reads "2021-09-12" and no other order, for files that programs write (ISO 8601, extended
// form).
func ParseISODate(s string) (Date, error) {
	d, err := ParseDate(s)
	if err == nil && d.String() != strings.TrimSpace(s) {
		return 0, &Error{s, "a date", fmt.Sprintf("write %q", d)}
	}
	return d, err
}

// months are their names in German, French, Spanish, Portuguese, Italian and, as in a date, Russian, where
// they are not the English ones or begin like them.
var months = [...]string{
	"januar janvier enero janeiro gennaio января",
	"februar février febrero fevereiro febbraio февраля",
	"märz mars marzo março марта",
	"avril abril aprile апреля",
	"mai mayo maio maggio мая",
	"juni juin junio junho giugno июня",
	"juli juillet julio julho luglio июля",
	"août agosto августа",
	"sept septembre septiembre setembro settembre сентября",
	"oktober okt octobre octubre outubro ottobre октября",
	"novembre noviembre novembro ноября",
	"dezember dez décembre diciembre dezembro dicembre декабря",
}

// month is the number of a month by its name, of an English one also by the first three letters or more; ""
// if none.
func month(name string) string {
	for m := time.January; m <= time.December; m++ {
		if len(name) >= 3 && len(name) <= len(m.String()) && strings.EqualFold(m.String()[:len(name)], name) {
			return strconv.Itoa(int(m))
		}
	}
	lower := strings.ToLower(name)
	for i, names := range months {
		if slices.Contains(strings.Fields(names), lower) {
			return strconv.Itoa(i + 1)
		}
	}
	return ""
}

// day is the day of year, month and day of the month in digits; text is what was written.
func day(text, year, month, dayOfMonth string) (Date, error) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(dayOfMonth)
	if m < 1 || m > 12 {
		return 0, &Error{
			text,
			"a date",
			fmt.Sprintf(`there is no month %d; write year-month-day, as in "2021-09-12"`, m),
		}
	}
	if last := time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day(); d < 1 || d > last {
		return 0, &Error{
			text,
			"a date",
			fmt.Sprintf(`%s %04d has %d days; write the day, as in "%04d-%02d-%02d"`,
				time.Month(m), y, last, y, m, last),
		}
	}
	return DateOf(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Unix()), nil
}

// DateOf is the UTC day in which the Unix time lies.
func DateOf(unix int64) Date {
	if unix < 0 {
		return Date((unix - 86399) / 86400)
	}
	return Date(unix / 86400)
}

// Unix is the first second of the day.
func (d Date) Unix() int64 { return int64(d) * 86400 }

// String is "2021-09-12".
func (d Date) String() string { return time.Unix(d.Unix(), 0).UTC().Format(time.DateOnly) }
