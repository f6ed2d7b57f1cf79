package reading

import "testing"

// What a title tells to walk away from, what somebody was offered and was blocked for, and what is answered
// for while machines stand are no offers. A title that only sounds like it, praise behind a quotation, and an
// insurance of what is lost are.
func TestWarningsAndWhatSoundsLikeThem(t *testing.T) {
	const list = "\n- 2% every day\n- capital guaranteed"
	for text, want := range map[string]bool{
		"What should make you walk away" + list:                       false,
		"Red flags" + list:                                            false,
		"Warnzeichen\n- 2 % täglich\n- Kapital garantiert":            false,
		"Signaux d'alerte\n- 2 % par jour\n- capital garanti":         false,
		"Hands off mining" + list:                                     true,
		"Say no to bank interest" + list:                              true,
		"Walk away rich" + list:                                       true,
		"Steer clear of banks" + list:                                 true,
		"Lassen Sie es arbeiten\n- 2 % täglich\n- Kapital garantiert": true,
		"Fuyez les banques\n- 2 % par jour\n- capital garanti":        true,
		"Fuja da inflação\n- 2% ao dia\n- capital garantido":          true,

		`I was offered "2 % a day, guaranteed". I asked for a serial number, they blocked me.`: false,
		`A friend told me "2 % a day, capital guaranteed". I joined. No regrets.`:              true,
		`I was offered "2 % a day, guaranteed". Signed up. No risk. It works.`:                 true,

		"FPPS users did not notice the luck, because that risk is ours.":                    false,
		"The risk is ours, you only collect.":                                               true,
		"La garantie a payé la pièce, pas les bitcoins perdus.":                             false,
		"Entgangene Gewinne ersetzt unsere Versicherung in voller Höhe.":                    true,
		"Customer shall pay USD 0.0486 per TH per day, in advance.":                         false,
		"The customer pays $100 and receives $3 every day for 90 days.":                     true,
		"Withdrawals are sent every Monday if you have at least 0.001 BTC.":                 false,
		"If you have at least $100 you earn 3% daily.":                                      true,
		"矿池公告:每天上午九点前结算。":                                                                   false,
		"每天早上返5点。":                                                                          true,
		"Per sbloccare il prelievo versi il 12% del saldo.":                                 true,
		"Customs duty of about 5% is due before the machine is released to you at the port": false,
	} {
		grave(t, text, text, want)
	}
}
