// Command auditsim measures how often the audit accuses honest payers and how soon it finds others, on
// simulated holders over real days, and writes the table of docs/audit.md.
//
// Payments are worked out here from the history's figures and not by the audit's own code. Seeds are
// given; the seeds that constants of the audit were set by (below 1000) are refused.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

func main() {
	holders := flag.Int("holders", 2000, "simulated holders a row")
	seed := flag.Uint64("seed", 20261129, "seed; 1000 or more")
	only := flag.String("rows", "", "only rows whose name contains this")
	try := flag.Bool("try", false, "allow a low seed, to try constants; such a table scores nothing")
	flag.Parse()
	if *seed < 1000 && !*try {
		fmt.Fprintln(os.Stderr, "auditsim: seeds below 1000 set the constants and cannot score them")
		os.Exit(2)
	}
	fmt.Printf("*Seed %d; %d holders a row, where the formula is found and where it is stated.*\n\n", *seed,
		*holders)
	fmt.Println(
		"| holders are | paid | looked at | promised | measured, formula found | measured, formula stated |",
	)
	fmt.Println("|---|---|---|---|--:|--:|")
	for _, c := range cases() {
		if !strings.Contains(c.name, *only) {
			continue
		}
		began := time.Now()
		found := c.measure(*holders, *seed, false)
		stated := c.measure(*holders, *seed, true)
		fmt.Printf("| %s | %s | %s | %s | %.1f %% | %.1f %% |\n", c.name, c.paid, c.look(), c.promise,
			100*found, 100*stated)
		fmt.Fprintf(os.Stderr, "auditsim: %s: %s\n", c.name, time.Since(began).Round(time.Second))
	}
}
