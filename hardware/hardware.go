// Package hardware is the catalogue of Bitcoin mining machines: hashrate, power, efficiency, the
// month each came out, and the prices at which it was seen for sale, each with its date.
//
// Main types: Machine and Price. Find looks a machine up the way people write it; Cheapest and
// CheapestForTerm are the lowest observed price of hashrate known at a date, the yardstick for an
// offer that is too cheap; FrontierJPerTH is the trend of the best efficiency on sale.
//
// It holds what makers and dealers stated, never what a machine is worth: that is
// a question for economics/resale. Prices without a date are left out, rows on which sources disagree are
// marked and never used as a yardstick. Sources and licences: SOURCES.md in this folder.
//
// Nothing in it is promised to other modules.
package hardware

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/assaymining/assay/units"
)

// Machine is one entry of the catalogue: a model in one hashrate.
type Machine struct {
	Model        string           // as sold, without the maker: "Antminer S21 XP"
	Maker        string           // "Bitmain"
	Released     Release          // zero where no source says
	Hashrate     units.Hashrate   // 0 where no source states it (old entries of an efficiency list)
	Power        units.Power      // W at the wall, as stated; 0 unknown
	Efficiency   units.Efficiency // J/TH, as stated (a few differ from Power / Hashrate by rounding or bin)
	Cooling      string           // "air", "hydro", "immersion" or "" (unknown; before 2022 mostly air)
	CrossChecked bool             // at least two independent sources agree
	Conflict     string           // why the figures are doubtful; "" where they are not
	Source       string           // short names of the lists it stands in, explained in SOURCES.md
}

// Release is the month in which a machine came out. Month is 0 where only the year is known, both
// are 0 where neither is.
type Release struct{ Year, Month int }

// Known reports whether any source dates the release.
func (r Release) Known() bool { return r.Year != 0 }

// End is the last day of the month (of the year) of the release: the day by which it was out.
// An unknown release panics: ask Known first.
func (r Release) End() units.Date {
	if !r.Known() {
		panic("hardware: release is unknown")
	}
	month := cmp.Or(r.Month, 12)
	next := time.Date(r.Year, time.Month(month)+1, 1, 0, 0, 0, 0, time.UTC)
	return units.DateOf(next.Unix()) - 1
}

// String is "2024-12", "2020" or "unknown".
func (r Release) String() string {
	switch {
	case !r.Known():
		return "unknown"
	case r.Month == 0:
		return fmt.Sprintf("%04d", r.Year)
	}
	return fmt.Sprintf("%04d-%02d", r.Year, r.Month)
}

// Name is the model with its hashrate, which tells variants apart: "Antminer S21 200 TH/s".
func (m Machine) Name() string {
	if m.Hashrate == 0 || strings.HasSuffix(m.Model, "T") && strings.ContainsAny(m.Model, "0123456789") &&
		strings.HasSuffix(m.Model, units.Format(m.Hashrate.TH(), 6)+"T") {
		return m.Model
	}
	return m.Model + " " + units.Format(m.Hashrate.TH(), 6) + " TH/s"
}

// Usable reports whether hashrate and power are stated, so that it can be reckoned with.
func (m Machine) Usable() bool { return m.Hashrate > 0 && m.Power > 0 }

// Prices is the machine's observed prices in order of date; empty where none was seen.
func (m Machine) Prices() []Price {
	var out []Price
	for _, p := range observed() {
		if p.Machine.Model == m.Model && p.Machine.Hashrate == m.Hashrate {
			out = append(out, p)
		}
	}
	return out
}

// Price is one observation of a machine for sale. It is an asking price without freight and duty.
type Price struct {
	Machine Machine
	Asked   units.Money
	Seen    units.Date // the last day on which it can have been seen, where only the month is known
	Month   bool       // only the month is known
	Basis   string     // "reseller list price"
	Source  string     // short name, explained in SOURCES.md
}

// PerTH is the asking price per TH/s of nameplate hashrate.
func (p Price) PerTH() units.PerHashrate {
	return units.PerHashrate{Value: p.Asked.Float() / p.Machine.Hashrate.TH(), Currency: p.Asked.Currency}
}

// When is the date as far as it is known: "2025-02" or "2026-10-03".
func (p Price) When() string {
	if p.Month {
		return p.Seen.String()[:7]
	}
	return p.Seen.String()
}
