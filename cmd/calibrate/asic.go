package main

import (
	"fmt"
	"math"
	"slices"

	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/units"
)

// band is one column of the price index and the efficiency that stands for it: the machine of the band
// that sold most (S21 17.5, S19 XP 21.5, S19j Pro and S19 about 31, S17 and M20S about 50, S9 about 95 J/TH).
type band struct {
	column string
	jPerTH float64
}

var bands = []band{
	{"usd_per_th_under19", 17.5},
	{"usd_per_th_19to25", 21.5},
	{"usd_per_th_25to38", 31},
	{"usd_per_th_38to68", 50},
	{"usd_per_th_over68", 95},
}

// quote is one observed price per TH/s with what was known on its day.
type quote struct {
	date      units.Date
	series    string  // observations of one series can be compared over time
	jPerTH    float64 // of the machine
	hashprice float64 // USD per TH/s and day, mean of the 7 days to date
	usdPerTH  float64
	th        float64 // size of the lot in TH/s, 0 if it plays no part
}

// lastWeekly is where the weekly index ends; the few points behind it are for checking alone.
const lastWeekly = "2025-01-20"

// readIndex takes every Monday of the index (weekly figures are repeated daily in it).
func readIndex(file string, m markets) ([]quote, error) {
	rows, err := readTable(file)
	if err != nil {
		return nil, err
	}
	var out []quote
	for _, r := range rows {
		d, err := units.ParseDate(r["date"])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		hp, known := m.hashprice(d)
		monday := (d+3)%7 == 0 // 1970-01-01 was a Thursday
		if !monday || !known || d > day(lastWeekly) {
			continue
		}
		for _, b := range bands {
			if p := number(r[b.column]); p > 0 {
				out = append(out, quote{d, b.column, b.jPerTH, hp, p, 0})
			}
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf(
			"%s: no price on a Monday in the columns date, %s and those after it",
			file,
			bands[0].column,
		)
	}
	return out, nil
}

// variant is one way to explain the logarithm of a price.
type variant struct {
	name    string
	terms   func(q quote, t hardware.Trend) []float64 // regressors
	fixed   []float64                                 // coefficients that are not fitted, or nil
	members []variant                                 // a pool: the mean of the members' logarithms
}

func years(d units.Date) float64 { return float64(d-day("2018-01-01")) / 365.25 }

// powers is the member of the chosen model in which machines age by the efficiency of newer ones.
func powers(q quote, t hardware.Trend) []float64 {
	return []float64{1, math.Log(q.hashprice), math.Log(float64(t.JPerTH(q.date)) / q.jPerTH)}
}

// The two members and the model of resale.ASICPricePerTH, the mean of their logarithms.
var (
	ageless = variant{name: "hashprice^η efficiency^-b", terms: func(q quote, _ hardware.Trend) []float64 {
		return []float64{1, math.Log(q.hashprice), -math.Log(q.jPerTH)}
	}}
	ageing = variant{name: "hashprice^η (frontier/efficiency)^b", terms: powers}
	chosen = variant{name: "**mean of these two**", members: []variant{ageless, ageing}}
)

// keptShare is the value of the option to mine for one period as a share of revenue, for power at 0.05
// USD/kWh and a standard deviation of 0.8 in the logarithm (Black 1976): one for free power, falling to
// zero.
func keptShare(q quote) float64 {
	const sd = 0.8
	cost := q.jPerTH * 0.024 * 0.05 / q.hashprice
	d := (-math.Log(cost) + sd*sd/2) / sd
	cdf := func(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }
	return cdf(d) - cost*cdf(d-sd)
}

var variants = []variant{
	{
		name:  "the price stays",
		terms: func(quote, hardware.Trend) []float64 { return []float64{0} },
		fixed: []float64{0},
	},
	{
		name:  "20 % off a year",
		terms: func(q quote, _ hardware.Trend) []float64 { return []float64{years(q.date)} },
		fixed: []float64{math.Log(0.80)},
	},
	{
		name:  "33 % off a year",
		terms: func(q quote, _ hardware.Trend) []float64 { return []float64{years(q.date)} },
		fixed: []float64{math.Log(0.67)},
	},
	{
		name:  "in step with hashprice, nothing fitted",
		terms: func(q quote, _ hardware.Trend) []float64 { return []float64{math.Log(q.hashprice)} },
		fixed: []float64{1},
	},
	{
		name:  "hashprice^η",
		terms: func(q quote, _ hardware.Trend) []float64 { return []float64{1, math.Log(q.hashprice)} },
	},
	{name: "option to mine: hashprice · kept share", terms: func(q quote, _ hardware.Trend) []float64 {
		return []float64{math.Log(q.hashprice) + math.Log(keptShare(q))}
	}, fixed: []float64{1}},
	{name: "hashprice^η (kept share)^a", terms: func(q quote, _ hardware.Trend) []float64 {
		return []float64{1, math.Log(q.hashprice), math.Log(keptShare(q))}
	}},
	ageless,
	ageing,
	chosen,
}

// today is the end of the machine catalogue.
const today = "2026-10-03"

// estimate fits v to the quotes up to and including last, with the frontier as known then.
func (v variant) estimate(qs []quote, last units.Date) (fit, hardware.Trend, error) {
	trend, ok := hardware.FrontierTrend(last)
	if !ok {
		return fit{}, trend, fmt.Errorf("no efficiency trend on %s", last)
	}
	if v.fixed != nil {
		return fit{coef: v.fixed}, trend, nil
	}
	var x [][]float64
	var y []float64
	var cluster []string
	for _, q := range qs {
		if q.date <= last {
			x, y = append(x, v.terms(q, trend)), append(y, math.Log(q.usdPerTH))
			cluster = append(cluster, halfYear(q.date))
		}
	}
	f, err := regress(x, y, cluster)
	return f, trend, err
}

func halfYear(d units.Date) string {
	s := d.String()
	if s[5:7] <= "06" {
		return s[:4] + "a"
	}
	return s[:4] + "b"
}

// line predicts the logarithm of a price.
type line func(q quote) float64

// line is v fitted to the quotes up to and including last.
func (v variant) line(qs []quote, last units.Date) (line, error) {
	if v.members == nil {
		f, trend, err := v.estimate(qs, last)
		return func(q quote) float64 { return f.predict(v.terms(q, trend)) }, err
	}
	var lines []line
	for _, m := range v.members {
		l, err := m.line(qs, last)
		if err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return func(q quote) float64 {
		sum := 0.0
		for _, l := range lines {
			sum += l(q)
		}
		return sum / float64(len(lines))
	}, nil
}

// levels is the error of v, fitted up to last, on quotes from a later day on: ln(modelled / observed).
func (v variant) levels(qs []quote, last, from units.Date) ([]float64, error) {
	predict, err := v.line(qs, last)
	if err != nil {
		return nil, err
	}
	var errs []float64
	for _, q := range qs {
		if q.date >= from {
			errs = append(errs, predict(q)-math.Log(q.usdPerTH))
		}
	}
	return errs, nil
}

// changes is the walk-forward test of v: at each quarter from 2020 to 2024 it is fitted to what was known,
// and the change of each band's price over the next weeks is predicted from the hashprice that came.
// Errors are predicted less observed change of the logarithm.
func (v variant) changes(qs []quote, weeks int) ([]float64, error) {
	var errs []float64
	for year := 2020; year <= 2024; year++ {
		for month := 1; month <= 12; month += 3 {
			origin := day(fmt.Sprintf("%d-%02d-01", year, month))
			predict, err := v.line(qs, origin)
			if err != nil {
				return nil, err
			}
			for _, b := range bands {
				from, ok := latest(qs, b.column, origin)
				i := slices.IndexFunc(
					qs,
					func(q quote) bool { return q.series == b.column && q.date == from.date+units.Date(7*weeks) },
				)
				if !ok || i < 0 {
					continue
				}
				to := qs[i]
				errs = append(errs, predict(to)-predict(from)-math.Log(to.usdPerTH/from.usdPerTH))
			}
		}
	}
	return errs, nil
}

// latest is the last quote of a series in the ten days to d.
func latest(qs []quote, series string, d units.Date) (best quote, ok bool) {
	for _, q := range qs {
		if q.series == series && q.date <= d && d-q.date < 10 {
			best, ok = q, true
		}
	}
	return best, ok
}
