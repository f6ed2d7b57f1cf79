// Command docs writes the pages that are made from the code, never by hand:
//
//	go run ./cmd/docs          the reference of the offer document and the page of red flags
//	go run ./cmd/docs -all     and the record of forecasts and verdicts, which takes minutes
//
// With -asic-index FILE and -token-prices FILE it writes docs/residuals.md too, whose tables belong to
// others. Run it at the top of the repository. The outputs that README and docs show are rewritten by make
// golden, the table of docs/performance.md by make bench; manual pages are written by "assay man".
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
)

// A page is a file below docs and what makes it at once.
type page struct {
	name string
	make func() []byte
}

// pages are made at once; the test holds each to its file.
var pages = []page{
	{"offer.md", offer.Reference},
	{"red-flags.md", func() []byte { return []byte(redflag.Page()) }},
}

// A record is pages that a program of their own computes: over minutes, or from tables of others.
type record struct {
	names []string
	args  []string // of "go run"
	into  string   // the file that takes what it prints; "" where it writes its files itself
}

var records = []record{
	{[]string{"track-record.md"}, []string{"./cmd/trackrecord", "examples"}, "track-record.md"},
	{[]string{"backtest.md", "backtest-365.svg", "backtest-730.svg", "backtest-1095.svg", "backtest-pit.svg"},
		[]string{"./cmd/assay", "backtest", "--write", "docs"}, ""},
}

// residuals needs two tables that are not part of the project.
func residuals(index, prices string) record {
	return record{[]string{"residuals.md"},
		[]string{"./cmd/calibrate", "-asic-index", index, "-token-prices", prices}, "residuals.md"}
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
	for _, p := range pages {
		if err := os.WriteFile(filepath.Join(folder, p.name), p.make(), 0o644); err != nil {
			return fmt.Errorf("%w; run it at the top of the repository", err)
		}
	}
	for _, r := range wanted {
		var out bytes.Buffer
		c := exec.Command("go", append([]string{"run"}, r.args...)...)
		c.Stdout, c.Stderr = &out, progress
		if err := c.Run(); err != nil {
			return fmt.Errorf("go run %s: %w", r.args[0], err)
		}
		if r.into == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(folder, r.into), out.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}
