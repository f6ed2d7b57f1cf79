package statement

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/assaymining/assay/units"
)

// moment is a time as written.
type moment struct {
	unix   int64 // where the zone is not written: as if it were UTC
	zoned  bool
	isDate bool // a day without a time
}

// order is how a numeric date is written.
type order uint8

const (
	yearFirst  order = iota // 2026-03-01
	dayFirst                // 01.03.2026
	monthFirst              // 03/01/2026
)

// parseMoment reads a date, or a date and time with or without a zone, in the order that the format is
// known to have. A date in another order is refused, not guessed.
func parseMoment(s string, o order) (moment, error) {
	t := strings.TrimSpace(s)
	bad := fmt.Errorf("%q is not a date as this form writes it (%s)", clip(s), [...]string{
		"2026-03-31, with a time 2026-03-31T06:15:00Z", "31.03.2026", "03/31/2026"}[o])
	date, rest := cutDate(t, o)
	year, month, day, ok := splitDate(date, o)
	if !ok {
		if swapped(date, o) {
			return moment{}, &orderError{bad.Error()}
		}
		return moment{}, bad
	}
	if rest == "" {
		return moment{
			unix:   time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix(),
			isDate: true,
		}, nil
	}
	clock, zone := cutClock(rest)
	seconds, ok := splitClock(clock)
	if !ok {
		return moment{}, bad
	}
	offset, zoned, ok := zoneOf(zone)
	if !ok {
		return moment{}, fmt.Errorf("the zone %q of %q is not known; write Z or an offset such as +01:00",
			clip(zone), clip(s))
	}
	unix := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).
		Unix() +
		int64(
			seconds,
		) - int64(
		offset,
	)
	return moment{unix: unix, zoned: zoned}, nil
}

// orderError is a date with day and month the other way round than the form has them: the days up to the
// twelfth of such a file would be read wrong in silence.
type orderError struct{ says string }

// Error is what parseMoment says of the date.
func (e *orderError) Error() string { return e.says }

// swapped reports whether a date is one with day and month exchanged.
func swapped(date string, o order) bool {
	sep := [...]string{"-", ".", "/"}[o]
	parts := strings.Split(date, sep)
	if len(parts) != 3 {
		return false
	}
	if o == yearFirst {
		parts[1], parts[2] = parts[2], parts[1]
	} else {
		parts[0], parts[1] = parts[1], parts[0]
	}
	_, _, _, ok := splitDate(strings.Join(parts, sep), o)
	return ok
}

// cutDate parts the date from what follows: at a T after the first ten characters, or at the space
// after the year.
func cutDate(s string, o order) (date, rest string) {
	if o == yearFirst {
		if len(s) > 10 && (s[10] == 'T' || s[10] == ' ' || s[10] == 't') {
			return s[:10], strings.TrimSpace(s[11:])
		}
		return s, ""
	}
	// "15. 9. 2023 10:00": the date ends with its four-digit year.
	digits := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			digits = 0
			continue
		}
		if digits++; digits == 4 {
			return s[:i+1], strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(s[i+1:]), ","))
		}
	}
	return s, ""
}

func splitDate(s string, o order) (year, month, day int, ok bool) {
	parts := strings.Split(s, [...]string{"-", ".", "/"}[o])
	if len(parts) != 3 {
		return 0, 0, 0, false
	}
	var n [3]int
	for i, p := range parts {
		p = strings.TrimSpace(p)
		v, err := strconv.Atoi(p)
		if err != nil || len(p) > 4 || v < 1 {
			return 0, 0, 0, false
		}
		n[i] = v
	}
	switch o {
	case yearFirst:
		if len(strings.TrimSpace(parts[2])) != 2 {
			return 0, 0, 0, false // a file that was cut ends in 2026-04-2, which was another day
		}
		year, month, day = n[0], n[1], n[2]
	case dayFirst:
		day, month, year = n[0], n[1], n[2]
	default:
		month, day, year = n[0], n[1], n[2]
	}
	if year < 2009 || year > 2200 || month > 12 {
		return 0, 0, 0, false
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return year, month, day, t.Day() == day
}

// cutClock parts "06:15:00" from the zone behind it.
func cutClock(s string) (clock, zone string) {
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == ':' || s[i] == '.' || s[i] == ',') {
		i++
	}
	return s[:i], strings.TrimSpace(s[i:])
}

// splitClock is the second of the day of "06:15" or "06:15:00.123".
func splitClock(s string) (int, bool) {
	if i := strings.IndexAny(s, ".,"); i >= 0 {
		s = s[:i] // parts of a second
	}
	parts := strings.Split(s, ":")
	if len(parts) != 2 && len(parts) != 3 {
		return 0, false
	}
	seconds := 0
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || len(p) > 2 || i == 0 && v > 23 || v > 59 {
			return 0, false
		}
		seconds = seconds*60 + v
	}
	if len(parts) == 2 {
		seconds *= 60
	}
	return seconds, true
}

// zoneOf reads Z, UTC, GMT, +09:00, GMT+1 or +0000 as seconds east; nothing is no zone.
func zoneOf(s string) (offset int, zoned, ok bool) {
	t := strings.ToUpper(strings.TrimSpace(s))
	if t == "" {
		return 0, false, true
	}
	t = strings.TrimPrefix(strings.TrimPrefix(t, "UTC"), "GMT")
	if t == "" || t == "Z" {
		return 0, true, true
	}
	sign := 1
	switch {
	case strings.HasPrefix(t, "+"):
	case strings.HasPrefix(t, "-"):
		sign = -1
	case strings.HasPrefix(t, "−"):
		sign = -1
		t = "-" + strings.TrimPrefix(t, "−")
	default:
		return 0, false, false
	}
	hours, minutes, found := strings.Cut(t[1:], ":")
	if !found && len(hours) == 4 {
		hours, minutes = hours[:2], hours[2:]
	}
	h, err := strconv.Atoi(hours)
	if err != nil || h > 14 || len(hours) > 2 {
		return 0, false, false
	}
	m := 0
	if minutes != "" {
		if m, err = strconv.Atoi(minutes); err != nil || m > 59 || len(minutes) != 2 {
			return 0, false, false
		}
	}
	return sign * (h*3600 + m*60), true, true
}

// unix is the Unix time of m; a time without a zone is of the zone that the reader names, else UTC.
func (b *builder) unix(m moment) int64 {
	if m.zoned || m.isDate {
		return m.unix
	}
	b.local = true
	if b.opt.Zone == nil {
		return m.unix
	}
	t := time.Unix(m.unix, 0).UTC()
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, b.opt.Zone).Unix()
}

// dayOf is the day of mining that begins at a Unix time, which is midnight somewhere: the UTC day whose
// beginning is nearest.
func dayOf(unix int64) units.Date { return units.DateOf(unix + 43_200) }

// plausible reports whether a Unix time lies between 2009 and 2200.
func plausible(unix int64) bool { return unix >= 1_230_768_000 && unix < 7_258_118_400 }
