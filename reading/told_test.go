package reading

import "testing"

// What is quoted from impostors, refused, judged or taken back is theirs; what members say, what a motto
// promises, and what stands below a warning but is offered to the reader, is not.
func TestWhoSaysIt(t *testing.T) {
	for text, want := range map[string]bool{
		"Copies of our site are about. From a screenshot:\n\"Deposit 400 and receive 3% every day.\"\n\n" +
			"None of this comes from us.": false,
		"Salespeople may not say: \"you will have your money back, guaranteed\".":     false,
		"\"20 % fijo al mes, sin riesgo\": baneo directo.":                            false,
		"Ein Flugblatt sagt: \"Garantiert 2 % am Tag.\" Nichts davon stammt von uns.": false,
		"« 3 % par semaine, capital garanti. » Aucune société ne peut faire cela.":    false,
		"Warnung vor Betrügern\n\nDas Muster: Man gratuliert zu einem Guthaben. Um es auszuzahlen, müsse man " +
			"nur noch 9 % Steuer vorab überweisen.\n\nWir rufen niemanden an.": false,
		"Chi vi scrive che il mining rende il 40% al mese vi sta fregando.": false,

		"\"2.1% every day, capital back whenever you want.\" No bank can do that. We do.":       true,
		"Beware of copies of our site!\n\nPut in $500 and receive $15 a day, guaranteed.":       true,
		"Our motto: \"2 % a day, whatever happens, and your capital back.\" Since 2018.":        true,
		"Avoid scammers who use our name. The real one pays 2% daily to your wallet.":           true,
		"Warning. This offer ends tonight! $250 becomes $600 in 21 days.":                       true,
		"My aunt put in $2,000 in May. She gets $45 every day, and withdraws when she wants.":   true,
		"« Votre gain est prêt. » Réglez 12 % de frais de déblocage avant le retrait du solde.": true,
	} {
		grave(t, text, text, want)
	}
}

// What stays the same, is answered for or comes again is a promise only of what the buyer receives.
func TestWhatIsNoIncome(t *testing.T) {
	for text, want := range map[string]bool{
		"Revenue per terahash does not fall by 4.8 % but by 4.58 %.":                              false,
		"If you cancel, you receive the same amount of dollars that you paid.":                    false,
		"Peu importe que le pool trouve un bloc ou dix, vous êtes payé pareil.":                   false,
		"The Operator shall not be liable for loss of profit.":                                    false,
		"Ci impegniamo a essere accesi il 94% del tempo ogni trimestre.":                          false,
		"L'assurance a versé 80 000 € pour le matériel endommagé.":                                false,
		"At 46 sats per TH and day it would be credited 5,520 sats.":                              false,
		"It comes out at -4% after 24 months for the one and +7% for the other.":                  false,
		"Below 95% you are credited double the missing hours.":                                    false,
		"We send the balance every morning once it has reached 0.0005 BTC.":                       false,
		"It doesn't give you: a minimum output, a fixed income, protection from a falling price.": false,

		"The daily income does not fall, whatever difficulty does.":      true,
		"You get the same amount every month, whatever the market does.": true,
		"Ci impegniamo a pagarvi il 3% ogni settimana.":                  true,
		"Our insurance pays your daily profit even if the farm stops.":   true,
		"After 60 days you are credited double your deposit.":            true,
		"It gives you: a fixed income of $30 a day for your deposit.":    true,
		"You send 10% of the balance before we release the withdrawal.":  true,
	} {
		grave(t, text, text, want)
	}
}
