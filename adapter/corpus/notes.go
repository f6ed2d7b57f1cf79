package corpus

import (
	"strconv"
	"strings"

	"github.com/assaymining/assay/internal/pattern"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

func (r record) evidence(o *offer.Offer) {
	switch r.tri("proof_datacentre") {
	case offer.True:
		place := r.text("proof_text")
		if place == "" {
			place = "named"
		}
		o.Proof.DataCentres, o.Proof.DataCentresStated = []offer.DataCentre{{Place: place}}, true
	case offer.False:
		o.Proof.DataCentresStated = true
	}
	o.Proof.BuyerChoosesPool = r.tri("buyer_pool_choice")
	o.Proof.PoolPays = r.tri("proof_pool")
	if r.tri("proof_onchain") == offer.True {
		o.Proof.Addresses = []string{"shown"}
	}
	o.Provider.LeadersNamed = r.tri("leadership_known")
	o.Provider.Listed = r.tri("regulated_or_listed")
	if text := r.text("registration"); strings.HasPrefix(strings.ToLower(text), "none") {
		o.Provider.Registered = "no"
	} else if text != "" && !strings.Contains(strings.ToLower(text), "claimed") {
		o.Provider.Registered = text
	}
	o.Resale.Transferable = r.tri("resale_possible")
	o.Terms.RiskDisclosed = r.tri("risk_disclosed")
}

// What the notes of a record may say in words that the document has a key for. Each pattern is the
// meaning of a flag in docs/red-flags.md, not a phrase of some record.
var (
	noMachines = pattern.Of(
		`(?i)\bno (?:evidence|proof|sign|trace)s? (?:of|for) (?:any |its |the )?(?:rigs?|machines?|miners?|mining|equipment|hardware|farm)|stock (?:footage|photo|image)|photoshop|(?:someone|somebody) else'?s|(?:fake|borrowed|stolen) (?:photo|picture|image|video|footage|farm|address)`,
	)
	payFirst = pattern.Of(
		`(?i)(?:\bfees?|tax(?:es)?|payments?|deposits?|verification|audit)\b[^.;]{0,40}\b(?:before|to|for) (?:a |any |the |each )?(?:withdraw|releas|unlock|cash(?:ing)?[- ]?out)`,
	)
	fromPayout = pattern.Of(`(?i)network fee|withdrawal fee|deducted|minimum`)
	backAtEnd  = pattern.Of(
		`(?i)(?:price|principal|capital|deposit|investment)\b[^.;]{0,20}\b(?:returned|refunded|paid back|repaid|back)\b|(?:return|refund) of (?:the )?(?:principal|capital|deposit)`,
	)
	copiedText = pattern.Of(`(?i)(?:text|terms|faq|site|page)s?\b[^.;]{0,20}\bcopied from ([\w .-]+)`)
	bonusOf    = pattern.Of(
		`(?i)(\d{1,3}(?:\.\d+)?)\s*% (?:deposit |sign-?up |welcome |first[- ]purchase )?bonus`,
	)
	falseClaim = pattern.Of(
		`(?i)falsely claim\w*|(?:fake|false|forged) (?:endorsement|licen[cs]e|partner\w*|certificate|registration|audit)`,
	)
)

// notes maps what a record says in words beside its fields.
func (r record) notes(o *offer.Offer) {
	other := r.text("other")
	if noMachines.MatchString(r.text("proof_text")) && len(o.Proof.DataCentres) == 0 {
		o.Proof.DataCentresStated = true
	}
	if payFirst.MatchString(other) && !fromPayout.MatchString(other) {
		o.Terms.WithdrawalPayment = offer.True
	}
	for _, key := range []string{"term_text", "promised_return_text", "termination_clause"} {
		if backAtEnd.MatchString(r.text(key)) && !strings.Contains(strings.ToLower(r.text(key)), "not ") {
			o.Terms.PrincipalReturned = offer.True
		}
	}
	if m := copiedText.FindStringSubmatch(other); m != nil {
		o.Terms.CopiedFrom = strings.TrimSpace(m[1])
	}
	if m := bonusOf.FindStringSubmatch(other); m != nil {
		n, _ := strconv.ParseFloat(m[1], 64)
		share := units.Fraction(n / 100)
		o.Terms.Bonus = &share
	}
	if falseClaim.MatchString(other) || falseClaim.MatchString(r.text("registration")) {
		o.Terms.FalseEndorsement = offer.True
	}
}
