package backtest

import (
	"math"

	"github.com/assaymining/assay/internal/quantile"
)

// Document is a result as it is published.
type Document struct {
	From      string        `json:"from"`
	To        string        `json:"to"`
	Origins   int           `json:"origins"`
	Paths     int           `json:"paths_per_member"`
	Scores    []scoreRow    `json:"scores"`
	Brier     []Brier       `json:"brier"`
	Forecasts []forecastRow `json:"forecasts,omitempty"`
}

// scoreRow is one row; all but shares are in units of the logarithm.
type scoreRow struct {
	Model       string  `json:"model"`
	Era         string  `json:"era"`
	HorizonDays int     `json:"horizon_days"`
	Target      string  `json:"target"`
	N           int     `json:"n"`
	Independent float64 `json:"independent"`
	CRPS        float64 `json:"crps"`
	Low         float64 `json:"crps_p05"`
	High        float64 `json:"crps_p95"`
	MAE         float64 `json:"mae"`
	Bias        float64 `json:"bias"`
	Cover50     float64 `json:"cover_50"`
	Cover80     float64 `json:"cover_80"`
	Cover90     float64 `json:"cover_90"`
	Width80     float64 `json:"width_80"`
	PIT         [10]int `json:"pit"`
}

// forecastRow is one forecast of the pool and its outcome.
type forecastRow struct {
	AsOf        string    `json:"as_of"`
	HorizonDays int       `json:"horizon_days"`
	Outcome     float64   `json:"ln_dilution"`
	Quantiles   []float64 `json:"q01_to_q99"`
}

// Document publishes the result; quantiles adds each forecast and its outcome.
func (b *Result) Document(quantiles bool) Document {
	d := Document{From: b.Origins[0].Date.String(), To: b.Origins[len(b.Origins)-1].Date.String(),
		Origins: len(b.Origins), Paths: b.Config.Paths, Brier: b.Briers()}
	for _, s := range b.Scores() {
		if s.N == 0 {
			continue
		}
		row := scoreRow{
			Model:       s.Model,
			Era:         s.Era,
			HorizonDays: int(s.Days),
			Target:      "ln dilution",
			N:           s.N,
			Independent: quantile.Significant(s.Independent),
			CRPS:        quantile.Significant(s.CRPS()),
			Low:         quantile.Significant(s.Low),
			High:        quantile.Significant(s.High),
			MAE:         quantile.Significant(s.MAE()),
			Bias:        quantile.Significant(s.Bias()),
			Width80:     quantile.Significant(s.Width()),
			PIT:         s.PITs,
		}
		if s.Dollars {
			row.Target = "ln revenue in dollars"
		}
		row.Cover50, row.Cover80, row.Cover90 = s.Coverage()
		d.Scores = append(d.Scores, row)
	}
	for _, o := range b.Origins {
		for j, days := range Horizons {
			if !quantiles || math.IsNaN(o.Dilution[j]) {
				continue
			}
			f := forecastRow{AsOf: o.Date.String(), HorizonDays: int(days), Outcome: o.Dilution[j]}
			pool := o.Pool(j, false)
			for k := 1; k < 100; k++ {
				f.Quantiles = append(f.Quantiles, quantile.Significant(pool.Quantile(float64(k)/100)))
			}
			d.Forecasts = append(d.Forecasts, f)
		}
	}
	return d
}
