package forecast

// frozen is the configuration of every forecast.
var frozen = hyper{
	momentumDays: 365, trendDays: 4 * 365, anchorDays: 4 * 365, volatilityDays: 365,
	noiseEpochs: 52, share: 0.5, transientDays: 365,
	driftSD: 0.006, transientSD: 0.006,
	pull1: 0.01, pull2: 0.02, trend2: 0.30, trend2SD: 0.08, anchorSD: 0.15,
	luck: 1, weight2: 1.0 / 3, corr: 0.1,
}

func median(x []float64) float64 {
	return quantile(x, 0.5)
}
