package grounds

import (
	"testing"

	"github.com/assaymining/assay/offer"
)

// wordsSay is what the words of an offer come to, as one word.
func wordsSay(s Said) string {
	switch {
	case s.Promised != "":
		return "promise"
	case len(s.Returns) > 0 && s.Income != "":
		return "guarantee and rate"
	case len(s.Returns) > 0:
		return "rate"
	case s.PayFirst != "":
		return "pay first"
	case s.Income != "":
		return "guarantee"
	case s.Principal != "":
		return "principal"
	case len(s.Unclear) > 0:
		return "not understood"
	case s.Denial != "":
		return "denial"
	case s.Service != "":
		return "service"
	}
	return ""
}

// asWanted: what holds nothing against a seller may also be not understood, and is then asked about.
func asWanted(got, want string) bool {
	nothing := func(s string) bool { return s == "" || s == "service" || s == "denial" || s == "not understood" }
	if want == "" || want == "service" || want == "denial" {
		return nothing(got) && (got != "denial" || want == "denial")
	}
	return got == want
}

// misread is sentences that are read wrongly so far. One that is read rightly must leave the list.
var misread = map[string]bool{
	"Guaranteed daily payouts":                    true,
	"0.8% daily mining income":                    true,
	"Our fixed profit split is 20% to us monthly": true,
	"daily payouts":                               true,
}

// What honest sellers write, and what frauds write, each as it stands in claims.says and in terms.text.
func TestWords(t *testing.T) {
	for want, texts := range map[string][]string{
		// guaranteed or fixed, with a rate in the same clause
		"promise": {
			"Guaranteed 2% daily with no maintenance fees",
			"保证不亏损,每天收益2%",
			"Fixed daily profit of 1.8% for 60 days",
			"Feste Rendite von 2 % pro Tag, 60 Tage lang",
			"Rendimiento fijo del 2% diario durante 60 días",
			"每日固定收益2%,到期返还本金",
			"Rendimento fixo de 2% ao dia por 60 dias",
			"Lợi nhuận cố định 2% mỗi ngày",
			"Each investor receives 2.5 percent of the deposit per day for 60 business days",
			"12.5% APY fixed",
			"Earn 2% daily, guaranteed!",
			"You cannot lose: 2% daily",
			"Unlike other companies, we guarantee you 2% per day",
			"We do not only mine, we guarantee 2% per day",
			"We pay you 0.5% each day, no matter what",
			"保本保息,日化收益1%",
			"We guarantee to pay 2% every day",
			"Guaranteed profit: 20% every month",
			"günlük %2 sabit kazanç",
			"Фиксированный доход 2% в день",
		},
		// guaranteed without a rate
		"guarantee": {
			"Want guaranteed profit?",
			"Earn guaranteed income every day",
			"Guaranteed profit no matter what happens to bitcoin",
			"Guaranteed daily profits without any loss",
			"Guaranteed profits with no hidden fees",
			"Guaranteed returns even if you do not refer anyone",
			"Your principal is guaranteed",
			"We guarantee your payouts whatever the market does",
			"Not only hashrate: profit is guaranteed",
			"You will not regret our guaranteed profit",
			"You need no experience to get our guaranteed income",
		},
		"rate": {
			"Want to earn 2% daily?",
			"Earn 3% daily on your hashrate",
			"Estimated annual return of 18% at current difficulty, not guaranteed",
			"Buy for $300, daily profit $9.6",
			"Contract price $100, daily income $4, 5 days, total return $120",
			"每日返利1.5%",
			"Double your bitcoin in 30 days",
			"Our hash power contracts pay 1.5% every day",
			"Earn 2% per day plus 10% referral commission",
			"2% hourly for 50 hours",
			"Earn 0.5% every hour",
			"Daily ROI: 3.5%",
			"ROI: 150% after 30 days",
			"ежедневно 2% прибыли",
			"5 % de ganancia cada 24 horas",
			"Invest $200, get $3.2 daily, total income $216",
			"Deposit $500, receive $525 after 3 days",
			"Вложите 500 USDT, получите 525 USDT через 3 дня",
			"Your money grows 2% per day",
			"Uptime is guaranteed, and you earn 2% per day",
			"Every plan earns 2.5% profit per day.",
		},
		"not understood": {
			"1.2% p.d.",
			"Guaranteed daily payouts",
			"0.8% daily mining income",
			"We guarantee the return of your deposit if the machine is not delivered",
			"Bitcoin returned 60% in a year",
		},
		"principal": {"Your principal is returned after 5 days", "到期返还本金"},
		"pay first": {"Withdrawals need a 15% tax payment first", "To unlock your withdrawal, deposit 0.05 BTC for verification", "Before withdrawal you must pay a 20% tax deposit", "提现前须先缴纳税款", "Vor der Auszahlung müssen Sie Steuern zahlen"},
		"service": {
			"We guarantee at least 98% online time per month",
			"Guaranteed speed of at least 95% of nominal every month",
			"The power price is guaranteed to rise at most 3% a year",
			"SLA 99.5% monthly, guaranteed",
			"FPPS: guaranteed payout for every valid share",
			"PPS: a guaranteed payout per share regardless of the pool's luck",
			"Payout on time guaranteed",
			"We guarantee a fixed 98% payout ratio each day",
			"Guaranteed returns policy within 14 days",
			"Guaranteed residual value of 50% after 3 years",
			"We guarantee hashrate, not profits",
			"We guarantee that your machines run at least 95% of the time each month",
			"We guarantee payment of all mining rewards within 24 hours",
			"30-day money-back guarantee",
			"Wir garantieren 98 % Verfügbarkeit im Monat",
			"保证每月在线率98%",
			"Гарантируем аптайм 99% в месяц",
		},
		"denial": {
			"Nobody can guarantee profits",
			"Is income guaranteed? No.",
			"Profit guarantee: none",
			"Mining is not a source of guaranteed income",
			"Profits are far from guaranteed",
			"We do not guarantee any profits or an income of 2% per day",
			"Returns are neither fixed nor guaranteed",
			"The seller guarantees neither profit nor the recovery of the price",
			"Kazanç garantisi verilmez",
			"Zyski nie są gwarantowane",
			"No se garantiza ninguna ganancia",
			"Es wird keine Rendite garantiert oder zugesichert",
			"It is impossible to guarantee income",
			"We are unable to guarantee returns",
			"We disclaim all guarantees of profit",
			"Niemand kann Gewinne garantieren",
			"任何人都无法保证收益",
			"No profit, income or return is guaranteed",
			"We do not promise, warrant or guarantee any income",
			"We do not, under any circumstances, guarantee profits",
			"Guaranteed returns are not possible in mining",
			"Past performance is not a guarantee of future returns",
			"Nothing in these terms shall be construed as a guarantee of profit",
			"Никто не может гарантировать прибыль",
			"Personne ne peut garantir un revenu",
			"Nadie puede garantizar ganancias",
			"Ninguém pode garantir lucro",
			"Wir übernehmen keine Garantie für Gewinne",
			"利益を保証するものではありません",
			"Risk: you may lose 100% of your money in a day",
		},
		// understood, and neither here nor there
		"": {
			"We pay out 97.5% of pool income each day",
			"You earn 100% of the daily mining rewards",
			"If you pay late, interest of 1.5 % per day is due",
			"Unlike scams that pay 2% per day, we pay what the pool pays",
			"Beware of sites that promise guaranteed daily profits",
			"Scams often promise guaranteed profits of 2% per day",
			"Mining income fell 50% in a year",
			"The network's hashrate grew 50% in a year",
			"Difficulty rises about 3% every month",
			"You pay 2% per month for hosting",
			"A pool fee of 2% per day of mining is deducted from revenue.",
			"Our service fee is 1.5 % of daily revenue",
			"Wir zahlen 97 % der Poolerträge jeden Tag aus",
			"每天支付矿池收益的98%",
			"Electricity rises 3% per year",
			"The principal place of business is Texas",
			"Banks pay 2% per year",
			"Financing at a fixed interest rate of 12% per year is available",
			"Our fixed profit split is 20% to us monthly",
			"Earn 20% each month on every referral",
			"For each day of downtime we pay you 2% per day of the fee",
			"Can I earn 2% per day? No, nobody can.",
			"Our farm grew its income by 40% in 12 months",
			"Difficulty adjusts every two weeks, and if it grows 5% per month your income falls",
			"VAT of 19% is added to the monthly invoice",
			"管理费为每日收益的5%",
			"20% of net profit is deducted monthly",
			"Interest on unpaid invoices: 8% per year",
			"Pool pays 98% PPS daily",
		},
	} {
		for _, text := range texts {
			for field, o := range map[string]offer.Offer{
				"claims.says": {Claims: []offer.Claim{{Says: text}}},
				"terms.text":  {Terms: offer.Writing{Text: "Welcome to our farm. " + text}},
			} {
				s := readWords(t.Context(), o)
				got := wordsSay(s)
				if asWanted(got, want) == misread[text] {
					t.Errorf("%s %q: %q, want %q (listed as misread: %v; income %q, returns %v)", field, text, got, want,
						misread[text], s.Income, s.Returns)
				}
			}
		}
	}
}

// In a field that says "guaranteed", a percentage of something else than income is none of income.
func TestWordsInField(t *testing.T) {
	for want, texts := range map[string][]string{
		"service":        {"SLA 99.5% monthly", "98% online time per month", "At least 95% of nominal speed every month", "Power price rises at most 3% a year", "24/7 support"},
		"promise":        {"1% a day for 52 weeks", "1.5% daily profit for 12 months", "2% per day", "20% every month", "at least 240% every 24 hours"},
		"guarantee":      {"profit", "monthly income"},
		"not understood": {"daily payouts", "95% of something every month"},
		"denial":         {"no", "nothing is guaranteed"},
	} {
		for _, text := range texts {
			s := readWords(t.Context(), offer.Offer{Claims: []offer.Claim{{Guaranteed: text}}})
			if got := wordsSay(s); asWanted(got, want) == misread[text] {
				t.Errorf("%q: %q, want %q (income %q, returns %v)", text, got, want, s.Income, s.Returns)
			}
		}
	}
}

// A bare figure that is quoted for a key is asked nothing about: the key says what it is of. In the words
// themselves it is asked about, and so is a quotation with words of its own.
func TestBareQuotation(t *testing.T) {
	for quote, asks := range map[string]bool{"95 %": false, "95%": false, "2 per cent": false, "$500": false,
		"500 USD": false, "95 % of it for you": true} {
		o := offer.Offer{Sources: []offer.Source{{Quote: quote}}}
		if s := (Facts{Offer: o}).Said(); s.Stands != true || (s.Ask != "") != asks {
			t.Errorf("quoted %q: asks %q, not understood %q", quote, s.Ask, s.Unclear)
		}
	}
	if s := (Facts{Offer: offer.Offer{Terms: offer.Writing{Text: "95 %"}}}).Said(); s.Ask == "" {
		t.Error("nothing is asked about terms that are a percentage alone")
	}
}
