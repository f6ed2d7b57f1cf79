package mixture

import "math"

// What values scatter by is known beforehand: by the usual sd about as often as not, by a tenth or a third of
// it where little is left to scatter, by thrice it where much is. The variance has an inverse gamma prior
// about each, worth usualDays values. Set by simulation on seeds that score nothing.
var (
	usualTimes   = [...]float64{0.1, 1.0 / 3, 1, 10.0 / 3}
	usualWeights = [...]float64{0.05, 0.05, 0.85, 0.05}
)

const usualDays = 10.0

// AgainstUsual is how much likelier the values are by a level on independent days than by an AR(1) of rho
// about zero, when they scatter as such values usually do. The level is mean/sd ~ N(0, g), g of scales by
// weights. A log.
//
// Lasting noise is quiet for a week now and then, and looks like a level: by its own scatter alone nobody can
// tell them.
func (l *Lagged) AgainstUsual(rho, usual float64, scales, weights []float64) float64 {
	if l.n < 2 {
		return 0
	}
	mean := l.sum / l.n
	about := max(l.squares-l.n*mean*mean, 0)
	half := (l.n + usualDays) / 2
	var levels, noises []float64
	for i, times := range usualTimes {
		least := usualDays * times * usual * times * usual
		prior := math.Log(usualWeights[i]) + usualDays/2*math.Log(least)
		noises = append(noises, prior-(l.n-1)/2*math.Log(1-rho*rho)-half*math.Log(least+l.innovations(rho)))
		for j, g := range scales {
			k := 1 + l.n*g
			levels = append(levels, prior+math.Log(weights[j]/math.Sqrt(k))-
				half*math.Log(least+about+l.n*mean*mean/k))
		}
	}
	return LogSum(levels) - LogSum(noises)
}
