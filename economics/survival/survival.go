// Package survival says how likely a seller is to stop paying for good, and what is then left of a contract.
//
// Hazard gives a Model for each verdict on trust, from lists of sellers that stopped (docs/residuals.md).
// Vanish cuts each simulated path at a day drawn from it. KaplanMeier and StopsPerYear are how the lists
// were read.
//
// It refuses to tell apart what cannot be: an unproven seller and an unknown one have the same model.
//
// Nothing in it is promised to other modules.
package survival

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/units"
)

// Model is how likely a seller is to stop paying for good, by time. Obtain it from Hazard.
type Model struct {
	// Basis says in words on what evidence the model stands.
	Basis string
	// A Weibull law: H(t) = (t/scale)^shape, t in days. Used where gammaStops is 0.
	shape, scaleDays float64
	// A constant rate that is itself uncertain, Gamma(stops, years): H(t) = stops * ln(1 + t/years).
	gammaStops, gammaDays float64
}

const hazardYearDays = 365.25

// The evidence behind each class. All of it leans to the kind side: sellers that vanished unnamed are in no
// list.
const (
	// Gamma(2, 10 years) for a provider whose hashrate can be verified: a mean of 0.2 stops a year, near
	// the 18 stops in about 95 platform-years of 24 named platforms (0.19; many of the dates unchecked) and
	// the 6 in 41.5 years of the real providers of testdata/survival.csv (0.14).
	verifiableStops, verifiableYears = 2, 10
	// Weibull law of high-yield programmes, through (28 d, 0.50) and (90 d, 0.25) of 1,576 of them (Moore,
	// Han and Clayton, FC 2012, as reported by blog.hyip.com 2016-05): 12 in 100 were alive at the end.
	hyipShape, hyipScaleDays = 0.5937, 51.91
)

// Trust is how far a seller is trusted to mine at all: the word of a verdict on trust.
type Trust string

// The words of trust. The zero value is none of them: who asks for a hazard has to say what is known.
const (
	Verifiable Trust = "verifiable"
	Unproven   Trust = "unproven"
	Doubtful   Trust = "doubtful"
	FraudSigns Trust = "fraud_signs"
	NotKnown   Trust = "unknown"
)

// Hazard is the model for a verdict on trust on a day, of what was known by then. Unproven and unknown are
// the same: what cannot be told apart is not. It is not Known where too little was. Any other word is an
// error.
func Hazard(trust Trust, day units.Date) (Model, error) {
	switch trust {
	case Verifiable:
		return Model{Basis: "your hashrate can be checked at a pool: prior of 2 stops in 10 years",
			gammaStops: verifiableStops, gammaDays: verifiableYears * hazardYearDays}, nil
	case Unproven, NotKnown:
		return ofList(day, false, "nothing shows whether anyone mines: all providers of the survival "+
			"list, real and fraud"), nil
	case Doubtful:
		return ofList(day, true, "doubtful: as the frauds of the survival list"), nil
	case FraudSigns:
		return programmes(day, "signs of fraud: as 1,576 high-yield programmes, half of which lasted "+
			"28 days"), nil
	}
	return Model{}, fmt.Errorf("no hazard is known for a seller whose trust is %q", trust)
}

// Promised is the model for a plan whose rate the seller promises, whatever is thought of the seller: that of
// the high-yield programmes, of which a mining pool or a farm is none.
func Promised(day units.Date) Model {
	return programmes(day, "a rate promised by the day: as 1,576 high-yield programmes, half of which "+
		"lasted 28 days")
}

// Known reports whether anything was known that a model could stand on.
func (m Model) Known() bool { return m.Basis != "" }

// ofList is the rate at which providers of the list had stopped by a day.
func ofList(day units.Date, frauds bool, basis string) Model {
	stops, months := stopsBy(day, frauds)
	if stops < leastStops {
		return Model{}
	}
	perYear := float64(stops) * 12 / float64(months)
	whole, _ := stopsBy(units.Date(math.MaxInt16), frauds)
	if stops < whole {
		basis += fmt.Sprintf(", as known by that day (%d stops)", stops)
	}
	return constantHazard(perYear, fmt.Sprintf("%s, %s stops a year", basis, units.Format(perYear, 2)))
}

// programmes is the law of high-yield programmes, which was published in 2012.
func programmes(day units.Date, basis string) Model {
	if day.String() < "2012-03" {
		return Model{}
	}
	return Model{Basis: basis, shape: hyipShape, scaleDays: hyipScaleDays}
}

func constantHazard(perYear float64, basis string) Model {
	return Model{Basis: basis, shape: 1, scaleDays: hazardYearDays / perYear}
}

// cumulativeHazard is H(day), the integral of the rate from purchase to day days after it; the share of
// sellers still paying is exp(-H). Zero at 0 and for earlier days, never falling.
func (m Model) cumulativeHazard(day float64) float64 {
	if !(day > 0) {
		return 0
	}
	if m.gammaStops > 0 {
		return m.gammaStops * math.Log1p(day/m.gammaDays)
	}
	if m.shape == 1 {
		return day / m.scaleDays
	}
	return math.Pow(day/m.scaleDays, m.shape)
}

// Survival is the share still paying day days after purchase.
func (m Model) Survival(day float64) float64 { return math.Exp(-m.cumulativeHazard(day)) }

// increments is the hazard of each of the first n days, H(i+1) - H(i); their sum is H(n). A simulation
// multiplies each by wrongWay of its path and day, and ends the contract where the running sum
// passes an exponential draw of mean 1.
func (m Model) increments(n int) []float64 {
	out := make([]float64, n)
	before := 0.0
	for i := range out {
		h := m.cumulativeHazard(float64(i + 1))
		out[i], before = h-before, h
	}
	return out
}

// Delivered is the mean share of a term of days that is delivered before the seller stops, where
// hashprice stays: the mean of Survival over the term (trapezoids, one per day).
func (m Model) Delivered(days int) float64 {
	if days <= 0 {
		return 1
	}
	sum := (1 + m.Survival(float64(days))) / 2
	for i := 1; i < days; i++ {
		sum += m.Survival(float64(i))
	}
	return sum / float64(days)
}

// wrongWayLimit bounds the factor either way: beyond a tenfold move nothing was ever observed.
const wrongWayLimit = 10

// wrongWay is the factor on the stop rate when hashprice is ratio times that of the purchase:
// exp(-beta ln ratio), between 1/10 and 10. A ratio at or below 0 gives 10. The elasticity beta is 1, a
// stated assumption: sellers stopped when hashprice fell (CEX.IO 2015-01, HashFlare and Genesis 2018-07/08,
// Giga Watt 2018-11, 2022), and nobody has measured by how much.
func wrongWay(ratio float64) float64 {
	if !(ratio > 0) {
		return wrongWayLimit
	}
	return min(max(1/ratio, 1.0/wrongWayLimit), wrongWayLimit) // beta = 1
}
