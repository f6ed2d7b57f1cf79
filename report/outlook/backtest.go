package outlook

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/assaymining/assay/forecast/backtest"
	"github.com/assaymining/assay/report"
)

// Backtest is the decade and the years since 2020, as plain tables.
func Backtest(b *backtest.Result) string {
	var out strings.Builder
	scores := b.Scores()
	fmt.Fprintf(
		&out,
		"%s from %s to %s, scored on ln(bitcoin mined / what constant difficulty would give).\nCRPS: "+
			"less is better; for a single number it is the mean error. 0.10 is about 10 %%.\n",
		report.Count(len(b.Origins), "forecast"),
		b.Origins[0].Date,
		b.Origins[len(b.Origins)-1].Date,
	)
	for _, era := range backtest.Eras[1:] {
		w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
		fmt.Fprintf(w, "\n%s\tCRPS 1, 2, 3 years\t80 %% interval covers\tbias\n", era.Name)
		for _, name := range slices.Concat(backtest.Models, backtest.Baselines) {
			row := backtest.Select(scores, name, era.Name, false)
			if len(row) == 0 {
				continue
			}
			fmt.Fprintf(
				w,
				"%s\t%s\t%s\t%s\n",
				name,
				joined(row, crpsText),
				joined(row, cover80Text),
				joined(row, biasText),
			)
		}
		_ = w.Flush() // into memory
		fmt.Fprintln(&out, independence(scores, era.Name))
	}
	return out.String()
}

func joined(row []backtest.Score, text func(backtest.Score) string) string {
	var parts []string
	for _, s := range row {
		parts = append(parts, text(s))
	}
	return strings.Join(parts, " / ")
}

func crpsText(s backtest.Score) string { return fmt.Sprintf("%.3f", s.CRPS()) }
func biasText(s backtest.Score) string { return fmt.Sprintf("%+.2f", s.Bias()) }
func maeText(s backtest.Score) string  { return fmt.Sprintf("%.3f", s.MAE()) }
func rangeText(s backtest.Score) string {
	return fmt.Sprintf("%.3f to %.3f", s.Low, s.High)
}

func cover80Text(s backtest.Score) string {
	_, c, _ := s.Coverage()
	return fmt.Sprintf("%.0f %%", 100*c)
}

func coverText(s backtest.Score) string {
	a, b, c := s.Coverage()
	return fmt.Sprintf("%.0f, %.0f, %.0f", 100*a, 100*b, 100*c)
}

// independence says how few outcomes the scores rest on.
func independence(scores []backtest.Score, era string) string {
	row := backtest.Select(scores, backtest.ModelPool, era, false)
	if len(row) == 0 {
		return ""
	}
	return fmt.Sprintf("Windows overlap: these are about %s independent outcomes.",
		joined(row, func(s backtest.Score) string { return fmt.Sprintf("%.0f", s.Independent) }))
}
