package outlook

import (
	"bytes"
	"fmt"
	"math"
	"slices"

	"github.com/assaymining/assay/forecast/backtest"
	"github.com/assaymining/assay/units"
)

// BacktestPage is docs/backtest.md, without its charts (report/chart).
func BacktestPage(b *backtest.Result, rules []backtest.Chosen) []byte {
	var w bytes.Buffer
	scores := b.Scores()
	fmt.Fprintf(
		&w,
		backtestIntro,
		len(b.Origins),
		b.Origins[0].Date,
		b.Origins[len(b.Origins)-1].Date,
		b.Last,
		b.Config.Paths,
	)
	for _, era := range slices.Backward(backtest.Eras) {
		fmt.Fprintf(
			&w,
			"\n### %s\n\n| model | CRPS 1 / 2 / 3 years | 90 %% range of it | error of the median | "+
				"bias | 50, 80, 90 %% intervals cover (%%) |\n|---|---|---|---|---|---|\n",
			era.Name,
		)
		for _, name := range slices.Concat(backtest.Models, backtest.Baselines) {
			row := backtest.Select(scores, name, era.Name, false)
			if len(row) == 0 {
				continue
			}
			fmt.Fprintf(
				&w,
				"| %s | %s | %s | %s | %s | %s |\n",
				name,
				joined(row, crpsText),
				joined(row, rangeText),
				joined(row, maeText),
				joined(row, biasText),
				joined(row, coverText),
			)
		}
		fmt.Fprintf(
			&w,
			"\n%s Width of the pool's 80 %% interval: %s.\n",
			independence(scores, era.Name),
			joined(
				backtest.Select(scores, backtest.ModelPool, era.Name, false),
				func(s backtest.Score) string { return fmt.Sprintf("%.2f", s.Width()) },
			),
		)
	}
	writeRules(&w, scores, rules)
	writeSkill(&w, scores)
	writeDollars(&w, scores)
	writeBrier(&w, b)
	fmt.Fprint(&w, backtestCharts)
	writeShocks(&w, b)
	if len(b.Nowcasts) > 0 {
		fmt.Fprintf(&w, backtestNowcasts, backtest.NowcastTable(b.Nowcasts))
	}
	fmt.Fprint(&w, backtestReading)
	return w.Bytes()
}

func writeSkill(w *bytes.Buffer, scores []backtest.Score) {
	era := backtest.Eras[2].Name
	mine := backtest.Select(scores, backtest.ModelPool, era, false)
	fmt.Fprintf(
		w,
		"\n## Skill against what calculators use, %s\n\nHow much lower the pool's CRPS is; negative: "+
			"the other was better.\n\n| against | 1 / 2 / 3 years |\n|---|---|\n",
		era,
	)
	for _, name := range backtest.Baselines {
		other := backtest.Select(scores, name, era, false)
		if len(other) != len(mine) {
			continue
		}
		fmt.Fprintf(w, "| %s |", name)
		for j := range mine {
			sep := " /"
			if j == 0 {
				sep = ""
			}
			fmt.Fprintf(w, "%s %+.0f %%", sep, 100*(1-mine[j].CRPS()/other[j].CRPS()))
		}
		fmt.Fprintln(w, " |")
	}
}

// writeRules sets the configurations that rules chose beside the one that ships.
func writeRules(w *bytes.Buffer, scores []backtest.Score, rules []backtest.Chosen) {
	fmt.Fprint(w, backtestRules)
	for _, r := range rules {
		for _, s := range r.Steps {
			if s.Round == 2 && s.Taken {
				fmt.Fprintf(w, "- %s, %s: %g\n", r.Name, s.Figure, s.Value)
			}
		}
	}
	for _, era := range slices.Backward(backtest.Eras) {
		fmt.Fprintf(
			w,
			"\n| %s | CRPS 1 / 2 / 3 years | bias | 50, 80, 90 %% intervals cover (%%) "+
				"|\n|---|---|---|---|\n",
			era.Name,
		)
		all := append([]backtest.Chosen{{Name: backtest.ModelPool, Scores: scores}}, rules...)
		for _, r := range all {
			if row := backtest.Select(r.Scores, backtest.ModelPool, era.Name, false); len(row) > 0 {
				fmt.Fprintf(
					w,
					"| %s | %s | %s | %s |\n",
					r.Name,
					joined(row, crpsText),
					joined(row, biasText),
					joined(row, coverText),
				)
			}
		}
	}
}

func writeDollars(w *bytes.Buffer, scores []backtest.Score) {
	fmt.Fprint(w, backtestDollars)
	for _, era := range slices.Backward(backtest.Eras) {
		fmt.Fprintf(
			w,
			"\n| %s, in dollars | CRPS 1 / 2 / 3 years | bias | 50, 80, 90 %% intervals cover (%%) "+
				"|\n|---|---|---|---|\n",
			era.Name,
		)
		for _, name := range backtest.Models {
			if row := backtest.Select(scores, name, era.Name, true); len(row) > 0 {
				fmt.Fprintf(
					w,
					"| %s | %s | %s | %s |\n",
					name,
					joined(row, crpsText),
					joined(row, biasText),
					joined(row, coverText),
				)
			}
		}
	}
}

func writeBrier(w *bytes.Buffer, b *backtest.Result) {
	fmt.Fprint(w, backtestBrier)
	for _, r := range b.Briers() {
		if r.N > 0 {
			fmt.Fprintf(
				w,
				"| %s | %s | %.0f %% | %.0f %% | %.3f | %.3f | %.3f |\n",
				r.Contract,
				r.Era,
				100*r.Beat,
				100*r.Forecast,
				r.Score,
				r.Base,
				r.Constant,
			)
		}
	}
}

// shocks are the days on which a forecast could not know what was about to come.
var shocks = []struct {
	asOf units.Date
	what string
}{
	{17167, "2017: price and hashrate boom"},
	{18750, "2021: China bans mining; difficulty falls 45 % in seven weeks"},
	{18992, "2022: price falls 65 %, hashrate keeps growing"},
	{20254, "2026, first half: difficulty falls"},
}

func writeShocks(w *bytes.Buffer, b *backtest.Result) {
	fmt.Fprint(
		w,
		"\n## Shocks, never averaged away\n\nForecast of one year from shortly before: bitcoin mined, "+
			"as a share of what constant difficulty would give.\n\n| as of | what came | outcome | 5 % "+
			"| median | 95 % | outcome's place in the forecast |\n|---|---|---|---|---|---|---|\n",
	)
	for _, s := range shocks {
		at, _ := slices.BinarySearchFunc(
			b.Origins,
			s.asOf,
			func(o *backtest.Origin, d units.Date) int { return int(o.Date - d) },
		)
		if at == len(b.Origins) || b.Origins[at].Date > s.asOf+90 {
			continue
		}
		o := b.Origins[at]
		pool := o.Pool(0, false)
		share := func(x float64) string { return fmt.Sprintf("%.0f %%", 100*math.Exp(x)) }
		fmt.Fprintf(
			w,
			"| %s | %s | %s | %s | %s | %s | %.0f %% |\n",
			o.Date,
			s.what,
			share(o.Dilution[0]),
			share(pool.Quantile(0.05)),
			share(pool.Quantile(0.5)),
			share(pool.Quantile(0.95)),
			100*pool.PIT(o.Dilution[0]),
		)
	}
}

const backtestIntro = `# How right the forecasts have been

*Written by "go run ./cmd/docs -all"; the figures are not edited by hand.*

%d forecasts, one from the first day of every difficulty epoch from %s to %s, each made with
what was known that day, against what came up to %s. %d simulated markets per member of the pool.

- **Target**: ln of *dilution*, bitcoin mined from subsidy over 365, 730 and 1,095 days over the same at
  constant difficulty and subsidy. Halvings are in, fees and uptime out. 0.10 is about 10 %%.
- **CRPS** is the mean distance between forecast and outcome, counting width and place; for a single
  number it is the absolute error. Less is better.
- **Few outcomes.** Windows overlap: a decade holds about ten independent outcomes of one year, five of
  two, three of three. The ranges are 5 to 95 %% of a bootstrap of whole years of origins; even they
  flatter at three years, where neighbouring years share most of their outcome.
- **What is purged, and what is not.** What a model learns at an origin comes from outcomes complete by
  then. Its configuration was frozen on 2026-11-22 (forecast/frozen.go); since 2026-11-30 hashrate's level
  and noise come from the blocks of each day. The kind of model was settled by people who had seen all
  years, and the widths of its intervals are calibrated on all years: read the coverage below as a fit, not
  as a test. The section "Chosen by rule alone" gives the scores of configurations that no person chose and
  that saw nothing after 2019: claims of skill rest on those.

## Scores
`

const backtestRules = `
## Chosen by rule alone

Seven figures of the configuration, searched one at a time from published values, two rounds, on outcomes
complete by the end of 2019 and nothing later, by the mean of CRPS over 0.1 + |outcome| (every third epoch;
"assay backtest" can print each step). One rule takes the lowest loss. The other takes the preferred
value (none of a spread that may not be needed, else the published one) unless it is 2 % worse. They
chose:

`

const backtestDollars = `
## In dollars

ln of revenue from the subsidy over the same at the day's difficulty, subsidy and price. The price is not
predicted: at every horizon half of the paths end above today's. Since the price rose in most years, every
product of "bitcoin mined" and "price" was too low, by the bias below; no width repairs a centre.

One model escapes: hashprice that returns to its mean of two years, by 2 % of the gap an epoch (half of it
in 16 months; Kristoufek 2020 finds "several months up to a year"). It expects too little difficulty (its
scores in bitcoin, above, are poor): two errors that cancelled. It is used for hashprice in dollars alone,
never for bitcoin, and **its choice was made with sight of 2016-2026**: on 2013-2019 alone, last table, the
error correction would have been chosen.
`

const backtestBrier = `
## Will it beat buying?

Three canonical contracts of one year; prices in shares of what constant conditions would earn. "Brier" is
the mean squared error of the forecast probability; "base rate" that of always stating the share that did
beat buying, known only with hindsight; "constant" that of a calculator, which always says yes.

| contract | span | did beat buying | forecast | Brier | base rate | constant |
|---|---|---|---|---|---|---|
`

const backtestCharts = `
## Forecast and outcome

Bands: 50, 80 and 90 % intervals by the day of forecast; dots: what came.

![One year](backtest-365.svg)
![Two years](backtest-730.svg)
![Three years](backtest-1095.svg)

Where outcomes fell in their forecasts (PIT, tenths, 2016-2026; flat is calibrated):

![Where outcomes fell in their forecasts](backtest-pit.svg)
`

const backtestNowcasts = `
## The next retarget

How well the change of difficulty at the end of the running epoch is told, in points of per cent, from what
was known at the end of a day: every epoch from 2021 that has ended. Beside it the plain formula, which takes
the pace so far for the pace to come. The filter goes through the blocks of each day, and its noise is the one
under which the days of the year before are likeliest: no figure of it was fitted to these epochs, but that it
goes by days and not by epochs was decided with sight of them.

%s`

const backtestReading = `
## Reading

- **Good** at what calculators do badly: constant difficulty has overstated the bitcoin of every span, and
  a trailing month or an exponential fit can be worse than no model. Against the usual Monte Carlo (a
  random walk with last year's drift) the gain is small at one year and a quarter at three.
- **No better than a well-chosen constant.** In 2020-2026 "+3 % a month" scores as well as the pool, and its
  median was closer. It was chosen with hindsight, fails before 2020 and has no interval. What the pool adds
  is that nobody had to know the right constant, and an interval that held.
- **Intervals** of what ships hold in 2016-2026 because they were calibrated there; in 2020-2026 they were
  somewhat too wide, in 2013-2019 far too narrow. A rule that sees nothing after 2019 gives nearly the same
  place (CRPS) and intervals that are too wide: sight of later years bought width, not aim.
- **Missed**: the boom of 2013-14, when machines made for mining arrived, is far outside. The ban of May
  2021 ended above the 95th percentile. The falls of 2022's
  price and of 2026's difficulty were inside; nobody should read that as foresight.
- **Tried**, and in the tables: each member alone; halves; weights learnt from the members' own past scores
  (they follow the winner of the last regime: worse at two and three years); width learnt from own past
  errors (no gain: its memory lags); hashprice returning to its mean (best in dollars, poor in bitcoin).
  A price whose drifts spread wider upwards than downwards did better in dollars (about .26 / .35 / .39 in
  a trial of 2026-11-22, not run again here), and was refused: two paths in three then end above today's
  price, which is a prediction.
`
