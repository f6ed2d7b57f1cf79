package redflag

// F22: money is asked for before money is released ("tax", "verification", "unlocking").

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
)

var payToWithdraw = Rule{
	ID:       "F22_pay_to_withdraw",
	Title:    "A payment is asked for before money is released",
	Axis:     Trust,
	Severity: Critical,
	Needs:    "terms.withdrawal_payment, claims, terms.text",
	Why:      "A fee can be deducted from a balance that exists. Who asks for new money has no balance.",
	Caution:  "A network fee deducted from the payout is normal.",
	Look:     "Will I ever have to send money to receive money?",
	Judge:    judgePayToWithdraw,
	Sources: []cite.Source{
		read("SEC and CFTC, alert on digital asset fraud (2019)", "https://cftc.gov/node/216156"),
	},
}

func judgePayToWithdraw(f Facts) Answer {
	switch f.Offer.Terms.WithdrawalPayment {
	case offer.True:
		return present("a payment is asked for before a withdrawal")
	case offer.False:
		return absent("withdrawals ask for no payment")
	}
	if quote := f.said().payFirst; quote != "" { // words can be read wrongly: they alone are no sign of fraud
		return present("its words ask for it: \"" + shorten(quote) + "\"").weighing(High)
	}
	return unknown("whether a withdrawal asks for a payment (terms.withdrawal_payment)")
}

var (
	withdrawWord = lexiconOf(
		`\b(?:withdraw\p{L}*|cash(?:ing)?[- ]?out|payout|unlock\p{L}*|releas\p{L}*)\b|auszahl\p{L}*|retrait\p{L}*|retir(?:o|ar|os)\b|saque|preliev\p{L}*|вывод\p{L}*|вывести|снят\p{L}*|提现|提款|取款`,
	)
	mustPay = lexiconOf(
		`\b(?:must|have to|has to|need to|needs to|required to|obliged to|should)\b (?:first |also )?(?:pay|deposit|send|transfer|top up)\b|(?:pay|deposit|send)\p{L}* (?:\p{L}+ ){0,6}(?:before|prior to|in order to|to unlock|to release)|to (?:unlock|release|process|activate) (?:\p{L}+ ){0,3}(?:withdraw\p{L}*|funds|payouts?|balance)[^.;]{0,12}(?:pay|deposit|send|transfer)\b|(?:need|require)s? .{0,24}(?:payment|deposit)\b|müssen\b.{0,60}(?:zahlen|einzahlen|überweisen)|(?:devez|doit) (?:d'abord )?(?:payer|verser)|debe\p{L}* (?:primero )?(?:pagar|depositar)|(?:deve|precisa) (?:primeiro )?(?:pagar|depositar)|(?:необходимо|нужно|должны) .{0,30}(?:оплатить|внести|заплатить)|(?:需|须|必须|要)(?:先)?(?:缴|交|支付|充值)`,
	)
	levy = lexiconOf(
		`\btax(?:es)?\b|verif\p{L}*|\bunlock\p{L}*|activat\p{L}*|insurance|\baudit\b|\baml\b|anti[- ]money|\bclearance|\bmargin|security deposit|tax deposit|steuer\p{L}*|freischalt\p{L}*|taxe\b|impôt|impuesto|verificaci\p{L}*|imposto|verifica\p{L}*|налог\p{L}*|верифик\p{L}*|税|保证金|解冻|验证`,
	)
	ownLevy = lexiconOf(
		`network fee|transaction fee|miner fee|outstanding|overdue|your own tax|deduct\p{L}*|withheld|identity|\bkyc\b|netzwerkgebühr|абонент`,
	)
)

// asksFirst reports whether a clause asks for a payment of a kind that is never due before a withdrawal.
func asksFirst(c string) bool {
	return withdrawWord.in(c) && mustPay.in(c) && levy.in(c) && !ownLevy.in(c) &&
		!warned.in(c) && !negator.in(c)
}
