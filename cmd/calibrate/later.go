package main

import (
	"fmt"
	"io"
	"math"

	"github.com/assaymining/assay/hardware"
)

// later is a price that no fit has seen.
type later struct {
	quote
	when string
}

// dealers is the asking prices of the catalogue whose machine is not in doubt.
func dealers(m markets) []later {
	var out []later
	for _, p := range hardware.Observed() {
		if p.Machine.Conflict == "" {
			q := quote{
				date:     p.Seen,
				series:   p.Machine.Name(),
				jPerTH:   float64(p.Machine.Efficiency),
				usdPerTH: p.PerTH().Value,
			}
			out = append(out, later{m.at(q), p.When()})
		}
	}
	return out
}

// press is what The Block reported of the index on 2026-09-27 (its 14-19 J/TH figure was doubted by the note
// that quotes it, and is left out).
func press(m markets) []later {
	d := day("2026-09-27")
	var out []later
	for _, q := range []quote{
		{date: d, series: "index, under 14 J/TH", jPerTH: 12.5, usdPerTH: 18.38},
		{date: d, series: "index, 19-25 J/TH", jPerTH: 21.5, usdPerTH: 3.14},
		{date: d, series: "index, 25-38 J/TH", jPerTH: 31, usdPerTH: 1.18},
	} {
		out = append(out, later{m.at(q), d.String()})
	}
	return out
}

// at is q with the hashprice of its day, which must be known.
func (m markets) at(q quote) quote {
	hp, known := m.hashprice(q.date)
	if !known {
		panic("calibrate: no hashprice on " + q.date.String())
	}
	q.hashprice = hp
	return q
}

// laterSection compares the fits with prices that they never saw.
func laterSection(w io.Writer, index []quote, m markets) error {
	fmt.Fprint(
		w,
		laterText,
		"| fitted on 2018-2025 | 2025-02 (17 prices) | 2025-08 (4) | 2026-10 (3) | index of 2026-09 (3) |\n|---|--:|--:|--:|--:|\n",
	)
	for _, v := range variants {
		if v.fixed != nil {
			continue
		}
		predict, err := v.line(index, day(today))
		if err != nil {
			return err
		}
		errs := map[string][]float64{}
		for _, l := range append(dealers(m), press(m)...) {
			errs[l.when] = append(errs[l.when], predict(l.quote)-math.Log(l.usdPerTH))
		}
		fmt.Fprintf(w, "| %s |", v.name)
		for _, when := range []string{"2025-02", "2025-08", "2026-10-03", "2026-09-27"} {
			s := scoreOf(errs[when])
			fmt.Fprintf(w, " %.2f (%+.2f) |", s.rms, s.bias)
		}
		fmt.Fprintln(w)
	}
	predict, err := chosen.line(index, day(today))
	if err != nil {
		return err
	}
	fmt.Fprint(
		w,
		"\nThe model in use, price by price:\n\n| seen | machine | J/TH | hashprice | asked, USD/TH | modelled | ln(modelled/asked) |\n|---|---|--:|--:|--:|--:|--:|\n",
	)
	for _, l := range append(dealers(m), press(m)...) {
		model := math.Exp(predict(l.quote))
		fmt.Fprintf(
			w,
			"| %s | %s | %.4g | %.4f | %.2f | %.2f | %+.2f |\n",
			l.when,
			l.series,
			l.jPerTH,
			l.hashprice,
			l.usdPerTH,
			model,
			math.Log(model/l.usdPerTH),
		)
	}
	fmt.Fprint(w, laterReading)
	return nil
}
