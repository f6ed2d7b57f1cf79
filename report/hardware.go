package report

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/units"
)

// shown is a figure as text, "?" where it is not known.
func shown(v *float64, digits int) string {
	if v == nil {
		return "?"
	}
	return units.Format(*v, digits)
}

// measured is a figure with its unit, "not known" where it is not.
func measured(v *float64, unit string) string {
	if v == nil {
		return "not known"
	}
	return units.Format(*v, 6) + unit
}

// Catalogue is one line for each machine, and beside the lines the yardstick, a sentence.
func Catalogue(v hardware.Listing) (lines, yardstick string) {
	width := len("machine")
	for _, m := range v.Machines {
		width = max(width, utf8.RuneCountInString(m.Model)+2)
	}
	var b strings.Builder
	fmt.Fprintf(
		&b,
		"%-*s %8s %6s %6s %6s %7s  %s\n",
		width,
		"machine",
		"out",
		"TH/s",
		"W",
		"J/TH",
		"USD/TH",
		"seen",
	)
	for _, m := range v.Machines {
		name, asked, seen := m.Model, "", ""
		if n := len(m.Prices); n > 0 {
			asked, seen = fmt.Sprintf("%.2f", m.Prices[n-1].PerTH), m.Prices[n-1].Seen
		}
		if m.Conflict != "" {
			name += " ?"
		}
		line := fmt.Sprintf(
			"%-*s %8s %6s %6s %6s %7s  %s",
			width,
			name,
			strings.Replace(m.Released, "unknown", "?", 1),
			shown(m.Hashrate, 4),
			shown(m.Power, 5),
			units.Format(m.Efficiency, 3),
			asked,
			seen,
		)
		fmt.Fprintln(&b, strings.TrimRight(line, " "))
	}
	yardstick = fmt.Sprintf(
		"%s. No price of the year to %s is known.",
		Count(len(v.Machines), "machine"),
		v.AsOf,
	)
	if v.Cheapest != nil {
		yardstick = fmt.Sprintf("%s. Cheapest hashrate known on %s: %.2f USD/TH, %s, seen %s.",
			Count(len(v.Machines), "machine"), v.AsOf, v.Cheapest.PerTH, v.Cheapest.Machine, v.Cheapest.Seen)
	}
	return b.String(), yardstick
}

// Machine is all that is known of one machine, as a plain table.
func Machine(m hardware.Listed) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s, made by %s\n\n", m.Name, m.Maker)
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	line := func(name, value string) { fmt.Fprintf(w, "%s\t%s\n", name, value) }
	line("out", m.Released)
	line("hashrate", measured(m.Hashrate, " TH/s"))
	line("power", measured(m.Power, " W"))
	line("efficiency", units.Format(m.Efficiency, 4)+" J/TH")
	if m.Cooling != "" {
		line("cooling", m.Cooling)
	}
	if m.Conflict != "" {
		line("in doubt", m.Conflict)
	}
	line("sources", m.Sources)
	if m.CrossChecked {
		line("", "they agree")
	}
	if len(m.Prices) == 0 {
		line("price", "never seen for sale with a date")
	}
	for _, x := range m.Prices {
		line(
			"asked "+x.Seen,
			fmt.Sprintf("%.2f USD, %.2f USD/TH: %s (%s)", x.USD, x.PerTH, x.Basis, x.Source),
		)
	}
	_ = w.Flush() // into memory
	return out.String()
}
