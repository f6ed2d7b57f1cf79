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
		"Avoid scams: choose Helix\n\n\"We doubled our money in 40 days.\" Not a scam.\n" +
			"\"1.2 % per day since March.\" No delay ever.\n\"Withdrew $3,000.\" No problem.": true,
		"Avoid scams: choose Helix\n\n\"1.2 % a day, guaranteed.\" It has not failed on a single day.\n" +
			"\"Principal back after 30 days.\" Not one cent was missing.\n" +
			"\"We get $400 a week on $2,000.\" No other company has ever paid so much.": true,
		"Phrases of mining scams\n\n\"Earn 2 % daily, guaranteed.\" No machine does that.\n" +
			"\"Your principal is returned.\" A machine wears out and does not give it back.\n" +
			"\"Pay the 15% tax first.\" There is no such tax anywhere in the world.": false,

		`A friend told me "2 % a day, capital guaranteed". I joined. No regrets.`: true,
		`I was offered "2 % a day, guaranteed". Signed up. No risk. It works.`:    true,

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
