package draft

import (
	"strings"
	"testing"
)

// Pages of several layouts give the keys that a careful reader enters, and as many offers as they list; a key
// with an empty value is one that no offer may have.
func TestLayouts(t *testing.T) {
	for _, x := range []struct {
		text   string
		offers int
		keys   []string // "number of the offer path = value"
	}{
		{
			"Miners in stock\nAntminer S21 200T 17.5 J/TH      $2,890\nWhatsminer M60S 186T 18.5 J/TH   $2,310\n" +
				"Prices per unit, EXW Hong Kong, excl. VAT 20%. 180 days warranty.",
			2, []string{"0 price.upfront = 2890 USD", "1 hashrate = 186 TH/s", "1 price.upfront = 2310 USD",
				"1 price.taxes = 20%", "0 term = "},
		},
		{
			"Listino hosting\nFino a 9 macchine      0,079 €/kWh    canone 9 €/mese a macchina\n" +
				"Da 10 a 49 macchine    0,074 €/kWh    canone 7 €/mese a macchina\n" +
				"Durata 12 mesi, preavviso 30 giorni. Cauzione 200 € a macchina. IVA 22% esclusa.",
			2, []string{"0 fees.0.energy_price = 0.079 EUR/kWh", "0 fees.1.per_month = 9 EUR",
				"1 fees.0.energy_price = 0.074 EUR/kWh", "1 fees.1.per_month = 7 EUR", "1 term = 12 months",
				"0 price.deposit = 200 EUR", "0 price.taxes = 22%"},
		},
		{
			"云算力套餐\n青铜 10TH/s 期限360天 价格 680元 管理费0.3元/T/天\n" +
				"白银 50TH/s 期限360天 价格 3200元 管理费0.29元/T/天\n" +
				"收益按FPPS每日结算，满0.001BTC可提现。连续10天收益低于电费则合同终止。",
			2, []string{"0 hashrate = 10 TH/s", "1 hashrate = 50 TH/s", "1 price.upfront = 3200 CNY",
				"1 term = 360d", "1 fees.0.per_hashrate_day = 0.29 CNY/TH/day", "0 stops.0 = 10 d terminate",
				"1 payout.minimum = 0.001 BTC"},
		},
		{
			"Hébergement : 165 $ par mois tout compris, dépôt d'un mois, contrat de 12 mois renouvelable.",
			1, []string{"0 fees.0.per_month = 165 USD", "0 price.deposit = 165 USD", "0 term = 12 months"},
		},
		{
			"Marketplace terms\nBid 0.0000004 BTC per TH/s per day. Orders from 1 to 50 PH/s. Buyer fee 3% of spend.",
			1, []string{"0 price.bid = 0.0000004 BTC/TH/day", "0 fees.0.spend_share = 3%", "0 hashrate = "},
		},
		{
			"Angebot\nHosting: 5,4 ct/kWh, Grundgebühr 15 EUR pro Monat, Mindestlaufzeit 18 Monate\n" +
				"Kaution 2 Monatsrechnungen. Alle Preise zzgl. 19 % MwSt. Lieferzeit 3 Wochen.",
			1, []string{"0 fees.0.energy_price = 0.054 EUR/kWh", "0 fees.1.per_month = 15 EUR",
				"0 term = 18 months", "0 price.taxes = 19%"},
		},
	} {
		f := Offers(x.text)
		if len(f.Offers) != x.offers {
			t.Errorf("%.20s: %d offers, want %d", x.text, len(f.Offers), x.offers)
			continue
		}
		for _, key := range x.keys {
			path, value, _ := strings.Cut(key[2:], " = ")
			if got := valueOf(f.Offers[key[0]-'0'], path); got != value {
				t.Errorf("%.20s: offer %c: %s is %q, want %q", x.text, key[0], path, got, value)
			}
		}
	}
}

// valueOf is the value of a key, empty where a draft has none.
func valueOf(d Draft, path string) string {
	for _, k := range d.Keys {
		if k.Path == path {
			return k.Value
		}
	}
	return ""
}
