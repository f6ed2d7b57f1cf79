package forecast

// frozen is the configuration of every forecast, frozen on 2026-11-22.
//
// Settled beforehand: windows of one year (growth, noise, volatility, half-life of what was too
// much) and four years (efficiency, hashprice: one halving period); equal weights of three kinds of
// evidence (last year's growth, machines, hashprice); the level's spreads 0.25 and 0.08 a year as
// published estimates have them; correlation 0.1 (0.08 to 0.22 measured).
//
// Chosen on origins whose outcomes were complete by the end of 2019, by the mean of CRPS over
// 0.1 + |outcome|, one at a time: pull2 from 0.010 to 0.030 (0.025 won; 0.020 was 2 to 4 % worse).
// Where 2013-19 was indifferent within about 2 %, the value with the narrower interval: trend2 (0.20
// to 0.40), noiseEpochs (26, 52, 104), driftSD, transientSD, pull1 (0.0025 to 0.02: weak, round).
// The price has no spread of drifts: its median stays at every horizon, and its noise is last
// year's. docs/backtest.md says how far this may be trusted.
var frozen = hyper{
	momentumDays: 365, trendDays: 4 * 365, anchorDays: 4 * 365, volatilityDays: 365,
	noiseEpochs: 26, transientDays: 365,
	pull1: 0.005, pull2: 0.025, trend2: 0.40, trend2SD: 0.08, anchorSD: 0.25,
	weight2: 1.0 / 3, corr: 0.1,
}
