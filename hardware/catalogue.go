package hardware

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/assaymining/assay/units"
)

//go:embed machines.csv
var machinesCSV string

//go:embed prices.csv
var pricesCSV string

// catalogue and observed are the embedded tables, read once. A table that does not parse is our own
// mistake and panics; a test reads them.
var (
	catalogue = sync.OnceValue(func() []Machine { return must(parseMachines(machinesCSV)) })
	observed  = sync.OnceValue(func() []Price { return must(parsePrices(pricesCSV, catalogue())) })
)

// Catalogue is every machine in order of release, those of unknown release last; a fresh slice.
func Catalogue() []Machine { return slices.Clone(catalogue()) }

// Observed is every dated price, oldest first; a fresh slice.
func Observed() []Price { return slices.Clone(observed()) }

// Columns of the two tables.
const (
	machineColumns = "model,maker,released,ths,watts,j_per_th,cooling,cross_checked,conflict,sources"
	priceColumns   = "model,ths,price_usd,seen,basis,source"
)

func parseMachines(text string) ([]Machine, error) {
	return table(text, machineColumns, func(f []string) (Machine, error) {
		m := Machine{
			Model:        f[0],
			Maker:        f[1],
			Cooling:      f[6],
			CrossChecked: f[7] == "yes",
			Conflict:     f[8],
			Source:       f[9],
		}
		var bad error
		number := func(s string) float64 {
			if s == "" {
				return 0
			}
			v, err := strconv.ParseFloat(s, 64)
			if err != nil || !(v > 0) {
				bad = fmt.Errorf("%q is no positive number", s)
			}
			return v
		}
		m.Hashrate = units.Hashrate(number(f[3]) * 1e12)
		m.Power = units.Power(number(f[4]))
		m.Efficiency = units.Efficiency(number(f[5]))
		released, err := parseRelease(f[2])
		if err != nil {
			return m, err
		}
		m.Released = released
		return m, bad
	})
}

func parsePrices(text string, machines []Machine) ([]Price, error) {
	return table(text, priceColumns, func(f []string) (Price, error) {
		th, err := units.ParseHashrate(f[1] + " TH/s")
		if err != nil {
			return Price{}, err
		}
		i := slices.IndexFunc(machines, func(m Machine) bool { return m.Model == f[0] && m.Hashrate == th })
		if i < 0 {
			return Price{}, fmt.Errorf("no machine %s %s", f[0], th)
		}
		p := Price{Machine: machines[i], Basis: f[4], Source: f[5]}
		if p.Asked, err = units.ParseMoney(f[2] + " USD"); err != nil {
			return p, err
		}
		if len(f[3]) == len("2025-02") {
			r, err := parseRelease(f[3])
			if err != nil {
				return p, err
			}
			p.Seen, p.Month = r.End(), true
			return p, nil
		}
		p.Seen, err = units.ParseDate(f[3])
		return p, err
	})
}

// parseRelease reads "2024-12", "2020" or "".
func parseRelease(s string) (Release, error) {
	if s == "" {
		return Release{}, nil
	}
	year, month, dashed := strings.Cut(s, "-")
	y, err := strconv.Atoi(year)
	if err != nil || y < 2009 || y > 2100 {
		return Release{}, fmt.Errorf("%q is no year and month", s)
	}
	if !dashed {
		return Release{Year: y}, nil
	}
	m, err := strconv.Atoi(month)
	if err != nil || m < 1 || m > 12 {
		return Release{}, fmt.Errorf("%q is no year and month", s)
	}
	return Release{y, m}, nil
}

// table reads a CSV text with the given header, one value per row; errors name the line.
func table[T any](text, header string, row func([]string) (T, error)) ([]T, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = strings.Count(header, ",") + 1
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || strings.Join(rows[0], ",") != header {
		return nil, fmt.Errorf("line 1: header is not %q", header)
	}
	out := make([]T, 0, len(rows)-1)
	for i, f := range rows[1:] {
		v, err := row(f)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+2, err)
		}
		out = append(out, v)
	}
	return out, nil
}

func must[T any](v T, err error) T {
	if err != nil {
		panic("hardware: embedded table: " + err.Error())
	}
	return v
}
