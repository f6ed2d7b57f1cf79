package offer

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/internal/pattern"
	"github.com/assaymining/assay/offer/lookalike"
	"github.com/assaymining/assay/offer/tree"
	"github.com/assaymining/assay/units"
)

// Bounds of the plausible. Each names where it comes from.
const (
	onePercentOfNetwork = 9.6 * units.EHPerS // 1 % of 964 EH/s, the network on 2026-10-03 (mempool.space)
	bestEfficiency      = 5.0                // J/TH; the best machine sold in 2026 is near 10
	worstEfficiency     = 10_000.0           // J/TH; the first ASICs, of 2013, needed about as much
	dearestEnergy       = 1.0                // USD/kWh; no household tariff known is above it
	longestTerm         = 3653               // days, ten years: machines were worth running for 3 to 6
	longestDelay        = 180                // days: whoever sells running machines needs none
	halfOfAll           = 0.5                // of revenue, for one fee
)

// earned is the range of what one TH/s earned in a day, in dollars and in satoshi, year by year, from
// difficulty, subsidy, fees and daily price, computed as docs/terms.md defines hashvalue and hashprice. Years
// up to 2012 are left out: nobody sold terahashes. 2026 runs to 2026-10-03, from June without fees.
var earned = []struct {
	year              int
	lowUSD, highUSD   float64
	lowSats, highSats float64
}{
	{2013, 241, 15300, 4.26e7, 1.73e10}, {2014, 3.93, 327, 1.24e6, 4.27e7}, {2015, 1.93, 3.93, 508e3, 1.25e6},
	{2016, 0.618, 2.25, 82.6e3, 489e3}, {2017, 0.545, 3.88, 17e3, 87.1e3}, {2018, 0.143, 3.09, 3390, 18.2e3},
	{2019, 0.130, 0.477, 1860, 4540}, {2020, 0.0706, 0.217, 660, 1940}, {2021, 0.185, 0.423, 522, 941},
	{2022, 0.0553, 0.249, 346, 528}, {2023, 0.0594, 0.127, 198, 455}, {2024, 0.0384, 0.188, 58, 289},
	{2025, 0.0352, 0.064, 40.4, 59}, {2026, 0.0275, 0.042, 42.6, 51},
}

// A span is what one TH/s earned in a day of some time, in one currency.
type span struct {
	low, high float64
	when      string // "in 2021"
}

// earned is the span of the offer's year; of an undated offer, all since 2014. ok is false for
// currencies whose worth is not known here.
func (c *checker) earned(cur units.Currency) (s span, ok bool) {
	low := earned[len(earned)-1]
	high, when := earned[1], fmt.Sprintf("since %d", earned[1].year)
	if c.o.Seen != nil {
		year := time.Unix(c.o.Seen.Unix(), 0).UTC().Year()
		low = earned[min(max(year-earned[0].year, 0), len(earned)-1)]
		high, when = low, fmt.Sprintf("in %d", low.year)
	}
	switch cur {
	case units.BTC:
		return span{low.lowSats / units.SatPerBTC, high.highSats / units.SatPerBTC, when}, true
	case units.USD:
		return span{low.lowUSD, high.highUSD, when}, true
	}
	return span{}, false
}

// A checker collects what is hardly meant.
type checker struct {
	o     *Offer
	found []Warning
}

func (c *checker) warn(path, format string, args ...any) {
	c.found = append(c.found, Warning{Path: path, Msg: fmt.Sprintf(format, args...)})
}

// Check says what in an offer is readable but implausible, each with its reason. It judges no offer
// good or bad: it asks whether a number or a unit was mistyped. Deterministic, in a fixed order.
func Check(o Offer) []Warning {
	c := &checker{o: &o}
	c.names(o)
	c.size()
	c.price()
	for i := range o.Fees {
		c.fee(fmt.Sprintf("fees[%d]", i), &o.Fees[i])
	}
	c.sharesOfAll()
	for i := range o.Stops {
		c.stop(fmt.Sprintf("stops[%d]", i), &o.Stops[i])
	}
	c.payout()
	for i := range o.Claims {
		c.claim(fmt.Sprintf("claims[%d]", i), &o.Claims[i])
	}
	if e := o.Hardware.Efficiency; e != nil {
		c.efficiency("hardware.efficiency", *e)
	}
	c.machine()
	return c.found
}

func (c *checker) size() {
	o := c.o
	switch {
	case o.Hashrate == 0:
		c.warn("hashrate", "not known: terms and evidence can be judged, the economics cannot")
	case o.Hashrate >= onePercentOfNetwork:
		c.warn("hashrate", "%v is 1 %% or more of the whole network of 2026 (964 EH/s); is the unit right?",
			o.Hashrate)
	case o.Hashrate < units.GHPerS:
		c.warn("hashrate", "%v earns less than a satoshi in ten days since 2025; is the unit right?",
			o.Hashrate)
	}
	if o.Algorithm != "" && o.Algorithm != "sha256" {
		c.warn("algorithm", "%s is not bitcoin's: only sha256 can be valued", o.Algorithm)
	}
	if o.Term.Days > longestTerm {
		c.warn("term", "%v is more than ten years; machines have been worth running for three to six",
			o.Term.Days)
	}
	if d := o.StartDelay; d != nil && *d > longestDelay {
		c.warn("start_delay", "%v is half a year or more; running machines need no such delay", *d)
	}
	if p := o.Uptime.Promised; p != nil && *p < halfOfAll {
		c.warn("uptime.promised", "%v is less than half of the time; is the percentage right?", *p)
	}
	for i, a := range o.Proof.Addresses {
		if !address.MatchString(a) {
			c.warn(fmt.Sprintf("proof.addresses[%d]", i), "%q does not look like a bitcoin address",
				tree.Clip(a))
		}
	}
}

// address is the outer form of a mainnet address (base58 P2PKH and P2SH, BIP 173 and BIP 350 bech32).
var address = pattern.Of(`^([13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{11,71})$`)

func (c *checker) price() {
	p := c.o.Price
	var perTH float64
	var cur units.Currency
	path := "price.upfront"
	switch {
	case p.Upfront != nil && p.Upfront.Minor == 0:
		c.warn(path, "nothing is paid: is a price missing?")
		return
	case p.Upfront != nil && c.o.Hashrate > 0:
		perTH, cur = p.Upfront.Float()/c.o.Hashrate.TH(), p.Upfront.Currency
	case p.PerHashrate != nil:
		path, perTH, cur = "price.per_hashrate", p.PerHashrate.Value, p.PerHashrate.Currency
	case p.Bid != nil:
		c.perDay("price.bid", *p.Bid)
		return
	default:
		return
	}
	s, ok := c.earned(cur)
	days := float64(c.o.Term.Days)
	switch {
	case !ok:
	case days > 0 && perTH < s.low*days/20:
		c.warn(path,
			"%s %s per TH/s for %v is less than a twentieth of what a TH/s earned %s at its worst "+
				"(%s a day); is a unit wrong?",
			units.Format(perTH, 3), cur, c.o.Term.Days, s.when, units.Format(s.low, 3))
	case days == 0 && perTH < s.low:
		c.warn(path, "%s %s per TH/s is less than what a TH/s earned in one day %s; is a unit wrong?",
			units.Format(perTH, 3), cur, s.when)
	case perTH > 5*s.high*max(days, 1000):
		c.warn(path,
			"%s %s per TH/s is more than five times what a TH/s could earn %s at its best "+
				"(%s a day); is a unit wrong?",
			units.Format(perTH, 3), cur, s.when, units.Format(s.high, 3))
	}
}

// perDay doubts an amount per TH/s and day that is far from what a TH/s earned in its year.
func (c *checker) perDay(path string, p units.PerHashrateDay) {
	s, ok := c.earned(p.Currency)
	switch {
	case ok && p.Value > 3*s.high:
		c.warn(path,
			"%v is more than three times what a TH/s earned %s at its best (%s %s a day); is a unit wrong?",
			p, s.when, units.Format(s.high, 3), p.Currency)
	case ok && p.Value < s.low/20 && path == "price.bid":
		c.warn(path,
			"%v is less than a twentieth of what a TH/s earned %s at its worst (%s %s a day); "+
				"is a unit wrong?", p, s.when, units.Format(s.low, 3), p.Currency)
	}
}

func (c *checker) fee(path string, f *Fee) {
	switch {
	case f.HasAmount():
	case f.Efficiency != nil:
		c.warn(path,
			`efficiency without energy_price: its amount is not known; add "energy_price: 0.05 USD/kWh"`)
	case f.EnergyPrice != nil:
		c.warn(path,
			`energy_price without efficiency: its amount is not known; add "efficiency: 15 J/TH", `+
				`or write per_hashrate_day`)
	default:
		c.warn(path,
			"its amount is not known; it is one of per_hashrate_day, efficiency with energy_price, "+
				"revenue_share, profit_share, spend_share, per_payout, once, per_month")
	}
	if f.PerHashrateDay != nil {
		c.perDay(path+".per_hashrate_day", *f.PerHashrateDay)
	}
	if f.Efficiency != nil {
		c.efficiency(path+".efficiency", *f.Efficiency)
	}
	if f.EnergyPrice != nil {
		c.energy(path+".energy_price", *f.EnergyPrice)
	}
	for _, s := range []struct {
		key   string
		share *units.Fraction
	}{{"revenue_share", f.RevenueShare}, {"profit_share", f.ProfitShare}, {"spend_share", f.SpendShare}} {
		if s.share != nil && *s.share > halfOfAll {
			c.warn(path+"."+s.key, "%v is more than half of all; is the percentage right?", *s.share)
		}
	}
	if e := f.Escalation; e != nil && e.PerDay()*365.25 > halfOfAll {
		c.warn(path+".escalation", "%v rises by more than half in a year; is the unit of time right?", *e)
	}
	c.idle(path, c.idleOfFee(f))
	if d := f.Discount; d != nil && d.Share > halfOfAll {
		c.warn(path+".discount.share", "%v off is more than half of the fee; is the percentage right?",
			d.Share)
	}
	if h := c.o.Hardware.Efficiency; h != nil && f.Efficiency != nil && *h != *f.Efficiency {
		c.warn(path+".efficiency", "%v differs from hardware.efficiency, %v", *f.Efficiency, *h)
	}
}

// sharesOfAll doubts shares that are more than all of what they are shares of, together.
func (c *checker) sharesOfAll() {
	sums := map[string]units.Fraction{}
	for i, f := range c.o.Fees {
		for key, s := range map[string]*units.Fraction{"revenue_share": f.RevenueShare,
			"profit_share": f.ProfitShare} { // a fee has one of them
			if s == nil {
				continue
			}
			if sums[key] += *s; sums[key] > 1+1e-9 {
				c.warn(fmt.Sprintf("fees[%d].%s", i, key), "with those before it the shares come to %v, and "+
					"there is no more than 100%%; are they of the same?", sums[key])
			}
		}
	}
}

// idleKey is a key that changes nothing where it is said, and why.
type idleKey struct {
	key  string
	said bool
	why  string
}

// idle warns of those that are said.
func (c *checker) idle(path string, keys []idleKey) {
	for _, k := range keys {
		if k.said {
			c.warn(path+"."+k.key, "%s", k.why)
		}
	}
}

// idleOfFee are the keys of a fee that change nothing beside the others.
func (c *checker) idleOfFee(f *Fee) []idleKey {
	daily, once, fixed := f.IsDaily(), f.Once != nil, f.Changeable != True && f.Once == nil
	const nothing = ": it changes nothing here"
	const atOnce = "what is charged once is paid with the price" + nothing
	const bounds = "it is of a fee that may be changed: without \"changeable: true\" it changes nothing"
	return []idleKey{
		{"prepaid", f.Prepaid > 0 && (f.Paid != Separately || !daily),
			"only a daily amount with \"paid: separately\" can be paid in advance" + nothing},
		{"spend_share", f.SpendShare != nil && c.o.Price.Bid == nil,
			"only a market order, with price.bid, spends day by day" + nothing},
		{"each", f.Each != "" && !once && f.PerMonth == nil,
			"it is used with once and per_month alone" + nothing},
		{"paid", once && f.Paid == Deducted, atOnce},
		{"after", once && f.After != "", atOnce},
		{"cap", once && f.Cap != nil, atOnce},
		{"notice", once && f.Notice != nil, atOnce},
		{"after", f.PerPayout != nil && f.After != "",
			"a fee for each payout is kept from the first payout on" + nothing},
		{"paid", f.SpendShare != nil && f.Paid == Deducted,
			"a share of what an order spends is paid beside it: \"deducted\" changes nothing here"},
		{"notice", fixed && f.Notice != nil, bounds},
		{"cap", fixed && f.Cap != nil, bounds},
		{"escalation", f.Escalation != nil && !daily, "only a daily amount is computed to rise" + nothing},
		{"paid", f.Paid == Separately && f.HasAmount() && !daily && f.SpendShare == nil && !once,
			"a share of revenue or profit and a fee per payout are taken out of what is paid: " +
				"\"separately\" changes nothing here"},
	}
}

// stop says which keys of a stop change nothing beside the others.
func (c *checker) stop(path string, s *Stop) {
	computed, reaches := s.When == "fees_exceed_revenue", s.When == "return_reaches"
	pauses := s.Then == "pause"
	const days = "days are computed with \"fees_exceed_revenue\" alone: it changes nothing here"
	c.idle(path, []idleKey{
		{"extends_term", s.ExtendsTerm != Unknown && (!pauses || !computed),
			"only a pause of \"fees_exceed_revenue\" is computed to extend the term: it changes nothing " +
				"here"},
		{"notice", computed && s.Notice != nil,
			"days of notice are not computed: the contract is taken to end, or pause, at once"},
		{"fee", s.Fee != nil && reaches,
			"what ends at its multiple is taken to end without a fee: it changes nothing here"},
		{"fee", s.Fee != nil && pauses && !reaches,
			"it is paid for ending the contract: with \"then: pause\" it changes nothing"},
		{"then", reaches && pauses,
			"what reaches its multiple is computed to end: \"pause\" changes nothing here"},
		{"for", !computed && s.For > 0, days},
		{"notice", !computed && s.Notice != nil, days},
	})
}

// farFrom is how far a stated efficiency may be from that of the machine named, which tunes by as much.
const farFrom = 0.15

// machine holds the machine that is named to the catalogue.
func (c *checker) machine() {
	h := c.o.Hardware
	if h.Model == "" {
		return
	}
	m, err := hardware.Find(h.Model)
	var not *hardware.NotFound
	switch e := h.Efficiency; {
	case errors.As(err, &not) && not.Several:
		c.warn("hardware.model", "several machines have that name; nothing is taken from it: write one of %s",
			strings.Join(not.Nearest, ", "))
	case err != nil:
		c.warn("hardware.model", "the catalogue has no machine of that name: nothing is taken from it")
	case e != nil && math.Abs(float64(*e)/float64(m.Efficiency)-1) > farFrom:
		c.warn("hardware.efficiency", "%v is far from that of the %s, %v", *e, m.Name(), m.Efficiency)
	}
}

func (c *checker) efficiency(path string, e units.Efficiency) {
	switch {
	case e < bestEfficiency:
		c.warn(path, "%v is better than any machine; the best of 2026 is near 10 J/TH", e)
	case e > worstEfficiency:
		c.warn(path, "%v is worse than the first ASICs of 2013 (about 10,000 J/TH)", e)
	}
}

func (c *checker) energy(path string, p units.EnergyPrice) {
	if (p.Currency == units.USD || p.Currency == "EUR" || p.Currency == "GBP") && p.Value > dearestEnergy {
		c.warn(path, "%v is more than any tariff known; is it meant per TH/s and day?", p)
	}
}

// payout doubts a minimum that takes more than ten years to reach at the best earnings of its year.
func (c *checker) payout() {
	if p := c.o.Payout; p.PoolHashrate > 0 && p.Basis != PPLNS {
		c.warn("payout.pool_hashrate", "it is used with \"basis: pplns\" alone")
	}
	m := c.o.Payout.Minimum
	if m == nil || c.o.Hashrate == 0 {
		return
	}
	if s, ok := c.earned(m.Currency); ok && m.Float() > 3650*s.high*c.o.Hashrate.TH() {
		c.warn("payout.minimum", "%v takes more than ten years to earn with %v at the best %s", m,
			c.o.Hashrate, s.when)
	}
}

func (c *checker) claim(path string, m *Claim) {
	if m.PowerCost != nil {
		c.perDay(path+".power_cost", *m.PowerCost)
	}
	if m.Efficiency != nil {
		c.efficiency(path+".efficiency", *m.Efficiency)
	}
	if m.EnergyPrice != nil {
		c.energy(path+".energy_price", *m.EnergyPrice)
	}
}

// names doubts names and addresses that may pass for somebody else's.
func (c *checker) names(o Offer) {
	c.name("provider.name", o.Provider.Name)
	c.name("provider.website", o.Provider.Website)
	c.name("product", o.Product)
	for i, f := range o.Fees {
		c.name(fmt.Sprintf("fees[%d].name", i), f.Name)
	}
	for i, s := range o.Sources {
		c.name(fmt.Sprintf("sources[%d].url", i), s.URL)
	}
}

// name doubts one.
func (c *checker) name(path, text string) {
	if says := lookalike.In(text); says != "" {
		c.warn(path, "%s; is it another name that looks like this one?", says)
	}
}
