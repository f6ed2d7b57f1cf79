package redflag

// F26: the price comes back at the end. It makes the plan a loan to the seller, not mining: after
// the term a machine is worn, and no miner can return what it cost.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
)

var principalReturned = Rule{
	ID:       "F26_principal_returned",
	Title:    "The price is returned at the end",
	Axis:     Trust,
	Severity: High,
	Needs:    "terms.principal_returned, claims, terms.text",
	Why:      "Machines wear and go out of date. Who returns the price has borrowed it.",
	Caution:  "A trial period or a refund before the start is something else.",
	Look:     "From what is my price paid back, and what secures it?",
	Judge:    judgePrincipalReturned,
	Sources:  []cite.Source{read("counts over 96 labelled offers; few known values", "")},
}

func judgePrincipalReturned(f Facts) Answer {
	switch f.Offer.Terms.PrincipalReturned {
	case offer.True:
		return present("the price comes back at the end")
	case offer.False:
		return absent("the price does not come back")
	}
	if quote := f.said().principal; quote != "" {
		return present("its words say so: \"" + shorten(quote) + "\"")
	}
	return unknown("whether the price comes back (terms.principal_returned)")
}

var (
	back = lexiconOf(
		`(?:\bprincipal|\binvested capital|\byour capital|\binitial (?:investment|deposit|capital))\b[^.;]{0,16}\b(?:returned|refunded|repaid|paid back|given back|released)\b|\b(?:return|refund|repayment) of (?:the |your )?(?:principal|capital|initial (?:investment|deposit))\b|(?:kapital|einlage)\b.{0,24}(?:zurückgezahlt|zurückerstattet|erstattet)|\bcapital\b.{0,16}(?:remboursé|restitué|devuelto|devuelve|devolvido|restituito)|devoluci[oó]n del (?:capital|dep[oó]sito)|возврат\p{L}* (?:вклад|депозит|тел)\p{L}*|(?:вклад|депозит) возвращ\p{L}*|(?:返还|退还|归还)本金|本金(?:返还|退还|归还)|到期返本`,
	)
	backIfs = lexiconOf(
		`\b(?:if|unless|trial|cancel\p{L}*|cooling|before (?:the )?start|security deposit|falls? below|until)\b|\bwenn\b|\bfalls\b|\bsi\b|\bse\b|если|如果|取消`,
	)
)

// givesBack reports whether a clause says that the price comes back, in every case.
func givesBack(c string) bool {
	return back.in(c) && !backIfs.in(c) && !negator.in(c) && !warned.in(c)
}
