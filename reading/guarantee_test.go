package reading

import (
	"slices"
	"testing"
)

// What is guaranteed decides: income and the stake are grave, the service is none of it, and a guarantee that is
// denied is a denial.
func TestGuarantees(t *testing.T) {
	sure := []string{"guarantee", "constant_income", "protected"}
	for want, texts := range map[string][]string{
		"income": {
			"Guaranteed daily profit of 2%", "Your profit is guaranteed, and your hashrate too", "guaranteed returns with no risk",
			"guaranteed returns, not a gamble", "always profitable and never obsolete",
			"positive ROI is almost guaranteed", "Wir garantieren eine Rendite von 1 % pro Tag",
			"rendement garanti de 2 % par jour", "ganancias garantizadas cada día", "lucro garantido todos os dias",
			"guadagno garantito", "гарантированный доход 2% в день", "保证每天收益2%", "günlük %2 kazanç garantisi",
			"keuntungan dijamin setiap hari", "lợi nhuận được đảm bảo", "収益を保証します", "수익을 보장합니다",
			"मुनाफ़े की गारंटी", "الأرباح مضمونة",
		},
		"denial": {
			"Your hashrate is guaranteed. Profits are not guaranteed.", "We do not guarantee any profit",
			"No returns are guaranteed and you may lose everything.", "Gewinne werden nicht garantiert",
			"Wir garantieren keine Gewinne", "nous ne garantissons aucun revenu", "rendement non garanti",
			"no garantizamos ganancias", "não garantimos lucro", "non garantiamo guadagni",
			"мы не гарантируем прибыль", "不保证收益", "収益は保証されません", "수익을 보장하지 않습니다",
			"kazanç garantisi verilmez", "keuntungan tidak dijamin", "lợi nhuận không được đảm bảo",
			"मुनाफ़े की कोई गारंटी नहीं", "لا نضمن أي أرباح", "We disclaim all guarantees of profit",
			"We do not guarantee any profits or an income of 2% per day",
		},
		"": {
			"We guarantee 98% uptime", "95% annual rig performance guarantee", "Guaranteed uptime for maximum profit",
			"mining is fun", "Garantierte Verfügbarkeit 99 %", "disponibilité garantie", "гарантируем аптайм 99%",
			"保证算力在线率", "Payout on time guaranteed", "We guarantee a fixed 98% payout ratio each day",
			"disponibilidad garantizada del 98 %", "", "Customer satisfaction guaranteed",
		},
	} {
		for _, text := range texts {
			r, got := Read(text), ""
			for _, s := range r.Statements {
				switch {
				case s.Grave && slices.Contains(sure, s.What):
					got = "income"
				case s.What == "denial" && s.Of == "" && got == "":
					got = "denial"
				}
			}
			if got != want {
				t.Errorf("%q: %q, want %q (%+v)", text, got, want, r.Statements)
			}
		}
	}
}

// The levels of a network beside a promise do not hide it.
func TestPromiseBesideLevels(t *testing.T) {
	for text, want := range map[string]string{
		"Invierte y gana 2,5 % diario, 3 niveles de referidos":             "0.025/day",
		"Доход 1,5 % в день, партнёрская программа 5 уровней":              "0.015/day",
		"Ganhe 3% ao dia, indicação em 4 níveis":                           "0.03/day",
		"Earn 2% daily, friends bring you more on 3 levels of the network": "0.02/day",
	} {
		found := ""
		for _, s := range Read(text).Statements {
			if s.What == "promised_return" && s.Grave {
				found = s.Value
			}
		}
		if found != want {
			t.Errorf("%s: %q, want %s", text, found, want)
		}
	}
}
