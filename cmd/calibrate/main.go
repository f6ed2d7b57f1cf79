// Calibrate fits the few parameters of residual values, token prices and sellers' survival that stand
// in packages economics/resale and economics/survival, tests them walk-forward, and writes docs/residuals.md.
//
// It is run by hand when new prices are at hand:
//
//	go run ./cmd/calibrate -asic-index FILE -token-prices FILE > docs/residuals.md
//
// Both tables belong to others and are not part of this project; the page says where they come from.
// The columns wanted are named in asic.go and token.go. Nothing is fetched, and the same tables give
// the same bytes.
package main

import (
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"

	"github.com/assaymining/assay/units"
)

func main() {
	index := flag.String("asic-index", "", "CSV of dated prices per TH/s by band of efficiency")
	tokens := flag.String("token-prices", "", "CSV of dated list prices of tokenised hashrate")
	flag.Parse()
	if *index == "" || *tokens == "" || flag.NArg() > 0 {
		fmt.Fprintln(
			os.Stderr,
			"calibrate: error: two tables are needed\ncalibrate: hint: go run ./cmd/calibrate -asic-index FILE -token-prices FILE > docs/residuals.md",
		)
		os.Exit(2)
	}
	if err := run(os.Stdout, *index, *tokens); err != nil {
		fmt.Fprintln(os.Stderr, "calibrate: error:", err)
		os.Exit(1)
	}
}

// markets is the hashprice that the price tables are compared with.
type markets struct{ perDay map[units.Date]float64 }

// hashprice is the mean of the 7 days to d in USD per TH/s and day; known is false beyond the history.
func (m markets) hashprice(d units.Date) (mean float64, known bool) {
	for i := range units.Date(7) {
		hp, ok := m.perDay[d-i]
		if !ok {
			return 0, false
		}
		mean += hp / 7
	}
	return mean, true
}

// readTable reads a CSV file with a header into one map per row.
func readTable(file string) ([]map[string]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	header, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var out []map[string]string
	for {
		fields, err := r.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		row := map[string]string{}
		for i, h := range header {
			row[h] = fields[i]
		}
		out = append(out, row)
	}
}

// number is the figure in a cell, NaN where it is empty or none.
func number(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// day reads a date that this program wrote itself.
func day(s string) units.Date {
	d, err := units.ParseDate(s)
	if err != nil {
		panic("calibrate: " + err.Error())
	}
	return d
}
