// Command docs writes the pages that are made from the code, never by hand:
//
//	go run ./cmd/docs          the reference of offers, the page of red flags, the record as HTML
//	go run ./cmd/docs -all     and the record of forecasts and verdicts, which takes minutes
//
// With -asic-index FILE and -token-prices FILE it writes docs/residuals.md too, whose tables belong to
// others. Run it at the top of the repository. The outputs that README and docs show are rewritten by make
// golden, the table of docs/performance.md by make bench; manual pages are written by "assay man".
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"github.com/assaymining/assay/forecast/backtest"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/leaflet"
	"github.com/assaymining/assay/report/chart"
	"github.com/assaymining/assay/report/outlook"
	"github.com/assaymining/assay/units"
)

// A page is a file below docs and what makes it at once; the folder has what it is made from.
type page struct {
	name string
	make func(folder string) ([]byte, error)
}

// pages are made at once; the test holds each to its file.
var pages = []page{
	{"offer.md", fixed(offer.Reference)},
	{"red-flags.md", fixed(func() []byte { return []byte(leaflet.Page()) })},
	{"track-record.html", trackRecord},
}

// fixed is a page that nothing in the folder goes into.
func fixed(make func() []byte) func(string) ([]byte, error) {
	return func(string) ([]byte, error) { return make(), nil }
}

// trackRecord is the record that the workbench shows, as HTML: the program then carries no reader of
// Markdown, whose tables of entities and expressions every start of it would make.
func trackRecord(folder string) ([]byte, error) {
	tables := extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute))
	var page bytes.Buffer
	for _, name := range []string{"track-record.md", "backtest.md"} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return nil, err
		}
		if err := goldmark.New(goldmark.WithExtensions(tables)).Convert(text, &page); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return page.Bytes(), nil
}

// A record is pages that are computed over minutes, or from tables of others.
type record struct {
	names []string
	make  func(progress io.Writer) (map[string][]byte, error)
}

var records = []record{
	{[]string{"track-record.md"}, printed("track-record.md", "./cmd/trackrecord", "examples")},
	{[]string{"backtest.md", "backtest-365.svg", "backtest-730.svg", "backtest-1095.svg", "backtest-pit.svg"},
		forecasts},
}

// residuals needs two tables that are not part of the project.
func residuals(index, prices string) record {
	return record{[]string{"residuals.md"},
		printed("residuals.md", "./cmd/calibrate", "-asic-index", index, "-token-prices", prices)}
}

// printed is the one page that a program prints.
func printed(name string, args ...string) func(io.Writer) (map[string][]byte, error) {
	return func(progress io.Writer) (map[string][]byte, error) {
		var out bytes.Buffer
		c := exec.Command("go", append([]string{"run"}, args...)...)
		c.Stdout, c.Stderr = &out, progress
		if err := c.Run(); err != nil {
			return nil, fmt.Errorf("go run %s: %w", args[0], err)
		}
		return map[string][]byte{name: out.Bytes()}, nil
	}
}

// forecasts are the scores of past forecasts and their charts. The rules are tried with fewer origins and
// paths, since many configurations are.
func forecasts(progress io.Writer) (map[string][]byte, error) {
	return forecastsOf(backtest.Config{Paths: 512, Every: 1, Seed: 1}, nowcastsFrom, progress)
}

// nowcastsFrom is 2021-01-04: from the day before on, counts of blocks by header time are free to have.
const nowcastsFrom units.Date = 18631

func forecastsOf(c backtest.Config, from units.Date, progress io.Writer) (map[string][]byte, error) {
	h := market.Embedded()
	fmt.Fprintln(progress, "docs: forecasts are made and scored, then configurations tried")
	b, err := backtest.Run(context.Background(), h, c)
	if err != nil {
		return nil, err
	}
	if b.Nowcasts, err = backtest.Nowcasts(h, from, min(4*c.Paths, backtest.NowcastPaths)); err != nil {
		return nil, err
	}
	c.Paths, c.Every = max(c.Paths/2, 8), 3*c.Every
	rules, err := backtest.Choose(context.Background(), h, c)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{
		"backtest.md":       outlook.BacktestPage(b, rules),
		"backtest-365.svg":  chart.Outcomes(b, 0),
		"backtest-730.svg":  chart.Outcomes(b, 1),
		"backtest-1095.svg": chart.Outcomes(b, 2),
		"backtest-pit.svg":  chart.Calibration(b),
	}, nil
}

func main() {
	all := flag.Bool("all", false, "the record of forecasts and verdicts too")
	index := flag.String("asic-index", "", "CSV that cmd/calibrate reads")
	prices := flag.String("token-prices", "", "CSV that cmd/calibrate reads")
	flag.Parse()
	if flag.NArg() > 0 || (*index == "") != (*prices == "") {
		fmt.Fprintln(os.Stderr, "docs: error: both tables are needed, or neither\n"+
			"docs: hint: go run ./cmd/docs [-all] [-asic-index FILE -token-prices FILE]")
		os.Exit(2)
	}
	var wanted []record
	if *all {
		wanted = append(wanted, records...)
	}
	if *index != "" {
		wanted = append(wanted, residuals(*index, *prices))
	}
	if err := run("docs", wanted, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "docs: error:", err)
		os.Exit(1)
	}
}

// run writes the pages and what is wanted of the records into a folder.
func run(folder string, wanted []record, progress io.Writer) error {
	for _, r := range wanted {
		files, err := r.make(progress)
		if err != nil {
			return err
		}
		for name, text := range files {
			if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
				return err
			}
		}
	}
	for _, p := range pages { // last, since one is made of the records
		text, err := p.make(folder)
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, p.name), text, 0o644)
		}
		if err != nil {
			return fmt.Errorf("%w; run it at the top of the repository", err)
		}
	}
	return nil
}
