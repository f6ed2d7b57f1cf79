package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/units"
)

// readTokens takes every list price whose efficiency is stated. A grade and size that is recorded twice for
// one day counts once, with the price recorded first.
func readTokens(file string, m markets) ([]quote, error) {
	rows, err := readTable(file)
	if err != nil {
		return nil, err
	}
	var out []quote
	seen := map[string]bool{}
	for _, r := range rows {
		d, err := units.ParseDate(r["observed_date"])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		hp, known := m.hashprice(d)
		e, th, p := number(r["efficiency_w_per_th"]), number(r["min_th"]), number(r["usd_per_th"])
		id := strings.Join([]string{r["observed_date"], r["efficiency_w_per_th"], r["min_th"]}, " ")
		if !known || !(e > 0) || !(th > 0) || !(p > 0) || seen[id] {
			continue
		}
		seen[id] = true
		out = append(out, quote{d, fmt.Sprintf("%g %g", e, th), e, hp, p, th})
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: no dated price with an efficiency", file)
	}
	return out, nil
}

// tokenVariant explains ln(price) by terms beside a given offset; every day has the same weight.
type tokenVariant struct {
	name   string
	offset func(q quote) float64
	terms  func(q quote, t hardware.Trend) []float64
}

func none(quote) float64 { return 0 }

// tokenVariants need the machine's fitted price, which is the offset of the last two.
func tokenVariants(machine func(q quote) float64) []tokenVariant {
	return []tokenVariant{
		{
			"hashprice^η",
			none,
			func(q quote, _ hardware.Trend) []float64 { return []float64{1, math.Log(q.hashprice)} },
		},
		{"hashprice^η efficiency^b", none, func(q quote, _ hardware.Trend) []float64 {
			return []float64{1, math.Log(q.hashprice), math.Log(q.jPerTH)}
		}},
		{"hashprice^η (frontier/efficiency)^b", none, powers},
		{"hashprice^η (frontier/efficiency)^b size^c", none, func(q quote, t hardware.Trend) []float64 {
			return append(powers(q, t), math.Log(q.th))
		}},
		{"machine price · markup", machine, func(quote, hardware.Trend) []float64 { return []float64{1} }},
		{
			"**machine price · markup · size^c**",
			machine,
			func(q quote, _ hardware.Trend) []float64 { return []float64{1, math.Log(q.th)} },
		},
	}
}

func (v tokenVariant) estimate(qs []quote, last units.Date, t hardware.Trend) (fit, error) {
	perDay := map[units.Date]float64{}
	for _, q := range qs {
		perDay[q.date]++
	}
	var x [][]float64
	var y []float64
	var cluster []string
	for _, q := range qs {
		if q.date > last {
			continue
		}
		weight := 1 / math.Sqrt(perDay[q.date])
		row := v.terms(q, t)
		for j := range row {
			row[j] *= weight
		}
		x, y = append(x, row), append(y, weight*(math.Log(q.usdPerTH)-v.offset(q)))
		cluster = append(cluster, q.date.String())
	}
	return regress(x, y, cluster)
}

// daily is the mean error of v, fitted up to last, on each later day: ln(modelled / observed).
func (v tokenVariant) daily(
	qs []quote,
	last units.Date,
	t hardware.Trend,
) (days []units.Date, errs []float64, err error) {
	f, err := v.estimate(qs, last, t)
	if err != nil {
		return nil, nil, err
	}
	var count float64
	for _, q := range qs {
		if q.date <= last {
			continue
		}
		if n := len(days); n == 0 || days[n-1] != q.date {
			days, errs, count = append(days, q.date), append(errs, 0), 0
		}
		e := f.predict(v.terms(q, t)) + v.offset(q) - math.Log(q.usdPerTH)
		i := len(errs) - 1
		count++
		errs[i] += (e - errs[i]) / count
	}
	return days, errs, nil
}
