package forecast

import (
	"math"

	"github.com/assaymining/assay/units"
)

// frontier is the most efficient machine that could be bought, by the day it was known: efficiency
// in J/TH as its maker stated it. Days are those of release or, for announced machines, of
// announcement; where only the month is known the middle of it, where only the year the quarter of
// first delivery. Sources: makers' pages as listed by Cambridge CBECI (ccaf_cbeci_api miners.csv,
// to 2020), F2Pool's list of 2020-03, makers' shops since. Each is a public fact of one line.
var frontier = [...]struct {
	known units.Date
	jPerT float64
}{
	{14853, 470000}, // 2010-09-01 graphics cards
	{15248, 43000},  // 2011-10-01 FPGA
	{15737, 9300},   // 2013-02-01 Avalon 1
	{16024, 2000},   // 2013-11-15 Antminer S1
	{16252, 766},    // 2014-07-01 Antminer S3
	{16419, 511},    // 2014-12-15 Antminer S5
	{16679, 273},    // 2015-09-01 Antminer S7
	{16953, 98},     // 2016-06-01 Antminer S9
	{17666, 52.6},   // 2018-05-15 8 Nano Pro
	{17819, 45},     // 2018-10-15 Ebit E11++
	{18001, 39.5},   // 2019-04-15 Antminer S17 Pro
	{18319, 29.5},   // 2020-02-27 Antminer S19 Pro
	{19188, 21.5},   // 2022-07-15 Antminer S19 XP
	{19280, 20.8},   // 2022-10-15 Antminer S19 XP Hyd
	{19676, 16},     // 2023-11-15 Teraflux AT2880
	{19905, 15},     // 2024-07-01 Antminer S21 Pro
	{20072, 13.5},   // 2024-12-15 Antminer S21 XP
	{20223, 11},     // 2025-05-15 Antminer S23
	{20437, 9.5},    // 2025-12-15 Antminer S23 Hyd
	{20680, 8.9},    // 2026-08-15 Antminer S23 XP Hyd
}

// efficiencyTrend is how fast the frontier improved over the days before asOf: the slope of
// -ln(J/TH) per day, least squares over weekly points, in which each machine counts from the day
// it was known. Nothing later than asOf enters. Beyond the table's last line the trend of the last
// full window is kept, since nobody has looked.
func efficiencyTrend(asOf units.Date, days int) float64 {
	asOf = min(asOf, frontier[len(frontier)-1].known+365)
	var n, sumX, sumY, sumXX, sumXY float64
	for back := days; back >= 0; back -= 7 {
		x, y := -float64(back), -math.Log(efficiencyAt(asOf-units.Date(back)))
		n++
		sumX += x
		sumY += y
		sumXX += x * x
		sumXY += x * y
	}
	return (n*sumXY - sumX*sumY) / (n*sumXX - sumX*sumX)
}

// efficiencyAt is the frontier in J/TH as known on the day.
func efficiencyAt(d units.Date) float64 {
	j := 2.4e6 // processors; CBECI's lower bound of 2010-11
	for _, m := range frontier {
		if m.known <= d {
			j = m.jPerT
		}
	}
	return j
}
