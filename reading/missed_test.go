package reading

import (
	"slices"
	"testing"
)

// Kinds of promises and demands that were once missed, each beside a sentence of an honest seller that is
// like it: the one is grave for what it is called, or asked about as that where it is light, the other for
// nothing.
func TestOnceMissed(t *testing.T) {
	for _, c := range []struct{ what, grave, honest string }{
		{"guarantee", "Guaranteed 0.06 USD per TH per day for the whole term",
			"Guaranteed price: 0.06 USD per TH per day for the whole term"},
		{"guarantee", "보장: TH/s당 하루 0.05달러", "요금: TH/s당 하루 0.05달러"},
		{"guarantee", "60日で元が取れることを保証します", "60日で元が取れることは保証しません"},
		{"pay_first", "The tax cannot be deducted from your balance",
			"The network fee is deducted from your balance"},
		{"pay_first", "Vergi bakiyeden düşülemez, ayrıca yatırılmalıdır", "Ağ ücreti bakiyeden düşülür"},
		{"pay_first", "После оплаты сбора ваши средства будут выведены.",
			"После оплаты счёта хешрейт подключается в течение часа."},
		{"pay_first", "Setelah biaya verifikasi dibayar, saldo Anda cair.",
			"Setelah tagihan pertama dibayar, mesin Anda dinyalakan."},
		{"constant_income", "Market swings have no bearing on your payout.",
			"Market swings have no bearing on your hosting fee."},
		{"constant_income", "Le revenu est versé le 5 de chaque mois, quel que soit le cours du bitcoin.",
			"Le loyer est dû le 5 de chaque mois, quel que soit le cours du bitcoin."},
		{"constant_income", "Kursschwankungen des Bitcoin haben auf Ihre Erträge keinerlei Einfluss.",
			"Kursschwankungen des Bitcoin haben auf Ihre Erträge großen Einfluss."},
		{"referral", "Ekip kazancı\n1. kademe %10\n2. kademe %4\n3. kademe %2",
			"Destek düzeyleri\n1. kademe %90\n2. kademe %8\n3. kademe %2"},
		{"referral", "Reach a team of 30 and drive home a car", "Our team of 30 looks after your machines"},
		{"promised_return", "With 10,000 you receive 220 every day",
			"With 10,000 machines you receive 220 alerts every day"},
		{"promised_return", "体验机 300元 每天产出 12元 周期 40天", "矿机 300元 每天电费 12元 保修 40天"},
		{"promised_return", "Plan B: price $300, 10 days, profit $45",
			"Plan B: price $300, 10 days, deposit $45"},
		{"promised_return", "₹25,000 पर ₹900 हफ़्ता", "₹25,000 की मशीन, बिजली ₹900 हफ़्ता"},
		{"multiple", "Send 0.05 BTC, ninety days later the mine sends back 0.11.",
			"Payouts start at 0.05 BTC; last month the mine sent 0.11."},
	} {
		isIt := func(s Statement) bool { return s.What == c.what }
		asked := func(a Asked) bool { return a.MayBe == c.what }
		r := Read(c.grave)
		if !slices.ContainsFunc(r.Grave(), isIt) && !slices.ContainsFunc(r.NotUnderstood, asked) {
			t.Errorf("%s: no %s in %+v", c.grave, c.what, r)
		}
		if got := Read(c.honest).Grave(); len(got) > 0 {
			t.Errorf("%s: %+v", c.honest, got)
		}
	}
}

// Values that were once read wrong.
func TestOnceWrong(t *testing.T) {
	for text, want := range map[string]Statement{
		"Maturity: 31 March 2028":              {What: "term", Value: "to 2028-03-31"},
		"Der Vertrag läuft anderthalb Jahre":   {What: "term", Value: "1.5 y"},
		"Inversión mínima: 100 USD":            {What: "price", Value: "100 USD"},
		"Precio 90 soles; 20 centavos por kWh": {What: "power_price", Value: "0.2 PEN/kWh"},
		"Deckt der Ertrag die Kosten 30 Tage lang nicht, ruht der Vertrag": {What: "stop_unprofitable",
			Value: "30 d pause"},
	} {
		got := Read(text).Statements
		same := func(s Statement) bool { return s.What == want.What && s.Value == want.Value }
		if !slices.ContainsFunc(got, same) {
			t.Errorf("%s: no %s %s in %+v", text, want.What, want.Value, got)
		}
	}
}
