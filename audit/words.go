package audit

import (
	"fmt"
	"math"
	"strings"

	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/units"
)

// explain lists what makes a difference without being an alarm.
func (s *series) explain(r *Result) {
	add := func(days int, sat int64, quote, format string, args ...any) {
		r.Explanations = append(r.Explanations, Explanation{What: fmt.Sprintf(format, args...), Days: days,
			Sat: sat, Quote: quote})
	}
	if b := s.boundary; b.Found {
		add(r.Days, r.Parts.Difficulty+r.Parts.Fees, "", "the payments fit a day that begins at midnight %s "+
			"and fees averaged over the %s; the contract's own day is UTC", b.Zone, b.Average)
	}
	if s.price {
		add(r.Days, r.Parts.Price, "", "fees in dollars are converted at the price of the day before")
	}
	for _, c := range s.in.FeeChanges {
		add(0, 0, c.Quote, "the fee is %s from %s on, as announced; what is owed changes that day", c.Share,
			c.From)
	}
	for _, c := range s.in.Compensations {
		add(int(c.To-c.From)+1, 0, c.Quote,
			"%s to %s was made good otherwise (%s): these days are not judged",
			c.From, c.To, c.What)
	}
	s.explainDays(add)
	if s.pay.corrected > 0 {
		add(0, roundSat(s.pay.corrections), "", "%d corrections are counted as received and not as days",
			s.pay.corrected)
	}
	if w := s.waiting; w.contracted > 0 {
		why := "the next payout is not due"
		if least := s.in.Terms.MinimumBTC; w.contracted < least {
			why = "it is too little to be paid out" + s.untilPaid(w.contracted, w.contracted, w.days())
		}
		add(w.days(), -roundSat(w.contracted), "", "what was earned from %s to %s waits: %s", w.from, w.to,
			why)
	} else if r.HeldBackSat > 0 {
		add(0, -r.HeldBackSat, "", "%s sat are credited and not paid out%s",
			units.Group(fmt.Sprint(r.HeldBackSat)),
			s.untilPaid(s.pay.credited-s.pay.paidOut, s.pay.credited, r.Days))
	}
	if s.pay.unknown > 0 {
		add(0, 0, "", "%d payouts are left out: since when they pay is not known; give the first day "+
			"paid for", s.pay.unknown)
	}
	if s.unknown > 0 {
		add(s.unknown, 0, "", "%d payments are of days without facts of the market (the history ends on "+
			"%s): they are left out", s.unknown, s.in.History.Last())
	}
	if s.in.Scheme == payout.PPSPlus {
		add(0, 0, "", "PPS+ owes the subsidy's part as PPS does; its transaction fees are those of the "+
			"blocks that the pool found, so that all of them, %.2g %% of the subsidy, may be luck",
			100*s.fees())
	}
	if s.in.Scheme == payout.PPLNS || s.in.Scheme == payout.TIDES {
		add(0, 0, "", "in the first days the window still holds others' shares, and pays less; after "+
			"the end it goes on paying")
	}
}

// explainDays names days on which nothing or less was owed, and gaps.
func (s *series) explainDays(add func(int, int64, string, string, ...any)) {
	for _, g := range s.gaps {
		days := int(g.to-g.from) + 1
		text := "no row from %s to %s: a gap, not a day without pay; it is left out of every figure"
		if len(s.in.Terms.Stops) > 0 {
			text = "no row from %s to %s; the clause by which the contract may stop was not met on these " +
				"days: fees did not exceed revenue for long enough"
		}
		add(days, -roundSat(g.owed), "", text, g.from, g.to)
	}
	for _, g := range s.idle {
		text := "no row from %s to %s, and nothing was owed: fees exceeded revenue"
		if len(s.in.Terms.Stops) > 0 {
			text += ", and not yet for as long as the clause for stopping asks"
		}
		add(int(g.to-g.from)+1, 0, "", text, g.from, g.to)
	}
	for _, g := range s.over {
		text := "no row from %s to %s, and nothing was owed: the term was over"
		if len(s.in.Terms.Stops) > 0 {
			text = "no row from %s to %s, and nothing was owed: the contract's clause for stopping was " +
				"met, or the term was over"
		}
		add(int(g.to-g.from)+1, 0, "", text, g.from, g.to)
	}
	partial, paused := 0, 0
	for i := range s.list {
		if s.list[i].partial {
			partial++
		}
		if s.list[i].paused {
			paused++
		}
	}
	if partial > 0 {
		add(partial, 0, "", "the first or last payment is of a part of its days, or of a day more: it is "+
			"not judged")
	}
	if paused > 0 {
		add(paused, 0, "", "the contract pauses on days whose fees exceed their revenue")
	}
}

// untilPaid is how long what waits takes to reach the least payout, at what so many days earned on average.
func (s *series) untilPaid(waits, earned units.MilliSat, days int) string {
	least := s.in.Terms.MinimumBTC
	more := math.Ceil(float64(least-waits) / float64(earned) * float64(days))
	if waits >= least || !(more < 3650) {
		return ""
	}
	return fmt.Sprintf("; at what these days earned the least that is paid out, %s sat, is reached in about "+
		"%.0f more", units.Group(fmt.Sprint(roundSat(least))), more)
}

// say writes the sentence, what cannot be known, what would settle it and the letter.
func say(r *Result, s *series, u *suite) {
	r.Sentence = sentence(r, u)
	if u != nil {
		r.CannotKnow = append(r.CannotKnow, cannotKnow(r, s, u)...)
		r.WouldSettle = append(r.WouldSettle, wouldSettle(r, s)...)
	}
	if r.CannotKnow == nil {
		r.CannotKnow = []string{}
	}
	if r.WouldSettle == nil {
		r.WouldSettle = []string{}
	}
	r.Letter = letter(r)
}

func sentence(r *Result, u *suite) string {
	what := fmt.Sprintf("From %s to %s %s sat were owed and %s sat received", r.From, r.To,
		units.Group(fmt.Sprint(r.OwedSat)), units.Group(fmt.Sprint(r.ReceivedSat)))
	if r.Paid.Ratio != nil {
		what += ", so that you were paid " + r.Paid.Says()
	}
	return what + ": " + verdict(r, u) + sinceWhen(r) + countsSay(r.Tests) + "."
}

// sinceWhen says of another alarm than a change that payments fell on a day, too.
func sinceWhen(r *Result) string {
	for _, t := range r.Tests {
		if t.Name == testChanged && t.Alarm && t.Since != nil && r.State.accuses() && r.State != Changed {
			return fmt.Sprintf("; they fell on about %s", t.Since.Date)
		}
	}
	return ""
}

func verdict(r *Result, u *suite) string {
	alarm := func(name string) Test {
		for _, t := range r.Tests {
			if t.Name == name {
				return t
			}
		}
		return Test{}
	}
	switch r.State {
	case InOrder:
		return "as far as this evidence shows, paid as owed"
	case Underpaid:
		if u.onlyCounts {
			return "paid as owed for the hashrate that the payer counts"
		}
		if u.kept != "" {
			return "the blocks of " + u.kept + " paid less than their subsidy alone owes for your share"
		}
		t := alarm(testUnderpaid)
		if !t.Alarm {
			t = alarm(testBase)
		}
		if !t.Alarm {
			return "less than was owed, and more so than day boundary, averaging and rounding explain"
		}
		return fmt.Sprintf("less than was owed; from an honest payer this comes with odds of %s", t.Odds)
	case Overpaid:
		return "more than was owed by these terms; a payer who mines has no reason to"
	case Changed:
		t := alarm(testChanged)
		if t.Since == nil {
			return "payments fell against their own past"
		}
		return fmt.Sprintf("payments fell against their own past on about %s (between %s and %s)",
			t.Since.Date, t.Since.From, t.Since.To)
	case DoesNotFollow:
		return fmt.Sprintf("payments do not follow difficulty and fees as mining must; from an honest payer "+
			"this comes with odds of %s", alarm(testFollows).Odds)
	case TooNoisy:
		return fmt.Sprintf("payments scatter more than this scheme can; from an honest payer this comes "+
			"with odds of %s", alarm(testNoisy).Odds)
	}
	if u != nil && r.Paid.Ratio != nil && (*r.Paid.Ratio > absurd || *r.Paid.Ratio < 1.0/absurd) {
		return "so far apart that a unit, the hashrate or the days must be wrong, and nothing is concluded"
	}
	if u != nil && u.taken != "" {
		return u.taken
	}
	return "too little to conclude anything"
}

// Says is the ratio with its interval, in as many digits as the interval has, as "98.8 % of what was owed,
// between 98.5 and 99.1".
func (p Paid) Says() string {
	if p.Ratio == nil {
		return "not known"
	}
	if p.Low == nil || p.High == nil {
		return percent(*p.Ratio, 2) + " % of what was owed"
	}
	digits := 1
	for width := 100 * (*p.High - *p.Low); width < 0.5 && digits < 4; width *= 10 {
		digits++
	}
	between := fmt.Sprintf("between %s and %s", percent(*p.Low, digits), percent(*p.High, digits))
	if *p.Ratio < *p.Low || *p.Ratio > *p.High {
		return percent(*p.Ratio, 2) + " % of what was owed, and " + between +
			" once day boundary, averages, price and uptime are taken into account"
	}
	return percent(*p.Ratio, digits) + " % of what was owed, " + between
}

func percent(ratio float64, digits int) string { return fmt.Sprintf("%.*f", digits, 100*ratio) }

// notMined is what no payment can show.
const notMined = "whether the coins were mined at all: a seller who buys coins and pays exactly what is " +
	"owed looks the same"

func cannotKnow(r *Result, s *series, u *suite) []string {
	list := []string{notMined}
	if s.in.Market != "" {
		list = append(list, "what was owed: "+s.in.Market+" is a market and pays the bids that were filled; "+
			"owed is here what a pool would have paid for the hashrate")
	}
	switch r.Tier {
	case "A", "B":
		list = append(list, "whether the payer counts all your work: the hashrate is its own figure; the "+
			"machine's would show it")
	case "C":
		list = append(list, "whether a shortfall is of pay or of hashrate: no row says the hashrate of its "+
			"day, so downtime looks like underpayment")
	case "D":
		list = append(list,
			"at what moment of the day dollars were converted: it moves what is owed by more "+
				"than a percent a day")
	}
	if u.tolerance > 0 {
		list = append(list, fmt.Sprintf("a shortfall of up to %.2g %%: how a pool averages transaction fees "+
			"is its own affair", 100*u.tolerance))
	}
	if n := len(u.level.values); n < 4 {
		list = append(list, fmt.Sprintf(
			"what a test would say: %d days or payouts can be judged, and four are the least", n))
	}
	if r.State == Underpaid && r.Paid.Ratio != nil {
		list = append(list, fmt.Sprintf("whether the shortfall is a fee that was not named: "+
			"one of %.3g %% of what is owed would make it", 100*(1-*r.Paid.Ratio)))
	}
	if len(s.gaps) > 0 {
		list = append(list, "what was paid on days without a row")
	}
	return list
}

func wouldSettle(r *Result, s *series) []string {
	var list []string
	if r.Tier == "C" || r.Tier == "D" {
		list = append(list,
			"the hashrate of each day as the pool counted it (its statement or its interface)")
	}
	if r.Tier != "A" {
		list = append(list, "payments split into subsidy and fees, or shares and share price: then 0.05 % "+
			"shows within a week")
	}
	if s.in.Unread > 0 {
		list = append(list, fmt.Sprintf("the %d rows that could not be read, mended", s.in.Unread))
	}
	if len(s.gaps) > 0 {
		list = append(list, fmt.Sprintf("rows for %s to %s", s.gaps[0].from, s.gaps[0].to))
	}
	return append(list, "a read-only account at the pool, or payout addresses that can be traced to "+
		"blocks: nothing else shows that anyone mines")
}

// letter is what to send to support, in words that both sides can check.
func letter(r *Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Dear support,\n\nI compared what I was paid from %s to %s with what the terms owe on "+
		"each day's difficulty, ", r.From, r.To)
	fmt.Fprintf(&b, "block reward and my hashrate. Owed: %s sat. Received: %s sat. Difference: %s sat.\n",
		units.Group(fmt.Sprint(r.OwedSat)), units.Group(fmt.Sprint(r.ReceivedSat)),
		signed(r.ReceivedSat-r.OwedSat))
	for _, t := range r.Tests {
		if t.Alarm {
			fmt.Fprintf(&b, "Test %q: from a payer who pays as owed this comes with odds of %s", t.Name,
				t.Odds)
			if t.Since != nil {
				fmt.Fprintf(&b, ", beginning about %s", t.Since.Date)
			}
			b.WriteString(".\n")
			if ofCounts(t.Name) {
				fmt.Fprintf(&b, "Counts: %s.\n", t.Power)
			}
		}
	}
	b.WriteString("\nPlease send me:\n")
	if shortByCounts(r.Tests) {
		b.WriteString("- the accepted, rejected and stale shares of each day as you counted them\n")
	}
	for _, w := range r.WouldSettle {
		fmt.Fprintf(&b, "- %s\n", w)
	}
	b.WriteString("- the fee, the day boundary and the averaging of transaction fees that you apply\n")
	b.WriteString("\nAnybody can repeat the computation from my payments and the public difficulty, fees " +
		"and price of each day.\n")
	return b.String()
}

func signed(v int64) string {
	if v < 0 {
		return "-" + units.Group(fmt.Sprint(int64(math.Abs(float64(v)))))
	}
	return units.Group(fmt.Sprint(v))
}
