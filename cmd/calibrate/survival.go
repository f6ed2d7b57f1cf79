package main

import (
	"fmt"
	"io"

	"github.com/assaymining/assay/economics/survival"
	"github.com/assaymining/assay/market"
)

// survivalFile is part of the project: facts from regulators, courts and press, each with its source.
const survivalFile = "economics/survival/testdata/survival.csv"

func survivalSection(w io.Writer) error {
	rows, err := readTable(survivalFile)
	if err != nil {
		return fmt.Errorf("%w (run it at the root of the project)", err)
	}
	lives := map[string][]survival.Lifetime{}
	for _, r := range rows {
		l := survival.Lifetime{Months: number(r["months"]), Stopped: r["event"] == "1"}
		lives[r["label"]] = append(lives[r["label"]], l)
		lives["all"] = append(lives["all"], l)
	}
	fmt.Fprint(
		w,
		survivalText,
		"| providers | watched | stopped | stops a year | median, months | 1 year | 2 years | 3 years |\n|---|--:|--:|--:|--:|--:|--:|--:|\n",
	)
	for _, label := range []string{"real", "fraud", "all"} {
		curve, err := survival.KaplanMeier(lives[label])
		if err != nil {
			return err
		}
		rate, stops, years := survival.StopsPerYear(lives[label])
		fmt.Fprintf(
			w,
			"| %s (%d) | %.1f years | %d | %.3f | %s | %.2f | %.2f | %.2f |\n",
			label,
			len(lives[label]),
			years,
			stops,
			rate,
			median(
				curve,
			),
			survival.ShareAt(curve, 12),
			survival.ShareAt(curve, 24),
			survival.ShareAt(curve, 36),
		)
	}
	fmt.Fprint(
		w,
		hazardText,
		"| trust | median, days | 30 days | 1 year | 2 years | delivered share of a 1-year term | of 2 years |\n|---|--:|--:|--:|--:|--:|--:|\n",
	)
	for _, trust := range []survival.Trust{survival.Verifiable, survival.Unproven, survival.Doubtful, survival.FraudSigns} {
		h, err := survival.Hazard(trust, market.Embedded().Last())
		if err != nil {
			return err
		}
		half := 0
		for h.Survival(float64(half)) > 0.5 {
			half++
		}
		fmt.Fprintf(
			w,
			"| %s | %d | %.2f | %.2f | %.2f | %.2f | %.2f |\n",
			trust,
			half,
			h.Survival(30),
			h.Survival(365.25),
			h.Survival(730.5),
			h.Delivered(365),
			h.Delivered(730),
		)
	}
	fmt.Fprint(w, hazardReading)
	return nil
}

// median is the first time at which half have stopped, where so many have.
func median(curve []survival.Step) string {
	for _, s := range curve {
		if s.Share <= 0.5 {
			return fmt.Sprintf("%.0f", s.Months)
		}
	}
	return "not reached"
}
