package reading

import (
	"strings"
	"testing"
)

// credentials is what a seller may boast of beside an offer: courts and the police, who neither charge nor warn.
var credentials = map[string][]string{
	"en": {
		"licensed by the court of Larnaca",
		"police-approved",
		"registered with the prosecutor's office",
		"certified by the attorney general",
		"no victims and no lawsuits",
	},
	"es": {"con licencia del tribunal de Lárnaca", "avalado por la policía", "sin víctimas ni denuncias"},
	"pt": {"licenciado pelo tribunal de Lisboa", "aprovado pela polícia", "sem vítimas nem condenados"},
	"de": {
		"zugelassen vom Gericht in Zürich",
		"von der Polizei geprüft",
		"ohne Opfer, ohne Ermittlungen",
	},
	"fr": {"agréé par le tribunal de Nicosie", "approuvé par la police", "sans victime ni plainte"},
	"it": {"autorizzato dal tribunale di Nicosia", "approvato dalla polizia", "senza vittime né denunce"},
	"ru": {"лицензия выдана судом Ларнаки", "одобрено: полиция и прокуратура", "без пострадавших"},
	"zh": {"法院备案", "公安认证", "警方批准"},
	"ja": {"裁判所認可", "警察公認", "被害者なし"},
	"ko": {"법원 인가", "경찰 인증", "피해자 없음"},
	"hi": {"अदालत से लाइसेंस प्राप्त", "पुलिस द्वारा प्रमाणित"},
	"id": {"berizin dari pengadilan", "disetujui polisi", "tanpa korban"},
	"vi": {"được tòa án cấp phép", "công an chứng nhận", "không có nạn nhân"},
	"tr": {"mahkeme onaylı", "polis onaylı"},
	"ar": {"مرخص من المحكمة", "معتمد من الشرطة"},
}

// A seller who names a court or the police beside his offer is heard as he would be without.
func TestCredentialsSilenceNothing(t *testing.T) {
	for _, p := range paraphrases(t) {
		if !p.grave || strings.Contains(p.text, "\n") || len(Read(p.text).Grave()) == 0 {
			continue
		}
		for _, boast := range credentials[p.language] {
			for _, text := range []string{
				boast + ": " + p.text, boast + ", " + p.text, strings.TrimRight(p.text, ".!। 。") + ", " + boast + ".",
				boast + ". " + p.text,
			} {
				if len(Read(text).Grave()) == 0 {
					t.Errorf("%s: %q is silenced", p.language, text)
				}
			}
		}
	}
}

// What is told of another's crime is no offer, however it is quoted.
func TestReportsAreNoOffers(t *testing.T) {
	for _, text := range []string{
		"The founders of the site, which guaranteed 2% a day, were sentenced to nine years in prison.",
		"A court heard that victims had been promised 1.5% per day and their deposit back.",
		"Der Betreiber, der 2 % täglich garantierte, wurde zu acht Jahren Haft verurteilt.",
		"Суд приговорил организаторов, обещавших 2 % в день, к восьми годам.",
		"法院判处该平台负责人八年徒刑,其曾承诺每天2%收益。",
	} {
		if said := Read(text).Grave(); len(said) > 0 {
			t.Errorf("%q is called %s for %q", text, said[0].What, said[0].Quote)
		}
	}
}
