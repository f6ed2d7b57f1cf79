package market

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/units"
)

// Dollars per unit of 22 currencies, the mean of each month since 2011: six significant digits.
//
//go:embed fx_monthly.csv
var fxMonthly string

// MonthlyRate is what a unit of a currency cost in a month, as a mean over its days.
type MonthlyRate struct {
	USDPer float64 // dollars per unit
	Month  string  // "2026-06"
	Source cite.Source
}

// MonthlyRateOf is the rate of the month in which the day lies, else that of the last month before it that
// has one. False where none is known up to that day, and for bitcoin and dollars. It is the last resort: a
// rate of the day itself is better, and one that is months old is told by its Month.
func MonthlyRateOf(c units.Currency, day units.Date) (MonthlyRate, bool) {
	t := monthlyRates()
	column, known := t.columns[c]
	if !known {
		return MonthlyRate{}, false
	}
	month := day.String()[:len("2006-01")]
	for i := len(t.months) - 1; i >= 0; i-- {
		if v := t.rates[i][column]; v > 0 && t.months[i] < month {
			return MonthlyRate{USDPer: v, Month: t.months[i], Source: fxSource()}, true
		}
	}
	return MonthlyRate{}, false
}

func fxSource() cite.Source {
	return cite.Source{What: "monthly mean rates to 2026-06: US Federal Reserve, H.10", Read: "2026-07-21",
		URL: "https://github.com/datasets/exchange-rates", Licence: "PDDL 1.0 (public domain)"}
}

type rateTable struct {
	months  []string
	columns map[units.Currency]int
	rates   [][]float64 // by month, then column; 0: not known
}

var monthlyRates = sync.OnceValue(func() rateTable {
	t, err := parseRates(fxMonthly)
	if err != nil {
		panic("market: embedded rates: " + err.Error())
	}
	return t
})

func parseRates(text string) (rateTable, error) {
	t := rateTable{columns: map[units.Currency]int{}}
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		cells := strings.Split(line, ",")
		if i == 0 {
			for j, c := range cells[1:] {
				t.columns[units.Currency(c)] = j
			}
			continue
		}
		rates := make([]float64, len(t.columns))
		if len(cells) != len(rates)+1 {
			return t, fmt.Errorf("line %d has %d cells", i+1, len(cells))
		}
		for j, cell := range cells[1:] {
			if cell == "" {
				continue
			}
			v, err := strconv.ParseFloat(cell, 64)
			if err != nil || !(v > 0) {
				return t, fmt.Errorf("line %d: %q is no rate", i+1, cell)
			}
			rates[j] = v
		}
		t.months, t.rates = append(t.months, cells[0]), append(t.rates, rates)
	}
	return t, nil
}
