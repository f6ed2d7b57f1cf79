package draft

import "testing"

// What miners write to one another, with the keys that a reader who knows the trade takes from it.
var quotes = []struct {
	text string
	keys map[string]string
}{
	{
		"Antminer S21 XP 270T, $4,200, hosting at 7.2 cents per kWh all in, $100 setup, 1 month deposit. 24 month" +
			" minimum. Pool fee 1%. Cancel with 60 days notice.",
		map[string]string{"hashrate": "270 TH/s", "price.upfront": "4200 USD", "term": "24 months",
			"fees.0.energy_price": "0.072 USD/kWh", "fees.1.once": "100 USD", "fees.2.revenue_share": "1%",
			"hardware.efficiency": "13.5 J/TH"},
	},
	{
		"Quote: 10 units S19k Pro 120T @ $8.5/T, hosting $0.065 per kWh, 2.76 kW each. Setup fee $35 per unit.",
		map[string]string{"hashrate": "1200 TH/s", "price.per_hashrate": "8.5 USD/TH",
			"fees.0.energy_price": "0.065 USD/kWh", "fees.1.once": "350 USD", "hardware.efficiency": "23 J/TH"},
	},
	{"2x Whatsminer M60S 186TH used, $1,450 each, 12 mo contract, 95% uptime",
		map[string]string{"hashrate": "372 TH/s", "price.upfront": "2900 USD", "term": "12 months",
			"uptime.promised": "95%"}},
	{"500 TH/s for 30 days at 0.00000052 BTC/TH/day, 3% fee plus a 0.00001 BTC order fee",
		map[string]string{"hashrate": "500 TH/s", "term": "30d", "price.bid": "0.00000052 BTC/TH/day",
			"fees.0.spend_share": "3%", "fees.1.once": "0.00001 BTC"}},
	{"1 PH cloud contract, 12 months, 38 USD per TH, electricity 5.2c/kWh at 20 W/T, mgmt fee 3% of output",
		map[string]string{"hashrate": "1 PH/s", "price.per_hashrate": "38 USD/TH",
			"fees.0.energy_price": "0.052 USD/kWh", "hardware.efficiency": "20 J/TH", "fees.1.revenue_share": "3%"}},
	{
		"hosting offer: S21 hyd 335T, 5360W, we buy it at $13.9/TH, rate 6.9¢, 98% uptime guaranteed, curtailment" +
			" up to 5% of hours, 36-month term, early termination fee 3 months",
		map[string]string{"hashrate": "335 TH/s", "price.per_hashrate": "13.9 USD/TH", "term": "36 months",
			"fees.0.energy_price": "0.069 USD/kWh", "fees.0.cap": "", "hardware.efficiency": "16 J/TH"},
	},
	{"Продам облачный майнинг: 50 TH/s на 360 дней, 1 150 $, обслуживание 0,047 $ за TH в сутки, выплаты" +
		" ежедневно от 0,0005 BTC",
		map[string]string{"price.upfront": "1150 USD", "fees.0.per_hashrate_day": "0.047 USD/TH/day",
			"payout.minimum": "0.0005 BTC"}},
	{"50 TH/s lifetime contract $1,999. Contract ends if unprofitable 21 days.",
		map[string]string{"term": "open", "stops.0": "21 d terminate"}},
	{"We can host your 6 x S19 (95T, 3250W each) at 8 cents, $50 rack fee per unit",
		map[string]string{"hashrate": "570 TH/s", "fees.0.energy_price": "0.08 USD/kWh",
			"hardware.efficiency": "34.21 J/TH"}},
	{"Lease of 10 × Antminer S21, 200 TH/s at 17.5 J/TH each (total 2 PH/s) for 24 months. Price $38,000." +
		" Affiliates: earn 5 % commission for life.",
		map[string]string{"hashrate": "2000 TH/s", "price.upfront": "38000 USD", "term": "24 months",
			"fees.0.revenue_share": ""}},
	{"100 TH/s for 24 months, $9.10 per TH/s. Electricity: only $0.052 per TH/s per day, taken from the output.",
		map[string]string{"price.per_hashrate": "9.1 USD/TH", "price.bid": "",
			"fees.0.per_hashrate_day": "0.052 USD/TH/day"}},
	{"Bitmain S21 Pro 234T 15J/T | $3,499 | hosting $80/MWh",
		map[string]string{
			"hashrate":            "234 TH/s",
			"price.upfront":       "3499 USD",
			"fees.0.energy_price": "0.08 USD/kWh",
		}},
	{"offre: 5 Antminer T21 190T à 1 950 € pièce, hébergement 0,072 €/kWh, engagement 12 mois, frais" +
		" d'installation 75 € par machine",
		map[string]string{
			"hashrate":            "950 TH/s",
			"price.upfront":       "9750 EUR",
			"fees.0.energy_price": "0.072 EUR/kWh",
			"term":                "12 months",
			"fees.1.once":         "375 EUR",
			"hardware.efficiency": "19 J/TH",
		}},
	{
		"Angebot: 20 Stück Antminer S21 200T je 2.750 €, Strom 6,8 ct/kWh, Laufzeit 24 Monate, Pool-Gebühr 2 %",
		map[string]string{"hashrate": "4000 TH/s", "price.upfront": "55000 EUR", "term": "24 months",
			"fees.0.energy_price": "0.068 EUR/kWh", "fees.1.revenue_share": "2%"},
	},
	{"4 шт S19 XP 140T по 95 000 руб за штуку, размещение 4,9 руб/кВтч",
		map[string]string{"hashrate": "560 TH/s", "price.upfront": "380000 RUB"}},
	{"S21 200T 10台 每台 19000元，托管电费 0.42元/度，运维费 3%，合同12个月",
		map[string]string{"hashrate": "2000 TH/s", "price.upfront": "190000 CNY", "term": "12 months",
			"fees.0.energy_price": "0.42 CNY/kWh", "fees.1.revenue_share": "3%"}},
	{"앤트마이너 S21 200T 5대, 대당 450만원, 호스팅 전기료 kWh당 95원, 계약 24개월",
		map[string]string{"hashrate": "1000 TH/s", "price.upfront": "22500000 KRW", "term": "24 months"}},
	{"Lease: 100 TH/s @ $5.10 per day for 90 days prepaid",
		map[string]string{"fees.0.per_hashrate_day": "0.051 USD/TH/day", "term": "90d"}},
	{"Me venden un S19 XP 141T por 1.350 USD, luz a 0,06 USD/kWh, contrato de 24 meses",
		map[string]string{
			"hashrate":            "141 TH/s",
			"price.upfront":       "1350 USD",
			"hardware.efficiency": "21.5 J/TH",
		}},
}

func TestQuotesOfMiners(t *testing.T) {
	for _, q := range quotes {
		f := Offers(q.text)
		for path, want := range q.keys {
			if got := valueAtKey(f.Offers[0], path); got != want {
				t.Errorf("%.40s...: %s is %q, want %q", q.text, path, got, want)
			}
		}
	}
}

// A price without a currency is asked about, and the words in which it stands are quoted.
func TestPriceWithoutCurrencyIsAskedAbout(t *testing.T) {
	f := Offers("Whatsminer M60S 186TH, 1,450 each. Colocation 0.058/kWh.")
	if len(f.NotUnderstood) != 2 {
		t.Errorf("asked %+v", f.NotUnderstood)
	}
	if valueAtKey(f.Offers[0], "price.upfront") != "" {
		t.Error("a price without a currency was read")
	}
}

// Where nothing says that a price is for each of several machines, it is that of all, and the key says so.
func TestPriceOfSeveralMachines(t *testing.T) {
	f := Offers("4x Antminer S19 95T for $2,000")
	for _, k := range f.Offers[0].Keys {
		if k.Path == "price.upfront" && (k.Value != "2000 USD" || k.Doubt == "") {
			t.Errorf("%+v", k)
		}
	}
	if got := valueAtKey(f.Offers[0], "hashrate"); got != "380 TH/s" {
		t.Errorf("hashrate %q", got)
	}
}
