package main

import (
	"fmt"
	"io"
	"math"

	"github.com/assaymining/assay/economics/resale"
	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

func run(w io.Writer, indexFile, tokenFile string) error {
	m := newMarkets(market.Embedded())
	index, err := readIndex(indexFile, m)
	if err != nil {
		return err
	}
	tokens, err := readTokens(tokenFile, m)
	if err != nil {
		return err
	}
	fmt.Fprint(w, intro)
	for _, section := range []func() error{
		func() error { return asicSection(w, index, m) },
		func() error { return laterSection(w, index, m) },
		func() error { return tokenSection(w, index, tokens) },
		func() error { return tripSection(w) },
		func() error { return survivalSection(w) },
	} {
		if err := section(); err != nil {
			return err
		}
	}
	return nil
}

func newMarkets(h *market.History) markets {
	m := markets{map[units.Date]float64{}}
	for _, d := range h.Days(h.First(), h.Last()+1) {
		if d.PriceUSD > 0 {
			m.perDay[d.Date] = d.HashpriceUSD()
		}
	}
	return m
}

func asicSection(w io.Writer, qs []quote, m markets) error {
	a, trend, err := ageing.estimate(qs, day(today))
	if err != nil {
		return err
	}
	b, _, err := ageless.estimate(qs, day(today))
	if err != nil {
		return err
	}
	inSample, err := chosen.levels(qs, day(today), 0)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, asicText, a.n, qs[0].date, qs[len(qs)-1].date)
	row := "| %s | %.1f (ln %.3f ± %.2f) | %.3f ± %.3f | %s | %.3f ± %.3f | %.2f |\n"
	fmt.Fprintf(
		w,
		row,
		ageless.name,
		math.Exp(b.coef[0]),
		b.coef[0],
		b.se[0],
		b.coef[1],
		b.se[1],
		"-",
		b.coef[2],
		b.se[2],
		b.rms,
	)
	fmt.Fprintf(
		w,
		row,
		ageing.name,
		math.Exp(a.coef[0]),
		a.coef[0],
		a.se[0],
		a.coef[1],
		a.se[1],
		fmt.Sprintf("%.3f", a.coef[2]),
		a.coef[2],
		a.se[2],
		a.rms,
	)
	mean := func(i int) float64 { return (a.coef[i] + b.coef[i]) / 2 }
	fmt.Fprintf(
		w,
		"| **mean, in use** | %.1f (ln %.3f) | %.3f | %.3f | %.3f | %.2f |\n",
		math.Exp(mean(0)),
		mean(0),
		mean(1),
		a.coef[2]/2,
		mean(2),
		scoreOf(inSample).rms,
	)
	fmt.Fprintf(w, trendText, float64(trend.At2018), 100*(1-math.Exp(-trend.PerYear)))
	for _, last := range []string{"2019-12-31", "2020-12-31", "2021-12-31", "2022-12-31", "2023-12-31"} {
		_, t, err := ageing.estimate(qs, day(last))
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "| %s | %.0f %% |", last, 100*(1-math.Exp(-t.PerYear)))
		for _, v := range []variant{ageless, ageing, chosen} {
			errs, err := v.levels(qs, day(last), day(last)+1)
			if err != nil {
				return err
			}
			s := scoreOf(errs)
			fmt.Fprintf(w, " %.2f (%+.2f) |", s.rms, s.bias)
		}
		fmt.Fprintln(w)
	}
	fmt.Fprint(
		w,
		changesText,
		"| way to predict the change | 26 weeks | 52 weeks | 104 weeks |\n|---|--:|--:|--:|\n",
	)
	for _, v := range variants {
		fmt.Fprintf(w, "| %s |", v.name)
		for _, weeks := range []int{26, 52, 104} {
			errs, err := v.changes(qs, weeks)
			if err != nil {
				return err
			}
			s := scoreOf(errs)
			fmt.Fprintf(w, " %.2f (%+.2f) |", s.rms, s.bias)
		}
		fmt.Fprintln(w)
	}
	return crash(w, qs, m)
}

// crash compares the fall from May 2021 to December 2022 that the press reported with what the model says.
func crash(w io.Writer, qs []quote, m markets) error {
	from, to := day("2021-05-07"), day("2022-12-25")
	hpFrom, _ := m.hashprice(from)
	hpTo, _ := m.hashprice(to)
	fmt.Fprintf(w, crashText, hpFrom, hpTo, 100*(1-hpTo/hpFrom))
	for _, last := range []string{"2019-12-31", "2020-12-31", "2025-01-20"} {
		predict, err := chosen.line(qs, day(last))
		if err != nil {
			return err
		}
		at := func(d units.Date, hp float64) float64 {
			return math.Exp(predict(quote{date: d, jPerTH: 31, hashprice: hp}))
		}
		a, b := at(from, hpFrom), at(to, hpTo)
		fmt.Fprintf(w, "| %s | %.2f | %.2f | %.1f %% |\n", last, a, b, 100*(b/a-1))
	}
	return nil
}

func tokenSection(w io.Writer, index, qs []quote) error {
	machine, err := chosen.line(index, day(today))
	if err != nil {
		return err
	}
	trend, _ := hardware.FrontierTrend(day(today))
	vs := tokenVariants(machine)
	last := vs[len(vs)-1]
	trained, err := last.estimate(qs, day("2025-12-31"), trend)
	if err != nil {
		return err
	}
	full, err := last.estimate(qs, day(today), trend)
	if err != nil {
		return err
	}
	dates := map[units.Date]bool{}
	for _, q := range qs {
		dates[q.date] = true
	}
	fmt.Fprintf(
		w,
		tokenText,
		len(qs),
		len(dates),
		math.Exp(trained.coef[0]),
		trained.coef[0],
		trained.se[0],
		trained.coef[1],
		trained.se[1],
		math.Exp(full.coef[0]),
		full.coef[0],
		full.se[0],
		full.coef[1],
		full.se[1],
	)
	fmt.Fprint(
		w,
		"| fitted on 2024-09 to 2025-12, tried on 2026 | parameters | typical error by day (rms of ln) | bias |\n|---|--:|--:|--:|\n",
	)
	var days []units.Date
	var errs []float64
	for _, v := range vs {
		f, err := v.estimate(qs, day("2025-12-31"), trend)
		if err != nil {
			return err
		}
		if days, errs, err = v.daily(qs, day("2025-12-31"), trend); err != nil {
			return err
		}
		s := scoreOf(errs)
		fmt.Fprintf(w, "| %s | %d | %.2f | %+.2f |\n", v.name, len(f.coef), s.rms, s.bias)
	}
	fmt.Fprint(w, "\nDay by day, the last line:")
	for i, d := range days {
		fmt.Fprintf(w, " %s %+.2f;", d, errs[i])
	}
	fmt.Fprint(w, " ln(modelled/listed). By grade, bias on the days it was fitted to:")
	for _, g := range []struct {
		name   string
		lo, hi float64
	}{{"15-20 J/TH", 15, 20}, {"21-30", 21, 30}, {"31-40", 31, 40}, {"41-50", 41, 50}} {
		var errs []float64
		for _, q := range qs {
			if q.date <= day("2025-12-31") && q.jPerTH >= g.lo && q.jPerTH <= g.hi {
				errs = append(errs, trained.predict(last.terms(q, trend))+last.offset(q)-math.Log(q.usdPerTH))
			}
		}
		fmt.Fprintf(w, " %s %+.2f;", g.name, scoreOf(errs).bias)
	}
	fmt.Fprintf(w, tokenReading, 100*resale.TokenDiscountYield())
	return nil
}
