package forecast

// shipped is the configuration of every forecast, frozen on 2026-11-22.
//
// Windows of one year (growth, noise, volatility, half-life of what was too much) and four years
// (efficiency, hashprice: one halving period); equal weights of three kinds of evidence (last year's
// growth, machines, hashprice); the level's spreads 0.25 and 0.08 a year by judgement; correlation 0.1
// (0.08 to 0.22 measured).
//
// What is known by 2019 decides one figure, CorrectionPull (0.025 against 0.020, some 2 %). Between values
// that it does not tell apart (NoiseEpochs 26 to 104, CorrectionTrend 0.20 to 0.40, DriftSD, TransientSD,
// GrowthPull) the one with intervals that also held in 2016-26 was taken, with sight of those years: the
// widths are calibrated on all years, not purged. backtest.Choose shows what rules choose that see nothing
// after 2019, and docs/backtest.md sets their scores beside these.
//
// Since 2026-11-30 hashrate's level and noise are told from the blocks of each day and not from the means of
// epochs (nowcast.go). That scored better in 2013-2019 too, but was taken with sight of all years.
//
// The price has no spread of drifts: its median stays at every horizon, and its noise is last year's.
var shipped = Parameters{
	MomentumDays:      365,
	TrendDays:         4 * 365,
	AnchorDays:        4 * 365,
	VolatilityDays:    365,
	NoiseEpochs:       26,
	TransientDays:     365,
	GrowthPull:        0.005,
	CorrectionPull:    0.025,
	CorrectionTrend:   0.40,
	CorrectionTrendSD: 0.08,
	AnchorSD:          0.25,
	CorrectionWeight:  1.0 / 3,
	Correlation:       0.1,
}
