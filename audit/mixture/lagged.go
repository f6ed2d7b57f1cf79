package mixture

import "math"

// Lagged is the lag-1 autocorrelation of values as they come, without going through them again.
type Lagged struct {
	n, sum, squares, cross float64
	first, last            float64
}

// Add takes one more value.
func (l *Lagged) Add(v float64) {
	if l.n == 0 {
		l.first = v
	} else {
		l.cross += v * l.last
	}
	l.n++
	l.sum += v
	l.squares += v * v
	l.last = v
}

// Lag1 is 0 below three values.
func (l *Lagged) Lag1() float64 {
	mean := l.sum / l.n
	own := l.squares - l.n*mean*mean
	if l.n < 3 || !(own > 1e-12*l.squares) {
		return 0
	}
	with := l.cross - mean*(2*l.sum-l.first-l.last) + (l.n-1)*mean*mean
	return with / own
}

// AgainstLasting is how much likelier the values are if days are independent than if they are an AR(1) of
// rho about zero, both of unknown scale (right-Haar prior): (1-rho^2)^((n-1)/2) (Q/S)^(n/2), S the sum of
// squares and Q that of the days' innovations over 1-rho^2. A log.
func (l *Lagged) AgainstLasting(rho float64) float64 {
	if l.n < 3 || !(l.squares > 0) {
		return 0
	}
	return (l.n-1)/2*math.Log(1-rho*rho) + l.n/2*math.Log(l.innovations(rho)/l.squares)
}

// innovations is what the sum of squares of the values becomes if they are an AR(1) of rho about zero: the
// squares of what each day does not have from the day before, over 1-rho^2.
func (l *Lagged) innovations(rho float64) float64 {
	ends := l.squares - l.first*l.first - 2*rho*l.cross + rho*rho*(l.squares-l.last*l.last)
	return l.first*l.first + ends/(1-rho*rho)
}
