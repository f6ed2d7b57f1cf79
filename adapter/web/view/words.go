package view

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// spaced is a key as words: fraud_signs is "fraud signs".
func spaced(key string) string { return strings.ReplaceAll(key, "_", " ") }

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return units.Group(fmt.Sprint(n)) + " " + one + "s"
}

// safeURL is the address of a source if it is one that a page may link to, else empty.
func safeURL(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.String()
}

// figures is the strip of numbers that most buyers look for first.
func figures(o offer.Offer, v *assay.Verdict, in units.Shown) []Figure {
	var out []Figure
	add := func(name, value, note string) { out = append(out, Figure{name, value, note}) }
	ec := v.Economics
	if ec.AskedUSD != nil {
		note := ""
		if ec.AskedUSDPerTH != nil {
			note = in.USD(*ec.AskedUSDPerTH) + " per TH/s"
		}
		add("Asked", in.USD(*ec.AskedUSD), note)
	}
	if b := ec.FairBid; b != nil && o.Price.Bid != nil {
		show := func(v float64) string {
			return in.PerHashrateDay(units.PerHashrateDay{Value: v, Currency: units.Currency(b.Currency)})
		}
		add("Bid", in.PerHashrateDay(*o.Price.Bid), "per TH/s and day")
		add("Fair bid", show(b.P50), "beats buying in half of the markets; in four of five at "+show(b.P80))
	}
	switch b := ec.BreakEven.UpfrontUSDHarder; {
	case ec.FairUpfront != nil:
		add("Fair price", in.USD(ec.FairUpfront.P50)+" per TH/s", "beats buying in half of the markets; in four of five at "+in.USD(ec.FairUpfront.P80))
	case b != nil:
		add("Worth at most", in.USD(*b), "with difficulty 20 % higher")
	}
	if ec.ProbBeatsBuying != nil {
		note := ""
		if v.IfSellerVanishes != nil {
			note = units.ShowShare(v.IfSellerVanishes.ProbBeatsBuying) + " if the seller may vanish"
		}
		add("Chance to beat buying", units.ShowShare(*ec.ProbBeatsBuying), note)
	}
	if e := ec.BTCEfficiency; e != nil {
		add("Bitcoin back per bitcoin", units.ShowRatio(e.P50), units.ShowRatio(e.P05)+" to "+units.ShowRatio(e.P95)+" in nine of ten")
	} else if ec.PaidBTC != nil && ec.ReceivedBTC != nil && *ec.PaidBTC > 0 {
		add("Paid and got back", units.ShowBTC(*ec.PaidBTC)+" and "+units.ShowBTC(*ec.ReceivedBTC)+" BTC", "if mining never gets harder")
	}
	if !o.FeesKnown() && len(v.Scenarios) > 0 {
		note := "none are stated, none are counted"
		if len(o.Fees) > 0 {
			note = "the amount of some is not stated, and not counted"
		}
		add("Fees take", "unknown", note)
	} else if ec.FeeShareOfGross != nil {
		add("Fees take", units.ShowShare(*ec.FeeShareOfGross), "of what is mined")
	}
	if p := ec.PaybackDays; p != nil {
		value := "never"
		if p.P50 != nil && p.ProbNever < 0.5 {
			value = fmt.Sprintf("day %.0f", *p.P50)
		}
		add("Paid back in dollars", value, "never in "+units.ShowShare(p.ProbNever)+" of the markets")
	}
	return out
}

// ScenarioRow is one line of the table of scenarios.
type ScenarioRow struct {
	Key, Name, Says                string
	Efficiency                     string
	Value                          float64
	Known, Loses                   bool
	Gross, Fees, Net, Payback, End string
}

func scenarios(o offer.Offer, v *assay.Verdict, in units.Shown) []ScenarioRow {
	var out []ScenarioRow
	for _, s := range v.Scenarios {
		r := ScenarioRow{Key: s.Name, Name: Scenario(s.Name), Says: capital(s.Says), Efficiency: "-", Payback: "never",
			Gross: in.USD(s.GrossUSD), Fees: "not known", Net: "not known"}
		if s.FeesUSD != nil {
			r.Fees = in.USD(*s.FeesUSD)
		}
		if s.NetUSD != nil {
			r.Net = in.USD(*s.NetUSD)
		}
		if !o.Price.Stated() {
			r.Efficiency, r.Payback = "not known", "not known"
		} else if s.BTCEfficiency == nil || o.Price.Bid != nil { // nothing is paid, or day by day
			r.Payback = "-"
		}
		if s.BTCEfficiency != nil {
			r.Known, r.Value, r.Efficiency, r.Loses = true, *s.BTCEfficiency, units.ShowRatio(*s.BTCEfficiency), *s.BTCEfficiency < 1
		}
		if s.PaybackDay != nil {
			r.Payback = fmt.Sprintf("day %d", *s.PaybackDay)
		}
		if s.EndedDay != nil && s.EndedBy != "term" {
			r.End = fmt.Sprintf("Ended by %s after %s.", spaced(s.EndedBy), plural(*s.EndedDay, "day"))
		}
		out = append(out, r)
	}
	return out
}

// Scenario names a scenario for people.
func Scenario(key string) string {
	switch key {
	case "constant":
		return "Mining never gets harder"
	case "difficulty_plus_20":
		return "Difficulty 20 % higher"
	case "plus_3_percent_monthly":
		return "Difficulty +3 % a month"
	case "trailing_12_months":
		return "Difficulty as in the past year"
	case "halving_included":
		return "Subsidy halves on schedule"
	case "seller_claim":
		return "The seller's claim is true"
	}
	return capital(spaced(key))
}

// WaterfallRow is one step from revenue to what reaches the buyer.
type WaterfallRow struct {
	Name, BTC, USD, Share string
	Value, From           float64 // shares of gross
	Total                 bool
}

func waterfall(v *assay.Verdict, in units.Shown) []WaterfallRow {
	var out []WaterfallRow
	left, hidden := 1.0, 0.0 // what is less than a satoshi has no row, and its share goes to what is paid out
	for _, w := range v.Economics.Waterfall {
		if strings.HasPrefix(w.BTC, "0.00000000") && w.Name != "gross" && w.Name != "paid out to you" {
			hidden += w.Share // the JSON has it
			continue
		}
		if w.Name == "paid out to you" {
			w.Share += hidden
		}
		r := WaterfallRow{Name: capital(w.Name), BTC: w.BTC[:max(len(w.BTC)-3, 0)], USD: in.USD(w.USD), Share: units.ShowShare(w.Share)}
		switch w.Name {
		case "gross":
			r.Name, r.Total, r.Value = "Revenue before fees", true, 1
		case "paid out to you":
			r.Total, r.Value = true, w.Share
			r.Name = "Paid out to you"
		default:
			r.From = left
			left -= w.Share
			r.Value = left
		}
		out = append(out, r)
	}
	return out
}

// breakEvens says how far conditions may move before buying bitcoin is better.
func breakEvens(o offer.Offer, v *assay.Verdict, in units.Shown) []string {
	if len(v.Scenarios) == 0 || assay.NoBreakEven(o, v) != "" {
		return nil
	}
	b := v.Economics.BreakEven
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if b.UpfrontUSD != nil {
		asked := ""
		if v.Economics.AskedUSD != nil {
			asked = " (asked: " + in.USD(*v.Economics.AskedUSD) + ")"
		}
		add("an upfront price of %s%s", in.USD(*b.UpfrontUSD), asked)
	}
	if b.UpfrontUSDHarder != nil {
		add("with difficulty 20 %% higher, an upfront price of %s", in.USD(*b.UpfrontUSDHarder))
	}
	if g := b.MonthlyGrowth; g != nil && *g < 0 {
		add("difficulty that falls %.1f %% a month", -100**g)
	} else if g != nil {
		add("difficulty that grows %.1f %% a month", 100**g)
	}
	if b.HashpriceUSD != nil {
		add("a hashprice of %s per TH/s and day (it is %s)", in.USD(*b.HashpriceUSD), in.USD(v.Data.HashpriceUSD))
	}
	if b.PriceUSD != nil && o.HasDollarCosts() {
		add("a bitcoin price of %s (it is %s), if difficulty did not follow, which it does", in.USD(*b.PriceUSD), in.USD(v.Data.PriceUSD))
	}
	return out
}

// judged is what a verdict was judged on, in one line.
func judged(d assay.Data, in units.Shown) string {
	return fmt.Sprintf("Difficulty %s T, bitcoin at %s, %s BTC subsidy and %s BTC fees a block on %s: one TH/s earns %s a day.",
		units.Format(d.Difficulty/1e12, 6), in.USD(d.PriceUSD), units.Format(d.SubsidyBTC, 6), units.Format(d.FeesBTC, 3),
		d.ConditionsOf, in.USD(d.HashpriceUSD))
}
