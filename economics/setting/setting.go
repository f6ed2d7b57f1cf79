// Package setting is the one table of what a reader may set about a judgement: how each setting is called,
// offered, read and printed. The front door (assay.Evidence.Set) reads texts with it; programs make a flag of
// each, pages a field and the API a parameter.
//
// Nothing in it is promised to other modules.
package setting

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/assaymining/assay/economics"
	"github.com/assaymining/assay/economics/tax"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/units"
)

// Target is what settings are read into and printed from.
type Target struct {
	AsOf      **units.Date
	Overrides *valuation.Overrides
	Choices   *economics.Choices
}

// Setting is one thing that a reader may set about a judgement. Programs make a flag of it, pages a field
// and the API a parameter, all of the same name and read in the same way.
type Setting struct {
	Name    need.Setting
	Label   string // of a field; empty where pages do not offer it
	Usage   string // of a flag, its value in backquotes
	Hint    string // how it is written
	Unit    string // that a field appends to a bare number
	YesOrNo bool
	Many    bool // may be set several times, each adding to the last

	read  func(Target, string) error
	print func(Target) string // what read would read; empty: not set
}

// maxPaths bounds the simulated markets of one judgement, for memory and time.
const maxPaths = 1 << 18

// table is all settings, made once: each flag and field asks it by name.
var table = sync.OnceValue(func() []Setting {
	return append(append(factSettings(), choiceSettings()...), moneySettings()...)
})

// Settings are all settings in the order in which they are offered.
func Settings() []Setting { return slices.Clone(table()) }

// factSettings replace facts.
func factSettings() []Setting {
	return []Setting{
		{Name: need.AsOf, Label: "Judge as of", Hint: "the day you saw it",
			Usage: "`DATE` to judge on, knowing what was known then (default: the day the offer was seen)",
			read:  func(e Target, s string) error { return setPointer(e.AsOf, s, units.ParseDate) },
			print: func(e Target) string {
				if *e.AsOf == nil {
					return ""
				}
				return (*e.AsOf).String()
			}},
		{Name: need.Price, Label: "Price of bitcoin", Hint: "76000 USD", Unit: "USD",
			Usage: "price of bitcoin, as `76000USD`, instead of the facts",
			read:  func(e Target, s string) error { return set(&e.Overrides.PriceUSD, s, readPrice) },
			print: func(e Target) string { return printed(e.Overrides.PriceUSD, 1, "USD") }},
		{Name: need.Difficulty, Label: "Difficulty", Hint: "125T",
			Usage: "`DIFFICULTY`, as 1.25e14 or 125T, instead of the facts",
			read:  func(e Target, s string) error { return set(&e.Overrides.Difficulty, s, readDifficulty) },
			print: func(e Target) string { return printed(e.Overrides.Difficulty, 1, "") }},
		{Name: need.Hashprice, Label: "Hashprice instead", Hint: "0.036 USD/TH/day", Unit: "USD/TH/day",
			Usage: "what a hash earns, as `0.036USD/TH/day`, instead of the facts; difficulty moves " +
				"with it, the " +
				"price stays",
			read:  func(e Target, s string) error { return set(&e.Overrides.HashpriceUSD, s, readHashprice) },
			print: func(e Target) string { return printed(e.Overrides.HashpriceUSD, 1, "USD/TH/day") }},
	}
}

// choiceSettings are about the judging itself.
func choiceSettings() []Setting {
	return []Setting{
		{Name: need.OpenTerm, Label: "Days to compute where there is no end", Hint: "1095d", Unit: "d",
			Usage: "`DAYS` to compute where the offer has no end (default 1095d)",
			read:  func(e Target, s string) error { return set(&e.Choices.OpenDays, s, readOpenDays) },
			print: func(e Target) string { return printed(float64(e.Choices.OpenDays), 1, "d") }},
		{Name: need.Power, Label: "What you pay for power", Hint: "0.08 USD/kWh", Unit: "USD/kWh",
			Usage: "what you pay for power, as `0.08USD/kWh`, to compare with a machine of your own",
			read:  func(e Target, s string) error { return set(&e.Choices.PowerUSD, s, readPower) },
			print: func(e Target) string { return printed(e.Choices.PowerUSD, 1, "USD/kWh") }},
		{Name: need.Machine, Hint: "S19 95T",
			Usage: "the machine of your own, by its `NAME` in assay hardware (default: the cheapest to " +
				"own and run)",
			read: func(e Target, s string) error { return setPointer(&e.Choices.Machine, s, readMachine) },
			print: func(e Target) string {
				if e.Choices.Machine == nil {
					return ""
				}
				return e.Choices.Machine.Name()
			}},
		{Name: need.Budget, Label: "Your budget", Hint: "500 USD", Unit: "USD",
			Usage: "money at hand, as `500USD`, for the size and the steps of a purchase",
			read:  func(e Target, s string) error { return set(&e.Choices.BudgetUSD, s, readDollars) },
			print: func(e Target) string { return printed(e.Choices.BudgetUSD, 1, "USD") }},
		{Name: need.PriceDrift, Label: "Growth of the median bitcoin price", Hint: "5%/year", Unit: "%/year",
			Usage: "growth of the median bitcoin price, as `5%/year` (default 0%/year: prices are not " +
				"predicted)",
			read:  func(e Target, s string) error { return set(&e.Choices.PriceDrift, s, readDrift) },
			print: func(e Target) string { return printed(e.Choices.PriceDrift, 100, "%/year") }},
		{Name: need.Paths, Hint: "16384",
			Usage: "number of simulated markets, up to 262144, rounded up to a multiple of 8; 0 for none",
			read:  func(e Target, s string) error { return set(&e.Choices.Paths, s, readPaths) },
			print: func(e Target) string {
				if e.Choices.Paths < 0 {
					return "0"
				}
				return printed(float64(e.Choices.Paths), 1, "")
			}},
		{Name: need.Seed, Label: "Seed of the simulated markets", Hint: "0",
			Usage: "seed of the simulated markets: the same seed gives the same bytes",
			read:  func(e Target, s string) error { return set(&e.Choices.Seed, s, readSeed) },
			print: func(e Target) string { return strconv.FormatUint(e.Choices.Seed, 10) }},
	}
}

// moneySettings are the reader's taxes, rates of exchange and discounts.
func moneySettings() []Setting {
	taxRate := func(name need.Setting, label, hint, usage string,
		rate func(*tax.Rates) *units.Fraction) Setting {
		return Setting{Name: name, Label: label, Hint: hint, Unit: "%", Usage: usage,
			read: func(e Target, s string) error {
				v, err := readShare(s)
				if err == nil {
					if e.Choices.Tax == nil {
						e.Choices.Tax = new(tax.Rates)
					}
					*rate(e.Choices.Tax) = v
				}
				return err
			},
			print: func(e Target) string {
				if e.Choices.Tax == nil {
					return ""
				}
				return strconv.FormatFloat(100*float64(*rate(e.Choices.Tax)), 'f', -1, 64) + "%"
			}}
	}
	return []Setting{
		taxRate(need.TaxIncome, "Your tax on payouts", "30%",
			"your tax on payouts, as `30%`. Any tax rate adds the comparison after taxes, "+
				"under constant conditions; a rate not given counts as 0%",
			func(r *tax.Rates) *units.Fraction { return &r.Income }),
		taxRate(need.TaxDeductible, "Share of payments you may deduct", "0%",
			"`SHARE` of what you pay that you may deduct from payouts, as 0% or 100%",
			func(r *tax.Rates) *units.Fraction { return &r.Deductible }),
		taxRate(need.TaxGains, "Your tax on gains from bitcoin", "25%",
			"your tax on gains when bitcoin is sold, as `25%`",
			func(r *tax.Rates) *units.Fraction { return &r.Gains }),
		{Name: need.FX, Label: "Exchange rate", Hint: "EUR=1.08", Many: true,
			Usage: "dollars for one unit of another currency, as `EUR=1.08`; repeatable",
			read:  readRate,
			print: func(e Target) string {
				for _, c := range slices.Sorted(maps.Keys(e.Choices.USDPer)) { // one alone can be printed
					return fmt.Sprintf("%s=%s", c, strconv.FormatFloat(e.Choices.USDPer[c], 'g', -1, 64))
				}
				return ""
			}},
		{Name: need.Currency, Label: "Show amounts in", Hint: "EUR",
			Usage: "show amounts in the currency `CODE`, as EUR, at the rate of the day judged (default: " +
				"that of the price)",
			read:  func(e Target, s string) error { return set(&e.Choices.Currency, s, readCurrency) },
			print: func(e Target) string { return string(e.Choices.Currency) }},
		{Name: need.Discounts, Label: "Take discounts that need something of you", YesOrNo: true,
			Usage: "take fee discounts that need something of the buyer",
			read:  func(e Target, s string) error { return set(&e.Choices.Discounts, s, strconv.ParseBool) },
			print: func(e Target) string {
				return strings.TrimPrefix(strconv.FormatBool(e.Choices.Discounts), "false")
			}},
	}
}

// Of is the setting of a name.
func Of(name need.Setting) (Setting, bool) {
	for _, s := range table() {
		if s.Name == name {
			return s, true
		}
	}
	return Setting{}, false
}

// Read reads a text as the setting. The error says how it is written; the target then stays as it was.
func (s Setting) Read(to Target, text string) error { return s.read(to, text) }

// Print is what the setting is set to, as Read reads it; empty: not set.
func (s Setting) Print(from Target) string { return s.print(from) }

// set writes what is read where it can be read.
func set[T any](to *T, text string, read func(string) (T, error)) error {
	v, err := read(text)
	if err == nil {
		*to = v
	}
	return err
}

func setPointer[T any](to **T, text string, read func(string) (T, error)) error {
	v, err := read(text)
	if err == nil {
		*to = &v
	}
	return err
}

// printed is a quantity with its unit; zero is not set.
func printed(v, scale float64, unit string) string {
	if v == 0 {
		return ""
	}
	return strconv.FormatFloat(v*scale, 'f', -1, 64) + unit
}
