package reading

import (
	"strings"
	"testing"
)

// How long until the price is earned back is a claim, and no term; what stands beside the words may be something
// else.
func TestPayback(t *testing.T) {
	for text, want := range map[string]string{
		"ROI in 60 days":                                           "payback 60 d",
		"Break even in 45 days. Pure profit.":                      "payback 45 d",
		"Return on investment: 2 months":                           "payback 60 d",
		"Pays for itself in 90 days":                               "payback 90 d",
		"10 TH/s, 500 USD, payback: 8 weeks":                       "payback 56 d",
		"Окупаемость 60 дней":                                      "payback 60 d",
		"Amortisation in 3 Monaten":                                "payback 90 d",
		"60天回本":                                                    "payback 60 d",
		"Retorno de la inversión en 50 días":                       "payback 50 d",
		"Geri ödeme süresi 70 gün":                                 "payback 70 d",
		"Balik modal dalam 40 hari":                                "payback 40 d",
		"Thời gian hoàn vốn 45 ngày":                               "payback 45 d",
		"30% ROI in 60 days":                                       "term 60 d",
		"No pool fee until break even; 60 days":                    "term 60 d",
		"Nobody says when it breaks even. 60 d.":                   "",
		"Contract term 90 days, break even varies with difficulty": "term 90 d",
	} {
		got := ""
		for _, s := range Read(text).Statements {
			if s.What == "payback" || s.What == "term" {
				got = s.What + " " + s.Value
			}
		}
		if got != want && want != "" || want == "" && got == "payback 60 d" {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// A payback that is guaranteed is a guarantee, and so is an amount for a TH/s and day; a guaranteed price or fee
// is none.
func TestGuaranteedFigures(t *testing.T) {
	for text, want := range map[string]string{
		"Payback time is 60 days, guaranteed":                    "guarantee",
		"Guaranteed: 0.045 USD per TH/s per day":                 "guarantee promised_return",
		"We guarantee 0.05 USD/TH/day":                           "guarantee promised_return",
		"Guaranteed price: 0.045 USD/TH/day":                     "",
		"Guaranteed maintenance fee of 0.045 USD/TH/day":         "",
		"A fee of 0.045 USD per TH/s per day that is guaranteed": "",
		"The payback of 60 days is not guaranteed":               "",
	} {
		got := ""
		for _, s := range Read(text).Statements {
			if s.Grave {
				got = strings.TrimSpace(got + " " + s.What)
			}
		}
		if got != want {
			t.Errorf("%s: grave is %q, want %q", text, got, want)
		}
	}
}
