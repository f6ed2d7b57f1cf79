package reading

import "testing"

// Returns stated in money, each for a day's share of what is paid and for the time that it comes again after:
// that time is no term. What a price rises by is no return.
func TestMoneyEachDay(t *testing.T) {
	for text, want := range map[string]struct{ rate, term string }{
		"Deposit 500 USDT and receive 12 USDT every 24 hours for 60 days.":               {"0.024/day", "60 d"},
		"A $10,000 contract yields $100 per 24h.":                                        {"0.01/day", ""},
		"Contract $50, term 24 hours, profit $2":                                         {"0.04/day", "24 h"},
		"Plan A costs $90 and puts $2.70 into your account daily.":                       {"0.03/day", ""},
		"Buy mining power worth $700 and watch $49 arrive in your wallet day after day.": {"0.07/day", ""},
		"Invest $300, income $9 a day, the price of packages rises soon.":                {"0.03/day", ""},
		"The price of the plan rises by $10 a week, now $300.":                           {"", ""},
		"Hosting costs $80 per month for a machine that costs $2,500.":                   {"", ""},
		"The price is $600, payable in weekly instalments of $50.":                       {"", ""},
	} {
		rate, term := "", ""
		for _, s := range Read(text).Statements {
			switch s.What {
			case "promised_return":
				rate = s.Value
			case "term":
				term += s.Value
			}
		}
		if rate != want.rate || term != want.term {
			t.Errorf("%q: return %q, term %q; want %q, %q", text, rate, term, want.rate, want.term)
		}
	}
}
