package forecast

// Parameters is what the data at an origin do not decide. Shipped are those of every forecast; others serve
// to be scored beside them (package backtest). Every field is an input of FitWith, and none is read from the
// history that a model is fitted to.
type Parameters struct {
	// Windows that end at the origin, in days: of last year's growth, of the efficiency of machines, of the
	// hashprice that the error correction returns to, of the price's volatility.
	MomentumDays, TrendDays, AnchorDays, VolatilityDays int

	NoiseEpochs   int     // how many epochs give hashrate's noise
	TransientDays float64 // half-life of what last year grew beyond the efficiency trend

	// Spreads among paths of lasting growth and of that surplus, per epoch of 14 days.
	DriftSD, TransientSD float64

	// Pulls per epoch: of the two growth members, of the error correction.
	GrowthPull, CorrectionPull float64

	CorrectionTrend, CorrectionTrendSD float64 // fall of the error correction's level per year, and its spread
	AnchorSD                           float64 // spread of that level among paths

	CorrectionWeight float64 // of the error correction in the pool; the growth members share the rest
	Correlation      float64 // of the noises of hashrate and price
	PriceDriftSD     float64 // spread among paths of the price's drift, per year
}

// Shipped is the parameters of every forecast.
func Shipped() Parameters { return shipped }
