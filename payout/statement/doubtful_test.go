package statement

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// daily is a plain form of so many days of credits.
func daily(days int, amount func(i int) string) string {
	var b strings.Builder
	b.WriteString(PlainHeader + "\n")
	at := time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range days {
		fmt.Fprintf(&b, "%s,%s,BTC,credit,,,\n", at.AddDate(0, 0, i).Format("2006-01-02"), amount(i))
	}
	return b.String()
}

// TestAmountsOfYears: in years difficulty and halvings take honest amounts as far apart as units are; from
// one row to the next nothing does.
func TestAmountsOfYears(t *testing.T) {
	falls := func(i int) float64 { // by ten every 500 days: by 10^8 in all
		v := 1000.0
		for range i / 5 {
			v *= 0.97724
		}
		return v
	}
	plain := func(i int) string { return fmt.Sprintf("%.8f", falls(i)) }
	s, err := Read("f", strings.NewReader(daily(4000, plain)), Options{})
	if err != nil || len(s.Refused) > 0 {
		t.Fatalf("%v, refused %v", err, s.Refused[0])
	}
	for name, c := range map[string]struct {
		amount  func(i int) string
		refused int
		err     string
	}{
		"four days in millibitcoin": {refused: 4, amount: func(i int) string {
			if i >= 2000 && i < 2004 {
				return fmt.Sprintf("%.5f", falls(i)*1e3)
			}
			return plain(i)
		}},
		"fifteen days in millibitcoin": {err: "from about here on", amount: func(i int) string {
			if i >= 2000 && i < 2015 {
				return fmt.Sprintf("%.5f", falls(i)*1e3)
			}
			return plain(i)
		}},
		"the second half in millibitcoin": {err: "from about here on", amount: func(i int) string {
			if i >= 2000 {
				return fmt.Sprintf("%.5f", falls(i)*1e3)
			}
			return plain(i)
		}},
	} {
		s, err := Read("f", strings.NewReader(daily(3000, c.amount)), Options{})
		switch {
		case c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)):
			t.Errorf("%s: %v, want %q", name, err, c.err)
		case c.err == "" && (err != nil || len(s.Refused) != c.refused):
			t.Errorf("%s: %v, %v", name, err, s)
		}
	}
}

// TestRoundedAmounts: amounts that a spreadsheet rounded are refused, and round ones that are exact are not
// where they are written so that it shows.
func TestRoundedAmounts(t *testing.T) {
	for text, want := range map[string]string{
		"0.0001": "they were rounded", "0.000107": "they were rounded", "0.00": "they were rounded",
		"0.00010700": "", "0": "", "0.01": "", "1.07E-04": "a number as a spreadsheet shows it",
	} {
		days := 20
		amount := func(i int) string {
			if text == "0.01" { // among finer ones of its size
				return [...]string{"0.01", "0.01003541"}[i%2]
			}
			return text
		}
		_, err := Read("f", strings.NewReader(daily(days, amount)), Options{})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
	text := strings.ReplaceAll(daily(20, func(int) string { return "10000" }), "BTC", "sat")
	if _, err := Read("f", strings.NewReader(text), Options{}); err != nil {
		t.Errorf("exact, in satoshi: %v", err)
	}
}

// TestStrayDate: one row whose year is wrong is refused, wherever it stands between some others; what was
// added at an end is not.
func TestStrayDate(t *testing.T) {
	whole := daily(60, func(i int) string { return fmt.Sprintf("0.0001%04d", 1000+i) })
	lines := strings.SplitAfter(whole, "\n")
	for _, at := range []int{3, 30, 59} {
		changed := append([]string{}, lines...)
		changed[at] = strings.Replace(changed[at], "2014-", "2013-", 1)
		s, err := Read("f", strings.NewReader(strings.Join(changed, "")), Options{})
		if err != nil || len(s.Refused) != 1 || s.Refused[0].Row != at+1 ||
			!strings.Contains(s.Refused[0].Why, "is its year right") {
			t.Errorf("row %d: %v, %v", at+1, err, s.Refused)
		}
	}
	moved := append(append([]string{lines[0]}, lines[7:]...), lines[1:7]...)
	if s, err := Read("f", strings.NewReader(strings.Join(moved, "")), Options{}); err != nil ||
		len(s.Refused) > 0 {
		t.Errorf("six days added below: %v, %v", err, s.Refused)
	}
}

// TestLost: of what is refused an amount may be missing, but not of what was counted once already, nor of
// lines without a date.
func TestLost(t *testing.T) {
	whole := daily(20, func(i int) string { return fmt.Sprintf("0.0001%04d", 1000+i) })
	for more, want := range map[string]int{
		"":                                      0,
		"Total,0.0020\n":                        0,
		"Page 1 of 1\n":                         0,
		"2014-01-03,0.00011002,BTC,credit,,,\n": 0,
		"2014-01-30,?,BTC,credit,,,\n":          1,
		"2014-01-30,0.00011002\n":               1,
	} {
		s, err := Read("f", strings.NewReader(whole+more), Options{})
		if err != nil || s.Lost != want || (more != "") != (len(s.Refused) == 1) {
			t.Errorf("%q: %v, %d lost, want %d, of %v", more, err, s.Lost, want, s.Refused)
		}
	}
}
