package report

import (
	"fmt"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/economics"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/units"
)

// judged is a verdict on an offer while its document is made.
type judged struct {
	*Document
	offer offer.Offer
	v     *assay.Verdict
	in    units.Shown
}

// Verdict is what a person reads of a verdict on an offer. grid is the map of break-evens; nil leaves it
// out.
func Verdict(o offer.Offer, v *assay.Verdict, grid *valuation.Grid) *Document {
	j := &judged{&Document{Name: o.Summary(), Day: day(v), Title: title(o, v)}, o, v, v.Money}
	j.Lead, j.Axes = v.Verdict.Sentence, axes(v)
	j.decision()
	if v.Economics.Withheld != nil {
		j.warned()
		return j.Document
	}
	j.own()
	j.add("why", "Why", Paragraph{Text: sentence(v.Verdict.Cause)})
	j.add("comes", "What comes in", Paragraph{Text: sentence(v.Verdict.ComesIn)})
	j.add("first", "Ask first", List{Items: v.Verdict.First})
	j.add("open", "Not known", List{Items: v.Verdict.NotKnown})
	j.Figures = j.figures()
	if len(v.Scenarios) > 0 {
		j.back()
		j.simulated()
		j.worth()
		j.alternatives()
		j.sizing()
	}
	j.answers(v.Findings)
	j.runOff(v.RunOff)
	if len(v.Scenarios) > 0 {
		j.scenarios()
		j.waterfall()
		if j.owner() == nil {
			j.payments()
			j.breakEvens(grid)
		}
		j.taxes()
		j.clauses()
	}
	j.anchors(v.Anchors)
	j.lists()
	j.facts()
	j.Deciding = deciding(v)
	if j.owner() != nil { // whoever has it has asked, and signed
		j.foldAllBut("own", "why", "comes", "open")
		return j.Document
	}
	open := []string{"why", "comes", "first", "open"}
	if o.Kind == offer.Hosted { // whoever chooses a machine chooses between it and what else its money does
		open, j.Deciding = append(open, "alternatives"), append(j.Deciding, "alternatives")
	}
	j.foldAllBut(open...)
	return j.Document
}

// deciding are the sections that stand first, by the axis that decides.
func deciding(v *assay.Verdict) []string {
	head := []string{"own", "why", "comes", "first", "open"}
	trust := v.Verdict.Trust == redflag.Doubtful || v.Verdict.ContractRisk == redflag.RiskHigh
	if trust && v.Verdict.Economics != economics.Losing {
		return append(head, "flags")
	}
	return head
}

// title names the offer and the day it is judged on, and that of the market where it is another.
func title(o offer.Offer, v *assay.Verdict) string {
	if o.Seen == nil && v.AsOf == v.Data.To {
		return o.Summary() + ", undated, so judged as of the last day known, " + v.AsOf + "."
	}
	return o.Summary() + ", judged as of " + day(v) + "."
}

// day is the day it is judged as of, and the last day known of the market where that is another.
func day(v *assay.Verdict) string {
	if v.AsOf != v.Data.ConditionsOf {
		return v.AsOf + " on the market of " + v.Data.ConditionsOf + ", the last day known"
	}
	return v.AsOf
}

// axes are the three verdicts. Where nothing could be computed the sentence itself is the reason.
func axes(v *assay.Verdict) []Axis {
	because := v.Verdict.Because
	out := []Axis{
		axis(Economics, v.Verdict.Economics, because.Economics),
		axis("Contract risk", v.Verdict.ContractRisk, because.ContractRisk),
		axis("Trust", v.Verdict.Trust, because.Trust),
	}
	out[0].Said = len(v.Scenarios) == 0 && v.Economics.Withheld == nil
	return out
}

// figures is the strip of numbers that most buyers look for first.
func (j *judged) figures() []Figure {
	var out []Figure
	add := func(name, value, note string) { out = append(out, Figure{name, value, note}) }
	ec, in := j.v.Economics, j.in
	if a := j.owner(); a != nil {
		return j.ownersFigures(a)
	}
	if ec.AskedUSD != nil {
		note := ""
		if ec.AskedUSDPerTH != nil {
			note = in.USD(*ec.AskedUSDPerTH) + " per TH/s"
		}
		add("Asked", in.USD(*ec.AskedUSD), note)
	}
	if b := ec.FairBid; b != nil && j.offer.Price.Bid != nil {
		add("Bid", in.PerHashrateDay(*j.offer.Price.Bid), "per TH/s and day")
		value, note := fairPrice(j.bid, b.P50, b.P80, ec.NoFairPrice)
		add("Fair bid", value, note)
	}
	switch b := ec.BreakEven.UpfrontUSDHarder; {
	case ec.FairUpfront != nil:
		perTH := func(usd float64) string { return in.USD(usd) + " per TH/s" }
		value, note := fairPrice(perTH, ec.FairUpfront.P50, ec.FairUpfront.P80, ec.NoFairPrice)
		add("Fair price", value, note)
	case b != nil:
		add("Worth at most", in.USD(*b), "with difficulty 20 % higher")
	}
	if ec.ProbBeatsBuying != nil {
		note := ""
		if j.v.IfSellerVanishes != nil {
			note = units.ShowShare(j.v.IfSellerVanishes.ProbBeatsBuying) + " if the seller may vanish"
		}
		add("Chance to beat buying", units.ShowShare(*ec.ProbBeatsBuying), note)
	}
	if e := ec.BTCEfficiency; e != nil {
		add("Bitcoin back for each bitcoin", units.ShowRatio(e.P50), units.ShowRatio(e.P05)+" to "+
			""+units.ShowRatio(e.P95)+" in nine of ten")
	} else if ec.PaidBTC != nil && ec.ReceivedBTC != nil && *ec.PaidBTC > 0 {
		add("Paid and got back", units.ShowBTC(*ec.PaidBTC)+" and "+units.ShowBTC(*ec.ReceivedBTC)+" BTC",
			"if mining never gets harder")
	}
	return append(append(out, j.feeShare()...), j.payback()...)
}

// feeShare is what fees take, or that it is not known.
func (j *judged) feeShare() []Figure {
	o := j.offer
	switch share := j.v.Economics.FeeShareOfGross; {
	case !o.FeesKnown() && len(j.v.Scenarios) > 0 && len(o.Fees) > 0:
		return []Figure{{"Fees take", notKnown, "the amount of some is not stated, and not counted"}}
	case !o.FeesKnown() && len(j.v.Scenarios) > 0:
		return []Figure{{"Fees take", notKnown, "none are stated, none are counted"}}
	case share != nil:
		return []Figure{
			{"Fees take", units.ShowShare(*share), "of what is mined, taken out of it or paid beside"},
		}
	}
	return nil
}

func (j *judged) payback() []Figure {
	p := j.v.Economics.PaybackDays
	if p == nil {
		return nil
	}
	value := "never"
	if p.P50 != nil && p.ProbNever < 0.5 {
		value = fmt.Sprintf("day %.0f", *p.P50)
	}
	return []Figure{{"Paid back in " + j.in.Name(), value, "never in " + units.ShowShare(p.ProbNever) +
		" of the markets"}}
}

// fairPrice is the price at even odds and a note on it; where there is none it says so, and why where that is
// not because even a gift loses.
func fairPrice(show func(float64) string, even, safe *float64, why *string) (value, note string) {
	switch {
	case even == nil && why != nil:
		return "none", "no price beats buying with even odds: too often nothing comes back"
	case even == nil:
		return "none", "no price beats buying with even odds, not even as a gift"
	case safe == nil:
		return show(*even), "beats buying with even odds; in four cases of five no price does"
	}
	return show(*even), "beats buying with even odds; in four cases of five at " + show(*safe)
}

// bid is a price per hashrate and day in the currency of the order.
func (j *judged) bid(v float64) string {
	return j.in.PerHashrateDay(units.PerHashrateDay{Value: v,
		Currency: units.Currency(j.v.Economics.FairBid.Currency)})
}

// lists are what to ask, what would change a verdict, and what the reader must know of how it was made.
func (j *judged) lists() {
	j.add("questions", askTheSeller, List{Items: j.v.Verdict.Questions})
	j.add("changes", wouldChange, List{Items: j.v.Verdict.WouldChange})
	j.add("assumed", assumedTitle, List{Items: j.v.Assumptions})
	j.add("care", takeCare, List{Items: j.v.Warnings})
}

// The titles of lists that several documents have.
const (
	askTheSeller = "Ask the seller"
	wouldChange  = "What would change the verdict on trust"
	assumedTitle = "Assumed, because the offer does not say"
	takeCare     = "Take care"
)

// facts says what the verdict was judged on.
func (j *judged) facts() {
	j.terms()
	d := j.v.Data
	made := "Made by Assay " + j.v.Version + "."
	if j.v.Paths > 0 {
		made = fmt.Sprintf("Made by Assay %s, with seed %d.", j.v.Version, j.v.Seed)
	}
	j.add("judged", "Judged on", Paragraph{Text: fmt.Sprintf(
		"difficulty %s T, bitcoin at %s, %s BTC subsidy and %s BTC fees a block (%s): one TH/s earns %s "+
			"a day. "+
			"History to %s, %s.",
		units.Format(d.Difficulty/1e12, 6),
		j.in.USD(d.PriceUSD),
		units.Format(d.SubsidyBTC, 6),
		units.Format(d.FeesBTC, 3),
		d.ConditionsOf,
		j.in.USD(d.HashpriceUSD),
		d.To,
		d.History[:min(len(d.History), 19)],
	)})
	var read, words []Source // at an address; as words alone
	for _, s := range j.offer.Sources {
		switch {
		case s.URL == "" && s.Quote != "":
			words = append(words, Source{What: "“" + s.Quote + "”"})
			continue
		case s.Quote != "":
			read = append(read, Source{What: s.URL + " (“" + s.Quote + "”)", URL: s.URL})
		default:
			read = append(read, Source{What: s.URL, URL: s.URL})
		}
	}
	j.add(
		"made",
		"How it was made",
		Paragraph{
			Text: fmt.Sprintf("The history begins on %s; difficulty is known to %s, the price to %s, fees "+
				"to %s. Its hash is %s, that of the offer %s. %s", d.From, d.Cutoffs.Difficulty,
				d.Cutoffs.Price, d.Cutoffs.Fees, d.History, offerHash(j.offer), made),
			Soft: true,
		},
		Sources{"The offer was read at", read},
		Sources{"It was read in the words", words},
	)
}

// Flags is what a person reads of the findings alone. dated: the offer's day is known.
func Flags(o offer.Offer, asOf units.Date, dated bool, r redflag.Report) *Document {
	d := &Document{Name: o.Summary(), Title: o.Summary() + ", undated; what needs a day is not known."}
	if dated {
		d.Day = asOf.String()
		d.Title = o.Summary() + ", judged as of " + d.Day + "."
	}
	d.Axes = []Axis{axis("Trust", r.Trust.Word, r.Trust.Reason), axis("Contract risk", r.ContractRisk.Word,
		r.ContractRisk.Reason)}
	if d.Lead = r.Warning; d.Lead != "" {
		d.runOff(r.RunOff)
		d.refusing(r.RunOff == nil && strings.HasPrefix(r.Warning, "Too good"))
	}
	d.answers(r.Findings)
	if r.Warning == "" {
		d.runOff(r.RunOff)
	}
	d.anchors(r.Anchors)
	d.missing(r.Findings)
	d.add("questions", askTheSeller, List{Items: r.Questions})
	d.add("changes", wouldChange, List{Items: r.WouldChange})
	return d
}
