package reading

import "testing"

// The head of a table says what its columns are, whatever rule stands between it and the rows.
func TestTableHeads(t *testing.T) {
	const german = "| Tarif | Strom | Grundpreis je Gerät und Monat | Kaution |\n|---|---|---|---|\n" +
		"| Klein | 9,9 ct/kWh | 12,00 € | 3 Monatsrechnungen |\n" +
		"| Groß | 8,9 ct/kWh | 9,50 € | 2 Monatsrechnungen |"
	const italian = "| Macchine | Energia | Canone mensile cad. | Cauzione |\n|---|---|---|---|\n" +
		"| fino a 4 | 0,118 €/kWh | 19 € | 150 € cad. |\n| da 5 | 0,109 €/kWh | 15 € | 120 € cad. |"
	const portuguese = "| Cota | Valor | Rendimento mensal |\n|---|---|---|\n| Raio | R$ 1.000 | R$ 70 |\n" +
		"| Trovão | R$ 10.000 | R$ 850 |"
	const pool = "Coin | Scheme | Fee | Min payout | Payout time\nBTC | FPPS | 2% | 0.001 BTC | daily 01:00 UTC"
	const bare = "Tarif | Leistung, TH/s | Preis, EUR | Monate\nEins | 35 | 610 | 12\nZwei | 140 | 2200 | 24"
	const rows = "Model | S | L\nHashrate (PH/s) | 0.5 | 2\nTerm (months) | 6 | 18"
	for _, x := range []struct{ text, what, value string }{
		{bare, "hashrate", "35 TH/s"}, {bare, "hashrate", "140 TH/s"}, {bare, "price", "2200 EUR"},
		{bare, "term", "12 mo"}, {rows, "hashrate", "0.5 PH/s"}, {rows, "hashrate", "2 PH/s"},
		{rows, "term", "18 mo"},
		{german, "monthly_fee", "12 EUR/mo"}, {german, "monthly_fee", "9.5 EUR/mo"},
		{german, "deposit", "3 mo"}, {german, "power_price", "0.089 EUR/kWh"},
		{italian, "monthly_fee", "19 EUR/mo"}, {italian, "monthly_fee", "15 EUR/mo"},
		{italian, "deposit", "150 EUR"}, {italian, "deposit", "120 EUR"},
		{portuguese, "promised_return", "0.07/month"}, {portuguese, "promised_return", "0.085/month"},
		{pool, "fee", "0.02 of revenue"}, {pool, "min_payout", "0.001 BTC"},
	} {
		if !says(x.text, x.what, x.value) {
			t.Errorf("no %s %s in %q: %+v", x.what, x.value, x.text, Read(x.text).Statements)
		}
	}
	if n := len(Read(pool).Grave()); n > 0 {
		t.Errorf("the hour of payouts is taken for a promise: %+v", Read(pool).Grave())
	}
}

// TestHeadingsSayOnce: what a column's heading says is said with its words, and once; the row below that ends
// the text has none of its own.
func TestHeadingsSayOnce(t *testing.T) {
	for text, want := range map[string]int{
		"Plan | No risk\nBasic | 7":              1,
		"Plan | No risk\nBasic | 7\nLarge | 9\n": 1,
		"Plan | You may lose money\nBasic | 7":   1,
		"n|merugi\n率|7":                          1,
	} {
		said := 0
		for _, s := range Read(text).Statements {
			if s.Quote == "" {
				t.Errorf("%q: %s without words", text, s.What)
			}
			if s.What == "guarantee" || s.What == "denial" {
				said++
			}
		}
		if said != want {
			t.Errorf("%q: said %d times, want %d", text, said, want)
		}
	}
}
