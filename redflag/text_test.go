package redflag

import (
	"strings"
	"testing"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// hear reads a text as terms that are quoted.
func hear(text string) said {
	return readWords(offer.Offer{Terms: offer.Writing{Text: text}})
}

func TestPromise(t *testing.T) {
	for _, c := range []struct {
		text string
		want guarantee
	}{
		{"Guaranteed daily profit of 2%", guaranteesIncome},
		{"We guarantee 98% uptime", guaranteesService},
		{"95% annual rig performance guarantee", guaranteesService},
		{"Your hashrate is guaranteed. Profits are not guaranteed.", deniesGuarantee},
		{"Profit is guaranteed, hashrate too", guaranteesIncome},
		{"We do not guarantee any profit", deniesGuarantee},
		{"No returns are guaranteed and you may lose everything.", deniesGuarantee},
		{"guaranteed returns with no risk", guaranteesIncome},
		{"guaranteed returns, not a gamble", guaranteesIncome},
		{"always profitable and never obsolete", guaranteesIncome},
		{"positive ROI is almost guaranteed", guaranteesIncome},
		{"Guaranteed uptime for maximum profit", guaranteesService},
		{"mining is fun", guaranteesNothing},
		{"Wir garantieren eine Rendite von 1 % pro Tag", guaranteesIncome},
		{"Gewinne werden nicht garantiert", deniesGuarantee},
		{"Wir garantieren keine Gewinne", deniesGuarantee},
		{"Garantierte Verfügbarkeit 99 %", guaranteesService},
		{"rendement garanti de 2 % par jour", guaranteesIncome},
		{"nous ne garantissons aucun revenu", deniesGuarantee},
		{"disponibilité garantie", guaranteesService},
		{"ganancias garantizadas cada día", guaranteesIncome},
		{"no garantizamos ganancias", deniesGuarantee},
		{"lucro garantido todos os dias", guaranteesIncome},
		{"não garantimos lucro", deniesGuarantee},
		{"guadagno garantito", guaranteesIncome},
		{"гарантированный доход 2% в день", guaranteesIncome},
		{"мы не гарантируем прибыль", deniesGuarantee},
		{"гарантируем аптайм 99%", guaranteesService},
		{"保证每天收益2%", guaranteesIncome},
		{"不保证收益", deniesGuarantee},
		{"保证算力在线率", guaranteesService},
		{"günlük %2 kazanç garantisi", guaranteesIncome},
		{"keuntungan dijamin setiap hari", guaranteesIncome},
		{"lợi nhuận được đảm bảo", guaranteesIncome},
		{"zysk gwarantowany", guaranteesIncome},
		{"収益を保証します", guaranteesIncome},
		{"収益は保証されません", deniesGuarantee},
		{"", guaranteesNothing},
	} {
		if got, clause := promise(c.text, false); got != c.want {
			t.Errorf("%q: got %d (%q), want %d", c.text, got, clause, c.want)
		}
	}
}

// In a field that says "guaranteed", the verb is the field's.
func TestPromiseInField(t *testing.T) {
	for _, c := range []struct {
		text string
		want guarantee
	}{
		{"1% a day for 52 weeks", guaranteesIncome},
		{"98% uptime", guaranteesService},
		{"hashrate", guaranteesService},
		{"no", deniesGuarantee},
		{"nothing is guaranteed", deniesGuarantee},
		{"daily payouts", guaranteesUnclear}, // of their amount, or of their being daily,
		{"satisfaction", guaranteesUnclear},
	} {
		if got, clause := promise(c.text, true); got != c.want {
			t.Errorf("%q: got %d (%q), want %d", c.text, got, clause, c.want)
		}
	}
}

func TestRateIn(t *testing.T) {
	for _, c := range []struct {
		text   string
		perDay float64 // per cent
	}{
		{"1% a day paid weekly for up to 52 weeks", 1},
		{"20% guaranteed every month", 20 / 30.4375},
		{"at least 240% every 24 hours", 240},
		{"180-250% a year", 180 / 365.25},
		{"100% in 40 days", 2.5},
		{"1,5 % pro Tag", 1.5},
		{"2 % par jour", 2},
		{"2% в день", 2},
		{"每天2%", 2},
		{"daily profit of 3%", 3},
		{"2% pool fee", 0},
		{"98% uptime", 0},
		{"version 2.5 of the day", 0},
	} {
		r, ok := rateIn(c.text)
		got := 0.0
		if ok {
			got = r.PerDay() * 100
		}
		if d := got - c.perDay; d > 1e-9 || d < -1e-9 {
			t.Errorf("%q: %v %% a day, want %v", c.text, got, c.perDay)
		}
	}
}

// A megabyte of terms in which the promise stands at the end is read in full, once.
func TestMegabyte(t *testing.T) {
	text := strings.Repeat("Hashrate is delivered as described in section 4, and fees of 2% apply. ", 15000)
	text = text[:1<<20-60] + ". We guarantee a profit of 2% per day."
	g, _ := promise(text, false)
	if g != guaranteesIncome {
		t.Errorf("got %d", g)
	}
	if r := hear(text).returns; len(r) != 1 || r[0].perDay != 0.02 {
		t.Errorf("rate %v", r)
	}
}

// No text makes the reading of words panic, and what is found is a part of it.
func FuzzPromise(f *testing.F) {
	f.Add("Guaranteed daily profit of 2%, not a gamble. 不保证收益")
	f.Add("always profitable\xff\xfe 1.5.% per d\u0130ay")
	f.Fuzz(func(t *testing.T, text string) {
		promise(text, false)
		promise(text, true)
		for _, r := range hear(text).returns {
			if !(r.perDay > 0) {
				t.Errorf("%q states a return of %v", text, r)
			}
		}
	})
}

// What is quoted stands as the seller wrote it, character for character, also where lower case is shorter.
func TestQuotedAsWritten(t *testing.T) {
	for text, want := range map[string]string{
		"We are BIG. Your PROFIT is GUARANTEED! Call us.":          "Your PROFIT is GUARANTEED",
		"It may vary, but Returns are Guaranteed: 1.5 % A Day":     "Returns are Guaranteed: 1.5 % A Day",
		"İSTANBUL'da GETİRİ GARANTİ. Start Now":                    "İSTANBUL'da GETİRİ GARANTİ",
		"300 K on İt however Daily Profit is Guaranteed; ok":       "Daily Profit is Guaranteed",
		"但Profit 保证。Nothing":                                       "Profit 保证",
		"Alles gut!\n\n  Garantierte Rendite von 2 % \t\nÜbrigens": "Garantierte Rendite von 2 %",
	} {
		if _, got := promise(text, false); got != want {
			t.Errorf("%q quotes %q, want %q", text, got, want)
		}
	}
}

// rateIn is the first percentage per time of a text, whatever it is of.
func rateIn(text string) (units.FractionPer, bool) {
	for _, c := range clauses(text) {
		for _, seg := range segments(c.low) {
			if all := ratesIn(seg); len(all) > 0 {
				return all[0].rate, true
			}
		}
	}
	return units.FractionPer{}, false
}
