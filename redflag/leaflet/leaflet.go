// Package leaflet makes the page on which a buyer goes through the rules by hand.
//
// Nothing in it is promised to other modules.
package leaflet

import (
	"fmt"
	"strings"

	"github.com/assaymining/assay/redflag"
)

// Page is docs/red-flags.md: every rule as a buyer can print it, and the two tables by which
// findings become verdicts. It is made from the rules, so that it cannot say anything else.
func Page() string {
	var b strings.Builder
	b.WriteString(`# Red flags, good signs, and what to ask

<!-- Made from package redflag by "go run ./cmd/docs"; edit the rules, not this page. -->

For anybody who is offered Bitcoin hashrate. Go through the flags with the offer's own page beside you,
not with a summary of it. Each is **present**, **absent** or **not known**; what you do not know counts
neither for nor against the offer: it is what you ask next. ` + "`assay flags offer.yaml`" +
		` does the same for an
offer document, with the figures.

Three answers are kept apart: *economics* (does it beat buying bitcoin?), *contract risk* (who holds
which right?) and *trust* (does anyone mine?). A Ponzi can promise any economics, and a real farm can
sell a bad contract.

The counts are over 96 labelled offers (39 frauds, 36 real, 21 disputed). Frauds are described there
mostly by regulators and the press, real offers mostly by their own manuals; a reader that sees only
which fields are blank tells them apart nearly as well. Take the counts as a hint of weight, no more.

## The one question

> Give me a read-only pool account that shows my hashrate, at a pool that you do not run, ` +
		`or let me name the pool.

Whoever mines can do it without cost. Payouts that arrive prove nothing: one seller bought part of them
on the market while it mined less than 1 % of what it had sold.

`)
	sections := []struct {
		title string
		of    redflag.Axis // "": of any
		good  bool
	}{
		{"Flags on trust", redflag.Trust, false},
		{"Flags on contract risk", redflag.ContractRisk, false},
		{"Flags on economics", redflag.Economics, false},
		{"Good signs", "", true},
	}
	for _, s := range sections {
		fmt.Fprintf(&b, "## %s\n\n", s.title)
		for _, r := range append(redflag.Rules(), redflag.ClaimRules()...) {
			if (s.of == "" || s.of == r.Axis) && s.good == (r.Severity == redflag.Good) {
				write(&b, r)
			}
		}
	}
	b.WriteString(`## Not decidable from an offer

- **F24, payouts smoother than the network.** Daily payouts per TH/s whose coefficient of variation is ` +
		`below half
  that of the network's revenue over the same 30 days or more do not come from mining. It needs a payout
  history: the best single test once you have one.

`)
	b.WriteString(`## Can it pay?

A promised rate is followed day by day under assumptions that all favour the seller: deposits arrive every
day, commissions leave at once, and of the rest the share that lasts longest buys machines, which earn
today's gross yield for ever, without power, wear or wages; what they do not cover is paid from what is left
of the deposits. The answer is the part of each payout that mining cannot cover, the day on which the
promise breaks if deposits stay as they are, if they stop, and if difficulty grows as in the year before, and
by how much a month deposits must grow to keep it for one, two and three years. Where price and hashrate are
not known, 0.82 % a day stands in, the highest day-one yield of a real contract on record.

Check it by hand: without machines and without a term, deposits of 1 a day and a promise of r a day have
paid r (1 + 2 + ... + t) by day t and taken t + 1. It breaks after 2 / r days: 200 days at 1 % a day.

`)
	writeTable(&b, "How trust is decided", redflag.TrustTable())
	writeTable(&b, "How contract risk is decided", redflag.ContractTable())
	return b.String()
}

// write is the entry of one rule.
func write(b *strings.Builder, r redflag.Rule) {
	weight := "weighs " + string(r.Severity)
	switch r.Severity {
	case redflag.Good:
		weight = "a good sign"
	case redflag.Info:
		weight = "context only"
	}
	fmt.Fprintf(b, "### ☐ %s\n\n", r.Title)
	fmt.Fprintf(b, "`%s`, %s. %s\n\n", r.ID, weight, r.Why)
	fmt.Fprintf(b, "- Ask: %s\n- Careful: %s\n- Needs: %s\n", r.Look, r.Caution, r.Needs)
	for _, s := range r.Sources {
		if s.URL == "" {
			fmt.Fprintf(b, "- From: %s\n", s.What)
			continue
		}
		fmt.Fprintf(b, "- From: [%s](%s)\n", s.What, s.URL)
	}
	b.WriteString("\n")
}

func writeTable(b *strings.Builder, title string, table []redflag.Row) {
	fmt.Fprintf(
		b,
		"## %s\n\nThe first row that holds decides. There is no score.\n\n"+
			"| | if | verdict | because |\n|--:|---|---|---|\n",
		title,
	)
	for i, r := range table {
		fmt.Fprintf(b, "| %d | %s | **%s** | %s |\n", i+1, r.When, r.Verdict, r.Reason)
	}
	b.WriteString("\n")
}
